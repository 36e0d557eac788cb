use crate::cli::args::{Catalogue, CatalogueCommand, Shared};
use crate::cli::clock;
use crate::cli::exit::{Exit, Failure};

use super::ends::ends;
use super::list::list;
use super::show::show;

pub(in crate::cli) fn run(args: &Catalogue, shared: &Shared) -> Result<Exit, Failure> {
    match &args.what {
        CatalogueCommand::List { what, output } => {
            list(*what, output.format, clock::today(shared)?)
        }
        CatalogueCommand::Ends(args) => ends(args, shared),
        CatalogueCommand::Show { id, output } => show(id, output.format, clock::today(shared)?),
    }
}
