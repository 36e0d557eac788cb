//! Gaps against brute force: every set of faults of a random plan is tried.

use std::collections::BTreeMap;

use jurymast_engine::analysis::{
    Analysis, Completeness, Gaps, Limits, MaxOrder, ProbabilityBounds, Question,
};
use jurymast_plan::model::{ComponentId, Level};
use proptest::prelude::*;

use super::driver::Case;
use super::system::{Loaded, MBCO, Part, System, config, load, raw_parts};

/// More faults than this make more sets than a test has time for.
const MOST_FAULTS: usize = 12;

/// More rounds than any small plan needs to come to rest.
const ROUNDS: usize = 100;

/// The random plan by index, for trying many sets of faults.
#[derive(Clone)]
struct Small {
    parts: Vec<SmallPart>,
    /// The parts that can fail by themselves; bit `i` of a set is fault `i`.
    faults: Vec<usize>,
}

#[derive(Clone)]
struct SmallPart {
    bound: Vec<usize>,
    /// Those of them that carry calls to it.
    carriers: Vec<usize>,
    needs: Vec<SmallNeed>,
    ended: bool,
    mbco: bool,
}

/// Level, and percent of its load that it can serve.
type Serving = (u8, u32);

/// What of what it asks for a part of so many percent leaves to who has an MBCO or not.
fn left_with(percent: u32, mbco: bool) -> u8 {
    match percent {
        100.. => 0,
        share if mbco && share < MBCO => 2,
        _ => 1,
    }
}

#[derive(Clone)]
struct SmallNeed {
    group: Vec<usize>,
    at_least: usize,
    soft: bool,
    /// What sees that it is lost.
    by: Vec<usize>,
    fallbacks: Vec<SmallStandby>,
}

#[derive(Clone)]
struct SmallStandby {
    to: usize,
    /// The best it gives: 0 up, 1 degraded, 2 nothing.
    best: u8,
    /// Percent of what is asked that it gives, and is known to.
    capacity: u32,
    sure: u32,
    /// What its switch needs.
    needs: Vec<usize>,
    /// What carries the call to whoever makes it; one is enough.
    called_through: Vec<usize>,
    /// Since before anything failed.
    is_in_use: bool,
}

impl Small {
    fn of(system: &System) -> Self {
        let ids: BTreeMap<&str, usize> = system
            .parts
            .iter()
            .enumerate()
            .map(|(at, part)| (part.id.as_str(), at))
            .collect();
        let all = |names: &[String]| names.iter().map(|id| ids[id.as_str()]).collect();
        let carriers = |part: &Part| -> Vec<String> {
            let bound = part.bound().into_iter();
            bound.filter(|id| !id.starts_with("model:")).collect()
        };
        let parts = system.parts.iter().map(|part| SmallPart {
            bound: all(&part.bound()),
            carriers: all(&carriers(part)),
            ended: part.ended,
            mbco: part.mbco,
            needs: part
                .needs
                .iter()
                .filter(|need| need.needed != Some("start"))
                .map(|need| SmallNeed {
                    group: all(&need.group),
                    at_least: need.at_least,
                    soft: need.soft,
                    by: all(&need.by),
                    fallbacks: need
                        .fallbacks
                        .iter()
                        .map(|standby| {
                            let lasts = if standby.holds { 2 } else { 0 };
                            SmallStandby {
                                to: ids[standby.to.as_str()],
                                best: u8::from(standby.degraded).max(lasts),
                                capacity: standby.capacity.unwrap_or(100),
                                sure: need.percent(standby),
                                needs: all(&standby.needs),
                                called_through: match standby.by_hand {
                                    true => all(&part.called_through),
                                    false => Vec::new(),
                                },
                                is_in_use: false,
                            }
                        })
                        .collect(),
                })
                .collect(),
        });
        let own = system
            .parts
            .iter()
            .enumerate()
            .filter(|(_, part)| part.own_failure);
        let mut small = Self {
            parts: parts.collect(),
            faults: own.map(|(at, _)| at).collect(),
        };
        small.make_switches();
        small
    }

