use std::collections::HashMap;

use jurymast_terms::source::{At, Span};
use jurymast_terms::units::{Date, Duration, Share};

use super::{
    Communication, Component, ComponentId, Exercise, RuleLevel, Runbook, Scenario, Team, TeamId,
    Waiver,
};

/// A whole plan, from all its files.
#[derive(Debug, Clone)]
pub struct Plan {
    pub header: PlanHeader,
    pub lint: LintSettings,
    pub teams: Vec<Team>,
    /// In the order of the plan's files, then what references pulled in.
    pub components: Vec<Component>,
    pub runbooks: Vec<Runbook>,
    pub communications: Vec<Communication>,
    pub scenarios: Vec<Scenario>,
    pub exercises: Vec<Exercise>,
    pub waivers: Vec<Waiver>,
    /// Every id and alias (`cloud:aws` for `aws`) by which a component may be named.
    pub names: HashMap<String, ComponentId>,
}

#[derive(Debug, Clone)]
pub struct PlanHeader {
    pub name: String,
    pub description: Option<String>,
    /// The `name` of the plan: where findings about the plan as a whole stand.
    pub place: Span,
    pub owner: Option<At<TeamId>>,
    pub scope: Option<String>,
    pub excludes: Option<String>,
    pub review_every: Option<Duration>,
    pub approved: Option<Approval>,
    pub activation: Option<Activation>,
}

#[derive(Debug, Clone)]
pub struct Approval {
    pub by: String,
    pub on: Date,
}

/// When the plan starts and ends, and who says so (RTS 2024/1774 art. 24).
#[derive(Debug, Clone, Default)]
pub struct Activation {
    pub when: Option<String>,
    pub by: Option<TeamId>,
    pub alternate: Option<TeamId>,
    pub stand_down_when: Option<String>,
}

#[derive(Debug, Clone, Default)]
pub struct LintSettings {
    /// Rule name as written, level as wished. Names are checked by `lint`.
    pub rules: Vec<(At<String>, RuleLevel)>,
    /// How old the last test of a fallback may be.
    pub fallback_tested_within: Option<Duration>,
    /// How old the last exercise of a scenario may be.
    pub exercised_within: Option<Duration>,
    /// How long before a retirement it becomes a finding.
    pub retiring_within: Option<Duration>,
    /// The share of tier 1 services that one provider or domain may carry.
    pub concentration_above: Option<Share>,
}

impl Plan {
    pub fn component(&self, id: ComponentId) -> &Component {
        &self.components[id.index()]
    }

    pub fn team(&self, id: TeamId) -> &Team {
        &self.teams[id.index()]
    }

    pub fn ids(&self) -> impl Iterator<Item = ComponentId> + use<> {
        (0..u32::try_from(self.components.len()).unwrap_or(u32::MAX)).map(ComponentId)
    }

    /// Every component with its index, in plan order.
    pub fn enumerate(&self) -> impl Iterator<Item = (ComponentId, &Component)> {
        self.ids().zip(&self.components)
    }

    /// By id or alias.
    pub fn find(&self, name: &str) -> Option<ComponentId> {
        self.names.get(name).copied()
    }

    pub fn runbook(&self, of: ComponentId) -> Option<&Runbook> {
        self.runbooks.iter().find(|book| book.of.value == of)
    }
}
