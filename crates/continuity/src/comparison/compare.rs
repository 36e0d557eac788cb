use jurymast_engine::analysis::Analysis;
use jurymast_plan::model::{ComponentId, Rung};
use jurymast_terms::diagnostic::{Diagnostic, Silenced};
use jurymast_terms::units::Date;

use super::{DemandChange, FindingChange, GapChange, GapsCompared, LossChange, TargetChange};
use super::{demands, findings, gaps, losses, targets};

/// One of the two states.
#[derive(Debug, Clone, Copy)]
pub struct PlanSide<'a> {
    /// The plan, and what it means.
    pub analysis: &'a Analysis<'a>,
    /// What the rules find.
    pub findings: &'a [Diagnostic],
    /// The rules that it keeps from looking.
    pub silenced: &'a Silenced,
    /// The day it is judged by.
    pub today: Date,
}

/// What is other in the new state.
#[derive(Debug)]
pub struct PlanDiff {
    /// Minimal cut sets that are there now, of which no part was one.
    pub gaps_opened: Vec<GapChange>,
    /// Those that were there, of which no part is one now.
    pub gaps_closed: Vec<GapChange>,
    /// How far gaps were compared.
    pub gaps_compared: GapsCompared,
    /// Losses of one component that take more with them.
    pub blast_grew: Vec<LossChange>,
    /// Those that take less.
    pub blast_shrank: Vec<LossChange>,
    /// Targets that a scenario misses, and did not miss, and those of which a rule finds that
    /// the plan cannot keep them.
    pub targets_broken: Vec<TargetChange>,
    /// Targets that are met in a scenario, and were missed or unknown.
    pub targets_met: Vec<TargetChange>,
    /// Targets of which it is not known any more whether a scenario meets them.
    pub targets_unknown: Vec<TargetChange>,
    /// Requirements of which less is carried with one member lost.
    pub spare_lost: Vec<SpareChange>,
    /// Fallbacks with less behind them.
    pub evidence_lost: Vec<EvidenceChange>,
    /// Findings that are new.
    pub findings_opened: Vec<FindingChange>,
    /// Findings that are gone.
    pub findings_closed: Vec<FindingChange>,
    /// Findings that are gone since less is asked, or the rule does not look any more: nothing
    /// was mended.
    pub findings_unasked: Vec<FindingChange>,
    /// Findings that were open and are accepted now, by a waiver.
    pub findings_waived: Vec<FindingChange>,
    /// Tiers and targets that are lower than they were, or gone.
    pub asked_less: Vec<DemandChange>,
    /// Rules that do not look where they did, as words.
    pub switched_off: Vec<String>,
    /// Somebody has a target, and no scenario of the new state judges it.
    pub is_without_scenario: bool,
}

/// A requirement of which less is carried with one member lost than was.
#[derive(Debug, Clone, PartialEq)]
pub struct SpareChange {
    /// Whose requirement it is.
    pub component: String,
    /// What it asks for.
    pub on: Vec<String>,
    /// The share that was carried, from 0 to 1, or that nobody knew it; `None`: the requirement,
    /// its demand or a second member is new.
    pub before: Option<Option<f64>>,
    /// The share that is carried now; `None`: nobody knows.
    pub after: Option<f64>,
    /// Whether that is no less than the MBCO, or all where there is none.
    pub is_enough: Option<bool>,
}

/// A fallback with less behind it than before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceChange {
    /// Who falls back.
    pub component: String,
    /// What for.
    pub on: Vec<String>,
    /// To what.
    pub to: String,
    /// The rung it stood on.
    pub before: Rung,
    /// The rung it stands on.
    pub after: Rung,
}

impl PlanDiff {
    /// Compares two states of a plan; with what the rules find in the new one where as much is
    /// asked of it as of the old ([`as_asked_before`](super::as_asked_before)), `None` where no
    /// less is asked.
    pub fn of(
        old: &PlanSide<'_>,
        new: &PlanSide<'_>,
        as_asked_before: Option<&[Diagnostic]>,
    ) -> Self {
        let gaps = gaps::changes(old, new);
        let (blast_grew, blast_shrank) = losses::changes(old, new);
        let findings = findings::changes(old, new, as_asked_before);
        let targets = targets::changes(old, new, &findings.opened);
        Self {
            gaps_opened: gaps.opened,
            gaps_closed: gaps.closed,
            gaps_compared: gaps.compared,
            blast_grew,
            blast_shrank,
            targets_broken: targets.broken,
            targets_met: targets.met,
            targets_unknown: targets.unknown,
            spare_lost: losses::spare(old, new),
            evidence_lost: findings::evidence(old, new),
            findings_opened: findings.opened,
            findings_closed: findings.closed,
            findings_unasked: findings.unasked,
            findings_waived: findings.waived,
            asked_less: demands::lowered_demands(old.analysis.plan, new.analysis.plan),
            switched_off: new.silenced.beyond(old.silenced),
            is_without_scenario: targets::is_without_scenario(new.analysis.plan),
        }
    }

    /// Whether nothing is other.
    pub fn is_empty(&self) -> bool {
        let Self {
            gaps_opened,
            gaps_closed,
            gaps_compared: _,
            blast_grew,
            blast_shrank,
            targets_broken,
            targets_met,
            targets_unknown,
            spare_lost,
            evidence_lost,
            findings_opened,
            findings_closed,
            findings_unasked,
            findings_waived,
            asked_less,
            switched_off,
            is_without_scenario: _,
        } = self;
        gaps_opened.is_empty()
            && gaps_closed.is_empty()
            && blast_grew.is_empty()
            && blast_shrank.is_empty()
            && targets_broken.is_empty()
            && targets_met.is_empty()
            && targets_unknown.is_empty()
            && spare_lost.is_empty()
            && evidence_lost.is_empty()
            && findings_opened.is_empty()
            && findings_closed.is_empty()
            && findings_unasked.is_empty()
            && findings_waived.is_empty()
            && asked_less.is_empty()
            && switched_off.is_empty()
    }
}

impl PlanSide<'_> {
    pub(super) fn id(&self, of: ComponentId) -> &str {
        &self.analysis.plan.component(of).id
    }

    /// What a requirement asks for, in order of name.
    pub(super) fn group(&self, of: ComponentId, requirement: usize) -> Vec<String> {
        let requirement = &self.analysis.plan.component(of).requirements[requirement];
        let ids = requirement.group.iter();
        let mut ids: Vec<String> = ids.map(|to| self.id(to.value).to_owned()).collect();
        ids.sort_unstable();
        ids
    }
}
