use crate::render::Input;
use jurymast_engine::analysis::{FallbackId, Tested};
use jurymast_plan::model::{
    Component, Demand, Fallback, Level, RungRecord, SHARE_UNKNOWN, Switch, Symptom,
};
use jurymast_terms::units::Duration;
use jurymast_terms::wording;

use super::health_links::HealthLinks;
use super::words::sum;
use super::{Reference, RestView, days_from};

/// A fallback as a person uses it.
pub(in crate::render) struct FallbackGuide {
    pub(in crate::render) to: Reference,
    /// Who switches, in two words.
    pub(in crate::render) switch: &'static str,
    /// What fires it, and what does not.
    pub(in crate::render) fires: Option<String>,
    pub(in crate::render) by_hand: Option<String>,
    pub(in crate::render) steps: Option<String>,
    pub(in crate::render) time: String,
    pub(in crate::render) serves: String,
    pub(in crate::render) serves_class: &'static str,
    pub(in crate::render) limit: Option<String>,
    pub(in crate::render) tested: String,
    pub(in crate::render) untested: bool,
    /// No exercise has passed since one failed.
    pub(in crate::render) has_failed: bool,
    /// What shows that it works, a line each.
    pub(in crate::render) evidence: Vec<String>,
    pub(in crate::render) evaluation: Option<String>,
    pub(in crate::render) health: HealthLinks,
    /// How it stands with nothing failing; `None`: up.
    pub(in crate::render) rest: Option<RestView>,
    /// Who switches, to begin a sentence with.
    pub(in crate::render) how: &'static str,
    /// What must be up for the switch.
    pub(in crate::render) needs: Vec<Reference>,
    /// How long it lasts, where it does not last.
    pub(in crate::render) lasts: Option<String>,
}

impl FallbackGuide {
    pub(in crate::render) fn of(input: &Input<'_>, id: FallbackId, root: &str) -> Self {
        let plan = input.plan();
        let who = plan.component(id.component);
        let requirement = &who.requirements[id.requirement];
        let fallback = id.of(plan);
        let last = input.analysis.tested(id, input.today);
        let automatic = fallback
            .switch
            .is_some_and(|switch| switch.value == Switch::Automatic);
        let (fires, by_hand) = if automatic {
            fires(fallback.triggers.as_deref())
        } else {
            (None, None)
        };
        let (serves, serves_class) = serves(who, fallback);
        Self {
            to: Reference::to(plan, fallback.to.value, root),
            switch: fallback
                .switch
                .map_or("by hand", |switch| match switch.value {
                    Switch::Manual => "by hand",
                    other => other.words(),
                }),
            fires,
            by_hand,
            steps: fallback.steps.clone(),
            time: time(
                requirement.detect_within().map(|at| at.value),
                plan.switched_in(id.component, fallback),
            ),
            serves,
            serves_class,
            limit: limit(requirement.demand, plan.component(fallback.to.value)),
            tested: tested(input, last),
            untested: last == Tested::Never,
            has_failed: matches!(last, Tested::Failed(_)),
            evidence: fallback
                .evidence
                .iter()
                .map(RungRecord::to_string)
                .collect(),
            evaluation: fallback.evaluation.clone(),
            health: HealthLinks::of(plan, fallback.to.value, root),
            rest: RestView::of(input, fallback.to.value, root),
            how: how(fallback),
            needs: Reference::all(plan, fallback.needs.iter().map(|at| at.value), root),
            lasts: fallback
                .holds
                .map(|at| format!("{}, counted from the switch", at.value)),
        }
    }
}

fn how(fallback: &Fallback) -> &'static str {
    match fallback.switch.map(|switch| switch.value) {
        Some(Switch::Automatic) => "Automatic switch",
        Some(Switch::PerCall) => "Each call that fails goes",
        Some(Switch::User) => "Its users go by themselves",
        Some(Switch::Manual) | None => "Switch by hand",
    }
}

