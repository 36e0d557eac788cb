use std::collections::BTreeMap;

use jurymast_engine::analysis::RunCause;
use jurymast_plan::catalogue::{self, OutageAtProvider};
use jurymast_plan::model::{
    Component, ComponentId, Confidence, Detail, EndReason, Kind, Level, Plan, Provider,
    Requirement, Retirement, Symptom, TeamId, Tier,
};
use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::source::{At, Span};
use jurymast_terms::units::{Duration, Lasting};
use jurymast_terms::wording;

use super::context::Context;

/// "a -> b -> c"
pub(super) fn chain(plan: &Plan, ids: &[ComponentId]) -> String {
    let ids: Vec<&str> = ids
        .iter()
        .map(|id| plan.component(*id).id.as_str())
        .collect();
    ids.join(" -> ")
}

/// "a, b, c": the same whatever the order of the tables, to know a finding again by.
pub(super) fn names(plan: &Plan, ids: &[ComponentId]) -> String {
    by_name(plan, ids).join(", ")
}

/// The first of some by name; empty of none.
pub(super) fn first_by_name(plan: &Plan, ids: &[ComponentId]) -> String {
    by_name(plan, ids)
        .first()
        .copied()
        .unwrap_or_default()
        .to_owned()
}

fn by_name<'a>(plan: &'a Plan, ids: &[ComponentId]) -> Vec<&'a str> {
    let ids = ids.iter().map(|id| plan.component(*id).id.as_str());
    let mut ids: Vec<&str> = ids.collect();
    ids.sort_unstable();
    ids
}

/// "in scenario `region-lost`", "when `openai` is lost for ever"
pub(super) fn when(plan: &Plan, cause: RunCause) -> String {
    match cause {
        RunCause::Scenario(at) => format!("in scenario `{}`", plan.scenarios[at].id),
        RunCause::Loss(id) => format!(
            "when `{}` is lost {}",
            plan.component(id).id,
            Lasting::Forever.phrase()
        ),
    }
}

/// "`a`", "`a` and `b`", "`a`, `b` and 3 more"
pub(super) fn list(plan: &Plan, ids: &[ComponentId]) -> String {
    some(plan, ids.iter().copied(), ids.len())
}

/// The same of `count` components, of which the first are at hand.
pub(super) fn some(plan: &Plan, first: impl Iterator<Item = ComponentId>, count: usize) -> String {
    const SHOWN: usize = 3;
    let quoted: Vec<String> = first
        .take(SHOWN)
        .map(|id| format!("`{}`", plan.component(id).id))
        .collect();
    wording::and_more(&quoted, count)
}

/// The teams that answer for something of tier 1 or 2, each with the place that says so of the
/// first such component, and that.
pub(super) fn critical_teams(plan: &Plan) -> BTreeMap<TeamId, (Span, &Component)> {
    let mut found = BTreeMap::new();
    for component in &plan.components {
        let is_critical = component.counted_tier().is_some_and(Tier::is_critical);
        if let Some(team) = component.team.filter(|_| is_critical) {
            found.entry(team.value).or_insert((team.span, component));
        }
    }
    found
}

/// "tier 1", or "tier 1 provisionally"; of what has none "no tier".
pub(super) fn tier(component: &Component) -> String {
    match (component.counted_tier(), component.provisional_tier) {
        (Some(tier), None) => format!("tier {tier}"),
        (Some(tier), Some(_)) => format!("tier {tier} provisionally"),
        (None, _) => "no tier".to_owned(),
    }
}

/// Says of a finding where it rests on a provisional tier.
pub(super) fn say_if_provisional(finding: &mut Diagnostic, component: &Component) {
    if let Some(tier) = component.provisional_tier {
        finding.provisional = true;
        finding.notes.push(format!(
            "tier {tier} provisionally: nothing depends on it and no tier is declared"
        ));
    }
}

/// The provider behind an AI dependency, an endpoint, or itself.
pub(super) fn provider_of(plan: &Plan, id: ComponentId) -> Option<&Component> {
    plan.provider_of(id).map(|id| plan.component(id))
}

pub(super) fn provider_detail(component: &Component) -> Option<&Provider> {
    match &component.detail {
        Detail::Provider(provider) => Some(provider),
        _ => None,
    }
}

