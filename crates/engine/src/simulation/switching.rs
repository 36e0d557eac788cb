use jurymast_plan::model::{ComponentId, Level, Symptom};
use jurymast_terms::units::Duration;

use super::Symptoms;
use super::levels::Undo;
use super::met::Met;
use super::model::{FallbackModel, Switcher, Trigger};
use super::state::{Bound, SimulationState};
use crate::undeclared::UndeclaredTime;

/// When a loss is noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Notice {
    At(Duration),
    /// Nothing that would see it is up.
    Unseen,
}

impl SimulationState<'_> {
    /// Makes the switches that take no time: first those whose loss would be there
    /// even if all the others had gone; if there is none, all. Says whether any was
    /// made.
    pub(super) fn switch_at_once(&mut self) -> bool {
        let undecided = std::mem::take(&mut self.undecided);
        let mut candidates: Vec<usize> = self.wishing.iter().copied().collect();
        for component in undecided {
            candidates.extend(
                self.model.components[component as usize]
                    .requirements
                    .clone(),
            );
        }
        candidates.sort_unstable();
        candidates.dedup();
        let mut wishes: Vec<(usize, usize)> = Vec::new();
        for at in candidates {
            match self.wish(at) {
                Some(to) => {
                    self.wishing.insert(at);
                    wishes.push((at, to));
                }
                None => {
                    self.wishing.remove(&at);
                }
            }
        }
        if wishes.is_empty() {
            return false;
        }
        if self.soonest_first {
            self.keep_soonest(&mut wishes);
        }
        let first = self.innermost(&wishes);
        for (at, to) in first {
            self.wishing.remove(&at);
            self.go(at, Some(to));
        }
        true
    }

    /// The fallback that a requirement would have at once.
    fn wish(&mut self, at: usize) -> Option<usize> {
        let model = &self.model.requirements[at];
        if model.fallbacks.is_empty() || !self.may_move(at) {
            return None;
        }
        let met = self.met(at);
        let waits =
            self.requirements[at].using.is_some() && self.group(at, true).level == Level::Up;
        if met.level == Level::Up || waits {
            return None;
        }
        let ready: Vec<usize> = (0..model.fallbacks.len())
            .filter(|nth| self.is_at_once(at, *nth, met))
            .collect();
        let soonest = self.soonest(at, &ready, met);
        self.best_of(at, soonest.into_iter(), met.level)
    }

    /// Whether a switch to a fallback would begin and end now.
    fn is_at_once(&mut self, at: usize, nth: usize, met: Met) -> bool {
        let model = &self.model.requirements[at];
        let fallback = &model.fallbacks[nth];
        let call = self.requirements[at].calls[nth];
        if !self.is_loss_for(at, nth, met.level) {
            return false;
        }
        if self.at_rest {
            return self.can_be_made(at, nth, met.seen);
        }
        if call.ready {
            return true;
        }
        if call.ends.is_some() {
            return false;
        }
        if fallback.needs.iter().any(|one| self.is_down(*one))
            || self.standby(at, nth).level >= met.level
        {
            return false;
        }
        let noticed = call.noticed || {
            let since = call.wanted.unwrap_or(self.now);
            match self.notice_of(at, since, met.seen) {
                Notice::At(noticed) => noticed <= self.now,
                Notice::Unseen => self.notices_unseen(),
            }
        };
        let switcher = if noticed {
            self.switcher(at, nth, met.seen)
        } else {
            None
        };
        switcher.is_some_and(|switcher| {
            self.uncalled(at, nth, switcher).is_none()
                && self.takes(at, nth, switcher) == Duration::ZERO
        })
    }

    /// Whether a switch is made for what callers see, however long it takes: all that it
    /// needs is up, and something that sees the loss, and who makes it for sure can be called.
    pub(super) fn can_be_made(&self, at: usize, nth: usize, seen: Symptoms) -> bool {
        let fallback = &self.model.requirements[at].fallbacks[nth];
        let can_be_called = |by| self.uncalled(at, nth, by).is_none();
        self.is_seen(at)
            && !fallback.needs.iter().any(|one| self.is_down(*one))
            && fallback.sure_switcher(seen).is_some_and(can_be_called)
    }

    /// Whether something that would see a loss is up, as far as the plan says.
    pub(super) fn is_seen(&self, at: usize) -> bool {
        let by = &self.model.requirements[at].detect.by;
        by.is_empty() || by.iter().any(|one| !self.is_down(*one))
    }

    /// Whether a loss that nothing sees is noticed at once.
    pub(super) fn notices_unseen(&self) -> bool {
        self.bound == Bound::Least && !self.scenario.unseen_waits
    }

    /// What would carry the call to who makes a switch, where nothing that does is up.
    pub(super) fn uncalled(&self, at: usize, nth: usize, switcher: Switcher) -> Option<u32> {
        let ways = &self.model.requirements[at].fallbacks[nth].called_through;
        let is_needed = switcher == Switcher::Person && ways.iter().all(|one| self.is_down(*one));
        ways.first().copied().filter(|_| is_needed)
    }

    /// Who makes a switch on what callers see; `None`: nobody.
    pub(super) fn switcher(&mut self, at: usize, nth: usize, seen: Symptoms) -> Option<Switcher> {
        let model = &self.model.requirements[at];
        let fallback = &model.fallbacks[nth];
        let switcher = fallback.switcher(seen)?;
        if switcher != Switcher::Perhaps {
            return Some(switcher);
        }
        self.undeclared.insert(UndeclaredTime::Trigger {
            component: ComponentId(model.of),
            requirement: model.index,
            fallback: nth,
        });
        match (self.bound, fallback.trigger) {
            (Bound::Least, _) => Some(Switcher::Software),
            (Bound::Greatest, Trigger::On { steps: true, .. }) => Some(Switcher::Person),
            (Bound::Greatest, _) => None,
        }
    }

    /// How long a switch takes whoever makes it.
    pub(super) fn takes(&mut self, at: usize, nth: usize, switcher: Switcher) -> Duration {
        let model = &self.model.requirements[at];
        let fallback: &FallbackModel = &model.fallbacks[nth];
        match switcher {
            Switcher::Software | Switcher::Perhaps => fallback.after.unwrap_or(Duration::ZERO),
            Switcher::Person => {
                let missing = UndeclaredTime::After {
                    component: ComponentId(model.of),
                    requirement: model.index,
                    fallback: nth,
                };
                self.time(fallback.by_hand, missing)
            }
        }
    }

    /// When a loss that began at `since` is noticed, by what callers see now.
    pub(super) fn notice_of(&mut self, at: usize, since: Duration, seen: Symptoms) -> Notice {
        let model = &self.model.requirements[at];
        let detect = &model.detect;
        let mut since = since;
        if !detect.by.is_empty() {
            if !self.is_seen(at) {
                self.undeclared.insert(UndeclaredTime::Unseen {
                    component: ComponentId(model.of),
                    requirement: model.index,
                });
                return Notice::Unseen;
            }
            since = since.max(self.requirements[at].detects_since.unwrap_or(self.now));
        }
        let missing = UndeclaredTime::Detect {
            component: ComponentId(model.of),
            requirement: model.index,
        };
        if detect.by_symptom.is_empty() {
            return Notice::At(since.saturating_add(self.time(detect.within, missing)));
        }
        let seen = seen.or_none();
        let of = |symptom: Option<Symptom>| {
            let mut own = detect.by_symptom.iter();
            own.find(|(one, _)| Some(*one) == symptom)
                .map(|(_, time)| *time)
                .or(detect.within)
        };
        let seen_since = |state: &Self, symptom: Option<Symptom>| {
            let mut all = state.requirements[at].seen_since.iter();
            let known = all
                .find(|(one, _)| *one == symptom)
                .map(|(_, since)| *since);
            known.unwrap_or(state.now).max(since)
        };
        let declared = seen
            .iter()
            .filter_map(|one| Some(seen_since(self, *one).saturating_add(of(*one)?)));
        let declared = declared.min();
        // What has no time of its own may be seen at any moment.
        let unknown = seen.iter().any(|one| of(*one).is_none());
        match (declared, unknown) {
            (Some(noticed), false) => Notice::At(noticed),
            (noticed, _) => {
                let sooner = self.time(None, missing);
                let sooner = since.saturating_add(sooner);
                Notice::At(noticed.map_or(sooner, |noticed| noticed.min(sooner)))
            }
        }
    }

    /// Those wishes whose loss would be there, as deep and with the same symptoms,
    /// even if all the others had gone; all where there is none.
    fn innermost(&mut self, wishes: &[(usize, usize)]) -> Vec<(usize, usize)> {
        if wishes.len() == 1 || self.all_at_once {
            return wishes.to_vec();
        }
        let now: Vec<Met> = wishes.iter().map(|(at, _)| self.met(*at)).collect();
        let before: Vec<Option<usize>> = wishes
            .iter()
            .map(|(at, _)| self.requirements[*at].using)
            .collect();
        self.journal = Some(Vec::new());
        for (at, to) in wishes {
            self.try_using(*at, Some(*to));
        }
        self.propagate();
        let mark = self.mark();
        let mut first = Vec::new();
        for (nth, (at, to)) in wishes.iter().enumerate() {
            if self.work_left == 0 {
                break;
            }
            let is_tried = self.must_be_tried(*at, before[nth]);
            let met = if is_tried {
                self.try_using(*at, before[nth]);
                self.propagate();
                let met = self.met(*at);
                self.undo(mark);
                met
            } else {
                self.met_using(*at, before[nth])
            };
            if met.level == now[nth].level && met.seen == now[nth].seen {
                first.push((*at, *to));
            }
        }
        self.undo(0);
        self.journal = None;
        if first.is_empty() {
            return wishes.to_vec();
        }
        self.waits_for_others |= first.len() < wishes.len();
        first
    }

    fn mark(&self) -> usize {
        self.journal.as_ref().map_or(0, Vec::len)
    }

    /// Whether what one would be met by, had all others gone, must be tried: its own demand
    /// may reach its group, or is what a fallback serves.
    fn must_be_tried(&self, at: usize, before: Option<usize>) -> bool {
        let model = &self.model.requirements[at];
        let is_loaded = |nth: usize| {
            let to = model.fallbacks[nth].to as usize;
            model.has_demand() && !self.model.components[to].path.is_empty()
        };
        model.is_coupled || before.is_some_and(is_loaded)
    }

    pub(super) fn try_using(&mut self, at: usize, using: Option<usize>) {
        let was = std::mem::replace(&mut self.requirements[at].using, using);
        if let Some(journal) = &mut self.journal {
            journal.push(Undo::Using(at, was));
        }
        self.enqueue(self.model.requirements[at].of);
        self.load_changes(at);
    }
}
