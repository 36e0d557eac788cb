use std::collections::{BTreeSet, HashMap, HashSet};

use super::called::where_it_runs;
use super::{Doubt, Draft, DraftRequirement, DraftTable, DraftValue, Ids, TableKind};

impl Draft {
    /// Both in one: tables of one id are one, where the first to say something counts. The
    /// software that a gateway's own file is for is the one table that runs it.
    #[must_use]
    pub fn merged(mut self, mut other: Self) -> Self {
        other.rename_software(&self);
        other.take_gateways(&self);
        self.take_gateways(&other);
        self.leave_names_to(&other);
        other.leave_names_to(&self);
        other.make_way(&self);
        self.name = self.name.or(other.name);
        self.within = match self.within.is_empty() {
            true => other.within,
            false => self.within,
        };
        let mut at: HashMap<String, usize> = HashMap::new();
        for (index, one) in self.tables.iter().enumerate() {
            at.entry(one.id.clone()).or_insert(index);
        }
        for table in other.tables {
            match at.get(&table.id) {
                Some(at) => self.tables[*at].take(table),
                None => {
                    at.insert(table.id.clone(), self.tables.len());
                    self.tables.push(table);
                }
            }
        }
        self.remarks.extend(other.remarks);
        for (host, ids) in other.hosts {
            let known = self.hosts.entry(host).or_default();
            known.extend(ids);
            known.sort();
            known.dedup();
        }
        self.routes.extend(other.routes);
        self.settle();
        self.leave_to_gateways();
        self
    }

    /// Gives other ids to what is asked of a gateway under a name that is something's own id
    /// in its file.
    fn leave_names_to(&mut self, other: &Self) {
        let own: HashMap<&str, &DraftTable> = other
            .tables
            .iter()
            .map(|one| (one.id.as_str(), one))
            .collect();
        let clashing = self.tables.iter().filter(|one| {
            let same_id = own.get(one.id.as_str());
            one.called.is_some() && same_id.is_some_and(|same_id| !same_id.may_be(one))
        });
        let clashing: Vec<String> = clashing.map(|one| one.id.clone()).collect();
        if clashing.is_empty() {
            return;
        }
        let mut ids = Ids::beside_catalogue();
        let both = self.tables.iter().chain(&other.tables);
        both.for_each(|one| ids.reserve(&one.id));
        for id in clashing {
            self.rename(&id, &ids.give(&id));
        }
    }

    /// Gives other ids to what bears the id of another thing there: two gateways may call
    /// one model, and each has its own way to it.
    fn make_way(&mut self, known: &Self) {
        let mut there: HashMap<&str, &DraftTable> = HashMap::new();
        for one in &known.tables {
            there.entry(&one.id).or_insert(one);
        }
        let others = self.tables.iter().filter(|one| {
            let same_id = there.get(one.id.as_str());
            same_id.is_some_and(|same_id| !same_id.may_be(one))
        });
        let others: Vec<String> = others.map(|one| one.id.clone()).collect();
        if others.is_empty() {
            return;
        }
        let mut ids = Ids::beside_catalogue();
        let both = self.tables.iter().chain(&known.tables);
        both.for_each(|one| ids.reserve(&one.id));
        for id in others {
            self.rename(&id, &ids.give(&id));
        }
    }

    /// A gateway's own file says which models it calls: what only a key of its told is
    /// said better there.
    fn leave_to_gateways(&mut self) {
        let text = |table: &DraftTable, key: &str| Some(table.get(key)?.text()?.to_owned());
        let ais = || self.tables.iter().filter(|one| one.kind == TableKind::Ai);
        let guessed: HashMap<String, Option<String>> = ais()
            .filter(|one| one.get("model").is_none())
            .map(|one| (one.id.clone(), text(one, "provider")))
            .collect();
        let through: HashSet<(String, Option<String>)> = ais()
            .filter(|one| one.get("model").is_some())
            .flat_map(|one| {
                let provider = text(one, "provider");
                let via = one
                    .get("via")
                    .map(DraftValue::all_texts)
                    .unwrap_or_default();
                via.into_iter().map(move |via| (via, provider.clone()))
            })
            .collect();
        let mut left: HashSet<String> = HashSet::new();
        for table in &mut self.tables {
            table.requirements.retain(|one| {
                let is_better = |id: &&String| {
                    guessed
                        .get(*id)
                        .is_some_and(|of| through.contains(&(table.id.clone(), of.clone())))
                };
                let told = one.on.iter().find(is_better).cloned();
                let stays = told.is_none();
                left.extend(told);
                stays
            });
        }
        let requirements = self.tables.iter().flat_map(|one| &one.requirements);
        for needed in requirements.flat_map(|one| &one.on) {
            left.remove(needed);
        }
        self.tables.retain(|one| !left.contains(&one.id));
    }

