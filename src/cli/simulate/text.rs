use jurymast_engine::analysis::{Analysis, FallbackId};
use jurymast_engine::simulation::{
    DataLoss, Interval, Replay, ScenarioScript, Summary, Survival, Timeline, Verdict, shown,
    survival,
};
use jurymast_plan::model::{Component, ComponentId, Kind, Level, MissedRun, Plan};
use jurymast_terms::text::{self, PAGE_WIDTH, Printout};
use jurymast_terms::units::{Duration, Share};
use jurymast_terms::wording::{self, since_start};

use super::answer::{Drawn, Ran, SimulateAnswer};
use super::explain;
use super::table;

/// Faults that are written out.
const MOST_FAULTS: usize = 20;
/// Undeclared times that are written out for one component.
const MOST_REASONS: usize = 6;
/// Columns of ids.
const WIDEST: usize = 26;

pub(super) fn text(
    analysis: &Analysis<'_>,
    answer: &SimulateAnswer,
    with_reasons: bool,
) -> Printout {
    let plan = analysis.plan;
    let drawing = |one: &Ran| scenario(analysis, one.into(), with_reasons);
    let mut all: Vec<Printout> = answer.drawn.iter().map(drawing).collect();
    for (id, ran) in &answer.ready {
        all.push(table::ready(plan, id, ran));
    }
    if let Some(replays) = &answer.replays {
        let mut recorded = table::recorded(plan, replays);
        let timelines = replays.ran.iter().map(|one| &one.timeline);
        tell_failed(analysis, timelines, 0, &mut recorded);
        all.push(recorded);
        if with_reasons {
            let subjects = plan.critical_components();
            let lost = |one: &&Replay| {
                let mut judged = subjects.iter();
                judged.any(|id| survival(plan, &one.timeline, *id) > Survival::Survived)
            };
            let lost = replays.ran.iter().filter(lost);
            all.extend(lost.map(|one| scenario(analysis, one.into(), true)));
        }
    }
    Printout::apart(all)
}

/// Says which switches it counts on that were not made when they last had to be, in an
/// exercise.
fn tell_failed<'a>(
    analysis: &Analysis<'_>,
    timelines: impl Iterator<Item = &'a Timeline>,
    indent: usize,
    out: &mut Printout,
) {
    let plan = analysis.plan;
    let made = FallbackId::turned_to(timelines.flat_map(|one| &one.notes));
    let failed = made.into_iter().filter_map(|id| {
        let failed = analysis.standing(id, plan.today?).failed?;
        let of = plan.component(id.component);
        let to = of.requirements[id.requirement].fallbacks[id.fallback]
            .to
            .value;
        Some(format!(
            "{} to {}, on {}",
            of.id,
            plan.component(to).id,
            failed.on
        ))
    });
    let failed: Vec<String> = failed.collect();
    if !failed.is_empty() {
        let words = format!(
            "It counts on switches that failed when last exercised: {}.",
            failed.join("; ")
        );
        out.wrapped(words, indent, indent + 2);
    }
}

fn scenario(analysis: &Analysis<'_>, ran: Drawn, with_reasons: bool) -> Printout {
    let plan = analysis.plan;
    let mut out = Printout::new();
    out.wrapped(heading(ran.scenario), 0, 2);
    for fault in ran.scenario.faults.iter().take(MOST_FAULTS) {
        let how = match fault.level {
            Level::Degraded => "fails in part",
            _ => "fails",
        };
        let symptom = match fault.symptoms.words() {
            none if none.is_empty() => none,
            words => format!(" ({words})"),
        };
        let what = &plan.component(fault.component).id;
        let data = if fault.loses_data {
            " and loses its data"
        } else {
            ""
        };
        let line = format!(
            "{what} {how}{symptom}{data} at {} {}",
            since_start(fault.at),
            fault.lasts.phrase()
        );
        out.wrapped(line, 2, 4);
    }
    more(ran.scenario.faults.len(), "fail", &mut out);
    for surge in ran.scenario.surges.iter().take(MOST_FAULTS) {
        let what = &plan.component(surge.component).id;
        let percent = surge.percent;
        let line = format!(
            "{what} demands {percent}% of the usual at {} {}",
            since_start(surge.at),
            surge.lasts.phrase()
        );
        out.wrapped(line, 2, 4);
    }
    more(ran.scenario.surges.len(), "demand more", &mut out);
    for name in ran.unused {
        let line = format!("{name} fails: nothing in this plan leans on it");
        out.wrapped(line, 2, 4);
    }
    for (level, ids) in worse_at_rest(plan, ran.timeline) {
        let line = format!(
            "Before anything happens {} {level}, and that is no outage of this.",
            wording::up_to(MOST_REASONS, &ids)
        );
        out.wrapped(line, 2, 4);
    }
    let shown = shown(plan, ran.timeline);
    out.blank();
    if shown.is_empty() {
        out.line("  Nothing goes down or gets worse.");
    } else {
        drawing(plan, ran.timeline, &shown, &mut out);
    }
    tell_failed(analysis, std::iter::once(ran.timeline), 2, &mut out);
    if with_reasons && !ran.timeline.notes.is_empty() {
        out.blank();
        out.line("WHY");
        out.append(&explain::lines(plan, ran.timeline));
    }
    out
}

