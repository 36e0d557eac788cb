use std::borrow::Cow;
use std::sync::OnceLock;

use crate::failure::batch::SinglePointTable;
use crate::failure::{EventGraph, Network};
use crate::graph::DependencyGraph;
use crate::simulation::BlindFallback;
use jurymast_plan::catalogue::doubts;
use jurymast_plan::model::{ComponentId, Level, Plan, Requirement, Tier};
use jurymast_terms::units::Date;

use super::cycles::through_groups;
use super::group_cycles::{GroupCycle, group_cycles};
use super::load::{Capacity, Demands, Shortage};
use super::{
    Blast, Carried, CarriedTiers, Concentration, CriticalPairs, Cycles, Explainer, FallbackId,
    FaultTable, Floor, Gaps, Hangs, Limits, LostCures, LostRequirement, MaxOrder, Near, Overload,
    Question, Recovery, RestState, RungCounts, Runs, Search, SinglePoints, SpareCapacity, Standing,
    Switchovers, Tested, blast, gaps, lost_requirements,
};

/// Everything that is computed from a plan before rules and pages look at it.
/// What only some of them ask for is computed when it is first asked for.
///
/// It holds the plan it was made of, so that no answer can be asked of another one.
#[derive(Debug)]
pub struct Analysis<'p> {
    /// The plan that is analysed.
    pub plan: &'p Plan,
    /// The plan as flat arrays, from which levels follow.
    pub network: Network,
    /// Who needs whom.
    pub graph: DependencyGraph,
    /// What is left without any AI.
    pub floor: Floor,
    /// What needs itself in the end.
    pub cycles: Cycles,
    capacity: Capacity<'p>,
    fault_table: OnceLock<FaultTable>,
    carried_tiers: OnceLock<CarriedTiers>,
    lost_requirements: OnceLock<Vec<LostRequirement>>,
    events: OnceLock<EventGraph>,
    single_points: OnceLock<SinglePoints>,
    pairs: OnceLock<CriticalPairs>,
    runs: OnceLock<Runs>,
    switchovers: OnceLock<Switchovers>,
    concentration: OnceLock<Vec<Concentration>>,
    from_nothing: OnceLock<Recovery>,
    lost_cures: OnceLock<LostCures>,
    own: OnceLock<Vec<bool>>,
    overloads: OnceLock<Vec<Overload>>,
    spare_capacity: OnceLock<Vec<SpareCapacity>>,
    rest: OnceLock<Vec<RestState>>,
}

impl<'p> Analysis<'p> {
    /// Computes what nearly everything asks for: the fields that are public.
    pub fn of(plan: &'p Plan) -> Self {
        let (network, capacity) = Capacity::of(plan);
        let graph = DependencyGraph::of(plan);
        Self {
            plan,
            floor: Floor::of(plan, &network),
            cycles: Cycles::of(plan, &graph),
            network,
            capacity,
            graph,
            fault_table: OnceLock::new(),
            carried_tiers: OnceLock::new(),
            lost_requirements: OnceLock::new(),
            events: OnceLock::new(),
            single_points: OnceLock::new(),
            pairs: OnceLock::new(),
            runs: OnceLock::new(),
            switchovers: OnceLock::new(),
            concentration: OnceLock::new(),
            from_nothing: OnceLock::new(),
            lost_cures: OnceLock::new(),
            own: OnceLock::new(),
            overloads: OnceLock::new(),
            spare_capacity: OnceLock::new(),
            rest: OnceLock::new(),
        }
    }

