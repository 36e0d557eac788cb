use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use crate::catalogue::ModelName;
use crate::language::decode::Decoded;
use crate::language::said::Said;
use crate::model::{Component, ComponentId, Detection, Needed, SavedModelList, Team, TeamId, Tier};
use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::source::{At, FileId};

use super::names::NameIndex;

/// Everything that is being built.
pub(super) struct Resolver<'a> {
    pub(super) problems: &'a mut Vec<Diagnostic>,
    pub(super) names: NameIndex<'a>,
    pub(super) components: Vec<Component>,
    pub(super) teams: Vec<Team>,
    /// What the tables of a file say where they say nothing else.
    pub(super) defaults: HashMap<FileId, Defaults>,
    /// Providers for which the plan itself says where they stand.
    pub(super) placed: HashSet<ComponentId>,
    /// Weights by what their name means, however it is spelt.
    pub(super) lineages: HashMap<ModelName, ComponentId>,
    /// The path of each file from the folder of the root file.
    pub(super) paths: BTreeMap<FileId, String>,
    /// Lists of models that were saved.
    pub(super) model_lists: Arc<[SavedModelList]>,
}

impl Resolver<'_> {
    /// What the tables of the file say where they say nothing else.
    pub(super) fn defaults(&self, file: FileId) -> &Defaults {
        static NONE: Defaults = Defaults {
            team: None,
            within: Vec::new(),
            tier: None,
            needed: None,
            detect: None,
        };
        self.defaults.get(&file).unwrap_or(&NONE)
    }

    /// Problems found since there were `before` of them are about this table.
    pub(super) fn lay_to(&mut self, before: usize, table: &str) {
        for problem in &mut self.problems[before..] {
            problem.component.get_or_insert_with(|| table.to_owned());
        }
    }

    /// Adds a component under its id.
    pub(super) fn add(&mut self, component: Component) -> ComponentId {
        let id = ComponentId(u32::try_from(self.components.len()).unwrap_or(u32::MAX));
        self.names.add_component(component.id.clone(), id);
        self.components.push(component);
        id
    }
}

/// What the tables of one file say where they say nothing else.
#[derive(Debug, Clone, Default)]
pub(super) struct Defaults {
    pub(super) team: Option<At<TeamId>>,
    pub(super) within: Vec<Said<String>>,
    pub(super) tier: Option<At<Tier>>,
    pub(super) needed: Option<Needed>,
    pub(super) detect: Option<Detection>,
}

/// Everything below the header, by kind, in order of files.
pub(super) type AllTables = Vec<(FileId, Decoded)>;
