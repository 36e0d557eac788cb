use std::collections::BTreeMap;

use jurymast_plan::model::Plan;

use crate::restoration;

/// A copy of a component's data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::simulation) enum DataCopy {
    /// Another component that follows it.
    Replica { of: u32, copy: u32 },
    /// One of its backups, by its index.
    Backup { of: u32, backup: usize },
}

impl DataCopy {
    /// What it copies.
    pub(in crate::simulation) fn of(self) -> u32 {
        match self {
            Self::Replica { of, .. } | Self::Backup { of, .. } => of,
        }
    }
}

/// For each component the copies that hang on it: of its data, as a replica, as a place.
pub(super) fn copies(plan: &Plan) -> BTreeMap<u32, Vec<DataCopy>> {
    let mut all: BTreeMap<u32, Vec<DataCopy>> = BTreeMap::new();
    let mut add = |at: u32, copy: DataCopy| {
        let known = all.entry(at).or_default();
        if !known.contains(&copy) {
            known.push(copy);
        }
    };
    for (id, component) in plan.enumerate() {
        if let Some(replica) = component.replica_of {
            let of = replica.of.value.0;
            let copy = DataCopy::Replica { of, copy: id.0 };
            add(of, copy);
            add(id.0, copy);
        }
        for (backup, one) in component.backups.iter().enumerate() {
            let copy = DataCopy::Backup { of: id.0, backup };
            let places = restoration::places(component, one);
            add(id.0, copy);
            places.into_iter().for_each(|at| add(at.0, copy));
        }
    }
    all
}
