use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use jurymast_diagram::BudgetExhausted;

use super::super::csr::Csr;
use super::sets::Biclique;

/// Writes pairs of merged faults as few bicliques of components. Which, depends on the pairs
/// of components alone, and not on how they were found.
///
/// `pairs` holds each once; `members` gives the components of each fault, one at least.
/// Faults with the same partners make one group; then, again and again, the group with most
/// partner groups left takes them all into one biclique. The fewest are hard to find (Orlin
/// 1977, biclique partition); on quotients as small as these, stars come close.
///
/// Not all are listed where these have more members than `most`.
pub(super) fn bicliques<'a>(
    pairs: &[(u32, u32)],
    members: impl Fn(u32) -> &'a [u32],
    most: usize,
) -> (Vec<Biclique>, Result<(), BudgetExhausted>) {
    // Faults by their first component.
    let both = pairs.iter().flat_map(|(one, other)| [*one, *other]);
    let first = |fault: u32| members(fault).iter().min().copied();
    let mut faults: Vec<(u32, u32)> = both
        .filter_map(|fault| Some((first(fault)?, fault)))
        .collect();
    faults.sort_unstable();
    faults.dedup();
    let mut place: HashMap<u32, u32> = HashMap::new();
    place.extend(faults.iter().zip(0..).map(|((_, fault), at)| (*fault, at)));
    let pairs: Vec<(u32, u32)> = pairs
        .iter()
        .filter_map(|(one, other)| Some((*place.get(one)?, *place.get(other)?)))
        .collect();
    let members: Vec<&[u32]> = faults.iter().map(|(_, fault)| members(*fault)).collect();
    let mut partners = Csr::of(members.len(), both_ways(&pairs));
    partners.sort_each();
    let mut known: HashMap<&[u32], u32> = HashMap::new();
    let mut group_of = vec![u32::MAX; members.len()];
    // For each group, a fault that has its partners.
    let mut groups: Vec<u32> = Vec::new();
    for fault in 0..members.len() as u32 {
        let partners = partners.get(fault);
        if !partners.is_empty() {
            let group = *known.entry(partners).or_insert(groups.len() as u32);
            if group as usize == groups.len() {
                groups.push(fault);
            }
            group_of[fault as usize] = group;
        }
    }
    let faults = group_of
        .iter()
        .zip(0..)
        .filter(|(group, _)| **group != u32::MAX);
    let faults: Vec<(u32, u32)> = faults.map(|(group, fault)| (*group, fault)).collect();
    let faults = Csr::of(groups.len(), faults.iter().copied());
    let mut quotient = Csr::new();
    for &fault in &groups {
        let partners = partners.get(fault).iter();
        let mut partners: Vec<u32> = partners.map(|other| group_of[*other as usize]).collect();
        partners.sort_unstable();
        partners.dedup();
        quotient.push(partners);
    }
    let components = |groups: &[u32]| {
        let faults = groups.iter().flat_map(|group| faults.get(*group));
        let mut all: Vec<u32> = faults
            .flat_map(|fault| members[*fault as usize])
            .copied()
            .collect();
        all.sort_unstable();
        all
    };
    let mut bicliques = Vec::new();
    let mut listed = 0;
    let mut fits = Ok(());
    for (any, with) in stars(&quotient) {
        let (any, with) = (components(&any), components(&with));
        listed += any.len() + with.len();
        if listed > most {
            fits = Err(BudgetExhausted);
            break;
        }
        let (any, with) = if any < with { (any, with) } else { (with, any) };
        bicliques.push(Biclique { any, with });
    }
    bicliques.sort_unstable();
    (bicliques, fits)
}

/// Covers each edge of a graph once by pairs (some nodes, all of their neighbours
/// that are left).
fn stars(neighbours: &Csr) -> Vec<(Vec<u32>, Vec<u32>)> {
    let mut left: Vec<usize> = neighbours.iter().map(<[u32]>::len).collect();
    let mut queue: BinaryHeap<(usize, Reverse<u32>)> =
        left.iter().copied().zip((0..).map(Reverse)).collect();
    let mut taken = vec![false; neighbours.len()];
    let mut stars: Vec<(Vec<u32>, Vec<u32>)> = Vec::new();
    let mut known: HashMap<Vec<u32>, usize> = HashMap::new();
    while let Some((count, Reverse(node))) = queue.pop() {
        let now = left[node as usize];
        if now == 0 || taken[node as usize] {
            continue;
        }
        if now < count {
            queue.push((now, Reverse(node)));
            continue;
        }
        taken[node as usize] = true;
        let open = neighbours.get(node).iter().copied();
        let open: Vec<u32> = open.filter(|other| !taken[*other as usize]).collect();
        for other in &open {
            left[*other as usize] -= 1;
        }
        if let Some(star) = known.get(&open) {
            stars[*star].0.push(node);
        } else {
            known.insert(open.clone(), stars.len());
            stars.push((vec![node], open));
        }
    }
    stars
}

fn both_ways(pairs: &[(u32, u32)]) -> impl Iterator<Item = (u32, u32)> + Clone {
    (0..pairs.len() * 2).map(|at| {
        let (one, other) = pairs[at / 2];
        if at % 2 == 0 {
            (one, other)
        } else {
            (other, one)
        }
    })
}
