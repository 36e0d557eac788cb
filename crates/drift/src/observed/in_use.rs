use std::collections::HashSet;

use jurymast_plan::model::ComponentId;
use jurymast_terms::source::Span;

use super::ends::CallEnd;
use super::observe::{Observation, TrafficView};
use crate::reach::{ExpandedNeed, is_grouping};

/// Calls that went over a declared fallback.
#[derive(Debug, Clone, PartialEq)]
pub struct FallbackInUse {
    /// Who calls; `None`: the file does not say.
    pub caller: Option<String>,
    /// What was called: the fallback.
    pub fallback: String,
    /// The fallback's entry in the plan.
    pub declared: Span,
    /// How many calls, in proportion at least; `None`: the file does not say.
    pub calls: Option<f64>,
    /// Which of the files shows it.
    pub file: usize,
    /// Where in it.
    pub place: Span,
}

/// The fallbacks that callers were seen to use: what is called for no other reason.
pub(super) fn in_use(look: &TrafficView<'_>, found: &mut Observation) {
    for (id, component) in look.plan.enumerate() {
        if is_grouping(component) || !look.is_caller(id) {
            continue;
        }
        let mut known: HashSet<(Span, ComponentId)> = HashSet::new();
        for need in look.reach.needs(id) {
            let Some(fallback) = need.fallback else {
                continue;
            };
            for to in std::iter::once(need.to).chain(look.reach.shown_by(need)) {
                if look.is_called_anyway(id, to) || !known.insert((fallback.place, to)) {
                    continue;
                }
                let files = look
                    .seen
                    .pairs
                    .get(&(CallEnd::Known(id), CallEnd::Known(to)));
                for one in files.map(Vec::as_slice).unwrap_or_default() {
                    found.in_use.push(FallbackInUse {
                        caller: Some(component.id.clone()),
                        fallback: look.plan.component(need.to).id.clone(),
                        declared: fallback.place,
                        calls: one.calls,
                        file: one.file,
                        place: one.place,
                    });
                }
            }
        }
    }
}

impl TrafficView<'_> {
    /// It is also a first choice of the caller, or what answers for one.
    fn is_called_anyway(&self, from: ComponentId, to: ComponentId) -> bool {
        let shows =
            |need: &ExpandedNeed<'_>| need.to == to || self.reach.shown_by(need).contains(&to);
        let mut first = self
            .reach
            .needs(from)
            .iter()
            .filter(|one| !one.is_fallback());
        first.any(shows)
    }
}
