use std::collections::{BTreeMap, BTreeSet};

use jurymast_terms::source::{FileId, Span};

use super::endpoints::{Endpoint, endpoints};
use super::fates::OF_FILE;
use crate::draft::{
    Doubt, Draft, DraftRequirement, DraftTable, FieldFates, Finding, Ids, TableKind, where_it_runs,
};
use crate::evidence::LIBRECHAT;
use crate::gateways::Parties;
use crate::reading::Reading;
use crate::tree::Node;

/// Keys of `endpoints` that no other program has.
const OWN: [&str; 4] = ["custom", "azureOpenAI", "azureAssistants", "assistants"];

/// Whether a document is a configuration of LibreChat.
pub fn is_librechat(root: &Node) -> bool {
    let endpoints = root.get("endpoints").filter(|one| one.is_map());
    let has_own = endpoints.is_some_and(|one| OWN.iter().any(|key| one.get(key).is_some()));
    has_own && root.get("services").is_none()
}

/// The plan that configurations draw, and what became of their fields.
pub fn read(documents: &[(FileId, Node)], reading: &mut Reading) -> (Draft, Vec<Finding>) {
    let mut fields = FieldFates::default();
    let mut all = Vec::new();
    for (_, root) in documents {
        fields.all(root, "", OF_FILE);
        all.extend(endpoints(root, &mut fields));
    }
    let mut findings = fields.0;
    let mut ids = Ids::beside_catalogue();
    let mut parties = Parties::default();
    parties.take_accounts(all.iter().map(|one| &one.upstream), &mut ids);
    let first = documents.first().map(|(file, _)| *file);
    let place = Span::start_of(first.unwrap_or(FileId::ROOT));
    let mut chat = DraftTable::new(TableKind::Service, ids.give(LIBRECHAT), place);
    chat.software = Some(LIBRECHAT.to_owned());
    chat.doubts.push(where_it_runs());
    let mut tables = Vec::new();
    for one in &all {
        let id = ids.give(&format!("{LIBRECHAT} {}", one.name));
        tables.push(ai(one, &id, &mut parties, &mut ids, &mut findings));
    }
    chat.requirements = needs(&tables);
    tables.push(chat);
    tables.extend(parties.tables());
    let mut draft = Draft {
        name: first.and_then(|file| reading.folder_name(file)),
        tables,
        ..Draft::default()
    };
    let entered = BTreeMap::from([(LIBRECHAT.to_owned(), "people chat with it".to_owned())]);
    draft.guess_tiers(&entered, &BTreeSet::new());
    (draft, findings)
}

fn ai(
    one: &Endpoint,
    id: &str,
    parties: &mut Parties,
    ids: &mut Ids,
    findings: &mut Vec<Finding>,
) -> DraftTable {
    let mut table = parties.ai(id, &one.upstream, &[], ids, findings);
    table.set("name", one.name.as_str());
    if let (Some(model), Some(doubt)) = (&one.upstream.model, &one.doubt) {
        table.set_doubted("model", model.as_str(), doubt.clone());
    }
    table.called.clone_from(&one.called);
    table
}

/// One of them is enough to go on with, and whoever used another is without it until then.
fn needs(endpoints: &[DraftTable]) -> Vec<DraftRequirement> {
    const WHY: &str = "endpoints";
    if let [only] = endpoints {
        return vec![DraftRequirement::on(&only.id, only.place).with("why", WHY)];
    }
    let Some(first) = endpoints.first() else {
        return Vec::new();
    };
    let mut group = DraftRequirement::on("", first.place).with("why", WHY);
    group.on = endpoints.iter().map(|one| one.id.clone()).collect();
    group.at_least = Some(1);
    let group = group.doubted(Doubt::Guessed("people pick another one".to_owned()));
    let each = endpoints.iter().map(|one| {
        let need = DraftRequirement::on(&one.id, one.place).with("mode", "soft");
        need.with("degraded", "its models cannot be picked")
    });
    std::iter::once(group).chain(each).collect()
}
