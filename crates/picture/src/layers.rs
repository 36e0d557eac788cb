//! Gives every node of a part its layer: from longest paths, by network simplex to the least sum of
//! edge lengths, then evened out (Gansner, Koutsofios, North and Vo 1993, section 2).

use super::graph::LayoutEdge;
use super::network_simplex::{self, WeightedEdge};

/// Work allowed for shortening, in visits of a node or edge.
const BUDGET: usize = 60_000_000;

/// Layers from 0, every edge at least one layer long, edges short, no layer needlessly empty.
pub(super) fn assign(count: usize, edges: &[LayoutEdge]) -> Vec<usize> {
    let mut layer_of = longest_paths(count, edges);
    let weighted: Vec<WeightedEdge> = edges
        .iter()
        .map(|edge| WeightedEdge {
            tail: edge.tail,
            head: edge.head,
            min_length: 1,
            weight: 1,
        })
        .collect();
    network_simplex::minimize(&mut layer_of, &weighted, BUDGET);
    balance(&mut layer_of, edges);
    renumber(&layer_of)
}

/// Moves nodes without dependents up, and nodes without needs down, out of layers that hold more
/// than `limit` nodes. Edges only grow longer; layers are added at the ends as required.
pub(super) fn limit(layer_of: &[usize], edges: &[LayoutEdge], limit: usize) -> Vec<usize> {
    let limit = limit.max(1);
    let mut moved: Vec<i64> = layer_of.iter().map(|&at| at as i64).collect();
    let mut entered = vec![false; layer_of.len()];
    let mut left = vec![false; layer_of.len()];
    for edge in edges {
        left[edge.tail] = true;
        entered[edge.head] = true;
    }
    spill(&mut moved, &left, limit);
    moved.iter_mut().for_each(|at| *at = -*at);
    spill(&mut moved, &entered, limit);
    moved.iter_mut().for_each(|at| *at = -*at);
    renumber(&moved)
}

/// The number of nodes in the fullest layer.
pub(super) fn fullest(layer_of: &[usize]) -> usize {
    let mut held = vec![0; layer_of.iter().max().map_or(0, |last| last + 1)];
    for &at in layer_of {
        held[at] += 1;
    }
    held.into_iter().max().unwrap_or(0)
}

/// Layer by layer, pushes what is over the limit and not `bound` one further on. What was pushed
/// last is pushed on first, so the nodes that stay are those that were there to begin with.
fn spill(layer_of: &mut [i64], bound: &[bool], limit: usize) {
    let first = layer_of.iter().copied().min().unwrap_or(0);
    let last = layer_of.iter().copied().max().unwrap_or(0);
    let mut layers = vec![Vec::new(); usize::try_from(last - first + 1).unwrap_or(0)];
    for (node, &at) in layer_of.iter().enumerate() {
        if let Some(layer) = usize::try_from(at - first)
            .ok()
            .and_then(|r| layers.get_mut(r))
        {
            layer.push(node);
        }
    }
    let mut carried: Vec<usize> = Vec::new();
    let mut layer = 0;
    while layer < layers.len() || !carried.is_empty() {
        let mut here = layers.get(layer).cloned().unwrap_or_default();
        let room = limit.saturating_sub(here.len());
        let stay = carried.len().min(room);
        let mut over = here.len().saturating_sub(limit);
        let mut pushed = carried.split_off(stay);
        here.append(&mut carried);
        for &node in here.iter().rev() {
            if over > 0 && !bound[node] {
                over -= 1;
                pushed.push(node);
            } else {
                layer_of[node] = first + layer as i64;
            }
        }
        carried = pushed;
        layer += 1;
    }
}

fn longest_paths(count: usize, edges: &[LayoutEdge]) -> Vec<i64> {
    let mut out = vec![Vec::new(); count];
    let mut waits = vec![0usize; count];
    for edge in edges {
        out[edge.tail].push(edge.head);
        waits[edge.head] += 1;
    }
    let mut layer_of = vec![0i64; count];
    let mut ready: Vec<usize> = (0..count).filter(|&node| waits[node] == 0).collect();
    while let Some(node) = ready.pop() {
        for &next in &out[node] {
            layer_of[next] = layer_of[next].max(layer_of[node] + 1);
            waits[next] -= 1;
            if waits[next] == 0 {
                ready.push(next);
            }
        }
    }
    layer_of
}

