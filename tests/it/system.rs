//! Random plans, and a second reading of the failure semantics.
//!
//! The evaluator here works on the random structure itself, by name, by the
//! sentences of the semantics; it shares no code with the crate.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

use jurymast_engine::analysis::{Analysis, Blast};
use jurymast_engine::failure::Network;
use jurymast_plan::language;
use jurymast_plan::model::{ComponentId, Level, Plan};
use jurymast_terms::files::ReadLimits;
use proptest::prelude::*;

// --- The structure -------------------------------------------------------

/// Numbers that proptest draws; `System::of` makes a valid plan of any of them.
#[derive(Debug, Clone)]
pub(super) struct RawPart {
    pub(super) kind: u8,
    pub(super) within: Vec<u8>,
    pub(super) needs: Vec<RawNeed>,
    pub(super) own_failure: bool,
    pub(super) mbco: bool,
    pub(super) provider: u8,
    pub(super) endpoint: u8,
    pub(super) model: u8,
    pub(super) via: Vec<u8>,
    pub(super) down: u8,
}

#[derive(Debug, Clone)]
pub(super) struct RawNeed {
    pub(super) group: Vec<u8>,
    pub(super) at_least: u8,
    pub(super) soft: bool,
    pub(super) bare: bool,
    pub(super) fallbacks: Vec<RawFallback>,
}

#[derive(Debug, Clone)]
pub(super) struct RawFallback {
    pub(super) to: u8,
    pub(super) degraded: bool,
    pub(super) capacity: u8,
}

pub(super) fn raw_parts() -> impl Strategy<Value = Vec<RawPart>> {
    let fallback =
        (any::<u8>(), any::<bool>(), 0..6u8).prop_map(|(to, degraded, capacity)| RawFallback {
            to,
            degraded,
            capacity,
        });
    let need = (
        prop::collection::vec(any::<u8>(), 1..4),
        any::<u8>(),
        prop::bool::weighted(0.25),
        any::<bool>(),
        prop::collection::vec(fallback, 0..3),
    )
        .prop_map(|(group, at_least, soft, bare, fallbacks)| RawNeed {
            group,
            at_least,
            soft,
            bare,
            fallbacks,
        });
    let part = (
        0..10u8,
        prop::collection::vec(any::<u8>(), 0..3),
        prop::collection::vec(need, 0..3),
        prop::bool::weighted(0.85),
        any::<bool>(),
        any::<u8>(),
        0..3u8,
        0..3u8,
        (prop::collection::vec(any::<u8>(), 0..2), 0..12u8),
    )
        .prop_map(
            |(kind, within, needs, own_failure, mbco, provider, endpoint, model, (via, down))| {
                RawPart {
                    kind,
                    within,
                    needs,
                    own_failure,
                    mbco,
                    provider,
                    endpoint,
                    model,
                    via,
                    down,
                }
            },
        );
    prop::collection::vec(part, 1..10)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Table {
    Activity,
    Service,
    Resource,
    Ai,
    Provider,
    Domain,
}

impl Table {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Activity => "activity",
            Self::Service => "service",
            Self::Resource => "resource",
            Self::Ai => "ai",
            Self::Provider => "provider",
            Self::Domain => "domain",
        }
    }
}

/// One component of the random plan; what it leans on is said by id.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub(super) id: String,
    /// None: the plan implies it (an endpoint, a model lineage).
    pub(super) table: Option<Table>,
    pub(super) within: Vec<String>,
    pub(super) needs: Vec<Need>,
    pub(super) own_failure: bool,
    pub(super) mbco: bool,
    pub(super) provider: Option<String>,
    pub(super) endpoint: Option<String>,
    pub(super) model: Option<String>,
    pub(super) via: Vec<String>,
    /// Percent of the time that it is down by itself, where that is declared.
    pub(super) down: Option<u8>,
    /// Its end has come.
    pub(super) ended: bool,
    /// What carries calls to its team, where it has one.
    pub(super) called_through: Vec<String>,
}

#[derive(Debug, Clone)]
pub(super) struct Need {
    pub(super) group: Vec<String>,
    pub(super) at_least: usize,
    pub(super) soft: bool,
    pub(super) bare: bool,
    pub(super) needed: Option<&'static str>,
    /// The dependent goes on without it for a while.
    pub(super) holds: bool,
    pub(super) fallbacks: Vec<Standby>,
    /// What sees that it is lost, where that is said.
    pub(super) by: Vec<String>,
}

