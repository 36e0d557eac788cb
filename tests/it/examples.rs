//! The examples and the schema: each example loads, says what its README says it
//! does, and is what the schema allows.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::driver::{Case, repository};

/// Every folder below `examples/` that holds a root plan.
pub(super) fn folders() -> Vec<PathBuf> {
    let mut found = Vec::new();
    walk(&repository().join("examples"), &mut |file| {
        if file.ends_with("jurymast.toml") {
            found.push(file.parent().unwrap().to_owned());
        }
    });
    found.sort();
    assert!(found.len() >= 4, "{found:?}");
    found
}

/// Every plan file below `examples/`, included ones too.
fn plan_files() -> Vec<PathBuf> {
    let mut found = Vec::new();
    walk(&repository().join("examples"), &mut |file| {
        if file.extension().is_some_and(|e| e == "toml") {
            found.push(file.to_owned());
        }
    });
    found.sort();
    found
}

fn walk(folder: &Path, visit: &mut dyn FnMut(&Path)) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, visit);
        } else {
            visit(&path);
        }
    }
}

fn check(example: &str) -> Value {
    Case::at_repo()
        .run(["check", "-f", "json", "-p", &format!("examples/{example}")])
        .json()
}

fn rules(report: &Value) -> BTreeSet<&str> {
    let findings = report["findings"].as_array().unwrap();
    findings
        .iter()
        .filter(|f| f["waived"] == false)
        .map(|f| f["rule"].as_str().unwrap())
        .collect()
}

fn blast(example: &str, faults: &[&str]) -> Value {
    let plan = format!("examples/{example}");
    let mut arguments = vec!["blast", "-f", "json", "-p", plan.as_str()];
    arguments.extend(faults);
    Case::at_repo().run(&arguments).exit(0).json()
}

fn affected<'a>(blast: &'a Value, id: &str) -> Option<&'a Value> {
    blast["affected"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["id"] == id)
}

// --- What the examples say -------------------------------------------------------

#[test]
fn every_example_loads_and_every_component_can_be_blasted() {
    for folder in folders() {
        let plan = folder.to_str().unwrap();
        let ran = Case::at_repo().run(["check", "-f", "json", "-p", plan]);
        assert!(matches!(ran.code, Some(0 | 1)), "{ran}");
        assert_eq!(ran.json()["errors"], json!([]), "{plan}");
        Case::at_repo()
            .run(["blast", "openai", "aws", "-p", plan])
            .exit(0)
            .stderr_is_empty();
    }
}

#[test]
fn before_has_the_rules_of_its_story() {
    let report = check("chat-and-video/before");
    let expected = [
        "impact-undeclared",
        "no-escalation",
        "no-fallback",
        "place-undeclared",
        "provider-failure-never-exercised",
        "retired-model",
    ];
    assert_eq!(rules(&report), BTreeSet::from(expected));
    // That nothing there works without AI is told by the rule nearest to the cure.
    let mut findings = report["findings"].as_array().unwrap().iter();
    assert!(
        findings.any(|one| one["also"] == serde_json::json!(["tier-one-without-non-ai-floor"]))
    );
    Case::at_repo()
        .run(["check", "-p", "examples/chat-and-video/before"])
        .exit(1);
    // The video models end in September 2026.
    let earlier = Case::at_repo().today("2026-01-15");
    let earlier = earlier
        .run([
            "check",
            "-f",
            "json",
            "-p",
            "examples/chat-and-video/before",
        ])
        .json();
    assert!(!rules(&earlier).contains("retired-model"), "{earlier:#}");
}

/// What takes a service takes what people wait for, and the finding says so.
#[test]
fn a_finding_of_a_service_names_its_activities() {
    let report = check("chat-and-video/before");
    let findings = report["findings"].as_array().unwrap();
    for (service, activity) in [
        ("chat-assistant", "answer-customers"),
        ("video-studio", "sell-films"),
    ] {
        let said = format!("`{service}` takes the activity `{activity}` down with it");
        let mut hung = findings.iter().filter(|one| one["component"] == service);
        assert!(
            hung.any(|one| one.to_string().contains(&said)),
            "{report:#}"
        );
    }
}

