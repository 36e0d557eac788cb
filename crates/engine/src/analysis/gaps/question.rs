use std::sync::Arc;
use std::time::Instant;

use crate::failure::Biclique;
use jurymast_plan::model::{ComponentId, Level};

use super::TopEventProbability;

/// What to find out about components.
#[derive(Debug, Clone, Copy)]
pub struct Question {
    /// Down, or degraded or worse.
    pub level: Level,
    /// Of how many faults at once.
    pub max_order: MaxOrder,
    /// How many sets to list at most; 0 to count only.
    pub list: usize,
    /// Whether to compute the chance of the level as well.
    pub probability: bool,
}

/// How many faults at once to look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MaxOrder {
    /// Sets of so many faults and fewer.
    UpTo(usize),
    /// Sets of any size.
    All,
}

/// What all answers together may cost. Those that would cost more end, and say so.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Bytes that sets and decision diagrams may take.
    pub memory: usize,
    /// Sets that are listed in all; what is counted stays exact.
    pub listed: usize,
    /// When to end; `None`: never.
    pub deadline: Option<Instant>,
}

/// The gaps of one component: its minimal cut sets, without the one that is its
/// own failure.
#[derive(Debug, Clone)]
pub struct Gaps {
    /// The component that was asked about.
    pub component: ComponentId,
    /// The level that the sets bring it to.
    pub level: Level,
    /// It is at the level without any fault: the empty set is its one minimal cut set.
    pub at_rest: bool,
    /// How many sets of each order are known, from order 1, or order 0 alone where it is
    /// so at rest; digits, since a count can pass any machine integer.
    pub orders: Vec<String>,
    /// All of them.
    pub count: String,
    /// How far `orders`, `count` and `pairs` are complete.
    pub reach: Completeness,
    /// For how many faults at once it is counted who is served too little, where that is
    /// fewer than were asked for.
    pub load_counted_to: Option<usize>,
    /// The first sets, lowest order first; those of order 2 also stand in
    /// `pairs`.
    pub sets: Vec<Vec<ComponentId>>,
    /// All sets of order 2; empty when the question leaves them out.
    pub pairs: Arc<[Biclique]>,
    /// The chance of the level; `None` when the question leaves it out, or when the
    /// limits ended the search before it came to this component.
    pub probability: Option<TopEventProbability>,
}

/// How far an answer is complete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Completeness {
    /// Every minimal cut set there is.
    Outright,
    /// Every one up to the order asked for.
    UpTo(usize),
    /// A limit stopped the search; every set up to this order is there.
    Stopped(usize),
}

impl Completeness {
    /// Whether the answer holds all that was asked for.
    pub fn is_complete(&self) -> bool {
        !matches!(self, Self::Stopped(_))
    }
}

impl Gaps {
    /// Of a component that is at the level without any fault.
    pub(super) fn at_rest(component: ComponentId, question: &Question) -> Self {
        let shown = question.list.min(1);
        Self {
            component,
            level: question.level,
            at_rest: true,
            orders: vec!["1".to_owned()],
            count: "1".to_owned(),
            reach: match question.max_order {
                MaxOrder::UpTo(order) => Completeness::UpTo(order),
                MaxOrder::All => Completeness::Outright,
            },
            sets: vec![Vec::new(); shown],
            load_counted_to: None,
            pairs: [].into(),
            probability: question.probability.then(TopEventProbability::certain),
        }
    }

    /// The same where it is counted for so many faults at once only who is served too little.
    pub(super) fn load_counted_to(mut self, order: usize) -> Self {
        let (reach, is_less) = match self.reach {
            Completeness::UpTo(asked) if asked <= order => (Completeness::UpTo(asked), false),
            Completeness::Stopped(known) => {
                (Completeness::Stopped(known.min(order)), known > order)
            }
            Completeness::UpTo(_) | Completeness::Outright => (Completeness::Stopped(order), true),
        };
        self.reach = reach;
        self.load_counted_to = is_less.then_some(order);
        self
    }

    /// The order that the first of [`Gaps::orders`] counts.
    pub fn first_order(&self) -> usize {
        usize::from(!self.at_rest)
    }

    /// The components whose failure alone is enough.
    pub fn single_points(&self) -> impl Iterator<Item = ComponentId> {
        let singles = self.sets.iter().take_while(|set| set.len() == 1);
        singles.flatten().copied()
    }
}
