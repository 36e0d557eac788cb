use std::collections::{BTreeMap, BTreeSet};

use jurymast_terms::source::Span;

use super::entities::{Entity, Reference};
use crate::draft::{DraftTable, TableKind};

/// A system, and where it is entered.
#[derive(Debug)]
pub(super) struct System {
    pub(super) reference: Reference,
    /// The ids of its services that none of its own needs; all of its parts where there
    /// are none.
    pub(super) entered: Vec<String>,
    pub(super) place: Span,
}

/// The systems that components say they are in.
pub(super) fn systems(
    all: &BTreeMap<Reference, Entity>,
    by_reference: &BTreeMap<Reference, String>,
    tables: &[DraftTable],
) -> Vec<System> {
    let mut parts: BTreeMap<Reference, Vec<&String>> = BTreeMap::new();
    for (reference, entity) in all {
        let Some(id) = by_reference.get(reference) else {
            continue;
        };
        for (system, _) in entity.references("system", "system") {
            parts.entry(system).or_default().push(id);
        }
    }
    let by_id = tables.iter().map(|table| (&table.id, table));
    let by_id: BTreeMap<&String, &DraftTable> = by_id.collect();
    let found = parts.into_iter().filter_map(|(reference, ids)| {
        let own = ids.iter().filter_map(|id| by_id.get(*id));
        let own = own.flat_map(|table| &table.requirements);
        let needed: BTreeSet<&String> = own.flat_map(|one| &one.on).collect();
        let is_entered = |id: &&&String| {
            let is_service = by_id
                .get(**id)
                .is_some_and(|one| one.kind == TableKind::Service);
            is_service && !needed.contains(**id)
        };
        let entered: Vec<&String> = ids.iter().filter(is_entered).copied().collect();
        let place = by_id.get(ids.first()?)?.place;
        let entered = if entered.is_empty() { ids } else { entered };
        Some(System {
            reference,
            entered: entered.into_iter().cloned().collect(),
            place,
        })
    });
    found.collect()
}
