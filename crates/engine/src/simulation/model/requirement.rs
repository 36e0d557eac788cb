use jurymast_plan::model::{Level, Needed, Sharing, Symptom};
use jurymast_terms::units::Duration;

use crate::simulation::Symptoms;

/// What a run needs of one requirement.
#[derive(Debug)]
pub(in crate::simulation) struct RequirementModel {
    pub(in crate::simulation) of: u32,
    /// Its index in the component's requirements.
    pub(in crate::simulation) index: usize,
    pub(in crate::simulation) needed: Needed,
    pub(in crate::simulation) soft: bool,
    pub(in crate::simulation) group: Vec<u32>,
    pub(in crate::simulation) at_least: usize,
    pub(in crate::simulation) sharing: Sharing,
    pub(in crate::simulation) holds: Option<Duration>,
    pub(in crate::simulation) fail_back: Duration,
    /// Requests and tokens a minute.
    pub(in crate::simulation) demand: [f64; 2],
    pub(in crate::simulation) detect: DetectModel,
    pub(in crate::simulation) fallbacks: Vec<FallbackModel>,
    /// A member or a fallback may serve less than all that is asked of it: a call goes
    /// through a limit, or it is served no more itself.
    pub(in crate::simulation) is_limited: bool,
    /// Its own move may reach the members of its group.
    pub(in crate::simulation) is_coupled: bool,
}

/// How and when a loss becomes known.
#[derive(Debug, Default)]
pub(in crate::simulation) struct DetectModel {
    pub(in crate::simulation) within: Option<Duration>,
    pub(in crate::simulation) by_symptom: Vec<(Symptom, Duration)>,
    /// What sees it: one of these must be up. Empty: nothing is said of it.
    pub(in crate::simulation) by: Vec<u32>,
}

#[derive(Debug)]
pub(in crate::simulation) struct FallbackModel {
    pub(in crate::simulation) to: u32,
    /// The best it can give, by what it declares.
    pub(in crate::simulation) best: Level,
    /// How long its switch takes by itself.
    pub(in crate::simulation) after: Option<Duration>,
    /// The same where a person makes it.
    pub(in crate::simulation) by_hand: Option<Duration>,
    pub(in crate::simulation) trigger: Trigger,
    pub(in crate::simulation) needs: Vec<u32>,
    /// What carries the call to who switches by hand: one of these must be up. Empty:
    /// nothing is known against it.
    pub(in crate::simulation) called_through: Vec<u32>,
    pub(in crate::simulation) holds: Option<Duration>,
    /// Each call tries the primary first.
    pub(in crate::simulation) per_call: bool,
    /// The share of the load it can carry.
    pub(in crate::simulation) share: f64,
    /// Nobody says that share, and the least acceptable capacity (MBCO) of somebody may hang
    /// on it.
    pub(in crate::simulation) is_share_unknown: bool,
}

/// What sets a switch off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::simulation) enum Trigger {
    /// A person; no symptom matters.
    Person,
    /// Software, on any symptom.
    Any,
    /// Software on these symptoms, and perhaps on those of which nobody is sure; a person
    /// on others, when there are steps.
    On {
        covered: Symptoms,
        unsure: Symptoms,
        steps: bool,
    },
}

/// Who makes a switch on what callers see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::simulation) enum Switcher {
    Software,
    /// Software, or nobody: nobody is sure.
    Perhaps,
    Person,
}

impl FallbackModel {
    /// It may serve a part of the load only.
    pub(in crate::simulation) fn gives_part(&self) -> bool {
        self.share < 1.0 || self.is_share_unknown
    }

    /// Who switches when callers see `symptoms`; `None`: nobody.
    pub(in crate::simulation) fn switcher(&self, symptoms: Symptoms) -> Option<Switcher> {
        match self.trigger {
            Trigger::Person => Some(Switcher::Person),
            Trigger::Any => Some(Switcher::Software),
            Trigger::On { covered, .. } if symptoms.is_within(covered) => Some(Switcher::Software),
            Trigger::On {
                covered, unsure, ..
            } if symptoms.is_within(covered.union(unsure)) => Some(Switcher::Perhaps),
            Trigger::On { steps, .. } => steps.then_some(Switcher::Person),
        }
    }

    /// The same where nothing is left to time: who only perhaps switches does not.
    pub(in crate::simulation) fn sure_switcher(&self, symptoms: Symptoms) -> Option<Switcher> {
        match (self.switcher(symptoms), self.trigger) {
            (Some(Switcher::Perhaps), Trigger::On { steps, .. }) => {
                steps.then_some(Switcher::Person)
            }
            (switcher, _) => switcher,
        }
    }
}

impl RequirementModel {
    pub(in crate::simulation) fn has_demand(&self) -> bool {
        self.demand[0] > 0.0 || self.demand[1] > 0.0
    }

    /// All whose levels decide how it is served, and by whom.
    pub(in crate::simulation) fn inputs(&self) -> impl Iterator<Item = u32> {
        let switches = self.fallbacks.iter();
        let switches = switches.flat_map(|one| one.needs.iter().chain(&one.called_through));
        let seen_by = self.detect.by.iter().chain(switches).copied();
        self.targets().chain(seen_by)
    }

    /// The targets that a slot stands for.
    pub(in crate::simulation) fn targets(&self) -> impl Iterator<Item = u32> {
        let standby = self.fallbacks.iter().map(|fallback| fallback.to);
        self.group.iter().copied().chain(standby)
    }
}
