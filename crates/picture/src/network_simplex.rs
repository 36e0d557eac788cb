//! Network simplex (Gansner, Koutsofios, North and Vo 1993, section 2): gives each vertex an integer
//! so that every edge has its least length and the weighted sum of all lengths is least.
//!
//! A spanning tree of tight edges stands for a solution. The cut value of a tree edge is the weight
//! of all edges that lead from its tail's side to its head's, less that of those that lead back;
//! while one is negative, that edge leaves the tree and the tightest edge that leads back enters.
//! An exchange changes cut values on the way between the two edges only, and is worked out on the
//! smaller side of the cut.

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
    if let Some(tree) = tight_tree(values, edges, &mut budget) {
        let mut tree = RootedTree::new(edges, tree, values.len());
        // As much as all of it, of which most rounds look at a part.
        let round = values.len() * 4 + edges.len() * 2;
        let mut from = 0;
        while budget > round {
            budget -= round;
            let Some(slot) = tree.leaving_edge(&mut from) else {
                break;
            };
            if !tree.exchange(values, slot) {
                break;
            }
        }
        values
            .iter_mut()
            .for_each(|value| *value += tree.all_shifted);
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
    let beside = beside(values.len(), edges);
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

/// By vertex the edges at it.
fn beside(vertices: usize, edges: &[WeightedEdge]) -> Vec<Vec<usize>> {
    let mut beside = vec![Vec::new(); vertices];
    for (index, edge) in edges.iter().enumerate() {
        beside[edge.tail].push(index);
        beside[edge.head].push(index);
    }
    beside
}

/// The tree, rooted at its first vertex.
struct RootedTree<'a> {
    edges: &'a [WeightedEdge],
    beside: Vec<Vec<usize>>,
    /// The edge in each slot.
    tree: Vec<usize>,
    /// By vertex the slots of the edges at it.
    slots: Vec<Vec<usize>>,
    parent: Vec<usize>,
    /// By vertex the slot of the edge to the parent.
    slot: Vec<usize>,
    /// The vertex below each slot.
    below: Vec<usize>,
    /// For each vertex: how many are in its subtree.
    size: Vec<usize>,
    /// For each vertex: the weight of edges that leave its subtree, less that of edges that enter.
    out_weight: Vec<i64>,
    /// The smaller side of the cut at hand.
    side: Vec<usize>,
    is_on_side: Vec<bool>,
    /// What is to be added to the value of every vertex.
    all_shifted: i64,
}

impl<'a> RootedTree<'a> {
    fn new(edges: &'a [WeightedEdge], tree: Vec<usize>, vertices: usize) -> Self {
        let mut rooted = Self {
            edges,
            beside: beside(vertices, edges),
            slots: vec![Vec::new(); vertices],
            parent: vec![0; vertices],
            slot: vec![usize::MAX; vertices],
            below: vec![0; tree.len()],
            size: vec![1; vertices],
            out_weight: vec![0; vertices],
            side: Vec::new(),
            is_on_side: vec![false; vertices],
            all_shifted: 0,
            tree,
        };
        for edge in edges {
            rooted.out_weight[edge.tail] += edge.weight;
            rooted.out_weight[edge.head] -= edge.weight;
        }
        for (slot, &index) in rooted.tree.iter().enumerate() {
            rooted.slots[edges[index].tail].push(slot);
            rooted.slots[edges[index].head].push(slot);
        }
        let mut order = vec![0];
        let mut next = 0;
        while let Some(&vertex) = order.get(next) {
            next += 1;
            for at in 0..rooted.slots[vertex].len() {
                let slot = rooted.slots[vertex][at];
                if slot != rooted.slot[vertex] {
                    let other = rooted.across(slot, vertex);
                    rooted.parent[other] = vertex;
                    rooted.slot[other] = slot;
                    rooted.below[slot] = other;
                    order.push(other);
                }
            }
        }
        for &vertex in order.iter().skip(1).rev() {
            let parent = rooted.parent[vertex];
            rooted.size[parent] += rooted.size[vertex];
            rooted.out_weight[parent] += rooted.out_weight[vertex];
        }
        rooted
    }

    fn across(&self, slot: usize, vertex: usize) -> usize {
        let edge = &self.edges[self.tree[slot]];
        edge.tail + edge.head - vertex
    }

