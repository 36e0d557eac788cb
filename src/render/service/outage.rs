use jurymast_plan::catalogue;
use jurymast_plan::model::{ComponentId, Plan};
use jurymast_terms::units::Link;

use crate::render::views::Reference;

/// The longest recorded outage of who is behind a requirement.
pub(super) struct Record {
    pub(super) provider: Reference,
    /// "9 recorded outages of OpenAI API that reach OpenAI API Responses"
    pub(super) among: String,
    pub(super) longest: Option<LongestOutage>,
}

pub(super) struct LongestOutage {
    pub(super) title: String,
    pub(super) on: String,
    pub(super) lasted: String,
    pub(super) share: Option<String>,
    pub(super) confidence: &'static str,
    pub(super) source: String,
    pub(super) source_href: Option<String>,
}

impl Record {
    /// `None` when no outside party with a record stands behind the component, or when it
    /// does not come back whatever the record says.
    pub(super) fn of(plan: &Plan, id: ComponentId, root: &str) -> Option<Self> {
        let provider = plan.provider_of(id)?;
        let over = |id: ComponentId| plan.lost_for_good(id).is_some();
        if over(id) || plan.endpoint_of(id).is_some_and(over) {
            return None;
        }
        let estimate = catalogue::estimate_of(plan, id)?;
        Some(Self {
            provider: Reference::to(plan, provider, root),
            among: estimate.subject(plan, id),
            longest: estimate.rests_on.first().map(|outage| LongestOutage {
                title: outage.outage.title.clone(),
                on: outage.outage.on().to_string(),
                lasted: outage.lasted.to_string(),
                share: outage.share.clone(),
                confidence: outage.outage.confidence.as_str(),
                source: outage.outage.first_source().to_owned(),
                source_href: outage
                    .outage
                    .first_source()
                    .parse::<Link>()
                    .ok()
                    .map(|link| link.to_string()),
            }),
        })
    }
}