#[test]
fn after_has_no_findings() {
    let ran = Case::at_repo().run([
        "check",
        "-p",
        "examples/chat-and-video/after",
        "--fail-on",
        "info",
    ]);
    let said = ran.exit(0).stdout;
    assert!(said.starts_with("no findings\n"), "{said}");
    assert!(
        said.contains("models the catalogue does not know"),
        "{said}"
    );
}

#[test]
fn a_first_plan_of_ten_lines_says_something_true() {
    let text = fs::read_to_string(repository().join("examples/first-plan/jurymast.toml")).unwrap();
    assert!(text.lines().count() <= 13, "a first plan is short");
    let report = check("first-plan");
    let finding = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .find(|f| f["rule"] == "no-fallback")
        .unwrap();
    assert_eq!(finding["component"], "support-chat");
    let said = finding.to_string();
    assert!(
        said.contains("2026-08-31 and lasted 20h 37m 50s, with slow answers"),
        "the recorded outage: {finding:#}"
    );
    let objective = finding["related"][0]["message"].as_str().unwrap();
    assert!(
        objective.contains("1h") && finding["related"][0]["line"] == 7,
        "the objective: {finding:#}"
    );
}

#[test]
fn the_loss_of_openai_before_and_after() {
    let before = blast("chat-and-video/before", &["openai"]);
    let hit = affected(&before, "chat-assistant").unwrap();
    assert_eq!(hit["level"], "down");
    let via = hit["via"].as_array().unwrap();
    assert_eq!(
        (&via[0], &via[via.len() - 1]),
        (&json!("openai"), &json!("chat-model"))
    );
    // Its only model has ended: it is down whatever else fails.
    assert!(affected(&before, "video-studio").is_none());
    assert_eq!(before["ended"][0]["id"], "video-model");
    let after = blast("chat-and-video/after", &["openai"]);
    assert!(affected(&after, "chat-assistant").is_none(), "{after:#}");
    let studio = affected(&after, "video-studio").unwrap();
    assert_eq!(studio["level"], "degraded", "only its titles are missing");
    let plan = "examples/chat-and-video/after";
    let text = Case::at_repo()
        .run(["blast", "openai", "-p", plan])
        .exit(0)
        .stdout;
    assert!(
        text.lines().any(|line| line.contains("held")
            && line.contains("chat-assistant")
            && line.contains("chat-model-second")),
        "{text}"
    );
}

// --- JSON as agreed -----------------------------------------------------------

/// The keys of an object that must be there, with what each may hold.
#[track_caller]
fn fields(value: &Value, expected: &[(&str, &str)]) {
    for (key, kinds) in expected {
        let held = match value.get(key) {
            None => "missing",
            Some(Value::Null) => "null",
            Some(Value::Bool(_)) => "bool",
            Some(Value::Number(number)) if number.is_u64() => "count",
            Some(Value::Number(_)) => "number",
            Some(Value::String(_)) => "string",
            Some(Value::Array(_)) => "list",
            Some(Value::Object(_)) => "object",
        };
        assert!(
            kinds.split('|').any(|kind| kind == held),
            "{key} is {held}, expected {kinds} in {value:#}"
        );
    }
}