#[derive(Debug, Clone)]
pub(super) struct Standby {
    pub(super) to: String,
    pub(super) degraded: bool,
    /// Percent of the load.
    pub(super) capacity: Option<u32>,
    /// It serves for a while only.
    pub(super) holds: bool,
    /// What its switch needs.
    pub(super) needs: Vec<String>,
    /// A person makes it, of the component's team.
    pub(super) by_hand: bool,
    /// Since before anything failed: nobody has to call for it.
    pub(super) is_in_use: bool,
}

pub(super) const MBCO: u32 = 50;

/// More rounds than any small plan needs to come to rest.
const ROUNDS: usize = 100;

#[derive(Debug, Clone)]
pub(super) struct System {
    pub(super) parts: Vec<Part>,
}

impl System {
    pub(super) fn of(raw: &[RawPart]) -> Self {
        let mut tables: Vec<Table> = raw
            .iter()
            .map(|part| match part.kind {
                0 => Table::Activity,
                1..=3 => Table::Service,
                4 | 5 => Table::Resource,
                6 | 7 => Table::Ai,
                8 => Table::Provider,
                _ => Table::Domain,
            })
            .collect();
        // An AI dependency needs a provider.
        if !tables.contains(&Table::Provider) {
            for table in &mut tables {
                if *table == Table::Ai {
                    *table = Table::Resource;
                }
            }
        }
        let id = |at: usize| format!("{}-{at}", tables[at].word());
        let all_of = |wanted: &[Table]| -> Vec<usize> {
            (0..raw.len())
                .filter(|at| wanted.contains(&tables[*at]))
                .collect()
        };
        let places = all_of(&[Table::Domain, Table::Provider]);
        let providers = all_of(&[Table::Provider]);
        let needed = all_of(&[
            Table::Activity,
            Table::Service,
            Table::Resource,
            Table::Ai,
            Table::Provider,
        ]);
        let pick = |from: &[usize], number: u8, not: usize| -> Option<String> {
            let from: Vec<usize> = from.iter().copied().filter(|at| *at != not).collect();
            (!from.is_empty()).then(|| id(from[usize::from(number) % from.len()]))
        };
        let several = |from: &[usize], numbers: &[u8], not: usize| -> Vec<String> {
            let mut out: Vec<String> = Vec::new();
            for one in numbers.iter().filter_map(|n| pick(from, *n, not)) {
                if !out.contains(&one) {
                    out.push(one);
                }
            }
            out
        };
        let mut parts: Vec<Part> = Vec::new();
        let mut implied: BTreeMap<String, Part> = BTreeMap::new();
        for (at, raw) in raw.iter().enumerate() {
            let table = tables[at];
            let needs = raw.needs.iter().filter_map(|need| {
                let group = several(&needed, &need.group, at);
                let mut fallbacks: Vec<Standby> = Vec::new();
                for raw in &need.fallbacks {
                    let Some(to) = pick(&needed, raw.to, at) else {
                        continue;
                    };
                    if !group.contains(&to) && fallbacks.iter().all(|one| one.to != to) {
                        fallbacks.push(Standby {
                            to,
                            degraded: raw.degraded,
                            capacity: [None, None, None, Some(40), Some(60), Some(100)]
                                [usize::from(raw.capacity)],
                            holds: false,
                            needs: Vec::new(),
                            by_hand: true,
                            is_in_use: false,
                        });
                    }
                }
                (!group.is_empty()).then(|| Need {
                    at_least: 1 + usize::from(need.at_least) % group.len(),
                    bare: need.bare && group.len() == 1 && fallbacks.is_empty() && !need.soft,
                    group,
                    soft: need.soft,
                    needed: None,
                    holds: false,
                    fallbacks,
                    by: Vec::new(),
                })
            });
            let ai = table == Table::Ai;
            let provider = ai.then(|| pick(&providers, raw.provider, at)).flatten();
            let endpoint = (ai && raw.endpoint > 0).then(|| format!("point-{}", raw.endpoint));
            let model = (ai && raw.model > 0).then(|| format!("zed-{}b", raw.model));
            parts.push(Part {
                id: id(at),
                table: Some(table),
                within: several(&places, &raw.within, at),
                needs: needs.collect(),
                own_failure: raw.own_failure,
                mbco: raw.mbco,
                via: if ai {
                    several(&needed, &raw.via, at)
                } else {
                    Vec::new()
                },
                provider: provider.clone(),
                endpoint: endpoint.clone(),
                model: model.clone(),
                down: (raw.down > 1).then_some(raw.down * 5),
                ended: false,
                called_through: Vec::new(),
            });
            if let (Some(provider), Some(endpoint)) = (provider, endpoint) {
                let id = format!("{provider}/{endpoint}");
                implied.insert(id.clone(), Part::implied(id, Some(provider)));
            }
            if let Some(model) = model {
                let id = format!("model:{model}");
                implied.insert(id.clone(), Part::implied(id, None));
            }
        }
        parts.extend(implied.into_values());
        Self { parts }
    }

