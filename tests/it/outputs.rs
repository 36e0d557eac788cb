//! What commands print as JSON is what the schemas in `schemas/output/` say, to the
//! last field.

use std::collections::BTreeMap;
use std::fs;

use serde_json::{Value, json};

use super::driver::{Case, Ran, repository};

/// Plans of all sizes: the examples and those of the golden outputs.
const PLANS: [&str; 8] = [
    "examples/first-plan",
    "examples/astronomy-shop",
    "examples/chat-and-video/before",
    "examples/chat-and-video/after",
    "tests/golden/shared-fate",
    "tests/golden/clean",
    "tests/golden/grown",
    "tests/golden/first-plan",
];

/// The schemas as they are checked in, each closed: a field that it does not name is
/// wrong here, though readers must bear it.
struct Schemas {
    validators: BTreeMap<&'static str, jsonschema::Validator>,
}

impl Schemas {
    fn read() -> Self {
        let names = jurymast_contract::schemas().iter().map(|one| one.name);
        let validators = names.map(|name| {
            let file = repository().join(format!("schemas/output/{name}.schema.json"));
            let text = fs::read_to_string(file).unwrap();
            let mut schema: Value = serde_json::from_str(&text).unwrap();
            close(&mut schema);
            (name, jsonschema::validator_for(&schema).unwrap())
        });
        Self {
            validators: validators.collect(),
        }
    }

    #[track_caller]
    fn hold(&self, name: &str, printed: &Value, what: &str) {
        let errors = self.validators[name].iter_errors(printed);
        let errors: Vec<String> = errors
            .map(|error| format!("{}: {error}", error.instance_path()))
            .take(5)
            .collect();
        assert!(
            errors.is_empty(),
            "{name}, {what}:\n{}",
            errors.join("\n").chars().take(2_000).collect::<String>()
        );
    }

    #[track_caller]
    fn run(&self, name: &str, plan: &str, arguments: &str) -> Value {
        let ran = run(plan, arguments);
        let printed = ran.json();
        assert_eq!(printed["version"], 1, "{arguments}");
        self.hold(name, &printed, &format!("{plan}: {arguments}"));
        printed
    }
}

fn run(plan: &str, arguments: &str) -> Ran {
    let words = arguments.split(' ');
    Case::at_repo().run(words.chain(["--format", "json", "--plan", plan]))
}

/// Every object of the schema takes only what it names.
fn close(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            for (key, value) in object.iter_mut() {
                // The branches of a choice are parts of the object around them.
                let is_choice = matches!(key.as_str(), "oneOf" | "allOf" | "anyOf");
                match value {
                    Value::Array(branches) if is_choice => {
                        let objects = branches.iter_mut().filter_map(Value::as_object_mut);
                        objects
                            .flat_map(|branch| branch.values_mut())
                            .for_each(close);
                    }
                    other => close(other),
                }
            }
            if object.get("properties").is_some_and(Value::is_object) {
                object.insert("unevaluatedProperties".to_owned(), json!(false));
            }
        }
        Value::Array(list) => list.iter_mut().for_each(close),
        _ => {}
    }
}

