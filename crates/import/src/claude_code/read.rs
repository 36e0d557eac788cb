use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::source::{FileId, Span};

use super::fates::{OF_ENV, OF_FILE};
use super::models::{CalledAt, questions, words};
use super::settings::Settings;
use crate::draft::{
    Doubt, Draft, DraftRequirement, DraftTable, FieldFates, Finding, Ids, TableKind,
};
use crate::evidence::hosts_in;
use crate::gateways::{Answers, FlawKind, GatewayFlaw, Link, Route, RouteDrafting, habitual};
use crate::reading::Reading;
use crate::tree::Node;

/// The id of the assistant: as the catalogue calls it, which knows its habits.
const ASSISTANT: &str = "claude-code";

/// As many fallbacks as it tries.
const MOST: usize = 3;

/// Whether a document is a settings file.
pub fn is_claude_code(root: &Node) -> bool {
    let schema = root.text_at(&["$schema"]).unwrap_or_default();
    let env = root.get("env").map(Node::entries).unwrap_or_default();
    let is_own = |key: &str| key.starts_with("ANTHROPIC_") || key.starts_with("CLAUDE_CODE_");
    let has = |key: &str| root.get(key).is_some();
    schema.contains("claude-code-settings")
        || has("fallbackModel")
        || has("apiKeyHelper")
        || root.entry("services").is_none() && env.iter().any(|one| is_own(&one.key.text))
        || has("model") && has("permissions")
}

/// The plan that settings draw, and what became of their fields.
pub fn read(documents: &[(FileId, Node)], reading: &mut Reading) -> (Draft, Vec<Finding>) {
    let drawn = Drawn::of(documents, reading);
    let mut fields = FieldFates::default();
    for (_, root) in documents {
        fields.all(root, "", OF_FILE);
        if let Some(env) = root.get("env") {
            fields.all(env, "env", OF_ENV);
        }
    }
    let mut findings = fields.0;
    findings.extend(drawn.flaws.into_iter().map(GatewayFlaw::finding));
    let first = documents.first().map(|(file, _)| *file);
    let mut ids = Ids::beside_catalogue();
    ids.reserve(ASSISTANT);
    let place = Span::start_of(first.unwrap_or(FileId::ROOT));
    let mut assistant = DraftTable::new(TableKind::Service, ASSISTANT, place);
    assistant.software = Some(ASSISTANT.to_owned());
    let doubt = Doubt::Guessed("people go on without it, and slower".to_owned());
    assistant.set_doubted("tier", 3u64, doubt);
    assistant.doubts.extend(questions());
    let all: Vec<Route> = drawn.calls.iter().map(|(route, _)| route.clone()).collect();
    let mut drafting = RouteDrafting::new(&[], &all, &mut ids);
    for (route, soft) in &drawn.calls {
        let need = drafting.need(route);
        let is_known = |one: &DraftRequirement| one.on == need.on;
        if assistant.requirements.iter().any(is_known) {
            continue;
        }
        assistant.requirements.push(match soft {
            None => need,
            Some((why, degraded)) => {
                let need = need
                    .with("mode", "soft")
                    .doubted(Doubt::Guessed("people go on without it".to_owned()));
                need.with("degraded", *degraded).with("why", *why)
            }
        });
    }
    let (mut tables, found) = drafting.finish();
    findings.extend(found);
    if let Some((host, key, place)) = drawn.proxy {
        let id = ids.give(&host);
        let mut table = DraftTable::new(TableKind::Resource, &id, place);
        table.set("kind", "network");
        let question = "where does that proxy stand, and who runs it?".to_owned();
        table.doubts.push(Doubt::Asked(question));
        tables.push(table);
        let need = DraftRequirement::on(id, place).with("why", key);
        assistant.requirements.push(need);
    }
    tables.push(assistant);
    let draft = Draft {
        name: first.and_then(|file| reading.folder_name(file)),
        tables,
        ..Draft::default()
    };
    (draft, findings)
}

/// What is wrong with the fallbacks of settings.
pub fn flaws_of(documents: &[(FileId, Node)], reading: &mut Reading) -> Vec<GatewayFlaw> {
    let told = reading.problems.len();
    let drawn = Drawn::of(documents, reading);
    reading.problems.truncate(told);
    drawn.flaws
}

