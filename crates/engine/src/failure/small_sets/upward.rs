use super::super::Events;
use super::faults::Faults;
use super::lanes::Lanes;
use super::meter::Budget;
use super::order::Order;
use super::wide::{idle, pairs_of_wide};
use super::work::{Outcome, Stop, Work};

/// The minimal cut sets of a target, by component, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) singles: Vec<u32>,
    /// The lesser component first.
    pub(super) pairs: Vec<(u32, u32)>,
}

/// Finds the sets of all targets in one pass from the inputs up, each event once
/// however many targets lean on it.
///
/// `is_fault` says of an event whether it is the own fault of its component. None
/// where the whole pass costs more than the budget of its targets; which events
/// have too many sets depends on the events alone. [`Stop::Full`] where they are too
/// many together: fewer targets may fit.
pub(super) fn upward(
    events: &Events,
    is_fault: impl Fn(u32) -> bool,
    targets: &[u32],
    pairs: bool,
    budget: &Budget,
) -> Result<Vec<Option<Answer>>, Stop> {
    let order = Order::of(events, targets);
    let is_fault: Vec<bool> = order
        .events()
        .iter()
        .map(|event| is_fault(*event))
        .collect();
    let words = budget.words.saturating_mul(targets.len() as u64) / 4;
    let faults = Faults::of(&order, &is_fault, words / 2);
    let left = words - faults.words_of_wide(&order);
    let places: Vec<u32> = targets.iter().map(|target| order.place(*target)).collect();
    let idle = if pairs {
        idle(&order, &faults, &places)
    } else {
        Vec::new()
    };
    let found = Work::new(&order, (&faults, &idle), left, budget).run(&places, pairs)?;
    let of_wide = if pairs {
        let singles = found.iter().map(|found| wide_singles(found, &faults));
        let targets: Vec<(u32, Lanes)> = places.iter().copied().zip(singles).collect();
        pairs_of_wide(&order, &faults, &targets, budget.deadline).ok_or(Stop::Spent)?
    } else {
        vec![Vec::new(); targets.len()]
    };
    let component = |fault: u32| events.component(order.event(faults.place(fault)));
    let answers = found.into_iter().zip(of_wide).map(|(found, of_wide)| {
        let found = found?;
        let pairs = found.pairs().chain(of_wide).map(|(one, other)| {
            let (one, other) = (component(one), component(other));
            (one.min(other), one.max(other))
        });
        let mut pairs: Vec<(u32, u32)> = pairs.collect();
        pairs.sort_unstable();
        let mut singles: Vec<u32> = found.singles().iter().map(|at| component(*at)).collect();
        singles.sort_unstable();
        Some(Answer { singles, pairs })
    });
    Ok(answers.collect())
}

fn wide_singles(found: &Outcome, faults: &Faults) -> Lanes {
    let mut singles = Lanes::default();
    let all = found.iter().flat_map(|found| found.singles());
    for single in all.filter(|single| faults.is_wide(**single)) {
        singles.insert(*single as usize);
    }
    singles
}
