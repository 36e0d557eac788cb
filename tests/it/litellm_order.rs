//! Whether LiteLLM itself goes on from group to group as it is said to: its Router is
//! given the same files, with servers on loopback that fail. A Python that has LiteLLM is
//! taken from `JURYMAST_LITELLM_PYTHON`, else from `target/litellm`; without one the test
//! says so and passes.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use jurymast_import::formats::documents;
use jurymast_import::litellm::{CallOutcome, Gateway, Group, read};
use jurymast_import::reading::Reading;
use jurymast_terms::files::ReadLimits;
use jurymast_terms::vocabulary::Symptom;
use serde_json::{Value, json};

use super::driver::repository;

fn python() -> Option<PathBuf> {
    let named = std::env::var_os("JURYMAST_LITELLM_PYTHON").map(PathBuf::from);
    let installed = repository().join("target/litellm/bin/python");
    let python = named.unwrap_or(installed);
    let mut command = Command::new(&python);
    let ran = command.args(["-c", "import litellm"]).output();
    ran.is_ok_and(|ran| ran.status.success()).then_some(python)
}

/// Failures, as servers answer them.
const FAILURES: [(Symptom, &str); 8] = [
    (Symptom::ServerError, "500"),
    (Symptom::TooManyRequests, "429"),
    (Symptom::Unauthorized, "401"),
    (Symptom::Forbidden, "403"),
    (Symptom::NotFound, "404"),
    (Symptom::BadRequest, "400"),
    (Symptom::TooLong, "\"too-long\""),
    (Symptom::Refused, "\"refused\""),
];

/// Files by hand, each with what is called.
const FILES: [(&str, &str, &str); 4] = [
    (
        "team",
        "chat",
        "model_list:
  - {model_name: chat, litellm_params: {model: azure/x, order: 1}}
  - {model_name: chat, litellm_params: {model: openai/gpt-4o, order: 2}}
  - {model_name: chat, litellm_params: {model: groq/llama}}
  - {model_name: small, litellm_params: {model: mistral/small}}
  - {model_name: own, litellm_params: {model: openai/qwen}}
litellm_settings:
  fallbacks: [{chat: [own]}]
router_settings:
  num_retries: 0
  fallbacks: [{chat: [small]}, {small: [chat]}]
  context_window_fallbacks: [{small: [own]}]
",
    ),
    (
        "both sections",
        "a",
        "model_list:
  - {model_name: a, litellm_params: {model: x/a}}
  - {model_name: b, litellm_params: {model: x/b}}
  - {model_name: c, litellm_params: {model: x/c}}
litellm_settings:
  content_policy_fallbacks: [{b: [c]}]
  default_fallbacks: [c]
router_settings:
  num_retries: 0
  fallbacks: [{a: [nobody, b]}]
  fallback_on_unsupported_params: false
",
    ),
    (
        "suppressed",
        "a",
        "model_list:
  - {model_name: a, litellm_params: {model: x/a}}
  - {model_name: b, litellm_params: {model: x/b}}
router_settings: {num_retries: 0, fallbacks: [{a: []}, {a: [b]}], default_fallbacks: [b]}
",
    ),
    (
        "alias",
        "x",
        "model_list:
  - {model_name: a, litellm_params: {model: x/a}}
  - {model_name: b, litellm_params: {model: x/b}}
  - {model_name: c, litellm_params: {model: x/c}}
router_settings:
  num_retries: 0
  model_group_alias: {x: a, y: c}
  fallbacks: [{a: [b]}, {x: [y, b]}]
",
    ),
];

