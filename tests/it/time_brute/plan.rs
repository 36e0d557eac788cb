//! A small plan as the evaluator takes it: parts by number, times in seconds.

use std::collections::BTreeMap;

use super::ratio::Ratio;

pub(super) const SYMPTOMS: [&str; 14] = [
    "5xx",
    "429",
    "402",
    "401",
    "403",
    "404",
    "400",
    "timeout",
    "slow",
    "cut",
    "too-long",
    "refused",
    "wrong-answers",
    "substituted",
];

/// Bits of [`SYMPTOMS`].
pub(super) type Symptoms = u16;
pub(super) const TOO_MANY: Symptoms = 1 << 1;
pub(super) const ENDED: Symptoms = 1 << 6;

pub(super) const UP: u8 = 0;
pub(super) const DEGRADED: u8 = 1;
pub(super) const DOWN: u8 = 2;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Activity,
    Service,
    Resource,
    Ai,
    Provider,
    Domain,
    /// Implied by an `ai`: an endpoint of a provider, or a lineage of weights.
    Implied,
}

#[derive(Debug, Clone)]
pub(super) struct Plan {
    pub(super) parts: Vec<Part>,
    pub(super) faults: Vec<Fault>,
    pub(super) surges: Vec<Surge>,
}

impl Plan {
    /// What declares data, but that the RPO of what is no resource speaks of the stores that it
    /// works on by its primaries, where there are any.
    pub(super) fn keeps_data(&self, part: usize) -> bool {
        let declares = |at: usize| {
            let own = &self.parts[at];
            let says_so = own.rpo.is_some() || !own.backups.is_empty();
            own.persistent.unwrap_or(says_so)
        };
        let promises = |at: usize| {
            let own = &self.parts[at];
            own.kind != Kind::Resource && own.persistent.is_none() && own.backups.is_empty()
        };
        let mut below = vec![part];
        let mut next = 0;
        while next < below.len() {
            for one in &self.parts[below[next]].requirements {
                for (to, _) in &one.members {
                    if !below.contains(to) {
                        below.push(*to);
                    }
                }
            }
            next += 1;
        }
        let has_stores = below.iter().any(|at| declares(*at) && !promises(*at));
        declares(part) && !(promises(part) && has_stores)
    }
}

#[derive(Debug, Clone)]
pub(super) struct Part {
    pub(super) id: String,
    pub(super) kind: Kind,
    pub(super) within: Vec<usize>,
    /// What an `ai` calls: provider or endpoint, lineage.
    pub(super) calls: Vec<usize>,
    /// Gateways an `ai` is called by way of.
    pub(super) via: Vec<usize>,
    pub(super) restart: Option<u64>,
    pub(super) mbco: Option<u64>,
    pub(super) limit: Rate,
    pub(super) rto: Option<u64>,
    pub(super) mtpd: Option<u64>,
    pub(super) rpo: Option<u64>,
    /// Ended or expired on the day of the test.
    pub(super) ended: bool,
    /// Whether it says that it keeps data, or that it keeps none.
    pub(super) persistent: Option<bool>,
    pub(super) backups: Vec<Backup>,
    pub(super) replica_of: Option<(usize, Option<u64>)>,
    /// What carries calls to its team; empty: nothing is said of it.
    pub(super) called: Vec<usize>,
    /// Steps of its runbook, of the phases activation and recovery.
    pub(super) steps: Vec<Step>,
    pub(super) requirements: Vec<Requirement>,
}

/// Demand or limit: requests and tokens a minute.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Rate {
    pub(super) rpm: Option<u64>,
    pub(super) tpm: Option<u64>,
}

impl Rate {
    pub(super) fn units(self) -> [Option<u64>; 2] {
        [self.rpm, self.tpm]
    }

    pub(super) fn is_none(self) -> bool {
        self == Self::default()
    }
}

#[derive(Debug, Clone)]
pub(super) struct Backup {
    pub(super) every: Option<u64>,
    pub(super) restore: Option<u64>,
    pub(super) segregated: bool,
    pub(super) within: Vec<usize>,
    pub(super) needs: Vec<usize>,
}

#[derive(Debug, Clone)]
pub(super) struct Step {
    pub(super) takes: Option<u64>,
    pub(super) needs: Vec<usize>,
    pub(super) moves_to: Option<usize>,
    /// What carries calls to who does it; empty: nothing is said of it.
    pub(super) called: Vec<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Needed {
    Run,
    Start,
    Both,
}

#[derive(Debug, Clone)]
pub(super) struct Requirement {
    /// With the weight that is written, if one is.
    pub(super) members: Vec<(usize, Option<u64>)>,
    pub(super) at_least: usize,
    pub(super) soft: bool,
    pub(super) needed: Needed,
    pub(super) even: bool,
    pub(super) demand: Rate,
    pub(super) detect: Detect,
    pub(super) fail_back: u64,
    pub(super) holds: u64,
    pub(super) fallbacks: Vec<Fallback>,
}

impl Requirement {
    pub(super) fn is_to_run(&self) -> bool {
        self.needed != Needed::Start
    }

