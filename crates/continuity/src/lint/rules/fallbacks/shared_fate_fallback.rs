use std::collections::BTreeMap;

use crate::lint::context::{Context, FindingSink};
use crate::lint::gathering::{GatherBy, GatheredWords, Gathering, whom};
use crate::lint::rule::rule;
use crate::lint::words;
use jurymast_engine::analysis::LostRequirement;
use jurymast_plan::catalogue::fitness;
use jurymast_plan::model::{ComponentId, Fallback, Level, Mode, Plan, Tier};
use jurymast_terms::diagnostic::Diagnostic;

rule! {
    /// A fallback that is lost to the same single fault as what it stands in for.
    ///
    /// ## What it finds
    /// A requirement with alternatives, all of which one fault takes down together
    /// with the primary: a shared gateway, region, provider, account, or the same
    /// weights at two hosts.
    ///
    /// It is never worse than no alternative at all would be: an error where an AI
    /// dependency of tier 1 or 2 is lost (as `no-fallback` is), else a warning (as
    /// `single-point-of-failure` is); a warning too where only that takes all which
    /// the component itself stands in, for it is down then whatever it falls back on.
    /// What one fault takes of several requirements is one finding, at that fault, with a
    /// place for each. A fallback that outlives the fault and cannot be switched to then is
    /// `shared-fate-cure`.
    ///
    /// ## Why it matters
    /// Three models behind one gateway are one model when the gateway fails
    /// (OpenRouter, 2025-08-28). Another region of one cloud did not help when its
    /// global policy check crashed (Google Cloud, 2025-06-12).
    ///
    /// ## Fails
    /// ```toml
    /// [service.checkout]
    /// depends_on = [{ on = "fraud-model", fallback = ["fraud-model-small"] }]
    ///
    /// [ai.fraud-model]
    /// provider = "openai"
    /// model = "gpt-5.2"
    ///
    /// [ai.fraud-model-small]
    /// provider = "openai"
    /// model = "gpt-5.2-mini"
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.checkout]
    /// depends_on = [{ on = "fraud-model", fallback = ["fraud-rules"] }]
    ///
    /// [service.fraud-rules]
    ///
    /// [ai.fraud-model]
    /// provider = "openai"
    /// model = "gpt-5.2"
    /// ```
    ///
    /// ## What to do
    /// Put the fallback into another failure domain, or add a further one that
    /// shares nothing: often rules, a cache or people.
    ///
    /// ## False alarms
    /// A whole cloud as the shared fault, where the plan accepts that. Waive it with
    /// the reason.
    ///
    /// ## Ask
    /// Which one thing, if it stopped now, would take both?
    ///
    /// ## Sources
    /// Regulation (EU) 2022/2554, article 29(1); incident reports named above.
    "shared-fate-fallback", Fallbacks, Error, check,
    gathers Gathering { by: GatherBy::Culprit, words: of_several }
}

fn of_several(_: &Plan, parts: &[Diagnostic]) -> GatheredWords {
    let (count, who) = whom(parts);
    let culprit = parts[0].culprit.as_deref().unwrap_or_default();
    let what = match count {
        1 => format!("{} requirements of {who}", parts.len()),
        _ => format!("requirements of {count} components: {who}"),
    };
    GatheredWords {
        message: format!("the loss of `{culprit}` takes all alternatives of {what}"),
        label: "no alternative there survives it".to_owned(),
        help: None,
    }
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    let mut blind = BTreeMap::new();
    for lost in cx.analysis.lost_requirements() {
        report(cx, found, lost, &mut blind);
    }
}

/// By fault: the requirements of which nothing sets some fallbacks off then, with these.
type BlindByFault = BTreeMap<ComponentId, BTreeMap<(ComponentId, usize), Vec<ComponentId>>>;