/// Files that nobody would write, out of a fixed row of numbers.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }

    fn names(&mut self, most: u64) -> String {
        let count = self.below(most);
        let names = (0..count).map(|_| ["a", "b", "c", "d", "e", "zz"][self.below(6) as usize]);
        names.collect::<Vec<_>>().join(", ")
    }

    fn list(&mut self) -> String {
        let mut keys = vec!["a", "b", "c", "d", "e"];
        keys.retain(|_| self.below(3) > 0);
        let chains = keys
            .into_iter()
            .map(|key| format!("{{{key}: [{}]}}", self.names(4)));
        format!("[{}]", chains.collect::<Vec<_>>().join(", "))
    }

    fn file(&mut self) -> String {
        let mut text = "model_list:\n".to_owned();
        for name in ["a", "b", "c", "d", "e"] {
            let levels = if self.below(4) == 0 { 2 } else { 1 };
            for level in 1..=levels {
                let _ = writeln!(
                    text,
                    "  - {{model_name: {name}, litellm_params: {{model: openai/{name}, order: {level}}}}}"
                );
            }
        }
        let _ = writeln!(
            text,
            "router_settings:\n  num_retries: 0\n  max_fallbacks: {}",
            1 + self.below(5)
        );
        let _ = writeln!(text, "  fallbacks: {}", self.list());
        for key in ["context_window_fallbacks", "content_policy_fallbacks"] {
            if self.below(2) == 0 {
                let _ = writeln!(text, "  {key}: {}", self.list());
            }
        }
        if self.below(3) == 0 {
            let _ = writeln!(
                text,
                "  default_fallbacks: [{}]",
                ["a", "b", "c"][self.below(3) as usize]
            );
        }
        text
    }
}

struct Read {
    gateway: Gateway,
    /// What stands in for a name in the draft, with the words of the triggers.
    drafted: BTreeMap<String, Vec<(String, Vec<String>)>>,
}

fn read_file(text: &str) -> Read {
    let limits = ReadLimits {
        file_bytes: 1 << 20,
        follow_links: false,
    };
    let mut reading = Reading::new(repository(), limits);
    let file = reading.take("config.yaml", text.to_owned());
    let documents = documents(&mut reading, file);
    let (draft, _) = read(&documents, &mut reading);
    let needs = draft.tables.iter().flat_map(|table| {
        let id = table.id.strip_suffix("-group").unwrap_or(&table.id);
        table
            .requirements
            .iter()
            .map(move |need| (id.to_owned(), need))
    });
    let drafted = needs.map(|(id, need)| {
        let fallbacks = need.fallbacks.iter().map(|one| {
            let triggers = match one.get("triggers") {
                Some(jurymast_import::draft::DraftValue::List(all)) => all
                    .iter()
                    .filter_map(|one| one.text())
                    .map(str::to_owned)
                    .collect(),
                _ => Vec::new(),
            };
            (one.to.clone(), triggers)
        });
        (id, fallbacks.collect())
    });
    Read {
        drafted: drafted.collect(),
        gateway: Gateway::read(&documents, &mut reading),
    }
}

/// One call: what is asked for, and which deployments fail how.
struct Call {
    file: String,
    called: String,
    symptom: Symptom,
    fails: BTreeMap<String, Value>,
}

/// Every failure of all alike, and of the first two deployments alone.
fn calls(file: &str, called: &str, deployments: usize) -> Vec<Call> {
    let mut calls = Vec::new();
    for (symptom, answer) in FAILURES {
        for failing in [deployments, 2] {
            let answer: Value = serde_json::from_str(answer).unwrap();
            let fails = (0..failing).map(|at| (at.to_string(), answer.clone()));
            calls.push(Call {
                file: file.to_owned(),
                called: called.to_owned(),
                symptom,
                fails: fails.collect(),
            });
        }
    }
    calls
}

