use schemars::JsonSchema;
use serde::Serialize;

use jurymast_continuity::incident::Sheet;

/// The sheet for now: who is hit, what to do in which order, whom to tell what.
///
/// Times are words for people; fields that end in `_s` are seconds.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "jurymast incident --format json")]
pub struct IncidentOutput<'a> {
    /// The sheet in full.
    #[serde(flatten)]
    pub sheet: &'a Sheet,
}
