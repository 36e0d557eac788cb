use crate::render::paths::{self, HERE};
use crate::render::views;
use jurymast_engine::analysis::Run;
use jurymast_engine::simulation::{Summary, Verdict, shown};
use jurymast_picture::{Chart, ChartMark, ChartRow, ChartSpan, SpanTone, draw_chart};
use jurymast_plan::model::{ComponentId, Level, Plan};
use jurymast_terms::units::{Duration, Lasting};

/// Rows of one picture; the rest is counted.
const MOST_ROWS: usize = 40;

/// A drawn scenario: `templates/parts/timeline.html`.
pub(super) struct ExerciseTimeline {
    /// Markup from `picture`, which escapes every text.
    pub(super) svg: String,
    /// Hit, and not shown.
    pub(super) cut: usize,
    pub(super) marks: bool,
}

/// `None`: nothing goes down or gets worse.
pub(super) fn timeline(plan: &Plan, run: &Run) -> Option<ExerciseTimeline> {
    let ids = shown(plan, &run.timeline);
    if ids.is_empty() {
        return None;
    }
    let cut = ids.len().saturating_sub(MOST_ROWS);
    let ids = &ids[..ids.len() - cut];
    let end = end(plan, run, ids);
    let mut rows: Vec<ChartRow> = causes(plan, run);
    rows.extend(ids.iter().map(|id| row(plan, run, *id)));
    let marks = rows
        .iter()
        .flat_map(|row| &row.marks)
        .any(|mark| mark.at <= end);
    let down = ids.iter().filter(|id| run.timeline.is_ever_down(**id));
    let chart = Chart {
        title: format!("{} over time", run.scenario.name),
        description: format!(
            "What fails, then {} that get worse, {} of them down for a time; the words on the right say how long.",
            ids.len(),
            down.count()
        ),
        end,
        rows,
    };
    Some(ExerciseTimeline {
        svg: draw_chart(&chart),
        cut,
        marks,
    })
}

/// A little beyond the last change; where something never comes back, as far as
/// the RTO that this breaks.
fn end(plan: &Plan, run: &Run, ids: &[ComponentId]) -> u64 {
    let last = run.timeline.end().seconds();
    let ever = ids
        .iter()
        .filter(|id| run.timeline.longest_down(**id) == Lasting::Forever);
    let rto = ever.filter_map(|id| plan.component(*id).targets.rto);
    let rto = rto.map(|rto| rto.value.seconds()).max().unwrap_or(0);
    let last = last.max(rto);
    last.saturating_add(last / 12).max(60)
}

/// What fails by itself, and whose demand surges.
fn causes(plan: &Plan, run: &Run) -> Vec<ChartRow> {
    let line = |id: ComponentId, caption: &str, at: Duration, lasts: Lasting, label| ChartRow {
        label: plan.component(id).name.clone(),
        caption: caption.to_owned(),
        href: Some(paths::link(plan, id, HERE)),
        spans: vec![ChartSpan {
            from: at.seconds(),
            until: lasts
                .seconds()
                .map(|lasts| at.seconds().saturating_add(lasts)),
            tone: SpanTone::Fault,
            label,
        }],
        verdict: lasts.phrase(),
        ..ChartRow::default()
    };
    let faults = run.scenario.faults.iter().map(|fault| {
        let caption = match fault.level {
            Level::Degraded => "fails in part",
            _ => "fails",
        };
        let seen = fault.symptoms.words();
        line(fault.component, caption, fault.at, fault.lasts, seen)
    });
    let surges = run.scenario.surges.iter().map(|surge| {
        let label = format!("{}% of the usual", surge.percent);
        line(
            surge.component,
            "demand surges",
            surge.at,
            surge.lasts,
            label,
        )
    });
    faults.chain(surges).collect()
}

fn row(plan: &Plan, run: &Run, id: ComponentId) -> ChartRow {
    let component = plan.component(id);
    let kind = views::kind_word(component.kind());
    let intervals = run.timeline.intervals(id);
    let spans = intervals.iter().map(|one| ChartSpan {
        from: one.from.seconds(),
        until: one.until.map(Duration::seconds),
        tone: match one.level {
            Level::Down => SpanTone::Down,
            _ => SpanTone::Degraded,
        },
        label: match (one.level, one.lasts()) {
            (Level::Down, Lasting::For(time)) => format!("down {time}"),
            _ => "down".to_owned(),
        },
    });
    let summary = Summary::times(plan, &run.timeline, id);
    // The clock of a target starts when the component goes down.
    let start = intervals
        .iter()
        .filter(|one| one.level == Level::Down)
        .max_by_key(|one| one.lasts())
        .map(|one| one.from);
    let targets = [
        ("RTO", summary.rto, summary.rto_verdict),
        ("MTPD", summary.mtpd, summary.mtpd_verdict),
    ];
    let declared = targets
        .iter()
        .filter_map(|(name, target, verdict)| Some((*name, (*target)?, verdict.as_str())));
    let marks = declared.clone().filter_map(|(name, target, words)| {
        Some(ChartMark {
            at: start?.saturating_add(target).seconds(),
            label: name.to_owned(),
            missed: words == "missed",
        })
    });
    let note: Vec<String> = declared
        .clone()
        .map(|(name, target, words)| format!("{name} {target} {words}"))
        .collect();
    ChartRow {
        label: component.name.clone(),
        caption: component.tier.map_or_else(
            || kind.to_owned(),
            |tier| format!("{kind} · tier {}", tier.value),
        ),
        href: Some(paths::link(plan, id, HERE)),
        spans: spans.collect(),
        marks: marks.collect(),
        verdict: verdict(&summary),
        note: if start.is_some() {
            note.join(", ")
        } else {
            String::new()
        },
        broken: [summary.rto_verdict, summary.mtpd_verdict].contains(&Verdict::Missed),
    }
}

fn verdict(summary: &Summary) -> String {
    let words = |level: &str, time: Lasting| {
        let is_some = time > Lasting::NONE;
        is_some.then(|| format!("{level} {time}"))
    };
    let parts = [
        words("down", summary.down),
        words("degraded", summary.degraded),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    parts.join(", ")
}
