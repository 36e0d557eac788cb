use std::collections::HashMap;

use crate::catalogue::{self, OnPlan};
use crate::language::ignores::SaidIgnore;
use crate::language::said::{self, Said};
use crate::model::{
    Action, Communication, ComponentId, Contact, Exercise, ExercisedScenario, Fault, Level, Person,
    Phase, Runbook, Scenario, Step, Surge, TeamId, WaivedLine, Waiver, WaiverScope,
};
use jurymast_terms::diagnostic::{Diagnostic, Severity};
use jurymast_terms::source::{At, FileId, Span};
use jurymast_terms::units::Duration;

use super::convert::at;
use super::declare::{Documents, InFile};
use super::names::Expected;
use super::resolver::Resolver;

/// The documents of a plan, resolved.
pub(super) struct ResolvedDocuments {
    pub(super) runbooks: Vec<Runbook>,
    pub(super) communications: Vec<Communication>,
    pub(super) scenarios: Vec<Scenario>,
    pub(super) exercises: Vec<Exercise>,
    pub(super) waivers: Vec<Waiver>,
}

/// A component, or a name in a file.
type WaivedCause = (Option<At<ComponentId>>, Option<At<String>>);

/// Rules that find what files know and the plan does not have.
const FINDS_STRANGERS: [&str; 2] = ["undeclared-edge", "undeclared-fallback"];

