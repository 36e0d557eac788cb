use std::collections::HashMap;
use std::collections::hash_map::Entry as Slot;

use crate::language::decode::{Decoded, Entry};
use crate::language::said::{self, Common};
use crate::model::{
    Activity, Component, ComponentId, Detail, Domain, Origin, Resource, Targets, Team, TeamId,
};
use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::source::{FileId, Span};

use super::resolver::{AllTables, FirstPlaces, Resolver};

/// What is still to be resolved once every id is known.
pub(super) struct Tables {
    pub(super) teams: Vec<(FileId, TeamId, said::Team)>,
    pub(super) pending: Vec<Pending>,
    pub(super) documents: Documents,
}

/// A component whose references are not resolved yet.
pub(super) struct Pending {
    pub(super) file: FileId,
    pub(super) id: ComponentId,
    pub(super) common: Common,
    pub(super) own: Own,
}

/// The keys of one kind only.
pub(super) enum Own {
    Activity(said::ActivityOwn),
    Service(said::ServiceOwn),
    Resource(said::ResourceOwn),
    Ai(Box<said::AiOwn>),
    Provider(Box<said::ProviderOwn>),
    Domain(said::DomainOwn),
}

pub(super) type InFile<T> = (FileId, Entry<T>);

#[derive(Default)]
pub(super) struct Documents {
    pub(super) runbooks: Vec<InFile<said::Runbook>>,
    pub(super) communications: Vec<InFile<said::Communication>>,
    pub(super) scenarios: Vec<InFile<said::Scenario>>,
    pub(super) exercises: Vec<InFile<said::Exercise>>,
    pub(super) waivers: Vec<(FileId, std::ops::Range<usize>, said::Waiver)>,
}

/// Gives every table an index; a second table of the same id is an error that
/// shows both places.
pub(super) fn declare(resolver: &mut Resolver<'_>, tables: AllTables) -> Tables {
    let mut declared = Declared {
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
        declared.file(file, decoded);
    }
    declared.tables
}

struct Declared<'r, 'a> {
    resolver: &'r mut Resolver<'a>,
    /// Components share one namespace.
    components: FirstPlaces,
    /// Teams and documents have a namespace for each kind.
    others: HashMap<&'static str, FirstPlaces>,
    tables: Tables,
}

impl Declared<'_, '_> {
    fn file(&mut self, file: FileId, decoded: Decoded) {
        let Decoded {
            plan: _,
            lint: _,
            teams,
            activities,
            services,
            resources,
            ais,
            providers,
            domains,
            runbooks,
            communications,
            scenarios,
            exercises,
            waivers,
            ruined: _,
            broken_syntax: _,
        } = decoded;
        for entry in teams {
            self.team(file, entry);
        }
        for entry in activities {
            self.component(file, entry, |table| {
                let (common, own) = table.split();
                (common, Own::Activity(own))
            });
        }
        for entry in services {
            self.component(file, entry, |table| {
                let (common, own) = table.split();
                (common, Own::Service(own))
            });
        }
        for entry in resources {
            self.component(file, entry, |table| {
                let (common, own) = table.split();
                (common, Own::Resource(own))
            });
        }
        for entry in ais {
            self.component(file, entry, |table| {
                let (common, own) = table.split();
                (common, Own::Ai(Box::new(own)))
            });
        }
        for entry in providers {
            self.component(file, entry, |table| {
                let (common, own) = table.split();
                (common, Own::Provider(Box::new(own)))
            });
        }
        for entry in domains {
            self.component(file, entry, |table| {
                let (common, own) = table.split();
                (common, Own::Domain(own))
            });
        }
        let documents = &mut self.tables.documents;
        documents.waivers.extend(
            waivers
                .into_iter()
                .map(|(range, waiver)| (file, range, waiver)),
        );
        let runbooks = self.unique("runbook", file, runbooks);
        let communications = self.unique("communication", file, communications);
        let scenarios = self.unique("scenario", file, scenarios);
        let exercises = self.unique("exercise", file, exercises);
        let documents = &mut self.tables.documents;
        documents.runbooks.extend(runbooks);
        documents.communications.extend(communications);
        documents.scenarios.extend(scenarios);
        documents.exercises.extend(exercises);
    }

    fn team(&mut self, file: FileId, entry: Entry<said::Team>) {
        let place = Span::new(file, entry.key.clone());
        if !self.first("team", &entry.id, place) {
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
        entry: Entry<T>,
        split: impl FnOnce(T) -> (Common, Own),
    ) {
        let place = Span::new(file, entry.key.clone());
        match self.components.entry(entry.id.clone()) {
            Slot::Occupied(first) => {
                let finding = twice(&entry.id, place, *first.get())
                    .note("activities, services, resources, AI dependencies, providers and domains share one namespace")
                    .component(entry.id);
                return self.resolver.problems.push(finding);
            }
            Slot::Vacant(slot) => slot.insert(place),
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
            .add(shell(entry.id, place, Origin::Plan, detail));
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
        entries: Vec<Entry<T>>,
    ) -> Vec<InFile<T>> {
        entries
            .into_iter()
            .filter(|entry| self.first(kind, &entry.id, Span::new(file, entry.key.clone())))
            .map(|entry| (file, entry))
            .collect()
    }

    fn first(&mut self, kind: &'static str, id: &str, place: Span) -> bool {
        match self.others.entry(kind).or_default().entry(id.to_owned()) {
            Slot::Occupied(first) => {
                self.resolver.problems.push(twice(id, place, *first.get()));
                false
            }
            Slot::Vacant(slot) => {
                slot.insert(place);
                true
            }
        }
    }
}

/// A component of which only id and kind are known.
pub(super) fn shell(id: String, place: Span, origin: Origin, detail: Detail) -> Component {
    Component {
        name: id.clone(),
        id,
        description: None,
        place,
        origin,
        team: None,
        tier: None,
        targets: Targets::default(),
        restart: None,
        requirements: Vec::new(),
        bindings: Vec::new(),
        own_failure: true,
        unavailability: None,
        health: None,
        links: Vec::new(),
        detail,
    }
}

fn twice(id: &str, place: Span, first: Span) -> Diagnostic {
    Diagnostic::error("duplicate-id", format!("`{id}` is declared twice"), place)
        .label("declared again here")
        .related(first, "declared first here")
}
