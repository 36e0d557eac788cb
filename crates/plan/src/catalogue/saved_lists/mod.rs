//! Lists of models that a person saved: a provider's own, LiteLLM's, models.dev's.
//!
//! In:  the text of a JSON file, and what is said of it: whose it is, of which day.
//! Out: a [`crate::model::SavedModelList`] for each provider in it.
//!
//! `find` looks an id up in one of them. `read` tells the shape and the day; `labs` reads what the labs' own APIs answer,
//! `clouds` those of Azure and AWS, `public` the lists that others keep; `values` takes
//! days and texts out of JSON.
//!
//! A shape that is not known is refused: nothing may rest on a list that was not
//! understood.

mod clouds;
mod find;
mod labs;
mod public;
mod read;
mod shape;
#[cfg(test)]
mod tests;
mod values;

pub(super) use find::{find_saved, nearest_saved};
pub use read::{ListFacts, saved_lists};
