use crate::cli::args::Output;
use crate::cli::exit::{Exit, Failure};
use crate::cli::terminal;
use jurymast_contract::{CatalogueListOutput, CatalogueListing, ListedName};
use jurymast_plan::catalogue::{self, DomainRecord, End, Outage, ProviderRecord, ReadyScenario};
use jurymast_terms::text::{Printout, elide};
use jurymast_terms::units::{Date, Duration, Lasting};

use super::args::Listed;
use super::lines::read_on;

/// `today` says how old the facts of models are.
pub(super) fn list(what: Listed, output: Output, today: Date) -> Result<Exit, Failure> {
    match output {
        Output::Json => {
            let listing = json(what);
            let models_read = catalogue::models_read().to_string();
            terminal::print_json(CatalogueListOutput {
                listing,
                models_read,
            })
        }
        Output::Text => terminal::print(&text(what, today)).map(|()| Exit::Clean),
    }
}

fn json(what: Listed) -> CatalogueListing {
    use CatalogueListing as List;
    match what {
        Listed::Providers => List::Providers(
            providers()
                .map(|one| ListedName::of(&one.id, &one.kind, &one.name, one.confidence))
                .collect(),
        ),
        Listed::Domains => List::Domains(
            catalogue::domains()
                .iter()
                .map(|one| ListedName::of(&one.id, &one.kind, &one.name, one.confidence))
                .collect(),
        ),
        Listed::Outages => List::Outages(outages().map(Into::into).collect()),
        Listed::Scenarios => {
            List::Scenarios(catalogue::scenarios().iter().map(Into::into).collect())
        }
    }
}

fn text(what: Listed, today: Date) -> Printout {
    let (key, lines): (&str, Vec<String>) = match what {
        Listed::Providers => {
            let line = |one: &ProviderRecord| plain(&one.id, &one.kind, &one.name);
            ("providers", providers().map(line).collect())
        }
        Listed::Domains => {
            let line = |one: &DomainRecord| plain(&one.id, &one.kind, &one.name);
            ("domains", catalogue::domains().iter().map(line).collect())
        }
        Listed::Outages => ("outages", outages().map(outage).collect()),
        Listed::Scenarios => {
            let all = catalogue::scenarios().iter();
            ("scenarios", all.map(scenario).collect())
        }
    };
    let mut out = Printout::new();
    lines.iter().for_each(|line| out.line(line));
    out.blank();
    out.line(format!(
        "{} {key}; `jurymast catalogue show ID` says what is known, and how surely.",
        lines.len()
    ));
    let read = catalogue::models_read();
    out.line(format!("The ends of models were {}.", read_on(read, today)));
    out
}

fn providers() -> impl Iterator<Item = &'static ProviderRecord> {
    catalogue::provider_ids().filter_map(catalogue::provider)
}

/// The newest first: it is the one people look for.
fn outages() -> impl Iterator<Item = &'static Outage> {
    catalogue::outages().iter().rev().copied()
}

fn plain(id: &str, kind: &str, name: &str) -> String {
    format!("{id:<25} {kind:<16} {}", elide(name, 37, "..."))
}

fn outage(outage: &Outage) -> String {
    let lasted = match outage.end {
        // Of which only the last day is known: no hours.
        End::At(_) if let (Some(_), Some(length)) = (outage.last_day, outage.length()) => {
            length.trim_start_matches("about ").to_owned()
        }
        End::At(_) => outage.lasted().map_or_else(String::new, rough),
        End::Unknown => "unknown".to_owned(),
        End::Never => Lasting::Forever.to_string(),
    };
    let title = elide(&outage.title, 41, "...");
    format!("{:<27} {lasted:>8}  {title}", outage.id)
}

/// In two units at most, so that the column stays narrow.
fn rough(lasted: Duration) -> String {
    let text = lasted.to_string();
    let units: Vec<&str> = text.split(' ').take(2).collect();
    units.join(" ")
}

fn scenario(one: &ReadyScenario) -> String {
    let lasts = one
        .lasts()
        .map_or_else(|| Lasting::Forever.to_string(), rough);
    let (cause, name) = (one.cause.words(), elide(&one.name, 29, "..."));
    format!("{:<21} {lasts:>8}  {cause:<17} {name}", one.id)
}
