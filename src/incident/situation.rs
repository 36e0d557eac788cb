use crate::analysis::{Analysis, Blast, Effort, Recovery};
use crate::model::{
    Component, ComponentId, Fallback, Kind, Level, Plan, Requirement, Step, Switch, Symptom,
};
use crate::simulation::{Fault, Interval, Machine, Said, Scenario, Symptoms, Timeline, simulate};

use super::Asked;
use super::clock::Clock;

/// The loss, run through the plan once.
pub(super) struct Situation<'a> {
    pub(super) plan: &'a Plan,
    pub(super) analysis: &'a Analysis,
    pub(super) asked: &'a Asked,
    pub(super) clock: Clock,
    pub(super) lost: Vec<ComponentId>,
    /// Seconds since the loss, as if nothing that is lost came back and every switch
    /// were made as the plan has it.
    pub(super) planned: Timeline,
    /// The same while nobody switches anything by hand: what is so until somebody
    /// says that it is not.
    pub(super) timeline: Timeline,
    pub(super) blast: Blast,
    pub(super) recovery: Recovery,
    /// By tier and recovery time of who needs.
    pub(super) needs: Vec<LostNeed>,
}

/// A requirement whose primary is lost.
pub(super) struct LostNeed {
    pub(super) component: ComponentId,
    /// Index in the component's requirements.
    pub(super) requirement: usize,
    pub(super) symptoms: Symptoms,
    /// The fallback that serves in the end, by the plan, and from when.
    pub(super) serves: Option<(usize, u64)>,
}

impl<'a> Situation<'a> {
    pub(super) fn of(plan: &'a Plan, analysis: &'a Analysis, asked: &'a Asked) -> Self {
        let mut lost: Vec<ComponentId> = asked.lost.iter().filter_map(|one| one.id).collect();
        if asked.total {
            let all = plan.enumerate().filter(|(_, one)| Effort::is_ours(one));
            lost = all.map(|(id, _)| id).collect();
        }
        let scenario = scenario(&lost, asked);
        let planned = simulate(&Machine::of(plan), &scenario);
        let needs = if asked.total {
            Vec::new()
        } else {
            needs(plan, &planned)
        };
        let timeline = if asked.total {
            planned.clone()
        } else {
            simulate(&Machine::of(&without_hands(plan, &needs)), &scenario)
        };
        Self {
            plan,
            analysis,
            asked,
            clock: Clock::new(asked.since, asked.now),
            needs,
            timeline,
            planned,
            blast: analysis.blast(plan, &lost),
            recovery: Recovery::of(plan, &analysis.network, &lost),
            lost,
        }
    }

    pub(super) fn component(&self, id: ComponentId) -> &'a Component {
        self.plan.component(id)
    }

    pub(super) fn name(&self, id: ComponentId) -> &'a str {
        &self.component(id).name
    }

    pub(super) fn requirement(&self, need: &LostNeed) -> &'a Requirement {
        &self.component(need.component).requirements[need.requirement]
    }

    pub(super) fn is_lost(&self, id: ComponentId) -> bool {
        self.lost.contains(&id)
    }

    pub(super) fn level(&self, id: ComponentId) -> Level {
        self.timeline.level_at(id, self.clock.elapsed())
    }

    /// Hit at any time, by tier, then by what presses first.
    pub(super) fn hit(&self) -> Vec<ComponentId> {
        let hit = |id: &ComponentId| !self.timeline.intervals(*id).is_empty();
        let mut all: Vec<ComponentId> = self.plan.ids().filter(hit).collect();
        all.sort_by_key(|id| (self.tier(*id), self.presses(*id), *id));
        all
    }

    pub(super) fn tier(&self, id: ComponentId) -> u8 {
        let tier = self.component(id).tier;
        tier.map_or(u8::MAX, |tier| tier.value.number())
    }

    /// Seconds from the loss to the first target that may break.
    fn presses(&self, id: ComponentId) -> u64 {
        let Some(down) = self.down(id) else {
            return u64::MAX;
        };
        let targets = &self.component(id).targets;
        let ends = [targets.rto, targets.mtpd].into_iter().flatten();
        let ends = ends.map(|at| down.from.saturating_add(at.value.seconds()));
        ends.min().unwrap_or(u64::MAX - 1)
    }

    /// Whether a step that is for some losses only is for this one. A step of a
    /// runbook for the loss of its own component is for its own failure.
    pub(super) fn wants(&self, of: ComponentId, step: &Step) -> bool {
        let is_gone = |id: ComponentId| self.is_lost(id) || (id != of && self.falls(id));
        step.if_lost.is_empty() || step.if_lost.iter().any(|id| is_gone(*id))
    }

    /// Whether it was, is or will be down by the plan.
    pub(super) fn falls(&self, id: ComponentId) -> bool {
        let all = self.timeline.intervals(id);
        all.iter().any(|one| one.level == Level::Down)
    }

    /// The stretch of being down that counts: the one that is on, or the next.
    pub(super) fn down(&self, id: ComponentId) -> Option<Interval> {
        let now = self.clock.elapsed();
        let all = self.timeline.intervals(id).into_iter();
        all.filter(|one| one.level == Level::Down)
            .find(|one| one.until.is_none_or(|until| until > now))
    }

    /// The ids of a chain as names.
    pub(super) fn chain(&self, via: &[ComponentId]) -> String {
        let names: Vec<&str> = via.iter().map(|id| self.name(*id)).collect();
        names.join(" -> ")
    }

    /// "Shop database", or "2 of Zone a, Zone b".
    pub(super) fn group(&self, requirement: &Requirement) -> String {
        let all = requirement.group.iter();
        let names: Vec<&str> = all.map(|to| self.name(to.value)).collect();
        match names.as_slice() {
            [one] => (*one).to_owned(),
            many => format!("{} of {}", requirement.at_least, many.join(", ")),
        }
    }

    /// For one that is hit only until a fallback serves: from what is lost to what
    /// it leans on, by its lost requirements.
    pub(super) fn way_down(&self, id: ComponentId) -> Vec<ComponentId> {
        let mut way: Vec<ComponentId> = Vec::new();
        let mut at = id;
        loop {
            let needs = self.needs.iter().filter(|need| need.component == at);
            let groups = needs.flat_map(|need| &self.requirement(need).group);
            let mut members = groups.map(|to| to.value);
            let hit = |to: &ComponentId| !self.timeline.intervals(*to).is_empty();
            let Some(next) = members.find(|to| hit(to) && *to != id && !way.contains(to)) else {
                break;
            };
            way.push(next);
            at = next;
        }
        let above = self.blast.affected.iter().find(|one| one.id == at);
        way.extend(above.iter().flat_map(|one| one.via.iter().rev()));
        way.reverse();
        way
    }

    /// Neither the plan's people nor the plan's own things bring it back.
    pub(super) fn is_outside(&self, id: ComponentId) -> bool {
        !Effort::is_ours(self.component(id))
    }
}

