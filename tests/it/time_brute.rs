//! Plans over time against a second reading of the rules that looks at every
//! component and every requirement in every second.

use std::fmt::Write as _;

use jurymast_engine::simulation::{ScenarioScript, SimulationModel, Timeline, simulate};
use jurymast_plan::model::{ComponentId, Level};
use jurymast_terms::units::Duration;
use proptest::prelude::*;

use super::system::{config, load};

/// Seconds looked at one by one.
const HORIZON: u64 = 400;
const MOST_MOVES: u32 = 32;
const SEEN: [&str; 3] = ["5xx", "429", "401"];
const TOO_MANY: u8 = 2;

/// `p0`, `p1`, ...: each a service, a resource or a domain.
#[derive(Debug, Clone)]
struct Part {
    kind: u8,
    /// Parts of kind domain it stands in.
    within: Option<usize>,
    restart: u64,
    mbco: u64,
    limit: Option<u64>,
    needs: Vec<Need>,
}

#[derive(Debug, Clone)]
struct Need {
    group: Vec<usize>,
    at_least: usize,
    soft: bool,
    detect: u64,
    fail_back: u64,
    demand: u64,
    standbys: Vec<Standby>,
}

#[derive(Debug, Clone)]
struct Standby {
    to: usize,
    after: u64,
    automatic: bool,
    /// Bits of [`SEEN`]; none: not declared.
    triggers: Option<u8>,
    steps: bool,
    degraded: bool,
    /// In percent.
    capacity: u64,
}

#[derive(Debug, Clone)]
struct Fault {
    what: usize,
    at: u64,
    lasts: Option<u64>,
    degraded: bool,
    symptom: Option<usize>,
}

fn time(most: u64) -> impl Strategy<Value = u64> {
    prop_oneof![1 => Just(0), 3 => 1..=most]
}

fn need(parts: usize) -> impl Strategy<Value = Need> {
    let standby = (
        (0..parts, time(12), any::<bool>()),
        prop::option::of(1u8..8),
        prop::bool::weighted(0.3),
        prop::bool::weighted(0.4),
        prop::sample::select(vec![100u64, 100, 100, 70, 30]),
    )
        .prop_map(
            |((to, after, automatic), triggers, steps, degraded, capacity)| Standby {
                to,
                after,
                automatic,
                triggers,
                steps,
                degraded,
                capacity,
            },
        );
    (
        prop::collection::btree_set(0..parts, 1..=3.min(parts)),
        1..=3usize,
        prop::bool::weighted(0.15),
        (time(8), time(9)),
        prop::sample::select(vec![0u64, 300, 500, 800]),
        prop::collection::vec(standby, 0..3),
    )
        .prop_map(
            |(group, at_least, soft, (detect, fail_back), demand, mut standbys)| {
                let group: Vec<usize> = group.into_iter().collect();
                let mut seen = group.clone();
                standbys.retain(|one| {
                    let new = !seen.contains(&one.to);
                    seen.push(one.to);
                    new
                });
                Need {
                    at_least: at_least.min(group.len()),
                    group,
                    soft,
                    detect,
                    fail_back,
                    demand,
                    standbys,
                }
            },
        )
}

fn part(parts: usize) -> impl Strategy<Value = Part> {
    (
        0..4u8,
        prop::option::weighted(0.3, 0..parts),
        time(9),
        prop::sample::select(vec![0u64, 50, 90]),
        prop::option::weighted(0.6, prop::sample::select(vec![400u64, 900, 1300])),
        prop::collection::vec(need(parts), 0..3),
    )
        .prop_map(|(kind, within, restart, mbco, limit, needs)| Part {
            kind,
            within,
            restart: if kind == 3 { 0 } else { restart },
            mbco: if kind < 2 { mbco } else { 0 },
            limit: limit.filter(|_| kind == 2),
            needs: if kind < 2 { needs } else { Vec::new() },
        })
}