    /// What runs some software here is what runs it there, where there is one of each.
    fn rename_software(&mut self, known: &Self) {
        let runs = |tables: &[DraftTable], software: &str| {
            let mut all = tables
                .iter()
                .filter(|one| one.software == Some(software.to_owned()));
            let first = all.next().map(|one| one.id.clone());
            first.filter(|_| all.next().is_none())
        };
        let softwares: Vec<String> = self
            .tables
            .iter()
            .filter_map(|one| one.software.clone())
            .collect();
        for software in softwares {
            let here = runs(&self.tables, &software);
            let there = runs(&known.tables, &software);
            if let (Some(here), Some(there)) = (here, there) {
                self.rename(&here, &there);
            }
        }
    }

    /// A gateway that its own file takes for somebody else's is the one that another runs.
    fn take_gateways(&mut self, known: &Self) {
        let gateways: BTreeSet<String> =
            self.routes.iter().map(|one| one.gateway.clone()).collect();
        for gateway in gateways {
            let mut runs = known
                .tables
                .iter()
                .filter(|one| one.software.as_ref() == Some(&gateway));
            let own = runs.next().filter(|_| runs.next().is_none());
            if let Some(own) = own.filter(|_| self.table(&gateway).is_none()) {
                self.rename(&gateway, &own.id);
            }
        }
    }

    /// Gives a table another id, wherever it is named.
    pub fn rename(&mut self, from: &str, to: &str) {
        if from == to {
            return;
        }
        let change = |id: &mut String| {
            if id == from {
                to.clone_into(id);
            }
        };
        let kind = self.table(from).map(|one| one.kind);
        // What the catalogue or a domain is called is nobody else's id.
        let names = |key: &str| match key {
            "provider" => matches!(kind, Some(TableKind::Provider)),
            "in" => matches!(kind, Some(TableKind::Domain)),
            "team" => matches!(kind, Some(TableKind::Team)),
            "via" | "needs" => !matches!(kind, Some(TableKind::Domain | TableKind::Team)),
            _ => false,
        };
        self.within
            .iter_mut()
            .filter(|_| names("in"))
            .for_each(change);
        self.hosts.values_mut().flatten().for_each(change);
        for route in &mut self.routes {
            change(&mut route.gateway);
            change(&mut route.answers);
        }
        for table in &mut self.tables {
            change(&mut table.id);
            for key in &mut table.keys {
                if names(key.key) {
                    key.value.texts_mut(&change);
                }
            }
            for one in &mut table.requirements {
                one.on.iter_mut().for_each(change);
                one.fallbacks
                    .iter_mut()
                    .for_each(|fallback| change(&mut fallback.to));
            }
        }
    }
}

impl DraftTable {
    /// Whether another table of this id may speak of the same component.
    fn may_be(&self, other: &Self) -> bool {
        let differs = |key: &str| {
            let both = self.get(key).zip(other.get(key));
            both.is_some_and(|(one, other)| one != other)
        };
        let needs = |table: &Self| -> Vec<Vec<String>> {
            let needs = table.requirements.iter();
            needs.map(|one| one.on.clone()).collect()
        };
        let is_grouping = |table: &Self| table.get("own_failure").is_some();
        let is_grouped = is_grouping(self) || is_grouping(other);
        // What one file takes for a store another may take for a service.
        let runs = |table: &Self| matches!(table.kind, TableKind::Service | TableKind::Resource);
        let is_alike = self.kind == other.kind || runs(self) && runs(other) && !is_grouped;
        is_alike
            && !["provider", "model", "endpoint", "via"]
                .iter()
                .any(|key| differs(key))
            && (!is_grouped
                || is_grouping(self) == is_grouping(other) && needs(self) == needs(other))
    }

    /// Takes what another says of the same component.
    fn take(&mut self, other: Self) {
        for key in other.keys {
            if self.get(key.key).is_none() {
                self.keys.push(key);
            }
        }
        for one in other.requirements {
            let is_known = |known: &DraftRequirement| known.on == one.on;
            if !self.requirements.iter().any(is_known) {
                self.requirements.push(one);
            }
        }
        // A file that runs it says where.
        let runs = self.software.is_some() && other.software.is_some();
        let is_told = |doubt: &Doubt| runs && *doubt == where_it_runs();
        self.doubts.retain(|one| !is_told(one));
        for doubt in other.doubts {
            if !is_told(&doubt) && !self.doubts.contains(&doubt) {
                self.doubts.push(doubt);
            }
        }
        self.software = self.software.take().or(other.software);
        self.called = self.called.take().or(other.called);
        self.stands_for = self.stands_for.take().or(other.stands_for);
    }
}
