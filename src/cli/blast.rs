use crate::contract::BlastOutput;
use crate::project::Project;
use jurymast_engine::analysis::Blast as Radius;
use jurymast_plan::model::{ComponentId, Level, Mode, Plan};

use super::args::{Blast, Output, Shared};
use super::exit::{Exit, Failure};
use super::table::wrap;
use super::{blast_all, chain, named, open, terminal};

pub(super) fn run(args: &Blast, shared: &Shared) -> Result<Exit, Failure> {
    let project = open::open_whole(shared)?;
    if args.all {
        return blast_all::run(&project, args.top, args.output.format);
    }
    let faults = faults(&project.plan, &args.ids)?;
    let ids: Vec<ComponentId> = faults.iter().filter_map(|fault| fault.id).collect();
    let blast = project.analysis().blast(&ids);
    match args.output.format {
        Output::Text => {
            terminal::print(&text(&project, &faults, &blast))?;
            Ok(Exit::Clean)
        }
        Output::Json => {
            let names = faults.iter().map(|fault| fault.name.as_str()).collect();
            terminal::print_json(BlastOutput::of(&project.plan, names, &blast))
        }
    }
}

/// What was named, and the component it stands for; none when the catalogue
/// knows it and nothing in the plan leans on it.
struct Fault {
    name: String,
    id: Option<ComponentId>,
}

fn faults(plan: &Plan, names: &[String]) -> Result<Vec<Fault>, Failure> {
    let mut faults: Vec<Fault> = Vec::new();
    for name in names {
        let id = named::find(plan, name)?;
        let name = id.map_or_else(|| name.clone(), |id| plan.component(id).id.clone());
        if !faults.iter().any(|fault| fault.name == name) {
            faults.push(Fault { name, id });
        }
    }
    Ok(faults)
}

fn text(project: &Project, faults: &[Fault], blast: &Radius) -> String {
    let plan = &project.plan;
    let mut out = String::new();
    for fault in faults {
        out.push_str(&match fault.id {
            Some(id) => {
                let component = plan.component(id);
                let called = if component.name == component.id {
                    String::new()
                } else {
                    format!(", {}", component.name)
                };
                wrap(
                    &format!("{} fails ({}{called})", fault.name, component.kind()),
                    0,
                    2,
                )
            }
            None => wrap(
                &format!("{} fails: nothing in this plan leans on it", fault.name),
                0,
                2,
            ),
        });
    }
    for (level, heading) in [(Level::Down, "DOWN"), (Level::Degraded, "DEGRADED")] {
        let hit: Vec<_> = blast
            .affected
            .iter()
            .filter(|one| one.level == level)
            .collect();
        out.push_str(&format!("\n{heading} {}\n", hit.len()));
        for one in hit {
            let component = plan.component(one.id);
            let tier = component
                .tier
                .map_or_else(|| "-".to_owned(), |tier| tier.value.to_string());
            out.push_str(&format!(
                "  {tier}  {:<9} {}\n",
                component.kind().as_str(),
                component.id
            ));
            out.push_str(&wrap(
                &format!(
                    "because of {}",
                    chain::text(plan, &one.via, one.via_left_out)
                ),
                15,
                17,
            ));
        }
    }
    if !blast.switches.is_empty() {
        out.push_str("\nFALLBACKS\n");
        for line in switches(plan, blast) {
            out.push_str(&line);
        }
    }
    out.push_str("\nThe number in front is the tier. ");
    out.push_str(&format!(
        "{} down, {} degraded, {} untouched.\n",
        blast.count(Level::Down),
        blast.count(Level::Degraded),
        plan.components.len() - blast.affected.len() - blast.faults.len()
    ));
    out
}

fn switches(plan: &Plan, blast: &Radius) -> Vec<String> {
    let mut lines = Vec::new();
    for switch in &blast.switches {
        if blast.faults.contains(&switch.component) {
            continue;
        }
        let component = plan.component(switch.component);
        let requirement = &component.requirements[switch.requirement];
        let group: Vec<&str> = requirement
            .group
            .iter()
            .map(|to| plan.component(to.value).id.as_str())
            .collect();
        let what = if group.len() == 1 {
            group.join("")
        } else {
            format!("{} of {}", requirement.at_least, group.join(", "))
        };
        let line = |verdict: &str, rest: &str| {
            let text = wrap(&format!("{} for {what}: {rest}", component.id), 8, 10);
            format!("  {verdict:<6}{}", text.trim_start())
        };
        match &requirement.degraded {
            Some(degraded) if switch.standbys.is_empty() => lines.push(line("soft", degraded)),
            _ if !switch.standbys.is_empty() => {}
            _ if requirement.mode == Mode::Soft => lines.push(line("soft", "it can go on without")),
            _ if switch.primary < Level::Down => {}
            _ => lines.push(line("none", "there is no fallback")),
        }
        for standby in &switch.standbys {
            let to = &plan.component(standby.to).id;
            lines.push(match standby.level {
                Level::Up => line("held", to),
                Level::Degraded => line("held", &format!("{to}, degraded")),
                Level::Down if standby.lost_via.is_empty() => {
                    line("lost", &format!("{to} gives too little, or failed itself"))
                }
                Level::Down => line(
                    "lost",
                    &format!(
                        "{to}, because of {}",
                        chain::text(plan, &standby.lost_via, standby.lost_via_left_out)
                    ),
                ),
            });
        }
    }
    lines
}
