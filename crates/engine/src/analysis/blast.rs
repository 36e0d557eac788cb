use crate::failure::{Gate, Network, Propagation, Propagator, SwitchInput, propagate};
use jurymast_plan::model::{ComponentId, Level, Plan};
use jurymast_terms::units::Duration;

use super::hold_over::HoldOver;

/// What a set of faults leads to; nothing, of none.
#[derive(Debug, Clone, Default)]
pub struct Blast {
    /// What is lost, all at once.
    pub faults: Vec<ComponentId>,
    /// Every other component that is worse than without them: down before degraded,
    /// then by tier, then in plan order.
    pub affected: Vec<Affected>,
    /// Every requirement whose primary is not up, in plan order.
    pub switches: Vec<SwitchOutcome>,
    /// What is down without any fault, in plan order: what has ended or expired, and what
    /// that leads to.
    pub down_at_rest: Vec<ComponentId>,
    /// It would be too much work to tell all that falls short of its demand.
    pub is_partly_counted: bool,
}

/// One component that is not up because of the faults.
#[derive(Debug, Clone)]
pub struct Affected {
    /// The component, itself no fault.
    pub id: ComponentId,
    /// Degraded or down.
    pub level: Level,
    /// Nobody knows whether it is that bad: it hangs on whether a gateway that picks its
    /// hosts itself uses what is lost, on a loss that nothing sees by the plan's word, on
    /// what share of the load a fallback serves that declares none, or on whether a switch is made
    /// before the reserves of what it needs are used up.
    pub is_unknown: bool,
    /// From when on it is at that level, when the loss lasts: later than zero where
    /// hold-overs last so long.
    pub from: Duration,
    /// A shortest chain that explains it: from a fault to what the component
    /// leans on, each needed by the next; the component itself left out. Of a long
    /// chain only its two ends.
    pub via: Vec<ComponentId>,
    /// How many are left out in the middle of it.
    pub via_left_out: usize,
}

/// What became of one requirement.
#[derive(Debug, Clone)]
pub struct SwitchOutcome {
    /// Who requires it.
    pub component: ComponentId,
    /// Index in the component's requirements.
    pub requirement: usize,
    /// The level of the primary, or of the group.
    pub primary: Level,
    /// The level with the best stand-in that lasts.
    pub with_fallback: Level,
    /// The fallbacks in order of preference; empty when there never was one.
    pub fallbacks: Vec<FallbackLevel>,
}

impl SwitchOutcome {
    /// Less is served than is asked, whatever stands in: nothing gives more than this.
    pub(super) fn falls_short(&mut self, level: Level) {
        self.with_fallback = self.with_fallback.max(level);
        for one in &mut self.fallbacks {
            one.carries_too_little |= one.level < level;
            one.level = one.level.max(level);
        }
    }
}

/// One fallback in the outcome.
#[derive(Debug, Clone)]
pub struct FallbackLevel {
    /// The component that would stand in.
    pub to: ComponentId,
    /// The best it can give now.
    pub level: Level,
    /// It is no better because it serves less than is asked of it then.
    pub carries_too_little: bool,
    /// Nothing sets the switch to it off: what is lost for good shows what its triggers leave
    /// out.
    pub never_fires: bool,
    /// The lost host that its gateway may use, so that nobody knows whether it serves; the
    /// level is that without it.
    pub may_use_lost: Option<ComponentId>,
    /// Nobody says what share of the load it serves, so that nobody knows whether that is enough;
    /// the level is that without it.
    pub is_share_unknown: bool,
    /// How long it can serve; `None`: as long as it is up.
    pub holds: Option<Duration>,
    /// What its switch needs and is down, where it would serve otherwise.
    pub lost_needs: Vec<SwitchNeed>,
    /// All of that is down later only, once the switch is made by the times of the plan, so that
    /// the fallback serves if the faults begin together; the level is that without it.
    pub is_switched_before: bool,
    /// When it is lost to the same faults: the chain from the fault to it, itself
    /// left out. Empty when it held, or when it is a fault itself. Of a long chain
    /// only its two ends.
    pub lost_via: Vec<ComponentId>,
    /// How many are left out in the middle of it.
    pub lost_via_left_out: usize,
}

