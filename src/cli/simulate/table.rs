use jurymast_engine::simulation::{
    ComponentOutcome, ReplayTally, Replays, ScenarioScript, Summary, Survival, Timeline, survival,
};
use jurymast_plan::model::{ComponentId, Plan};
use jurymast_terms::text::{self, PAGE_WIDTH, Printout};
use jurymast_terms::units::Lasting;
use jurymast_terms::wording;

use super::answer::Ran;

/// More services than this are counted, and the worst of them named.
const MOST_COLUMNS: usize = 6;

/// Outages down the side, the services that the plan is judged by across.
pub(super) fn recorded(plan: &Plan, replays: &Replays) -> Printout {
    let subjects = plan.critical_components();
    let rows = replays.ran.iter();
    let rows: Vec<ReplayRow> = rows
        .map(|one| ReplayRow::of(&one.scenario, &one.timeline))
        .collect();
    let mut out = Printout::new();
    out.wrapped(heading(plan, "RECORDED OUTAGES", &subjects), 0, 2);
    out.blank();
    out.append(&body(plan, &rows, &subjects));
    out.blank();
    let is_over = |id: &&ComponentId| rows.iter().any(|row| row.timeline.is_down_at_rest(**id));
    let over = subjects.iter().filter(is_over);
    let over: Vec<&str> = over.map(|id| plan.component(*id).id.as_str()).collect();
    if !over.is_empty() {
        let over = wording::up_to(MOST_COLUMNS, &over);
        let words = format!(
            "Down at rest: {over}. That is so before any outage begins, and no outage says \
             anything about it; `jurymast check` says why."
        );
        out.wrapped(words, 0, 2);
    }
    for line in verdict(rows.len(), replays.tally(plan, &subjects)) {
        out.wrapped(line, 0, 0);
    }
    out.wrapped(without_record(plan, replays), 0, 2);
    for (why, outages) in [
        ("Not replayed, as no end is recorded:", &replays.without_end),
        (
            "Not replayed, as only other products were hit:",
            &replays.elsewhere,
        ),
    ] {
        if !outages.is_empty() {
            let ids: Vec<&str> = outages.iter().map(|one| one.id.as_str()).collect();
            out.wrapped(format!("{why} {}.", ids.join(", ")), 0, 2);
        }
    }
    out
}

/// Only those that touched what the plan is judged by say anything about it.
fn verdict(all: usize, tally: ReplayTally) -> Vec<String> {
    if tally.touched == 0 {
        return vec![format!(
            "None of these {all} touched what the plan is judged by, so they say nothing about it \
             (-: hit nothing that the plan leans on)."
        )];
    }
    let mut lines = vec![format!(
        "This plan would have survived {} of the {} that touched what it is judged by.",
        tally.survived, tally.touched
    )];
    if tally.unknown > 0 {
        lines.push(format!(
            "Of {} it is not known: the plan does not say how long something takes (?). `jurymast \
             simulate ID` says what.",
            tally.unknown
        ));
    }
    if let Some(others) = (all - tally.touched).checked_sub(1) {
        let others = others + 1;
        lines.push(format!(
            "{others} more did not touch it (-: hit nothing that the plan leans on)."
        ));
    }
    lines
}

/// What no replay can tell, however many were survived.
fn without_record(plan: &Plan, replays: &Replays) -> String {
    let providers = replays.providers_without_record(plan);
    let ids: Vec<&str> = providers
        .iter()
        .map(|id| plan.component(*id).id.as_str())
        .collect();
    let asks = "`jurymast blast --all` says what each loss does";
    match ids.len() {
        0 => format!("None of those replayed is of what you run yourselves: {asks}."),
        _ => format!(
            "None of those replayed is of {}, nor of what you run yourselves: {asks}.",
            wording::or(&ids)
        ),
    }
}

