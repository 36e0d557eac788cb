//! What one command says of a drawn plan, and another does not.

use serde_json::Value;

use super::super::driver::Case;
use super::draw::{ACTIVITY, Drawn, SERVICES};

/// The rules that say that what should bring something back does not.
const NEVER: [&str; 5] = [
    "shared-fate-cure",
    "blind-detection",
    "recovery-cycle",
    "hard-cycle",
    "fallback-cycle",
];

/// What the commands say of the loss.
struct Answers {
    run: Value,
    sheet: Value,
    blast: Value,
    down: Value,
    degraded: Value,
    findings: Vec<Value>,
    /// Who misses an RTO by `check`, as it prints it.
    late: String,
}

impl Answers {
    /// `None` of a plan that cannot be read.
    fn of(drawn: &Drawn) -> Option<Self> {
        let case = Case::plan(&drawn.toml);
        let json = |arguments: &[&str]| {
            let all = arguments.iter().copied().chain(["--format", "json"]);
            case.run(all).json()
        };
        let run = case.run(["simulate", "one", "--format", "json"]);
        if run.code != Some(0) {
            return None;
        }
        let now = ["--now", "2026-11-23T10:00Z", "--since", "-1m"];
        let sheet: Vec<&str> = ["incident", drawn.lost, "--symptom", "5xx"]
            .into_iter()
            .chain(now)
            .collect();
        let gaps = |level| json(&["gaps", "--level", level, "--max-order", "1"]);
        let check = json(&["check"]);
        let findings = check["findings"].as_array().unwrap().clone();
        let late = findings
            .iter()
            .filter(|one| one["rule"] == "rto-not-achievable");
        Some(Self {
            run: run.json()["scenarios"][0]["components"].clone(),
            sheet: json(&sheet),
            blast: json(&["blast", drawn.lost]),
            down: gaps("down"),
            degraded: gaps("degraded"),
            late: late.map(Value::to_string).collect(),
            findings,
        })
    }

    /// Whether `check` says why one may never be back: by a rule that names it; by that nobody
    /// can be called, where its team answers for it; by what its tables name, or carries calls to
    /// its team, that has ended or is held by a switch that does not fire. `blast` takes every
    /// switch for made, whatever callers see.
    fn is_never_told(&self, drawn: &Drawn, id: &str) -> bool {
        let mut own = drawn.tables_of(id);
        let has_team = own.contains("team = ");
        if has_team {
            own.push_str(&drawn.tables_of("ops"));
        }
        self.findings.iter().any(|one| {
            let text = one.to_string();
            let mut names = ["\"", "`"].into_iter().map(|at| format!("{at}{id}{at}"));
            match one["rule"].as_str() {
                Some(rule) if NEVER.contains(&rule) => names.any(|name| text.contains(&name)),
                Some("unreachable-on-call") => has_team,
                Some("expired-component" | "trigger-blind-fallback") => {
                    let of = one["component"].as_str().unwrap();
                    of == id || own.contains(&format!("\"{of}\""))
                }
                _ => false,
            }
        })
    }
}

/// All of them.
pub(super) fn differences(drawn: &Drawn) -> Vec<String> {
    let Some(answers) = Answers::of(drawn) else {
        return Vec::new();
    };
    let mut all = Vec::new();
    for id in SERVICES.into_iter().chain([ACTIVITY]) {
        let rest = answers.blast["down_at_rest"].as_array();
        if rest.is_some_and(|all| all.iter().any(|one| one == id)) {
            continue;
        }
        let found = verdicts(drawn, &answers, id)
            .into_iter()
            .chain(levels(drawn, &answers, id))
            .chain(own_words(&answers, id));
        all.extend(found.map(|one| format!("{id}: {one}")));
    }
    all.extend(data(&answers));
    all
}

fn find<'a>(all: &'a Value, id: &str) -> Option<&'a Value> {
    all.as_array()?.iter().find(|one| one["id"] == id)
}

/// How bad: nothing to judge and met are as good.
fn rank(verdict: &Value) -> usize {
    match verdict.as_str() {
        Some("missed") => 2,
        Some("unknown") => 1,
        _ => 0,
    }
}

/// The sheet comforts nobody whom the run does not, and `check` tells who is late.
fn verdicts(drawn: &Drawn, answers: &Answers, id: &str) -> Vec<String> {
    let mut all = Vec::new();
    let Some(simulated) = find(&answers.run, id) else {
        return all;
    };
    let nothing = Value::Null;
    let told = find(&answers.sheet["critical"], id).unwrap_or(&nothing);
    let because = simulated["unknown_because"].to_string();
    for key in ["rto_verdict", "mtpd_verdict"] {
        let (over_time, on_sheet) = (&simulated[key], &told[key]);
        // Whether a place comes back is not for the plan to say; and whoever holds the sheet
        // knows of the loss, whether or not anything of the plan sees it.
        let is_place = drawn.lost == "east" && rank(on_sheet) == 1;
        let is_unseen = because.contains("`detect`");
        let is_excused =
            because.contains("of what needs") || is_place || is_unseen && rank(over_time) == 1;
        if rank(over_time) > rank(on_sheet) && !is_excused {
            all.push(format!(
                "{key} {over_time} over time, {on_sheet} on the sheet: {because}"
            ));
        }
    }
    let is_told = answers.late.contains(&format!("\"{id}\""));
    if simulated["rto_verdict"] == "missed" && !is_told {
        all.push("missed over time, and check is silent".to_owned());
    }
    all
}

