//! Reports for other programs, held against what these say of their formats.
//!
//! JUnit: the XML schema of Jenkins' xunit plugin (junit-10.xsd), its elements and attributes.
//! reviewdog: `DiagnosticResult` of its proto/rdf. GitLab: what its Code Quality reports must
//! have. SARIF 2.1.0: the schema that OASIS publishes, and what it leaves open of the objects
//! that are written. GitHub: the grammar of workflow commands. But for SARIF's
//! (`tests/published`, with its licence) each is written down here in its own words.

use std::collections::BTreeSet;
use std::fs;

use roxmltree::{Document, Node};
use serde_json::{Value, json};

use super::driver::{Case, repository};

/// A finding with several places, a waived one, an error of reading, odd characters.
const PLAN: &str = r#"
[plan]
name = "Shop | <b>"
include = ["parts/*.toml"]
[team.shop]
[service.a]
name = "Ä <&\"'>"
team = "shop"
tier = 1
depends_on = ["db"]
[service.b]
tier = 2
depends_on = ["db"]
[resource.db]
[service.c] # jurymast: ignore[no-owner] until=2027-01-31 reason="a & b"
"#;

fn case() -> Case {
    Case::plan(PLAN).file("parts/d.toml", "[service.d]\nowner = \"x\"\n")
}

fn report(format: &str) -> String {
    case().run(["check", "-f", format]).exit(2).stdout
}

fn holds(schema: &Value, value: &Value) {
    let schema = jsonschema::draft7::new(schema).unwrap();
    let wrong: Vec<String> = schema
        .iter_errors(value)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}\n{value:#}");
}

#[test]
fn rdjson_is_a_diagnostic_result() {
    let position = json!({
        "type": "object", "additionalProperties": false, "required": ["line"],
        "properties": { "line": { "type": "integer", "minimum": 1 }, "column": { "type": "integer", "minimum": 1 } }
    });
    let location = json!({
        "type": "object", "additionalProperties": false, "required": ["path"],
        "properties": {
            "path": { "type": "string", "minLength": 1 },
            "range": {
                "type": "object", "additionalProperties": false, "required": ["start"],
                "properties": { "start": position, "end": position }
            }
        }
    });
    let schema = json!({
        "type": "object", "additionalProperties": false, "required": ["diagnostics"],
        "properties": {
            "source": {
                "type": "object", "additionalProperties": false, "required": ["name"],
                "properties": { "name": { "type": "string" }, "url": { "type": "string" } }
            },
            "severity": { "enum": ["ERROR", "WARNING", "INFO"] },
            "diagnostics": { "type": "array", "minItems": 4, "items": {
                "type": "object", "additionalProperties": false, "required": ["message", "location"],
                "properties": {
                    "message": { "type": "string", "minLength": 1 },
                    "location": location,
                    "severity": { "enum": ["ERROR", "WARNING", "INFO"] },
                    "code": {
                        "type": "object", "additionalProperties": false, "required": ["value"],
                        "properties": { "value": { "type": "string" }, "url": { "type": "string" } }
                    },
                    "related_locations": { "type": "array", "items": {
                        "type": "object", "additionalProperties": false, "required": ["location"],
                        "properties": { "message": { "type": "string" }, "location": location }
                    } }
                }
            } }
        }
    });
    let value: Value = serde_json::from_str(&report("rdjson")).unwrap();
    holds(&schema, &value);
    let all = value["diagnostics"].as_array().unwrap();
    let db = all
        .iter()
        .filter(|one| one["code"]["value"] == "single-point-of-failure");
    assert_eq!(db.count(), 2, "each place by itself");
    assert!(
        !all.iter()
            .any(|one| one["location"]["range"]["start"]["line"] == 15),
        "waived"
    );
}

