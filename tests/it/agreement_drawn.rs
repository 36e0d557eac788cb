//! Drawn plans of a few services: the sheet comforts nobody whom `simulate` and `check` do
//! not, and what is down for ever though blast has it held is a finding.
//!
//! The sheet takes what is lost as lost and counts from now, so that it may be worse than a
//! run, in which a repair that nobody describes may be done at once; and whether a place comes
//! back is not for the plan to say.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::Value;

use super::driver::Case;

const PLANS: u64 = 120;
const SERVICES: [&str; 7] = ["shop", "a", "b", "c", "d", "e", "f"];

/// Numbers that are the same on every day (splitmix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) >> 33).unwrap() % sides
    }

    fn of(&mut self, percent: usize) -> bool {
        self.roll(100) < percent
    }

    fn pick<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.roll(all.len())]
    }
}

/// A plan, and what its only scenario takes.
struct Drawn {
    toml: String,
    lost: &'static str,
}

fn draw(seed: u64) -> Drawn {
    let mut dice = Dice(seed);
    let services = &SERVICES[..4 + dice.roll(4)];
    let leads_back = 15 * dice.roll(2);
    let mut toml = "[plan]\nname = \"Drawn\"\n[domain.east]\n[domain.west]\n".to_owned();
    for (at, id) in services.iter().enumerate() {
        let others: Vec<&str> = services.iter().copied().filter(|one| one != id).collect();
        writeln!(toml, "[service.{id}]").unwrap();
        if at == 0 || dice.of(25) {
            let rto = dice.pick(&["5m", "30m", "1h", "3h"]);
            writeln!(toml, "tier = 1\nrto = \"{rto}\"").unwrap();
        }
        if at > 0 && dice.of(12) {
            toml.push_str("expires = 2026-01-31\n");
        }
        if dice.of(30) {
            writeln!(toml, "restart = \"{}\"", dice.pick(&["2m", "20m"])).unwrap();
        }
        if at > 0 && dice.of(30) {
            writeln!(toml, "in = [\"{}\"]", dice.pick(&["east", "west"])).unwrap();
        }
        if at > 0 && dice.of(25) {
            writeln!(toml, "backup = [{}]", backup(&mut dice, &others)).unwrap();
        }
        let count = if at == 0 {
            1 + dice.roll(2)
        } else {
            dice.roll(3)
        };
        let mut needs = Vec::new();
        for _ in 0..count {
            let later = others
                .iter()
                .filter(|one| place(one) > at || dice.of(leads_back));
            let pool: Vec<&str> = later.copied().collect();
            let known = |id: &&str| needs.iter().any(|(one, _)| one == id);
            let pool: Vec<&str> = pool.into_iter().filter(|id| !known(id)).collect();
            if pool.is_empty() {
                break;
            }
            let on = dice.pick(&pool);
            needs.push((on, requirement(&mut dice, on, &pool, &others)));
        }
        let needs: Vec<String> = needs.into_iter().map(|(_, text)| text).collect();
        writeln!(toml, "depends_on = [{}]", needs.join(", ")).unwrap();
    }
    for id in services {
        let others: Vec<&str> = services.iter().copied().filter(|one| one != id).collect();
        if dice.of(55) {
            let steps: Vec<String> = (0..1 + dice.roll(2))
                .map(|_| step(&mut dice, &others))
                .collect();
            writeln!(toml, "[runbook.{id}]\nstep = [{}]", steps.join(", ")).unwrap();
        }
    }
    let lost = match dice.roll(services.len()) {
        0 => "east",
        at => SERVICES[at],
    };
    writeln!(
        toml,
        "[scenario.one]\nfails = [{{ what = \"{lost}\", symptom = \"5xx\", loses_data = true }}]"
    )
    .unwrap();
    Drawn { toml, lost }
}

fn place(id: &str) -> usize {
    SERVICES.iter().position(|one| *one == id).unwrap()
}

fn backup(dice: &mut Dice, others: &[&str]) -> String {
    let restore = dice.pick(&["restore = \"10m\"", "restore = \"2h\"", "every = \"1h\""]);
    let apart = if dice.of(40) {
        ", segregated = true"
    } else {
        ""
    };
    let needs = match dice.of(20) {
        true => format!(", needs = [\"{}\"]", dice.pick(others)),
        false => String::new(),
    };
    format!("{{ {restore}{apart}{needs} }}")
}

