//! The digest of what a plan says: what is approved has a name.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use jurymast_terms::source::FileId;
use sha2::{Digest as _, Sha256};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::ignores::{SaidIgnore, ignores};

/// Records of what was tried: they grow without the plan being another.
const RECORDS: [&str; 5] = ["evidence", "evaluated", "exit_tested", "tested", "verified"];

/// How rules are applied and which lists of models are known is not what is planned.
const NOT_PLANNED: [&str; 4] = ["catalogue", "exercise", "lint", "rule"];

/// `sha256:` and 64 hexadecimal digits: the same for texts that say the same, in whichever
/// order and files, with whatever comments and layout; a comment that accepts a finding is an
/// accepted risk, and counts. Left out are `approved` and
/// `include`, exercises and other records of trials, `[lint]`, `[[rule]]` and `[catalogue]`.
pub fn content_digest<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let mut said: Vec<String> = texts.into_iter().flat_map(lines).collect();
    said.sort_unstable();
    let mut hasher = Sha256::new();
    for line in said {
        hasher.update(line.as_bytes());
        hasher.update(b"\n");
    }
    let mut digest = "sha256:".to_owned();
    for byte in hasher.finalize() {
        let _ = write!(digest, "{byte:02x}");
    }
    digest
}

/// Each table of a file in one line; what `[defaults]` says of them stands before each.
fn lines(text: &str) -> Vec<String> {
    let (root, _) = DeTable::parse_recoverable(text);
    let root = root.into_inner();
    let defaults = root.get("defaults").map_or_else(String::new, written);
    let mut lines = Vec::new();
    for (section, value) in &root {
        let name: &str = section.get_ref();
        if name == "defaults" || NOT_PLANNED.contains(&name) {
            continue;
        }
        match value.get_ref() {
            DeValue::Table(table) if name == "plan" => {
                let entries = table.iter();
                let entries = entries.map(|(key, value)| (&**key.get_ref(), value));
                let kept = entries.filter(|(key, _)| !matches!(*key, "approved" | "include"));
                lines.push(format!("plan {}", table_of(kept)));
            }
            DeValue::Table(entries) => {
                let each = entries.iter();
                lines.extend(each.map(|(id, entry)| {
                    format!(
                        "{name}.{} {defaults} {}",
                        text_of(id.get_ref()),
                        written(entry)
                    )
                }));
            }
            DeValue::Array(entries) => {
                lines.extend(entries.iter().map(|one| format!("{name} {}", written(one))));
            }
            other => lines.push(format!("{name} {}", scalar(other))),
        }
    }
    lines.extend(accepted(text));
    lines
}

/// What the comments of a file accept, each in one line: at which table, and not at which line.
fn accepted(text: &str) -> Vec<String> {
    let all = ignores(FileId::ROOT, text, &mut Vec::new()).into_iter();
    let line = |one: SaidIgnore| {
        let mut rules: Vec<&str> = one.rules.iter().map(|rule| rule.value.as_str()).collect();
        rules.sort_unstable();
        let at = text_of(one.table.as_deref().unwrap_or_default());
        let of = text_of(one.of.as_ref().map_or("", |of| of.value.as_str()));
        let (rules, until, reason) = (rules.join(", "), one.until.value, text_of(&one.reason));
        format!("ignore {at} [{rules}] {of} {until} {reason}")
    };
    all.map(line).collect()
}

/// A value as it is written here and nowhere else: keys in order, one spelling of each text
/// and number, no records.
fn written(value: &Spanned<DeValue<'_>>) -> String {
    match value.get_ref() {
        DeValue::Table(table) => {
            let entries = table.iter();
            let entries = entries.map(|(key, value)| (&**key.get_ref(), value));
            // A table of such a name is a component's.
            table_of(
                entries.filter(|(key, value)| value.get_ref().is_table() || !RECORDS.contains(key)),
            )
        }
        DeValue::Array(list) => {
            let all: Vec<String> = list.iter().map(written).collect();
            format!("[{}]", all.join(", "))
        }
        other => scalar(other),
    }
}

fn table_of<'a, 'v: 'a>(
    entries: impl Iterator<Item = (&'a str, &'a Spanned<DeValue<'v>>)>,
) -> String {
    let sorted: BTreeMap<&str, String> =
        entries.map(|(key, value)| (key, written(value))).collect();
    let all: Vec<String> = sorted
        .iter()
        .map(|(key, value)| format!("{} = {value}", text_of(key)))
        .collect();
    format!("{{{}}}", all.join(", "))
}

/// As JSON spells it, today and in every release.
fn text_of(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn scalar(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => text_of(text),
        DeValue::Integer(number) => {
            let value = i128::from_str_radix(number.as_str(), number.radix());
            value.map_or_else(|_| number.as_str().to_owned(), |value| value.to_string())
        }
        DeValue::Float(number) => {
            let value = number.as_str().parse::<f64>();
            value.map_or_else(|_| number.as_str().to_owned(), |value| format!("{value:?}"))
        }
        DeValue::Boolean(value) => value.to_string(),
        DeValue::Datetime(day) => day.to_string(),
        DeValue::Array(_) | DeValue::Table(_) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_that_accepts_a_finding_counts() {
        let comment = "# jurymast: ignore[no-owner] until=2027-01-31 reason=\"later\"";
        let accepted = PLAN.replace("tier = 1", &format!("tier = 1 {comment}"));
        assert_ne!(content_digest([PLAN]), content_digest([accepted.as_str()]));
        // Which line it is does not.
        let moved = format!("# Of the shop.\n{accepted}");
        let same = [accepted.as_str(), moved.as_str()].map(|one| content_digest([one]));
        assert_eq!(same[0], same[1]);
    }

    const PLAN: &str = "[plan]\nname = \"x\"\n[service.a]\ntier = 1\ndepends_on = [\"b\"]\n";

    #[test]
    fn what_says_the_same_has_the_same_digest() {
        let plan = content_digest([PLAN, "[resource.b]\nlimit = { rpm = 10 }\n"]);
        assert!(
            plan.starts_with("sha256:") && plan.len() == 7 + 64,
            "{plan}"
        );
        let other = "# all in one file\n[resource]\nb.limit.rpm = 0xA\n[service]\n\
             a = { depends_on = ['b'], tier = 1 }\n[plan]\nname = 'x' # x\n\
             include = [\"*.toml\"]\napproved = { by = \"COO\", on = 2026-11-01 }\n\
             [lint]\nretiring_within = \"90d\"\n[exercise.a]\nkind = \"tabletop\"\n";
        assert_eq!(plan, content_digest([other]));
    }

    #[test]
    fn what_is_planned_otherwise_has_another() {
        let plan = content_digest([PLAN]);
        for other in [
            PLAN.replace("tier = 1", "tier = 2"),
            PLAN.replace("service.a", "service.c"),
            PLAN.replace("[\"b\"]", "[\"b\", \"c\"]"),
            format!("{PLAN}[defaults]\nteam = \"ops\"\n"),
            format!("{PLAN}[[waiver]]\nrule = \"no-owner\"\n"),
            format!("{PLAN}[service.tested]\n"),
        ] {
            assert_ne!(plan, content_digest([other.as_str()]), "{other}");
        }
    }

    #[test]
    fn what_was_tried_changes_nothing() {
        let tried = PLAN.replace("\"b\"", "{ on = \"b\", fallback = [{ to = \"c\" }] }");
        let again = tried.replace("to = \"c\"", "to = \"c\", tested = 2026-11-01");
        assert_eq!(
            content_digest([tried.as_str()]),
            content_digest([again.as_str()])
        );
    }
}