#[test]
fn gitlab_has_what_a_code_quality_report_must_have() {
    let schema = json!({
        "type": "array", "minItems": 4, "items": {
            "type": "object", "required": ["description", "check_name", "fingerprint", "severity", "location"],
            "properties": {
                "description": { "type": "string" },
                "check_name": { "type": "string" },
                "fingerprint": { "type": "string", "minLength": 8 },
                "severity": { "enum": ["info", "minor", "major", "critical", "blocker"] },
                "location": {
                    "type": "object", "required": ["path", "lines"],
                    "properties": {
                        "path": { "type": "string", "pattern": "^[^./][^:]*$" },
                        "lines": { "type": "object", "required": ["begin"], "properties": { "begin": { "type": "integer", "minimum": 1 } } }
                    }
                }
            }
        }
    });
    let value: Value = serde_json::from_str(&report("gitlab")).unwrap();
    holds(&schema, &value);
    // Of two with one fingerprint GitLab shows the first.
    let all = value.as_array().unwrap();
    let fingerprints = all.iter().map(|one| one["fingerprint"].as_str().unwrap());
    let distinct: BTreeSet<&str> = fingerprints.collect();
    assert_eq!(distinct.len(), all.len());
}

#[test]
fn sarif_holds_what_the_standard_knows_of() {
    let text = json!({ "type": "object", "required": ["text"], "properties": { "text": { "type": "string" }, "markdown": { "type": "string" } }, "additionalProperties": false });
    let count = json!({ "type": "integer", "minimum": 1 });
    let location = json!({
        "type": "object", "required": ["physicalLocation"], "additionalProperties": false,
        "properties": {
            "id": { "type": "integer", "minimum": 0 },
            "message": text,
            "physicalLocation": {
                "type": "object", "required": ["artifactLocation"], "additionalProperties": false,
                "properties": {
                    "artifactLocation": { "type": "object", "required": ["uri"], "additionalProperties": false, "properties": { "uri": { "type": "string" }, "uriBaseId": { "type": "string" } } },
                    "region": { "type": "object", "additionalProperties": false, "properties": { "startLine": count, "startColumn": count, "endLine": count, "endColumn": count } }
                }
            }
        }
    });
    let result = json!({
        "type": "object", "required": ["message", "locations"], "additionalProperties": false,
        "properties": {
            "ruleId": { "type": "string" },
            "ruleIndex": { "type": "integer", "minimum": 0 },
            "level": { "enum": ["none", "note", "warning", "error"] },
            "message": text,
            "locations": { "type": "array", "minItems": 1, "maxItems": 1, "items": location },
            "relatedLocations": { "type": "array", "uniqueItems": true, "items": location },
            "partialFingerprints": { "type": "object", "additionalProperties": { "type": "string" } },
            "suppressions": { "type": "array", "items": {
                "type": "object", "required": ["kind"], "additionalProperties": false,
                "properties": { "kind": { "enum": ["inSource", "external"] }, "justification": { "type": "string" } }
            } }
        }
    });
    let rule = json!({
        "type": "object", "required": ["id"], "additionalProperties": false,
        "properties": {
            "id": { "type": "string" }, "shortDescription": text, "fullDescription": text, "help": text,
            "defaultConfiguration": { "type": "object", "properties": { "level": { "enum": ["none", "note", "warning", "error"] } } },
            "helpUri": { "type": "string" }, "properties": { "type": "object" }
        }
    });
    let schema = json!({
        "type": "object", "required": ["version", "runs"], "additionalProperties": false,
        "properties": {
            "$schema": { "type": "string" },
            "version": { "const": "2.1.0" },
            "runs": { "type": "array", "items": {
                "type": "object", "required": ["tool"], "additionalProperties": false,
                "properties": {
                    "tool": { "type": "object", "required": ["driver"], "properties": { "driver": {
                        "type": "object", "required": ["name"],
                        "properties": { "rules": { "type": "array", "uniqueItems": true, "items": rule } }
                    } } },
                    "columnKind": { "enum": ["utf16CodeUnits", "unicodeCodePoints"] },
                    "results": { "type": "array", "minItems": 4, "items": result }
                }
            } }
        }
    });
    let value: Value = serde_json::from_str(&report("sarif")).unwrap();
    holds(&schema, &value);
    let results = value["runs"][0]["results"].as_array().unwrap();
    let rules = value["runs"][0]["tool"]["driver"]["rules"]
        .as_array()
        .unwrap();
    for one in results {
        let index = usize::try_from(one["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(one["ruleId"], rules[index]["id"]);
    }
    // On all or on none (3.27.23).
    let one = Case::plan(
        "[plan]\nname = \"x\"\n[service.a] # jurymast: ignore[no-owner] until=2027-01-31 reason=\"r\"\n\
         tier = 1\n",
    );
    let one = one.run(["check", "-f", "sarif"]).exit(1).json();
    let results = one["runs"][0]["results"].as_array().unwrap();
    let kinds: Vec<&Value> = results.iter().map(|one| &one["suppressions"]).collect();
    assert!(
        kinds.len() > 1 && kinds.iter().all(|one| one.is_array()),
        "{kinds:?}"
    );
    let in_source = kinds.iter().filter(|one| one[0]["kind"] == "inSource");
    assert_eq!(in_source.count(), 1);
    let none = Case::plan("[plan]\nname = \"x\"\n[service.a]\n").run(["check", "-f", "sarif"]);
    let none = none.exit(0).json();
    let results = none["runs"][0]["results"].as_array().unwrap();
    assert!(!results.is_empty() && results.iter().all(|one| one.get("suppressions").is_none()));
}

#[test]
fn sarif_is_what_its_published_schema_says() {
    let file = repository().join("tests/published/sarif-schema-2.1.0.json");
    let mut schema: Value = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
    // A pattern with a bracket too many, of a key that is not written.
    for of in ["run", "toolComponent"] {
        let language = &mut schema["definitions"][of]["properties"]["language"];
        language.as_object_mut().unwrap().remove("pattern").unwrap();
    }
    let own = "[[rule]]\nid = \"mine\"\non = \"service\"\nwhen = \"true\"\nmessage = \"x\"\n";
    let with_own = Case::plan(&format!("{PLAN}{own}"));
    let mut logs = vec![
        report("sarif"),
        with_own.run(["check", "-f", "sarif"]).stdout,
    ];
    let plans = [
        "examples/first-plan",
        "examples/astronomy-shop",
        "examples/chat-and-video/before",
        "tests/golden/grown",
        "tests/golden/broken",
    ];
    for plan in plans {
        let arguments = ["check", "-f", "sarif", "--pedantic", "--plan", plan];
        logs.push(Case::at_repo().run(arguments).stdout);
    }
    for log in &logs {
        let log: Value = serde_json::from_str(log).unwrap();
        assert!(!log["runs"][0]["results"].as_array().unwrap().is_empty());
        holds(&schema, &log);
    }
    // It is read as it is meant: what it does not know is refused.
    let mut log: Value = serde_json::from_str(&logs[0]).unwrap();
    log["runs"][0]["results"][0]["rank"] = json!("high");
    assert!(!jsonschema::draft7::new(&schema).unwrap().is_valid(&log));
}

#[test]
fn github_reads_each_line_as_a_command() {
    let text = report("github");
    assert!(text.lines().count() >= 4);
    for line in text.lines() {
        let rest = line.strip_prefix("::").unwrap();
        let (name, rest) = rest.split_once(' ').unwrap();
        assert!(["error", "warning", "notice"].contains(&name), "{line}");
        let (properties, message) = rest.split_once("::").unwrap();
        assert!(!message.is_empty());
        for property in properties.split(',') {
            let (key, value) = property.split_once('=').unwrap();
            assert!(
                ["file", "line", "endLine", "col", "endColumn", "title"].contains(&key),
                "{line}"
            );
            assert!(!value.is_empty() && !value.contains(':'), "{line}");
        }
    }
}

/// What junit-10.xsd allows of each element: attributes that must be there, that may be, and
/// elements in it.
fn junit(element: Node<'_, '_>) {
    let (must, may, inside): (&[&str], &[&str], &[&str]) = match element.tag_name().name() {
        "testsuites" => (
            &[],
            &["name", "time", "tests", "failures", "errors"],
            &["testsuite"],
        ),
        "testsuite" => (
            &["name", "tests", "failures", "errors"],
            &[
                "skipped",
                "time",
                "timestamp",
                "hostname",
                "id",
                "package",
                "file",
                "group",
                "log",
                "url",
            ],
            &[
                "testsuite",
                "properties",
                "testcase",
                "system-out",
                "system-err",
            ],
        ),
        "testcase" => (
            &["name"],
            &["classname", "time", "group"],
            &["skipped", "error", "failure", "system-out", "system-err"],
        ),
        "skipped" => (&[], &["message", "type"], &[]),
        "error" | "failure" => (&[], &["message", "type"], &[]),
        "system-out" => (&[], &[], &[]),
        other => panic!("<{other}>"),
    };
    for name in must {
        assert!(element.has_attribute(*name), "{name}: {element:?}");
    }
    for one in element.attributes() {
        let key = one.name();
        assert!(
            must.contains(&key) || may.contains(&key),
            "{key}: {element:?}"
        );
    }
    for one in inside_of(element) {
        let name = one.tag_name().name();
        assert!(inside.contains(&name), "{name}: {element:?}");
        junit(one);
    }
}

/// The elements in one.
fn inside_of<'a, 'i>(element: Node<'a, 'i>) -> impl Iterator<Item = Node<'a, 'i>> {
    element.children().filter(Node::is_element)
}

#[test]
fn junit_is_what_its_schema_allows_and_counts_right() {
    let text = report("junit");
    let all = Document::parse(&text).unwrap();
    junit(all.root_element());
    let number = |element: Node<'_, '_>, name: &str| -> usize {
        element.attribute(name).unwrap().parse().unwrap()
    };
    let has = |element: Node<'_, '_>, name: &str| {
        let mut inside = inside_of(element);
        inside.any(|one| one.has_tag_name(name))
    };
    let suite = inside_of(all.root_element()).next().unwrap();
    let with = |name: &str| inside_of(suite).filter(|one| has(*one, name)).count();
    assert_eq!(number(suite, "tests"), inside_of(suite).count());
    assert_eq!(number(suite, "failures"), with("failure"));
    assert_eq!((number(suite, "errors"), with("error")), (1, 1));
    assert_eq!(number(suite, "skipped"), with("skipped"));
    let skipped = suite.descendants();
    let skipped = skipped.filter(|one| one.has_tag_name("skipped"));
    let why: Vec<&str> = skipped
        .map(|one| one.attribute("message").unwrap())
        .collect();
    assert_eq!(why[0], "a & b (until 2027-01-31)");
    // Silence says nothing where something could not be read; else it is a case that passed.
    let silent = |text: &str| {
        let all = Document::parse(text).unwrap();
        let silent = all.descendants().filter(|one| one.has_tag_name("testcase"));
        let silent = silent.filter(|one| inside_of(*one).count() == 0);
        let names = silent.map(|one| one.attribute("name").unwrap().to_owned());
        names.collect::<Vec<String>>()
    };
    assert_eq!(silent(&text), [""; 0]);
    assert!(why.len() > 40, "{why:?}");
    let could = "the plan could not be read in full";
    assert!(why[1..].iter().all(|one| *one == could), "{why:?}");
    let whole = Case::plan(PLAN).file("parts/d.toml", "[service.d]\n");
    let whole = |more: &[&str]| {
        let arguments = [&["check", "-f", "junit", "--fail-on", "never"], more].concat();
        silent(&whole.run(arguments).exit(0).stdout)
    };
    let passed = whole(&[]);
    assert!(passed.len() > 40, "{passed:?}");
    // A rule that did not look has nothing to pass.
    assert_eq!(whole(&["--select", "hard-cycle"]), ["hard-cycle"]);
    let switched_off = "floating-model";
    assert!(!passed.iter().any(|one| one == switched_off), "{passed:?}");
    // One suite for each plan.
    let two = Case::new()
        .file("a/jurymast.toml", "[plan]\nname = \"a\"\n[service.a]\n")
        .file("b/jurymast.toml", "[plan]\nname = \"b\"\n[service.b]\n");
    let failures = |arguments: &[&str], code: i32| {
        let text = two.run(arguments).exit(code).stdout;
        let both = Document::parse(&text).unwrap();
        junit(both.root_element());
        let suites = inside_of(both.root_element());
        let of = |one: Node<'_, '_>| {
            (
                one.attribute("name").unwrap().to_owned(),
                number(one, "failures"),
            )
        };
        suites.map(of).collect::<Vec<(String, usize)>>()
    };
    let [a, b] = ["a/jurymast.toml", "b/jurymast.toml"].map(str::to_owned);
    // A failure is what fails the run.
    let all = ["check", "a", "b", "-f", "junit"];
    assert_eq!(failures(&all, 0), [(a.clone(), 0), (b.clone(), 0)]);
    let strict = [&all[..], &["--fail-on", "warning"]].concat();
    assert_eq!(failures(&strict, 1), [(a, 1), (b, 1)]);
}

#[test]
fn markdown_is_a_table_that_no_text_breaks() {
    let text = report("markdown");
    assert!(text.starts_with("<!-- jurymast check -->\n"), "{text}");
    let rows: Vec<&str> = text.lines().filter(|line| line.starts_with('|')).collect();
    assert!(rows.len() >= 6, "{text}");
    let cells = |row: &str| row.replace("\\|", "").matches('|').count();
    assert!(
        rows.iter().all(|row| cells(row) == cells(rows[0])),
        "{text}"
    );
    assert!(!text.contains("<b>"), "{text}");
}

#[test]
fn paths_count_from_the_root_of_the_repository_wherever_it_runs() {
    let case = Case::new().file(
        "plans/shop/jurymast.toml",
        "[plan]\nname = \"x\"\n[service.a]\n",
    );
    let below = case.again_in("plans/shop");
    let place = |case: &Case, format: &str, arguments: &[&str]| {
        let all = ["check", "-f", format]
            .iter()
            .chain(arguments)
            .copied()
            .collect::<Vec<_>>();
        case.run(all).exit(0).stdout
    };
    for format in ["github", "gitlab", "sarif", "rdjson", "junit", "markdown"] {
        let from_root = place(&case, format, &["plans/shop"]);
        assert!(
            from_root.contains("plans/shop/jurymast.toml") || format == "markdown",
            "{from_root}"
        );
        if format == "junit" {
            assert!(place(&below, format, &[]).contains("classname=\"plans/shop/jurymast.toml\""));
        } else {
            assert_eq!(from_root, place(&below, format, &[]), "{format}");
        }
        // As GitHub says it, where it stands above the working directory.
        let root = case.path("plans").canonicalize().unwrap();
        let said = below
            .again()
            .env("GITHUB_WORKSPACE", root.to_str().unwrap());
        let said = place(&said, format, &[]);
        assert!(
            said.contains("shop/jurymast.toml") && !said.contains("plans/shop/jurymast.toml"),
            "{said}"
        );
    }
    // People and the contract see paths from where they are.
    assert!(place(&below, "concise", &[]).starts_with("jurymast.toml:3:10"));
}

#[test]
fn the_summary_of_a_step_is_added_to() {
    let case = Case::plan("[plan]\nname = \"x\"\n[service.a]\n")
        .file("summary.md", "before\n")
        .may_write();
    let path = case.path("summary.md");
    let case = case.env("GITHUB_STEP_SUMMARY", path.to_str().unwrap());
    case.run(["check", "-f", "github"])
        .exit(0)
        .stdout_has("::warning ");
    let text = case.read("summary.md");
    assert!(
        text.starts_with("before\n<!-- jurymast check -->\n"),
        "{text}"
    );
    assert!(text.contains("no team answers for"), "{text}");
    case.run(["check", "-f", "full"]).exit(0);
    assert_eq!(
        case.read("summary.md"),
        text,
        "only where GitHub is written for"
    );
    let gone = Case::plan("[plan]\nname = \"x\"\n[service.a]\n")
        .env("GITHUB_STEP_SUMMARY", "no/such/file");
    gone.run(["check", "-f", "github"])
        .exit(2)
        .stderr_has("cannot write the step summary");
}

#[test]
fn text_and_full_are_one_name() {
    let case = case();
    for command in [
        &["blast", "db"][..],
        &["gaps", "a"],
        &["catalogue", "list", "providers"],
    ] {
        let with = |format| {
            case.run(command.iter().copied().chain(["--format", format]))
                .stdout
        };
        assert_eq!(with("text"), with("full"), "{command:?}");
    }
    assert_eq!(report("text"), report("full"));
}
