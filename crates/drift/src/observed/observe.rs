use std::collections::{HashMap, HashSet};

use jurymast_plan::model::{ComponentId, Plan};
use jurymast_terms::diagnostic::Diagnostic;

use super::ends::{End, LikeName, Seen, UnknownName};
use super::in_use::FallbackInUse;
use super::peaks::ObservedPeak;
use super::{edges, in_use, models, peaks, soft, unseen};
use crate::names::Names;
use crate::reach::Reach;
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
pub(super) struct Look<'a> {
    pub(super) plan: &'a Plan,
    pub(super) reach: &'a Reach<'a>,
    pub(super) seen: &'a Seen<'a>,
    /// By caller: what it was seen to call.
    pub(super) targets: HashMap<ComponentId, HashSet<ComponentId>>,
    /// Whatever was seen at either end.
    pub(super) present: HashSet<ComponentId>,
}

/// Looks at a plan beside the calls of these files.
pub(crate) fn observe(plan: &Plan, reach: &Reach<'_>, traffic: &[Traffic]) -> Observation {
    let names = Names::new(plan);
    let seen = Seen::of(plan, &names, traffic);
    let look = Look::new(plan, reach, &seen);
    let mut found = Observation::default();
    edges::edges(&look, &mut found);
    unseen::unseen(&look, &mut found);
    in_use::in_use(&look, &mut found);
    models::models(&look, &mut found);
    soft::soft(&look, &mut found);
    peaks::peaks(&look, &mut found);
    found.in_use.sort_by(|a, b| {
        let key = |one: &FallbackInUse| (one.declared, one.caller.clone(), one.fallback.clone());
        key(a).cmp(&key(b)).then((a.file, a.place).cmp(&(b.file, b.place)))
    });
    found.like = seen.like;
    found.unknown = seen.unknown;
    found
}

impl<'a> Look<'a> {
    fn new(plan: &'a Plan, reach: &'a Reach<'a>, seen: &'a Seen<'a>) -> Self {
        let mut targets: HashMap<ComponentId, HashSet<ComponentId>> = HashMap::new();
        let mut present = HashSet::new();
        for (from, to) in seen.pairs.keys() {
            for end in [from, to] {
                if let End::Known(id) = end {
                    present.insert(*id);
                }
            }
            if let (End::Known(from), End::Known(to)) = (from, to) {
                targets.entry(*from).or_default().insert(*to);
            }
        }
        Self {
            plan,
            reach,
            seen,
            targets,
            present,
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
        let from = (End::Known(id), End::Known(ComponentId(0)));
        let mut behind = self.seen.pairs.range(from..);
        behind
            .next()
            .is_some_and(|((caller, _), _)| *caller == End::Known(id))
    }
}
