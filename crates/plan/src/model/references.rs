//! What refers to what, and whom nothing refers to.

use super::{Component, ComponentId, Detail, Kind, Plan, Tier};

/// What counts on something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Referrer {
    /// A component: to serve, to switch, to be noticed, to be restored, or as its place.
    Component(ComponentId),
    /// A team, a message or a step of a runbook.
    Document,
}

impl Plan {
    /// Each component that something counts on, with what does. What only fails in a
    /// scenario, is waived or was exercised is not counted on.
    pub fn each_reference(&self, mut visit: impl FnMut(Referrer, ComponentId)) {
        for (id, component) in self.enumerate() {
            of_component(component, &mut |to| {
                if to != id {
                    visit(Referrer::Component(id), to);
                }
            });
        }
        let mut from_document = |to| visit(Referrer::Document, to);
        for team in &self.teams {
            let people = team.people.iter().flat_map(|one| &one.through);
            let through = team.on_call.through.iter().chain(people);
            through.for_each(|to| from_document(to.value));
        }
        let messages = self.communications.iter().flat_map(|one| &one.through);
        messages.for_each(|to| from_document(to.value));
        for step in self.runbooks.iter().flat_map(|book| &book.steps) {
            step.needs.iter().for_each(|to| from_document(to.value));
            let places = step.moves_to.iter().chain(&step.switches_to);
            places.for_each(|to| from_document(*to));
        }
        let copies = self.header.published.iter();
        copies.for_each(|to| from_document(to.value));
    }

    /// Where nobody declares a tier, not even in what could not be read: services and activities that nothing depends on, but
    /// activities, count as the most critical there are. What comes and goes does not:
    /// nobody waits for it at once.
    pub(crate) fn assume_tiers(&mut self) {
        if !self.is_whole || self.components.iter().any(|one| one.tier.is_some()) {
            return;
        }
        let mut is_needed = vec![false; self.components.len()];
        self.each_reference(|who, to| {
            let is_activity = |id| self.component(id).kind() == Kind::Activity;
            is_needed[to.index()] |= match who {
                Referrer::Component(id) => !is_activity(id),
                Referrer::Document => true,
            };
        });
        for (component, is_needed) in self.components.iter_mut().zip(is_needed) {
            let counts = component.is_judged() && component.schedule.is_none();
            component.provisional_tier = Tier::new(1).filter(|_| counts && !is_needed);
        }
    }
}

fn of_component(component: &Component, visit: &mut impl FnMut(ComponentId)) {
    for one in &component.requirements {
        let fallbacks = one.fallbacks.iter();
        let switches = fallbacks.flat_map(|to| std::iter::once(&to.to).chain(&to.needs));
        let seen_by = one.detect.iter().flat_map(|detect| &detect.by);
        let all = one.group.iter().chain(switches).chain(seen_by);
        all.for_each(|to| visit(to.value));
    }
    component.bindings.iter().for_each(|one| visit(one.to));
    component
        .replica_of
        .iter()
        .for_each(|one| visit(one.of.value));
    for backup in &component.backups {
        let all = backup.within.iter().chain(&backup.needs);
        all.for_each(|to| visit(to.value));
    }
    match &component.detail {
        Detail::Ai(ai) => {
            let provider = ai.provider.as_ref().map(|at| at.value);
            provider.into_iter().chain(ai.endpoint).for_each(visit);
        }
        Detail::Endpoint(endpoint) => visit(endpoint.provider),
        Detail::Activity(_)
        | Detail::Service
        | Detail::Resource(_)
        | Detail::Provider(_)
        | Detail::Lineage(_)
        | Detail::Domain(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use crate::language::reread;

    /// The ids of those that count as critical without a word of the plan.
    fn provisional(text: &str) -> Vec<String> {
        let loaded = reread([("p.toml".to_owned(), format!("[plan]\nname = \"x\"\n{text}"))]);
        assert_eq!(loaded.problems, []);
        let all = loaded.plan.components.into_iter();
        let provisional = all.filter(|one| one.provisional_tier.is_some());
        provisional.map(|one| one.id).collect()
    }

    #[test]
    fn what_nothing_depends_on_counts_where_nobody_has_a_tier() {
        let text = "[service.web]\ndepends_on = [\"api\"]\n[service.api]\ndepends_on = [\"db\"]
            [resource.db]\n[service.worker]\ndepends_on = [\"db\"]
            [service.nightly]\nevery = \"1d\"\nmissed = \"skipped\"\ndepends_on = [\"db\"]\n";
        assert_eq!(provisional(text), ["web", "worker"]);
        // One tier, wherever it stands, says that somebody thought of it.
        assert!(provisional(&format!("{text}tier = 4\n")).is_empty());
        assert!(provisional(&format!("[defaults]\ntier = 3\n{text}")).is_empty());
        assert!(provisional(&format!("{text}[activity.sales]\ntier = 2\n")).is_empty());
        // It may stand in what cannot be read.
        let broken = reread([("p.toml".to_owned(), format!("{text}tier = \n"))]);
        let mut all = broken.plan.components.iter();
        assert!(all.all(|one| one.provisional_tier.is_none()));
    }

    #[test]
    fn an_activity_leaves_its_services_critical() {
        let text = "[activity.sales]\ndepends_on = [\"web\"]\n[service.web]
            depends_on = [{ on = \"api\", fallback = [\"spare\"] }]
            [service.api]\n[service.spare]\n";
        assert_eq!(provisional(text), ["sales", "web"]);
    }

    #[test]
    fn what_carries_calls_and_messages_is_there_for_others() {
        let text = "[service.chat]\n[service.status]\n[service.web]
            [team.web]\non_call = { channel = \"#web\", through = [\"chat\"] }
            [communication.customers]\naudience = \"customers\"\nthrough = [\"status\"]\n";
        assert_eq!(provisional(text), ["web"]);
    }
}
