use crate::cli::args::{Output, Shared};
use crate::cli::exit::{Exit, Failure};
use crate::cli::{named, open, terminal};
use jurymast_continuity::advice::{AdviceRequest, advise};
use jurymast_contract::AdviseOutput;
use jurymast_plan::model::{Component, ComponentId, Plan};

use super::args::Advise;
use super::text;

pub(in crate::cli) fn run(args: &Advise, shared: &Shared) -> Result<Exit, Failure> {
    let project = open::open_whole(shared)?;
    let plan = &project.plan;
    let request = AdviceRequest {
        services: services(plan, args)?,
        max_changes: args.max_changes as usize,
        today: project.today,
        time: Some(args.time_limit),
        work: None,
    };
    let advice = advise(&project.analysis(), &project.sources, &request);
    if args.output.format == Output::Json {
        return terminal::print_json(AdviseOutput::of(&advice));
    }
    if args.toml {
        terminal::print(&text::lines(&advice))?;
    } else {
        terminal::print(&text::text(&advice, &request))?;
    }
    Ok(Exit::Clean)
}

/// Those named; those of a tier; every service and activity of tier 1 and 2, or every
/// one of a plan that gives none of them such a tier.
fn services(plan: &Plan, args: &Advise) -> Result<Vec<ComponentId>, Failure> {
    if !args.ids.is_empty() {
        return named::components(plan, &args.ids);
    }
    if let Some(tier) = args.tier {
        let of_tier = |one: &Component| one.is_judged() && one.rank() == tier;
        let found: Vec<ComponentId> = plan
            .enumerate()
            .filter(|(_, one)| of_tier(one))
            .map(|(id, _)| id)
            .collect();
        return if found.is_empty() {
            Err(Failure::error(format!(
                "no service and no activity has tier {tier}"
            )))
        } else {
            Ok(found)
        };
    }
    let critical = plan.critical_components();
    let Some(first) = critical.first() else {
        return Err(Failure::error("the plan has no service and no activity")
            .help("name a component: `jurymast advise ID`"));
    };
    if !plan.component(*first).is_critical() {
        terminal::note(
            "Nothing in the plan has tier 1 or 2; this is for all its services and activities.",
        );
        terminal::note("");
    }
    Ok(critical)
}