/// The plan without the fallbacks that wait for a person in this loss.
fn without_hands(plan: &Plan, needs: &[LostNeed]) -> Plan {
    let mut alone = plan.clone();
    for need in needs {
        let component = &mut alone.components[need.component.index()];
        let requirement = &mut component.requirements[need.requirement];
        requirement.fallbacks.retain(|one| fires(need, one));
    }
    alone
}

/// Whether a fallback is switched by itself on what callers see.
pub(super) fn fires(need: &LostNeed, fallback: &Fallback) -> bool {
    let automatic = fallback
        .switch
        .is_some_and(|switch| switch.value == Switch::Automatic);
    let covers = |triggers: &Vec<Symptom>| need.symptoms.iter().all(|one| triggers.contains(&one));
    automatic && fallback.triggers.as_ref().is_none_or(covers)
}

pub(super) fn is_served(kind: Kind) -> bool {
    matches!(kind, Kind::Activity | Kind::Service)
}

fn scenario(lost: &[ComponentId], asked: &Asked) -> Scenario {
    let fault = |&component: &ComponentId| Fault {
        component,
        at: 0,
        until: None,
        level: Level::Down,
        symptoms: asked.symptom.into_iter().collect(),
    };
    Scenario {
        id: "incident".to_owned(),
        name: "Incident".to_owned(),
        faults: lost.iter().map(fault).collect(),
        surges: Vec::new(),
    }
}

fn needs(plan: &Plan, timeline: &Timeline) -> Vec<LostNeed> {
    let mut needs: Vec<LostNeed> = Vec::new();
    for note in &timeline.notes {
        let find = |needs: &[LostNeed], requirement| {
            let same =
                |one: &LostNeed| one.component == note.component && one.requirement == requirement;
            needs.iter().position(same)
        };
        match note.said {
            Said::Lost {
                requirement,
                symptoms,
            } if find(&needs, requirement).is_none() => needs.push(LostNeed {
                component: note.component,
                requirement,
                symptoms,
                serves: None,
            }),
            Said::Switched {
                requirement,
                fallback,
                ..
            } => {
                if let Some(at) = find(&needs, requirement) {
                    needs[at].serves = Some((fallback, note.at));
                }
            }
            Said::Back { requirement } => {
                if let Some(at) = find(&needs, requirement) {
                    needs[at].serves = None;
                }
            }
            _ => {}
        }
    }
    let urgency = |need: &LostNeed| {
        let one = plan.component(need.component);
        let tier = one.tier.map_or(u8::MAX, |tier| tier.value.number());
        let rto = one.targets.rto.map_or(u64::MAX, |at| at.value.seconds());
        (tier, rto, need.component, need.requirement)
    };
    needs.sort_by_key(urgency);
    needs
}
