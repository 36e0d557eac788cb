use std::collections::{BTreeMap, BTreeSet};

use jurymast_plan::model::{ComponentId, Level};
use jurymast_terms::units::Duration;

use super::copying::Behind;
use super::model::{DataCopy, Ending};
use super::rest::RestState;
use super::striking::{Strike, StrikeKey};
use super::{
    DataLoss, Note, Overload, ScenarioScript, SimulationModel, SteadyLevels, Symptoms,
    TimelineEvent,
};
use crate::undeclared::UndeclaredTime;

/// Which of the two runs: what an undeclared time is in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bound {
    /// It is zero.
    Least,
    /// It never ends.
    Greatest,
}

/// Everything that changes while a scenario runs.
#[derive(Debug)]
pub(super) struct SimulationState<'a> {
    pub(super) model: &'a SimulationModel<'a>,
    pub(super) bound: Bound,
    pub(super) scenario: ScenarioScript,
    /// What is lost for good while it goes on, counted from its start.
    pub(super) endings: Vec<Ending>,
    pub(super) now: Duration,
    /// The second by which reserves are judged: the one before, until what falls in
    /// this second falls.
    pub(super) reserves_at: Duration,
    /// Before any scenario: whoever can serve does, however long that took.
    pub(super) at_rest: bool,
    /// Losses last: as at rest, but what the switches of this second need must be up.
    pub(super) lasts: bool,
    /// What serves for a while only still does.
    pub(super) reserves_last: bool,
    /// Nobody waits with a switch that takes no time for others that may end the loss.
    pub(super) all_at_once: bool,
    /// Somebody did.
    pub(super) waits_for_others: bool,
    /// Where losses last: whoever is ready first by the times of the plan goes first.
    pub(super) soonest_first: bool,
    /// Somebody went to a fallback before whom another one would have been ready.
    pub(super) was_overtaken: bool,
    /// By requirement and fallback when the switch to it would be done.
    pub(super) done_at: BTreeMap<(usize, usize), Duration>,
    /// When the last of them was.
    pub(super) done_by: Duration,
    /// The worst of what comes again and again at rest or while losses last, where anything
    /// does.
    pub(super) going_round: Option<SteadyLevels>,
    /// How many nodes may still be looked at; what would take more is left as it is.
    pub(super) work_left: u64,
    pub(super) components: Vec<ComponentState>,
    pub(super) requirements: Vec<RequirementState>,
    pub(super) limits: Vec<LimitState>,
    /// For each component the share of its load that it can serve; nothing while it is down.
    pub(super) shares: Vec<f64>,
    /// What multiplies the demands of a component now.
    pub(super) surges: BTreeMap<u32, f64>,
    /// What faults did that is not recovered from, of those that may have work to do.
    pub(super) struck: BTreeMap<StrikeKey, Strike>,
    /// What of it was recovered from.
    pub(super) over: BTreeSet<StrikeKey>,
    /// Where those stand that were made anew in another place.
    pub(super) places: BTreeMap<u32, Vec<u32>>,
    /// Those of which the plan does not say where: nobody knows what takes them along.
    pub(super) unplaced: BTreeSet<u32>,
    /// Copies that could not be made for a time.
    pub(super) behind: BTreeMap<DataCopy, Behind>,
    /// What was lost for good or lost its data, with all that stood in it.
    pub(super) destroyed: BTreeSet<u32>,
    pub(super) queue: super::levels::Queue,
    /// By component whether it is left as it is, whatever it hangs on; empty: none is.
    pub(super) left_out: Vec<bool>,
    /// While levels of a cycle are worked out: what fallbacks in it give in this round.
    pub(super) standing_by: BTreeMap<u32, StandingBy>,
    /// By target: what fallbacks in use that lead back give without the reserves of their
    /// circle, which such a fallback would fill again from what they hold up.
    pub(super) unreserved: BTreeMap<u32, StandingBy>,
    /// While that is worked out: reserves that a circle could fill by itself count as used up.
    pub(super) without_reserves: bool,
    pub(super) journal: Option<super::levels::Journal>,
    /// By second: requirements and components to look at.
    pub(super) agenda: BTreeMap<Duration, Wakes>,
    /// Looked at in this second.
    pub(super) touched: Vec<u32>,
    /// Looked at since a switch was last decided.
    pub(super) fresh: BTreeSet<u32>,
    /// Looked at since a switch that takes no time was last decided.
    pub(super) undecided: BTreeSet<u32>,
    /// Requirements that would switch at once, and have not gone.
    pub(super) wishing: BTreeSet<usize>,
    /// Stopped, and perhaps able to start.
    pub(super) starting: BTreeSet<u32>,
    /// Looked at since the start.
    pub(super) walked: BTreeSet<u32>,
    pub(super) limits_walked: BTreeSet<u32>,
    pub(super) notes: Vec<Note>,
    pub(super) undeclared: BTreeSet<UndeclaredTime>,
    /// What was stopped and whose restart the plan does not give.
    pub(super) restart_assumed: BTreeSet<u32>,
    pub(super) data_losses: BTreeMap<u32, DataLoss>,
    /// For each target the moment at which least of its load was served.
    pub(super) overloads: BTreeMap<u32, (f64, Overload)>,
    /// Requirements that took the same way again while nothing outside changed.
    pub(super) has_repeated: bool,
    /// Moves to a fallback since something outside changed.
    pub(super) taken: BTreeSet<(usize, usize)>,
}

