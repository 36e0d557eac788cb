use super::wrap::{WIDTH, wrap};
use super::{Block, Document, Part, Table};

/// A place to write on.
const BLANK: &str = "____________________";

/// The document for the terminal or a text printer, 80 columns wide.
pub fn text(document: &Document) -> String {
    let mut out = document.title.to_uppercase() + "\n";
    out.push_str(&wrap(&document.subtitle, 0, 0));
    for part in &document.parts {
        self::part(part, &mut out);
    }
    out
}

fn part(part: &Part, out: &mut String) {
    out.push_str(&format!(
        "\n{}\n{}\n",
        part.title.to_uppercase(),
        "=".repeat(WIDTH)
    ));
    for block in &part.blocks {
        out.push('\n');
        self::block(block, out);
    }
}

fn block(block: &Block, out: &mut String) {
    match block {
        Block::Heading(text) => out.push_str(&format!("{}\n", text.to_uppercase())),
        Block::Text(text) => paragraphs(text, "", out),
        Block::Notice(text) => paragraphs(text, "! ", out),
        Block::Facts(facts) => {
            for (term, said) in facts {
                out.push_str(&wrap(&format!("{term}: {}", or_blank(said)), 2, 4));
            }
        }
        Block::List(items) => items.iter().for_each(|one| out.push_str(&item("- ", one))),
        Block::Steps(items) => {
            for (at, one) in items.iter().enumerate() {
                out.push_str(&item(&format!("{}. ", at + 1), one));
            }
        }
        Block::Checks(items) => items
            .iter()
            .for_each(|one| out.push_str(&item("[ ] ", one))),
        Block::Table(one) => table(one, out),
        Block::Lines(count) => {
            for _ in 0..*count {
                out.push_str(&format!("  {}\n", "_".repeat(WIDTH - 4)));
            }
        }
        Block::Code(code) => code
            .lines()
            .for_each(|line| out.push_str(&format!("{line}\n"))),
    }
}

fn paragraphs(text: &str, before: &str, out: &mut String) {
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        out.push_str(&wrap(&format!("{before}{line}"), 2, 2 + before.len()));
    }
}

fn item(mark: &str, text: &str) -> String {
    wrap(&format!("{mark}{text}"), 2, 2 + mark.len())
}

/// Each row a record, as wide tables do not fit: its first cell in front, behind
/// a number the second too.
fn table(table: &Table, out: &mut String) {
    if !table.caption.is_empty() {
        out.push_str(&wrap(&table.caption, 2, 2));
    }
    if table.rows.iter().flatten().all(String::is_empty) {
        out.push_str(&wrap(&table.head.join(" | "), 2, 4));
        for _ in &table.rows {
            out.push_str(&format!("  {}\n", "_".repeat(WIDTH - 4)));
        }
        return;
    }
    let numbered = table.head.first().is_some_and(|head| head == "#");
    let in_front = if numbered { 2 } else { 1 };
    for row in &table.rows {
        let (first, others) = row.split_at(in_front.min(row.len()));
        out.push_str(&wrap(&first.join(". "), 2, 4));
        for (head, cell) in table.head.iter().skip(in_front).zip(others) {
            out.push_str(&wrap(&format!("{head}: {}", or_blank(cell)), 6, 8));
        }
    }
}

fn or_blank(text: &str) -> &str {
    if text.is_empty() { BLANK } else { text }
}

#[cfg(test)]
mod tests {
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
                    Block::Checks(vec!["word ".repeat(30)]),
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
