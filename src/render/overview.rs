use std::collections::{BTreeMap, BTreeSet};

use askama::Template;

use jurymast_continuity::advice::{AdviceRequest, advise};
use jurymast_engine::analysis::{Concentration, SingleFault};
use jurymast_plan::model::{ComponentId, Kind, Plan};
use jurymast_terms::diagnostic::Severity;

use super::frame::{Frame, Section};
use super::paths::HERE;
use super::pictures::{self, Picture};
use super::services::{self, ServiceRow};
use super::views::{self, CallView, LinkView, RestGroup, RestView, Taken};
use super::{Input, Page};

/// Services, and activities, that are listed.
const MOST_ROWS: usize = 50;

#[derive(Template)]
#[template(path = "overview.html")]
struct Overview {
    frame: Frame,
    description: Option<String>,
    scope: Option<String>,
    excludes: Option<String>,
    owner: Option<LinkView>,
    approved: Option<String>,
    review_every: Option<String>,
    activate_when: Option<String>,
    /// Who decides that the plan starts, and the alternate.
    deciders: Vec<CallView>,
    /// What is worse than up with nothing failing, by its cause.
    rest: Vec<RestGroup>,
    /// How many services and activities of tier 1, and of tier 2, are down so.
    down_first: usize,
    down_second: usize,
    errors: usize,
    warnings: usize,
    infos: usize,
    waived: usize,
    /// How many fallbacks stand on each rung of evidence.
    evidence: Option<String>,
    /// How many services and activities are of tier 1.
    first: usize,
    concentration: Vec<Concentrated>,
    worst: Vec<WorstFault>,
    advice: Option<AdviceView>,
    tier_one: Vec<ServiceRow>,
    /// How many more there are than are listed.
    more_services: usize,
    activities: Vec<ActivityRow>,
    more_activities: usize,
    picture: Option<Picture>,
    has_providers: bool,
}

struct WorstFault {
    link: LinkView,
    kind: &'static str,
    takes: String,
}

/// A provider or a place, and what goes down with it.
struct Concentrated {
    link: LinkView,
    kind: &'static str,
    /// Services and activities of tier 1, and their share of all of tier 1 in percent.
    first: usize,
    share: usize,
    second: usize,
    services: Vec<LinkView>,
    /// How many more services than are listed.
    more: usize,
}

/// The first of what `jurymast advise` says.
struct AdviceView {
    /// Whose single points: the services that the plan is judged by.
    of: &'static str,
    /// Single points, now and with these changes.
    before: usize,
    after: usize,
    /// Of those that are there now, how many go, and how many come.
    gone: usize,
    opened: usize,
    /// Something works again with them that is down with nothing failing.
    mends: bool,
    /// All of them were looked at.
    is_whole: bool,
    changes: Vec<Helps>,
}

struct Helps {
    title: String,
    /// What it stands in for.
    on: Vec<LinkView>,
    removes: usize,
    sureness: &'static str,
    why: String,
}

struct ActivityRow {
    link: LinkView,
    now: Option<RestView>,
    tier: Option<u8>,
    rto: String,
    mtpd: String,
    floor: &'static str,
    floor_class: &'static str,
}

