use std::collections::HashMap;
use std::collections::hash_map::Entry as Slot;

use crate::language::decode::{Decoded, TableEntry};
use crate::language::ignores::SaidIgnore;
use crate::language::said::{self, CommonKeys};
use crate::model::{
    Activity, Component, ComponentId, Detail, Domain, Origin, Resource, Team, TeamId,
};
use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::source::{FileId, Span};

use super::resolver::{AllTables, Resolver};

/// What is still to be resolved once every id is known.
pub(super) struct Tables {
    pub(super) teams: Vec<(FileId, TeamId, said::TeamTable)>,
    pub(super) pending: Vec<Pending>,
    pub(super) documents: Documents,
}

/// A component whose references are not resolved yet.
pub(super) struct Pending {
    pub(super) file: FileId,
    pub(super) id: ComponentId,
    pub(super) common: CommonKeys,
    pub(super) own: Own,
}

/// The keys of one kind only.
pub(super) enum Own {
    Activity(said::ActivityKeys),
    Service(said::ServiceKeys),
    Resource(said::ResourceKeys),
    Ai(Box<said::AiKeys>),
    Provider(Box<said::ProviderKeys>),
    Domain(said::DomainKeys),
}

pub(super) type InFile<T> = (FileId, TableEntry<T>);

#[derive(Default)]
pub(super) struct Documents {
    pub(super) runbooks: Vec<InFile<said::RunbookTable>>,
    pub(super) communications: Vec<InFile<said::CommunicationTable>>,
    pub(super) scenarios: Vec<InFile<said::ScenarioTable>>,
    pub(super) exercises: Vec<InFile<said::ExerciseTable>>,
    pub(super) waivers: Vec<(FileId, std::ops::Range<usize>, said::WaiverTable)>,
    pub(super) rules: Vec<(FileId, std::ops::Range<usize>, said::RuleTable)>,
    /// Comments that accept findings, by file.
    pub(super) ignores: Vec<(FileId, SaidIgnore)>,
}

/// Gives every table an index; a second table of the same id and other words is an error
/// that shows both places.
pub(super) fn declare(resolver: &mut Resolver<'_>, tables: AllTables) -> Tables {
    let mut index = TableIndex {
        resolver,
        components: HashMap::new(),
        others: HashMap::new(),
        tables: Tables {
            teams: Vec::new(),
            pending: Vec::new(),
            documents: Documents::default(),
        },
    };
    for (file, decoded) in tables {
        index.file(file, decoded);
    }
    index.tables
}

struct TableIndex<'r, 'a> {
    resolver: &'r mut Resolver<'a>,
    /// Components share one namespace.
    components: FirstTables,
    /// Teams and documents have a namespace for each kind.
    others: HashMap<&'static str, FirstTables>,
    tables: Tables,
}

impl TableIndex<'_, '_> {
    fn file(&mut self, file: FileId, decoded: Decoded) {
        let Decoded {
            plan: _,
            lint: _,
            defaults: _,
            catalogue: _,
            team,
            activity,
            service,
            resource,
            ai,
            provider,
            domain,
            runbook,
            communication,
            scenario,
            exercise,
            waiver,
            rule,
            ruined: _,
            broken_syntax: _,
            heads_plan: _,
            ignores,
            path: _,
        } = decoded;
        for entry in team {
            self.team(file, entry);
        }
        for entry in activity {
            self.component(file, entry, |table| {
                let (common, own) = table.split();
                (common, Own::Activity(own))
            });
        }
        for entry in service {
            self.component(file, entry, |table| {
                let (common, own) = table.split();
                (common, Own::Service(own))
            });
        }
        for entry in resource {
            self.component(file, entry, |table| {
                let (common, own) = table.split();
                (common, Own::Resource(own))
            });
        }
        for entry in ai {
            self.component(file, entry, |table| {
                let (common, own) = table.split();
                (common, Own::Ai(Box::new(own)))
            });
        }
        for entry in provider {
            self.component(file, entry, |table| {
                let (common, own) = table.split();
                (common, Own::Provider(Box::new(own)))
            });
        }
        for entry in domain {
            self.component(file, entry, |table| {
                let (common, own) = table.split();
                (common, Own::Domain(own))
            });
        }
        let documents = &mut self.tables.documents;
        documents.waivers.extend(
            waiver
                .into_iter()
                .map(|(range, waiver)| (file, range, waiver)),
        );
        let rules = rule.into_iter();
        let rules = rules.map(|(range, rule)| (file, range, rule));
        documents.rules.extend(rules);
        documents
            .ignores
            .extend(ignores.into_iter().map(|one| (file, one)));
        let runbooks = self.unique("runbook", file, runbook);
        let communications = self.unique("communication", file, communication);
        let scenarios = self.unique("scenario", file, scenario);
        let exercises = self.unique("exercise", file, exercise);
        let documents = &mut self.tables.documents;
        documents.runbooks.extend(runbooks);
        documents.communications.extend(communications);
        documents.scenarios.extend(scenarios);
        documents.exercises.extend(exercises);
    }