#[test]
fn every_command_prints_what_its_schema_says() {
    let schemas = Schemas::read();
    for plan in PLANS {
        schemas.run("check", plan, "check --pedantic");
        let all = schemas.run("blast-all", plan, "blast --all");
        schemas.run("gaps", plan, "gaps --probability --max-order 3");
        schemas.run("gaps", plan, "gaps --count --level degraded");
        schemas.run("advise", plan, "advise");
        schemas.run("incident", plan, "incident --all --now 2026-11-23T12:00Z");
        schemas.run("simulate", plan, "simulate --recorded --explain");
        let components = all["components"].as_array().unwrap();
        let mut kinds = BTreeMap::new();
        for one in components {
            let (kind, id) = (one["kind"].as_str().unwrap(), one["id"].as_str().unwrap());
            let lost = one["down"].as_u64().unwrap();
            let most = kinds.entry(kind).or_insert((lost, id));
            *most = (*most).max((lost, id));
        }
        for (_, id) in kinds.into_values() {
            schemas.run("blast", plan, &format!("blast {id}"));
            schemas.run("gaps", plan, &format!("gaps {id}"));
            schemas.run("simulate", plan, &format!("simulate --what-if {id}:4h"));
            let incident = format!("incident {id} --now 2026-11-23T12:00Z --since -5m");
            schemas.run("incident", plan, &incident);
        }
    }
    let drift = "drift tests/golden/drift/compose.yaml tests/golden/drift/litellm.yaml --observed \
                 tests/golden/drift/traffic/jaeger.json tests/golden/drift/traffic/clients.prom";
    for plan in PLANS.into_iter().chain(["tests/golden/drift"]) {
        schemas.run("drift", plan, drift);
    }
    for name in ["openai-2024-12-26", "surge@checkout"] {
        for whom in ["all", "participants"] {
            let arguments = format!("exercise {name} --for {whom}");
            let ran = run("examples/astronomy-shop", &arguments);
            if ran.code == Some(0) {
                schemas.hold("exercise", &ran.json(), &arguments);
            }
        }
    }
}

/// What stands in files, or hangs on more than a plan.
#[test]
fn the_other_outputs_are_what_their_schemas_say() {
    let schemas = Schemas::read();
    let plan = "[plan]\nname = \"x\"\n[service.a]\ntier = 1\ndepends_on = [\"b\"]\n[resource.b]\n";
    let case = Case::plan(plan)
        .may_write()
        .file("src/chat.py", "import openai\nmodel = 'gpt-4.5-preview'\n");
    case.run(["check", "--write-baseline"]).exit(0);
    let written: Value = serde_json::from_str(&case.read("jurymast-baseline.json")).unwrap();
    assert!(written["entries"].as_array().unwrap().len() > 1);
    schemas.hold("baseline", &written, "baseline");
    let held = case.run(["check", "--baseline", "--statistics", "-f", "json"]);
    schemas.hold("check", &held.json(), "check --baseline --statistics");
    let scanned = case.run(["scan", ".", "-f", "json"]).json();
    assert!(!scanned["findings"].as_array().unwrap().is_empty());
    schemas.hold("scan", &scanned, "scan");
    let compose = "services:\n  web:\n    image: nginx\n    depends_on: [db]\n  db:\n    image: postgres\n    x-odd: 1\n";
    let case = Case::new().may_write().file("compose.yaml", compose);
    case.run([
        "import",
        "compose",
        "compose.yaml",
        "--report",
        "report.json",
    ])
    .exit(0);
    let report: Value = serde_json::from_str(&case.read("report.json")).unwrap();
    assert!(!report["findings"].as_array().unwrap().is_empty());
    schemas.hold("import", &report, "import --report");
    let diff = [
        "diff",
        "examples/chat-and-video/before",
        "examples/chat-and-video/after",
    ];
    let diff = Case::at_repo()
        .run(diff.into_iter().chain(["-f", "json"]))
        .exit(0)
        .json();
    assert!(!diff["gaps_closed"].as_array().unwrap().is_empty());
    schemas.hold("diff", &diff, "diff");
    let model = Case::new().run(["catalogue", "show", "model", "gpt-5.2", "-f", "json"]);
    schemas.hold("catalogue-show", &model.json(), "catalogue show model");
}

