//! Random small plans, as TOML. Whatever numbers are drawn, the plan is valid; a zero
//! leaves a thing out, so that shrinking makes plans simpler.
//!
//! In:  the numbers that were drawn.
//! Out: a plan with one scenario.
//!
//! `parts` writes what a part says of itself, `requirements` what it needs, `scenario`
//! what fails.

mod parts;
mod requirements;
mod scenario;

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
    writer.team();
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

    /// Who is called through a part or two, or through nothing that is said.
    fn team(&mut self) {
        let mut draw = Draw::of(&self.raw.parts[0].own);
        let useful = self.useful(usize::MAX);
        let mut through: Vec<usize> = Vec::new();
        for chance in [1, 3] {
            if draw.rarely(chance)
                && let Some(one) = draw.one(&useful)
                && !through.contains(&one)
            {
                through.push(one);
            }
        }
        if self.has(Word::SwitchNeeds) {
            self.out += "[team.crew]\n";
            let through = match through.as_slice() {
                [] => String::new(),
                some => format!(", through = {}", quoted(some)),
            };
            self.key("on_call", &format!("{{ phone = \"1\"{through} }}"));
        }
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
        if draw.rarely(2) && self.has(Word::SwitchNeeds) && !matches!(table, Table::Domain) {
            self.key("team", "\"crew\"");
        }
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
        let point = [1, 11, 14, 17, 25, 40][draw.below(6)];
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
        if table == Table::Provider && draw.rarely(3) && self.has(Word::LimitsAnywhere) {
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
}
