use std::collections::{BTreeMap, BTreeSet};

use jurymast_terms::source::{FileId, Span};

use super::fates::{OF_CONTAINER, OF_WORKLOAD};
use super::resources::{Asked, asked};
use crate::draft::{
    CallingComponent, Doubt, Draft, DraftTable, EdgeTarget, Edges, Finding, HereAnswering, Ids,
    Mapping, OutsideParties, TableKind, every_field, tell_the_rest,
};
use crate::evidence::{
    ImageRole, Variable, role_of_image, software_of_image, variables_of_command,
};
use crate::reading::Reading;
use crate::tree::{Entry, Node, Value};

/// Whether a document is a workload.
pub fn is_score(root: &Node) -> bool {
    let version = root.text_at(&["apiVersion"]).unwrap_or_default();
    version.starts_with("score.dev/")
}

/// The plan that workloads draw, and what became of their fields.
pub fn read(documents: &[(FileId, Node)], reading: &mut Reading) -> (Draft, Vec<Finding>) {
    let mut given = Ids::beside_catalogue();
    let workloads = documents
        .iter()
        .filter_map(|(_, root)| Workload::of(root, &mut given));
    let workloads: Vec<Workload> = workloads.collect();
    let names = workloads
        .iter()
        .map(|one| (one.name.to_lowercase(), one.id.clone()));
    let mut drafting = Drafting {
        names: names.collect(),
        softwares: workloads
            .iter()
            .filter_map(|one| Some((one.id.clone(), one.software()?)))
            .collect(),
        is_alone: workloads.len() < 2,
        given,
        things: BTreeMap::new(),
        outside: OutsideParties::default(),
        findings: Vec::new(),
    };
    let mut tables: Vec<DraftTable> = workloads.iter().map(|one| drafting.table(one)).collect();
    tables.extend(drafting.things.into_values());
    let possible = drafting.outside.possible();
    tables.extend(drafting.outside.tables());
    let first = documents.first().map(|(file, _)| *file);
    let hosts = drafting.names.iter();
    let hosts = hosts.map(|(name, id)| (name.clone(), vec![id.clone()]));
    let mut draft = Draft {
        hosts: hosts.collect(),
        name: first.and_then(|file| reading.folder_name(file)),
        tables,
        possible,
        ..Draft::default()
    };
    let mut rest = Vec::new();
    for one in &workloads {
        one.every_field(&mut rest);
    }
    let mut findings = drafting.findings;
    tell_the_rest(rest, &mut findings);
    draft.guess_tiers(&BTreeMap::new(), &BTreeSet::new());
    (draft, findings)
}

struct Workload<'a> {
    id: String,
    name: &'a str,
    node: &'a Node,
    place: Span,
}

impl<'a> Workload<'a> {
    fn of(node: &'a Node, given: &mut Ids) -> Option<Self> {
        let name = node.at(&["metadata", "name"])?;
        Some(Self {
            id: given.give(name.text()?),
            name: name.text()?,
            node,
            place: name.span,
        })
    }

    fn containers(&self) -> &'a [Entry] {
        self.node
            .get("containers")
            .map(Node::entries)
            .unwrap_or_default()
    }

    fn variables(&self) -> Vec<Variable> {
        let each = self.containers().iter().flat_map(|container| {
            let own = container.value.get("variables").map(Node::entries);
            let own = own.unwrap_or_default().iter().map(|entry| {
                let value = entry.value.text().unwrap_or_default();
                Variable::new(&entry.key.text, value, entry.key.span)
            });
            let words = ["command", "args"]
                .iter()
                .filter_map(|key| container.value.get(key));
            let words = words.flat_map(Node::one_or_more).filter_map(Node::text);
            own.chain(variables_of_command(words, container.key.span))
        });
        each.collect()
    }

    /// What became of each of its fields.
    fn every_field(&self, found: &mut Vec<Finding>) {
        let own = self.node.entries().iter();
        let own = own.filter(|one| one.key.text != "containers");
        let own = Node::new(Value::Map(own.cloned().collect()), self.node.span);
        every_field(&own, self.name, OF_WORKLOAD, found);
        for container in self.containers() {
            let path = format!("{}.containers.{}", self.name, container.key.text);
            every_field(&container.value, &path, OF_CONTAINER, found);
        }
    }

    fn image(&self) -> Option<&'a str> {
        let first = self.containers().first();
        first.and_then(|one| one.value.text_at(&["image"]))
    }

    fn software(&self) -> Option<&'static str> {
        self.image().and_then(software_of_image)
    }

    fn role(&self) -> ImageRole {
        self.image().map_or(ImageRole::Service, role_of_image)
    }
}

struct Drafting {
    names: BTreeMap<String, String>,
    /// The software of the catalogue that workloads run, by their ids.
    softwares: BTreeMap<String, &'static str>,
    is_alone: bool,
    given: Ids,
    /// By what makes two of them one.
    things: BTreeMap<String, DraftTable>,
    outside: OutsideParties,
    findings: Vec<Finding>,
}

