use std::collections::HashMap;

use crate::render::Input;
use crate::render::paths::HERE;
use crate::render::views::Reference;
use jurymast_engine::graph::EdgeRole;
use jurymast_plan::model::{ComponentId, Kind, Plan};

/// Names in one list; the rest is counted.
const MOST_NAMES: usize = 60;
/// The same where every service has a section: its own page has the rest.
const FEW_NAMES: usize = 8;

/// All that an activity leans on of one kind, near and far.
pub(super) struct Needs {
    pub(super) title: &'static str,
    pub(super) count: usize,
    pub(super) lists: Vec<NeedList>,
}

/// Those of one kind that it cannot do without, or those that it can.
pub(super) struct NeedList {
    /// "It cannot work or start without"; empty where nothing is told apart.
    pub(super) title: &'static str,
    pub(super) names: Vec<Reference>,
    pub(super) cut: usize,
}

/// What each component leans on, as plain lists: the graph is asked once.
pub(super) struct Reach {
    /// With whether it can neither work nor start without.
    needs: Vec<Vec<(ComponentId, bool)>>,
    /// Of each that was asked for what takes it down alone, also what takes its fallbacks
    /// too or leaves them too little capacity.
    alone: HashMap<ComponentId, Vec<ComponentId>>,
}

impl Reach {
    /// For the needs of these.
    pub(super) fn of(input: &Input, asked: &[ComponentId]) -> Self {
        let graph = &input.analysis.graph;
        let ids = input.plan().ids();
        Self {
            needs: ids
                .map(|id| {
                    let needs = graph.needs(id).into_iter();
                    needs.map(|(to, role)| (to, is_hard(role))).collect()
                })
                .collect(),
            alone: asked
                .iter()
                .copied()
                .zip(input.analysis.alone(asked))
                .collect(),
        }
    }

    /// Near and far, by kind, in plan order.
    pub(super) fn needs(&self, plan: &Plan, of: ComponentId) -> Vec<Needs> {
        let most = if plan.component(of).kind() == Kind::Service {
            FEW_NAMES
        } else {
            MOST_NAMES
        };
        let near_and_far = self.followed(of, false);
        let mut hard = self.followed(of, true);
        for id in self.alone.get(&of).into_iter().flatten() {
            hard[id.index()] = true;
        }
        let list = |title, kinds: &[Kind]| {
            let all = plan.enumerate();
            let all =
                all.filter(|(id, one)| near_and_far[id.index()] && kinds.contains(&one.kind()));
            let all: Vec<ComponentId> = all.map(|(id, _)| id).collect();
            let count = all.len();
            // A place may be lost in part: who needs it says how.
            let parts = match kinds.contains(&Kind::Domain) {
                true => vec![("", all)],
                false => {
                    let (without, with) = all.into_iter().partition(|id| hard[id.index()]);
                    vec![
                        ("It cannot work or start without", without),
                        ("It goes on without, in part or with what stands in", with),
                    ]
                }
            };
            let parts = parts.into_iter().filter(|(_, ids)| !ids.is_empty());
            let lists = parts.map(|(title, ids)| NeedList {
                title,
                cut: ids.len().saturating_sub(most),
                names: Reference::all(plan, ids.into_iter().take(most), HERE),
            });
            Needs {
                title,
                count,
                lists: lists.collect(),
            }
        };
        vec![
            list("Services", &[Kind::Service]),
            list("Resources", &[Kind::Resource]),
            list("AI", &[Kind::Ai, Kind::Model]),
            list("Suppliers", &[Kind::Provider, Kind::Endpoint]),
            list("What fails together", &[Kind::Domain]),
        ]
    }

    /// What it leans on, by all needs or by those alone that nothing stands in for.
    fn followed(&self, of: ComponentId, only_hard: bool) -> Vec<bool> {
        let mut seen = vec![false; self.needs.len()];
        seen[of.index()] = true;
        let mut open = vec![of];
        while let Some(at) = open.pop() {
            for (to, is_hard) in &self.needs[at.index()] {
                let counts = *is_hard || !only_hard;
                if counts && !std::mem::replace(&mut seen[to.index()], true) {
                    open.push(*to);
                }
            }
        }
        seen[of.index()] = false;
        seen
    }
}

fn is_hard(role: EdgeRole) -> bool {
    match role {
        EdgeRole::Hard | EdgeRole::HardAtStart | EdgeRole::Bound | EdgeRole::Domain => true,
        EdgeRole::Shared | EdgeRole::Soft | EdgeRole::Fallback => false,
    }
}