    pub(super) fn is_hard_to_start(&self) -> bool {
        self.needed != Needed::Run && !self.soft
    }
}

#[derive(Debug, Clone, Default)]
pub(super) struct Detect {
    /// The time for what `per` does not name.
    pub(super) within: Option<u64>,
    pub(super) per: BTreeMap<usize, u64>,
    pub(super) by: Vec<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Switch {
    Automatic,
    Manual,
    PerCall,
    User,
}

#[derive(Debug, Clone)]
pub(super) struct Fallback {
    pub(super) to: usize,
    pub(super) switch: Option<Switch>,
    pub(super) after: Option<u64>,
    pub(super) triggers: Option<Symptoms>,
    pub(super) steps: bool,
    pub(super) degraded: bool,
    pub(super) capacity: Option<u64>,
    pub(super) holds: Option<u64>,
    pub(super) needs: Vec<usize>,
}

impl Fallback {
    pub(super) fn is_automatic(&self) -> bool {
        matches!(self.switch, Some(Switch::Automatic | Switch::PerCall))
    }

    /// Each call tries the primary first.
    pub(super) fn is_per_call(&self) -> bool {
        self.switch == Some(Switch::PerCall)
    }

    pub(super) fn is_covered(&self, seen: Symptoms) -> bool {
        self.triggers.is_none_or(|all| seen & !all == 0)
    }

    /// What it gives while its target is up and it serves a share.
    pub(super) fn best(&self, mbco: Option<u64>, share: Ratio) -> u8 {
        u8::from(self.degraded || self.is_per_call()).max(by_share(mbco, share))
    }
}

/// What a share served means to who is served.
pub(super) fn by_share(mbco: Option<u64>, share: Ratio) -> u8 {
    if mbco.is_some_and(|least| share < Ratio::new(u128::from(least), 100)) {
        DOWN
    } else {
        u8::from(share < Ratio::ONE)
    }
}

#[derive(Debug, Clone)]
pub(super) struct Fault {
    pub(super) what: usize,
    pub(super) at: u64,
    pub(super) lasts: Option<u64>,
    pub(super) degraded: bool,
    pub(super) symptom: Option<usize>,
    pub(super) loses_data: bool,
}

impl Fault {
    pub(super) fn is_on(&self, now: u64) -> bool {
        self.at <= now && self.lasts.is_none_or(|lasts| now < self.at + lasts)
    }

    pub(super) fn seen(&self) -> Symptoms {
        self.symptom.map_or(0, |symptom| 1 << symptom)
    }
}

#[derive(Debug, Clone)]
pub(super) struct Surge {
    pub(super) what: usize,
    pub(super) percent: u64,
    pub(super) at: u64,
    pub(super) lasts: Option<u64>,
}

impl Surge {
    pub(super) fn is_on(&self, now: u64) -> bool {
        self.at <= now && self.lasts.is_none_or(|lasts| now < self.at + lasts)
    }
}

impl Plan {
    /// Seconds at which something outside changes.
    pub(super) fn outside(&self) -> Vec<u64> {
        let faults = self
            .faults
            .iter()
            .flat_map(|one| [Some(one.at), one.lasts.map(|lasts| one.at + lasts)]);
        let surges = self
            .surges
            .iter()
            .flat_map(|one| [Some(one.at), one.lasts.map(|lasts| one.at + lasts)]);
        let mut all: Vec<u64> = faults.chain(surges).flatten().collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    pub(super) fn number(&self, id: &str) -> Option<usize> {
        self.parts.iter().position(|part| part.id == id)
    }
}

impl Plan {
    /// The longest time that is declared.
    pub(super) fn longest(&self) -> u64 {
        let mut all = Vec::new();
        for part in &self.parts {
            all.extend(part.restart);
            all.extend(part.steps.iter().filter_map(|one| one.takes));
            all.extend(part.backups.iter().filter_map(|one| one.restore));
            for one in &part.requirements {
                all.extend([one.fail_back, one.holds]);
                all.extend(one.detect.within);
                all.extend(one.detect.per.values());
                all.extend(one.fallbacks.iter().filter_map(|one| one.after));
                all.extend(one.fallbacks.iter().filter_map(|one| one.holds));
            }
        }
        all.into_iter().max().unwrap_or(0)
    }
}
