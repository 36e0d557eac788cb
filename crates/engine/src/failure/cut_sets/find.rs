use jurymast_diagram::{Budget, BudgetExhausted, BudgetMeter, parallel};
use jurymast_plan::model::Level;

use super::super::EventGraph;
use super::super::csr::Csr;
use super::super::fault_sweep::FaultSweep;
use super::bicliques::bicliques;
use super::bottom_up::{FaultyNodes, bottom_up};
use super::limits::kept_entries;
use super::lone_faults::LoneFaults;
use super::pairs::PairSearch;
use super::pass::PassEnd;
use super::reduced_graph::{Numbers, ReducedGraph};
use super::sets::SmallCutSets;

/// The minimal cut sets of one fault of each target, and of two where `order` is 2: all sets
/// of faults that bring the component to the level or worse.
///
/// `own` says for each component whether it can fail of itself; such a fault puts it down. A
/// target's own fault is left out. The budget is one target's, but for the deadline, which is
/// that of all; see [`USUAL_BUDGET`](super::USUAL_BUDGET) for what a step is.
pub fn small_cut_sets(
    events: &EventGraph,
    own: &[bool],
    targets: &[(u32, Level)],
    order: u8,
    budget: &Budget,
) -> Vec<SmallCutSets> {
    by_level(events, own, targets, |search, asked| {
        let mut slots = vec![None; asked.len()];
        let all: Vec<usize> = (0..asked.len()).collect();
        search.together(asked, &all, (order, budget), &mut slots);
        let left: Vec<usize> = all.into_iter().filter(|at| slots[*at].is_none()).collect();
        let still: Vec<u32> = left.iter().map(|at| asked[*at]).collect();
        let alone = search.one_by_one(&still, order, budget);
        for (at, sets) in left.into_iter().zip(alone) {
            slots[at] = Some(sets);
        }
        slots.into_iter().map(Option::unwrap_or_default).collect()
    })
}

/// The sets of each target from its own reduced graph, however many they are.
#[cfg(test)]
pub(super) fn one_by_one(
    events: &EventGraph,
    own: &[bool],
    targets: &[(u32, Level)],
    order: u8,
    budget: &Budget,
) -> Vec<SmallCutSets> {
    by_level(events, own, targets, |search, asked| {
        search.one_by_one(asked, order, budget)
    })
}

/// Answers the targets of one level after the other; the answers stand in the order of all.
fn by_level(
    events: &EventGraph,
    own: &[bool],
    targets: &[(u32, Level)],
    answer: impl Fn(&LevelSearch<'_>, &[u32]) -> Vec<SmallCutSets>,
) -> Vec<SmallCutSets> {
    let mut answers = vec![SmallCutSets::default(); targets.len()];
    for level in [Level::Down, Level::Degraded] {
        let is_at = |at: &usize| (targets[*at].1 == Level::Down) == (level == Level::Down);
        let asked: Vec<usize> = (0..targets.len()).filter(is_at).collect();
        if asked.is_empty() {
            continue;
        }
        let components: Vec<u32> = asked.iter().map(|at| targets[*at].0).collect();
        let search = LevelSearch {
            events,
            level,
            components: events.faulty(level, |component| own[component as usize]),
        };
        for (at, sets) in asked.into_iter().zip(answer(&search, &components)) {
            answers[at] = sets;
        }
    }
    answers
}

/// Targets are components, at one level.
struct LevelSearch<'a> {
    events: &'a EventGraph,
    level: Level,
    /// For each node of the graph: the components whose own fault makes it happen.
    components: Csr,
}

impl LevelSearch<'_> {
    /// Fills the slots of the asked targets whose sets one pass over all of them can write
    /// out; those that do not fit together go in halves.
    fn together(
        &self,
        targets: &[u32],
        asked: &[usize],
        (order, budget): (u8, &Budget),
        slots: &mut [Option<SmallCutSets>],
    ) {
        let goal = |at: &usize| self.events.node(targets[*at], self.level);
        let goals: Vec<u32> = asked.iter().map(goal).collect();
        match bottom_up(self.events, &self.components, &goals, order > 1, budget) {
            Ok(found) => {
                for (at, found) in asked.iter().zip(found) {
                    let sets = found.map(|found| self.written(&found, targets[*at], order, budget));
                    slots[*at] = sets.flatten();
                }
            }
            Err(PassEnd::Full) if asked.len() > 1 => {
                let (first, second) = asked.split_at(asked.len() / 2);
                for half in [first, second] {
                    self.together(targets, half, (order, budget), slots);
                }
            }
            Err(_) => {}
        }
    }

    /// None where the bicliques are more than may be kept.
    fn written(
        &self,
        found: &FaultyNodes,
        target: u32,
        order: u8,
        budget: &Budget,
    ) -> Option<SmallCutSets> {
        let members = |node: u32| self.components.get(node);
        let (pairs, fits) = bicliques(&found.pairs, members, kept_entries(budget));
        fits.ok()?;
        let singles = found.singles.iter().flat_map(|node| members(*node));
        let mut singles: Vec<u32> = singles.copied().filter(|one| *one != target).collect();
        singles.sort_unstable();
        Some(SmallCutSets {
            singles,
            pairs,
            complete: order,
        })
    }

    fn one_by_one(&self, targets: &[u32], order: u8, budget: &Budget) -> Vec<SmallCutSets> {
        let numbers = || Numbers::new(self.events);
        parallel::map_with(targets.len(), numbers, |numbers, at| {
            let mut sets = SmallCutSets::default();
            // Whatever stops the search leaves in `sets` how far it came.
            let _ = self.fill(&mut sets, targets[at], order, (numbers, budget));
            sets.singles.sort_unstable();
            sets
        })
    }

    fn fill(
        &self,
        sets: &mut SmallCutSets,
        target: u32,
        order: u8,
        (numbers, budget): (&mut Numbers, &Budget),
    ) -> Result<(), BudgetExhausted> {
        let mut meter = BudgetMeter::new(*budget);
        meter.charge(1)?;
        let goal = self.events.node(target, self.level);
        let reduced = ReducedGraph::of(self.events, goal, &self.components, numbers);
        let others = reduced.certain.iter().filter(|one| **one != target);
        sets.singles = others.copied().collect();
        let mut sweep = FaultSweep::new(&reduced.graph);
        let mut lone = LoneFaults::of(&reduced, &mut sweep, &mut meter)?;
        for (fault, is_single) in (0..).zip(&lone.single) {
            if *is_single {
                sets.singles.extend(reduced.members.get(fault));
            }
        }
        sets.complete = 1;
        if order < 2 {
            return Ok(());
        }
        if !lone.all_kept {
            return Err(BudgetExhausted);
        }
        let alike = lone.keep_first_of_alike(&mut meter)?;
        let mut pairs = PairSearch::new(&reduced, &lone, &mut sweep, &mut meter)?;
        let found = pairs.find(&mut meter);
        let pairs = pairs.found;
        let members = of_alike(&reduced, &alike);
        let members = |fault: u32| members.get(fault);
        let (listed, fits) = bicliques(&pairs, members, kept_entries(budget));
        sets.pairs = listed;
        found.and(fits)?;
        sets.complete = 2;
        Ok(())
    }
}

/// For each first of alike faults: the components of all of them.
fn of_alike(reduced: &ReducedGraph, alike: &[u32]) -> Csr {
    Csr::gather(alike.len(), |pair| {
        for (first, members) in alike.iter().zip(reduced.members.iter()) {
            members
                .iter()
                .for_each(|component| pair(*first, *component));
        }
    })
}
