use std::collections::{BTreeMap, BTreeSet};

use jurymast_terms::diagnostic::{Diagnostic, NearerFinding};
use jurymast_terms::source::Span;

/// Rule, component and place of a finding.
type Speaker<'a> = (&'static str, Option<&'a str>, Span);

/// What becomes of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Telling {
    /// It speaks.
    Open,
    /// It is accepted, and speaks for nothing.
    Waived,
    /// Not known yet: others may tell it.
    Waiting,
    /// That one tells it.
    LeftTo(usize),
}

/// One fact is told once: a finding that yields to others is left to the first of them that
/// is there, open and no milder, which says so; where that is left to another itself, to that.
/// What is accepted or switched off speaks for nothing. A finding that yields to others of its
/// own rule is what is to be mended after them: it speaks once they are accepted, and is none
/// where they are not found at all.
pub(super) fn tell_once(findings: &mut Vec<Diagnostic>) {
    let telling = told(findings);
    let mut left: Vec<Vec<Diagnostic>> = vec![Vec::new(); findings.len()];
    let mut kept = Vec::with_capacity(findings.len());
    for (at, finding) in std::mem::take(findings).into_iter().enumerate() {
        match telling[at] {
            Telling::Open | Telling::Waived => kept.push((at, finding)),
            Telling::LeftTo(speaker) => left[speaker].push(finding),
            Telling::Waiting => {}
        }
    }
    for (at, speaker) in &mut kept {
        for finding in std::mem::take(&mut left[*at]) {
            if finding.code != speaker.code {
                let rule = finding.code;
                speaker.notes.push(format!("{} ({rule})", finding.message));
                if !speaker.also.contains(&rule) {
                    speaker.also.push(rule);
                }
            }
            speaker.told.push(finding);
        }
    }
    findings.extend(kept.into_iter().map(|(_, finding)| finding));
}

/// Of findings that were left to others which speak no more those that speak now: where the
/// nearer is among them, that alone.
pub fn tell_again(mut findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let known = findings.iter().map(|one| {
        let detail = one.detail.clone();
        (one.code, one.component.clone(), detail, one.place)
    });
    let known: BTreeSet<(&'static str, Option<String>, String, Span)> = known.collect();
    let is_among = |nearer: &NearerFinding| {
        let component = Some(nearer.component.clone());
        let detail = nearer.detail.clone().unwrap_or_default();
        known.contains(&(nearer.code, component, detail, nearer.place))
    };
    for finding in &mut findings {
        if !finding.yields_to.iter().all(is_among) {
            finding.yields_to.clear();
        }
    }
    tell_once(&mut findings);
    findings
}

fn told(findings: &[Diagnostic]) -> Vec<Telling> {
    let mut speakers: BTreeMap<Speaker<'_>, Vec<usize>> = BTreeMap::new();
    for (at, one) in findings.iter().enumerate() {
        let key = (one.code, one.component.as_deref(), one.place);
        speakers.entry(key).or_default().push(at);
    }
    let nearer = |at: usize| {
        let nearer = findings[at].yields_to.iter();
        nearer.flat_map(|one| {
            let key = (one.code, Some(one.component.as_str()), one.place);
            let named = speakers.get(&key).into_iter().flatten().copied();
            let detail = one.detail.as_ref();
            named.filter(move |at| detail.is_none_or(|detail| findings[*at].detail == *detail))
        })
    };
    let first = |one: &Diagnostic| match (&one.waived, one.yields_to.is_empty()) {
        (Some(_), _) => Telling::Waived,
        (None, true) => Telling::Open,
        (None, false) => Telling::Waiting,
    };
    let mut telling: Vec<Telling> = findings.iter().map(first).collect();
    let waiting = |telling: &[Telling]| -> Vec<usize> {
        let all = 0..findings.len();
        all.filter(|at| telling[*at] == Telling::Waiting).collect()
    };
    loop {
        let mut is_settled = true;
        for at in waiting(&telling) {
            let speaks = |one: usize| match telling[one] {
                Telling::Open => Some(one),
                Telling::LeftTo(speaker) => Some(speaker),
                Telling::Waived | Telling::Waiting => None,
            };
            let is_no_milder = |one: &usize| findings[*one].severity >= findings[at].severity;
            let speaker = nearer(at).filter_map(speaks).find(is_no_milder);
            if let Some(speaker) = speaker {
                telling[at] = Telling::LeftTo(speaker);
                is_settled = false;
            }
        }
        if !is_settled {
            continue;
        }
        let speaks_now = |at: &usize| {
            let of_rule = findings[*at].code;
            let mut yields_to = findings[*at].yields_to.iter();
            yields_to.any(|one| one.code != of_rule)
                || nearer(*at).any(|one| telling[one] != Telling::Waiting)
        };
        let open = waiting(&telling).into_iter().filter(speaks_now);
        let open: Vec<usize> = open.collect();
        if open.is_empty() {
            return telling;
        }
        for at in open {
            telling[at] = Telling::Open;
        }
    }
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
