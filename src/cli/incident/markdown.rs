use super::blocks::{Block, Item};

/// For a chat or an issue; a plan's text cannot become markup.
pub(super) fn print(blocks: &[Block]) -> String {
    let mut out = String::new();
    for block in blocks {
        if !matches!(block, Block::Item(_)) {
            apart(&mut out);
        }
        match block {
            Block::Title(text) => out.push_str(&format!("# {}\n", plain(text))),
            Block::Part(text) => out.push_str(&format!("## {}\n", plain(text))),
            Block::Under(text) => out.push_str(&format!("### {}\n", plain(text))),
            Block::Para(text) => match text.strip_prefix("-- ") {
                Some(lane) => out.push_str(&format!("**{}**\n", plain(lane))),
                None => out.push_str(&format!("{}\n", plain(text))),
            },
            Block::Item(one) => {
                let in_list = out.rsplit('\n').nth(1).is_some_and(is_listed);
                if !in_list {
                    apart(&mut out);
                }
                item(one, &mut out);
            }
            Block::Quote(text) => {
                for line in text.lines() {
                    out.push_str(&format!("  > {}\n", plain(line)));
                }
            }
            Block::Blank { heads, rows } => table(heads, rows, &mut out),
        }
    }
    out
}

/// Ends with an empty line, if there is anything.
fn apart(out: &mut String) {
    if !out.is_empty() && !out.ends_with("\n\n") {
        out.push('\n');
    }
}

/// A line of a list, or of what hangs below one of its entries.
fn is_listed(line: &str) -> bool {
    let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
    line.starts_with("- ") || line.starts_with("  ") || digits.starts_with(". ")
}

fn item(one: &Item, out: &mut String) {
    let mark = match one.number {
        Some(at) => format!("{at}. "),
        None => "- ".to_owned(),
    };
    let open = if one.open { "[ ] " } else { "" };
    out.push_str(&format!("{mark}{open}{}\n", plain(&one.text)));
    let indent = " ".repeat(mark.len());
    if let Some(text) = &one.command {
        out.push('\n');
        command(text, &indent, out);
    }
    for line in &one.more {
        out.push_str(&format!("{indent}- {}\n", plain(line)));
    }
}

/// In a fence longer than any run of backticks within.
fn command(text: &str, indent: &str, out: &mut String) {
    let mut longest = 2;
    let mut run = 0;
    for c in text.chars() {
        run = if c == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let fence = "`".repeat(longest + 1);
    out.push_str(&format!("{indent}{fence}\n"));
    for line in text.lines() {
        out.push_str(&format!("{indent}{line}\n"));
    }
    out.push_str(&format!("{indent}{fence}\n\n"));
}

fn table(heads: &[&str], rows: &[Vec<String>], out: &mut String) {
    out.push_str(&format!("| {} |\n", heads.join(" | ")));
    out.push_str(&format!("|{}\n", "---|".repeat(heads.len())));
    for row in rows {
        let cells =
            (0..heads.len()).map(|at| row.get(at).map_or(String::new(), |cell| plain(cell)));
        let cells: Vec<String> = cells.collect();
        out.push_str(&format!("| {} |\n", cells.join(" | ")));
    }
}

/// One line in which nothing is markup; addresses stay readable.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' | '\t' => out.push(' '),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '~' => {
                out.push('\\');
                out.push(c);
            }
            c if c.is_control() => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}
