use crate::contract::BlastAllOutput;
use crate::project::Project;
use jurymast_engine::analysis::{Everything, Loss};
use jurymast_plan::model::{ComponentId, Kind, Plan};
use jurymast_terms::text::{self, Printout};

use super::args::Output;
use super::exit::{Exit, Failure};
use super::terminal;

/// Every component alone; `top` lines at most of each list.
pub(super) fn run(project: &Project, top: usize, format: Output) -> Result<Exit, Failure> {
    let plan = &project.plan;
    let everything = project.analysis().everything();
    match format {
        Output::Text => {
            terminal::print(&ranking(plan, &everything, top))?;
            Ok(Exit::Clean)
        }
        Output::Json => terminal::print_json(BlastAllOutput::of(plan, &everything)),
    }
}

fn ranking(plan: &Plan, everything: &Everything, top: usize) -> Printout {
    let is_outside = |id: ComponentId| {
        matches!(
            plan.component(id).kind(),
            Kind::Provider | Kind::Domain | Kind::Endpoint | Kind::Model
        )
    };
    let services = plan.components.iter();
    let services = services.filter(|one| one.kind() == Kind::Service).count();
    let mut out = Printout::new();
    // A grouping that cannot fail of itself is nothing to fear.
    let fails = |id: ComponentId| plan.component(id).own_failure;
    let outside = everything.worst(|id| fails(id) && is_outside(id));
    let inside = everything.worst(|id| fails(id) && !is_outside(id));
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
        table(plan, heading, shown, services, &mut out);
        if losses.len() > top {
            out.line(format!(
                "  and {} more; --top shows more",
                losses.len() - top
            ));
        }
    }
    out
}

fn table(plan: &Plan, heading: &str, losses: &[Loss], services: usize, out: &mut Printout) {
    const WIDEST: usize = 36;
    let ids = losses
        .iter()
        .map(|loss| text::width(&plan.component(loss.component).id));
    let width = ids.max().unwrap_or(0).max(heading.len()).min(WIDEST);
    out.line(format!(
        "{heading:<width$}    {:>6} {:>9} {:>7} {:>9}",
        "down", "degraded", "tier 1", "services"
    ));
    for loss in losses {
        let share = match services {
            0 => "-".to_owned(),
            all => format!("{}%", u64::from(loss.services_down) * 100 / all as u64),
        };
        out.line(format!(
            "  {}  {:>6} {:>9} {:>7} {share:>9}",
            text::pad(
                &text::elide(&plan.component(loss.component).id, width, "~"),
                width
            ),
            loss.down,
            loss.degraded,
            loss.first_down,
        ));
    }
}
