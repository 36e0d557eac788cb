use std::fmt;

use serde::Deserialize;

use crate::model::{Component, DataKind, Detail};
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
}

impl Targets {
    /// Whether it strikes a component like this.
    pub fn fit(&self, component: &Component) -> bool {
        if let Detail::Provider(provider) = &component.detail
            && (self.account && provider.self_hosted || !component.own_failure)
        {
            return false;
        }
        self.all.iter().any(|one| one.fits(component))
    }

    /// The first of them, which the scenario is made for.
    pub fn main(&self) -> Option<&TargetKind> {
        self.all.first()
    }
}

impl TargetKind {
    fn fits(&self, component: &Component) -> bool {
        let kind = match (self.what, &component.detail) {
            (TargetRole::Service, Detail::Service) | (TargetRole::Model, Detail::Lineage(_)) => {
                None
            }
            (TargetRole::Resource, Detail::Resource(resource)) => resource.kind.as_deref(),
            (TargetRole::Data, Detail::Resource(resource)) if may_keep_data(component) => {
                resource.kind.as_deref()
            }
            (TargetRole::Data, Detail::Service) if says_it_keeps_data(component) => None,
            (TargetRole::Provider, Detail::Provider(provider)) => provider.kind.as_deref(),
            (TargetRole::Domain, Detail::Domain(domain)) => domain.kind.as_deref(),
            _ => return false,
        };
        let is = |one: &String| kind.is_some_and(|kind| same_kind(one, kind));
        (self.kinds.is_empty() || self.kinds.iter().any(is)) && !self.except.iter().any(is)
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

/// People write `data center`, `Data-Center` and `data_center`.
fn same_kind(known: &str, said: &str) -> bool {
    let said = said.trim().to_lowercase().replace([' ', '_'], "-");
    known == said || known.replace('-', "") == said
}

impl TargetRole {
    /// "service", "provider", "domain", "model"
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::Resource => "resource",
            Self::Data => "data",
            Self::Model => "model",
            Self::Provider => "provider",
            Self::Domain => "domain",
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Data => "resource that may keep data, each service that does",
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
