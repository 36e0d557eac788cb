use std::fmt;

use crate::model::{Component, Detail, Kind};

/// What kind of component a ready scenario strikes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TargetKind {
    /// Something a team runs.
    Service,
    /// Weights, wherever they are hosted.
    Model,
    /// Of one of these kinds (gateway, lab-api ...); empty: any.
    Provider(Vec<String>),
    /// Of one of these kinds (region, edge ...); empty: any.
    Domain(Vec<String>),
}

impl TargetKind {
    /// Whether it strikes a component like this.
    pub fn fits(&self, component: &Component) -> bool {
        match (self, &component.detail) {
            (Self::Service, _) => component.kind() == Kind::Service,
            (Self::Model, _) => component.kind() == Kind::Model,
            (Self::Provider(kinds), Detail::Provider(provider)) => {
                one_of(kinds, provider.kind.as_deref())
            }
            (Self::Domain(kinds), Detail::Domain(domain)) => one_of(kinds, domain.kind.as_deref()),
            (Self::Provider(_) | Self::Domain(_), _) => false,
        }
    }

    /// "service", "provider", "domain", "model"
    pub fn what(&self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::Model => "model",
            Self::Provider(_) => "provider",
            Self::Domain(_) => "domain",
        }
    }

    /// The kinds it keeps to; empty: any.
    pub fn kinds(&self) -> &[String] {
        match self {
            Self::Service | Self::Model => &[],
            Self::Provider(kinds) | Self::Domain(kinds) => kinds,
        }
    }
}

impl fmt::Display for TargetKind {
    /// "each domain of kind region or cloud"
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "each {}", self.what())?;
        if self.kinds().is_empty() {
            return Ok(());
        }
        write!(f, " of kind {}", self.kinds().join(" or "))
    }
}

fn one_of(kinds: &[String], kind: Option<&str>) -> bool {
    kinds.is_empty() || kind.is_some_and(|kind| kinds.iter().any(|one| one == kind))
}
