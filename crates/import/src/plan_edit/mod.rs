//! A draft, or an exercise that was held, laid into a plan that is there.
//!
//! In:  a draft, the plan and the texts that it was read from.
//! Out: [`PlanChange`]: those texts with what is new added and what changed put in place;
//!      comments, order and words of people stay. What the draft lacks is named, never
//!      deleted.
//!
//! `edit` changes the texts, by `toml_edit`. `exercise` writes down how an exercise went.

mod edit;
mod exercise;

pub use edit::{ChangedText, PlanChange, lay_into};
pub use exercise::{HeldExercise, record};
