use jurymast_diagram::{Budget, BudgetExhausted};

use super::super::csr::Csr;
use super::super::{EventGraph, FaultMask};
use super::basic_events::BasicEvents;
use super::common_cause::{leading_nowhere, pairs_of_common};
use super::pass::{BottomUpPass, KnownSets, PassEnd};
use super::schedule::Schedule;

/// The minimal cut sets of one target, as nodes of the event graph whose components' own
/// faults they are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct FaultyNodes {
    pub(super) singles: Vec<u32>,
    /// Each pair once, in no order.
    pub(super) pairs: Vec<(u32, u32)>,
}

/// Finds the sets of all targets in one pass from the inputs up, each node once however many
/// targets lean on it.
///
/// `components` gives those whose own fault makes a node happen; targets are nodes. None
/// where a target has too many sets, which depends on the graph alone.
pub(super) fn bottom_up(
    events: &EventGraph,
    components: &Csr,
    targets: &[u32],
    pairs: bool,
    budget: &Budget,
) -> Result<Vec<Option<FaultyNodes>>, PassEnd> {
    let schedule = Schedule::of(events, targets);
    let words = budget.steps().saturating_mul(targets.len() as u64) / 4;
    let faults = BasicEvents::of(&schedule, components, words / 2);
    let left = words - faults.words_of_common(&schedule);
    let places: Vec<u32> = targets.iter().map(|at| schedule.place(*at)).collect();
    let idle = if pairs {
        leading_nowhere(&schedule, &faults, &places)
    } else {
        Vec::new()
    };
    let pass = BottomUpPass::new(&schedule, (&faults, &idle), left, budget);
    let found = pass.run(&places, pairs)?;
    let of_common = if pairs {
        let singles = found.iter().map(|found| common_singles(found, &faults));
        let targets: Vec<(u32, FaultMask)> = places.iter().copied().zip(singles).collect();
        pairs_of_common(&schedule, &faults, &targets, budget)?
    } else {
        vec![Vec::new(); targets.len()]
    };
    let node = |fault: u32| schedule.nodes()[faults.place(fault) as usize];
    let answers = found.into_iter().zip(of_common).map(|(found, of_common)| {
        let found = found?;
        let pairs = found.pairs().chain(of_common);
        Some(FaultyNodes {
            singles: found.singles().iter().map(|at| node(*at)).collect(),
            pairs: pairs.map(|(one, other)| (node(one), node(other))).collect(),
        })
    });
    Ok(answers.collect())
}

fn common_singles(found: &KnownSets, faults: &BasicEvents) -> FaultMask {
    let mut singles = FaultMask::NONE;
    let all = found.iter().flat_map(|found| found.singles());
    for single in all.filter(|single| faults.is_common(**single)) {
        singles.insert(*single as usize);
    }
    singles
}

impl From<BudgetExhausted> for PassEnd {
    fn from(_: BudgetExhausted) -> Self {
        Self::Exhausted
    }
}
