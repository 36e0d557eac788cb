//! Decision diagrams over monotone formulas: the exact machine behind minimal cut sets and top-event
//! probabilities. Knows nothing of plans.
//!
//! In:  a [`Formula`]: gates over variables, true when at least so many of their inputs are.
//! Out: a [`Diagram`], from which probabilities, importance and all minimal cut sets are read;
//!      [`CutSets`], counted by order or listed; [`cut_sets_up_to_order`], those of a few variables
//!      without the whole diagram. Each within a [`Budget`], or [`BudgetExhausted`].
//!
//! The steps: `preprocess` makes a `pdag` of the formula, marks its cycles and cuts it into `modules`;
//! `variable_order` proposes orders, `diagram` races them to a `bdd` for each module (`algebra`
//! computes its gates); `minimal_solutions` turns that into a `zbdd`, `order_limited` makes one
//! directly; `cut_sets` and `count` read it, `probability` reads the BDD. Both kinds of diagrams live
//! in a `node_table`.
//!
//! What other crates need as well: [`strongly_connected_components`] (`scc`) and
//! work on all processors with results in a fixed order ([`parallel`]).
//!
//! ```
//! use jurymast_diagram::{Budget, Diagram, Formula, Term};
//!
//! // Down when both of two mirrors are, or the switch before them.
//! let [left, right, switch] = [0, 1, 2].map(Term::Variable);
//! let mut formula = Formula::new(3);
//! let mirrors = formula.gate();
//! formula.define(mirrors, 2, vec![left, right]);
//! let top = formula.gate();
//! formula.define(top, 1, vec![mirrors, switch]);
//!
//! let budget = Budget::new(1 << 20, None);
//! let diagram = Diagram::build(&formula, top, &budget)?;
//! let cut_sets = diagram.minimal_solutions(&budget)?;
//! assert_eq!(cut_sets.sets(10), [vec![2], vec![0, 1]]);
//! assert!((diagram.probability(&[0.1, 0.1, 0.01]) - 0.0199).abs() < 1e-12);
//! # Ok::<(), jurymast_diagram::BudgetExhausted>(())
//! ```

#![warn(missing_docs)]

mod algebra;
mod bdd;
mod budget;
mod count;
mod cut_sets;
mod diagram;
mod formula;
mod minimal_solutions;
mod modules;
mod node_table;
mod order_limited;
pub mod parallel;
mod pdag;
mod preprocess;
mod probability;
mod scc;
#[cfg(test)]
mod tests;
mod variable_order;
mod zbdd;

pub use budget::{Budget, BudgetExhausted, BudgetMeter};
pub use cut_sets::CutSets;
pub use diagram::Diagram;
pub use formula::{Formula, Term};
pub use order_limited::cut_sets_up_to_order;
pub use scc::{StrongComponents, strongly_connected_components};
