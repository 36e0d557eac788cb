use std::cell::OnceCell;
use std::collections::BTreeMap;

use jurymast_engine::analysis::{Analysis, Hangs};
use jurymast_plan::model::{ComponentId, Kind, Mode, Plan, Waiver};
use jurymast_terms::diagnostic::{Diagnostic, Severity};
use jurymast_terms::source::Span;
use jurymast_terms::units::Date;

use super::settings::Settings;
use super::waivers::WaiverUse;

/// What a rule may look at.
pub(super) struct Context<'a> {
    pub(super) plan: &'a Plan,
    pub(super) analysis: &'a Analysis<'a>,
    pub(super) settings: &'a Settings,
    pub(super) today: Date,
    /// For each waiver what it has to do with the findings; empty before they are applied.
    pub(super) waiver_uses: &'a [WaiverUse],
    /// Whether a finding tells those that speak once it is held back.
    pub(super) tells_all: bool,
    activities: OnceCell<BTreeMap<ComponentId, Vec<ComponentId>>>,
}

impl<'a> Context<'a> {
    pub(super) fn new(
        analysis: &'a Analysis<'a>,
        settings: &'a Settings,
        today: Date,
        waiver_uses: &'a [WaiverUse],
    ) -> Self {
        Self {
            plan: analysis.plan,
            analysis,
            settings,
            today,
            waiver_uses,
            tells_all: false,
            activities: OnceCell::new(),
        }
    }

    /// Whether a finding of a rule may come to be held back or accepted: then those that it
    /// speaks for must be known.
    pub(super) fn may_be_silenced(&self, rule: &str) -> bool {
        let mut waivers = self.plan.waivers.iter();
        self.tells_all || waivers.any(|waiver| waiver.rule.value == rule)
    }

    /// The activities that hang on a component directly, in plan order.
    pub(super) fn activities_on(&self, id: ComponentId) -> &[ComponentId] {
        let by_need = self
            .activities
            .get_or_init(|| activities_by_need(self.analysis));
        by_need.get(&id).map_or(&[], Vec::as_slice)
    }
}

fn activities_by_need(analysis: &Analysis<'_>) -> BTreeMap<ComponentId, Vec<ComponentId>> {
    let mut found: BTreeMap<ComponentId, Vec<ComponentId>> = BTreeMap::new();
    let all = analysis.plan.enumerate();
    for (id, activity) in all.filter(|(_, one)| one.kind() == Kind::Activity) {
        let needs = activity.requirements.iter().enumerate();
        for (at, _) in needs.filter(|(_, need)| need.mode == Mode::Hard) {
            let on = match analysis.hangs(id, at) {
                Hangs::OnNone => continue,
                Hangs::On(on) | Hangs::Short(on) | Hangs::Lost(on) => on,
            };
            for to in on {
                let of_it = found.entry(to).or_default();
                if of_it.last() != Some(&id) {
                    of_it.push(id);
                }
            }
        }
    }
    found
}

/// Takes the findings of one rule.
pub(super) struct FindingSink<'a> {
    pub(super) rule: &'static str,
    pub(super) severity: Severity,
    pub(super) found: &'a mut Vec<Diagnostic>,
}

impl FindingSink<'_> {
    /// A finding about a component; the caller goes on building it.
    pub(super) fn about(
        &mut self,
        plan: &Plan,
        component: ComponentId,
        place: Span,
        message: impl Into<String>,
        more: impl FnOnce(Diagnostic) -> Diagnostic,
    ) {
        let finding = Diagnostic::new(self.rule, self.severity, message, place)
            .component(plan.component(component).id.as_str());
        self.found.push(more(finding));
    }

    /// A finding about a waiver or an ignore, at a place in it.
    pub(super) fn of_waiver(
        &mut self,
        plan: &Plan,
        waiver: &Waiver,
        place: Span,
        message: impl Into<String>,
        more: impl FnOnce(Diagnostic) -> Diagnostic,
    ) {
        let mut finding = Diagnostic::new(self.rule, self.severity, message, place)
            .detail(waiver.rule.value.as_str());
        let at = waiver.at.component();
        finding.component = at.map(|id| plan.component(id).id.clone());
        self.found.push(more(finding));
    }

    /// A finding that concerns no component.
    pub(super) fn general(
        &mut self,
        place: Span,
        message: impl Into<String>,
        more: impl FnOnce(Diagnostic) -> Diagnostic,
    ) {
        let finding = Diagnostic::new(self.rule, self.severity, message, place);
        self.found.push(more(finding));
    }

    /// The rule's level, but no more than information.
    pub(super) fn at_most_info(&self) -> Severity {
        self.severity.min(Severity::Info)
    }

    /// The rule's level, but no more than a warning.
    pub(super) fn at_most_warning(&self) -> Severity {
        self.severity.min(Severity::Warning)
    }
}
