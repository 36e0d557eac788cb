use std::collections::BTreeMap;

use jurymast_terms::source::Span;

use super::{DraftTable, Ids, TableKind};

/// The teams of a draft, each by the name that files give it.
#[derive(Debug, Default)]
pub struct Teams {
    ids: Ids,
    by_name: BTreeMap<String, DraftTable>,
}

impl Teams {
    /// The table of a team, made where it is named first.
    pub fn named(&mut self, name: &str, place: Span) -> &mut DraftTable {
        let ids = &mut self.ids;
        self.by_name.entry(name.to_owned()).or_insert_with(|| {
            let mut table = DraftTable::new(TableKind::Team, ids.give(name), place);
            if table.id != name {
                table.set("name", name);
            }
            table
        })
    }

    /// The tables.
    pub fn tables(self) -> impl Iterator<Item = DraftTable> {
        self.by_name.into_values()
    }
}
