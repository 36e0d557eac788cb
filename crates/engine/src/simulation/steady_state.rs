use std::collections::BTreeMap;

use jurymast_plan::model::{ComponentId, Level};
use jurymast_terms::units::Duration;

use super::SimulationModel;
use super::state::{Bound, SimulationState};

/// Where losses that last lead, with demands where they are served then and limits held
/// against them: every switch that can be made is made, what serves for a while only is
/// used up in the end, and what nobody knows holds nothing.
///
/// Who switched stays there until its primary is well, so it hangs on who switched first where
/// the demands are. Both ends are looked at: those next to the loss first, and all at once; and
/// where a fallback later in its list is there sooner, by the times of the plan. Of what never
/// settles, as each move undoes another, the worse counts. What serves for a while
/// only is looked at while it serves, too: what it asks for then others may lack.
#[derive(Debug)]
pub struct SteadyState<'a> {
    state: SimulationState<'a>,
    /// A fallback serves for a while only.
    has_reserves: bool,
}

/// What some losses lead to that last.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SteadyLevels {
    /// It is so only while what serves for a while does.
    pub is_brief: bool,
    /// Every component whose level is not that at rest.
    pub levels: BTreeMap<u32, Level>,
    /// In order, every requirement of these and of others that were looked at whose targets may
    /// serve less than is asked for.
    pub served: Vec<ServedRequirement>,
}

/// How one requirement is served.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ServedRequirement {
    /// Whose it is.
    pub component: ComponentId,
    /// Index in the component's requirements.
    pub requirement: usize,
    /// What it is to who is running: a soft one is degraded at worst.
    pub level: Level,
    /// The share of what is asked for that is served.
    pub share: f64,
    /// Index of the fallback that is asked; `None`: the primary is.
    pub fallback: Option<usize>,
    /// It may be more: nobody says what share some fallback serves.
    pub may_be_more: bool,
}

impl ServedRequirement {
    /// Whose it is, and its index.
    pub fn of(&self) -> (ComponentId, usize) {
        (self.component, self.requirement)
    }
}

/// What begins at rest changes in a second of its own.
const AFTER_REST: Duration = Duration::from_seconds(1);

impl<'a> SteadyState<'a> {
    /// As the model is at rest.
    pub fn new(model: &'a SimulationModel<'a>) -> Self {
        Self::within_bound(model, Bound::Greatest)
    }

    /// The same, but that what nobody knows is as good as it can be.
    pub fn hopeful(model: &'a SimulationModel<'a>) -> Self {
        Self::within_bound(model, Bound::Least)
    }

    fn within_bound(model: &'a SimulationModel<'a>, bound: Bound) -> Self {
        let mut state = SimulationState::new(model, bound);
        state.at_rest = true;
        state.lasts = true;
        let mut fallbacks = model.requirements.iter().flat_map(|one| &one.fallbacks);
        let has_reserves = fallbacks.any(|one| one.holds.is_some());
        Self {
            state,
            has_reserves,
        }
    }

    /// The same for how requirements are served alone: levels of others that only follow from
    /// it stay what they are at rest.
    pub fn of_load(model: &'a SimulationModel<'a>) -> Self {
        let mut steady = Self::new(model);
        let bearing = model.bearing_on_load().into_iter();
        steady.state.left_out = bearing.map(|bears| !bears).collect();
        steady
    }

    /// What these losses may lead to, by who switched first; `None` where more than `work`
    /// nodes would have to be looked at.
    pub fn after(&mut self, losses: &[(u32, Level)], work: u64) -> Option<Vec<SteadyLevels>> {
        self.within(losses, work).map(|(found, _)| found)
    }

    /// The same, with the work that is left.
    pub fn within(
        &mut self,
        losses: &[(u32, Level)],
        work: u64,
    ) -> Option<(Vec<SteadyLevels>, u64)> {
        let (mut found, mut left) = self.in_every_order(losses, work)?;
        if self.has_reserves {
            self.state.reserves_last = true;
            let meanwhile = self.in_every_order(losses, left);
            self.state.reserves_last = false;
            let (meanwhile, rest) = meanwhile?;
            found.extend(meanwhile);
            left = rest;
        }
        Some((found, left))
    }

