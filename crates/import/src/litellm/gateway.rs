use jurymast_terms::source::{FileId, Span};

use super::lists::{ANY, Lists};
use super::settings::ProxySettings;
use crate::reading::Reading;
use crate::tree::{Node, read_documents};

/// A configuration as the proxy understands it.
#[derive(Debug)]
pub struct Gateway {
    /// The model groups, in the order in which the file names them first.
    pub groups: Vec<Group>,
    /// Other names of groups.
    pub aliases: Vec<Alias>,
    /// Which group stands in for which.
    pub lists: Lists,
    /// Times and counts.
    pub(super) settings: ProxySettings,
    /// The files that it is made of, in order.
    pub(super) parts: Vec<Node>,
}

/// The deployments that answer for one name.
#[derive(Debug)]
pub struct Group {
    /// As callers name it.
    pub name: String,
    /// Where it is named first.
    pub place: Span,
    /// In the order of the file.
    pub deployments: Vec<GroupDeployment>,
}

/// One of the deployments of a group.
#[derive(Debug)]
pub struct GroupDeployment {
    /// Its path in the file: `model_list[3]`.
    pub path: String,
    /// The model as the file writes it, prefix and all.
    pub model: String,
    /// Its level: the lowest is tried first. Beside levels, one without is never tried.
    pub order: Option<i64>,
    /// Its own id, by which lists may name it.
    pub id: Option<String>,
    /// The whole entry.
    pub(super) node: Node,
}

/// Another name of a group.
#[derive(Debug)]
pub struct Alias {
    /// As callers name it.
    pub name: String,
    /// The group that answers.
    pub to: String,
    /// Where it stands.
    pub place: Span,
}

/// Who answers to a name.
#[derive(Debug, Clone, Copy)]
pub enum AnsweringGroup<'a> {
    /// A group.
    Group(&'a Group),
    /// One deployment, by its own id.
    One(&'a Group, &'a GroupDeployment),
    /// A group whose name has a `*` in it.
    Pattern(&'a Group),
    /// The first of the default fallbacks, in the place of a name that is no group's.
    Default(&'a Group),
    /// Nobody.
    Nobody,
}

impl Gateway {
    /// As the files say, with what they include.
    pub fn read(files: &[(FileId, Node)], reading: &mut Reading) -> Self {
        let mut parts = Vec::new();
        for (file, root) in files {
            parts.push(root.clone());
            parts.extend(included(*file, root, reading));
        }
        let mut gateway = Self {
            groups: groups(&parts),
            aliases: Vec::new(),
            lists: Lists::default(),
            settings: ProxySettings::default(),
            parts,
        };
        gateway.aliases = gateway.read_aliases();
        gateway.lists = Lists::read(&gateway, &mut reading.problems);
        gateway.settings = ProxySettings::read(&gateway);
        gateway
    }

    /// A value of a section; of several files with the section the last counts.
    pub(super) fn get(&self, section: &str, key: &str) -> Option<&Node> {
        self.section(section)?.get(key)
    }

    /// A section; of several files that have it the last counts.
    pub(super) fn section(&self, section: &str) -> Option<&Node> {
        self.parts.iter().rev().find_map(|part| part.get(section))
    }

    /// The group of that name.
    pub fn group(&self, name: &str) -> Option<&Group> {
        self.groups.iter().find(|one| one.name == name)
    }

    /// Who answers to a name, aliases and patterns counted.
    pub fn answers(&self, name: &str) -> AnsweringGroup<'_> {
        if let Some(group) = self.group(name) {
            return AnsweringGroup::Group(group);
        }
        if let Some(alias) = self.aliases.iter().find(|one| one.name == name) {
            return self
                .group(&alias.to)
                .map_or(AnsweringGroup::Nobody, AnsweringGroup::Group);
        }
        let all = self.groups.iter();
        let mut all = all.flat_map(|group| group.deployments.iter().map(move |one| (group, one)));
        if let Some((group, one)) = all.find(|(_, one)| one.id.as_deref() == Some(name)) {
            return AnsweringGroup::One(group, one);
        }
        let patterns = self.groups.iter().filter(|one| one.is_pattern());
        let fitting = patterns.filter(|one| fits(&one.name, name));
        // The pattern that says most of the name.
        let closest = fitting.max_by_key(|one| one.name.len());
        let by_pattern = closest.map(AnsweringGroup::Pattern);
        by_pattern.unwrap_or_else(|| self.default_answer())
    }

    fn default_answer(&self) -> AnsweringGroup<'_> {
        let mut defaults = self.lists.general.iter().filter(|one| one.key == ANY);
        let first = defaults.find_map(|one| one.targets.first());
        let group = first.and_then(|one| self.group(&one.name));
        group.map_or(AnsweringGroup::Nobody, AnsweringGroup::Default)
    }

    fn read_aliases(&self) -> Vec<Alias> {
        let said = self.get("router_settings", "model_group_alias");
        let entries = said.map(Node::entries).unwrap_or_default().iter();
        let aliases = entries.filter_map(|entry| {
            let to = entry
                .value
                .text()
                .or_else(|| entry.value.text_at(&["model"]))?;
            Some(Alias {
                name: entry.key.text.clone(),
                to: to.to_owned(),
                place: entry.key.span,
            })
        });
        aliases.collect()
    }
}

