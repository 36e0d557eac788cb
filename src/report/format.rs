use std::fmt;
use std::str::FromStr;

use super::{Look, Outcome, concise, full, github, gitlab, json, junit, markdown, rdjson, sarif};

/// The shape of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// With the lines of the plan, for people.
    Full,
    /// A line for each finding.
    Concise,
    /// The contract of `check`.
    Json,
    /// Workflow commands, which GitHub shows beside the lines.
    Github,
    /// GitLab's Code Quality report.
    Gitlab,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// JUnit XML, which nearly every CI system shows.
    Junit,
    /// A table for a pull request or an issue.
    Markdown,
    /// reviewdog's diagnostic format.
    Rdjson,
}

/// The whole report. Every format but GitHub's, which has nothing to say about
/// a clean plan, ends with a newline.
pub fn report(format: Format, outcome: &Outcome<'_>, look: Look) -> String {
    match format {
        Format::Full => full::write(outcome, look),
        Format::Concise => concise::write(outcome),
        Format::Json => json::write(outcome),
        Format::Github => github::write(outcome),
        Format::Gitlab => gitlab::write(outcome),
        Format::Sarif => sarif::write(outcome),
        Format::Junit => junit::write(outcome),
        Format::Markdown => markdown::write(outcome),
        Format::Rdjson => rdjson::write(outcome),
    }
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 9] = [
        Self::Full,
        Self::Concise,
        Self::Json,
        Self::Github,
        Self::Gitlab,
        Self::Sarif,
        Self::Junit,
        Self::Markdown,
        Self::Rdjson,
    ];

    /// As the command line spells it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Concise => "concise",
            Self::Json => "json",
            Self::Github => "github",
            Self::Gitlab => "gitlab",
            Self::Sarif => "sarif",
            Self::Junit => "junit",
            Self::Markdown => "markdown",
            Self::Rdjson => "rdjson",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Format {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        // Other commands call what people read `text`.
        let name = if text == "text" { "full" } else { text };
        let found = Self::ALL.into_iter().find(|format| format.as_str() == name);
        found.ok_or_else(|| {
            let names = Self::ALL.map(Self::as_str).join(", ");
            format!("expected one of {names}, found `{text}`")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_is_found_by_its_name() {
        assert_eq!("text".parse(), Ok(Format::Full));
        for format in Format::ALL {
            assert_eq!(format.as_str().parse(), Ok(format));
        }
        assert_eq!(
            "xml".parse::<Format>(),
            Err(
                "expected one of full, concise, json, github, gitlab, sarif, junit, markdown, rdjson, \
                 found `xml`"
                    .to_owned()
            )
        );
    }
}
