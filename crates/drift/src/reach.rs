use std::collections::{HashMap, HashSet};

use jurymast_plan::model::{
    BindingRole, Component, ComponentId, Fallback, Kind, Needed, Plan, Requirement,
};
use jurymast_terms::source::{At, Span};

/// What a plan says of who calls whom.
#[derive(Debug)]
pub(crate) struct DeclaredReach<'p> {
    plan: &'p Plan,
    needs: Vec<Vec<ExpandedNeed<'p>>>,
    /// By caller: what it may be seen to call, with the index of the need that says so.
    targets: HashMap<ComponentId, HashMap<ComponentId, usize>>,
    /// By gateway: what it calls for others.
    passed_on: HashMap<ComponentId, HashSet<ComponentId>>,
}

/// One thing that a component needs, however many groupings stand between.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ExpandedNeed<'p> {
    /// What is needed.
    pub(crate) to: ComponentId,
    /// Whose table has the entry: the component's own, or that of a grouping.
    pub(crate) owner: ComponentId,
    /// The entry of the component itself.
    pub(crate) requirement: &'p Requirement,
    /// The fallback that it is of the entry, or that led to it; `None`: it is what is needed
    /// first.
    pub(crate) fallback: Option<&'p Fallback>,
    /// Where it is named.
    pub(crate) place: Span,
}

/// How a call is covered by what a plan says.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cover<'p> {
    /// The need that says so.
    pub(crate) need: ExpandedNeed<'p>,
    /// It is what is named itself, and not what stands behind it.
    pub(crate) is_direct: bool,
}

impl<'p> DeclaredReach<'p> {
    /// Of every component.
    pub(crate) fn new(plan: &'p Plan) -> Self {
        let needs: Vec<Vec<ExpandedNeed<'p>>> = plan.ids().map(|id| needs_of(plan, id)).collect();
        let mut targets: HashMap<ComponentId, HashMap<ComponentId, usize>> = HashMap::new();
        for id in plan.ids() {
            let own = targets.entry(id).or_default();
            for (at, need) in needs[id.index()].iter().enumerate() {
                own.entry(need.to).or_insert(at);
            }
        }
        // What is named itself counts before what stands behind something.
        for id in plan.ids() {
            for (at, need) in needs[id.index()].iter().enumerate() {
                for behind in behind(plan, need.to) {
                    targets.entry(id).or_default().entry(behind).or_insert(at);
                }
            }
        }
        let mut passed_on: HashMap<ComponentId, HashSet<ComponentId>> = HashMap::new();
        for (id, component) in plan.enumerate() {
            for gateway in gateways(component) {
                let all = passed_on.entry(gateway).or_default();
                all.insert(id);
                all.extend(answering(plan, id));
            }
        }
        Self {
            plan,
            needs,
            targets,
            passed_on,
        }
    }

    /// All that a component needs.
    pub(crate) fn needs(&self, id: ComponentId) -> &[ExpandedNeed<'p>] {
        &self.needs[id.index()]
    }

    /// The need by which one calls another; `None`: the plan does not say that it does.
    pub(crate) fn cover(&self, from: ComponentId, to: ComponentId) -> Option<Cover<'p>> {
        let at = *self.targets.get(&from)?.get(&to)?;
        let need = self.needs[from.index()][at];
        Some(Cover {
            need,
            is_direct: need.to == to,
        })
    }

    /// Whether a gateway calls what the plan says is answered through it.
    pub(crate) fn passes_on(&self, gateway: ComponentId, to: ComponentId) -> bool {
        let all = self.passed_on.get(&gateway);
        all.is_some_and(|all| all.contains(&to))
    }

    /// What of a call to a need's target may be seen in its stead.
    pub(crate) fn shown_by(&self, need: &ExpandedNeed<'_>) -> Vec<ComponentId> {
        behind(self.plan, need.to)
    }
}

