use std::collections::{BTreeMap, BTreeSet};

use super::{Doubt, Draft, DraftTable, TableKind};

const MOST_CRITICAL: u64 = 1;

impl Draft {
    /// Guesses who is critical: whoever is entered from outside (`entries`: ids and why),
    /// or through something that passes calls on; where nobody is, whatever nothing else
    /// needs. `aside` are ids of what nobody stops without.
    pub fn guess_tiers(&mut self, entries: &BTreeMap<String, String>, aside: &BTreeSet<String>) {
        let mut critical = entries.clone();
        for table in self
            .tables
            .iter()
            .filter(|one| entries.contains_key(&one.id))
        {
            if table.kind == TableKind::Resource {
                for on in table.requirements.iter().flat_map(|one| &one.on) {
                    let why = format!("reached through {}", table.id);
                    critical.entry(on.clone()).or_insert(why);
                }
            }
        }
        self.mark(&critical, aside);
        let is_judged =
            |one: &DraftTable| one.kind == TableKind::Activity || one.get("tier").is_some();
        if !self.tables.iter().any(is_judged) {
            self.mark(&self.roots(), aside);
        }
    }

    fn mark(&mut self, critical: &BTreeMap<String, String>, aside: &BTreeSet<String>) {
        for table in &mut self.tables {
            let is_new = table.kind == TableKind::Service && table.get("tier").is_none();
            let why = critical.get(&table.id).filter(|_| is_new);
            if let Some(why) = why.filter(|_| !aside.contains(&table.id)) {
                table.set_doubted("tier", MOST_CRITICAL, Doubt::Guessed(why.clone()));
            }
        }
    }

    /// What nothing else needs.
    fn roots(&self) -> BTreeMap<String, String> {
        let needed = self.tables.iter().flat_map(|one| &one.requirements);
        let needed: BTreeSet<&String> = needed.flat_map(|one| &one.on).collect();
        let roots = self.tables.iter().filter(|one| !needed.contains(&one.id));
        let why = "nothing else here needs it";
        roots.map(|one| (one.id.clone(), why.to_owned())).collect()
    }
}