    /// The same with further words: what is needed when, what lasts a while only, what
    /// switches need, and what has ended. Most numbers say nothing.
    pub(super) fn worded(raw: &[RawPart], words: &[u8]) -> Self {
        let mut system = Self::of(raw);
        let named = system.parts.iter().filter(|part| part.table.is_some());
        let named: Vec<String> = named.map(|part| part.id.clone()).collect();
        let mut words = words.iter().copied();
        let mut next = || words.next().unwrap_or(0);
        for part in system.parts.iter_mut().filter(|part| part.table.is_some()) {
            part.ended = next() == 1;
            let carries = |word: u8| Some(&named[usize::from(word).checked_sub(10)? % named.len()]);
            let through = [next(), next()].into_iter().filter_map(carries).cloned();
            part.called_through = through.collect();
            part.called_through.dedup();
            for need in &mut part.needs {
                need.needed = [None, Some("run"), Some("both"), Some("start")]
                    .get(usize::from(next()))
                    .copied()
                    .flatten();
                need.holds = next() == 1;
                let watches =
                    |word: u8| Some(&named[usize::from(word).checked_sub(9)? % named.len()]);
                let by = [next(), next()].into_iter().filter_map(watches).cloned();
                need.by = by.filter(|id| *id != part.id).collect();
                need.by.dedup();
                need.bare &= need.needed.is_none() && !need.holds && need.by.is_empty();
                for standby in &mut need.fallbacks {
                    standby.holds = next() == 1;
                    standby.by_hand = next() != 1;
                    let picked = usize::from(next()).checked_sub(8);
                    let picked = picked.map(|at| named[at % named.len()].clone());
                    standby.needs = picked.into_iter().filter(|id| *id != part.id).collect();
                }
            }
        }
        system
    }

    pub(super) fn toml(&self) -> String {
        let list = |ids: &[String]| {
            format!(
                "[{}]",
                ids.iter()
                    .map(|id| format!("\"{id}\""))
                    .collect::<Vec<_>>()
                    .join(", ")
            )
        };
        let mut out = String::from("[plan]\nname = \"Random\"\n");
        for part in &self.parts {
            let Some(table) = part.table else { continue };
            if !part.called_through.is_empty() {
                let through = list(&part.called_through);
                out.push_str(&format!(
                    "\n[team.of-{}]\non_call = {{ channel = \"#it\", through = {through} }}\n",
                    part.id
                ));
            }
            out.push_str(&format!("\n[{}.{}]\n", table.word(), part.id));
            if !part.called_through.is_empty() {
                out.push_str(&format!("team = \"of-{}\"\n", part.id));
            }
            if !part.within.is_empty() {
                out.push_str(&format!("in = {}\n", list(&part.within)));
            }
            if !part.own_failure {
                out.push_str("own_failure = false\n");
            }
            if part.ended {
                out.push_str("expires = 2026-01-31\n");
            }
            if let Some(down) = part.down {
                out.push_str(&format!("unavailability = {}\n", f64::from(down) / 100.0));
            }
            if part.mbco {
                out.push_str(&format!("mbco = \"{MBCO}%\"\n"));
            }
            for (key, value) in [
                ("provider", &part.provider),
                ("endpoint", &part.endpoint),
                ("model", &part.model),
            ] {
                if let Some(value) = value {
                    out.push_str(&format!("{key} = \"{value}\"\n"));
                }
            }
            if !part.via.is_empty() {
                out.push_str(&format!("via = {}\n", list(&part.via)));
            }
            let needs: Vec<String> = part.needs.iter().map(Need::toml).collect();
            if !needs.is_empty() {
                out.push_str(&format!("depends_on = [{}]\n", needs.join(", ")));
            }
        }
        out
    }

    pub(super) fn part(&self, id: &str) -> &Part {
        self.parts.iter().find(|part| part.id == id).unwrap()
    }

    // --- The semantics, once more ----------------------------------------

    /// The level of every component when the faults are down, in rounds from
    /// "all up"; with the round in which each reached its level.
    pub(super) fn levels(&self, faults: &BTreeSet<&str>) -> Levels {
        let at_rest = self.hopeful().settled(&BTreeSet::new(), Pick::Most);
        let system = self.with_switches_made(&at_rest.unwrap());
        system.settled(faults, Pick::Most).unwrap()
    }

