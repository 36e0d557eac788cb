use std::collections::BTreeMap;

use jurymast_engine::simulation::{Summary, Verdict};

use super::PlanSide;

/// A target that a scenario of the plan meets, misses or leaves open, and did not before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetChange {
    /// From 1, the most critical, to 4; `None`: no tier is declared.
    pub tier: Option<u8>,
    /// Whose target it is.
    pub component: String,
    /// RTO, MTPD, MBCO or RPO.
    pub target: &'static str,
    /// Id of the scenario.
    pub scenario: String,
    /// `None`: the scenario, the component or its target was not there.
    pub before: Option<Verdict>,
    /// What is so now.
    pub after: Verdict,
}

pub(super) struct TargetsChanged {
    pub(super) broken: Vec<TargetChange>,
    pub(super) met: Vec<TargetChange>,
    pub(super) unknown: Vec<TargetChange>,
}

pub(super) fn changes(old: &PlanSide<'_>, new: &PlanSide<'_>) -> TargetsChanged {
    let before = verdicts(old);
    let mut all = TargetsChanged {
        broken: Vec::new(),
        met: Vec::new(),
        unknown: Vec::new(),
    };
    for ((scenario, component, target), (tier, after)) in verdicts(new) {
        let before = before.get(&(scenario, component, target));
        let before = before.map(|(_, verdict)| *verdict);
        let list = match (before, after) {
            (Some(before), after) if before == after => continue,
            (_, Verdict::Missed) => &mut all.broken,
            (Some(Verdict::Missed | Verdict::Unknown), Verdict::Met) => &mut all.met,
            (Some(Verdict::Met), Verdict::Unknown) | (None, Verdict::Unknown) => &mut all.unknown,
            _ => continue,
        };
        list.push(TargetChange {
            tier,
            component: component.to_owned(),
            target,
            scenario: scenario.to_owned(),
            before,
            after,
        });
    }
    for list in [&mut all.broken, &mut all.met, &mut all.unknown] {
        list.sort_by_key(|one| one.tier.unwrap_or(u8::MAX));
    }
    all
}

type Key<'a> = (&'a str, &'a str, &'static str);

/// Of every scenario, component and target what comes of it; a target that nothing is held
/// against in a scenario (no data are lost) is met.
fn verdicts<'a>(side: &PlanSide<'a>) -> BTreeMap<Key<'a>, (Option<u8>, Verdict)> {
    let plan = side.analysis.plan;
    let mut all = BTreeMap::new();
    for (scenario, run) in plan.scenarios.iter().zip(&side.analysis.runs().scenarios) {
        for (id, component) in plan.enumerate() {
            let targets = &component.targets;
            let has = [
                targets.rto.is_some(),
                targets.mtpd.is_some(),
                targets.mbco.is_some(),
                targets.rpo.is_some(),
            ];
            if !has.contains(&true) {
                continue;
            }
            let summary = Summary::of(plan, &run.timeline, id);
            let tier = component.tier.map(|tier| tier.value.number());
            for ((target, verdict), has) in summary.verdicts().into_iter().zip(has) {
                let verdict = match verdict {
                    Verdict::None => Verdict::Met,
                    other => other,
                };
                if has {
                    let key = (scenario.id.as_str(), component.id.as_str(), target);
                    all.insert(key, (tier, verdict));
                }
            }
        }
    }
    all
}