/// A ready scenario on each component that it can strike.
pub(super) fn ready(plan: &Plan, id: &str, ran: &[Ran]) -> Printout {
    let subjects = plan.critical_components();
    let mut rows: Vec<ReplayRow> = ran
        .iter()
        .map(|one| ReplayRow::of(&one.scenario, &one.timeline))
        .collect();
    rows.retain(|row| row.touches(&subjects));
    let mut out = Printout::new();
    out.wrapped(heading(plan, id, &subjects), 0, 2);
    out.blank();
    out.append(&body(plan, &rows, &subjects));
    let others = ran.len() - rows.len();
    let line = match (rows.first(), others) {
        (None, _) => format!("None of the {others} that it can strike touches them."),
        (Some(row), 0) => format!("`jurymast simulate {}` draws one of them.", row.id),
        (Some(row), _) => format!(
            "On {others} others it touches none of them. `jurymast simulate {}` draws one.",
            row.id
        ),
    };
    out.blank();
    out.wrapped(line, 0, 2);
    out
}

struct ReplayRow<'a> {
    id: &'a str,
    timeline: &'a Timeline,
    /// Whether it hits anything that the plan leans on.
    hits: bool,
}

impl<'a> ReplayRow<'a> {
    fn of(scenario: &'a ScenarioScript, timeline: &'a Timeline) -> Self {
        Self {
            id: &scenario.id,
            timeline,
            hits: !(scenario.faults.is_empty() && scenario.surges.is_empty()),
        }
    }

    /// Whether any of these lost something.
    fn touches(&self, subjects: &[ComponentId]) -> bool {
        let mut judged = subjects.iter();
        judged.any(|id| ComponentOutcome::of(self.timeline, *id) != ComponentOutcome::Untouched)
    }
}

fn heading(plan: &Plan, what: &str, subjects: &[ComponentId]) -> String {
    let tiers = subjects.iter().map(|id| plan.component(*id).tier);
    let mut tiers: Vec<u8> = tiers.flatten().map(|tier| tier.value.number()).collect();
    tiers.dedup();
    let services = match subjects.len() {
        0 => return format!("{what}: the plan has no service and no activity"),
        1 => "the one".to_owned(),
        some => format!("the {some} services and activities"),
    };
    let whom = match tiers[..] {
        [1] | [2] => format!("{services} of tier {}", tiers[0]),
        [1, 2] => format!("{services} of tiers 1 and 2"),
        _ => services,
    };
    format!("{what}, {whom} (capitals: target missed)")
}

fn body(plan: &Plan, rows: &[ReplayRow], subjects: &[ComponentId]) -> Printout {
    let ids = rows.iter().map(|row| text::width(row.id));
    let side = ids.max().unwrap_or(0).min(PAGE_WIDTH / 2);
    if subjects.len() > MOST_COLUMNS {
        let mut out = Printout::new();
        for row in rows {
            let id = text::pad(&text::elide(row.id, side, "~"), side);
            out.entry(&format!("{id}  "), counted(plan, row, subjects), side + 2);
        }
        return out;
    }
    let columns: Vec<Column> = subjects
        .iter()
        .map(|id| Column::of(plan, rows, *id))
        .collect();
    let mut blocks: Vec<Vec<&Column>> = Vec::new();
    let mut used = PAGE_WIDTH;
    for column in &columns {
        used += column.width + 2;
        if used > PAGE_WIDTH {
            blocks.push(Vec::new());
            used = side + 2 + column.width;
        }
        if let Some(block) = blocks.last_mut() {
            block.push(column);
        }
    }
    Printout::apart(blocks.iter().map(|block| drawn(rows, block, side)))
}

struct Column {
    title: String,
    cells: Vec<String>,
    width: usize,
}

impl Column {
    fn of(plan: &Plan, rows: &[ReplayRow], id: ComponentId) -> Self {
        let cells: Vec<String> = rows.iter().map(|row| cell(plan, row, id)).collect();
        let title = text::elide(&plan.component(id).id, 24, "~");
        let longest = cells.iter().chain([&title]).map(|cell| text::width(cell));
        Self {
            width: longest.max().unwrap_or(0),
            title,
            cells,
        }
    }
}

