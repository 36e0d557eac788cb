use jurymast_terms::vocabulary::Symptom;

use crate::tree::Node;

/// Seconds until a target is given up, by symptom; infinite: never.
#[derive(Debug, Clone)]
pub(super) struct GivenUp(Vec<(Symptom, f64)>);

/// Symptoms with the statuses that show them.
const SHOWN: [(Symptom, &[u16]); 9] = [
    (Symptom::ServerError, &[500, 502, 503, 504]),
    (Symptom::TooManyRequests, &[429]),
    (Symptom::PaymentRequired, &[402]),
    (Symptom::Unauthorized, &[401]),
    (Symptom::Forbidden, &[403]),
    (Symptom::NotFound, &[404]),
    (Symptom::BadRequest, &[400]),
    (Symptom::TooLong, &[400]),
    (Symptom::Timeout, &[TIMED_OUT]),
];

/// What the gateway answers when `request_timeout` is over.
pub(super) const TIMED_OUT: u16 = 408;

/// What is tried again where `retry` names no statuses.
const RETRIED: [u16; 5] = [429, 500, 502, 503, 504];

/// As often as the gateway tries again at most.
const MOST_RETRIES: u64 = 5;

/// Seconds that it waits at most for a provider that says how long it should.
const MOST_WAIT: f64 = 60.0;

/// What it rests on.
pub(super) const RESTS_ON: &str = "retries as said, waits between them as measured: 1, 2, 4 s";

impl GivenUp {
    /// Of a single target: `retry` and `request_timeout`, its own or inherited.
    pub(super) fn of(retry: Option<&Node>, timeout: Option<&Node>) -> Self {
        let said = retry.and_then(|retry| retry.get("attempts")?.count());
        let attempts = said.unwrap_or(0).min(MOST_RETRIES);
        let codes = retry.and_then(|retry| retry.get("on_status_codes"));
        let is_retried = |status: &u16| match codes {
            Some(codes) => has_code(codes, *status),
            None => RETRIED.contains(status),
        };
        let obeys = retry.and_then(|retry| retry.get("use_retry_after_header")?.truth());
        let timeout = timeout.and_then(Node::number).filter(|ms| *ms > 0.0);
        let timeout = timeout.map_or(f64::INFINITY, |ms| ms / 1000.0);
        let all = SHOWN.into_iter().map(|(symptom, statuses)| {
            let retries = match statuses.iter().any(is_retried) {
                true => attempts,
                false => 0,
            };
            let waits = (1_u64 << retries) as f64 - 1.0;
            let seconds = match symptom {
                Symptom::Timeout => timeout * (retries as f64 + 1.0) + waits,
                Symptom::TooManyRequests if obeys == Some(true) && retries > 0 => MOST_WAIT,
                _ => waits,
            };
            (symptom, seconds)
        });
        Self(all.collect())
    }

    /// Of one that is tried behind another.
    pub(super) fn then(mut self, next: &Self) -> Self {
        for ((_, seconds), (_, more)) in self.0.iter_mut().zip(&next.0) {
            *seconds += more;
        }
        self
    }

    /// Of two of whom one is tried.
    pub(super) fn or(mut self, other: &Self) -> Self {
        for ((_, seconds), (_, others)) in self.0.iter_mut().zip(&other.0) {
            *seconds = seconds.max(*others);
        }
        self
    }

    /// The seconds of a symptom; `None`: it is never given up.
    pub(super) fn on(&self, symptom: Symptom) -> Option<f64> {
        let found = self.0.iter().find(|(one, _)| *one == symptom);
        found
            .map(|(_, seconds)| *seconds)
            .filter(|one| one.is_finite())
    }
}

/// Whether a list of statuses holds one.
pub(super) fn has_code(codes: &Node, status: u16) -> bool {
    let mut codes = codes.items().iter().filter_map(Node::count);
    codes.any(|code| code == u64::from(status))
}
