use jurymast_plan::catalogue::UpcomingEnd;
use jurymast_plan::model::Plan;
use jurymast_terms::text;
use jurymast_terms::units::{Date, Duration};

use super::dates::{CalendarEntry, entries};

/// Lines are folded so that none is longer, in octets, its line break left out
/// (RFC 5545, 3.1).
const WIDEST: usize = 75;

/// A calendar file, and what of the plan has no day in it.
#[derive(Debug, Clone)]
pub struct Calendar {
    /// The file (RFC 5545), lines ended by CR LF.
    pub text: String,
    /// How many events it has.
    pub events: usize,
    /// What the plan gives no day for, in words.
    pub without_day: Vec<String>,
}

/// The dates of the plan. `version` is the program's; the day is the stamp of all
/// events, so that the same day gives the same bytes.
pub fn calendar(plan: &Plan, today: Date, version: &str) -> Calendar {
    let (entries, without_day) = entries(plan, today);
    Calendar {
        text: file(&plan.header.name, "continuity", &entries, today, version),
        events: entries.len(),
        without_day,
    }
}

/// The ends to come, of the plan or of all that the catalogue knows; `today` and
/// `version` as for [`calendar`].
pub fn ends_calendar(
    plan: Option<&Plan>,
    ends: &[UpcomingEnd],
    today: Date,
    version: &str,
) -> Calendar {
    let entries = super::ends::entries(plan, ends);
    let name = plan.map_or("jurymast catalogue", |plan| plan.header.name.as_str());
    Calendar {
        text: file(name, "ends to come", &entries, today, version),
        events: entries.len(),
        without_day: Vec::new(),
    }
}

/// The file of these events; `whose` names it and them.
fn file(whose: &str, of: &str, entries: &[CalendarEntry], today: Date, version: &str) -> String {
    let mut text = String::new();
    let mut line = |content: &str| fold(content, &mut text);
    line("BEGIN:VCALENDAR");
    line("VERSION:2.0");
    line(&format!("PRODID:-//jurymast//jurymast {version}//EN"));
    line("CALSCALE:GREGORIAN");
    line("METHOD:PUBLISH");
    line(&format!(
        "X-WR-CALNAME:{}",
        escaped(&format!("{whose}: {of}"))
    ));
    for entry in entries {
        event(whose, entry, today, &mut line);
    }
    line("END:VCALENDAR");
    text
}

fn event(whose: &str, entry: &CalendarEntry, today: Date, line: &mut impl FnMut(&str)) {
    let CalendarEntry {
        key,
        day,
        summary,
        description,
        category,
        remind,
    } = entry;
    line("BEGIN:VEVENT");
    line(&format!("UID:{}@jurymast", uid(whose, key)));
    line(&format!("DTSTAMP:{}T000000Z", today.digits()));
    line(&format!("DTSTART;VALUE=DATE:{}", day.digits()));
    // The end of an all-day event is the day after it; without one it lasts a day.
    if let Some(end) = day.plus(Duration::from_seconds(86_400)) {
        line(&format!("DTEND;VALUE=DATE:{}", end.digits()));
    }
    line(&format!("SUMMARY:{}", escaped(summary)));
    line(&format!("DESCRIPTION:{}", escaped(description)));
    line(&format!("CATEGORIES:{category}"));
    line("TRANSP:TRANSPARENT");
    line("BEGIN:VALARM");
    line("ACTION:DISPLAY");
    line(&format!("DESCRIPTION:{}", escaped(summary)));
    line(&format!("TRIGGER:-P{remind}D"));
    line("END:VALARM");
    line("END:VEVENT");
}

/// TEXT of RFC 5545, 3.3.11; control characters, which it has no place for, and what
/// would reorder or hide text are shown in their stead.
fn escaped(said: &str) -> String {
    let mut out = String::with_capacity(said.len());
    for c in said.replace("\r\n", "\n").chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push(' '),
            c => out.push(text::visible(c)),
        }
    }
    out
}

/// Adds a content line: folded between characters, each line ended by CR LF.
fn fold(content: &str, out: &mut String) {
    let mut used = 0;
    for c in content.chars() {
        if used + c.len_utf8() > WIDEST {
            out.push_str("\r\n ");
            used = 1;
        }
        out.push(c);
        used += c.len_utf8();
    }
    out.push_str("\r\n");
}

/// FNV-1a of the plan's name and of what the event is about, 128 bits: the same in
/// every release.
fn uid(plan: &str, key: &str) -> String {
    let bytes = plan.bytes().chain([0]).chain(key.bytes());
    let hash = bytes.fold(
        0x6c62_272e_07bb_0142_62b8_2175_6295_c58d,
        |hash: u128, byte| {
            (hash ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b)
        },
    );
    format!("{hash:032x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_between_characters_at_75_octets() {
        let text = format!("X:{}", "ä".repeat(100));
        let mut out = String::new();
        fold(&text, &mut out);
        let lines: Vec<&str> = out.strip_suffix("\r\n").unwrap().split("\r\n").collect();
        assert!(lines.iter().all(|line| line.len() <= WIDEST));
        assert!(lines.len() == 3 && lines[0].len() == 74);
        assert_eq!(out.replace("\r\n ", "").trim_end(), text);
    }

    #[test]
    fn escapes_what_would_end_a_value() {
        assert_eq!(escaped("a,b;c\\d\r\ne\u{7}"), "a\\,b\\;c\\\\d\\ne␇");
    }

    #[test]
    fn names_of_events_stay() {
        assert_eq!(uid("a", "review"), uid("a", "review"));
        assert_ne!(uid("a", "review"), uid("b", "review"));
        assert_ne!(uid("ab", "c"), uid("a", "bc"));
    }
}
