use std::collections::BTreeSet;

use jurymast_terms::units::Duration;

use super::{ComponentId, Detail, Plan, Resource};

impl Plan {
    /// The stores whose data a component works on: of itself and of all that it
    /// needs by its primaries the resources that declare a backup or an RPO.
    pub fn stores_of(&self, id: ComponentId) -> Vec<ComponentId> {
        let mut seen = BTreeSet::from([id]);
        let mut stack = vec![id];
        let mut stores = Vec::new();
        while let Some(at) = stack.pop() {
            let component = self.component(at);
            if let Detail::Resource(resource) = &component.detail
                && (resource.backup.is_some() || component.targets.rpo.is_some())
            {
                stores.push(at);
            }
            let groups = component.requirements.iter().flat_map(|one| &one.group);
            stack.extend(groups.map(|to| to.value).filter(|to| seen.insert(*to)));
        }
        stores
    }
}

impl Resource {
    /// The time between two backups: what is lost at most when it must be
    /// restored.
    pub fn loses(&self) -> Option<Duration> {
        Some(self.backup?.every?.value)
    }
}
