use jurymast_plan::model::{ComponentId, Level};
use jurymast_terms::units::Duration;

use super::TimelineEvent;
use super::met::Met;
use super::model::Switcher;
use super::state::{FallbackCall, SimulationState};
use super::switching::Notice;
use crate::undeclared::UndeclaredTime;

impl SimulationState<'_> {
    /// At the end of a second: what is lost, what is noticed, which switches begin.
    pub(super) fn take_notice(&mut self) {
        let model = self.model;
        for component in self.touched.clone() {
            self.note_possible_hosts(component);
            for at in model.components[component as usize].requirements.clone() {
                self.notice_requirement(at);
            }
        }
    }

    /// A host is lost that a gateway may use, or may not.
    fn note_possible_hosts(&mut self, component: u32) {
        let mut bindings = self.model.components[component as usize].bindings.iter();
        let is_lost = |to: u32| self.components[to as usize].level != Level::Up;
        if let Some(host) = bindings.find(|one| !one.is_sure && is_lost(one.to)) {
            self.undeclared.insert(UndeclaredTime::Host {
                component: ComponentId(component),
                host: ComponentId(host.to),
            });
        }
    }

    fn notice_requirement(&mut self, at: usize) {
        let model = &self.model.requirements[at];
        let group = self.group(at, self.requirements[at].using.is_some());
        let met = self.met(at);
        self.note_loss(at, group);
        self.count_reserve(at, met.level);
        self.take_over(at);
        if model.fallbacks.is_empty() && model.detect.by.is_empty() {
            return;
        }
        self.watch(at, met);
        let failed = self.has_failed(at, met);
        for (nth, fallback) in model.fallbacks.iter().enumerate() {
            // While it waits to go home nothing is lost.
            let is_lost = group.level > Level::Up && self.is_loss_for(at, nth, met.level);
            if group.level == Level::Up && self.requirements[at].using != Some(nth) {
                self.requirements[at].calls[nth].holds_until = None;
            } else if self.at_rest && fallback.holds.is_some() {
                // What was lost before a scenario begins has been so for long.
                self.requirements[at].calls[nth].holds_until = Some(Duration::ZERO);
            }
            if is_lost {
                self.call(at, nth, met, failed);
            } else {
                self.forget_call(at, nth);
            }
        }
    }

    pub(super) fn note_loss(&mut self, at: usize, group: Met) {
        let model = &self.model.requirements[at];
        let (of, requirement) = (model.of, model.index);
        let at_rest = match self.at_rest {
            true => group.level,
            false => self.model.rest.requirements[at].told,
        };
        let now = self.now;
        let moved = self.moves_now(at);
        let state = &mut self.requirements[at];
        if group.level <= at_rest {
            state.told = at_rest;
        } else if group.level > state.told && (at_rest == Level::Up || state.using.is_none()) {
            state.told = Level::Down;
            let event = TimelineEvent::Lost {
                requirement,
                symptoms: group.seen,
            };
            self.note(of, event);
        }
        let state = &mut self.requirements[at];
        if group.level > Level::Up {
            state.lost.get_or_insert(now);
        } else if state.lost.take().is_some() && state.using.is_none() && !moved {
            self.note(of, TimelineEvent::Back { requirement });
        }
    }

    /// How long the dependent goes on without it.
    fn count_reserve(&mut self, at: usize, met: Level) {
        let model = &self.model.requirements[at];
        let Some(holds) = model.holds else { return };
        if met == Level::Up {
            self.requirements[at].holds_until = None;
        } else if self.requirements[at].holds_until.is_none() {
            let until = match self.at_rest {
                true => Duration::ZERO,
                false => self.now.saturating_add(holds),
            };
            self.requirements[at].holds_until = Some(until);
            self.wake_requirement(until, at);
            let event = TimelineEvent::Holding {
                requirement: model.index,
                until,
            };
            self.note(model.of, event);
        }
    }

    /// Since when each symptom is seen, and something is up that sees it.
    fn watch(&mut self, at: usize, met: Met) {
        let model = &self.model.requirements[at];
        let now = self.now;
        if !model.detect.by_symptom.is_empty() {
            let sees = match met.level {
                Level::Up => Vec::new(),
                _ => met.seen.or_none(),
            };
            let seen = &mut self.requirements[at].seen_since;
            seen.retain(|(symptom, _)| sees.contains(symptom));
            for symptom in sees {
                if !seen.iter().any(|(one, _)| *one == symptom) {
                    seen.push((symptom, now));
                }
            }
            seen.sort_unstable();
        }
        if !model.detect.by.is_empty() {
            let sees = self.is_seen(at);
            let since = &mut self.requirements[at].detects_since;
            *since = sees.then(|| since.unwrap_or(now));
        }
    }

    /// Whether the fallback in use failed in this second; tells where it gives less.
    fn has_failed(&mut self, at: usize, met: Met) -> bool {
        let Some(fallback) = self.requirements[at].using else {
            return false;
        };
        let gives = self.standby(at, fallback).level;
        let gave = std::mem::replace(&mut self.requirements[at].gave, gives);
        let is_new = self.moves_now(at);
        if gives > gave && !is_new {
            self.note_of(at, |requirement| TimelineEvent::FallbackLost {
                requirement,
                fallback,
                symptoms: met.seen,
            });
        }
        gives == Level::Down && gave < Level::Down
    }

    /// There is no loss for a fallback; what it can serve is used up by its own clock.
    fn forget_call(&mut self, at: usize, nth: usize) {
        let call = &mut self.requirements[at].calls[nth];
        *call = FallbackCall {
            holds_until: call.holds_until,
            ..FallbackCall::default()
        };
    }

    /// How far the switch to one fallback is for which there is a loss.
    fn call(&mut self, at: usize, nth: usize, met: Met, failed: bool) {
        let fallback = &self.model.requirements[at].fallbacks[nth];
        let mut call = self.requirements[at].calls[nth];
        if self.at_rest {
            // What is lost at rest has been so for long; who is not in use was not switched to.
            call.wanted = Some(Duration::ZERO);
            call.noticed = self.is_seen(at);
            self.requirements[at].calls[nth] = call;
            return;
        }
        let is_under_way = call.ends.is_some();
        if call.wanted.is_none() || failed && !is_under_way && !call.ready {
            call.wanted = Some(self.now);
            call.noticed = false;
        }
        if is_under_way && !call.ready && fallback.needs.iter().any(|one| self.is_down(*one)) {
            call.ends = None;
        }
        if !call.noticed {
            call.noticed = self.becomes_noticed(at, &mut call, met);
        }
        if call.noticed && call.ends.is_none() && !call.ready {
            self.begin(at, nth, &mut call, met);
        }
        if call.ready && self.standby(at, nth).level == Level::Down && !call.said.useless {
            call.said.useless = true;
            self.note_of(at, |requirement| TimelineEvent::Useless {
                requirement,
                fallback: nth,
            });
        }
        self.requirements[at].calls[nth] = call;
    }

    fn becomes_noticed(&mut self, at: usize, call: &mut FallbackCall, met: Met) -> bool {
        let since = call.wanted.unwrap_or(self.now);
        match self.notice_of(at, since, met.seen) {
            Notice::At(noticed) if noticed <= self.now => true,
            Notice::At(noticed) => {
                self.wake_requirement(noticed, at);
                false
            }
            Notice::Unseen => {
                if !std::mem::replace(&mut call.said.unseen, true) {
                    self.note_of(at, |requirement| TimelineEvent::Unseen { requirement });
                }
                self.notices_unseen()
            }
        }
    }

    /// Begins a switch that is noticed, where somebody makes it and has what it needs.
    fn begin(&mut self, at: usize, nth: usize, call: &mut FallbackCall, met: Met) {
        let fallback = &self.model.requirements[at].fallbacks[nth];
        let switcher = self.switcher(at, nth, met.seen);
        let by_hand =
            switcher == Some(Switcher::Person) && fallback.trigger != super::model::Trigger::Person;
        if (switcher.is_none() || by_hand) && !std::mem::replace(&mut call.said.blind, true) {
            self.note_of(at, |requirement| TimelineEvent::Blind {
                requirement,
                fallback: nth,
                symptoms: met.seen,
                by_hand,
            });
        }
        let Some(switcher) = switcher else { return };
        let missing = fallback
            .needs
            .iter()
            .copied()
            .find(|one| self.is_down(*one));
        if let Some(missing) = missing {
            if !std::mem::replace(&mut call.said.waits, true) {
                self.note_of(at, |requirement| TimelineEvent::SwitchWaits {
                    requirement,
                    fallback: nth,
                    missing: ComponentId(missing),
                });
            }
            return;
        }
        if let Some(missing) = self.uncalled(at, nth, switcher) {
            if !std::mem::replace(&mut call.said.uncalled, true) {
                self.note_of(at, |requirement| TimelineEvent::Uncalled {
                    requirement,
                    fallback: nth,
                    missing: ComponentId(missing),
                });
            }
            return;
        }
        let until = self.now.saturating_add(self.takes(at, nth, switcher));
        call.ends = Some(until);
        call.ready = until <= self.now;
        self.wake_requirement(until, at);
    }

    fn note_of(&mut self, at: usize, event: impl Fn(usize) -> TimelineEvent) {
        let model = &self.model.requirements[at];
        self.note(model.of, event(model.index));
    }
}
