use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use super::super::lists::Lists;
use super::block::Block;
use super::lanes::Lanes;
use super::layout::Layout;
use super::sweep::Watcher;

/// Which lone faults answer each of some questions with yes.
#[derive(Debug, Clone, Default)]
pub struct Hits {
    counts: Vec<u32>,
    listed: Lists,
}

/// Answers questions about each block, which it may see in any order.
pub trait Ask: Send {
    /// Calls `yes` at most once with each question that has an answer, and the lanes
    /// of the faults that give it.
    fn ask(&mut self, block: &Block<'_>, yes: &mut dyn FnMut(u32, Lanes));
}

impl Hits {
    /// How many faults say yes.
    pub fn count(&self, question: u32) -> usize {
        self.counts[question as usize] as usize
    }

    /// Those faults in order: all of them, or where that would be too many the
    /// first.
    pub fn listed(&self, question: u32) -> &[u32] {
        self.listed.get(question)
    }
}

impl Layout {
    /// Asks every lone fault `questions` questions. All answers are counted; when
    /// there are more than `most`, only the first few of each question are listed.
    pub fn hits<A: Ask>(&self, questions: usize, ask: impl Fn() -> A + Sync, most: usize) -> Hits {
        self.hits_until(questions, ask, most, None)
            .unwrap_or_default()
    }

    /// The same; `None` when the deadline came first.
    pub fn hits_until<A: Ask>(
        &self,
        questions: usize,
        ask: impl Fn() -> A + Sync,
        most: usize,
        deadline: Option<Instant>,
    ) -> Option<Hits> {
        let total = AtomicUsize::new(0);
        let lister = || Lister {
            ask: ask(),
            counts: vec![0; questions],
            pairs: Vec::new(),
            total: &total,
            most,
        };
        let listers = self.sweep_until(lister, deadline)?;
        let mut counts = vec![0; questions];
        for lister in &listers {
            for (all, count) in counts.iter_mut().zip(&lister.counts) {
                *all += count;
            }
        }
        let mut pairs = Vec::new();
        let mut each = usize::MAX;
        if total.load(Ordering::Relaxed) <= most {
            pairs = listers.into_iter().flat_map(|one| one.pairs).collect();
        } else {
            drop(listers);
            each = (most / questions.max(1)).max(FEWEST);
            let firsts = || Firsts {
                ask: ask(),
                each,
                listed: vec![Vec::new(); questions],
            };
            for first in self.sweep_until(firsts, deadline)? {
                for (question, faults) in (0..).zip(first.listed) {
                    pairs.extend(faults.into_iter().map(|fault| (question, fault)));
                }
            }
        }
        pairs.sort_unstable();
        let mut listed = Lists::with_capacity(questions, pairs.len());
        let mut rest = pairs.as_slice();
        for question in 0..questions as u32 {
            let end = rest.partition_point(|(other, _)| *other == question);
            let (faults, others) = rest.split_at(end);
            listed.push(faults.iter().take(each).map(|(_, fault)| *fault));
            rest = others;
        }
        Some(Hits { counts, listed })
    }
}

/// Listed of each question however many there are.
const FEWEST: usize = 4;

/// Lists everything, for as long as that is not too much.
struct Lister<'a, A> {
    ask: A,
    counts: Vec<u32>,
    /// (question, fault)
    pairs: Vec<(u32, u32)>,
    /// Answers of all listers together.
    total: &'a AtomicUsize,
    most: usize,
}

impl<A: Ask> Watcher for Lister<'_, A> {
    fn watch(&mut self, block: &Block<'_>) {
        let (counts, pairs) = (&mut self.counts, &mut self.pairs);
        let (total, most) = (self.total, self.most);
        self.ask.ask(block, &mut |question, lanes| {
            let count = lanes.count();
            counts[question as usize] += count as u32;
            if total.fetch_add(count, Ordering::Relaxed) + count <= most {
                let faults = lanes.iter().map(|lane| (question, block.faults()[lane]));
                pairs.extend(faults);
            }
        });
    }
}

/// Lists the first of each question.
struct Firsts<A> {
    ask: A,
    each: usize,
    listed: Vec<Vec<u32>>,
}

impl<A: Ask> Watcher for Firsts<A> {
    fn watch(&mut self, block: &Block<'_>) {
        let (each, listed) = (self.each, &mut self.listed);
        self.ask.ask(block, &mut |question, lanes| {
            let listed = &mut listed[question as usize];
            // The faults of a block stand in order.
            let faults = lanes.iter().map(|lane| block.faults()[lane]);
            let known = listed.len();
            if known < each {
                listed.extend(faults.take(each));
            } else if let Some(&last) = listed.last() {
                listed.extend(faults.take(each).take_while(|fault| *fault < last));
            }
            if listed.len() > known {
                listed.sort_unstable();
                listed.truncate(each);
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::{Events, Input, Network, NewGate, NewNode};
    use super::*;
    use jurymast_plan::model::Level;

    /// Which faults take each component down.
    struct Down<'a>(&'a Layout);

    impl Ask for Down<'_> {
        fn ask(&mut self, block: &Block<'_>, yes: &mut dyn FnMut(u32, Lanes)) {
            for component in 0..self.0.components() as u32 {
                let lanes = block.row(self.0.row(component, Level::Down));
                if !lanes.is_empty() {
                    yes(component, lanes);
                }
            }
        }
    }

    /// Each needs the next.
    fn ladder(nodes: u32) -> Layout {
        let node = |at| NewNode {
            bound: Vec::new(),
            gates: vec![NewGate {
                group: vec![Input {
                    node: at,
                    best: Level::Up,
                    worst: Level::Down,
                }],
                at_least: 1,
                fallbacks: Vec::new(),
                soft: false,
            }],
        };
        let all = (1..nodes).map(node).chain([NewNode::default()]);
        Layout::of(&Events::of(&Network::new(all)))
    }

    #[test]
    fn all_are_counted_and_the_first_listed() {
        let nodes = 1500;
        let layout = ladder(nodes);
        let every = layout.hits(nodes as usize, || Down(&layout), usize::MAX);
        let some = layout.hits(nodes as usize, || Down(&layout), nodes as usize * 10);
        for at in 0..nodes {
            let expected: Vec<u32> = (at..nodes).collect();
            assert_eq!(every.listed(at), expected);
            assert_eq!(some.count(at), expected.len());
            assert_eq!(some.listed(at), &expected[..expected.len().min(10)]);
        }
    }
}
