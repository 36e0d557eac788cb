//! What is wrong where there is no place in a text to show: a [`Diagnostic`] has one.
//!
//! [`Diagnostic`]: crate::diagnostic::Diagnostic

use std::error::Error;
use std::fmt;

/// What is wrong, as one sentence without a full stop, and what to do about it.
///
/// ```
/// use jurymast_terms::problem::Problem;
///
/// let problem = Problem::new("no scenario is called `opnai-down`")
///     .or_help(jurymast_terms::suggest::did_you_mean("opnai-down", ["openai-down"]));
/// assert_eq!(problem.help.as_deref(), Some("did you mean `openai-down`?"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// One sentence.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl Problem {
    /// With nothing to help yet.
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            help: None,
        }
    }

    /// Says what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Says what to do about it, unless that was said already or there is nothing to say.
    #[must_use]
    pub fn or_help(mut self, help: Option<String>) -> Self {
        self.help = self.help.or(help);
        self
    }
}

/// The sentence alone.
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for Problem {}