    /// A fallback in use at rest was switched to before anything failed.
    fn make_switches(&mut self) {
        let before = self.clone();
        let at_rest = self.serving(0, true).unwrap();
        for (of, part) in self.parts.iter_mut().enumerate() {
            for (which, need) in part.needs.iter_mut().enumerate() {
                let levels = need.fallbacks.iter();
                let levels = levels.map(|one| one.level(&at_rest, &need.by, part.mbco));
                let best = levels.min().unwrap_or(2);
                if best < need.primary(&at_rest, part.mbco) {
                    // What leads back to it is as well as it is, and serves it nothing.
                    let mut alone = before.clone();
                    let fallbacks = std::mem::take(&mut alone.parts[of].needs[which].fallbacks);
                    let alone = alone.serving(0, true).unwrap();
                    let serves = |all: &[Serving]| {
                        let by = &need.by;
                        let level = |one: &SmallStandby| one.level(all, by, part.mbco);
                        fallbacks.iter().position(|one| level(one) == best)
                    };
                    let at = serves(&alone).or_else(|| serves(&at_rest)).unwrap();
                    need.fallbacks[at].needs.clear();
                    need.fallbacks[at].is_in_use = true;
                }
                for one in need.fallbacks.iter_mut().filter(|one| !one.is_in_use) {
                    one.capacity = one.sure;
                }
            }
        }
    }

    /// Of each part 0 up, 1 degraded, 2 down, when these faults happen. Fallbacks count round
    /// by round: first none does, then those that serve without the others.
    fn levels(&self, set: u32) -> Vec<u8> {
        let all = self.serving(set, true).unwrap();
        all.iter().map(|one| one.0).collect()
    }

    /// Whether in any of all sets it hangs on the order of switches, which of fallbacks that are
    /// as good as each other serves.
    fn hangs_on_order(&self, levels: &[Vec<u8>]) -> bool {
        let hangs = |(set, most): (u32, &Vec<u8>)| {
            self.serving(set, false).is_none_or(|least| {
                let mut both = least.iter().zip(most);
                both.any(|(least, most)| least.0 != *most)
            })
        };
        self.gives_part() && (0..).zip(levels).any(hangs)
    }

    fn gives_part(&self) -> bool {
        let mut needs = self.parts.iter().flat_map(|part| &part.needs);
        needs.any(|need| need.fallbacks.iter().any(|one| one.capacity < 100))
    }

    /// Levels and shares; of fallbacks as good as each other that serves which gives `most` of
    /// what is asked, or else least, which may never come to rest.
    fn serving(&self, set: u32, most: bool) -> Option<Vec<Serving>> {
        let mut standing_by = vec![(2, 0); self.parts.len()];
        for _ in 0..ROUNDS {
            let next = self.with_standbys(set, &standing_by, most);
            if next == standing_by {
                return Some(next);
            }
            standing_by = next;
        }
        None
    }

    fn with_standbys(&self, set: u32, standing_by: &[Serving], most: bool) -> Vec<Serving> {
        let ended = self.parts.iter().map(|part| match part.ended {
            true => (2, 0),
            false => (0, 100),
        });
        let mut all: Vec<Serving> = ended.collect();
        for (bit, fault) in self.faults.iter().enumerate() {
            if set >> bit & 1 == 1 {
                all[*fault] = (2, 0);
            }
        }
        loop {
            let before = all.clone();
            for (at, part) in self.parts.iter().enumerate() {
                let (mut worst, mut share) = all[at];
                for to in &part.bound {
                    worst = worst.max(before[*to].0);
                }
                for to in part.carriers.iter().filter(|to| before[**to].0 < 2) {
                    share = share.min(before[*to].1);
                }
                for need in &part.needs {
                    let (level, served) = need.met(&before, standing_by, part.mbco, most);
                    worst = worst.max(level);
                    if !need.soft {
                        share = share.min(served);
                    }
                }
                all[at] = (worst, if worst == 2 { 0 } else { share });
            }
            if all == before {
                return all;
            }
        }
    }
}

