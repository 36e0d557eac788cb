use std::fmt::Display;

use jurymast_continuity::incident;
use jurymast_plan::model::{ComponentId, Plan, TeamId};
use jurymast_terms::source::At;
use jurymast_terms::units::{Date, Duration};
use jurymast_terms::wording;

/// A value of the plan, or the plain word that it is missing.
pub(in crate::render) struct DeclaredValue {
    pub(in crate::render) text: String,
    pub(in crate::render) class: &'static str,
}

impl DeclaredValue {
    pub(in crate::render) fn of(value: Option<impl Display>) -> Self {
        Self::or(value, "not declared")
    }

    pub(in crate::render) fn or(value: Option<impl Display>, missing: &str) -> Self {
        match value {
            Some(value) => Self {
                text: value.to_string(),
                class: "said",
            },
            None => Self {
                text: missing.to_owned(),
                class: "muted",
            },
        }
    }

    /// With a full stop, where it has none.
    pub(in crate::render) fn sentence(&self) -> String {
        wording::sentence(&self.text)
    }

    pub(in crate::render) fn team(plan: &Plan, team: Option<TeamId>) -> Self {
        Self::of(team.map(|id| plan.team(id).name.as_str()))
    }
}

/// What carries something, or sees it: the first that is up. "Chat, or Pager"; `None`
/// where nothing is said.
pub(in crate::render) fn through(plan: &Plan, ids: &[At<ComponentId>]) -> Option<String> {
    let names = ids.iter().map(|at| plan.component(at.value).name.as_str());
    let names: Vec<&str> = names.collect();
    (!names.is_empty()).then(|| names.join(", or "))
}

/// Who is told what, as a row.
pub(in crate::render) struct Tell {
    pub(in crate::render) audience: String,
    pub(in crate::render) when: DeclaredValue,
    pub(in crate::render) channel: DeclaredValue,
    pub(in crate::render) through: Option<String>,
    pub(in crate::render) approver: DeclaredValue,
    pub(in crate::render) every: DeclaredValue,
    pub(in crate::render) template: Option<String>,
}

pub(in crate::render) fn tells(plan: &Plan) -> Vec<Tell> {
    let tell = |one: &jurymast_plan::model::Communication| Tell {
        audience: one.audience.clone(),
        when: DeclaredValue::of(one.when.as_ref()),
        channel: DeclaredValue::of(one.channel.as_ref()),
        through: through(plan, &one.through),
        approver: DeclaredValue::team(plan, one.approver),
        every: DeclaredValue::or(one.every, "once"),
        template: one.template.as_deref().map(incident::unfilled),
    };
    plan.communications.iter().map(tell).collect()
}

/// "2026-09-24 (60 days ago)"
pub(in crate::render) fn days_from(day: Date, today: Date) -> String {
    match day.days_until(today) {
        0 => format!("{day} (today)"),
        1 => format!("{day} (yesterday)"),
        days @ 2.. => format!("{day} ({days} days ago)"),
        -1 => format!("{day} (tomorrow)"),
        days => format!("{day} (in {} days)", -days),
    }
}

pub(in crate::render) fn sum(one: Duration, other: Duration) -> Duration {
    Duration::from_seconds(one.seconds().saturating_add(other.seconds()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_read_like_speech() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        let today = day("2026-11-23");
        assert_eq!(
            days_from(day("2026-11-22"), today),
            "2026-11-22 (yesterday)"
        );
        assert_eq!(
            days_from(day("2026-09-24"), today),
            "2026-09-24 (60 days ago)"
        );
        assert_eq!(
            days_from(day("2026-12-01"), today),
            "2026-12-01 (in 8 days)"
        );
    }
}