    /// Whether it hangs on who switches first, and to which of fallbacks as good as each other:
    /// who went where a part is given stays there while its primary is degraded. The program
    /// counts the worse end; this reading has the best, and [`System::at_worst`].
    pub(super) fn hangs_on_order(&self, faults: &BTreeSet<&str>) -> bool {
        if self.passes_parts() {
            return true;
        }
        let at_rest = self.hopeful().settled(&BTreeSet::new(), Pick::Least);
        let least = at_rest.and_then(|at_rest| {
            let system = self.with_switches_made(&at_rest);
            system.settled(faults, Pick::Least)
        });
        let most = self.levels(faults);
        least.is_none_or(|least| least.iter().any(|(id, one)| one.0 != most[id].0))
    }

    /// Whether a part that a fallback gives comes to somebody who needs more than a part.
    fn passes_parts(&self) -> bool {
        let gives_part = |need: &Need| need.fallbacks.iter().any(|one| need.percent(one) < 100);
        let gives = |part: &Part| part.needs.iter().any(gives_part);
        let mut owners = self.parts.iter().filter(|part| gives(part));
        owners.any(|owner| {
            let above = self.above(&owner.id);
            let mut above = above.iter().filter(|id| **id != owner.id);
            above.any(|id| self.part(id).mbco)
        })
    }

    /// Leaves fallbacks that give a part to those alone who serve nobody.
    pub(super) fn keep_parts_at_the_top(&mut self) {
        let tops = self
            .parts
            .iter()
            .map(|part| self.above(&part.id).len() == 1);
        let tops: Vec<bool> = tops.collect();
        for (part, _) in self
            .parts
            .iter_mut()
            .zip(tops)
            .filter(|(_, is_top)| !is_top)
        {
            for one in part.needs.iter_mut().flat_map(|need| &mut need.fallbacks) {
                one.capacity = one.capacity.filter(|share| *share >= 100);
                if one.degraded {
                    one.capacity = Some(100);
                }
            }
        }
    }

    /// Who is served by one, by whatever ways.
    fn above<'a>(&'a self, id: &'a str) -> BTreeSet<&'a str> {
        let mut found = BTreeSet::from([id]);
        let mut open = vec![id];
        while let Some(at) = open.pop() {
            let served = self.parts.iter().filter(|part| {
                let stand_ins = part.needs.iter().flat_map(|need| &need.fallbacks);
                part.leans_on(at) || stand_ins.clone().any(|one| one.to == at)
            });
            open.extend(
                served
                    .map(|part| part.id.as_str())
                    .filter(|id| found.insert(id)),
            );
        }
        found
    }

    /// The levels where whoever lost a primary may be with any alternative that is not down:
    /// nothing is worse than this, whoever switches first. No further loss mends anything, so
    /// it counts too what follows from one or two alone of those that are down.
    pub(super) fn at_worst(&self, faults: &BTreeSet<&str>) -> Levels {
        let mut worst = self.at_worst_of_all(faults);
        let down = self.levels(faults);
        let down = down.iter().filter(|(_, level)| level.0 == 2);
        let down: Vec<&str> = down.map(|(id, _)| id.as_str()).collect();
        for (at, one) in down.iter().enumerate() {
            for other in &down[at..] {
                for (id, level) in self.at_worst_of_all(&BTreeSet::from([*one, *other])) {
                    let known = worst.entry(id).or_insert(level);
                    known.0 = known.0.max(level.0);
                }
            }
        }
        worst
    }

    fn at_worst_of_all(&self, faults: &BTreeSet<&str>) -> Levels {
        let at_rest = self
            .hopeful()
            .settled(&BTreeSet::new(), Pick::Most)
            .unwrap();
        let system = self.with_switches_made(&at_rest);
        let best = system.settled(faults, Pick::Most).unwrap();
        // Who is down at best gives nothing, in whatever circle it would go on.
        let least_shares = |worst: Option<&Levels>| {
            let mut least = system.least_shares(&best, worst);
            let is_down = |id: &String| best[id].0 == 2;
            let gone = least.iter_mut().filter(|(id, _)| is_down(id));
            gone.for_each(|(_, share)| *share = 0);
            least
        };
        let mut least = least_shares(None);
        loop {
            let worst = system.settled(faults, Pick::Any(&least)).unwrap();
            let next = least_shares(Some(&worst));
            if next == least {
                return worst;
            }
            least = next;
        }
    }

