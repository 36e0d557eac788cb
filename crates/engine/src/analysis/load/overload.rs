use crate::failure::{Propagation, propagate};
use crate::load;
use jurymast_plan::model::{ComponentId, Demand};

use super::demands::{Demands, Load, share};

/// Something of which more is asked than it can carry while nothing fails.
#[derive(Debug, Clone)]
pub struct Overload {
    /// What has the limit.
    pub target: ComponentId,
    /// Its limit.
    pub limit: Demand,
    /// What all callers ask of it: requests and tokens a minute.
    pub asked: [f64; 2],
    /// The share of it that gets through.
    pub share: f64,
    /// Who asks, in plan order.
    pub callers: Vec<LoadCaller>,
}

/// One who puts load on something.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LoadCaller {
    /// Whose requirement it is.
    pub component: ComponentId,
    /// Index in the component's requirements.
    pub requirement: usize,
    /// Requests and tokens a minute of it that come here.
    pub asks: [f64; 2],
}

impl Demands<'_> {
    /// What is over its limit at rest, in plan order.
    pub(crate) fn overloads(&self) -> Vec<Overload> {
        if self.all.is_empty() {
            return Vec::new();
        }
        let at_rest = propagate(self.network, &[]);
        let loads = self.at_rest(&at_rest);
        let over = loads.into_iter().filter_map(|(target, asked)| {
            let limit = self.plan.component(target).limit?.value;
            let share = share(self.plan, target, asked, &at_rest);
            (!load::covers(share, 1.0)).then_some((target, limit, asked, share))
        });
        let over = over.map(|(target, limit, asked, share)| Overload {
            target,
            limit,
            asked,
            share,
            callers: self.callers(target, &at_rest),
        });
        over.collect()
    }

    fn callers(&self, target: ComponentId, of: &Propagation) -> Vec<LoadCaller> {
        let asks = |demand: (ComponentId, usize)| {
            let placed = self.placed(demand, of).into_iter();
            let here = placed.filter(|(at, _)| self.limited(*at).contains(&target));
            here.fold([0.0; 2], |sum: Load, (_, load)| {
                [sum[0] + load[0], sum[1] + load[1]]
            })
        };
        let callers = self.all.iter().map(|&(component, requirement)| LoadCaller {
            component,
            requirement,
            asks: asks((component, requirement)),
        });
        callers.filter(|one| one.asks != [0.0; 2]).collect()
    }
}
