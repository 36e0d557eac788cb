use crate::project::Project;
use jurymast_contract::BlastAllOutput;
use jurymast_engine::analysis::{Analysis, FaultTable, SingleFault};
use jurymast_plan::model::{ComponentId, Kind, Plan};
use jurymast_terms::text::{self, Printout};

use super::args::Output;
use super::exit::{Exit, Failure};
use super::{load_words, terminal};

/// Every component alone; `top` lines at most of each list.
pub(super) fn run(project: &Project, top: usize, format: Output) -> Result<Exit, Failure> {
    let analysis = project.analysis();
    match format {
        Output::Text => {
            terminal::print(&text(&analysis, top))?;
            Ok(Exit::Clean)
        }
        Output::Json => terminal::print_json(BlastAllOutput::of(&analysis)),
    }
}

fn text(analysis: &Analysis<'_>, top: usize) -> Printout {
    let plan = analysis.plan;
    let mut out = ranking(plan, analysis.fault_table(), top);
    let spare = analysis.spare_capacity();
    if !spare.is_empty() {
        out.blank();
        out.line("Load that is carried with one of several lost");
        for one in &spare[..spare.len().min(top)] {
            out.wrapped(load_words::spare(plan, one), 2, 4);
        }
        if spare.len() > top {
            out.line(format!(
                "  and {} more; --top shows more",
                spare.len() - top
            ));
        }
    }
    out
}

fn ranking(plan: &Plan, table: &FaultTable, top: usize) -> Printout {
    let is_outside = |id: ComponentId| {
        matches!(
            plan.component(id).kind(),
            Kind::Provider | Kind::Domain | Kind::Endpoint | Kind::Model
        )
    };
    let services = plan.components.iter();
    let services = services.filter(|one| one.is_judged()).count();
    let mut out = Printout::new();
    // A grouping that cannot fail of itself is nothing to fear.
    let fails = |id: ComponentId| plan.component(id).own_failure;
    let weight = |one: &SingleFault| (one.tier_one_down, one.down, one.degraded);
    let outside = table.ranked(|id| fails(id) && is_outside(id), weight);
    let inside = table.ranked(|id| fails(id) && !is_outside(id), weight);
    if outside.is_empty() && inside.is_empty() {
        out.line("No loss of one component takes anything else with it.");
        return out;
    }
    for (heading, losses) in [
        ("Providers, places and models", outside),
        ("Everything else", inside),
    ] {
        if losses.is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.blank();
        }
        let shown = &losses[..losses.len().min(top)];
        lines(plan, heading, shown, services, &mut out);
        if losses.len() > top {
            out.line(format!(
                "  and {} more; --top shows more",
                losses.len() - top
            ));
        }
    }
    out
}

/// What the last column counts.
fn judged(plan: &Plan) -> &'static str {
    let kinds = |kind: Kind| plan.components.iter().any(|one| one.kind() == kind);
    match (kinds(Kind::Service), kinds(Kind::Activity)) {
        (true, true) => "serv./act.",
        (false, true) => "activities",
        _ => "services",
    }
}

fn lines(plan: &Plan, heading: &str, losses: &[SingleFault], services: usize, out: &mut Printout) {
    const WIDEST: usize = 36;
    let ids = losses
        .iter()
        .map(|loss| text::width(&plan.component(loss.component).id));
    let width = ids.max().unwrap_or(0).max(heading.len()).min(WIDEST);
    out.line(format!(
        "{heading:<width$}    {:>6} {:>9} {:>7} {:>9}",
        "down",
        "degraded",
        "tier 1",
        judged(plan)
    ));
    for loss in losses {
        let share = match services {
            0 => "-".to_owned(),
            all => format!(
                "{}%",
                (loss.services_down + loss.activities_down) * 100 / all
            ),
        };
        out.line(format!(
            "  {}  {:>6} {:>9} {:>7} {share:>9}",
            text::pad(
                &text::elide(&plan.component(loss.component).id, width, "~"),
                width
            ),
            loss.down,
            loss.degraded,
            loss.tier_one_down,
        ));
    }
}
