use super::{Block, Document, Entry, Table, seen};

/// The document for a wiki or a pull request.
pub fn markdown(document: &Document) -> String {
    let mut out = format!("# {}\n\n", line(&document.title));
    paragraphs(&document.subtitle, "", &mut out);
    for part in &document.parts {
        out.push_str(&format!("\n## {}\n", line(&part.title)));
        for block in &part.blocks {
            out.push('\n');
            self::block(block, &mut out);
        }
    }
    seen(&out)
}

fn block(block: &Block, out: &mut String) {
    match block {
        Block::Heading(text) => out.push_str(&format!("### {}\n", line(text))),
        Block::Subheading(text) => out.push_str(&format!("**{}**\n", line(text))),
        Block::Text(text) => paragraphs(text, "", out),
        Block::Notice(text) => paragraphs(text, "> ", out),
        Block::Facts(facts) => {
            for (term, said) in facts {
                out.push_str(&format!("- **{}:** {}\n", line(term), or_blank(said)));
            }
        }
        Block::List(list) => list
            .marked("- ")
            .for_each(|(mark, one)| entry(&mark, one, out)),
        Block::Table(one) => table(one, out),
        Block::Lines(count) => {
            for _ in 0..*count {
                out.push_str(&format!("{}\n\n", "\\_".repeat(40)));
            }
        }
        Block::Code(code) => fenced(code, "toml", "", out),
    }
}

fn paragraphs(text: &str, before: &str, out: &mut String) {
    let all: Vec<String> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|one| format!("{before}{}\n", line(one)))
        .collect();
    out.push_str(&all.join(&format!("{}\n", before.trim_end())));
}

/// What belongs to an entry stands below its text, behind the number or bullet.
fn entry(mark: &str, entry: &Entry, out: &mut String) {
    let Entry {
        text,
        command,
        more,
        quote,
    } = entry;
    out.push_str(&format!("{mark}{}\n", line(text)));
    let indent = " ".repeat(mark.trim_end_matches("[ ] ").len());
    if let Some(command) = command {
        out.push('\n');
        fenced(command, "", &indent, out);
        out.push('\n');
    }
    for one in more {
        out.push_str(&format!("{indent}- {}\n", line(one)));
    }
    if let Some(quote) = quote {
        out.push('\n');
        paragraphs(quote, &format!("{indent}> "), out);
    }
}

/// In a fence longer than any run of backticks inside.
fn fenced(code: &str, language: &str, indent: &str, out: &mut String) {
    let fence = fence(code);
    let lines = code.trim_end().lines();
    let lines: String = lines.map(|line| format!("{indent}{line}\n")).collect();
    out.push_str(&format!(
        "{indent}{fence}{language}\n{lines}{indent}{fence}\n"
    ));
}

fn table(table: &Table, out: &mut String) {
    if !table.caption.is_empty() {
        out.push_str(&format!("{}\n\n", line(&table.caption)));
    }
    let row = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    out.push_str(&row(table.head.iter().map(|cell| line(cell)).collect()));
    out.push_str(&row(vec!["---".to_owned(); table.head.len()]));
    for cells in &table.rows {
        out.push_str(&row(cells.iter().map(|cell| line(cell)).collect()));
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
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
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
        assert_eq!(fence("a ```` b"), "`````");
        assert_eq!(fence("a"), "```");
    }
}
