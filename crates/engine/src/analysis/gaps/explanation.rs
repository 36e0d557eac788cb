use std::collections::BTreeSet;
use std::time::Instant;

use crate::failure::{
    Alternative, Biclique, Gate, LevelCause, Network, Propagation, Propagator, SwitchInput,
};
use jurymast_plan::model::{BindingRole, ComponentId, Level, Plan};
use jurymast_terms::units::Duration;

use crate::analysis::hold_over::HoldOver;

/// Why a set of faults brings a component to a level, step by step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// From the component itself towards a fault; each step is about what the
    /// one before leans on. Empty when the component is a fault itself.
    pub steps: Vec<ExplanationStep>,
}

/// One component that is lost because of what it leans on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExplanationStep {
    /// The component that is lost.
    pub component: ComponentId,
    /// By what it leans on it.
    pub through: Via,
    /// What it leans on, as far as the explanation follows it.
    pub on: ComponentId,
}

/// How a component came to be lost with what it leans on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Via {
    /// It fails with it, whatever else works.
    Binding(BindingRole),
    /// A requirement (its index) that nothing could stand in for.
    Bare(usize),
    /// A requirement (its index) whose alternatives are lost as well.
    Shared(usize, Vec<FailedAlternative>),
    /// A requirement (its index) that is served less than is asked for, once these are lost.
    Short(usize, Vec<ComponentId>),
}

/// One alternative of a requirement that does not help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailedAlternative {
    /// A member of the group, or a fallback.
    pub to: ComponentId,
    /// Why it does not help.
    pub why: AlternativeFailure,
    /// From a fault to the alternative, or to what the switch to it needs, both included;
    /// empty when that is not lost to one.
    pub chain: Vec<ComponentId>,
    /// From when on what the switch needs is down: later than zero where hold-overs last so long.
    pub from: Duration,
}

/// Why an alternative of a requirement does not help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AlternativeFailure {
    /// It is lost to the faults.
    Lost,
    /// It was lost before: it has ended or expired, or what it needs has.
    AtRest,
    /// It serves for so long, and then no more.
    UsedUp(Duration),
    /// The switch to it needs this, which is down, and for that nothing else is up.
    Stuck(ComponentId, SwitchInput),
    /// Nothing sets the switch to it off: what is lost for good shows what its triggers leave
    /// out.
    NeverFires,
    /// It is up, and nobody says what share of the load it serves.
    ShareUnknown,
    /// It is up and never gives enough.
    TooLittle,
}

/// Explains one set of faults after another.
#[derive(Debug)]
pub struct Explainer<'a> {
    plan: &'a Plan,
    network: &'a Network,
    sweep: Propagator<'a>,
    rounds: usize,
    deadline: Option<Instant>,
    /// The time was over when something was to be explained.
    stopped: bool,
    /// Something in the plan holds for a while, or serves for a while only.
    has_holds: bool,
    /// The component that was asked about last.
    below: Option<ComponentId>,
}

impl<'a> Explainer<'a> {
    pub(crate) fn new(plan: &'a Plan, network: &'a Network) -> Self {
        Self {
            plan,
            network,
            sweep: Propagator::new(network),
            rounds: usize::MAX,
            deadline: None,
            stopped: false,
            has_holds: HoldOver::is_declared(plan),
            below: None,
        }
    }

    /// Follows no chain of more steps; a set that gets there no sooner has no
    /// explanation.
    #[must_use]
    pub fn within(self, rounds: usize) -> Self {
        Self { rounds, ..self }
    }

    /// Explains nothing any more after that.
    #[must_use]
    pub fn until(self, deadline: Option<Instant>) -> Self {
        Self { deadline, ..self }
    }

    /// Whether something was left unexplained because the time was over.
    pub fn was_stopped(&self) -> bool {
        self.stopped
    }

