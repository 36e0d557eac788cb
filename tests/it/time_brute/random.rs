//! Random small plans, as TOML. Whatever numbers are drawn, the plan is valid; a zero
//! leaves a thing out, so that shrinking makes plans simpler.

use std::fmt::Write as _;

use super::draw::{Draw, Raw, Word};
use super::plan::SYMPTOMS;

/// Symptoms that random faults and triggers name; overload shows the second.
const SEEN: [usize; 4] = [0, 1, 3, 7];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Table {
    Service,
    Resource,
    Ai,
    Provider,
    Domain,
    Activity,
}

impl Table {
    fn word(self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::Resource => "resource",
            Self::Ai => "ai",
            Self::Provider => "provider",
            Self::Domain => "domain",
            Self::Activity => "activity",
        }
    }
}

struct Writer<'a> {
    raw: &'a Raw,
    tables: Vec<Table>,
    within: Vec<Vec<usize>>,
    out: String,
}

/// The plan that the numbers make.
pub(super) fn toml(raw: &Raw) -> String {
    let has = |word: Word| raw.has(word);
    let mut tables: Vec<Table> = raw
        .parts
        .iter()
        .map(|part| match part.own.first().map_or(0, |one| one % 10) {
            4..=6 => Table::Resource,
            7 if has(Word::Domains) => Table::Domain,
            8 if has(Word::Ai) => Table::Ai,
            9 if has(Word::Ai) => Table::Provider,
            9 => Table::Activity,
            _ => Table::Service,
        })
        .collect();
    // An AI dependency needs a provider.
    if !tables.contains(&Table::Provider) {
        for one in tables.iter_mut().filter(|one| **one == Table::Ai) {
            *one = Table::Resource;
        }
    }
    let mut writer = Writer {
        raw,
        tables,
        within: Vec::new(),
        out: "[plan]\nname = \"Random\"\n".to_owned(),
    };
    for part in 0..raw.parts.len() {
        writer.part(part);
    }
    writer.scenario();
    writer.out
}

fn quoted(ids: &[usize]) -> String {
    let ids: Vec<String> = ids.iter().map(|id| format!("\"p{id}\"")).collect();
    format!("[{}]", ids.join(", "))
}

fn symptoms(bits: usize) -> String {
    let named = SEEN
        .iter()
        .enumerate()
        .filter(|(at, _)| bits & (1 << at) != 0);
    let named: Vec<String> = named
        .map(|(_, one)| format!("\"{}\"", SYMPTOMS[*one]))
        .collect();
    format!("[{}]", named.join(", "))
}