fn requirement(dice: &mut Dice, on: &str, pool: &[&str], others: &[&str]) -> String {
    let needed = dice.pick(&["run", "run", "start", "both", "both"]);
    let mut text = format!("{{ on = \"{on}\", needed = \"{needed}\"");
    match dice.roll(8) {
        0 => text.push_str(", mode = \"soft\""),
        1 => text.push_str(", holds = \"50m\""),
        _ => {}
    }
    match dice.of(15) {
        true => {
            let by = dice.pick(others);
            write!(text, ", detect = {{ within = \"1m\", by = [\"{by}\"] }}").unwrap();
        }
        false => text.push_str(", detect = \"1m\""),
    }
    let standing: Vec<&str> = pool.iter().copied().filter(|one| *one != on).collect();
    let mut fallbacks: Vec<String> = Vec::new();
    let mut to_come = standing;
    while !to_come.is_empty() && fallbacks.len() < 2 && dice.of(50) {
        let to = to_come.remove(dice.roll(to_come.len()));
        let after = dice.pick(&["5s", "10m", "2h"]);
        let mut one = format!("{{ to = \"{to}\", switch = \"automatic\", after = \"{after}\"");
        if dice.of(25) {
            write!(one, ", needs = [\"{}\"]", dice.pick(others)).unwrap();
        }
        if dice.of(20) {
            one.push_str(", serves = \"degraded\"");
        }
        fallbacks.push(one + " }");
    }
    if !fallbacks.is_empty() {
        write!(text, ", fallback = [{}]", fallbacks.join(", ")).unwrap();
    }
    text + " }"
}

fn step(dice: &mut Dice, others: &[&str]) -> String {
    let mut text = "{ do = \"mend\"".to_owned();
    if dice.of(90) {
        write!(text, ", takes = \"{}\"", dice.pick(&["5m", "20m", "90m"])).unwrap();
    }
    if dice.of(25) {
        write!(text, ", needs = [\"{}\"]", dice.pick(others)).unwrap();
    }
    if dice.of(20) {
        write!(text, ", moves_to = [\"{}\"]", dice.pick(&["east", "west"])).unwrap();
    }
    text + " }"
}

fn json(case: &Case, arguments: &[&str]) -> Value {
    let all = arguments.iter().copied().chain(["--format", "json"]);
    case.run(all).json()
}

fn of<'a>(all: &'a Value, id: &str) -> Option<&'a Value> {
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

/// The rules that say that what should bring something back does not.
const NEVER: [&str; 5] = [
    "shared-fate-cure",
    "blind-detection",
    "recovery-cycle",
    "hard-cycle",
    "fallback-cycle",
];

/// What one answer says and another does not.
fn differences(drawn: &Drawn) -> Vec<String> {
    let case = Case::plan(&drawn.toml);
    let run = case.run(["simulate", "one", "--format", "json"]);
    // What cannot be read is drawn again.
    if run.code != Some(0) {
        return Vec::new();
    }
    let run = run.json();
    let run = &run["scenarios"][0]["components"];
    let now = [
        "--now",
        "2026-11-23T10:00Z",
        "--since",
        "-1m",
        "--symptom",
        "5xx",
    ];
    let sheet: Vec<&str> = ["incident", drawn.lost].into_iter().chain(now).collect();
    let sheet = json(&case, &sheet);
    let blast = json(&case, &["blast", drawn.lost]);
    let check = json(&case, &["check"]);
    let rules: BTreeSet<&str> = check["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|one| one["rule"].as_str())
        .collect();
    let late: Vec<String> = case
        .findings("rto-not-achievable")
        .iter()
        .map(Value::to_string)
        .collect();
    let mut all = Vec::new();
    let rest = blast["down_at_rest"].as_array();
    let is_down_already = |id: &str| rest.is_some_and(|all| all.iter().any(|one| one == id));
    for id in SERVICES.into_iter().filter(|id| !is_down_already(id)) {
        let nothing = Value::Null;
        let simulated = of(run, id).unwrap_or(&nothing);
        let told = of(&sheet["critical"], id).unwrap_or(&nothing);
        let verdict = &simulated["rto_verdict"];
        let is_place = drawn.lost == "east";
        let is_unsaid = simulated["unknown_because"]
            .to_string()
            .contains("of what needs");
        let is_excused = is_unsaid || is_place && rank(&told["rto_verdict"]) == 1;
        if rank(verdict) > rank(&told["rto_verdict"]) && !is_excused {
            all.push(format!(
                "{id}: {verdict} over time, {} on the sheet",
                told["rto_verdict"]
            ));
        }
        if verdict == "missed" && !late.iter().any(|one| one.contains(&format!("\"{id}\""))) {
            all.push(format!("{id}: missed over time, and check is silent"));
        }
        let is_lost = of(&blast["affected"], id).is_some_and(|one| one["level"] == "down");
        let is_ever_down = simulated.is_object() && simulated["longest_down_s"].is_null();
        if is_ever_down && !is_lost && !NEVER.iter().any(|rule| rules.contains(rule)) {
            all.push(format!(
                "{id}: down for ever, held in blast, and check is silent"
            ));
        }
    }
    all
}

#[test]
fn the_sheet_comforts_nobody_whom_time_and_check_do_not() {
    let mut found = Vec::new();
    for seed in 0..PLANS {
        let drawn = draw(seed);
        for one in differences(&drawn) {
            found.push(format!("{seed}: {one}\n{}", drawn.toml));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}
