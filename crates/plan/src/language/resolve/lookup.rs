//! What a reference stands for, or the error that it stands for nothing.

use crate::catalogue;
use crate::language::said::Said;
use crate::model::{ComponentId, Kind, TeamId};
use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::source::{At, FileId, Span};
use jurymast_terms::wording;

use super::names::{Expected, one_of};
use super::resolver::Resolver;

impl Resolver<'_> {
    /// The component of that name, pulled from the catalogue if need be; an error
    /// when there is none.
    pub(super) fn component(
        &mut self,
        what: Expected,
        name: &str,
        place: Span,
    ) -> Option<ComponentId> {
        if let Some(id) = self.names.component(name) {
            return Some(id);
        }
        if let Some(id) = self.pull(name, place) {
            return Some(id);
        }
        let elsewhere = if self.names.team(name).is_some() {
            Some("a team")
        } else if self.names.scenario(name).is_some() {
            Some("a scenario")
        } else {
            None
        };
        match elsewhere {
            Some(kind) => self
                .problems
                .push(wrong_kind(name, kind, "a component", place)),
            None => self.problems.extend(self.names.unknown(what, name, place)),
        }
        None
    }

    /// A component that may be depended on.
    pub(super) fn needed(
        &mut self,
        of: ComponentId,
        name: &Said<String>,
        place: Span,
    ) -> Option<ComponentId> {
        let to = self.component(Expected::Component, &name.value, place)?;
        if to == of {
            self.problems.push(
                Diagnostic::error(
                    "needs-itself",
                    format!("`{}` depends on itself", name.value),
                    place,
                )
                .label("the component this stands in")
                .component(name.value.as_str()),
            );
            return None;
        }
        let kind = self.components[to.index()].kind();
        match kind {
            Kind::Domain => {
                let own = format!("{}-", name.value);
                let beside = catalogue::provider_ids().filter(|id| id.starts_with(&own));
                let beside: Vec<String> = beside.map(|id| format!("`{id}`")).collect();
                let mut help = format!("say where it stands: in = [\"{}\"]", name.value);
                if !beside.is_empty() {
                    help.push_str(&format!(
                        "; or name what it needs there: {}",
                        wording::or(&beside)
                    ));
                }
                self.problems.push(
                    wrong_kind(
                        &name.value,
                        "a failure domain",
                        "something that can be depended on",
                        place,
                    )
                    .help(help),
                );
                None
            }
            Kind::Model => {
                self.wrong_kind(
                    &name.value,
                    kind,
                    "something that can be depended on",
                    place,
                );
                None
            }
            _ => Some(to),
        }
    }

    pub(super) fn wrong_kind(&mut self, name: &str, kind: Kind, expected: &str, place: Span) {
        let found = match kind {
            Kind::Activity => "an activity",
            Kind::Service => "a service",
            Kind::Resource => "a resource",
            Kind::Ai => "an AI dependency",
            Kind::Provider => "a provider",
            Kind::Endpoint => "an endpoint",
            Kind::Model => "a model lineage",
            Kind::Domain => "a failure domain",
        };
        let wrong = wrong_kind(name, found, expected, place);
        let asked = catalogue::providers_of(name).filter(|_| expected == "a provider");
        self.problems.push(wrong.maybe_help(asked.and_then(one_of)));
    }

    pub(super) fn team(&mut self, file: FileId, name: &Said<String>) -> Option<At<TeamId>> {
        let place = Span::new(file, name.range.clone());
        if let Some(team) = self.names.team(&name.value) {
            return Some(At::new(team, place));
        }
        match self.names.component(&name.value) {
            Some(id) => {
                let kind = self.components[id.index()].kind();
                self.wrong_kind(&name.value, kind, "a team", place);
            }
            None => self
                .problems
                .extend(self.names.unknown(Expected::Team, &name.value, place)),
        }
        None
    }

    pub(super) fn some_team(
        &mut self,
        file: FileId,
        name: Option<Said<String>>,
    ) -> Option<At<TeamId>> {
        name.and_then(|name| self.team(file, &name))
    }
}

fn wrong_kind(name: &str, found: &str, expected: &str, place: Span) -> Diagnostic {
    Diagnostic::error(
        "wrong-kind",
        format!("`{name}` is {found}, expected {expected}"),
        place,
    )
    .label(format!("this is {found}"))
}
