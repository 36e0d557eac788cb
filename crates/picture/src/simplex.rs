//! Network simplex: shortens weighted ties on one axis, over a spanning tree of tight ones.

/// Keeps `head` at least `least` after `tail`; every unit between them costs `weight`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tie {
    pub(super) tail: usize,
    pub(super) head: usize,
    pub(super) least: i64,
    pub(super) weight: i64,
}

/// Of the ties that would rather be longer, how many to choose the worst from.
const CHOICE: usize = 30;

/// Moves the points so that the cost shrinks, to its least if the budget, in visits of a point or
/// tie, allows. The ties must hold to begin with, and connect all points; they hold afterwards.
pub(super) fn shorten(at: &mut [i64], ties: &[Tie], budget: usize) {
    let before = cost(at, ties);
    let kept = at.to_vec();
    let mut budget = budget;
    if let Some(mut tree) = tight_tree(at, ties, &mut budget) {
        let mut hung = Hung::new(at.len(), ties.len());
        let round = at.len() * 4 + ties.len() * 2;
        let mut from = 0;
        while budget > round {
            budget -= round;
            hung.hang(ties, &tree);
            let Some(slot) = weak_slot(ties, &tree, &hung, &mut from) else {
                break;
            };
            if !pivot(at, ties, &mut tree, &mut hung, slot) {
                break;
            }
        }
    }
    if cost(at, ties) > before {
        at.copy_from_slice(&kept);
    }
}

fn cost(at: &[i64], ties: &[Tie]) -> i64 {
    ties.iter()
        .map(|tie| (at[tie.head] - at[tie.tail]) * tie.weight)
        .sum()
}

fn slack(at: &[i64], tie: &Tie) -> i64 {
    at[tie.head] - at[tie.tail] - tie.least
}

/// Grows a spanning tree of tight ties. Whenever it is stuck, all it holds moves up to the
/// nearest tie that leaves it. Gives the places of its ties.
fn tight_tree(at: &mut [i64], ties: &[Tie], budget: &mut usize) -> Option<Vec<usize>> {
    let mut beside = vec![Vec::new(); at.len()];
    for (index, tie) in ties.iter().enumerate() {
        beside[tie.tail].push(index);
        beside[tie.head].push(index);
    }
    let mut inside = vec![false; at.len()];
    *inside.first_mut()? = true;
    let mut members = vec![0];
    let mut tree = Vec::with_capacity(at.len() - 1);
    let mut next = 0;
    loop {
        while let Some(&point) = members.get(next) {
            next += 1;
            for &index in &beside[point] {
                let tie = &ties[index];
                let other = tie.tail + tie.head - point;
                if !inside[other] && slack(at, tie) == 0 {
                    inside[other] = true;
                    members.push(other);
                    tree.push(index);
                }
            }
        }
        if members.len() == at.len() {
            return Some(tree);
        }
        *budget = budget.checked_sub(ties.len() + members.len())?;
        let (gap, index) = ties
            .iter()
            .enumerate()
            .filter(|(_, tie)| inside[tie.tail] != inside[tie.head])
            .map(|(index, tie)| (slack(at, tie), index))
            .min()?;
        let tie = &ties[index];
        let (shift, fresh) = if inside[tie.tail] {
            (gap, tie.head)
        } else {
            (-gap, tie.tail)
        };
        for &point in &members {
            at[point] += shift;
        }
        inside[fresh] = true;
        members.push(fresh);
        tree.push(index);
    }
}

/// The tree as it hangs from its first point. Kept between rounds for its storage.
struct Hung {
    /// Points, parents before children.
    order: Vec<usize>,
    /// Where in the tree the tie to the parent is listed.
    slot: Vec<usize>,
    parent: Vec<usize>,
    /// The point below each slot.
    below: Vec<usize>,
    /// For each point: the weight of ties that leave its subtree, less that of ties that enter.
    net: Vec<i64>,
    /// The same for the point alone.
    own: Vec<i64>,
    under: Vec<bool>,
    /// Slots beside each point: those of `point` are listed from `starts[point]`.
    starts: Vec<usize>,
    slots: Vec<usize>,
}

impl Hung {
    fn new(points: usize, ties: usize) -> Self {
        Self {
            order: Vec::with_capacity(points),
            slot: vec![usize::MAX; points],
            parent: vec![0; points],
            below: vec![0; points],
            net: Vec::with_capacity(points),
            own: Vec::new(),
            under: vec![false; points],
            starts: vec![0; points + 1],
            slots: vec![0; ties.min(points) * 2],
        }
    }