fn system() -> impl Strategy<Value = Vec<Part>> {
    (2..=7usize)
        .prop_flat_map(|parts| prop::collection::vec(part(parts), parts))
        .prop_map(|mut all| {
            let domains: Vec<bool> = all.iter().map(|part| part.kind == 3).collect();
            for (at, part) in all.iter_mut().enumerate() {
                // Domains nest towards later ones only: a circle is refused.
                part.within = part
                    .within
                    .filter(|to| domains[*to] && *to != at && (part.kind != 3 || *to > at));
                for need in &mut part.needs {
                    need.group.retain(|to| !domains[*to] && *to != at);
                    need.standbys.retain(|one| !domains[one.to] && one.to != at);
                    need.at_least = need.at_least.min(need.group.len());
                }
                part.needs.retain(|need| !need.group.is_empty());
            }
            all
        })
}

fn faults(most_start: u64) -> impl Strategy<Value = Vec<(u8, Fault)>> {
    let fault = (
        any::<u8>(),
        0..=most_start,
        prop::option::weighted(0.85, 1..40u64),
        prop::bool::weighted(0.2),
        prop::option::of(0..3usize),
    )
        .prop_map(|(pick, at, lasts, degraded, symptom)| {
            (
                pick,
                Fault {
                    what: 0,
                    at,
                    lasts,
                    degraded,
                    symptom,
                },
            )
        });
    prop::collection::vec(fault, 1..4)
}

fn settled(parts: &[Part], faults: Vec<(u8, Fault)>) -> Vec<Fault> {
    let settle = |(pick, fault): (u8, Fault)| Fault {
        what: usize::from(pick) % parts.len(),
        ..fault
    };
    faults.into_iter().map(settle).collect()
}

/// `key = "5s"`, nothing for zero, which the language refuses.
fn seconds(key: &str, time: u64, before: &str, behind: &str) -> String {
    if time == 0 {
        String::new()
    } else {
        format!("{before}{key} = \"{time}s\"{behind}")
    }
}

fn toml(parts: &[Part], faults: &[Fault]) -> String {
    let mut out = "[plan]\nname = \"Random\"\n".to_owned();
    for (at, part) in parts.iter().enumerate() {
        let table = ["service", "service", "resource", "domain"][usize::from(part.kind)];
        writeln!(out, "[{table}.p{at}]").unwrap();
        if let Some(to) = part.within {
            writeln!(out, "in = [\"p{to}\"]").unwrap();
        }
        if part.restart > 0 {
            writeln!(out, "restart = \"{}s\"", part.restart).unwrap();
        }
        if part.mbco > 0 {
            writeln!(out, "mbco = \"{}%\"", part.mbco).unwrap();
        }
        if let Some(limit) = part.limit {
            writeln!(out, "limit = {{ rpm = {limit} }}").unwrap();
        }
        for need in &part.needs {
            let ids: Vec<String> = need.group.iter().map(|to| format!("\"p{to}\"")).collect();
            writeln!(out, "[[{table}.p{at}.depends_on]]").unwrap();
            writeln!(
                out,
                "any_of = [{}]\nat_least = {}",
                ids.join(", "),
                need.at_least
            )
            .unwrap();
            if need.soft {
                out += "mode = \"soft\"\n";
            }
            out += &seconds("detect", need.detect, "", "\n");
            out += &seconds("fail_back", need.fail_back, "", "\n");
            if need.demand > 0 {
                writeln!(out, "demand = {{ rpm = {} }}", need.demand).unwrap();
            }
            let standbys: Vec<String> = need.standbys.iter().map(standby).collect();
            writeln!(out, "fallback = [{}]", standbys.join(", ")).unwrap();
        }
    }
    out += "[scenario.one]\nfails = [\n";
    for fault in faults {
        let mut line = format!("  {{ what = \"p{}\"", fault.what);
        line += &seconds("at", fault.at, ", ", "");
        line += &seconds("for", fault.lasts.unwrap_or(0), ", ", "");
        if fault.degraded {
            line += ", level = \"degraded\"";
        }
        if let Some(symptom) = fault.symptom {
            write!(line, ", symptom = \"{}\"", SEEN[symptom]).unwrap();
        }
        writeln!(out, "{line} }},").unwrap();
    }
    out + "]\n"
}

fn standby(one: &Standby) -> String {
    let mut line = format!("{{ to = \"p{}\"", one.to);
    line += &seconds("after", one.after, ", ", "");
    if one.automatic {
        line += ", switch = \"automatic\"";
    }
    if let Some(triggers) = one.triggers {
        let named = (0..3).filter(|bit| triggers & (1 << bit) != 0);
        let named: Vec<String> = named.map(|bit| format!("\"{}\"", SEEN[bit])).collect();
        write!(line, ", triggers = [{}]", named.join(", ")).unwrap();
    }
    if one.steps {
        line += ", steps = \"by hand\"";
    }
    if one.degraded {
        line += ", serves = \"degraded\"";
    }
    if one.capacity < 100 {
        write!(line, ", capacity = \"{}%\"", one.capacity).unwrap();
    }
    line + " }"
}

