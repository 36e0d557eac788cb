use std::cell::OnceCell;
use std::collections::{BTreeSet, HashMap};

use cel::Value;
use jurymast_engine::analysis::Analysis;
use jurymast_engine::simulation::{Summary, Verdict};
use jurymast_plan::model::{Component, ComponentId, Fallback, Kind, Level, Plan, Requirement};
use jurymast_terms::source::At;
use jurymast_terms::units::{Date, Duration};

use super::shape::{FactShape, FactSubject};

/// Of which expressions ask.
pub(super) struct RuleFacts<'a> {
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
pub(super) use always;

/// What may not be declared, or not apply.
macro_rules! sometimes {
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
pub(super) use sometimes;

impl<'a> RuleFacts<'a> {
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
    pub(super) fn object(&self, shape: &'static FactShape, at: FactSubject) -> Value {
        let fields = shape.fields.iter();
        let fields = fields.filter(|field| self.used.contains(field.name));
        let facts: HashMap<String, Value> = fields
            .map(|field| (field.name.to_owned(), (field.get)(self, at)))
            .collect();
        facts.into()
    }

    pub(super) fn plan(&self) -> &'a Plan {
        self.analysis.plan
    }

    pub(super) fn id(&self, at: FactSubject) -> Option<ComponentId> {
        match at {
            FactSubject::Plan => None,
            FactSubject::Component(id) | FactSubject::Requirement(id, _) => Some(id),
            FactSubject::Fallback(id) => Some(id.component),
        }
    }

    pub(super) fn component(&self, at: FactSubject) -> &'a Component {
        let first = ComponentId(0);
        self.plan().component(self.id(at).unwrap_or(first))
    }

    /// What the plan declares it by: of a copy that of which it is one.
    pub(super) fn declared(&self, at: FactSubject) -> &'a Component {
        let own = self.component(at);
        own.copy_of.map_or(own, |of| self.plan().component(of))
    }

    pub(super) fn requirement(&self, at: FactSubject) -> Option<&'a Requirement> {
        let at_index = match at {
            FactSubject::Plan | FactSubject::Component(_) => return None,
            FactSubject::Requirement(_, index) => index,
            FactSubject::Fallback(id) => id.requirement,
        };
        self.component(at).requirements.get(at_index)
    }

    pub(super) fn fallback(&self, at: FactSubject) -> Option<&'a Fallback> {
        match at {
            FactSubject::Fallback(id) => self.requirement(at)?.fallbacks.get(id.fallback),
            _ => None,
        }
    }

    pub(super) fn named(&self, id: ComponentId) -> Value {
        text(&self.plan().component(id).id)
    }

    pub(super) fn ids_as_listed(&self, ids: Vec<ComponentId>) -> Value {
        list(ids.into_iter().map(|id| self.named(id)).collect())
    }

    /// Each once, in plan order.
    pub(super) fn ids(&self, mut ids: Vec<ComponentId>) -> Value {
        ids.sort();
        ids.dedup();
        self.ids_as_listed(ids)
    }

    pub(super) fn days_to(&self, day: Date) -> Value {
        whole_signed(self.today.days_until(day))
    }

    pub(super) fn single_points(&self) -> &[usize] {
        self.single_points.get_or_init(|| {
            let all: Vec<ComponentId> = self.plan().ids().collect();
            self.analysis.lone_losses(&all, Level::Down)
        })
    }

    /// By component: a breach is missed; else the worst of the scenarios that hit it.
    pub(super) fn rto(&self) -> &[Verdict] {
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

pub(super) fn text(text: &str) -> Value {
    Value::String(text.to_owned().into())
}

pub(super) fn whole(count: impl TryInto<i64>) -> Value {
    Value::Int(count.try_into().unwrap_or(i64::MAX))
}

pub(super) fn whole_signed(count: i64) -> Value {
    Value::Int(count)
}

pub(super) fn list(all: Vec<Value>) -> Value {
    Value::List(all.into())
}

pub(super) fn maybe<T>(said: Option<T>, value: impl FnOnce(T) -> Value) -> Value {
    said.map_or(Value::Null, value)
}

pub(super) fn seconds(time: Option<At<Duration>>) -> Value {
    maybe(time, |time| whole(time.value.seconds()))
}

pub(super) fn kinds() -> Vec<&'static str> {
    Kind::ALL.map(Kind::as_str).to_vec()
}
