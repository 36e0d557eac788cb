use jurymast_plan::catalogue::{maker, without_region};
use jurymast_terms::vocabulary::Symptom;

use super::rules::{field, text};
use crate::draft::Doubt;
use crate::gateways::{
    Answering, Answers, Link, Route, Shared, Upstream, covered, without_profile,
};
use crate::tree::Node;

const RESTS_ON: &str = "the time to the first byte as said; nothing is tried again";

/// Errors that lead on beside statuses, where nothing is said: a call that hangs is one.
const HANGS: &str = "FIRST_BYTE_TIMEOUT";

/// What answers for an action; `None`: it names no target.
pub(super) fn answers(action: &Node, path: &str) -> Option<Answers> {
    if let Some(route) = field(action, "staticRoute") {
        return chain(route, &format!("{path}.staticRoute"));
    }
    let weighted = field(action, "weightedRoute")?;
    let split = field(weighted, "trafficSplit")?;
    let members = split.items().iter().enumerate().filter_map(|(at, one)| {
        let path = format!("{path}.weightedRoute.trafficSplit[{at}]");
        let answers = chain(one, &path)?;
        let route = Route {
            name: None,
            path,
            place: one.span,
            answers,
        };
        Some((route, field(one, "weight").and_then(Node::number)))
    });
    let members: Vec<_> = members.collect();
    (!members.is_empty()).then_some(Answers::Shared(Shared {
        members,
        fails_over: false,
    }))
}

/// A target, and those that stand in for it, each left on triggers of its own.
fn chain(route: &Node, path: &str) -> Option<Answers> {
    let fallback = field(route, "fallback");
    let first = link(route, fallback, path)?;
    let further = fallback.and_then(|one| field(one, "targetFallback"));
    let further = further.map(Node::items).unwrap_or_default().iter();
    let further = further.enumerate().filter_map(|(at, one)| {
        link(
            one,
            Some(one),
            &format!("{path}.fallback.targetFallback[{at}]"),
        )
    });
    let links = std::iter::once(first).chain(further);
    Answers::in_turn(links.collect(), RESTS_ON)
}

/// A target, with the triggers that stand at `settings`: nothing is inherited.
fn link(target: &Node, settings: Option<&Node>, path: &str) -> Option<Link> {
    let name = text(target, "targetName")?;
    let timeout = settings.and_then(|one| field(one, "firstByteTimeoutMilliseconds")?.number());
    let timeout = timeout.filter(|ms| *ms > 0.0).map(|ms| ms / 1000.0);
    let triggers = settings.and_then(|one| field(one, "triggerOn"));
    let leaves_on = triggers_of(triggers, timeout.is_some());
    let detect = timeout.map(|seconds| (Symptom::Timeout, seconds));
    let detect = detect.filter(|(symptom, _)| leaves_on.contains(symptom));
    let route = Route {
        name: None,
        path: path.to_owned(),
        place: target.span,
        answers: Answers::One(Box::new(upstream(target, name, path))),
    };
    Some(Link {
        left_alone: None,
        route,
        leaves_on,
        detect: detect.into_iter().collect(),
    })
}

fn triggers_of(said: Option<&Node>, has_timeout: bool) -> Vec<Symptom> {
    let list = |key: &str| -> Vec<&str> {
        let list = said.and_then(|one| field(one, key)).map(Node::one_or_more);
        let items = list.unwrap_or_default().iter();
        items.filter_map(Node::text).collect()
    };
    let (codes, errors) = (list("statusCodes"), list("errors"));
    let fires = |status: u16| {
        let own = status.to_string();
        let class = format!("{}XX", status / 100);
        codes
            .iter()
            .any(|code| *code == own || code.eq_ignore_ascii_case(&class))
    };
    let mut all = match said {
        None => covered(|status| (500..600).contains(&status)),
        Some(_) => covered(fires),
    };
    let on_hanging = said.is_none() || errors.contains(&HANGS);
    if on_hanging && has_timeout {
        all.push(Symptom::Timeout);
    }
    all
}

fn upstream(target: &Node, name: &str, path: &str) -> Upstream {
    let model = text(target, "model");
    let mut doubts = Vec::new();
    // `anthropic.claude-...` is how Bedrock calls it.
    let bare = model.map(|model| without_region(model).unwrap_or(model));
    let of_bedrock = bare.is_some_and(|model| {
        let vendor = model.split_once('.').map(|(vendor, _)| vendor);
        vendor.is_some_and(|one| !one.contains('-') && maker(model).is_some() || one == "amazon")
    });
    let guess = match (of_bedrock, model) {
        (true, _) => Some("aws-bedrock"),
        (false, Some(model)) => maker(model).map(|one| one.id.as_str()),
        (false, None) => None,
    };
    let provider = match guess {
        Some(id) => {
            let text = format!("who answers at the target `{name}`: by the model");
            doubts.push(Doubt::Guessed(text));
            Answering::Known(id)
        }
        None => Answering::Unknown {
            named: format!("target {name}"),
            question: format!("who answers at the target `{name}`?"),
        },
    };
    let (behind, crosses) = match model {
        Some(model) if of_bedrock => without_profile(model),
        _ => (model.unwrap_or_default(), false),
    };
    let mut one = Upstream::new(provider, Some(behind), path, target.span);
    one.which_model = format!("which models do callers ask the target `{name}` for?");
    one.crosses_regions = crosses;
    one.doubts = doubts;
    one
}
