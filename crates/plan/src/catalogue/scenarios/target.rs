use std::collections::BTreeSet;
use std::fmt;

use serde::Deserialize;

use crate::model::{BindingRole, Component, ComponentId, DataKind, Detail};
use jurymast_terms::wording;

/// What a ready scenario strikes: whatever fits one of these.
#[derive(Debug, Clone)]
pub struct Targets {
    /// At least one.
    pub all: Vec<TargetKind>,
    /// It befalls an account, so that nothing fits that is run by oneself.
    pub account: bool,
}

/// A kind of component that a ready scenario strikes.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TargetKind {
    /// What it is.
    pub what: TargetRole,
    /// Of one of these kinds (region, edge, gateway ...); empty: any.
    #[serde(default)]
    pub kinds: Vec<String>,
    /// Of any kind but these; one that says no kind fits.
    #[serde(default)]
    pub except: Vec<String>,
}

/// What a ready scenario strikes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TargetRole {
    /// Something a team runs.
    Service,
    /// Something a service uses.
    Resource,
    /// A service that says it keeps data, or a resource that does not say it keeps none.
    Data,
    /// Weights, wherever they are hosted.
    Model,
    /// An outside party.
    Provider,
    /// What fails together.
    Domain,
    /// A service or resource of the plan that calls go through.
    Gateway,
}

impl Targets {
    /// The components of a plan that it can strike, in the plan's order.
    pub fn struck(&self, components: &[Component]) -> Vec<ComponentId> {
        let bindings = components.iter().flat_map(|one| &one.bindings);
        let gateways = bindings.filter(|one| one.role == BindingRole::Gateway);
        let gateways: BTreeSet<ComponentId> = gateways.map(|one| one.to).collect();
        let ids = (0..u32::MAX).map(ComponentId);
        let fitting = ids
            .zip(components)
            .filter(|(id, one)| self.fit(one, gateways.contains(id)));
        fitting.map(|(id, _)| id).collect()
    }

    /// Whether it strikes a component like this; `is_gateway`: calls go through it.
    fn fit(&self, component: &Component, is_gateway: bool) -> bool {
        if let Detail::Provider(provider) = &component.detail
            && (self.account && provider.self_hosted || !component.own_failure)
        {
            return false;
        }
        self.all.iter().any(|one| one.fits(component, is_gateway))
    }

    /// The first of them, which the scenario is made for.
    pub fn main(&self) -> Option<&TargetKind> {
        self.all.first()
    }
}

impl TargetKind {
    fn fits(&self, component: &Component, is_gateway: bool) -> bool {
        let is_meant = match (self.what, &component.detail) {
            (TargetRole::Service, Detail::Service)
            | (TargetRole::Model, Detail::Lineage(_))
            | (TargetRole::Resource, Detail::Resource(_))
            | (TargetRole::Provider, Detail::Provider(_))
            | (TargetRole::Domain, Detail::Domain(_)) => true,
            (TargetRole::Data, Detail::Resource(_)) => may_keep_data(component),
            (TargetRole::Data, Detail::Service) => says_it_keeps_data(component),
            (TargetRole::Gateway, Detail::Service | Detail::Resource(_)) => is_gateway,
            _ => false,
        };
        let is = |one: &String| component.kind_among(&[one]).is_some();
        is_meant
            && (self.kinds.is_empty() || self.kinds.iter().any(is))
            && !self.except.iter().any(is)
    }
}

fn says_it_keeps_data(component: &Component) -> bool {
    let persistent = component
        .data
        .is_some_and(|at| at.value == DataKind::Persistent);
    persistent || component.targets.rpo.is_some() || !component.backups.is_empty()
}

/// A resource that says nothing may keep data.
fn may_keep_data(component: &Component) -> bool {
    says_it_keeps_data(component) || component.data.is_none()
}

impl TargetRole {
    /// "service", "provider", "domain", "model", "gateway"
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::Resource => "resource",
            Self::Data => "data",
            Self::Model => "model",
            Self::Provider => "provider",
            Self::Domain => "domain",
            Self::Gateway => "gateway",
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Data => "resource that may keep data, each service that does",
            Self::Gateway => "service or resource that calls go through (`via`)",
            other => other.as_str(),
        }
    }
}

impl fmt::Display for Targets {
    /// "each domain of kind region or cloud; each provider"
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, one) in self.all.iter().enumerate() {
            if at > 0 {
                f.write_str("; ")?;
            }
            write!(f, "{one}")?;
        }
        Ok(())
    }
}

impl fmt::Display for TargetKind {
    /// "each domain of kind region or cloud"
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "each {}", self.what.words())?;
        if !self.kinds.is_empty() {
            write!(f, " of kind {}", wording::or(&self.kinds))?;
        }
        if !self.except.is_empty() {
            write!(f, ", but not of kind {}", wording::or(&self.except))?;
        }
        Ok(())
    }
}