/// Something that the switch to a fallback needs, and that is down.
#[derive(Debug, Clone)]
pub struct SwitchNeed {
    /// The component.
    pub what: ComponentId,
    /// What the switch needs it for; nothing else does that.
    pub what_for: SwitchInput,
    /// From when on it is down: later than zero where hold-overs last so long.
    pub from: Duration,
    /// The chain from the fault to it, itself left out; empty when it is a fault itself.
    /// Of a long chain only its two ends.
    pub via: Vec<ComponentId>,
    /// How many are left out in the middle of it.
    pub via_left_out: usize,
}

impl FallbackLevel {
    /// What its switch is not made for, and what is down of that: what it needs to be made
    /// before whom nobody can call, and both before what nobody sees, which is in doubt.
    pub fn stuck(&self) -> Option<(SwitchInput, Vec<&SwitchNeed>)> {
        let kinds = [
            SwitchInput::Need,
            SwitchInput::Caller,
            SwitchInput::Detector,
        ];
        kinds.into_iter().find_map(|what_for| {
            let lost = self.lost_needs.iter();
            let lost: Vec<_> = lost.filter(|one| one.what_for == what_for).collect();
            (!lost.is_empty()).then_some((what_for, lost))
        })
    }
}

impl Blast {
    /// The fallbacks that are switched to before what the switch needs is down.
    fn made_before(&self) -> impl Iterator<Item = (u32, usize, usize)> {
        self.switches.iter().flat_map(|switch| {
            let all = switch.fallbacks.iter().enumerate();
            let made = all.filter(|(_, one)| one.is_switched_before);
            made.map(|(nth, _)| (switch.component.0, switch.requirement, nth))
        })
    }

    /// How many components are neither struck, nor worse for it, nor down before it.
    pub fn untouched(&self, plan: &Plan) -> usize {
        let before = self.down_at_rest.iter();
        let before = before.filter(|id| !self.faults.contains(id));
        let known = self.affected.len() + self.faults.len() + before.count();
        plan.components.len().saturating_sub(known)
    }

    /// The level of a component, with what is so without the faults: down for a fault.
    pub fn level(&self, id: ComponentId) -> Level {
        if self.faults.contains(&id) || self.down_at_rest.contains(&id) {
            return Level::Down;
        }
        let found = self.affected.iter().find(|one| one.id == id);
        found.map_or(Level::Up, |one| one.level)
    }

    /// On what it hangs whether those of whom nobody knows are that bad: "nobody sees the loss";
    /// empty where all is known.
    pub fn unknown_if(&self, plan: &Plan) -> String {
        let fallbacks = || self.switches.iter().flat_map(|one| &one.fallbacks);
        let is_unseen =
            |one: &FallbackLevel| matches!(one.stuck(), Some((SwitchInput::Detector, _)));
        let mut components = plan.components.iter();
        let picks = components.any(|one| one.may_use().next().is_some());
        let all = [
            (fallbacks().any(is_unseen), "nobody sees the loss"),
            (
                picks,
                "a gateway that picks its hosts itself uses what is lost",
            ),
            (
                fallbacks().any(|one| one.is_switched_before),
                "what a switch needs was lost long before",
            ),
            (
                fallbacks().any(|one| one.is_share_unknown),
                "a fallback serves less than the least acceptable capacity (MBCO)",
            ),
        ];
        let all = all.into_iter().filter(|one| one.0).map(|one| one.1);
        all.collect::<Vec<&str>>().join(", or if ")
    }

    /// How many of [`Blast::affected`] have this level; faults do not count.
    pub fn count(&self, level: Level) -> usize {
        self.affected
            .iter()
            .filter(|one| one.level == level)
            .count()
    }
}