impl Group {
    /// It answers to more names than one.
    pub fn is_pattern(&self) -> bool {
        self.name.contains('*')
    }

    /// Its levels, lowest first; `None` alone where nothing is ordered.
    pub fn levels(&self) -> Vec<Option<i64>> {
        let mut levels: Vec<i64> = self
            .deployments
            .iter()
            .filter_map(|one| one.order)
            .collect();
        levels.sort_unstable();
        levels.dedup();
        match levels.is_empty() {
            true => vec![None],
            false => levels.into_iter().map(Some).collect(),
        }
    }

    /// The deployments of a level, in the order of the file.
    pub fn at(&self, level: Option<i64>) -> impl Iterator<Item = &GroupDeployment> {
        self.deployments
            .iter()
            .filter(move |one| one.order == level)
    }

    /// Those that are never tried: without an order beside others with one.
    pub fn never_tried(&self) -> impl Iterator<Item = &GroupDeployment> {
        let is_ordered = self.levels() != [None];
        self.at(None).filter(move |_| is_ordered)
    }
}

impl GroupDeployment {
    /// A value of `litellm_params`.
    pub(super) fn param(&self, key: &str) -> Option<&Node> {
        self.node.at(&["litellm_params", key])
    }

    /// A value that counts in `litellm_params` and beside it.
    pub(super) fn anywhere(&self, key: &str) -> Option<&Node> {
        self.param(key).or_else(|| self.node.get(key))
    }
}

fn groups(parts: &[Node]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let lists = parts.iter().filter_map(|part| part.get("model_list"));
    for (at, node) in lists.flat_map(Node::items).enumerate() {
        let Some(model) = node.text_at(&["litellm_params", "model"]) else {
            continue;
        };
        // Without a name of its own the model is the name.
        let name = node.text_at(&["model_name"]).unwrap_or(model);
        let deployment = GroupDeployment {
            path: format!("model_list[{at}]"),
            model: model.to_owned(),
            order: node
                .at(&["litellm_params", "order"])
                .and_then(|order| order.text()?.parse().ok()),
            id: node.text_at(&["model_info", "id"]).map(str::to_owned),
            node: node.clone(),
        };
        match groups.iter_mut().find(|one| one.name == name) {
            Some(group) => group.deployments.push(deployment),
            None => groups.push(Group {
                name: name.to_owned(),
                place: node.get("model_name").unwrap_or(node).span,
                deployments: vec![deployment],
            }),
        }
    }
    groups
}

fn included(file: FileId, root: &Node, reading: &mut Reading) -> Vec<Node> {
    let named = root
        .get("include")
        .map(Node::one_or_more)
        .unwrap_or_default();
    let mut parts = Vec::new();
    for node in named {
        let Some(path) = node.text() else { continue };
        let by = Span::new(file, node.span.range());
        if let Some(file) = reading.open_named(by, path) {
            let problems = &mut reading.problems;
            parts.extend(read_documents(&reading.sources, file, problems));
        }
    }
    parts
}

/// Whether a name fits a pattern in which `*` stands for anything.
fn fits(pattern: &str, name: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = name.strip_prefix(parts.next().unwrap_or_default()) else {
        return false;
    };
    let mut parts = parts.peekable();
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return rest.ends_with(part);
        }
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.is_empty()
}
