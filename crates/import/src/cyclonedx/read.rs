use std::collections::{BTreeMap, BTreeSet};

use jurymast_plan::catalogue::provider;
use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::source::FileId;

use super::parts::{BomPart, PartSort, parts};
use crate::draft::{
    Doubt, Draft, DraftRequirement, DraftTable, DraftValue, FieldFates, Finding, Ids, Mapping,
    TableKind,
};
use crate::gateways::{Answering, Answers, Route, RouteDrafting, Upstream};
use crate::reading::Reading;
use crate::tree::Node;

/// The edition of the format that is read, whatever comes behind the dot.
const EDITION: &str = "1";

/// Whether a document is a BOM.
pub fn is_cyclonedx(root: &Node) -> bool {
    root.text_at(&["bomFormat"]) == Some("CycloneDX")
}

/// The plan that BOMs draw, and what became of their parts.
pub fn read(documents: &[(FileId, Node)], reading: &mut Reading) -> (Draft, Vec<Finding>) {
    let mut ids = Ids::beside_catalogue();
    let mut fields = FieldFates::default();
    let mut tables: Vec<DraftTable> = Vec::new();
    for (_, root) in documents {
        let version = root.get("specVersion");
        let text = version.and_then(Node::text).unwrap_or(EDITION);
        if text.split('.').next() != Some(EDITION) {
            let place = version.unwrap_or(root).span;
            let message = format!("the BOM is of version `{text}`, and {EDITION} is read");
            let problem = Diagnostic::error("other-version", message, place);
            reading.problems.push(problem.label("another version"));
            continue;
        }
        tables.extend(BomReader::of(root).tables(&mut ids, &mut fields));
    }
    let first = documents.first().map(|(file, _)| *file);
    let mut draft = Draft {
        name: first.and_then(|file| reading.folder_name(file)),
        tables,
        ..Draft::default()
    };
    draft.guess_tiers(&BTreeMap::new(), &BTreeSet::new());
    (draft, fields.0)
}

struct BomReader<'a> {
    subject: Option<BomPart<'a>>,
    all: Vec<BomPart<'a>>,
    /// By reference: what is needed.
    needs: BTreeMap<&'a str, Vec<&'a str>>,
    root: &'a Node,
}

impl<'a> BomReader<'a> {
    fn of(root: &'a Node) -> Self {
        let (subject, all) = parts(root);
        let mut needs: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for entry in root
            .get("dependencies")
            .map(Node::items)
            .unwrap_or_default()
        {
            let Some(by) = entry.text_at(&["ref"]) else {
                continue;
            };
            let on = entry.get("dependsOn").map(Node::items).unwrap_or_default();
            needs
                .entry(by)
                .or_default()
                .extend(on.iter().filter_map(Node::text));
        }
        Self {
            subject,
            all,
            needs,
            root,
        }
    }

