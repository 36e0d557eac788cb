//! Random systems of gates, cycles and repeats among them, against trying every
//! assignment.

use proptest::prelude::*;

use super::{Budget, BudgetExhausted, CutSets, Diagram, Formula, Term, cut_sets_up_to_order};

const VARIABLES: usize = 5;

/// By gate: how many of its inputs are needed; inputs below [`VARIABLES`] are
/// variables, others gates.
type Raw = Vec<(usize, Vec<usize>)>;

fn raw() -> impl Strategy<Value = Raw> {
    (1..14usize).prop_flat_map(|gates| {
        let input = 0..VARIABLES + gates;
        let gate = (
            prop_oneof![1 => Just(0usize), 12 => 1..4usize],
            prop::collection::vec(input, 0..5),
        );
        prop::collection::vec(gate, gates)
    })
}

fn formula(raw: &Raw) -> (Formula, Term) {
    let mut formula = Formula::new(VARIABLES);
    let gates: Vec<Term> = raw.iter().map(|_| formula.gate()).collect();
    for (gate, (needed, inputs)) in gates.iter().zip(raw) {
        let inputs = inputs.iter().map(|at| match at.checked_sub(VARIABLES) {
            Some(at) => gates[at],
            None => Term::Variable(*at as u32),
        });
        formula.define(*gate, *needed, inputs.collect());
    }
    (formula, gates[0])
}

/// Whether the first gate is true, by the rule itself.
fn is_true(raw: &Raw, assignment: usize) -> bool {
    let mut gates = vec![false; raw.len()];
    loop {
        let value = |at: usize| match at.checked_sub(VARIABLES) {
            Some(at) => gates[at],
            None => assignment >> at & 1 == 1,
        };
        let next: Vec<bool> = raw
            .iter()
            .map(|(needed, inputs)| inputs.iter().filter(|at| value(**at)).count() >= *needed)
            .collect();
        if next == gates {
            return gates[0];
        }
        gates = next;
    }
}

fn minimal(raw: &Raw) -> Vec<Vec<u32>> {
    let all: Vec<usize> = (0..1 << VARIABLES)
        .filter(|one| is_true(raw, *one))
        .collect();
    let smallest = all.iter().filter(|one| {
        let is_inside = |other: &usize| other != *one && (*other & **one) == *other;
        !all.iter().any(is_inside)
    });
    let mut sets: Vec<Vec<u32>> = smallest
        .map(|one| {
            (0..VARIABLES as u32)
                .filter(|at| one >> at & 1 == 1)
                .collect()
        })
        .collect();
    sets.sort_by(|a, b| a.len().cmp(&b.len()).then_with(|| a.cmp(b)));
    sets
}

fn chance(raw: &Raw, chances: &[f64]) -> f64 {
    let all = (0..1usize << VARIABLES).filter(|one| is_true(raw, *one));
    all.map(|one| {
        let each = (0..VARIABLES).map(|at| {
            if one >> at & 1 == 1 {
                chances[at]
            } else {
                1.0 - chances[at]
            }
        });
        each.product::<f64>()
    })
    .sum()
}

fn is_near(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-12
}

fn orders(sets: &[Vec<u32>]) -> Vec<String> {
    let longest = sets.iter().map(Vec::len).max();
    let count = |order: usize| sets.iter().filter(|set| set.len() == order).count();
    longest.map_or_else(Vec::new, |longest| {
        (0..=longest)
            .map(|order| count(order).to_string())
            .collect()
    })
}

fn same(found: &CutSets, expected: &[Vec<u32>]) {
    assert_eq!(found.sets(usize::MAX), expected);
    assert_eq!(found.by_order(), orders(expected));
    assert_eq!(found.count(), expected.len().to_string());
    for limit in 0..expected.len() {
        let few = found.sets(limit);
        assert_eq!(few.len(), limit);
        assert!(few.iter().all(|set| expected.contains(set)));
        let longest = few.iter().map(Vec::len).max().unwrap_or(0);
        assert!(longest <= expected[limit].len(), "small sets come first");
    }
}