impl Resolver<'_> {
    pub(super) fn fill_teams(&mut self, teams: Vec<(FileId, TeamId, said::TeamTable)>) {
        for (file, id, table) in teams {
            let said::TeamTable {
                name,
                description,
                on_call,
                escalate_to,
                people,
            } = table;
            let mut next: Vec<At<TeamId>> = Vec::new();
            for name in &escalate_to {
                let Some(team) = self.team(file, name) else {
                    continue;
                };
                match next.iter().find(|one| one.value == team.value) {
                    Some(first) => {
                        let first = first.span;
                        self.named_twice(Severity::Warning, &name.value, team.span, first);
                    }
                    None => next.push(team),
                }
            }
            let team = &mut self.teams[id.index()];
            if let Some(name) = name {
                team.name = name.0;
            }
            team.description = description;
            team.escalate_to = next;
            let on_call = on_call.map(|said| self.contact(file, said));
            let people = people.into_iter().map(|said| self.person(file, said));
            let people = people.collect();
            let team = &mut self.teams[id.index()];
            team.on_call = on_call.unwrap_or_default();
            team.people = people;
        }
    }

    fn contact(&mut self, file: FileId, said: said::OnCallEntry) -> Contact {
        let said::OnCallEntry {
            channel,
            phone,
            email,
            page,
            hours,
            through,
        } = said;
        Contact {
            channel,
            phone,
            email,
            page: page.map(Into::into),
            hours,
            through: self.listed(file, through),
        }
    }

    fn person(&mut self, file: FileId, said: said::PersonEntry) -> Person {
        let said::PersonEntry {
            name,
            role,
            phone,
            email,
            through,
        } = said;
        Person {
            name: name.0,
            role,
            phone,
            email,
            through: self.listed(file, through),
        }
    }

    pub(super) fn documents(&mut self, documents: Documents) -> ResolvedDocuments {
        let Documents {
            runbooks,
            communications,
            scenarios,
            exercises,
            waivers,
            rules: _,
            ignores,
        } = documents;
        let scenarios: Vec<Scenario> = scenarios
            .into_iter()
            .map(|entry| self.scenario(entry))
            .collect();
        for (at, scenario) in scenarios.iter().enumerate() {
            self.names.add_scenario(scenario.id.clone(), at);
        }
        // The same words count once where a plan is pulled in twice, from two files.
        let mut said_before: HashMap<_, FileId> = HashMap::new();
        let waivers = waivers.into_iter().filter_map(|(file, range, waiver)| {
            let one = self.waiver(file, Span::new(file, range), waiver)?;
            let words = (
                one.rule.value.clone(),
                one.at.component(),
                one.of.map(|of| of.value),
                one.of_name.clone().map(|of| of.value),
                one.reason.clone(),
                one.until.value,
            );
            let first = *said_before.entry(words).or_insert(file);
            (first == file).then_some(one)
        });
        let mut waivers: Vec<Waiver> = waivers.collect();
        for (file, ignore) in ignores {
            waivers.extend(self.ignored(file, ignore));
        }
        ResolvedDocuments {
            runbooks: runbooks
                .into_iter()
                .filter_map(|entry| self.runbook(entry))
                .collect(),
            communications: communications
                .into_iter()
                .map(|entry| self.communication(entry))
                .collect(),
            exercises: exercises
                .into_iter()
                .map(|entry| self.exercise(entry))
                .collect(),
            waivers,
            scenarios,
        }
    }

    fn runbook(&mut self, (file, entry): InFile<said::RunbookTable>) -> Option<Runbook> {
        let place = Span::new(file, entry.key);
        let of = self.component(Expected::Component, &entry.id, place)?;
        let said::RunbookTable { step } = entry.value;
        let steps = step.into_iter().map(|step| self.step(file, step)).collect();
        Some(Runbook {
            of: At::new(of, place),
            steps,
        })
    }

    fn step(&mut self, file: FileId, step: said::StepEntry) -> Step {
        let said::StepEntry {
            phase,
            text,
            run,
            owner,
            takes,
            verify,
            if_lost,
            moves_to,
            switches_to,
            needs,
            evidence,
        } = step;
        let mut named = |all: Vec<Said<String>>, what: Expected| -> Vec<ComponentId> {
            let one = |said: Said<String>| {
                let place = Span::new(file, said.range);
                self.component(what, &said.value, place)
            };
            all.into_iter().filter_map(one).collect()
        };
        Step {
            if_lost: named(if_lost, Expected::Component),
            moves_to: named(moves_to, Expected::Domain),
            switches_to: named(switches_to.into_iter().collect(), Expected::Component).pop(),
            phase: phase.unwrap_or(Phase::Recovery),
            place: Span::new(file, text.range),
            text: text.value.0,
            run,
            owner: self.some_team(file, owner).map(|team| team.value),
            takes: at(file, takes),
            verify,
            needs: self.listed(file, needs),
            evidence: self.evidence(file, evidence),
        }
    }

    fn communication(&mut self, (file, entry): InFile<said::CommunicationTable>) -> Communication {
        let said::CommunicationTable {
            audience,
            channel,
            through,
            when,
            approver,
            every,
            template,
        } = entry.value;
        Communication {
            id: entry.id,
            place: Span::new(file, entry.key),
            audience: audience.0,
            channel,
            through: self.listed(file, through),
            when,
            approver: self.some_team(file, approver).map(|team| team.value),
            every: every.map(Into::into),
            template,
        }
    }

    fn scenario(&mut self, (file, entry): InFile<said::ScenarioTable>) -> Scenario {
        let said::ScenarioTable {
            name,
            description,
            fails,
            surges,
        } = entry.value;
        let said = self.problems.len();
        let faults = fails.into_iter();
        let faults = faults.filter_map(|fault| self.fault(file, fault)).collect();
        let surges = surges.into_iter();
        let surges = surges.filter_map(|surge| self.surge(file, surge)).collect();
        self.lay_to(said, &entry.id);
        Scenario {
            name: name.map_or_else(|| entry.id.clone(), |name| name.0),
            id: entry.id,
            description,
            place: Span::new(file, entry.key),
            faults,
            surges,
        }
    }

    fn surge(&mut self, file: FileId, surge: said::SurgeEntry) -> Option<Surge> {
        let said::SurgeEntry {
            what,
            times,
            at,
            lasts,
        } = surge;
        let place = Span::new(file, what.range);
        Some(Surge {
            what: At::new(
                self.component(Expected::Component, &what.value, place)?,
                place,
            ),
            times: times.get(),
            at: at.map_or(Duration::from_seconds(0), |after| after.0),
            lasts: lasts.map(Into::into),
        })
    }

    fn fault(&mut self, file: FileId, fault: said::FaultEntry) -> Option<Fault> {
        let said::FaultEntry {
            what,
            at,
            lasts,
            symptom,
            level,
            loses_data,
        } = fault;
        let place = Span::new(file, what.range);
        let level = level.map_or(Level::Down, Level::from);
        if level < Level::Down && loses_data {
            let message = "a partial fault loses no data: it strikes nobody";
            self.problems.push(
                Diagnostic::error("contradiction", message, place)
                    .label("`level = \"degraded\"` and `loses_data = true`")
                    .help(
                        "write one of the two; what lost its data is down until they are restored",
                    ),
            );
        }
        if let Some(model) = what.value.strip_prefix("model:")
            && !self.answers(model)
        {
            let unknown = self.names.unknown(Expected::Model, &what.value, place);
            self.problems.extend(unknown);
            return None;
        }
        Some(Fault {
            what: At::new(
                self.component(Expected::Component, &what.value, place)?,
                place,
            ),
            at: at.map_or(Duration::from_seconds(0), |after| after.0),
            lasts: lasts.map(Into::into),
            symptom,
            level,
            loses_data,
        })
    }

    fn exercise(&mut self, (file, entry): InFile<said::ExerciseTable>) -> Exercise {
        let said::ExerciseTable {
            kind,
            scenario,
            on,
            result,
            by,
            seen,
            actions,
        } = entry.value;
        Exercise {
            id: entry.id,
            place: Span::new(file, entry.key),
            kind,
            scenario: scenario.and_then(|name| self.scenario_of(file, &name)),
            on: at(file, on),
            result,
            by: self.some_team(file, by).map(|team| team.value),
            seen,
            actions: actions
                .into_iter()
                .map(|action| {
                    let said::ActionEntry {
                        text,
                        owner,
                        due,
                        done,
                    } = action;
                    Action {
                        place: Span::new(file, text.range),
                        text: text.value.0,
                        owner: self.some_team(file, owner).map(|team| team.value),
                        due: at(file, due),
                        done: done.map(Into::into),
                    }
                })
                .collect(),
        }
    }

    /// A scenario of the plan, or else of the catalogue.
    fn scenario_of(&mut self, file: FileId, name: &Said<String>) -> Option<ExercisedScenario> {
        if let Some(at) = self.names.scenario(&name.value) {
            return Some(ExercisedScenario::Declared(at));
        }
        let place = Span::new(file, name.range.clone());
        let problem = match catalogue::on_plan(&name.value, &self.components) {
            None => self.names.unknown(Expected::Scenario, &name.value, place),
            Some(Ok(OnPlan::Ready(..))) if !name.value.contains('@') => {
                let message = format!("`{}` does not say what it strikes", name.value);
                let finding = Diagnostic::error("unknown-id", message, place)
                    .label("a ready scenario strikes one component")
                    .help(format!("name it: `{}@some-id`", name.value));
                Some(finding)
            }
            Some(Ok(_)) => return Some(ExercisedScenario::Library(name.value.clone())),
            Some(Err(problem)) => {
                let finding = Diagnostic::of("unknown-id", problem, place);
                let finding = finding.label("no such scenario on this plan");
                self.names.is_whole().then_some(finding)
            }
        };
        self.problems.extend(problem);
        None
    }

    fn waiver(&mut self, file: FileId, place: Span, waiver: said::WaiverTable) -> Option<Waiver> {
        let said::WaiverTable {
            rule,
            at,
            of,
            reason,
            until,
        } = waiver;
        let at_place = Span::new(file, at.range.clone());
        let on = self.addressed(&at.value, at_place)?;
        let (of, of_name) = match of {
            Some(said) => self.waived_cause(file, said, &rule.value)?,
            None => (None, None),
        };
        Some(Waiver {
            place,
            rule: At::new(rule.value, Span::new(file, rule.range)),
            at: WaiverScope::Component(At::new(on, at_place)),
            of,
            of_name,
            reason: reason.0,
            until: At::new(until.value.0, Span::new(file, until.range)),
        })
    }

    /// A waiver for each rule that a comment names.
    fn ignored(&mut self, file: FileId, ignore: SaidIgnore) -> Vec<Waiver> {
        let SaidIgnore {
            comment,
            rules,
            of,
            reason,
            until,
            line,
            number,
            table,
        } = ignore;
        // A comment may name several rules: what the plan does not have is waived by each alone.
        let outside = rules
            .iter()
            .all(|rule| FINDS_STRANGERS.contains(&rule.value.as_str()));
        let name = rules.first().filter(|_| outside);
        let name = name.map(|rule| rule.value.clone()).unwrap_or_default();
        let (of, of_name) = match of {
            Some(said) => match self.waived_cause(file, said, &name) {
                Some(cause) => cause,
                None => return Vec::new(),
            },
            None => (None, None),
        };
        let comment = Span::new(file, comment);
        let path = self.paths.get(&file).map_or("", String::as_str);
        let scope = WaiverScope::Line(WaivedLine {
            comment,
            line: Span::new(file, line),
            shown: format!("line {number} of {path}"),
            component: table.and_then(|id| self.names.component(&id)),
        });
        let waiver = |rule: Said<String>| Waiver {
            place: comment,
            rule: At::new(rule.value, Span::new(file, rule.range)),
            at: scope.clone(),
            of,
            of_name: of_name.clone(),
            reason: reason.clone(),
            until: At::new(until.value, Span::new(file, until.range.clone())),
        };
        rules.into_iter().map(waiver).collect()
    }

    /// What a finding must be about to be waived: a component, or of rules that find what the
    /// plan lacks a name in a file.
    fn waived_cause(
        &mut self,
        file: FileId,
        said: Said<String>,
        rule: &str,
    ) -> Option<WaivedCause> {
        let place = Span::new(file, said.range);
        let told = self.problems.len();
        if let Some(of) = self.addressed(&said.value, place) {
            return Some((Some(At::new(of, place)), None));
        }
        if !FINDS_STRANGERS.contains(&rule) {
            return None;
        }
        self.problems.truncate(told);
        Some((None, Some(At::new(said.value, place))))
    }

    /// `service.search` or `search`.
    fn addressed(&mut self, address: &str, place: Span) -> Option<ComponentId> {
        let Some((kind, id)) = address.split_once('.') else {
            return self.component(Expected::Component, address, place);
        };
        if self.names.component(address).is_some() {
            return self.names.component(address);
        }
        let of = self.component(Expected::Component, id, place)?;
        let true_kind = self.components[of.index()].kind().as_str();
        if true_kind != kind {
            self.problems.push(
                Diagnostic::error("wrong-kind", format!("`{id}` is no {kind}"), place)
                    .label(format!("the plan declares [{true_kind}.{id}]"))
                    .help(format!("write `{true_kind}.{id}`")),
            );
        }
        Some(of)
    }
}
