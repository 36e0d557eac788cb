//! Whether Portkey's gateway goes on from target to target as the draft says: it is given
//! the same configurations, with servers on loopback that fail. The package is taken from
//! `JURYMAST_PORTKEY`, else from `target/portkey`; without it and Node.js the test says so
//! and passes.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use jurymast_import::draft::{Draft, DraftRequirement, DraftValue};
use jurymast_import::formats::documents;
use jurymast_import::portkey::{export, read};
use jurymast_import::reading::Reading;
use jurymast_plan::language::reread;
use jurymast_terms::files::ReadLimits;
use serde_json::{Map, Value, json};

use super::driver::repository;

fn package() -> Option<PathBuf> {
    let named = std::env::var_os("JURYMAST_PORTKEY").map(PathBuf::from);
    let folder = named.unwrap_or_else(|| repository().join("target/portkey"));
    let package = folder.join("node_modules/@portkey-ai/gateway");
    let node = Command::new("node").arg("--version").output();
    let is_there = package.join("build/start-server.js").exists();
    (is_there && node.is_ok_and(|ran| ran.status.success())).then_some(package)
}

/// What a server answers, as the plan calls it.
const FAILURES: [(u16, &str); 6] = [
    (500, "5xx"),
    (503, "5xx"),
    (429, "429"),
    (401, "401"),
    (404, "404"),
    (400, "400"),
];

/// Lists of statuses; of server errors all or none, since a plan knows no part of them.
const CODES: [&[u16]; 5] = [
    &[],
    &[429],
    &[500, 502, 503, 504],
    &[429, 500, 502, 503, 504],
    &[401, 404, 400],
];

struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % most as u64).unwrap()
    }

    /// A target, whose leaves are named one after the other.
    fn target(&mut self, depth: usize, leaves: &mut usize) -> Value {
        if depth == 0 || self.below(3) == 0 {
            *leaves += 1;
            let name = format!("t{leaves}");
            let model = format!("gpt-{leaves}");
            return json!({"name": name, "provider": "openai", "override_params": {"model": model}});
        }
        let count = 1 + self.below(3);
        let mut targets: Vec<Value> = (0..count).map(|_| self.target(depth - 1, leaves)).collect();
        let strategy = match self.below(5) {
            0 => json!({"mode": "single"}),
            1 => {
                // The gateway draws by lot; of a lot of one the winner is known.
                let winner = self.below(count);
                for (at, target) in targets.iter_mut().enumerate() {
                    target["weight"] = json!(i32::from(at == winner));
                }
                json!({"mode": "loadbalance"})
            }
            _ => match CODES[self.below(CODES.len())] {
                [] => json!({"mode": "fallback"}),
                codes => json!({"mode": "fallback", "on_status_codes": codes}),
            },
        };
        json!({"strategy": strategy, "targets": targets})
    }
}

struct Call {
    config: Value,
    fails: Map<String, Value>,
}

fn calls() -> Vec<Call> {
    let mut dice = Dice(20_261_130);
    let mut calls = Vec::new();
    for _ in 0..60 {
        let mut leaves = 0;
        let mut config = dice.target(3, &mut leaves);
        if config.get("targets").is_none() {
            config = json!({"strategy": {"mode": "fallback"}, "targets": [config]});
        }
        for _ in 0..4 {
            let mut fails = Map::new();
            for leaf in 1..=leaves {
                if dice.below(5) > 0 {
                    let (status, _) = FAILURES[dice.below(FAILURES.len())];
                    fails.insert(format!("t{leaf}"), json!(status));
                }
            }
            calls.push(Call {
                config: config.clone(),
                fails,
            });
        }
    }
    calls
}

fn drafted(config: &Value) -> Draft {
    let mut reading = Reading::new(repository(), ReadLimits::default());
    let file = reading.take("config.json", config.to_string());
    let documents = documents(&mut reading, file);
    let (draft, _) = read(&documents, &mut reading);
    assert_eq!(reading.problems, []);
    draft
}

/// Asks what the draft says would be asked.
struct Asking<'a> {
    draft: &'a Draft,
    fails: &'a Map<String, Value>,
    asked: Vec<String>,
}

