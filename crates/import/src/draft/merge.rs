use super::{Draft, DraftRequirement, DraftTable, DraftValue, TableKind};

impl Draft {
    /// Both in one: tables of one id are one, where the first to say something counts. The
    /// software that a gateway's own file is for is the one table that runs it.
    #[must_use]
    pub fn merged(mut self, mut other: Self) -> Self {
        other.rename_software(&self);
        self.name = self.name.or(other.name);
        self.within = match self.within.is_empty() {
            true => other.within,
            false => self.within,
        };
        for table in other.tables {
            match self.tables.iter_mut().find(|one| one.id == table.id) {
                Some(known) => known.take(table),
                None => self.tables.push(table),
            }
        }
        self.remarks.extend(other.remarks);
        self.leave_to_gateways();
        self
    }

    /// A gateway's own file says which models it calls: what only a key of its told is
    /// said better there.
    fn leave_to_gateways(&mut self) {
        let text = |table: &DraftTable, key: &str| Some(table.get(key)?.text()?.to_owned());
        let ais = || self.tables.iter().filter(|one| one.kind == TableKind::Ai);
        let guessed: Vec<(String, Option<String>)> = ais()
            .filter(|one| one.get("model").is_none())
            .map(|one| (one.id.clone(), text(one, "provider")))
            .collect();
        let through: Vec<(String, Option<String>)> = ais()
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
        let mut left: Vec<String> = Vec::new();
        for table in &mut self.tables {
            table.requirements.retain(|one| {
                let is_better = |(id, provider): &&(String, Option<String>)| {
                    one.on.contains(id) && through.contains(&(table.id.clone(), provider.clone()))
                };
                let told = guessed.iter().find(is_better);
                left.extend(told.map(|(id, _)| id.clone()));
                told.is_none()
            });
        }
        let requirements = self.tables.iter().flat_map(|one| &one.requirements);
        let needed: Vec<&String> = requirements.flat_map(|one| &one.on).collect();
        let idle: Vec<String> = left
            .into_iter()
            .filter(|id| !needed.contains(&id))
            .collect();
        self.tables.retain(|one| !idle.contains(&one.id));
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
        self.within.iter_mut().for_each(change);
        for table in &mut self.tables {
            change(&mut table.id);
            for key in &mut table.keys {
                if matches!(key.key, "via" | "in" | "provider" | "needs") {
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
        for doubt in other.doubts {
            if !self.doubts.contains(&doubt) {
                self.doubts.push(doubt);
            }
        }
        self.software = self.software.take().or(other.software);
    }
}
