//! The evaluator's own reader of plans: the keys it knows, in the spellings of the
//! language, and nothing about mistakes.
//!
//! In:  a plan as TOML, with its scenarios.
//! Out: [`Plan`].

mod values;

use std::collections::BTreeMap;

use toml::{Table, Value};

use super::plan::{
    Backup, Detect, Fallback, Fault, Kind, Needed, Part, Plan, Rate, Requirement, SYMPTOMS, Step,
    Surge, Switch, Symptoms,
};
use values::{flag, is_over, list, percent, rate, seconds, symptom, text, time, whole, words};

const TABLES: [(&str, Kind); 6] = [
    ("activity", Kind::Activity),
    ("service", Kind::Service),
    ("resource", Kind::Resource),
    ("ai", Kind::Ai),
    ("provider", Kind::Provider),
    ("domain", Kind::Domain),
];

/// The plan with its only scenario.
pub(super) fn read(text: &str) -> Plan {
    let all: Table = text.parse().unwrap();
    read_scenario(text, scenario_names(&all).first().copied())
}

fn scenario_names(all: &Table) -> Vec<&str> {
    let scenarios = all.get("scenario").and_then(Value::as_table);
    scenarios
        .into_iter()
        .flat_map(Table::keys)
        .map(String::as_str)
        .collect()
}

/// The plan with one of its scenarios, or with nothing failing.
pub(super) fn read_scenario(text: &str, scenario: Option<&str>) -> Plan {
    let all: Table = text.parse().unwrap();
    let mut reader = Reader {
        ids: Vec::new(),
        implied: BTreeMap::new(),
    };
    let mut tables = Vec::new();
    for (word, kind) in TABLES {
        for (id, table) in all
            .get(word)
            .and_then(Value::as_table)
            .into_iter()
            .flatten()
        {
            reader.ids.push(id.clone());
            tables.push((id, kind, table.as_table().unwrap()));
        }
    }
    // What is implied, before anything refers to it: endpoints and lineages.
    for (_, kind, table) in &tables {
        if *kind == Kind::Ai {
            reader.imply(&all, table);
        }
    }
    let mut parts: Vec<Part> = tables
        .iter()
        .map(|(id, kind, table)| reader.part(&all, id, *kind, table))
        .collect();
    parts.extend(reader.implied.values().cloned());
    let scenario = scenario.map(|name| {
        let table = all["scenario"].as_table().unwrap();
        table[name].as_table().unwrap()
    });
    let entries = |key: &str| {
        let table = scenario.and_then(|table| table.get(key));
        list(table).to_vec()
    };
    let faults = entries("fails");
    let surges = entries("surges");
    Plan {
        faults: faults.iter().map(|one| reader.fault(one)).collect(),
        surges: surges.iter().map(|one| reader.surge(one)).collect(),
        parts,
    }
}

struct Reader {
    ids: Vec<String>,
    implied: BTreeMap<String, Part>,
}

impl Reader {
    fn number(&self, id: &str) -> usize {
        let written = self.ids.iter().position(|one| one == id);
        written.unwrap_or_else(|| panic!("{id} is not declared"))
    }

    fn numbers(&self, value: Option<&Value>) -> Vec<usize> {
        words(value).into_iter().map(|id| self.number(id)).collect()
    }

    /// The endpoint and the lineage that an `ai` calls.
    fn imply(&mut self, all: &Table, table: &Table) {
        let provider = text(table, "provider").unwrap();
        let declared = all.get("provider").and_then(|one| one.get(provider));
        let declared = declared.and_then(Value::as_table);
        let known = |key: &str, id: &str| {
            let entries = list(declared.and_then(|table| table.get(key)));
            let mut entries = entries.iter().filter_map(Value::as_table);
            entries.find(|one| text(one, "id") == Some(id)).cloned()
        };
        if let Some(endpoint) = text(table, "endpoint") {
            let id = format!("{provider}/{endpoint}");
            let entry = known("endpoints", endpoint).unwrap_or_default();
            let mut part = implied(&id);
            part.calls.push(self.number(provider));
            part.limit = rate(entry.get("limit"));
            part.ended = is_over(entry.get("retires"));
            self.implied.insert(id, part);
        }
        if let Some(model) = text(table, "model") {
            let id = format!("model:{model}");
            self.implied.insert(id.clone(), implied(&id));
        }
        self.ids.retain(|one| !self.implied.contains_key(one));
        self.ids.extend(self.implied.keys().cloned());
    }

