use std::cell::OnceCell;
use std::collections::{BTreeSet, HashMap};

use cel::Value;
use jurymast_engine::analysis::{Analysis, FallbackId, Tested};
use jurymast_engine::simulation::{Summary, Verdict};
use jurymast_plan::model::{
    Component, ComponentId, DataKind, Detail, Fallback, Kind, Level, Mode, Needed, Origin, Plan,
    Requirement, Rung, Switch, Symptom,
};
use jurymast_terms::source::At;
use jurymast_terms::units::{Date, Duration};

use super::shape::{Field, Of, Shape, Subject};

/// Of which expressions ask.
pub(super) struct Facts<'a> {
    pub(super) analysis: &'a Analysis<'a>,
    pub(super) today: Date,
    /// The names of the fields that the expression has: no other is computed.
    pub(super) used: &'a BTreeSet<String>,
    single_points: OnceCell<Vec<usize>>,
    rto: OnceCell<Vec<Verdict>>,
}

/// What is so of everything.
macro_rules! always {
    ($name:literal, $of:expr, $says:literal, $get:expr) => {
        Field {
            name: $name,
            of: $of,
            is_always: true,
            says: $says,
            get: $get,
        }
    };
}

/// What may not be declared, or not apply.
macro_rules! maybe {
    ($name:literal, $of:expr, $says:literal, $get:expr) => {
        Field {
            name: $name,
            of: $of,
            is_always: false,
            says: $says,
            get: $get,
        }
    };
}

