use std::fmt;

use jurymast_terms::source::At;
use jurymast_terms::units::Date;

use super::{AfterEnd, ComponentId, Detail, Plan, Requirement, Retirement, Symptom};

/// What is over for a component on the day the plan is looked at.
#[derive(Debug, Clone, Copy)]
pub struct Ended<'p> {
    /// What it is over for.
    pub component: ComponentId,
    /// Why.
    pub why: EndReason<'p>,
}

/// Why something is over.
#[derive(Debug, Clone, Copy)]
pub enum EndReason<'p> {
    /// The model or endpoint that it calls, or itself, was retired.
    Retired(&'p Retirement),
    /// Its certificate, domain name, contract or key is past its last day.
    Expired(At<Date>),
}

impl fmt::Display for EndReason<'_> {
    /// "retired on 2026-01-31"
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Retired(end) => write!(f, "retired on {}", end.on),
            Self::Expired(day) => write!(f, "expired on {}", day.value),
        }
    }
}

impl Ended<'_> {
    /// What callers see of it from that day on; a model that is gone is a bad request.
    pub fn symptom(&self) -> Symptom {
        match self.why {
            EndReason::Retired(end) if end.after == AfterEnd::Redirects => Symptom::Substituted,
            EndReason::Retired(_) | EndReason::Expired(_) => Symptom::BadRequest,
        }
    }

    /// It is lost for good; what another model answers is not lost.
    pub fn is_lost(&self) -> bool {
        self.symptom() != Symptom::Substituted
    }
}

impl Retirement {
    /// What to use instead; `otherwise` where nothing is known.
    pub fn instead(&self, otherwise: &str) -> String {
        match self.replacement.as_deref() {
            Some("none") => {
                "the provider names no replacement; choose another provider's model".to_owned()
            }
            Some(other) if self.after == AfterEnd::Redirects => {
                format!("from that day `{other}` answers; evaluate it, or choose another")
            }
            Some(other) => format!("the provider names `{other}` instead"),
            None => otherwise.to_owned(),
        }
    }
}

impl Plan {
    /// What is over on the day the plan is looked at, in plan order: retired models and
    /// endpoints, and what has expired, from the day of its end on.
    pub fn ended(&self) -> impl Iterator<Item = Ended<'_>> {
        let day = self.today.into_iter();
        day.flat_map(|day| self.ended_on(day))
    }

    /// The same on another day.
    pub fn ended_on(&self, day: Date) -> impl Iterator<Item = Ended<'_>> {
        let ids = self.ids();
        ids.filter_map(move |id| self.end_by(id, day))
    }

    /// What is not lost on a day and will be for good, with the first day on which it is, in
    /// plan order.
    pub fn ending_after(&self, day: Date) -> impl Iterator<Item = (Date, Ended<'_>)> {
        self.ids().filter_map(move |id| self.end_after(id, day))
    }

    /// The same of one component.
    pub fn end_after(&self, id: ComponentId, day: Date) -> Option<(Date, Ended<'_>)> {
        if self.end_by(id, day).is_some_and(|one| one.is_lost()) {
            return None;
        }
        let expires = self.component(id).expires.map(|last| last.value);
        let retires = self.retirement(id).map(|end| end.on);
        let days = expires.into_iter().chain(retires).filter(|at| *at > day);
        let ends = days.filter_map(|at| Some((at, self.end_by(id, at)?)));
        ends.filter(|(_, one)| one.is_lost())
            .min_by_key(|(at, _)| *at)
    }

    /// Why a component is lost for good, where it is: "retired on 2026-01-31".
    pub fn lost_for_good(&self, component: ComponentId) -> Option<EndReason<'_>> {
        let ended = self.end_of(component).filter(Ended::is_lost);
        ended.map(|ended| ended.why)
    }

    /// Whether on that day no member of a requirement can be lost without losing it, and
    /// nothing stands in: what is lost for good does not.
    pub fn is_sole(&self, requirement: &Requirement) -> bool {
        let serves = |to: ComponentId| self.lost_for_good(to).is_none();
        let members = requirement.group.iter().filter(|to| serves(to.value));
        let mut fallbacks = requirement.fallbacks.iter();
        members.count() <= requirement.at_least && !fallbacks.any(|one| serves(one.to.value))
    }

    /// What is over for one component on the day the plan is looked at.
    pub fn end_of(&self, component: ComponentId) -> Option<Ended<'_>> {
        self.end_by(component, self.today?)
    }

    fn end_by(&self, component: ComponentId, day: Date) -> Option<Ended<'_>> {
        let of = self.component(component);
        let retirement = self.retirement(component);
        let why = match of.expires.filter(|last| last.value <= day) {
            Some(last) => EndReason::Expired(last),
            None => EndReason::Retired(retirement.filter(|end| end.on <= day)?),
        };
        Some(Ended { component, why })
    }

    fn retirement(&self, component: ComponentId) -> Option<&Retirement> {
        match &self.component(component).detail {
            Detail::Ai(ai) => ai.retirement.as_ref(),
            Detail::Endpoint(endpoint) => endpoint.retirement.as_ref(),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::language::reread;

    #[test]
    fn what_ends_is_over_from_its_day_on() {
        let text = r#"
            [plan]
            name = "x"
            [provider.acme]
            models = [{ id = "old", retires = 2026-03-01 }, { id = "new", retires = 2026-03-01, after = "redirects" }]
            endpoints = [{ id = "chat", retires = 2026-06-01 }]
            [ai.a]
            provider = "acme"
            model = "old"
            [ai.b]
            provider = "acme"
            model = "new"
            endpoint = "chat"
            [resource.cert]
            expires = 2026-04-01
        "#;
        let over = |day: &str| {
            let loaded = reread([("p.toml".to_owned(), text.to_owned())]);
            assert_eq!(loaded.problems, []);
            let plan = loaded.on(day.parse().unwrap()).plan;
            let lost = plan.ended().map(|one| {
                let id = plan.component(one.component).id.clone();
                (id, one.is_lost())
            });
            lost.collect::<Vec<_>>()
        };
        let named = |all: &[(&str, bool)]| -> Vec<(String, bool)> {
            all.iter()
                .map(|(id, lost)| ((*id).to_owned(), *lost))
                .collect()
        };
        assert_eq!(over("2026-02-28"), []);
        assert_eq!(over("2026-03-01"), named(&[("a", true), ("b", false)]));
        assert_eq!(
            over("2026-04-01"),
            named(&[("cert", true), ("a", true), ("b", false)])
        );
        let all = [
            ("cert", true),
            ("a", true),
            ("b", false),
            ("acme/chat", true),
        ];
        assert_eq!(over("2026-06-01"), named(&all));
    }
}