fn drawn(rows: &[ReplayRow], columns: &[&Column], side: usize) -> Printout {
    let mut out = Printout::new();
    let mut line = |first: &str, cells: Vec<&str>| {
        let mut line = text::pad(&text::elide(first, side, "~"), side);
        for (cell, column) in cells.into_iter().zip(columns) {
            line.push_str(&format!("  {}", text::pad(cell, column.width)));
        }
        out.line(line);
    };
    let titles = columns.iter().map(|column| column.title.as_str());
    line("", titles.collect());
    for (at, row) in rows.iter().enumerate() {
        let cells = columns.iter().map(|column| column.cells[at].as_str());
        line(row.id, cells.collect());
    }
    out
}

/// One line for many services: how many came through, and the worst.
fn counted(plan: &Plan, row: &ReplayRow, subjects: &[ComponentId]) -> String {
    let mut down = 0;
    let mut degraded = 0;
    let mut held = 0;
    let mut worst: Option<(bool, Lasting, ComponentId)> = None;
    for &id in subjects {
        match ComponentOutcome::of(row.timeline, id) {
            ComponentOutcome::Untouched => {}
            ComponentOutcome::Held => held += 1,
            ComponentOutcome::Degraded(_) => degraded += 1,
            ComponentOutcome::Down(longest) => {
                down += 1;
                let missed = survival(plan, row.timeline, id) == Survival::Lost;
                let this = (missed, longest);
                if worst.is_none_or(|(missed, longest, _)| this > (missed, longest)) {
                    worst = Some((this.0, this.1, id));
                }
            }
        }
    }
    let mut text = match (down, degraded) {
        (0, 0) if !row.hits => "-".to_owned(),
        (0, 0) if held == 0 => "untouched".to_owned(),
        (0, 0) => "survived".to_owned(),
        (0, some) => format!("{some} degraded"),
        (some, 0) => format!("{some} down"),
        (down, degraded) => format!("{down} down, {degraded} degraded"),
    };
    if let Some((_, _, id)) = worst {
        let what = &plan.component(id).id;
        text.push_str(&format!("; worst {what}: {}", cell(plan, row, id)));
    }
    text
}

/// "untouched", "survived", "degraded 4h", "down 4h 22m, RTO".
fn cell(plan: &Plan, row: &ReplayRow, id: ComponentId) -> String {
    if row.timeline.is_down_at_rest(id) {
        let words = if row.hits { "down at rest" } else { "-" };
        return words.to_owned();
    }
    let mut text = match ComponentOutcome::of(row.timeline, id) {
        ComponentOutcome::Untouched if !row.hits => "-".to_owned(),
        ComponentOutcome::Untouched => "untouched".to_owned(),
        ComponentOutcome::Held => "survived".to_owned(),
        ComponentOutcome::Degraded(lasted) => format!("degraded {}", long(lasted)),
        ComponentOutcome::Down(longest) => format!("down {}", long(longest)),
    };
    // Who misses MTPD misses RTO.
    let broken: Vec<&str> = Summary::of(plan, row.timeline, id).broken().collect();
    let worst = ["MTPD", "RTO", "MBCO", "RPO"]
        .into_iter()
        .find(|one| broken.contains(one));
    if let Some(target) = worst {
        text.push_str(&format!(", {target}"));
    } else if survival(plan, row.timeline, id) == Survival::Unknown {
        text.push_str(" ?");
    }
    text
}

/// The two largest units: "12h 54m", "45d".
fn long(time: Lasting) -> String {
    if time == Lasting::Forever {
        return time.to_string();
    }
    let all = time.to_string();
    let parts: Vec<&str> = all.split(' ').take(2).collect();
    parts.join(" ")
}
