use crate::failure::EventGraph;
use jurymast_plan::model::Level;

use super::ProbabilityBounds;

/// How often the bounds are passed on where events depend on each other in a
/// circle; without circles one pass is enough.
const PASSES: usize = 32;

/// Bounds from the structure alone, in time linear in its size. Nothing happens
/// unless some fault does; from there, bounds are passed on until they hold.
///
/// Basic faults are independent and everything else grows with them, so events
/// are associated (Esary, Proschan and Walkup 1967): a conjunction is at least
/// as likely as the product, a disjunction at most as likely as the complement
/// of the product of complements. The other sides are those of Fréchet.
///
/// `fault(c)` bounds the probability that component `c` fails by itself.
pub(super) fn bounds(
    graph: &EventGraph,
    component: u32,
    level: Level,
    fault: impl Fn(u32) -> ProbabilityBounds,
) -> ProbabilityBounds {
    let top = graph.node(component, level);
    let (order, is_below) = inputs_first(graph, top);
    let mut faults: Vec<Vec<ProbabilityBounds>> = vec![Vec::new(); graph.nodes()];
    let mut none = 1.0;
    for at in 0..graph.components() as u32 {
        let node = graph.own_fault(at, level) as usize;
        if is_below[node] {
            none *= 1.0 - fault(at).high;
            faults[node].push(fault(at));
        }
    }
    let mut known = vec![
        ProbabilityBounds {
            low: 0.0,
            high: 1.0 - none
        };
        graph.nodes()
    ];
    for _ in 0..PASSES {
        let mut changed = false;
        for &node in &order {
            let found = derived((graph, node), &faults[node as usize], &known);
            let before = &mut known[node as usize];
            let better = ProbabilityBounds {
                low: found.low.max(before.low),
                high: found.high.min(before.high),
            };
            changed |= better != *before;
            *before = better;
        }
        if !changed {
            break;
        }
    }
    known[top as usize]
}

fn derived(
    (graph, node): (&EventGraph, u32),
    faults: &[ProbabilityBounds],
    known: &[ProbabilityBounds],
) -> ProbabilityBounds {
    let mut any = Any::default();
    for fault in faults {
        any.or(*fault);
    }
    for at in graph.causes(node) {
        any.or(known[*at as usize]);
    }
    for vote in graph.votes(node) {
        let voters: Vec<ProbabilityBounds> =
            vote.voters.iter().map(|at| known[*at as usize]).collect();
        any.or(at_least(vote.needed as usize, &voters));
    }
    any.interval()
}

/// Collects a disjunction.
struct Any {
    low: f64,
    none: f64,
}

impl Default for Any {
    fn default() -> Self {
        Self {
            low: 0.0,
            none: 1.0,
        }
    }
}

impl Any {
    fn or(&mut self, other: ProbabilityBounds) {
        self.low = self.low.max(other.low);
        self.none *= 1.0 - other.high;
    }

    fn interval(&self) -> ProbabilityBounds {
        ProbabilityBounds {
            low: self.low,
            high: 1.0 - self.none,
        }
    }
}

/// DiagramReading least `needed` of them: no less likely than the likeliest `needed`
/// together; when it happens, one of the least likely n - needed + 1 happened,
/// and `needed` times as many on average (Markov).
fn at_least(needed: usize, voters: &[ProbabilityBounds]) -> ProbabilityBounds {
    if needed > voters.len() {
        return ProbabilityBounds {
            low: 0.0,
            high: 0.0,
        };
    }
    let mut lows: Vec<f64> = voters.iter().map(|voter| voter.low).collect();
    let mut highs: Vec<f64> = voters.iter().map(|voter| voter.high).collect();
    lows.sort_by(|a, b| b.total_cmp(a));
    highs.sort_by(f64::total_cmp);
    let low = lows[..needed].iter().product();
    let least: f64 = highs[..voters.len() - needed + 1].iter().sum();
    let mean: f64 = highs.iter().sum::<f64>() / needed.max(1) as f64;
    ProbabilityBounds {
        low,
        high: least.min(mean).min(1.0),
    }
}

/// Every node below `top` in order, each after those it looks at, circles apart; and by node
/// whether it is one.
fn inputs_first(graph: &EventGraph, top: u32) -> (Vec<u32>, Vec<bool>) {
    let mut is_below = vec![false; graph.nodes()];
    let mut order = vec![top];
    is_below[top as usize] = true;
    let mut at = 0;
    while let Some(&node) = order.get(at) {
        let voters = graph.votes(node).flat_map(|vote| vote.voters);
        for &input in graph.causes(node).iter().chain(voters) {
            if !std::mem::replace(&mut is_below[input as usize], true) {
                order.push(input);
            }
        }
        at += 1;
    }
    order.sort_unstable();
    (order, is_below)
}
