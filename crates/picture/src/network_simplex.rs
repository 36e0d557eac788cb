//! Network simplex (Gansner, Koutsofios, North and Vo 1993, section 2): gives each vertex an integer
//! so that every edge has its least length and the weighted sum of all lengths is least.
//!
//! A spanning tree of tight edges stands for a solution. The cut value of a tree edge is the weight
//! of all edges that lead from its tail's side to its head's, less that of those that lead back;
//! while one is negative, that edge leaves the tree and the tightest edge that leads back enters.
//! Cut values are summed up afresh over the rooted tree in each round, where the paper updates them.

/// Keeps `head` at least `min_length` after `tail`; every unit between them costs `weight`.
#[derive(Clone, Copy, Debug)]
pub(super) struct WeightedEdge {
    pub(super) tail: usize,
    pub(super) head: usize,
    pub(super) min_length: i64,
    pub(super) weight: i64,
}

/// Of the tree edges with a negative cut value, how many to choose the worst from.
const SEARCH_SIZE: usize = 30;

/// Moves the vertices so that the cost shrinks, to its least if the budget, in visits of a vertex or
/// edge, allows. The edges must hold to begin with, and connect all vertices; they hold afterwards.
pub(super) fn minimize(values: &mut [i64], edges: &[WeightedEdge], budget: usize) {
    let before = cost(values, edges);
    let kept = values.to_vec();
    let mut budget = budget;
    if let Some(mut tree) = tight_tree(values, edges, &mut budget) {
        let mut rooted = RootedTree::new(values.len(), edges.len());
        let round = values.len() * 4 + edges.len() * 2;
        let mut from = 0;
        while budget > round {
            budget -= round;
            rooted.root_at_first(edges, &tree);
            let Some(slot) = leaving_edge(edges, &tree, &rooted, &mut from) else {
                break;
            };
            if !exchange(values, edges, &mut tree, &mut rooted, slot) {
                break;
            }
        }
    }
    if cost(values, edges) > before {
        values.copy_from_slice(&kept);
    }
}

fn cost(values: &[i64], edges: &[WeightedEdge]) -> i64 {
    edges
        .iter()
        .map(|edge| (values[edge.head] - values[edge.tail]) * edge.weight)
        .sum()
}

fn slack(values: &[i64], edge: &WeightedEdge) -> i64 {
    values[edge.head] - values[edge.tail] - edge.min_length
}

/// Grows a spanning tree of tight edges (`feasible_tree` in the paper). Whenever it is stuck, all it holds moves up to the
/// nearest edge that leaves it. Gives the places of its edges.
fn tight_tree(
    values: &mut [i64],
    edges: &[WeightedEdge],
    budget: &mut usize,
) -> Option<Vec<usize>> {
    let mut beside = vec![Vec::new(); values.len()];
    for (index, edge) in edges.iter().enumerate() {
        beside[edge.tail].push(index);
        beside[edge.head].push(index);
    }
    let mut inside = vec![false; values.len()];
    *inside.first_mut()? = true;
    let mut members = vec![0];
    let mut tree = Vec::with_capacity(values.len() - 1);
    let mut next = 0;
    loop {
        while let Some(&vertex) = members.get(next) {
            next += 1;
            for &index in &beside[vertex] {
                let edge = &edges[index];
                let other = edge.tail + edge.head - vertex;
                if !inside[other] && slack(values, edge) == 0 {
                    inside[other] = true;
                    members.push(other);
                    tree.push(index);
                }
            }
        }
        if members.len() == values.len() {
            return Some(tree);
        }
        *budget = budget.checked_sub(edges.len() + members.len())?;
        let (gap, index) = edges
            .iter()
            .enumerate()
            .filter(|(_, edge)| inside[edge.tail] != inside[edge.head])
            .map(|(index, edge)| (slack(values, edge), index))
            .min()?;
        let edge = &edges[index];
        let (shift, fresh) = if inside[edge.tail] {
            (gap, edge.head)
        } else {
            (-gap, edge.tail)
        };
        for &vertex in &members {
            values[vertex] += shift;
        }
        inside[fresh] = true;
        members.push(fresh);
        tree.push(index);
    }
}

/// The tree, rooted at its first vertex. Kept between rounds for its storage.
struct RootedTree {
    /// Vertices, parents before children.
    order: Vec<usize>,
    /// Where in the tree the edge to the parent is listed.
    slot: Vec<usize>,
    parent: Vec<usize>,
    /// The vertex below each slot.
    below: Vec<usize>,
    /// For each vertex: the weight of edges that leave its subtree, less that of edges that enter.
    out_weight: Vec<i64>,
    /// The same for the vertex alone.
    own: Vec<i64>,
    in_subtree: Vec<bool>,
    /// Slots beside each vertex: those of `vertex` are listed from `starts[vertex]`.
    starts: Vec<usize>,
    slots: Vec<usize>,
}

impl RootedTree {
    fn new(vertices: usize, edges: usize) -> Self {
        Self {
            order: Vec::with_capacity(vertices),
            slot: vec![usize::MAX; vertices],
            parent: vec![0; vertices],
            below: vec![0; vertices],
            out_weight: Vec::with_capacity(vertices),
            own: Vec::new(),
            in_subtree: vec![false; vertices],
            starts: vec![0; vertices + 1],
            slots: vec![0; edges.min(vertices) * 2],
        }
    }

