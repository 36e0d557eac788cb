use std::collections::BTreeSet;

use jurymast_terms::units::Duration;

use super::{Component, ComponentId, DataKind, Kind, Plan};

impl Plan {
    /// The stores whose data a component works on: of itself and of all that it
    /// needs by its primaries those that keep data. The RPO of what is no resource is
    /// a promise about the stores that it works on.
    pub fn stores_of(&self, id: ComponentId) -> Vec<ComponentId> {
        let mut seen = BTreeSet::from([id]);
        let mut stack = vec![id];
        let mut stores = Vec::new();
        while let Some(at) = stack.pop() {
            let component = self.component(at);
            let promise = component.kind() != Kind::Resource
                && component.data.is_none()
                && component.backups.is_empty();
            if component.keeps_data() && !promise {
                stores.push(at);
            }
            let groups = component.requirements.iter().flat_map(|one| &one.group);
            stack.extend(groups.map(|to| to.value).filter(|to| seen.insert(*to)));
        }
        stores
    }
}

impl Component {
    /// It says that it has data to lose: by a backup, an RPO, or in so many words.
    pub fn keeps_data(&self) -> bool {
        match self.data {
            Some(data) => data.value == DataKind::Persistent,
            None => !self.backups.is_empty() || self.targets.rpo.is_some(),
        }
    }

    /// The shortest time between two backups: what is lost at most when it must be
    /// restored from the newest.
    pub fn loses(&self) -> Option<Duration> {
        let times = self.backups.iter().filter_map(|backup| backup.every);
        times.map(|every| every.value).min()
    }
}