    fn team(&mut self, file: FileId, entry: TableEntry<said::TeamTable>) {
        let place = Span::new(file, entry.key.clone());
        if !self.first("team", file, &entry) {
            return;
        }
        let teams = &mut self.resolver.teams;
        let id = TeamId(u32::try_from(teams.len()).unwrap_or(u32::MAX));
        teams.push(Team {
            id: entry.id.clone(),
            name: entry.id.clone(),
            description: None,
            place,
            on_call: Default::default(),
            escalate_to: Vec::new(),
            people: Vec::new(),
        });
        self.resolver.names.add_team(entry.id, id);
        self.tables.teams.push((file, id, entry.value));
    }

    fn component<T>(
        &mut self,
        file: FileId,
        entry: TableEntry<T>,
        split: impl FnOnce(T) -> (CommonKeys, Own),
    ) {
        let place = Span::new(file, entry.key.clone());
        let said = FirstTable {
            place,
            kind: std::any::type_name::<T>(),
            words: entry.words,
        };
        match self.components.entry(entry.id.clone()) {
            Slot::Occupied(first) if first.get().says_the_same(&said) => return,
            Slot::Occupied(first) => {
                let finding = twice(&entry.id, place, first.get().place)
                    .note("activities, services, resources, AI dependencies, providers and domains share one namespace")
                    .component(entry.id);
                return self.resolver.problems.push(finding);
            }
            Slot::Vacant(slot) => slot.insert(said),
        };
        let (common, own) = split(entry.value);
        let detail = match &own {
            Own::Activity(_) => Detail::Activity(Activity::default()),
            Own::Service(_) => Detail::Service,
            Own::Resource(_) => Detail::Resource(Resource::default()),
            Own::Ai(_) => Detail::Ai(Box::default()),
            Own::Provider(_) => Detail::Provider(Box::default()),
            Own::Domain(_) => Detail::Domain(Domain::default()),
        };
        let id = self
            .resolver
            .add(Component::bare(entry.id, place, Origin::Plan, detail));
        self.tables.pending.push(Pending {
            file,
            id,
            common,
            own,
        });
    }

    fn unique<T>(
        &mut self,
        kind: &'static str,
        file: FileId,
        entries: Vec<TableEntry<T>>,
    ) -> Vec<InFile<T>> {
        entries
            .into_iter()
            .filter(|entry| self.first(kind, file, entry))
            .map(|entry| (file, entry))
            .collect()
    }

    fn first<T>(&mut self, kind: &'static str, file: FileId, entry: &TableEntry<T>) -> bool {
        let said = FirstTable {
            place: Span::new(file, entry.key.clone()),
            kind,
            words: entry.words,
        };
        let known = self.others.entry(kind).or_default();
        match known.entry(entry.id.clone()) {
            Slot::Occupied(first) => {
                if !first.get().says_the_same(&said) {
                    let finding = twice(&entry.id, said.place, first.get().place);
                    self.resolver.problems.push(finding);
                }
                false
            }
            Slot::Vacant(slot) => {
                slot.insert(said);
                true
            }
        }
    }
}

/// The first table of an id. A second one that says the same, word for word, is the same
/// declaration: two teams may vendor one file.
struct FirstTable {
    place: Span,
    kind: &'static str,
    words: u64,
}

impl FirstTable {
    fn says_the_same(&self, other: &Self) -> bool {
        self.kind == other.kind && self.words == other.words
    }
}

type FirstTables = HashMap<String, FirstTable>;

fn twice(id: &str, place: Span, first: Span) -> Diagnostic {
    Diagnostic::error("duplicate-id", format!("`{id}` is declared twice"), place)
        .label("declared again here")
        .related(first, "declared first here")
}
