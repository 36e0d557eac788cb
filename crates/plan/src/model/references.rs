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

    /// Where nobody declares a tier, not even in what could not be read: services and
    /// activities that nothing depends on, but activities and what they depend on themselves,
    /// count as the most critical there are. What comes and goes does not: nobody waits for it
    /// at once.
    pub(crate) fn assume_tiers(&mut self) {
        if !self.is_whole || self.components.iter().any(|one| one.tier.is_some()) {
            return;
        }
        let mut is_read = vec![false; self.components.len()];
        let mut needs: Vec<Vec<usize>> = vec![Vec::new(); self.components.len()];
        self.each_reference(|who, to| match who {
            Referrer::Component(id) if self.component(id).kind() == Kind::Activity => {}
            Referrer::Component(id) => needs[id.index()].push(to.index()),
            Referrer::Document => is_read[to.index()] = true,
        });
        for circle in on_top(&needs) {
            if circle.iter().any(|at| is_read[*at]) {
                continue;
            }
            for at in circle {
                let component = &mut self.components[at];
                let counts = component.is_judged() && component.schedule.is_none();
                component.provisional_tier = Tier::new(1).filter(|_| counts);
            }
        }
    }
}

/// Whom nobody needs whom they do not need themselves, each with those: alone mostly, else
/// all of a circle. `needs`: by node those that it needs.
fn on_top(needs: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut needed_by = vec![Vec::new(); needs.len()];
    for (who, all) in needs.iter().enumerate() {
        all.iter().for_each(|to| needed_by[*to].push(who));
    }
    // No first reaches a later one. So whom none reaches in reverse order, no other reaches.
    let firsts = unreached(0..needs.len(), needs);
    let tops = unreached(firsts.into_iter().rev(), needs);
    let mut is_in = vec![false; needs.len()];
    let circle = |top| reached(top, &needed_by, &mut is_in);
    tops.into_iter().map(circle).collect()
}

/// Those that none before them reaches.
fn unreached(nodes: impl Iterator<Item = usize>, to: &[Vec<usize>]) -> Vec<usize> {
    let mut is_reached = vec![false; to.len()];
    let mut is_first = |node: &usize| !reached(*node, to, &mut is_reached).is_empty();
    nodes.filter(|node| is_first(node)).collect()
}

/// What can be reached from a node and was not reached before, itself included.
fn reached(from: usize, to: &[Vec<usize>], is_reached: &mut [bool]) -> Vec<usize> {
    let mut found = Vec::new();
    let mut open = vec![from];
    while let Some(at) = open.pop() {
        if !std::mem::replace(&mut is_reached[at], true) {
            found.push(at);
            open.extend(&to[at]);
        }
    }
    found
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
    fn a_circle_that_nothing_else_depends_on_counts_whole() {
        let circle = "[service.web]\ndepends_on = [\"api\"]
            [service.api]\ndepends_on = [{ on = \"db\", fallback = [\"web\"] }, \"auth\"]
            [service.auth]\n[resource.db]\n";
        assert_eq!(provisional(circle), ["web", "api"]);
        let below = format!("{circle}[service.front]\ndepends_on = [\"api\"]\n");
        assert_eq!(provisional(&below), ["front"]);
        let above = format!("[service.last]\n{circle}[service.first]\ndepends_on = [\"last\"]\n");
        assert_eq!(provisional(&above), ["web", "api", "first"]);
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