/// Who is down or degraded in one is so in the others.
fn levels(drawn: &Drawn, answers: &Answers, id: &str) -> Vec<String> {
    let mut all = Vec::new();
    let affected = find(&answers.blast["affected"], id);
    let is_down = affected.is_some_and(|one| one["level"] == "down");
    let is_on_sheet = find(&answers.sheet["hits"], id).is_some();
    if let Some(simulated) = find(&answers.run, id) {
        let is_ever_down = simulated["longest_down_s"].is_null();
        if is_ever_down && !is_down && !answers.is_never_told(drawn, id) {
            all.push("down for ever, held in blast, and check is silent".to_owned());
        }
        let intervals = simulated["intervals"].as_array();
        if intervals.is_some_and(|all| !all.is_empty()) && !is_on_sheet {
            all.push("worse over time, and not on the sheet".to_owned());
        }
    }
    // What is only degraded by what a loss does in the long run may be spared over time.
    if is_down && !is_on_sheet {
        all.push("down in blast, and not on the sheet".to_owned());
    }
    let lone = [Value::from(drawn.lost)];
    for (gaps, level, is_hit) in [
        (&answers.down, "down", is_down),
        (&answers.degraded, "degraded", affected.is_some()),
    ] {
        let Some(gaps) = find(&gaps["components"], id).filter(|_| id != drawn.lost) else {
            continue;
        };
        let sets = gaps["sets"].as_array().into_iter().flatten();
        let sets: Vec<&Vec<Value>> = sets.filter_map(Value::as_array).collect();
        let is_gap = sets.iter().any(|set| set[..] == lone);
        // What is so at rest has no other.
        let is_so_at_rest = sets.iter().any(|set| set.is_empty());
        if !is_so_at_rest && is_gap != is_hit {
            all.push(format!("{level}: a gap {is_gap}, by blast {is_hit}"));
        }
    }
    all
}

/// One sheet says one thing.
fn own_words(answers: &Answers, id: &str) -> Vec<String> {
    let sheet = &answers.sheet;
    let (Some(told), Some(hit)) = (find(&sheet["critical"], id), find(&sheet["hits"], id)) else {
        return Vec::new();
    };
    let mut all = Vec::new();
    let [back, path] = ["back", "path"].map(|key| told[key].as_str().unwrap());
    let course = hit["course"].as_str().unwrap();
    let is_never = back.contains("never");
    let serves = ["by the plan up", "by the plan degraded", "once "];
    let serves = serves.iter().any(|words| course.contains(words));
    let has_window = back.starts_with("by the plan from") && back.contains("and then never");
    if is_never && (serves || back.contains(" UTC")) && !has_window {
        all.push(format!("back: {back}; course: {course}"));
    }
    if is_never != told["at_least_s"].is_null() {
        all.push(format!("back: {back}; at least {}", told["at_least_s"]));
    }
    let is_stood_in = path == "a fallback that serves";
    if is_stood_in && course.contains("nothing stands in") {
        all.push(format!("back: {back}; course: {course}"));
    }
    let has_circle = sheet["circles"]
        .as_array()
        .is_some_and(|all| !all.is_empty());
    if back.contains("circle") && !has_circle {
        all.push(format!("back: {back}, and no circle is told"));
    }
    all
}

/// How the RPO of what is lost stands.
fn data(answers: &Answers) -> Vec<String> {
    let mut all = Vec::new();
    for lost in answers.sheet["lost"].as_array().unwrap() {
        let id = lost["id"].as_str().unwrap();
        let (Some(simulated), Some(said)) = (find(&answers.run, id), lost["data"].as_str()) else {
            continue;
        };
        if simulated["rpo_s"].is_null() {
            continue;
        }
        let words = ["missed", "unknown", "met"];
        let on_sheet = words
            .into_iter()
            .find(|word| said.contains(&format!(" {word})")));
        // Of two copies the run takes the one that it restored, and nobody says how old the other
        // is, which may be restored as soon.
        let is_unsaid = said.contains("is not declared") && on_sheet == Some("unknown");
        if simulated["rpo_verdict"].as_str() != on_sheet && !is_unsaid {
            let over_time = &simulated["rpo_verdict"];
            all.push(format!(
                "{id}: RPO {over_time} over time, on the sheet: {said}"
            ));
        }
    }
    all
}
