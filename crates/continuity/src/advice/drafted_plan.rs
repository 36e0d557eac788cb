use std::collections::BTreeMap;

use jurymast_engine::analysis::network_at_rest;
use jurymast_engine::failure::Network;
use jurymast_plan::language;
use jurymast_plan::model::{ComponentId, Plan};
use jurymast_terms::source::Sources;

use super::candidates::Candidate;
use super::work_clock::WorkClock;

/// The plan with every proposed component in it, which nothing uses yet.
pub(super) struct DraftedPlan {
    pub(super) plan: Plan,
    pub(super) network: Network,
    /// For each component of the plan as it is: the same one here.
    of: Vec<ComponentId>,
}

impl DraftedPlan {
    pub(super) fn of(plan: &Plan, sources: &Sources, candidates: &[Candidate]) -> Self {
        let drafts: BTreeMap<&str, &str> = candidates
            .iter()
            .flat_map(|one| &one.drafts)
            .map(|draft| (draft.section.as_str(), draft.table.as_str()))
            .collect();
        let tables: Vec<&str> = drafts.into_values().collect();
        let mut texts = texts(sources);
        texts.push(("the proposals".to_owned(), tables.join("\n")));
        let wider = language::changed(plan, texts).plan;
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
            network: network_at_rest(&wider),
            plan: wider,
            of,
        }
    }

    /// The component here that a component of the plan as it is has become.
    pub(super) fn id(&self, of: ComponentId) -> ComponentId {
        self.of[of.index()]
    }

    /// Leaves out the entries whose component the stand-in itself needs, and
    /// candidates without an entry; those that there is no time for as well.
    pub(super) fn settle(&self, candidates: Vec<Candidate>, clock: &WorkClock) -> Vec<Candidate> {
        let mut needed = Needed {
            by: vec![0; self.network.len()],
            round: 0,
        };
        let mut settled = Vec::new();
        for mut one in candidates {
            if clock.is_past(4) {
                break;
            }
            let Some(stand_in) = self.plan.find(&one.stand_in) else {
                continue;
            };
            clock.spend(needed.walk(&self.network, stand_in.0));
            one.places
                .retain(|(owner, _)| !needed.contains(self.id(*owner).0));
            if !one.places.is_empty() {
                settled.push(one);
            }
        }
        settled
    }
}

/// Everything that one node after another looks at, itself included.
struct Needed {
    /// By node: the last round in which it was met.
    by: Vec<u32>,
    round: u32,
}

impl Needed {
    /// Gives how many there are.
    fn walk(&mut self, network: &Network, node: u32) -> usize {
        let mut count = 0;
        self.round += 1;
        let mut open = vec![node];
        while let Some(at) = open.pop() {
            if std::mem::replace(&mut self.by[at as usize], self.round) == self.round {
                continue;
            }
            count += 1;
            open.extend(network.node(at).inputs().iter().map(|input| input.node));
        }
        count
    }

    fn contains(&self, node: u32) -> bool {
        self.by[node as usize] == self.round
    }
}

/// The texts of a plan with their paths.
pub(super) fn texts(sources: &Sources) -> Vec<(String, String)> {
    let files = sources.iter();
    files
        .map(|(_, file)| (file.path.clone(), file.text.clone()))
        .collect()
}
