use super::blocks::{Block, Item};

/// For a chat or an issue; a plan's text cannot become markup.
pub(super) fn print(blocks: &[Block]) -> String {
    let mut out = String::new();
    for block in blocks {
        match block {
            Block::Title(text) => out.push_str(&format!("# {}\n\n", plain(text))),
            Block::Part(text) => out.push_str(&format!("\n## {}\n\n", plain(text))),
            Block::Under(text) => out.push_str(&format!("\n### {}\n\n", plain(text))),
            Block::Para(text) => match text.strip_prefix("-- ") {
                Some(lane) => out.push_str(&format!("\n**{}**\n\n", plain(lane))),
                None => out.push_str(&format!("{}\n\n", plain(text))),
            },
            Block::Item(one) => item(one, &mut out),
            Block::Quote(text) => {
                out.push('\n');
                for line in text.lines() {
                    out.push_str(&format!("  > {}\n", plain(line)));
                }
                out.push('\n');
            }
            Block::Blank { heads, rows } => table(heads, rows, &mut out),
        }
    }
    out
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
