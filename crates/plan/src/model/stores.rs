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
            if component.declares_data() && !component.only_promises() {
                stores.push(at);
            }
            let groups = component.requirements.iter().flat_map(|one| &one.group);
            stack.extend(groups.map(|to| to.value).filter(|to| seen.insert(*to)));
        }
        stores
    }

    /// Whether a component has data of its own to lose: it declares data, and does not only
    /// promise something about the stores that it works on.
    pub fn keeps_data(&self, id: ComponentId) -> bool {
        let component = self.component(id);
        component.declares_data() && (!component.only_promises() || self.stores_of(id).is_empty())
    }
}

impl Component {
    /// It says that it has data to lose: by a backup, an RPO, or in so many words.
    pub fn declares_data(&self) -> bool {
        match self.data {
            Some(data) => data.value == DataKind::Persistent,
            None => !self.backups.is_empty() || self.targets.rpo.is_some(),
        }
    }

    /// It is no resource, and has an RPO and nothing else that speaks of data.
    fn only_promises(&self) -> bool {
        self.kind() != Kind::Resource && self.data.is_none() && self.backups.is_empty()
    }

    /// The shortest time between two backups: what is lost at most when it must be
    /// restored from the newest.
    pub fn loses(&self) -> Option<Duration> {
        let times = self.backups.iter().filter_map(|backup| backup.every);
        times.map(|every| every.value).min()
    }
}