    fn in_every_order(
        &mut self,
        losses: &[(u32, Level)],
        work: u64,
    ) -> Option<(Vec<SteadyLevels>, u64)> {
        let (first, mut left) = self.settled(losses, work)?;
        let mut found = vec![first];
        let waits = std::mem::take(&mut self.state.waits_for_others);
        let was_overtaken = std::mem::take(&mut self.state.was_overtaken);
        for (is_asked, by_time) in [(waits, false), (was_overtaken, true)] {
            if !is_asked {
                continue;
            }
            self.state.all_at_once = !by_time;
            self.state.soonest_first = by_time;
            let settled = self.settled(losses, left);
            self.state.all_at_once = false;
            self.state.soonest_first = false;
            self.state.waits_for_others = false;
            self.state.was_overtaken = false;
            let (levels, rest) = settled?;
            left = rest;
            if !found.contains(&levels) {
                found.push(levels);
            }
        }
        Some((found, left))
    }

    fn settled(&mut self, losses: &[(u32, Level)], work: u64) -> Option<(SteadyLevels, u64)> {
        let state = &mut self.state;
        state.now = AFTER_REST;
        state.work_left = work.max(1);
        for &(component, level) in losses {
            if state.is_left_out(component) {
                continue;
            }
            let of = &mut state.components[component as usize];
            of.forced = of.forced.max(level);
            state.touch(component);
            state.enqueue(component);
        }
        state.settle();
        let left = state.work_left;
        let going_round = state.going_round.take();
        let found = (left > 0).then(|| {
            let mut found = self.state.steady_levels();
            going_round.iter().for_each(|one| found.worsen(one));
            (found, left)
        });
        self.state.forget_waiting();
        self.state.done_at.clear();
        self.state.done_by = Duration::ZERO;
        self.state.rewind();
        found
    }
}

impl SimulationState<'_> {
    /// Of those that move again and again the worse of what they come to counts.
    pub(super) fn note_going_round(&mut self) {
        let Some(mut worst) = self.going_round.take() else {
            return;
        };
        self.work_left = self.work_left.saturating_sub(self.walked.len() as u64);
        if self.lasts {
            worst.worsen(&self.steady_levels());
        } else {
            // How things are at rest is only being found.
            for at in &self.walked {
                let known = worst.levels.entry(*at).or_default();
                *known = (*known).max(self.components[*at as usize].level);
            }
        }
        self.going_round = Some(worst);
    }

    fn steady_levels(&self) -> SteadyLevels {
        let (state, rest) = (self, &self.model.rest);
        let level = |at: u32| state.components[at as usize].level;
        let walked = state.walked.iter().copied();
        let changed = walked.filter(|at| level(*at) != rest.components[*at as usize].level);
        let all = state.walked.iter();
        let all = all.flat_map(|at| state.model.components[*at as usize].requirements.clone());
        let limited = all.filter(|at| {
            let model = &state.model.requirements[*at];
            model.is_limited && model.needed.counts_while_running()
        });
        let served = limited.map(|at| {
            let model = &state.model.requirements[at];
            let met = state.met(at);
            let most = if model.soft {
                Level::Degraded
            } else {
                Level::Down
            };
            ServedRequirement {
                component: ComponentId(model.of),
                requirement: model.index,
                level: met.level.min(most),
                share: met.share,
                fallback: state.asks(at),
                may_be_more: false,
            }
        });
        SteadyLevels {
            is_brief: self.reserves_last,
            served: served.collect(),
            levels: changed.map(|at| (at, level(at))).collect(),
        }
    }
}

impl SteadyLevels {
    /// The worse of both.
    fn worsen(&mut self, other: &Self) {
        for (at, level) in &other.levels {
            let known = self.levels.entry(*at).or_default();
            *known = (*known).max(*level);
        }
        for one in &other.served {
            let known = self
                .served
                .binary_search_by_key(&one.of(), ServedRequirement::of);
            match known {
                Ok(known) => {
                    let known = &mut self.served[known];
                    known.level = known.level.max(one.level);
                    if one.share < known.share {
                        known.share = one.share;
                        known.fallback = one.fallback;
                    }
                }
                Err(place) => self.served.insert(place, *one),
            }
        }
    }
}