impl SmallNeed {
    fn primary(&self, all: &[Serving], mbco: bool) -> u8 {
        let member = |at: &usize| all[*at].0.max(left_with(all[*at].1, mbco));
        let mut group: Vec<u8> = self.group.iter().map(member).collect();
        group.sort_unstable();
        group[self.at_least - 1]
    }

    /// Its level, and the share of what it asks for that it is served.
    fn met(&self, all: &[Serving], standing_by: &[Serving], mbco: bool, most: bool) -> Serving {
        let primary = self.primary(all, mbco);
        let mut group: Vec<u32> = self.group.iter().map(|at| all[*at].1).collect();
        group.sort_unstable();
        let mut options = vec![(primary, group[group.len() - self.at_least])];
        for one in &self.fallbacks {
            let level = one.level(standing_by, &self.by, mbco);
            options.push((level, one.capacity.min(standing_by[one.to].1)));
        }
        let best = options.iter().map(|one| one.0).min().unwrap();
        let shares = options.iter().filter(|one| one.0 == best).map(|one| one.1);
        let share = if most { shares.max() } else { shares.min() };
        let level = if self.soft { best.min(1) } else { best };
        (level, share.unwrap())
    }
}

impl SmallStandby {
    fn level(&self, parts: &[Serving], by: &[usize], mbco: bool) -> u8 {
        let are_down = |all: &[usize]| !all.is_empty() && all.iter().all(|at| parts[*at].0 == 2);
        let is_uncalled = are_down(&self.called_through);
        if (are_down(by) || is_uncalled) && !self.is_in_use {
            return 2;
        }
        let (level, share) = parts[self.to];
        match self.needs.iter().any(|need| parts[*need].0 == 2) {
            true => 2,
            false => level
                .max(self.best)
                .max(left_with(share.min(self.capacity), mbco)),
        }
    }
}

/// What brute force says of one part.
struct Truth {
    /// Minimal sets as bits, by order.
    minimal: BTreeMap<u32, Vec<u32>>,
    /// Whether each set of faults brings it to the level.
    reached: Vec<bool>,
}

impl Truth {
    fn of(small: &Small, levels: &[Vec<u8>], part: usize, level: u8) -> Self {
        let reached: Vec<bool> = levels.iter().map(|of| of[part] >= level).collect();
        let own = small.faults.iter().position(|fault| *fault == part);
        let mut minimal: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for set in 0..reached.len() as u32 {
            let bits = || (0..small.faults.len() as u32).filter(|bit| set >> bit & 1 == 1);
            let has_own = own.is_some_and(|own| set >> own & 1 == 1);
            if reached[set as usize]
                && !has_own
                && bits().all(|bit| !reached[(set & !(1 << bit)) as usize])
            {
                minimal.entry(set.count_ones()).or_default().push(set);
            }
        }
        Self { minimal, reached }
    }

    /// The probability, given that of each fault.
    fn probability(&self, odds: &[f64]) -> f64 {
        let mut sum = 0.0;
        for (set, reached) in self.reached.iter().enumerate() {
            if *reached {
                let factors = odds.iter().enumerate().map(|(bit, odds)| {
                    if set >> bit & 1 == 1 {
                        *odds
                    } else {
                        1.0 - odds
                    }
                });
                sum += factors.product::<f64>();
            }
        }
        sum
    }
}

fn ask(analysis: &Analysis<'_>, part: ComponentId, level: Level, max_order: MaxOrder) -> Gaps {
    let question = Question {
        level,
        max_order,
        list: usize::MAX,
        probability: true,
    };
    let limits = Limits {
        listed: usize::MAX,
        memory: 1 << 26,
        deadline: None,
    };
    let found = analysis.gaps(&[part], &question, &limits);
    found.into_iter().next().unwrap()
}

/// The sets of a gap as bits, sorted.
fn bits(small: &Small, loaded: &Loaded, system: &System, set: &[ComponentId]) -> u32 {
    set.iter()
        .map(|id| {
            let name = loaded.name(*id);
            let at = small
                .faults
                .iter()
                .position(|fault| system.parts[*fault].id == name);
            1 << at.unwrap_or_else(|| panic!("{name} cannot fail by itself"))
        })
        .sum()
}

