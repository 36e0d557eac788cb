use jurymast_plan::model::{Component, Detail, Impact, ImpactLevel};

/// What the longest tolerable outage is drawn from.
pub(super) fn rests_on(component: &Component, impact: &[Impact]) -> String {
    let severe = impact.iter().find(|one| one.level == ImpactLevel::Severe);
    match (severe, component.targets.mtpd) {
        (_, None) if impact.is_empty() => "Neither impacts nor a longest tolerable outage are declared: the recovery time rests on nothing written here.".to_owned(),
        (_, None) => "Impacts are declared, but no longest tolerable outage is drawn from them.".to_owned(),
        (None, Some(_)) => "No severe impact is declared that would explain the longest tolerable outage.".to_owned(),
        (Some(first), Some(mtpd)) => {
            let note = if mtpd.value > first.after {
                ", which is before the longest tolerable outage ends: one of the two is wrong"
            } else {
                ""
            };
            format!("The first severe impact ({}) comes after {}{note}.", kind_of(first), first.after)
        }
    }
}

/// What the analysis misses of one component.
pub(super) fn gaps(component: &Component) -> Vec<String> {
    let targets = component.targets;
    let mut gaps = Vec::new();
    if let (Some(rto), Some(mtpd)) = (targets.rto, targets.mtpd)
        && rto.value >= mtpd.value
    {
        gaps.push(format!(
            "The recovery time ({}) is not shorter than the longest tolerable outage ({}).",
            rto.value, mtpd.value
        ));
    }
    let missing: Vec<&str> = [
        ("tier", component.tier.is_none()),
        ("RTO", targets.rto.is_none()),
        ("MTPD", targets.mtpd.is_none()),
        ("owner", component.team.is_none()),
    ]
    .into_iter()
    .filter_map(|(what, missing)| missing.then_some(what))
    .collect();
    if !missing.is_empty() {
        gaps.push(format!("Not declared: {}.", missing.join(", ")));
    }
    if let Detail::Activity(activity) = &component.detail {
        if activity.impact.is_empty() {
            gaps.push("No impact is declared.".to_owned());
        } else if activity
            .impact
            .iter()
            .all(|one| one.after == activity.impact[0].after)
        {
            gaps.push("Impact is declared for one moment only.".to_owned());
        }
        if activity.alternate_means.is_none() {
            gaps.push("No alternate means are declared.".to_owned());
        }
    }
    gaps
}

pub(super) fn kind_of(impact: &Impact) -> &str {
    impact.kind.as_deref().unwrap_or("kind not declared")
}
