use std::collections::BTreeMap;

use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::source::FileId;

use super::backends::upstream;
use super::fates::{OF_REFERENCE, OF_ROUTE, OF_RULE};
use super::objects::{Object, Objects};
use super::policy::Retries;
use crate::draft::{Draft, FieldFates, Finding, Mapping};
use crate::gateways::{
    self, Answers, FlawKind, GatewayFile, GatewayFlaw, GatewaySort, Link, Route, Shared,
    missed_server_errors,
};
use crate::reading::Reading;
use crate::tree::Node;

const SORT: GatewaySort = GatewaySort {
    id: "envoy-ai-gateway",
    is_own: true,
    is_asked_by_model: true,
    question: None,
};

/// The header that callers name the model in.
const MODEL_HEADER: &str = "x-ai-eg-model";

const RESTS_ON: &str =
    "the calls to one priority, each given up as said; waits between them are parts of a second";

/// The plan that manifests draw, and what became of their fields.
pub fn read(documents: &[(FileId, Node)], reading: &mut Reading) -> (Draft, Vec<Finding>) {
    let file = routes(documents, reading);
    gateways::drafted(SORT, file, documents, reading)
}

/// What is wrong with the fallbacks of manifests.
pub fn flaws_of(documents: &[(FileId, Node)], reading: &mut Reading) -> Vec<GatewayFlaw> {
    gateways::flaws_of(documents, reading, routes)
}

fn routes(documents: &[(FileId, Node)], reading: &mut Reading) -> GatewayFile {
    let objects = Objects::of(documents);
    let mut file = GatewayFile::default();
    let mut fields = FieldFates::default();
    for other in &objects.others {
        let message = "left to `import kubernetes`: it says nothing of AI calls";
        fields.told(other.path(), other.node.span, Mapping::Exact, message);
    }
    for route in objects.of_kind("AIGatewayRoute") {
        let rules = route.node.at(&["spec", "rules"]);
        let Some(rules) = rules.filter(|rules| rules.is_list()) else {
            let what = rules.map_or("nothing", Node::kind);
            let message = format!("the rules of `{}` are {what}, not a list", route.name);
            reading.problems.push(Diagnostic::error(
                "gateway-refuses",
                message,
                rules.unwrap_or(route.node).span,
            ));
            continue;
        };
        let retries = Retries::of(&objects, route);
        let mut reader = RuleReader {
            objects: &objects,
            route,
            retries: retries.as_ref(),
            fields: &mut fields,
            flaws: &mut file.flaws,
        };
        reader.policy();
        if let Some(spec) = route.node.get("spec") {
            let path = format!("{}.spec", route.path());
            reader.fields.all(spec, &path, OF_ROUTE);
        }
        for (at, rule) in rules.items().iter().enumerate() {
            let path = format!("{}.spec.rules[{at}]", route.path());
            file.routes.extend(reader.rule(rule, &path));
        }
    }
    for object in &objects.all {
        if object.kind == "QuotaPolicy" {
            let message = "quotas of callers: say `limit` where they bind";
            fields.told(object.path(), object.node.span, Mapping::Manual, message);
        }
    }
    file.findings = fields.0;
    file
}

/// Reads the rules of a route.
struct RuleReader<'a> {
    objects: &'a Objects<'a>,
    route: &'a Object<'a>,
    retries: Option<&'a Retries<'a>>,
    fields: &'a mut FieldFates,
    flaws: &'a mut Vec<GatewayFlaw>,
}

