use std::collections::BTreeMap;

use jurymast_plan::model::Kind;

use super::{PlanSide, SpareChange};

/// How much the loss of one component takes with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct LossSize {
    /// Others that are down.
    pub down: usize,
    /// Others that are degraded.
    pub degraded: usize,
    /// Services and activities of tier 1 among those that are down.
    pub tier_1_down: usize,
}

/// A component whose loss takes more, or less, with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LossChange {
    /// What is lost.
    pub id: String,
    /// What kind of component it is.
    pub kind: Kind,
    /// `None`: it is new.
    pub before: Option<LossSize>,
    /// `None`: it is gone.
    pub after: Option<LossSize>,
}

/// Losses that take more with them, of tier 1 or in all, and those that take less: the most of
/// tier 1 first, then by who is down, then by who is degraded.
pub(super) fn changes(
    old: &PlanSide<'_>,
    new: &PlanSide<'_>,
) -> (Vec<LossChange>, Vec<LossChange>) {
    let (before, after) = (counts(old), counts(new));
    let mut ids: Vec<&str> = before.keys().chain(after.keys()).copied().collect();
    ids.sort_unstable();
    ids.dedup();
    let (mut grew, mut shrank) = (Vec::new(), Vec::new());
    for id in ids {
        let (old, new) = (before.get(id), after.get(id));
        let Some((kind, _)) = new.or(old) else {
            continue;
        };
        let change = LossChange {
            id: id.to_owned(),
            kind: *kind,
            before: old.map(|(_, count)| *count),
            after: new.map(|(_, count)| *count),
        };
        let (was, is) = (weight(change.before), weight(change.after));
        let taken = |(_, down, degraded): (usize, usize, usize)| (down, degraded);
        // Whoever is of a lower tier now is down all the same.
        match taken(is).cmp(&taken(was)) {
            std::cmp::Ordering::Less if is < was => shrank.push(change),
            std::cmp::Ordering::Equal if is < was => {}
            std::cmp::Ordering::Equal if is == was => {}
            _ => grew.push(change),
        }
    }
    let by = |one: &LossChange| std::cmp::Reverse(weight(one.after).max(weight(one.before)));
    grew.sort_by_key(by);
    shrank.sort_by_key(by);
    (grew, shrank)
}

fn weight(count: Option<LossSize>) -> (usize, usize, usize) {
    let LossSize {
        down,
        degraded,
        tier_1_down,
    } = count.unwrap_or_default();
    (tier_1_down, down, degraded)
}

/// Of every component that can fail of itself.
fn counts<'a>(side: &PlanSide<'a>) -> BTreeMap<&'a str, (Kind, LossSize)> {
    let plan = side.analysis.plan;
    let all = side.analysis.fault_table().faults.iter();
    let all = all.map(|loss| (plan.component(loss.component), loss));
    let all = all.filter(|(component, _)| component.own_failure);
    all.map(|(component, loss)| {
        let count = LossSize {
            down: loss.down,
            degraded: loss.degraded,
            tier_1_down: loss.tier_one_down,
        };
        (component.id.as_str(), (component.kind(), count))
    })
    .collect()
}

/// Requirements of which less is carried with one member lost than was.
pub(super) fn spare(old: &PlanSide<'_>, new: &PlanSide<'_>) -> Vec<SpareChange> {
    let before = carried(old);
    let mut all: Vec<SpareChange> = Vec::new();
    for ((component, on), (after, is_enough)) in carried(new) {
        let before = before.get(&(component.clone(), on.clone()));
        let before = before.map(|(share, _)| *share);
        let is_less = match before {
            Some(before) => after < before,
            None => is_enough != Some(true),
        };
        if is_less {
            all.push(SpareChange {
                component,
                on,
                before,
                after,
                is_enough,
            });
        }
    }
    all
}

type Requirement = (String, Vec<String>);

/// The share of each requirement with one of its members lost, the worst of those that are
/// alike, and whether it is enough.
fn carried(side: &PlanSide<'_>) -> BTreeMap<Requirement, (Option<f64>, Option<bool>)> {
    let mut all: BTreeMap<Requirement, (Option<f64>, Option<bool>)> = BTreeMap::new();
    for one in side.analysis.spare_capacity() {
        let component = side.analysis.plan.component(one.component);
        let key = (
            component.id.clone(),
            side.group(one.component, one.requirement),
        );
        let found = (one.left.share, one.left.is_enough(side.analysis.plan));
        let known = all.entry(key).or_insert(found);
        if found.0 < known.0 {
            *known = found;
        }
    }
    all
}