/// Propagates the loss of all `faults` together; beside it in a network in which what nobody
/// knows is as good as it can be, where anything is in doubt.
pub(super) fn blast(
    plan: &Plan,
    network: &Network,
    hopeful: Option<Network>,
    faults: &[ComponentId],
) -> Blast {
    let down: Vec<(u32, Level)> = faults.iter().map(|id| (id.0, Level::Down)).collect();
    let outcome = propagate(network, &down);
    let mut blast = of_outcome(plan, network, faults, &outcome);
    let made: Vec<(u32, usize, usize)> = blast.made_before().collect();
    let hopeful = match made.as_slice() {
        [] => hopeful,
        made => Some(hopeful.as_ref().unwrap_or(network).with_made(made)),
    };
    let Some(hopeful) = hopeful else {
        return blast;
    };
    let hoped = propagate(&hopeful, &down);
    let is_unknown = |id: ComponentId| hoped.level(id.0) < outcome.level(id.0);
    for one in &mut blast.affected {
        one.is_unknown = is_unknown(one.id);
    }
    for switch in &mut blast.switches {
        let needed = &plan.component(switch.component).requirements[switch.requirement];
        let gate = hopeful.node(switch.component.0).gate(switch.requirement);
        let hoped = gate
            .fallbacks
            .iter()
            .map(|one| one.at_first(|node| hoped.level(node)));
        let declared = needed.fallbacks.iter().zip(hoped);
        for (one, (fallback, hoped)) in switch.fallbacks.iter_mut().zip(declared) {
            if is_unknown(one.to) {
                one.may_use_lost = lost_host(plan, &outcome, one.to);
            }
            one.is_share_unknown = needed.is_share_unknown(fallback) && hoped < one.level;
        }
    }
    blast
}

/// The lost host on the way to something that a gateway may use, the first from the fault.
fn lost_host(plan: &Plan, outcome: &Propagation, of: ComponentId) -> Option<ComponentId> {
    let way = outcome.chain(of.0).into_iter().chain([of.0]);
    let way: Vec<ComponentId> = way.map(ComponentId).collect();
    plan.may_use(&way).first().map(|(host, _)| *host)
}

/// What the loss of `faults` led to.
pub(super) fn of_outcome(
    plan: &Plan,
    network: &Network,
    faults: &[ComponentId],
    outcome: &Propagation,
) -> Blast {
    let holds = HoldOver::of(plan, network, outcome);
    let mut affected: Vec<Affected> = outcome
        .changed()
        .iter()
        .map(|node| ComponentId(*node))
        .filter(|id| !faults.contains(id))
        .map(|id| {
            let (via, via_left_out) = chain(outcome, id.0);
            Affected {
                id,
                level: outcome.level(id.0),
                is_unknown: false,
                from: holds.from(id, outcome.level(id.0)).unwrap_or_default(),
                via,
                via_left_out,
            }
        })
        .collect();
    affected.sort_by_key(|one| {
        let rank = plan.component(one.id).rank();
        (std::cmp::Reverse(one.level), rank, one.id)
    });
    let of = |node: u32| outcome.level(node);
    let mut switches = Vec::new();
    let changed = outcome.changed().iter();
    let mut lookers: Vec<u32> = changed
        .flat_map(|node| network.dependents(*node))
        .copied()
        .collect();
    lookers.sort_unstable();
    lookers.dedup();
    for at in lookers {
        let id = ComponentId(at);
        let running = network.node(at).gates();
        for gate in running.filter(|gate| gate.needed.counts_while_running()) {
            let primary = gate.group_level(of);
            let is_hit = gate
                .inputs()
                .any(|one| of(one.node) > outcome.at_rest(one.node));
            if primary > Level::Up && is_hit {
                switches.push(switch(plan, id, (network, gate), (outcome, &holds)));
            }
        }
    }
    Blast {
        faults: faults.to_vec(),
        affected,
        switches,
        down_at_rest: down_at_rest(network, outcome),
        is_partly_counted: false,
    }
}

fn down_at_rest(network: &Network, outcome: &Propagation) -> Vec<ComponentId> {
    if network.standing().is_empty() {
        return Vec::new();
    }
    let nodes = 0..network.len() as u32;
    let down = nodes.filter(|node| outcome.at_rest(*node) == Level::Down);
    down.map(ComponentId).collect()
}

/// The losses of one component after the other, each followed a few steps only.
#[derive(Debug)]
pub struct Near<'a> {
    plan: &'a Plan,
    network: &'a Network,
    sweep: Propagator<'a>,
}

