use crate::model::Level;

use super::machine::Trigger;
use super::state::{Call, State};
use super::{Said, Symptoms};

/// After so many moves a requirement stays where it is: two that drive each
/// other out of a fallback by their load must come to rest.
const MOST_MOVES: u8 = 32;

impl State<'_> {
    /// Decides for every requirement that was looked at, all by the same levels.
    /// Gives the components whose requirement moved.
    pub(super) fn switch(&mut self) -> Vec<u32> {
        let machine = self.machine;
        let mut looked: Vec<usize> = self.waiting.iter().copied().collect();
        for part in &self.touched {
            let part = &machine.parts[*part as usize];
            looked.extend(part.first_need..part.end_need);
        }
        looked.sort_unstable();
        looked.dedup();
        let mut moved = Vec::new();
        for need in looked {
            if self.decide(need) {
                moved.push(machine.needs[need].of);
            }
        }
        moved.dedup();
        moved
    }

    fn decide(&mut self, need: usize) -> bool {
        let group = self.group_level(need);
        let of = self.machine.needs[need].of;
        let requirement = self.machine.needs[need].gate;
        if group == Level::Up {
            self.waiting.remove(&need);
            return self.go_home(need);
        }
        let symptoms = self.seen_by(need);
        self.needs[need].home_since = None;
        if !std::mem::replace(&mut self.needs[need].lost, true) {
            self.note(
                of,
                Said::Lost {
                    requirement,
                    symptoms,
                },
            );
        }
        self.call(need, symptoms);
        self.turn(need)
    }

    /// The primary is well: back to it, at once or after the time that takes.
    fn go_home(&mut self, need: usize) -> bool {
        let of = self.machine.needs[need].of;
        let requirement = self.machine.needs[need].gate;
        let was_lost = std::mem::take(&mut self.needs[need].lost);
        let fail_back = self.machine.needs[need].fail_back;
        let Some(using) = self.needs[need].using else {
            self.needs[need].calls.fill(Call::default());
            if was_lost {
                self.note(of, Said::Back { requirement });
            }
            return false;
        };
        for call in &mut self.needs[need].calls {
            call.since = None;
        }
        if self.needs[need].moves >= MOST_MOVES {
            return false;
        }
        let since = self.needs[need].home_since;
        let until = since.unwrap_or(self.now).saturating_add(fail_back);
        if until > self.now && self.standby_level(need, using) < Level::Down {
            if since.is_none() {
                self.needs[need].home_since = Some(self.now);
                self.wake(until, of);
                self.note(of, Said::Staying { requirement, until });
            }
            return false;
        }
        let state = &mut self.needs[need];
        state.using = None;
        state.home_since = None;
        state.moves += 1;
        state.calls.fill(Call::default());
        self.note(of, Said::Back { requirement });
        true
    }

    /// Calls every fallback that would be better than what serves, and calls off
    /// the others.
    fn call(&mut self, need: usize, symptoms: Symptoms) {
        let machine = self.machine;
        let (of, requirement) = (machine.needs[need].of, machine.needs[need].gate);
        let level = self.need_level(need);
        let mut waits = false;
        for (fallback, standby) in machine.needs[need].standbys.iter().enumerate() {
            let using = self.needs[need].using == Some(fallback);
            let best = machine.gate(need).fallbacks[fallback].best;
            let call = self.needs[need].calls[fallback];
            if using || level <= best {
                self.needs[need].calls[fallback].since = None;
                self.needs[need].calls[fallback].said = false;
                continue;
            }
            if call.since.is_some() {
                continue;
            }
            let fires = standby.fires(symptoms);
            if let Trigger::On { covered, steps } = standby.trigger
                && !symptoms.is_within(covered)
                && !std::mem::replace(&mut self.needs[need].calls[fallback].said, true)
            {
                self.note(
                    of,
                    Said::Blind {
                        requirement,
                        fallback,
                        symptoms,
                        by_hand: steps,
                    },
                );
            }
            if fires {
                self.needs[need].calls[fallback].since = Some(self.now);
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
        let machine = self.machine;
        if self.needs[need].moves >= MOST_MOVES {
            return false;
        }
        let (of, requirement) = (machine.needs[need].of, machine.needs[need].gate);
        let level = self.need_level(need);
        let mut best: Option<(Level, usize, u64)> = None;
        for (fallback, standby) in machine.needs[need].standbys.iter().enumerate() {
            let call = self.needs[need].calls[fallback];
            let Some(since) = call.since else { continue };
            if since.saturating_add(standby.delay) > self.now {
                continue;
            }
            // One that was not tried yet is judged without its load: nobody sees
            // beforehand that it will not do.
            let gives = if call.tried {
                self.standby_level(need, fallback)
            } else {
                self.offered(need, fallback)
            };
            if gives == Level::Down && !call.said {
                self.needs[need].calls[fallback].said = true;
                self.note(
                    of,
                    Said::Useless {
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
        let state = &mut self.needs[need];
        state.using = Some(fallback);
        state.moves += 1;
        state.calls[fallback] = Call {
            since: None,
            tried: true,
            said: false,
        };
        self.note(
            of,
            Said::Switched {
                requirement,
                fallback,
                lost,
            },
        );
        true
    }
}