/// The second reading: 0 up, 1 degraded, 2 down; a row for each second.
struct Slow<'a> {
    parts: &'a [Part],
    faults: &'a [Fault],
    now: u64,
    level: Vec<u8>,
    /// Seconds of restart that are left.
    left: Vec<Option<u64>>,
    /// What each part showed a second ago, and before its restart.
    shown: Vec<u8>,
    kept: Vec<u8>,
    needs: Vec<Vec<State>>,
}

#[derive(Clone, Default)]
struct State {
    using: Option<usize>,
    lost: bool,
    home_for: Option<u64>,
    moves: u32,
    /// As it was before the primary came back in this second.
    before: Option<Box<State>>,
    /// Seconds each fallback has been called for.
    called: Vec<Option<u64>>,
    tried: Vec<bool>,
}

fn slow(parts: &[Part], faults: &[Fault]) -> Vec<Vec<u8>> {
    let needs = parts.iter().map(|part| {
        let states = part.needs.iter().map(|need| State {
            called: vec![None; need.standbys.len()],
            tried: vec![false; need.standbys.len()],
            ..State::default()
        });
        states.collect()
    });
    let mut slow = Slow {
        parts,
        faults,
        now: 0,
        level: vec![0; parts.len()],
        left: vec![None; parts.len()],
        shown: vec![0; parts.len()],
        kept: vec![0; parts.len()],
        needs: needs.collect(),
    };
    let mut rows = Vec::new();
    for now in 0..HORIZON {
        slow.now = now;
        slow.tick();
        slow.second();
        rows.push(slow.level.clone());
    }
    rows
}