/// The gateways that an AI dependency is called through.
pub(crate) fn gateways(component: &Component) -> impl Iterator<Item = ComponentId> {
    let bindings = component.bindings.iter();
    let through = bindings.filter(|one| one.role == BindingRole::Gateway);
    through.map(|one| one.to)
}

impl ExpandedNeed<'_> {
    /// It stands in only when something else is lost.
    pub(crate) fn is_fallback(&self) -> bool {
        self.fallback.is_some()
    }

    /// It is called only by who starts.
    pub(crate) fn is_for_start_only(&self) -> bool {
        self.requirement.needed == Needed::Start
    }
}

/// What of a call to a component may be seen in its stead: its gateways, and where it has
/// none who answers.
fn behind(plan: &Plan, id: ComponentId) -> Vec<ComponentId> {
    let gateways: Vec<ComponentId> = gateways(plan.component(id)).collect();
    match gateways.is_empty() {
        true => answering(plan, id),
        false => gateways,
    }
}

/// Who answers calls to a component: its host, its endpoint, its provider.
fn answering(plan: &Plan, id: ComponentId) -> Vec<ComponentId> {
    let mut all: Vec<ComponentId> = vec![id];
    let mut at = 0;
    while let Some(one) = all.get(at).copied() {
        let bindings = plan.component(one).bindings.iter().filter(|binding| {
            matches!(
                binding.role,
                BindingRole::Host
                    | BindingRole::Endpoint
                    | BindingRole::Provider
                    | BindingRole::MayUse
            )
        });
        for binding in bindings {
            if !all.contains(&binding.to) {
                all.push(binding.to);
            }
        }
        at += 1;
    }
    all.remove(0);
    all
}

/// What a component needs; of a mere grouping all that it groups too.
fn needs_of(plan: &Plan, id: ComponentId) -> Vec<ExpandedNeed<'_>> {
    let mut found = Vec::new();
    let component = plan.component(id);
    // That it needs enough of its copies is no call.
    let is_of_copies = |one: &&Requirement| {
        let is_copy = |at: &At<ComponentId>| plan.component(at.value).copy_of == Some(id);
        component.replicas.is_some() && one.group.iter().any(is_copy)
    };
    let needs = component.requirements.iter();
    for requirement in needs.filter(|one| !is_of_copies(one)) {
        let mut walk = NeedWalk {
            plan,
            outer: requirement,
            seen: HashSet::from([id]),
            found: &mut found,
        };
        walk.requirement(id, requirement, None);
    }
    found
}

struct NeedWalk<'p, 'f> {
    plan: &'p Plan,
    outer: &'p Requirement,
    seen: HashSet<ComponentId>,
    found: &'f mut Vec<ExpandedNeed<'p>>,
}

impl<'p> NeedWalk<'p, '_> {
    fn requirement(
        &mut self,
        owner: ComponentId,
        one: &'p Requirement,
        through: Option<&'p Fallback>,
    ) {
        for member in &one.group {
            self.take(member.value, owner, through, member.span);
        }
        for fallback in &one.fallbacks {
            let to = fallback.to;
            self.take(to.value, owner, through.or(Some(fallback)), to.span);
        }
    }

    fn take(
        &mut self,
        to: ComponentId,
        owner: ComponentId,
        fallback: Option<&'p Fallback>,
        place: Span,
    ) {
        self.found.push(ExpandedNeed {
            to,
            owner,
            requirement: self.outer,
            fallback,
            place,
        });
        let component = self.plan.component(to);
        if is_grouping(component) && self.seen.insert(to) {
            for requirement in &component.requirements {
                self.requirement(to, requirement, fallback);
            }
        }
    }
}

/// It stands for what it groups, and is called by nobody.
pub(crate) fn is_grouping(component: &Component) -> bool {
    component.is_mere_grouping()
        && matches!(component.kind(), Kind::Service | Kind::Resource)
        && !component.requirements.is_empty()
}