impl Drafting {
    fn table(&mut self, workload: &Workload) -> DraftTable {
        let role = workload.role();
        let (kind, of_role) = role.as_table();
        let mut table = DraftTable::new(kind, &workload.id, workload.place);
        table.software = workload.software().map(str::to_owned);
        if workload.id != workload.name {
            table.set("name", workload.name);
        }
        if let Some(of_role) = of_role {
            table.set("kind", of_role);
        }
        let variables = workload.variables();
        let mut edges = Edges::default();
        edges.hosts(variables.iter(), |host| {
            let found = self.names.get(&host.to_lowercase())?;
            Some(vec![found.clone()])
        });
        let resources = workload.node.get("resources").map(Node::entries);
        for entry in resources.unwrap_or_default() {
            let why = self.why(&entry.key.text, &variables);
            match asked(&entry.value) {
                Asked::Thing(kind) => {
                    let id = self.thing(workload, entry, kind);
                    edges.edge(&id, entry.key.span).keys.insert(why);
                }
                Asked::Workload => {
                    let id = self.other(entry);
                    edges.edge(&id, entry.key.span).keys.insert(why);
                }
                Asked::WayIn => {
                    let doubt = Doubt::Guessed("a route leads to it".to_owned());
                    table.set_doubted("tier", 1u64, doubt);
                }
                Asked::Values => self.findings.push(Finding {
                    source_path: format!("{}.resources.{}", workload.name, entry.key.text),
                    place: entry.key.span,
                    mapping: Mapping::Exact,
                    message: "left out: values, and nothing that runs".to_owned(),
                }),
            }
        }
        edges.leave_out(&workload.id);
        table.requirements = edges.requirements(role, workload.place, EdgeTarget::of_id);
        let caller = CallingComponent {
            id: &workload.id,
            path: workload.name,
            place: workload.place,
            software: workload.software(),
        };
        let names = &self.names;
        let here = |host: &str| {
            let id = names.get(&host.to_lowercase())?;
            let software = self.softwares.get(id).copied();
            Some(HereAnswering {
                ids: vec![id.clone()],
                software: software.map(str::to_owned),
            })
        };
        let needs = self.outside.needs(
            caller,
            &variables,
            here,
            &mut self.given,
            &mut self.findings,
        );
        needs.put_into(&mut table);
        table
    }

    /// The variables that take a value of a resource.
    fn why(&self, resource: &str, variables: &[Variable]) -> String {
        let inner = [
            format!("${{resources.{resource}}}"),
            format!("${{resources.{resource}."),
        ];
        let takes = |one: &&Variable| inner.iter().any(|text| one.value.contains(text.as_str()));
        let keys = variables.iter().filter(takes).map(|one| one.key.as_str());
        let mut keys: Vec<&str> = keys.take(3).collect();
        keys.dedup();
        match keys.is_empty() {
            true => "resources".to_owned(),
            false => keys.join(", "),
        }
    }

    /// The id of a thing: one for all that name the same id of a type.
    fn thing(&mut self, workload: &Workload, entry: &Entry, kind: &str) -> String {
        let said = |key: &str| entry.value.text_at(&[key]).unwrap_or_default();
        let shared = entry.value.text_at(&["id"]);
        let key = match shared {
            Some(id) => format!("{} {} {id}", said("type"), said("class")),
            None => format!("{} {}", workload.id, entry.key.text),
        };
        if let Some(known) = self.things.get(&key) {
            return known.id.clone();
        }
        let name = match shared {
            Some(id) => id.rsplit('.').next().unwrap_or(id).to_owned(),
            None if self.is_alone => entry.key.text.clone(),
            None => format!("{}-{}", workload.name, entry.key.text),
        };
        let mut table =
            DraftTable::new(TableKind::Resource, self.given.give(&name), entry.key.span);
        match kind {
            "" if said("type").is_empty() => {}
            "" => table.set("kind", said("type")),
            kind => table.set("kind", kind),
        }
        if matches!(kind, "storage" | "database") {
            let doubt = Doubt::Guessed("such things keep data".to_owned());
            table.set_doubted("data", "persistent", doubt);
        }
        let id = table.id.clone();
        self.things.insert(key, table);
        id
    }

    /// The id of another workload, which these files may not hold.
    fn other(&mut self, entry: &Entry) -> String {
        let named = ["workload", "service", "name"].iter();
        let mut named = named.filter_map(|key| entry.value.text_at(&["params", key]));
        let name = named.next().or_else(|| entry.value.text_at(&["id"]));
        let name = name.unwrap_or(&entry.key.text);
        let name = name.rsplit('.').next().unwrap_or(name);
        if let Some(known) = self.names.get(&name.to_lowercase()) {
            return known.clone();
        }
        let id = self.given.give(name);
        let mut table = DraftTable::new(TableKind::Service, &id, entry.key.span);
        let question = "what is this, and who runs it? these files do not hold it";
        table.doubts.push(Doubt::Asked(question.to_owned()));
        self.names.insert(name.to_lowercase(), id.clone());
        self.things.insert(format!("workload {name}"), table);
        id
    }
}