    /// How many percent of its load each serves while it is not down, with whichever
    /// alternatives that are not down at best. Whose primary is up at worst is with that.
    fn least_shares(&self, best: &Levels, worst: Option<&Levels>) -> Shares {
        let mut shares: Shares = best.keys().map(|id| (id.clone(), 100)).collect();
        loop {
            let next = |part: &Part| {
                let carries = part.bound().into_iter();
                let carries = carries.filter(|id| !id.starts_with("model:") && best[id].0 < 2);
                let carried = carries.map(|id| shares[&id]);
                let hard = part.needs.iter();
                let hard = hard.filter(|need| need.needed != Some("start") && !need.soft);
                let got = hard.map(|need| need.least_share(part, best, worst, &shares));
                carried.chain(got).fold(100, u32::min)
            };
            let next: Shares = self
                .parts
                .iter()
                .map(|part| (part.id.clone(), next(part)))
                .collect();
            if next == shares {
                return next;
            }
            shares = next;
        }
    }

    /// The same where fallbacks may hold each other: nothing is worse, and each level is
    /// reached in the round that its shortest derivation takes.
    pub(super) fn derivations(&self, faults: &BTreeSet<&str>) -> Levels {
        let at_rest = self.hopeful().settled(&BTreeSet::new(), Pick::Most);
        self.with_switches_made(&at_rest.unwrap())
            .with_standbys(faults, None, Pick::Most)
    }

    /// A fallback in use at rest was switched to before anything failed.
    fn with_switches_made(&self, at_rest: &Levels) -> Self {
        let mut system = self.clone();
        let hopeful = self.hopeful();
        for (of, part) in system.parts.iter_mut().enumerate() {
            let before = &hopeful.parts[of];
            for (which, need) in part.needs.iter_mut().enumerate() {
                let hoped = &before.needs[which];
                let levels = hoped.standbys(before, at_rest);
                let best = levels.iter().min().copied().unwrap_or(2);
                if best < need.primary(at_rest) {
                    // What leads back to it is as well as it is, and serves it nothing.
                    let mut alone = hopeful.clone();
                    alone.parts[of].needs[which].fallbacks.clear();
                    let alone = alone.settled(&BTreeSet::new(), Pick::Most).unwrap();
                    let serves = |levels: Vec<u8>| levels.iter().position(|level| *level == best);
                    let used = serves(hoped.standbys(before, &alone));
                    let used = used.or_else(|| serves(levels)).unwrap();
                    need.fallbacks[used].needs.clear();
                    need.fallbacks[used].is_in_use = true;
                }
            }
        }
        system
    }

    /// The same if fallbacks of which nobody says what share they serve served all.
    fn hopeful(&self) -> Self {
        let mut system = self.clone();
        let needs = system.parts.iter_mut().flat_map(|part| &mut part.needs);
        for one in needs.flat_map(|need| &mut need.fallbacks) {
            one.capacity.get_or_insert(100);
        }
        system
    }

    /// Fallbacks count round by round: first none does, then each that serves without the
    /// others, until nothing is gained any more. So none holds what holds it.
    /// `None`: it never comes to rest, as those that give least change with who serves.
    fn settled(&self, faults: &BTreeSet<&str>, pick: Pick<'_>) -> Option<Levels> {
        let all = self.parts.iter().map(|part| (part.id.clone(), (2, 0, 0)));
        let mut standing_by: Levels = all.collect();
        for _ in 0..ROUNDS {
            let next = self.with_standbys(faults, Some(&standing_by), pick);
            let of = |levels: &Levels| {
                let all = levels.values();
                all.map(|one| (one.0, one.2)).collect::<Vec<(u8, u32)>>()
            };
            if of(&next) == of(&standing_by) {
                return Some(next);
            }
            standing_by = next;
        }
        None
    }

