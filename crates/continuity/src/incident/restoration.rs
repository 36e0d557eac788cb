use jurymast_plan::catalogue::{self, End, Estimate, OutageSubject};
use jurymast_plan::model::ComponentId;
use jurymast_terms::units::Duration;

use jurymast_terms::wording;

use super::clock::brief;
use super::situation::Situation;

/// Times that are missing, in one sentence; the rest is counted.
const MOST_MISSING: usize = 3;

/// When what is over for good is back, for those who do not know of it.
pub(super) const REPLACED: &str = "not known, as something has to be replaced";

/// When a lost thing may be back, and what that rests on; never a promise.
pub(super) fn restoration(here: &Situation<'_>, id: ComponentId) -> String {
    let component = here.component(id);
    if let Some(over) = here.over(id) {
        let why = over.words(here, id);
        return format!("never: {why}, and does not come back; something has to replace it");
    }
    if here.planned.is_down_at_rest(id) {
        let before = "never by the repair of this loss: it was down before this already";
        return match here.cause_before(id) {
            Some(cause) if here.over(cause).is_some() => format!(
                "{before}, as {}; something has to replace that",
                here.why_before(cause)
            ),
            Some(cause) => format!("{before}, as {}", here.why_before(cause)),
            None => format!("{before}, and `jurymast check` says why"),
        };
    }
    if let Some(estimate) = catalogue::estimate_of(here.plan, id) {
        return recorded(here, &estimate, id);
    }
    if here.is_outside(id) {
        return place(&component.id);
    }
    let Some(returned) = here.elsewhere.least.returned(id) else {
        return "unknown: by what the plan says it is never back; see what it waits for below"
            .to_owned();
    };
    let missing = here.undeclared(id);
    if !missing.is_empty() {
        let least = match returned.ready() {
            Duration::ZERO => String::new(),
            time => format!("at least {time} of work, and "),
        };
        let missing: Vec<String> = missing.iter().map(|one| one.words(here.plan)).collect();
        return format!(
            "unknown: {least}the plan gives no time for its repair ({})",
            wording::up_to(MOST_MISSING, &missing)
        );
    }
    if let Some(outside) = here.waits_for(id).filter(|outside| *outside != id) {
        return format!("unknown: not before {} is back", here.name(outside));
    }
    format!(
        "about {}: {} of work by the plan's own times, if it begins now and goes as planned; an \
         estimate, not a promise",
        here.clock.ahead(returned.ready()),
        returned.ready(),
    )
}

/// By the recorded outages of the provider that is behind it.
fn recorded(here: &Situation<'_>, estimate: &Estimate, id: ComponentId) -> String {
    let Some(figures) = estimate.figures else {
        let provider = here.plan.provider_of(id).map_or("", |at| here.name(at));
        return format!("unknown: of {provider}, {estimate}");
    };
    let (median, worst) = (figures.median, figures.worst);
    let passed = match here.clock.elapsed() {
        elapsed if elapsed > worst => "; it lasts longer than any of them",
        elapsed if elapsed > median => "; the median has passed",
        _ => "",
    };
    let longest = estimate.rests_on.first();
    let longest = longest.map_or(String::new(), |at| format!(" ({})", at.outage.id));
    format!(
        "unknown; the {} took {} in the median and {} at worst{longest}. Counted from the loss that \
         is {} and {}{passed}{}. This is what was recorded, not a promise",
        estimate.subject(here.plan, id),
        brief(median),
        brief(worst),
        here.clock.about(median),
        here.clock.about(worst),
        without_end(estimate),
    )
}

/// The same of an outside party for those who do not know of it.
pub(super) fn supplier(here: &Situation<'_>, id: ComponentId) -> String {
    let recorded = catalogue::estimate_of(here.plan, id).and_then(|estimate| {
        let figures = estimate.figures?;
        Some(format!(
            " whose {} recorded outages took {} in the median and {} at worst; that is not a \
             promise",
            estimate.rests_on.len(),
            brief(figures.median),
            brief(figures.worst)
        ))
    });
    let recorded = recorded.unwrap_or_default();
    format!("not known, as it depends on a supplier{recorded}")
}

fn without_end(estimate: &Estimate) -> String {
    match estimate.without_end.len() {
        0 => String::new(),
        1 => "; of 1 more the end is not recorded".to_owned(),
        count => format!("; of {count} more the end is not recorded"),
    }
}

/// The recorded losses of a failure domain, named one by one: too few for figures.
fn place(domain: &str) -> String {
    let lasted = |outage: &&'static catalogue::Outage| {
        let hit = outage.hits.iter().find(|hit| {
            let here = matches!(&hit.what, OutageSubject::Component(id) if id == domain);
            here && hit.is_loss() && hit.counts()
        })?;
        match hit.end {
            End::At(end) => Some(format!("{} took {}", outage.id, end.since(hit.start)?)),
            End::Unknown | End::Never => None,
        }
    };
    let all: Vec<String> = catalogue::outages().iter().filter_map(lasted).collect();
    if all.is_empty() {
        return "unknown: it is outside, and nothing is recorded of how long its losses last"
            .to_owned();
    }
    format!("unknown; recorded: {}. This is no promise", all.join(", "))
}