/// What is to be looked at in a second.
#[derive(Debug, Clone, Default)]
pub(super) struct Wakes {
    pub(super) requirements: Vec<usize>,
    pub(super) components: Vec<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(super) struct ComponentState {
    pub(super) level: Level,
    /// What its callers see.
    pub(super) symptoms: Symptoms,
    /// As the second before left it.
    pub(super) prev_level: Level,
    pub(super) prev_symptoms: Symptoms,
    /// By its own faults that are on.
    pub(super) forced: Level,
    pub(super) forced_symptoms: Symptoms,
    /// It must start again.
    pub(super) stopped: bool,
    /// When a restart under way ends.
    pub(super) restart_ends: Option<Duration>,
    /// What the restart under way comes from.
    pub(super) kept: Symptoms,
    pub(super) is_touched: bool,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(super) struct RequirementState {
    /// The fallback in use; `None`: the primary.
    pub(super) using: Option<usize>,
    /// What the fallback in use gave at the end of the second before.
    pub(super) gave: Level,
    /// The primary is worse than up.
    pub(super) lost: Option<Duration>,
    /// The worst of its levels that nobody need be told of: what it is at rest, or what was
    /// told.
    pub(super) told: Level,
    pub(super) home_at: Option<Duration>,
    pub(super) moves: u8,
    pub(super) moves_at: Duration,
    /// When the dependent no longer goes on without it.
    pub(super) holds_until: Option<Duration>,
    /// Since when each symptom is seen without a break; `None`: a loss of none.
    pub(super) seen_since: Vec<(Option<jurymast_plan::model::Symptom>, Duration)>,
    /// Since when something that detects the loss is up; `None`: nothing is.
    pub(super) detects_since: Option<Duration>,
    pub(super) calls: Vec<FallbackCall>,
    /// The fallback in use that is a copy, once it was counted how far it is behind.
    pub(super) copy_taken: Option<usize>,
}

/// How far a switch to one fallback is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(super) struct FallbackCall {
    /// Since when there is a loss for it.
    pub(super) wanted: Option<Duration>,
    pub(super) noticed: bool,
    /// When the switch under way ends.
    pub(super) ends: Option<Duration>,
    /// The switch has ended; it serves as soon as it gives more.
    pub(super) ready: bool,
    /// When what it can serve is used up.
    pub(super) holds_until: Option<Duration>,
    pub(super) said: Said,
}

/// What was told of a call, so that it is told once.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(super) struct Said {
    pub(super) blind: bool,
    pub(super) waits: bool,
    pub(super) uncalled: bool,
    pub(super) useless: bool,
    pub(super) unseen: bool,
}

/// What the target of a fallback that leads back gives in a round.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct StandingBy {
    pub(super) level: Level,
    /// Of its load that it can serve.
    pub(super) share: f64,
}

impl StandingBy {
    pub(super) const NOTHING: Self = Self {
        level: Level::Down,
        share: 0.0,
    };
}

#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct LimitState {
    /// Requests and tokens a minute.
    pub(super) load: [f64; 2],
    /// Of its load that it serves.
    pub(super) share: f64,
}

impl LimitState {
    /// Nobody asks, and whoever comes home is served.
    pub(super) const UNASKED: Self = Self {
        load: [f64::NEG_INFINITY; 2],
        share: 1.0,
    };
}

impl<'a> SimulationState<'a> {
    /// As the model is at rest.
    pub(super) fn new(model: &'a SimulationModel<'a>, bound: Bound) -> Self {
        let rest = &model.rest;
        let rest = RestState {
            open_shares: BTreeMap::new(),
            worse: BTreeMap::new(),
            shown: BTreeMap::new(),
            waiting: Vec::new(),
            components: rest.components.clone(),
            requirements: rest.requirements.clone(),
            limits: rest.limits.clone(),
            behind: rest.behind.clone(),
            shares: rest.shares.clone(),
        };
        Self::from_rest(model, bound, rest)
    }

    /// Of a model whose state at rest is still to be found.
    pub(super) fn resting(model: &'a SimulationModel<'a>, blank: RestState) -> Self {
        let mut state = Self::from_rest(model, Bound::Least, blank);
        state.at_rest = true;
        state
    }

