use jurymast_terms::text::{self, PAGE_WIDTH, Printout};

use super::{Block, Document, ListEntry, Table};

/// The document for the terminal or a text printer, 80 columns wide.
pub fn text(document: &Document) -> Printout {
    let mut out = Printout::new();
    out.wrapped(document.title.to_uppercase(), 0, 0);
    out.line("=".repeat(PAGE_WIDTH));
    paragraphs(&document.subtitle, &mut out);
    for (at, part) in document.parts.iter().enumerate() {
        let title = format!("{}. {}", at + 1, part.title.to_uppercase());
        out.blank();
        out.wrapped(title, 0, 3);
        out.line("-".repeat(PAGE_WIDTH));
        let mut after_heading = true;
        for block in &part.blocks {
            if !after_heading {
                out.blank();
            }
            after_heading = block.is_heading();
            self::block(block, &mut out);
        }
    }
    out
}

fn block(block: &Block, out: &mut Printout) {
    match block {
        Block::Heading(text) => out.wrapped(text.to_uppercase(), 0, 2),
        Block::Subheading(text) => out.wrapped(format!("-- {text}"), 0, 3),
        Block::Text(all) => paragraphs(all, out),
        Block::Notice(text) => out.wrapped(format!("! {text}"), 0, 2),
        Block::Facts(facts) => {
            for (term, said) in facts {
                fact(term, said, 2, out);
            }
        }
        Block::List(list) => {
            // Without a box there is no need of a bullet.
            let bullet = if list.boxes { "" } else { "- " };
            for (mark, one) in list.marked(bullet) {
                entry(&mark, one, out);
            }
        }
        Block::Table(one) => table(one, out),
        Block::Lines(count) => lines(*count, out),
        Block::Code(code) => code.lines().for_each(|line| out.line(line)),
    }
}

fn paragraphs(all: &[String], out: &mut Printout) {
    for one in all.iter().filter(|one| !one.trim().is_empty()) {
        out.wrapped(one, 0, 0);
    }
}

fn entry(mark: &str, entry: &ListEntry, out: &mut Printout) {
    let ListEntry {
        command,
        more,
        quote,
        ..
    } = entry;
    out.wrapped(format!("{mark}{}", entry.head()), 2, 2 + mark.len());
    for line in command.iter().flat_map(|text| text.lines()) {
        out.line(format!("      $ {line}"));
    }
    for line in more {
        out.wrapped(line.to_string(), 6, 8);
    }
    for line in quote.iter().flat_map(|text| text.lines()) {
        out.wrapped(line, 6, 6);
    }
}

/// Each row a record, as wide tables do not fit: its first cell in front, behind
/// a number the second too.
fn table(table: &Table, out: &mut Printout) {
    if !table.caption.is_empty() {
        out.wrapped(&table.caption, 2, 2);
    }
    if table.rows.iter().flatten().all(String::is_empty) {
        out.wrapped(table.head.join(" | "), 2, 4);
        lines(table.rows.len(), out);
        return;
    }
    let numbered = table.head.first().is_some_and(|head| head == "#");
    let in_front = if numbered { 2 } else { 1 };
    for row in &table.rows {
        let (first, others) = row.split_at(in_front.min(row.len()));
        out.wrapped(first.join(". "), 2, 4);
        for (head, cell) in table.head.iter().skip(in_front).zip(others) {
            fact(head, cell, 6, out);
        }
    }
}

/// What is empty is a place to write on, to the end of the line.
fn fact(term: &str, said: &str, indent: usize, out: &mut Printout) {
    let line = if said.is_empty() {
        let used = indent + text::width(term) + 2;
        let place = "_".repeat(PAGE_WIDTH.saturating_sub(used).max(20));
        format!("{term}: {place}")
    } else {
        format!("{term}: {said}")
    };
    out.wrapped(line, indent, indent + 2);
}

fn lines(count: usize, out: &mut Printout) {
    for _ in 0..count {
        out.line(format!("  {}", "_".repeat(PAGE_WIDTH - 4)));
    }
}

#[cfg(test)]
mod tests {
    use super::super::Part;
    use super::*;

    #[test]
    fn everything_fits_the_terminal() {
        let rows = vec![vec!["1".to_owned(), "word ".repeat(40), String::new()]];
        let document = Document {
            title: "Title".to_owned(),
            subtitle: vec!["word ".repeat(30)],
            parts: vec![Part {
                id: "one",
                title: "One".to_owned(),
                blocks: vec![
                    Block::Notice("word ".repeat(30)),
                    Block::checks(["word ".repeat(30)]),
                    Block::Table(Table::new("Caption", &["#", "What", "Met"], rows)),
                    Block::Table(Table::blank("Log", &["When", "What"], 2)),
                    Block::Lines(1),
                    Block::Code("a = 1".to_owned()),
                ],
            }],
            part_per_sheet: true,
        };
        let printed = text(&document);
        let all = printed.as_str();
        let fits = |line: &str| text::width(line) <= PAGE_WIDTH;
        assert!(all.lines().all(fits), "{all}");
        assert!(all.contains("      Met: ____") && all.contains("\na = 1\n"));
    }
}
