use jurymast_plan::catalogue::domain;
use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::source::FileId;

use super::routes::answers;
use super::rules::{Rule, field, rules, text};
use crate::draft::Mapping::{Approximate, Exact, Manual, Unsupported};
use crate::draft::{Draft, Fates, FieldFates, Finding};
use crate::gateways::{self, GatewayFile, GatewayFlaw, GatewaySort, Route};
use crate::reading::Reading;
use crate::tree::{Entry, Node};

const SORT: GatewaySort = GatewaySort {
    id: "aws-agentcore-gateway",
    is_own: true,
    is_asked_by_model: true,
    question: None,
};

/// The plan that rules draw, and what became of their fields.
pub fn read(documents: &[(FileId, Node)], reading: &mut Reading) -> (Draft, Vec<Finding>) {
    let file = routes(documents, reading);
    gateways::drafted(SORT, file, documents, reading)
}

/// What is wrong with the fallbacks of rules.
pub fn flaws_of(documents: &[(FileId, Node)], reading: &mut Reading) -> Vec<GatewayFlaw> {
    gateways::flaws_of(documents, reading, routes)
}

fn routes(documents: &[(FileId, Node)], reading: &mut Reading) -> GatewayFile {
    let mut file = GatewayFile::default();
    let mut fields = FieldFates::default();
    for (_, root) in documents {
        if root.get("nextToken").is_some() {
            let message = "the list goes on: further rules are not in this file";
            fields.told("nextToken", root.span, Manual, message);
        }
        for rule in rules(root) {
            told(&rule, &mut fields);
            let region = text(rule.node, "gatewayArn").and_then(region);
            file.within.extend(region);
            file.routes.extend(route(&rule, reading));
        }
    }
    file.within.sort();
    file.within.dedup();
    file.findings = fields.0;
    file
}

fn route(rule: &Rule<'_>, reading: &mut Reading) -> Option<Route> {
    let actions = field(rule.node, "actions")
        .map(Node::items)
        .unwrap_or_default();
    let mut all = actions.iter().enumerate();
    let (at, action) = all.find_map(|(at, one)| Some((at, field(one, "routeToTarget")?)))?;
    let dot = if rule.path.is_empty() { "" } else { "." };
    let path = format!("{}{dot}actions[{at}].routeToTarget", rule.path);
    let Some(answers) = answers(action, &path) else {
        let message = format!("`{path}` names no target");
        let problem = Diagnostic::error("gateway-refuses", message, action.span);
        reading.problems.push(problem);
        return None;
    };
    Some(Route {
        name: Some(name(rule)),
        path,
        place: rule.node.span,
        answers,
    })
}

/// The model that callers ask for, where the rule is for one alone; else what the rule is
/// called.
fn name(rule: &Rule<'_>) -> String {
    let conditions = field(rule.node, "conditions")
        .map(Node::items)
        .unwrap_or_default();
    let models = conditions
        .iter()
        .filter_map(|one| field(one, "matchModels"));
    let models = models.flat_map(|one| field(one, "anyOf").map(Node::items).unwrap_or_default());
    let models: Vec<&str> = models.filter_map(|one| text(one, "value")).collect();
    let own = || {
        let number = field(rule.node, "priority").and_then(Node::count);
        let number = number.map(|number| format!("rule-{number}"));
        rule.named
            .map(str::to_owned)
            .or_else(|| text(rule.node, "ruleId").map(str::to_owned))
            .or(number)
    };
    match models.as_slice() {
        [only] if !only.contains(['*', '?']) => (*only).to_owned(),
        _ => own().unwrap_or_else(|| "rule".to_owned()),
    }
}

fn told(rule: &Rule<'_>, fields: &mut FieldFates) {
    const OF_RULE: Fates = &[
        (
            "actions",
            Exact,
            "who answers, and `fallback` with its triggers",
        ),
        (
            "conditions",
            Approximate,
            "which callers the rule is for: say it with their depends_on",
        ),
        ("priority", Approximate, "which rule counts first"),
        ("ruleId", Exact, ""),
        ("gatewayArn", Exact, "where the gateway stands"),
        ("description", Unsupported, "no question of continuity"),
        ("createdAt", Unsupported, "no question of continuity"),
        ("updatedAt", Unsupported, "no question of continuity"),
        ("status", Unsupported, "no question of continuity"),
        ("system", Unsupported, "no question of continuity"),
    ];
    if rule.named.is_none() {
        fields.all(rule.node, &rule.path, OF_RULE);
    }
    let actions = field(rule.node, "actions")
        .map(Node::items)
        .unwrap_or_default();
    for (at, action) in actions.iter().enumerate() {
        let Some(route) = field(action, "routeToTarget") else {
            let path = format!("{}.actions[{at}]", rule.path);
            let message = "another configuration for these calls: say what it changes";
            fields.told(path, action.span, Manual, message);
            continue;
        };
        let path = format!("{}.actions[{at}].routeToTarget", rule.path);
        if let Some(one) = field(route, "staticRoute") {
            target(one, &format!("{path}.staticRoute"), fields);
        }
        let split = field(route, "weightedRoute").and_then(|one| field(one, "trafficSplit"));
        for (at, one) in split
            .map(Node::items)
            .unwrap_or_default()
            .iter()
            .enumerate()
        {
            target(
                one,
                &format!("{path}.weightedRoute.trafficSplit[{at}]"),
                fields,
            );
        }
    }
}

/// What became of the fields of a target, and of those that stand in for it.
fn target(node: &Node, path: &str, fields: &mut FieldFates) {
    const OF_TARGET: Fates = &[
        (
            "targetName",
            Approximate,
            "who answers is guessed by the model",
        ),
        ("model", Exact, "the model"),
        ("weight", Approximate, "the share"),
        ("fallback", Exact, ""),
        ("targetFallback", Exact, ""),
        ("triggerOn", Exact, "the triggers"),
        (
            "firstByteTimeoutMilliseconds",
            Exact,
            "in `detect`, for calls that hang",
        ),
        (
            "circuitBreaker",
            Approximate,
            "a target that fails is skipped for a time that nobody says: each call is counted to try it",
        ),
        ("name", Unsupported, "no question of continuity"),
        ("description", Unsupported, "no question of continuity"),
        ("metadata", Unsupported, "no question of continuity"),
    ];
    let small = |entry: &Entry| entry.key.text.starts_with(|c: char| c.is_ascii_lowercase());
    for entry in node.entries().iter().filter(|one| small(one)) {
        fields.entry(entry, path, OF_TARGET);
    }
    if let Some(fallback) = field(node, "fallback") {
        target(fallback, &format!("{path}.fallback"), fields);
    }
    let further = field(node, "targetFallback")
        .map(Node::items)
        .unwrap_or_default();
    for (at, one) in further.iter().enumerate() {
        target(one, &format!("{path}.targetFallback[{at}]"), fields);
    }
}

/// `arn:aws:bedrock-agentcore:us-east-1:...`
fn region(arn: &str) -> Option<String> {
    let said = arn.split(':').nth(3)?;
    domain(&format!("aws-{said}")).map(|one| one.id.clone())
}
