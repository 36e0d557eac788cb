use jurymast_plan::model::{self, ComponentId, Level};
use jurymast_terms::units::{Duration, Lasting};

use super::Symptoms;

/// What happens, counted from the start: of the plan, of a library, or made
/// up for one question.
#[derive(Debug, Clone, Default)]
pub struct ScenarioScript {
    /// The id that the plan or the library gives it, or a word for what was made up.
    pub id: String,
    /// What it is called for people.
    pub name: String,
    /// What fails, and when.
    pub faults: Vec<InjectedFault>,
    /// Where demand grows, and when.
    pub surges: Vec<DemandSurge>,
    /// Which work on what is struck counts.
    pub repair: RepairCounted,
    /// The time of the day at which it starts.
    pub starts: Duration,
    /// Nobody counts on a loss being noticed that nothing sees, not even where undeclared
    /// times are zero.
    pub unseen_waits: bool,
    /// Where something never comes back, what ends later counts too, if who goes on without
    /// it leans on that.
    pub later_ends: bool,
}

/// Which work on what is struck counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RepairCounted {
    /// What the plan declares; a repair of which it says nothing takes an unknown time.
    #[default]
    All,
    /// What the plan declares, and no other: what nothing brings back is lost for ever.
    Declared,
    /// Nothing is repaired, restored or made anew: what is lost stays lost until its
    /// cause is gone.
    Nothing,
}

/// A component fails by itself.
#[derive(Debug, Clone, Copy)]
pub struct InjectedFault {
    /// What fails.
    pub component: ComponentId,
    /// From the start of the scenario.
    pub at: Duration,
    /// Counted from `at`.
    pub lasts: Lasting,
    /// Degraded or down.
    pub level: Level,
    /// What callers see, all together; empty: what every trigger covers.
    pub symptoms: Symptoms,
    /// What it strikes loses its data.
    pub loses_data: bool,
}

/// What a component's own requirements demand is multiplied for a time.
#[derive(Debug, Clone, Copy)]
pub struct DemandSurge {
    /// Whose demand grows.
    pub component: ComponentId,
    /// From the start of the scenario.
    pub at: Duration,
    /// Counted from `at`.
    pub lasts: Lasting,
    /// What its demands are multiplied by; 100 leaves them as they are.
    pub percent: u64,
}

impl ScenarioScript {
    /// A scenario that a plan declares.
    pub fn of(scenario: &model::Scenario) -> Self {
        let fault = |fault: &model::Fault| InjectedFault {
            component: fault.what.value,
            at: fault.at,
            lasts: fault.lasts.into(),
            level: fault.level,
            symptoms: fault.symptom.into_iter().collect(),
            loses_data: fault.loses_data,
        };
        let surge = |surge: &model::Surge| DemandSurge {
            component: surge.what.value,
            at: surge.at,
            lasts: surge.lasts.into(),
            percent: u64::from(surge.times) * 100,
        };
        Self {
            id: scenario.id.clone(),
            name: scenario.name.clone(),
            faults: scenario.faults.iter().map(fault).collect(),
            surges: scenario.surges.iter().map(surge).collect(),
            repair: RepairCounted::All,
            starts: Duration::ZERO,
            unseen_waits: false,
            later_ends: true,
        }
    }
}

impl ScenarioScript {
    /// The last second at which a fault or a surge begins or ends.
    pub(super) fn last_change(&self) -> Duration {
        let faults = self.faults.iter().map(|one| one.until().unwrap_or(one.at));
        let surges = self.surges.iter().map(|one| one.until().unwrap_or(one.at));
        faults.chain(surges).max().unwrap_or_default()
    }
}

impl InjectedFault {
    /// The first second at which it is over; `None` where it never is.
    pub fn until(&self) -> Option<Duration> {
        end(self.at, self.lasts)
    }

    pub(super) fn is_on(&self, now: Duration) -> bool {
        is_on(now, self.at, self.until())
    }
}

impl DemandSurge {
    /// The first second at which it is over; `None` where it never is.
    pub fn until(&self) -> Option<Duration> {
        end(self.at, self.lasts)
    }

    pub(super) fn is_on(&self, now: Duration) -> bool {
        is_on(now, self.at, self.until())
    }
}

fn end(at: Duration, lasts: Lasting) -> Option<Duration> {
    lasts.duration().map(|lasts| at.saturating_add(lasts))
}

/// Whether `now` is in what begins at `from` and is over at `until`.
pub(super) fn is_on(now: Duration, from: Duration, until: Option<Duration>) -> bool {
    from <= now && until.is_none_or(|until| until > now)
}
