use std::cell::{Cell, OnceCell};
use std::collections::{HashMap, HashSet};

use crate::catalogue;
use crate::language::decode::Decoded;
use crate::model::{ComponentId, TeamId};
use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::source::{FileId, Sources, Span};
use jurymast_terms::suggest;
use jurymast_terms::wording;

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
    broken_words: OnceCell<HashSet<&'a str>>,
    unread: bool,
    /// How many names may still be held against unknown ones, to find what was meant.
    comparisons_left: Cell<usize>,
}

/// Enough for hundreds of slips in a plan of thousands of components.
const MOST_COMPARISONS: usize = 2_000_000;

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
            broken_words: OnceCell::new(),
            unread,
            comparisons_left: Cell::new(MOST_COMPARISONS),
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
        let region = region_of(what, name);
        let several = several(what, name);
        let near = match (region, several) {
            (None, None) => self.near(what, name),
            _ => None,
        };
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
        if let Some(words) = several.and_then(one_of) {
            return Some(finding.help(words));
        }
        Some(match (near, region) {
            (Some(near), _) => finding.help(suggest::ask(near)),
            (None, Some(region)) => finding.help(format!(
                "declare the zone: [domain.{name}] with in = [\"{region}\"]"
            )),
            (None, None) => finding.help(what.remedy(name)),
        })
    }

    /// Whether all that may declare something could be read.
    pub(super) fn is_whole(&self) -> bool {
        !self.unread && self.broken.is_empty() && self.ruined.is_empty()
    }

    fn near(&self, what: Expected, name: &str) -> Option<String> {
        let own = match what {
            Expected::Team => self.teams.len(),
            Expected::Scenario => self.scenarios.len(),
            Expected::Component | Expected::Provider | Expected::Domain | Expected::Model => {
                self.components.len()
            }
        };
        let left = self.comparisons_left.get().checked_sub(own + 1)?;
        self.comparisons_left.set(left);
        let components = self.components.keys().map(String::as_str);
        let domains = || catalogue::domains().iter().map(|d| d.id.as_str());
        let providers = || {
            let shorter_lived: fn(&'static str) -> &str = |id| id;
            catalogue::provider_ids().map(shorter_lived)
        };
        let near = match what {
            Expected::Team => suggest::nearest_of_set(name, self.teams.keys().map(String::as_str)),
            Expected::Scenario => {
                let mut own: Vec<&str> = self.scenarios.keys().map(String::as_str).collect();
                own.sort_unstable();
                return catalogue::nearest_scenario(name, own);
            }
            Expected::Component => {
                suggest::nearest_of_set(name, components.chain(providers()).chain(domains()))
            }
            Expected::Provider => suggest::nearest_of_set(name, components.chain(providers())),
            Expected::Domain => suggest::nearest_of_set(name, components.chain(domains())),
            Expected::Model => {
                suggest::nearest_of_set(name, components.filter(|id| id.starts_with("model:")))
            }
        };
        meant(what, name).or(near).map(str::to_owned)
    }

    /// Whether a file with broken syntax speaks of `x.name`, which may be a header.
    fn in_broken_file(&self, name: &str) -> bool {
        let words = self.broken_words.get_or_init(|| {
            let texts = self.broken.iter().map(|file| &self.sources.get(*file).text);
            let parts = texts.flat_map(|text| text.split('.').skip(1));
            parts
                .map(|part| part.split(ends_id).next().unwrap_or_default())
                .collect()
        });
        words.contains(name)
    }
}

/// The region of a zone that the catalogue does not have: "aws-eu-west-1" of "aws-eu-west-1a",
/// which is no slip of the other, and not the same place.
fn region_of(what: Expected, name: &str) -> Option<&str> {
    let is_place = matches!(what, Expected::Domain | Expected::Component);
    let rest = name.strip_suffix(|last: char| last.is_ascii_lowercase())?;
    let region = rest.strip_suffix('-').unwrap_or(rest);
    let is_region = region.ends_with(|last: char| last.is_ascii_digit());
    (is_place && is_region && catalogue::domain(region).is_some()).then_some(region)
}

/// What the catalogue calls by another name, where it is of the kind expected.
fn meant(what: Expected, name: &str) -> Option<&'static str> {
    let id = catalogue::meant(name)?;
    let fits = match what {
        Expected::Component => true,
        Expected::Provider => catalogue::provider(id).is_some(),
        Expected::Domain => catalogue::domain(id).is_some(),
        Expected::Model | Expected::Team | Expected::Scenario => false,
    };
    fits.then_some(id)
}

/// Whom the name of a company or a family of models may mean.
fn several(what: Expected, name: &str) -> Option<&'static [&'static str]> {
    catalogue::providers_of(name).filter(|_| what == Expected::Provider)
}

/// Which provider is to be named; nothing where there are too many.
pub(super) fn one_of(ids: &[&str]) -> Option<String> {
    match ids {
        [] => None,
        [one] => Some(suggest::ask(one)),
        many => Some(format!(
            "name the one that is called: {}",
            wording::or(many)
        )),
    }
}

fn ends_id(c: char) -> bool {
    !(c.is_alphanumeric() || matches!(c, '-' | '_'))
}

/// What a name was expected to stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Expected {
    Component,
    Provider,
    Domain,
    Model,
    Team,
    Scenario,
}

impl Expected {
    fn noun(self) -> &'static str {
        match self {
            Self::Component => "component",
            Self::Provider => "provider",
            Self::Domain => "domain",
            Self::Model => "model",
            Self::Team => "team",
            Self::Scenario => "scenario",
        }
    }

    fn remedy(self, name: &str) -> String {
        match self {
            Self::Component => {
                format!(
                    "declare it: [service.{name}], [resource.{name}], [ai.{name}], or [provider.{name}] for what others run"
                )
            }
            Self::Provider => {
                format!("declare it as [provider.{name}], or take one of `jurymast catalogue list`")
            }
            Self::Domain => format!("declare it: [domain.{name}]"),
            Self::Model => {
                "no AI dependency of the plan is answered by it: name one that is".to_owned()
            }
            Self::Team => format!("declare it: [team.{name}]"),
            Self::Scenario => format!(
                "declare it: [scenario.{name}], or take one of `jurymast catalogue list outages` \
                 and `jurymast catalogue list scenarios`"
            ),
        }
    }
}
