use std::fmt::Write as _;

use crate::text::{self, clean, escape, fit, number};

use super::axis;
use super::data::{Chart, ChartMark, ChartRow, ChartSpan, SpanTone};

const LEFT: f64 = 226.0;
const WIDE: f64 = 430.0;
const RIGHT: f64 = 262.0;
const GAP: f64 = 14.0;
const TOP: f64 = 30.0;
const ROW: f64 = 48.0;
const BAR: f64 = 18.0;
const LABEL: f64 = 14.0;
const CAPTION: f64 = 12.0;
/// What is shorter than this on the page is drawn so wide.
const LEAST: f64 = 2.5;

/// Draws a chart as one `<svg>` element, without an XML prologue; see
/// [`draw`](crate::draw).
pub fn draw_chart(chart: &Chart) -> String {
    let width = LEFT + WIDE + RIGHT + 2.0 * GAP;
    let height = TOP + ROW * chart.rows.len() as f64 + 6.0;
    let mut out = String::with_capacity(chart.rows.len() * 1_000 + 1_500);
    let (w, h) = (number(width), number(height));
    let title = escape(&clean(&chart.title));
    let _ = writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"jm-picture jm-chart\" viewBox=\"0 0 {w} {h}\" width=\"{w}\" height=\"{h}\" role=\"group\" aria-label=\"{title}\">\n<title>{title}</title>\n<desc>{}</desc>",
        escape(&clean(&chart.description))
    );
    clock(&mut out, chart, height);
    for (at, row) in chart.rows.iter().enumerate() {
        line(&mut out, chart, row, TOP + ROW * at as f64);
    }
    out.push_str("</svg>\n");
    out
}

/// The ticks, and a line down from each.
fn clock(out: &mut String, chart: &Chart, height: f64) {
    out.push_str("<g class=\"jm-clock\">\n");
    let mut free = 0.0;
    for (at, words) in axis::ticks(chart.end) {
        let x = place(chart, at);
        let (px, bottom) = (number(x), number(height - 4.0));
        let _ = write!(out, "<path class=\"jm-tick\" d=\"M{px} 22V{bottom}\"/>");
        let half = text::width(&words, CAPTION) / 2.0;
        if x - half >= free {
            free = x + half + 6.0;
            let _ = write!(
                out,
                "<text class=\"jm-caption\" x=\"{px}\" y=\"15\" text-anchor=\"middle\" font-size=\"12\">{words}</text>"
            );
        }
        out.push('\n');
    }
    out.push_str("</g>\n");
}

fn line(out: &mut String, chart: &Chart, row: &ChartRow, top: f64) {
    out.push_str("<g class=\"jm-row\">");
    names(out, row, top);
    let middle = top + ROW / 2.0;
    let (from, to) = (number(LEFT + GAP), number(LEFT + GAP + WIDE));
    let _ = write!(
        out,
        "<path class=\"jm-level\" d=\"M{from} {0}H{to}\"/>",
        number(middle + BAR / 2.0)
    );
    for span in &row.spans {
        bar(out, chart, row, span, middle);
    }
    for (at, one) in row.marks.iter().enumerate() {
        mark(out, chart, one, middle, at % 2 == 0);
    }
    let x = LEFT + WIDE + 2.0 * GAP;
    let two = !row.note.is_empty();
    let y = if two { middle - 3.0 } else { middle + 5.0 };
    words(out, "jm-verdict", x, y, LABEL, &row.verdict, RIGHT);
    if two {
        let class = if row.broken {
            "jm-broken"
        } else {
            "jm-caption"
        };
        words(out, class, x, middle + 13.0, CAPTION, &row.note, RIGHT);
    }
    out.push_str("</g>\n");
}

fn names(out: &mut String, row: &ChartRow, top: f64) {
    let href = row.href.as_deref().and_then(text::safe_href);
    let two = !row.caption.is_empty();
    let middle = top + ROW / 2.0;
    let y = if two { middle - 3.0 } else { middle + 5.0 };
    if let Some(href) = &href {
        let _ = write!(out, "<a class=\"jm-link\" href=\"{}\">", escape(href));
    }
    words(out, "jm-label", 0.0, y, LABEL, &row.label, LEFT);
    if href.is_some() {
        out.push_str("</a>");
    }
    if two {
        words(
            out,
            "jm-caption",
            0.0,
            middle + 13.0,
            CAPTION,
            &row.caption,
            LEFT,
        );
    }
}

fn words(out: &mut String, class: &str, x: f64, y: f64, font: f64, words: &str, room: f64) {
    let words = clean(words);
    let shown = fit(&words, font, room);
    let (x, y, font) = (number(x), number(y), number(font));
    let _ = write!(
        out,
        "<text class=\"{class}\" x=\"{x}\" y=\"{y}\" font-size=\"{font}\">"
    );
    if shown != words {
        let _ = write!(out, "<title>{}</title>", escape(&words));
    }
    let _ = write!(out, "{}</text>", escape(&shown));
}