#[test]
fn every_rule_and_all_of_the_catalogue_are_what_their_schemas_say() {
    let schemas = Schemas::read();
    let plain = |arguments: &[&str]| {
        let arguments = arguments.iter().copied().chain(["--format", "json"]);
        Case::new().run(arguments).exit(0).json()
    };
    schemas.hold("rules", &plain(&["rules"]), "rules");
    let explained = plain(&["explain", "no-fallback"]);
    schemas.hold("explain", &explained, "explain");
    let ends = plain(&["catalogue", "ends", "--within", "2y"]);
    schemas.hold("catalogue-ends", &ends, "catalogue ends");
    for (what, every) in [
        ("providers", 9),
        ("domains", 9),
        ("outages", 5),
        ("scenarios", 3),
    ] {
        let list = plain(&["catalogue", "list", what]);
        schemas.hold("catalogue-list", &list, what);
        // The last too, so that both ends of a list are seen.
        let ids = list[what].as_array().unwrap();
        let some = ids.iter().step_by(every).chain(ids.last());
        for id in some.map(|one| one["id"].as_str().unwrap()) {
            schemas.hold("catalogue-show", &plain(&["catalogue", "show", id]), id);
        }
    }
}

#[test]
fn golden_outputs_are_what_their_schemas_say() {
    let schemas = Schemas::read();
    for case in fs::read_dir(repository().join("tests/golden")).unwrap() {
        let folder = case.unwrap().path().join("expected");
        for file in fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            let file = path.file_name().unwrap().to_str().unwrap();
            let Some(command) = file.strip_suffix(".json") else {
                continue;
            };
            let text = fs::read_to_string(&path).unwrap();
            let text = text.split("--- standard error").next().unwrap();
            let printed: Value = serde_json::from_str(text).unwrap();
            let name = match command.split('-').next().unwrap() {
                "catalogue" => "catalogue-show",
                other => other,
            };
            schemas.hold(name, &printed, file);
        }
    }
}

/// A field that the contract does not know is found.
#[test]
fn closed_schemas_refuse_what_they_do_not_name() {
    let schemas = Schemas::read();
    for (name, arguments) in [
        ("check", "check"),
        ("gaps", "gaps"),
        ("incident", "incident --all --now 2026-11-23T12:00Z"),
    ] {
        let mut printed = schemas.run(name, "examples/first-plan", arguments);
        printed["extra"] = json!(1);
        assert!(!schemas.validators[name].is_valid(&printed), "{name}");
    }
    let mut shown = Case::new()
        .run(["catalogue", "show", "aws", "--format", "json"])
        .json();
    assert!(schemas.validators["catalogue-show"].is_valid(&shown));
    shown["domain"]["extra"] = json!(1);
    assert!(!schemas.validators["catalogue-show"].is_valid(&shown));
}

#[test]
fn the_schemas_are_those_that_are_checked_in() {
    let case = Case::at_repo();
    let mut files = Vec::new();
    for schema in jurymast_contract::schemas() {
        case.run(["schema", schema.name, "--check"])
            .exit(0)
            .stdout_is_empty();
        let printed = case.run(["schema", schema.name]).exit(0).stdout;
        assert_eq!(printed, case.read(&schema.file()));
        files.push(format!("{}.schema.json", schema.name));
        let value: Value = serde_json::from_str(&printed).unwrap();
        undescribed(&value, schema.name);
    }
    files.sort();
    let there = fs::read_dir(repository().join("schemas/output")).unwrap();
    let mut there: Vec<String> = there
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    there.sort();
    assert_eq!(there, files);
    case.run(["schema", "blasts"])
        .exit(2)
        .stderr_has("did you mean `blast`?");
}

/// Every field says what it is.
fn undescribed(schema: &Value, at: &str) {
    if let Some(properties) = schema.get("properties").and_then(Value::as_object) {
        for (name, field) in properties {
            // Of a choice between names, the branch says it.
            let said = |one: &Value| one["description"].is_string();
            let is_choice = properties.len() == 1 && said(schema);
            assert!(said(field) || is_choice, "{at}: {name}");
        }
    }
    match schema {
        Value::Object(object) => object
            .iter()
            .for_each(|(key, value)| undescribed(value, key)),
        Value::Array(list) => list.iter().for_each(|value| undescribed(value, at)),
        _ => {}
    }
}
