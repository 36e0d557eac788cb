use crate::lint::context::{Context, FindingSink};
use crate::lint::lost_cures;
use crate::lint::rule::rule;
use crate::lint::words;
use jurymast_engine::analysis::{Cure, LostCure};
use jurymast_plan::model::{ComponentId, Plan};

rule! {
    /// A switch, a repair, a restore or a start that needs what is lost with what it is for.
    ///
    /// ## What it finds
    /// For every single fault, without any scenario: a step of the runbook of what
    /// failed, the switch to a fallback that would hold, or the restore of a backup that
    /// survived, whose `needs` names a component that the same fault takes down. A step
    /// with `if_lost` is asked of those losses. Before a switch is made what waits for
    /// it is down too, and so is what needs that.
    ///
    /// So is the start of what loses, until a fallback serves, what it may not lose while it
    /// runs (`needed = "both"`), where the same fault takes what it needs to start; and of
    /// what runs and needs, to start, what has ended.
    ///
    /// It is an error where it can never be done, since what it needs comes back by
    /// nothing else, and tier 1 or 2 rests on it; a warning where what it needs stands
    /// in the same lost place and must be brought back first; else milder.
    ///
    /// ## Why it matters
    /// The console, the key, the log-in and the door are mended by those who are locked
    /// out without them: the outages that lasted longest were made of this (Facebook,
    /// 2021-10-04; Rogers, 2022-07-08; CrowdStrike, 2024-07-19; AWS, 2025-10-20).
    ///
    /// ## Fails
    /// ```toml
    /// [service.web]
    /// tier = 1
    /// depends_on = ["backbone"]
    ///
    /// [resource.backbone]
    ///
    /// [service.remote-console]
    /// depends_on = ["backbone"]
    ///
    /// [[runbook.backbone.step]]
    /// do = "Bring the links up again"
    /// needs = ["remote-console"]
    /// ```
    ///
    /// ```toml
    /// [service.shop]
    /// depends_on = [{ on = "stack-ireland", fallback = [{ to = "stack-frankfurt", needs = ["dns-control"] }] }]
    ///
    /// [resource.stack-ireland]
    /// in = ["ireland"]
    ///
    /// [resource.stack-frankfurt]
    ///
    /// [resource.dns-control]
    /// in = ["ireland"]
    ///
    /// [domain.ireland]
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.web]
    /// tier = 1
    /// depends_on = ["backbone"]
    ///
    /// [resource.backbone]
    ///
    /// [service.remote-console]
    /// depends_on = [{ on = "backbone", fallback = ["modem"] }]
    ///
    /// [resource.modem]
    ///
    /// [[runbook.backbone.step]]
    /// do = "Bring the links up again"
    /// needs = ["remote-console"]
    /// ```
    ///
    /// ## What to do
    /// Give the tool a way of its own (a second network, keys on paper, a copy of the
    /// runbook at home), or write a step that does without it.
    ///
    /// ## False alarms
    /// A tool with a way of its own that the plan does not know: declare it as the
    /// tool's fallback.
    ///
    /// ## Ask
    /// Has anybody done this step with that thing switched off?
    ///
    /// ## Sources
    /// Google SRE book, chapter 13 (a fall-back that does not depend on what failed);
    /// the reports of the outages named above.
    "shared-fate-cure", Recovery, Error, check
}

/// Further steps that are shown.
const MOST_NAMED: usize = 4;

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    let plan = cx.plan;
    let cures = cx.analysis.lost_cures();
    // Each thing that is needed is a finding of its own; several steps of one runbook that
    // need it share theirs.
    for alike in cures.lost.chunk_by(is_same_repair) {
        let lost = &alike[0];
        let Some((component, what, detail)) = named(plan, lost) else {
            continue;
        };
        let need = &lost.needs[0];
        let needed = &plan.component(need.what.value).id;
        let why = lost_cures::gone(plan, need);
        let why =
            why.unwrap_or_else(|| format!("is down with {}", words::list(plan, &lost.faults)));
        let message = format!("{what} needs `{needed}`, which {why}");
        let critical = words::carries_critical(cx, component);
        let severity = match (critical, lost.never) {
            (true, true) => found.severity,
            (true, false) | (false, true) => found.at_most_warning(),
            (false, false) => found.at_most_info(),
        };
        found.about(plan, component, need.what.span, message, |mut finding| {
            finding.severity = severity;
            finding.notes.extend(lost_cures::chains(plan, lost));
            if let Cure::Start { component, .. } = lost.cure {
                let id = &plan.component(component).id;
                finding.notes.push(match lost_cures::gone(plan, need) {
                    Some(_) => {
                        format!("while `{id}` runs nobody feels it; once stopped it stays down")
                    }
                    None => format!(
                        "`{id}` stops until a fallback serves, and must start again: the fallback \
                         holds, and `{id}` stays down"
                    ),
                });
            }
            for further in alike[1..].iter().take(MOST_NAMED) {
                finding = finding.related(further.needs[0].what.span, "needs it too");
            }
            if alike.len() > 1 + MOST_NAMED {
                let more = alike.len() - 1 - MOST_NAMED;
                finding = finding.note(format!("{more} more of its steps need it"));
            }
            finding
                .causes(lost_cures::causes(plan, lost))
                .detail(format!("{detail} {needed}"))
                .label(if lost.never {
                    "can never be done then"
                } else {
                    "cannot be done before that is back"
                })
                .help("give it a way of its own, or write what to do without it")
        });
    }
    lost_cures::if_cut_short(cx, found);
}

/// Steps of one runbook that need the same, lost to the same faults.
fn is_same_repair(one: &LostCure, next: &LostCure) -> bool {
    let repaired = |of: &LostCure| match of.cure {
        Cure::Step { component, .. } => Some(component),
        _ => None,
    };
    repaired(one).is_some()
        && repaired(one) == repaired(next)
        && one.needs[0].what.value == next.needs[0].what.value
        && (&one.faults, one.never) == (&next.faults, next.never)
}

/// Whose cure it is, what it is in words, and what tells it apart.
fn named(plan: &Plan, lost: &LostCure) -> Option<(ComponentId, String, String)> {
    let id = |id: ComponentId| plan.component(id).id.as_str();
    Some(match lost.cure {
        Cure::Switch(fallback) => {
            let to = id(fallback.of(plan).to.value);
            let of = fallback.component;
            let what = format!("the switch of `{}` to `{to}`", id(of));
            (of, what, format!("switch {to}"))
        }
        Cure::Step { component, step } => {
            let what = format!("the repair of `{}`", id(component));
            (component, what, format!("step {}", step + 1))
        }
        Cure::Restore { component, backup } => {
            let what = format!("the restore of `{}`", id(component));
            (component, what, format!("restore {}", backup + 1))
        }
        Cure::Start { component, .. } => {
            let what = format!("the start of `{}`", id(component));
            (component, what, "start".to_owned())
        }
        Cure::Detection { .. } | Cure::Call(_) | Cure::Message(_) | Cure::ReadingThePlan => {
            return None;
        }
    })
}
