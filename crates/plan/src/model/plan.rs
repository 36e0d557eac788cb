use std::collections::BTreeMap;
use std::collections::HashMap;
use std::sync::Arc;

use jurymast_terms::source::{At, FileId, Span};
use jurymast_terms::units::{Date, Duration, Share};

use super::{
    Communication, Component, ComponentId, CustomRule, Detail, Exercise, RuleLevel, Runbook, Rung,
    SavedModelList, Scenario, Team, TeamId, Waiver,
};

/// A whole plan, from all its files.
#[derive(Debug, Clone)]
pub struct Plan {
    /// What the plan says of itself.
    pub header: PlanHeader,
    /// How the rules are applied.
    pub lint: LintSettings,
    /// Who answers for components.
    pub teams: Vec<Team>,
    /// In the order of the plan's files, then what references pulled in.
    pub components: Vec<Component>,
    /// Steps beyond what dependencies imply.
    pub runbooks: Vec<Runbook>,
    /// Who is told what.
    pub communications: Vec<Communication>,
    /// Faults to think through.
    pub scenarios: Vec<Scenario>,
    /// Exercises and what came of them.
    pub exercises: Vec<Exercise>,
    /// Accepted risks.
    pub waivers: Vec<Waiver>,
    /// Rules of the plan's own, in the order of its files; those of one name too.
    pub rules: Vec<CustomRule>,
    /// The day on which it is looked at; `None`: none in particular, and nothing has ended.
    pub today: Option<Date>,
    /// Lists of models that somebody saved, in the order they were named.
    pub model_lists: Arc<[SavedModelList]>,
    /// All of it could be read, so that what it does not say is not said.
    pub is_whole: bool,
    /// Every id and alias (`cloud:aws` for `aws`) by which a component may be named.
    pub names: HashMap<String, ComponentId>,
}

/// What a plan says of itself.
#[derive(Debug, Clone)]
pub struct PlanHeader {
    /// Whose plan it is.
    pub name: String,
    /// What it is about.
    pub description: Option<String>,
    /// The `name` of the plan: where findings about the plan as a whole stand.
    pub place: Span,
    /// Who keeps it.
    pub owner: Option<At<TeamId>>,
    /// What it covers.
    pub scope: Option<String>,
    /// What it leaves out.
    pub excludes: Option<String>,
    /// How often it is reviewed.
    pub review_every: Option<Duration>,
    /// Who approved it, and when.
    pub approved: Option<Approval>,
    /// When it starts and ends.
    pub activation: Option<Activation>,
    /// What carries the copies that people read. Empty: nothing is said of it.
    pub published: Vec<At<ComponentId>>,
}

/// Who approved a plan, and when.
#[derive(Debug, Clone)]
pub struct Approval {
    /// The name or role.
    pub by: String,
    /// The day.
    pub on: Date,
    /// What was approved; `None`: not declared.
    pub digest: Option<ApprovedDigest>,
}

/// The digest of what was approved.
#[derive(Debug, Clone)]
pub struct ApprovedDigest {
    /// As the plan gives it.
    pub said: At<String>,
    /// That of what the plan says now; `None`: a part of it could not be read.
    pub now: Option<String>,
}

/// When the plan starts and ends, and who says so (RTS 2024/1774 art. 24).
#[derive(Debug, Clone, Default)]
pub struct Activation {
    /// What must have happened.
    pub when: Option<String>,
    /// Who decides.
    pub by: Option<TeamId>,
    /// Who decides when the first cannot be reached.
    pub alternate: Option<TeamId>,
    /// What must hold before the plan is stood down.
    pub stand_down_when: Option<String>,
}

/// How the rules are applied; what is left out has a default.
#[derive(Debug, Clone, Default)]
pub struct LintSettings {
    /// Rule name as written, level as wished. Names are checked by `lint`.
    pub rules: Vec<(At<String>, RuleLevel)>,
    /// How old the last test of a fallback may be.
    pub fallback_tested_within: Option<Duration>,
    /// The least rung of evidence, of tiers 1 to 4.
    pub least_rung: [Option<Rung>; 4],
    /// How old the last exercise of a scenario may be.
    pub exercised_within: Option<Duration>,
    /// How old the last trial of a restore may be.
    pub restore_tested_within: Option<Duration>,
    /// How long before a retirement it becomes a finding.
    pub retiring_within: Option<Duration>,
    /// How many times as much as its primary a fallback's tokens may cost.
    pub fallback_costs_within: Option<u32>,
    /// The share of tier 1 services that one provider or domain may carry.
    pub concentration_above: Option<Share>,
    /// How many days ahead a waiver may end.
    pub longest_waiver: Option<Duration>,
    /// What holds at single components and files, in the order written.
    pub per: Vec<LintScope>,
    /// Paths and globs, from the folder of the root plan file, where `check` looks for
    /// outside parties that the plan does not declare.
    pub scan: Vec<At<String>>,
}

