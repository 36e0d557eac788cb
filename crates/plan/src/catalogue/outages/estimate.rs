use std::fmt;

use jurymast_terms::units::Duration;
use jurymast_terms::vocabulary::CauseKind;

use crate::model::{ComponentId, Plan};

use super::load::outages;
use super::provider::{OutageAtProvider, outages_of};
use super::record::{End, HitRecord, Outage};

/// Fewer recorded outages than this say nothing of the next one.
const LEAST: usize = 3;

/// How long outages of a provider took to end, and what that rests on. Never a
/// promise: the next one may differ.
#[derive(Debug)]
pub struct Estimate {
    /// `None`: too few outages are recorded.
    pub figures: Option<Figures>,
    /// Longest first.
    pub rests_on: Vec<&'static OutageAtProvider>,
    /// What says nothing about the next one.
    pub left_out: Vec<LeftOut>,
    /// Outages of it whose end nobody recorded, oldest first.
    pub without_end: Vec<&'static Outage>,
}

/// How long recorded outages took to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figures {
    /// As many were shorter as were longer.
    pub median: Duration,
    /// The longest.
    pub worst: Duration,
}

/// An outage that says nothing about how soon a broken service is mended.
#[derive(Debug)]
pub struct LeftOut {
    /// The outage.
    pub id: &'static str,
    /// How long it took to end.
    pub lasted: Duration,
    /// Why it does not count.
    pub why: &'static str,
}

/// From the recorded outages of this provider; with an endpoint (`realtime`), from
/// those that hit it or the provider as a whole. Retirements and orders of the law
/// are not repaired, and a loss of quality is not seen: they do not count.
pub fn estimate(provider: &str, endpoint: Option<&str>) -> Estimate {
    let mut rests_on = Vec::new();
    let mut left_out = Vec::new();
    for at in outages_of(provider) {
        if let Some(why) = unlike(at) {
            left_out.push(LeftOut {
                id: &at.outage.id,
                lasted: at.lasted,
                why,
            });
        } else if endpoint.is_none_or(|endpoint| at.touches(provider, endpoint)) {
            rests_on.push(at);
        }
    }
    let lengths: Vec<Duration> = rests_on.iter().map(|at| at.lasted).collect();
    Estimate {
        figures: figures(lengths),
        rests_on,
        left_out,
        without_end: without_end(provider, endpoint),
    }
}

impl Estimate {
    /// What it rests on, for something that a provider stands behind: "9 recorded outages of
    /// OpenAI API that reach OpenAI API Responses".
    pub fn subject(&self, plan: &Plan, id: ComponentId) -> String {
        let name = |id: ComponentId| plan.component(id).name.as_str();
        let provider = plan.provider_of(id).map_or("", name);
        let (count, s, verb) = match self.rests_on.len() {
            1 => (1, "", "reaches"),
            count => (count, "s", "reach"),
        };
        match plan.endpoint_of(id).map(name) {
            Some(endpoint) => {
                format!("{count} recorded outage{s} of {provider} that {verb} {endpoint}")
            }
            None => format!("{count} recorded outage{s} of {provider} (whole or in part)"),
        }
    }
}

/// From the recorded outages that reach what stands behind a component: the endpoint that
/// is called, or the provider. `None` where no outside party is.
pub fn estimate_of(plan: &Plan, id: ComponentId) -> Option<Estimate> {
    let provider = &plan.component(plan.provider_of(id)?).id;
    let endpoint = plan.endpoint_of(id).map(|at| &plan.component(at).id);
    // Its name at its provider: `responses`.
    let endpoint = endpoint.and_then(|id| id.split_once('/'));
    Some(estimate(provider, endpoint.map(|(_, name)| name)))
}

impl OutageAtProvider {
    fn touches(&self, provider: &str, endpoint: &str) -> bool {
        let name = format!("{provider}/{endpoint}");
        self.endpoints.is_empty() || self.endpoints.contains(&name)
    }
}