/// The first page.
pub(super) fn pages(input: &Input) -> Result<Vec<Page>, askama::Error> {
    let header = &input.plan().header;
    let activation = header.activation.as_ref();
    let deciders =
        activation.map_or_else(Vec::new, |a| a.by.into_iter().chain(a.alternate).collect());
    let open = |severity: Severity| {
        let counts = |one: &&jurymast_terms::diagnostic::Diagnostic| {
            one.waived.is_none() && one.severity == severity
        };
        input.findings.iter().filter(counts).count()
    };
    let tier_one = first(input, &[Kind::Service]);
    let activities = activities(input);
    let taken = Taken::of(input);
    let page = Overview {
        frame: Frame::new(input, "Overview", HERE, Section::Overview),
        description: header.description.clone(),
        scope: header.scope.clone(),
        excludes: header.excludes.clone(),
        owner: header
            .owner
            .map(|team| views::team_link(input.plan(), team.value, HERE)),
        approved: header
            .approved
            .as_ref()
            .map(|a| format!("{}, {}", a.by, a.on)),
        review_every: header.review_every.map(|every| every.to_string()),
        activate_when: activation.and_then(|a| a.when.clone()),
        deciders: deciders
            .into_iter()
            .map(|team| views::call(input.plan(), team, HERE))
            .collect(),
        rest: RestGroup::all(input, HERE),
        down_first: views::down_of_tier(input, 1),
        down_second: views::down_of_tier(input, 2),
        errors: open(Severity::Error),
        warnings: open(Severity::Warning),
        infos: open(Severity::Info),
        waived: input
            .findings
            .iter()
            .filter(|one| one.waived.is_some())
            .count(),
        evidence: input.analysis.rungs(input.today).words(),
        first: judged_of_tier_one(input),
        concentration: concentration(input),
        worst: worst(input),
        advice: advice(input),
        tier_one: tier_one
            .iter()
            .take(MOST_ROWS)
            .map(|&id| services::row(input, &taken, id))
            .collect(),
        more_services: tier_one.len().saturating_sub(MOST_ROWS),
        more_activities: activities.len().saturating_sub(MOST_ROWS),
        activities: activities
            .into_iter()
            .take(MOST_ROWS)
            .map(|id| activity(input, id))
            .collect(),
        picture: picture(input),
        has_providers: input
            .plan()
            .components
            .iter()
            .any(|one| one.kind() == Kind::Provider),
    };
    Ok(vec![Page::of("index.html", &page)?])
}

fn judged_of_tier_one(input: &Input) -> usize {
    let of = |one: &&jurymast_plan::model::Component| {
        let is_judged = matches!(one.kind(), Kind::Service | Kind::Activity);
        is_judged && one.tier.is_some_and(|tier| tier.value.number() == 1)
    };
    input.plan().components.iter().filter(of).count()
}

/// The ten that take most; where several take the same, the innermost.
fn concentration(input: &Input) -> Vec<Concentrated> {
    const ROWS: usize = 10;
    const SERVICES: usize = 8;
    let all = judged_of_tier_one(input).max(1);
    let mut found = input.analysis.concentration().to_vec();
    // What counts as of tier 1 where no tier is declared is not said to be of it here.
    let has_tier = |id: &ComponentId| input.plan().component(*id).tier.is_some();
    found.retain(|one| one.first.iter().chain(&one.second).any(has_tier));
    // A grouping that cannot fail of itself is nothing to fear.
    found.retain(|one| input.plan().component(one.component).own_failure);
    let hidden = with_inner_alike(input.plan(), &found);
    let shown = found.iter().filter(|one| !hidden.contains(&one.component));
    let rows = shown.take(ROWS);
    rows.map(|one| {
        let services = || one.first.iter().chain(&one.second);
        Concentrated {
            link: views::component_link(input.plan(), one.component, HERE),
            kind: views::kind_word(input.plan().component(one.component).kind()),
            first: one.first.len(),
            share: one.first.len() * 100 / all,
            second: one.second.len(),
            services: services()
                .take(SERVICES)
                .map(|id| views::component_link(input.plan(), *id, HERE))
                .collect(),
            more: services().count().saturating_sub(SERVICES),
        }
    })
    .collect()
}

/// Those in which another stands that takes the same.
fn with_inner_alike(plan: &Plan, found: &[Concentration]) -> BTreeSet<ComponentId> {
    let by_id: BTreeMap<ComponentId, &Concentration> =
        found.iter().map(|one| (one.component, one)).collect();
    let mut outer = BTreeSet::new();
    for inner in found {
        for binding in &plan.component(inner.component).bindings {
            let around = by_id.get(&binding.to);
            if around.is_some_and(|one| one.first == inner.first && one.second == inner.second) {
                outer.insert(binding.to);
            }
        }
    }
    outer
}