fn bar(out: &mut String, chart: &Chart, row: &ChartRow, span: &ChartSpan, middle: f64) {
    let from = place(chart, span.from);
    let end = LEFT + GAP + WIDE;
    let until = span.until.map_or(end, |until| place(chart, until));
    let width = (until - from).max(LEAST).min(end - from + LEAST);
    let top = middle - BAR / 2.0;
    let (x, w) = (number(from), number(width));
    match span.tone {
        SpanTone::Down => {
            let y = number(top);
            let _ = write!(
                out,
                "<rect class=\"jm-down\" x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{BAR}\"/>"
            );
        }
        SpanTone::Degraded => {
            let (height, y) = (BAR / 2.0, number(middle));
            let _ = write!(
                out,
                "<rect class=\"jm-worse\" x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{height}\"/><path class=\"jm-stripes\" d=\"M{x} {0}h{w}\"/>",
                number(middle + height / 2.0)
            );
        }
        SpanTone::Fault => {
            let y = number(top);
            let _ = write!(
                out,
                "<rect class=\"jm-fault\" x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{BAR}\"/>"
            );
        }
    }
    if span.until.is_none() {
        let (x, y) = (number(end + 1.0), number(top + 2.0));
        let _ = write!(out, "<path class=\"jm-ever\" d=\"M{x} {y}l8 7l-8 7z\"/>");
    }
    let label = clean(&span.label);
    let room = text::width(&label, CAPTION) + 12.0;
    // A mark would cross the words; they stand on the right as well.
    let crossed = row.marks.iter().any(|mark| {
        let x = place(chart, mark.at);
        mark.at <= chart.end && x >= from && x <= from + room
    });
    if !label.is_empty() && width >= room && !crossed && span.tone != SpanTone::Degraded {
        let class = match span.tone {
            SpanTone::Fault => "jm-caption",
            _ => "jm-on-bar",
        };
        let _ = write!(
            out,
            "<text class=\"{class}\" x=\"{}\" y=\"{}\" font-size=\"12\">{}</text>",
            number(from + 6.0),
            number(middle + 4.5),
            escape(&label)
        );
    }
}

/// A flag above the bar, or below it.
fn mark(out: &mut String, chart: &Chart, mark: &ChartMark, middle: f64, above: bool) {
    if mark.at > chart.end {
        return;
    }
    let x = place(chart, mark.at);
    let class = if mark.missed {
        "jm-mark jm-missed"
    } else {
        "jm-mark"
    };
    let (top, bottom) = (middle - BAR / 2.0 - 3.0, middle + BAR / 2.0 + 3.0);
    let y = if above { top - 1.0 } else { bottom + 9.5 };
    // Near the end the word stands on the other side.
    let right = x > LEFT + GAP + WIDE - 60.0;
    let (at, anchor) = if right {
        (x - 4.0, "end")
    } else {
        (x + 4.0, "start")
    };
    let y = if above { y + 1.0 } else { y };
    let _ = write!(
        out,
        "<path class=\"jm-halo\" d=\"M{0} {1}V{2}\"/><path class=\"{class}\" d=\"M{0} {1}V{2}\"/><text class=\"jm-flag\" x=\"{3}\" y=\"{4}\" text-anchor=\"{anchor}\" font-size=\"10.5\">{5}</text>",
        number(x),
        number(if above { top - 8.0 } else { top }),
        number(if above { bottom } else { bottom + 8.0 }),
        number(at),
        number(y),
        escape(&clean(&mark.label))
    );
}

fn place(chart: &Chart, at: u64) -> f64 {
    let share = at.min(chart.end) as f64 / chart.end.max(1) as f64;
    LEFT + GAP + share * WIDE
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart() -> Chart {
        let span = |from, until, tone| ChartSpan {
            from,
            until,
            tone,
            label: "down".to_owned(),
        };
        Chart {
            title: "A <day>".to_owned(),
            end: 1_000,
            rows: vec![ChartRow {
                label: "Check & out".to_owned(),
                href: Some("javascript:x".to_owned()),
                spans: vec![
                    span(0, Some(500), SpanTone::Down),
                    span(500, Some(501), SpanTone::Degraded),
                    span(900, None, SpanTone::Down),
                ],
                marks: vec![
                    ChartMark {
                        at: 250,
                        label: "RTO".to_owned(),
                        missed: true,
                    },
                    ChartMark {
                        at: 5_000,
                        label: "MTPD".to_owned(),
                        missed: false,
                    },
                ],
                verdict: "down for ever".to_owned(),
                ..ChartRow::default()
            }],
            ..Chart::default()
        }
    }

    #[test]
    fn time_is_width() {
        let svg = draw_chart(&chart());
        assert!(
            svg.contains("<rect class=\"jm-down\" x=\"240\" y=\"45\" width=\"215\""),
            "{svg}"
        );
        assert!(
            svg.contains("jm-missed\" d=\"M347.5 "),
            "a quarter of the way: {svg}"
        );
        assert!(
            svg.contains("width=\"2.5\" height=\"9\""),
            "one second is still seen: {svg}"
        );
        assert_eq!(svg.matches("jm-ever").count(), 1, "one has no end");
        assert_eq!(
            svg.matches("jm-mark").count(),
            1,
            "what is past the end is left out"
        );
    }

    #[test]
    fn texts_are_escaped_and_odd_links_dropped() {
        let svg = draw_chart(&chart());
        assert!(svg.contains("A &lt;day&gt;") && svg.contains("Check &amp; out"));
        assert!(!svg.contains("javascript") && !svg.contains(" id="));
    }
}
