use jurymast_plan::model::{ComponentId, Requirement};
use jurymast_terms::diagnostic::Severity;

use super::compare::{Comparison, Sides};
use super::fallbacks::GatewayRoute;

impl Sides<'_> {
    /// What a gateway lets stand in for a model that no entry of the plan speaks of as this
    /// route does: nobody needs it, or it is one of several, or it stands in itself.
    pub(super) fn uncalled_route(&self, route: &GatewayRoute<'_>, found: &mut Comparison) {
        let own = route.grouping.or_else(|| route.primaries.first().copied());
        // That a client calls something else than the plan says is a finding of edges.
        let Some(own) = own.filter(|_| route.client.is_none()) else {
            return;
        };
        let all = self.plan.components.iter();
        let speaking: Vec<&Requirement> = all
            .flat_map(|one| &one.requirements)
            .filter(|entry| place_of(entry, route).is_some())
            .collect();
        for drawn in &route.stands_in {
            let declared = self.declared_stand_ins(drawn.to.value);
            let is_said = |entry: &&Requirement| {
                let place = place_of(entry, route).unwrap_or_default();
                let mut behind = entry.fallbacks.iter().skip(place);
                behind.any(|one| declared.contains(&one.to.value))
            };
            let is_own = declared.iter().any(|id| route.primaries.contains(id));
            if is_own || speaking.iter().any(is_said) {
                continue;
            }
            found.told.insert(drawn.to.value);
            let (name, of) = (self.drawn_name(drawn.to.value), self.name(own));
            let (message, help) = match speaking.is_empty() {
                true => (
                    format!(
                        "the gateway lets {name} stand in for {of}, which has no caller in the plan"
                    ),
                    format!(
                        "say who calls {of}, and that {name} stands in; or take it out of the gateway's list"
                    ),
                ),
                false => (
                    format!(
                        "the gateway lets {name} stand in for {of}, and the plan does not say so"
                    ),
                    format!(
                        "let {name} stand behind {of} where the plan has it, or take it out of the gateway's list"
                    ),
                ),
            };
            let detail = self.detail_of(drawn.to.value);
            let finding = self
                .about("undeclared-fallback", Severity::Warning, own, message)
                .detail(detail)
                .help(help);
            found.findings.push(self.with_route(finding, route));
        }
    }

    /// The id of a drawn component: the plan's, where the plan has it.
    pub(super) fn detail_of(&self, drawn: ComponentId) -> String {
        match self.pairs.declared(drawn) {
            Some(id) => self.plan.component(id).id.clone(),
            None => self.drawn.plan.component(drawn).id.clone(),
        }
    }
}

/// The place among the fallbacks of an entry from which what stands in for a route's model
/// would stand: 0 where the model is called, the next where it stands in itself. `None`: the
/// entry does not speak of it.
fn place_of(entry: &Requirement, route: &GatewayRoute<'_>) -> Option<usize> {
    let is_own = |id: ComponentId| route.primaries.contains(&id);
    if entry.group.iter().any(|at| is_own(at.value)) {
        return Some(0);
    }
    let mut fallbacks = entry.fallbacks.iter();
    fallbacks
        .position(|one| is_own(one.to.value))
        .map(|at| at + 1)
}