    /// What the loss of all these components together leads to.
    pub fn blast(&self, faults: &[ComponentId]) -> Blast {
        let shortage = self.capacity.after(&self.network, faults);
        let network = match &shortage {
            Shortage::More(network) => network,
            Shortage::Known | Shortage::TooMuch => &self.network,
        };
        let hopeful = self.capacity.hopeful(self.plan, network, faults);
        let mut found = blast(self.plan, network, hopeful, faults);
        found.is_partly_counted = matches!(shortage, Shortage::TooMuch);
        // The network knows who falls short; whoever is down anyway may fall short too.
        for served in self.capacity.served(faults) {
            let mut switches = found.switches.iter_mut();
            let short = switches.find(|one| (one.component, one.requirement) == served.of());
            if let Some(one) = short.filter(|_| served.share < 1.0) {
                one.falls_short(served.level);
            }
        }
        found
    }

    /// On what it hangs whether the loss of one takes a component down, where nobody knows, as no
    /// `capacity` says what share of its load a fallback serves, or a reserve lasts until a switch
    /// is made.
    pub fn in_doubt(&self, component: ComponentId, fault: ComponentId) -> Option<String> {
        let doubts_shares = |one: &Requirement| {
            let mut fallbacks = one.fallbacks.iter();
            one.holds.is_some() || fallbacks.any(|fallback| one.is_share_unknown(fallback))
        };
        let mut requirements = self
            .plan
            .components
            .iter()
            .flat_map(|one| &one.requirements);
        requirements.any(doubts_shares).then_some(())?;
        let found = self.blast(&[fault]);
        let mut affected = found.affected.iter();
        let is_it = affected.any(|one| one.id == component && one.is_unknown);
        is_it.then(|| found.unknown_if(self.plan))
    }