    /// Why the faults bring the component to the level; `None` when they do not, not
    /// within the steps that are followed, or not in time.
    pub fn why(
        &mut self,
        component: ComponentId,
        level: Level,
        faults: &[ComponentId],
    ) -> Option<Explanation> {
        if self.deadline.is_some_and(|end| Instant::now() >= end) {
            self.stopped = true;
            return None;
        }
        let down: Vec<(u32, Level)> = faults.iter().map(|id| (id.0, Level::Down)).collect();
        if self.below.replace(component) != Some(component) {
            self.sweep.only_below(component.0, self.rounds);
        }
        let (outcome, _) = self.sweep.run_for(self.rounds, &down);
        (outcome.level(component.0) >= level)
            .then(|| Explanation::read(self.plan, self.network, outcome, component, level))
    }

    /// From when on the component is at the level when these faults last, where hold-overs
    /// put it off; `None` where it is so at once, or not told as of [`Explainer::why`].
    pub fn holds_until(
        &mut self,
        component: ComponentId,
        level: Level,
        faults: &[ComponentId],
    ) -> Option<Duration> {
        if !self.has_holds {
            return None;
        }
        self.why(component, level, faults)?;
        let held = HoldOver::of(self.plan, self.network, self.sweep.outcome());
        held.from(component, level)
            .filter(|time| *time > Duration::ZERO)
    }

    /// The requirement whose alternatives a set of pairs takes together, and its
    /// component: the first on the way from the component that is asked about.
    pub fn pattern(
        &mut self,
        component: ComponentId,
        level: Level,
        pair: &Biclique,
    ) -> Option<(ComponentId, usize)> {
        let faults = [*pair.any.first()?, *pair.with.first()?].map(ComponentId);
        let why = self.why(component, level, &faults)?;
        let step = why.shared()?;
        match step.through {
            Via::Shared(requirement, _) => Some((step.component, requirement)),
            Via::Binding(_) | Via::Bare(_) | Via::Short(..) => None,
        }
    }
}

impl Explanation {
    /// What `outcome` says of a component that has reached `level`.
    fn read(
        plan: &Plan,
        network: &Network,
        outcome: &Propagation,
        component: ComponentId,
        level: Level,
    ) -> Self {
        let mut steps = Vec::new();
        let mut at = (component.0, level);
        while let Some(cause) = outcome.cause(at.0, at.1) {
            let owner = outcome.component(at.0);
            let (through, next) = match cause {
                LevelCause::Fault => break,
                LevelCause::Bound { node, at: next } => {
                    let bindings = &plan.component(ComponentId(owner)).bindings;
                    let to = outcome.component(node);
                    let role = bindings.iter().find(|binding| binding.to.0 == to);
                    let role = role.map_or(BindingRole::Domain, |binding| binding.role);
                    (Via::Binding(role), (node, next))
                }
                LevelCause::Shortfall {
                    requirement,
                    node,
                    at: next,
                } => (
                    short(network, outcome, owner, (requirement, at.1)),
                    (node, next),
                ),
                LevelCause::Gate {
                    gate,
                    node,
                    at: next,
                } => {
                    let gate = network.node(owner).gate(gate);
                    (
                        requirement(plan, network, outcome, (ComponentId(owner), gate, at.1)),
                        (node, next),
                    )
                }
            };
            steps.push(ExplanationStep {
                component: ComponentId(owner),
                through,
                on: ComponentId(outcome.component(next.0)),
            });
            at = next;
        }
        Self { steps }
    }

    /// From the fault to what the component leans on, each needed by the next.
    pub fn chain(&self) -> Vec<ComponentId> {
        self.steps.iter().rev().map(|step| step.on).collect()
    }

    /// The first step, seen from the component, whose alternatives were lost
    /// with it, or serve too little without it.
    pub fn shared(&self) -> Option<&ExplanationStep> {
        let mut steps = self.steps.iter();
        steps.find(|step| matches!(step.through, Via::Shared(..) | Via::Short(..)))
    }
}

/// What leaves a requirement short, the first that does.
fn short(
    network: &Network,
    outcome: &Propagation,
    owner: u32,
    (requirement, level): (usize, Level),
) -> Via {
    let of = |node: u32| outcome.level(node);
    let mut all = network.node(owner).shortfalls();
    let found = all.find(|gate| gate.requirement == requirement && gate.level(of) >= level);
    let lost = found.into_iter().flat_map(|gate| gate.group);
    Via::Short(requirement, lost.map(|one| ComponentId(one.node)).collect())
}

