use std::collections::{BTreeMap, BTreeSet};

use jurymast_terms::source::{FileId, Span};

use super::entities::{Entity, Reference, entities};
use super::fates::OF_ENTITY;
use super::relations::{is_model_server, needs};
use super::systems::systems;
use super::tables;
use crate::draft::{
    Doubt, Draft, DraftRequirement, DraftTable, EdgeTarget, Edges, Finding, Ids, Mapping,
    TableKind, Teams, every_field, tell_the_rest,
};
use crate::evidence::ImageRole;
use crate::reading::Reading;
use crate::tree::Node;

/// The plan that a catalogue draws, and what became of its fields.
pub fn read(documents: &[(FileId, Node)], reading: &mut Reading) -> (Draft, Vec<Finding>) {
    let mut findings = Vec::new();
    let all = entities(documents, reading, &mut findings);
    let first = documents.first().map(|(file, _)| *file);
    let mut draft = Draft {
        name: first.and_then(|file| reading.folder_name(file)),
        tables: Drafting::new(&all).tables(&mut findings),
        ..Draft::default()
    };
    let mut rest = Vec::new();
    for entity in all.values() {
        every_field(&entity.node, &entity.path(), OF_ENTITY, &mut rest);
    }
    tell_the_rest(rest, &mut findings);
    draft.guess_tiers(&BTreeMap::new(), &BTreeSet::new());
    (draft, findings)
}

struct Drafting<'a> {
    all: &'a BTreeMap<Reference, Entity>,
    ids: Ids,
    by_reference: BTreeMap<Reference, String>,
    teams: Teams,
    tables: Vec<DraftTable>,
}

impl<'a> Drafting<'a> {
    fn new(all: &'a BTreeMap<Reference, Entity>) -> Self {
        let ids = Ids::beside_catalogue();
        Self {
            all,
            ids,
            by_reference: BTreeMap::new(),
            teams: Teams::default(),
            tables: Vec::new(),
        }
    }

    fn tables(mut self, findings: &mut Vec<Finding>) -> Vec<DraftTable> {
        for (reference, entity) in self.all {
            match reference.kind.as_str() {
                "component" if entity.spec("type") == Some("library") => {
                    let message = "left out: a library is no thing that runs".to_owned();
                    findings.push(entity.finding("", Mapping::Exact, message));
                }
                "component" | "resource" => self.component(reference, entity, findings),
                "api" if is_model_server(entity) => self.model_server(reference, entity, findings),
                "group" => tables::group(entity, reference, &mut self.teams),
                "api" | "system" | "location" => {}
                _ => {
                    let message = "of this kind nothing was made".to_owned();
                    findings.push(entity.finding("", Mapping::Unsupported, message));
                }
            }
        }
        self.edges(findings);
        self.systems(findings);
        let mut tables = self.tables;
        tables.extend(self.teams.tables());
        tables
    }

    fn component(&mut self, reference: &Reference, entity: &Entity, findings: &mut Vec<Finding>) {
        let id = self.ids.give(&entity.name);
        let mut table = tables::table(entity, &id);
        tables::owner(&mut table, entity, &mut self.teams, findings);
        self.by_reference.insert(reference.clone(), id);
        self.tables.push(table);
    }

    fn model_server(
        &mut self,
        reference: &Reference,
        entity: &Entity,
        findings: &mut Vec<Finding>,
    ) {
        let id = self.ids.give(&entity.name);
        self.by_reference.insert(reference.clone(), id.clone());
        let mut tables = tables::model_server(entity, &id, &mut self.ids);
        for table in tables.iter_mut().filter(|one| one.kind == TableKind::Ai) {
            tables::owner(table, entity, &mut self.teams, findings);
        }
        self.tables.extend(tables);
    }