    /// The least fixpoint while the targets of fallbacks, and what their switches need, are as
    /// told, or as everybody else is.
    fn with_standbys(
        &self,
        faults: &BTreeSet<&str>,
        standing_by: Option<&Levels>,
        pick: Pick<'_>,
    ) -> Levels {
        let mut levels: Levels = self
            .parts
            .iter()
            .map(|part| (part.id.clone(), (0, 0, 100)))
            .collect();
        let ended = self.parts.iter().filter(|part| part.ended);
        let ended = ended.map(|part| part.id.as_str());
        for fault in faults.iter().copied().chain(ended) {
            levels.insert(fault.to_owned(), (2, 0, 0));
        }
        for round in 1.. {
            let before = levels.clone();
            for part in &self.parts {
                let standing_by = standing_by.unwrap_or(&before);
                let (level, mut reached, served) = before[&part.id];
                let worst = part.level(&before, standing_by, pick).max(level);
                if worst != level {
                    reached = round;
                }
                let serves = match (worst, pick) {
                    (2, _) => 0,
                    (_, Pick::Any(least)) => least[&part.id].min(served),
                    _ => part.serves(&before, standing_by, pick).min(served),
                };
                levels.insert(part.id.clone(), (worst, reached, serves));
            }
            if levels == before {
                break;
            }
        }
        levels
    }
}

/// 0 up, 1 degraded, 2 down; the round; and how many percent of its load it can serve.
pub(super) type Levels = BTreeMap<String, (u8, usize, u32)>;

/// By component, how many percent of its load it serves.
type Shares = BTreeMap<String, u32>;

/// Which of several alternatives serves: of those as good as each other the one that gives
/// most of what is asked, or least; or whichever is not down, in whatever order of switches,
/// where all serve no more than is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pick<'a> {
    Most,
    Least,
    Any(&'a Shares),
}

/// What a share of what is asked means to who asks.
fn by_share(mbco: bool, percent: u32) -> u8 {
    match percent {
        100.. => 0,
        share if mbco && share < MBCO => 2,
        _ => 1,
    }
}

impl Part {
    pub(super) fn implied(id: String, provider: Option<String>) -> Self {
        Self {
            id,
            table: None,
            within: Vec::new(),
            needs: Vec::new(),
            own_failure: true,
            mbco: false,
            provider,
            endpoint: None,
            model: None,
            via: Vec::new(),
            down: None,
            ended: false,
            called_through: Vec::new(),
        }
    }

    /// What it cannot do without: gateways, its provider's endpoint, its model's
    /// lineage, every failure domain it is in.
    pub(super) fn bound(&self) -> Vec<String> {
        let mut bound = self.within.clone();
        bound.extend(self.via.iter().cloned());
        if let Some(provider) = &self.provider {
            bound.push(match &self.endpoint {
                Some(endpoint) => format!("{provider}/{endpoint}"),
                None => provider.clone(),
            });
        }
        bound.extend(self.model.iter().map(|model| format!("model:{model}")));
        bound
    }

    /// The worst of its requirements and of what it is bound to.
    fn level(&self, levels: &Levels, standing_by: &Levels, pick: Pick<'_>) -> u8 {
        let bound = self.bound().into_iter().map(|id| levels[&id].0);
        // A loss of what is only needed to start changes nothing for who is running.
        let needs = self
            .needs
            .iter()
            .filter(|need| need.needed != Some("start"));
        let needs = needs.map(|need| match pick {
            Pick::Any(_) => need.level_at_worst(self, levels, standing_by),
            Pick::Most | Pick::Least => need.level(self, levels, standing_by),
        });
        bound.chain(needs).max().unwrap_or(0)
    }

    /// How many percent of its load it can serve: no more than what carries calls to it
    /// serves, nor than it is served of what it cannot do without.
    fn serves(&self, levels: &Levels, standing_by: &Levels, pick: Pick<'_>) -> u32 {
        // Weights carry nothing.
        let carries = self.bound().into_iter();
        let carries = carries.filter(|id| !id.starts_with("model:") && levels[id].0 < 2);
        let carried = carries.map(|id| levels[&id].2);
        let hard = self.needs.iter();
        let hard = hard.filter(|need| need.needed != Some("start") && !need.soft);
        let got = hard.map(|need| need.share(self, levels, standing_by, pick));
        carried.chain(got).fold(100, u32::min)
    }

    pub(super) fn leans_on(&self, other: &str) -> bool {
        let mut needs = self.needs.iter();
        self.bound().iter().any(|id| id == other)
            || needs.any(|need| need.group.iter().any(|id| id == other))
    }
}

impl Need {
    /// The k-th best of the group.
    pub(super) fn primary(&self, levels: &Levels) -> u8 {
        let group = self.group.iter().map(|id| levels[id].0);
        self.kth(group.collect())
    }

    /// The same where who serves less than `of` must have gives nothing.
    fn primary_for(&self, of: &Part, levels: &Levels) -> u8 {
        let member = |id: &String| levels[id].0.max(by_share(of.mbco, levels[id].2));
        self.kth(self.group.iter().map(member).collect())
    }

