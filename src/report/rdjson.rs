use jurymast_terms::diagnostic::{Diagnostic, Severity};
use jurymast_terms::source::{Sources, Span};
use jurymast_terms::text::{escape_json, lines, one_line};
use serde_json::{Value, json};

use super::Outcome;

/// reviewdog's diagnostic format (`DiagnosticResult` as JSON): what is open, each place of a
/// finding with several as a diagnostic of its own. Lines and columns count from 1, columns
/// in bytes of UTF-8, ends are exclusive.
pub(super) fn write(outcome: &Outcome<'_>) -> String {
    let mut diagnostics = Vec::new();
    for finding in outcome.open() {
        let alone = [finding.as_place()];
        let places = match finding.places.as_slice() {
            [] => &alone[..],
            places => places,
        };
        for place in places.iter().filter(|place| place.waived.is_none()) {
            let message = message(finding, &place.message);
            let mut entry = json!({
                "message": message,
                "location": location(place.place, outcome.sources),
                "severity": severity(place.severity),
                "code": { "value": finding.code },
            });
            let related: Vec<Value> = finding
                .related
                .iter()
                .map(|label| {
                    json!({
                        "message": one_line(&label.text),
                        "location": location(label.place, outcome.sources),
                    })
                })
                .collect();
            if !related.is_empty() {
                entry["related_locations"] = Value::Array(related);
            }
            diagnostics.push(entry);
        }
    }
    let result = json!({
        "source": { "name": "jurymast", "url": "https://github.com/jurymast/jurymast" },
        "diagnostics": diagnostics,
    });
    escape_json(&format!("{result:#}\n")).into_owned()
}

fn message(finding: &Diagnostic, said: &str) -> String {
    let mut text = one_line(said).into_owned();
    let more = [
        ("note", &finding.notes),
        ("help", &finding.help),
        ("cost", &finding.cost),
    ];
    for (what, all) in more {
        for one in all {
            text.push_str(&format!("\n{what}: {}", lines(one)));
        }
    }
    text
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "ERROR",
        Severity::Warning => "WARNING",
        Severity::Info => "INFO",
    }
}

fn location(place: Span, sources: &Sources) -> Value {
    let file = sources.get(place.file);
    let at = sources.position(place);
    let column = |byte: usize| {
        let before = file
            .text
            .get(..byte.min(file.text.len()))
            .unwrap_or_default();
        let start = before.rfind('\n').map_or(0, |end| end + 1);
        before.len() - start + 1
    };
    let range = place.range();
    json!({
        "path": file.path,
        "range": {
            "start": { "line": at.line, "column": column(range.start) },
            "end": { "line": at.end_line, "column": column(range.end) },
        },
    })
}

#[cfg(test)]
mod tests {
    use super::super::sample::Sample;
    use super::*;

    #[test]
    fn what_is_open_with_columns_in_bytes() {
        let mut sample = Sample::of("é = \"ü\" # x\n");
        sample.find("one", 5..9);
        let value: Value = serde_json::from_str(&write(&sample.outcome())).unwrap();
        assert_eq!(value["source"]["name"], "jurymast");
        let one = &value["diagnostics"][0];
        assert_eq!(one["severity"], "ERROR");
        assert_eq!(one["code"]["value"], "no-fallback");
        assert_eq!(one["location"]["path"], "jurymast.toml");
        let range =
            json!({ "start": { "line": 1, "column": 6 }, "end": { "line": 1, "column": 10 } });
        assert_eq!(one["location"]["range"], range);
    }

    #[test]
    fn what_is_waived_is_left_out_and_further_places_are_related() {
        let value: Value = serde_json::from_str(&write(&Sample::two_files().outcome())).unwrap();
        let all = value["diagnostics"].as_array().unwrap();
        let severities: Vec<&str> = all
            .iter()
            .filter_map(|one| one["severity"].as_str())
            .collect();
        assert_eq!(severities, ["WARNING", "ERROR", "INFO"]);
        assert_eq!(all[1]["related_locations"][0]["message"], "declared here");
        assert!(
            all[1]["message"]
                .as_str()
                .unwrap()
                .ends_with("help: name a second provider")
        );
    }
}