/// The component is of tier 1 or 2, or its loss takes down something that is.
pub(super) fn carries_critical(cx: &Context<'_>, id: ComponentId) -> bool {
    cx.analysis.carried_tier(id).is_some_and(Tier::is_critical)
}

/// "takes the activity `payroll` down with it": those that hang on a service directly.
pub(super) fn activities_on(cx: &Context<'_>, service: ComponentId) -> Option<String> {
    let activities = cx.activities_on(service);
    let noun = match activities.len() {
        0 => return None,
        1 => "the activity",
        _ => "the activities",
    };
    let id = &cx.plan.component(service).id;
    Some(format!(
        "`{id}` takes {noun} {} down with it",
        list(cx.plan, activities)
    ))
}

/// "takes 3 services down"; `None` where its loss takes none.
pub(super) fn takes(cx: &Context<'_>, id: ComponentId) -> Option<String> {
    let loss = cx.analysis.fault_table().of_component(id);
    let noun = if loss.services_down == 1 {
        "service"
    } else {
        "services"
    };
    (loss.services_down > 0).then(|| format!("its loss takes {} {noun} down", loss.services_down))
}

/// The longest recovery time that is declared for a component, by itself or in the
/// contract with its provider, and whose it is: "`db`", "the contract with Acme".
pub(super) fn slowest(plan: &Plan, id: ComponentId) -> Option<(At<Duration>, String)> {
    let component = plan.component(id);
    let own = component.targets.rto;
    let own = own.map(|rto| (rto, format!("`{}`", component.id)));
    let contract = provider_of(plan, id).and_then(|provider| {
        let rto = provider_detail(provider)?.contract.as_ref()?.rto?;
        Some((rto, format!("the contract with {}", provider.name)))
    });
    let all = own.into_iter().chain(contract);
    all.max_by_key(|(rto, _)| rto.value)
}

/// The longest recorded outage of a provider's API as a whole, or of the endpoint that is
/// called, in words.
pub(super) fn longest_outage(plan: &Plan, id: ComponentId) -> Option<String> {
    let provider = provider_of(plan, id)?;
    let endpoint = plan.endpoint_of(id).map(|at| plan.component(at));
    let outages = catalogue::outages_of(&provider.id);
    let outage = outages.iter().find(|outage| {
        let here = endpoint.is_some_and(|one| outage.endpoints.contains(&one.id));
        outage.scope.is_none() && (outage.endpoints.is_empty() || here)
    })?;
    let of = match endpoint.filter(|_| !outage.endpoints.is_empty()) {
        Some(endpoint) => endpoint.name.clone(),
        None => format!("{} as a whole", provider.name),
    };
    Some(format!(
        "the longest recorded outage of {of} began on {}",
        outage_words(outage)
    ))
}

fn outage_words(at: &OutageAtProvider) -> String {
    let outage = at.outage;
    let share = match &at.share {
        Some(share) => format!(", {share} of calls failed"),
        None if at.symptoms == [Symptom::Slow] => ", with slow answers".to_owned(),
        None => String::new(),
    };
    let doubt = if outage.confidence == Confidence::Verified {
        String::new()
    } else {
        format!("; {}", outage.confidence)
    };
    format!(
        "{} and lasted {}{share} ({}{doubt})",
        outage.on(),
        at.lasted,
        outage.id
    )
}

/// Whether all that a requirement falls back on cannot do the work: `unfit-fallback` says so.
pub(super) fn is_unfit_to_fall_back(plan: &Plan, requirement: &Requirement) -> bool {
    let mut fallbacks = requirement.fallbacks.iter().peekable();
    let is_unfit = |to| catalogue::fitness(plan, requirement, to).0 == Level::Down;
    fallbacks.peek().is_some() && fallbacks.all(|one| is_unfit(one.to.value))
}

