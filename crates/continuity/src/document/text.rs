use super::wrap::{WIDTH, wrap};
use super::{Block, Document, Entry, Table, seen};

/// The document for the terminal or a text printer, 80 columns wide.
pub fn text(document: &Document) -> String {
    let mut out = wrap(&document.title.to_uppercase(), 0, 0);
    out.push_str(&format!("{}\n", "=".repeat(WIDTH)));
    paragraphs(&document.subtitle, "", &mut out);
    for (at, part) in document.parts.iter().enumerate() {
        let title = format!("{}. {}", at + 1, part.title.to_uppercase());
        out.push_str(&format!("\n{}{}\n", wrap(&title, 0, 3), "-".repeat(WIDTH)));
        let mut after_heading = true;
        for block in &part.blocks {
            if !after_heading {
                out.push('\n');
            }
            after_heading = block.is_heading();
            self::block(block, &mut out);
        }
    }
    seen(&out)
}

fn block(block: &Block, out: &mut String) {
    match block {
        Block::Heading(text) => out.push_str(&wrap(&text.to_uppercase(), 0, 2)),
        Block::Subheading(text) => out.push_str(&wrap(&format!("-- {text}"), 0, 3)),
        Block::Text(text) => paragraphs(text, "", out),
        Block::Notice(text) => paragraphs(text, "! ", out),
        Block::Facts(facts) => {
            for (term, said) in facts {
                out.push_str(&fact(term, said, 2));
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
        Block::Code(code) => code
            .lines()
            .for_each(|line| out.push_str(&format!("{line}\n"))),
    }
}

fn paragraphs(text: &str, before: &str, out: &mut String) {
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        out.push_str(&wrap(&format!("{before}{line}"), 0, before.len()));
    }
}

fn entry(mark: &str, entry: &Entry, out: &mut String) {
    let Entry {
        text,
        command,
        more,
        quote,
    } = entry;
    out.push_str(&wrap(&format!("{mark}{text}"), 2, 2 + mark.len()));
    for line in command.iter().flat_map(|text| text.lines()) {
        out.push_str(&format!("      $ {line}\n"));
    }
    for line in more {
        out.push_str(&wrap(line, 6, 8));
    }
    for line in quote.iter().flat_map(|text| text.lines()) {
        out.push_str(&wrap(line, 6, 6));
    }
}

/// Each row a record, as wide tables do not fit: its first cell in front, behind
/// a number the second too.
fn table(table: &Table, out: &mut String) {
    if !table.caption.is_empty() {
        out.push_str(&wrap(&table.caption, 2, 2));
    }
    if table.rows.iter().flatten().all(String::is_empty) {
        out.push_str(&wrap(&table.head.join(" | "), 2, 4));
        lines(table.rows.len(), out);
        return;
    }
    let numbered = table.head.first().is_some_and(|head| head == "#");
    let in_front = if numbered { 2 } else { 1 };
    for row in &table.rows {
        let (first, others) = row.split_at(in_front.min(row.len()));
        out.push_str(&wrap(&first.join(". "), 2, 4));
        for (head, cell) in table.head.iter().skip(in_front).zip(others) {
            out.push_str(&fact(head, cell, 6));
        }
    }
}

/// What is empty is a place to write on, to the end of the line.
fn fact(term: &str, said: &str, indent: usize) -> String {
    if !said.is_empty() {
        return wrap(&format!("{term}: {said}"), indent, indent + 2);
    }
    let used = indent + term.chars().count() + 2;
    let place = "_".repeat(WIDTH.saturating_sub(used).max(20));
    wrap(&format!("{term}: {place}"), indent, indent + 2)
}

fn lines(count: usize, out: &mut String) {
    for _ in 0..count {
        out.push_str(&format!("  {}\n", "_".repeat(WIDTH - 4)));
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
            subtitle: "word ".repeat(30),
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
        };
        let text = text(&document);
        assert!(
            text.lines().all(|line| line.chars().count() <= WIDTH),
            "{text}"
        );
        assert!(text.contains("      Met: ____") && text.contains("\na = 1\n"));
    }
}