fn tested(input: &Input<'_>, last: Tested) -> String {
    match last {
        Tested::Never => "never tested".to_owned(),
        Tested::ToCome(day) => format!("to be tested {}", days_from(day, input.today)),
        Tested::Failed(failed) => format!(
            "the exercise {} failed {}",
            input.plan().exercises[failed.exercise].id,
            days_from(failed.on, input.today)
        ),
        Tested::Last { on, exercise, .. } => {
            let by = exercise.map_or(String::new(), |at| {
                format!(", in the exercise {}", input.plan().exercises[at].id)
            });
            format!("last tested {}{by}", days_from(on, input.today))
        }
    }
}

/// On what an automatic switch fires, and when a person must do it.
fn fires(triggers: Option<&[Symptom]>) -> (Option<String>, Option<String>) {
    let Some(triggers) = triggers else {
        return (
            Some("on what it fires is not declared".to_owned()),
            Some("If it has not switched by then, switch by hand.".to_owned()),
        );
    };
    let words = |keep: &dyn Fn(&Symptom) -> bool| -> Vec<&'static str> {
        let kept = Symptom::ALL.iter().filter(|one| keep(one));
        kept.map(|one| one.words()).collect()
    };
    let on = words(&|one| triggers.contains(one));
    let not_on = words(&|one| !triggers.contains(one));
    let by_hand = (!not_on.is_empty()).then(|| {
        format!(
            "It does not fire on {}: if that is what you see, switch by hand.",
            wording::or(&not_on)
        )
    });
    (Some(format!("fires on {}", wording::or(&on))), by_hand)
}

fn time(detect: Option<Duration>, after: Option<Duration>) -> String {
    match (detect, after) {
        (Some(detect), Some(after)) => format!(
            "serving {} after the loss (noticed within {detect}, switched in {after})",
            sum(detect, after)
        ),
        (None, Some(after)) => {
            format!("switched in {after}; how long until it is noticed is not declared")
        }
        (Some(detect), None) => {
            format!("noticed within {detect}; how long the switch takes is not declared")
        }
        (None, None) => "how long it takes is not declared".to_owned(),
    }
}

fn serves(who: &Component, fallback: &Fallback) -> (String, &'static str) {
    let quality = match fallback.serves {
        Level::Up => "full service",
        Level::Degraded => "degraded service",
        Level::Down => "nothing",
    };
    let Some(capacity) = fallback.capacity.map(|at| at.value) else {
        let class = if fallback.serves == Level::Up {
            "is-up"
        } else {
            "is-degraded"
        };
        let is_judged = who.targets.mbco.is_some() && fallback.serves > Level::Up;
        let text = match is_judged {
            true => format!("{quality}: {SHARE_UNKNOWN}"),
            false => quality.to_owned(),
        };
        return (text, class);
    };
    let least = who.targets.mbco.map(|at| at.value);
    if let Some(least) = least.filter(|least| capacity < *least) {
        let text = format!(
            "{quality} for {capacity} of the load: less than the least acceptable {least}, so it counts as down"
        );
        return (text, "is-down");
    }
    let full = fallback.serves == Level::Up && capacity.value() >= 1.0;
    let text = format!("{quality} for {capacity} of the load");
    (text, if full { "is-up" } else { "is-degraded" })
}

fn limit(asked: Option<Demand>, to: &Component) -> Option<String> {
    let asked = asked?;
    let limit = to.limit?.value;
    let of = |asked: Option<u64>, limit: Option<u64>, unit: &str| match (asked, limit) {
        (Some(asked), Some(limit)) if limit < asked => Some(format!(
            "its limit is {limit} {unit} a minute, this service alone asks for {asked}: lower the load"
        )),
        _ => None,
    };
    of(asked.rpm, limit.rpm, "requests").or_else(|| of(asked.tpm, limit.tpm, "tokens"))
}
