//! Plans of a few services and an activity, drawn by a seed.

use std::fmt::Write as _;

pub(super) const SERVICES: [&str; 7] = ["shop", "a", "b", "c", "d", "e", "f"];
pub(super) const ACTIVITY: &str = "sell";

const PLACES: [&str; 2] = ["east", "west"];
const TIMES: [&str; 3] = ["5s", "10m", "2h"];
const RESERVES: [&str; 3] = ["2m", "50m", "3h"];

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
pub(super) struct Drawn {
    pub(super) toml: String,
    pub(super) lost: &'static str,
}

impl Drawn {
    pub(super) fn of(seed: u64) -> Self {
        let mut dice = Dice(seed);
        let services = &SERVICES[..4 + dice.roll(4)];
        let leads_back = 15 * dice.roll(2);
        let mut toml = "[plan]\nname = \"Drawn\"\n[domain.east]\n[domain.west]\n".to_owned();
        let is_called = dice.of(40);
        if is_called {
            let chat = dice.pick(&services[1..]);
            writeln!(
                toml,
                "[team.ops]\non_call = {{ channel = \"#ops\", through = [\"{chat}\"] }}"
            )
            .unwrap();
        }
        let mut has_copy = false;
        for (at, id) in services.iter().enumerate() {
            let others = without(services, id);
            writeln!(toml, "[service.{id}]").unwrap();
            keys(&mut dice, &mut toml, at, is_called, &others);
            if at > 0 && !has_copy && dice.of(10) {
                has_copy = true;
                let lag = dice.pick(&["", ", lag = \"10s\"", ", lag = \"5m\""]);
                let of = dice.pick(&others);
                writeln!(toml, "replica_of = {{ of = \"{of}\"{lag} }}").unwrap();
            }
            let count = if at == 0 {
                1 + dice.roll(2)
            } else {
                dice.roll(3)
            };
            let mut needs: Vec<(&str, String)> = Vec::new();
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
        if dice.of(50) {
            let rto = dice.pick(&["5m", "30m", "1h", "3h"]);
            writeln!(toml, "[activity.{ACTIVITY}]\ntier = 1\nrto = \"{rto}\"").unwrap();
            let first = dice.roll(services.len());
            let count = 1 + dice.roll(2);
            let needs = (0..count).map(|nth| services[(first + nth) % services.len()]);
            let needs: Vec<String> = needs
                .map(|on| requirement(&mut dice, on, services, services))
                .collect();
            writeln!(toml, "depends_on = [{}]", needs.join(", ")).unwrap();
        }
        for id in services {
            let others = without(services, id);
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
        Self { toml, lost }
    }

    /// What the plan says of one: its table, and its runbook.
    pub(super) fn tables_of(&self, id: &str) -> String {
        let is_its = |table: &&str| {
            let head = table.split(']').next().unwrap();
            head.rsplit('.').next() == Some(id)
        };
        let tables = self.toml.split("\n[").filter(is_its);
        tables.collect::<Vec<&str>>().join("\n")
    }
}

fn without<'a>(services: &[&'a str], id: &str) -> Vec<&'a str> {
    let others = services.iter().copied().filter(|one| *one != id);
    others.collect()
}

fn place(id: &str) -> usize {
    SERVICES.iter().position(|one| *one == id).unwrap()
}