/// What of a requirement no longer serves, a sentence each: "`old` was retired on
/// 2026-01-31".
pub(super) fn ended_alternatives(plan: &Plan, requirement: &Requirement) -> Vec<String> {
    let group = requirement.group.iter().map(|to| to.value);
    let all = group.chain(requirement.fallbacks.iter().map(|one| one.to.value));
    let ended = |id: ComponentId| {
        let why = plan.lost_for_good(id)?;
        let verb = if matches!(why, EndReason::Retired(_)) {
            "was "
        } else {
            ""
        };
        Some(format!("{verb}{why}"))
    };
    let id = |id: ComponentId| plan.component(id).id.as_str();
    let gone = all.filter_map(|to| Some(format!("`{}` {}", id(to), ended(to)?)));
    let switches = requirement.fallbacks.iter().flat_map(|one| {
        let needs = one.needs.iter();
        needs.filter_map(move |need| Some((one.to.value, need.value, ended(need.value)?)))
    });
    let stuck = switches.map(|(to, need, why)| {
        let (to, need) = (id(to), id(need));
        format!("the switch to `{to}` needs `{need}`, which {why}")
    });
    gone.chain(stuck).collect()
}

/// How long the loss of what a requirement hangs on is not felt: its hold-over, or what
/// its fallbacks last that serve for a while only and can still begin to.
pub(super) fn felt_after(
    cx: &Context<'_>,
    requirement: &Requirement,
    to: ComponentId,
) -> Option<Duration> {
    let brief = brief_fallback(cx, requirement, to);
    let all = brief
        .into_iter()
        .chain(requirement.holds.map(|time| time.value));
    all.max()
}

/// The longest that a fallback serves for a while only when `to` is lost; what stands in
/// at rest already for something lost before is used up.
pub(super) fn brief_fallback(
    cx: &Context<'_>,
    requirement: &Requirement,
    to: ComponentId,
) -> Option<Duration> {
    if !requirement.group.iter().any(|one| one.value == to) {
        return None;
    }
    let fallbacks = requirement.fallbacks.iter();
    let is_there = |id: ComponentId| cx.analysis.at_rest(id) < Level::Down;
    let fallbacks = fallbacks
        .filter(|one| is_there(one.to.value) && one.needs.iter().all(|need| is_there(need.value)));
    fallbacks.filter_map(|one| Some(one.holds?.value)).max()
}

/// Where the end of a model was read.
pub(super) fn retirement_source(retirement: &Retirement) -> String {
    match &retirement.evidence {
        Some(evidence) => format!("{} ({})", evidence.why, evidence.confidence),
        None => "declared in this plan".to_owned(),
    }
}

/// Where a finding about the model of an AI dependency stands.
pub(super) fn model_place(component: &Component) -> Span {
    match &component.detail {
        Detail::Ai(ai) => ai
            .model
            .as_ref()
            .map_or(component.place, |model| model.span),
        _ => component.place,
    }
}

/// Who answers calls to a model that is redirected.
pub(super) fn heir(retirement: &Retirement) -> String {
    match retirement.replacement.as_deref() {
        Some(other) if other != "none" => format!("`{other}`"),
        _ => "another model".to_owned(),
    }
}

pub(super) fn is_outside_ai(kind: Kind) -> bool {
    matches!(kind, Kind::Ai | Kind::Provider | Kind::Endpoint)
}

/// Where `from` says that it needs `to`.
pub(super) fn needed_at(plan: &Plan, from: ComponentId, to: ComponentId) -> Span {
    let component = plan.component(from);
    let required = component
        .requirements
        .iter()
        .flat_map(|needed| &needed.group);
    let bound = component.bindings.iter().find(|binding| binding.to == to);
    required
        .into_iter()
        .find(|member| member.value == to)
        .map(|member| member.span)
        .or(bound.map(|binding| binding.place))
        .unwrap_or(component.place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_read_like_sentences() {
        let dir = tempfile::tempdir().unwrap();
        let text = "[plan]\nname = \"x\"\n[service.a]\n[service.b]\n[service.c]\n[service.d]\n[service.e]\n";
        std::fs::write(dir.path().join("p.toml"), text).unwrap();
        let plan = jurymast_plan::language::load(
            std::path::Path::new("p.toml"),
            dir.path(),
            &Default::default(),
        )
        .unwrap()
        .plan;
        let ids: Vec<ComponentId> = plan.ids().collect();
        assert_eq!(list(&plan, &ids[..1]), "`a`");
        assert_eq!(list(&plan, &ids[..2]), "`a` and `b`");
        assert_eq!(list(&plan, &ids[..3]), "`a`, `b` and `c`");
        assert_eq!(list(&plan, &ids), "`a`, `b`, `c` and 2 more");
        assert_eq!(chain(&plan, &ids[..2]), "a -> b");
    }
}
