use crate::cli::args::Shared;
use crate::cli::exit::{Exit, Failure};
use crate::cli::{clock, export, open, terminal};
use crate::project::Project;
use jurymast_continuity::exchange;
use jurymast_contract::CatalogueEndsOutput;
use jurymast_plan::catalogue::{self, UpcomingEnd};
use jurymast_plan::model::{Plan, UnknownModel};
use jurymast_terms::text::Printout;
use jurymast_terms::units::Date;

use super::args::{Ends, EndsFormat};

/// The ends to come: of the plan that is found, else of all that the catalogue knows.
pub(super) fn ends(args: &Ends, shared: &Shared) -> Result<Exit, Failure> {
    if args.all && shared.plan.is_some() {
        return Err(Failure::error("--all is of no plan: leave --plan out"));
    }
    if args.out.is_some() && args.format != EndsFormat::Ics {
        return Err(Failure::error("--out takes a calendar: add --format ics"));
    }
    let project = match args.all {
        true => None,
        false => project(shared)?,
    };
    let from = clock::today(shared)?;
    let to = from.plus(args.within).unwrap_or(Date::MAX);
    let plan = project.as_ref().map(|project| &project.plan);
    let days = from..=to;
    let (ends, unknown) = match plan {
        Some(plan) => (catalogue::ends_of_plan(plan, &days), plan.unknown_models()),
        None => {
            let lists = open::model_lists(shared)?;
            (catalogue::ends_of_catalogue(&lists, &days), Vec::new())
        }
    };
    let found = Found {
        plan,
        days: (from, to),
        ends: &ends,
        unknown: &unknown,
    };
    match args.format {
        EndsFormat::Json => {
            let Found {
                plan,
                days,
                ends,
                unknown,
            } = found;
            terminal::print_json(CatalogueEndsOutput::of(plan, days, ends, unknown))
        }
        EndsFormat::Text => terminal::print(&text(&found)).map(|()| Exit::Clean),
        EndsFormat::Ics => calendar(&found, args),
    }
}

struct Found<'a> {
    plan: Option<&'a Plan>,
    days: (Date, Date),
    ends: &'a [UpcomingEnd],
    unknown: &'a [UnknownModel],
}

/// The plan, where there is one or one is named.
fn project(shared: &Shared) -> Result<Option<Project>, Failure> {
    match open::open_whole(shared) {
        Ok(project) => Ok(Some(project)),
        Err(failure) if failure.exit == Exit::NoPlan && shared.plan.is_none() => Ok(None),
        Err(failure) => Err(failure),
    }
}

fn text(found: &Found<'_>) -> Printout {
    let (from, to) = found.days;
    let mut out = Printout::new();
    for end in found.ends {
        let hit = found.plan.map(|plan| {
            let of = end.of.iter();
            of.map(|id| plan.component(*id).id.as_str())
                .collect::<Vec<_>>()
        });
        let hit = hit.filter(|hit| !hit.is_empty() && **hit != [end.what.as_str()]);
        let hit = hit.map_or_else(String::new, |hit| format!(" [{}]", hit.join(", ")));
        out.wrapped(format!("{} {}{hit}", end.on, end.sentence()), 0, 12);
    }
    if !found.ends.is_empty() {
        out.blank();
    }
    let whose = match found.plan {
        Some(plan) => format!("of the plan {}", plan.header.name),
        None => "known to the catalogue".to_owned(),
    };
    let count = match found.ends.len() {
        0 => "No end".to_owned(),
        1 => "1 end".to_owned(),
        many => format!("{many} ends"),
    };
    out.wrapped(format!("{count} {whose} from {from} to {to}."), 0, 2);
    if !found.unknown.is_empty() {
        let models: Vec<&str> = found.unknown.iter().map(|one| one.model.as_str()).collect();
        let line = format!(
            "Not known, so none of their ends is here: {}.",
            models.join(", ")
        );
        out.wrapped(line, 0, 2);
    }
    out
}

fn calendar(found: &Found<'_>, args: &Ends) -> Result<Exit, Failure> {
    let (from, _) = found.days;
    let version = env!("CARGO_PKG_VERSION");
    for one in found.unknown {
        terminal::tell(&format!("no day for `{}`: nobody knows it", one.model));
    }
    if found.ends.is_empty() {
        terminal::tell("nothing to enter: no end in this time");
        return Ok(Exit::Clean);
    }
    let calendar = exchange::ends_calendar(found.plan, found.ends, from, version);
    export::write(&calendar, args.out.as_deref())
}