/// The indices of deployments that are asked, one for each group and level.
fn expected(read: &Read, call: &Call) -> Vec<usize> {
    let index = |path: &str| -> usize {
        path.trim_start_matches("model_list[")
            .trim_end_matches(']')
            .parse()
            .unwrap()
    };
    let outcome = |one: &jurymast_import::litellm::GroupDeployment| match call
        .fails
        .contains_key(&index(&one.path).to_string())
    {
        true => CallOutcome::Fails(call.symptom),
        false => CallOutcome::Answered,
    };
    let gateway = &read.gateway;
    let sent = gateway.attempts(&call.called, &outcome).into_iter();
    sent.filter(|one| one.is_known)
        .map(|one| {
            let alias = gateway.aliases.iter().find(|alias| alias.name == one.name);
            let name = alias.map_or(&one.name, |alias| &alias.to);
            let first_default = || {
                let any = gateway.lists.general.iter().find(|list| list.key == "*");
                gateway.group(&any.unwrap().targets[0].name).unwrap()
            };
            let group = gateway.group(name).unwrap_or_else(first_default);
            index(&group.at(one.order).next().unwrap().path)
        })
        .collect()
}

#[test]
fn litellm_goes_on_as_it_is_said_to() {
    let Some(python) = python() else {
        eprintln!("no Python with LiteLLM: the order of its attempts was not compared");
        return;
    };
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    let mut all = Vec::new();
    for (name, called, text) in FILES {
        files.insert(name.to_owned(), text.to_owned());
        all.extend(calls(name, called, text.matches("model_name").count()));
    }
    let mut dice = Dice(20_261_129);
    for at in 0..12 {
        let text = dice.file();
        let name = format!("by dice {at}");
        all.extend(calls(&name, "a", text.matches("model_name").count()));
        files.insert(name, text);
    }
    let given = json!({
        "files": files,
        "calls": all.iter().map(|one| json!({
            "file": one.file, "called": one.called, "fails": one.fails,
        })).collect::<Vec<_>>(),
    });
    let orders = ask(&python, &given);
    let read: BTreeMap<&String, Read> = files
        .iter()
        .map(|(name, text)| (name, read_file(text)))
        .collect();
    let mut otherwise = String::new();
    for (call, order) in all.iter().zip(&orders) {
        let expected = expected(&read[&call.file], call);
        if expected != *order {
            let failing = call.fails.len();
            let _ = writeln!(
                otherwise,
                "{} of the first {failing}: {order:?}, expected {expected:?}, of\n{}",
                call.symptom, files[&call.file]
            );
        }
    }
    assert_eq!(otherwise, "");
    drafts_say_so(&all, &orders, &read);
}

/// Where all fail alike, the fallbacks of the draft are the groups that were asked.
fn drafts_say_so(all: &[Call], orders: &[Vec<usize>], read: &BTreeMap<&String, Read>) {
    for (name, called, text) in FILES {
        let read = &read[&name.to_owned()];
        let whole = text.matches("model_name").count();
        let calls = all.iter().zip(orders);
        for (call, order) in calls.filter(|(one, _)| one.file == name && one.fails.len() == whole) {
            let mut asked: Vec<&str> = order
                .iter()
                .map(|at| group_of(&read.gateway, *at))
                .collect();
            asked.dedup();
            let drafted = read.drafted.get(called).into_iter().flatten();
            let trigger = call.symptom.as_str();
            let drafted = drafted.filter(|(_, triggers)| triggers.iter().any(|one| one == trigger));
            let drafted: Vec<&str> = drafted.map(|(to, _)| to.as_str()).collect();
            // A further level of the group itself.
            let others: Vec<&str> = drafted
                .into_iter()
                .filter(|to| !to.starts_with("chat-"))
                .collect();
            assert_eq!(others, asked[1..], "{} of {name}", call.symptom);
        }
    }
}

fn group_of(gateway: &Gateway, at: usize) -> &str {
    let path = format!("model_list[{at}]");
    let has = |group: &&Group| group.deployments.iter().any(|one| one.path == path);
    &gateway.groups.iter().find(has).unwrap().name
}

fn ask(python: &PathBuf, given: &Value) -> Vec<Vec<usize>> {
    let script = repository().join("tests/it/litellm_order.py");
    let mut child = Command::new(python)
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(given.to_string().as_bytes()).unwrap();
    drop(input);
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "the script failed");
    serde_json::from_slice(&output.stdout).unwrap()
}