pub(super) static COMPONENT: Shape = Shape {
    name: "component",
    says: "One that can fail, as the plan or the catalogue declares it.",
    fields: &[
        always!("id", Of::Text, "Its id.", |of, at| text(
            &of.component(at).id
        )),
        always!(
            "name",
            Of::Text,
            "As people call it; the id where nothing is said.",
            |of, at| { text(&of.component(at).name) }
        ),
        always!("kind", Of::Word(kinds), "What it is.", |of, at| {
            text(of.component(at).kind().as_str())
        }),
        always!(
            "declared",
            Of::Flag,
            "Whether the plan has a table for it; else it was pulled in by a reference.",
            |of, at| Value::Bool(of.component(at).origin == Origin::Plan)
        ),
        maybe!(
            "tier",
            Of::Whole,
            "From 1, the most critical, to 4.",
            |of, at| { maybe(of.component(at).tier, |tier| whole(tier.value.number())) }
        ),
        maybe!(
            "team",
            Of::Text,
            "The id of the team that answers for it.",
            |of, at| {
                let team = of.component(at).team;
                maybe(team, |team| text(&of.plan().team(team.value).id))
            }
        ),
        maybe!(
            "provider",
            Of::Text,
            "The outside party behind an AI call or an endpoint.",
            |of, at| {
                let id = of.id(at);
                let provider = id.and_then(|id| of.plan().provider_of(id));
                maybe(provider, |id| of.named(id))
            }
        ),
        maybe!("model", Of::Text, "The model of an AI call.", |of, at| {
            let model = of.component(at).ai().and_then(|ai| ai.model.as_ref());
            maybe(model, |model| text(&model.value))
        }),
        maybe!(
            "sort",
            Of::Text,
            "The `kind` that a resource or a provider declares: `database`.",
            |of, at| {
                let sort = match &of.component(at).detail {
                    Detail::Resource(resource) => resource.kind.as_deref(),
                    Detail::Provider(provider) => provider.kind.as_deref(),
                    _ => None,
                };
                maybe(sort, text)
            }
        ),
        always!(
            "domains",
            Of::Texts,
            "The failure domains that it stands in (`in`), from the nearest all the way out.",
            |of, at| {
                let around = of.id(at).map(|id| of.plan().domains_around(id));
                of.ids(around.unwrap_or_default())
            }
        ),
        always!(
            "needs",
            Of::Many(&REQUIREMENT),
            "What it needs: an entry for each of `depends_on`.",
            |of, at| {
                let Some(id) = of.id(at) else {
                    return list(Vec::new());
                };
                let count = of.component(at).requirements.len();
                list(
                    (0..count)
                        .map(|one| of.object(&REQUIREMENT, Subject::Requirement(id, one)))
                        .collect(),
                )
            }
        ),
        always!(
            "needed_by",
            Of::Texts,
            "The ids of those that name it: as what they need, as a fallback, or as where they stand.",
            |of, at| {
                let by = of.id(at).map(|id| of.analysis.graph.needed_by(id));
                of.ids(
                    by.unwrap_or_default()
                        .into_iter()
                        .map(|(id, _)| id)
                        .collect(),
                )
            }
        ),
        always!(
            "takes_down",
            Of::Whole,
            "How many others are down with it when it is lost alone.",
            |of, at| {
                whole(
                    of.id(at)
                        .map_or(0, |id| of.analysis.fault_table().of_component(id).down),
                )
            }
        ),
        always!(
            "degrades",
            Of::Whole,
            "How many others are degraded then.",
            |of, at| {
                whole(
                    of.id(at)
                        .map_or(0, |id| of.analysis.fault_table().of_component(id).degraded),
                )
            }
        ),
        always!(
            "single_points",
            Of::Whole,
            "How many others take it down when they are lost alone.",
            |of, at| { whole(of.id(at).map_or(0, |id| of.single_points()[id.index()])) }
        ),
        maybe!("rto_s", Of::Whole, "Its RTO in seconds.", |of, at| {
            seconds(of.component(at).targets.rto)
        }),
        maybe!("rpo_s", Of::Whole, "Its RPO in seconds.", |of, at| {
            seconds(of.component(at).targets.rpo)
        }),
        maybe!("mtpd_s", Of::Whole, "Its MTPD in seconds.", |of, at| {
            seconds(of.component(at).targets.mtpd)
        }),
        maybe!("slo", Of::Number, "Its SLO, from 0.0 to 1.0.", |of, at| {
            maybe(of.component(at).targets.slo, |slo| {
                Value::Float(slo.value.value())
            })
        }),
        always!(
            "rto_verdict",
            Of::Word(verdicts),
            "Its RTO in the plan's scenarios and after the loss of single others: `met` where a scenario hits it and none breaks it, `unknown` where nothing shows either, `none` without an RTO.",
            |of, at| {
                text(
                    of.id(at)
                        .map_or(Verdict::None, |id| of.rto()[id.index()])
                        .as_str(),
                )
            }
        ),
        maybe!(
            "restart_s",
            Of::Whole,
            "Its own time to start again, in seconds.",
            |of, at| { seconds(of.component(at).restart) }
        ),
        maybe!(
            "expires_in_days",
            Of::Whole,
            "Days until it no longer works; less than 0 once it does not.",
            |of, at| { maybe(of.component(at).expires, |day| of.days_to(day.value)) }
        ),
        maybe!("data", Of::Word(data_kinds), "What it keeps.", |of, at| {
            maybe(of.component(at).data, |data| text(data.value.as_str()))
        }),
        always!(
            "backups",
            Of::Whole,
            "How many ways its data are saved in.",
            |of, at| { whole(of.component(at).backups.len()) }
        ),
        always!(
            "residency",
            Of::Texts,
            "Where an AI call's data may be processed.",
            |of, at| {
                let ai = of.component(at).ai();
                list(ai.map_or_else(Vec::new, |ai| {
                    ai.residency.iter().map(|one| text(one)).collect()
                }))
            }
        ),
    ],
};

pub(super) static REQUIREMENT: Shape = Shape {
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
        maybe!(
            "detect_s",
            Of::Whole,
            "How long until their loss is known, whatever callers see, in seconds.",
            |of, at| {
                let time = of.requirement(at).and_then(Requirement::noticed_within);
                maybe(time, |time| whole(time.seconds()))
            }
        ),
        maybe!(
            "holds_s",
            Of::Whole,
            "How long the component goes on without them, in seconds.",
            |of, at| { seconds(of.requirement(at).and_then(|one| one.holds)) }
        ),
        maybe!(
            "rpm",
            Of::Whole,
            "The requests a minute that it asks for.",
            |of, at| { maybe(of.requirement(at).and_then(|one| one.demand?.rpm), whole) }
        ),
        maybe!(
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
                let Subject::Requirement(component, requirement) = at else {
                    return list(Vec::new());
                };
                let count = of.requirement(at).map_or(0, |one| one.fallbacks.len());
                let each = (0..count).map(|fallback| {
                    let id = FallbackId {
                        component,
                        requirement,
                        fallback,
                    };
                    of.object(&FALLBACK, Subject::Fallback(id))
                });
                list(each.collect())
            }
        ),
    ],
};