    /// Whether the model that an `ai` calls ended at its provider.
    fn is_retired(all: &Table, table: &Table) -> bool {
        let provider = text(table, "provider");
        let provider = provider.and_then(|id| all.get("provider")?.get(id));
        let models = list(provider.and_then(|one| one.get("models"))).iter();
        let model = text(table, "model");
        models.filter_map(Value::as_table).any(|one| {
            text(one, "id") == model
                && is_over(one.get("retires"))
                && text(one, "after") != Some("redirects")
        })
    }

    fn part(&self, all: &Table, id: &str, kind: Kind, table: &Table) -> Part {
        let mut calls = Vec::new();
        if kind == Kind::Ai {
            let provider = text(table, "provider").unwrap();
            calls.push(match text(table, "endpoint") {
                Some(endpoint) => self.number(&format!("{provider}/{endpoint}")),
                None => self.number(provider),
            });
            calls.extend(text(table, "model").map(|model| self.number(&format!("model:{model}"))));
        }
        let runbook = all.get("runbook").and_then(|one| one.get(id));
        let steps = list(runbook.and_then(|one| one.get("step"))).iter();
        let steps = steps.filter_map(Value::as_table);
        let steps = steps.filter(|one| text(one, "phase") != Some("reconstitution"));
        let replica = table.get("replica_of").map(|one| match one.as_table() {
            Some(one) => (self.number(text(one, "of").unwrap()), time(one, "lag")),
            None => (self.number(one.as_str().unwrap()), None),
        });
        let backups = match table.get("backup") {
            Some(Value::Array(all)) => all.clone(),
            one => one.cloned().into_iter().collect(),
        };
        Part {
            id: id.to_owned(),
            kind,
            within: self.numbers(table.get("in")),
            calls,
            via: self.numbers(table.get("via")),
            restart: time(table, "restart"),
            mbco: percent(table, "mbco"),
            limit: rate(table.get("limit")),
            rto: time(table, "rto"),
            mtpd: time(table, "mtpd"),
            rpo: time(table, "rpo"),
            ended: is_over(table.get("expires"))
                || kind == Kind::Ai && Self::is_retired(all, table),
            persistent: text(table, "data").map(|data| data == "persistent"),
            backups: backups.iter().map(|one| self.backup(one)).collect(),
            replica_of: replica,
            steps: steps.map(|one| self.step(all, table, one)).collect(),
            called: self.called(all, table.get("team")),
            requirements: list(table.get("depends_on"))
                .iter()
                .map(|one| self.requirement(one))
                .collect(),
        }
    }

    /// What carries the calls to a team that calls nobody else.
    fn called(&self, all: &Table, team: Option<&Value>) -> Vec<usize> {
        let team = team.and_then(|id| all.get("team")?.get(id.as_str()?));
        let call = team.and_then(|team| team.get("on_call"));
        self.numbers(call.and_then(|call| call.get("through")))
    }

    fn backup(&self, value: &Value) -> Backup {
        let table = value.as_table().unwrap();
        Backup {
            every: time(table, "every"),
            restore: time(table, "restore"),
            segregated: flag(table, "segregated"),
            within: self.numbers(table.get("in")),
            needs: self.numbers(table.get("needs")),
        }
    }

    fn step(&self, all: &Table, of: &Table, table: &Table) -> Step {
        Step {
            called: self.called(all, table.get("owner").or(of.get("team"))),
            takes: time(table, "takes"),
            needs: self.numbers(table.get("needs")),
            moves_to: self.numbers(table.get("moves_to")).first().copied(),
        }
    }