    /// The slot of the tree edge to leave: of the next few with a negative cut value, from `from`
    /// round, the one with the lowest.
    fn leaving_edge(&self, from: &mut usize) -> Option<usize> {
        let mut worst: Option<(i64, usize)> = None;
        let mut seen = 0;
        for slot in (*from..self.tree.len()).chain(0..*from) {
            let vertex = self.below[slot];
            let out_weight = self.out_weight[vertex];
            let cut = if self.edges[self.tree[slot]].tail == vertex {
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

    /// Swaps the edge at `slot` for the tightest one that runs the other way across the cut; false
    /// where there is none.
    fn exchange(&mut self, values: &mut [i64], slot: usize) -> bool {
        let below = self.below[slot];
        let is_below = self.size[below] * 2 <= values.len();
        let start = if is_below { below } else { self.parent[below] };
        self.take_side(start, slot);
        let tail_below = self.edges[self.tree[slot]].tail == below;
        // What enters has its head where the tail of what leaves is.
        let head_on_side = tail_below == is_below;
        let at_side = self.side.iter().flat_map(|vertex| &self.beside[*vertex]);
        let across = at_side.filter(|index| {
            let edge = &self.edges[**index];
            let on_side = [edge.tail, edge.head].map(|vertex| self.is_on_side[vertex]);
            on_side == [!head_on_side, head_on_side]
        });
        let entering = across
            .map(|index| (slack(values, &self.edges[*index]), *index))
            .min();
        for vertex in &self.side {
            self.is_on_side[*vertex] = false;
        }
        let Some((gap, index)) = entering else {
            return false;
        };
        // The part below moves, or all and then the rest back.
        let shift = if tail_below { -gap } else { gap };
        let moved = if is_below { shift } else { -shift };
        self.all_shifted += if is_below { 0 } else { shift };
        for vertex in &self.side {
            values[*vertex] += moved;
        }
        let edge = &self.edges[index];
        let (inner, outer) = if tail_below {
            (edge.head, edge.tail)
        } else {
            (edge.tail, edge.head)
        };
        self.replace(slot, index);
        self.hang(below, inner, outer, slot);
        true
    }

    /// Notes all that hangs together with `start` without the edge at `cut`.
    fn take_side(&mut self, start: usize, cut: usize) {
        self.side.clear();
        self.side.push(start);
        self.is_on_side[start] = true;
        let mut next = 0;
        while let Some(&vertex) = self.side.get(next) {
            next += 1;
            for at in 0..self.slots[vertex].len() {
                let slot = self.slots[vertex][at];
                let other = self.across(slot, vertex);
                if slot != cut && !self.is_on_side[other] {
                    self.is_on_side[other] = true;
                    self.side.push(other);
                }
            }
        }
    }

    fn replace(&mut self, slot: usize, index: usize) {
        let old = self.edges[self.tree[slot]];
        for vertex in [old.tail, old.head] {
            self.slots[vertex].retain(|one| *one != slot);
        }
        let new = self.edges[index];
        for vertex in [new.tail, new.head] {
            self.slots[vertex].push(slot);
        }
        self.tree[slot] = index;
    }

    /// Hangs the subtree of `top` by its vertex `inner` below `outer`: the way from `inner` up to
    /// `top` is turned round.
    fn hang(&mut self, top: usize, inner: usize, outer: usize, slot: usize) {
        let (weight, size) = (self.out_weight[top], self.size[top]);
        let mut at = top;
        while at != 0 {
            at = self.parent[at];
            self.out_weight[at] -= weight;
            self.size[at] -= size;
        }
        let (mut vertex, mut parent, mut up) = (inner, outer, slot);
        let mut below = (0, 0);
        loop {
            let old = (self.out_weight[vertex], self.size[vertex]);
            self.out_weight[vertex] = weight - below.0;
            self.size[vertex] = size - below.1;
            self.below[up] = vertex;
            up = std::mem::replace(&mut self.slot[vertex], up);
            let next = std::mem::replace(&mut self.parent[vertex], parent);
            if vertex == top {
                break;
            }
            (below, parent, vertex) = (old, vertex, next);
        }
        at = outer;
        loop {
            self.out_weight[at] += weight;
            self.size[at] += size;
            if at == 0 {
                break;
            }
            at = self.parent[at];
        }
    }
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

    #[test]
    fn cut_values_are_those_of_sums_made_afresh() {
        for seed in 0..40u64 {
            let mut state = seed;
            let mut random = |below: usize| {
                state = state
                    .wrapping_mul(6364136223846793005)
                    .wrapping_add(1442695040888963407);
                (state >> 33) as usize % below
            };
            let count = 12;
            let mut edges: Vec<WeightedEdge> = (1..count)
                .map(|head| edge(random(head), head, 1, 1 + random(3) as i64))
                .collect();
            for _ in 0..20 {
                let head = 1 + random(count - 1);
                edges.push(edge(
                    random(head),
                    head,
                    1 + random(2) as i64,
                    random(4) as i64,
                ));
            }
            let mut values: Vec<i64> = (0..count as i64).map(|at| at * 3).collect();
            let tree = tight_tree(&mut values, &edges, &mut 10_000).unwrap();
            let mut rooted = RootedTree::new(&edges, tree, count);
            let mut from = 0;
            while let Some(slot) = rooted.leaving_edge(&mut from) {
                let before = cost(&values, &edges);
                assert!(rooted.exchange(&mut values, slot));
                assert!(cost(&values, &edges) <= before);
                assert!(edges.iter().all(|edge| slack(&values, edge) >= 0));
                let afresh = RootedTree::new(&edges, rooted.tree.clone(), count);
                assert_eq!(rooted.out_weight, afresh.out_weight);
                assert_eq!(rooted.size, afresh.size);
                assert_eq!(
                    (&rooted.parent, &rooted.below),
                    (&afresh.parent, &afresh.below)
                );
            }
        }
    }
}
