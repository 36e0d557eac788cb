use std::cmp::Reverse;

use askama::Template;

use jurymast_engine::simulation::{
    ComponentOutcome, Replay, ReplayTally, Replays, SimulationModel, Summary, Survival, Timeline,
    survival,
};
use jurymast_plan::model::{ComponentId, Level, Plan};
use jurymast_terms::units::Lasting;

use super::frame::{Frame, Section};
use super::paths::HERE;
use super::views::{LinkView, Reference, component_link};
use super::{Input, Page};

/// More services than this of one row are counted.
const MOST: usize = 12;

#[derive(Template)]
#[template(path = "outages.html")]
struct Outages {
    frame: Frame,
    tally: ReplayTally,
    replayed: usize,
    judged: usize,
    /// Those of them that are down before any outage begins.
    down_before: Vec<Reference>,
    /// Those that hit something of the plan, the newest first.
    rows: Vec<RecordedOutageRow>,
    /// What hit nothing of the plan.
    missed: Vec<Named>,
    without_end: Vec<Named>,
    elsewhere: Vec<Named>,
    /// Outside providers of the plan that none of them is of.
    without_record: Vec<Reference>,
}

struct RecordedOutageRow {
    name: Named,
    day: String,
    cause: &'static str,
    lasted: String,
    /// What failed by itself.
    hit: Vec<Reference>,
    verdict: &'static str,
    class: &'static str,
    services: Vec<Service>,
    /// How many more services than are listed.
    more: usize,
}

struct Service {
    link: LinkView,
    what: String,
    class: &'static str,
}

struct Named {
    id: String,
    title: String,
}

/// The recorded outages of providers, replayed on the plan.
pub(super) fn pages(input: &Input) -> Result<Vec<Page>, askama::Error> {
    let plan = input.plan();
    let replays = Replays::of(plan, &SimulationModel::of(plan));
    let subjects = plan.critical_components();
    let (hit, missed): (Vec<&Replay>, Vec<&Replay>) = replays
        .ran
        .iter()
        .rev()
        .partition(|one| !one.scenario.faults.is_empty());
    let named = |all: &[&'static jurymast_plan::catalogue::Outage]| {
        all.iter().map(|one| name(one)).collect()
    };
    let over = |id: &ComponentId| input.analysis.at_rest(*id) == Level::Down;
    let down_before = subjects.iter().copied().filter(over);
    let page = Outages {
        frame: Frame::new(input, "Recorded outages", HERE, Section::Outages),
        tally: replays.tally(plan, &subjects),
        replayed: replays.ran.len(),
        judged: subjects.len(),
        down_before: Reference::all(plan, down_before, HERE),
        rows: hit.iter().map(|one| row(plan, one, &subjects)).collect(),
        missed: missed.iter().map(|one| name(one.outage)).collect(),
        without_end: named(&replays.without_end),
        elsewhere: named(&replays.elsewhere),
        without_record: replays
            .providers_without_record(plan)
            .into_iter()
            .map(|id| Reference::to(plan, id, HERE))
            .collect(),
    };
    Ok(vec![Page::of("outages.html", &page)?])
}

fn name(outage: &jurymast_plan::catalogue::Outage) -> Named {
    Named {
        id: outage.id.clone(),
        title: outage.title.clone(),
    }
}

fn row(plan: &Plan, replay: &Replay, subjects: &[ComponentId]) -> RecordedOutageRow {
    let timeline = &replay.timeline;
    let mut struck: Vec<ComponentId> = replay
        .scenario
        .faults
        .iter()
        .map(|at| at.component)
        .collect();
    struck.sort_unstable();
    struck.dedup();
    let worse = |id: &&ComponentId| !timeline.intervals(**id).is_empty();
    let mut below: Vec<ComponentId> = subjects.iter().filter(worse).copied().collect();
    let worst = subjects
        .iter()
        .map(|id| survival(plan, timeline, *id))
        .max();
    let worst = worst.unwrap_or(Survival::Survived);
    let down = |id: ComponentId| {
        matches!(
            ComponentOutcome::of(timeline, id),
            ComponentOutcome::Down(_)
        )
    };
    below.sort_by_key(|id| (Reverse(survival(plan, timeline, *id)), !down(*id)));
    let (verdict, class) = match worst {
        _ if !replay.touches(subjects) => ("nothing noticed", "is-up"),
        Survival::Lost => ("failed", "is-error"),
        Survival::Unknown => ("unknown", "is-warning"),
        Survival::Survived => ("survived", "is-up"),
    };
    let listed = below.iter().take(MOST);
    RecordedOutageRow {
        name: name(replay.outage),
        day: replay.outage.on().to_string(),
        cause: replay.outage.cause.kind.words(),
        lasted: match replay.outage.end {
            jurymast_plan::catalogue::End::Never => Lasting::Forever.to_string(),
            _ => replay
                .outage
                .length()
                .unwrap_or_else(|| "not recorded".to_owned()),
        },
        hit: struck
            .iter()
            .map(|id| Reference::to(plan, *id, HERE))
            .collect(),
        verdict,
        class,
        more: below.len().saturating_sub(MOST),
        services: listed.map(|id| service(plan, timeline, *id)).collect(),
    }
}

fn service(plan: &Plan, timeline: &Timeline, id: ComponentId) -> Service {
    let (mut what, class) = match ComponentOutcome::of(timeline, id) {
        ComponentOutcome::Untouched | ComponentOutcome::Held => (String::new(), "is-up"),
        ComponentOutcome::Degraded(lasted) => (format!("degraded {lasted}"), "is-degraded"),
        ComponentOutcome::Down(longest) => (format!("down {longest}"), "is-down"),
    };
    let summary = Summary::of(plan, timeline, id);
    let said = |what: Vec<&str>, word: &str| match what[..] {
        [] => String::new(),
        _ => format!(", {} {word}", what.join(" and ")),
    };
    what.push_str(&said(summary.broken().collect(), "missed"));
    what.push_str(&said(summary.unknown().collect(), "unknown"));
    let what = what.trim_start_matches(", ").to_owned();
    Service {
        link: component_link(plan, id, HERE),
        what,
        class,
    }
}
