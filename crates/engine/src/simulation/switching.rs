use jurymast_plan::model::Level;
use jurymast_terms::units::Duration;

use super::model::Trigger;
use super::state::{FallbackCall, RequirementState, SimulationState};
use super::{Symptoms, TimelineEvent};

/// After so many moves a requirement stays where it is: two that drive each
/// other out of a fallback by their load must come to rest.
const MOST_MOVES: u8 = 32;

impl SimulationState<'_> {
    /// Decides for every requirement that was looked at, all by the same levels:
    /// whoever is ready moves; when nobody does, what is lost now is noticed, so that
    /// nothing is that a switch in this second ends. Gives the components whose
    /// requirement moved.
    pub(super) fn switch(&mut self) -> Vec<u32> {
        let model = self.model;
        let mut looked: Vec<usize> = self.waiting.iter().copied().collect();
        for component in &self.touched {
            let component = &model.components[*component as usize];
            looked.extend(component.first_requirement..component.end_requirement);
        }
        looked.sort_unstable();
        looked.dedup();
        let owners = |requirements: Vec<usize>| {
            let mut owners: Vec<u32> = requirements
                .iter()
                .map(|at| model.requirements[*at].of)
                .collect();
            owners.dedup();
            owners
        };
        let ready: Vec<usize> = looked
            .iter()
            .copied()
            .filter(|need| self.move_ready(*need))
            .collect();
        if !ready.is_empty() {
            return owners(ready);
        }
        looked.retain(|need| self.notice(*need));
        owners(looked)
    }

    /// Back to a primary that is well, or on to a fallback that was called before.
    fn move_ready(&mut self, need: usize) -> bool {
        if self.group_level(need) == Level::Up {
            self.waiting.remove(&need);
            return self.go_home(need);
        }
        let stays = self.never_back(need);
        if !self.requirements[need].lost {
            return stays;
        }
        self.turn(need) || stays
    }

    /// Takes in what callers see, and calls the fallbacks that go off on it.
    fn notice(&mut self, need: usize) -> bool {
        if self.group_level(need) == Level::Up {
            return false;
        }
        let of = self.model.requirements[need].of;
        let requirement = self.model.requirements[need].gate;
        let symptoms = self.seen_by(need);
        self.requirements[need].home_since = None;
        if !std::mem::replace(&mut self.requirements[need].lost, true) {
            self.note(
                of,
                TimelineEvent::Lost {
                    requirement,
                    symptoms,
                },
            );
        }
        self.call_off(need);
        self.call(need, symptoms);
        self.turn(need)
    }

    /// The primary is well: back to it, at once or after the time that takes.
    fn go_home(&mut self, need: usize) -> bool {
        let of = self.model.requirements[need].of;
        let requirement = self.model.requirements[need].gate;
        if self.requirements[need].lost || self.using[need].is_some() {
            let before = || (self.using[need], self.requirements[need].clone());
            self.recovered.entry(need).or_insert_with(before);
        }
        let was_lost = std::mem::take(&mut self.requirements[need].lost);
        let fail_back = self.model.requirements[need].fail_back;
        let Some(using) = self.using[need] else {
            self.requirements[need].calls.fill(FallbackCall::default());
            if was_lost {
                self.note(of, TimelineEvent::Back { requirement });
            }
            return false;
        };
        for call in &mut self.requirements[need].calls {
            call.since = None;
        }
        if self.requirements[need].moves >= MOST_MOVES {
            return false;
        }
        let since = self.requirements[need].home_since;
        let until = since.unwrap_or(self.now).saturating_add(fail_back);
        if until > self.now && self.fallback_level(need, using) < Level::Down {
            if since.is_none() {
                self.requirements[need].home_since = Some(self.now);
                self.wake(until, of);
                self.note(of, TimelineEvent::Staying { requirement, until });
            }
            return false;
        }
        let state = &mut self.requirements[need];
        state.home_since = None;
        state.moves += 1;
        state.calls.fill(FallbackCall::default());
        self.using[need] = None;
        self.note(of, TimelineEvent::Back { requirement });
        true
    }

    /// A primary that came back in this second and is lost again in it never was
    /// back: the fallback goes on serving, and what was called stays called. Says
    /// whether the requirement moved.
    fn never_back(&mut self, need: usize) -> bool {
        let Some((using, before)) = self.recovered.remove(&need) else {
            return false;
        };
        let moved = self.using[need] != using;
        self.using[need] = using;
        self.requirements[need] = RequirementState {
            moves: self.requirements[need].moves,
            ..before
        };
        let of = self.model.requirements[need].of;
        let gate = self.model.requirements[need].gate;
        let said = self.notes.iter().rposition(|note| {
            let back = match note.event {
                TimelineEvent::Back { requirement }
                | TimelineEvent::Staying { requirement, .. } => requirement,
                _ => return false,
            };
            note.at == self.now && note.component.0 == of && back == gate
        });
        if let Some(at) = said {
            self.notes.remove(at);
        }
        moved
    }

    /// Calls off every fallback that would be no better than what serves.
    fn call_off(&mut self, need: usize) {
        let level = self.requirement_level(need);
        for fallback in 0..self.requirements[need].calls.len() {
            if !self.is_better(need, fallback, level) {
                let call = &mut self.requirements[need].calls[fallback];
                call.since = None;
                call.said = false;
            }
        }
    }

    /// Whether a fallback that is not in use could give more than `level`.
    fn is_better(&self, need: usize, fallback: usize, level: Level) -> bool {
        let best = self.model.gate(need).fallbacks[fallback].best;
        self.using[need] != Some(fallback) && best < level
    }

    /// Calls every fallback that could give more than what serves.
    fn call(&mut self, need: usize, symptoms: Symptoms) {
        let model = self.model;
        let (of, requirement) = (model.requirements[need].of, model.requirements[need].gate);
        let level = self.requirement_level(need);
        let mut waits = false;
        for (fallback, standby) in model.requirements[need].fallbacks.iter().enumerate() {
            let called = self.requirements[need].calls[fallback].since.is_some();
            if called || !self.is_better(need, fallback, level) {
                continue;
            }
            let fires = standby.fires(symptoms);
            if let Trigger::On { covered, steps } = standby.trigger
                && !symptoms.is_within(covered)
                && !std::mem::replace(&mut self.requirements[need].calls[fallback].said, true)
            {
                self.note(
                    of,
                    TimelineEvent::Blind {
                        requirement,
                        fallback,
                        symptoms,
                        by_hand: steps,
                    },
                );
            }
            if fires {
                self.requirements[need].calls[fallback].since = Some(self.now);
                self.wake(self.now.saturating_add(standby.delay), of);
            } else {
                waits = true;
            }
        }
        if waits {
            self.waiting.insert(need);
        } else {
            self.waiting.remove(&need);
        }
    }

    /// Moves to the best fallback that is ready and better than what serves.
    fn turn(&mut self, need: usize) -> bool {
        let model = self.model;
        if self.requirements[need].moves >= MOST_MOVES {
            return false;
        }
        let (of, requirement) = (model.requirements[need].of, model.requirements[need].gate);
        let level = self.requirement_level(need);
        let mut best: Option<(Level, usize, Duration)> = None;
        for (fallback, standby) in model.requirements[need].fallbacks.iter().enumerate() {
            let call = self.requirements[need].calls[fallback];
            let Some(since) = call.since else { continue };
            if since.saturating_add(standby.delay) > self.now {
                continue;
            }
            // One that was not tried yet is judged without its load: nobody sees
            // beforehand that it will not do.
            let gives = if call.tried {
                self.fallback_level(need, fallback)
            } else {
                self.offered(need, fallback)
            };
            if gives == Level::Down && !call.said {
                self.requirements[need].calls[fallback].said = true;
                self.note(
                    of,
                    TimelineEvent::Useless {
                        requirement,
                        fallback,
                    },
                );
            }
            if gives < level && best.is_none_or(|(least, ..)| gives < least) {
                best = Some((gives, fallback, since));
            }
        }
        let Some((_, fallback, lost)) = best else {
            return false;
        };
        self.using[need] = Some(fallback);
        let state = &mut self.requirements[need];
        state.moves += 1;
        state.calls[fallback] = FallbackCall {
            since: None,
            tried: true,
            said: false,
        };
        self.note(
            of,
            TimelineEvent::Switched {
                requirement,
                fallback,
                lost,
            },
        );
        true
    }
}
