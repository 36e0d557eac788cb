use std::collections::{BTreeMap, BTreeSet};

use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::source::{FileId, Span};

use super::interpolate::Variables;
use crate::draft::{Finding, Mapping};
use crate::reading::Reading;
use crate::tree::{Entry, Node, Value, read_yaml};

/// Files put together.
#[derive(Debug, Default)]
pub(super) struct Project {
    /// Services by name, those of no active profile left out.
    pub(super) services: BTreeMap<String, Service>,
    /// The volumes, networks, models and the like of the top level.
    pub(super) top: Vec<Entry>,
    pub(super) findings: Vec<Finding>,
}

/// A service as all files together have it.
#[derive(Debug, Clone)]
pub(super) struct Service {
    pub(super) node: Node,
    /// Where its name stands.
    pub(super) place: Span,
    /// What its variables are replaced by.
    pub(super) variables: std::rc::Rc<Variables>,
}

/// The variable that names the active profiles.
const PROFILES: &str = "COMPOSE_PROFILES";

/// What examples of `.env` are called.
const EXAMPLES: [&str; 5] = [
    ".env.example",
    ".env.sample",
    ".env.template",
    "env.example",
    "env.template",
];

/// So many files in a row may extend or include each other.
const MOST_FILES: usize = 200;

impl Project {
    /// Puts the files together, the first as the base.
    pub(super) fn read(files: &[(FileId, Node)], reading: &mut Reading) -> Self {
        let mut loader = Loader {
            reading,
            project: Self::default(),
            opened: 0,
            within: Vec::new(),
        };
        let Some((first, _)) = files.first() else {
            return loader.project;
        };
        let variables = loader.variables(*first, &[]);
        for (file, root) in files {
            loader.file(*file, root, &variables);
        }
        loader.extend_all();
        loader.leave_out_profiles(&variables);
        loader.project
    }
}

struct Loader<'a> {
    reading: &'a mut Reading,
    project: Project,
    opened: usize,
    /// The file that is read, and those that include it, the outermost first.
    within: Vec<FileId>,
}

