use std::collections::{BTreeMap, BTreeSet};

use jurymast_engine::analysis::FallbackId;
use jurymast_plan::model::{Detail, Rung};
use jurymast_terms::diagnostic::{Diagnostic, FindingPlace, Severity};

use super::{EvidenceChange, PlanSide};

/// A finding that is there in one of the two states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingChange {
    /// The rule.
    pub rule: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What it is about; `None`: the plan.
    pub component: Option<String>,
    /// One sentence.
    pub message: String,
}

pub(super) struct FindingsChanged {
    pub(super) opened: Vec<FindingChange>,
    pub(super) closed: Vec<FindingChange>,
    pub(super) unasked: Vec<FindingChange>,
    pub(super) waived: Vec<FindingChange>,
}

/// By rule, place and cause, whatever moved: each place of a finding counts for itself. What
/// another rule tells on the other side with its own is neither new nor gone. What would be found
/// still, were as much asked as before, is not mended.
pub(super) fn changes(
    old: &PlanSide<'_>,
    new: &PlanSide<'_>,
    as_asked_before: Option<&[Diagnostic]>,
) -> FindingsChanged {
    let [before, after] = [old, new].map(|side| PlacesByKey::of(side.findings));
    let waived = after.waived.iter();
    let waived = waived.filter(|(key, _)| before.open.contains_key(*key));
    let is_gone = |key: &Key<'_>| {
        let is_there = after.open.contains_key(key) || after.waived.contains_key(key);
        !is_there && !after.tells_some(key) && !is_still_so(new, key)
    };
    let asked = PlacesByKey::of(as_asked_before.unwrap_or_default());
    let would_be_found = |key: &Key<'_>| {
        asked.open.contains_key(key) || asked.waived.contains_key(key) || asked.tells_some(key)
    };
    let gone = before.open.iter().filter(|(key, _)| is_gone(key));
    let (unasked, closed): (Vec<_>, Vec<_>) = gone.partition(|(key, _)| would_be_found(key));
    let is_new = |key: &Key<'_>| !before.open.contains_key(key) && !before.tells(key);
    let opened = after.open.iter().filter(|(key, _)| is_new(key));
    FindingsChanged {
        opened: worst_first(opened),
        closed: worst_first(closed.into_iter()),
        unasked: worst_first(unasked.into_iter()),
        waived: worst_first(waived),
    }
}

/// Whether what a finding said takes its component down alone still does, though the rule that
/// speaks of it now is another, or none. People who know another way are a cure.
fn is_still_so(side: &PlanSide<'_>, (rule, component, causes): &Key<'_>) -> bool {
    let plan = side.analysis.plan;
    let component = component.as_deref().and_then(|id| plan.find(id));
    let Some(component) = component.filter(|_| *rule == "single-point-of-failure") else {
        return false;
    };
    if let Detail::Activity(activity) = &plan.component(component).detail
        && activity.alternate_means.is_some()
    {
        return false;
    }
    let points = side.analysis.single_points().of(component);
    let mut alone = points.iter().map(|one| plan.component(one).id.as_str());
    alone.any(|one| causes.contains(&one))
}

/// Rule, component and causes.
type Key<'a> = (&'static str, Option<String>, Vec<&'a str>);

/// Every place of every finding.
#[derive(Default)]
struct PlacesByKey<'a> {
    open: BTreeMap<Key<'a>, FindingPlace>,
    waived: BTreeMap<Key<'a>, FindingPlace>,
    /// Causes of what another rule tells, by rule and component.
    told: BTreeMap<(&'static str, Option<&'a str>), BTreeSet<&'a str>>,
}

impl<'a> PlacesByKey<'a> {
    /// Whether another rule tells all of it.
    fn tells(&self, (rule, component, causes): &Key<'_>) -> bool {
        let told = self.told.get(&(*rule, component.as_deref()));
        told.is_some_and(|told| causes.iter().all(|cause| told.contains(cause)))
    }

    /// Whether another rule tells some of it: then it is not gone.
    fn tells_some(&self, (rule, component, causes): &Key<'_>) -> bool {
        let told = self.told.get(&(*rule, component.as_deref()));
        told.is_some_and(|told| {
            causes.is_empty() || causes.iter().any(|cause| told.contains(cause))
        })
    }

    fn of(findings: &'a [Diagnostic]) -> Self {
        let mut all = Self::default();
        for finding in findings {
            for fact in &finding.told {
                let key = (fact.code, fact.component.as_deref());
                let causes = fact.each_cause();
                all.told.entry(key).or_default().extend(causes);
            }
            let mut causes: Vec<&str> = finding.each_cause().collect();
            causes.sort_unstable();
            let places = match finding.places.is_empty() {
                true => vec![finding.as_place()],
                false => finding.places.clone(),
            };
            for place in places {
                let key = (finding.code, place.component.clone(), causes.clone());
                let list = match place.waived {
                    Some(_) => &mut all.waived,
                    None => &mut all.open,
                };
                list.insert(key, place);
            }
        }
        all
    }
}

fn worst_first<'a>(
    all: impl Iterator<Item = (&'a Key<'a>, &'a FindingPlace)>,
) -> Vec<FindingChange> {
    let mut all: Vec<FindingChange> = all
        .map(|((rule, ..), place)| FindingChange {
            rule,
            severity: place.severity,
            component: place.component.clone(),
            message: place.message.clone(),
        })
        .collect();
    all.sort_by_key(|one| std::cmp::Reverse(one.severity));
    all
}

/// Fallbacks that stand on a lower rung than they did.
pub(super) fn evidence(old: &PlanSide<'_>, new: &PlanSide<'_>) -> Vec<EvidenceChange> {
    let before = rungs(old);
    let after = rungs(new).into_iter();
    let lower = after.filter_map(|(key, after)| {
        let before = before.get(&key).copied().filter(|before| *before > after)?;
        let (component, on, to) = key;
        Some(EvidenceChange {
            component,
            on,
            to,
            before,
            after,
        })
    });
    lower.collect()
}

/// By who falls back, what for and to what.
fn rungs(side: &PlanSide<'_>) -> BTreeMap<(String, Vec<String>, String), Rung> {
    let plan = side.analysis.plan;
    let mut all = BTreeMap::new();
    for (id, component) in plan.enumerate() {
        for (requirement, one) in component.requirements.iter().enumerate() {
            for (fallback, to) in one.fallbacks.iter().enumerate() {
                let stands = FallbackId {
                    component: id,
                    requirement,
                    fallback,
                };
                let key = (
                    component.id.clone(),
                    side.group(id, requirement),
                    side.id(to.to.value).to_owned(),
                );
                all.insert(key, side.analysis.standing(stands, side.today).rung);
            }
        }
    }
    all
}
