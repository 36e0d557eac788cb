use std::sync::OnceLock;

use crate::failure::{Events, Layout, Network};
use crate::graph::DependencyGraph;
use jurymast_plan::model::{ComponentId, Level, Plan};
use jurymast_terms::units::Date;

use super::{
    Alone, Blast, Concentration, Cycles, Everything, FallbackId, Floor, Gaps, Limits, Near, Pairs,
    Question, Runs, Search, SingleFaults, SinglePoints, Startup, Switchovers, Tested, blast, gaps,
};

/// Everything that is computed from a plan before rules and pages look at it.
/// What only some of them ask for is computed when it is first asked for.
#[derive(Debug)]
pub struct Analysis {
    pub network: Network,
    pub graph: DependencyGraph,
    pub floor: Floor,
    pub cycles: Cycles,
    single_faults: OnceLock<SingleFaults>,
    events: OnceLock<Events>,
    layout: OnceLock<Layout>,
    single_points: OnceLock<SinglePoints>,
    pairs: OnceLock<Pairs>,
    runs: OnceLock<Runs>,
    switchovers: OnceLock<Switchovers>,
    own: OnceLock<Vec<bool>>,
}

impl Analysis {
    pub fn of(plan: &Plan) -> Self {
        let network = Network::of(plan);
        let graph = DependencyGraph::of(plan);
        Self {
            floor: Floor::of(plan, &network),
            cycles: Cycles::of(plan, &graph),
            network,
            graph,
            single_faults: OnceLock::new(),
            events: OnceLock::new(),
            layout: OnceLock::new(),
            single_points: OnceLock::new(),
            pairs: OnceLock::new(),
            runs: OnceLock::new(),
            switchovers: OnceLock::new(),
            own: OnceLock::new(),
        }
    }

    /// What the loss of all these components together leads to.
    pub fn blast(&self, plan: &Plan, faults: &[ComponentId]) -> Blast {
        blast(plan, &self.network, faults)
    }

    /// What the loss of one component after the other leads to nearby.
    pub fn near<'a>(&'a self, plan: &'a Plan) -> Near<'a> {
        Near::new(plan, &self.network)
    }

    /// How many lone losses bring each of some components to a level, its own left
    /// out.
    pub fn lone_losses(&self, plan: &Plan, of: &[ComponentId], level: Level) -> Vec<usize> {
        let own = self.own(plan);
        let alone = Alone::of(self.layout(), own, (of, level), 0, None).unwrap_or_default();
        let count = |id: &ComponentId| {
            let all = alone.row(*id).map_or(0, |row| alone.count(row));
            all - usize::from(all > 0 && own[id.index()])
        };
        of.iter().map(count).collect()
    }

    /// What each component alone leads to.
    pub fn single_faults(&self, plan: &Plan) -> &SingleFaults {
        self.single_faults
            .get_or_init(|| SingleFaults::of(plan, &self.network, self.layout()))
    }

    /// What the loss of every component alone takes with it.
    pub fn everything(&self, plan: &Plan) -> Everything {
        Everything::of(plan, self.layout())
    }

    /// What can bring components to a level.
    pub fn gaps(
        &self,
        plan: &Plan,
        components: &[ComponentId],
        question: &Question,
        limits: &Limits,
    ) -> Vec<Gaps> {
        let parts = (self.events(), self.layout(), self.own(plan));
        gaps(plan, parts, components, question, limits)
    }

    /// The same, portion by portion.
    pub fn search<'a>(
        &'a self,
        plan: &'a Plan,
        components: &[ComponentId],
        question: &'a Question,
        limits: &'a Limits,
    ) -> Search<'a> {
        let parts = (self.events(), self.layout(), self.own(plan));
        Search::new(plan, parts, components, question, limits)
    }

    /// What takes down each critical service alone.
    pub fn single_points(&self, plan: &Plan) -> &SinglePoints {
        self.single_points
            .get_or_init(|| SinglePoints::of_plan(plan, self.layout()))
    }

    /// What takes down each critical service in pairs.
    pub fn pairs(&self, plan: &Plan) -> &Pairs {
        self.pairs
            .get_or_init(|| Pairs::of_plan(plan, self.events(), self.layout()))
    }

    /// The plan's scenarios over time, and the lone losses that break a target.
    pub fn runs(&self, plan: &Plan) -> &Runs {
        self.runs.get_or_init(|| Runs::of(plan))
    }

    /// Whether a fallback was tried, by its own word or in an exercise.
    pub fn tested(&self, plan: &Plan, fallback: FallbackId, today: Date) -> Tested {
        let switchovers = self.switchovers.get_or_init(|| Switchovers::of(plan));
        switchovers.tested(plan, fallback, today)
    }

    /// What can never be brought back after a total loss.
    pub fn startup(&self, plan: &Plan) -> Startup {
        Startup::of(plan, &self.network)
    }

    /// What stands on which provider or failure domain alone.
    pub fn concentration(&self, plan: &Plan) -> Vec<Concentration> {
        Concentration::of_plan(plan, self.single_points(plan))
    }

    /// Which components can fail of themselves.
    fn own(&self, plan: &Plan) -> &[bool] {
        let own = || plan.components.iter().map(|one| one.own_failure).collect();
        self.own.get_or_init(own)
    }

    fn layout(&self) -> &Layout {
        self.layout.get_or_init(|| Layout::of(self.events()))
    }

    fn events(&self) -> &Events {
        self.events.get_or_init(|| Events::of(&self.network))
    }
}
