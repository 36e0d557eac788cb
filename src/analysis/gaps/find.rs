use std::time::Instant;

use crate::diagram::{Budget, CutSets, Diagram, truncated};
use crate::failure::{self, Cone, Events, SmallSets, single_points, small_sets};
use crate::model::{ComponentId, Level, Plan};

use super::{Gaps, Limits, MaxOrder, Odds, Question, Reach};

/// Answers the question for each component, in the order given.
pub fn gaps(
    plan: &Plan,
    events: &Events,
    components: &[ComponentId],
    question: &Question,
    limits: &Limits,
) -> Vec<Gaps> {
    let own: Vec<bool> = plan.components.iter().map(|one| one.own_failure).collect();
    let asked = Asked {
        plan,
        events,
        own: &own,
        question,
        limits,
    };
    match question.max_order {
        MaxOrder::UpTo(order) if order <= 2 => {
            let small = asked.small(components, order);
            let answers = components.iter().zip(small).enumerate();
            answers
                .map(|(at, (id, small))| {
                    let mut gaps = asked.listed(*id, small, order);
                    if question.probability {
                        let budget = asked.budget(components.len() - at);
                        let cone = asked.cone(*id);
                        gaps.odds = Some(asked.odds(*id, &cone, &budget).0);
                    }
                    gaps
                })
                .collect()
        }
        order => {
            let answers = components.iter().enumerate();
            answers
                .map(|(at, id)| asked.large(*id, order, components.len() - at))
                .collect()
        }
    }
}

struct Asked<'a> {
    plan: &'a Plan,
    events: &'a Events,
    own: &'a [bool],
    question: &'a Question,
    limits: &'a Limits,
}

impl Asked<'_> {
    fn cone(&self, component: ComponentId) -> Cone {
        Cone::of(self.events, self.own, component.0, self.question.level)
    }

    /// One of `shares` equal shares of the time that is left.
    fn budget(&self, shares: usize) -> Budget {
        let deadline = self.limits.deadline.map(|end| {
            let now = Instant::now();
            now + end.saturating_duration_since(now) / shares.max(1) as u32
        });
        Budget::new(self.limits.memory, deadline)
    }

    fn small(&self, components: &[ComponentId], order: usize) -> Vec<SmallSets> {
        let level = self.question.level;
        let targets: Vec<(u32, Level)> = components.iter().map(|id| (id.0, level)).collect();
        let budget = failure::Budget {
            deadline: self.limits.deadline,
            ..failure::Budget::default()
        };
        if order < 2 {
            single_points(self.events, self.own, &targets, &budget)
        } else {
            small_sets(self.events, self.own, &targets, &budget)
        }
    }

    /// The odds, and the diagram they were read from, where one could be built.
    fn odds(
        &self,
        component: ComponentId,
        cone: &Cone,
        budget: &Budget,
    ) -> (Odds, Option<Diagram>) {
        match Diagram::build(&cone.formula, cone.top, budget) {
            Ok(diagram) => (
                Odds::exact(self.plan, cone, &diagram, component),
                Some(diagram),
            ),
            Err(_) => {
                let level = self.question.level;
                (
                    Odds::bounded(self.plan, self.events, cone, component, level),
                    None,
                )
            }
        }
    }

    /// Orders 1 and 2, from the structure; `order` is what was asked for.
    fn listed(&self, component: ComponentId, small: SmallSets, order: usize) -> Gaps {
        let SmallSets {
            singles,
            pairs,
            complete,
        } = small;
        let count = pairs.iter().map(|pair| u128::from(pair.count()));
        let mut orders = vec![singles.len() as u128, count.sum()];
        orders.truncate(order);
        let ones = singles.into_iter().map(|at| vec![ComponentId(at)]);
        let twos = pairs.iter().flat_map(|pair| {
            pair.any.iter().flat_map(|a| {
                let both = pair.with.iter();
                both.map(|b| vec![ComponentId(*a.min(b)), ComponentId(*a.max(b))])
            })
        });
        let sets = ones.chain(twos).take(self.question.list).collect();
        Gaps {
            component,
            level: self.question.level,
            count: orders.iter().sum::<u128>().to_string(),
            orders: orders.iter().map(u128::to_string).collect(),
            reach: if usize::from(complete) >= order {
                Reach::UpTo(order)
            } else {
                Reach::Stopped(usize::from(complete))
            },
            sets,
            pairs,
            odds: None,
        }
    }

    /// Any order, from decision diagrams. What the limits stop has orders 1 and 2
    /// at the least.
    fn large(&self, component: ComponentId, order: MaxOrder, shares: usize) -> Gaps {
        let small = self.small(&[component], 2).pop().unwrap_or_default();
        let cone = self.cone(component);
        let mut odds = None;
        let mut sets = None;
        if order == MaxOrder::All || self.question.probability {
            // The other half is for getting as far as can be without the diagram.
            let (found, diagram) = self.odds(component, &cone, &self.budget(2 * shares));
            odds = self.question.probability.then_some(found);
            if let (MaxOrder::All, Some(diagram)) = (order, diagram) {
                sets = diagram.minimal_solutions(&self.budget(shares)).ok();
            }
        }
        let mut gaps = match (sets, order) {
            (Some(sets), _) => self.read(component, &cone, &sets, Reach::Outright),
            (None, MaxOrder::UpTo(order)) => {
                match truncated(&cone.formula, cone.top, order, &self.budget(2 * shares)) {
                    Ok(sets) => self.read(component, &cone, &sets, Reach::UpTo(order)),
                    Err(_) => self.deepen(component, &cone, small, order - 1, shares),
                }
            }
            (None, MaxOrder::All) => self.deepen(component, &cone, small, usize::MAX, shares),
        };
        gaps.odds = odds;
        gaps
    }

    /// As far as the limits allow from orders 1 and 2, up to `most` faults at once.
    fn deepen(
        &self,
        component: ComponentId,
        cone: &Cone,
        small: SmallSets,
        most: usize,
        shares: usize,
    ) -> Gaps {
        let mut gaps = self.listed(component, small, 2);
        let Reach::UpTo(_) = gaps.reach else {
            return gaps;
        };
        gaps.reach = Reach::Stopped(2);
        for order in 3..=most.min(cone.faults.len()) {
            match truncated(&cone.formula, cone.top, order, &self.budget(shares)) {
                Ok(sets) => gaps = self.read(component, cone, &sets, Reach::Stopped(order)),
                Err(_) => return gaps,
            }
        }
        if most >= cone.faults.len() {
            gaps.reach = Reach::Outright;
        }
        gaps
    }

    fn read(&self, component: ComponentId, cone: &Cone, sets: &CutSets, reach: Reach) -> Gaps {
        let listed = sets.sets(self.question.list).into_iter().map(|set| {
            let faults = set
                .into_iter()
                .map(|at| ComponentId(cone.faults[at as usize]));
            faults.collect()
        });
        Gaps {
            component,
            level: self.question.level,
            count: sets.count(),
            orders: sets.by_order().into_iter().skip(1).collect(),
            reach,
            sets: listed.collect(),
            pairs: Vec::new(),
            odds: None,
        }
    }
}
