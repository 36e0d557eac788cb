use std::collections::{BTreeSet, HashMap, HashSet};

use super::called::where_it_runs;
use super::edges::OF_MODELS;
use super::{
    Doubt, Draft, DraftRequirement, DraftTable, DraftValue, Ids, MovedId, StandsFor, TableKind,
    kebab,
};

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
        other.stand_for_the_same(&self);
        other.make_way(&self);
        self.name = self.name.take().or(other.name.take());
        self.stand_beside(&mut other);
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
        for table in &mut self.tables {
            if table
                .get("in")
                .is_some_and(|within| *within == DraftValue::texts(&self.within))
            {
                table.keys.retain(|one| one.key != "in");
            }
        }
        self.remarks.extend(other.remarks);
        self.moved.extend(other.moved);
        for (host, ids) in other.hosts {
            let known = self.hosts.entry(host).or_default();
            known.extend(ids);
            known.sort();
            known.dedup();
        }
        self.routes.extend(other.routes);
        self.possible.extend(other.possible);
        self.settle();
        self.leave_to_gateways();
        self
    }

    /// Of two that say different places what stands in the one stands not in the other; where
    /// what a file only knows of stands, it does not say.
    fn stand_beside(&mut self, other: &mut Self) {
        if self.within == other.within {
            return;
        }
        self.say_places(other);
        other.say_places(self);
        if self.within.is_empty() {
            self.within = std::mem::take(&mut other.within);
        }
    }

    fn say_places(&mut self, other: &Self) {
        let gateways = self.routes.iter().map(|one| one.gateway.as_str());
        let gateways: HashSet<&str> = gateways.collect();
        // What a gateway groups stands where it does.
        let is_there = gateways.iter().any(|id| other.table(id).is_some());
        for table in &mut self.tables {
            let stands = matches!(table.kind, TableKind::Service | TableKind::Resource);
            let is_grouping = table.get("own_failure").is_some();
            if stands && table.get("in").is_none() && !(is_grouping && is_there) {
                table.set("in", DraftValue::texts(&self.within));
            }
        }
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

    /// What stands for one host is one thing, whatever each file calls it.
    fn stand_for_the_same(&mut self, known: &Self) {
        let hosts = |one: &DraftTable| match &one.stands_for {
            // Two models may be answered at one host.
            Some(StandsFor::Host(host)) if one.kind != TableKind::Ai => {
                Some((one.kind, host.clone()))
            }
            _ => None,
        };
        let there: HashMap<_, &str> = known
            .tables
            .iter()
            .filter_map(|one| Some((hosts(one)?, one.id.as_str())))
            .collect();
        let same = self.tables.iter().filter_map(|one| {
            let to = there.get(&hosts(one)?)?;
            Some((one.id.clone(), (*to).to_owned()))
        });
        let same: Vec<(String, String)> = same.collect();
        for (from, to) in same {
            // An id that is something else's here stays so.
            if self.table(&to).is_none() {
                self.rename(&from, &to);
            }
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
        let bearing: Vec<TableKind> = others.iter().map(|id| there[id.as_str()].kind).collect();
        for (id, kind) in others.into_iter().zip(bearing) {
            self.move_to(&id, &ids.give(&id), kind);
        }
    }

    /// Gives a table another id, since something else of a kind bears its own.
    fn move_to(&mut self, from: &str, to: &str, there: TableKind) {
        self.moved.extend(self.table(from).map(|one| MovedId {
            kind: one.kind,
            place: one.place,
            from: from.to_owned(),
            to: to.to_owned(),
            there: format!("{}.{from}", there.as_str()),
        }));
        self.rename_as_named(from, to);
    }

    /// Gives a table another id; it is still called what its files call it. The ids of models
    /// and of those who answer are made up, but for names that callers ask for.
    fn rename_as_named(&mut self, from: &str, to: &str) {
        let asked = self
            .routes
            .iter()
            .find(|one| one.answers == from && one.asked != "*");
        let asked = asked.map(|one| one.asked.clone());
        self.rename(from, to);
        let table = self.tables.iter_mut().find(|one| one.id == to);
        if let Some(table) = table.filter(|one| one.get("name").is_none()) {
            let is_named = !matches!(
                table.kind,
                TableKind::Ai | TableKind::Provider | TableKind::Domain
            );
            let name = asked.or_else(|| is_named.then(|| from.to_owned()));
            name.into_iter().for_each(|name| table.set("name", name));
        }
    }

    /// A gateway's own file says which models it calls: what only a key of its told is
    /// said better there.
    pub(super) fn leave_to_gateways(&mut self) {
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
        let ways = ais().filter_map(|one| Some(one.get("via")?.all_texts()));
        let ways: Vec<Vec<String>> = ways.collect();
        for table in &mut self.tables {
            // What answers for some of its models is what those are called through.
            let of_models = Doubt::Guessed(OF_MODELS.to_owned());
            let is_on_way = |on: &[String]| {
                let [on] = on else { return false };
                ways.iter()
                    .any(|way| way.contains(on) && way.contains(&table.id))
            };
            table.requirements.retain(|one| {
                !(one.doubts().any(|doubt| *doubt == of_models) && is_on_way(&one.on))
            });
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
        for (here, there) in self.same_software(known) {
            self.take_id(&here, &there);
        }
    }

    /// What runs a gateway here and there, where there is one of each, and its own file is
    /// among these.
    pub(super) fn same_software(&self, known: &Self) -> Vec<(String, String)> {
        let runs = |tables: &[DraftTable], software: &String| {
            let mut all = tables
                .iter()
                .filter(|one| one.software.as_ref() == Some(software));
            let first = all.next().map(|one| one.id.clone());
            first.filter(|_| all.next().is_none())
        };
        // Two files may each run a thing of one software; what configures one runs none.
        let configures = |draft: &Self, id: &String| {
            let is_asked = |one: &DraftTable| one.doubts.contains(&where_it_runs());
            draft.routes.iter().any(|one| one.gateway == *id)
                || draft.table(id).is_some_and(is_asked)
        };
        let softwares = self.tables.iter().filter_map(|one| one.software.as_ref());
        let same = softwares.filter_map(|software| {
            let here = runs(&self.tables, software)?;
            let there = runs(&known.tables, software)?;
            let is_configured = configures(self, &here) || configures(known, &there);
            is_configured.then_some((here, there))
        });
        same.collect()
    }

    /// Gives a table another id; what bears it here is something else, and gets a new one.
    fn take_id(&mut self, from: &str, to: &str) {
        if from != to && self.table(to).is_some() {
            let mut ids = Ids::beside_catalogue();
            self.tables.iter().for_each(|one| ids.reserve(&one.id));
            let kind = self.table(from).map_or(TableKind::Service, |one| one.kind);
            self.move_to(to, &ids.give(to), kind);
        }
        self.rename(from, to);
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

    /// Tells which tables got ids with a number, since another name makes the same id or the
    /// catalogue's is somebody else's.
    pub(crate) fn tell_numbered(&mut self) {
        let numbered = self.tables.iter().filter_map(|one| {
            let own = kebab(one.get("name")?.text()?);
            let number = one.id.strip_prefix(&own)?.strip_prefix('-')?;
            let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
            let there = self
                .table(&own)
                .map_or(TableKind::Provider, |other| other.kind);
            is_number.then(|| MovedId {
                kind: one.kind,
                place: one.place,
                to: one.id.clone(),
                there: format!("{}.{own}", there.as_str()),
                from: own,
            })
        });
        let numbered: Vec<MovedId> = numbered.collect();
        self.moved.extend(numbered);
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
        for call in &mut self.possible {
            change(&mut call.caller);
        }
        for table in &mut self.tables {
            change(&mut table.id);
            table.way_in.iter_mut().for_each(change);
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
        // Nowhere is where no file has said.
        let is_nowhere = |value: &DraftValue| value.all_texts().is_empty();
        if other.get("in").is_some_and(|within| !is_nowhere(within)) {
            self.keys
                .retain(|one| one.key != "in" || !is_nowhere(&one.value));
        }
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
