use std::sync::Arc;

use crate::failure::{Biclique, EventGraph, USUAL_BUDGET};
use jurymast_plan::model::{ComponentId, Level, Plan};

use super::shared::{CutSetCache, SharedCutSets};
use super::single_points::own;

/// The gaps of order 2 of every service and activity of tier 1 and 2.
#[derive(Debug, Clone, Default)]
pub struct CriticalPairs {
    /// In plan order.
    pub by_service: Vec<(ComponentId, Arc<SharedCutSets>)>,
}

impl CriticalPairs {
    pub(crate) fn of_plan(plan: &Plan, events: &EventGraph) -> Self {
        let asked: Vec<ComponentId> = plan
            .enumerate()
            .filter(|(_, one)| one.is_critical_service())
            .map(|(id, _)| id)
            .collect();
        let (own, down) = (own(plan), Level::Down);
        let mut answers = CutSetCache::new((events, &own), (&asked, down), 0);
        let sets = answers.of(&asked, 2, &USUAL_BUDGET);
        Self {
            by_service: asked.into_iter().zip(sets).collect(),
        }
    }

    /// Every pair in rectangles; none for a service nobody asks about.
    pub fn of(&self, service: ComponentId) -> &[Biclique] {
        let found = self
            .by_service
            .binary_search_by_key(&service, |(id, _)| *id);
        found.map_or(&[], |at| &self.by_service[at].1.pairs)
    }
}
