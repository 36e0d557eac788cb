use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use jurymast_engine::analysis::{Completeness, Gaps, Limits, MaxOrder, Question};
use jurymast_plan::model::{ComponentId, Kind, Level};

use super::PlanSide;

/// More pairs of one side than this are not compared one by one.
const MOST_PAIRS: usize = 4_000_000;

/// A set of faults that takes a component down, or did.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct GapChange {
    /// From 1, the most critical, to 4; `None`: no tier is declared.
    pub tier: Option<u8>,
    /// Who goes down.
    pub component: String,
    /// What kind of component it is.
    pub kind: Kind,
    /// Ids of the faults; empty: it is down without any.
    pub set: Vec<String>,
    /// The component stands in one of the two states alone.
    pub is_alone: bool,
}

/// How far gaps were compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GapsCompared {
    /// Sets of up to so many faults.
    pub order: usize,
    /// Whether a limit cut one of the two lists short below that.
    pub is_complete: bool,
}

pub(super) struct GapsChanged {
    pub(super) opened: Vec<GapChange>,
    pub(super) closed: Vec<GapChange>,
    pub(super) compared: GapsCompared,
}

/// The minimal cut sets of one component, with numbers for ids that both sides share.
#[derive(Default)]
struct ComponentCutSets {
    at_rest: bool,
    singles: BTreeSet<u32>,
    pairs: HashSet<(u32, u32)>,
}

impl ComponentCutSets {
    /// Whether a set, or a part of it, takes the component down.
    fn covers(&self, set: &[u32]) -> bool {
        let pair = |(one, other): (u32, u32)| self.pairs.contains(&(one, other));
        self.at_rest
            || set.iter().any(|one| self.singles.contains(one))
            || matches!(*set, [one, other] if pair((one.min(other), one.max(other))))
    }

    /// Every set, the smallest first.
    fn sets(&self) -> impl Iterator<Item = Vec<u32>> {
        let rest = self.at_rest.then(Vec::new);
        let singles = self.singles.iter().map(|one| vec![*one]);
        let pairs = self.pairs.iter().map(|(one, other)| vec![*one, *other]);
        rest.into_iter().chain(singles).chain(pairs)
    }
}

/// The cut sets of one side, by component.
struct SideGaps<'a> {
    of: BTreeMap<&'a str, (Option<u8>, Kind, ComponentCutSets)>,
    order: usize,
    is_complete: bool,
}

pub(super) fn changes(old: &PlanSide<'_>, new: &PlanSide<'_>) -> GapsChanged {
    let mut names = HashMap::new();
    let mut ids: Vec<&str> = Vec::new();
    for side in [old, new] {
        for component in &side.analysis.plan.components {
            let next = u32::try_from(ids.len()).unwrap_or(u32::MAX);
            names.entry(component.id.as_str()).or_insert_with(|| {
                ids.push(&component.id);
                next
            });
        }
    }
    let mut order = 2;
    // Who is of a lower tier in one of the two is judged in both: nothing of it is closed.
    let judged: HashSet<&str> = [old, new].into_iter().flat_map(judged).collect();
    let mut sides = [old, new].map(|side| found(side, &judged, &names, order));
    if sides.iter().any(|side| side.order < order) {
        order = 1;
        for side in &mut sides {
            side.of.values_mut().for_each(|one| one.2.pairs.clear());
        }
    }
    let [before, after] = &sides;
    GapsChanged {
        opened: those_of(after, before, &ids),
        closed: those_of(before, after, &ids),
        compared: GapsCompared {
            order,
            is_complete: before.is_complete && after.is_complete,
        },
    }
}

/// The sets of one side of which no part is one of the other.
fn those_of(one: &SideGaps<'_>, other: &SideGaps<'_>, ids: &[&str]) -> Vec<GapChange> {
    let mut all = Vec::new();
    for (id, (tier, kind, sets)) in &one.of {
        let known = other.of.get(id);
        let is_new = |set: &Vec<u32>| known.is_none_or(|(.., sets)| !sets.covers(set));
        for set in sets.sets().filter(is_new) {
            let mut set: Vec<String> = set.iter().map(|at| ids[*at as usize].to_owned()).collect();
            set.sort_unstable();
            all.push(GapChange {
                tier: *tier,
                component: (*id).to_owned(),
                kind: *kind,
                set,
                is_alone: known.is_none(),
            });
        }
    }
    let weight = |one: &GapChange| (one.set.len(), one.tier.unwrap_or(u8::MAX));
    all.sort_by(|a, b| weight(a).cmp(&weight(b)).then_with(|| a.cmp(b)));
    all
}

/// The services and activities that count in one state.
fn judged<'a>(side: &PlanSide<'a>) -> Vec<&'a str> {
    let plan = side.analysis.plan;
    let all = plan.critical_components().into_iter();
    all.map(|id| plan.component(id).id.as_str()).collect()
}

/// What takes each of those who are judged down: one fault, or two.
fn found<'a>(
    side: &PlanSide<'a>,
    judged: &HashSet<&str>,
    names: &HashMap<&str, u32>,
    order: usize,
) -> SideGaps<'a> {
    let plan = side.analysis.plan;
    let question = Question {
        level: Level::Down,
        max_order: MaxOrder::UpTo(order),
        list: 0,
        probability: false,
    };
    let limits = Limits {
        memory: 1 << 30,
        listed: usize::MAX,
        deadline: None,
    };
    let single = Question {
        max_order: MaxOrder::UpTo(1),
        list: usize::MAX,
        ..question
    };
    let all = plan.enumerate();
    let critical = all.filter(|(_, one)| judged.contains(one.id.as_str()));
    let critical: Vec<ComponentId> = critical.map(|(id, _)| id).collect();
    let number = |at: u32| names[plan.components[at as usize].id.as_str()];
    let mut all = SideGaps {
        of: BTreeMap::new(),
        order,
        is_complete: true,
    };
    let mut pairs = 0usize;
    let alone = side.analysis.gaps(&critical, &single, &limits);
    let together = side.analysis.gaps(&critical, &question, &limits);
    for (alone, together) in alone.iter().zip(&together) {
        let component = plan.component(alone.component);
        let mut sets = ComponentCutSets {
            at_rest: alone.at_rest,
            ..ComponentCutSets::default()
        };
        let ones = alone.sets.iter().filter_map(|set| set.first());
        sets.singles.extend(ones.map(|id| number(id.0)));
        all.is_complete &= is_whole(alone, 1) && is_whole(together, order);
        pairs += together
            .pairs
            .iter()
            .map(|one| one.any.len() * one.with.len())
            .sum::<usize>();
        if pairs > MOST_PAIRS {
            all.order = 1;
        }
        if all.order == order {
            for rectangle in together.pairs.iter() {
                for one in rectangle.any.iter().map(|id| number(*id)) {
                    let others = rectangle.with.iter().map(|id| number(*id));
                    sets.pairs
                        .extend(others.map(|other| (one.min(other), one.max(other))));
                }
            }
        }
        let tier = component.tier.map(|tier| tier.value.number());
        all.of
            .insert(component.id.as_str(), (tier, component.kind(), sets));
    }
    all
}

/// Whether every set up to an order is there, and who is served too little is counted.
fn is_whole(gaps: &Gaps, order: usize) -> bool {
    let is_found = match gaps.reach {
        Completeness::Outright => true,
        Completeness::UpTo(found) | Completeness::Stopped(found) => found >= order,
    };
    is_found && gaps.load_counted_to.is_none_or(|counted| counted >= order)
}
