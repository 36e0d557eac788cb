/// The sections that every rule's text has, in this order.
#[cfg(test)]
pub(super) const SECTIONS: [&str; 8] = [
    "What it finds",
    "Why it matters",
    "Fails",
    "Passes",
    "What to do",
    "False alarms",
    "Ask",
    "Sources",
];

/// A rule's text, taken apart.
#[derive(Debug, Clone)]
pub struct Docs {
    /// The first paragraph, in one line.
    pub summary: String,
    /// All of it as Markdown, without the leading blanks of doc comments.
    pub markdown: String,
    /// Heading and body, in order.
    pub sections: Vec<(String, String)>,
}

impl Docs {
    pub(super) fn of(text: &str) -> Self {
        let lines: Vec<&str> = text
            .lines()
            .map(|line| line.strip_prefix(' ').unwrap_or(line))
            .collect();
        let mut sections: Vec<(String, String)> = Vec::new();
        let mut summary = String::new();
        for line in &lines {
            if let Some(heading) = line.strip_prefix("## ") {
                sections.push((heading.to_owned(), String::new()));
            } else if let Some((_, body)) = sections.last_mut() {
                body.push_str(line);
                body.push('\n');
            } else if !line.is_empty() {
                if !summary.is_empty() {
                    summary.push(' ');
                }
                summary.push_str(line);
            }
        }
        for (_, body) in &mut sections {
            *body = body.trim().to_owned();
        }
        Self {
            summary,
            markdown: lines.join("\n").trim().to_owned() + "\n",
            sections,
        }
    }

    /// The text under a heading; `None`: there is no such heading.
    pub fn section(&self, heading: &str) -> Option<&str> {
        let found = self.sections.iter().find(|(name, _)| name == heading)?;
        Some(&found.1)
    }

    /// The TOML blocks of a section.
    pub fn examples(&self, heading: &str) -> Vec<String> {
        let body = self.section(heading).unwrap_or("");
        let blocks = body.split("```toml\n").skip(1);
        blocks
            .filter_map(|block| block.split_once("```"))
            .map(|(toml, _)| toml.to_owned())
            .collect()
    }
}