/// Nodes with as many edges in as out can move at no cost: into the emptiest layer they reach.
fn balance(layer_of: &mut [i64], edges: &[LayoutEdge]) {
    let first = layer_of.iter().copied().min().unwrap_or(0);
    let last = layer_of.iter().copied().max().unwrap_or(0);
    let mut into = vec![Vec::new(); layer_of.len()];
    let mut out = vec![Vec::new(); layer_of.len()];
    let mut held = vec![0usize; usize::try_from(last - first + 1).unwrap_or(0)];
    let slot = |at: i64| usize::try_from(at - first).unwrap_or(0);
    for edge in edges {
        into[edge.head].push(edge.tail);
        out[edge.tail].push(edge.head);
    }
    for &at in layer_of.iter() {
        held[slot(at)] += 1;
    }
    for node in 0..layer_of.len() {
        if into[node].is_empty() || into[node].len() != out[node].len() {
            continue;
        }
        let here = layer_of[node];
        let low = into[node].iter().map(|&n| layer_of[n] + 1).max();
        let high = out[node].iter().map(|&n| layer_of[n] - 1).min();
        let low = low.unwrap_or(here).max(here - 64);
        let high = high.unwrap_or(here).min(here + 64);
        // A move must leave the new layer emptier than the old one was.
        let best = (low..=high)
            .min_by_key(|&at| (held[slot(at)] + usize::from(at != here), (at - here).abs()));
        if let Some(best) = best.filter(|&at| held[slot(at)] + 1 < held[slot(here)]) {
            held[slot(here)] -= 1;
            held[slot(best)] += 1;
            layer_of[node] = best;
        }
    }
}

/// Renumbers from 0 without gaps.
fn renumber(layer_of: &[impl Copy + Ord]) -> Vec<usize> {
    let mut used: Vec<_> = layer_of.to_vec();
    used.sort_unstable();
    used.dedup();
    layer_of
        .iter()
        .map(|at| used.binary_search(at).unwrap_or(0))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::{graph, samples};
    use super::*;

    fn layers(count: usize, edges: &[(usize, usize)]) -> Vec<usize> {
        assign(count, &graph::acyclic_edges(&samples::plain(count, edges)))
    }

    #[test]
    fn a_late_feeder_sits_next_to_what_it_needs() {
        // 5 -> 6 -> 4, with 0 -> 1 -> 2 -> 3 -> 4 beside it.
        let found = layers(7, &[(0, 1), (1, 2), (2, 3), (3, 4), (5, 6), (6, 4)]);
        assert_eq!(found, vec![0, 1, 2, 3, 4, 2, 3]);
    }

    #[test]
    fn edges_always_run_down() {
        for seed in 0..60 {
            let scene = samples::random(seed, 40, 90);
            for part in graph::connected_parts(40, graph::acyclic_edges(&scene)) {
                let free = assign(part.nodes.len(), &part.edges);
                let tight = limit(&free, &part.edges, 4);
                for edge in &part.edges {
                    assert!(free[edge.tail] < free[edge.head]);
                    assert!(tight[edge.tail] < tight[edge.head]);
                }
            }
        }
    }

    #[test]
    fn leaves_spill_into_further_layers() {
        let edges: Vec<_> = (1..21).map(|leaf| (0, leaf)).collect();
        let edges = graph::acyclic_edges(&samples::plain(21, &edges));
        let found = limit(&assign(21, &edges), &edges, 8);
        assert_eq!(fullest(&found), 8);
        assert_eq!(found.iter().max(), Some(&3));
    }

    #[test]
    fn a_very_long_chain_is_layered() {
        let edges: Vec<_> = (1..100_000).map(|node| (node - 1, node)).collect();
        assert_eq!(layers(100_000, &edges)[99_999], 99_999);
    }
}
