use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use crate::language::decode::Decoded;
use crate::language::digest;
use crate::language::said;
use crate::model::{
    Activation, Approval, ApprovedDigest, Kind, Origin, Plan, PlanHeader, SavedModelList, TeamId,
};
use jurymast_terms::diagnostic::{Diagnostic, Severity};
use jurymast_terms::source::{At, FileId, Sources, Span};

use super::declare::{self, Tables};
use super::names::NameIndex;
use super::resolver::Resolver;

/// Builds the plan. `unread` says that a file which may declare more could not
/// be read, so that unknown names prove nothing.
pub(in crate::language) fn resolve(
    sources: &Sources,
    decoded: Vec<(FileId, Decoded)>,
    unread: bool,
    model_lists: Arc<[SavedModelList]>,
    problems: &mut Vec<Diagnostic>,
) -> Plan {
    let any_errors = !is_free_of_errors(problems);
    let mut resolver = Resolver {
        problems,
        names: NameIndex::new(sources, &decoded, unread),
        components: Vec::new(),
        teams: Vec::new(),
        defaults: HashMap::new(),
        placed: HashSet::new(),
        lineages: HashMap::new(),
        paths: BTreeMap::new(),
        model_lists,
    };
    let files: Vec<FileId> = decoded.iter().map(|(file, _)| *file).collect();
    let is_read = !unread && !decoded.iter().any(|(_, one)| one.broken_syntax);
    let content = || {
        let texts = files.iter().map(|file| sources.get(*file).text.as_str());
        is_read.then(|| digest::content_digest(texts))
    };
    let (header, lint, defaults, tables) = split(decoded, &mut resolver);
    let Tables {
        teams,
        pending,
        mut documents,
    } = declare::declare(&mut resolver, tables);
    let rules = std::mem::take(&mut documents.rules);
    let rules = resolver.custom_rules(sources, rules);
    resolver.fill_teams(teams);
    resolver.fill_defaults(defaults);
    resolver.fill(pending);
    let documents = resolver.documents(documents);
    if header.is_none() && resolver.components.is_empty() && !any_errors {
        resolver.empty(sources);
    } else if !any_errors {
        resolver.check_there_is_something(header.as_ref());
    }
    let header = resolver.header(header, any_errors, content);
    resolver.answer_for(header.owner);
    let lint = lint.map(|(file, lint)| resolver.settings(file, lint));
    let lint = lint.unwrap_or_default();
    let is_whole = !unread && is_free_of_errors(resolver.problems);
    let mut plan = Plan {
        is_whole,
        header,
        lint,
        teams: resolver.teams,
        components: resolver.components,
        runbooks: documents.runbooks,
        communications: documents.communications,
        scenarios: documents.scenarios,
        exercises: documents.exercises,
        waivers: documents.waivers,
        rules,
        today: None,
        model_lists: resolver.model_lists,
        names: resolver.names.into_components(),
    };
    plan.assume_tiers();
    plan
}

fn is_free_of_errors(problems: &[Diagnostic]) -> bool {
    problems.iter().all(|one| one.severity != Severity::Error)
}

type Placed<T> = (FileId, Range<usize>, T);

/// The root's `[plan]` and `[lint]`, the `[defaults]` of each file, and the other
/// tables of all files.
type Split = (
    Option<Placed<said::PlanTable>>,
    Option<(FileId, said::LintTable)>,
    Vec<(FileId, said::DefaultsTable)>,
    Vec<(FileId, Decoded)>,
);

