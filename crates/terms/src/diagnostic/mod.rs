//! A finding: what is wrong, how bad it is, and where it stands.
//!
//! In:  a code, a severity, a sentence and a place; labels, notes and help by
//!      builder calls.
//! Out: a [`Diagnostic`] that reporters print. It cannot be built without a
//!      place. [`Silenced`] says which rules looked for nothing, and where. This floor
//!      knows no rule.

mod finding;
mod silenced;

pub use crate::vocabulary::Severity;
pub use finding::{Diagnostic, FindingPlace, Label, NearerFinding, Waived};
pub use silenced::{Silenced, SilencedRules};
