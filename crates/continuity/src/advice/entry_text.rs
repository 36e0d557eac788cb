use jurymast_terms::text::double_quoted;
use std::ops::Range;

use jurymast_plan::model::Requirement;

/// What a `depends_on` entry gets in addition.
#[derive(Debug, Clone, Default)]
pub(super) struct Additions {
    /// Further members of the group: ids.
    pub(super) members: Vec<String>,
    /// Further fallbacks: inline tables.
    pub(super) fallbacks: Vec<String>,
}

/// The bytes of the whole entry in its file, and the entry with the additions.
/// `None` where it is written in a way that has no room for them.
pub(super) fn with(
    text: &str,
    requirement: &Requirement,
    additions: &Additions,
) -> Option<(Range<usize>, String)> {
    let place = requirement.place.range();
    let first = text.get(place.clone())?.chars().next()?;
    match first {
        '"' | '\'' => Some((place.clone(), bare(&text[place], additions))),
        '{' => {
            let mut pieces = Pieces::of(text, requirement, additions)?;
            if pieces.fallbacks_open {
                let inside = text[..place.end - 1].trim_end();
                let comma = if inside.ends_with(',') { "" } else { "," };
                let list = additions.fallbacks.join(", ");
                pieces.insert(inside.len(), format!("{comma} fallback = [{list}]"));
            }
            Some((place.clone(), pieces.over(text, place)))
        }
        _ => {
            let whole = place.start..end_of_block(text, place.end);
            let mut pieces = Pieces::of(text, requirement, additions)?;
            if pieces.fallbacks_open {
                let from = if is_single(text, requirement) {
                    requirement.group.first()?.span.range().end
                } else {
                    place.end
                };
                let line = text[from..].lines().next().unwrap_or_default();
                let line_end = from + line.trim_end().len();
                let list = many_lines(&additions.fallbacks);
                pieces.insert(line_end, format!("\nfallback = {list}"));
            }
            Some((whole.clone(), pieces.over(text, whole)))
        }
    }
}

fn bare(id: &str, additions: &Additions) -> String {
    let mut entry = if additions.members.is_empty() {
        format!("on = {id}")
    } else {
        let members: Vec<String> = additions
            .members
            .iter()
            .map(|id| double_quoted(id))
            .collect();
        format!("any_of = [{id}, {}]", members.join(", "))
    };
    if !additions.fallbacks.is_empty() {
        entry.push_str(&format!(
            ", fallback = [{}]",
            additions.fallbacks.join(", ")
        ));
    }
    format!("{{ {entry} }}")
}

/// What goes where, by byte of the file.
struct Pieces {
    pieces: Vec<(Range<usize>, String)>,
    /// There are fallbacks to add, and the entry has none to add them to.
    fallbacks_open: bool,
}

impl Pieces {
    fn of(text: &str, requirement: &Requirement, additions: &Additions) -> Option<Self> {
        let mut pieces = Self {
            pieces: Vec::new(),
            fallbacks_open: false,
        };
        if !additions.members.is_empty() {
            let members: Vec<String> = additions
                .members
                .iter()
                .map(|id| double_quoted(id))
                .collect();
            let last = requirement.group.last()?.span.range();
            if is_single(text, requirement) {
                let key = key_start(text, last.start)?;
                let id = &text[last.clone()];
                let list = format!("any_of = [{id}, {}]", members.join(", "));
                pieces.pieces.push((key..last.end, list));
            } else {
                pieces.insert(last.end, format!(", {}", members.join(", ")));
            }
        }
        if !additions.fallbacks.is_empty() {
            let Some(last) = requirement.fallbacks.last() else {
                pieces.fallbacks_open = true;
                return Some(pieces);
            };
            let at = last.place.range();
            if text[at.clone()].starts_with('[') {
                return None;
            }
            let line = text[..at.start].rfind('\n').map_or(0, |at| at + 1);
            let indent = &text[line..at.start];
            let between = if indent.trim().is_empty() && line > 0 {
                format!(",\n{indent}")
            } else {
                ", ".to_owned()
            };
            let added = additions.fallbacks.iter();
            pieces.insert(at.end, added.map(|one| format!("{between}{one}")).collect());
        }
        Some(pieces)
    }

