use crate::render::paths;
use jurymast_plan::model::{ComponentId, Plan};

use super::links;

/// A component as it is named in a sentence.
#[derive(Clone)]
pub(in crate::render) struct Reference {
    pub(in crate::render) name: String,
    pub(in crate::render) kind: &'static str,
    pub(in crate::render) href: String,
}

impl Reference {
    pub(in crate::render) fn to(plan: &Plan, id: ComponentId, root: &str) -> Self {
        let component = plan.component(id);
        Self {
            name: component.name.clone(),
            kind: links::kind_word(component.kind()),
            href: paths::link(plan, id, root),
        }
    }

    pub(in crate::render) fn all(
        plan: &Plan,
        ids: impl IntoIterator<Item = ComponentId>,
        root: &str,
    ) -> Vec<Self> {
        ids.into_iter().map(|id| Self::to(plan, id, root)).collect()
    }
}
