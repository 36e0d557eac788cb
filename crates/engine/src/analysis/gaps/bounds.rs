use crate::failure::Events;
use jurymast_plan::model::Level;

/// The probability that an event happens lies between these.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Interval {
    pub(super) low: f64,
    pub(super) high: f64,
}

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
    events: &Events,
    component: u32,
    level: Level,
    fault: impl Fn(u32) -> Interval,
) -> Interval {
    let top = events.event(component, level);
    let order = inputs_first(events, top);
    let mut members: Vec<u32> = order.iter().map(|event| events.component(*event)).collect();
    members.sort_unstable();
    members.dedup();
    let none: f64 = members.iter().map(|at| 1.0 - fault(*at).high).product();
    let mut known = vec![
        Interval {
            low: 0.0,
            high: 1.0 - none
        };
        events.len()
    ];
    for _ in 0..PASSES {
        let mut changed = false;
        for &event in &order {
            let found = derived(events, event, &known, &fault);
            let before = &mut known[event as usize];
            let better = Interval {
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
    events: &Events,
    event: u32,
    known: &[Interval],
    fault: &impl Fn(u32) -> Interval,
) -> Interval {
    let mut any = Any::default();
    if events.is_of_component(event) {
        any.or(fault(events.component(event)));
    }
    for at in events.causes(event) {
        any.or(known[*at as usize]);
    }
    for vote in events.votes(event) {
        let voters: Vec<Interval> = vote.voters.iter().map(|at| known[*at as usize]).collect();
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
    fn or(&mut self, other: Interval) {
        self.low = self.low.max(other.low);
        self.none *= 1.0 - other.high;
    }

    fn interval(&self) -> Interval {
        Interval {
            low: self.low,
            high: 1.0 - self.none,
        }
    }
}

/// At least `needed` of them: no less likely than the likeliest `needed`
/// together; when it happens, one of the least likely n - needed + 1 happened,
/// and `needed` times as many on average (Markov).
fn at_least(needed: usize, voters: &[Interval]) -> Interval {
    if needed > voters.len() {
        return Interval {
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
    Interval {
        low,
        high: least.min(mean).min(1.0),
    }
}

/// Every event below `top`, each after those it looks at, circles apart.
fn inputs_first(events: &Events, top: u32) -> Vec<u32> {
    let mut seen = vec![false; events.len()];
    let mut order = Vec::new();
    let mut open = vec![(top, events.inputs(top))];
    seen[top as usize] = true;
    while let Some((event, inputs)) = open.last_mut() {
        match inputs.find(|input| !seen[*input as usize]) {
            Some(input) => {
                seen[input as usize] = true;
                open.push((input, events.inputs(input)));
            }
            None => {
                order.push(*event);
                open.pop();
            }
        }
    }
    order
}