impl Writer<'_> {
    fn has(&self, word: Word) -> bool {
        self.raw.has(word)
    }

    /// What a requirement of `part` may name: later parts where there are no circles.
    fn needed(&self, part: usize) -> Vec<usize> {
        let mut all = self.useful(part);
        all.retain(|one| self.raw.circles || *one > part);
        all
    }

    fn all(&self, wanted: &[Table], not: usize) -> Vec<usize> {
        (0..self.tables.len())
            .filter(|one| *one != not && wanted.contains(&self.tables[*one]))
            .collect()
    }

    /// What a requirement, or an action, of `part` may name.
    fn useful(&self, part: usize) -> Vec<usize> {
        let tables = [Table::Service, Table::Resource, Table::Ai, Table::Provider];
        self.all(&tables, part)
    }

    fn key(&mut self, key: &str, value: &str) {
        writeln!(self.out, "{key} = {value}").unwrap();
    }

    /// A time, where it is declared.
    fn time(&self, draw: &mut Draw<'_>, most: usize) -> Option<usize> {
        let time = 1 + draw.below(most);
        let is_left_out = draw.rarely(3);
        (!(is_left_out && self.has(Word::Undeclared))).then_some(time)
    }

    fn part(&mut self, part: usize) {
        let raw = &self.raw.parts[part];
        let table = self.tables[part];
        let mut draw = Draw::of(&raw.own[1.min(raw.own.len())..]);
        writeln!(self.out, "[{}.p{part}]", table.word()).unwrap();
        let places = self.all(&[Table::Domain], part);
        // Domains nest towards later ones only: a circle is refused.
        let places: Vec<usize> = places
            .into_iter()
            .filter(|one| table != Table::Domain || *one > part)
            .collect();
        let mut within: Vec<usize> = Vec::new();
        for chance in [2, 5] {
            if draw.rarely(chance)
                && let Some(place) = draw.one(&places)
                && !within.contains(&place)
            {
                within.push(place);
            }
        }
        if !within.is_empty() {
            self.key("in", &quoted(&within));
        }
        self.within.push(within);
        let restart = 1 + draw.below(9);
        if draw.rarely(2) && self.has(Word::Restart) && table != Table::Activity {
            self.key("restart", &format!("\"{restart}s\""));
        }
        let mbco = [50, 90, 60][draw.below(3)];
        if draw.rarely(2) && self.has(Word::Mbco) {
            self.key("mbco", &format!("\"{mbco}%\""));
        }
        let target = 5 * (1 + draw.below(8));
        if draw.rarely(2) && self.has(Word::Targets) {
            self.key("rto", &format!("\"{target}s\""));
            self.key("mtpd", &format!("\"{}s\"", target + 12));
        }
        let point = [1, 11, 14, 17][draw.below(4)];
        if draw.rarely(4) && self.has(Word::Targets) {
            self.key("rpo", &format!("\"{point}s\""));
        }
        self.limit(&mut draw, table);
        if draw.rarely(9) && self.has(Word::Ended) {
            self.key("expires", "2026-11-01");
        }
        if table == Table::Ai {
            self.ai(part, &mut draw);
        }
        if table == Table::Provider
            && draw.rarely(3)
            && self.has(Word::LimitsAnywhere)
            && !self.raw.plain
        {
            self.key("endpoints", "[{ id = \"chat\", limit = { rpm = 700 } }]");
        }
        if table == Table::Provider && draw.rarely(4) && self.has(Word::Ended) {
            self.key("models", "[{ id = \"zed-1\", retires = 2026-10-01 }]");
        }
        if matches!(table, Table::Service | Table::Resource) {
            self.data(part, &mut draw);
        }
        if !matches!(table, Table::Domain | Table::Provider) {
            let all: Vec<String> = raw
                .requirements
                .iter()
                .filter_map(|(own, fallbacks)| self.requirement(part, own, fallbacks))
                .collect();
            if !all.is_empty() {
                self.key("depends_on", &format!("[\n  {},\n]", all.join(",\n  ")));
            }
        }
        if self.has(Word::Steps) && table != Table::Provider {
            for step in &raw.steps {
                self.step(part, &mut Draw::of(step));
            }
        }
    }

    fn limit(&mut self, draw: &mut Draw<'_>, table: Table) {
        let rpm = [400, 900, 1300][draw.below(3)];
        let tpm = [4000, 7000][draw.below(2)];
        let is_usual = matches!(table, Table::Resource | Table::Ai);
        // A primary and its fallback may share what is neither.
        let anywhere = self.has(Word::LimitsAnywhere) && !self.raw.plain;
        let may = is_usual && self.has(Word::Demand) || anywhere;
        let is_limited = draw.rarely(2);
        let has_tokens = draw.rarely(2) && self.has(Word::Tokens);
        if may && is_limited && table != Table::Activity {
            let tpm = if has_tokens {
                format!(", tpm = {tpm}")
            } else {
                String::new()
            };
            self.key("limit", &format!("{{ rpm = {rpm}{tpm} }}"));
        }
    }

    fn ai(&mut self, part: usize, draw: &mut Draw<'_>) {
        let providers = self.all(&[Table::Provider], part);
        if let Some(provider) = draw.one(&providers) {
            self.key("provider", &format!("\"p{provider}\""));
        }
        if draw.rarely(2) {
            self.key("endpoint", "\"chat\"");
        }
        let model = draw.below(3);
        if model > 0 {
            self.key("model", &format!("\"zed-{model}\""));
        }
        let mut gateways = self.all(&[Table::Service, Table::Resource], part);
        gateways.retain(|one| self.raw.circles || *one > part);
        if draw.rarely(2)
            && self.has(Word::Via)
            && !(self.raw.plain && self.has(Word::Demand))
            && let Some(gateway) = draw.one(&gateways)
        {
            self.key("via", &quoted(&[gateway]));
        }
    }

    fn data(&mut self, part: usize, draw: &mut Draw<'_>) {
        if draw.rarely(3) && self.has(Word::LostData) {
            self.key("data", "\"persistent\"");
        }
        let stores = self.all(&[Table::Resource], part);
        if draw.rarely(3)
            && self.has(Word::Replicas)
            && let Some(of) = draw.one(&stores)
        {
            self.key("replica_of", &format!("{{ of = \"p{of}\", lag = \"3s\" }}"));
        }
        let raw = &self.raw.parts[part].backups;
        if !self.has(Word::Backups) || raw.is_empty() {
            return;
        }
        let mut all = Vec::new();
        for bytes in raw {
            let mut draw = Draw::of(bytes);
            let mut keys = vec![format!("every = \"{}s\"", 10 + draw.below(9))];
            if let Some(restore) = self.time(&mut draw, 12) {
                keys.push(format!("restore = \"{restore}s\""));
            }
            if draw.rarely(3) {
                keys.push("segregated = true".to_owned());
            }
            let places = self.all(&[Table::Domain], part);
            if draw.rarely(3)
                && let Some(place) = draw.one(&places)
            {
                keys.push(format!("in = {}", quoted(&[place])));
            }
            if draw.rarely(4)
                && let Some(need) = draw.one(&self.useful(part))
            {
                keys.push(format!("needs = {}", quoted(&[need])));
            }
            all.push(format!("{{ {} }}", keys.join(", ")));
        }
        self.key("backup", &format!("[{}]", all.join(", ")));
    }

    fn step(&mut self, part: usize, draw: &mut Draw<'_>) {
        writeln!(
            self.out,
            "[[runbook.p{part}.step]]\nphase = \"recovery\"\ndo = \"mend it\""
        )
        .unwrap();
        if let Some(takes) = self.time(draw, 10) {
            self.key("takes", &format!("\"{takes}s\""));
        }
        let useful = self.useful(part);
        if draw.rarely(4)
            && let Some(need) = draw.one(&useful)
        {
            self.key("needs", &quoted(&[need]));
        }
        let places = self.all(&[Table::Domain], part);
        if draw.rarely(3)
            && self.has(Word::Moves)
            && self.tables[part] != Table::Domain
            && let Some(place) = draw.one(&places)
        {
            self.key("moves_to", &quoted(&[place]));
        }
    }

    fn requirement(&self, part: usize, own: &[u8], fallbacks: &[Vec<u8>]) -> Option<String> {
        let mut draw = Draw::of(own);
        let useful = self.needed(part);
        let mut group: Vec<usize> = Vec::new();
        let size = if self.has(Word::Groups) { 3 } else { 1 };
        let size = 1 + draw.below(size);
        for _ in 0..3 {
            let one = draw.one(&useful)?;
            if group.len() < size && !group.contains(&one) {
                group.push(one);
            }
        }
        let mut keys = Vec::new();
        let is_weighed = draw.rarely(3) && self.has(Word::Sharing);
        let is_even = draw.rarely(3) && self.has(Word::Sharing) && !is_weighed;
        let at_least = 1 + draw.below(group.len());
        if let [one] = group.as_slice() {
            keys.push(format!("on = \"p{one}\""));
        } else {
            let members: Vec<String> = group
                .iter()
                .enumerate()
                .map(|(at, one)| match at {
                    1 if is_weighed => format!("{{ on = \"p{one}\", weight = 2 }}"),
                    _ => format!("\"p{one}\""),
                })
                .collect();
            keys.push(format!("any_of = [{}]", members.join(", ")));
            keys.push(format!("at_least = {at_least}"));
            if is_even {
                keys.push("share = \"even\"".to_owned());
            }
        }
        let needed = ["run", "start", "both", "both"][draw.below(4)];
        let needed = match needed {
            "start" if self.raw.plain && self.has(Word::Demand) => "both",
            needed => needed,
        };
        let needed = if self.has(Word::Needed) {
            needed
        } else {
            "run"
        };
        if needed != "run" {
            keys.push(format!("needed = \"{needed}\""));
        }
        if draw.rarely(4) && self.has(Word::Soft) {
            keys.push("mode = \"soft\"".to_owned());
        }
        let holds = 1 + draw.below(12);
        if draw.rarely(3) && self.has(Word::Holds) {
            keys.push(format!("holds = \"{holds}s\""));
        }
        let demand = [300, 500, 800][draw.below(3)];
        let is_asking = draw.rarely(2);
        if self.has(Word::Demand) && is_asking && needed != "start" {
            let tokens = if self.has(Word::Tokens) {
                ", tpm = 5000"
            } else {
                ""
            };
            keys.push(format!("demand = {{ rpm = {demand}{tokens} }}"));
        }
        keys.extend(self.detect(part, &mut draw));
        let back = 1 + draw.below(9);
        if draw.rarely(2) && self.has(Word::FailBack) {
            keys.push(format!("fail_back = \"{back}s\""));
        }
        let mut taken = group;
        let all: Vec<String> = fallbacks
            .iter()
            .filter_map(|one| self.fallback(part, one, &mut taken))
            .collect();
        if !all.is_empty() && self.has(Word::Fallbacks) {
            keys.push(format!("fallback = [{}]", all.join(", ")));
        }
        Some(format!("{{ {} }}", keys.join(", ")))
    }

    fn detect(&self, part: usize, draw: &mut Draw<'_>) -> Option<String> {
        let within = self.time(draw, 8);
        let mut keys = Vec::new();
        keys.extend(within.map(|time| format!("within = \"{time}s\"")));
        let of_one = 1 + draw.below(12);
        if draw.rarely(2)
            && self.has(Word::DetectBySymptom)
            && let Some(one) = draw.one(&SEEN)
        {
            keys.push(format!("{:?} = \"{of_one}s\"", SYMPTOMS[one]));
        }
        let useful = self.useful(part);
        if draw.rarely(2)
            && self.has(Word::Detectors)
            && let Some(one) = draw.one(&useful)
        {
            keys.push(format!("by = {}", quoted(&[one])));
        }
        match (within, keys.len()) {
            (_, 0) => None,
            (Some(time), 1) => Some(format!("detect = \"{time}s\"")),
            _ => Some(format!("detect = {{ {} }}", keys.join(", "))),
        }
    }

    fn fallback(&self, part: usize, bytes: &[u8], taken: &mut Vec<usize>) -> Option<String> {
        let mut draw = Draw::of(bytes);
        let to = draw.one(&self.needed(part))?;
        if taken.contains(&to) {
            return None;
        }
        taken.push(to);
        let mut keys = vec![format!("to = \"p{to}\"")];
        let is_automatic = draw.rarely(2);
        let other = ["automatic", "manual", "per-call", "user"][draw.below(4)];
        let is_other = self.has(Word::Switches);
        if is_other || is_automatic {
            let switch = if is_other { other } else { "automatic" };
            keys.push(format!("switch = \"{switch}\""));
        }
        let takes_time = !draw.rarely(3);
        if let Some(after) = self.time(&mut draw, 12)
            && takes_time
        {
            keys.push(format!("after = \"{after}s\""));
        }
        let triggers = 1 + draw.below(15);
        if draw.rarely(2) && self.has(Word::Triggers) {
            keys.push(format!("triggers = {}", symptoms(triggers)));
        }
        if draw.rarely(3) && self.has(Word::Triggers) {
            keys.push("steps = \"by hand\"".to_owned());
        }
        if draw.rarely(3) && self.has(Word::Serves) {
            keys.push("serves = \"degraded\"".to_owned());
        }
        if draw.rarely(3) && self.has(Word::Serves) {
            keys.push("capacity = \"70%\"".to_owned());
        }
        let holds = 1 + draw.below(15);
        let runs_out_at_rest = self.has(Word::Demand) || self.has(Word::Ended);
        let holds_on = self.has(Word::Holds) && !(self.raw.plain && runs_out_at_rest);
        if draw.rarely(3) && holds_on {
            keys.push(format!("holds = \"{holds}s\""));
        }
        if draw.rarely(3)
            && self.has(Word::SwitchNeeds)
            && let Some(need) = draw.one(&self.useful(part))
        {
            keys.push(format!("needs = {}", quoted(&[need])));
        }
        Some(format!("{{ {} }}", keys.join(", ")))
    }

    fn scenario(&mut self) {
        self.out += "[scenario.one]\nfails = [\n";
        for bytes in &self.raw.faults {
            let mut draw = Draw::of(bytes);
            let what = draw.below(self.tables.len());
            let mut keys = vec![format!("what = \"p{what}\"")];
            let at = draw.below(30);
            if at > 0 {
                keys.push(format!("at = \"{at}s\""));
            }
            let lasts = 1 + draw.below(40);
            let is_endless = draw.rarely(3) && self.has(Word::Endless);
            let is_partial = draw.rarely(4) && self.has(Word::Partial);
            if !is_endless {
                keys.push(format!("for = \"{lasts}s\""));
            }
            if is_partial {
                keys.push("level = \"degraded\"".to_owned());
            }
            if draw.rarely(2)
                && let Some(one) = draw.one(&SEEN)
            {
                keys.push(format!("symptom = \"{}\"", SYMPTOMS[one]));
            }
            if draw.rarely(3) && self.has(Word::LostData) && !is_partial {
                keys.push("loses_data = true".to_owned());
            }
            writeln!(self.out, "  {{ {} }},", keys.join(", ")).unwrap();
        }
        self.out += "]\n";
        let asking: Vec<usize> = self.all(&[Table::Service], usize::MAX);
        let surges: Vec<String> = self
            .raw
            .surges
            .iter()
            .filter_map(|bytes| {
                let mut draw = Draw::of(bytes);
                let what = draw.one(&asking)?;
                let times = ["2", "3", "5"][draw.below(3)];
                let at = 1 + draw.below(30);
                let lasts = 1 + draw.below(30);
                Some(format!(
                    "  {{ what = \"p{what}\", times = {times}, at = \"{at}s\", for = \"{lasts}s\" }},\n"
                ))
            })
            .collect();
        if self.has(Word::Surges) && self.has(Word::Demand) && !surges.is_empty() {
            writeln!(self.out, "surges = [\n{}]", surges.concat()).unwrap();
        }
    }
}
