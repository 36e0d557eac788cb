use jurymast_terms::units::Duration;
use jurymast_terms::vocabulary::Symptom;

use crate::gateways::{covered, habitual};
use crate::tree::Node;

/// The gateway's id in the catalogue.
pub(super) const GATEWAY: &str = "agentgateway";

/// On which failures a target is left, and for how many seconds.
#[derive(Debug, Clone)]
pub(super) struct Health {
    pub(super) triggers: Vec<Symptom>,
    pub(super) left_alone: Option<f64>,
    /// A condition that is more than statuses: what it comes to is to be asked.
    pub(super) is_unread: bool,
}

impl Health {
    /// As `health` says it: what is unhealthy is left too, beside what always is.
    pub(super) fn of(health: Option<&Node>) -> Self {
        let said =
            |keys: [&str; 2]| health.and_then(|one| one.get(keys[0]).or_else(|| one.get(keys[1])));
        let condition = said(["unhealthyExpression", "unhealthyCondition"]).and_then(Node::text);
        let mut triggers = habitual(GATEWAY, &[]);
        let terms = condition.map(terms);
        if let Some(Some(terms)) = &terms {
            let fires = |status: u16| terms.iter().any(|term| term.holds(status));
            let more = covered(fires).into_iter();
            let more: Vec<Symptom> = more.filter(|one| !triggers.contains(one)).collect();
            triggers.extend(more);
        }
        let duration = health.and_then(|one| one.text_at(&["eviction", "duration"]));
        let parsed = duration.and_then(|text| text.parse::<Duration>().ok());
        Self {
            triggers,
            left_alone: parsed.map(|one| one.seconds() as f64),
            is_unread: matches!(terms, Some(None)),
        }
    }
}

/// `response.code >= 500`
#[derive(Debug)]
struct StatusTerm {
    operator: &'static str,
    status: u16,
}

impl StatusTerm {
    fn holds(&self, status: u16) -> bool {
        match self.operator {
            ">=" => status >= self.status,
            "<=" => status <= self.status,
            ">" => status > self.status,
            "<" => status < self.status,
            _ => status == self.status,
        }
    }
}

/// Terms on the status of which one must hold; `None`: it is more than that.
fn terms(condition: &str) -> Option<Vec<StatusTerm>> {
    let terms = condition.split("||").map(|term| {
        let term = term.trim().trim_matches(['(', ')']).trim();
        let rest = term.strip_prefix("response.code")?.trim();
        let operator = ["==", ">=", "<=", ">", "<"]
            .into_iter()
            .find(|one| rest.starts_with(one))?;
        let status = rest[operator.len()..].trim().parse().ok()?;
        Some(StatusTerm { operator, status })
    });
    terms.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_on_statuses_are_read() {
        let holds =
            |text: &str, status| terms(text).map(|all| all.iter().any(|one| one.holds(status)));
        let text = "response.code >= 500 || response.code == 429";
        assert_eq!(holds(text, 503), Some(true));
        assert_eq!(holds(text, 429), Some(true));
        assert_eq!(holds(text, 404), Some(false));
        assert_eq!(holds("response.code == 1 && x", 1), None);
        assert_eq!(holds("llm.tokens > 3", 1), None);
    }
}
