use std::collections::BTreeMap;
use std::fmt::Write;

use jurymast_terms::diagnostic::{Diagnostic, FindingPlace, Severity};
use jurymast_terms::text::one_line;

use super::Outcome;

/// JUnit XML: a suite for each plan, a case for each place of a finding, and one that passes
/// for each rule that looked at the whole of it and found nothing. What could not be read is an
/// error, a finding that fails the run a failure, and what a waiver covers is skipped, with its
/// reason, as is a rule that may have overlooked what could not be read. Any other finding
/// passes, with what it says on its standard output.
pub(super) fn write(outcome: &Outcome<'_>) -> String {
    let mut suites: Vec<Suite> = outcome
        .plans
        .iter()
        .map(|plan| Suite::of(&plan.file))
        .collect();
    if suites.is_empty() {
        suites.push(Suite::of("jurymast"));
    }
    let suite_of = |finding: &Diagnostic| {
        let text = finding.place.file.index();
        let plans = outcome.plans.iter();
        let before = plans.filter(|plan| plan.texts_before <= text).count();
        before.saturating_sub(1)
    };
    for error in outcome.errors {
        let kind = match error.severity {
            Severity::Error => Ending::Error,
            _ => Ending::Passed,
        };
        suites[suite_of(error)].add(outcome, error, &error.as_place(), kind);
    }
    let mut heard: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    for finding in outcome.findings {
        let suite = suite_of(finding);
        heard.entry(suite).or_default().push(finding.code);
        let alone = [finding.as_place()];
        let places = match finding.places.as_slice() {
            [] => &alone[..],
            places => places,
        };
        for place in places {
            let ending = match &place.waived {
                Some(waived) => {
                    Ending::Skipped(format!("{} (until {})", waived.reason, waived.until))
                }
                // The gathered finding decides how the run ends, and so for each place.
                None if outcome
                    .fails_from
                    .is_some_and(|from| finding.severity >= from) =>
                {
                    Ending::Failure(place.severity)
                }
                None => Ending::Passed,
            };
            suites[suite].add(outcome, finding, place, ending);
        }
    }
    for (at, suite) in suites.iter_mut().enumerate() {
        let heard = heard.get(&at).map_or(&[][..], Vec::as_slice);
        let plan = outcome.plans.get(at);
        let ran = |name| plan.is_none_or(|plan| plan.ran.contains(&name));
        let silent = outcome.rules.iter().map(|rule| rule.name);
        for rule in silent.filter(|name| !heard.contains(name) && ran(*name)) {
            suite.add_silent(rule);
        }
    }
    let total = |of: fn(&Suite) -> usize| suites.iter().map(of).sum::<usize>();
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _ = writeln!(
        out,
        "<testsuites name=\"jurymast\" tests=\"{}\" failures=\"{}\" errors=\"{}\">",
        total(|one| one.tests),
        total(|one| one.failures),
        total(|one| one.errors)
    );
    for suite in &suites {
        let _ = writeln!(
            out,
            "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\">",
            escape(&suite.name),
            suite.tests,
            suite.failures,
            suite.errors,
            suite.skipped
        );
        out.push_str(&suite.cases);
        out.push_str("  </testsuite>\n");
    }
    out.push_str("</testsuites>\n");
    out
}

/// How a case ended.
enum Ending {
    Error,
    Failure(Severity),
    Passed,
    Skipped(String),
}

struct Suite {
    name: String,
    cases: String,
    tests: usize,
    failures: usize,
    errors: usize,
    skipped: usize,
}