#[test]
fn check_gives_the_fields_of_the_contract() {
    for example in ["first-plan", "chat-and-video/before", "astronomy-shop"] {
        let report = check(example);
        assert_eq!(report["version"], 1);
        fields(
            &report,
            &[
                ("findings", "list"),
                ("summary", "object"),
                ("errors", "list"),
            ],
        );
        fields(
            &report["summary"],
            &[
                ("error", "count"),
                ("warning", "count"),
                ("info", "count"),
                ("waived", "count"),
            ],
        );
        let findings = report["findings"].as_array().unwrap();
        let mut fingerprints = BTreeSet::new();
        for finding in findings {
            fields(
                finding,
                &[
                    ("rule", "string"),
                    ("severity", "string"),
                    ("message", "string"),
                    ("file", "string"),
                    ("line", "count"),
                    ("column", "count"),
                    ("end_line", "count"),
                    ("end_column", "count"),
                    ("component", "string|null"),
                    ("waived", "bool"),
                    ("fingerprint", "string"),
                ],
            );
            assert!(matches!(
                finding["severity"].as_str(),
                Some("error" | "warning" | "info")
            ));
            assert!(finding["line"].as_u64() >= Some(1) && finding["column"].as_u64() >= Some(1));
            let print = finding["fingerprint"].as_str().unwrap();
            assert!(
                fingerprints.insert(print.to_owned()),
                "two findings share {print}: {finding:#}"
            );
            let file = finding["file"].as_str().unwrap();
            assert!(
                repository().join(file).is_file(),
                "{file} is no path from here"
            );
        }
        let of = |severity: &str| {
            findings
                .iter()
                .filter(|f| f["severity"] == severity && f["waived"] == false)
                .count()
        };
        let waived = findings.iter().filter(|f| f["waived"] == true).count();
        assert_eq!(
            report["summary"],
            json!({ "error": of("error"), "warning": of("warning"), "info": of("info"), "waived": waived })
        );
    }
}

#[test]
fn blast_gives_the_fields_of_the_contract() {
    let value = blast("chat-and-video/after", &["openai", "office-servers"]);
    assert_eq!(value["version"], 1);
    assert_eq!(value["faults"], json!(["openai", "office-servers"]));
    fields(&value, &[("affected", "list"), ("counts", "object")]);
    let affected = value["affected"].as_array().unwrap();
    for one in affected {
        fields(
            one,
            &[
                ("id", "string"),
                ("kind", "string"),
                ("tier", "count|null"),
                ("level", "string"),
                ("via", "list"),
            ],
        );
        assert!(
            !matches!(one["id"].as_str(), Some("openai" | "office-servers")),
            "a fault is no effect"
        );
        assert!(one["via"].as_array().unwrap().iter().all(Value::is_string));
        assert!(matches!(one["level"].as_str(), Some("down" | "degraded")));
    }
    let kinds: BTreeSet<&str> = affected
        .iter()
        .map(|one| one["kind"].as_str().unwrap())
        .collect();
    assert!(
        kinds.contains("endpoint") && kinds.contains("ai"),
        "of every kind: {kinds:?}"
    );
    let of = |level: &str| affected.iter().filter(|one| one["level"] == level).count();
    assert_eq!(
        value["counts"],
        json!({ "down": of("down"), "degraded": of("degraded") })
    );
}

#[test]
fn faults_are_written_as_agreed() {
    for fault in [
        "chat-model",
        "openai",
        "openai/responses",
        "office-servers",
        "model:gpt-5.2",
    ] {
        let value = blast("chat-and-video/after", &[fault]);
        assert_eq!(value["faults"], json!([fault]));
        assert!(value["counts"]["degraded"].as_u64() >= Some(0));
    }
    // The same weights under the name that the call uses.
    let weights = blast("chat-and-video/before", &["model:gpt-5.2"]);
    assert_eq!(
        affected(&weights, "chat-assistant").unwrap()["level"],
        "down"
    );
}

#[test]
fn rules_and_catalogue_as_json() {
    let case = Case::at_repo();
    let rules = case.run(["rules", "-f", "json"]).exit(0).json();
    let all = rules["rules"].as_array().unwrap();
    assert!(all.len() >= 15);
    for rule in all {
        fields(
            rule,
            &[
                ("name", "string"),
                ("severity", "string"),
                ("summary", "string"),
                ("sections", "object"),
            ],
        );
        let name = rule["name"].as_str().unwrap();
        let text = case.run(["explain", name]).exit(0).stdout;
        assert!(text.starts_with(&format!("# {name} (")), "{text}");
    }
    let list = case.run(["catalogue", "list", "-f", "json"]).exit(0).json();
    assert_eq!(list["version"], 1);
    case.run(["catalogue", "list"]).exit(0).stdout_has("openai");
}