impl Slow<'_> {
    /// A second passes on every clock.
    fn tick(&mut self) {
        if self.now == 0 {
            return;
        }
        for left in self.left.iter_mut().flatten() {
            *left = left.saturating_sub(1);
        }
        for state in self.needs.iter_mut().flatten() {
            state.before = None;
            for clock in state.called.iter_mut().flatten() {
                *clock += 1;
            }
            if let Some(clock) = &mut state.home_for {
                *clock += 1;
            }
        }
    }

    fn second(&mut self) {
        // What was on a second ago and is not now ends before anything starts.
        let mut share = self.shares();
        self.fall_or_rise(true, true, &share);
        self.fall_or_rise(false, true, &share);
        let mut base = (self.level.clone(), self.left.clone());
        self.fall_or_rise(false, false, &share);
        while self.switch(&share) {
            share = self.shares();
            // What a switch saves in the second in which it would fall never fell,
            // and a restart that it would break off goes on.
            (self.level, self.left) = base;
            self.fall_or_rise(false, true, &share);
            base = (self.level.clone(), self.left.clone());
            self.fall_or_rise(false, false, &share);
        }
        self.shown = self.seen(&share);
    }

    /// Sweeps until nothing changes: `up` lets levels get better, else worse.
    fn fall_or_rise(&mut self, ends_only: bool, up: bool, share: &[f64]) {
        loop {
            let mut changed = false;
            for at in 0..self.parts.len() {
                let derived = self.derived(at, ends_only, share);
                let before = self.level[at];
                if up && derived < before {
                    if before == 2 && self.parts[at].restart > 0 {
                        match self.left[at] {
                            None => {
                                self.left[at] = Some(self.parts[at].restart);
                                self.kept[at] = self.shown[at];
                                continue;
                            }
                            Some(0) => self.left[at] = None,
                            Some(_) => continue,
                        }
                    }
                    self.level[at] = derived;
                    changed = true;
                }
                if !up {
                    if derived == 2 {
                        self.left[at] = None;
                    }
                    if derived > before {
                        self.level[at] = derived;
                        changed = true;
                    }
                }
            }
            if !changed {
                return;
            }
        }
    }

    fn on(&self, fault: &Fault, second: u64) -> bool {
        fault.at <= second && fault.lasts.is_none_or(|lasts| second < fault.at + lasts)
    }

    fn forced(&self, at: usize, second: u64) -> u8 {
        let on = self
            .faults
            .iter()
            .filter(|one| one.what == at && self.on(one, second));
        on.map(|one| if one.degraded { 1 } else { 2 })
            .max()
            .unwrap_or(0)
    }

    fn derived(&self, at: usize, ends_only: bool, share: &[f64]) -> u8 {
        let mut level = self.forced(at, self.now);
        if ends_only {
            let before = if self.now == 0 {
                0
            } else {
                self.forced(at, self.now - 1)
            };
            level = level.min(before);
        }
        if let Some(to) = self.parts[at].within {
            level = level.max(self.level[to]);
        }
        for need in 0..self.parts[at].needs.len() {
            let met = self.met(at, need, share);
            let soft = self.parts[at].needs[need].soft;
            level = level.max(if soft { met.min(1) } else { met });
        }
        level
    }

    fn met(&self, at: usize, need: usize, share: &[f64]) -> u8 {
        let group = self.group(at, need, share);
        let Some(using) = self.needs[at][need].using else {
            return group;
        };
        let serves = self.gives(at, need, using, Some(share));
        if group == 0 && self.parts[at].needs[need].fail_back > 0 && serves < 2 {
            return serves;
        }
        group.min(serves)
    }

    fn by_share(&self, at: usize, share: f64) -> u8 {
        if share * 100.0 < self.parts[at].mbco as f64 {
            2
        } else {
            u8::from(share < 1.0)
        }
    }

    fn group(&self, at: usize, need: usize, share: &[f64]) -> u8 {
        let need = &self.parts[at].needs[need];
        let mut levels: Vec<u8> = need
            .group
            .iter()
            .map(|to| self.level[*to].max(self.by_share(at, share[*to])))
            .collect();
        levels.sort_unstable();
        levels[need.at_least - 1]
    }

    fn best(&self, at: usize, one: &Standby) -> u8 {
        u8::from(one.degraded).max(self.by_share(at, one.capacity as f64 / 100.0))
    }

    fn gives(&self, at: usize, need: usize, which: usize, share: Option<&[f64]>) -> u8 {
        let one = &self.parts[at].needs[need].standbys[which];
        let loaded = share.map_or(0, |share| self.by_share(at, share[one.to]));
        self.level[one.to].max(self.best(at, one)).max(loaded)
    }

    fn shares(&self) -> Vec<f64> {
        let share = |(target, part): (usize, &Part)| {
            let Some(limit) = part.limit else { return 1.0 };
            let mut load = 0;
            for (at, part) in self.parts.iter().enumerate() {
                for (which, need) in part.needs.iter().enumerate() {
                    if need.group.contains(&target) {
                        load += need.demand.div_ceil(need.at_least as u64);
                    }
                    for (standby, one) in need.standbys.iter().enumerate() {
                        if one.to == target && self.needs[at][which].tried[standby] {
                            load += need.demand;
                        }
                    }
                }
            }
            if load > limit {
                limit as f64 / load as f64
            } else {
                1.0
            }
        };
        self.parts.iter().enumerate().map(share).collect()
    }

    /// What callers see of each part: of every fault that keeps it from being up, or
    /// did before the restart under way.
    fn seen(&self, share: &[f64]) -> Vec<u8> {
        let mut seen = vec![0u8; self.parts.len()];
        loop {
            let before = seen.clone();
            for (at, part) in self.parts.iter().enumerate() {
                if self.level[at] == 0 {
                    continue;
                }
                for fault in self.faults {
                    if fault.what == at && self.on(fault, self.now) {
                        seen[at] |= fault.symptom.map_or(0, |symptom| 1 << symptom);
                    }
                }
                if let Some(to) = part.within {
                    seen[at] |= seen[to];
                }
                if self.left[at].is_some() {
                    seen[at] |= self.kept[at];
                }
                for need in 0..part.needs.len() {
                    if self.met(at, need, share) == 0 {
                        continue;
                    }
                    seen[at] |= self.need_sees(at, need, &seen, share);
                }
            }
            if seen == before {
                return seen;
            }
        }
    }

    fn need_sees(&self, at: usize, which: usize, seen: &[u8], share: &[f64]) -> u8 {
        let need = &self.parts[at].needs[which];
        let using = self.needs[at][which]
            .using
            .map(|using| need.standbys[using].to);
        let all = need.group.iter().copied().chain(using);
        all.map(|to| seen[to] | if share[to] < 1.0 { TOO_MANY } else { 0 })
            .fold(0, |sum, one| sum | one)
    }

    /// Whoever is ready moves; if nobody is, who lost something takes note of it.
    fn switch(&mut self, share: &[f64]) -> bool {
        self.all_decide(share, false) || self.all_decide(share, true)
    }

    /// All requirements decide by the same levels; whether one moved.
    fn all_decide(&mut self, share: &[f64], notice: bool) -> bool {
        let seen = self.seen(share);
        let mut decided = self.needs.clone();
        let mut moved = false;
        for (at, states) in decided.iter_mut().enumerate() {
            for (which, state) in states.iter_mut().enumerate() {
                let sees = self.need_sees(at, which, &seen, share);
                let sees = notice.then_some(sees);
                moved |= self.decide(at, which, sees, share, state);
            }
        }
        self.needs = decided;
        moved
    }

    /// `sees`: what callers see, when the loss is to be noticed.
    fn decide(
        &self,
        at: usize,
        which: usize,
        sees: Option<u8>,
        share: &[f64],
        state: &mut State,
    ) -> bool {
        let need = &self.parts[at].needs[which];
        if self.group(at, which, share) == 0 {
            if state.before.is_none() && (state.lost || state.using.is_some()) {
                state.before = Some(Box::new(state.clone()));
            }
            state.lost = false;
            state.called.fill(None);
            let Some(using) = state.using else {
                state.tried.fill(false);
                return false;
            };
            if state.moves >= MOST_MOVES {
                return false;
            }
            let waited = *state.home_for.get_or_insert(0) >= need.fail_back;
            if !waited && self.gives(at, which, using, Some(share)) < 2 {
                return false;
            }
            state.using = None;
            state.home_for = None;
            state.moves += 1;
            state.tried.fill(false);
            return true;
        }
        // Back and lost again in one second: never back.
        if let Some(before) = state.before.take() {
            let moved = before.using != state.using;
            let moves = state.moves;
            *state = State { moves, ..*before };
            if moved {
                return true;
            }
        }
        if sees.is_some() {
            state.lost = true;
            state.home_for = None;
        } else if !state.lost {
            return false;
        }
        let level = self.met(at, which, share);
        let mut choice: Option<(u8, usize)> = None;
        for (standby, one) in need.standbys.iter().enumerate() {
            if let Some(sees) = sees {
                if state.using == Some(standby) || level <= self.best(at, one) {
                    state.called[standby] = None;
                    continue;
                }
                let covered = one.triggers.is_none_or(|all| sees & !all == 0);
                if state.called[standby].is_none() && (!one.automatic || covered || one.steps) {
                    state.called[standby] = Some(0);
                }
            }
            if state.called[standby].is_some_and(|clock| clock >= need.detect + one.after) {
                let loaded = state.tried[standby].then_some(share);
                let gives = self.gives(at, which, standby, loaded);
                if gives < level && choice.is_none_or(|(least, _)| gives < least) {
                    choice = Some((gives, standby));
                }
            }
        }
        let Some((_, standby)) = choice.filter(|_| state.moves < MOST_MOVES) else {
            return false;
        };
        state.using = Some(standby);
        state.moves += 1;
        state.called[standby] = None;
        state.tried[standby] = true;
        true
    }
}

