//! From a scene to clean links: merged, without loops, all turned one way, split into parts.

use std::collections::BTreeMap;

use super::scene::{Line, Scene};

/// A merged edge. `tail` is laid out before `head`, whichever way the arrow points.
#[derive(Clone, Debug)]
pub(super) struct Link {
    pub(super) tail: usize,
    pub(super) head: usize,
    /// The arrow runs from `head` to `tail`: the link closed a cycle and was turned.
    pub(super) flipped: bool,
    pub(super) line: Line,
    pub(super) label: String,
}

impl Link {
    /// The ends as the arrow runs: from the dependent to what it needs.
    pub(super) fn arrow(&self) -> (usize, usize) {
        if self.flipped {
            (self.head, self.tail)
        } else {
            (self.tail, self.head)
        }
    }
}

/// A connected part. Links use positions in `nodes`.
#[derive(Debug)]
pub(super) struct Part {
    /// Indices into the scene, ascending.
    pub(super) nodes: Vec<usize>,
    pub(super) links: Vec<Link>,
}

/// The links of a scene, acyclic in `tail` to `head`.
pub(super) fn links(scene: &Scene) -> Vec<Link> {
    let mut links = merged(scene);
    turn_back_links(scene.nodes.len(), &mut links);
    links
}

/// The connected parts, each in scene order, ordered by their first node.
pub(super) fn parts(count: usize, links: Vec<Link>) -> Vec<Part> {
    let mut beside = vec![Vec::new(); count];
    for link in &links {
        beside[link.tail].push(link.head);
        beside[link.head].push(link.tail);
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
    let mut parts: Vec<Part> = Vec::new();
    parts.resize_with(total, || Part {
        nodes: Vec::new(),
        links: Vec::new(),
    });
    let mut local = vec![0; count];
    for (node, &part) in home.iter().enumerate() {
        local[node] = parts[part].nodes.len();
        parts[part].nodes.push(node);
    }
    for mut link in links {
        let part = home[link.tail];
        link.tail = local[link.tail];
        link.head = local[link.head];
        parts[part].links.push(link);
    }
    parts
}

fn merged(scene: &Scene) -> Vec<Link> {
    let count = scene.nodes.len();
    let mut seen: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    let mut links: Vec<Link> = Vec::new();
    for edge in &scene.edges {
        if edge.from == edge.to || edge.from >= count || edge.to >= count {
            continue;
        }
        let label = edge.label.trim();
        let at = *seen.entry((edge.from, edge.to)).or_insert(links.len());
        match links.get_mut(at) {
            None => links.push(Link {
                tail: edge.from,
                head: edge.to,
                flipped: false,
                line: edge.line,
                label: label.to_owned(),
            }),
            Some(link) => {
                link.line = link.line.min(edge.line);
                if link.label.is_empty() {
                    link.label.push_str(label);
                } else if !label.is_empty() && link.label.split(", ").all(|part| part != label) {
                    link.label.push_str(", ");
                    link.label.push_str(label);
                }
            }
        }
    }
    links
}

/// Walks depth first from the nodes nothing points to, then from the rest, in scene order, and
/// turns every link that leads back into the walk's own trail.
fn turn_back_links(count: usize, links: &mut [Link]) {
    let mut out = vec![Vec::new(); count];
    let mut entered = vec![false; count];
    for (at, link) in links.iter().enumerate() {
        out[link.tail].push(at);
        entered[link.head] = true;
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
            let next = links[at].head;
            if on_trail[next] {
                links[at].flipped = true;
            } else if !seen[next] {
                seen[next] = true;
                on_trail[next] = true;
                trail.push((next, 0));
            }
        }
    }
    for link in links.iter_mut().filter(|link| link.flipped) {
        std::mem::swap(&mut link.tail, &mut link.head);
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;

    #[test]
    fn duplicates_merge_and_loops_go() {
        let mut scene = samples::plain(2, &[(0, 1), (0, 1), (1, 1), (0, 7)]);
        scene.edges[0].line = Line::Dotted;
        scene.edges[0].label = "a".to_owned();
        scene.edges[1].label = "b".to_owned();
        let links = links(&scene);
        assert_eq!(links.len(), 1);
        assert_eq!(links[0].line, Line::Solid);
        assert_eq!(links[0].label, "a, b");
    }

    #[test]
    fn a_cycle_turns_one_link() {
        let links = links(&samples::plain(4, &[(0, 1), (1, 2), (2, 0), (3, 0)]));
        let turned: Vec<_> = links.iter().filter(|link| link.flipped).collect();
        assert_eq!(turned.len(), 1);
        assert_eq!(turned[0].arrow(), (2, 0));
    }

    #[test]
    fn parts_keep_scene_order() {
        let scene = samples::plain(5, &[(3, 1), (2, 4)]);
        let parts = parts(5, links(&scene));
        let nodes: Vec<_> = parts.iter().map(|part| part.nodes.clone()).collect();
        assert_eq!(nodes, vec![vec![0], vec![1, 3], vec![2, 4]]);
    }
}
