use std::collections::BTreeMap;

use jurymast_terms::source::Span;

use super::project::{Project, Service};
use super::read::HOST;
use crate::draft::{Doubt, DraftRequirement, DraftTable, DraftValue, Ids, TableKind};
use crate::tree::{Entry, Node};

/// What Docker's model runner runs models with where nothing else is said.
const RUNTIME: &str = "llama-cpp";

/// The models of the top level, which run beside the services on the same machine.
#[derive(Debug)]
pub(super) struct HostModels<'a> {
    models: BTreeMap<&'a str, &'a Entry>,
    ids: BTreeMap<&'a str, String>,
}

impl<'a> HostModels<'a> {
    pub(super) fn of(project: &'a Project, given: &mut Ids) -> Self {
        let all = project
            .top
            .iter()
            .filter(|entry| entry.key.text == "models");
        let models: BTreeMap<&str, &Entry> = all
            .flat_map(|entry| entry.value.entries())
            .map(|entry| (entry.key.text.as_str(), entry))
            .collect();
        let ids = models.keys().map(|name| (*name, given.give(name)));
        Self {
            ids: ids.collect(),
            models,
        }
    }

    /// What a service needs that lists models, by name or with variables for each.
    pub(super) fn needs(&self, service: &Service) -> Vec<DraftRequirement> {
        let Some(listed) = service.node.get("models") else {
            return Vec::new();
        };
        let names = listed
            .items()
            .iter()
            .filter_map(|one| Some((one.text()?, one.span)));
        let keys = listed.entries().iter();
        let keys = keys.map(|entry| (entry.key.text.as_str(), entry.key.span));
        let needs = names.chain(keys).filter_map(|(name, place)| {
            let id = self.ids.get(name)?;
            Some(DraftRequirement::on(id, place).with("why", "models"))
        });
        needs.collect()
    }

    /// The tables of the models that services use; `expand` puts in variables.
    pub(super) fn tables(&self, services: &BTreeMap<String, Service>) -> Vec<DraftTable> {
        let tables = self.models.iter().map(|(name, entry)| {
            let said = entry.value.text_at(&["model"]);
            let variables = services.values().next().map(|one| &one.variables);
            let said = said.map(|text| match variables {
                Some(variables) => variables.expand(text),
                None => text.to_owned(),
            });
            model(&self.ids[name], name, said.as_deref(), entry.key.span)
        });
        tables.collect()
    }
}

/// The table of a service that a program outside of the file provides: a model of the
/// host's runner, or something to be asked for.
pub(super) fn provided(mut table: DraftTable, service: &Service, name: &str) -> DraftTable {
    let Some(provider) = service.node.get("provider") else {
        return table;
    };
    let kind = provider.text_at(&["type"]).unwrap_or_default();
    if kind == "model" {
        let option = provider.at(&["options", "model"]);
        let said = option.and_then(|node: &Node| node.one_or_more().first()?.text());
        let said = said.map(|text| service.variables.expand(text));
        return model(&table.id, name, said.as_deref(), service.place);
    }
    table.doubts.push(Doubt::Asked(format!(
        "`{kind}` provides it: what is it, where does it run, and who runs it?"
    )));
    table
}

fn model(id: &str, name: &str, said: Option<&str>, place: Span) -> DraftTable {
    let mut table = DraftTable::new(TableKind::Ai, id, place);
    if id != name {
        table.set("name", name);
    }
    let guess = "Docker's model runner runs it so, unless it is told otherwise";
    table.set_doubted("provider", RUNTIME, Doubt::Guessed(guess.to_owned()));
    match said.filter(|text| !text.is_empty()) {
        Some(text) => table.set("model", text),
        None => table
            .doubts
            .push(Doubt::Asked("which model is it?".to_owned())),
    }
    table.set("in", DraftValue::texts([HOST]));
    table
}
