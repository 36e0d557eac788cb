use std::collections::BTreeMap;
use std::sync::Arc;

use crate::failure::{Biclique, EventGraph, SmallCutSets, small_cut_sets};
use jurymast_diagram::Budget;
use jurymast_plan::model::{ComponentId, Level};

/// The minimal cut sets of one and two faults of components that always fail
/// together: each of them has all of these but its own fault.
#[derive(Debug, Clone, Default)]
pub struct SharedCutSets {
    /// In order, the components themselves included where they can fail of themselves.
    pub singles: Vec<u32>,
    /// In groups: every one of `any` with every one of `with`.
    pub pairs: Arc<[Biclique]>,
    /// All sets up to this size are there.
    pub complete: u8,
}

/// What answers are made from, and those that more components ask for.
#[derive(Debug)]
pub(super) struct CutSetCache<'a> {
    pub(super) events: &'a EventGraph,
    pub(super) own: &'a [bool],
    pub(super) level: Level,
    /// By row: how many components of it were asked about and are still to come.
    coming: BTreeMap<u32, usize>,
    /// By row.
    known: BTreeMap<u32, Arc<SharedCutSets>>,
    /// How many components may be kept in them.
    room: usize,
}

impl<'a> CutSetCache<'a> {
    pub(super) fn new(
        (events, own): (&'a EventGraph, &'a [bool]),
        (asked, level): (&[ComponentId], Level),
        room: usize,
    ) -> Self {
        let mut coming: BTreeMap<u32, usize> = BTreeMap::new();
        for id in asked {
            *coming.entry(events.node(id.0, level)).or_default() += 1;
        }
        coming.retain(|_, count| *count > 1);
        Self {
            events,
            own,
            level,
            coming,
            known: BTreeMap::new(),
            room,
        }
    }

    /// Up to order 1 or 2; the budget is one component's, but for the time.
    pub(super) fn of(
        &mut self,
        components: &[ComponentId],
        order: usize,
        budget: &Budget,
    ) -> Vec<Arc<SharedCutSets>> {
        let row = |id: &ComponentId| self.events.node(id.0, self.level);
        let mut first: BTreeMap<u32, ComponentId> = BTreeMap::new();
        for id in components {
            if !self.known.contains_key(&row(id)) {
                first.entry(row(id)).or_insert(*id);
            }
        }
        // In the order they were asked for.
        let mut open: Vec<ComponentId> = first.into_values().collect();
        open.sort_unstable();
        let targets: Vec<(u32, Level)> = open.iter().map(|id| (id.0, self.level)).collect();
        let up_to = if order < 2 { 1 } else { 2 };
        let found = small_cut_sets(self.events, self.own, &targets, up_to, budget);
        let found = open.iter().zip(found);
        let mut new: BTreeMap<u32, Arc<SharedCutSets>> = found
            .map(|(id, sets)| (row(id), Arc::new(self.with_itself(*id, sets))))
            .collect();
        let known = |id: &ComponentId| new.get(&row(id)).or_else(|| self.known.get(&row(id)));
        let answers = components
            .iter()
            .map(|id| known(id).cloned().unwrap_or_default())
            .collect();
        for id in components {
            let row = self.events.node(id.0, self.level);
            if let Some(coming) = self.coming.get_mut(&row) {
                *coming -= 1;
                let sets = new.remove(&row).filter(|sets| sets.complete > 0);
                match sets {
                    Some(sets) if sets.size() <= self.room => {
                        self.room -= sets.size();
                        self.known.insert(row, sets);
                    }
                    _ => {}
                }
                if self.coming.get(&row) == Some(&0)
                    && let Some(sets) = self.known.remove(&row)
                {
                    self.room += sets.size();
                }
            }
        }
        answers
    }

    fn with_itself(&self, id: ComponentId, sets: SmallCutSets) -> SharedCutSets {
        let mut singles = sets.singles;
        if self.own[id.index()]
            && let Err(at) = singles.binary_search(&id.0)
        {
            singles.insert(at, id.0);
        }
        SharedCutSets {
            singles,
            pairs: sets.pairs.into(),
            complete: sets.complete,
        }
    }
}

impl SharedCutSets {
    /// How many components are written down.
    pub(super) fn size(&self) -> usize {
        let pairs = self
            .pairs
            .iter()
            .map(|pair| pair.any.len() + pair.with.len());
        self.singles.len() + pairs.sum::<usize>()
    }
}
