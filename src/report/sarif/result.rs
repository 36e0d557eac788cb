use std::fmt::Write;

use serde_json::{Value, json};

use jurymast_terms::diagnostic::{Diagnostic, Label};
use jurymast_terms::source::{Sources, Span};

use super::rule::level;

pub(super) fn result(finding: &Diagnostic, rule_index: usize, sources: &Sources) -> Value {
    // What is mended one by one is no further `location` (SARIF 2.1.0, 3.27.12).
    let several = finding.places.len() > 1;
    let covered = finding.places.iter().filter(|_| several).take(MOST_RELATED);
    let covered = covered.map(|one| (one.place, one.message.as_str()));
    let named = finding.related.iter();
    let named = named.map(|Label { place, text }| (*place, text.as_str()));
    let related = covered.chain(named).zip(1..).map(|((place, text), id)| {
        let mut location = location(place, sources);
        location["id"] = json!(id);
        location["message"] = message(text);
        location
    });
    let mut result = json!({
        "ruleId": finding.code,
        "ruleIndex": rule_index,
        "level": level(finding.severity),
        "message": json!({ "text": full_text(finding) }),
        "locations": [location(finding.place, sources)],
        "relatedLocations": related.collect::<Vec<_>>(),
        "partialFingerprints": { "jurymast/v1": finding.fingerprint() },
    });
    if let Some(waived) = &finding.waived {
        let justification = format!("{} (until {})", waived.reason, waived.until);
        let kind = if waived.is_in_source {
            "inSource"
        } else {
            "external"
        };
        result["suppressions"] = json!([{ "kind": kind, "justification": justification }]);
    }
    result
}

/// GitHub takes a thousand locations of a result, and shows a hundred.
const MOST_RELATED: usize = 100;

fn full_text(finding: &Diagnostic) -> String {
    let mut text = without_links(&finding.message);
    if finding.places.len() > 1 {
        let places = finding.places.iter().take(MOST_RELATED).zip(1..);
        let links = places.map(|(one, id)| {
            let who = one.component.as_deref().unwrap_or("here");
            format!("[{}]({id})", who.replace(['[', ']'], ""))
        });
        let links: Vec<String> = links.collect();
        let _ = write!(text, "\nPlaces: {}", links.join(", "));
    }
    for note in &finding.notes {
        let _ = write!(text, "\nNote: {}", without_links(note));
    }
    for help in &finding.help {
        let _ = write!(text, "\nHelp: {}", without_links(help));
    }
    text
}

/// In a SARIF message `[text](target)` is a link; no plan should place one.
fn message(text: &str) -> Value {
    json!({ "text": without_links(text) })
}

fn without_links(text: &str) -> String {
    text.replace("](", "\\](")
}

/// GitHub refuses the whole file when one result has no physical location.
fn location(place: Span, sources: &Sources) -> Value {
    let at = sources.position(place);
    json!({ "physicalLocation": {
        "artifactLocation": {
            "uri": uri(&sources.get(place.file).path),
            "uriBaseId": "%SRCROOT%",
        },
        "region": {
            "startLine": at.line,
            "startColumn": at.column,
            "endLine": at.end_line,
            "endColumn": at.end_column,
        },
    } })
}

/// The path as a relative URI reference.
fn uri(path: &str) -> String {
    let mut out = String::new();
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                out.push(char::from(byte));
            }
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::super::sample::Sample;
    use super::*;

    #[test]
    fn a_result_in_full() {
        let sample = Sample::two_files();
        let region = |line, column, end_column| {
            json!({
                "startLine": line, "startColumn": column, "endLine": line, "endColumn": end_column
            })
        };
        let location = |uri: &str, region: Value| {
            let file = json!({ "uri": uri, "uriBaseId": "%SRCROOT%" });
            json!({ "physicalLocation": { "artifactLocation": file, "region": region } })
        };
        let mut declared = location("jurymast.toml", region(1, 1, 7));
        declared["message"] = json!({ "text": "declared here" });
        declared["id"] = json!(1);
        let mut team = location("teams.toml", region(1, 1, 7));
        team["message"] = json!({ "text": "run by this team" });
        team["id"] = json!(2);
        let text = "`shop` has no fallback for `openai`\n\
                    Note: it is down 9 hours a year\nHelp: name a second provider";
        assert_eq!(
            result(&sample.findings[0], 0, &sample.sources),
            json!({
                "ruleId": "no-fallback",
                "ruleIndex": 0,
                "level": "error",
                "message": { "text": text },
                "locations": [location("jurymast.toml", region(2, 9, 17))],
                "relatedLocations": [declared, team],
                "partialFingerprints": { "jurymast/v1": sample.findings[0].fingerprint() },
            })
        );
    }

    #[test]
    fn paths_are_encoded_and_links_are_not_followed() {
        assert_eq!(uri("a b/ü:%.toml"), "a%20b/%C3%BC%3A%25.toml");
        let text = "see [this](https://a.example)";
        assert_eq!(message(text)["text"], "see [this\\](https://a.example)");
    }
}
