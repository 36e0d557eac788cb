use super::super::{EventGraph, FaultMask};
use super::class_counts::ClassCounts;
use super::lane_counter::LaneCounter;
use super::visit::{BatchVisitor, FaultBatch};

/// How many components of each class every component's loss takes down or
/// degrades, itself included.
#[derive(Debug, Clone)]
pub struct LossesByClass {
    classes: usize,
    /// By component, then by class.
    losses: Vec<LossCount>,
}

/// How many components of one class one loss takes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LossCount {
    /// Down with it.
    pub down: u32,
    /// Degraded with it, and not down.
    pub degraded: u32,
}

impl LossesByClass {
    /// What the loss of one component takes of one class; both by index.
    pub fn of(&self, fault: u32, class: usize) -> LossCount {
        self.losses[fault as usize * self.classes + class]
    }
}

impl EventGraph {
    /// At most this many classes can be counted at once.
    pub const CLASSES: usize = ClassCounts::CLASSES;

    /// Counts by classes, as many as [`EventGraph::CLASSES`] at most: for each
    /// component, `class_of` gives the classes it belongs to, bit 0 for class 0 and
    /// so on.
    pub fn losses(&self, classes: usize, class_of: impl Fn(u32) -> u8) -> LossesByClass {
        let classes_of = ClassCounts::of(self, classes, class_of);
        let visitors = self.visit(|| Counter {
            classes_of: &classes_of,
            counters: (0..classes).map(|_| Default::default()).collect(),
            faults: Vec::new(),
            losses: Vec::new(),
        });
        let mut losses = vec![LossCount::default(); self.components() * classes];
        for visitor in &visitors {
            let counted = visitor.losses.chunks(classes.max(1));
            for (fault, counted) in visitor.faults.iter().zip(counted) {
                let from = *fault as usize * classes;
                losses[from..from + classes].copy_from_slice(counted);
            }
        }
        LossesByClass { classes, losses }
    }
}

struct Counter<'a> {
    classes_of: &'a ClassCounts,
    /// By class, then by what is said.
    counters: Vec<[LaneCounter; 3]>,
    faults: Vec<u32>,
    /// By fault, then by class.
    losses: Vec<LossCount>,
}

impl BatchVisitor for Counter<'_> {
    fn visit(&mut self, batch: &FaultBatch<'_>) {
        for (node, lanes) in batch.happened() {
            self.classes_of.each(node, |class, says, times| {
                self.counters[class][says as usize].add(lanes, times);
            });
        }
        let from = self.losses.len();
        let classes = self.counters.len();
        self.faults.extend(batch.faults());
        self.losses
            .resize(from + batch.faults().len() * classes, LossCount::default());
        let mut counts = [[0; FaultMask::LANES]; 3];
        for (class, counters) in self.counters.iter_mut().enumerate() {
            for (counter, counts) in counters.iter_mut().zip(&mut counts) {
                counter.take(counts);
            }
            let [down, worse, both] = &counts;
            for (lane, losses) in self.losses[from..].chunks_mut(classes).enumerate() {
                losses[class] = LossCount {
                    down: down[lane] + both[lane],
                    degraded: worse[lane] - down[lane],
                };
            }
        }
    }
}