/// How the rules are applied at one component, or in some files. Names are checked by
/// `lint`.
#[derive(Debug, Clone)]
pub struct LintScope {
    /// As written.
    pub key: At<String>,
    /// What that means.
    pub at: LintPlace,
    /// Rules that are looked for there; `None`: all.
    pub select: Option<Vec<At<String>>>,
    /// Rules that are not.
    pub ignore: Vec<At<String>>,
    /// The level of all that is found there.
    pub level: Option<RuleLevel>,
    /// The levels of single rules.
    pub rules: Vec<(At<String>, RuleLevel)>,
}

/// Where a [`LintScope`] counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LintPlace {
    /// For what is found at a component.
    Component(ComponentId),
    /// For what is found in these files.
    Files(Vec<FileId>),
}

impl Plan {
    /// The component of that index.
    pub fn component(&self, id: ComponentId) -> &Component {
        &self.components[id.index()]
    }

    /// The provider behind an AI dependency or an endpoint, or the provider itself.
    pub fn provider_of(&self, id: ComponentId) -> Option<ComponentId> {
        match &self.component(id).detail {
            Detail::Ai(ai) => ai.provider.as_ref().map(|provider| provider.value),
            Detail::Endpoint(endpoint) => Some(endpoint.provider),
            Detail::Provider(_) => Some(id),
            _ => None,
        }
    }

    /// The endpoint that calls go to: of an AI dependency, or itself.
    pub fn endpoint_of(&self, id: ComponentId) -> Option<ComponentId> {
        match &self.component(id).detail {
            Detail::Ai(ai) => ai.endpoint,
            Detail::Endpoint(_) => Some(id),
            _ => None,
        }
    }

    /// Whether the plan's own people repair it when it fails by itself: what they run, and
    /// no place. What is lost with a place waits for it, or is made anew elsewhere.
    pub fn is_repaired_here(&self, id: ComponentId) -> bool {
        let is_party = |provider: ComponentId| match &self.component(provider).detail {
            Detail::Provider(detail) => !detail.self_hosted,
            _ => false,
        };
        match &self.component(id).detail {
            Detail::Activity(_) | Detail::Service | Detail::Resource(_) => true,
            Detail::Domain(_) | Detail::Lineage(_) => false,
            Detail::Ai(ai) if ai.runtime.is_some() => true,
            Detail::Ai(_) | Detail::Provider(_) | Detail::Endpoint(_) => {
                !self.provider_of(id).is_some_and(is_party)
            }
        }
    }

    /// The copies of a component that are not among those told, where these leave too few of
    /// them; `None`: enough are left, or it runs in no copies.
    pub fn too_few_left(
        &self,
        id: ComponentId,
        is_lost: impl Fn(ComponentId) -> bool,
    ) -> Option<Vec<ComponentId>> {
        let replicas = self.component(id).replicas.as_ref()?;
        let left = replicas.members.iter().filter(|one| !is_lost(**one));
        let left: Vec<ComponentId> = left.copied().collect();
        (left.len() < replicas.at_least).then_some(left)
    }

    /// Of a chain of what needs what: where a gateway may send calls to what stands before,
    /// and nobody knows whether it does.
    pub fn may_use(&self, chain: &[ComponentId]) -> Vec<(ComponentId, ComponentId)> {
        let steps = chain.windows(2).map(|step| (step[0], step[1]));
        let may = |(host, user): &(ComponentId, ComponentId)| {
            self.component(*user).may_use().any(|one| one == *host)
        };
        steps.filter(may).collect()
    }

    /// The failure domains that a component stands in, from the nearest all the way out; of one
    /// that runs in copies those too that take so many of them that too few are left.
    pub fn domains_around(&self, id: ComponentId) -> Vec<ComponentId> {
        let mut all = self.own_domains_around(id);
        let replicas = self.component(id).replicas.iter();
        let members = replicas.flat_map(|one| &one.members);
        let around: BTreeMap<ComponentId, Vec<ComponentId>> = members
            .map(|copy| (*copy, self.own_domains_around(*copy)))
            .collect();
        for domain in around.values().flatten() {
            let is_lost = |copy: ComponentId| around[&copy].contains(domain);
            if !all.contains(domain) && self.too_few_left(id, is_lost).is_some() {
                all.push(*domain);
            }
        }
        all
    }

    fn own_domains_around(&self, id: ComponentId) -> Vec<ComponentId> {
        let mut all: Vec<ComponentId> = self.component(id).domains().collect();
        let mut at = 0;
        while let Some(domain) = all.get(at).copied() {
            for further in self.component(domain).domains() {
                if !all.contains(&further) {
                    all.push(further);
                }
            }
            at += 1;
        }
        all
    }

    /// The team of that index.
    pub fn team(&self, id: TeamId) -> &Team {
        &self.teams[id.index()]
    }

    /// Every index of a component, in plan order.
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

    /// The steps for a component.
    pub fn runbook(&self, of: ComponentId) -> Option<&Runbook> {
        self.runbooks.iter().find(|book| book.of.value == of)
    }
}