proptest! {
    #![proptest_config(config(300))]

    #[test]
    fn gaps_are_those_of_brute_force(
        raw in raw_parts(),
        words in prop::collection::vec(0..16u8, 0..40),
    ) {
        let system = System::worded(&raw, &words);
        let small = Small::of(&system);
        prop_assume!(small.faults.len() <= MOST_FAULTS);
        let toml = system.toml();
        let loaded = load(&toml);
        let sets = 1u32 << small.faults.len();
        let levels: Vec<Vec<u8>> = (0..sets).map(|set| small.levels(set)).collect();
        let is_exact = !small.hangs_on_order(&levels);
        let analysis = loaded.analysis();
        for (at, part) in system.parts.iter().enumerate() {
            let id = loaded.ids[&part.id];
            for (level, number) in [(Level::Down, 2), (Level::Degraded, 1)] {
                let truth = Truth::of(&small, &levels, at, number);
                let all = ask(&analysis, id, level, MaxOrder::All);
                let is_exact = is_exact && all.load_counted_to.is_none();
                let orders = [MaxOrder::UpTo(2), MaxOrder::All, MaxOrder::UpTo(1), MaxOrder::UpTo(3)];
                // What is passed on in part makes long work of each question.
                let asked = if small.gives_part() { 2 } else { orders.len() };
                for order in orders.into_iter().take(asked) {
                    let said = format!("{} at {level:?}, {order:?}, in\n{toml}", part.id);
                    let gaps = ask(&analysis, id, level, order);
                    if !is_exact {
                        check_none_is_missing(&small, &loaded, &system, &truth, &gaps, &said)?;
                        continue;
                    }
                    check_sets(&small, &loaded, &system, &truth, &gaps, order, &said)?;
                    check_odds(&small, &loaded, &system, &truth, &gaps, at, &said)?;
                }
            }
        }
    }
}

/// Where it hangs on the order of switches what a set leads to, or shares are counted for few
/// faults at once: no set of those that are looked at is left out.
fn check_none_is_missing(
    small: &Small,
    loaded: &Loaded,
    system: &System,
    truth: &Truth,
    gaps: &Gaps,
    said: &str,
) -> Result<(), TestCaseError> {
    let known = match gaps.reach {
        Completeness::Outright => u32::MAX,
        Completeness::UpTo(order) | Completeness::Stopped(order) => order as u32,
    };
    prop_assert!(known >= 1, "{said}");
    let found = gaps.sets.iter();
    let found: Vec<u32> = found.map(|set| bits(small, loaded, system, set)).collect();
    for set in truth.minimal.range(..=known).flat_map(|(_, sets)| sets) {
        let is_there = found.iter().any(|one| one & set == *one);
        prop_assert!(is_there, "{set:b} is missing: {said}");
    }
    Ok(())
}

fn check_sets(
    small: &Small,
    loaded: &Loaded,
    system: &System,
    truth: &Truth,
    gaps: &Gaps,
    order: MaxOrder,
    said: &str,
) -> Result<(), TestCaseError> {
    let most = match order {
        MaxOrder::UpTo(order) => order as u32,
        MaxOrder::All => u32::MAX,
    };
    let mut expected: Vec<u32> = Vec::new();
    for (_, sets) in truth.minimal.range(..=most) {
        expected.extend(sets);
    }
    expected.sort_unstable();
    let mut found: Vec<u32> = gaps
        .sets
        .iter()
        .map(|set| bits(small, loaded, system, set))
        .collect();
    prop_assert!(gaps.sets.is_sorted_by_key(Vec::len), "{said}");
    found.sort_unstable();
    prop_assert_eq!(&found, &expected, "{}", said);
    prop_assert_eq!(&gaps.count, &expected.len().to_string(), "{}", said);
    prop_assert_eq!(gaps.at_rest, truth.reached[0], "{}", said);
    if gaps.at_rest {
        return Ok(());
    }
    for (order, count) in (1u32..).zip(&gaps.orders) {
        let expected = truth.minimal.get(&order).map_or(0, Vec::len);
        prop_assert_eq!(count, &expected.to_string(), "order {}: {}", order, said);
    }
    prop_assert!(
        gaps.reach.is_complete() && gaps.reach != Completeness::Stopped(0),
        "{said}"
    );
    if order == MaxOrder::UpTo(2) {
        let mut pairs: Vec<u32> = Vec::new();
        for pair in gaps.pairs.iter() {
            for a in &pair.any {
                for b in &pair.with {
                    pairs.push(bits(
                        small,
                        loaded,
                        system,
                        &[ComponentId(*a), ComponentId(*b)],
                    ));
                }
            }
        }
        pairs.sort_unstable();
        let expected = truth.minimal.get(&2).cloned().unwrap_or_default();
        prop_assert_eq!(pairs, expected, "{}", said);
    }
    Ok(())
}