impl RuleReader<'_> {
    /// What is to be said of the policy.
    fn policy(&mut self) {
        let Some(retries) = self.retries else { return };
        let path = format!("{}.spec.retry", retries.policy.path());
        let place = retries.policy.node.span;
        self.fields.told(
            path.as_str(),
            place,
            Mapping::Exact,
            "`fallback` and its triggers, where `numAttemptsPerPriority` is said",
        );
        if let Some(message) = missed_server_errors(|status| retries.fires(status)) {
            let path = format!("{path}.retryOn");
            self.fields.told(path, place, Mapping::Manual, message);
        }
        if retries.has_dead_statuses() {
            let message = "`httpStatusCodes` without the trigger `retriable-status-codes` are not tried again";
            self.fields.told(path, place, Mapping::Manual, message);
        }
    }

    fn rule(&mut self, rule: &Node, path: &str) -> Vec<Route> {
        self.fields.all(rule, path, OF_RULE);
        let references = rule.get("backendRefs").map(Node::items).unwrap_or_default();
        for (at, one) in references.iter().enumerate() {
            let path = format!("{path}.backendRefs[{at}]");
            self.fields.all(one, &path, OF_REFERENCE);
        }
        let names = self.names(rule);
        let mut routes = Vec::new();
        for name in names {
            routes.extend(self.answers(rule, path, name.as_deref()));
        }
        routes
    }

    /// The models that callers name to come here; one route without a name where none does.
    fn names(&self, rule: &Node) -> Vec<Option<String>> {
        let matches = rule.get("matches").map(Node::items).unwrap_or_default();
        let headers = matches
            .iter()
            .flat_map(|one| one.get("headers").map(Node::items).unwrap_or_default());
        let models = headers.filter(|one| {
            let name = one.text_at(&["name"]).unwrap_or_default();
            name.eq_ignore_ascii_case(MODEL_HEADER)
        });
        let names: Vec<Option<String>> = models
            .filter_map(|one| Some(Some(one.text_at(&["value"])?.to_owned())))
            .collect();
        match names.is_empty() {
            true => vec![None],
            false => names,
        }
    }

    fn answers(&mut self, rule: &Node, path: &str, name: Option<&str>) -> Option<Route> {
        let references = rule.get("backendRefs").map(Node::items).unwrap_or_default();
        let mut levels: BTreeMap<u64, Vec<(Route, Option<f64>)>> = BTreeMap::new();
        for (at, reference) in references.iter().enumerate() {
            let path = format!("{path}.backendRefs[{at}]");
            let Some(one) = upstream(self.objects, self.route, reference, &path, name) else {
                let message = "it names no backend: left out";
                self.fields
                    .told(path, reference.span, Mapping::Manual, message);
                continue;
            };
            let priority = reference.get("priority").and_then(Node::count).unwrap_or(0);
            let weight = reference.get("weight").and_then(Node::number);
            let route = Route {
                name: None,
                path,
                place: reference.span,
                answers: Answers::One(Box::new(one)),
            };
            levels.entry(priority).or_default().push((route, weight));
        }
        self.priorities(&levels, name);
        let shown = name.unwrap_or(self.route.name).to_owned();
        let reached = match self.retries {
            Some(retries) if retries.each.is_some() => retries.reach,
            _ => u64::MAX,
        };
        let reached = usize::try_from(reached).unwrap_or(usize::MAX);
        let links = levels.into_values().take(reached);
        let links = links.map(|members| self.level(members));
        let answers = Answers::in_turn(links.collect(), RESTS_ON)?;
        Some(Route {
            name: Some(shown),
            path: path.to_owned(),
            place: rule.span,
            answers,
        })
    }

    /// All backends of one priority.
    fn level(&self, members: Vec<(Route, Option<f64>)>) -> Link {
        let fails_on = self.retries.filter(|one| one.each.is_some());
        let (path, place) = (members[0].0.path.clone(), members[0].0.place);
        let answers = match <[_; 1]>::try_from(members) {
            Ok([(only, _)]) => only.answers,
            // A call that is tried again may be sent to the same one.
            Err(members) => Answers::Shared(Shared {
                members,
                fails_over: false,
            }),
        };
        Link {
            left_alone: None,
            route: Route {
                name: None,
                path,
                place,
                answers,
            },
            leaves_on: fails_on.map(|one| one.triggers.clone()).unwrap_or_default(),
            detect: fails_on.map(Retries::detect).unwrap_or_default(),
        }
    }

    /// Priorities that no call comes to.
    fn priorities(
        &mut self,
        levels: &BTreeMap<u64, Vec<(Route, Option<f64>)>>,
        name: Option<&str>,
    ) {
        if levels.len() < 2 {
            return;
        }
        let reached = match self.retries {
            None => 1,
            Some(retries) if retries.each.is_none() => 1,
            Some(retries) => retries.reach,
        };
        let reached = usize::try_from(reached).unwrap_or(usize::MAX);
        for (priority, members) in levels.iter().skip(reached) {
            let (route, _) = &members[0];
            let (kind, message) = match self.retries {
                None => (
                    FlawKind::NeverTried,
                    format!(
                        "priority {priority} is never tried: no BackendTrafficPolicy with `retry` is attached to the HTTPRoute `{}`",
                        self.route.name
                    ),
                ),
                Some(retries) if retries.each.is_none() => (
                    FlawKind::NeverTried,
                    format!(
                        "priority {priority} is never tried: `{}` has no `numAttemptsPerPriority`, so all tries go to the first",
                        retries.policy.name
                    ),
                ),
                Some(retries) => (
                    FlawKind::TooDeep,
                    format!(
                        "priority {priority} is never tried: `numRetries` of `{}` are spent before",
                        retries.policy.name
                    ),
                ),
            };
            self.flaws.push(GatewayFlaw {
                kind,
                about: Some(name.unwrap_or(self.route.name).to_owned()),
                source_path: route.path.clone(),
                place: route.place,
                message,
            });
        }
    }
}