fn requirement(
    plan: &Plan,
    network: &Network,
    outcome: &Propagation,
    (owner, gate, level): (ComponentId, Gate<'_>, Level),
) -> Via {
    let requirement = &plan.component(owner).requirements[gate.requirement];
    if requirement.has_no_alternative() {
        return Via::Bare(gate.requirement);
    }
    // One that stands in for itself is one thing that is lost.
    let mut seen = BTreeSet::new();
    let of = |node: u32| outcome.level(node);
    let mut short = network.node(owner.0).shortfalls();
    let is_short =
        short.any(|short| short.requirement == gate.requirement && short.level(of) >= level);
    let group = gate.group.iter().map(|input| {
        let input = *input;
        (Alternative { input, needs: &[] }, None)
    });
    let holds = HoldOver::of(plan, network, outcome);
    let declared = requirement.fallbacks.iter().map(Some);
    let lost = group
        .chain(gate.fallbacks.iter().zip(declared))
        .filter(|(one, _)| seen.insert(one.input.node))
        .filter(|(one, _)| one.level(of) >= level)
        .map(|(one, declared)| {
            let is_unknown = |fallback| requirement.is_share_unknown(fallback);
            let input = one.input;
            let is_fallen = |node: u32| of(node) > outcome.at_rest(node);
            let stuck = one.lost_needs(of).next();
            let is_stuck = stuck.is_some() && input.at_first(of) < level;
            let why = if is_fallen(input.node) && !is_stuck {
                AlternativeFailure::Lost
            } else if of(input.node) >= level {
                AlternativeFailure::AtRest
            } else if let Some(need) = stuck {
                let what_for = need.for_switch.unwrap_or(SwitchInput::Need);
                AlternativeFailure::Stuck(ComponentId(need.node), what_for)
            } else if one.is_blind(of) {
                AlternativeFailure::NeverFires
            } else {
                let serves = input.is_brief && input.at_first(of) < level && !is_short;
                let holds = declared.and_then(|fallback| fallback.holds);
                match holds.filter(|_| serves) {
                    Some(time) => AlternativeFailure::UsedUp(time.value),
                    None if declared.is_some_and(is_unknown) && input.best == Level::Down => {
                        AlternativeFailure::ShareUnknown
                    }
                    None => AlternativeFailure::TooLittle,
                }
            };
            let lost = match why {
                AlternativeFailure::Lost => Some(input.node),
                AlternativeFailure::Stuck(need, _) => Some(need.0).filter(|need| is_fallen(*need)),
                _ => None,
            };
            let chain = lost.map_or_else(Vec::new, |lost| {
                let chain = outcome.chain(lost).into_iter();
                chain.chain([lost]).collect()
            });
            let from = match why {
                AlternativeFailure::Stuck(need, _) => holds.from(need, Level::Down),
                _ => None,
            };
            FailedAlternative {
                to: ComponentId(input.node),
                why,
                from: from.unwrap_or_default(),
                chain: chain.into_iter().map(ComponentId).collect(),
            }
        });
    Via::Shared(gate.requirement, lost.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jurymast_plan::language;
    use jurymast_terms::files::ReadLimits;

    #[test]
    fn once_the_time_is_over_nothing_is_explained() {
        let dir = tempfile::tempdir().unwrap();
        let toml = "[plan]\nname = \"x\"\n[service.a]\ndepends_on = [\"b\"]\n[service.b]\n";
        std::fs::write(dir.path().join("p.toml"), toml).unwrap();
        let file = std::path::Path::new("p.toml");
        let loaded = language::load(file, dir.path(), &ReadLimits::default()).unwrap();
        let network = Network::of(&loaded.plan);
        let (a, b) = (ComponentId(0), ComponentId(1));
        let mut explainer = Explainer::new(&loaded.plan, &network);
        assert!(explainer.why(a, Level::Down, &[b]).is_some());
        assert!(!explainer.was_stopped());
        let mut explainer = explainer.until(Some(Instant::now()));
        assert_eq!(explainer.why(a, Level::Down, &[b]), None);
        assert!(explainer.was_stopped());
    }
}