/// What settings say.
struct Drawn {
    /// What is called; why and how it is missed, where people go on without it.
    calls: Vec<(Route, Option<(&'static str, &'static str)>)>,
    /// The proxy's host, the variable that names it, and where.
    proxy: Option<(String, &'static str, Span)>,
    flaws: Vec<GatewayFlaw>,
}

/// Variables of models beside the first, and what is missing without them.
const BESIDE: [(&str, &str); 3] = [
    ("CLAUDE_CODE_SUBAGENT_MODEL", "its helpers do not answer"),
    (
        "ANTHROPIC_DEFAULT_HAIKU_MODEL",
        "titles and summaries are missing",
    ),
    (
        "ANTHROPIC_SMALL_FAST_MODEL",
        "titles and summaries are missing",
    ),
];

impl Drawn {
    fn of(documents: &[(FileId, Node)], reading: &mut Reading) -> Self {
        let settings = Settings::of(documents, reading);
        let at = CalledAt::of(&settings);
        let place = documents
            .first()
            .map_or(Span::start_of(FileId::ROOT), |(_, node)| node.span);
        let mut drawn = Self {
            calls: Vec::new(),
            proxy: None,
            flaws: Vec::new(),
        };
        let first = settings.variable("ANTHROPIC_MODEL");
        let first = first.map(|node| (node, "env.ANTHROPIC_MODEL"));
        let first = first.or_else(|| Some((settings.get("model")?, "model")));
        let word = first.and_then(|(node, path)| Some((node.text()?, path, node.span)));
        if let Some((node, path)) = first.filter(|(node, _)| node.text().is_none()) {
            let message = format!("`{path}` is {}, not a model", node.kind());
            reading
                .problems
                .push(Diagnostic::error("unreadable", message, node.span));
        }
        let (word, path, place) = word.unwrap_or(("default", "model", place));
        let firsts = at.models(word, path, place, &settings);
        let fallbacks = drawn.fallbacks(&settings, &at, reading);
        for one in firsts {
            if fallbacks.is_empty() {
                drawn.calls.push((one, None));
                continue;
            }
            let mut links = vec![link(one)];
            links.extend(fallbacks.iter().cloned().map(link));
            let answers = Answers::in_turn(links, "");
            drawn.calls.extend(answers.map(|answers| {
                let route = Route {
                    name: None,
                    path: path.to_owned(),
                    place,
                    answers,
                };
                (route, None)
            }));
        }
        for (key, degraded) in BESIDE {
            let Some(node) = settings.variable(key) else {
                continue;
            };
            for (word, path, place) in words(node, &format!("env.{key}")) {
                let routes = at.models(word, &path, place, &settings).into_iter();
                let soft = Some((key, degraded));
                drawn.calls.extend(routes.map(|route| (route, soft)));
            }
        }
        let proxies = ["HTTPS_PROXY", "HTTP_PROXY"].into_iter();
        drawn.proxy = proxies
            .filter_map(|key| {
                let node = settings.variable(key)?;
                let host = hosts_in(node.text()?).first()?.host.to_owned();
                Some((host, key, node.span))
            })
            .next();
        drawn
    }

    fn fallbacks(
        &mut self,
        settings: &Settings<'_>,
        at: &CalledAt,
        reading: &mut Reading,
    ) -> Vec<Route> {
        let Some(node) = settings.get("fallbackModel") else {
            return Vec::new();
        };
        if node.is_map() {
            let message = "`fallbackModel` is a map, not a list of models".to_owned();
            reading
                .problems
                .push(Diagnostic::error("unreadable", message, node.span));
        }
        let mut all = words(node, "fallbackModel");
        for (word, path, place) in all.iter().skip(MOST) {
            self.flaws.push(GatewayFlaw {
                kind: FlawKind::NeverTried,
                about: Some(ASSISTANT.to_owned()),
                source_path: path.clone(),
                place: *place,
                message: format!("`{word}` is never tried: {MOST} fallbacks are, and no more"),
            });
        }
        all.truncate(MOST);
        all.into_iter()
            .flat_map(|(word, path, place)| at.models(word, &path, place, settings))
            .collect()
    }
}

fn link(route: Route) -> Link {
    Link {
        left_alone: None,
        route,
        leaves_on: habitual(ASSISTANT, &[]),
        detect: Vec::new(),
    }
}
