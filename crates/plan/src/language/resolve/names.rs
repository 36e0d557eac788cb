use std::collections::{HashMap, HashSet};

use crate::catalogue;
use crate::language::decode::Decoded;
use crate::model::{ComponentId, TeamId};
use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::source::{FileId, Sources, Span};
use jurymast_terms::suggest;

/// What every name of the plan stands for.
pub(super) struct NameIndex<'a> {
    sources: &'a Sources,
    components: HashMap<String, ComponentId>,
    teams: HashMap<String, TeamId>,
    scenarios: HashMap<String, usize>,
    /// Ids of tables that could not be read; references to them are no errors.
    ruined: HashSet<String>,
    /// Files whose syntax is broken: an id in their text may have been meant.
    broken: Vec<FileId>,
    unread: bool,
}

impl<'a> NameIndex<'a> {
    pub(super) fn new(sources: &'a Sources, decoded: &[(FileId, Decoded)], unread: bool) -> Self {
        Self {
            sources,
            components: HashMap::new(),
            teams: HashMap::new(),
            scenarios: HashMap::new(),
            ruined: decoded
                .iter()
                .flat_map(|(_, one)| one.ruined.iter().cloned())
                .collect(),
            broken: decoded
                .iter()
                .filter(|(_, one)| one.broken_syntax)
                .map(|(file, _)| *file)
                .collect(),
            unread,
        }
    }

    /// The start of the root plan file.
    pub(super) fn root(&self) -> Span {
        Span::start_of(FileId::ROOT)
    }

    pub(super) fn component(&self, name: &str) -> Option<ComponentId> {
        self.components.get(name).copied()
    }

    pub(super) fn team(&self, name: &str) -> Option<TeamId> {
        self.teams.get(name).copied()
    }

    pub(super) fn scenario(&self, name: &str) -> Option<usize> {
        self.scenarios.get(name).copied()
    }

    pub(super) fn add_component(&mut self, name: impl Into<String>, id: ComponentId) {
        self.components.insert(name.into(), id);
    }

    pub(super) fn add_team(&mut self, name: impl Into<String>, id: TeamId) {
        self.teams.insert(name.into(), id);
    }

    pub(super) fn add_scenario(&mut self, name: impl Into<String>, at: usize) {
        self.scenarios.insert(name.into(), at);
    }

    pub(super) fn into_components(self) -> HashMap<String, ComponentId> {
        self.components
    }

    /// The error for a name that leads nowhere, unless the fault lies in a file or
    /// table that could not be read.
    pub(super) fn unknown(&self, what: Expected, name: &str, place: Span) -> Option<Diagnostic> {
        if self.ruined.contains(name) {
            return None;
        }
        let near = self.near(what, name);
        // What could not be read may declare it; a slip of the keyboard is one anyway.
        if near.is_none() && (self.unread || self.in_broken_file(name)) {
            return None;
        }
        let finding = Diagnostic::error(
            "unknown-id",
            format!("unknown {} `{name}`", what.noun()),
            place,
        )
        .label("nothing is called that");
        Some(match near {
            Some(near) => finding.help(suggest::ask(near)),
            None => finding.help(what.remedy(name)),
        })
    }

    /// Whether all that may declare something could be read.
    pub(super) fn is_whole(&self) -> bool {
        !self.unread && self.broken.is_empty() && self.ruined.is_empty()
    }

    fn near(&self, what: Expected, name: &str) -> Option<String> {
        let mut known: Vec<&str> = match what {
            Expected::Team => self.teams.keys().map(String::as_str).collect(),
            Expected::Scenario => {
                let mut own: Vec<&str> = self.scenarios.keys().map(String::as_str).collect();
                own.sort_unstable();
                return catalogue::nearest_scenario(name, own);
            }
            Expected::Component | Expected::Provider | Expected::Domain => {
                self.components.keys().map(String::as_str).collect()
            }
        };
        if matches!(what, Expected::Component | Expected::Provider) {
            catalogue::provider_ids().for_each(|id| known.push(id));
        }
        if matches!(what, Expected::Component | Expected::Domain) {
            known.extend(catalogue::domains().iter().map(|d| d.id.as_str()));
        }
        known.sort_unstable();
        let near = suggest::nearest(name, known.iter().copied());
        meant(what, name).or(near).map(str::to_owned)
    }

    fn in_broken_file(&self, name: &str) -> bool {
        self.broken
            .iter()
            .any(|file| self.sources.get(*file).text.contains(&format!(".{name}")))
    }
}

/// What the catalogue calls by another name, where it is of the kind expected.
fn meant(what: Expected, name: &str) -> Option<&'static str> {
    let id = catalogue::meant(name)?;
    let fits = match what {
        Expected::Component => true,
        Expected::Provider => catalogue::provider(id).is_some(),
        Expected::Domain => catalogue::domain(id).is_some(),
        Expected::Team | Expected::Scenario => false,
    };
    fits.then_some(id)
}

/// What a name was expected to stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Expected {
    Component,
    Provider,
    Domain,
    Team,
    Scenario,
}

impl Expected {
    fn noun(self) -> &'static str {
        match self {
            Self::Component => "component",
            Self::Provider => "provider",
            Self::Domain => "domain",
            Self::Team => "team",
            Self::Scenario => "scenario",
        }
    }

    fn remedy(self, name: &str) -> String {
        match self {
            Self::Component => {
                format!("declare it: [service.{name}], [resource.{name}] or [ai.{name}]")
            }
            Self::Provider => {
                format!("declare it as [provider.{name}], or take one of `jurymast catalogue list`")
            }
            Self::Domain => format!("declare it: [domain.{name}]"),
            Self::Team => format!("declare it: [team.{name}]"),
            Self::Scenario => format!(
                "declare it: [scenario.{name}], or take one of `jurymast catalogue list outages` \
                 and `jurymast catalogue list scenarios`"
            ),
        }
    }
}
