use std::collections::{BTreeMap, BTreeSet};

use super::{Doubt, Draft, DraftRequirement, DraftTable, DraftValue, Ids, TableKind};

const MOST_CRITICAL: u64 = 1;

/// Why something is entered to which its own labels make a proxy lead.
pub const BY_LABELS: &str = "its labels make a proxy lead to it";

fn is_proxy(table: &DraftTable) -> bool {
    table.get("kind").and_then(DraftValue::text) == Some("network")
}

impl Draft {
    /// Guesses who is critical: whoever is entered from outside (`entries`: ids and why),
    /// or through something that passes calls on; where nobody is, whatever nothing else
    /// needs. For what is done through a proxy an activity is suggested. `aside` are ids of
    /// what nobody stops without.
    pub fn guess_tiers(&mut self, entries: &BTreeMap<String, String>, aside: &BTreeSet<String>) {
        let mut entries = entries.clone();
        let roots = self.roots();
        let leads = |one: &&DraftTable| self.is_way_in(one) && roots.contains_key(&one.id);
        for one in self.tables.iter().filter(leads) {
            let why = || roots[&one.id].clone();
            entries.entry(one.id.clone()).or_insert_with(why);
        }
        self.suggest_activities(&entries);
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

    /// Whether it is a proxy that leads to services.
    fn is_way_in(&self, table: &DraftTable) -> bool {
        let needs = table.requirements.iter();
        let hard = needs.filter(|one| one.get("mode").is_none());
        let mut on = hard.flat_map(|one| &one.on);
        is_proxy(table)
            && on.any(|id| {
                self.table(id)
                    .is_some_and(|one| one.kind == TableKind::Service)
            })
    }

    /// An activity for each proxy that is entered: what people do through it. A proxy has no
    /// tier of its own.
    fn suggest_activities(&mut self, entries: &BTreeMap<String, String>) {
        let mut ids = Ids::beside_catalogue();
        self.tables.iter().for_each(|one| ids.reserve(&one.id));
        // A proxy that is told by labels where to lead has no need of its own of that.
        let labelled = entries.iter().filter(|(_, why)| *why == BY_LABELS);
        let labelled: Vec<&String> = labelled.map(|(id, _)| id).collect();
        let leads_by_labels =
            |one: &DraftTable| is_proxy(one) && one.requirements.is_empty() && !labelled.is_empty();
        let proxies = self.tables.iter();
        let activities: Vec<DraftTable> = proxies
            .filter_map(|proxy| {
                let by_labels = leads_by_labels(proxy);
                (by_labels || self.is_way_in(proxy)).then_some(())?;
                let why = entries.get(&proxy.id)?;
                let id = ids.give(&format!("use of {}", proxy.id));
                let mut table = DraftTable::new(TableKind::Activity, id, proxy.place);
                let doubt = Doubt::Guessed(format!("{}: {why}", proxy.id));
                table.set_doubted("tier", MOST_CRITICAL, doubt);
                let question = format!(
                    "what do people do through `{}`? name the activity after it",
                    proxy.id
                );
                table.doubts.push(Doubt::Asked(question));
                let behind = labelled
                    .iter()
                    .copied()
                    .filter(|id| by_labels && **id != proxy.id);
                let needs = std::iter::once(&proxy.id).chain(behind);
                let needs = needs.map(|id| DraftRequirement::on(id, proxy.place));
                table.requirements = needs.collect();
                table.way_in = Some(proxy.id.clone());
                Some(table)
            })
            .collect();
        self.tables.extend(activities);
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
