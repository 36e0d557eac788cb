use jurymast_terms::units::Duration;
use jurymast_terms::vocabulary::Symptom;

use super::objects::{Object, Objects};
use crate::gateways::covered;
use crate::tree::Node;

/// How calls of a route are tried again.
#[derive(Debug)]
pub(super) struct Retries<'a> {
    /// The policy.
    pub(super) policy: &'a Object<'a>,
    /// The failures.
    pub(super) triggers: Vec<Symptom>,
    /// Statuses that are tried again.
    statuses: Vec<u16>,
    words: Vec<&'a str>,
    /// Calls to one priority before the next; `None`: none but the first is ever asked.
    pub(super) each: Option<u64>,
    /// How many priorities are reached.
    pub(super) reach: u64,
    /// Seconds after which a single call is given up.
    timeout: Option<f64>,
}

/// As often as Envoy Gateway tries again where nothing is said.
const RETRIES: u64 = 2;

/// What is tried again where nothing is said: a connection that fails, and this status.
const USUAL_STATUS: u16 = 503;

/// The words under which a call that hangs is tried again.
const ON_HANGING: [&str; 3] = ["5xx", "gateway-error", "reset"];

impl<'a> Retries<'a> {
    /// By the policy that is attached to the route that Envoy AI Gateway makes of this one,
    /// or to its gateway.
    pub(super) fn of(objects: &'a Objects<'a>, route: &Object<'_>) -> Option<Self> {
        let kind = "BackendTrafficPolicy";
        let own = objects.aimed_at(kind, ("HTTPRoute", route.name), route);
        let gateways = route.node.at(&["spec", "parentRefs"]).map(Node::items);
        let gateways = gateways.unwrap_or_default().iter();
        let above = gateways
            .filter_map(|one| one.text_at(&["name"]))
            .flat_map(|name| objects.aimed_at(kind, ("Gateway", name), route));
        let mut all = own.chain(above);
        let policy = all.find(|one| one.node.at(&["spec", "retry"]).is_some())?;
        let retry = policy.node.at(&["spec", "retry"])?;
        let on = retry.get("retryOn");
        let words: Vec<&str> = match on.and_then(|on| on.get("triggers")) {
            Some(said) => said.items().iter().filter_map(Node::text).collect(),
            None if on.is_some() => Vec::new(),
            None => vec!["connect-failure", "retriable-status-codes"],
        };
        let statuses = on.and_then(|on| on.get("httpStatusCodes"));
        let statuses = match statuses {
            Some(said) => said.items().iter().filter_map(Node::count),
            None => [].iter().filter_map(Node::count),
        };
        let mut statuses: Vec<u16> = statuses.filter_map(|one| u16::try_from(one).ok()).collect();
        if on.is_none() {
            statuses.push(USUAL_STATUS);
        }
        let each = retry.get("numAttemptsPerPriority").and_then(Node::count);
        let each = each.filter(|count| *count > 0);
        let retries = retry.get("numRetries").and_then(Node::count);
        let calls = retries.unwrap_or(RETRIES).saturating_add(1);
        let timeout = retry.text_at(&["perRetry", "timeout"]);
        let mut found = Self {
            policy,
            triggers: Vec::new(),
            statuses,
            words,
            each,
            reach: calls.div_ceil(each.unwrap_or(calls)),
            timeout: timeout.and_then(seconds),
        };
        found.triggers = covered(|status| found.fires(status));
        let on_hanging = found.words.iter().any(|word| ON_HANGING.contains(word));
        if found.timeout.is_some() && on_hanging {
            found.triggers.push(Symptom::Timeout);
        }
        Some(found)
    }

    /// Whether that status is tried again.
    pub(super) fn fires(&self, status: u16) -> bool {
        let has = |word| self.words.contains(&word);
        has("retriable-status-codes") && self.statuses.contains(&status)
            || has("5xx") && (500..600).contains(&status)
            || has("gateway-error") && (502..505).contains(&status)
    }

    /// Statuses that are listed and not tried again, for want of the word that does so.
    pub(super) fn has_dead_statuses(&self) -> bool {
        !self.statuses.is_empty() && !self.words.contains(&"retriable-status-codes")
    }

    /// Seconds until the next priority is asked: the calls that hang; the waits between are
    /// parts of a second.
    pub(super) fn detect(&self) -> Vec<(Symptom, f64)> {
        let each = self.each.unwrap_or(1) as f64;
        let times = self.triggers.iter().map(|symptom| {
            let seconds = match symptom {
                Symptom::Timeout => self.timeout.unwrap_or_default() * each,
                _ => each,
            };
            (*symptom, seconds)
        });
        times.collect()
    }
}

/// `30s`, `1m30s`, `500ms`
fn seconds(text: &str) -> Option<f64> {
    if let Some(ms) = text.strip_suffix("ms") {
        return ms.parse::<f64>().ok().map(|ms| ms / 1000.0);
    }
    let spaced: String = text
        .char_indices()
        .flat_map(|(at, letter)| {
            let before = text[..at].chars().next_back();
            let is_next = before.is_some_and(|one| one.is_ascii_alphabetic());
            let space = (is_next && letter.is_ascii_digit()).then_some(' ');
            space.into_iter().chain([letter])
        })
        .collect();
    let parsed: Result<Duration, _> = spaced.parse();
    parsed.ok().map(|one| one.seconds() as f64)
}
