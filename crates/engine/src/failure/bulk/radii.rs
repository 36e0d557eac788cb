use super::block::Block;
use super::lanes::Lanes;
use super::layout::Layout;
use super::sweep::Watcher;
use super::tally::Tally;
use super::weights::Weights;

/// How many components of each class every component's loss takes down or
/// degrades, itself included.
#[derive(Debug, Clone)]
pub struct Radii {
    classes: usize,
    /// By component, then by class.
    radii: Vec<Radius>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Radius {
    pub down: u32,
    pub degraded: u32,
}

impl Radii {
    pub fn of(&self, fault: u32, class: usize) -> Radius {
        self.radii[fault as usize * self.classes + class]
    }
}

impl Layout {
    /// At most this many classes can be counted at once.
    pub const CLASSES: usize = Weights::CLASSES;

    /// Counts by classes, as many as [`Layout::CLASSES`] at most: for each
    /// component, `class_of` gives the classes it belongs to, bit 0 for class 0 and
    /// so on.
    pub fn radii(&self, classes: usize, class_of: impl Fn(u32) -> u8) -> Radii {
        let weights = Weights::of(self, classes, class_of);
        let counters = self.sweep(|| Counter {
            weights: &weights,
            tallies: (0..classes).map(|_| Default::default()).collect(),
            faults: Vec::new(),
            radii: Vec::new(),
        });
        let mut radii = vec![Radius::default(); self.components() * classes];
        for counter in &counters {
            let counted = counter.radii.chunks(classes.max(1));
            for (fault, counted) in counter.faults.iter().zip(counted) {
                let from = *fault as usize * classes;
                radii[from..from + classes].copy_from_slice(counted);
            }
        }
        Radii { classes, radii }
    }
}

struct Counter<'a> {
    weights: &'a Weights,
    /// By class, then by what is said.
    tallies: Vec<[Tally; 3]>,
    faults: Vec<u32>,
    /// By fault, then by class.
    radii: Vec<Radius>,
}

impl Watcher for Counter<'_> {
    fn watch(&mut self, block: &Block<'_>) {
        for (row, lanes) in block.touched() {
            self.weights.each(row, |class, says, times| {
                self.tallies[class][says as usize].add(lanes, times);
            });
        }
        let from = self.radii.len();
        let classes = self.tallies.len();
        self.faults.extend(block.faults());
        self.radii
            .resize(from + block.faults().len() * classes, Radius::default());
        let mut counts = [[0; Lanes::COUNT]; 3];
        for (class, tallies) in self.tallies.iter_mut().enumerate() {
            for (tally, counts) in tallies.iter_mut().zip(&mut counts) {
                tally.take(counts);
            }
            let [down, worse, both] = &counts;
            for (lane, radii) in self.radii[from..].chunks_mut(classes).enumerate() {
                radii[class] = Radius {
                    down: down[lane] + both[lane],
                    degraded: worse[lane] - down[lane],
                };
            }
        }
    }
}