    fn tables(&self, ids: &mut Ids, fields: &mut FieldFates) -> Vec<DraftTable> {
        let running: Vec<&BomPart<'_>> = self.subject.iter().chain(&self.all).collect();
        let mut by_reference: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        let mut own: Vec<(DraftTable, &BomPart<'_>)> = Vec::new();
        let mut called: Vec<(&BomPart<'_>, Route)> = Vec::new();
        let mut left = 0;
        for (at, part) in running.iter().copied().enumerate() {
            let path = part.name();
            match part.sort {
                PartSort::Model => called.push((part, route(part, part.model(path)))),
                PartSort::Service => match part.party().and_then(provider) {
                    Some(party) if party.answers_ai_calls() => {
                        let answering = Answering::Known(party.id.as_str());
                        let mut one = Upstream::new(answering, None, path, part.node.span);
                        one.which_model = format!("which models are called at `{}`?", part.name());
                        called.push((part, route(part, one)));
                    }
                    Some(party) => {
                        let named = by_reference.entry(part.reference.unwrap_or(path));
                        named.or_default().push(party.id.clone());
                    }
                    None => own.push((self.service(part, ids), part)),
                },
                PartSort::Program => own.push((program(part, at == 0, ids), part)),
                PartSort::Library => left += 1,
            }
        }
        if left > 0 {
            let message = format!(
                "left out: {left} libraries and files; what needs what is followed through them"
            );
            fields.told("components", self.root.span, Mapping::Exact, message);
        }
        let routes: Vec<Route> = called.iter().map(|(_, route)| route.clone()).collect();
        let mut drafting = RouteDrafting::new(&[], &routes, ids);
        for (part, route) in &called {
            let id = drafting.route(route);
            let named = by_reference.entry(part.reference.unwrap_or(part.name()));
            named.or_default().push(id);
        }
        for (table, part) in &own {
            let named = by_reference.entry(part.reference.unwrap_or(part.name()));
            named.or_default().push(table.id.clone());
        }
        let (mut tables, found) = drafting.finish();
        fields.0.extend(found);
        let known: Vec<(DraftTable, &BomPart<'_>)> = own;
        for (mut table, part) in known {
            self.requirements(&mut table, part, &by_reference);
            tables.push(table);
        }
        tables
    }

    fn service(&self, part: &BomPart<'_>, ids: &mut Ids) -> DraftTable {
        let is_outside = part.node.get("x-trust-boundary").and_then(Node::truth) == Some(true);
        let kind = match is_outside {
            true => TableKind::Provider,
            false => TableKind::Service,
        };
        let mut table = named(kind, part, ids);
        let hosts = part.hosts().into_iter().filter(|host| host.contains('.'));
        let hosts: Vec<String> = hosts.collect();
        if is_outside && !hosts.is_empty() {
            table.set("hosts", DraftValue::texts(hosts));
        }
        table.doubts.push(Doubt::Asked(match is_outside {
            true => "who is this, and what do they promise?".to_owned(),
            false => "where does it run, and who runs it?".to_owned(),
        }));
        table
    }

    /// What a part depends on, by the BOM's own list; of the subject without a list, all.
    fn requirements(
        &self,
        table: &mut DraftTable,
        part: &BomPart<'_>,
        by_reference: &BTreeMap<&str, Vec<String>>,
    ) {
        if table.kind == TableKind::Provider {
            return;
        }
        let is_subject = self
            .subject
            .is_some_and(|one| std::ptr::eq(one.node, part.node));
        let listed = part
            .reference
            .is_some_and(|one| self.needs.contains_key(one));
        let mut targets: Vec<String> = Vec::new();
        let mut is_guessed = false;
        if listed {
            let from = part.reference.unwrap_or_default();
            targets = self.reached(from, by_reference);
        } else if is_subject && self.needs.is_empty() {
            targets = by_reference.values().flatten().cloned().collect();
            is_guessed = true;
        }
        for id in targets {
            let is_new = table.requirements.iter().all(|one| one.on != [id.as_str()]);
            if id == table.id || !is_new {
                continue;
            }
            let mut need = DraftRequirement::on(id, table.place).with("why", "the BOM lists it");
            if is_guessed {
                let guess = "the BOM does not say what needs what".to_owned();
                need = need.doubted(Doubt::Guessed(guess));
            }
            table.requirements.push(need);
        }
    }

    /// What is needed, through parts that run nothing by themselves.
    fn reached(&self, from: &str, by_reference: &BTreeMap<&str, Vec<String>>) -> Vec<String> {
        let mut found = Vec::new();
        let mut open = vec![from];
        let mut seen: BTreeSet<&str> = BTreeSet::from([from]);
        while let Some(one) = open.pop() {
            for next in self.needs.get(one).into_iter().flatten() {
                if !seen.insert(next) {
                    continue;
                }
                match by_reference.get(next) {
                    Some(ids) => found.extend(ids.iter().cloned()),
                    None => open.push(next),
                }
            }
        }
        found.sort();
        found
    }
}

fn named(kind: TableKind, part: &BomPart<'_>, ids: &mut Ids) -> DraftTable {
    let id = ids.give(part.name());
    let mut table = DraftTable::new(kind, &id, part.node.span);
    if id != part.name() {
        table.set("name", part.name());
    }
    table
}

fn program(part: &BomPart<'_>, is_subject: bool, ids: &mut Ids) -> DraftTable {
    let mut table = named(TableKind::Service, part, ids);
    if !is_subject {
        let question = "does it run by itself, and where?".to_owned();
        table.doubts.push(Doubt::Asked(question));
    }
    table
}

fn route(part: &BomPart<'_>, one: Upstream) -> Route {
    Route {
        // A service is called as it is called; a model by its own name.
        name: one
            .model
            .is_none()
            .then(|| format!("{} model", part.name())),
        path: one.path.clone(),
        place: part.node.span,
        answers: Answers::One(Box::new(one)),
    }
}