pub(super) static FALLBACK: Shape = Shape {
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
        maybe!(
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
        maybe!(
            "switch",
            Of::Word(switches),
            "How it comes in.",
            |of, at| {
                maybe(of.fallback(at).and_then(|one| one.switch), |how| {
                    text(how.value.as_str())
                })
            }
        ),
        maybe!(
            "after_s",
            Of::Whole,
            "From the loss being noticed to it serving, in seconds.",
            |of, at| { seconds(of.fallback(at).and_then(|one| one.after)) }
        ),
        maybe!(
            "triggers",
            Of::Texts,
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
        maybe!(
            "capacity",
            Of::Number,
            "The share of the load that it can carry, from 0.0 to 1.0.",
            |of, at| {
                let capacity = of.fallback(at).and_then(|one| one.capacity);
                maybe(capacity, |share| Value::Float(share.value.value()))
            }
        ),
        maybe!(
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
                let Subject::Fallback(id) = at else {
                    return Value::Null;
                };
                text(of.analysis.standing(id, of.today).rung.as_str())
            }
        ),
        maybe!(
            "tested_days_ago",
            Of::Whole,
            "How many days ago it was last tried with success.",
            |of, at| {
                let Subject::Fallback(id) = at else {
                    return Value::Null;
                };
                match of.analysis.tested(id, of.today) {
                    Tested::Last { days, .. } => whole(days),
                    Tested::Never | Tested::ToCome(_) | Tested::Failed(_) => Value::Null,
                }
            }
        ),
        maybe!(
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

pub(super) static PLAN: Shape = Shape {
    name: "plan",
    says: "The plan as a whole.",
    fields: &[
        always!("name", Of::Text, "Whose plan it is.", |of, _| text(
            &of.plan().header.name
        )),
        maybe!(
            "owner",
            Of::Text,
            "The id of the team that keeps it.",
            |of, _| {
                maybe(of.plan().header.owner, |team| {
                    text(&of.plan().team(team.value).id)
                })
            }
        ),
        always!(
            "today",
            Of::Text,
            "The day on which it is looked at: `2026-11-30`.",
            |of, _| { text(&of.today.to_string()) }
        ),
        maybe!(
            "approved_days_ago",
            Of::Whole,
            "How many days ago it was approved.",
            |of, _| {
                let approved = of.plan().header.approved.as_ref();
                maybe(approved, |one| whole_signed(one.on.days_until(of.today)))
            }
        ),
        maybe!(
            "review_every_days",
            Of::Whole,
            "How often it is reviewed, in days.",
            |of, _| {
                maybe(of.plan().header.review_every, |time| {
                    whole(time.seconds() / DAY)
                })
            }
        ),
        always!("teams", Of::Texts, "The ids of its teams.", |of, _| {
            list(of.plan().teams.iter().map(|team| text(&team.id)).collect())
        }),
        always!(
            "scenarios",
            Of::Texts,
            "The ids of its scenarios.",
            |of, _| {
                list(
                    of.plan()
                        .scenarios
                        .iter()
                        .map(|one| text(&one.id))
                        .collect(),
                )
            }
        ),
        always!(
            "components",
            Of::Many(&COMPONENT),
            "All that can fail.",
            |of, _| {
                let each = of
                    .plan()
                    .ids()
                    .map(|id| of.object(&COMPONENT, Subject::Component(id)));
                list(each.collect())
            }
        ),
    ],
};

const DAY: u64 = 86_400;

impl<'a> Facts<'a> {
    pub(super) fn new(analysis: &'a Analysis<'a>, today: Date, used: &'a BTreeSet<String>) -> Self {
        Self {
            analysis,
            today,
            used,
            single_points: OnceCell::new(),
            rto: OnceCell::new(),
        }
    }

    /// The facts of a thing, as far as the expression names them.
    pub(super) fn object(&self, shape: &'static Shape, at: Subject) -> Value {
        let fields = shape.fields.iter();
        let fields = fields.filter(|field| self.used.contains(field.name));
        let facts: HashMap<String, Value> = fields
            .map(|field| (field.name.to_owned(), (field.get)(self, at)))
            .collect();
        facts.into()
    }

    fn plan(&self) -> &'a Plan {
        self.analysis.plan
    }

    fn id(&self, at: Subject) -> Option<ComponentId> {
        match at {
            Subject::Plan => None,
            Subject::Component(id) | Subject::Requirement(id, _) => Some(id),
            Subject::Fallback(id) => Some(id.component),
        }
    }

    fn component(&self, at: Subject) -> &'a Component {
        let first = ComponentId(0);
        self.plan().component(self.id(at).unwrap_or(first))
    }

    fn requirement(&self, at: Subject) -> Option<&'a Requirement> {
        let at_index = match at {
            Subject::Plan | Subject::Component(_) => return None,
            Subject::Requirement(_, index) => index,
            Subject::Fallback(id) => id.requirement,
        };
        self.component(at).requirements.get(at_index)
    }

    fn fallback(&self, at: Subject) -> Option<&'a Fallback> {
        match at {
            Subject::Fallback(id) => self.requirement(at)?.fallbacks.get(id.fallback),
            _ => None,
        }
    }

    fn named(&self, id: ComponentId) -> Value {
        text(&self.plan().component(id).id)
    }

    fn ids_as_listed(&self, ids: Vec<ComponentId>) -> Value {
        list(ids.into_iter().map(|id| self.named(id)).collect())
    }

    /// Each once, in plan order.
    fn ids(&self, mut ids: Vec<ComponentId>) -> Value {
        ids.sort();
        ids.dedup();
        self.ids_as_listed(ids)
    }

    fn days_to(&self, day: Date) -> Value {
        whole_signed(self.today.days_until(day))
    }

    fn single_points(&self) -> &[usize] {
        self.single_points.get_or_init(|| {
            let all: Vec<ComponentId> = self.plan().ids().collect();
            self.analysis.lone_losses(&all, Level::Down)
        })
    }

    /// By component: a breach is missed; else the worst of the scenarios that hit it.
    fn rto(&self) -> &[Verdict] {
        self.rto.get_or_init(|| {
            let runs = self.analysis.runs();
            let of_one = |(id, component): (ComponentId, &Component)| {
                let Some(rto) = component.targets.rto else {
                    return Verdict::None;
                };
                let breach = runs.breaches.iter().find(|one| one.component == id);
                if breach.is_some_and(|one| !one.longest.is_within(rto.value)) {
                    return Verdict::Missed;
                }
                let timelines = || runs.scenarios.iter().map(|run| &run.timeline);
                let verdicts = timelines().map(|one| Summary::of(self.plan(), one, id).rto_verdict);
                let verdicts: Vec<Verdict> = verdicts.collect();
                let is_hit = timelines().any(|one| one.is_ever_down(id));
                if verdicts.contains(&Verdict::Missed) {
                    Verdict::Missed
                } else if is_hit && !verdicts.contains(&Verdict::Unknown) {
                    Verdict::Met
                } else {
                    Verdict::Unknown
                }
            };
            self.plan().enumerate().map(of_one).collect()
        })
    }
}