    /// The network, with all that falls short when these are lost together.
    pub fn network_after(&self, faults: &[ComponentId]) -> Cow<'_, Network> {
        match self.capacity.after(&self.network, faults) {
            Shortage::More(network) => Cow::Owned(*network),
            Shortage::Known | Shortage::TooMuch => Cow::Borrowed(&self.network),
        }
    }

    /// What the loss of one component after the other leads to nearby.
    pub fn near<'a>(&'a self) -> Near<'a> {
        Near::new(self.plan, &self.network)
    }

    /// How many lone losses bring each of some components to a level, its own left
    /// out.
    pub fn lone_losses(&self, of: &[ComponentId], level: Level) -> Vec<usize> {
        let points = SinglePointTable::of(self.events(), self.own(), (of, level), 0, None);
        let points = points.unwrap_or_default();
        of.iter()
            .map(|id| points.count(*id).unwrap_or_default())
            .collect()
    }

    /// How many others the loss of each component alone takes with it.
    pub fn fault_table(&self) -> &FaultTable {
        self.fault_table
            .get_or_init(|| FaultTable::of(self.plan, self.events()))
    }

    /// The most critical tier among a component and all that its loss takes down.
    pub fn carried_tier(&self, id: ComponentId) -> Option<Tier> {
        let tiers = || CarriedTiers::of(self.plan, self.events());
        self.carried_tiers.get_or_init(tiers).of_component(id)
    }

    /// The requirements that one fault takes down with all their alternatives, in plan
    /// order.
    pub fn lost_requirements(&self) -> &[LostRequirement] {
        self.lost_requirements
            .get_or_init(|| lost_requirements(self.plan, &self.network, self.events()))
    }

    /// What can bring components to a level.
    pub fn gaps(
        &self,
        components: &[ComponentId],
        question: &Question,
        limits: &Limits,
    ) -> Vec<Gaps> {
        let parts = (self.events(), self.own());
        gaps(self.plan, parts, components, question, limits)
    }

    /// What takes each of these components down alone, itself left out. It is empty for one
    /// that is down at rest, which no fault takes down.
    pub fn alone(&self, components: &[ComponentId]) -> Vec<Vec<ComponentId>> {
        let question = Question {
            level: Level::Down,
            max_order: MaxOrder::UpTo(1),
            list: usize::MAX,
            probability: false,
        };
        let limits = Limits {
            memory: usize::MAX,
            listed: usize::MAX,
            deadline: None,
        };
        let found = self.gaps(components, &question, &limits).into_iter();
        found
            .map(|one| one.sets.into_iter().flatten().collect())
            .collect()
    }

    /// The same, portion by portion.
    pub fn search<'a>(
        &'a self,
        components: &[ComponentId],
        question: &'a Question,
        limits: &'a Limits,
    ) -> Search<'a> {
        let parts = (self.events(), self.own());
        Search::new(self.plan, parts, components, question, limits)
    }

    /// Tells why a set of faults brings a component to a level.
    pub fn explainer(&self) -> Explainer<'_> {
        Explainer::new(self.plan, &self.network)
    }

    /// What a requirement (its index) of a component hangs on.
    pub fn hangs(&self, component: ComponentId, requirement: usize) -> Hangs {
        Hangs::of(self.network.node(component.0), requirement, self.events())
    }

    /// The level of a component with nothing failing but what has ended or expired.
    pub fn at_rest(&self, component: ComponentId) -> Level {
        self.events().at_rest(component.0)
    }

    /// Everything that is worse than up with nothing failing, and why, in plan order.
    pub fn worse_at_rest(&self) -> &[RestState] {
        self.rest
            .get_or_init(|| RestState::all(self.plan, &self.network))
    }

    /// How one component stands with nothing failing; `None`: it is up.
    pub fn rest(&self, component: ComponentId) -> Option<&RestState> {
        let all = self.worse_at_rest();
        let at = all.binary_search_by_key(&component, |one| one.component);
        at.ok().map(|at| &all[at])
    }

    /// The services and activities that are down without any fault because this has ended
    /// or expired, in plan order; itself left out.
    pub fn lost_with(&self, ended: ComponentId) -> Vec<ComponentId> {
        if self.plan.lost_for_good(ended).is_none() {
            return Vec::new();
        }
        let down = self.worse_at_rest().iter().filter(|one| {
            let is_judged = self.plan.component(one.component).is_judged();
            is_judged && one.level == Level::Down && one.via.first() == Some(&ended)
        });
        down.map(|one| one.component).collect()
    }

    /// What takes down each critical service alone.
    pub fn single_points(&self) -> &SinglePoints {
        self.single_points
            .get_or_init(|| SinglePoints::of_plan(self.plan, self.events()))
    }

    /// What takes down each critical service in pairs.
    pub fn pairs(&self) -> &CriticalPairs {
        self.pairs
            .get_or_init(|| CriticalPairs::of_plan(self.plan, self.events()))
    }

    /// The plan's scenarios over time, and the lone losses that break a target.
    pub fn runs(&self) -> &Runs {
        self.runs.get_or_init(|| Runs::of(self.plan))
    }

    /// Whether a fallback was tried, by its own word or in an exercise.
    pub fn tested(&self, fallback: FallbackId, today: Date) -> Tested {
        let switchovers = self.switchovers.get_or_init(|| Switchovers::of(self.plan));
        switchovers.tested(self.plan, fallback, today)
    }

    /// How much stands behind a fallback on a day.
    pub fn standing(&self, fallback: FallbackId, today: Date) -> Standing {
        let switchovers = self.switchovers.get_or_init(|| Switchovers::of(self.plan));
        Standing::of(self.plan, switchovers, fallback, today)
    }

    /// "it failed when last exercised, on 2026-10-01", of a fallback that did not serve when it
    /// last had to, in an exercise up to the plan's day.
    pub fn failed(&self, fallback: FallbackId) -> Option<String> {
        let failed = self.standing(fallback, self.plan.today?).failed?;
        Some(format!("it failed when last exercised, on {}", failed.on))
    }

    /// Why nobody can be sure of a fallback which nothing rules out: what it may be unfit for,
    /// and that it did not serve when it last had to, in an exercise up to the plan's day.
    pub fn doubts(&self, fallback: FallbackId) -> Vec<String> {
        let of = &self.plan.component(fallback.component).requirements[fallback.requirement];
        let to = of.fallbacks[fallback.fallback].to.value;
        self.failed(fallback)
            .into_iter()
            .chain(doubts(self.plan, of, to))
            .collect()
    }

    /// How many fallbacks stand on each rung, and how many have ended.
    pub fn rungs(&self, today: Date) -> RungCounts {
        let mut counts = RungCounts::default();
        for id in FallbackId::all(self.plan) {
            let requirement = &self.plan.component(id.component).requirements[id.requirement];
            let to = requirement.fallbacks[id.fallback].to.value;
            match self.plan.lost_for_good(to) {
                Some(_) => counts.ended += 1,
                None => counts.add(self.standing(id, today).rung),
            }
        }
        counts
    }

    /// The way back from a total loss, and what can never be brought back.
    pub fn from_nothing(&self) -> &Recovery {
        let recovery = || Recovery::from_nothing(self.plan, &self.network);
        self.from_nothing.get_or_init(recovery)
    }

    /// The hard cycles, those through groups too: of these nothing stands in, and every
    /// member that would do waits for them.
    pub fn hard_cycles(&self) -> Vec<Vec<ComponentId>> {
        let mut all = self.cycles.hard.clone();
        let stuck = self.from_nothing().cycles.iter().map(|one| &one.members);
        all.extend(stuck.filter(|one| through_groups(self.plan, one)).cloned());
        all.sort();
        all
    }

    /// The groups whose members hold nobody but each other once the others are lost.
    pub fn group_cycles(&self) -> Vec<GroupCycle> {
        group_cycles(self.plan, &self.network, &self.graph)
    }

    /// The cures that are lost to a single fault that they are meant for.
    pub fn lost_cures(&self) -> &LostCures {
        let lost = || LostCures::of(self.plan, &self.network, self.events());
        self.lost_cures.get_or_init(lost)
    }

    /// What stands on which provider or failure domain alone.
    pub fn concentration(&self) -> &[Concentration] {
        self.concentration
            .get_or_init(|| Concentration::of_plan(self.plan, self.events()))
    }

    /// Of what more is asked than it can carry while nothing fails, in plan order.
    pub fn overloads(&self) -> &[Overload] {
        let overloads = || Demands::of(self.plan, &self.network).overloads();
        self.overloads.get_or_init(overloads)
    }

    /// Of every requirement with a demand and an alternative what is carried with one of
    /// its members lost, in plan order.
    pub fn spare_capacity(&self) -> &[SpareCapacity] {
        let spare = || {
            let demands = Demands::of(self.plan, &self.network);
            demands.spare(self.capacity.served_after())
        };
        self.spare_capacity.get_or_init(spare)
    }

    /// How much of each demand that these faults move or cut is carried then, in plan order.
    pub fn carried(&self, faults: &[ComponentId]) -> Vec<Carried> {
        let down: Vec<(u32, Level)> = faults.iter().map(|id| (id.0, Level::Down)).collect();
        let served = self.capacity.served(faults);
        Demands::of(self.plan, &self.network).under(&down, &served)
    }

    /// For how many losses at once it is counted what takes a component for want of capacity;
    /// `None` where it is for any.
    pub fn load_counted_to(&self, component: ComponentId) -> Option<usize> {
        self.events().counted_up_to(component.0)
    }

    /// The automatic fallbacks that no software switches to, whatever fails: what is so for good
    /// shows what they are not set off by for sure.
    pub fn blind_fallbacks(&self) -> &[BlindFallback] {
        self.capacity.blind()
    }

    /// Which components can fail of themselves.
    fn own(&self) -> &[bool] {
        let own = || {
            self.plan
                .components
                .iter()
                .map(|one| one.own_failure)
                .collect()
        };
        self.own.get_or_init(own)
    }

    /// The network as condensed Boolean events.
    fn events(&self) -> &EventGraph {
        self.events.get_or_init(|| EventGraph::of(&self.network))
    }
}
