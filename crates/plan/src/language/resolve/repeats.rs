//! One component that is named by several requirements of another.

use std::collections::HashMap;

use crate::model::{ComponentId, Mode, Needed, Requirement};
use jurymast_terms::diagnostic::{Diagnostic, Severity};
use jurymast_terms::source::Span;

use super::resolver::Resolver;

impl Resolver<'_> {
    /// Says so where two requirements are on the same one component at the same time: to
    /// start and to run are two things.
    pub(super) fn find_repeats(&mut self, requirements: &[Requirement]) {
        let mut first: HashMap<(ComponentId, bool), (Mode, Span)> = HashMap::new();
        for one in requirements {
            let [on] = one.group.as_slice() else { continue };
            let times: &[bool] = match one.needed {
                Needed::Run => &[true],
                Needed::Start => &[false],
                Needed::Both => &[true, false],
            };
            let earlier = times.iter().find_map(|run| first.get(&(on.value, *run)));
            if let Some(&(mode, place)) = earlier {
                let id = &self.components[on.value.index()].id;
                let finding = Diagnostic::new(
                    "duplicate-member",
                    Severity::Warning,
                    format!("`{id}` is needed twice"),
                    on.span,
                )
                .label("needed again here")
                .related(place, "needed first here")
                .help("take one of the two away, and say in the other all that is to be said");
                self.problems.push(if mode == one.mode {
                    finding
                } else {
                    finding.note("one is hard and one soft: the hard one decides")
                });
                continue;
            }
            for run in times {
                first.insert((on.value, *run), (one.mode, on.span));
            }
        }
    }
}
