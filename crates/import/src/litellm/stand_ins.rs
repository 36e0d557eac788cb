use jurymast_plan::catalogue::{Habit, gateway};
use jurymast_terms::source::Span;
use jurymast_terms::vocabulary::Symptom;

use super::gateway::{Gateway, Group};
use super::lists::ListKind;
use super::read::PROXY;
use super::settings::{Cooldown, TIMEOUT, back_off};
use crate::draft::{Doubt, DraftFallback, DraftRequirement, DraftValue};
use crate::gateways::words;

/// What stands in for a group, in order, and on which failures.
pub(super) struct StandIns {
    steps: Vec<StandIn>,
    detect: DraftValue,
    is_timeout_said: bool,
    /// Until the group is asked again; `None`: every call asks it first.
    cooldown: Option<Cooldown>,
}

struct StandIn {
    name: String,
    /// A further level of the group itself.
    level: Option<i64>,
    triggers: Vec<Symptom>,
}

impl StandIns {
    /// For callers that ask for `called`, which the group answers.
    pub(super) fn of(proxy: &Gateway, called: &str, group: &Group) -> Self {
        let mut steps: Vec<StandIn> = Vec::new();
        for kind in ListKind::ALL {
            let triggers = triggers(proxy, kind);
            for attempt in proxy.stands_in(called, kind.symptom()) {
                let level = attempt.order.filter(|_| attempt.name == called);
                // A group's own levels are its own affair.
                let known = steps
                    .iter_mut()
                    .find(|one| one.name == attempt.name && one.level == level);
                match known {
                    Some(one) => {
                        let further = triggers
                            .iter()
                            .filter(|one_of| !one.triggers.contains(one_of));
                        let further: Vec<Symptom> = further.copied().collect();
                        one.triggers.extend(further);
                    }
                    None => steps.push(StandIn {
                        name: attempt.name,
                        level,
                        triggers: triggers.clone(),
                    }),
                }
            }
        }
        Self {
            steps,
            detect: detect(proxy, group),
            is_timeout_said: proxy.settings.timeout_of(group).is_some(),
            cooldown: proxy.settings.cooldown_of(group),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// Other groups, with the failures on which each stands in.
    pub(super) fn others(&self) -> impl Iterator<Item = (&str, &[Symptom])> {
        let others = self.steps.iter().filter(|one| one.level.is_none());
        others.map(|one| (one.name.as_str(), one.triggers.as_slice()))
    }

    /// The requirement with its fallbacks; `own_id` is the group's, `later` are those of its
    /// further levels.
    pub(super) fn put_on(
        self,
        need: DraftRequirement,
        (own_id, later): (&str, &[(i64, String)]),
        id_of: impl Fn(&str) -> Option<String>,
    ) -> DraftRequirement {
        let place = need.place;
        let mut fallbacks: Vec<DraftFallback> = Vec::new();
        let switch = if self.cooldown.is_some() {
            "automatic"
        } else {
            "per-call"
        };
        for step in &self.steps {
            let own = later.iter().find(|(level, _)| Some(*level) == step.level);
            let to = match (own, step.level) {
                (Some((_, id)), _) => Some(id.clone()),
                (None, Some(_)) => None,
                (None, None) => id_of(&step.name),
            };
            let Some(to) = to else { continue };
            // Two names of one group are one.
            if to == own_id || need.on.contains(&to) || fallbacks.iter().any(|one| one.to == to) {
                continue;
            }
            let triggers = step.triggers.iter().map(|one| one.as_str());
            fallbacks.push(
                DraftFallback::to(to, place)
                    .with("switch", switch)
                    .with("triggers", DraftValue::texts(triggers)),
            );
        }
        if fallbacks.is_empty() {
            return need;
        }
        let guess = match self.is_timeout_said {
            true => "time-out and retries as said, waits between them as measured",
            false => "no time-out is said: the proxy's own, 6000 s; waits as measured",
        };
        let doubt = Doubt::Guessed(guess.to_owned());
        let mut need = need.with("detect", self.detect).doubted(doubt);
        if let Some(cooldown) = self.cooldown {
            need = need.with("fail_back", words(cooldown.seconds));
            if !cooldown.is_said {
                let guess = "no cooldown is said: the proxy's own".to_owned();
                need = need.doubted(Doubt::Guessed(guess));
            }
        }
        need.fallbacks = fallbacks;
        need
    }
}

/// A fallback that the proxy turns to by itself, on all that it sees.
pub(super) fn automatic(to: &str, place: Span) -> DraftFallback {
    let triggers = seen().map(|one| one.as_str());
    DraftFallback::to(to, place)
        .with("switch", "automatic")
        .with("triggers", DraftValue::texts(triggers))
}

/// The failures that make the proxy turn to a fallback.
fn seen() -> impl Iterator<Item = Symptom> {
    let habits = gateway(PROXY);
    Symptom::ALL
        .into_iter()
        .filter(move |one| habits.is_some_and(|all| all.falls_back_on(*one) == Habit::Yes))
}

/// The failures on which a list is gone through as it is on its own symptom.
fn triggers(proxy: &Gateway, kind: ListKind) -> Vec<Symptom> {
    let own = |one: &Symptom| match kind {
        ListKind::General => match one {
            Symptom::TooLong | Symptom::Refused => false,
            Symptom::BadRequest => !proxy.settings.keeps_bad_requests,
            _ => true,
        },
        ListKind::TooLong | ListKind::Refused => *one == kind.symptom(),
    };
    seen().filter(own).collect()
}

/// How long each failure takes until the proxy turns away: the calls that hang, and the
/// waits between them.
fn detect(proxy: &Gateway, group: &Group) -> DraftValue {
    let timeout = proxy.settings.timeout_of(group).unwrap_or(TIMEOUT);
    let times = seen().map(|symptom| {
        let retries = proxy.settings.retries_of(proxy, group, symptom);
        let waits = back_off(retries, group.deployments.len()) as f64;
        let calls = match symptom {
            Symptom::Timeout => timeout * (retries as f64 + 1.0),
            _ => 0.0,
        };
        (symptom.as_str(), DraftValue::Text(words(calls + waits)))
    });
    DraftValue::Table(times.collect())
}
