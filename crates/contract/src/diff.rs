use schemars::JsonSchema;
use serde::Serialize;

use jurymast_continuity::comparison::{
    DemandChange, EvidenceChange, FindingChange, GapChange, LossChange, LossSize, PlanDiff,
    SpareChange, TargetChange, TargetJudge,
};
use jurymast_engine::simulation::Verdict;
use jurymast_plan::model::Kind;

/// What is other in a plan, of two states of it.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "jurymast diff --format json")]
pub struct DiffOutput<'a> {
    /// The old state, as it was named.
    pub old: &'a str,
    /// The new state, as it was named.
    pub new: &'a str,
    /// Minimal cut sets that are there now, of which no part was one.
    pub gaps_opened: Vec<GapEntry<'a>>,
    /// Those that were there, of which no part is one now.
    pub gaps_closed: Vec<GapEntry<'a>>,
    /// Gaps of up to so many faults at once were compared.
    pub gaps_compared_to: usize,
    /// false: a limit cut one of the two lists of gaps short.
    pub gaps_complete: bool,
    /// Losses of one component that take more with them: by who is down of tier 1, then by
    /// who is down, then by who is degraded.
    pub blast_grew: Vec<BlastChange<'a>>,
    /// Losses that take less.
    pub blast_shrank: Vec<BlastChange<'a>>,
    /// Targets that a scenario of the plan misses, and did not miss; and those of which a rule
    /// finds now that the plan cannot keep them.
    pub targets_broken: Vec<TargetEntry<'a>>,
    /// Targets that are met in a scenario, and were missed or unknown.
    pub targets_met: Vec<TargetEntry<'a>>,
    /// Targets of which it is not known, or not known any more, whether a scenario meets
    /// them.
    pub targets_unknown: Vec<TargetEntry<'a>>,
    /// Requirements of which less is carried with one member lost.
    pub spare_capacity_lost: Vec<SpareEntry<'a>>,
    /// Fallbacks with less behind them.
    pub evidence_lost: Vec<EvidenceEntry<'a>>,
    /// Findings that are new, and not waived.
    pub findings_opened: Vec<ChangedFinding<'a>>,
    /// Findings that are gone.
    pub findings_closed: Vec<ChangedFinding<'a>>,
    /// Findings that are gone since less is asked or the rule does not look any more: nothing
    /// was mended.
    pub findings_unasked: Vec<ChangedFinding<'a>>,
    /// Findings that were open and are accepted now, by a waiver.
    pub findings_waived: Vec<ChangedFinding<'a>>,
    /// Tiers and targets of components that are in both states, where less is asked now.
    pub asked_less: Vec<LoweredDemand<'a>>,
    /// Rules that do not look where they did, a sentence each.
    pub switched_off: &'a [String],
    /// false: somebody has a target, and the new state has no scenario: only what rules find was
    /// judged.
    pub targets_judged_by_scenarios: bool,
}

/// A set of faults that takes a component down together.
#[derive(Debug, Serialize, JsonSchema)]
pub struct GapEntry<'a> {
    /// Who goes down.
    pub component: &'a str,
    /// What kind of component it is.
    pub kind: Kind,
    /// From 1, the most critical, to 4; null: no tier is declared.
    pub tier: Option<u8>,
    /// Ids of the faults; empty: it is down without any.
    pub set: Vec<&'a str>,
    /// Whether the component stands in this state alone, and not in the other.
    pub component_is_new_or_gone: bool,
}

/// How much the loss of one component takes with it, in both states.
#[derive(Debug, Serialize, JsonSchema)]
pub struct BlastChange<'a> {
    /// What is lost.
    pub id: &'a str,
    /// What kind of component it is.
    pub kind: Kind,
    /// null: it was not there.
    pub before: Option<BlastCount>,
    /// null: it is gone.
    pub after: Option<BlastCount>,
}

/// How many others a loss takes with it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct BlastCount {
    /// Others that are down.
    pub down: usize,
    /// Others that are degraded.
    pub degraded: usize,
    /// Services and activities of tier 1 among those that are down.
    pub tier_1_down: usize,
}

/// A target in a scenario, in both states.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TargetEntry<'a> {
    /// Whose target it is; of a rule what its finding stands at.
    pub component: &'a str,
    /// From 1, the most critical, to 4; null: no tier is declared.
    pub tier: Option<u8>,
    /// RTO, MTPD, MBCO or RPO.
    pub target: &'static str,
    /// Id of the scenario; null: a rule says so.
    pub scenario: Option<&'a str>,
    /// The rule; null: a scenario says so.
    pub rule: Option<&'static str>,
    /// met, missed or unknown; null: the scenario, the component or its target was not
    /// there, or the rule did not say so.
    pub before: Option<&'static str>,
    /// met, missed or unknown.
    pub after: &'static str,
}

/// A tier or a target that is lower than it was.
#[derive(Debug, Serialize, JsonSchema)]
pub struct LoweredDemand<'a> {
    /// Whose it is.
    pub component: &'a str,
    /// tier, RTO, MTPD, MBCO, RPO or SLO.
    pub demand: &'static str,
    /// What was asked.
    pub before: &'a str,
    /// What is asked; null: nothing any more.
    pub after: Option<&'a str>,
}

