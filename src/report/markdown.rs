use jurymast_continuity::document::{self, Block, Document, Part, Table};
use jurymast_terms::diagnostic::Diagnostic;

use super::Outcome;
use super::summary::sentence;

/// By which a comment is found again, to be written anew.
const MARKER: &str = "<!-- jurymast check -->";

/// A comment on a pull request may have 65,536 characters: so many findings fit.
const MOST_FINDINGS: usize = 100;

/// A table for a pull request, an issue or the summary of a run.
pub(super) fn write(outcome: &Outcome<'_>) -> String {
    let open: Vec<&Diagnostic> = outcome.open().collect();
    let mut gravest = open.clone();
    gravest.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    let rows = gravest.iter().take(MOST_FINDINGS).map(|finding| {
        let file = &outcome.sources.get(finding.place.file).path;
        let line = outcome.sources.position(finding.place).line;
        let mut said = finding.message.clone();
        let places = finding.places.len();
        if places > 1 {
            said.push_str(&format!(" ({places} places)"));
        }
        let help = finding.help.join(" ");
        vec![
            finding.severity.to_string(),
            finding.code.to_owned(),
            format!("{file}:{line}"),
            said,
            if help.is_empty() {
                "-".to_owned()
            } else {
                help
            },
        ]
    });
    let mut blocks = Vec::new();
    if !open.is_empty() {
        let head = ["Level", "Rule", "Place", "Finding", "What to do"];
        blocks.push(Block::Table(Table::new("", &head, rows.collect())));
    }
    let more = open.len().saturating_sub(MOST_FINDINGS);
    if more > 0 {
        blocks.push(Block::text(format!("and {more} more findings")));
    }
    let names: Vec<&str> = outcome
        .plans
        .iter()
        .map(|plan| plan.name.as_str())
        .collect();
    let title = match names.is_empty() {
        true => "jurymast".to_owned(),
        false => format!("jurymast: {}", names.join(", ")),
    };
    let document = Document {
        title,
        part_per_sheet: false,
        subtitle: std::iter::once(sentence(outcome))
            .chain(outcome.silenced.words())
            .collect(),
        parts: vec![Part {
            id: "findings",
            title: "Findings".to_owned(),
            blocks,
        }],
    };
    format!("{MARKER}\n{}", document::markdown(&document).as_str())
}

#[cfg(test)]
mod tests {
    use super::super::sample::Sample;
    use super::*;

    #[test]
    fn a_table_with_the_gravest_first() {
        let text = write(&Sample::two_files().outcome());
        assert!(
            text.starts_with("<!-- jurymast check -->\n# jurymast: Shop\n"),
            "{text}"
        );
        let rows: Vec<&str> = text.lines().filter(|line| line.starts_with('|')).collect();
        assert_eq!(rows.len(), 5, "{text}");
        assert!(rows[2].starts_with("| error | no"), "{text}");
        assert!(
            text.contains("1 error, 1 warning, 1 info, 1 waived"),
            "{text}"
        );
    }

    #[test]
    fn no_text_becomes_markup() {
        let mut sample = Sample::clean();
        sample.find("a | b <img src=x> [c](http://d) @all\n# e", 0..0);
        let text = write(&sample.outcome());
        let said = r"| a \| b \<img src=x\> \[c\](http://d) @all \# e |";
        assert!(text.contains(said), "{text}");
        let rows: Vec<&str> = text.lines().filter(|line| line.starts_with('|')).collect();
        assert_eq!(rows.len(), 3, "{text}");
    }
}
