use std::cmp::Reverse;
use std::fmt::Write;

use jurymast_terms::diagnostic::{Diagnostic, Severity};
use jurymast_terms::source::Sources;
use jurymast_terms::text::{lines, one_line};

use super::Outcome;

/// Workflow commands. GitHub shows ten annotations of a step, so the gravest come first.
pub(super) fn write(outcome: &Outcome<'_>) -> String {
    let mut findings: Vec<&Diagnostic> = outcome.open().collect();
    findings.sort_by_key(|finding| Reverse(finding.severity));
    findings
        .into_iter()
        .map(|finding| command(finding, outcome.sources))
        .collect()
}

fn command(finding: &Diagnostic, sources: &Sources) -> String {
    let name = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    let file = one_line(&sources.get(finding.place.file).path);
    let at = sources.position(finding.place);
    let mut out = format!(
        "::{name} file={},line={},endLine={}",
        property(&file),
        at.line,
        at.end_line
    );
    // GitHub refuses columns for a place that goes over several lines.
    if at.line == at.end_line {
        let _ = write!(out, ",col={},endColumn={}", at.column, at.end_column);
    }
    let _ = writeln!(
        out,
        ",title={}::{}",
        property(finding.code),
        escape(&message(finding, sources))
    );
    out
}

/// Of a finding that covers more, so many places are named.
const MOST_PLACES: usize = 10;

fn message(finding: &Diagnostic, sources: &Sources) -> String {
    let mut text = one_line(&finding.message).into_owned();
    if finding.places.len() > 1 {
        for one in finding.places.iter().take(MOST_PLACES) {
            let file = one_line(&sources.get(one.place.file).path);
            let line = sources.position(one.place).line;
            let waived = if one.waived.is_some() {
                " (waived)"
            } else {
                ""
            };
            let _ = write!(text, "\n{file}:{line}: {}{waived}", one_line(&one.message));
        }
        let more = finding.places.len().saturating_sub(MOST_PLACES);
        if more > 0 {
            let _ = write!(text, "\nand {more} more places");
        }
    }
    for note in &finding.notes {
        let _ = write!(text, "\nnote: {}", lines(note));
    }
    for help in &finding.help {
        let _ = write!(text, "\nhelp: {}", lines(help));
    }
    for cost in &finding.cost {
        let _ = write!(text, "\ncost: {}", lines(cost));
    }
    if let Some(team) = &finding.team {
        let _ = write!(text, "\nteam: {}", one_line(team));
    }
    if !finding.places.is_empty() {
        let _ = write!(text, "\nmore: jurymast explain {}", finding.code);
    }
    text
}

fn escape(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn property(text: &str) -> String {
    escape(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::super::sample::Sample;
    use super::*;
    use jurymast_terms::source::Span;

    #[test]
    fn gravest_first_and_nothing_waived() {
        let sample = Sample::two_files();
        assert_eq!(
            write(&sample.outcome()),
            "\
::error file=jurymast.toml,line=2,endLine=2,col=9,endColumn=17,title=no-fallback::`shop` has no fallback for `openai`%0Anote: it is down 9 hours a year%0Ahelp: name a second provider
::warning file=teams.toml,line=2,endLine=2,col=9,endColumn=16,title=odd-date::the day is odd
::notice file=jurymast.toml,line=1,endLine=1,col=1,endColumn=1,title=small-thing::a small thing
"
        );
        assert_eq!(write(&Sample::clean().outcome()), "");
    }

    #[test]
    fn no_text_breaks_out_of_its_command() {
        let mut sample = Sample::clean();
        let odd = sample.sources.add("50%,a:b\n.toml", "a\r\nb");
        sample.findings = vec![
            Diagnostic::error("r", "100%\n::stop-commands::\x1b", Span::new(odd, 0..4))
                .note("x\ny"),
        ];
        assert_eq!(
            write(&sample.outcome()),
            "::error file=50%25%2Ca%3Ab .toml,line=1,endLine=2,title=r::100%25 ::stop-commands::␛%0Anote: x%0Ay\n"
        );
    }
}