impl Loader<'_> {
    /// The variables of the folder that a file stands in, or of the named files.
    fn variables(&mut self, file: FileId, named: &[(String, Span)]) -> std::rc::Rc<Variables> {
        let mut variables = Variables::default();
        if named.is_empty() {
            let beside = self.reading.beside(file, ".env");
            match self.reading.open(&beside) {
                Ok(found) => variables.read(&self.reading.sources.get(found).text),
                Err(_) => self.example(file, &mut variables),
            }
        }
        for (path, place) in named {
            if let Some(found) = self.reading.open_named(*place, path) {
                variables.read(&self.reading.sources.get(found).text);
            }
        }
        std::rc::Rc::new(variables)
    }

    /// Where there is no `.env`, its example says best what is meant; whoever starts the
    /// program chooses the profiles.
    fn example(&mut self, file: FileId, variables: &mut Variables) {
        for name in EXAMPLES {
            let beside = self.reading.beside(file, name);
            let Ok(found) = self.reading.open(&beside) else {
                continue;
            };
            variables.read(&self.reading.sources.get(found).text);
            variables.forget(PROFILES);
            self.project.findings.push(Finding {
                source_path: ".env".to_owned(),
                place: Span::start_of(file),
                mapping: Mapping::Approximate,
                message: format!("there is none: values are those of `{name}`"),
            });
            return;
        }
    }

    fn file(&mut self, file: FileId, root: &Node, variables: &std::rc::Rc<Variables>) {
        self.within.push(file);
        for include in root
            .get("include")
            .map(Node::one_or_more)
            .unwrap_or_default()
        {
            self.include(include, variables);
        }
        for entry in root.get("services").map(Node::entries).unwrap_or_default() {
            self.service(entry, variables);
        }
        for entry in root.entries() {
            if !matches!(entry.key.text.as_str(), "services" | "include") {
                merge_entry(&mut self.project.top, entry);
            }
        }
        self.within.pop();
    }

    fn service(&mut self, entry: &Entry, variables: &std::rc::Rc<Variables>) {
        let name = entry.key.text.clone();
        if entry.value.tag.as_deref() == Some("!reset") {
            self.project.services.remove(&name);
            return;
        }
        if !entry.value.is_map() {
            self.reading.problems.push(
                Diagnostic::error(
                    "compose-service",
                    format!("the service `{name}` is {}, not a map", entry.value.kind()),
                    entry.key.span,
                )
                .label("left out"),
            );
            return;
        }
        match self.project.services.get_mut(&name) {
            Some(known) => known.node = merged(&known.node, &entry.value),
            None => {
                let service = Service {
                    node: entry.value.clone(),
                    place: entry.key.span,
                    variables: std::rc::Rc::clone(variables),
                };
                self.project.services.insert(name, service);
            }
        }
    }

    fn include(&mut self, include: &Node, variables: &std::rc::Rc<Variables>) {
        let paths = match include.is_map() {
            true => include
                .get("path")
                .map(Node::one_or_more)
                .unwrap_or_default(),
            false => std::slice::from_ref(include),
        };
        for path in paths {
            let Some(named) = path.text() else { continue };
            let named = variables.expand(named);
            let Some((file, root)) = self.open(path.span, &named) else {
                continue;
            };
            if self.is_circle(path.span, file) {
                continue;
            }
            let env_files = include.get("env_file").map(Node::one_or_more);
            let env_files = env_files.unwrap_or_default().iter();
            let env_files: Vec<(String, Span)> = env_files
                .filter_map(|one| Some((one.text()?.to_owned(), one.span)))
                .collect();
            let own = self.variables(file, &env_files);
            self.file(file, &root, &own);
        }
    }

    /// Whether a file that is included is being read already; told with all that include it.
    fn is_circle(&mut self, by: Span, included: FileId) -> bool {
        let Some(first) = self.within.iter().position(|one| *one == included) else {
            return false;
        };
        let circle = self.within[first..].iter().chain([&included]);
        let circle: Vec<&str> = circle.map(|file| self.shown(*file)).collect();
        let message = format!(
            "files include each other in a circle: {}",
            circle.join(" -> ")
        );
        let problem = Diagnostic::error("include", message, by).label("left out");
        self.reading.problems.push(problem);
        true
    }

    fn shown(&self, file: FileId) -> &str {
        &self.reading.sources.get(file).path
    }

    /// A further file, read as YAML.
    fn open(&mut self, by: Span, named: &str) -> Option<(FileId, Node)> {
        self.opened += 1;
        if self.opened > MOST_FILES {
            if self.opened == MOST_FILES + 1 {
                let message = format!("more than {MOST_FILES} files include each other");
                let problem = Diagnostic::error("include", message, by);
                self.reading
                    .problems
                    .push(problem.label("no further file is read"));
            }
            return None;
        }
        let file = self.reading.open_named(by, named)?;
        let mut documents = read_yaml(&self.reading.sources, file, &mut self.reading.problems);
        (!documents.is_empty()).then(|| (file, documents.swap_remove(0)))
    }

    /// Gives each service what it extends.
    fn extend_all(&mut self) {
        let names: Vec<String> = self.project.services.keys().cloned().collect();
        for name in names {
            let Some(service) = self.project.services.get(&name).cloned() else {
                continue;
            };
            let mut seen = BTreeSet::from([(service.place.file.index(), name.clone())]);
            let node = self.extended(&service.node, service.place.file, None, &mut seen);
            if let Some(service) = self.project.services.get_mut(&name) {
                service.node = node;
            }
        }
    }

    /// A service with what it extends beneath it. `within` are the services of the file
    /// where that is not one of the project's own.
    fn extended(
        &mut self,
        node: &Node,
        file: FileId,
        within: Option<&Node>,
        seen: &mut BTreeSet<(usize, String)>,
    ) -> Node {
        let Some(extends) = node.get("extends") else {
            return node.clone();
        };
        let Some(name) = extends.text().or_else(|| extends.text_at(&["service"])) else {
            return node.clone();
        };
        let other = extends
            .text_at(&["file"])
            .and_then(|path| self.open(extends.span, path));
        let (from, services) = match &other {
            Some((from, root)) => (*from, root.get("services")),
            None if extends.get("file").is_some() => return node.clone(),
            None => (file, within),
        };
        let own = self.project.services.get(name).map(|one| one.node.clone());
        let base = match services {
            Some(services) => services.get(name).cloned(),
            None => own,
        };
        let Some(base) = base else {
            self.tell(extends.span, format!("no service `{name}` to extend"));
            return node.clone();
        };
        if !seen.insert((from.index(), name.to_owned())) {
            let message = format!("`{name}` of {} extends itself", self.shown(from));
            self.tell(extends.span, message);
            return node.clone();
        }
        let services = services.cloned();
        let base = self.extended(&base, from, services.as_ref(), seen);
        merged(&base, node)
    }

    fn tell(&mut self, place: Span, message: String) {
        let problem = Diagnostic::error("compose-extends", message, place);
        self.reading.problems.push(problem.label("read without it"));
    }

    /// Leaves out what no active profile names.
    fn leave_out_profiles(&mut self, variables: &Variables) {
        let active = variables.get(PROFILES).unwrap_or_default();
        let active: BTreeSet<&str> = active.split(',').map(str::trim).collect();
        let findings = &mut self.project.findings;
        self.project.services.retain(|name, service| {
            let Some(profiles) = service.node.get("profiles") else {
                return true;
            };
            let names: Vec<String> = profiles
                .one_or_more()
                .iter()
                .map(|one| service.variables.expand(one.text().unwrap_or_default()))
                .collect();
            let is_active = names.is_empty()
                || names.iter().any(|one| {
                    one.is_empty() || one == "*" || active.contains("*") || active.contains(one.as_str())
                });
            if !is_active {
                findings.push(Finding {
                    source_path: format!("services.{name}.profiles"),
                    place: profiles.span,
                    mapping: Mapping::Manual,
                    message: format!(
                        "left out: only in profile {}, which `.env` does not name in COMPOSE_PROFILES",
                        names.join(", ")
                    ),
                });
            }
            is_active
        });
    }
}

