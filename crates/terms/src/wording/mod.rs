//! How sentences name several things.
//!
//! In:  names, in the order in which they are said, and how many may be said.
//! Out: words: a list ("a, b and 3 more"), a choice ("a, b or c"), a chain with its
//!      middle cut ("a -> (7 more) -> b"), a group ("2 of a, b, c"), a time since the
//!      start ("+20m"), a share or a rate ("60%", "1000 requests a minute").
//!
//! Every text of the program says these things in these words.

mod amount;
mod list;
mod path;

pub use amount::{days, decimal, percent, rate, share};
pub use list::{and, and_more, are, group, or, sentence, up_to};
pub use path::{chain, since_start};