fn check_odds(
    small: &Small,
    loaded: &Loaded,
    system: &System,
    truth: &Truth,
    gaps: &Gaps,
    part: usize,
    said: &str,
) -> Result<(), TestCaseError> {
    let Some(odds) = &gaps.probability else {
        return Err(TestCaseError::fail("no odds"));
    };
    let close = |a: f64, b: f64| (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1e-3);
    let rates = |unknown: f64| -> Vec<f64> {
        let down = small.faults.iter().map(|fault| system.parts[*fault].down);
        down.map(|down| down.map_or(unknown, |down| f64::from(down) / 100.0))
            .collect()
    };
    let low = rates(0.0);
    let chance = truth.probability(&low);
    prop_assert!(
        close(odds.chance.low, chance),
        "{} for {chance}: {said}",
        odds.chance.low
    );
    let high = truth.probability(&rates(1.0));
    prop_assert!(
        close(odds.chance.high, high),
        "{} for {high}: {said}",
        odds.chance.high
    );
    let mut without = low.clone();
    if let Some(own) = small.faults.iter().position(|fault| *fault == part) {
        without[own] = 0.0;
    }
    let below = truth.probability(&without);
    prop_assert!(close(odds.by_dependencies.low, below), "{said}");
    for one in &odds.importance {
        let name = loaded.name(one.component);
        let bit = small
            .faults
            .iter()
            .position(|fault| system.parts[*fault].id == name)
            .unwrap();
        // Whatever the unknown ones are, the true numbers lie between the bounds.
        for unknown in [0.0, 0.3, 0.5, 1.0] {
            let all = rates(unknown);
            let with = |value: f64| {
                let mut changed = all.clone();
                changed[bit] = value;
                truth.probability(&changed)
            };
            let (never, always, chance) = (with(0.0), with(1.0), with(all[bit]));
            let within = |bounds: ProbabilityBounds, value: f64| {
                let hair = 1e-9 * value.abs().max(1e-3);
                bounds.low <= value + hair && value <= bounds.high + hair
            };
            prop_assert!(
                within(one.birnbaum, always - never),
                "Birnbaum of {name}: {said}"
            );
            if odds.unknown.is_empty() {
                prop_assert!(close(one.birnbaum.low, always - never), "{name}: {said}");
            }
            if chance > 0.0 {
                let worth = one.risk_achievement_worth.unwrap();
                prop_assert!(within(worth, always / chance), "worth of {name}: {said}");
                let share = one.fussell_vesely.unwrap();
                prop_assert!(
                    within(share, (chance - never) / chance),
                    "share of {name}: {said}"
                );
            }
        }
    }
    Ok(())
}

