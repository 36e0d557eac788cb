//! Counts the sets of a ZBDD by order, in one pass over its nodes: polynomials with one coefficient
//! for each order, in machine numbers for as long as they fit.

use num_bigint::BigUint;

use super::diagram::ModuleDiagram;
use super::modules::Leaf;
use super::node_table::{FALSE, TRUE};

/// How many sets there are of each order; the index is the order.
pub(super) fn by_order(diagrams: &[ModuleDiagram], max_order: Option<usize>) -> Vec<String> {
    let max_order = max_order.unwrap_or(usize::MAX);
    if let Some(counts) = counts::<u64>(diagrams, max_order) {
        return in_digits(&counts);
    }
    if let Some(counts) = counts::<u128>(diagrams, max_order) {
        return in_digits(&counts);
    }
    in_digits(&counts::<BigUint>(diagrams, max_order).unwrap_or_default())
}

/// The sum of decimal numbers.
pub(super) fn sum(numbers: &[String]) -> String {
    let sum: BigUint = numbers
        .iter()
        .filter_map(|one| one.parse::<BigUint>().ok())
        .sum();
    sum.to_string()
}

fn in_digits<N: ToString>(counts: &[N]) -> Vec<String> {
    counts.iter().map(ToString::to_string).collect()
}

/// A number; `None` where it is too small for a result.
trait Number: Clone + ToString {
    fn of(bit: bool) -> Self;
    fn plus(&self, other: &Self) -> Option<Self>;
    fn times(&self, other: &Self) -> Option<Self>;
    fn is_zero(&self) -> bool;
}

macro_rules! machine_number {
    ($($number:ty),*) => {$(
        impl Number for $number {
            fn of(bit: bool) -> Self {
                bit.into()
            }

            fn plus(&self, other: &Self) -> Option<Self> {
                self.checked_add(*other)
            }

            fn times(&self, other: &Self) -> Option<Self> {
                self.checked_mul(*other)
            }

            fn is_zero(&self) -> bool {
                *self == 0
            }
        }
    )*};
}

machine_number!(u64, u128);

impl Number for BigUint {
    fn of(bit: bool) -> Self {
        Self::from(u8::from(bit))
    }

    fn plus(&self, other: &Self) -> Option<Self> {
        Some(self + other)
    }

    fn times(&self, other: &Self) -> Option<Self> {
        Some(self * other)
    }

    fn is_zero(&self) -> bool {
        *self == Self::ZERO
    }
}

/// OrderCounts by order, the orders from `first` on.
#[derive(Clone)]
struct OrderCounts<N> {
    first: usize,
    of: Vec<N>,
}

impl<N: Number> OrderCounts<N> {
    fn plus(&self, other: &Self, max_order: usize) -> Option<Self> {
        if self.of.is_empty() || other.of.is_empty() {
            return Some(if self.of.is_empty() { other } else { self }.clone());
        }
        let first = self.first.min(other.first);
        let end = (self.first + self.of.len()).max(other.first + other.of.len());
        let of = (first..end.min(max_order.saturating_add(1))).map(|order| {
            let (a, b) = (self.get(order), other.get(order));
            match (a, b) {
                (Some(a), Some(b)) => a.plus(b),
                (a, b) => Some(a.or(b).cloned().unwrap_or_else(|| N::of(false))),
            }
        });
        Some(Self {
            first,
            of: of.collect::<Option<_>>()?,
        })
    }

    fn times(&self, other: &Self, max_order: usize) -> Option<Self> {
        let first = self.first + other.first;
        let len = (self.of.len() + other.of.len()).saturating_sub(1);
        let room = max_order.saturating_add(1).saturating_sub(first);
        let mut of = vec![N::of(false); len.min(room)];
        for (i, a) in self.of.iter().enumerate().filter(|(_, a)| !a.is_zero()) {
            for (j, b) in other.of.iter().enumerate().take(room.saturating_sub(i)) {
                of[i + j] = of[i + j].plus(&a.times(b)?)?;
            }
        }
        Some(Self { first, of })
    }

    fn one_more(&self, max_order: usize) -> Self {
        let room = max_order.saturating_sub(self.first);
        Self {
            first: self.first + 1,
            of: self.of[..self.of.len().min(room)].to_vec(),
        }
    }

    fn get(&self, order: usize) -> Option<&N> {
        self.of.get(order.checked_sub(self.first)?)
    }
}

fn counts<N: Number>(diagrams: &[ModuleDiagram], max_order: usize) -> Option<Vec<N>> {
    let mut done: Vec<OrderCounts<N>> = Vec::with_capacity(diagrams.len());
    for diagram in diagrams {
        let constant = |is: bool| OrderCounts {
            first: 0,
            of: if is { vec![N::of(true)] } else { Vec::new() },
        };
        let mut nodes: Vec<OrderCounts<N>> = Vec::with_capacity(diagram.graph.nodes.len());
        for at in [FALSE, TRUE] {
            nodes.push(constant(at == TRUE));
        }
        for node in &diagram.graph.nodes[2..] {
            let high = &nodes[node.high as usize];
            let with = match diagram.leaves[node.level as usize] {
                Leaf::Variable(_) => high.one_more(max_order),
                Leaf::Module(at) => high.times(&done[at as usize], max_order)?,
            };
            nodes.push(with.plus(&nodes[node.low as usize], max_order)?);
        }
        done.push(nodes.swap_remove(diagram.graph.root as usize));
    }
    let top = done.pop()?;
    let mut counts = vec![N::of(false); top.first];
    counts.extend(top.of);
    while counts.last().is_some_and(Number::is_zero) {
        counts.pop();
    }
    Some(counts)
}