    fn insert(&mut self, at: usize, text: String) {
        self.pieces.push((at..at, text));
    }

    /// The bytes of `whole` with all pieces in place.
    fn over(mut self, text: &str, whole: Range<usize>) -> String {
        self.pieces.sort_by_key(|(range, _)| range.start);
        let mut out = String::new();
        let mut at = whole.start;
        for (range, piece) in self.pieces {
            out.push_str(&text[at..range.start]);
            out.push_str(&piece);
            at = range.end;
        }
        out.push_str(&text[at..whole.end]);
        out
    }
}

/// Written as `on = "id"`, not as `any_of`.
fn is_single(text: &str, requirement: &Requirement) -> bool {
    let first = requirement
        .group
        .first()
        .map_or(0, |to| to.span.range().start);
    requirement.group.len() == 1 && text[..first].trim_end().ends_with('=')
}

/// Where the key begins whose value begins at `value`.
fn key_start(text: &str, value: usize) -> Option<usize> {
    let before = text[..value].trim_end().strip_suffix('=')?.trim_end();
    let key = before
        .trim_end_matches(|c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '"' | '\''));
    Some(key.len())
}

/// Where the table ends whose header ends at `header`: before the next header,
/// without blank lines and comments that lead to it.
fn end_of_block(text: &str, header: usize) -> usize {
    let mut end = header;
    let mut at = header;
    let mut in_text: Option<&str> = None;
    for line in text[header..].split_inclusive('\n') {
        let trimmed = line.trim();
        if in_text.is_none() && at > header && trimmed.starts_with('[') {
            break;
        }
        let was_in_text = in_text.is_some();
        for marks in ["\"\"\"", "'''"] {
            let odd = line.matches(marks).count() % 2 == 1;
            if odd && in_text.is_none_or(|open| open == marks) {
                in_text = if in_text.is_some() { None } else { Some(marks) };
            }
        }
        let says_something = !trimmed.is_empty() && !trimmed.starts_with('#');
        if was_in_text || in_text.is_some() || says_something {
            end = at + line.trim_end().len();
        }
        at += line.len();
    }
    end
}

fn many_lines(fallbacks: &[String]) -> String {
    match fallbacks {
        [one] => format!("[{one}]"),
        many => {
            let lines: String = many.iter().map(|one| format!("  {one},\n")).collect();
            format!("[\n{lines}]")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jurymast_plan::language;

    const PLAN: &str = r#"[plan]
name = "x"
[service.a]
depends_on = ["b", { on = "b" }, { any_of = ["b", "c"], fallback = ["d"] }]
[[service.e.depends_on]]
on = "b" # a note
why = """
[not a table]
"""

# about the next
[[service.e.depends_on]]
any_of = ["b",
  "c"]
fallback = [
  { to = "d" },
]
[service.b]
[service.c]
[service.d]
[service.n]
"#;

    #[test]
    fn entries_of_every_form_take_members_and_fallbacks() {
        let plan = language::reread([("p".to_owned(), PLAN.to_owned())]).plan;
        let both = Additions {
            members: vec!["n".to_owned()],
            fallbacks: vec![r#"{ to = "f" }"#.to_owned()],
        };
        let entries: Vec<String> = plan.components[..2]
            .iter()
            .flat_map(|one| &one.requirements)
            .map(|requirement| with(PLAN, requirement, &both).unwrap().1)
            .collect();
        assert_eq!(
            entries,
            [
                r#"{ any_of = ["b", "n"], fallback = [{ to = "f" }] }"#,
                r#"{ any_of = ["b", "n"], fallback = [{ to = "f" }] }"#,
                r#"{ any_of = ["b", "c", "n"], fallback = ["d", { to = "f" }] }"#,
                "[[service.e.depends_on]]\nany_of = [\"b\", \"n\"] # a note\nfallback = [{ to = \"f\" }]\nwhy = \"\"\"\n[not a table]\n\"\"\"",
                "[[service.e.depends_on]]\nany_of = [\"b\",\n  \"c\", \"n\"]\nfallback = [\n  { to = \"d\" },\n  { to = \"f\" },\n]",
            ]
        );
    }
}
