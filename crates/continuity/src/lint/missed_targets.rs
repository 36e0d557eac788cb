use std::collections::BTreeSet;

use jurymast_engine::analysis::{Hop, HopEnd, RunCause, TargetBreach};
use jurymast_plan::model::{ComponentId, Plan, Targets};
use jurymast_terms::diagnostic::Severity;
use jurymast_terms::source::At;
use jurymast_terms::units::{Duration, Lasting};
use jurymast_terms::wording;

use super::context::{Context, FindingSink};
use super::words;

/// Stops of a chain that are shown; of a longer one both ends.
const MOST_HOPS: usize = 8;

/// Finds every component that some run keeps down longer than this target.
pub(super) fn check(
    cx: &Context<'_>,
    found: &mut FindingSink<'_>,
    name: &str,
    target: fn(&Targets) -> Option<At<Duration>>,
) {
    let plan = cx.plan;
    let late = &cx.analysis.runs().breaches;
    let breaks = |one: &TargetBreach| {
        let target = target(&plan.component(one.component).targets)?;
        (!one.longest.is_within(target.value)).then_some(target)
    };
    for one in late {
        let Some(target) = breaks(one) else { continue };
        let component = plan.component(one.component);
        let message = match one.longest {
            Lasting::Forever => format!(
                "`{}` never comes back {}; its {name} is {}",
                component.id,
                words::when(plan, one.cause),
                target.value
            ),
            Lasting::For(time) => format!(
                "`{}` is down for {time} {}; its {name} is {}",
                component.id,
                words::when(plan, one.cause),
                target.value
            ),
        };
        let breaks_too = |id: ComponentId| {
            let at = late.binary_search_by_key(&id, |late| late.component);
            at.is_ok_and(|at| late[at].cause == one.cause && breaks(&late[at]).is_some())
        };
        // Whoever waits for another that breaks too is not the one to mend; nor is
        // one that waits for a group with such a member.
        let circle = match one.longest {
            Lasting::Forever => circle(late, one),
            Lasting::For(_) => BTreeSet::new(),
        };
        // One of less weight does not speak for one of more.
        let speaks = |id: ComponentId| !component.is_critical() || plan.component(id).is_critical();
        let is_other = |id: ComponentId| breaks_too(id) && speaks(id) && !circle.contains(&id);
        let waits = one.chain.windows(2).any(|hops| {
            let (lost, waiting) = (hops[0].component, hops[1].component);
            is_other(lost) || beside(plan, waiting, lost).any(is_other)
        });
        // Of a circle that waits for itself one is the one to mend.
        let is_struck = |id: &ComponentId| match one.cause {
            RunCause::Loss(lost) => lost == *id,
            RunCause::Scenario(at) => {
                let mut faults = plan.scenarios[at].faults.iter();
                faults.any(|fault| fault.what.value == *id)
            }
        };
        let breaking = circle.iter().copied().filter(|id| breaks_too(*id));
        let first = breaking.min_by_key(|id| (!speaks(*id), !is_struck(id), *id));
        let waits = waits || first.is_some_and(|first| first != one.component);
        let severity = if waits {
            found.severity.min(Severity::Info)
        } else if !component.is_critical() {
            found.at_most_warning()
        } else {
            found.severity
        };
        found.about(plan, one.component, target.span, message, |mut finding| {
            finding.severity = severity;
            if let RunCause::Scenario(at) = one.cause {
                finding = finding.related(plan.scenarios[at].place, "this scenario");
            }
            if one.others > 0 {
                let (noun, verb) = match one.others {
                    1 => ("scenario", "keeps"),
                    _ => ("scenarios", "keep"),
                };
                let text = format!("{} more {noun} {verb} it down too long", one.others);
                finding.notes.push(text);
            }
            finding
                .note(format!("the chain: {}", chain(plan, &one.chain)))
                .label("not achievable")
                .help("notice sooner, switch or restart faster, name a fallback that stands elsewhere, or promise less; `jurymast simulate --explain` shows every second")
        });
    }
}

/// Those that wait for each other by their chains in one run, it among them; none where
/// nobody waits for it that it waits for.
fn circle(late: &[TargetBreach], one: &TargetBreach) -> BTreeSet<ComponentId> {
    let chain = |id: ComponentId| {
        let at = late.binary_search_by_key(&id, |late| late.component);
        let breach = at.ok().map(|at| &late[at]);
        let breach = breach.filter(|breach| breach.cause == one.cause);
        let hops = breach.into_iter().flat_map(|breach| &breach.chain);
        hops.map(|hop| hop.component)
    };
    let behind = |id: ComponentId| {
        let mut seen = BTreeSet::new();
        let mut open = vec![id];
        while let Some(at) = open.pop() {
            open.extend(chain(at).filter(|to| *to != at && seen.insert(*to)));
        }
        seen
    };
    let waits_for = behind(one.component);
    if !waits_for.contains(&one.component) {
        return BTreeSet::new();
    }
    let mut circle = waits_for;
    circle.retain(|id| behind(*id).contains(&one.component));
    circle
}

/// The others in the groups through which one component needs another.
fn beside(
    plan: &Plan,
    component: ComponentId,
    needed: ComponentId,
) -> impl Iterator<Item = ComponentId> {
    let groups = plan.component(component).requirements.iter();
    let groups = groups.map(|one| one.group.as_slice());
    let groups = groups.filter(move |group| group.iter().any(|to| to.value == needed));
    groups.flatten().map(|to| to.value)
}

/// "db: lost for 5h -> cart: restarts in 20s"
fn chain(plan: &Plan, hops: &[Hop]) -> String {
    let words: Vec<String> = hops.iter().map(|hop| stop(plan, hop)).collect();
    wording::chain(&words, 0, MOST_HOPS)
}

fn stop(plan: &Plan, hop: &Hop) -> String {
    let component = plan.component(hop.component);
    let mut words = Vec::new();
    match hop.ended {
        HopEnd::Fault { lasted } => words.push(format!("lost {}", lasted.phrase())),
        HopEnd::Switch {
            requirement,
            fallback,
            took,
        } => {
            let requirement = &component.requirements[requirement];
            let fallback = &requirement.fallbacks[fallback];
            let to = &plan.component(fallback.to.value).id;
            let primary: Vec<ComponentId> = requirement.group.iter().map(|to| to.value).collect();
            let detect = requirement
                .detect_within()
                .map_or(Duration::ZERO, |time| time.value);
            let after = plan.switched_in(hop.component, fallback);
            let after = after.unwrap_or(Duration::ZERO);
            let lost = words::list(plan, &primary).replace('`', "");
            words.push(if took == detect.saturating_add(after) {
                format!("{lost} is noticed lost in {detect}, {to} switched to in {after}")
            } else {
                format!("{to} serves {took} after the loss of {lost}")
            });
        }
        HopEnd::Repair { took } => words.push(format!("repaired {took} after it was lost")),
        HopEnd::Needs => {}
    }
    if let Some(requirement) = hop.to_and_fro {
        let group = &component.requirements[requirement].group;
        let group: Vec<ComponentId> = group.iter().map(|to| to.value).collect();
        words.push(format!(
            "goes to and fro between {} and its fallback",
            words::list(plan, &group).replace('`', "")
        ));
    }
    if hop.restart > Duration::ZERO {
        words.push(format!("restarts in {}", hop.restart));
    }
    if words.is_empty() {
        component.id.clone()
    } else {
        format!("{}: {}", component.id, words.join(", "))
    }
}
