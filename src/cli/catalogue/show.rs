use crate::cli::args::{Output, Shared};
use crate::cli::exit::{Exit, Failure};
use crate::cli::{clock, open, terminal};
use jurymast_contract::{CatalogueDomain, CatalogueShowOutput, ModelByLists, ModelInList};
use jurymast_plan::catalogue;
use jurymast_terms::suggest;
use jurymast_terms::text::Printout;
use jurymast_terms::units::Date;

use super::{domain, model, outage, provider, scenario};

/// `today` says how old the facts of models are.
pub(super) fn show(id: &str, output: Output, today: Date) -> Result<Exit, Failure> {
    if let Some(known) = catalogue::provider(id) {
        return answer(
            output,
            || provider::text(known, today),
            || CatalogueShowOutput::Provider(Box::new(known.into())),
        );
    }
    if let Some(known) = catalogue::domain(id) {
        return answer(
            output,
            || domain::text(known),
            || CatalogueShowOutput::Domain(CatalogueDomain::of(known, domain::outages(known))),
        );
    }
    if let Some(known) = catalogue::outage(id) {
        return answer(
            output,
            || outage::text(known),
            || CatalogueShowOutput::Outage(known.into()),
        );
    }
    if let Some(known) = catalogue::scenario(id) {
        return answer(
            output,
            || scenario::text(known),
            || CatalogueShowOutput::Scenario(known.into()),
        );
    }
    let failure = Failure::error(format!("the catalogue knows no `{id}`"));
    let model = id.strip_prefix("model:").unwrap_or(id);
    if !catalogue::known_models(model, &[]).is_empty() {
        let help = format!("it is a model: jurymast catalogue show model {model}");
        return Err(failure.help(help));
    }
    Err(match nearest(id) {
        Some(near) => failure.help(suggest::ask(near)),
        None => failure.help(
            "`jurymast catalogue list` shows what it knows: providers, domains, outages, scenarios",
        ),
    })
}

/// What every list says of a model, those that were saved included.
pub(super) fn show_model(asked: &str, output: Output, shared: &Shared) -> Result<Exit, Failure> {
    let today = clock::today(shared)?;
    let known = catalogue::known_models(asked, &open::model_lists(shared)?);
    if known.is_empty() {
        let failure = Failure::error(format!("no list has a model `{asked}`"));
        let makers = catalogue::maker(asked).map(|maker| maker.id.as_str());
        let mut lists = makers.into_iter().chain(catalogue::provider_ids());
        let near = lists.find_map(|id| catalogue::models(id)?.nearest(asked));
        return Err(match near {
            Some(near) => failure.help(suggest::ask(near)),
            None => failure.help("`--models FILE` reads the list of your account"),
        });
    }
    let maker = catalogue::maker(asked);
    answer(
        output,
        || model::text(asked, maker, &known, today),
        || {
            CatalogueShowOutput::Model(ModelByLists {
                id: asked.to_owned(),
                maker: maker.map(|one| one.id.clone()),
                listed: known.iter().map(ModelInList::from).collect(),
            })
        },
    )
}

fn answer(
    output: Output,
    text: impl FnOnce() -> Printout,
    json: impl FnOnce() -> CatalogueShowOutput,
) -> Result<Exit, Failure> {
    match output {
        Output::Text => terminal::print(&text()).map(|()| Exit::Clean),
        Output::Json => terminal::print_json(json()),
    }
}

fn nearest(id: &str) -> Option<&'static str> {
    let known = catalogue::provider_ids()
        .chain(catalogue::domains().iter().map(|one| one.id.as_str()))
        .chain(catalogue::outages().iter().map(|one| one.id.as_str()))
        .chain(catalogue::scenarios().iter().map(|one| one.id.as_str()));
    catalogue::meant(id).or_else(|| suggest::nearest(id, known))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn one_id_names_one_thing() {
        let mut ids = BTreeSet::new();
        let all = catalogue::provider_ids()
            .chain(catalogue::domains().iter().map(|one| one.id.as_str()))
            .chain(catalogue::outages().iter().map(|one| one.id.as_str()))
            .chain(catalogue::scenarios().iter().map(|one| one.id.as_str()));
        for id in all {
            assert!(ids.insert(id), "{id}");
        }
    }

    #[test]
    fn slips_are_suggested() {
        assert_eq!(nearest("openai-2024-12-62"), Some("openai-2024-12-26"));
        assert_eq!(nearest("silent-quality-los"), Some("silent-quality-loss"));
        assert_eq!(nearest("us-east-1"), Some("aws-us-east-1"));
        assert_eq!(nearest("nothing of the kind"), None);
    }
}
