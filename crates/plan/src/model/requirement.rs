use jurymast_terms::source::{At, Span};
use jurymast_terms::units::{Date, Duration, Share};

use super::{ComponentId, DrillMethod, Level, Mode, Needed, Rung, Switch, Symptom};

/// One `depends_on` entry: a group of which enough must work, and the fallbacks
/// that stand in for the group.
#[derive(Debug, Clone)]
pub struct Requirement {
    /// The whole entry.
    pub place: Span,
    /// The primary (one component), or the members of `any_of`.
    pub group: Vec<At<ComponentId>>,
    /// The plan names it as a group (`any_of`), be it of one member.
    pub is_group: bool,
    /// How many of the group must work: 1 for a single primary.
    pub at_least: usize,
    /// How the group shares the demand.
    pub sharing: Sharing,
    /// When it is needed.
    pub needed: Needed,
    /// What its loss does.
    pub mode: Mode,
    /// What people notice when a soft requirement is not met.
    pub degraded: Option<String>,
    /// How long the dependent goes on without it.
    pub holds: Option<At<Duration>>,
    /// How, and how soon, its loss is known; `None`: not declared.
    pub detect: Option<Detection>,
    /// The load it puts on what is needed.
    pub demand: Option<Demand>,
    /// Time to return to the primary once it is back.
    pub fail_back: Option<At<Duration>>,
    /// What stands in, in order of preference.
    pub fallbacks: Vec<Fallback>,
    /// Why it is needed.
    pub why: Option<String>,
}

/// How a group shares the demand that is put on it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Sharing {
    /// In proportion to the members' limits where all have one, else evenly.
    #[default]
    ByLimit,
    /// Evenly.
    Even,
    /// In proportion to these, one for each member of the group.
    Weighted(Vec<u32>),
}

/// How the loss of a requirement becomes known.
#[derive(Debug, Clone)]
pub struct Detection {
    /// The whole value.
    pub place: Span,
    /// How long it takes, for symptoms that have no time of their own.
    pub within: Option<At<Duration>>,
    /// How long it takes when callers see this symptom.
    pub by_symptom: Vec<(Symptom, At<Duration>)>,
    /// What sees the loss: the first that is up. Empty: nothing is said of it.
    pub by: Vec<At<ComponentId>>,
}

impl Detection {
    /// It says how long noticing takes of this symptom; without one, of every symptom.
    pub fn has_time(&self, symptom: Option<Symptom>) -> bool {
        let mut asked = symptom.into_iter().chain(match symptom {
            None => Symptom::ALL.to_vec(),
            Some(_) => Vec::new(),
        });
        asked.all(|one| self.of(one).is_some())
    }

    /// How long a loss with this symptom takes to be known; `None`: not declared.
    pub fn of(&self, symptom: Symptom) -> Option<Duration> {
        let mut own = self.by_symptom.iter();
        let own = own.find(|(one, _)| *one == symptom).map(|(_, time)| *time);
        own.or(self.within).map(|time| time.value)
    }
}

/// Of a fallback that serves degraded, why nobody knows whether that is enough.
pub const SHARE_UNKNOWN: &str = "no `capacity` says what share of the load it serves";

impl Requirement {
    /// How long its loss takes to be known where no symptom is singled out; `None`:
    /// not declared.
    pub fn detect_within(&self) -> Option<At<Duration>> {
        self.detect.as_ref()?.within
    }

    /// How long a loss takes to be known of which callers see one of these; `None`: not
    /// declared.
    pub fn noticed_by(&self, symptoms: impl IntoIterator<Item = Symptom>) -> Option<Duration> {
        let detect = self.detect.as_ref()?;
        let own = symptoms.into_iter().filter_map(|one| detect.of(one));
        own.min().or(detect.within.map(|time| time.value))
    }

    /// In which time its loss is known, whatever callers see; `None`: not declared.
    pub fn noticed_within(&self) -> Option<Duration> {
        let detect = self.detect.as_ref()?;
        let each = detect.by_symptom.iter().map(|(_, time)| time.value);
        Some(each.fold(detect.within?.value, Duration::max))
    }

