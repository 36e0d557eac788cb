//! Gives every node of a part its layer.

use super::graph::Link;
use super::simplex::{self, Tie};

/// Work allowed for shortening, in visits of a node or link.
const BUDGET: usize = 60_000_000;

/// Layers from 0, every link at least one layer long, links short, no layer needlessly empty.
pub(super) fn assign(count: usize, links: &[Link]) -> Vec<usize> {
    let mut layer = longest_paths(count, links);
    let ties: Vec<Tie> = links
        .iter()
        .map(|link| Tie {
            tail: link.tail,
            head: link.head,
            least: 1,
            weight: 1,
        })
        .collect();
    simplex::shorten(&mut layer, &ties, BUDGET);
    even_out(&mut layer, links);
    settle(&layer)
}

/// Moves nodes without dependents up, and nodes without needs down, out of layers that hold more
/// than `limit` nodes. Links only grow longer; layers are added at the ends as required.
pub(super) fn limit(layer: &[usize], links: &[Link], limit: usize) -> Vec<usize> {
    let limit = limit.max(1);
    let mut moved: Vec<i64> = layer.iter().map(|&at| at as i64).collect();
    let mut entered = vec![false; layer.len()];
    let mut left = vec![false; layer.len()];
    for link in links {
        left[link.tail] = true;
        entered[link.head] = true;
    }
    spill(&mut moved, &left, limit);
    moved.iter_mut().for_each(|at| *at = -*at);
    spill(&mut moved, &entered, limit);
    moved.iter_mut().for_each(|at| *at = -*at);
    settle(&moved)
}

/// The number of nodes in the fullest layer.
pub(super) fn fullest(layer: &[usize]) -> usize {
    let mut held = vec![0; layer.iter().max().map_or(0, |last| last + 1)];
    for &at in layer {
        held[at] += 1;
    }
    held.into_iter().max().unwrap_or(0)
}

/// Layer by layer, pushes what is over the limit and not `tied` one further on. What was pushed
/// last is pushed on first, so the nodes that stay are those that were there to begin with.
fn spill(layer: &mut [i64], tied: &[bool], limit: usize) {
    let first = layer.iter().copied().min().unwrap_or(0);
    let last = layer.iter().copied().max().unwrap_or(0);
    let mut rows = vec![Vec::new(); usize::try_from(last - first + 1).unwrap_or(0)];
    for (node, &at) in layer.iter().enumerate() {
        if let Some(row) = usize::try_from(at - first)
            .ok()
            .and_then(|r| rows.get_mut(r))
        {
            row.push(node);
        }
    }
    let mut carried: Vec<usize> = Vec::new();
    let mut row = 0;
    while row < rows.len() || !carried.is_empty() {
        let mut here = rows.get(row).cloned().unwrap_or_default();
        let room = limit.saturating_sub(here.len());
        let stay = carried.len().min(room);
        let mut over = here.len().saturating_sub(limit);
        let mut pushed = carried.split_off(stay);
        here.append(&mut carried);
        for &node in here.iter().rev() {
            if over > 0 && !tied[node] {
                over -= 1;
                pushed.push(node);
            } else {
                layer[node] = first + row as i64;
            }
        }
        carried = pushed;
        row += 1;
    }
}

fn longest_paths(count: usize, links: &[Link]) -> Vec<i64> {
    let mut out = vec![Vec::new(); count];
    let mut waits = vec![0usize; count];
    for link in links {
        out[link.tail].push(link.head);
        waits[link.head] += 1;
    }
    let mut layer = vec![0i64; count];
    let mut ready: Vec<usize> = (0..count).filter(|&node| waits[node] == 0).collect();
    while let Some(node) = ready.pop() {
        for &next in &out[node] {
            layer[next] = layer[next].max(layer[node] + 1);
            waits[next] -= 1;
            if waits[next] == 0 {
                ready.push(next);
            }
        }
    }
    layer
}

/// Nodes with as many links in as out can move at no cost: into the emptiest layer they reach.
fn even_out(layer: &mut [i64], links: &[Link]) {
    let first = layer.iter().copied().min().unwrap_or(0);
    let last = layer.iter().copied().max().unwrap_or(0);
    let mut into = vec![Vec::new(); layer.len()];
    let mut out = vec![Vec::new(); layer.len()];
    let mut held = vec![0usize; usize::try_from(last - first + 1).unwrap_or(0)];
    let slot = |at: i64| usize::try_from(at - first).unwrap_or(0);
    for link in links {
        into[link.head].push(link.tail);
        out[link.tail].push(link.head);
    }
    for &at in layer.iter() {
        held[slot(at)] += 1;
    }
    for node in 0..layer.len() {
        if into[node].is_empty() || into[node].len() != out[node].len() {
            continue;
        }
        let here = layer[node];
        let low = into[node].iter().map(|&n| layer[n] + 1).max();
        let high = out[node].iter().map(|&n| layer[n] - 1).min();
        let low = low.unwrap_or(here).max(here - 64);
        let high = high.unwrap_or(here).min(here + 64);
        // A move must leave the new layer emptier than the old one was.
        let best = (low..=high)
            .min_by_key(|&at| (held[slot(at)] + usize::from(at != here), (at - here).abs()));
        if let Some(best) = best.filter(|&at| held[slot(at)] + 1 < held[slot(here)]) {
            held[slot(here)] -= 1;
            held[slot(best)] += 1;
            layer[node] = best;
        }
    }
}

/// Renumbers from 0 without gaps.
fn settle(layer: &[impl Copy + Ord]) -> Vec<usize> {
    let mut used: Vec<_> = layer.to_vec();
    used.sort_unstable();
    used.dedup();
    layer
        .iter()
        .map(|at| used.binary_search(at).unwrap_or(0))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::{graph, samples};
    use super::*;

    fn layers(count: usize, edges: &[(usize, usize)]) -> Vec<usize> {
        assign(count, &graph::links(&samples::plain(count, edges)))
    }

    #[test]
    fn a_late_feeder_sits_next_to_what_it_needs() {
        // 5 -> 6 -> 4, with 0 -> 1 -> 2 -> 3 -> 4 beside it.
        let found = layers(7, &[(0, 1), (1, 2), (2, 3), (3, 4), (5, 6), (6, 4)]);
        assert_eq!(found, vec![0, 1, 2, 3, 4, 2, 3]);
    }

    #[test]
    fn links_always_run_down() {
        for seed in 0..60 {
            let scene = samples::random(seed, 40, 90);
            for part in graph::parts(40, graph::links(&scene)) {
                let free = assign(part.nodes.len(), &part.links);
                let tight = limit(&free, &part.links, 4);
                for link in &part.links {
                    assert!(free[link.tail] < free[link.head]);
                    assert!(tight[link.tail] < tight[link.head]);
                }
            }
        }
    }

    #[test]
    fn leaves_spill_into_further_layers() {
        let edges: Vec<_> = (1..21).map(|leaf| (0, leaf)).collect();
        let links = graph::links(&samples::plain(21, &edges));
        let found = limit(&assign(21, &links), &links, 8);
        assert_eq!(fullest(&found), 8);
        assert_eq!(found.iter().max(), Some(&3));
    }

    #[test]
    fn a_very_long_chain_is_layered() {
        let edges: Vec<_> = (1..100_000).map(|node| (node - 1, node)).collect();
        assert_eq!(layers(100_000, &edges)[99_999], 99_999);
    }
}