struct Fast {
    timeline: Timeline,
    ids: Vec<ComponentId>,
}

fn fast(parts: &[Part], faults: &[Fault]) -> Fast {
    let loaded = load(&toml(parts, faults));
    let scenario = ScenarioScript::of(&loaded.plan.scenarios[0]);
    Fast {
        timeline: simulate(&SimulationModel::of(&loaded.plan), &scenario),
        ids: (0..parts.len())
            .map(|at| loaded.ids[&format!("p{at}")])
            .collect(),
    }
}

fn number(level: Level) -> u8 {
    match level {
        Level::Up => 0,
        Level::Degraded => 1,
        Level::Down => 2,
    }
}

proptest! {
    #![proptest_config(config(1_000))]

    #[test]
    fn every_second_is_that_of_the_slow_reading(parts in system(), picks in faults(30)) {
        let faults = settled(&parts, picks);
        let Fast { timeline, ids } = fast(&parts, &faults);
        for (second, row) in slow(&parts, &faults).iter().enumerate() {
            for (at, expected) in row.iter().enumerate() {
                let level = timeline.level_at(ids[at], Duration::from_seconds(second as u64));
                prop_assert_eq!(
                    number(level), *expected,
                    "p{} at {} in\n{}", at, second, toml(&parts, &faults)
                );
            }
        }
    }
}

