use jurymast_terms::vocabulary::Symptom;

use crate::gateways::covered;
use crate::tree::Node;

/// How calls go on from target to target.
#[derive(Debug)]
pub(super) struct Balancer<'a> {
    pub(super) algorithm: &'a str,
    criteria: Vec<&'a str>,
    /// Tries after the first.
    pub(super) retries: u64,
    /// Seconds after which a call that hangs is given up.
    timeout: f64,
    /// Seconds for which a target is left alone that failed often enough.
    pub(super) left_alone: Option<f64>,
}

const RETRIES: u64 = 5;
const TIMEOUT: f64 = 60_000.0;
const LEFT_ALONE: f64 = 10_000.0;

/// What leads on where nothing is said.
const CRITERIA: [&str; 2] = ["error", "timeout"];

impl<'a> Balancer<'a> {
    pub(super) fn of(config: &'a Node) -> Self {
        let said = |key: &str| config.at(&["balancer", key]);
        let criteria = said("failover_criteria").map(|list| {
            let words = list.items().iter().filter_map(Node::text);
            words.collect::<Vec<&str>>()
        });
        let times = ["connect_timeout", "read_timeout", "write_timeout"].into_iter();
        let times = times.map(|key| said(key).and_then(Node::number).unwrap_or(TIMEOUT));
        let fails = said("max_fails").and_then(Node::count).unwrap_or(0);
        let alone = said("fail_timeout").and_then(Node::number);
        Self {
            algorithm: said("algorithm")
                .and_then(Node::text)
                .unwrap_or("round-robin"),
            criteria: criteria.unwrap_or_else(|| CRITERIA.to_vec()),
            retries: said("retries").and_then(Node::count).unwrap_or(RETRIES),
            timeout: times.fold(0.0, f64::max) / 1000.0,
            left_alone: (fails > 0).then(|| alone.unwrap_or(LEFT_ALONE) / 1000.0),
        }
    }

    fn has(&self, word: &str) -> bool {
        self.criteria.contains(&word)
    }

    /// Whether that status would lead to the next target.
    pub(super) fn fires(&self, status: u16) -> bool {
        self.has(&format!("http_{status}"))
    }

    /// A call of a model is a POST: once it was sent it goes on only where this is said.
    pub(super) fn sends_again(&self) -> bool {
        self.has("non_idempotent")
    }

    /// The failures that lead to the next target.
    pub(super) fn triggers(&self) -> Vec<Symptom> {
        if self.retries == 0 || !self.sends_again() {
            return Vec::new();
        }
        let mut all = covered(|status| self.fires(status));
        if self.has("timeout") {
            all.push(Symptom::Timeout);
        }
        all
    }

    /// Seconds until `tries` targets are given up: nothing waits between them.
    pub(super) fn detect(&self, tries: usize) -> Vec<(Symptom, f64)> {
        let tries = tries as f64;
        let times = self.triggers().into_iter().map(|symptom| match symptom {
            Symptom::Timeout => (symptom, self.timeout * tries),
            _ => (symptom, tries),
        });
        times.collect()
    }
}
