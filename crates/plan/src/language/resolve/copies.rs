//! What is kept in several places: backups, replicas, copies spread over domains.

use crate::language::said::{self, Said};
use crate::model::{
    Backup, Component, ComponentId, DataKind, Detail, Mode, Needed, Origin, ReplicaOf, Replicas,
    Requirement, Resource, Sharing,
};
use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::source::{At, FileId, Span};

use super::convert::at;
use super::names::Expected;
use super::resolver::Resolver;

/// Copies of one component that may run; more are no plan but a slip.
const MOST_COPIES: u32 = 1000;

impl Resolver<'_> {
    /// What a component keeps, and how it is brought back.
    pub(super) fn storage(
        &mut self,
        file: FileId,
        id: ComponentId,
        data: Option<Said<DataKind>>,
        backups: Option<said::Backups>,
        replica_of: Option<said::ReplicaEntry>,
    ) {
        let backups = backups.map(|list| list.0).unwrap_or_default();
        let backups = backups.into_iter().map(|said| self.backup(file, said));
        let backups: Vec<Backup> = backups.collect();
        let replica_of = replica_of.and_then(|said| {
            let place = Span::new(file, said.of.range.clone());
            Some(ReplicaOf {
                of: At::new(self.needed(id, &said.of, place)?, place),
                lag: at(file, said.lag),
            })
        });
        let component = self.component_mut(id);
        component.data = at(file, data);
        component.backups = backups;
        component.replica_of = replica_of;
    }

    fn backup(&mut self, file: FileId, said: Said<said::BackupEntry>) -> Backup {
        let said::BackupEntry {
            every,
            restore,
            verified,
            segregated,
            within,
            needs,
        } = said.value;
        let within = self
            .distinct(file, within.unwrap_or_default().0)
            .into_iter();
        let within = within.filter_map(|name| {
            let place = Span::new(file, name.range);
            let to = self.component(Expected::Domain, &name.value, place)?;
            Some(At::new(to, place))
        });
        Backup {
            place: Span::new(file, said.range),
            every: at(file, every),
            restore: at(file, restore),
            verified: at(file, verified),
            segregated,
            within: within.collect(),
            needs: self.listed(file, needs),
        }
    }

    /// Makes a component a grouping of copies: `web/1`, `web/2`, ... Each stands in one
    /// of the domains that they are spread over, and where the component itself stands.
    /// `fails_whole`: the plan says that all can fail at once, by themselves.
    pub(super) fn replicate(
        &mut self,
        file: FileId,
        id: ComponentId,
        said: Said<said::ReplicasEntry>,
        fails_whole: bool,
    ) {
        let place = Span::new(file, said.range);
        let said::ReplicasEntry {
            count,
            at_least,
            over,
        } = said.value;
        let enough = at_least.as_ref().map_or(1, |said| said.value);
        if count > MOST_COPIES || enough == 0 || enough > count {
            let (message, expected) = match at_least {
                _ if count > MOST_COPIES => {
                    (format!("{count} copies"), format!("at most {MOST_COPIES}"))
                }
                _ => (
                    format!("{enough} of {count} copies can never be what is needed"),
                    format!("a number from 1 to {count}"),
                ),
            };
            let place = at_least.map_or(place, |said| Span::new(file, said.range));
            self.problems.push(
                Diagnostic::error("invalid-value", message, place)
                    .label(format!("expected {expected}")),
            );
            return;
        }
        let spread: Vec<_> = self
            .distinct(file, over.0)
            .into_iter()
            .filter_map(|name| self.membership(file, id, name))
            .collect();
        let mut group = Vec::new();
        for number in 1..=count {
            let of = &self.components[id.index()];
            let detail = Detail::Resource(Resource {
                kind: Some("copy".to_owned()),
            });
            let name = format!("{} ({number} of {count})", of.name);
            let mut copy = Component::bare(
                format!("{}/{number}", of.id),
                place,
                Origin::Derived,
                detail,
            );
            copy.name = name;
            copy.copy_of = Some(id);
            copy.team = of.team;
            copy.restart = of.restart;
            copy.unavailability = of.unavailability;
            copy.bindings = of.bindings.clone();
            if !spread.is_empty() {
                let turn = (number as usize - 1) % spread.len();
                copy.bindings.push(spread[turn].clone());
            }
            group.push(At::new(self.add(copy), place));
        }
        let component = self.component_mut(id);
        // What takes all copies at once is a domain, or what each of them needs; that they
        // fail together by themselves somebody has to say.
        component.own_failure = fails_whole;
        component.unavailability = None;
        component.replicas = Some(Replicas {
            members: group.iter().map(|one| one.value).collect(),
            at_least: enough as usize,
        });
        component.requirements.push(Requirement {
            place,
            group,
            is_group: false,
            at_least: enough as usize,
            sharing: Sharing::Even,
            needed: Needed::Run,
            mode: Mode::Hard,
            degraded: None,
            holds: None,
            detect: None,
            demand: None,
            fail_back: None,
            fallbacks: Vec::new(),
            why: None,
        });
    }
}
