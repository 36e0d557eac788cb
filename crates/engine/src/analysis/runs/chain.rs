use std::collections::{BTreeMap, BTreeSet};

use crate::simulation::{Interval, Note, ScenarioScript, Timeline, TimelineEvent};
use jurymast_plan::model::{Component, ComponentId, Level, Mode, Plan};
use jurymast_terms::units::{Duration, Lasting};

/// One stop of the way from a fault to who is down because of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hop {
    /// Who is down.
    pub component: ComponentId,
    /// What its being down waited for.
    pub ended: HopEnd,
    /// Its own restart after that.
    pub restart: Duration,
    /// The requirement that goes to and fro between what serves it, where one does: its index.
    pub to_and_fro: Option<usize>,
}

/// What ended the time that a component was down, its own restart apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HopEnd {
    /// The end of its own fault, which lasted so long.
    Fault {
        /// From the start of the fault to its end.
        lasted: Lasting,
    },
    /// A fallback that served so long after the loss.
    Switch {
        /// Index in the component's requirements.
        requirement: usize,
        /// Index in the requirement's fallbacks.
        fallback: usize,
        /// From the loss until the fallback served.
        took: Duration,
    },
    /// Its repair, or its being made anew, so long after it was struck.
    Repair {
        /// From the fault until it was done.
        took: Duration,
    },
    /// Something that it needs: the stop before.
    Needs,
}

/// Reads one run.
pub(super) struct Reader<'a> {
    plan: &'a Plan,
    scenario: &'a ScenarioScript,
    timeline: &'a Timeline,
    notes: BTreeMap<ComponentId, Vec<&'a Note>>,
}

impl<'a> Reader<'a> {
    pub(super) fn of(plan: &'a Plan, scenario: &'a ScenarioScript, timeline: &'a Timeline) -> Self {
        let mut notes: BTreeMap<ComponentId, Vec<&Note>> = BTreeMap::new();
        for note in &timeline.notes {
            notes.entry(note.component).or_default().push(note);
        }
        Self {
            plan,
            scenario,
            timeline,
            notes,
        }
    }

    /// Why the longest time that a component is down ends when it does: from the
    /// component back to what failed, then turned round.
    pub(super) fn chain(&self, id: ComponentId) -> Vec<Hop> {
        let longest = self
            .down(id)
            .max_by_key(|one| (one.lasts(), std::cmp::Reverse(one.from)));
        let Some(longest) = longest else {
            return Vec::new();
        };
        let mut hops = Vec::new();
        let mut seen = BTreeSet::new();
        let mut next = Some((id, longest.until));
        while let Some((at, until)) = next.take() {
            if !seen.insert(at) {
                break;
            }
            let ready = until.map(|until| self.ready(at, until));
            let ended = self.ended(at, ready);
            if ended == HopEnd::Needs {
                let ends = |to: &ComponentId| {
                    !seen.contains(to) && self.down(*to).any(|one| one.until == ready)
                };
                next = needs(self.plan.component(at))
                    .find(ends)
                    .map(|to| (to, ready));
            }
            let mut exchanges = self.timeline.exchanges(at);
            let exchange = exchanges.find(|(from, _)| until.is_none_or(|until| *from < until));
            hops.push(Hop {
                component: at,
                ended,
                to_and_fro: exchange.map(|(_, requirement)| requirement),
                restart: until
                    .zip(ready)
                    .map_or(Duration::ZERO, |(until, ready)| until.saturating_sub(ready)),
            });
        }
        hops.reverse();
        hops
    }

    fn down(&self, id: ComponentId) -> impl Iterator<Item = Interval> + use<> {
        let all = self.timeline.intervals(id).into_iter();
        all.filter(|one| one.level == Level::Down)
    }

    /// When all that it needs was back, for one that was up again at `until`.
    fn ready(&self, id: ComponentId, until: Duration) -> Duration {
        let mut notes = self.notes_of(id).rev();
        let restart = notes
            .find(|note| note.at <= until && note.event == TimelineEvent::Restarting { until });
        restart.map_or(until, |note| note.at)
    }

    fn ended(&self, id: ComponentId, ready: Option<Duration>) -> HopEnd {
        let switched = self.notes_of(id).find_map(|note| match note.event {
            TimelineEvent::Switched {
                requirement,
                fallback,
                lost,
            } if Some(note.at) == ready => Some(HopEnd::Switch {
                requirement,
                fallback,
                took: note.at.saturating_sub(lost),
            }),
            _ => None,
        });
        let faults = self.scenario.faults.iter();
        let mut own = faults.filter(|fault| {
            fault.component == id && fault.level == Level::Down && fault.until() == ready
        });
        let recovered = self.notes_of(id).find_map(|note| match note.event {
            TimelineEvent::Recovered { .. } if Some(note.at) == ready => {
                let down = self.down(id).filter(|one| one.from <= note.at).last()?;
                Some(HopEnd::Repair {
                    took: note.at.saturating_sub(down.from),
                })
            }
            _ => None,
        });
        switched.or(recovered).unwrap_or_else(|| {
            own.next().map_or(HopEnd::Needs, |fault| HopEnd::Fault {
                lasted: fault.lasts,
            })
        })
    }

    fn notes_of(&self, id: ComponentId) -> impl DoubleEndedIterator<Item = &Note> {
        self.notes.get(&id).into_iter().flatten().copied()
    }
}

/// What can keep a component down: what it is bound to and needs, then what
/// stands in.
fn needs(component: &Component) -> impl Iterator<Item = ComponentId> {
    let hard = || {
        let all = component.requirements.iter();
        all.filter(|one| one.mode == Mode::Hard)
    };
    let bound = component.bindings.iter().map(|binding| binding.to);
    let primary = hard().flat_map(|one| one.group.iter().map(|to| to.value));
    let standby = hard().flat_map(|one| one.fallbacks.iter().map(|to| to.to.value));
    bound.chain(primary).chain(standby)
}
