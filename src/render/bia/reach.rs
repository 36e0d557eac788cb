use crate::render::Input;
use crate::render::paths::HERE;
use crate::render::views::Reference;
use jurymast_plan::model::{ComponentId, Kind, Plan};

/// Names in one list; the rest is counted.
const MOST_NAMES: usize = 60;
/// The same where every service has a section: its own page has the rest.
const FEW_NAMES: usize = 8;

/// All that an activity leans on of one kind, near and far.
pub(super) struct Needs {
    pub(super) title: &'static str,
    pub(super) names: Vec<Reference>,
    pub(super) cut: usize,
}

/// What each component leans on, as plain lists: the graph is asked once.
pub(super) struct Reach {
    needs: Vec<Vec<ComponentId>>,
}

impl Reach {
    pub(super) fn of(input: &Input) -> Self {
        let graph = &input.analysis.graph;
        let ids = input.plan().ids();
        Self {
            needs: ids
                .map(|id| graph.needs(id).into_iter().map(|(to, _)| to).collect())
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
        let mut seen = vec![false; self.needs.len()];
        seen[of.index()] = true;
        let mut open = vec![of];
        while let Some(at) = open.pop() {
            for to in &self.needs[at.index()] {
                if !std::mem::replace(&mut seen[to.index()], true) {
                    open.push(*to);
                }
            }
        }
        seen[of.index()] = false;
        let list = |title, kinds: &[Kind]| {
            let ids: Vec<ComponentId> = plan
                .enumerate()
                .filter(|(id, one)| seen[id.index()] && kinds.contains(&one.kind()))
                .map(|(id, _)| id)
                .collect();
            Needs {
                title,
                cut: ids.len().saturating_sub(most),
                names: Reference::all(plan, ids.into_iter().take(most), HERE),
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
}
