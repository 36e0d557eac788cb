use std::process::ExitCode;

use jurymast_terms::problem::Problem;
use jurymast_terms::suggest;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exit {
    /// Done, nothing to complain of.
    Clean,
    /// Findings at or above `--fail-on`; a file that is out of date.
    Findings,
    /// A bad argument, a plan that cannot be read in full, a failed write.
    Error,
    /// There is no plan.
    NoPlan,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Clean => 0,
            Exit::Findings => 1,
            Exit::Error => 2,
            Exit::NoPlan => 3,
        })
    }
}

/// What went wrong, outermost sentence first, and the exit code it leads to.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) exit: Exit,
    pub(super) error: anyhow::Error,
    pub(super) help: Option<String>,
}

impl Failure {
    pub(super) fn error(message: impl Into<String>) -> Self {
        anyhow::Error::msg(message.into()).into()
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Names the one of `known` that was meant, where one is near enough; else says
    /// `or`.
    pub(super) fn suggest<'a>(
        self,
        unknown: &str,
        known: impl IntoIterator<Item = &'a str>,
        or: impl Into<String>,
    ) -> Self {
        self.help(suggest::did_you_mean(unknown, known).unwrap_or_else(|| or.into()))
    }
}

/// So that `?` takes an error with its context.
impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Self {
            exit: Exit::Error,
            error,
            help: None,
        }
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        let Problem { message, help } = problem;
        Self {
            help,
            ..Self::error(message)
        }
    }
}