#[test]
fn a_million_pairs_are_counted_and_the_first_are_shown() {
    const EACH: usize = 1_000;
    let mut toml = String::from("[plan]\nname = \"Pairs\"\n");
    for side in ["a", "b"] {
        for at in 0..EACH {
            toml.push_str(&format!("[resource.{side}{at}]\n"));
        }
        let needs: Vec<String> = (0..EACH).map(|at| format!("\"{side}{at}\"")).collect();
        toml.push_str(&format!(
            "[service.{side}]\nown_failure = false\ndepends_on = [{}]\n",
            needs.join(", ")
        ));
    }
    toml.push_str(
        "[service.top]\ntier = 1\ndepends_on = [{ on = \"a\", fallback = [{ to = \"b\" }] }]\n",
    );
    let case = Case::plan(&toml);
    let found = case.run(["gaps", "top", "--format", "json"]).exit(0).json();
    let top = &found["components"][0];
    assert_eq!(top["count"], "1000000");
    assert_eq!(top["complete"], true);
    assert_eq!(top["sets_shown"], 10_000);
    assert_eq!(top["pairs"].as_array().unwrap().len(), 1);
    case.run(["gaps", "top"])
        .exit(0)
        .stdout_has("1000000 minimal cut sets take it down")
        .stdout_has("994 more");
}

#[test]
fn a_search_that_is_stopped_says_so() {
    const LEAVES: usize = 150;
    let mut toml = String::from("[plan]\nname = \"Tangle\"\n");
    for at in 0..LEAVES {
        toml.push_str(&format!("[resource.r{at}]\n"));
    }
    for at in 0..LEAVES {
        let of: Vec<String> = (0..6)
            .map(|step| format!("\"r{}\"", (at * 7 + step * step * 5 + step * 11) % LEAVES))
            .collect();
        toml.push_str(&format!(
            "[service.s{at}]\nown_failure = false\n\
             depends_on = [{{ any_of = [{}], at_least = 4 }}]\n",
            of.join(", ")
        ));
    }
    let all: Vec<String> = (0..LEAVES).map(|at| format!("\"s{at}\"")).collect();
    toml.push_str(&format!(
        "[service.top]\ntier = 1\ndepends_on = [{{ any_of = [{}], at_least = 1 }}]\n",
        all.join(", ")
    ));
    let case = Case::plan(&toml);
    let limits = [
        "--max-order",
        "all",
        "--time-limit",
        "2",
        "--memory-limit",
        "64",
    ];
    let asked: Vec<&str> = ["gaps", "top", "--count"]
        .into_iter()
        .chain(limits)
        .collect();
    case.run(&asked).exit(0).stdout_has("INCOMPLETE");
    let asked: Vec<&str> = asked.into_iter().chain(["--format", "json"]).collect();
    let found = case.run(&asked).exit(0).json();
    assert_eq!(found["components"][0]["complete"], false);
}

#[test]
fn a_long_circle_is_one_question() {
    const LONG: usize = 3_000;
    let mut toml = String::from("[plan]\nname = \"Circle\"\n");
    for at in 0..LONG {
        toml.push_str(&format!(
            "[service.s{at}]\ndepends_on = [\"s{}\"]\n",
            (at + 1) % LONG
        ));
    }
    let case = Case::plan(&toml);
    let asked = [
        "gaps",
        "s0",
        "--max-order",
        "all",
        "--count",
        "--format",
        "json",
    ];
    let found = case.run(asked).exit(0).json();
    assert_eq!(found["components"][0]["count"], (LONG - 1).to_string());
    assert_eq!(found["components"][0]["complete"], true);
}

/// Services that each lean on the next, the last on the first.
fn circle(long: usize) -> Case {
    let mut toml = String::from("[plan]\nname = \"Circle\"\n");
    for at in 0..long {
        let next = (at + 1) % long;
        toml.push_str(&format!(
            "[service.s{at}]\ntier = {}\ndepends_on = [\"s{next}\"]\n",
            1 + at % 2
        ));
    }
    Case::plan(&toml)
}

/// The first service has an answer however little time there is; the others are
/// counted.
#[test]
fn services_that_are_not_looked_at_are_counted() {
    const LONG: usize = 1_300;
    let case = circle(LONG);
    for order in ["1", "2", "3", "all"] {
        let asked = ["gaps", "--time-limit", "0", "--max-order", order];
        let ran = case.run(asked).exit(0);
        assert_eq!(ran.stdout.matches("(service, tier").count(), 1, "{ran}");
        ran.stdout_has("INCOMPLETE: 1,299 of 1,300 services not looked at within 0s")
            .stdout_has("--time-limit");
        let json: Vec<&str> = asked.into_iter().chain(["--format", "json"]).collect();
        let found = case.run(json).exit(0).json();
        assert_eq!(found["complete"], false);
        assert_eq!(found["asked"], LONG);
        assert_eq!(found["not_looked_at"], LONG - 1);
        assert_eq!(found["components"].as_array().unwrap().len(), 1);
        assert_eq!(found["components"][0]["complete"], false);
    }
}

