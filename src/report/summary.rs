use std::fmt::Write;

use jurymast_contract::{RuleCount, SeverityCounts};
use jurymast_plan::model::UnknownModel;
use jurymast_terms::diagnostic::Diagnostic;

use super::Outcome;

/// A line for each rule that found something: how many findings, at how many places.
pub(super) fn table(findings: &[Diagnostic]) -> String {
    let counts = RuleCount::of(findings);
    if counts.is_empty() {
        return String::new();
    }
    let widest = counts.iter().map(|one| one.rule.len()).max().unwrap_or(0);
    let mut out = String::from("findings  places  waived\n");
    for one in counts {
        let RuleCount {
            rule,
            severity,
            findings,
            places,
            waived,
        } = one;
        let _ = writeln!(
            out,
            "{findings:>8}  {places:>6}  {waived:>6}  {rule:<widest$}  {severity}"
        );
    }
    out
}

/// "2 errors, 1 warning, 3 waived, 12 in the baseline"
pub(super) fn sentence(outcome: &Outcome<'_>) -> String {
    let counts = SeverityCounts::of(outcome.all());
    let held = [
        (outcome.baselined, "in the baseline"),
        (outcome.unchanged, "left out as unchanged"),
    ];
    words(counts, held)
}

fn words(counts: SeverityCounts, held: [(Option<usize>, &str); 2]) -> String {
    let SeverityCounts {
        error,
        warning,
        info,
        waived,
    } = counts;
    let mut parts = Vec::new();
    for (count, name) in [(error, "error"), (warning, "warning"), (info, "info")] {
        match count {
            0 => {}
            1 => parts.push(format!("1 {name}")),
            _ => parts.push(format!("{count} {name}s")),
        }
    }
    if parts.is_empty() {
        parts.push("no findings".to_owned());
    }
    if waived > 0 {
        parts.push(format!("{waived} waived"));
    }
    for (count, what) in held {
        parts.extend(count.map(|count| format!("{count} {what}")));
    }
    parts.join(", ")
}

/// How many models the plan calls that nobody knows; nothing where there is none.
pub(super) fn unknown_models(models: &[UnknownModel]) -> Option<String> {
    Some(match models.len() {
        0 => return None,
        1 => "1 model the catalogue does not know: its end is not judged".to_owned(),
        many => format!("{many} models the catalogue does not know: their ends are not judged"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences() {
        let said = |error, warning, info, waived| {
            let counts = SeverityCounts {
                error,
                warning,
                info,
                waived,
            };
            words(counts, [(None, "a"), (None, "b")])
        };
        assert_eq!(said(2, 1, 0, 3), "2 errors, 1 warning, 3 waived");
        assert_eq!(said(0, 0, 2, 0), "2 infos");
        assert_eq!(said(0, 0, 0, 0), "no findings");
        assert_eq!(said(0, 0, 0, 1), "no findings, 1 waived");
        let held = [
            (Some(12), "in the baseline"),
            (Some(0), "left out as unchanged"),
        ];
        let held = words(SeverityCounts::default(), held);
        assert_eq!(
            held,
            "no findings, 12 in the baseline, 0 left out as unchanged"
        );
    }
}
