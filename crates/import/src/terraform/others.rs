use jurymast_plan::catalogue::{detection, provider};
use jurymast_terms::vocabulary::Symptom;

use super::resources::TerraformResource;
use crate::gateways::{Answering, Answers, Link, Region, Route, Shared, Upstream, provider_spelt};
use crate::tree::Node;

/// What runs no model by itself.
const NO_MODELS: [&str; 12] = [
    "azurerm_cognitive_account",
    "azurerm_ai_services",
    "azurerm_ai_foundry",
    "azurerm_ai_foundry_project",
    "aws_bedrock_model_invocation_logging_configuration",
    "aws_bedrock_guardrail",
    "aws_bedrock_guardrail_version",
    "aws_bedrockagent_agent_alias",
    "aws_bedrockagent_agent_action_group",
    "aws_bedrockagent_data_source",
    "aws_sagemaker_endpoint_configuration",
    "google_vertex_ai_index",
];

/// A model of Google's at Vertex.
pub(super) fn vertex(resource: &TerraformResource<'_>) -> Upstream {
    let said = resource.text("publisher_model_name");
    // `publishers/google/models/gemma3@gemma-3-1b-it`
    let model = said.map(|said| said.rsplit(['/', '@']).next().unwrap_or(said));
    let answering = Answering::Known("google-vertex");
    let mut one = Upstream::new(answering, model, &resource.address, resource.node.span);
    one.which_model = format!("which model answers at `{}`?", resource.name);
    let location = resource.get("location").or_else(|| resource.get("region"));
    one.region = location.and_then(|node| Region::of(node, resource.path("location"), "gcp"));
    one
}

/// What answers at a serving endpoint of Databricks.
pub(super) fn databricks(resource: &TerraformResource<'_>) -> Answers {
    let entities = resource.in_block("config", "served_entities");
    let entities = entities.map(Node::items).unwrap_or_default();
    let members = entities.iter().enumerate().map(|(at, entity)| {
        let external = entity.get("external_model");
        let external = external.and_then(|one| one.one_or_more().first());
        let word = external.and_then(|one| one.text_at(&["provider"]));
        let known = word.and_then(provider_spelt).unwrap_or("databricks");
        let model = match external {
            Some(external) => external.text_at(&["name"]),
            None => entity.text_at(&["entity_name"]),
        };
        let path = resource.path(&format!("config.served_entities[{at}]"));
        let one = Upstream::new(Answering::Known(known), model, &path, entity.span);
        Route {
            name: None,
            path,
            place: entity.span,
            answers: Answers::One(Box::new(one)),
        }
    });
    let members: Vec<Route> = members.collect();
    let gateway = resource.get("ai_gateway");
    let gateway = gateway.and_then(|one| one.one_or_more().first());
    let fallback = gateway.and_then(|one| one.get("fallback_config"));
    let fallback = fallback.and_then(|one| one.one_or_more().first()?.get("enabled")?.truth());
    if fallback == Some(true) {
        let links = members.into_iter().map(|route| Link {
            route,
            leaves_on: vec![Symptom::ServerError, Symptom::TooManyRequests],
            detect: Vec::new(),
            left_alone: None,
        });
        if let Some(answers) = Answers::in_turn(links.collect(), "") {
            return answers;
        }
    } else if members.len() > 1 {
        let members = members.into_iter().map(|one| (one, None));
        return Answers::Shared(Shared {
            members: members.collect(),
            fails_over: false,
        });
    } else if let Some(only) = members.into_iter().next() {
        return only.answers;
    }
    Answers::One(Box::new(of_kind("databricks", resource)))
}

/// Whatever else is known to call models by its type.
pub(super) fn known(resource: &TerraformResource<'_>) -> Option<Upstream> {
    if NO_MODELS.contains(&resource.kind) {
        return None;
    }
    let mut rows = detection().iter();
    let row = rows.find(|row| {
        let answers = provider(&row.id).is_some_and(|one| one.answers_ai_calls());
        answers
            && row
                .terraform
                .iter()
                .any(|start| resource.kind.starts_with(start.as_str()))
    })?;
    Some(of_kind(provider(&row.id)?.id.as_str(), resource))
}

fn of_kind(id: &'static str, resource: &TerraformResource<'_>) -> Upstream {
    let answering = Answering::Known(id);
    let mut one = Upstream::new(answering, None, &resource.address, resource.node.span);
    one.which_model = format!("which model does `{}` call?", resource.address);
    one
}
