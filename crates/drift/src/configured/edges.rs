use std::collections::BTreeSet;

use jurymast_plan::model::{Component, ComponentId, Kind, Origin};
use jurymast_terms::diagnostic::{Diagnostic, Severity};
use jurymast_terms::source::Span;
use jurymast_terms::wording;

use super::compare::{Comparison, Sides};
use crate::reach::{ExpandedNeed, gateways, is_grouping};

/// Who is configured to need whom, where the plan does not say so.
pub(super) fn undeclared(sides: &Sides<'_>, found: &mut Comparison) {
    for (id, component) in sides.drawn.plan.enumerate() {
        let Some(declared) = sides.pairs.declared(id).filter(|_| !is_grouping(component)) else {
            continue;
        };
        let mut seen: BTreeSet<ComponentId> = BTreeSet::new();
        for need in sides.drawn_reach.needs(id) {
            if !seen.insert(need.to) || sides.is_declared(declared, need.to) {
                continue;
            }
            // Of what is not named, the edge to the gateway says all that is known.
            if sides.is_unnamed(need.to) && sides.needs_gateways_of(id, need.to) {
                continue;
            }
            let target = sides.drawn.plan.component(need.to);
            // A mere grouping is as declared as its members.
            if is_grouping(target) && sides.pairs.declared(need.to).is_none() {
                continue;
            }
            // What its grouping is declared as stands for it.
            if need.owner != id && sides.pairs.declared(need.owner).is_some() {
                continue;
            }
            found.told.insert(need.to);
            let place = sides
                .drawn
                .need(need.owner, need.to)
                .map(|(place, _)| place);
            let replaced = sides.replaced(id, declared, need.to);
            found.findings.push(match replaced {
                Some(model) => {
                    let caller = Some((declared, need.requirement));
                    sides.replaced_model(model, need.to, caller, place)
                }
                None => sides.undeclared_edge(id, declared, need),
            });
        }
    }
}

/// Components that are configured and not declared, but for those that another finding
/// names.
pub(super) fn undeclared_components(sides: &Sides<'_>, found: &mut Comparison) {
    for (id, component) in sides.drawn.plan.enumerate() {
        let is_told = found.told.contains(&id) || sides.pairs.declared(id).is_some();
        if is_told || sides.is_unnamed(id) || !may_be_declared(component) {
            continue;
        }
        let what = match component.kind() {
            Kind::Ai => "the AI dependency",
            Kind::Resource => "the resource",
            _ => "the service",
        };
        let place = sides.drawn.place(id);
        let replaced = sides.replaced_behind_gateway(id);
        if let [model] = replaced.as_slice()
            && sides.is_only_stranger(id)
        {
            let finding = sides.replaced_model(*model, id, None, place);
            found.findings.push(finding);
            continue;
        }
        let message = format!(
            "{what} `{}` is configured, and the plan does not have it",
            component.name
        );
        let place = place.unwrap_or(Span::start_of(jurymast_terms::source::FileId::ROOT));
        // One of these was replaced, and nobody can tell which.
        let severity = match replaced.is_empty() {
            true => Severity::Warning,
            false => Severity::Error,
        };
        let finding = Diagnostic::new("undeclared-component", severity, message, place)
            .label("configured here")
            .detail(component.id.as_str())
            .help("`jurymast import ... --into jurymast.toml` shows what the plan would gain");
        let names: Vec<String> = replaced.iter().map(|one| sides.name(*one)).collect();
        found.findings.push(match names.is_empty() {
            true => finding,
            false => finding.note(format!(
                "the plan has {} there, which no file has",
                wording::or(&names)
            )),
        });
    }
}

fn may_be_declared(component: &Component) -> bool {
    component.origin == Origin::Plan
        && matches!(component.kind(), Kind::Service | Kind::Resource | Kind::Ai)
        && !is_grouping(component)
}

/// What is declared, between two that the files know, and not configured.
pub(super) fn unconfigured(sides: &Sides<'_>, found: &mut Comparison) {
    for (id, component) in sides.plan.enumerate() {
        let drawn = sides.pairs.drawn(id);
        if drawn.is_empty() || is_grouping(component) {
            continue;
        }
        let mut told: BTreeSet<ComponentId> = BTreeSet::new();
        for need in sides
            .reach
            .needs(id)
            .iter()
            .filter(|need| !need.is_fallback())
        {
            let targets = sides.pairs.drawn(need.to);
            if targets.is_empty() || !told.insert(need.to) {
                continue;
            }
            found.compared += 1;
            let is_there =
                |from: &ComponentId| targets.iter().any(|to| sides.is_configured(*from, *to));
            if !drawn.iter().any(is_there) {
                found
                    .findings
                    .push(sides.unconfigured_edge(id, need, drawn));
            }
        }
    }
}

