//! One `depends_on` entry to a requirement.

use std::collections::HashMap;
use std::num::NonZeroU32;

use crate::language::said::{self, Said};
use crate::model::{
    ComponentId, Detection, Fallback, Level, Mode, Requirement, RungRecord, Sharing,
};
use jurymast_terms::diagnostic::{Diagnostic, Severity};
use jurymast_terms::source::{At, FileId, Span};
use jurymast_terms::units::Date;

use super::convert::{at, rate};
use super::names::Expected;
use super::resolver::Resolver;

impl Resolver<'_> {
    pub(super) fn requirement(
        &mut self,
        file: FileId,
        of: ComponentId,
        entry: Said<said::DependencyEntry>,
    ) -> Option<Requirement> {
        let place = Span::new(file, entry.range.clone());
        let table = match entry.value {
            said::DependencyEntry::Table(table) => *table,
            said::DependencyEntry::Id(id) => said::DependencyTable {
                on: Some(Said {
                    value: id,
                    range: entry.range,
                }),
                ..Default::default()
            },
        };
        let said::DependencyTable {
            on,
            any_of,
            at_least,
            share,
            needed,
            mode,
            degraded,
            holds,
            detect,
            demand,
            fail_back,
            fallback,
            why,
        } = table;
        let any_of_place = any_of
            .as_ref()
            .map(|list| Span::new(file, list.range.clone()));
        let single = on.is_some();
        let members: Vec<(Said<String>, Option<u32>)> = match (on, any_of) {
            (Some(on), None) => vec![(on, None)],
            (None, Some(list)) => list.value.into_iter().map(member).collect(),
            (Some(_), Some(_)) => {
                self.bad_requirement(
                    place,
                    "`on` and `any_of` exclude each other",
                    "write one of the two",
                );
                return None;
            }
            (None, None) => {
                let finding = bad_requirement(
                    place,
                    "this dependency names nothing",
                    "write `on = \"id\"`, or `any_of = [\"id\", \"id\"]`",
                );
                let id = self.components[of.index()].id.clone();
                self.problems.push(finding.component(id));
                return None;
            }
        };
        let said_members = members.len();
        let mut group: Vec<At<ComponentId>> = Vec::with_capacity(said_members);
        let mut first_said: HashMap<ComponentId, Span> = HashMap::new();
        let mut weights = Vec::with_capacity(said_members);
        for (member, weight) in members {
            let member_place = Span::new(file, member.range.clone());
            let Some(to) = self.needed(of, &member, member_place) else {
                continue;
            };
            if let Some(first) = first_said.insert(to, member_place) {
                self.named_twice(Severity::Error, &member.value, member_place, first);
                continue;
            }
            group.push(At::new(to, member_place));
            weights.push(weight);
        }
        let sharing = self.sharing(file, share, weights, single);
        let enough = self.at_least(file, at_least, said_members, any_of_place, place)?;
        let mut said_fallbacks = fallback.len();
        let mut fallbacks: Vec<Fallback> = Vec::with_capacity(said_fallbacks);
        for entry in fallback {
            let Some(read) = self.fallback(file, of, entry) else {
                continue;
            };
            if let Some(primary) = group.iter().find(|one| one.value == read.to.value) {
                self.stands_in_for_itself(read.to, primary.span);
                said_fallbacks -= 1;
                continue;
            }
            if let Some(first) = first_said.insert(read.to.value, read.to.span) {
                let name = self.components[read.to.value.index()].id.clone();
                self.named_twice(Severity::Warning, &name, read.to.span, first);
            }
            fallbacks.push(read);
        }
        // With a stand-in that cannot be read, nothing true can be said of the rest.
        if group.is_empty() || fallbacks.len() < said_fallbacks {
            return None;
        }
        let lost = said_members - group.len();
        Some(Requirement {
            place,
            is_group: !single,
            at_least: enough.saturating_sub(lost).clamp(1, group.len()),
            group,
            sharing,
            needed: needed.or(self.defaults(file).needed).unwrap_or_default(),
            mode: mode.unwrap_or(Mode::Hard),
            degraded: degraded
                .map(|text| text.value)
                .filter(|text| !text.trim().is_empty()),
            holds: at(file, holds),
            detect: match detect {
                Some(said) => self.detection(file, said),
                None => self.defaults(file).detect.clone(),
            },
            demand: demand.map(rate),
            fail_back: at(file, fail_back),
            fallbacks,
            why,
        })
    }

    fn at_least(
        &mut self,
        file: FileId,
        said: Option<Said<u32>>,
        members: usize,
        any_of: Option<Span>,
        place: Span,
    ) -> Option<usize> {
        if any_of.is_some() && members == 0 {
            self.bad_requirement(
                place,
                "`any_of` is empty",
                "name the components of which some are enough",
            );
            return None;
        }
        let Some(said) = said else {
            return Some(1);
        };
        let at = Span::new(file, said.range);
        let count = usize::try_from(said.value).unwrap_or(usize::MAX);
        let message = if any_of.is_none() {
            "`at_least` goes with `any_of`".to_owned()
        } else if count == 0 {
            "at least one member must be needed, or there is no dependency".to_owned()
        } else if count > members {
            format!("{count} of {members} can never be met")
        } else {
            return Some(count);
        };
        let finding = Diagnostic::error("invalid-value", message, at);
        self.problems.push(if any_of.is_none() {
            finding
                .label("there is nothing to choose from")
                .help("leave it out, or write `any_of = [\"id\", \"id\"]`")
        } else {
            finding.label(format!("expected a number from 1 to {members}"))
        });
        any_of.is_some().then(|| count.clamp(1, members.max(1)))
    }

    fn sharing(
        &mut self,
        file: FileId,
        share: Option<Said<said::Share>>,
        weights: Vec<Option<u32>>,
        single: bool,
    ) -> Sharing {
        let Some(share) = share else {
            return match weights.iter().any(Option::is_some) {
                true => {
                    Sharing::Weighted(weights.into_iter().map(|one| one.unwrap_or(1)).collect())
                }
                false => Sharing::ByLimit,
            };
        };
        let place = Span::new(file, share.range);
        if single {
            self.bad_requirement(
                place,
                "`share` goes with `any_of`",
                "leave it out, or write `any_of = [\"id\", \"id\"]`",
            );
        } else if weights.iter().any(Option::is_some) {
            self.bad_requirement(
                place,
                "`share` and `weight` exclude each other",
                "leave out one of the two",
            );
        }
        match share.value {
            said::Share::Even => Sharing::Even,
        }
    }

    /// How a loss becomes known.
    pub(super) fn detection(
        &mut self,
        file: FileId,
        said: Said<said::DetectEntry>,
    ) -> Option<Detection> {
        let place = Span::new(file, said.range.clone());
        let mut table = match said.value {
            said::DetectEntry::Within(time) => {
                return Some(Detection {
                    place,
                    within: Some(At::new(time.0, place)),
                    by_symptom: Vec::new(),
                    by: Vec::new(),
                });
            }
            said::DetectEntry::Table(table) => *table,
        };
        let by_symptom = table.by_symptom().into_iter();
        let by_symptom = by_symptom.map(|(symptom, time)| {
            let place = Span::new(file, time.range);
            (symptom, At::new(time.value.0, place))
        });
        Some(Detection {
            place,
            by_symptom: by_symptom.collect(),
            within: at(file, table.within),
            by: self.listed(file, table.by),
        })
    }

    /// What shows that a fallback or a step works.
    pub(super) fn evidence(
        &mut self,
        file: FileId,
        said: Vec<Said<said::EvidenceTable>>,
    ) -> Vec<RungRecord> {
        let record = |entry: Said<said::EvidenceTable>| {
            let said::EvidenceTable {
                rung,
                on,
                until,
                by,
                how,
                seen,
                file: kept,
            } = entry.value;
            let on: Date = on.into();
            let until: Option<At<Date>> = at(file, until);
            if let Some(until) = until.filter(|until| until.value < on) {
                let message = format!("this evidence ends on {} and is of {on}", until.value);
                let finding = Diagnostic::error("invalid-value", message, until.span);
                let finding = finding.label("before the day it is of");
                self.problems
                    .push(finding.help("`until` is the last day on which it counts"));
            }
            RungRecord {
                place: Span::new(file, entry.range),
                rung,
                on,
                until: until.map(|at| at.value),
                by,
                how,
                seen,
                file: kept,
            }
        };
        said.into_iter().map(record).collect()
    }

    /// Components and domains that something goes through or needs to be done.
    pub(super) fn listed(
        &mut self,
        file: FileId,
        said: Option<said::IdList>,
    ) -> Vec<At<ComponentId>> {
        let mut found: Vec<At<ComponentId>> = Vec::new();
        for name in said.unwrap_or_default().0 {
            let place = Span::new(file, name.range.clone());
            let Some(to) = self.component(Expected::Component, &name.value, place) else {
                continue;
            };
            match found.iter().find(|one| one.value == to) {
                Some(first) => {
                    let first = first.span;
                    self.named_twice(Severity::Error, &name.value, place, first);
                }
                None => found.push(At::new(to, place)),
            }
        }
        found
    }

    /// The same names, each once; one that stands there again is told.
    pub(super) fn distinct(&mut self, file: FileId, names: Vec<Said<String>>) -> Vec<Said<String>> {
        let mut kept: Vec<Said<String>> = Vec::with_capacity(names.len());
        for name in names {
            let first = kept.iter().find(|one| one.value == name.value);
            let Some(first) = first.map(|one| Span::new(file, one.range.clone())) else {
                kept.push(name);
                continue;
            };
            let place = Span::new(file, name.range);
            self.named_twice(Severity::Warning, &name.value, place, first);
        }
        kept
    }

    /// It is lost with itself: as good as left out.
    fn stands_in_for_itself(&mut self, fallback: At<ComponentId>, primary: Span) {
        let name = &self.components[fallback.value.index()].id;
        self.problems.push(
            Diagnostic::new(
                "duplicate-member",
                Severity::Warning,
                format!("`{name}` stands in for itself: that is no fallback"),
                fallback.span,
            )
            .label("what it shall stand in for")
            .related(primary, "needed here")
            .help("name something that can be up while it is down, or take this one away"),
        );
    }

    pub(super) fn named_twice(&mut self, severity: Severity, name: &str, place: Span, first: Span) {
        self.problems.push(
            Diagnostic::new(
                "duplicate-member",
                severity,
                format!("`{name}` is named twice: that is no redundancy"),
                place,
            )
            .label("named again here")
            .related(first, "named first here"),
        );
    }

    fn bad_requirement(&mut self, place: Span, message: &str, help: &str) {
        self.problems.push(bad_requirement(place, message, help));
    }

    fn fallback(
        &mut self,
        file: FileId,
        of: ComponentId,
        entry: Said<said::FallbackEntry>,
    ) -> Option<Fallback> {
        let place = Span::new(file, entry.range.clone());
        let table = match entry.value {
            said::FallbackEntry::Table(table) => *table,
            said::FallbackEntry::Id(id) => said::FallbackTable {
                to: Said {
                    value: id,
                    range: entry.range,
                },
                switch: None,
                after: None,
                triggers: None,
                serves: None,
                capacity: None,
                tested: None,
                evidence: Vec::new(),
                eval: None,
                evaluated: None,
                steps: None,
                needs: None,
                holds: None,
            },
        };
        let said::FallbackTable {
            to,
            switch,
            after,
            triggers,
            serves,
            capacity,
            tested,
            evidence,
            eval,
            evaluated,
            steps,
            needs,
            holds,
        } = table;
        let to_place = Span::new(file, to.range.clone());
        let target = self.needed(of, &to, to_place)?;
        Some(Fallback {
            to: At::new(target, to_place),
            place,
            switch: at(file, switch),
            after: at(file, after),
            triggers,
            serves: serves.map_or(Level::Up, Level::from),
            capacity: at(file, capacity),
            tested: at(file, tested),
            evidence: self.evidence(file, evidence),
            evaluation: eval,
            evaluated: at(file, evaluated),
            steps,
            needs: self.listed(file, needs),
            holds: at(file, holds),
        })
    }
}

fn bad_requirement(place: Span, message: &str, help: &str) -> Diagnostic {
    Diagnostic::error("invalid-dependency", message, place)
        .label("this dependency")
        .help(help)
}

fn member(said: Said<said::MemberEntry>) -> (Said<String>, Option<u32>) {
    match said.value {
        said::MemberEntry::Id(value) => {
            let range = said.range;
            (Said { value, range }, None)
        }
        said::MemberEntry::Table(table) => (table.on, table.weight.map(NonZeroU32::get)),
    }
}