    fn edges(&mut self, findings: &mut Vec<Finding>) {
        let mut by_id: BTreeMap<String, Edges> = BTreeMap::new();
        for need in needs(self.all, findings) {
            let runs = |one: &&Reference| !self.all.get(*one).is_some_and(is_library);
            let known = ["component", "resource", "api"];
            if let Some(other) = need
                .on
                .iter()
                .find(|one| !known.contains(&one.kind.as_str()))
            {
                findings.push(Finding {
                    source_path: format!("{}:{}", need.from.kind, need.from.name),
                    place: need.place,
                    mapping: Mapping::Manual,
                    message: format!("needs the {} {}: say what of it", other.kind, other.shown()),
                });
                continue;
            }
            let targets: Vec<Reference> = need.on.iter().filter(runs).cloned().collect();
            let Some(from) = self.by_reference.get(&need.from).cloned() else {
                continue;
            };
            let mut targets: Vec<String> = targets
                .iter()
                .map(|one| self.target(one, need.place))
                .collect();
            targets.retain(|one| *one != from);
            targets.sort();
            targets.dedup();
            if !targets.is_empty() {
                let edges = by_id.entry(from).or_default();
                edges.group(targets, need.place).keys.insert(need.why);
            }
        }
        for table in &mut self.tables {
            let Some(edges) = by_id.get(&table.id) else {
                continue;
            };
            table.requirements =
                edges.requirements(ImageRole::Service, table.place, EdgeTarget::of_id);
        }
    }

    /// The id of what is needed. Of what these files do not hold a table asks.
    fn target(&mut self, reference: &Reference, place: Span) -> String {
        if let Some(known) = self.by_reference.get(reference) {
            return known.clone();
        }
        let entity = self.all.get(reference);
        let name = entity.map_or(reference.name.as_str(), |one| one.name.as_str());
        let id = self.ids.give(name);
        let kind = match reference.kind.as_str() {
            "resource" => TableKind::Resource,
            _ => TableKind::Service,
        };
        let place = entity.map_or(place, |one| one.place);
        let mut table = DraftTable::new(kind, &id, place);
        let question = match entity {
            Some(entity) => {
                tables::name(&mut table, entity);
                tables::described(&mut table, entity);
                "which component provides this API? these files do not say"
            }
            None => "what is this, and who runs it? these files do not hold it",
        };
        table.doubts.push(Doubt::Asked(question.to_owned()));
        self.by_reference.insert(reference.clone(), id.clone());
        self.tables.push(table);
        id
    }

    /// An activity for each system: what people do with what it shows to the outside.
    fn systems(&mut self, findings: &mut Vec<Finding>) {
        let found = systems(self.all, &self.by_reference, &self.tables);
        let filled: BTreeSet<&Reference> = found.iter().map(|one| &one.reference).collect();
        for (reference, entity) in self.all {
            if reference.kind == "system" && !filled.contains(reference) {
                let message = "left out: no component of these files is in it".to_owned();
                findings.push(entity.finding("", Mapping::Manual, message));
            }
        }
        let candidates = self.production();
        let mut entries = BTreeSet::new();
        for system in found {
            let entity = self.all.get(&system.reference);
            let place = entity.map_or(system.place, |one| one.place);
            let name = entity.map_or(system.reference.name.as_str(), |one| one.name.as_str());
            let mut table = DraftTable::new(TableKind::Activity, self.ids.give(name), place);
            if let Some(entity) = entity {
                tables::name(&mut table, entity);
                tables::described(&mut table, entity);
                tables::owner(&mut table, entity, &mut self.teams, findings);
            }
            let question = "what do people do with this system? name the activity after it";
            table.doubts.push(Doubt::Asked(question.to_owned()));
            let needs = system.entered.iter();
            let needs = needs.map(|id| DraftRequirement::on(id.as_str(), place));
            table.requirements = needs.collect();
            self.tables.push(table);
            entries.extend(
                system
                    .entered
                    .into_iter()
                    .filter(|id| candidates.contains(id)),
            );
        }
        for table in self
            .tables
            .iter_mut()
            .filter(|one| entries.contains(&one.id))
        {
            let guess = "in production, and its system is entered by it".to_owned();
            table.set_doubted("tier", 1u64, Doubt::Guessed(guess));
        }
    }

    fn production(&self) -> BTreeSet<String> {
        let all = self
            .all
            .iter()
            .filter(|(_, entity)| entity.spec("lifecycle") == Some("production"));
        let ids = all.filter_map(|(reference, _)| self.by_reference.get(reference));
        ids.cloned().collect()
    }
}

fn is_library(entity: &Entity) -> bool {
    entity.kind == "component" && entity.spec("type") == Some("library")
}
