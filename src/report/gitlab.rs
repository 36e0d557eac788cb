use std::collections::BTreeMap;

use jurymast_terms::diagnostic::{Diagnostic, FindingPlace, Severity};
use jurymast_terms::text::{escape_json, one_line};
use serde_json::{Value, json};

use super::Outcome;

/// A Code Quality report: an entry for each place of a finding that nobody waived.
pub(super) fn write(outcome: &Outcome<'_>) -> String {
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    let mut entries = Vec::new();
    for finding in outcome.open() {
        let places = match finding.places.as_slice() {
            [] => vec![finding.as_place()],
            places => places.to_vec(),
        };
        for place in places.iter().filter(|place| place.waived.is_none()) {
            let name = fingerprint(finding, place);
            // GitLab keeps one of those that are alike.
            let count = known.entry(name.clone()).or_default();
            *count += 1;
            let fingerprint = match *count {
                1 => name,
                nth => format!("{name}-{nth}"),
            };
            entries.push(entry(finding.code, place, &fingerprint, outcome));
        }
    }
    let text = format!("{:#}\n", Value::Array(entries));
    escape_json(&text).into_owned()
}

fn fingerprint(finding: &Diagnostic, place: &FindingPlace) -> String {
    match (&place.component, finding.places.len()) {
        (Some(component), 2..) => format!("{}-{component}", finding.fingerprint()),
        _ => finding.fingerprint(),
    }
}

fn entry(rule: &str, place: &FindingPlace, fingerprint: &str, outcome: &Outcome<'_>) -> Value {
    let severity = match place.severity {
        Severity::Error => "major",
        Severity::Warning => "minor",
        Severity::Info => "info",
    };
    json!({
        "description": one_line(&place.message),
        "check_name": rule,
        "fingerprint": fingerprint,
        "severity": severity,
        "location": {
            "path": outcome.sources.get(place.place.file).path,
            "lines": { "begin": outcome.sources.position(place.place).line },
        },
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::sample::Sample;
    use super::*;

    #[test]
    fn an_entry_for_each_place_that_is_open() {
        let sample = Sample::two_files();
        let text = write(&sample.outcome());
        let all: Vec<Value> = serde_json::from_str(&text).unwrap();
        let severities: Vec<&str> = all
            .iter()
            .filter_map(|one| one["severity"].as_str())
            .collect();
        assert_eq!(severities, ["minor", "major", "info"]);
        assert_eq!(all[1]["check_name"], "no-fallback");
        assert_eq!(all[1]["location"]["path"], "jurymast.toml");
        assert_eq!(all[1]["location"]["lines"]["begin"], 2);
        let names: BTreeSet<&str> = all
            .iter()
            .filter_map(|one| one["fingerprint"].as_str())
            .collect();
        assert_eq!(names.len(), all.len());
        assert_eq!(write(&Sample::clean().outcome()), "[]\n");
    }

    #[test]
    fn those_that_are_alike_have_names_of_their_own() {
        let mut sample = Sample::two_files();
        let twice = sample.findings[0].clone();
        sample.findings.push(twice);
        let text = write(&sample.outcome());
        let all: Vec<Value> = serde_json::from_str(&text).unwrap();
        let names = all.iter().map(|one| one["fingerprint"].to_string());
        assert_eq!(names.collect::<BTreeSet<String>>().len(), all.len());
    }
}