/// What stands in the table of a service beside what it needs.
fn keys(dice: &mut Dice, toml: &mut String, at: usize, is_called: bool, others: &[&str]) {
    if at == 0 || dice.of(25) {
        let rto = dice.pick(&["5m", "30m", "1h", "3h"]);
        writeln!(toml, "tier = 1\nrto = \"{rto}\"").unwrap();
        if dice.of(40) {
            writeln!(toml, "mtpd = \"{}\"", dice.pick(&["4h", "12h"])).unwrap();
        }
    }
    if is_called && dice.of(50) {
        toml.push_str("team = \"ops\"\n");
    }
    if dice.of(20) {
        writeln!(toml, "rpo = \"{}\"", dice.pick(&["1m", "30m", "2h"])).unwrap();
    }
    if at > 0 && dice.of(12) {
        toml.push_str("expires = 2026-01-31\n");
    }
    if dice.of(30) {
        writeln!(toml, "restart = \"{}\"", dice.pick(&["2m", "20m"])).unwrap();
    }
    if at > 0 && dice.of(30) {
        writeln!(toml, "in = [\"{}\"]", dice.pick(&PLACES)).unwrap();
    }
    if at > 0 && dice.of(30) {
        let all = (0..1 + dice.roll(2)).map(|_| backup(dice, others));
        let all: Vec<String> = all.collect();
        writeln!(toml, "backup = [{}]", all.join(", ")).unwrap();
    }
}

fn backup(dice: &mut Dice, others: &[&str]) -> String {
    let mut text = dice
        .pick(&[
            "{ restore = \"10m\"",
            "{ restore = \"2h\"",
            "{ every = \"1h\"",
            "{ restore = \"10m\", every = \"4h\"",
            "{ restore = \"2h\", every = \"5m\"",
        ])
        .to_owned();
    if dice.of(40) {
        text.push_str(", segregated = true");
    } else if dice.of(30) {
        write!(text, ", in = [\"{}\"]", dice.pick(&PLACES)).unwrap();
    }
    if dice.of(20) {
        write!(text, ", needs = [\"{}\"]", dice.pick(others)).unwrap();
    }
    text + " }"
}

fn requirement(dice: &mut Dice, on: &str, pool: &[&str], others: &[&str]) -> String {
    let needed = dice.pick(&["run", "run", "start", "both", "both"]);
    let mut text = format!("{{ on = \"{on}\", needed = \"{needed}\"");
    match dice.roll(8) {
        0 => text.push_str(", mode = \"soft\""),
        1 | 2 => write!(text, ", holds = \"{}\"", dice.pick(&RESERVES)).unwrap(),
        _ => {}
    }
    match dice.roll(100) {
        ..15 => {
            let by = dice.pick(others);
            write!(text, ", detect = {{ within = \"1m\", by = [\"{by}\"] }}").unwrap();
        }
        15..90 => text.push_str(", detect = \"1m\""),
        _ => {}
    }
    let mut fallbacks: Vec<String> = Vec::new();
    let mut to_come = without(pool, on);
    while !to_come.is_empty() && fallbacks.len() < 3 && dice.of(50) {
        let to = to_come.remove(dice.roll(to_come.len()));
        fallbacks.push(fallback(dice, to, others));
    }
    if !fallbacks.is_empty() {
        write!(text, ", fallback = [{}]", fallbacks.join(", ")).unwrap();
    }
    text + " }"
}

fn fallback(dice: &mut Dice, to: &str, others: &[&str]) -> String {
    let switch = dice.pick(&[
        "automatic",
        "automatic",
        "automatic",
        "per-call",
        "manual",
        "user",
    ]);
    let mut text = format!("{{ to = \"{to}\", switch = \"{switch}\"");
    if dice.of(90) {
        write!(text, ", after = \"{}\"", dice.pick(&TIMES)).unwrap();
    }
    if matches!(switch, "automatic" | "per-call") && dice.of(25) {
        let fires = dice.pick(&["5xx", "5xx", "429"]);
        write!(text, ", triggers = [\"{fires}\"]").unwrap();
    }
    if dice.of(25) {
        write!(text, ", needs = [\"{}\"]", dice.pick(others)).unwrap();
    }
    if dice.of(20) {
        text.push_str(", serves = \"degraded\"");
    }
    if dice.of(15) {
        write!(text, ", holds = \"{}\"", dice.pick(&RESERVES)).unwrap();
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
        write!(text, ", moves_to = [\"{}\"]", dice.pick(&PLACES)).unwrap();
    }
    text + " }"
}
