use super::{Draft, DraftRequirement, DraftTable};

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
        self
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
