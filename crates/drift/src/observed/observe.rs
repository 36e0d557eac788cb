use std::collections::{HashMap, HashSet};

use jurymast_plan::model::{ComponentId, Plan, Requirement};
use jurymast_terms::diagnostic::Diagnostic;

use super::ends::{CallEnd, LikeName, SeenPairs, UnknownName};
use super::in_use::FallbackInUse;
use super::peaks::ObservedPeak;
use super::{edges, in_use, models, peaks, soft, unseen};
use crate::names::ComponentNames;
use crate::reach::DeclaredReach;
use crate::traffic::Traffic;

/// What calls that were seen say of a plan.
#[derive(Debug, Default)]
pub(crate) struct Observation {
    /// In no order.
    pub(crate) findings: Vec<Diagnostic>,
    /// Names that are components' by likeness alone, by name.
    pub(crate) like: Vec<LikeName>,
    /// Names that are no component's, by name.
    pub(crate) unknown: Vec<UnknownName>,
    /// Fallbacks over which calls went.
    pub(crate) in_use: Vec<FallbackInUse>,
    /// Declared limits beside what was asked at most.
    pub(crate) peaks: Vec<ObservedPeak>,
    /// How much of the plan the files speak of.
    pub(crate) coverage: Coverage,
    /// Files that name nobody of the plan.
    pub(crate) strange: Vec<Diagnostic>,
}

/// How much of a plan calls that were seen speak of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Declared needs of callers that were seen.
    pub seen: usize,
    /// Those of callers that were seen, which were not seen themselves.
    pub unseen: usize,
    /// Declared needs of components that no file knows as callers: nothing is known.
    pub unknown: usize,
    /// Declared fallbacks that were not seen, as is to be expected.
    pub fallbacks_unseen: usize,
    /// Pairs of which neither name is known.
    pub strangers: usize,
}

/// What the looks at a plan share.
pub(super) struct TrafficView<'a> {
    pub(super) plan: &'a Plan,
    pub(super) reach: &'a DeclaredReach<'a>,
    pub(super) seen: &'a SeenPairs<'a>,
    /// By caller: what it was seen to call.
    pub(super) targets: HashMap<ComponentId, HashSet<ComponentId>>,
    /// By what was called: who was seen to call it.
    pub(super) callers: HashMap<ComponentId, HashSet<ComponentId>>,
    /// Whatever was seen at either end.
    pub(super) present: HashSet<ComponentId>,
    /// Who was seen to call anybody, known or not: what only counts calls of models apart.
    calling: HashSet<ComponentId>,
    calling_models: HashSet<ComponentId>,
}

/// Looks at a plan beside the calls of these files.
pub(crate) fn observe(plan: &Plan, reach: &DeclaredReach<'_>, traffic: &[Traffic]) -> Observation {
    let names = ComponentNames::new(plan);
    let seen = SeenPairs::of(plan, reach, &names, traffic);
    let look = TrafficView::new(plan, reach, &seen);
    let mut found = Observation::default();
    edges::edges(&look, &mut found);
    in_use::in_use(&look, &mut found);
    models::models(&look, &mut found);
    unseen::unseen(&look, &mut found);
    soft::soft(&look, &mut found);
    peaks::peaks(&look, &mut found);
    found.in_use.sort_by(|a, b| {
        let key = |one: &FallbackInUse| (one.declared, one.caller.clone(), one.fallback.clone());
        key(a)
            .cmp(&key(b))
            .then((a.file, a.place).cmp(&(b.file, b.place)))
    });
    found.strange = seen.strange_files();
    found.like = seen.like;
    found.unknown = seen.unknown;
    found
}

impl<'a> TrafficView<'a> {
    fn new(plan: &'a Plan, reach: &'a DeclaredReach<'a>, seen: &'a SeenPairs<'a>) -> Self {
        let mut targets: HashMap<ComponentId, HashSet<ComponentId>> = HashMap::new();
        let mut callers: HashMap<ComponentId, HashSet<ComponentId>> = HashMap::new();
        let mut present = HashSet::new();
        let mut calling = HashSet::new();
        let mut calling_models = HashSet::new();
        for ((from, to), files) in &seen.pairs {
            if let CallEnd::Known(from) = from {
                for one in files {
                    match one.of_models {
                        true => calling_models.insert(*from),
                        false => calling.insert(*from),
                    };
                }
            }
            for end in [from, to] {
                if let CallEnd::Known(id) = end {
                    present.insert(*id);
                }
            }
            if let (CallEnd::Known(from), CallEnd::Known(to)) = (from, to) {
                targets.entry(*from).or_default().insert(*to);
                callers.entry(*to).or_default().insert(*from);
            }
        }
        for ends in seen.models.iter().flatten() {
            if let CallEnd::Known(asked) = ends.asked {
                present.insert(asked);
            }
        }
        Self {
            plan,
            reach,
            seen,
            targets,
            callers,
            present,
            calling,
            calling_models,
        }
    }

    /// The id of a component, in the marks of code.
    pub(super) fn name(&self, id: ComponentId) -> String {
        format!("`{}`", self.plan.component(id).id)
    }

    /// Whether one was seen to call another.
    pub(super) fn has(&self, from: ComponentId, to: ComponentId) -> bool {
        let own = self.targets.get(&from);
        own.is_some_and(|own| own.contains(&to))
    }

    /// Whether one was seen to call anybody, known or not.
    pub(super) fn is_caller(&self, id: ComponentId) -> bool {
        self.calling.contains(&id) || self.calling_models.contains(&id)
    }

    /// Whether what one calls of this entry would have been counted: who counts calls of models
    /// knows of no others.
    pub(super) fn would_show(&self, id: ComponentId, entry: &Requirement) -> bool {
        let mut group = entry.group.iter();
        let is_model = group.all(|at| self.plan.component(at.value).ai().is_some());
        self.calling.contains(&id) || is_model && self.calling_models.contains(&id)
    }
}
