use std::collections::BTreeSet;

use jurymast_plan::catalogue::ModelName;
use jurymast_plan::model::{ComponentId, Demand};
use jurymast_terms::diagnostic::{Diagnostic, Severity};

use super::compare::{Comparison, Sides};
use crate::reach::is_grouping;

/// Models, providers and limits that differ.
pub(super) fn values(sides: &Sides<'_>, found: &mut Comparison) {
    let mut told: BTreeSet<(ComponentId, &'static str)> = BTreeSet::new();
    let answering = sides.answering();
    for (drawn, declared) in answering.iter().copied() {
        // Of several that are drawn of one the one that is alike is enough.
        let models = sides.model(drawn, declared);
        let is_alike = |other: &ComponentId| {
            let is_ai = sides.drawn.plan.component(*other).ai().is_some();
            is_ai && sides.model(*other, declared).is_none()
        };
        if let Some(finding) = models
            && !answering
                .iter()
                .any(|(other, of)| *of == declared && is_alike(other))
            && told.insert((declared, "model"))
        {
            found.told.insert(drawn);
            found.findings.push(finding);
        }
        if let Some(finding) = sides.limit(drawn, declared)
            && told.insert((declared, "limit"))
        {
            found.findings.push(finding);
        }
    }
}

impl Sides<'_> {
    /// Each pair; what a gateway's group is declared as one dependency stands for the members
    /// of the group.
    fn answering(&self) -> Vec<(ComponentId, ComponentId)> {
        let mut pairs: Vec<(ComponentId, ComponentId)> = self.pairs.iter().collect();
        let grouped = self.pairs.iter().flat_map(|(drawn, declared)| {
            let is_one = self.plan.component(declared).ai().is_some();
            let component = self.drawn.plan.component(drawn);
            let is_group = is_one && is_grouping(component);
            let groups = component.requirements.iter().filter(move |_| is_group);
            let members = groups.flat_map(|one| &one.group);
            members.map(move |member| (member.value, declared))
        });
        pairs.extend(grouped);
        pairs
    }

    /// Another model, or another provider, under the same name.
    fn model(&self, drawn: ComponentId, declared: ComponentId) -> Option<Diagnostic> {
        let component = self.plan.component(declared);
        let said = component.ai()?;
        let done = self.drawn.plan.component(drawn).ai()?;
        let place = said
            .model
            .as_ref()
            .map_or(component.place, |model| model.span);
        let (severity, message) = match (&said.model, &done.model) {
            (Some(said), Some(done)) if said.value != done.value => {
                let (ours, theirs) = (ModelName::of(&said.value), ModelName::of(&done.value));
                let severity = match (ours.is_kin(&theirs), ours == theirs) {
                    (_, true) => return self.provider(drawn, declared),
                    (true, false) => Severity::Info,
                    (false, false) => Severity::Error,
                };
                let message = format!(
                    "{} is `{}` by the plan, and `{}` is configured",
                    self.name(declared),
                    said.value,
                    done.value
                );
                (severity, message)
            }
            _ => return self.provider(drawn, declared),
        };
        let finding = Diagnostic::new("differing-model", severity, message, place)
            .component(component.id.as_str())
            .detail("model")
            .label("the plan's");
        let finding = match severity {
            Severity::Info => {
                finding.note("both are snapshots of one model, or whichever is served")
            }
            _ => finding
                .help("when it ends, and what it can do, is judged by the plan's: correct it"),
        };
        Some(self.configured_at(finding, drawn))
    }

    fn provider(&self, drawn: ComponentId, declared: ComponentId) -> Option<Diagnostic> {
        let component = self.plan.component(declared);
        let said = component.ai()?.provider?;
        let done = self.drawn.plan.component(drawn).ai()?.provider?;
        let ours = &self.plan.component(said.value).id;
        let theirs = &self.drawn.plan.component(done.value).id;
        if ours == theirs || self.pairs.declared(done.value) == Some(said.value) {
            return None;
        }
        let message = format!(
            "{} is answered by `{ours}` by the plan, and `{theirs}` is configured",
            self.name(declared)
        );
        let finding = Diagnostic::new("differing-model", Severity::Error, message, said.span)
            .component(component.id.as_str())
            .detail("provider")
            .label("the plan's")
            .help("what it goes down with is judged by the plan's: correct it");
        Some(self.configured_at(finding, drawn))
    }

    fn limit(&self, drawn: ComponentId, declared: ComponentId) -> Option<Diagnostic> {
        let component = self.plan.component(declared);
        let done = self.drawn.plan.component(drawn).limit?.value;
        let said = component
            .limit
            .map_or(Demand::default(), |limit| limit.value);
        let place = component.limit.map_or(component.place, |limit| limit.span);
        let pairs = [
            (said.rpm, done.rpm, "requests"),
            (said.tpm, done.tpm, "tokens"),
        ];
        let (said, done, what) = pairs
            .into_iter()
            .find(|(said, done, _)| done.is_some() && said != done)?;
        let done = done?;
        let name = self.name(declared);
        let message = match said {
            Some(said) => format!(
                "{name} carries {said} {what} a minute by the plan, and {done} are configured"
            ),
            None => format!(
                "{name} is configured to carry {done} {what} a minute, and the plan knows no limit"
            ),
        };
        let finding = Diagnostic::new("differing-limit", Severity::Warning, message, place)
            .component(component.id.as_str())
            .detail(what)
            .help(format!(
                "write what is configured: limit = {{ {} = {done} }}",
                key(what)
            ));
        Some(self.configured_at(finding, drawn))
    }

    fn configured_at(&self, finding: Diagnostic, drawn: ComponentId) -> Diagnostic {
        match self.drawn.place(drawn) {
            Some(place) => finding.related(place, "configured here"),
            None => finding,
        }
    }
}

fn key(what: &str) -> &'static str {
    match what {
        "requests" => "rpm",
        _ => "tpm",
    }
}
