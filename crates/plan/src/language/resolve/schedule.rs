use crate::language::said::{Length, Said};
use crate::model::{ComponentId, MissedRun, Schedule};
use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::source::FileId;

use super::convert::at;
use super::resolver::Resolver;

impl Resolver<'_> {
    /// How often a job runs, and what a missed run means.
    pub(super) fn schedule(
        &mut self,
        file: FileId,
        id: ComponentId,
        every: Option<Said<Length>>,
        missed: Option<Said<MissedRun>>,
    ) {
        let missed = at(file, missed);
        if let Some(every) = at(file, every) {
            self.component_mut(id).schedule = Some(Schedule { every, missed });
        } else if let Some(missed) = missed {
            let message =
                "`missed` says what a run means that fell out, and nothing says how often it runs";
            self.problems.push(
                Diagnostic::error("missing-key", message, missed.span)
                    .label("no `every`")
                    .help("write how often it runs: every = \"1d\""),
            );
        }
    }
}