    fn root_at_first(&mut self, edges: &[WeightedEdge], tree: &[usize]) {
        let vertices = self.slot.len();
        if self.own.is_empty() {
            self.own.resize(vertices, 0);
            for edge in edges {
                self.own[edge.tail] += edge.weight;
                self.own[edge.head] -= edge.weight;
            }
        }
        // Count, sum up, and fill backwards.
        self.starts.fill(0);
        for &index in tree {
            self.starts[edges[index].tail] += 1;
            self.starts[edges[index].head] += 1;
        }
        let mut sum = 0;
        for start in &mut self.starts {
            sum += *start;
            *start = sum;
        }
        for (slot, &index) in tree.iter().enumerate() {
            for vertex in [edges[index].tail, edges[index].head] {
                self.starts[vertex] -= 1;
                self.slots[self.starts[vertex]] = slot;
            }
        }
        self.order.clear();
        self.order.push(0);
        let mut next = 0;
        while let Some(&vertex) = self.order.get(next) {
            next += 1;
            for &slot in &self.slots[self.starts[vertex]..self.starts[vertex + 1]] {
                if slot != self.slot[vertex] || vertex == 0 {
                    let edge = &edges[tree[slot]];
                    let other = edge.tail + edge.head - vertex;
                    self.slot[other] = slot;
                    self.parent[other] = vertex;
                    self.below[slot] = other;
                    self.order.push(other);
                }
            }
        }
        self.out_weight.clone_from(&self.own);
        for &vertex in self.order.iter().skip(1).rev() {
            let out_weight = self.out_weight[vertex];
            self.out_weight[self.parent[vertex]] += out_weight;
        }
    }
}

/// The slot of the tree edge to leave: of the next few with a negative cut value, from `from` round,
/// the one with the lowest.
fn leaving_edge(
    edges: &[WeightedEdge],
    tree: &[usize],
    rooted: &RootedTree,
    from: &mut usize,
) -> Option<usize> {
    let mut worst: Option<(i64, usize)> = None;
    let mut seen = 0;
    for slot in (*from..tree.len()).chain(0..*from) {
        let vertex = rooted.below[slot];
        let out_weight = rooted.out_weight[vertex];
        let cut = if edges[tree[slot]].tail == vertex {
            out_weight
        } else {
            -out_weight
        };
        if cut < 0 {
            seen += 1;
            if worst.is_none_or(|(lowest, _)| cut < lowest) {
                worst = Some((cut, slot));
            }
            if seen == SEARCH_SIZE {
                *from = slot + 1;
                break;
            }
        }
    }
    worst.map(|(_, slot)| slot)
}

/// Swaps the edge at `slot` for the tightest one that runs the other way across the cut; false where
/// there is none.
fn exchange(
    values: &mut [i64],
    edges: &[WeightedEdge],
    tree: &mut [usize],
    rooted: &mut RootedTree,
    slot: usize,
) -> bool {
    rooted.in_subtree[0] = false;
    for &vertex in rooted.order.iter().skip(1) {
        rooted.in_subtree[vertex] =
            rooted.slot[vertex] == slot || rooted.in_subtree[rooted.parent[vertex]];
    }
    let in_subtree = &rooted.in_subtree;
    let tail_under = in_subtree[edges[tree[slot]].tail];
    let entering = edges
        .iter()
        .enumerate()
        .filter(|(_, edge)| {
            in_subtree[edge.tail] != tail_under && in_subtree[edge.head] == tail_under
        })
        .map(|(index, edge)| (slack(values, edge), index))
        .min();
    let Some((gap, index)) = entering else {
        return false;
    };
    tree[slot] = index;
    let shift = if tail_under { -gap } else { gap };
    for (vertex, _) in in_subtree
        .iter()
        .enumerate()
        .filter(|(_, in_subtree)| **in_subtree)
    {
        values[vertex] += shift;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edge(tail: usize, head: usize, min_length: i64, weight: i64) -> WeightedEdge {
        WeightedEdge {
            tail,
            head,
            min_length,
            weight,
        }
    }

    #[test]
    fn slack_is_taken_out() {
        // Two chains from 0 to 3; the heavy edge at the end of the short one becomes tight.
        let edges = [
            edge(0, 1, 1, 1),
            edge(1, 2, 1, 1),
            edge(2, 3, 1, 1),
            edge(0, 4, 1, 1),
            edge(4, 3, 1, 5),
        ];
        let mut values = [0, 1, 2, 9, 1];
        minimize(&mut values, &edges, 10_000);
        assert_eq!(values.map(|vertex| vertex - values[0]), [0, 1, 2, 3, 2]);
    }

    #[test]
    fn without_budget_the_least_lengths_still_hold() {
        let edges = [edge(0, 1, 3, 1), edge(0, 2, 1, 1), edge(1, 2, 2, 1)];
        let mut values = [0, 7, 20];
        minimize(&mut values, &edges, 0);
        assert!(edges.iter().all(|edge| slack(&values, edge) >= 0));
    }
}
