use std::collections::{HashMap, HashSet};

use crate::language::decode::Decoded;
use crate::model::{Component, ComponentId, Team};
use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::source::{FileId, Span};

use super::names::NameIndex;

/// Everything that is being built.
pub(super) struct Resolver<'a> {
    pub(super) problems: &'a mut Vec<Diagnostic>,
    pub(super) names: NameIndex<'a>,
    pub(super) components: Vec<Component>,
    pub(super) teams: Vec<Team>,
    /// Providers for which the plan itself says where they stand.
    pub(super) placed: HashSet<ComponentId>,
}

impl Resolver<'_> {
    /// Adds a component under its id.
    pub(super) fn add(&mut self, component: Component) -> ComponentId {
        let id = ComponentId(u32::try_from(self.components.len()).unwrap_or(u32::MAX));
        self.names.add_component(component.id.clone(), id);
        self.components.push(component);
        id
    }
}

/// Everything below the header, by kind, in order of files.
pub(super) type AllTables = Vec<(FileId, Decoded)>;

/// Where an id was declared first.
pub(super) type FirstPlaces = HashMap<String, Span>;