impl Suite {
    fn of(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            cases: String::new(),
            tests: 0,
            failures: 0,
            errors: 0,
            skipped: 0,
        }
    }

    fn case(&mut self, name: &str, class: &str, inside: &str) {
        self.tests += 1;
        let (name, class) = (escape(name), escape(class));
        let _ = match inside {
            "" => writeln!(
                self.cases,
                "    <testcase name=\"{name}\" classname=\"{class}\"/>"
            ),
            inside => writeln!(
                self.cases,
                "    <testcase name=\"{name}\" classname=\"{class}\">\n      {inside}\n    </testcase>"
            ),
        };
    }

    /// A rule that found nothing: that says nothing of what could not be read.
    fn add_silent(&mut self, rule: &str) {
        let name = self.name.clone();
        if self.errors == 0 {
            self.case(rule, &name, "");
        } else {
            self.skipped += 1;
            let why = "the plan could not be read in full";
            self.case(rule, &name, &format!("<skipped message=\"{why}\"/>"));
        }
    }

    fn add(
        &mut self,
        outcome: &Outcome<'_>,
        finding: &Diagnostic,
        place: &FindingPlace,
        ending: Ending,
    ) {
        let file = &outcome.sources.get(place.place.file).path;
        let at = outcome.sources.position(place.place);
        let name = format!("{} at {file}:{}:{}", finding.code, at.line, at.column);
        let message = escape(&place.message);
        let code = escape(finding.code);
        let mut words = format!("{file}:{}:{}: {}", at.line, at.column, place.message);
        for note in &finding.notes {
            let _ = write!(words, "\nnote: {note}");
        }
        for help in &finding.help {
            let _ = write!(words, "\nhelp: {help}");
        }
        let words = escape_lines(&words);
        let inside = match ending {
            Ending::Error => {
                self.errors += 1;
                format!("<error type=\"{code}\" message=\"{message}\">{words}</error>")
            }
            Ending::Failure(severity) => {
                self.failures += 1;
                format!(
                    "<failure type=\"{code}\" message=\"{severity}: {message}\">{words}</failure>"
                )
            }
            Ending::Passed => {
                let severity = place.severity;
                format!("<system-out>{severity}: {words}</system-out>")
            }
            Ending::Skipped(why) => {
                self.skipped += 1;
                format!("<skipped message=\"{}\"/>", escape(&why))
            }
        };
        self.case(&name, file, &inside);
    }
}

/// One line, for an attribute. What XML 1.0 has no room for goes.
fn escape(text: &str) -> String {
    escape_lines(&one_line(text))
}

fn escape_lines(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split('\n') {
        if !out.is_empty() {
            out.push('\n');
        }
        for c in one_line(line).chars() {
            match c {
                '&' => out.push_str("&amp;"),
                '<' => out.push_str("&lt;"),
                '>' => out.push_str("&gt;"),
                '"' => out.push_str("&quot;"),
                '\'' => out.push_str("&apos;"),
                '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
                c => out.push(c),
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::sample::Sample;
    use super::*;

    #[test]
    fn a_case_for_each_place_and_each_rule_that_found_nothing() {
        let text = write(&Sample::two_files().outcome());
        assert_eq!(
            text,
            r#"<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="jurymast" tests="4" failures="1" errors="0">
  <testsuite name="jurymast.toml" tests="4" failures="1" errors="0" skipped="1">
    <testcase name="odd-date at teams.toml:2:9" classname="teams.toml">
      <system-out>warning: teams.toml:2:9: the day is odd</system-out>
    </testcase>
    <testcase name="no-fallback at jurymast.toml:2:9" classname="jurymast.toml">
      <failure type="no-fallback" message="error: `shop` has no fallback for `openai`">jurymast.toml:2:9: `shop` has no fallback for `openai`
note: it is down 9 hours a year
help: name a second provider</failure>
    </testcase>
    <testcase name="small-thing at jurymast.toml:1:1" classname="jurymast.toml">
      <system-out>info: jurymast.toml:1:1: a small thing</system-out>
    </testcase>
    <testcase name="no-fallback at jurymast.toml:2:1" classname="jurymast.toml">
      <skipped message="bought in May (until 2027-01-31)"/>
    </testcase>
  </testsuite>
</testsuites>
"#
        );
        let sample = Sample::two_files();
        let with = |fails_from| Outcome {
            fails_from,
            ..sample.outcome()
        };
        let all = write(&with(Some(Severity::Info)));
        assert!(all.contains("failures=\"2\""), "{all}");
        assert!(
            all.contains("<failure type=\"small-thing\" message=\"info: a small thing\">"),
            "{all}"
        );
        let none = write(&with(None));
        assert!(
            none.contains("failures=\"0\"") && !none.contains("<failure"),
            "{none}"
        );
        let clean = write(&Sample::clean().outcome());
        assert!(clean.contains("<testcase name=\"no-fallback\" classname=\"jurymast.toml\"/>"));
    }

    #[test]
    fn no_text_breaks_out_of_its_element() {
        let mut sample = Sample::clean();
        sample.find("</failure>\"'&\x1b]]>\u{ffff}\n", 0..0);
        let text = write(&sample.outcome());
        assert!(
            text.contains("&lt;/failure&gt;&quot;&apos;&amp;␛]]&gt;\u{fffd}"),
            "{text}"
        );
        assert_eq!(text.matches("</failure>").count(), 1);
    }
}
