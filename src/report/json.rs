use jurymast_contract::{self as contract, CheckOutput, CheckedPlan, RuleCount, SilencedEntry};

use super::{Outcome, ReportedPlan};

/// The object that other programs read.
pub(super) fn write(outcome: &Outcome<'_>) -> String {
    let Outcome {
        tool_version: _,
        plans,
        sources,
        errors,
        findings,
        rules: _,
        unknown_models,
        rungs,
        silenced,
        baselined,
        unchanged,
        fails_from: _,
        is_quiet: _,
        counts_by_rule,
    } = *outcome;
    let plans = plans.iter().map(|plan| {
        let ReportedPlan {
            name,
            file,
            texts_before,
            ran: _,
        } = plan;
        CheckedPlan {
            name,
            file,
            texts_before: *texts_before,
        }
    });
    let mut output = CheckOutput::of(plans, sources, errors, findings, unknown_models, rungs);
    output.switched_off = silenced.entries.iter().map(SilencedEntry::from).collect();
    output.baselined = baselined;
    output.unchanged = unchanged;
    output.statistics = counts_by_rule.then(|| RuleCount::of(findings));
    contract::write(output).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::sample::Sample;
    use super::*;

    #[test]
    fn the_fields_of_the_contract_in_their_order() {
        let mut sample = Sample::two_files();
        sample.findings.drain(1..);
        sample.errors.clear();
        let expected = r#"{
  "version": 1,
  "plan": "Shop",
  "plans": [
    {
      "name": "Shop",
      "file": "jurymast.toml"
    }
  ],
  "errors": [],
  "findings": [
    {
      "rule": "no-fallback",
      "severity": "error",
      "message": "`shop` has no fallback for `openai`",
      "plan": "jurymast.toml",
      "file": "jurymast.toml",
      "line": 2,
      "column": 9,
      "end_line": 2,
      "end_column": 17,
      "component": "shop",
      "causes": [
        "openai"
      ],
      "also": [],
      "waived": false,
      "fingerprint": "FINGERPRINT",
      "team": null,
      "provisional": false,
      "cost": [],
      "explain": "jurymast explain no-fallback",
      "notes": [
        "it is down 9 hours a year"
      ],
      "help": [
        "name a second provider"
      ],
      "related": [
        {
          "file": "jurymast.toml",
          "line": 1,
          "column": 1,
          "component": null,
          "severity": null,
          "message": "declared here",
          "waived": false
        },
        {
          "file": "teams.toml",
          "line": 1,
          "column": 1,
          "component": null,
          "severity": null,
          "message": "run by this team",
          "waived": false
        }
      ],
      "waiver": null
    }
  ],
  "summary": {
    "error": 1,
    "warning": 0,
    "info": 0,
    "waived": 0
  },
  "unknown_models": [],
  "evidence": null,
  "statistics": null,
  "switched_off": [],
  "baselined": null,
  "unchanged": null
}
"#;
        let expected = expected.replace("FINGERPRINT", &sample.findings[0].fingerprint());
        assert_eq!(write(&sample.outcome()), expected);
    }

    #[test]
    fn load_errors_stand_apart_and_waivers_say_why() {
        let sample = Sample::two_files();
        let value: Value = serde_json::from_str(&write(&sample.outcome())).unwrap();
        assert_eq!(value["errors"][0]["rule"], "odd-date");
        assert_eq!(value["errors"][0]["component"], Value::Null);
        assert_eq!(value["findings"].as_array().map(Vec::len), Some(3));
        assert_eq!(value["findings"][2]["waived"], true);
        assert_eq!(
            value["findings"][2]["waiver"],
            json!({ "reason": "bought in May", "until": "2027-01-31", "in_source": false })
        );
        assert_eq!(
            value["summary"],
            json!({ "error": 1, "warning": 0, "info": 1, "waived": 1 })
        );
    }

    #[test]
    fn text_is_kept_to_the_letter_yet_safe_to_print() {
        let mut sample = Sample::of("\u{feff}a = 1\r\n\tb");
        sample.find("x\x1b[31m\u{9b}\r\n\"\u{202e}", 10..12);
        let text = write(&sample.outcome());
        assert!(!text.contains(['\x1b', '\u{9b}', '\u{202e}', '\r']));
        let value: Value = serde_json::from_str(&text).unwrap();
        let found = &value["findings"][0];
        assert_eq!(found["message"], "x\x1b[31m\u{9b}\r\n\"\u{202e}");
        assert_eq!((&found["line"], &found["column"]), (&json!(2), &json!(1)));
    }
}
