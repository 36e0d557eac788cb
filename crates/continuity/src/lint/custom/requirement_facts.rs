use cel::Value;
use jurymast_engine::analysis::{FallbackId, Tested};
use jurymast_plan::model::{Level, Mode, Needed, Requirement, Rung, Switch, Symptom};

use super::facts::{always, kinds, list, maybe, seconds, sometimes, text, whole, whole_signed};
use super::shape::{FactShape, FactSubject, Field, Of};

pub(super) static REQUIREMENT: FactShape = FactShape {
    name: "requirement",
    says: "One entry of `depends_on`.",
    fields: &[
        always!(
            "on",
            Of::Texts,
            "The ids of what is needed: one, or the members of a group.",
            |of, at| {
                let group = of
                    .requirement(at)
                    .map(|one| one.group.iter().map(|to| to.value).collect());
                of.ids_as_listed(group.unwrap_or_default())
            }
        ),
        always!(
            "at_least",
            Of::Whole,
            "How many of them must work.",
            |of, at| { whole(of.requirement(at).map_or(0, |one| one.at_least)) }
        ),
        always!(
            "mode",
            Of::Word(modes),
            "What their loss does.",
            |of, at| { maybe(of.requirement(at), |one| text(one.mode.as_str())) }
        ),
        always!(
            "needed",
            Of::Word(needed),
            "When they are needed.",
            |of, at| { maybe(of.requirement(at), |one| text(one.needed.as_str())) }
        ),
        sometimes!(
            "detect_s",
            Of::Whole,
            "How long until their loss is known, whatever callers see, in seconds.",
            |of, at| {
                let time = of.requirement(at).and_then(Requirement::noticed_within);
                maybe(time, |time| whole(time.seconds()))
            }
        ),
        sometimes!(
            "holds_s",
            Of::Whole,
            "How long the component goes on without them, in seconds.",
            |of, at| { seconds(of.requirement(at).and_then(|one| one.holds)) }
        ),
        sometimes!(
            "rpm",
            Of::Whole,
            "The requests a minute that it asks for.",
            |of, at| { maybe(of.requirement(at).and_then(|one| one.demand?.rpm), whole) }
        ),
        sometimes!(
            "tpm",
            Of::Whole,
            "The tokens a minute that it asks for.",
            |of, at| { maybe(of.requirement(at).and_then(|one| one.demand?.tpm), whole) }
        ),
        always!(
            "fallbacks",
            Of::Many(&FALLBACK),
            "What stands in, in order of preference.",
            |of, at| {
                let FactSubject::Requirement(component, requirement) = at else {
                    return list(Vec::new());
                };
                let count = of.requirement(at).map_or(0, |one| one.fallbacks.len());
                let each = (0..count).map(|fallback| {
                    let id = FallbackId {
                        component,
                        requirement,
                        fallback,
                    };
                    of.object(&FALLBACK, FactSubject::Fallback(id))
                });
                list(each.collect())
            }
        ),
    ],
};

pub(super) static FALLBACK: FactShape = FactShape {
    name: "fallback",
    says: "What stands in for a requirement.",
    fields: &[
        always!("to", Of::Text, "The id of what stands in.", |of, at| {
            maybe(of.fallback(at), |one| of.named(one.to.value))
        }),
        always!("kind", Of::Word(kinds), "What that is.", |of, at| {
            maybe(of.fallback(at), |one| {
                text(of.plan().component(one.to.value).kind().as_str())
            })
        }),
        sometimes!(
            "team",
            Of::Text,
            "The id of the team that answers for that.",
            |of, at| {
                let team = of
                    .fallback(at)
                    .and_then(|one| of.plan().component(one.to.value).team);
                maybe(team, |team| text(&of.plan().team(team.value).id))
            }
        ),
        sometimes!(
            "switch",
            Of::Word(switches),
            "How it comes in.",
            |of, at| {
                maybe(of.fallback(at).and_then(|one| one.switch), |how| {
                    text(how.value.as_str())
                })
            }
        ),
        sometimes!(
            "after_s",
            Of::Whole,
            "From the loss being noticed to it serving, in seconds.",
            |of, at| { seconds(of.fallback(at).and_then(|one| one.after)) }
        ),
        sometimes!(
            "triggers",
            Of::Words(symptoms),
            "The symptoms that an automatic switch fires on.",
            |of, at| {
                let triggers = of.fallback(at).and_then(|one| one.triggers.as_ref());
                maybe(triggers, |all| {
                    list(all.iter().map(|one: &Symptom| text(one.as_str())).collect())
                })
            }
        ),
        always!(
            "serves",
            Of::Word(levels),
            "The best that it can give.",
            |of, at| { maybe(of.fallback(at), |one| text(one.serves.as_str())) }
        ),
        sometimes!(
            "capacity",
            Of::Number,
            "The share of the load that it can carry, from 0.0 to 1.0.",
            |of, at| {
                let capacity = of.fallback(at).and_then(|one| one.capacity);
                maybe(capacity, |share| Value::Float(share.value.value()))
            }
        ),
        sometimes!(
            "holds_s",
            Of::Whole,
            "How long it can serve, in seconds.",
            |of, at| { seconds(of.fallback(at).and_then(|one| one.holds)) }
        ),
        always!(
            "rung",
            Of::Word(rungs),
            "How much stands behind it on the day.",
            |of, at| {
                let FactSubject::Fallback(id) = at else {
                    return Value::Null;
                };
                text(of.analysis.standing(id, of.today).rung.as_str())
            }
        ),
        sometimes!(
            "tested_days_ago",
            Of::Whole,
            "How many days ago it was last tried with success.",
            |of, at| {
                let FactSubject::Fallback(id) = at else {
                    return Value::Null;
                };
                match of.analysis.tested(id, of.today) {
                    Tested::Last { days, .. } => whole(days),
                    Tested::Never | Tested::ToCome(_) | Tested::Failed(_) => Value::Null,
                }
            }
        ),
        sometimes!(
            "evaluated_days_ago",
            Of::Whole,
            "How many days ago its quality was last compared.",
            |of, at| {
                let day = of.fallback(at).and_then(|one| one.evaluated);
                maybe(day, |day| whole_signed(day.value.days_until(of.today)))
            }
        ),
        always!(
            "takes_down",
            Of::Whole,
            "How many others are down with it when it is lost alone.",
            |of, at| {
                let to = of.fallback(at).map(|one| one.to.value);
                whole(to.map_or(0, |id| of.analysis.fault_table().of_component(id).down))
            }
        ),
    ],
};

fn modes() -> Vec<&'static str> {
    Mode::ALL.map(Mode::as_str).to_vec()
}

fn needed() -> Vec<&'static str> {
    Needed::ALL.map(Needed::as_str).to_vec()
}

fn switches() -> Vec<&'static str> {
    Switch::ALL.map(Switch::as_str).to_vec()
}

fn symptoms() -> Vec<&'static str> {
    Symptom::ALL.map(Symptom::as_str).to_vec()
}

fn levels() -> Vec<&'static str> {
    Level::ALL.map(Level::as_str).to_vec()
}

fn rungs() -> Vec<&'static str> {
    Rung::ALL.map(Rung::as_str).to_vec()
}
