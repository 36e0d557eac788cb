use jurymast_terms::text::one_line;
use jurymast_terms::wording;

use super::answer::{Alternative, Change, ChangeKind, Edit};

/// Names of one list that are shown.
const SHOWN: usize = 6;

impl Change {
    /// "A fallback for fraud-model: fraud-model-mistral (new), in checkout"
    pub fn title(&self) -> String {
        let on = list(&self.on);
        let what = match self.kind {
            ChangeKind::Existing if self.is_degraded => format!("A degraded fallback for {on}"),
            ChangeKind::Existing | ChangeKind::Catalogue => format!("A fallback for {on}"),
            ChangeKind::GatewayBypass => format!("A way for {on} past its gateway"),
            ChangeKind::SecondDomain if self.on.len() > 1 => format!("One more beside {on}"),
            ChangeKind::SecondDomain => format!("A second {on}"),
            ChangeKind::NonAiFloor => format!("A floor without AI for {on}"),
            ChangeKind::OwnQueue => format!("A queue of one's own for {on}"),
        };
        let mut of: Vec<String> = self.places.iter().map(|at| at.component.clone()).collect();
        of.dedup();
        let new = if self.is_new { " (new)" } else { "" };
        format!("{what}: {}{new}, in {}", self.stand_in, list(&of))
    }
}

impl Alternative {
    /// "payments-b (new), removes 3 (likely: it does so elsewhere)"
    pub fn sentence(&self) -> String {
        let new = if self.is_new { " (new)" } else { "" };
        format!(
            "{}{new}, removes {} ({}: {})",
            self.stand_in,
            self.removes,
            self.sureness.as_str(),
            self.why.join("; ")
        )
    }
}

/// Edits as text: each under a comment that names its place.
pub fn paste(edits: &[Edit]) -> String {
    let mut out = String::new();
    for edit in edits {
        if !out.is_empty() {
            out.push('\n');
        }
        let lines = if edit.line == edit.end_line {
            format!("line {}", edit.line)
        } else {
            format!("lines {} to {}", edit.line, edit.end_line)
        };
        if edit.adds() {
            out.push_str(&comment(&format!("in {}, at the end", edit.file)));
        } else {
            let part = if edit.text.starts_with('[') {
                "table"
            } else {
                "entry"
            };
            let (section, file, on) = (&edit.section, &edit.file, edit.on.join(", "));
            out.push_str(&comment(&format!(
                "in [{section}], {file}: in place of the {part} for {on} ({lines})"
            )));
        }
        let text = edit.text.trim();
        out.push_str(text);
        let element = !edit.adds() && !text.starts_with('[');
        out.push_str(if element { ",\n" } else { "\n" });
    }
    out
}

/// A comment ends with its line, whatever it names.
fn comment(words: &str) -> String {
    format!("# {}\n", one_line(words))
}

fn list(names: &[String]) -> String {
    wording::up_to(SHOWN, names)
}
