//! Ports: where edges touch the sides of their boxes. Those of one side stand as near as they can to
//! where their edges come from, by isotonic regression (pool adjacent violators: Ayer, Brunk, Ewing,
//! Reid and Silverman 1955).

use super::graph::LayoutEdge;
use super::layered::LayeredGraph;

/// The least distance between two edges on one side, where the side is long enough.
const APART: f64 = 12.0;
/// An edge this far from straight is made straight if there is room.
const JOG: f64 = 9.0;

/// For each edge, where it leaves its tail and where it reaches its head.
pub(super) type Ports = Vec<(f64, f64)>;

/// Chooses the ports. `across` is the middle of every vertex; `reach` how far from its middle a
/// node may be touched.
pub(super) fn choose(
    layered: &LayeredGraph,
    edges: &[LayoutEdge],
    across: &[f64],
    reach: &[f64],
) -> Ports {
    let mut wanted: Ports = Vec::with_capacity(edges.len());
    let mut sides: Vec<[Vec<usize>; 2]> = vec![[Vec::new(), Vec::new()]; layered.node_count];
    for (at, edge) in edges.iter().enumerate() {
        let (first, last) = beside(layered, at);
        wanted.push(if first == edge.head {
            facing(across, reach, edge.tail, edge.head)
        } else {
            (
                toward(across, reach, edge.tail, across[first]),
                toward(across, reach, edge.head, across[last]),
            )
        });
        sides[edge.tail][1].push(at);
        sides[edge.head][0].push(at);
    }
    let positions = layered.positions();
    for (node, pair) in sides.iter_mut().enumerate() {
        for (side, list) in pair.iter_mut().enumerate() {
            list.sort_by_key(|&at| {
                let (first, last) = beside(layered, at);
                (positions[if side == 1 { first } else { last }], at)
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
    straighten(layered, edges, across, reach, &sides, &mut wanted);
    wanted
}

/// The vertices next to the tail and next to the head of an edge.
fn beside(layered: &LayeredGraph, edge: usize) -> (usize, usize) {
    let chain = &layered.chains[edge];
    (chain[1], chain[chain.len() - 2])
}

fn end(ports: &mut (f64, f64), side: usize) -> &mut f64 {
    if side == 1 {
        &mut ports.0
    } else {
        &mut ports.1
    }
}

/// Straight to a dummy if the side reaches that far, else leaning its way.
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

/// Moves one end of edges that jog by a few pixels in line with the other, where its neighbours
/// on the same side leave room.
fn straighten(
    layered: &LayeredGraph,
    edges: &[LayoutEdge],
    across: &[f64],
    reach: &[f64],
    sides: &[[Vec<usize>; 2]],
    ports: &mut Ports,
) {
    let free = |ports: &Ports, node: usize, side: usize, edge: usize, to: f64| {
        let list = &sides[node][side];
        let apart = APART.min(2.0 * reach[node] / list.len().max(2) as f64) * 0.6;
        (to - across[node]).abs() <= reach[node]
            && list.iter().position(|&at| at == edge).is_some_and(|at| {
                let value = |at: usize| {
                    let ports = ports[list[at]];
                    if side == 1 { ports.0 } else { ports.1 }
                };
                (at == 0 || value(at - 1) + apart <= to)
                    && (at + 1 == list.len() || to + apart <= value(at + 1))
            })
    };
    for (at, edge) in edges.iter().enumerate() {
        let (first, last) = beside(layered, at);
        let direct = first == edge.head;
        let (start, stop) = ports[at];
        let (start_goal, stop_goal) = if direct {
            (stop, start)
        } else {
            (across[first], across[last])
        };
        if (start - start_goal).abs() <= JOG && free(ports, edge.tail, 1, at, start_goal) {
            ports[at].0 = start_goal;
            if direct {
                continue;
            }
        }
        if (stop - stop_goal).abs() <= JOG && free(ports, edge.head, 0, at, stop_goal) {
            ports[at].1 = stop_goal;
        }
    }
}
