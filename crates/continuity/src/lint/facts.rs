use std::collections::BTreeMap;

use jurymast_terms::diagnostic::{Diagnostic, ToldFact};
use jurymast_terms::source::Span;

/// Rule, component and place of a finding.
type Speaker<'a> = (&'static str, Option<&'a str>, Span);

/// One fact is told once: a finding that yields to others is left to the first of them that
/// is there, open and no milder, which says so. What is accepted or switched off speaks for
/// nothing.
pub(super) fn tell_once(findings: &mut Vec<Diagnostic>) {
    let mut speakers: BTreeMap<Speaker<'_>, Vec<usize>> = BTreeMap::new();
    for (at, one) in findings.iter().enumerate() {
        if one.waived.is_none() && one.yields_to.is_empty() {
            let key = (one.code, one.component.as_deref(), one.place);
            speakers.entry(key).or_default().push(at);
        }
    }
    let mut left: Vec<(usize, ToldFact, String)> = Vec::new();
    let mut is_left = vec![false; findings.len()];
    for (at, finding) in findings.iter().enumerate() {
        let speaker = finding.yields_to.iter().find_map(|nearer| {
            let key = (nearer.code, Some(nearer.component.as_str()), nearer.place);
            let mut known = speakers.get(&key)?.iter().copied();
            known.find(|at| findings[*at].severity >= finding.severity)
        });
        if let Some(speaker) = speaker.filter(|_| finding.waived.is_none()) {
            let fact = ToldFact {
                code: finding.code,
                component: finding.component.clone(),
                causes: finding.each_cause().map(str::to_owned).collect(),
            };
            left.push((speaker, fact, finding.message.clone()));
            is_left[at] = true;
        }
    }
    for (speaker, fact, message) in left {
        let speaker = &mut findings[speaker];
        let rule = fact.code;
        speaker.told.push(fact);
        speaker.notes.push(format!("{message} ({rule})"));
        if !speaker.also.contains(&rule) {
            speaker.also.push(rule);
        }
    }
    let mut is_left = is_left.into_iter();
    findings.retain(|_| !is_left.next().unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::*;
    use jurymast_terms::diagnostic::{Severity, Waived};
    use jurymast_terms::source::{Sources, Span};

    fn codes(findings: &[Diagnostic]) -> Vec<&str> {
        findings.iter().map(|one| one.code).collect()
    }

    #[test]
    fn only_what_is_open_and_no_milder_speaks_for_another() {
        let mut sources = Sources::default();
        let file = sources.add("a", "xxxx");
        let place = Span::new(file, 0..1);
        let near = Diagnostic::error("near", "n", place).component("c");
        let far = Diagnostic::error("far", "f", Span::new(file, 2..3))
            .component("d")
            .yields_to("near", "c", place);
        let told = |near: Diagnostic| {
            let mut findings = vec![far.clone(), near];
            tell_once(&mut findings);
            findings
        };
        let one = told(near.clone());
        assert_eq!(codes(&one), ["near"]);
        assert_eq!(one[0].also, ["far"]);
        assert_eq!(one[0].notes, ["f (far)"]);
        let mut mild = near.clone();
        mild.severity = Severity::Warning;
        assert_eq!(codes(&told(mild)), ["far", "near"]);
        let mut waived = near.clone();
        waived.waived = Some(Waived {
            is_in_source: false,
            reason: "r".to_owned(),
            until: "2027-01-01".parse().unwrap(),
        });
        assert_eq!(codes(&told(waived)), ["far", "near"]);
        assert_eq!(codes(&told(near.component("other"))), ["far", "near"]);
    }
}
