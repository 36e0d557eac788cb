use std::collections::BTreeSet;

use jurymast_plan::model::{ComponentId, Kind, Origin, Plan};
use jurymast_terms::diagnostic::{Diagnostic, Severity};

use super::drawn::DrawnPlan;
use super::pairs::Pairs;
use super::{chains, edges, fallbacks, stores, values};
use crate::observed::LikeName;
use crate::reach::{DeclaredReach, gateways, is_grouping};

/// What files that configure say of a plan.
#[derive(Debug, Default)]
pub(crate) struct Comparison {
    /// In no order.
    pub(crate) findings: Vec<Diagnostic>,
    /// Names that are components' by likeness alone, by name.
    pub(crate) like: Vec<LikeName>,
    /// Ids of services, resources and AI dependencies of the plan of which no file speaks.
    pub(crate) not_configured: Vec<String>,
    /// Ids of gateways of the plan whose own files are not among these.
    pub(crate) gateways_not_given: Vec<String>,
    /// How many declared needs the files know both ends of.
    pub(crate) compared: usize,
    /// Drawn components that a finding names.
    pub(super) told: BTreeSet<ComponentId>,
}

/// Both sides, and which component is which.
pub(super) struct Sides<'a> {
    pub(super) plan: &'a Plan,
    pub(super) reach: &'a DeclaredReach<'a>,
    pub(super) drawn: &'a DrawnPlan,
    pub(super) drawn_reach: &'a DeclaredReach<'a>,
    pub(super) pairs: &'a Pairs,
}

/// Compares a plan with the one that files draw.
pub(crate) fn compare(plan: &Plan, reach: &DeclaredReach<'_>, drawn: &DrawnPlan) -> Comparison {
    let pairs = Pairs::of(plan, drawn);
    let drawn_reach = DeclaredReach::new(&drawn.plan);
    let sides = Sides {
        plan,
        reach,
        drawn,
        drawn_reach: &drawn_reach,
        pairs: &pairs,
    };
    let mut found = Comparison::default();
    edges::undeclared(&sides, &mut found);
    edges::unconfigured(&sides, &mut found);
    fallbacks::fallbacks(&sides, &mut found);
    values::values(&sides, &mut found);
    stores::stores(&sides, &mut found);
    edges::undeclared_components(&sides, &mut found);
    chains::chains(&sides, &mut found);
    found.not_configured = not_configured(&sides);
    found.gateways_not_given = sides.gateways_not_given();
    found.like = pairs.like;
    found
}

fn not_configured(sides: &Sides<'_>) -> Vec<String> {
    let told = |id: &ComponentId| {
        let one = sides.plan.component(*id);
        one.origin == Origin::Plan
            && matches!(one.kind(), Kind::Service | Kind::Resource | Kind::Ai)
            && !is_grouping(one)
            && sides.pairs.drawn(*id).is_empty()
    };
    let lacking = sides.plan.ids().filter(told);
    let mut ids: Vec<String> = lacking
        .map(|id| sides.plan.component(id).id.clone())
        .collect();
    ids.sort();
    ids
}

impl Sides<'_> {
    /// The gateways that the plan's owners run and whose own files are not here: what they answer
    /// with is unknown.
    pub(super) fn gateways_not_given(&self) -> Vec<String> {
        let mut ids: BTreeSet<&str> = BTreeSet::new();
        for component in &self.plan.components {
            let Some(ai) = component.ai() else { continue };
            let through: Vec<ComponentId> = gateways(component).collect();
            // The last runs the runtime that answers.
            let passing = match (&ai.runtime, through.split_last()) {
                (Some(_), Some((_, before))) => before,
                _ => through.as_slice(),
            };
            let passing = passing.iter().map(|id| self.plan.component(*id));
            let own = passing.filter(|one| matches!(one.kind(), Kind::Service | Kind::Resource));
            ids.extend(own.map(|one| one.id.as_str()));
        }
        ids.retain(|id| !self.drawn.gateways.contains(*id));
        ids.into_iter().map(str::to_owned).collect()
    }

    /// The id of a declared component, in the marks of code.
    pub(super) fn name(&self, declared: ComponentId) -> String {
        format!("`{}`", self.plan.component(declared).id)
    }

    /// As the files call it, in the marks of code; its id where that is the plan's.
    pub(super) fn drawn_name(&self, drawn: ComponentId) -> String {
        match self.pairs.declared(drawn) {
            Some(declared) => self.name(declared),
            None => format!("`{}`", self.drawn.plan.component(drawn).name),
        }
    }

    /// A finding at the table of a declared component.
    pub(super) fn about(
        &self,
        rule: &'static str,
        severity: Severity,
        declared: ComponentId,
        message: String,
    ) -> Diagnostic {
        let one = self.plan.component(declared);
        Diagnostic::new(rule, severity, message, one.place).component(one.id.as_str())
    }
}
