//! Another scanner's list beside what `scan` finds itself.

use serde_json::{Value, json};

use super::driver::Case;

fn list() -> Value {
    json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "components": [
            {
                "type": "machine-learning-model",
                "name": "gpt-4-32k",
                "properties": [
                    { "name": "other:model.id", "value": "gpt-4-32k" },
                    { "name": "other:model.provider", "value": "openai" }
                ],
                "evidence": { "occurrences": [{ "location": "app.py", "line": 2, "additionalContext": "key=8f3a9" }] }
            },
            {
                "type": "machine-learning-model",
                "name": "acme-ranker",
                "supplier": { "name": "Mistral" }
            },
            { "type": "library", "name": "stripe", "purl": "pkg:pypi/stripe@8.0.0",
              "evidence": { "occurrences": [{ "location": "gone.txt", "line": 7 }] } },
            { "type": "library", "name": "requests", "purl": "pkg:pypi/requests@2" }
        ],
        "services": [
            { "name": "Ticker", "endpoints": ["https://partner.example/api"],
              "services": [{ "name": "Groq", "endpoints": ["https://api.groq.com/openai/v1"] }] }
        ]
    })
}

fn case() -> Case {
    Case::new()
        .file(
            "app.py",
            "key = '8f3a9'\nmodel = 'gpt-4-' + '32k'  # 8f3a9\n",
        )
        .file(
            "out/bom.json",
            serde_json::to_string_pretty(&list()).unwrap(),
        )
}

#[test]
fn what_another_scanner_found_counts() {
    let case = case();
    let alone = case.run(["scan", "--format", "json"]).exit(0).json();
    let of_list = |json: &Value| {
        let all = json["findings"].as_array().unwrap().clone();
        let all = all.into_iter().filter(|one| one["kind"] == "bom");
        all.map(|one| {
            let text = |key: &str| one[key].as_str().unwrap_or("-").to_owned();
            let line = one["line"].as_u64().unwrap();
            format!(
                "{} {} {} {}:{line}",
                text("evidence"),
                text("provider"),
                text("strength"),
                text("file")
            )
        })
        .collect::<Vec<_>>()
    };
    assert!(of_list(&alone).is_empty(), "the list itself is no source");
    let ran = case.run(["scan", "--cyclonedx", "out/bom.json", "--format", "json"]);
    let joined = ran.exit(1).json();
    let lines = of_list(&joined);
    assert!(
        lines.contains(&"gpt-4-32k openai model app.py:2".to_owned()),
        "{lines:?}"
    );
    for begin in [
        "acme-ranker mistral model out/bom.json:",
        "stripe stripe package out/bom.json:",
        "Ticker - host out/bom.json:",
        "Groq groq host out/bom.json:",
    ] {
        assert!(
            lines.iter().any(|line| line.starts_with(begin)),
            "{begin} {lines:?}"
        );
    }
    assert_eq!(lines.len(), 5, "{lines:?}");
    let text = case.run(["scan", "--cyclonedx", "out/bom.json"]).exit(1);
    let text = text.stdout_has("error[retired-model]: `gpt-4-32k` was retired on");
    assert!(!text.stdout.contains("8f3a9"), "{}", text.stdout);
}

/// What both found at one place counts once, and stands in the plan's judgement like any
/// other evidence.
#[test]
fn what_both_found_counts_once() {
    let case = case()
        .file("app.py", "\nmodel = 'gpt-4-32k'\n")
        .file("jurymast.toml", "[plan]\nname = \"A\"\n[service.a]\n");
    let ran = case.run(["scan", "--cyclonedx", "out/bom.json", "--format", "json"]);
    let json = ran.exit(1).json();
    let all = json["findings"].as_array().unwrap();
    let of = |evidence: &str| {
        let fitting = all.iter().filter(|one| one["evidence"] == evidence);
        fitting.collect::<Vec<_>>()
    };
    assert_eq!(of("gpt-4-32k").len(), 1);
    assert_eq!(of("gpt-4-32k")[0]["kind"], "model");
    assert_eq!(of("Ticker")[0]["rule"], "undeclared-dependency");
}

#[test]
fn a_list_that_cannot_be_read_is_an_error() {
    let cut = &list().to_string()[..200];
    for (text, says) in [
        (cut, "error"),
        (
            "{\"spdxVersion\": \"SPDX-2.3\"}",
            "this is no list of CycloneDX",
        ),
        ("", "error"),
        ("- a\n- b\n", "this is no list of CycloneDX"),
    ] {
        case()
            .file("bad.json", text)
            .run(["scan", "--cyclonedx", "bad.json"])
            .exit(2)
            .stderr_has(says);
    }
    case()
        .run(["scan", "--cyclonedx", "nowhere.json"])
        .exit(2)
        .stderr_has("cannot read `nowhere.json`");
}
