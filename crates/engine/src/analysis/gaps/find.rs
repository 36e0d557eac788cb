use std::time::Instant;

use crate::failure::{EventGraph, FaultTree};
use jurymast_diagram::{Budget, CutSets, Diagram, cut_sets_up_to_order};
use jurymast_plan::model::{ComponentId, Plan};

use super::shared::SharedCutSets;
use super::{Completeness, Gaps, Limits, MaxOrder, Question, TopEventProbability};

#[derive(Debug)]
pub(super) struct SearchContext<'a> {
    pub(super) plan: &'a Plan,
    pub(super) events: &'a EventGraph,
    pub(super) own: &'a [bool],
    pub(super) question: &'a Question,
    pub(super) limits: &'a Limits,
}

impl SearchContext<'_> {
    pub(super) fn cone(&self, component: ComponentId) -> FaultTree {
        FaultTree::of(self.events, self.own, component.0, self.question.level)
    }

    /// One of `shares` equal shares of the time that is left.
    pub(super) fn budget(&self, shares: usize) -> Budget {
        let deadline = self.limits.deadline.map(|end| {
            let now = Instant::now();
            now + end.saturating_duration_since(now) / shares.max(1) as u32
        });
        // Two diagrams may be built side by side.
        Budget::new(self.limits.memory / 2, deadline)
    }

    /// The odds, and the diagram they were read from, where one could be built.
    pub(super) fn probability(
        &self,
        component: ComponentId,
        cone: &FaultTree,
        budget: &Budget,
    ) -> (TopEventProbability, Option<Diagram>) {
        match Diagram::build(&cone.formula, cone.top, budget) {
            Ok(diagram) => (
                TopEventProbability::exact(self.plan, cone, &diagram, component),
                Some(diagram),
            ),
            Err(_) => {
                let level = self.question.level;
                (
                    TopEventProbability::bounded(self.plan, self.events, cone, component, level),
                    None,
                )
            }
        }
    }

    /// Orders 1 and 2, from the structure; `order` is what was asked for. Lists so many
    /// sets at most.
    pub(super) fn listed(
        &self,
        component: ComponentId,
        small: &SharedCutSets,
        (order, list): (usize, usize),
    ) -> Gaps {
        let SharedCutSets {
            singles,
            pairs,
            complete,
        } = small;
        let count = pairs.iter().map(|pair| u128::from(pair.count()));
        let itself = usize::from(singles.binary_search(&component.0).is_ok());
        let mut orders = vec![(singles.len() - itself) as u128, count.sum()];
        orders.truncate(order);
        let others = singles.iter().filter(|at| **at != component.0);
        let ones = others.map(|at| vec![ComponentId(*at)]);
        let twos = pairs.iter().flat_map(|pair| {
            pair.any.iter().flat_map(|a| {
                let both = pair.with.iter();
                both.map(|b| vec![ComponentId(*a.min(b)), ComponentId(*a.max(b))])
            })
        });
        let sets = ones.chain(twos).take(list).collect();
        Gaps {
            component,
            level: self.question.level,
            at_rest: false,
            count: orders.iter().sum::<u128>().to_string(),
            orders: orders.iter().map(u128::to_string).collect(),
            reach: if usize::from(*complete) >= order {
                Completeness::UpTo(order)
            } else {
                Completeness::Stopped(usize::from(*complete))
            },
            sets,
            load_counted_to: None,
            pairs: pairs.clone(),
            probability: None,
        }
    }

    /// Any order, from decision diagrams, in one of so many shares of the time. What
    /// the limits stop has orders 1 and 2 at the least, which are known. Lists so many
    /// sets at most.
    pub(super) fn large(
        &self,
        (component, small): (ComponentId, &SharedCutSets),
        order: MaxOrder,
        shares: usize,
        list: usize,
    ) -> Gaps {
        let cone = self.cone(component);
        // Few faults at once are often found fast where the whole is out of reach.
        let quick = match order {
            MaxOrder::UpTo(most) => {
                cut_sets_up_to_order(&cone.formula, cone.top, most, &self.budget(8 * shares)).ok()
            }
            MaxOrder::All => None,
        };
        let mut odds = None;
        let mut sets = quick;
        if sets.is_none() || self.question.probability {
            // The other half is for getting as far as can be without the diagram.
            let (found, diagram) = self.probability(component, &cone, &self.budget(2 * shares));
            odds = self.question.probability.then_some(found);
            if let (None, Some(diagram)) = (&sets, diagram) {
                sets = diagram.minimal_solutions(&self.budget(shares)).ok();
            }
        }
        let mut gaps = match (sets, order) {
            (Some(sets), MaxOrder::All) => {
                self.read(component, &cone, (&sets, list), Completeness::Outright)
            }
            (Some(sets), MaxOrder::UpTo(most)) => {
                let sets = sets.up_to(most);
                self.read(component, &cone, (&sets, list), Completeness::UpTo(most))
            }
            (None, _) => self.deepen((component, small), &cone, order, shares, list),
        };
        gaps.probability = odds;
        gaps
    }

    /// As far as the limits allow from orders 1 and 2.
    fn deepen(
        &self,
        (component, small): (ComponentId, &SharedCutSets),
        cone: &FaultTree,
        order: MaxOrder,
        shares: usize,
        list: usize,
    ) -> Gaps {
        let mut gaps = self.stopped(component, small, list);
        if gaps.reach != Completeness::Stopped(2) {
            return gaps;
        }
        let most = match order {
            MaxOrder::UpTo(most) => most,
            MaxOrder::All => usize::MAX,
        };
        for order in 3..=most.min(cone.faults.len()) {
            match cut_sets_up_to_order(&cone.formula, cone.top, order, &self.budget(shares)) {
                Ok(sets) => {
                    gaps = self.read(component, cone, (&sets, list), Completeness::Stopped(order));
                }
                Err(_) => return gaps,
            }
        }
        gaps.reach = match order {
            MaxOrder::UpTo(most) => Completeness::UpTo(most),
            MaxOrder::All => Completeness::Outright,
        };
        gaps
    }

    /// Orders 1 and 2, where more was asked for.
    pub(super) fn stopped(
        &self,
        component: ComponentId,
        small: &SharedCutSets,
        list: usize,
    ) -> Gaps {
        let mut gaps = self.listed(component, small, (2, list));
        gaps.reach = Completeness::Stopped(usize::from(small.complete));
        gaps
    }

    fn read(
        &self,
        component: ComponentId,
        cone: &FaultTree,
        (sets, list): (&CutSets, usize),
        reach: Completeness,
    ) -> Gaps {
        let listed = sets.sets(list).into_iter().map(|set| {
            let faults = set
                .into_iter()
                .map(|at| ComponentId(cone.faults[at as usize]));
            faults.collect()
        });
        Gaps {
            component,
            level: self.question.level,
            at_rest: false,
            count: sets.count(),
            orders: sets.by_order().into_iter().skip(1).collect(),
            reach,
            sets: listed.collect(),
            load_counted_to: None,
            pairs: [].into(),
            probability: None,
        }
    }
}