/// Activities and services that are worse than up with nothing failing: what they are,
/// as it follows their names, and which.
fn worse_at_rest<'a>(plan: &'a Plan, timeline: &Timeline) -> Vec<(&'static str, Vec<&'a str>)> {
    let of = |wanted: Level| -> Vec<&'a str> {
        let ours = plan.enumerate().filter(|(id, one)| {
            matches!(one.kind(), Kind::Activity | Kind::Service) && timeline.at_rest(*id) == wanted
        });
        ours.map(|(_, one)| one.id.as_str()).collect()
    };
    let all = [("down", of(Level::Down)), ("degraded", of(Level::Degraded))];
    let some = all.into_iter().filter(|(_, ids)| !ids.is_empty());
    some.map(|(level, ids)| match (level, ids.len()) {
        ("down", 1) => ("is down", ids),
        ("down", _) => ("are down", ids),
        (_, 1) => ("is degraded", ids),
        _ => ("are degraded", ids),
    })
    .collect()
}

/// "and 80 more fail", beyond those that are written out.
fn more(all: usize, what: &str, out: &mut Printout) {
    match all.saturating_sub(MOST_FAULTS) {
        0 => {}
        rest => out.line(format!("  and {rest} more {what}")),
    }
}

fn heading(scenario: &ScenarioScript) -> String {
    if scenario.name == scenario.id {
        scenario.id.clone()
    } else {
        format!("{}: {}", scenario.id, scenario.name)
    }
}

/// A bar for each component, below it the sums and the targets.
fn drawing(plan: &Plan, timeline: &Timeline, shown: &[ComponentId], out: &mut Printout) {
    let ids = shown.iter().map(|id| text::width(&plan.component(*id).id));
    let width = ids.max().unwrap_or(0).min(WIDEST);
    let columns = PAGE_WIDTH - width - 8;
    // A little beyond the last change, so that the end is seen.
    let last = timeline.end().seconds();
    let end = last.saturating_add(last / 20).max(1);
    let last = Duration::from_seconds(end).to_string();
    out.line(format!(
        "     {:<width$} 0s{last:>rest$}",
        "",
        rest = columns.saturating_sub(1)
    ));
    let mut is_open = false;
    for &id in shown {
        let component = plan.component(id);
        let tier = component
            .tier
            .map_or_else(|| "-".to_owned(), |tier| tier.value.to_string());
        let name = text::pad(&text::elide(&component.id, width, "~"), width);
        let at_most = timeline.intervals_at_most(id);
        let bar = bar(&timeline.intervals(id), &at_most, end, columns);
        is_open |= bar.contains('?');
        out.line(format!("  {tier}  {name} |{bar}|"));
        let summary = Summary::of(plan, timeline, id);
        out.wrapped(sums(&summary), 7, 7);
        if let Some(runs) = missed_runs(component, &summary) {
            out.wrapped(runs, 7, 9);
        }
        for missing in summary.unknown_because.iter().take(MOST_REASONS) {
            out.wrapped(format!("unknown: {missing}"), 7, 9);
        }
        if let Some(more) = summary.unknown_because.len().checked_sub(MOST_REASONS + 1) {
            out.line(format!("       and {} more", more + 1));
        }
    }
    out.blank();
    let open = if is_open { " ? perhaps down," } else { "" };
    out.line(format!(
        "  The number in front is the tier. # down,{open} - degraded, . up."
    ));
    let assumed = timeline.restart_assumed.iter();
    let assumed: Vec<&str> = assumed
        .map(|at| plan.components[*at as usize].id.as_str())
        .collect();
    if !assumed.is_empty() {
        let line = format!(
            "Stopped, and taken to start again at once, as no `restart` is declared: {}.",
            wording::up_to(MOST_REASONS, &assumed)
        );
        out.wrapped(line, 2, 2);
    }
}

