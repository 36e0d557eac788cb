use std::collections::{BTreeMap, BTreeSet};

use jurymast_terms::source::{FileId, Span};

use super::entities::{Entity, Reference};
use super::fates::OF_ENTITY;
use super::table::table;
use crate::draft::{
    Doubt, Draft, DraftTable, EdgeTarget, Edges, Finding, Ids, Mapping, TableKind, Teams,
    every_field, tell_the_rest,
};
use crate::evidence::ImageRole;
use crate::reading::Reading;
use crate::tree::Node;

/// The plan that a catalogue draws, and what became of its fields.
pub fn read(documents: &[(FileId, Node)], reading: &mut Reading) -> (Draft, Vec<Finding>) {
    let entities = documents.iter().filter_map(|(_, root)| Entity::of(root));
    let all: BTreeMap<Reference, Entity> = entities
        .map(|entity| (entity.reference.clone(), entity))
        .collect();
    let mut findings = Vec::new();
    let first = documents.first().map(|(file, _)| *file);
    let mut draft = Draft {
        name: first.and_then(|file| reading.folder_name(file)),
        tables: Drafting::new(&all).tables(&mut findings),
        ..Draft::default()
    };
    let mut rest = Vec::new();
    for entity in all.values() {
        every_field(entity.node, &entity.path(), OF_ENTITY, &mut rest);
    }
    tell_the_rest(rest, &mut findings);
    draft.guess_tiers(&BTreeMap::new(), &BTreeSet::new());
    (draft, findings)
}

struct Drafting<'a> {
    all: &'a BTreeMap<Reference, Entity<'a>>,
    given: Ids,
    ids: BTreeMap<Reference, String>,
    tables: Vec<DraftTable>,
}

impl<'a> Drafting<'a> {
    fn new(all: &'a BTreeMap<Reference, Entity<'a>>) -> Self {
        let given = Ids::beside_catalogue();
        Self {
            all,
            given,
            ids: BTreeMap::new(),
            tables: Vec::new(),
        }
    }

    fn tables(mut self, findings: &mut Vec<Finding>) -> Vec<DraftTable> {
        let mut teams = Teams::default();
        // A system has its name after what is in it.
        let is_system = |one: &&Entity| one.reference.kind == "system";
        let parts = self.all.values().filter(|one| !is_system(one));
        for entity in parts.chain(self.all.values().filter(is_system)) {
            if entity.reference.kind == "repository" {
                findings.push(Finding {
                    source_path: entity.path(),
                    place: entity.place,
                    mapping: Mapping::Exact,
                    message: "left out: a repository is no thing that runs".to_owned(),
                });
            } else if entity.reference.kind != "api" {
                let id = self.given.give(entity.name);
                self.tables.extend(table(entity, &id, &mut teams));
                self.ids.insert(entity.reference.clone(), id);
            }
        }
        let edges = self.edges();
        for table in &mut self.tables {
            if let Some(edges) = edges.get(&table.id) {
                table.requirements =
                    edges.requirements(ImageRole::Service, table.place, EdgeTarget::of_id);
            }
        }
        self.tables.extend(teams.tables());
        self.tables
    }

    fn edges(&mut self) -> BTreeMap<String, Edges> {
        let implementers = self.implementers();
        let mut found: BTreeMap<String, Edges> = BTreeMap::new();
        let mut put = |from: String, mut to: Vec<String>, why: &str, place: Span| {
            to.retain(|one| *one != from);
            if !to.is_empty() {
                let edge = found.entry(from).or_default();
                edge.group(to, place).keys.insert(why.to_owned());
            }
        };
        let runs = |(one, _): &(Reference, Span)| one.kind != "repository";
        for (reference, entity) in self.all {
            let Some(own) = self.ids.get(reference).cloned() else {
                continue;
            };
            for key in ["dependsOn", "components"] {
                for (to, place) in entity.references(key).into_iter().filter(runs) {
                    put(
                        own.clone(),
                        self.targets(&to, &implementers, place),
                        key,
                        place,
                    );
                }
            }
            for key in ["dependencyOf", "componentOf"] {
                for (from, place) in entity.references(key).into_iter().filter(runs) {
                    for from in self.targets(&from, &implementers, place) {
                        put(from, vec![own.clone()], key, place);
                    }
                }
            }
        }
        found
    }

    /// What implements each API.
    fn implementers(&self) -> BTreeMap<Reference, Vec<Reference>> {
        let apis = self
            .all
            .iter()
            .filter(|(reference, _)| reference.kind == "api");
        let found = apis.map(|(reference, entity)| {
            let by = entity.references("implementedBy").into_iter();
            let by: BTreeSet<Reference> = by.map(|(one, _)| one).collect();
            (reference.clone(), by.into_iter().collect())
        });
        found.collect()
    }

    /// The ids of what a reference leads to. Of what these files do not hold a table asks.
    fn targets(
        &mut self,
        to: &Reference,
        implementers: &BTreeMap<Reference, Vec<Reference>>,
        place: Span,
    ) -> Vec<String> {
        match implementers.get(to).filter(|by| !by.is_empty()) {
            Some(by) => by.iter().map(|one| self.target(one, place)).collect(),
            None => vec![self.target(to, place)],
        }
    }

    fn target(&mut self, to: &Reference, place: Span) -> String {
        if let Some(known) = self.ids.get(to) {
            return known.clone();
        }
        let kind = match to.kind.as_str() {
            "datastore" | "queue" => TableKind::Resource,
            "system" => TableKind::Activity,
            _ => TableKind::Service,
        };
        let id = self.given.give(&to.name);
        let question = match self.all.contains_key(to) {
            true => "what implements this API? these files do not say",
            false => "what is this, and who runs it? these files do not hold it",
        };
        let mut table = DraftTable::new(kind, &id, place);
        table.doubts.push(Doubt::Asked(question.to_owned()));
        self.ids.insert(to.clone(), id.clone());
        self.tables.push(table);
        id
    }
}
