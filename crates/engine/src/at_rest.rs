//! What is lost for good on a day, before anything fails.
//!
//! In:  a plan and a day.
//! Out: [`ended`]: every model, endpoint and component whose end has come by that day,
//!      in plan order, with what callers see. Such a loss is a fault without an end in
//!      every command. What redirects its calls after its end is not lost, and is not
//!      among these: [`redirected`] has it.

use jurymast_plan::model::{AfterEnd, Component, ComponentId, Detail, Plan, Retirement, Symptom};
use jurymast_terms::units::Date;

/// Something whose end has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ended {
    /// What has ended.
    pub component: ComponentId,
    /// Its first day without it.
    pub on: Date,
    /// What callers see from then on.
    pub symptom: Symptom,
}

/// What has ended or expired on a day, and is lost.
pub fn ended(plan: &Plan, day: Date) -> Vec<Ended> {
    let all = plan.enumerate().filter_map(|(id, component)| {
        let retired = retirement(component).filter(|one| one.after == AfterEnd::Fails);
        let retired = retired.map(|one| one.on);
        let expired = component.expires.map(|at| at.value);
        let on = retired.into_iter().chain(expired).min()?;
        Some(Ended {
            component: id,
            on,
            symptom: Symptom::BadRequest,
        })
    });
    all.filter(|one| one.on <= day).collect()
}

/// What has ended by a day and whose calls another model answers.
pub fn redirected(plan: &Plan, day: Date) -> Vec<Ended> {
    let all = plan.enumerate().filter_map(|(id, component)| {
        let redirects = |one: &&Retirement| one.after == AfterEnd::Redirects && one.on <= day;
        Some(Ended {
            component: id,
            on: retirement(component).filter(redirects)?.on,
            symptom: Symptom::Substituted,
        })
    });
    all.collect()
}

fn retirement(component: &Component) -> Option<&Retirement> {
    match &component.detail {
        Detail::Ai(ai) => ai.retirement.as_ref(),
        Detail::Endpoint(endpoint) => endpoint.retirement.as_ref(),
        _ => None,
    }
}
