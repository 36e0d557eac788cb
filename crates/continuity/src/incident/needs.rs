use std::collections::BTreeMap;

use jurymast_engine::simulation::{
    InjectedFault, RepairCounted, ScenarioScript, Symptoms, Timeline, TimelineEvent,
};
use jurymast_plan::catalogue::{self, Habit};
use jurymast_plan::model::{
    BindingRole, ComponentId, Demand, Fallback, Level, Plan, Requirement, Symptom,
};
use jurymast_terms::units::{Duration, Lasting};

use super::Asked;
use super::fallbacks::is_by_itself;

/// A requirement that lost what served it.
pub(super) struct LostNeed {
    pub(super) component: ComponentId,
    /// Index in the component's requirements.
    pub(super) requirement: usize,
    /// The fallback that stood in before, and is lost; `None`: the primary is.
    pub(super) stood_in: Option<usize>,
    pub(super) symptoms: Symptoms,
    /// The fallback that serves in the end, by the plan, and from when.
    pub(super) serves: Option<(usize, Duration)>,
}

/// What the callers of one thing ask of it together.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Load {
    pub(super) sum: Demand,
    pub(super) count: usize,
}

impl Load {
    pub(super) fn add(&mut self, demand: Option<Demand>) {
        let Some(demand) = demand else { return };
        let add = |a: Option<u64>, b: Option<u64>| match (a, b) {
            (Some(a), Some(b)) => Some(a.saturating_add(b)),
            (a, b) => a.or(b),
        };
        self.count += 1;
        self.sum.rpm = add(self.sum.rpm, demand.rpm);
        self.sum.tpm = add(self.sum.tpm, demand.tpm);
    }
}

/// With everything of one's own lost nothing falls for what it needs, and no
/// fallback is turned to.
pub(super) fn without_needs(plan: &Plan) -> Plan {
    let mut alone = plan.clone();
    for component in &mut alone.components {
        component.requirements.clear();
    }
    alone
}

/// The plan as if gateways used every host that they may use: who works on a loss counts
/// on nothing that nobody knows.
pub(super) fn as_feared(plan: &Plan) -> Plan {
    let mut feared = plan.clone();
    let bindings = feared
        .components
        .iter_mut()
        .flat_map(|one| &mut one.bindings);
    for binding in bindings.filter(|one| one.role == BindingRole::MayUse) {
        binding.role = BindingRole::Provider;
    }
    feared
}

/// The plan without the fallbacks that wait for a person in this loss; `takes_over` says
/// of the others whether anything keeps them from it.
pub(super) fn without_hands(
    plan: &Plan,
    needs: &[LostNeed],
    takes_over: impl Fn(&Requirement, &Fallback) -> bool,
) -> Plan {
    let mut alone = plan.clone();
    for need in needs {
        let declared = &plan.component(need.component).requirements[need.requirement];
        let component = &mut alone.components[need.component.index()];
        let requirement = &mut component.requirements[need.requirement];
        let mut nth = 0..;
        requirement.fallbacks.retain(|one| {
            let is_made = nth.next() == need.stood_in;
            is_made || trigger(plan, declared, one).fires(need) && takes_over(declared, one)
        });
    }
    alone
}

/// On what a fallback is switched by itself.
pub(super) enum Trigger<'a> {
    /// A person switches, or the users do.
    Nobody,
    /// It is not declared, and counts as all.
    Undeclared,
    /// On these, by its own triggers.
    Declared(Vec<Symptom>),
    /// On these, by the habits of the gateway of that name.
    Gateway(&'a str, Vec<Symptom>),
}

/// By its own triggers, or else by what is known for sure of the gateway that switches.
pub(super) fn trigger<'a>(
    plan: &'a Plan,
    requirement: &Requirement,
    fallback: &Fallback,
) -> Trigger<'a> {
    if !is_by_itself(fallback) {
        return Trigger::Nobody;
    }
    if let Some(triggers) = &fallback.triggers {
        return Trigger::Declared(triggers.clone());
    }
    match catalogue::switching_gateway(plan, requirement, fallback) {
        Some(gateway) => {
            let all = Symptom::ALL.into_iter();
            let sure = all.filter(|one| gateway.record.falls_back_on(*one) == Habit::Yes);
            Trigger::Gateway(&gateway.component.name, sure.collect())
        }
        None => Trigger::Undeclared,
    }
}

impl Trigger<'_> {
    /// Whether it fires on all that callers see.
    pub(super) fn fires(&self, need: &LostNeed) -> bool {
        match self {
            Self::Nobody => false,
            Self::Undeclared => true,
            Self::Declared(covered) | Self::Gateway(_, covered) => {
                need.symptoms.iter().all(|one| covered.contains(&one))
            }
        }
    }
}

pub(super) fn scenario(lost: &[ComponentId], asked: &Asked) -> ScenarioScript {
    let fault = |&component: &ComponentId| InjectedFault {
        component,
        at: Duration::ZERO,
        lasts: Lasting::Forever,
        level: Level::Down,
        symptoms: asked.symptom.into_iter().collect(),
        loses_data: false,
    };
    ScenarioScript {
        id: "incident".to_owned(),
        name: "Incident".to_owned(),
        faults: lost.iter().map(fault).collect(),
        surges: Vec::new(),
        repair: RepairCounted::Nothing,
        starts: asked.since.into_day(),
        unseen_waits: false,
        later_ends: false,
    }
}

