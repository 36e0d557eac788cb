use jurymast_terms::text::{Printout, one_line};

use super::{Block, Document, ListEntry, Table};

/// The document for a wiki or a pull request.
pub fn markdown(document: &Document) -> Printout {
    let mut out = Printout::new();
    out.line(format!("# {}", line(&document.title)));
    out.blank();
    paragraphs(&document.subtitle, "", &mut out);
    for part in &document.parts {
        out.blank();
        out.line(format!("## {}", line(&part.title)));
        for block in &part.blocks {
            out.blank();
            self::block(block, &mut out);
        }
    }
    out
}

fn block(block: &Block, out: &mut Printout) {
    match block {
        Block::Heading(text) => out.line(format!("### {}", line(text))),
        Block::Subheading(text) => out.line(format!("**{}**", line(text))),
        Block::Text(all) => paragraphs(all, "", out),
        Block::Notice(text) => out.line(format!("> {}", line(text))),
        Block::Facts(facts) => {
            for (term, said) in facts {
                out.line(format!("- **{}:** {}", line(term), or_blank(said)));
            }
        }
        Block::List(list) => list
            .marked("- ")
            .for_each(|(mark, one)| entry(&mark, one, out)),
        Block::Table(one) => table(one, out),
        Block::Lines(count) => {
            for _ in 0..*count {
                out.line("\\_".repeat(40));
                out.blank();
            }
        }
        Block::Code(code) => fenced(code, "toml", "", out),
    }
}

fn paragraphs(all: &[String], before: &str, out: &mut Printout) {
    let all = all.iter().filter(|one| !one.trim().is_empty());
    for (at, one) in all.enumerate() {
        if at > 0 {
            out.line(before);
        }
        out.line(format!("{before}{}", line(one)));
    }
}

/// What belongs to an entry stands below its text, behind the number or bullet.
fn entry(mark: &str, entry: &ListEntry, out: &mut Printout) {
    let ListEntry {
        command,
        more,
        quote,
        ..
    } = entry;
    out.line(format!("{mark}{}", line(&entry.head())));
    let indent = " ".repeat(mark.trim_end_matches("[ ] ").len());
    if let Some(command) = command {
        out.blank();
        fenced(command, "", &indent, out);
        out.blank();
    }
    for one in more {
        out.line(format!("{indent}- {}", line(&one.to_string())));
    }
    if let Some(quote) = quote {
        let lines: Vec<String> = quote.lines().map(str::to_owned).collect();
        out.blank();
        paragraphs(&lines, &format!("{indent}> "), out);
    }
}

/// In a fence longer than any run of backticks inside.
fn fenced(code: &str, language: &str, indent: &str, out: &mut Printout) {
    let fence = fence(code);
    out.line(format!("{indent}{fence}{language}"));
    for line in code.trim_end().lines() {
        out.line(format!("{indent}{line}"));
    }
    out.line(format!("{indent}{fence}"));
}

fn table(table: &Table, out: &mut Printout) {
    if !table.caption.is_empty() {
        out.line(line(&table.caption));
        out.blank();
    }
    let row = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    out.line(row(table.head.iter().map(|cell| line(cell)).collect()));
    out.line(row(vec!["---".to_owned(); table.head.len()]));
    for cells in &table.rows {
        out.line(row(cells.iter().map(|cell| line(cell)).collect()));
    }
}

fn or_blank(text: &str) -> String {
    if text.is_empty() {
        "\\_".repeat(20)
    } else {
        line(text)
    }
}

/// Text on one line that no reader takes for markup; addresses stay whole.
fn line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in one_line(text).split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        if let Some((before, id, after)) = quoted_id(word) {
            out.push_str(&format!("{before}`{id}`{after}"));
            continue;
        }
        let is_address = word.starts_with("https://") || word.starts_with("http://");
        let markup = if is_address {
            "\\`*[]<>|"
        } else {
            "\\`*_[]<>|#&~!$"
        };
        for c in word.chars() {
            if markup.contains(c) {
                out.push('\\');
            }
            out.push(c);
        }
    }
    if out.starts_with(['-', '+', '=']) {
        out.insert(0, '\\');
    }
    out
}

/// A word that is an id between backticks, which stays code: "(`checkout`," with what stands
/// around it. Neither can be markup.
fn quoted_id(word: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = word.split_once('`')?;
    let (id, after) = rest.split_once('`')?;
    let is_of_id = |c: char| c.is_alphanumeric() || "-_./:@".contains(c);
    let is_point = |c: char| c.is_alphanumeric() || "()\"',.;:?'".contains(c);
    let is_plain = !id.is_empty()
        && id.chars().all(is_of_id)
        && before.chars().chain(after.chars()).all(is_point);
    is_plain.then_some((before, id, after))
}

/// Longer than any run of backticks inside.
fn fence(code: &str) -> String {
    let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    "`".repeat(longest.max(2) + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_no_markup() {
        assert_eq!(line("a <b>*x*</b>\n| y"), "a \\<b\\>\\*x\\*\\</b\\> \\| y");
        assert_eq!(line("- no list"), "\\- no list");
        assert_eq!(line("+20m"), "\\+20m");
        assert_eq!(line("a_b https://x/a_b?c&d"), "a\\_b https://x/a_b?c&d");
        assert_eq!(line("`a_b` and (`c/d`)."), "`a_b` and (`c/d`).");
        assert_eq!(
            line("`<b>` `a|b` `` x"),
            "\\`\\<b\\>\\` \\`a\\|b\\` \\`\\` x"
        );
        assert_eq!(fence("a ```` b"), "`````");
        assert_eq!(fence("a"), "```");
    }
}
