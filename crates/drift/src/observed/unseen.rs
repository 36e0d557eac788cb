use std::collections::HashSet;

use jurymast_plan::model::{ComponentId, Origin, Requirement};
use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::source::Span;
use jurymast_terms::vocabulary::Severity;
use jurymast_terms::wording;

use super::observe::{Observation, TrafficView};
use crate::reach::{ExpandedNeed, is_grouping};

/// What is declared and was never seen, of callers that were.
pub(super) fn unseen(look: &TrafficView<'_>, found: &mut Observation) {
    for (id, component) in look.plan.enumerate() {
        if component.origin != Origin::Plan || is_grouping(component) {
            continue;
        }
        let needs = look.reach.needs(id);
        let is_caller = look.is_caller(id);
        let mut told: HashSet<Span> = HashSet::new();
        for need in needs {
            let entry = need.requirement;
            if need.is_fallback() {
                found.coverage.fallbacks_unseen += usize::from(!look.is_seen(id, need));
                continue;
            }
            if need.is_for_start_only() || !told.insert(entry.place) {
                continue;
            }
            if !is_caller {
                found.coverage.unknown += 1;
                continue;
            }
            // Of a group it is enough that one of it is called.
            let mut group = needs
                .iter()
                .filter(|one| std::ptr::eq(one.requirement, entry) && !one.is_fallback());
            if group.any(|one| look.is_seen(id, one)) {
                found.coverage.seen += 1;
                continue;
            }
            found.coverage.unseen += 1;
            // What is called the other way round is told there.
            let mut group = entry.group.iter();
            if !group.any(|one| look.has(one.value, id)) {
                found.findings.push(look.not_seen(id, entry));
            }
        }
    }
}

impl TrafficView<'_> {
    /// It was called, or what is called in its stead.
    pub(super) fn is_seen(&self, from: ComponentId, need: &ExpandedNeed<'_>) -> bool {
        let behind = self.reach.shown_by(need);
        std::iter::once(need.to)
            .chain(behind)
            .any(|to| self.has(from, to))
    }

    fn not_seen(&self, id: ComponentId, entry: &Requirement) -> Diagnostic {
        let names: Vec<String> = entry.group.iter().map(|one| self.name(one.value)).collect();
        let component = self.plan.component(id);
        let message = format!(
            "{} was seen to call others, and never {}",
            self.name(id),
            wording::or(&names)
        );
        let is_present = entry
            .group
            .iter()
            .any(|one| self.present.contains(&one.value));
        let known = match is_present {
            true => "it was seen with others, so that it would show here",
            false => "no file knows the name: it may well be called and not traced",
        };
        let detail: Vec<&str> = entry
            .group
            .iter()
            .map(|one| self.plan.component(one.value).id.as_str())
            .collect();
        let finding = Diagnostic::new("unseen-edge", Severity::Info, message, entry.place)
            .component(component.id.as_str())
            .label("not seen in any file")
            .detail(detail.join(", "))
            .note("what was not seen is not proven to be gone: it may be rare, sampled away, or called by what is not traced")
            .note(known);
        let windows = self.seen.traffic.iter().map(|one| one.window.words());
        let windows: Vec<String> = windows
            .collect::<std::collections::BTreeSet<_>>()
            .into_iter()
            .collect();
        finding.note(format!("looked at: {}", windows.join("; ")))
    }
}
