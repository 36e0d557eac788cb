use std::collections::BTreeSet;

use jurymast_plan::model::{ComponentId, Level, Plan};
use jurymast_terms::units::{Duration, Lasting};

use super::{DataLoss, Timeline};
use crate::undeclared::UndeclaredTime;

/// Whether a target is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// Even if every undeclared time never ended.
    Met,
    /// Even if every undeclared time were zero.
    Missed,
    /// It hangs on what is not declared, or on what is down before the scenario begins.
    Unknown,
    /// There is no target, or nothing to hold against it.
    None,
}

impl Verdict {
    /// As JSON spells it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Missed => "missed",
            Self::Unknown => "unknown",
            Self::None => "none",
        }
    }

    /// `None` where there is no target, or the answer is not known.
    pub const fn is_met(self) -> Option<bool> {
        match self {
            Self::Met => Some(true),
            Self::Missed => Some(false),
            Self::Unknown | Self::None => None,
        }
    }

    /// By the bounds of what is held against a target.
    pub(super) fn within(target: Option<Duration>, least: Lasting, greatest: Lasting) -> Self {
        match target {
            None => Self::None,
            Some(target) if !least.is_within(target) => Self::Missed,
            Some(target) if greatest.is_within(target) => Self::Met,
            Some(_) => Self::Unknown,
        }
    }

    /// By what is lost of the data, in both runs.
    pub(super) fn of_data(
        target: Option<Duration>,
        least: Option<&DataLoss>,
        greatest: Option<&DataLoss>,
    ) -> Self {
        let Some(target) = target else {
            return Self::None;
        };
        let met = |loss: Option<&DataLoss>| match loss {
            None => Some(true),
            Some(DataLoss::All) => Some(false),
            Some(DataLoss::UpTo(time)) => Some(*time <= target),
            Some(DataLoss::Unknown(_)) => None,
        };
        match (least.or(greatest), met(least), met(greatest)) {
            (None, ..) => Self::None,
            // Which of two backups is restored may hang on what is not declared.
            (_, Some(false), at_most) if greatest.is_none() || at_most == Some(false) => {
                Self::Missed
            }
            (_, Some(true), Some(true)) => Self::Met,
            _ => Self::Unknown,
        }
    }
}

impl Timeline {
    /// The undeclared times on which the course of a component may hang: of all that it
    /// leans on and that something happened to.
    pub(super) fn undeclared_for(&self, plan: &Plan, id: ComponentId) -> Vec<UndeclaredTime> {
        if self.undeclared.is_empty() {
            return Vec::new();
        }
        let mut seen = BTreeSet::from([id]);
        let mut stack = vec![id];
        while let Some(at) = stack.pop() {
            let mut reach = |to: ComponentId| {
                if !seen.contains(&to) && (self.is_hit(to) || self.has_undeclared(to)) {
                    seen.insert(to);
                    stack.push(to);
                }
            };
            let component = plan.component(at);
            component.bindings.iter().for_each(|one| reach(one.to));
            for requirement in &component.requirements {
                requirement.group.iter().for_each(|to| reach(to.value));
                let by = requirement.detect.iter().flat_map(|detect| &detect.by);
                by.for_each(|at| reach(at.value));
                for fallback in &requirement.fallbacks {
                    reach(fallback.to.value);
                    fallback.needs.iter().for_each(|at| reach(at.value));
                }
            }
            let saves = component.backups.iter();
            let saves = saves.flat_map(|backup| backup.needs.iter().chain(&backup.within));
            saves.for_each(|at| reach(at.value));
            let steps = plan.runbook(at).into_iter().flat_map(|book| &book.steps);
            let needs = steps.flat_map(|step| &step.needs);
            needs.for_each(|at| reach(at.value));
        }
        // A copy is leaned on by nobody, and still says what is lost.
        let source = |copy: ComponentId| plan.component(copy).replica_of.map(|one| one.of.value);
        let is_copy = |one: &UndeclaredTime| match one {
            UndeclaredTime::CatchUp { component } | UndeclaredTime::OldCopy { component } => {
                source(*component).is_some_and(|of| seen.contains(&of))
            }
            _ => false,
        };
        let all = self.undeclared.iter().copied();
        all.filter(|one| seen.contains(&one.component()) || is_copy(one))
            .collect()
    }

    /// Whether a component may serve a share of which nobody knows anything while it counts as
    /// serving: at rest already, or in the greatest run it is down then.
    pub fn is_share_open(&self, plan: &Plan, id: ComponentId) -> bool {
        if self.open_shares.contains_key(&id.0) {
            return true;
        }
        let is_of_share = |one: &UndeclaredTime| matches!(one, UndeclaredTime::Capacity { .. });
        if !self.undeclared.iter().any(is_of_share) {
            return false;
        }
        let serves = |moment: Duration| self.level_at(id, moment) < Level::Down;
        let ends = self.intervals(id).into_iter();
        let ends: Vec<Duration> = ends.filter_map(|one| one.until).collect();
        let mut at_most = self.intervals_at_most(id).into_iter();
        let is_open = at_most.any(|one| {
            let mut moments = ends
                .iter()
                .filter(|end| one.is_on(**end))
                .chain([&one.from]);
            one.level == Level::Down && moments.any(|at| serves(*at))
        });
        is_open && self.undeclared_for(plan, id).iter().any(is_of_share)
    }

    fn has_undeclared(&self, id: ComponentId) -> bool {
        self.undeclared.iter().any(|one| one.component() == id)
    }

    /// What a component loses of the data that it works on: its own, and those of all
    /// that it needs by its primaries.
    pub(super) fn data_loss_of(
        &self,
        plan: &Plan,
        id: ComponentId,
        at_most: bool,
    ) -> Option<DataLoss> {
        if self.data_losses.is_empty() && self.data_losses_at_most.is_empty() {
            return None;
        }
        let mut seen = BTreeSet::from([id]);
        let mut stack = vec![id];
        let mut worst: Option<DataLoss> = None;
        while let Some(at) = stack.pop() {
            if let Some(loss) = self.data_loss(at, at_most) {
                worst = Some(match worst {
                    Some(worst) => worst.worse(loss.clone()),
                    None => loss.clone(),
                });
            }
            let groups = plan
                .component(at)
                .requirements
                .iter()
                .flat_map(|one| &one.group);
            stack.extend(groups.map(|to| to.value).filter(|to| seen.insert(*to)));
        }
        worst
    }

    /// Whether a component is down before anything happens, so that no target of a
    /// scenario is judged.
    pub fn is_down_at_rest(&self, id: ComponentId) -> bool {
        self.at_rest(id) == Level::Down
    }
}