fn wide() -> Budget {
    Budget::new(1 << 30, None)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn solutions_are_those_of_every_assignment(raw in raw()) {
        let (formula, top) = formula(&raw);
        let expected = minimal(&raw);
        let diagram = Diagram::build(&formula, top, &wide()).unwrap();
        same(&diagram.minimal_solutions(&wide()).unwrap(), &expected);
        for max_order in 0..=4 {
            let few: Vec<Vec<u32>> =
                expected.iter().filter(|set| set.len() <= max_order).cloned().collect();
            same(&cut_sets_up_to_order(&formula, top, max_order, &wide()).unwrap(), &few);
        }
    }

    #[test]
    fn probabilities_are_those_of_every_assignment(
        raw in raw(),
        chances in prop::collection::vec(0.0..=1.0f64, VARIABLES),
    ) {
        let (formula, top) = formula(&raw);
        let diagram = Diagram::build(&formula, top, &wide()).unwrap();
        let expected = chance(&raw, &chances);
        let found = diagram.probability(&chances);
        prop_assert!(is_near(found, expected), "{found} for {expected}");
        let rates = diagram.birnbaum(&chances);
        for at in 0..VARIABLES {
            let with = |chance_of_it: f64| {
                let mut chances = chances.clone();
                chances[at] = chance_of_it;
                chance(&raw, &chances)
            };
            let expected = with(1.0) - with(0.0);
            prop_assert!(is_near(rates[at], expected), "{at}: {} for {expected}", rates[at]);
        }
    }
}

/// `any` over neighbours in a ring, each of them one more variable.
fn ring(len: usize) -> (Formula, Term) {
    let mut formula = Formula::new(len);
    let gates: Vec<Term> = (0..len).map(|_| formula.gate()).collect();
    for at in 0..len {
        let inputs = vec![Term::Variable(at as u32), gates[(at + 1) % len]];
        formula.define(gates[at], 1, inputs);
    }
    (formula, gates[0])
}

/// A chain in which each needs the next or its own variable, and another.
fn ladder(len: usize) -> (Formula, Term) {
    let mut formula = Formula::new(2 * len);
    let gates: Vec<Term> = (0..len).map(|_| formula.gate()).collect();
    for at in 0..len {
        let both = formula.gate();
        let next = gates.get(at + 1).copied().unwrap_or(Term::Variable(0));
        formula.define(both, 2, vec![next, Term::Variable(2 * at as u32)]);
        formula.define(gates[at], 1, vec![both, Term::Variable(2 * at as u32 + 1)]);
    }
    (formula, gates[0])
}

/// `len` votes over shared variables, all of them needed.
fn votes(len: usize) -> (Formula, Term) {
    let mut formula = Formula::new(len);
    let gates: Vec<Term> = (0..len)
        .map(|at| {
            let gate = formula.gate();
            let inputs =
                (0..6).map(|step| Term::Variable(((at * 7 + step * step * 5) % len) as u32));
            formula.define(gate, 3, inputs.collect());
            gate
        })
        .collect();
    let top = formula.gate();
    formula.define(top, len, gates);
    (formula, top)
}

#[test]
fn a_ring_of_a_hundred_thousand_is_one_gate() {
    let (formula, top) = ring(100_000);
    let diagram = Diagram::build(&formula, top, &wide()).unwrap();
    let sets = diagram.minimal_solutions(&wide()).unwrap();
    assert_eq!(sets.by_order(), ["0", "100000"]);
}

#[test]
fn a_ladder_of_ten_thousand_steps_is_no_matter_of_the_stack() {
    let (formula, top) = ladder(10_000);
    let diagram = Diagram::build(&formula, top, &wide()).unwrap();
    let sets = diagram.minimal_solutions(&wide()).unwrap();
    assert_eq!(sets.by_order()[..3], ["0", "1", "1"]);
    assert_eq!(sets.sets(3).len(), 3);
}

#[test]
fn many_independent_choices_are_counted_in_full() {
    // 200 pairs, one of each pair to be lost: 2 to the power of 200 sets.
    let mut formula = Formula::new(400);
    let pairs: Vec<Term> = (0..200)
        .map(|at| {
            let gate = formula.gate();
            formula.define(
                gate,
                1,
                vec![Term::Variable(2 * at), Term::Variable(2 * at + 1)],
            );
            gate
        })
        .collect();
    let top = formula.gate();
    formula.define(top, pairs.len(), pairs);
    let diagram = Diagram::build(&formula, top, &wide()).unwrap();
    let sets = diagram.minimal_solutions(&wide()).unwrap();
    assert_eq!(
        sets.count(),
        "1606938044258990275541962092341162602522202993782792835301376"
    );
    assert_eq!(sets.sets(2).len(), 2);
}

#[test]
fn a_budget_that_is_too_small_gives_no_answer() {
    let (formula, top) = votes(120);
    let tight = Budget::new(1 << 16, None);
    assert!(matches!(
        Diagram::build(&formula, top, &tight),
        Err(BudgetExhausted)
    ));
    let over = Budget::new(1 << 40, Some(std::time::Instant::now()));
    assert!(matches!(
        Diagram::build(&formula, top, &over),
        Err(BudgetExhausted)
    ));
    assert!(matches!(
        cut_sets_up_to_order(&formula, top, 40, &tight),
        Err(BudgetExhausted)
    ));
}
