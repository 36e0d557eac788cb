use jurymast_engine::simulation::{
    Interval, Replay, ScenarioScript, Summary, Timeline, shown, survived,
};
use jurymast_plan::model::{ComponentId, Level, Plan};
use jurymast_terms::text::{self, PAGE_WIDTH, Printout};
use jurymast_terms::units::{Duration, Lasting, Share};
use jurymast_terms::wording::since_start;

use super::answer::{Drawn, Ran, SimulateAnswer};
use super::explain;
use super::table;

/// Faults that are written out.
const MOST_FAULTS: usize = 20;
/// Columns of ids.
const WIDEST: usize = 26;

pub(super) fn text(plan: &Plan, answer: &SimulateAnswer, with_reasons: bool) -> Printout {
    let drawing = |one: &Ran| scenario(plan, one.into(), with_reasons);
    let mut all: Vec<Printout> = answer.drawn.iter().map(drawing).collect();
    for (id, ran) in &answer.ready {
        all.push(table::ready(plan, id, ran));
    }
    if let Some(replays) = &answer.replays {
        all.push(table::recorded(plan, replays));
        if with_reasons {
            let subjects = plan.critical_services();
            let lost = |one: &&Replay| {
                let mut judged = subjects.iter();
                judged.any(|id| !survived(plan, &one.timeline, *id))
            };
            let lost = replays.ran.iter().filter(lost);
            all.extend(lost.map(|one| scenario(plan, one.into(), true)));
        }
    }
    Printout::apart(all)
}

fn scenario(plan: &Plan, ran: Drawn, with_reasons: bool) -> Printout {
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
        let line = format!(
            "{what} {how}{symptom} at {} {}",
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
    let shown = shown(plan, ran.timeline);
    out.blank();
    if shown.is_empty() {
        out.line("  Nothing goes down or gets worse.");
    } else {
        drawing(plan, ran.timeline, &shown, &mut out);
    }
    if with_reasons && !ran.timeline.notes.is_empty() {
        out.blank();
        out.line("WHY");
        out.append(&explain::lines(plan, ran.timeline));
    }
    out
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
    for &id in shown {
        let component = plan.component(id);
        let tier = component
            .tier
            .map_or_else(|| "-".to_owned(), |tier| tier.value.to_string());
        let name = text::pad(&text::elide(&component.id, width, "~"), width);
        let bar = bar(&timeline.intervals(id), end, columns);
        out.line(format!("  {tier}  {name} |{bar}|"));
        out.wrapped(sums(plan, &Summary::of(plan, timeline, id)), 7, 7);
    }
    out.blank();
    out.line("  The number in front is the tier. # down, - degraded, . up.");
}

/// The worst level of each column's time.
fn bar(intervals: &[Interval], end: u64, columns: usize) -> String {
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
        let worst = intervals.iter().filter(during).map(|one| one.level).max();
        match worst {
            Some(Level::Down) => '#',
            Some(Level::Degraded) => '-',
            _ => '.',
        }
    };
    (0..columns).map(cell).collect()
}

fn sums(plan: &Plan, all: &Summary) -> String {
    let mut parts = Vec::new();
    if all.down > Lasting::NONE {
        let mut down = format!("down {}", all.down);
        if all.longest_down != all.down {
            down.push_str(&format!(" (longest {})", all.longest_down));
        }
        parts.push(down);
    }
    if all.degraded > Lasting::NONE {
        parts.push(format!("degraded {}", all.degraded));
    }
    let met = |met: bool| if met { "met" } else { "MISSED" };
    for (name, target, verdict) in [
        ("RTO", all.rto, all.meets_rto),
        ("MTPD", all.mtpd, all.meets_mtpd),
    ] {
        if let (Some(target), Some(verdict)) = (target, verdict) {
            parts.push(format!("{name} {target} {}", met(verdict)));
        }
    }
    if let (Some(least), Some(verdict)) = (all.mbco.and_then(Share::new), all.meets_mbco)
        && (!verdict || all.serving < 1.0)
    {
        let share = if verdict { all.serving } else { all.capacity };
        let percent = (share * 100.0).floor();
        parts.push(format!(
            "capacity {percent}%, MBCO {least} {}",
            met(verdict)
        ));
    }
    if let (Some(lost), Some(rpo), Some(verdict)) = (all.data_loss, all.rpo, all.meets_rpo) {
        parts.push(format!(
            "up to {lost} of data lost if restored from backup, RPO {rpo} {}",
            met(verdict)
        ));
    }
    if let (Some(rpo), None, Some(store)) = (all.rpo, all.meets_rpo, all.unkept) {
        parts.push(format!(
            "RPO {rpo} unknown: nothing says how the data of {} is kept",
            plan.component(store).id
        ));
    }
    parts.join("; ")
}
