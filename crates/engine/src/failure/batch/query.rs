use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use super::super::csr::Csr;
use super::super::{EventGraph, FaultMask};
use super::visit::{BatchVisitor, FaultBatch};

/// Which lone faults answer each of some questions with yes.
#[derive(Debug, Clone, Default)]
pub struct FaultAnswers {
    counts: Vec<u32>,
    listed: Csr,
}

/// Answers questions about each batch, which it may see in any order.
pub trait FaultQuery: Send {
    /// Calls `yes` at most once with each question that has an answer, and the lanes
    /// of the faults that give it.
    fn ask(&mut self, batch: &FaultBatch<'_>, yes: &mut dyn FnMut(u32, FaultMask));
}

impl FaultAnswers {
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

impl EventGraph {
    /// Asks every lone fault `questions` questions. All answers are counted; when
    /// there are more than `most`, only the first few of each question are listed.
    pub fn ask<A: FaultQuery>(
        &self,
        questions: usize,
        ask: impl Fn() -> A + Sync,
        most: usize,
    ) -> FaultAnswers {
        self.ask_until(questions, ask, most, None)
            .unwrap_or_default()
    }

    /// The same; `None` when the deadline came first.
    pub fn ask_until<A: FaultQuery>(
        &self,
        questions: usize,
        ask: impl Fn() -> A + Sync,
        most: usize,
        deadline: Option<Instant>,
    ) -> Option<FaultAnswers> {
        let total = AtomicUsize::new(0);
        let lister = || Lister {
            ask: ask(),
            counts: vec![0; questions],
            pairs: Vec::new(),
            total: &total,
            most,
        };
        let listers = self.visit_until(lister, deadline)?;
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
            for first in self.visit_until(firsts, deadline)? {
                for (question, faults) in (0..).zip(first.listed) {
                    pairs.extend(faults.into_iter().map(|fault| (question, fault)));
                }
            }
        }
        pairs.sort_unstable();
        let mut listed = Csr::with_capacity(questions, pairs.len());
        let mut rest = pairs.as_slice();
        for question in 0..questions as u32 {
            let end = rest.partition_point(|(other, _)| *other == question);
            let (faults, others) = rest.split_at(end);
            listed.push(faults.iter().take(each).map(|(_, fault)| *fault));
            rest = others;
        }
        Some(FaultAnswers { counts, listed })
    }
}

/// Listed of each question however many there are.
const FEWEST: usize = 4;

/// Csr everything, for as long as that is not too much.
struct Lister<'a, A> {
    ask: A,
    counts: Vec<u32>,
    /// (question, fault)
    pairs: Vec<(u32, u32)>,
    /// Answers of all listers together.
    total: &'a AtomicUsize,
    most: usize,
}

impl<A: FaultQuery> BatchVisitor for Lister<'_, A> {
    fn visit(&mut self, batch: &FaultBatch<'_>) {
        let (counts, pairs) = (&mut self.counts, &mut self.pairs);
        let (total, most) = (self.total, self.most);
        self.ask.ask(batch, &mut |question, lanes| {
            let count = lanes.count();
            counts[question as usize] += count as u32;
            if total.fetch_add(count, Ordering::Relaxed) + count <= most {
                let faults = lanes.iter().map(|lane| (question, batch.faults()[lane]));
                pairs.extend(faults);
            }
        });
    }
}

/// Csr the first of each question.
struct Firsts<A> {
    ask: A,
    each: usize,
    listed: Vec<Vec<u32>>,
}

impl<A: FaultQuery> BatchVisitor for Firsts<A> {
    fn visit(&mut self, batch: &FaultBatch<'_>) {
        let (each, listed) = (self.each, &mut self.listed);
        self.ask.ask(batch, &mut |question, lanes| {
            let listed = &mut listed[question as usize];
            // The faults of a batch stand in order.
            let faults = lanes.iter().map(|lane| batch.faults()[lane]);
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
    use super::super::super::{GateSpec, Network, NodeInput, NodeSpec};
    use super::*;
    use jurymast_plan::model::{Level, Needed};

    /// Which faults take each component down.
    struct Down<'a>(&'a EventGraph);

    impl FaultQuery for Down<'_> {
        fn ask(&mut self, batch: &FaultBatch<'_>, yes: &mut dyn FnMut(u32, FaultMask)) {
            for component in 0..self.0.components() as u32 {
                let lanes = batch.lanes(self.0.node(component, Level::Down));
                if !lanes.is_empty() {
                    yes(component, lanes);
                }
            }
        }
    }

    /// Each needs the next.
    fn ladder(nodes: u32) -> EventGraph {
        let node = |at| NodeSpec {
            bound: Vec::new(),
            shortfalls: Vec::new(),
            gates: vec![GateSpec {
                group: vec![NodeInput::plain(at)],
                at_least: 1,
                fallbacks: Vec::new(),
                soft: false,
                needed: Needed::Run,
            }],
        };
        let all = (1..nodes).map(node).chain([NodeSpec::default()]);
        EventGraph::of(&Network::new(all))
    }

    #[test]
    fn all_are_counted_and_the_first_listed() {
        let nodes = 1500;
        let graph = ladder(nodes);
        let every = graph.ask(nodes as usize, || Down(&graph), usize::MAX);
        let some = graph.ask(nodes as usize, || Down(&graph), nodes as usize * 10);
        for at in 0..nodes {
            let expected: Vec<u32> = (at..nodes).collect();
            assert_eq!(every.listed(at), expected);
            assert_eq!(some.count(at), expected.len());
            assert_eq!(some.listed(at), &expected[..expected.len().min(10)]);
        }
    }
}
