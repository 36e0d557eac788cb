//! From a scene to acyclic graphs: parallel edges merged, loops left out, edges that close a cycle
//! reversed, split into connected parts.

use std::collections::BTreeMap;

use super::scene::{EdgeLine, Scene};

/// A merged edge. `tail` is laid out before `head`, whichever way the arrow points.
#[derive(Clone, Debug)]
pub(super) struct LayoutEdge {
    pub(super) tail: usize,
    pub(super) head: usize,
    /// The arrow runs from `head` to `tail`: the edge closed a cycle and was reversed.
    pub(super) reversed: bool,
    pub(super) line: EdgeLine,
    pub(super) label: String,
}

impl LayoutEdge {
    /// The ends as the arrow runs: from the dependent to what it needs.
    pub(super) fn arrow(&self) -> (usize, usize) {
        if self.reversed {
            (self.head, self.tail)
        } else {
            (self.tail, self.head)
        }
    }
}

/// A connected part. Edges use positions in `nodes`.
#[derive(Debug)]
pub(super) struct ConnectedPart {
    /// Indices into the scene, ascending.
    pub(super) nodes: Vec<usize>,
    pub(super) edges: Vec<LayoutEdge>,
}

/// The edges of a scene, acyclic in `tail` to `head`.
pub(super) fn acyclic_edges(scene: &Scene) -> Vec<LayoutEdge> {
    let mut edges = merged_edges(scene);
    reverse_back_edges(scene.nodes.len(), &mut edges);
    edges
}

/// The connected parts, each in scene order, ordered by their first node.
pub(super) fn connected_parts(count: usize, edges: Vec<LayoutEdge>) -> Vec<ConnectedPart> {
    let mut beside = vec![Vec::new(); count];
    for edge in &edges {
        beside[edge.tail].push(edge.head);
        beside[edge.head].push(edge.tail);
    }
    let mut home = vec![usize::MAX; count];
    let mut total = 0;
    for start in 0..count {
        if home[start] != usize::MAX {
            continue;
        }
        home[start] = total;
        let mut open = vec![start];
        while let Some(node) = open.pop() {
            for &next in &beside[node] {
                if home[next] == usize::MAX {
                    home[next] = total;
                    open.push(next);
                }
            }
        }
        total += 1;
    }
    let mut parts: Vec<ConnectedPart> = Vec::new();
    parts.resize_with(total, || ConnectedPart {
        nodes: Vec::new(),
        edges: Vec::new(),
    });
    let mut local = vec![0; count];
    for (node, &part) in home.iter().enumerate() {
        local[node] = parts[part].nodes.len();
        parts[part].nodes.push(node);
    }
    for mut edge in edges {
        let part = home[edge.tail];
        edge.tail = local[edge.tail];
        edge.head = local[edge.head];
        parts[part].edges.push(edge);
    }
    parts
}

fn merged_edges(scene: &Scene) -> Vec<LayoutEdge> {
    let count = scene.nodes.len();
    let mut seen: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    let mut edges: Vec<LayoutEdge> = Vec::new();
    for given in &scene.edges {
        if given.from == given.to || given.from >= count || given.to >= count {
            continue;
        }
        let label = given.label.trim();
        let at = *seen.entry((given.from, given.to)).or_insert(edges.len());
        match edges.get_mut(at) {
            None => edges.push(LayoutEdge {
                tail: given.from,
                head: given.to,
                reversed: false,
                line: given.line,
                label: label.to_owned(),
            }),
            Some(edge) => {
                edge.line = edge.line.min(given.line);
                if edge.label.is_empty() {
                    edge.label.push_str(label);
                } else if !label.is_empty() && edge.label.split(", ").all(|part| part != label) {
                    edge.label.push_str(", ");
                    edge.label.push_str(label);
                }
            }
        }
    }
    edges
}

/// Breaks cycles (Gansner, Koutsofios, North and Vo 1993, section 2.1): walks depth first from the
/// nodes nothing points to, then from the rest, in scene order, and reverses every edge that leads
/// back into the walk's own trail.
fn reverse_back_edges(count: usize, edges: &mut [LayoutEdge]) {
    let mut out = vec![Vec::new(); count];
    let mut entered = vec![false; count];
    for (at, edge) in edges.iter().enumerate() {
        out[edge.tail].push(at);
        entered[edge.head] = true;
    }
    let tops = (0..count).filter(|&node| !entered[node]);
    let rest = (0..count).filter(|&node| entered[node]);
    let starts: Vec<usize> = tops.chain(rest).collect();
    let mut on_trail = vec![false; count];
    let mut seen = vec![false; count];
    for start in starts {
        if seen[start] {
            continue;
        }
        seen[start] = true;
        on_trail[start] = true;
        let mut trail = vec![(start, 0)];
        while let Some((node, step)) = trail.last_mut() {
            let Some(&at) = out[*node].get(*step) else {
                on_trail[*node] = false;
                trail.pop();
                continue;
            };
            *step += 1;
            let next = edges[at].head;
            if on_trail[next] {
                edges[at].reversed = true;
            } else if !seen[next] {
                seen[next] = true;
                on_trail[next] = true;
                trail.push((next, 0));
            }
        }
    }
    for edge in edges.iter_mut().filter(|edge| edge.reversed) {
        std::mem::swap(&mut edge.tail, &mut edge.head);
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;

    #[test]
    fn duplicates_merge_and_loops_go() {
        let mut scene = samples::plain(2, &[(0, 1), (0, 1), (1, 1), (0, 7)]);
        scene.edges[0].line = EdgeLine::Dotted;
        scene.edges[0].label = "a".to_owned();
        scene.edges[1].label = "b".to_owned();
        let edges = acyclic_edges(&scene);
        assert_eq!(edges.len(), 1);
        assert_eq!(edges[0].line, EdgeLine::Solid);
        assert_eq!(edges[0].label, "a, b");
    }

    #[test]
    fn a_cycle_reverses_one_edge() {
        let edges = acyclic_edges(&samples::plain(4, &[(0, 1), (1, 2), (2, 0), (3, 0)]));
        let turned: Vec<_> = edges.iter().filter(|edge| edge.reversed).collect();
        assert_eq!(turned.len(), 1);
        assert_eq!(turned[0].arrow(), (2, 0));
    }

    #[test]
    fn parts_keep_scene_order() {
        let scene = samples::plain(5, &[(3, 1), (2, 4)]);
        let parts = connected_parts(5, acyclic_edges(&scene));
        let nodes: Vec<_> = parts.iter().map(|part| part.nodes.clone()).collect();
        assert_eq!(nodes, vec![vec![0], vec![1, 3], vec![2, 4]]);
    }
}
