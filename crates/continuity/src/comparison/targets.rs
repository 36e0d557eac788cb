use std::collections::BTreeMap;

use jurymast_engine::simulation::{Summary, Verdict};
use jurymast_plan::model::{Plan, Targets};

use super::{FindingChange, PlanSide};

/// A target that a scenario of the plan meets, misses or leaves open, and did not before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetChange {
    /// From 1, the most critical, to 4; `None`: no tier is declared.
    pub tier: Option<u8>,
    /// Whose target it is.
    pub component: String,
    /// RTO, MTPD, MBCO or RPO.
    pub target: &'static str,
    /// What judges it.
    pub judge: TargetJudge,
    /// `None`: the scenario, the component or its target was not there; of a rule, that it
    /// found nothing of the kind.
    pub before: Option<Verdict>,
    /// What is so now.
    pub after: Verdict,
}

/// What says of a target whether it is met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TargetJudge {
    /// A scenario, by its id.
    Scenario(String),
    /// A rule that adds up the times which the plan declares, and what it says.
    Rule {
        /// Its name.
        rule: &'static str,
        /// Its sentence.
        message: String,
    },
}

/// The rules that find a target which the plan cannot keep, whatever its scenarios are.
const JUDGES: [(&str, &str); 7] = [
    ("mtpd-not-achievable", "MTPD"),
    ("replica-lag-above-rpo", "RPO"),
    ("restore-above-rto", "RTO"),
    ("rpo-below-backup", "RPO"),
    ("rpo-not-achievable", "RPO"),
    ("rto-below-dependency", "RTO"),
    ("rto-not-achievable", "RTO"),
];

/// Whether somebody has a target that no scenario judges.
pub(super) fn is_without_scenario(plan: &Plan) -> bool {
    let mut components = plan.components.iter();
    plan.scenarios.is_empty() && components.any(|one| has(&one.targets).contains(&true))
}

fn has(targets: &Targets) -> [bool; 4] {
    [
        targets.rto.is_some(),
        targets.mtpd.is_some(),
        targets.mbco.is_some(),
        targets.rpo.is_some(),
    ]
}

pub(super) struct TargetsChanged {
    pub(super) broken: Vec<TargetChange>,
    pub(super) met: Vec<TargetChange>,
    pub(super) unknown: Vec<TargetChange>,
}

/// With what rules find of targets now and did not.
pub(super) fn changes(
    old: &PlanSide<'_>,
    new: &PlanSide<'_>,
    opened: &[FindingChange],
) -> TargetsChanged {
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
            judge: TargetJudge::Scenario(scenario.to_owned()),
            before,
            after,
        });
    }
    all.broken.extend(by_rules(new, opened, &all.broken));
    for list in [&mut all.broken, &mut all.met, &mut all.unknown] {
        list.sort_by_key(|one| one.tier.unwrap_or(u8::MAX));
    }
    all
}

/// What a scenario tells already is told once.
fn by_rules(
    new: &PlanSide<'_>,
    opened: &[FindingChange],
    told: &[TargetChange],
) -> Vec<TargetChange> {
    let broken = opened.iter().filter_map(|finding| {
        let (_, target) = JUDGES.iter().find(|(rule, _)| *rule == finding.rule)?;
        let component = finding.component.clone()?;
        let is_told = |one: &TargetChange| one.component == component && one.target == *target;
        if told.iter().any(is_told) {
            return None;
        }
        let plan = new.analysis.plan;
        let tier = plan.find(&component).and_then(|id| plan.component(id).tier);
        Some(TargetChange {
            tier: tier.map(|tier| tier.value.number()),
            component,
            target,
            judge: TargetJudge::Rule {
                rule: finding.rule,
                message: finding.message.clone(),
            },
            before: None,
            after: Verdict::Missed,
        })
    });
    broken.collect()
}

type Key<'a> = (&'a str, &'a str, &'static str);

/// Of every scenario, component and target what comes of it; a target that nothing is held
/// against in a scenario (no data are lost) is met.
fn verdicts<'a>(side: &PlanSide<'a>) -> BTreeMap<Key<'a>, (Option<u8>, Verdict)> {
    let plan = side.analysis.plan;
    let mut all = BTreeMap::new();
    for (scenario, run) in plan.scenarios.iter().zip(&side.analysis.runs().scenarios) {
        for (id, component) in plan.enumerate() {
            let has = has(&component.targets);
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