fn split(decoded: Vec<(FileId, Decoded)>, resolver: &mut Resolver<'_>) -> Split {
    let mut header = None;
    let mut lint = None;
    let mut defaults = Vec::new();
    let mut tables = Vec::with_capacity(decoded.len());
    for (at, (file, mut one)) in decoded.into_iter().enumerate() {
        let root = at == 0;
        resolver.paths.insert(file, std::mem::take(&mut one.path));
        if let Some((range, table)) = one.plan.take()
            && root
        {
            header = Some((file, range, table));
        }
        let mut ignored = |table: &str, range| {
            let message = format!("[{table}] counts in the root plan file only");
            let place = Span::new(file, range);
            resolver.problems.push(
                Diagnostic::new("ignored-table", Severity::Warning, message, place)
                    .label("not used"),
            );
        };
        if let Some((range, table)) = one.lint.take() {
            if root {
                lint = Some((file, table));
            } else {
                ignored("lint", range);
            }
        }
        defaults.extend(one.defaults.take().map(|(_, table)| (file, table)));
        if let Some((range, _)) = one.catalogue.take()
            && !root
        {
            ignored("catalogue", range);
        }
        tables.push((file, one));
    }
    (header, lint, defaults, tables)
}

impl Resolver<'_> {
    fn header(
        &mut self,
        said: Option<Placed<said::PlanTable>>,
        any_errors: bool,
        content: impl Fn() -> Option<String>,
    ) -> PlanHeader {
        let root = self.names.root();
        let Some((file, _, table)) = said else {
            if !any_errors && !self.components.is_empty() {
                self.problems.push(
                    Diagnostic::error("missing-key", "the plan has no [plan] table", root)
                        .label("expected in this file")
                        .help("write [plan] and name = \"...\" at the top of the root plan file"),
                );
            }
            return PlanHeader {
                name: "Unnamed plan".to_owned(),
                description: None,
                place: root,
                owner: None,
                scope: None,
                excludes: None,
                review_every: None,
                approved: None,
                activation: None,
                published: Vec::new(),
            };
        };
        let said::PlanTable {
            name,
            description,
            include: _,
            owner,
            scope,
            excludes,
            review_every,
            approved,
            activation,
            published,
        } = table;
        PlanHeader {
            name: name.value.0,
            description,
            place: Span::new(file, name.range),
            owner: self.some_team(file, owner),
            scope,
            excludes,
            review_every: review_every.map(Into::into),
            approved: approved.map(|said::ApprovalEntry { by, on, digest }| Approval {
                by: by.into(),
                on: on.into(),
                digest: digest.map(|said| ApprovedDigest {
                    now: content(),
                    said: At::new(said.value.into(), Span::new(file, said.range)),
                }),
            }),
            published: self.listed(file, published),
            activation: activation.map(|activation| {
                let said::ActivationEntry {
                    when,
                    by,
                    alternate,
                    stand_down_when,
                } = activation;
                Activation {
                    when,
                    by: self.some_team(file, by).map(|team| team.value),
                    alternate: self.some_team(file, alternate).map(|team| team.value),
                    stand_down_when,
                }
            }),
        }
    }

    /// The plan's owner answers where no team does.
    fn answer_for(&mut self, owner: Option<At<TeamId>>) {
        for component in &mut self.components {
            let ours = matches!(
                component.kind(),
                Kind::Activity | Kind::Service | Kind::Resource | Kind::Ai
            );
            if ours && component.origin == Origin::Plan && component.team.is_none() {
                component.team = owner;
            }
        }
    }

    fn empty(&mut self, sources: &Sources) {
        let root = self.names.root();
        let file = &sources.get(root.file).path;
        self.problems.push(
            Diagnostic::error("empty-plan", format!("`{file}` holds no plan"), root)
                .help("`jurymast init` writes a first plan to start from"),
        );
    }

    fn check_there_is_something(&mut self, header: Option<&Placed<said::PlanTable>>) {
        if !self.components.is_empty() {
            return;
        }
        let place = header.map_or_else(
            || self.names.root(),
            |(file, range, _)| Span::new(*file, range.clone()),
        );
        self.problems.push(
            Diagnostic::error(
                "empty-plan",
                "the plan declares nothing that could fail",
                place,
            )
            .help("add a [service.some-id] and say what it depends on"),
        );
    }
}