/// More than one portion, in the order of tiers, and all alike but for themselves.
#[test]
fn a_circle_of_many_services_has_one_answer() {
    const LONG: usize = 1_300;
    let case = circle(LONG);
    for order in ["1", "2"] {
        let asked = [
            "gaps",
            "--max-order",
            order,
            "--time-limit",
            "1h",
            "--format",
            "json",
        ];
        let found = case.run(asked).exit(0).json();
        assert_eq!(found["complete"], true);
        assert_eq!(found["not_looked_at"], 0);
        let components = found["components"].as_array().unwrap();
        assert_eq!(components.len(), LONG);
        for (at, one) in components.iter().enumerate() {
            let id = if at < LONG / 2 {
                2 * at
            } else {
                2 * at - LONG + 1
            };
            let id = format!("s{id}");
            assert_eq!(one["id"], id.as_str());
            assert_eq!(one["count"], (LONG - 1).to_string());
            assert_eq!(one["orders"]["1"], LONG - 1);
            let sets = one["sets"].as_array().unwrap();
            assert_eq!(sets.len(), LONG - 1);
            assert!(!sets.contains(&serde_json::json!([id])));
        }
    }
    let ran = case
        .run(["gaps", "--list", "1", "--time-limit", "1h"])
        .exit(0);
    assert_eq!(
        ran.stdout.matches("and 1298 more single points").count(),
        LONG
    );
    ran.stdout_lacks("INCOMPLETE");
}

/// `rungs` rungs, each lost when both of its sides are; the way down picks one side of
/// each, or both of one.
fn ladder(rungs: usize) -> Case {
    let mut toml = String::from("[plan]\nname = \"Ladder\"\n[resource.a0]\n[resource.b0]\n");
    for at in 1..=rungs {
        for (side, other) in [("a", "b"), ("b", "a")] {
            toml.push_str(&format!(
                "[service.{side}{at}]\ndepends_on = [{{ any_of = [\"{side}{0}\", \"{other}{0}\"] }}]\n",
                at - 1
            ));
        }
    }
    // Each of many services needs one of two of its own: all lost is 2^n sets.
    for at in 0..rungs {
        toml.push_str(&format!(
            "[resource.l{at}]\n[resource.r{at}]\n[service.p{at}]\nown_failure = false\n\
             depends_on = [\"l{at}\", \"r{at}\"]\n"
        ));
    }
    let all: Vec<String> = (0..rungs).map(|at| format!("\"p{at}\"")).collect();
    toml.push_str(&format!(
        "[service.top]\ntier = 1\ndepends_on = [{{ any_of = [\"a{rungs}\", \"b{rungs}\"] }}]\n\
         [service.wide]\ntier = 1\ndepends_on = [{{ any_of = [{}] }}]\n",
        all.join(", ")
    ));
    Case::plan(&toml)
}

#[test]
fn a_ladder_of_two_to_the_n_sets_is_counted() {
    const RUNGS: usize = 100;
    let case = ladder(RUNGS);
    let asked = [
        "gaps",
        "wide",
        "top",
        "--max-order",
        "all",
        "--format",
        "json",
    ];
    let found = case.run(asked).exit(0).json();
    let (wide, top) = (&found["components"][0], &found["components"][1]);
    assert_eq!(wide["count"], "1267650600228229401496703205376");
    assert_eq!(wide["complete"], true);
    assert_eq!(wide["sets_shown"], 10_000);
    // Both sides of any rung.
    assert_eq!(top["count"], (RUNGS + 1).to_string());
    assert_eq!(top["complete"], true);
    let ran = case
        .run(["gaps", "wide", "--max-order", "all", "--list", "2"])
        .exit(0);
    ran.stdout_has("1267650600228229401496703205376 minimal cut sets")
        .stdout_has("These are all there are.");
    let found = case.run(["gaps", "--format", "json"]).exit(0).json();
    assert_eq!(found["complete"], true);
    assert_eq!(found["components"][1]["count"], "0");
}

