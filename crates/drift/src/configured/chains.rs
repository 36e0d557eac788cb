use jurymast_import::gateways::{FlawKind, GatewayFlaw};
use jurymast_plan::model::ComponentId;
use jurymast_terms::diagnostic::{Diagnostic, Severity};

use super::compare::{Comparison, Sides};
use crate::reach::gateways;

/// What is wrong with the lists of gateways, whatever the plan says of them.
pub(super) fn chains(sides: &Sides<'_>, found: &mut Comparison) {
    for flaw in &sides.drawn.flaws {
        let (rule, severity) = rule_of(flaw.kind);
        let finding = Diagnostic::new(rule, severity, flaw.message.as_str(), flaw.place)
            .detail(flaw.source_path.as_str());
        let about = sides.named(flaw).or_else(|| sides.gateway());
        found.findings.push(match about {
            Some(id) => {
                let one = sides.plan.component(id);
                finding
                    .component(one.id.as_str())
                    .related(one.place, "declared here")
            }
            None => finding,
        });
    }
}

/// By what kind of fault a flaw is found, and how bad it is.
fn rule_of(kind: FlawKind) -> (&'static str, Severity) {
    match kind {
        FlawKind::Loop | FlawKind::Itself => ("gateway-loop", Severity::Error),
        FlawKind::DeadEnd | FlawKind::UnknownGroup => ("gateway-dead-end", Severity::Error),
        FlawKind::Unanswered => ("gateway-dead-end", Severity::Warning),
        FlawKind::AliasWithoutFallback => ("gateway-dead-end", Severity::Warning),
        FlawKind::TooDeep | FlawKind::NeverTried => ("unreachable-rung", Severity::Error),
        FlawKind::ReplacedList | FlawKind::SecondList => ("unreachable-rung", Severity::Error),
        FlawKind::NotRead => ("unreachable-rung", Severity::Warning),
        FlawKind::DefaultSuppressed => ("unreachable-rung", Severity::Info),
        FlawKind::NoTimeout => ("gateway-never-gives-up", Severity::Warning),
    }
}

impl Sides<'_> {
    /// The component that a flaw is about.
    fn named(&self, flaw: &GatewayFlaw) -> Option<ComponentId> {
        let name = flaw.about.as_ref()?;
        let own = self
            .drawn
            .plan
            .enumerate()
            .find(|(_, one)| one.name == *name || one.id == *name);
        self.pairs.declared(own?.0)
    }

    /// The gateway itself, where the plan has one.
    fn gateway(&self) -> Option<ComponentId> {
        let all = self.drawn.plan.components.iter();
        let mut known = all
            .flat_map(gateways)
            .filter_map(|id| self.pairs.declared(id));
        known.next()
    }
}
