use std::collections::BTreeMap;

use jurymast_terms::source::FileId;

use super::resources::{TerraformFile, TerraformResource};
use super::{aws, azure, others};
use crate::draft::{
    Doubt, Draft, DraftRequirement, DraftTable, FieldFates, Finding, Ids, Mapping, TableKind,
};
use crate::gateways::{Answers, Route, RouteDrafting, Upstream};
use crate::reading::Reading;
use crate::tree::Node;

/// Whether a document is a plan or a state of Terraform's.
pub fn is_terraform(root: &Node) -> bool {
    let has = |key: &str| root.get(key).is_some();
    let is_shown = has("format_version")
        && (has("planned_values") || has("values") || has("terraform_version"));
    let is_state = has("terraform_version") && has("serial") && has("lineage");
    is_shown || is_state
}

/// The plan that resources draw, and what became of them.
pub fn read(documents: &[(FileId, Node)], reading: &mut Reading) -> (Draft, Vec<Finding>) {
    let mut ids = Ids::beside_catalogue();
    let mut fields = FieldFates::default();
    let mut tables = Vec::new();
    for (_, root) in documents {
        let file = TerraformFile::of(root, &mut reading.problems);
        tables.extend(drawn(&file, &mut ids, &mut fields));
        deleted(root, &mut fields);
    }
    let first = documents.first().map(|(file, _)| *file);
    let draft = Draft {
        name: first.and_then(|file| reading.folder_name(file)),
        tables,
        ..Draft::default()
    };
    (draft, fields.0)
}

/// What needs models beside those that answer.
struct Asking<'a> {
    kind: TableKind,
    name: &'a str,
    resource: &'a TerraformResource<'a>,
    model: Upstream,
}

fn drawn(file: &TerraformFile<'_>, ids: &mut Ids, fields: &mut FieldFates) -> Vec<DraftTable> {
    let mut routes: Vec<Route> = Vec::new();
    let mut asking: Vec<Asking<'_>> = Vec::new();
    let mut left: BTreeMap<&str, usize> = BTreeMap::new();
    for resource in &file.resources {
        let name = |key: &str| resource.text(key).unwrap_or(resource.name);
        let own = |named: &str, answers| Route {
            name: Some(named.to_owned()),
            path: resource.address.clone(),
            place: resource.node.span,
            answers,
        };
        let one = |upstream| Answers::One(Box::new(upstream));
        let mut agent = |kind, named, model| {
            asking.push(Asking {
                kind,
                name: named,
                resource,
                model,
            });
        };
        match resource.kind {
            azure::DEPLOYMENT => {
                let upstream = azure::deployment(file, resource, fields);
                routes.push(own(name("name"), one(upstream)));
            }
            "aws_bedrock_inference_profile" => {
                let model = resource.in_block("model_source", "copy_from");
                routes.push(own(name("name"), one(aws::model(file, resource, model))));
            }
            "aws_bedrock_provisioned_model_throughput" => {
                let model = aws::model(file, resource, resource.get("model_arn"));
                routes.push(own(name("provisioned_model_name"), one(model)));
            }
            "aws_bedrockagent_agent" => {
                let model = aws::model(file, resource, resource.get("foundation_model"));
                agent(TableKind::Service, name("agent_name"), model);
            }
            "aws_bedrockagent_knowledge_base" => {
                let of_vectors = resource.in_block(
                    "knowledge_base_configuration",
                    "vector_knowledge_base_configuration",
                );
                let of_vectors = of_vectors.and_then(|one| one.one_or_more().first());
                let model = of_vectors.and_then(|one| one.get("embedding_model_arn"));
                let model = aws::model(file, resource, model);
                agent(TableKind::Resource, name("name"), model);
            }
            "google_vertex_ai_endpoint"
            | "google_vertex_ai_endpoint_with_model_garden_deployment" => {
                routes.push(own(name("display_name"), one(others::vertex(resource))));
            }
            "databricks_model_serving" => {
                routes.push(own(name("name"), others::databricks(resource)));
            }
            kind => match others::known(resource) {
                Some(upstream) => routes.push(own(resource.name, one(upstream))),
                None => *left.entry(kind).or_default() += 1,
            },
        }
    }
    told(file, &left, fields);
    tables(&routes, &asking, ids, fields)
}

fn tables(
    routes: &[Route],
    asking: &[Asking<'_>],
    ids: &mut Ids,
    fields: &mut FieldFates,
) -> Vec<DraftTable> {
    let mut askers: Vec<DraftTable> = Vec::new();
    for one in asking {
        let id = ids.give(one.name);
        let mut table = DraftTable::new(one.kind, &id, one.resource.node.span);
        if id != one.name {
            table.set("name", one.name);
        }
        if one.kind == TableKind::Resource {
            table.set("kind", "search");
            let question = "where are its vectors kept, and who has their backup?".to_owned();
            table.doubts.push(Doubt::Asked(question));
        }
        askers.push(table);
    }
    let mut drafting = RouteDrafting::new(&[], routes, ids);
    for route in routes {
        let id = drafting.route(route);
        let question = "who calls it? give each caller its depends_on".to_owned();
        drafting.ask(&id, Doubt::Asked(question));
    }
    for (table, one) in askers.iter_mut().zip(asking) {
        let route = Route {
            name: None,
            path: one.resource.address.clone(),
            place: one.resource.node.span,
            answers: Answers::One(Box::new(one.model.clone())),
        };
        let on = drafting.route(&route);
        table
            .requirements
            .push(DraftRequirement::on(on, table.place));
    }
    let (mut tables, found) = drafting.finish();
    fields.0.extend(found);
    tables.extend(askers);
    tables
}

/// What is left, and what its values would say.
fn told(file: &TerraformFile<'_>, left: &BTreeMap<&str, usize>, fields: &mut FieldFates) {
    for resource in &file.resources {
        if let Some(count) = left.get(resource.kind) {
            let first = file.resources.iter().find(|one| one.kind == resource.kind);
            if first.is_some_and(|one| one.address == resource.address) {
                let message = format!(
                    "left out ({count} in all): no AI resource, or it stands in what is drawn"
                );
                let address = resource.address.as_str();
                fields.told(address, resource.node.span, Mapping::Unsupported, message);
            }
        }
    }
}

/// What a plan takes away.
fn deleted(root: &Node, fields: &mut FieldFates) {
    let changes = root
        .get("resource_changes")
        .map(Node::items)
        .unwrap_or_default();
    for change in changes {
        let actions = change.at(&["change", "actions"]).map(Node::items);
        let actions = actions.unwrap_or_default();
        let goes = actions.iter().any(|one| one.text() == Some("delete"));
        let stays = actions.iter().any(|one| one.text() == Some("create"));
        let address = change.text_at(&["address"]).unwrap_or_default();
        if goes && !stays {
            let message = "this plan deletes it";
            fields.told(address, change.span, Mapping::Manual, message);
        }
    }
}
