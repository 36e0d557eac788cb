use std::collections::{BTreeMap, BTreeSet};

use crate::failure::{Gate, Network};
use crate::language;
use crate::model::{ComponentId, Plan};
use crate::source::Sources;

use super::candidates::Candidate;

/// The plan with every proposed component in it, which nothing uses yet.
pub(super) struct Ground {
    pub(super) plan: Plan,
    pub(super) network: Network,
    /// For each component of the plan as it is: the same one here.
    of: Vec<ComponentId>,
}

impl Ground {
    pub(super) fn of(plan: &Plan, sources: &Sources, candidates: &[Candidate]) -> Self {
        let drafts: BTreeMap<&str, &str> = candidates
            .iter()
            .filter_map(|one| one.draft.as_ref())
            .map(|draft| (draft.section.as_str(), draft.table.as_str()))
            .collect();
        let tables: Vec<&str> = drafts.into_values().collect();
        let mut texts = texts(sources);
        texts.push(("the proposals".to_owned(), tables.join("\n")));
        let wider = language::reread(texts).plan;
        let here: BTreeMap<&str, ComponentId> = wider
            .enumerate()
            .map(|(id, one)| (one.id.as_str(), id))
            .collect();
        let of = plan
            .components
            .iter()
            .map(|one| here.get(one.id.as_str()).copied());
        let of = of.map(|id| id.unwrap_or(ComponentId(u32::MAX))).collect();
        Self {
            network: Network::of(&wider),
            plan: wider,
            of,
        }
    }

    /// The component here that a component of the plan as it is has become.
    pub(super) fn id(&self, of: ComponentId) -> ComponentId {
        self.of[of.index()]
    }

    /// Leaves out the entries whose component the stand-in itself needs, and
    /// candidates without an entry.
    pub(super) fn settle(&self, candidates: Vec<Candidate>) -> Vec<Candidate> {
        let mut needs: BTreeMap<String, BTreeSet<u32>> = BTreeMap::new();
        let mut settled = Vec::new();
        for mut one in candidates {
            let Some(stand_in) = self.plan.find(&one.stand_in) else {
                continue;
            };
            let needed = needs
                .entry(one.stand_in.clone())
                .or_insert_with(|| self.needed(stand_in.0));
            one.places
                .retain(|(owner, _)| !needed.contains(&self.id(*owner).0));
            if !one.places.is_empty() {
                settled.push(one);
            }
        }
        settled
    }

    /// Everything a node looks at, itself included.
    fn needed(&self, node: u32) -> BTreeSet<u32> {
        let mut seen = BTreeSet::from([node]);
        let mut open = vec![node];
        while let Some(at) = open.pop() {
            let node = &self.network.nodes[at as usize];
            let through = node.gates.iter().flat_map(Gate::inputs);
            for input in node.bound.iter().chain(through) {
                if seen.insert(input.node) {
                    open.push(input.node);
                }
            }
        }
        seen
    }
}

/// The texts of a plan with their paths.
pub(super) fn texts(sources: &Sources) -> Vec<(String, String)> {
    let files = sources.iter();
    files
        .map(|(_, file)| (file.path.clone(), file.text.clone()))
        .collect()
}
