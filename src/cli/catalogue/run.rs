use crate::cli::args::{Catalogue, CatalogueCommand};
use crate::cli::exit::{Exit, Failure};

use super::list::list;
use super::show::show;

pub(in crate::cli) fn run(args: &Catalogue) -> Result<Exit, Failure> {
    match &args.what {
        CatalogueCommand::List { what, output } => list(*what, output.format),
        CatalogueCommand::Show { id, output } => show(id, output.format),
    }
}