impl Sides<'_> {
    /// The plan says that one needs what the files call so.
    fn is_declared(&self, from: ComponentId, drawn_to: ComponentId) -> bool {
        let says = |to: ComponentId| {
            from == to || self.reach.cover(from, to).is_some() || self.reach.passes_on(from, to)
        };
        if let Some(to) = self.pairs.declared(drawn_to) {
            return says(to);
        }
        // A key that names no model says no more than whose it is.
        let target = self.drawn.plan.component(drawn_to);
        let provider = target.ai().filter(|ai| ai.model.is_none());
        let provider = provider.and_then(|ai| ai.provider);
        let provider = provider.and_then(|at| self.pairs.declared(at.value));
        provider.is_some_and(|provider| says(provider) || self.calls_past(from, provider))
    }

    /// Something that is asked of a gateway, and no file says what.
    fn is_unnamed(&self, drawn: ComponentId) -> bool {
        let target = self.drawn.plan.component(drawn);
        let has_no_model = target.ai().is_some_and(|ai| ai.model.is_none());
        has_no_model && gateways(target).next().is_some()
    }

    /// The files say of one that it needs all gateways that another is asked of.
    fn needs_gateways_of(&self, id: ComponentId, drawn: ComponentId) -> bool {
        gateways(self.drawn.plan.component(drawn))
            .all(|one| self.drawn_reach.cover(id, one).is_some())
    }

    /// What one needs is answered by a provider, through whatever gateway.
    fn calls_past(&self, from: ComponentId, provider: ComponentId) -> bool {
        let needs = self.reach.needs(from).iter();
        let mut through = needs.flat_map(|need| gateways(self.plan.component(need.to)));
        through.any(|gateway| self.reach.passes_on(gateway, provider))
    }

    /// The files say that one needs another, or the gateway that the other is called by.
    fn is_configured(&self, from: ComponentId, to: ComponentId) -> bool {
        let reach = self.drawn_reach;
        let members = reach.needs(to).iter().map(|need| need.to);
        let members = members.filter(|_| is_grouping(self.drawn.plan.component(to)));
        let mut through = std::iter::once(to)
            .chain(members)
            .flat_map(|one| gateways(self.drawn.plan.component(one)));
        reach.cover(from, to).is_some()
            || reach.passes_on(from, to)
            || through.any(|gateway| reach.cover(from, gateway).is_some())
    }

    fn undeclared_edge(
        &self,
        id: ComponentId,
        declared: ComponentId,
        need: &ExpandedNeed<'_>,
    ) -> Diagnostic {
        let (caller, callee) = (self.name(declared), self.drawn_name(need.to));
        let known = self.pairs.declared(need.to);
        let said = self.drawn.need(need.owner, need.to);
        let is_guessed = said.is_none_or(|(_, guessed)| guessed);
        let message = match known {
            Some(_) => {
                format!("{caller} is configured to need {callee}, and the plan does not say so")
            }
            None => {
                format!("{caller} is configured to need {callee}, which the plan does not have")
            }
        };
        let severity = match is_guessed || need.is_for_start_only() {
            true => Severity::Warning,
            false => Severity::Error,
        };
        let detail = known.map_or(&self.drawn.plan.component(need.to).id, |known| {
            &self.plan.component(known).id
        });
        let mut finding = self
            .about("undeclared-edge", severity, declared, message)
            .detail(detail)
            .help(format!("let {caller} depend on {callee}, or waive it"));
        if let Some(why) = &need.requirement.why {
            finding = finding.note(format!("by {why}"));
        }
        if is_guessed {
            finding = finding
                .note("the file says the order of starts alone: that it is needed is a guess");
        }
        match said
            .map(|(place, _)| place)
            .or_else(|| self.drawn.place(id))
        {
            Some(place) => finding.related(place, "configured here"),
            None => finding,
        }
    }

    fn unconfigured_edge(
        &self,
        id: ComponentId,
        need: &ExpandedNeed<'_>,
        drawn: &[ComponentId],
    ) -> Diagnostic {
        let (caller, callee) = (self.name(id), self.name(need.to));
        let message = format!("{caller} needs {callee} by the plan, and no file configures it so");
        // What a gateway needs stands in its own file.
        let is_unread = self
            .gateways_not_given()
            .contains(&self.plan.component(id).id);
        let severity = match is_unread {
            true => Severity::Info,
            false => Severity::Warning,
        };
        let finding = Diagnostic::new("unconfigured-edge", severity, message, need.place)
            .component(self.plan.component(id).id.as_str())
            .label("not configured")
            .detail(self.plan.component(need.to).id.as_str())
            .note("the files know both: how the one reaches the other may stand in a file that was not given, or in code")
            .help("give that file too, or take the dependency away");
        drawn
            .iter()
            .filter_map(|one| self.drawn.place(*one))
            .fold(finding, |finding, place| {
                finding.related(place, format!("{caller} is configured here"))
            })
    }
}