fn without_end(provider: &str, endpoint: Option<&str>) -> Vec<&'static Outage> {
    let open = |hit: &HitRecord| {
        let here = endpoint.is_none() || hit.endpoint().is_none() || hit.endpoint() == endpoint;
        let loss = hit.is_loss() && hit.counts() && hit.end == End::Unknown;
        loss && here && hit.provider() == Some(provider)
    };
    let all = outages().iter().copied();
    all.filter(|outage| outage.hits.iter().any(open)).collect()
}

fn unlike(at: &OutageAtProvider) -> Option<&'static str> {
    use crate::model::Symptom::WrongAnswers;
    match at.outage.cause.kind {
        CauseKind::Legal => Some("an order of the law, not a repair"),
        CauseKind::Retirement => Some("a retirement"),
        _ if at.symptoms == [WrongAnswers] => Some("quality only: calls were answered"),
        _ => None,
    }
}

/// The median of an even number is the mean of the two in the middle.
fn figures(mut lengths: Vec<Duration>) -> Option<Figures> {
    if lengths.len() < LEAST {
        return None;
    }
    lengths.sort_unstable();
    let middle = lengths.len() / 2;
    let upper = lengths[middle].seconds();
    let median = if lengths.len().is_multiple_of(2) {
        (lengths[middle - 1].seconds() + upper) / 2
    } else {
        upper
    };
    Some(Figures {
        median: Duration::from_seconds(median),
        worst: *lengths.last()?,
    })
}

impl fmt::Display for Estimate {
    /// "back after 3h 18m 30s in the median, 12h 54m at worst, by 6 recorded outages"
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.rests_on.len();
        if let Some(Figures { median, worst }) = self.figures {
            return write!(
                f,
                "back after {median} in the median, {worst} at worst, by {count} recorded outages"
            );
        }
        let recorded = match count {
            0 => "no outage is recorded with its end",
            1 => "1 outage is recorded with its end",
            _ => "2 outages are recorded with their ends",
        };
        write!(f, "{recorded}; fewer than {LEAST} give no estimate")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(minutes: &[u64]) -> Option<(u64, u64)> {
        let lengths = minutes.iter().map(|m| Duration::from_seconds(m * 60));
        let found = figures(lengths.collect())?;
        Some((found.median.seconds() / 60, found.worst.seconds() / 60))
    }

    #[test]
    fn median_and_worst() {
        assert_eq!(of(&[30, 10, 200]), Some((30, 200)));
        assert_eq!(of(&[40, 10, 200, 20]), Some((30, 200)));
        assert_eq!(of(&[10, 20]), None);
        assert_eq!(of(&[]), None);
    }

    #[test]
    fn openai_has_figures_that_rest_on_named_outages() {
        let found = estimate("openai", None);
        let figures = found.figures.unwrap();
        assert_eq!(figures.worst.to_string(), "20h 37m 50s");
        assert_eq!(found.rests_on[0].outage.id, "openai-2026-08-31");
        assert!(figures.median < figures.worst);
        let responses = estimate("openai", Some("responses"));
        assert!(responses.rests_on.len() < found.rests_on.len());
        let hit = |at: &&OutageAtProvider| at.outage.id == "openai-2024-12-26";
        assert!(found.rests_on.iter().any(hit) && !responses.rests_on.iter().any(hit));
    }

    #[test]
    fn six_weeks_of_poor_answers_and_an_order_are_no_repair_times() {
        let found = estimate("anthropic", None);
        let left: Vec<_> = found.left_out.iter().map(|one| one.id).collect();
        assert_eq!(left, ["anthropic-2025-08-05", "anthropic-2026-06-12"]);
        let worst = found.rests_on.iter().map(|at| at.lasted).max().unwrap();
        assert!(worst < Duration::from_seconds(86_400));
        let open: Vec<_> = found.without_end.iter().map(|o| o.id.as_str()).collect();
        assert_eq!(open, ["anthropic-2026-05-16", "anthropic-2026-06-02"]);
    }

    #[test]
    fn too_few_are_said_to_be_too_few() {
        let none = estimate("mistral", None);
        assert_eq!(none.figures, None);
        assert_eq!(
            none.to_string(),
            "no outage is recorded with its end; fewer than 3 give no estimate"
        );
    }
}
