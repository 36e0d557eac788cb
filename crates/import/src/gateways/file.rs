use std::collections::BTreeSet;

use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::source::{FileId, Span};

use super::drafting::{RouteDrafting, gateway_service, who_calls};
use super::flaw::{FlawKind, GatewayFlaw};
use super::route::{Answers, Route};
use super::upstream::Upstream;
use crate::draft::{Doubt, Draft, FieldFates, Finding, GatewayRoute, Ids};
use crate::reading::Reading;
use crate::tree::Node;

/// What a gateway's files say, in the words that all gateways share.
#[derive(Debug, Default)]
pub(crate) struct GatewayFile {
    /// What callers may ask for.
    pub(crate) routes: Vec<Route>,
    /// What is wrong beside what the routes show by themselves.
    pub(crate) flaws: Vec<GatewayFlaw>,
    /// What became of each field.
    pub(crate) findings: Vec<Finding>,
    /// The failure domains that the gateway stands in, where it is a service of the plan.
    pub(crate) within: Vec<String>,
}

/// Who the gateway is that files are for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct GatewaySort {
    /// Its id in the catalogue.
    pub(crate) id: &'static str,
    /// One runs it oneself: it is a service of the plan.
    pub(crate) is_own: bool,
    /// What callers ask it for are the names of its routes; else they choose a route in
    /// another way.
    pub(crate) is_asked_by_model: bool,
    /// What to ask of it where it is nobody's own.
    pub(crate) question: Option<&'static str>,
}

/// The plan that files of a gateway draw, and what became of their fields.
pub(crate) fn drafted(
    sort: GatewaySort,
    file: GatewayFile,
    documents: &[(FileId, Node)],
    reading: &Reading,
) -> (Draft, Vec<Finding>) {
    let mut findings = file.findings;
    findings.extend(file.flaws.into_iter().map(GatewayFlaw::finding));
    let own = file.routes.iter().flat_map(flaws);
    findings.extend(own.map(GatewayFlaw::finding));
    let mut ids = Ids::beside_catalogue();
    ids.reserve(sort.id);
    // Names of routes before those that are made up.
    let mut drafting = RouteDrafting::new(&[sort.id], &file.routes, &mut ids);
    let tops: Vec<String> = file.routes.iter().map(|one| drafting.route(one)).collect();
    let routes = routes(sort, &file.routes, &tops);
    if !sort.is_own {
        for id in tops.into_iter().collect::<BTreeSet<String>>() {
            drafting.ask(&id, Doubt::Asked(who_calls()));
            let question = sort.question.map(|one| Doubt::Asked(one.to_owned()));
            question.into_iter().for_each(|one| drafting.ask(&id, one));
        }
    }
    let (mut tables, found) = drafting.finish();
    findings.extend(found);
    let first = documents.first().map(|(file, _)| *file);
    let place = Span::start_of(first.unwrap_or(FileId::ROOT));
    if sort.is_own && !file.routes.is_empty() {
        let gateway = gateway_service(sort.id, &file.within, place);
        tables.push(gateway);
    }
    let draft = Draft {
        name: first.and_then(|file| reading.folder_name(file)),
        tables,
        routes,
        ..Draft::default()
    };
    (draft, findings)
}

/// What callers may ask a gateway for; all of it, where it is one thing and no name that they
/// ask for.
fn routes(sort: GatewaySort, routes: &[Route], tops: &[String]) -> Vec<GatewayRoute> {
    let asked = routes.iter().map(|one| match (&one.name, routes) {
        (_, [_]) if !sort.is_asked_by_model => Some("*".to_owned()),
        (None, [_]) => Some("*".to_owned()),
        (name, _) => name.clone(),
    });
    let known = asked.zip(tops).filter_map(|(asked, answers)| {
        Some(GatewayRoute {
            gateway: sort.id.to_owned(),
            asked: asked?,
            answers: answers.clone(),
        })
    });
    known.collect()
}

/// What is wrong with files of a gateway, without telling again what cannot be read.
pub(crate) fn flaws_of(
    documents: &[(FileId, Node)],
    reading: &mut Reading,
    read: fn(&[(FileId, Node)], &mut Reading) -> GatewayFile,
) -> Vec<GatewayFlaw> {
    let told = reading.problems.len();
    let file = read(documents, reading);
    reading.problems.truncate(told);
    let own = file.routes.iter().flat_map(flaws);
    file.flaws.into_iter().chain(own).collect()
}

/// The routes of files of which each document is one call, named as its file is, or else as
/// `unnamed` says.
pub(crate) fn route_by_document(
    documents: &[(FileId, Node)],
    reading: &mut Reading,
    unnamed: &str,
    route: fn(&Node, String, &mut FieldFates, &mut Vec<Diagnostic>) -> Option<Route>,
) -> GatewayFile {
    let mut file = GatewayFile::default();
    let mut fields = FieldFates::default();
    for (id, root) in documents {
        let name = reading.stem(*id).unwrap_or_else(|| unnamed.to_owned());
        let found = route(root, name, &mut fields, &mut reading.problems);
        file.routes.extend(found);
    }
    file.findings = fields.0;
    file
}

/// What is wrong with a route by itself, and with what it is made of.
fn flaws(route: &Route) -> Vec<GatewayFlaw> {
    let mut found = Vec::new();
    let mut say = |kind, one: &Route, message| {
        found.push(GatewayFlaw {
            kind,
            about: route.name.clone(),
            source_path: one.path.clone(),
            place: one.place,
            message,
        });
    };
    match &route.answers {
        Answers::InTurn(turn) => {
            let mut tried: Vec<&Upstream> = turn.first.upstreams();
            for one in &turn.then {
                let next = one.route.upstreams();
                let is_known = |one: &&Upstream| tried.iter().any(|known| known.is_same(one));
                if !next.is_empty() && next.iter().all(is_known) {
                    let message = format!(
                        "{} stands in for what was tried already: nobody else answers",
                        one.route.shown()
                    );
                    say(FlawKind::Itself, &one.route, message);
                }
                tried.extend(next);
            }
        }
        Answers::Shared(shared) => {
            for (member, _) in shared.members.iter().filter(|(_, one)| *one == Some(0.0)) {
                let message = format!("{} is never called: its weight is 0", member.shown());
                say(FlawKind::NeverTried, member, message);
            }
        }
        Answers::One(_) | Answers::Parted(_) => {}
    }
    found.extend(route.parts().into_iter().flat_map(flaws));
    found
}