    fn hang(&mut self, ties: &[Tie], tree: &[usize]) {
        let points = self.slot.len();
        if self.own.is_empty() {
            self.own.resize(points, 0);
            for tie in ties {
                self.own[tie.tail] += tie.weight;
                self.own[tie.head] -= tie.weight;
            }
        }
        // Count, sum up, and fill backwards.
        self.starts.fill(0);
        for &index in tree {
            self.starts[ties[index].tail] += 1;
            self.starts[ties[index].head] += 1;
        }
        let mut sum = 0;
        for start in &mut self.starts {
            sum += *start;
            *start = sum;
        }
        for (slot, &index) in tree.iter().enumerate() {
            for point in [ties[index].tail, ties[index].head] {
                self.starts[point] -= 1;
                self.slots[self.starts[point]] = slot;
            }
        }
        self.order.clear();
        self.order.push(0);
        let mut next = 0;
        while let Some(&point) = self.order.get(next) {
            next += 1;
            for &slot in &self.slots[self.starts[point]..self.starts[point + 1]] {
                if slot != self.slot[point] || point == 0 {
                    let tie = &ties[tree[slot]];
                    let other = tie.tail + tie.head - point;
                    self.slot[other] = slot;
                    self.parent[other] = point;
                    self.below[slot] = other;
                    self.order.push(other);
                }
            }
        }
        self.net.clone_from(&self.own);
        for &point in self.order.iter().skip(1).rev() {
            let net = self.net[point];
            self.net[self.parent[point]] += net;
        }
    }
}

/// The slot, among the next few from `from` round, whose tie would most like to be longer.
fn weak_slot(ties: &[Tie], tree: &[usize], hung: &Hung, from: &mut usize) -> Option<usize> {
    let mut worst: Option<(i64, usize)> = None;
    let mut seen = 0;
    for slot in (*from..tree.len()).chain(0..*from) {
        let point = hung.below[slot];
        let net = hung.net[point];
        let cut = if ties[tree[slot]].tail == point {
            net
        } else {
            -net
        };
        if cut < 0 {
            seen += 1;
            if worst.is_none_or(|(least, _)| cut < least) {
                worst = Some((cut, slot));
            }
            if seen == CHOICE {
                *from = slot + 1;
                break;
            }
        }
    }
    worst.map(|(_, slot)| slot)
}

/// Swaps the tie at `slot` for the tightest one that runs the other way across the cut.
fn pivot(at: &mut [i64], ties: &[Tie], tree: &mut [usize], hung: &mut Hung, slot: usize) -> bool {
    hung.under[0] = false;
    for &point in hung.order.iter().skip(1) {
        hung.under[point] = hung.slot[point] == slot || hung.under[hung.parent[point]];
    }
    let under = &hung.under;
    let tail_under = under[ties[tree[slot]].tail];
    let entering = ties
        .iter()
        .enumerate()
        .filter(|(_, tie)| under[tie.tail] != tail_under && under[tie.head] == tail_under)
        .map(|(index, tie)| (slack(at, tie), index))
        .min();
    let Some((gap, index)) = entering else {
        return false;
    };
    tree[slot] = index;
    let shift = if tail_under { -gap } else { gap };
    for (point, _) in under.iter().enumerate().filter(|(_, under)| **under) {
        at[point] += shift;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tie(tail: usize, head: usize, least: i64, weight: i64) -> Tie {
        Tie {
            tail,
            head,
            least,
            weight,
        }
    }

    #[test]
    fn slack_is_taken_out() {
        // Two chains from 0 to 3; the heavy tie at the end of the short one becomes tight.
        let ties = [
            tie(0, 1, 1, 1),
            tie(1, 2, 1, 1),
            tie(2, 3, 1, 1),
            tie(0, 4, 1, 1),
            tie(4, 3, 1, 5),
        ];
        let mut at = [0, 1, 2, 9, 1];
        shorten(&mut at, &ties, 10_000);
        assert_eq!(at.map(|point| point - at[0]), [0, 1, 2, 3, 2]);
    }

    #[test]
    fn without_budget_the_ties_still_hold() {
        let ties = [tie(0, 1, 3, 1), tie(0, 2, 1, 1), tie(1, 2, 2, 1)];
        let mut at = [0, 7, 20];
        shorten(&mut at, &ties, 0);
        assert!(ties.iter().all(|tie| slack(&at, tie) >= 0));
    }
}