fn text(text: &str) -> Value {
    Value::String(text.to_owned().into())
}

fn whole(count: impl TryInto<i64>) -> Value {
    Value::Int(count.try_into().unwrap_or(i64::MAX))
}

fn whole_signed(count: i64) -> Value {
    Value::Int(count)
}

fn list(all: Vec<Value>) -> Value {
    Value::List(all.into())
}

fn maybe<T>(said: Option<T>, value: impl FnOnce(T) -> Value) -> Value {
    said.map_or(Value::Null, value)
}

fn seconds(time: Option<At<Duration>>) -> Value {
    maybe(time, |time| whole(time.value.seconds()))
}

fn kinds() -> Vec<&'static str> {
    Kind::ALL.map(Kind::as_str).to_vec()
}

fn data_kinds() -> Vec<&'static str> {
    DataKind::ALL.map(DataKind::as_str).to_vec()
}

fn modes() -> Vec<&'static str> {
    Mode::ALL.map(Mode::as_str).to_vec()
}

fn needed() -> Vec<&'static str> {
    Needed::ALL.map(Needed::as_str).to_vec()
}

fn switches() -> Vec<&'static str> {
    Switch::ALL.map(Switch::as_str).to_vec()
}

fn levels() -> Vec<&'static str> {
    Level::ALL.map(Level::as_str).to_vec()
}

fn rungs() -> Vec<&'static str> {
    Rung::ALL.map(Rung::as_str).to_vec()
}

fn verdicts() -> Vec<&'static str> {
    [
        Verdict::Met,
        Verdict::Missed,
        Verdict::Unknown,
        Verdict::None,
    ]
    .map(Verdict::as_str)
    .to_vec()
}
