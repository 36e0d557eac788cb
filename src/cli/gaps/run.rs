use std::time::{Duration, Instant};

use crate::analysis::{Limits, Question};
use crate::cli::args::{Gaps, Output, Reached, Shared};
use crate::cli::exit::{Exit, Failure};
use crate::cli::{open, terminal};
use crate::model::{ComponentId, Kind, Level, Plan};
use crate::suggest;

use super::{json, text};

/// How many sets the JSON lists of each component.
const LISTED: usize = 10_000;

pub(in crate::cli) fn run(args: &Gaps, shared: &Shared) -> Result<Exit, Failure> {
    let project = open::open_whole(shared)?;
    let plan = &project.plan;
    let components = components(plan, &args.ids)?;
    let question = Question {
        level: match args.level {
            Reached::Down => Level::Down,
            Reached::Degraded => Level::Degraded,
        },
        max_order: args.max_order,
        list: if args.count { 0 } else { LISTED },
        probability: args.probability,
    };
    let limits = Limits {
        memory: usize::try_from(args.memory_limit << 20).unwrap_or(usize::MAX),
        deadline: Instant::now().checked_add(Duration::from_secs(args.time_limit)),
    };
    let gaps = project.analysis.gaps(plan, &components, &question, &limits);
    match args.output.format {
        Output::Json => terminal::print_json(&json::json(&project, &question, &gaps)),
        Output::Text => {
            terminal::print(&text::text(&project, &question, &gaps, args.list))?;
            Ok(Exit::Clean)
        }
    }
}

/// The components named; without a name every service of tier 1 and 2, or every
/// service of a plan that gives none of them such a tier.
fn components(plan: &Plan, names: &[String]) -> Result<Vec<ComponentId>, Failure> {
    if names.is_empty() {
        return critical(plan);
    }
    let mut components = Vec::new();
    for name in names {
        let Some(id) = plan.find(name) else {
            let failure = Failure::error(format!("nothing in the plan is called `{name}`"));
            let ids = plan.components.iter().map(|one| one.id.as_str());
            return Err(match suggest::nearest(name, ids) {
                Some(near) => failure.help(format!("did you mean `{near}`?")),
                None => failure.help("components are named by id: checkout, orders-db"),
            });
        };
        if !components.contains(&id) {
            components.push(id);
        }
    }
    Ok(components)
}

fn critical(plan: &Plan) -> Result<Vec<ComponentId>, Failure> {
    let services = || {
        plan.enumerate()
            .filter(|(_, one)| one.kind() == Kind::Service)
    };
    let mut critical: Vec<ComponentId> = services()
        .filter(|(_, one)| one.tier.is_some_and(|tier| tier.value.number() <= 2))
        .map(|(id, _)| id)
        .collect();
    if critical.is_empty() {
        critical = services().map(|(id, _)| id).collect();
        if critical.is_empty() {
            return Err(Failure::error("the plan has no service")
                .help("name a component: `jurymast gaps ID`"));
        }
        terminal::chat("No service has tier 1 or 2; these are the gaps of all services.\n\n");
    }
    critical.sort_by_key(|id| (plan.component(*id).tier.map(|tier| tier.value), *id));
    Ok(critical)
}
