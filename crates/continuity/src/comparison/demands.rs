use jurymast_plan::model::{LintSettings, Plan, Targets, Tier};
use jurymast_terms::source::At;
use jurymast_terms::units::{Duration, Share};

/// A demand on a component that is lower than it was, or gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemandChange {
    /// Whose it is.
    pub component: String,
    /// tier, RTO, MTPD, MBCO, RPO or SLO.
    pub demand: &'static str,
    /// What was asked.
    pub before: String,
    /// What is asked; `None`: nothing any more.
    pub after: Option<String>,
}

/// What less is asked of components that are in both states.
pub fn lowered_demands(old: &Plan, new: &Plan) -> Vec<DemandChange> {
    let mut all = Vec::new();
    for before in &old.components {
        let Some(after) = new.components.iter().find(|one| one.id == before.id) else {
            continue;
        };
        let mut say = |demand, change: Option<(String, Option<String>)>| {
            all.extend(change.map(|(was, now)| DemandChange {
                component: before.id.clone(),
                demand,
                before: was,
                after: now,
            }));
        };
        say(
            "tier",
            less(&before.tier, &after.tier, is_milder_tier, |tier| {
                tier.number().to_string()
            }),
        );
        let [was, now] = [&before.targets, &after.targets];
        let longer = |was: &Duration, now: &Duration| now > was;
        let smaller = |was: &Share, now: &Share| now.value() < was.value();
        say("RTO", less(&was.rto, &now.rto, longer, Duration::to_string));
        say(
            "MTPD",
            less(&was.mtpd, &now.mtpd, longer, Duration::to_string),
        );
        say(
            "MBCO",
            less(&was.mbco, &now.mbco, smaller, Share::to_string),
        );
        say("RPO", less(&was.rpo, &now.rpo, longer, Duration::to_string));
        say("SLO", less(&was.slo, &now.slo, smaller, Share::to_string));
    }
    all
}

/// The new plan with the demands of the old one where they were higher, and with nothing
/// switched off that was on: what it would be found to lack, if as much were asked of it.
pub fn as_asked_before(old: &Plan, new: &Plan) -> Plan {
    let mut plan = new.clone();
    for component in &mut plan.components {
        let Some(before) = old.find(&component.id).map(|id| old.component(id)) else {
            continue;
        };
        let Targets {
            rto,
            rpo,
            mtpd,
            slo,
            mbco,
        } = &before.targets;
        let now = &mut component.targets;
        let longer = |was: &Duration, now: &Duration| now > was;
        let smaller = |was: &Share, now: &Share| now.value() < was.value();
        raise(&mut component.tier, &before.tier, is_milder_tier);
        raise(&mut now.rto, rto, longer);
        raise(&mut now.rpo, rpo, longer);
        raise(&mut now.mtpd, mtpd, longer);
        raise(&mut now.slo, slo, smaller);
        raise(&mut now.mbco, mbco, smaller);
    }
    // What single places leave out is told by ids that are of the old plan alone.
    plan.lint = LintSettings {
        per: Vec::new(),
        scan: plan.lint.scan,
        ..old.lint.clone()
    };
    plan
}

fn is_milder_tier(was: &Tier, now: &Tier) -> bool {
    now.number() > was.number()
}

/// What was and is asked, where that is less.
fn less<T>(
    was: &Option<At<T>>,
    now: &Option<At<T>>,
    is_less: impl Fn(&T, &T) -> bool,
    words: impl Fn(&T) -> String,
) -> Option<(String, Option<String>)> {
    let was = was.as_ref()?;
    match now {
        Some(now) if !is_less(&was.value, &now.value) => None,
        now => Some((words(&was.value), now.as_ref().map(|now| words(&now.value)))),
    }
}

fn raise<T: Clone>(now: &mut Option<At<T>>, was: &Option<At<T>>, is_less: impl Fn(&T, &T) -> bool) {
    let Some(before) = was else {
        return;
    };
    if now
        .as_ref()
        .is_none_or(|now| is_less(&before.value, &now.value))
    {
        *now = was.clone();
    }
}