impl Asking<'_> {
    /// The symptom of a component; `None`: it answers.
    fn ask(&mut self, id: &str) -> Option<&'static str> {
        let table = self.draft.table(id).unwrap();
        let Some(need) = table.requirements.first() else {
            self.asked.push(id.to_owned());
            let status = self.fails.get(id)?.as_u64();
            let known = FAILURES
                .iter()
                .find(|(one, _)| Some(u64::from(*one)) == status);
            return known.map(|(_, symptom)| *symptom);
        };
        self.need(need)
    }

    fn need(&mut self, need: &DraftRequirement) -> Option<&'static str> {
        let [on] = need.on.as_slice() else {
            panic!("a lot of several was not asked for")
        };
        let mut symptom = self.ask(on)?;
        for fallback in &need.fallbacks {
            let triggers = match fallback.get("triggers") {
                Some(DraftValue::List(all)) => all.iter().filter_map(DraftValue::text),
                _ => panic!("a fallback without triggers"),
            };
            if triggers.into_iter().any(|one| one == symptom) {
                symptom = self.ask(&fallback.to)?;
            }
        }
        Some(symptom)
    }
}

/// What callers depend on: what nothing else in the draft needs and which needs others.
fn top(draft: &Draft) -> &str {
    draft
        .table("portkey-config")
        .map(|table| table.id.as_str())
        .unwrap()
}

#[test]
fn portkey_goes_on_as_the_draft_says() {
    let Some(package) = package() else {
        eprintln!("no Portkey gateway: the order of its attempts was not compared");
        return;
    };
    let calls = calls();
    let orders = ask(&package, &calls);
    assert_eq!(orders.len(), calls.len());
    let mut otherwise = String::new();
    let mut longest = 0;
    for (call, order) in calls.iter().zip(&orders) {
        let draft = drafted(&call.config);
        let mut asking = Asking {
            draft: &draft,
            fails: &call.fails,
            asked: Vec::new(),
        };
        asking.ask(top(&draft));
        longest = longest.max(order.len());
        if asking.asked != *order {
            let _ = writeln!(
                otherwise,
                "{order:?} were asked, the draft says {:?}: {} with {:?}\n{}",
                asking.asked,
                call.config,
                call.fails,
                draft.to_toml()
            );
        }
    }
    assert_eq!(otherwise, "");
    assert!(longest > 3, "no call went further than {longest} targets");
}

/// A configuration with all its lists the other way round but for their first, as a plan has
/// them that says so, and the draft of that plan.
fn turned(config: &Value) -> (Value, Draft) {
    let mut draft = drafted(config);
    let needs = draft
        .tables
        .iter_mut()
        .flat_map(|one| &mut one.requirements);
    for need in needs {
        need.fallbacks.reverse();
    }
    let loaded = reread([("jurymast.toml".to_owned(), draft.to_toml())]);
    assert_eq!(loaded.problems, []);
    let mut reading = Reading::new(repository(), ReadLimits::default());
    let file = reading.take("config.json", config.to_string());
    let written = export(file, &mut reading, &loaded.plan);
    (serde_json::from_str(&written.text).unwrap(), draft)
}

/// What is written of a plan makes the gateway do what the plan says.
#[test]
fn portkey_goes_on_as_the_plan_says_that_was_exported() {
    let Some(package) = package() else {
        eprintln!("no Portkey gateway: the order of its attempts was not compared");
        return;
    };
    let mut turned_calls = Vec::new();
    let mut drafts = Vec::new();
    for call in calls() {
        let (config, draft) = turned(&call.config);
        turned_calls.push(Call {
            config,
            fails: call.fails,
        });
        drafts.push(draft);
    }
    let mut otherwise = String::new();
    for ((call, draft), order) in turned_calls
        .iter()
        .zip(&drafts)
        .zip(ask(&package, &turned_calls))
    {
        let mut asking = Asking {
            draft,
            fails: &call.fails,
            asked: Vec::new(),
        };
        asking.ask(top(draft));
        if asking.asked != order {
            let _ = writeln!(
                otherwise,
                "{order:?} were asked, the plan says {:?}: {} with {:?}",
                asking.asked, call.config, call.fails
            );
        }
    }
    assert_eq!(otherwise, "");
}

fn ask(package: &Path, calls: &[Call]) -> Vec<Vec<String>> {
    let given = json!({
        "package": package,
        "calls": calls.iter().map(|one| json!({
            "config": one.config, "fails": one.fails,
        })).collect::<Vec<_>>(),
    });
    let mut child = Command::new("node")
        .arg(repository().join("tests/it/portkey_order.mjs"))
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