    fn from_rest(model: &'a SimulationModel<'a>, bound: Bound, rest: RestState) -> Self {
        Self {
            model,
            bound,
            scenario: ScenarioScript::default(),
            endings: Vec::new(),
            now: Duration::ZERO,
            reserves_at: Duration::ZERO,
            at_rest: false,
            lasts: false,
            reserves_last: false,
            all_at_once: false,
            waits_for_others: false,
            soonest_first: false,
            was_overtaken: false,
            done_at: BTreeMap::new(),
            done_by: Duration::ZERO,
            going_round: None,
            work_left: u64::MAX,
            components: rest.components,
            requirements: rest.requirements,
            limits: rest.limits,
            shares: rest.shares,
            surges: BTreeMap::new(),
            struck: BTreeMap::new(),
            over: BTreeSet::new(),
            places: BTreeMap::new(),
            unplaced: BTreeSet::new(),
            behind: rest.behind,
            destroyed: BTreeSet::new(),
            queue: super::levels::Queue::new(model.components.len() + model.limits.len()),
            left_out: Vec::new(),
            standing_by: BTreeMap::new(),
            unreserved: BTreeMap::new(),
            without_reserves: false,
            journal: None,
            agenda: BTreeMap::new(),
            touched: Vec::new(),
            fresh: BTreeSet::new(),
            undecided: BTreeSet::new(),
            wishing: BTreeSet::new(),
            starting: BTreeSet::new(),
            walked: BTreeSet::new(),
            limits_walked: BTreeSet::new(),
            notes: Vec::new(),
            undeclared: BTreeSet::new(),
            restart_assumed: BTreeSet::new(),
            data_losses: BTreeMap::new(),
            overloads: BTreeMap::new(),
            has_repeated: false,
            taken: BTreeSet::new(),
        }
    }

    /// As if nothing had happened: undoes what was walked, and nothing else.
    pub(super) fn rewind(&mut self) {
        let model = self.model;
        let rest: &RestState = &model.rest;
        for component in std::mem::take(&mut self.walked) {
            let at = component as usize;
            self.components[at] = rest.components[at];
            self.shares[at] = rest.shares[at];
            for requirement in model.components[at].requirements.clone() {
                self.requirements[requirement].clone_from(&rest.requirements[requirement]);
            }
        }
        for limit in std::mem::take(&mut self.limits_walked) {
            self.limits[limit as usize] = rest.limits[limit as usize];
        }
        self.now = Duration::ZERO;
        self.surges.clear();
        self.struck.clear();
        self.over.clear();
        self.places.clear();
        self.unplaced.clear();
        self.behind.clone_from(&rest.behind);
        self.destroyed.clear();
        self.agenda.clear();
        self.touched.clear();
        self.fresh.clear();
        self.undecided.clear();
        self.wishing.clear();
        self.starting.clear();
        self.notes.clear();
        self.undeclared.clear();
        self.restart_assumed.clear();
        self.data_losses.clear();
        self.overloads.clear();
        self.unreserved.clear();
        self.taken.clear();
        self.has_repeated = false;
    }

    /// Keeps a component for the end of the second.
    pub(super) fn touch(&mut self, component: u32) {
        self.fresh.insert(component);
        let state = &mut self.components[component as usize];
        if state.stopped {
            self.starting.insert(component);
        }
        if !std::mem::replace(&mut state.is_touched, true) {
            self.touched.push(component);
            self.walked.insert(component);
        }
        let model = self.model;
        let replicas = model.plan.components[component as usize].replicas.iter();
        for copy in replicas.flat_map(|one| &one.members) {
            if self.components[copy.index()].stopped {
                self.starting.insert(copy.0);
            }
        }
    }

    pub(super) fn is_down(&self, component: u32) -> bool {
        self.components[component as usize].level == Level::Down
    }

    pub(super) fn wake_requirement(&mut self, at: Duration, requirement: usize) {
        if at > self.now && at < Duration::MAX {
            let wakes = self.agenda.entry(at).or_default();
            wakes.requirements.push(requirement);
        }
    }

    pub(super) fn wake_component(&mut self, at: Duration, component: u32) {
        if at > self.now && at < Duration::MAX {
            self.agenda
                .entry(at)
                .or_default()
                .components
                .push(component);
        }
    }

    /// A time as the plan declares it, or else as this run has it.
    pub(super) fn time(&mut self, declared: Option<Duration>, missing: UndeclaredTime) -> Duration {
        declared.unwrap_or_else(|| {
            self.undeclared.insert(missing);
            match self.bound {
                Bound::Least => Duration::ZERO,
                Bound::Greatest => Duration::MAX,
            }
        })
    }

    pub(super) fn note(&mut self, component: u32, event: TimelineEvent) {
        if !self.at_rest {
            self.notes.push(Note {
                at: self.now,
                component: ComponentId(component),
                event,
            });
        }
    }

    /// The hard requirements without which a component cannot start.
    pub(super) fn needed_to_start(&self, component: u32) -> impl Iterator<Item = usize> + use<'a> {
        let model = self.model;
        // A copy needs to start what that needs of which it is a copy.
        let of = model.plan.components[component as usize].copy_of;
        let whole = of.map_or(0..0, |of| model.components[of.index()].requirements.clone());
        let own = model.components[component as usize].requirements.clone();
        own.chain(whole).filter(|at| {
            let requirement = &model.requirements[*at];
            requirement.needed.counts_at_start() && !requirement.soft
        })
    }
}

impl RequirementState {
    pub(super) fn new(fallbacks: usize) -> Self {
        Self {
            calls: vec![FallbackCall::default(); fallbacks],
            detects_since: Some(Duration::ZERO),
            ..Self::default()
        }
    }
}