    /// Whether its reserve keeps a loss off for that long.
    pub fn is_held(&self, time: Duration) -> bool {
        self.holds
            .is_some_and(|holds| holds.value > Duration::ZERO && time <= holds.value)
    }

    /// Whether nobody says what share of the load a fallback serves, though whoever runs on it
    /// is served by it alone: one that serves degraded, and declares no capacity.
    pub fn is_share_unknown(&self, fallback: &Fallback) -> bool {
        let is_said = fallback.capacity.is_some() || fallback.serves < Level::Degraded;
        self.mode == Mode::Hard && self.needed.counts_while_running() && !is_said
    }

    /// No member can be lost without losing the requirement, and nothing stands in.
    pub fn has_no_alternative(&self) -> bool {
        self.fallbacks.is_empty() && self.at_least >= self.group.len()
    }
}

/// What stands in when the group of a requirement is lost.
#[derive(Debug, Clone)]
pub struct Fallback {
    /// What stands in.
    pub to: At<ComponentId>,
    /// The whole entry.
    pub place: Span,
    /// Manual where the plan says nothing.
    pub switch: Option<At<Switch>>,
    /// From the loss being noticed to the fallback serving.
    pub after: Option<At<Duration>>,
    /// Symptoms that an automatic switch fires on; `None`: not declared.
    pub triggers: Option<Vec<Symptom>>,
    /// The best this fallback can give: `Up` or `Degraded`.
    pub serves: Level,
    /// Share of the load it can carry.
    pub capacity: Option<At<Share>>,
    /// When the switch was last tried.
    pub tested: Option<At<Date>>,
    /// What shows that it works.
    pub evidence: Vec<RungRecord>,
    /// Where the comparison of its quality is kept.
    pub evaluation: Option<String>,
    /// When its quality was last compared.
    pub evaluated: Option<At<Date>>,
    /// What a person does to switch.
    pub steps: Option<String>,
    /// What must be up for the switch to be made.
    pub needs: Vec<At<ComponentId>>,
    /// How long it can serve, counted from its switch; `None`: as long as it is up.
    pub holds: Option<At<Duration>>,
}

impl Fallback {
    /// Software switches to it on a symptom, as far as the plan says.
    pub fn fires_on(&self, symptom: Symptom) -> bool {
        let by_software = |switch| matches!(switch, Switch::Automatic | Switch::PerCall);
        let triggers = self.triggers.as_ref();
        self.switch.is_some_and(|at| by_software(at.value))
            && triggers.is_none_or(|all| all.contains(&symptom))
    }
}

/// Something that shows, from a day on, that a fallback or a step works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RungRecord {
    /// Where the plan says it.
    pub place: Span,
    /// How much it shows.
    pub rung: Rung,
    /// The day on which it was seen.
    pub on: Date,
    /// The last day on which it counts; `None`: for as long as the plan's settings say.
    pub until: Option<Date>,
    /// Who did it, or saw it.
    pub by: Option<String>,
    /// How the fault was brought about, of a drill.
    pub how: Option<DrillMethod>,
    /// What was seen.
    pub seen: Option<String>,
    /// Where the record is kept.
    pub file: Option<String>,
}

impl std::fmt::Display for RungRecord {
    /// "drilled on 2026-10-01 by payments, a fault proxy: 2% of the calls failed"
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} on {}", self.rung, self.on)?;
        if let Some(by) = &self.by {
            write!(f, " by {by}")?;
        }
        if let Some(how) = self.how {
            write!(f, ", {}", how.words())?;
        }
        if let Some(until) = self.until {
            write!(f, ", until {until}")?;
        }
        match &self.seen {
            Some(seen) => write!(f, ": {seen}"),
            None => Ok(()),
        }
    }
}

/// A rate: what a requirement asks for, or the limit of what serves it.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Demand {
    /// Requests a minute.
    pub rpm: Option<u64>,
    /// Tokens a minute.
    pub tpm: Option<u64>,
}