/// "runs every 6h: misses 1 to 2 runs, caught up afterwards"
fn missed_runs(component: &Component, summary: &Summary) -> Option<String> {
    let (schedule, runs) = component.schedule.zip(summary.missed_runs)?;
    let then = match schedule.missed.map(|at| at.value) {
        Some(MissedRun::CaughtUp) => "caught up afterwards",
        Some(MissedRun::Skipped) => "and nothing makes up for it",
        None => "and nothing says what that means",
    };
    Some(format!(
        "runs every {}: {}, {then}",
        schedule.every.value,
        runs.words()?
    ))
}

/// The worst level of each column's time; where it is not down, whether it may be.
fn bar(intervals: &[Interval], at_most: &[Interval], end: u64, columns: usize) -> String {
    let second = |column: usize| {
        let at = u128::from(end) * column as u128 / columns as u128;
        u64::try_from(at).unwrap_or(u64::MAX)
    };
    let cell = |column: usize| {
        let from = second(column);
        let until = second(column + 1).max(from + 1);
        let during = |one: &&Interval| {
            let over = one.until.map(Duration::seconds);
            one.from.seconds() < until && over.is_none_or(|over| over > from)
        };
        let worst = |all: &[Interval]| all.iter().filter(during).map(|one| one.level).max();
        match worst(intervals) {
            Some(Level::Down) => '#',
            _ if worst(at_most) == Some(Level::Down) => '?',
            Some(Level::Degraded) => '-',
            _ => '.',
        }
    };
    (0..columns).map(cell).collect()
}

fn sums(all: &Summary) -> String {
    let mut parts: Vec<String> = all.down_words().into_iter().collect();
    parts.extend(all.degraded_words());
    for (name, target, verdict) in [
        ("RTO", all.rto, all.rto_verdict),
        ("MTPD", all.mtpd, all.mtpd_verdict),
    ] {
        if let (Some(target), Some(word)) = (target, word(verdict)) {
            parts.push(format!("{name} {target} {word}"));
        }
    }
    if let (Some(least), Some(word)) = (all.mbco.and_then(Share::new), word(all.mbco_verdict))
        && (all.mbco_verdict != Verdict::Met || all.serving < 1.0)
    {
        let share = match all.mbco_verdict {
            Verdict::Missed => all.capacity,
            _ => all.serving,
        };
        let percent = (share * 100.0).floor();
        // What nobody has declared may take more of it.
        let bound = match all.mbco_verdict {
            Verdict::Unknown => "at most ",
            Verdict::Met | Verdict::Missed | Verdict::None => "",
        };
        parts.push(format!("capacity {bound}{percent}%, MBCO {least} {word}"));
    }
    let lost = match &all.data_loss {
        None => None,
        Some(DataLoss::UpTo(Duration::ZERO)) if all.rpo_verdict != Verdict::Met => {
            Some("perhaps data lost, nobody says how much".to_owned())
        }
        Some(DataLoss::UpTo(time)) => Some(format!("up to {time} of data lost")),
        Some(DataLoss::All) => Some("all data lost: no backup or replica survived".to_owned()),
        Some(DataLoss::Unknown(_)) => Some("data lost, nobody says how much".to_owned()),
    };
    let verdict = all.rpo.zip(word(all.rpo_verdict));
    let verdict = verdict.map(|(rpo, word)| format!("RPO {rpo} {word}"));
    let data: Vec<String> = lost.into_iter().chain(verdict).collect();
    if !data.is_empty() {
        parts.push(data.join(", "));
    }
    parts.join("; ")
}

fn word(verdict: Verdict) -> Option<&'static str> {
    match verdict {
        Verdict::Met => Some("met"),
        Verdict::Missed => Some("MISSED"),
        Verdict::Unknown => Some("unknown"),
        Verdict::None => None,
    }
}
