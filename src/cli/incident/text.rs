use crate::cli::table::{WIDTH, wrap};

use super::blocks::{Block, Item};

/// For a terminal: at most 80 columns, commands and addresses apart.
pub(super) fn print(blocks: &[Block]) -> String {
    let mut out = String::new();
    let mut part = 0;
    let mut after_item = false;
    for block in blocks {
        let is_item = matches!(block, Block::Item(_));
        if after_item && matches!(block, Block::Para(_)) {
            out.push('\n');
        }
        after_item = is_item;
        match block {
            Block::Title(text) => {
                out.push_str(&wrap(&text.to_uppercase(), 0, 0));
                out.push_str(&"=".repeat(WIDTH));
                out.push('\n');
            }
            Block::Part(text) => {
                part += 1;
                let line = format!("{part}. {}", text.to_uppercase());
                out.push('\n');
                out.push_str(&wrap(&line, 0, 3));
                out.push_str(&"-".repeat(WIDTH));
                out.push('\n');
            }
            Block::Under(text) => {
                out.push('\n');
                out.push_str(&wrap(&text.to_uppercase(), 0, 2));
            }
            Block::Para(text) => out.push_str(&wrap(text, 0, 0)),
            Block::Item(one) => item(one, &mut out),
            Block::Quote(text) => {
                for line in text.lines() {
                    out.push_str(&wrap(line, 6, 6));
                }
            }
            Block::Blank { heads: _, rows } => rows.iter().for_each(|row| log_row(row, &mut out)),
        }
    }
    clean(&out)
}

fn item(one: &Item, out: &mut String) {
    let number = one.number.map_or(String::new(), |at| format!("{at}. "));
    let open = if one.open { "[ ] " } else { "" };
    let mark = if number.is_empty() && open.is_empty() {
        "* "
    } else {
        ""
    };
    let front = format!("{number}{open}{mark}");
    out.push_str(&wrap(&format!("{front}{}", one.text), 2, 6));
    if let Some(text) = &one.command {
        command(text, 6, out);
    }
    for line in &one.more {
        out.push_str(&wrap(line, 6, 8));
    }
}

fn command(text: &str, indent: usize, out: &mut String) {
    for line in text.lines() {
        out.push_str(&format!("{}$ {line}\n", " ".repeat(indent)));
    }
}

fn log_row(row: &[String], out: &mut String) {
    let filled: Vec<&str> = row
        .iter()
        .map(String::as_str)
        .filter(|cell| !cell.is_empty())
        .collect();
    match filled.as_slice() {
        [] => out.push_str("  ____________ "),
        [at, what @ ..] => {
            out.push_str(&wrap(&format!("{at}  {}", what.join(" ")), 2, 6));
            out.push_str("      decided: ");
        }
    }
    out.push_str(&"_".repeat(WIDTH - 15));
    out.push('\n');
}

/// No text of a plan may move the cursor.
fn clean(text: &str) -> String {
    let seen = |c: char| {
        if c.is_control() && c != '\n' {
            '\u{fffd}'
        } else {
            c
        }
    };
    text.chars().map(seen).collect()
}