#[test]
fn machine_formats_are_json_and_repeatable() {
    let case = Case::new()
        .file(
            "jurymast.toml",
            fs::read(repository().join("examples/first-plan/jurymast.toml")).unwrap(),
        )
        .may_write();
    let ran = case
        .run([
            "check",
            "-f",
            "concise",
            "-f",
            "json=out/a.json",
            "--format=sarif=out/a.sarif",
        ])
        .exit(1);
    ran.stdout_has("error[no-fallback]");
    let report: Value = serde_json::from_str(&case.read("out/a.json")).unwrap();
    assert_eq!(report["version"], 1);
    let sarif: Value = serde_json::from_str(&case.read("out/a.sarif")).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
    for result in sarif["runs"][0]["results"].as_array().unwrap() {
        let place = &result["locations"][0]["physicalLocation"];
        assert!(
            place["region"]["startLine"].as_u64() >= Some(1),
            "{result:#}"
        );
        assert_eq!(place["artifactLocation"]["uri"], "jurymast.toml");
    }
}

#[test]
fn fail_on_says_when_to_fail() {
    let before = |fail_on: &str| {
        Case::at_repo().run([
            "check",
            "-p",
            "examples/chat-and-video/before",
            "--fail-on",
            fail_on,
        ])
    };
    for level in ["error", "warning", "info"] {
        before(level).exit(1);
    }
    before("never").exit(0);
    Case::at_repo()
        .run([
            "check",
            "-p",
            "examples/chat-and-video/before",
            "--exit-zero",
        ])
        .exit(0)
        .stdout_has("no-fallback");
    let mild = Case::plan("[plan]\nname = \"x\"\n[service.a]\n");
    mild.run(["check"]).exit(0).stdout_has("warning[no-owner]");
    mild.run(["check", "--fail-on", "warning"]).exit(1);
    mild.run(["check", "--fail-on", "warning", "--exit-zero"])
        .exit(0);
    Case::plan("[service.a\n")
        .run(["check", "--exit-zero", "--fail-on", "never"])
        .exit(2);
}

// --- The schema -----------------------------------------------------------------

