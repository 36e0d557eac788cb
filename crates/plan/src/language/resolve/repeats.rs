//! One component that is named by several requirements of another.

use std::collections::HashMap;

use crate::model::{ComponentId, Mode, Needed, Requirement};
use jurymast_terms::diagnostic::{Diagnostic, Severity};
use jurymast_terms::source::Span;

use super::resolver::Resolver;

impl Resolver<'_> {
    /// Says so where two requirements are on the same one component at the same time: to
    /// start and to run are two things. One that only says again what the first says is
    /// left out, so that nothing is found of it a second time.
    pub(super) fn find_repeats(&mut self, requirements: &mut Vec<Requirement>) {
        let mut first: HashMap<(ComponentId, bool), EarlierNeed> = HashMap::new();
        requirements.retain(|one| {
            let [on] = one.group.as_slice() else {
                return true;
            };
            let times: &[bool] = match one.needed {
                Needed::Run => &[true],
                Needed::Start => &[false],
                Needed::Both => &[true, false],
            };
            let earlier = times.iter().find_map(|run| first.get(&(on.value, *run)));
            let this = EarlierNeed {
                mode: one.mode,
                needed: one.needed,
                is_bare: is_bare(one),
                place: on.span,
            };
            if let Some(earlier) = earlier {
                let id = &self.components[on.value.index()].id;
                let finding = Diagnostic::new(
                    "duplicate-member",
                    Severity::Warning,
                    format!("`{id}` is needed twice"),
                    on.span,
                )
                .label("needed again here")
                .related(earlier.place, "needed first here")
                .help("take one of the two away, and say in the other all that is to be said");
                self.problems.push(if earlier.mode == one.mode {
                    finding
                } else {
                    finding.note("one is hard and one soft: the hard one decides")
                });
                return !this.says_the_same(earlier);
            }
            for run in times {
                first.insert((on.value, *run), this);
            }
            true
        });
    }
}

/// What a requirement on one component says.
#[derive(Clone, Copy)]
struct EarlierNeed {
    mode: Mode,
    needed: Needed,
    /// It says nothing but what is needed, when, and what its loss does.
    is_bare: bool,
    place: Span,
}

impl EarlierNeed {
    fn says_the_same(self, other: &Self) -> bool {
        self.is_bare && other.is_bare && self.mode == other.mode && self.needed == other.needed
    }
}

fn is_bare(one: &Requirement) -> bool {
    one.fallbacks.is_empty()
        && one.degraded.is_none()
        && one.holds.is_none()
        && one.detect.is_none()
        && one.demand.is_none()
        && one.fail_back.is_none()
}