pub(super) fn lost_needs(plan: &Plan, timeline: &Timeline) -> Vec<LostNeed> {
    let mut needs: Vec<LostNeed> = Vec::new();
    let mut at: BTreeMap<(ComponentId, usize), usize> = BTreeMap::new();
    for note in &timeline.notes {
        let mut lost = |requirement, stood_in, symptoms| {
            at.entry((note.component, requirement)).or_insert_with(|| {
                needs.push(LostNeed {
                    component: note.component,
                    requirement,
                    stood_in,
                    symptoms,
                    serves: None,
                });
                needs.len() - 1
            });
        };
        match note.event {
            TimelineEvent::Lost {
                requirement,
                symptoms,
            } => lost(requirement, None, symptoms),
            // Of what was lost long before.
            TimelineEvent::FallbackLost {
                requirement,
                fallback,
                symptoms,
            } => lost(requirement, Some(fallback), symptoms),
            TimelineEvent::Switched {
                requirement,
                fallback,
                ..
            } => {
                if let Some(at) = at.get(&(note.component, requirement)) {
                    needs[*at].serves = Some((fallback, note.at));
                }
            }
            TimelineEvent::Back { requirement } => {
                if let Some(at) = at.get(&(note.component, requirement)) {
                    needs[*at].serves = None;
                }
            }
            _ => {}
        }
    }
    let urgency = |need: &LostNeed| {
        let urgency = plan.component(need.component).urgency();
        (urgency, need.component, need.requirement)
    };
    needs.sort_by_key(urgency);
    needs
}

/// From when on a fallback stands in for each lost requirement, from `now` on: by the plan, or
/// where none serves by it, no sooner than it is switched to; `None`: nobody knows. Of what
/// stood in before it is lost nothing is said. With `sure` only what is switched by itself
/// counts.
pub(super) fn standing(
    plan: &Plan,
    needs: &[LostNeed],
    sure: Option<&Vec<LostNeed>>,
    now: Duration,
) -> BTreeMap<(ComponentId, usize), Option<Duration>> {
    let key = |need: &LostNeed| (need.component, need.requirement);
    let serves = |need: &LostNeed| Some(need.serves?.1);
    let surely = sure.map(|all| -> BTreeMap<_, _> {
        let all = all.iter().map(|need| (key(need), serves(need)));
        all.collect()
    });
    let lost = needs.iter().filter(|need| need.stood_in.is_none());
    let times = lost.map(|need| {
        let time = match (need.serves, &surely) {
            (Some(_), Some(sure)) => sure.get(&key(need)).copied().flatten(),
            (Some((_, from)), None) => Some(from),
            (None, _) => soonest(plan, need, surely.is_some()),
        };
        (key(need), time.map(|time| time.saturating_sub(now)))
    });
    times.collect()
}

/// The first of the fallbacks of a requirement to be switched to, from its loss on, with what is
/// not declared as no time; `surely` leaves out what nobody is sure of.
fn soonest(plan: &Plan, need: &LostNeed, surely: bool) -> Option<Duration> {
    let requirement = &plan.component(need.component).requirements[need.requirement];
    let detect = detect_declared(requirement, need);
    let times = requirement.fallbacks.iter().filter_map(|one| {
        let is_sure = detect.is_some() && is_by_itself(one);
        let after = plan.switched_in(need.component, one);
        let after = after.unwrap_or(Duration::ZERO);
        let time = detect.unwrap_or_default().saturating_add(after);
        (is_sure || !surely).then_some(time)
    });
    times.min()
}

/// How long the loss of a requirement takes to be noticed once something sees it, by what
/// callers see.
pub(super) fn detect_declared(requirement: &Requirement, need: &LostNeed) -> Option<Duration> {
    requirement.noticed_by(need.symptoms.iter())
}

/// The fallbacks that keep nobody up in this loss: those to which nobody switches, and those
/// that serve for a while only.
pub(super) fn idle_fallbacks(
    plan: &Plan,
    needs: &[LostNeed],
    planned: &Timeline,
) -> Vec<(ComponentId, usize, usize)> {
    let mut all = Vec::new();
    for need in needs {
        let requirement = &plan.component(need.component).requirements[need.requirement];
        for (at, one) in requirement.fallbacks.iter().enumerate() {
            let trigger = trigger(plan, requirement, one);
            let is_mute = matches!(trigger, Trigger::Declared(_))
                && one.steps.is_none()
                && !trigger.fires(need);
            let is_used = need.serves.is_some_and(|(serves, _)| serves == at);
            let is_short = one.holds.is_some() || planned.last_level(one.to.value) == Level::Down;
            if Some(at) != need.stood_in && (is_mute || is_used && is_short) {
                all.push((need.component, need.requirement, at));
            }
        }
    }
    all
}