/// No limits: nothing gets worse by what another does about it.
fn without_limits(mut parts: Vec<Part>) -> Vec<Part> {
    parts.iter_mut().for_each(|part| part.limit = None);
    parts
}

/// Whether `longer` is down whenever `shorter` is.
fn covers(longer: &Fast, shorter: &Fast) -> Result<(), String> {
    for (at, id) in shorter.ids.iter().enumerate() {
        let end = longer.timeline.end().max(shorter.timeline.end());
        for second in 0..=end.seconds() {
            let moment = Duration::from_seconds(second);
            let down = |fast: &Fast| fast.timeline.level_at(*id, moment) == Level::Down;
            if down(shorter) && !down(longer) {
                return Err(format!("p{at} at {second}"));
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(config(700))]

    /// For whole faults that start together.
    #[test]
    fn longer_slower_and_more_never_shorten_an_outage(
        parts in system().prop_map(without_limits),
        picks in faults(0),
        more in any::<(u8, u8, u8)>(),
    ) {
        let mut faults = settled(&parts, picks);
        faults.iter_mut().for_each(|fault| fault.degraded = false);
        let added = faults.len() > 1;
        let last = added.then(|| faults.pop()).flatten();
        let before = fast(&parts, &faults);
        let judge = |parts: &[Part], faults: &[Fault], what: &str| {
            covers(&fast(parts, faults), &before)
                .map_err(|at| TestCaseError::fail(format!("{what}: {at}\n{}", toml(parts, faults))))
        };

        let mut longer = faults.clone();
        let one = usize::from(more.0) % longer.len();
        longer[one].lasts = longer[one].lasts.map(|lasts| lasts + 1 + u64::from(more.1 % 20));
        judge(&parts, &longer, "a longer outage")?;

        if let Some(last) = last {
            let mut grown = faults.clone();
            grown.push(last);
            judge(&parts, &grown, "one more fault")?;
        }

        let mut slower = parts.clone();
        for need in slower.iter_mut().flat_map(|part| &mut part.needs) {
            need.detect += u64::from(more.2 % 7);
        }
        judge(&slower, &faults, "slower detection")?;

        let mut restarts = parts.clone();
        let one = usize::from(more.2) % restarts.len();
        if restarts[one].kind != 3 {
            restarts[one].restart += u64::from(more.1 % 9);
        }
        judge(&restarts, &faults, "a slower restart")?;
    }
}

/// Whoever may switch has one fallback, returns at once, and has a primary that
/// load cannot reach: without a limit, leaning on nothing.
fn with_plain_load(mut parts: Vec<Part>) -> Vec<Part> {
    let plain = |part: &Part| part.limit.is_none() && part.needs.is_empty();
    let plain: Vec<bool> = parts.iter().map(plain).collect();
    for need in parts.iter_mut().flat_map(|part| &mut part.needs) {
        need.standbys.truncate(1);
        need.fail_back = 0;
        if !need.group.iter().all(|to| plain[*to]) {
            need.standbys.clear();
        }
    }
    parts
}

proptest! {
    #![proptest_config(config(700))]

    #[test]
    fn a_larger_demand_never_shortens_an_outage(
        parts in system().prop_map(with_plain_load),
        picks in faults(30),
        times in 2u64..5,
        one in any::<prop::sample::Index>(),
    ) {
        let faults = settled(&parts, picks);
        let mut larger = parts.clone();
        let mut needs: Vec<&mut Need> =
            larger.iter_mut().flat_map(|part| &mut part.needs).collect();
        if !needs.is_empty() {
            let which = one.index(needs.len());
            let need = &mut needs[which];
            need.demand = need.demand * times + 100;
        }
        covers(&fast(&larger, &faults), &fast(&parts, &faults))
            .map_err(|at| TestCaseError::fail(format!("{at}\n{}", toml(&larger, &faults))))?;
    }
}