    fn kth(&self, mut group: Vec<u8>) -> u8 {
        group.sort_unstable();
        group[self.at_least - 1]
    }

    pub(super) fn level(&self, of: &Part, levels: &Levels, standing_by: &Levels) -> u8 {
        let standbys = self.standbys(of, standing_by).into_iter();
        let best = standbys.fold(self.primary_for(of, levels), u8::min);
        if self.soft { best.min(1) } else { best }
    }

    /// The same where it may use any alternative that is not down.
    fn level_at_worst(&self, of: &Part, levels: &Levels, standing_by: &Levels) -> u8 {
        let lost = u8::from(self.primary_for(of, levels) > 0);
        let worst = self.level(of, levels, standing_by).max(lost);
        if self.soft { worst.min(1) } else { worst }
    }

    /// The least share of what is asked that any alternative gives that may serve.
    fn least_share(
        &self,
        of: &Part,
        best: &Levels,
        worst: Option<&Levels>,
        shares: &Shares,
    ) -> u32 {
        let is_there = |id: &&String| worst.is_some_and(|worst| worst[*id].0 < 2);
        let mut sure: Vec<u32> = self
            .group
            .iter()
            .filter(is_there)
            .map(|id| shares[id])
            .collect();
        sure.sort_unstable_by_key(|share| std::cmp::Reverse(*share));
        let any = self.group.iter().map(|id| shares[id]).min();
        let of_group = sure.get(self.at_least - 1).copied().or(any);
        let of_group = of_group.filter(|_| self.primary(best) < 2);
        if worst.is_some_and(|worst| self.primary_for(of, worst) == 0) {
            return of_group.unwrap_or(0);
        }
        let may_serve = self
            .fallbacks
            .iter()
            .zip(self.standbys_of_full_share(of, best));
        let may_serve = may_serve.filter(|(_, level)| *level < 2);
        let gives = |one: &Standby| self.percent(one).min(shares[&one.to]);
        let of_fallbacks = may_serve.map(|(one, _)| gives(one));
        of_fallbacks.chain(of_group).min().unwrap_or(0)
    }

    /// How many percent of what it asks for it is served.
    fn share(&self, of: &Part, levels: &Levels, standing_by: &Levels, pick: Pick<'_>) -> u32 {
        let primary = self.primary_for(of, levels);
        let levels_of = self.standbys(of, standing_by);
        let best = levels_of.iter().copied().fold(primary, u8::min);
        let serves = |level: u8| level == best;
        let mut group: Vec<u32> = self.group.iter().map(|id| levels[id].2).collect();
        group.sort_unstable_by_key(|share| std::cmp::Reverse(*share));
        let of_group = serves(primary).then(|| group[self.at_least - 1]);
        let serving = self.fallbacks.iter().zip(levels_of);
        let serving = serving.filter(|(_, level)| serves(*level));
        let standby = |one: &Standby| self.percent(one).min(standing_by[&one.to].2);
        let shares = serving.map(|(one, _)| standby(one)).chain(of_group);
        let picked = match pick {
            Pick::Most => shares.max(),
            Pick::Least | Pick::Any(_) => shares.min(),
        };
        picked.unwrap_or(0)
    }

    /// What each fallback gives; nothing while all is down that would see that it is called
    /// for, or that carries the call to whoever makes the switch.
    pub(super) fn standbys(&self, of: &Part, levels: &Levels) -> Vec<u8> {
        let share = |one: &Standby| by_share(of.mbco, levels[&one.to].2);
        let shares = self.fallbacks.iter().map(share);
        let full = self.standbys_of_full_share(of, levels).into_iter();
        full.zip(shares)
            .map(|(level, share)| level.max(share))
            .collect()
    }

    /// The same if targets served all that is asked of them while they are not down.
    pub(super) fn standbys_of_full_share(&self, of: &Part, levels: &Levels) -> Vec<u8> {
        let are_down = |all: &[String]| !all.is_empty() && all.iter().all(|id| levels[id].0 == 2);
        let is_unseen = are_down(&self.by);
        let is_uncalled = are_down(&of.called_through);
        let each = self.fallbacks.iter();
        each.map(|one| match is_unseen || (is_uncalled && one.by_hand) {
            true if !one.is_in_use => 2,
            _ => one.of_full_share(by_share(of.mbco, self.percent(one)), levels),
        })
        .collect()
    }

    /// How much of the load a fallback is known to carry: of one that serves degraded, and
    /// nobody says how much, nothing, but where it did before anything failed.
    pub(super) fn percent(&self, one: &Standby) -> u32 {
        let is_open = one.degraded && !self.soft && self.needed != Some("start");
        let unsaid = if is_open && !one.is_in_use { 0 } else { 100 };
        one.capacity.unwrap_or(unsaid)
    }

