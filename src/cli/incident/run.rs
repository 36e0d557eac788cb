use crate::cli::args::{Shared, SheetFormat};
use crate::cli::exit::{Exit, Failure};
use crate::cli::{named, open, terminal};
use crate::render;
use jurymast_continuity::document;
use jurymast_continuity::incident::{self, Asked, Sheet};
use jurymast_contract::IncidentOutput;
use jurymast_plan::model::Plan;
use jurymast_terms::text::Printout;

use super::args::Incident;
use super::when;

pub(in crate::cli) fn run(args: &Incident, shared: &Shared) -> Result<Exit, Failure> {
    // A sheet of another day is judged by that day.
    let day = args.now.map(|now| now.date());
    let shared = &Shared {
        today: shared.today.or(day),
        ..shared.clone()
    };
    let project = open::open_for_sheet(shared)?;
    let asked = asked(&project.plan, args, shared)?;
    let sheet = Sheet::of(&project.analysis(), &asked);
    let sheet = match args.format {
        SheetFormat::Json => sheet,
        _ if args.full => sheet,
        _ => sheet.concise(),
    };
    let out: Printout = match args.format {
        SheetFormat::Json => return terminal::print_json(IncidentOutput { sheet: &sheet }),
        SheetFormat::Text => document::text(&incident::document(&sheet)),
        SheetFormat::Markdown => document::markdown(&incident::document(&sheet)),
        SheetFormat::Html => {
            let (plan, made_at) = (&sheet.plan, &sheet.shown_now);
            let version = env!("CARGO_PKG_VERSION");
            let page =
                render::document_page(&incident::document(&sheet), plan, made_at, version)
                    .map_err(|error| Failure::error(format!("cannot render the sheet: {error}")))?;
            let mut out = Printout::new();
            out.block(page);
            out
        }
    };
    terminal::print(&out)?;
    Ok(Exit::Clean)
}

fn asked(plan: &Plan, args: &Incident, shared: &Shared) -> Result<Asked, Failure> {
    let now = when::now(args.now, shared.today)?;
    let since = args.since.as_deref().map(|text| when::since(text, now));
    let since = since.transpose()?;
    let symptom = args.symptom.as_deref();
    let symptom = symptom.map(|word| named::symptom(word, word));
    Ok(Asked {
        lost: named::faults(plan, &args.ids)?,
        total: args.all,
        symptom: symptom.transpose()?,
        since: since.unwrap_or(now),
        since_known: since.is_some(),
        now,
        today: shared.today.unwrap_or(now.date()),
    })
}