#[test]
fn whatever_is_cut_is_counted() {
    const LONG: usize = 300;
    let found = circle(LONG)
        .run(["gaps", "s0", "--format", "json"])
        .exit(0)
        .json();
    let s0 = &found["components"][0];
    assert_eq!(found["explained"], true);
    assert_eq!(s0["single_points_shown"], 200);
    for point in s0["single_points"].as_array().unwrap() {
        let chain = point["chain"].as_array().unwrap();
        // The fault stands first, what s0 needs last, so many steps on.
        let steps: u64 = point["id"].as_str().unwrap()[1..].parse().unwrap();
        let left_out = point
            .get("chain_left_out")
            .map_or(0, |cut| cut.as_u64().unwrap());
        assert_eq!(chain.len() as u64 + left_out, steps, "{point}");
        assert_eq!(left_out > 0, steps > 64, "{point}");
        assert_eq!(chain[0], point["id"]);
    }
}

#[test]
fn a_fallback_that_gives_too_little_shares_no_fate() {
    let case = Case::plan(
        "[plan]\nname = \"Weak\"\n[service.a]\ndepends_on = [{ on = \"m\", \
         fallback = [{ to = \"h\", serves = \"degraded\" }] }]\n[resource.m]\n[resource.h]\n",
    );
    let asked = ["gaps", "a", "--level", "degraded", "--format", "json"];
    let found = case.run(asked).exit(0).json();
    let point = &found["components"][0]["single_points"][0];
    assert_eq!(point["id"], "m");
    assert_eq!(point["reason"], "fallback-gives-too-little");
}

/// Layers of services, each of which needs one of two, twice.
fn layers(deep: usize) -> Case {
    const WIDE: usize = 6;
    let mut toml = String::from("[plan]\nname = \"Layers\"\n");
    for layer in 0..deep {
        for at in 0..WIDE {
            toml.push_str(&format!("[service.s{layer}x{at}]\ntier = 1\n"));
            if layer > 0 {
                let of = |a: usize, b: usize| {
                    let id = |step: usize| format!("\"s{}x{}\"", layer - 1, (at + step) % WIDE);
                    format!("{{ any_of = [{}, {}] }}", id(a), id(b))
                };
                toml.push_str(&format!("depends_on = [{}, {}]\n", of(0, 1), of(2, 4)));
            }
        }
    }
    Case::plan(&toml)
}

#[test]
fn asking_for_less_finds_no_less() {
    let case = layers(7);
    let ask = |order: &str| {
        let top = [
            "gaps",
            "s6x0",
            "--time-limit",
            "1h",
            "--max-order",
            order,
            "--format",
            "json",
        ];
        case.run(top).exit(0).json()
    };
    let (few, all) = (ask("4"), ask("all"));
    let (few, all) = (&few["components"][0], &all["components"][0]);
    assert_eq!(few["complete"], true);
    assert_eq!(all["complete"], true);
    for order in ["1", "2", "3", "4"] {
        let count = |of: &serde_json::Value| of["orders"].get(order).cloned().unwrap_or(0.into());
        assert_eq!(count(few), count(all), "{order}");
    }
}

#[test]
fn a_hard_component_leaves_the_others_orders_one_and_two() {
    let case = layers(30);
    let asked = [
        "gaps",
        "--max-order",
        "all",
        "--time-limit",
        "20s",
        "--memory-limit",
        "1",
        "--format",
        "json",
    ];
    let found = case.run(asked).exit(0).json();
    assert_eq!(found["not_looked_at"], 0);
    for one in found["components"].as_array().unwrap() {
        let to = &one["complete_to"];
        assert!(*to == "all" || to.as_u64() >= Some(2), "{one}");
    }
}