fn worst(input: &Input) -> Vec<WorstFault> {
    let fails = |id: ComponentId| input.plan().component(id).own_failure;
    let table = input.analysis.fault_table();
    let ranked = table.ranked(fails, |fault| (fault.down, fault.degraded));
    let view = |fault: SingleFault| WorstFault {
        link: views::component_link(input.plan(), fault.component, HERE),
        kind: views::kind_word(input.plan().component(fault.component).kind()),
        takes: views::radius_words(fault.down, fault.degraded),
    };
    ranked.into_iter().take(10).map(view).collect()
}

fn advice(input: &Input) -> Option<AdviceView> {
    const SHOWN: usize = 3;
    /// About half a second.
    const WORK: usize = 1 << 23;
    let wish = AdviceRequest {
        work: Some(WORK),
        ..AdviceRequest::critical(input.plan(), SHOWN, input.today)
    };
    let advice = advise(input.analysis, input.sources, &wish);
    let changes: Vec<Helps> = advice
        .changes
        .iter()
        .map(|change| {
            let on = change.on.iter().filter_map(|id| input.plan().find(id));
            Helps {
                title: change.title(),
                on: on
                    .map(|id| views::component_link(input.plan(), id, HERE))
                    .collect(),
                removes: change.removes.len(),
                sureness: change.sureness.as_str(),
                why: change.why.join("; "),
            }
        })
        .collect();
    let is_critical = |id: &ComponentId| input.plan().component(*id).is_critical();
    (!changes.is_empty()).then_some(AdviceView {
        of: match wish.services.iter().all(is_critical) {
            true => "services of tier 1 and 2",
            false => "all services",
        },
        before: advice.before.points,
        after: advice.after.points,
        gone: (advice.before.points + advice.opened.len()).saturating_sub(advice.after.points),
        mends: advice
            .opened
            .iter()
            .any(|one| advice.down_at_rest.contains(&one.service)),
        opened: advice.opened.len(),
        is_whole: advice.bound.complete && !advice.bound.stopped,
        changes,
    })
}

/// Everything of these kinds in the lowest tier number that the plan uses, in plan order.
fn first(input: &Input, kinds: &[Kind]) -> Vec<ComponentId> {
    let of = |(_, component): &(ComponentId, &jurymast_plan::model::Component)| {
        kinds.contains(&component.kind())
    };
    let rank = |(_, component): (ComponentId, &jurymast_plan::model::Component)| component.rank();
    let best = input.plan().enumerate().filter(of).map(rank).min();
    let chosen = input.plan().enumerate().filter(of);
    chosen
        .filter(|(_, component)| Some(component.rank()) == best)
        .map(|(id, _)| id)
        .collect()
}

fn activities(input: &Input) -> Vec<ComponentId> {
    let found = input.plan().enumerate();
    let found = found.filter(|(_, component)| component.kind() == Kind::Activity);
    let mut found: Vec<ComponentId> = found.map(|(id, _)| id).collect();
    found.sort_by_key(|id| (input.plan().component(*id).rank(), *id));
    found
}

fn activity(input: &Input, id: ComponentId) -> ActivityRow {
    let time = |time: Option<jurymast_terms::source::At<jurymast_terms::units::Duration>>| {
        time.map_or_else(|| "not set".to_owned(), |time| time.value.to_string())
    };
    let component = input.plan().component(id);
    let floor = input.analysis.floor.level(id);
    ActivityRow {
        link: views::component_link(input.plan(), id, HERE),
        now: RestView::of(input, id, HERE),
        tier: component.tier.map(|tier| tier.value.number()),
        rto: time(component.targets.rto),
        mtpd: time(component.targets.mtpd),
        floor: floor.as_str(),
        floor_class: views::level_class(floor),
    }
}

fn picture(input: &Input) -> Option<Picture> {
    let seeds = first(input, &[Kind::Activity, Kind::Service]);
    let title = "What the most important activities and services need";
    (!seeds.is_empty()).then(|| pictures::needs_of(input, &seeds, title, HERE))
}