    fn requirement(&self, value: &Value) -> Requirement {
        let bare = value.as_str().map(|id| {
            let mut table = Table::new();
            table.insert("on".to_owned(), id.into());
            table
        });
        let table = bare.as_ref().or(value.as_table()).unwrap();
        let member = |one: &Value| match one.as_table() {
            Some(one) => (
                self.number(text(one, "on").unwrap()),
                whole(one.get("weight")),
            ),
            None => (self.number(one.as_str().unwrap()), None),
        };
        let members: Vec<(usize, Option<u64>)> = match text(table, "on") {
            Some(on) => vec![(self.number(on), None)],
            None => list(table.get("any_of")).iter().map(member).collect(),
        };
        Requirement {
            members,
            at_least: whole(table.get("at_least")).unwrap_or(1) as usize,
            soft: text(table, "mode") == Some("soft"),
            needed: match text(table, "needed") {
                Some("start") => Needed::Start,
                Some("both") => Needed::Both,
                _ => Needed::Run,
            },
            even: text(table, "share") == Some("even"),
            demand: rate(table.get("demand")),
            detect: self.detect(table.get("detect")),
            fail_back: time(table, "fail_back").unwrap_or(0),
            holds: time(table, "holds").unwrap_or(0),
            fallbacks: list(table.get("fallback"))
                .iter()
                .map(|one| self.fallback(one))
                .collect(),
        }
    }

    fn detect(&self, value: Option<&Value>) -> Detect {
        let Some(table) = value.and_then(Value::as_table) else {
            return Detect {
                within: value.and_then(Value::as_str).map(seconds),
                ..Detect::default()
            };
        };
        let per = SYMPTOMS.iter().enumerate();
        Detect {
            within: time(table, "within"),
            per: per
                .filter_map(|(at, word)| Some((at, time(table, word)?)))
                .collect(),
            by: self.numbers(table.get("by")),
        }
    }

    fn fallback(&self, value: &Value) -> Fallback {
        let none = Table::new();
        let table = value.as_table().unwrap_or(&none);
        let to = value.as_str().or(text(table, "to")).unwrap();
        let triggers = table.get("triggers").map(|all| {
            let all = words(Some(all)).into_iter();
            all.fold(0, |set: Symptoms, one| set | 1 << symptom(one))
        });
        Fallback {
            to: self.number(to),
            switch: text(table, "switch").map(|word| match word {
                "automatic" => Switch::Automatic,
                "per-call" => Switch::PerCall,
                "user" => Switch::User,
                _ => Switch::Manual,
            }),
            after: time(table, "after"),
            triggers,
            steps: table.contains_key("steps"),
            degraded: text(table, "serves") == Some("degraded"),
            capacity: percent(table, "capacity"),
            holds: time(table, "holds"),
            needs: self.numbers(table.get("needs")),
        }
    }

    fn fault(&self, value: &Value) -> Fault {
        let table = value.as_table().unwrap();
        Fault {
            what: self.number(text(table, "what").unwrap()),
            at: time(table, "at").unwrap_or(0),
            lasts: time(table, "for"),
            degraded: text(table, "level") == Some("degraded"),
            symptom: text(table, "symptom").map(symptom),
            loses_data: flag(table, "loses_data"),
        }
    }

    fn surge(&self, value: &Value) -> Surge {
        let table = value.as_table().unwrap();
        let times = table.get("times").unwrap();
        let percent = match times {
            Value::Float(times) => (times * 100.0).round() as u64,
            other => whole(Some(other)).unwrap() * 100,
        };
        Surge {
            what: self.number(text(table, "what").unwrap()),
            percent,
            at: time(table, "at").unwrap_or(0),
            lasts: time(table, "for"),
        }
    }
}

fn implied(id: &str) -> Part {
    Part {
        id: id.to_owned(),
        kind: Kind::Implied,
        within: Vec::new(),
        calls: Vec::new(),
        via: Vec::new(),
        restart: None,
        mbco: None,
        limit: Rate::default(),
        rto: None,
        mtpd: None,
        rpo: None,
        ended: false,
        persistent: None,
        backups: Vec::new(),
        replica_of: None,
        steps: Vec::new(),
        called: Vec::new(),
        requirements: Vec::new(),
    }
}
