//! What came of the scenarios that were run.

use jurymast_engine::simulation::{Replay, Replays, ScenarioScript, Timeline};

/// A scenario and what came of it.
pub(super) struct Ran {
    pub(super) scenario: ScenarioScript,
    pub(super) timeline: Timeline,
    /// Named, and nothing in the plan leans on them.
    pub(super) unused: Vec<String>,
}

/// A scenario that ran, wherever it came from.
pub(super) struct Drawn<'a> {
    pub(super) scenario: &'a ScenarioScript,
    pub(super) timeline: &'a Timeline,
    pub(super) unused: &'a [String],
}

impl<'a> From<&'a Ran> for Drawn<'a> {
    fn from(ran: &'a Ran) -> Self {
        Self {
            scenario: &ran.scenario,
            timeline: &ran.timeline,
            unused: &ran.unused,
        }
    }
}

impl<'a> From<&'a Replay> for Drawn<'a> {
    fn from(ran: &'a Replay) -> Self {
        Self {
            scenario: &ran.scenario,
            timeline: &ran.timeline,
            unused: &[],
        }
    }
}

/// All that was asked for, run.
pub(super) struct SimulateAnswer {
    pub(super) drawn: Vec<Ran>,
    pub(super) ready: Vec<(&'static str, Vec<Ran>)>,
    pub(super) replays: Option<Replays>,
}