    pub(super) fn has_alternative(&self) -> bool {
        !self.fallbacks.is_empty() || self.at_least < self.group.len()
    }

    pub(super) fn toml(&self) -> String {
        if self.bare {
            return format!("\"{}\"", self.group[0]);
        }
        let mut keys = Vec::new();
        if let [one] = self.group.as_slice() {
            keys.push(format!("on = \"{one}\""));
        } else {
            keys.push(format!("any_of = {:?}", self.group));
            if self.at_least > 1 {
                keys.push(format!("at_least = {}", self.at_least));
            }
        }
        if self.soft {
            keys.push("mode = \"soft\"".to_owned());
        }
        keys.extend(self.needed.map(|when| format!("needed = \"{when}\"")));
        if self.holds {
            keys.push("holds = \"3h\"".to_owned());
        }
        if !self.by.is_empty() {
            keys.push(format!(
                "detect = {{ within = \"1m\", by = {:?} }}",
                self.by
            ));
        }
        if !self.fallbacks.is_empty() {
            let list: Vec<String> = self.fallbacks.iter().map(Standby::toml).collect();
            keys.push(format!("fallback = [{}]", list.join(", ")));
        }
        format!("{{ {} }}", keys.join(", "))
    }
}

impl Standby {
    /// The worst of its target's level, of what it serves, of what it carries.
    fn of_full_share(&self, carries: u8, levels: &Levels) -> u8 {
        let serves = u8::from(self.degraded);
        // A loss that lasts outlives it.
        let lasts = if self.holds { 2 } else { 0 };
        // While anything that its switch needs is down nobody gets to it.
        let is_down = |id: &String| levels[id].0 == 2;
        let stuck = if self.needs.iter().any(is_down) { 2 } else { 0 };
        levels[&self.to]
            .0
            .max(serves)
            .max(carries)
            .max(lasts)
            .max(stuck)
    }

    pub(super) fn toml(&self) -> String {
        let is_bare = !self.degraded && self.capacity.is_none() && !self.holds;
        if is_bare && self.needs.is_empty() && self.by_hand {
            return format!("\"{}\"", self.to);
        }
        let mut keys = vec![format!("to = \"{}\"", self.to)];
        if self.degraded {
            keys.push("serves = \"degraded\"".to_owned());
        }
        if self.holds {
            keys.push("holds = \"1h\"".to_owned());
        }
        if !self.needs.is_empty() {
            keys.push(format!("needs = {:?}", self.needs));
        }
        if !self.by_hand {
            keys.push("switch = \"automatic\"".to_owned());
        }
        if let Some(share) = self.capacity {
            keys.push(format!("capacity = \"{share}%\""));
        }
        format!("{{ {} }}", keys.join(", "))
    }
}

// --- The crate under test --------------------------------------------------

pub(super) struct Loaded {
    pub(super) plan: Plan,
    pub(super) network: Network,
    pub(super) ids: HashMap<String, ComponentId>,
}

pub(super) fn load(toml: &str) -> Loaded {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("jurymast.toml"), toml).unwrap();
    let loaded = language::load(
        Path::new("jurymast.toml"),
        dir.path(),
        &ReadLimits::default(),
    )
    .unwrap();
    assert!(!loaded.has_errors(), "{:#?}\n{toml}", loaded.problems);
    let loaded = loaded.on(super::driver::TODAY.parse().unwrap());
    let network = Network::of(&loaded.plan);
    let ids = loaded
        .plan
        .enumerate()
        .map(|(id, component)| (component.id.clone(), id))
        .collect();
    Loaded {
        plan: loaded.plan,
        network,
        ids,
    }
}

impl Loaded {
    pub(super) fn analysis(&self) -> Analysis<'_> {
        Analysis::of(&self.plan)
    }

    pub(super) fn name(&self, id: ComponentId) -> &str {
        &self.plan.component(id).id
    }

    pub(super) fn blast(&self, faults: &BTreeSet<&str>) -> Blast {
        let ids: Vec<ComponentId> = faults.iter().map(|id| self.ids[*id]).collect();
        self.analysis().blast(&ids)
    }
}

pub(super) fn number(level: Level) -> u8 {
    match level {
        Level::Up => 0,
        Level::Degraded => 1,
        Level::Down => 2,
    }
}

pub(super) fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases: cases.max(ProptestConfig::default().cases),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}
