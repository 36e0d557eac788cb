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
        } if id == "model" => show_model(model, output.format, shared),
        CatalogueCommand::Show {
            id,
            model: Some(more),
            ..
        } => {
            let failure = Failure::error(format!("`{id} {more}` are two things: show one"));
            Err(failure.help(format!("of a model: jurymast catalogue show model {more}")))
        }
        CatalogueCommand::Show { id, output, .. } => show(id, output.format, clock::today(shared)?),
    }
}