fn report(
    cx: &Context<'_>,
    found: &mut FindingSink<'_>,
    lost: &LostRequirement,
    blind: &mut BlindByFault,
) {
    let plan = cx.plan;
    let component = plan.component(lost.component);
    let requirement = &component.requirements[lost.requirement];
    // What cannot do the work is lost to nothing: that it stands there is the finding.
    let is_unfit =
        |fallback: &Fallback| fitness(plan, requirement, fallback.to.value).0 == Level::Down;
    // What leads back is lost with whom it serves: `fallback-cycle` says so.
    let cycles = cx.analysis.cycles.fallback.iter();
    let here =
        cycles.filter(|one| (one.component, one.requirement) == (lost.component, lost.requirement));
    let leading_back: Vec<usize> = here.map(|one| one.fallback).collect();
    // What gives too little at best, or nothing sets off, stands in for nothing: so the rules say
    // that look for something that does.
    let gate = cx
        .analysis
        .network
        .node(lost.component.0)
        .gate(lost.requirement);
    let helps: Vec<bool> = gate
        .fallbacks
        .iter()
        .map(|one| one.input.best < Level::Down && !one.input.never_fires)
        .collect();
    let mut each = requirement.fallbacks.iter().enumerate();
    let is_told =
        |(at, one): (usize, &Fallback)| is_unfit(one) || leading_back.contains(&at) || !helps[at];
    if !requirement.fallbacks.is_empty() && each.all(is_told) {
        return;
    }
    let members: Vec<ComponentId> = requirement.group.iter().map(|to| to.value).collect();
    let fallbacks: Vec<ComponentId> = requirement.fallbacks.iter().map(|f| f.to.value).collect();
    // What some fallback outlives, but not the switch to it, is told as lost with the cure.
    let told = |fault: &ComponentId| !lost.stuck.contains(fault);
    let shared: Vec<ComponentId> = lost.faults.iter().copied().filter(told).collect();
    let all = shared.len() + lost.others;
    if all == 0 {
        return;
    }
    let faults = words::some(plan, shared.iter().copied(), all);
    let noun = if fallbacks.len() == 1 {
        "fallback"
    } else {
        "fallbacks"
    };
    // Of a router among them nobody knows whether it falls with each of the faults.
    let may_use = |id: &ComponentId| plan.component(*id).may_use().next().is_some();
    let fall = match members.iter().chain(&fallbacks).any(may_use) {
        true => "may be lost",
        false => "are lost",
    };
    let is_gone = |id: &ComponentId| plan.lost_for_good(*id).is_some();
    let left: Vec<ComponentId> = fallbacks
        .iter()
        .copied()
        .filter(|id| !is_gone(id))
        .collect();
    let message = if fallbacks.is_empty() {
        format!(
            "{} {fall} together to {faults}",
            words::list(plan, &members)
        )
    } else if members.iter().all(is_gone) {
        format!(
            "{}, which stand in for {}, {fall} together to {faults}",
            words::list(plan, &left),
            words::list(plan, &members)
        )
    } else {
        format!(
            "{} and its {noun} {} {fall} together to {faults}",
            words::list(plan, &members),
            words::list(plan, &fallbacks)
        )
    };
    let milder = (!is_grave(cx, lost, &shared)).then(|| found.at_most_warning());
    found.about(plan, lost.component, requirement.place, message, |mut finding| {
        finding.severity = milder.unwrap_or(finding.severity);
        let chains = lost.chains.iter().filter(|_| shared.first() == lost.faults.first());
        for chain in chains {
            if chain.len() > 1 {
                finding.notes.push(words::chain(plan, chain));
            }
        }
        if let Some(fault) = shared.first() {
            finding.notes.extend(not_set_off(cx, lost, *fault, blind));
        }
        if members.iter().all(is_gone) {
            finding.notes.extend(words::ended_alternatives(plan, requirement));
        }
        if let Some(fallback) = requirement.fallbacks.first() {
            finding = finding.related(fallback.place, "shares its fate");
        }
        // The nearest fault is what all those share whose nearest it is.
        finding.culprit = shared.first().map(|id| plan.component(*id).id.clone());
        let listed = shared.iter().map(|id| plan.component(*id).id.clone());
        // One that is only counted cannot be named, nor accepted by name.
        let uncounted = (lost.others > 0).then(|| format!("{} more", lost.others));
        finding
            .causes(listed.chain(uncounted))
            .detail(words::chain(plan, &members))
            .label("no alternative here survives")
            .help("choose a stand-in in another failure domain; `jurymast blast` shows what each fault takes")
    });
}

/// The fallbacks that are up with a fault and that nothing sets off then.
fn not_set_off(
    cx: &Context<'_>,
    lost: &LostRequirement,
    fault: ComponentId,
    known: &mut BlindByFault,
) -> Option<String> {
    let with_fault = known.entry(fault).or_insert_with(|| blind(cx, fault));
    let blind = with_fault.get(&(lost.component, lost.requirement))?;
    Some(format!(
        "nothing sets {} off then: its triggers leave out what is seen",
        words::list(cx.plan, blind)
    ))
}

fn blind(cx: &Context<'_>, fault: ComponentId) -> BTreeMap<(ComponentId, usize), Vec<ComponentId>> {
    let mut found = BTreeMap::new();
    for one in cx.analysis.blast(&[fault]).switches {
        let blind = one.fallbacks.iter().filter(|one| one.never_fires);
        let blind: Vec<ComponentId> = blind.map(|one| one.to).collect();
        if !blind.is_empty() {
            found
                .entry((one.component, one.requirement))
                .or_insert(blind);
        }
    }
    found
}

/// Whether it would be an error with no alternative, and the fault takes no more than
/// the alternatives.
fn is_grave(cx: &Context<'_>, lost: &LostRequirement, faults: &[ComponentId]) -> bool {
    let carried = cx.analysis.carried_tier(lost.component);
    let requirement = &cx.plan.component(lost.component).requirements[lost.requirement];
    let mut members = requirement.group.iter().map(|to| to.value);
    let is_outside = members.any(|id| words::is_outside_ai(cx.plan.component(id).kind()));
    if !carried.is_some_and(Tier::is_critical) || requirement.mode == Mode::Soft || !is_outside {
        return false;
    }
    let around = cx.plan.domains_around(lost.component);
    lost.others > 0 || faults.iter().any(|fault| !around.contains(fault))
}
