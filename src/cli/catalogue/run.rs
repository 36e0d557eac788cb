use crate::cli::args::Shared;
use crate::cli::clock;
use crate::cli::exit::{Exit, Failure};

use super::args::{Catalogue, CatalogueCommand};
use super::ends::ends;
use super::list::list;
use super::show::{show, show_model};

pub(in crate::cli) fn run(args: &Catalogue, shared: &Shared) -> Result<Exit, Failure> {
    match &args.what {
        CatalogueCommand::List { what, output } => {
            list(*what, output.format, clock::today(shared)?)
        }
        CatalogueCommand::Ends(args) => ends(args, shared),
        CatalogueCommand::Show {
            id,
            model: Some(model),
            output,
        } if id == "model" && !model.trim().is_empty() => show_model(model, output.format, shared),
        CatalogueCommand::Show {
            id,
            model: Some(more),
            ..
        } if id != "model" => {
            let failure = Failure::error(format!("`{id} {more}` are two things: show one"));
            Err(failure.help(format!("of a model: jurymast catalogue show model {more}")))
        }
        CatalogueCommand::Show { id, .. } if id == "model" => Err(which_model()),
        CatalogueCommand::Show { id, output, .. } => show(id, output.format, clock::today(shared)?),
    }
}

fn which_model() -> Failure {
    Failure::error("which model? none is named").help(
        "name one: jurymast catalogue show model gpt-5.2; `jurymast catalogue show openai` lists \
         those of a provider",
    )
}
