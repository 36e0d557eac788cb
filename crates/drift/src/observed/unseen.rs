use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use jurymast_plan::model::{ComponentId, Origin, Requirement};
use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::source::{At, Span};
use jurymast_terms::vocabulary::Severity;
use jurymast_terms::wording;

use super::observe::{Observation, TrafficView};
use crate::reach::{ExpandedNeed, is_grouping};
use crate::traffic::Traffic;

/// What is declared and was never seen, of callers that were.
pub(super) fn unseen(look: &TrafficView<'_>, found: &mut Observation) {
    let mut absent: BTreeMap<ComponentId, Vec<(ComponentId, Span)>> = BTreeMap::new();
    for (id, component) in look.plan.enumerate() {
        if component.origin != Origin::Plan || is_grouping(component) {
            continue;
        }
        let needs = look.reach.needs(id);
        let mut told: HashSet<Span> = HashSet::new();
        for need in needs {
            let entry = need.requirement;
            if let Some(fallback) = need.fallback {
                // It may have answered where no file says for whom.
                let mut in_use = found.in_use.iter();
                let is_seen =
                    look.is_seen(id, need) || in_use.any(|one| one.declared == fallback.place);
                found.coverage.fallbacks_unseen += usize::from(!is_seen);
                continue;
            }
            if need.is_for_start_only() || !told.insert(entry.place) {
                continue;
            }
            if !look.would_show(id, entry) {
                found.coverage.unknown += 1;
                continue;
            }
            // Of a group it is enough that one of it is called.
            let mut group = needs
                .iter()
                .filter(|one| std::ptr::eq(one.requirement, entry) && !one.is_fallback());
            if group.any(|one| look.is_seen(id, one) || look.is_seen_behind(id, one)) {
                found.coverage.seen += 1;
                continue;
            }
            found.coverage.unseen += 1;
            // What no file knows is told once, whoever needs it.
            let is_present = |one: &At<ComponentId>| look.present.contains(&one.value);
            if let (Some(first), false) = (entry.group.first(), entry.group.iter().any(is_present))
            {
                absent
                    .entry(first.value)
                    .or_default()
                    .push((id, entry.place));
                continue;
            }
            // What is called the other way round is told there.
            let mut group = entry.group.iter();
            if !group.any(|one| look.has(one.value, id)) {
                found.findings.push(look.not_seen(id, entry));
            }
        }
    }
    for (id, callers) in absent {
        found.findings.push(look.absent(id, &callers));
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

    /// It is seen by what was called behind it: a proxy that nobody traces, a queue between
    /// two that use it, of which each may be asked about.
    fn is_seen_behind(&self, from: ComponentId, need: &ExpandedNeed<'_>) -> bool {
        let between = need.to;
        if self.present.contains(&between) {
            return false;
        }
        let says = |from: ComponentId, to: ComponentId| self.reach.cover(from, to).is_some();
        let is_behind =
            |to: &ComponentId| !says(from, *to) && (says(between, *to) || says(*to, between));
        let is_before = |caller: &ComponentId| !says(*caller, from) && says(*caller, between);
        let any = |of: &HashMap<ComponentId, HashSet<ComponentId>>,
                   fits: &dyn Fn(&ComponentId) -> bool| {
            of.get(&from).is_some_and(|all| all.iter().any(fits))
        };
        any(&self.targets, &is_behind) || any(&self.callers, &is_before)
    }

    fn not_seen(&self, id: ComponentId, entry: &Requirement) -> Diagnostic {
        let names: Vec<String> = entry.group.iter().map(|one| self.name(one.value)).collect();
        let message = format!(
            "{} was seen to call others, and never {}",
            self.name(id),
            wording::or(&names)
        );
        let detail: Vec<&str> = entry
            .group
            .iter()
            .map(|one| self.plan.component(one.value).id.as_str())
            .collect();
        let finding = Diagnostic::new("unseen-edge", Severity::Info, message, entry.place)
            .component(self.plan.component(id).id.as_str())
            .label("not seen in any file")
            .detail(detail.join(", "))
            .note("others were seen with it, so that it would show here");
        self.with_doubt(finding)
    }

    /// One that no file shows, which callers that were seen need.
    fn absent(&self, id: ComponentId, callers: &[(ComponentId, Span)]) -> Diagnostic {
        const MOST: usize = 3;
        let component = self.plan.component(id);
        let names: Vec<String> = callers.iter().map(|(one, _)| self.name(*one)).collect();
        let message = format!(
            "no file shows {} at all, which {} need{} by the plan",
            self.name(id),
            wording::up_to(MOST, &names),
            if names.len() == 1 { "s" } else { "" }
        );
        let finding = Diagnostic::new("unseen-edge", Severity::Info, message, component.place)
            .component(component.id.as_str())
            .label("not seen in any file")
            .note("it may well be called and not traced");
        let callers = callers.iter().take(MOST);
        let finding = callers.fold(finding, |finding, (caller, place)| {
            finding.related(*place, format!("needed here by {}", self.name(*caller)))
        });
        self.with_doubt(finding)
    }

    fn with_doubt(&self, finding: Diagnostic) -> Diagnostic {
        let windows = self.seen.traffic.iter().map(|one| one.window.words());
        let windows: BTreeSet<String> = windows.collect();
        let windows: Vec<String> = windows.into_iter().collect();
        let sampling = self.seen.traffic.iter().map(Traffic::sampling);
        let sampling: BTreeSet<String> = sampling.collect();
        let sampling: Vec<String> = sampling.into_iter().collect();
        finding
            .note("what was not seen is not proven to be gone: it may be rare, or sampled away")
            .note(format!("window: {}", windows.join("; ")))
            .note(format!("sampling: {}", sampling.join("; ")))
    }
}
