//! Where links touch the sides of their boxes.

use super::graph::Link;
use super::grid::Grid;

/// The least distance between two links on one side, where the side is long enough.
const APART: f64 = 12.0;
/// A link this far from straight is made straight if there is room.
const JOG: f64 = 9.0;

/// For each link, where it leaves its tail and where it reaches its head.
pub(super) type Ends = Vec<(f64, f64)>;

/// Chooses the ends. `across` is the middle of every cell; `reach` how far from its middle a
/// node may be touched.
pub(super) fn ends(grid: &Grid, links: &[Link], across: &[f64], reach: &[f64]) -> Ends {
    let mut wanted: Ends = Vec::with_capacity(links.len());
    let mut sides: Vec<[Vec<usize>; 2]> = vec![[Vec::new(), Vec::new()]; grid.real];
    for (at, link) in links.iter().enumerate() {
        let (first, last) = beside(grid, at);
        wanted.push(if first == link.head {
            facing(across, reach, link.tail, link.head)
        } else {
            (
                toward(across, reach, link.tail, across[first]),
                toward(across, reach, link.head, across[last]),
            )
        });
        sides[link.tail][1].push(at);
        sides[link.head][0].push(at);
    }
    let places = grid.places();
    for (node, pair) in sides.iter_mut().enumerate() {
        for (side, list) in pair.iter_mut().enumerate() {
            list.sort_by_key(|&at| {
                let (first, last) = beside(grid, at);
                (places[if side == 1 { first } else { last }], at)
            });
            let hopes: Vec<f64> = list.iter().map(|&at| *end(&mut wanted[at], side)).collect();
            let spread = spread(
                &hopes,
                across[node] - reach[node],
                across[node] + reach[node],
            );
            for (&at, found) in list.iter().zip(spread) {
                *end(&mut wanted[at], side) = found;
            }
        }
    }
    straighten(grid, links, across, reach, &sides, &mut wanted);
    wanted
}

/// The cells next to the tail and next to the head of a link.
fn beside(grid: &Grid, link: usize) -> (usize, usize) {
    let chain = &grid.chains[link];
    (chain[1], chain[chain.len() - 2])
}

fn end(ends: &mut (f64, f64), side: usize) -> &mut f64 {
    if side == 1 { &mut ends.0 } else { &mut ends.1 }
}

/// Straight to a waypoint if the side reaches that far, else leaning its way.
fn toward(across: &[f64], reach: &[f64], node: usize, other: f64) -> f64 {
    let off = other - across[node];
    if off.abs() <= reach[node] {
        other
    } else {
        let lean = (off.abs() * 0.2).min(reach[node] * 0.6);
        across[node] + lean.copysign(off)
    }
}

/// Two boxes: straight through the middle of what they share, else leaning to each other.
fn facing(across: &[f64], reach: &[f64], tail: usize, head: usize) -> (f64, f64) {
    let low = (across[tail] - reach[tail]).max(across[head] - reach[head]);
    let high = (across[tail] + reach[tail]).min(across[head] + reach[head]);
    if low <= high {
        let middle = ((across[tail] + across[head]) / 2.0).min(high).max(low);
        (middle, middle)
    } else {
        (
            toward(across, reach, tail, across[head]),
            toward(across, reach, head, across[tail]),
        )
    }
}

/// The values nearest to the hopes that keep their order and distance within the bounds.
fn spread(hopes: &[f64], low: f64, high: f64) -> Vec<f64> {
    let steps = hopes.len().saturating_sub(1) as f64;
    let apart = if steps > 0.0 {
        APART.min((high - low) / steps)
    } else {
        0.0
    };
    // Less the distance, the values need only never fall: pool those that would.
    let mut pools: Vec<(f64, usize)> = Vec::new();
    for (at, hope) in hopes.iter().enumerate() {
        let mut pool = (hope - apart * at as f64, 1);
        while let Some(&(sum, count)) = pools.last() {
            if sum / (count as f64) < pool.0 / (pool.1 as f64) {
                break;
            }
            pool = (pool.0 + sum, pool.1 + count);
            pools.pop();
        }
        pools.push(pool);
    }
    pools
        .into_iter()
        .flat_map(|(sum, count)| std::iter::repeat_n(sum / count as f64, count))
        .enumerate()
        .map(|(at, value)| value.min(high - apart * steps).max(low) + apart * at as f64)
        .collect()
}

/// Moves one end of links that jog by a few pixels in line with the other, where its neighbours
/// on the same side leave room.
fn straighten(
    grid: &Grid,
    links: &[Link],
    across: &[f64],
    reach: &[f64],
    sides: &[[Vec<usize>; 2]],
    ends: &mut Ends,
) {
    let free = |ends: &Ends, node: usize, side: usize, link: usize, to: f64| {
        let list = &sides[node][side];
        let apart = APART.min(2.0 * reach[node] / list.len().max(2) as f64) * 0.6;
        (to - across[node]).abs() <= reach[node]
            && list.iter().position(|&at| at == link).is_some_and(|at| {
                let value = |at: usize| {
                    let ends = ends[list[at]];
                    if side == 1 { ends.0 } else { ends.1 }
                };
                (at == 0 || value(at - 1) + apart <= to)
                    && (at + 1 == list.len() || to + apart <= value(at + 1))
            })
    };
    for (at, link) in links.iter().enumerate() {
        let (first, last) = beside(grid, at);
        let direct = first == link.head;
        let (start, stop) = ends[at];
        let (start_goal, stop_goal) = if direct {
            (stop, start)
        } else {
            (across[first], across[last])
        };
        if (start - start_goal).abs() <= JOG && free(ends, link.tail, 1, at, start_goal) {
            ends[at].0 = start_goal;
            if direct {
                continue;
            }
        }
        if (stop - stop_goal).abs() <= JOG && free(ends, link.head, 0, at, stop_goal) {
            ends[at].1 = stop_goal;
        }
    }
}