impl<'a> Near<'a> {
    pub(super) fn new(plan: &'a Plan, network: &'a Network) -> Self {
        Self {
            plan,
            network,
            sweep: Propagator::new(network),
        }
    }

    /// What the loss takes within so many steps, and whether that is all of it; if
    /// not, what is down stays as it is told here, and what is degraded may still
    /// get worse.
    pub fn blast(&mut self, fault: ComponentId, steps: usize) -> (Blast, bool) {
        let (outcome, is_all) = self.sweep.run_for(steps, &[(fault.0, Level::Down)]);
        (
            of_outcome(self.plan, self.network, &[fault], outcome),
            is_all,
        )
    }

    /// How many components were looked at so far.
    pub fn looked(&self) -> usize {
        self.sweep.looked()
    }
}

fn switch(
    plan: &Plan,
    component: ComponentId,
    (network, gate): (&Network, Gate<'_>),
    (outcome, holds): (&Propagation, &HoldOver),
) -> SwitchOutcome {
    let of = |node: u32| outcome.level(node);
    let short = network.node(component.0).shortfalls();
    let short = short.filter(|one| one.requirement == gate.requirement);
    let short = short.map(|one| one.level(of)).max().unwrap_or_default();
    let primary = gate.group_level(of);
    let needed = &plan.component(component).requirements[gate.requirement];
    let fallbacks: Vec<FallbackLevel> = gate
        .fallbacks
        .iter()
        .zip(&needed.fallbacks)
        .map(|(one, fallback)| {
            let node = one.input.node;
            let lost = outcome.level(node) == Level::Down;
            let (lost_via, lost_via_left_out) = if lost {
                chain(outcome, node)
            } else {
                (Vec::new(), 0)
            };
            let serves = one.input.at_first(of) < Level::Down;
            let lost_needs = one.lost_needs(of).filter(|_| serves).filter_map(|need| {
                let (via, via_left_out) = chain(outcome, need.node);
                Some(SwitchNeed {
                    what: ComponentId(need.node),
                    what_for: need.for_switch?,
                    from: holds
                        .from(ComponentId(need.node), Level::Down)
                        .unwrap_or_default(),
                    via,
                    via_left_out,
                })
            });
            let lost_needs: Vec<SwitchNeed> = lost_needs.collect();
            let is_there = |need: &SwitchNeed| {
                let takes = match need.what_for {
                    SwitchInput::Detector => needed.noticed_within(),
                    SwitchInput::Need | SwitchInput::Caller => {
                        plan.served_in(component, needed, fallback)
                    }
                };
                holds.outlasts(need.what, takes)
            };
            let is_doable = |what_for: SwitchInput| {
                let mut lost = lost_needs.iter().filter(|need| need.what_for == what_for);
                match what_for {
                    SwitchInput::Need => lost.all(is_there),
                    SwitchInput::Detector | SwitchInput::Caller => {
                        lost.clone().next().is_none() || lost.any(is_there)
                    }
                }
            };
            let is_switched_before = !lost_needs.is_empty()
                && !one.is_blind(of)
                && SwitchInput::ALL.into_iter().all(is_doable);
            FallbackLevel {
                to: ComponentId(node),
                level: one.at_first(of).max(short),
                carries_too_little: one.at_first(of) < short,
                never_fires: one.is_blind(of),
                lost_needs,
                is_switched_before,
                may_use_lost: None,
                is_share_unknown: false,
                holds: fallback.holds.map(|time| time.value),
                lost_via,
                lost_via_left_out,
            }
        })
        .collect();
    let best = gate.fallbacks.iter().map(|one| one.level(of)).min();
    SwitchOutcome {
        component,
        requirement: gate.requirement,
        primary,
        with_fallback: best.map_or(primary, |best| best.min(primary)).max(short),
        fallbacks,
    }
}

/// The ends of the chain to a node, and how many stand between them.
fn chain(outcome: &Propagation, node: u32) -> (Vec<ComponentId>, usize) {
    let (ends, left_out) = outcome.chain_ends(node);
    (ends.into_iter().map(ComponentId).collect(), left_out)
}