/// Keys whose lists replace each other; all other lists are joined.
const REPLACED: [&str; 3] = ["command", "entrypoint", "test"];

/// `over` on top of `base`, as the specification merges files.
fn merged(base: &Node, over: &Node) -> Node {
    match over.tag.as_deref() {
        Some("!reset") => {
            let value = Value::Scalar {
                text: String::new(),
                quoted: false,
            };
            return Node::new(value, over.span);
        }
        Some("!override") => return over.clone(),
        _ => {}
    }
    let value = match (&base.value, &over.value) {
        (Value::Map(_), Value::Map(_)) => Value::Map(merged_entries(base, over)),
        (Value::List(lower), Value::List(upper)) => {
            let mut all = lower.clone();
            all.extend(upper.iter().filter(|one| !lower.contains(one)).cloned());
            Value::List(all)
        }
        // A map and a list of the same meaning: `depends_on`, `environment`.
        (Value::Map(_), Value::List(_)) | (Value::List(_), Value::Map(_)) => {
            let both = merged_entries(&as_map(base), &as_map(over));
            Value::Map(both)
        }
        _ if over.is_null() => return base.clone(),
        _ => over.value.clone(),
    };
    Node {
        value,
        ..over.clone()
    }
}

fn merged_entries(base: &Node, over: &Node) -> Vec<Entry> {
    let mut all = base.entries().to_vec();
    for entry in over.entries() {
        merge_entry(&mut all, entry);
    }
    all.retain(|entry| entry.value.tag.as_deref() != Some("!reset"));
    all
}

fn merge_entry(all: &mut Vec<Entry>, entry: &Entry) {
    match all.iter_mut().find(|one| one.key.text == entry.key.text) {
        Some(known) if REPLACED.contains(&entry.key.text.as_str()) => *known = entry.clone(),
        Some(known) if entry.value.tag.as_deref() == Some("!reset") => {
            known.value = entry.value.clone();
        }
        Some(known) => known.value = merged(&known.value, &entry.value),
        None => all.push(entry.clone()),
    }
}

/// `["A=1", "b"]` as `{A: 1, b: }`.
fn as_map(node: &Node) -> Node {
    if node.is_map() {
        return node.clone();
    }
    let entries = node.items().iter().filter_map(|item| {
        let text = item.text()?;
        let (key, value) = text.split_once('=').unwrap_or((text, ""));
        let key = crate::tree::Key {
            text: key.to_owned(),
            span: item.span,
        };
        let value = Value::Scalar {
            text: value.to_owned(),
            quoted: false,
        };
        let value = Node::new(value, item.span);
        Some(Entry { key, value })
    });
    Node::new(Value::Map(entries.collect()), node.span)
}
