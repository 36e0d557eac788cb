use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use jurymast_diagram::{Budget, BudgetExhausted, BudgetMeter, parallel};

use super::super::fault_sweep::FaultSweep;
use super::super::{EventGraph, FaultMask};

/// What a few hundred lone faults lead to, a lane for each.
#[derive(Debug)]
pub struct FaultBatch<'a> {
    faults: &'a [u32],
    sweep: FaultSweep<'a>,
}

impl<'a> FaultBatch<'a> {
    /// The faults (components), one in each lane, ascending.
    pub fn faults(&self) -> &'a [u32] {
        self.faults
    }

    /// The nodes of the graph that happened in any lane, with the lanes.
    pub fn happened(&self) -> impl Iterator<Item = (u32, FaultMask)> {
        self.sweep.all()
    }

    /// The lanes in which a node happened.
    pub fn lanes(&self, node: u32) -> FaultMask {
        self.sweep.happened(node)
    }

    /// The lanes of those faults that are meant.
    pub fn lanes_of(&self, is_meant: impl Fn(u32) -> bool) -> FaultMask {
        let mut lanes = FaultMask::NONE;
        for (lane, fault) in self.faults.iter().enumerate() {
            if is_meant(*fault) {
                lanes.insert(lane);
            }
        }
        lanes
    }

    /// The least fixpoint above each fault alone.
    fn settle(
        &mut self,
        graph: &EventGraph,
        faults: &'a [u32],
        meter: &mut BudgetMeter,
    ) -> Result<(), BudgetExhausted> {
        debug_assert!(faults.len() <= FaultMask::LANES);
        self.faults = faults;
        let lanes = faults.iter().zip(0..);
        let nodes = lanes.flat_map(|(fault, lane)| graph.struck(*fault).map(|node| (node, lane)));
        self.sweep.run(nodes, meter)
    }
}

/// Looks at each batch once it is settled. Each thread has a visitor of its own, and which
/// batches it sees is chance: what visitors found has to be joined in a way that does not
/// depend on it.
pub trait BatchVisitor: Send {
    /// Looks at a batch.
    fn visit(&mut self, batch: &FaultBatch<'_>);
}

impl EventGraph {
    /// Every component as a lone fault, batch by batch on all processors; gives the visitors.
    pub fn visit<V: BatchVisitor>(&self, visitor: impl Fn() -> V + Sync) -> Vec<V> {
        self.visit_until(visitor, None).unwrap_or_default()
    }

    /// The same; `None` when the deadline came before the last batch was seen.
    pub fn visit_until<V: BatchVisitor>(
        &self,
        visitor: impl Fn() -> V + Sync,
        deadline: Option<Instant>,
    ) -> Option<Vec<V>> {
        let batches: Vec<&[u32]> = self.in_batches.chunks(FaultMask::LANES).collect();
        let late = AtomicBool::new(false);
        let budget = Budget::new(usize::MAX, deadline);
        let visitors = parallel::workers(batches.len(), |tasks| {
            let mut visitor = visitor();
            let mut batch = FaultBatch {
                faults: &[],
                sweep: FaultSweep::new(self.graph()),
            };
            for at in tasks {
                let mut meter = BudgetMeter::new(budget);
                let in_time = budget.check_time();
                if in_time
                    .and_then(|()| batch.settle(self, batches[at], &mut meter))
                    .is_err()
                {
                    late.store(true, Ordering::Relaxed);
                    break;
                }
                visitor.visit(&batch);
            }
            visitor
        });
        (!late.into_inner()).then_some(visitors)
    }
}