impl<'a> LoweredDemand<'a> {
    fn of(one: &'a DemandChange) -> Self {
        Self {
            component: &one.component,
            demand: one.demand,
            before: &one.before,
            after: one.after.as_deref(),
        }
    }
}

/// How much of a requirement is carried with one member lost, in both states.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SpareEntry<'a> {
    /// Whose requirement it is.
    pub component: &'a str,
    /// Ids of what it asks for.
    pub on: Vec<&'a str>,
    /// From 0 to 1; null: the requirement, its demand or its second member was not there, or
    /// nobody knows.
    pub before: Option<f64>,
    /// From 0 to 1; null: nobody knows.
    pub after: Option<f64>,
    /// Whether that is no less than the MBCO, or all where there is none; null: nobody knows.
    pub enough: Option<bool>,
}

/// A fallback with less behind it than before.
#[derive(Debug, Serialize, JsonSchema)]
pub struct EvidenceEntry<'a> {
    /// Who falls back.
    pub component: &'a str,
    /// Ids of what for.
    pub on: Vec<&'a str>,
    /// Id of to what.
    pub to: &'a str,
    /// The rung it stood on: declared, configured, observed or drilled.
    pub before: String,
    /// The rung it stands on.
    pub after: String,
}

/// A finding that is there in one of the two states.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ChangedFinding<'a> {
    /// The rule.
    pub rule: &'static str,
    /// error, warning or info.
    pub severity: &'static str,
    /// What it is about; null: the plan.
    pub component: Option<&'a str>,
    /// One sentence.
    pub message: &'a str,
}

impl<'a> DiffOutput<'a> {
    /// As it is printed.
    pub fn of(old: &'a str, new: &'a str, all: &'a PlanDiff) -> Self {
        let gaps = |list: &'a [GapChange]| list.iter().map(GapEntry::of).collect();
        let losses = |list: &'a [LossChange]| list.iter().map(BlastChange::of).collect();
        let targets = |list: &'a [TargetChange]| list.iter().map(TargetEntry::of).collect();
        let findings = |list: &'a [FindingChange]| list.iter().map(ChangedFinding::of).collect();
        Self {
            old,
            new,
            gaps_opened: gaps(&all.gaps_opened),
            gaps_closed: gaps(&all.gaps_closed),
            gaps_compared_to: all.gaps_compared.order,
            gaps_complete: all.gaps_compared.is_complete,
            blast_grew: losses(&all.blast_grew),
            blast_shrank: losses(&all.blast_shrank),
            targets_broken: targets(&all.targets_broken),
            targets_met: targets(&all.targets_met),
            targets_unknown: targets(&all.targets_unknown),
            spare_capacity_lost: all.spare_lost.iter().map(SpareEntry::of).collect(),
            evidence_lost: all.evidence_lost.iter().map(EvidenceEntry::of).collect(),
            findings_opened: findings(&all.findings_opened),
            findings_closed: findings(&all.findings_closed),
            findings_unasked: findings(&all.findings_unasked),
            findings_waived: findings(&all.findings_waived),
            asked_less: all.asked_less.iter().map(LoweredDemand::of).collect(),
            switched_off: &all.switched_off,
            targets_judged_by_scenarios: !all.is_without_scenario,
        }
    }
}

fn texts(all: &[String]) -> Vec<&str> {
    all.iter().map(String::as_str).collect()
}

impl<'a> GapEntry<'a> {
    fn of(one: &'a GapChange) -> Self {
        Self {
            component: &one.component,
            kind: one.kind,
            tier: one.tier,
            set: texts(&one.set),
            component_is_new_or_gone: one.is_alone,
        }
    }
}

impl<'a> BlastChange<'a> {
    fn of(one: &'a LossChange) -> Self {
        let count = |count: LossSize| BlastCount {
            down: count.down,
            degraded: count.degraded,
            tier_1_down: count.tier_1_down,
        };
        Self {
            id: &one.id,
            kind: one.kind,
            before: one.before.map(count),
            after: one.after.map(count),
        }
    }
}

impl<'a> TargetEntry<'a> {
    fn of(one: &'a TargetChange) -> Self {
        let (scenario, rule) = match &one.judge {
            TargetJudge::Scenario(id) => (Some(id.as_str()), None),
            TargetJudge::Rule { rule, .. } => (None, Some(*rule)),
        };
        Self {
            component: &one.component,
            tier: one.tier,
            target: one.target,
            scenario,
            rule,
            before: one.before.map(Verdict::as_str),
            after: one.after.as_str(),
        }
    }
}

impl<'a> SpareEntry<'a> {
    fn of(one: &'a SpareChange) -> Self {
        Self {
            component: &one.component,
            on: texts(&one.on),
            before: one.before.flatten(),
            after: one.after,
            enough: one.is_enough,
        }
    }
}

impl<'a> EvidenceEntry<'a> {
    fn of(one: &'a EvidenceChange) -> Self {
        Self {
            component: &one.component,
            on: texts(&one.on),
            to: &one.to,
            before: one.before.to_string(),
            after: one.after.to_string(),
        }
    }
}

impl<'a> ChangedFinding<'a> {
    fn of(one: &'a FindingChange) -> Self {
        Self {
            rule: one.rule,
            severity: one.severity.as_str(),
            component: one.component.as_deref(),
            message: &one.message,
        }
    }
}