fn schema() -> Value {
    let text = fs::read_to_string(repository().join("schemas/plan.schema.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

fn validator() -> jsonschema::Validator {
    jsonschema::options()
        .with_draft(jsonschema::Draft::Draft7)
        .should_validate_formats(true)
        .build(&schema())
        .unwrap()
}

/// A plan as editors see it: dates are strings.
fn as_json(toml: &str) -> Value {
    fn convert(value: toml::Value) -> Value {
        match value {
            toml::Value::Datetime(day) => Value::String(day.to_string()),
            toml::Value::Array(list) => list.into_iter().map(convert).collect(),
            toml::Value::Table(table) => table.into_iter().map(|(k, v)| (k, convert(v))).collect(),
            toml::Value::String(text) => text.into(),
            toml::Value::Integer(number) => number.into(),
            toml::Value::Float(number) => number.into(),
            toml::Value::Boolean(yes) => yes.into(),
        }
    }
    convert(toml::Value::Table(toml.parse().unwrap()))
}

#[test]
fn every_example_file_is_what_the_schema_allows() {
    let validator = validator();
    for file in plan_files() {
        let value = as_json(&fs::read_to_string(&file).unwrap());
        let errors: Vec<String> = validator
            .iter_errors(&value)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{}: {errors:#?}", file.display());
    }
}

#[test]
fn the_schema_refuses_what_the_program_refuses() {
    let validator = validator();
    let after =
        fs::read_to_string(repository().join("examples/chat-and-video/after/jurymast.toml"))
            .unwrap();
    assert!(validator.is_valid(&as_json(&after)));
    for (good, bad, why) in [
        ("scope = ", "scpoe = ", "an unknown key of the plan"),
        ("restart = ", "restrat = ", "an unknown key of a service"),
        ("[team.product]", "[taem.product]", "an unknown table"),
        ("on = 2026-10-05", "on = \"2026-13-05\"", "no such day"),
        ("on = 2026-10-05", "on = \"5 October\"", "no day"),
        ("mode = \"soft\"", "mode = \"weak\"", "no such mode"),
        (
            "switch = \"automatic\"",
            "switch = \"magic\"",
            "no such switch",
        ),
        ("\"timeout\"", "\"503\"", "no such symptom"),
        (
            "phase = \"activation\"",
            "phase = \"panic\"",
            "no such phase",
        ),
        ("tier = 1", "tier = 5", "no such tier"),
        ("tier = 1", "tier = \"one\"", "a tier is a number"),
        ("slo = \"99.9%\"", "slo = 99.9", "a share is a text"),
        (
            "\"https://status.moving-pictures.example/chat\"",
            "\"javascript:alert(1)\"",
            "no address",
        ),
        (
            "[service.chat-assistant]",
            "[service.\"Chat assistant\"]",
            "no id",
        ),
    ] {
        assert!(after.contains(good), "the example has no {good:?} any more");
        let broken = after.replacen(good, bad, 1);
        assert!(
            !validator.is_valid(&as_json(&broken)),
            "{why}: the schema allows {bad:?}"
        );
        // Other references may break with it; it is enough that the program refuses too.
        Case::plan(&broken).run(["check"]).exit(2);
    }
}

#[test]
fn the_schema_is_the_one_that_is_checked_in() {
    let case = Case::at_repo();
    case.run(["schema", "--check"]).exit(0).stdout_is_empty();
    case.run(["schema", "--check", "schemas/plan.schema.json"])
        .exit(0);
    let text = fs::read_to_string(repository().join("schemas/plan.schema.json")).unwrap();
    assert_eq!(case.run(["schema"]).exit(0).stdout, text);
    let other = Case::new().file("s.json", text.replacen("tier", "teir", 1));
    other
        .run(["schema", "--check", "s.json"])
        .exit(1)
        .stderr_has("out of date");
    other
        .run(["schema", "--check", "none.json"])
        .exit(2)
        .stderr_has("none.json");
}

#[test]
fn the_schema_speaks_toml_and_explains_every_key() {
    let schema = schema();
    assert_eq!(schema["$schema"], "http://json-schema.org/draft-07/schema#");
    let mut wrong = Vec::new();
    look(&schema, &mut String::new(), &mut wrong);
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn look(value: &Value, path: &mut String, wrong: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            let of_type = object.get("type");
            let null = json!("null");
            if of_type == Some(&null)
                || of_type
                    .and_then(Value::as_array)
                    .is_some_and(|list| list.contains(&null))
            {
                wrong.push(format!("{path}: TOML has no null"));
            }
            for word in [
                "unevaluatedProperties",
                "$defs",
                "prefixItems",
                "dependentRequired",
            ] {
                if object.contains_key(word) {
                    wrong.push(format!("{path}: `{word}` is no word of draft-07"));
                }
            }
            let properties = object
                .get("properties")
                .filter(|_| !path.ends_with("/properties"));
            for (name, property) in properties.and_then(Value::as_object).into_iter().flatten() {
                let said = property["description"].as_str().unwrap_or_default();
                if said.trim().is_empty() {
                    wrong.push(format!("{path}: `{name}` has no description"));
                }
            }
            for (name, inner) in object {
                let length = path.len();
                path.push('/');
                path.push_str(name);
                look(inner, path, wrong);
                path.truncate(length);
            }
        }
        Value::Array(list) => list.iter().for_each(|inner| look(inner, path, wrong)),
        _ => {}
    }
}

// --- init -----------------------------------------------------------------------

#[test]
fn init_writes_a_plan_that_passes() {
    let case = Case::new().may_write();
    case.run(["init"])
        .exit(0)
        .stderr_has("wrote ./jurymast.toml");
    let text = case.read("jurymast.toml");
    assert!(
        text.lines().next().unwrap().starts_with("#:schema "),
        "{text}"
    );
    case.check().exit(0).stdout_lacks("error[");
    case.run(["blast", "openai"])
        .exit(0)
        .stdout_has("support-chat");
    assert!(validator().is_valid(&as_json(&text)));

    case.run(["init"]).exit(2).stderr_has("is there already");
    assert_eq!(
        case.read("jurymast.toml"),
        text,
        "a plan that is there stays"
    );
    let own = Case::plan("# mine\n").may_write();
    own.run(["init", "."]).exit(2);
    assert_eq!(own.read("jurymast.toml"), "# mine\n");
    case.run(["init", "plans/acme"]).exit(0);
    assert_eq!(case.read("plans/acme/jurymast.toml"), text);
}

// --- render -----------------------------------------------------------------------

#[test]
fn every_example_renders_the_same_site_twice() {
    for folder in folders() {
        let plan = folder.to_str().unwrap();
        let sites = [(); 2].map(|()| {
            let out = tempfile::tempdir().unwrap();
            let to = out.path().join("site");
            let ran = Case::at_repo().run(["render", "-p", plan, "--out", to.to_str().unwrap()]);
            let ran = ran.exit(0);
            assert!(to.join("index.html").is_file(), "{ran}");
            let mut pages = BTreeSet::new();
            walk(&to, &mut |file| {
                let path = file.strip_prefix(&to).unwrap().to_owned();
                pages.insert((path, fs::read_to_string(file).unwrap()));
            });
            pages
        });
        assert!(sites[0].len() > 1 && sites[0] == sites[1], "{plan}");
    }
}

#[test]
fn a_folder_with_other_things_is_not_rendered_into() {
    let case = Case::plan("[plan]\nname = \"x\"\n[service.a]\n").file("out/notes.txt", "mine");
    let ran = case.run(["render", "--out", "out"]).exit(2);
    ran.stdout_is_empty()
        .stderr_has("`out` holds files that `render` did not write")
        .stderr_has("--force");
    let broken = Case::plan("[plan]\nname = \"x\"\n[service.a]\nteir = 1\n");
    let ran = broken.run(["render", "--out", "out"]).exit(2);
    ran.stderr_has("jurymast.toml:4:1")
        .stderr_has("unknown key `teir`");
}

#[test]
fn every_loss_alone_is_counted_as_blast_counts_it() {
    for plan in ["examples/astronomy-shop", "examples/chat-and-video/before"] {
        let case = Case::at_repo();
        let all = case
            .run(["-p", plan, "blast", "--all", "--format", "json"])
            .exit(0)
            .json();
        let components = all["components"].as_array().unwrap();
        assert!(components.len() > 5);
        for one in components {
            let id = one["id"].as_str().unwrap();
            let alone = case
                .run(["-p", plan, "blast", id, "--format", "json"])
                .exit(0)
                .json();
            for count in ["down", "degraded"] {
                assert_eq!(one[count], alone["counts"][count], "{plan}: {id}, {count}");
            }
        }
    }
    let case = Case::at_repo();
    case.run(["-p", "examples/first-plan", "blast", "--all", "openai"])
        .exit(2);
    case.run([
        "-p",
        "examples/astronomy-shop",
        "blast",
        "--all",
        "--top",
        "3",
    ])
    .exit(0)
    .stdout_has("more; --top shows more");
}

/// What is counted is of what it is counted among: services and activities.
#[test]
fn no_share_of_tier_one_is_more_than_all() {
    let case = Case::at_repo();
    let out = tempfile::tempdir().unwrap();
    let site = out.path().join("site");
    let plan = "examples/chat-and-video/before";
    case.run(["render", "--plan", plan, "--out", site.to_str().unwrap()]);
    let page = fs::read_to_string(site.join("index.html")).unwrap();
    assert!(page.contains("2 of 2 (100%)"), "{page}");
}
