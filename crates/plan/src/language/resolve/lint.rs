use crate::language::matching;
use crate::language::said::{self, Said};
use crate::model::{LintPlace, LintScope, LintSettings};
use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::source::{At, FileId, Span};
use jurymast_terms::suggest;

use super::resolver::Resolver;

impl Resolver<'_> {
    /// How the rules are applied; `file` is the root.
    pub(super) fn settings(&mut self, file: FileId, lint: said::LintTable) -> LintSettings {
        let said::LintTable {
            rules,
            fallback_tested_within,
            least_rung,
            exercised_within,
            restore_tested_within,
            retiring_within,
            fallback_costs_within,
            concentration_above,
            longest_waiver,
            scan,
            per,
        } = lint;
        let placed = |one: Said<String>| At::new(one.value, Span::new(file, one.range));
        LintSettings {
            rules: rules
                .0
                .into_iter()
                .map(|(name, level)| (placed(name), level))
                .collect(),
            fallback_tested_within: fallback_tested_within.map(Into::into),
            least_rung: least_rung.map_or([None; 4], |one| {
                [one.tier_1, one.tier_2, one.tier_3, one.tier_4]
            }),
            exercised_within: exercised_within.map(Into::into),
            restore_tested_within: restore_tested_within.map(Into::into),
            retiring_within: retiring_within.map(Into::into),
            fallback_costs_within,
            concentration_above: concentration_above.map(Into::into),
            scan: scan.into_iter().map(placed).collect(),
            longest_waiver: longest_waiver.map(Into::into),
            per: per
                .0
                .into_iter()
                .filter_map(|one| self.lint_scope(file, one))
                .collect(),
        }
    }

    /// What holds at one component, or in some files; `None` where that is nothing.
    fn lint_scope(
        &mut self,
        file: FileId,
        (key, table): (Said<String>, said::LintPerTable),
    ) -> Option<LintScope> {
        let said::LintPerTable {
            select,
            ignore,
            level,
            rules,
        } = table;
        let place = Span::new(file, key.range);
        let at = self.lint_place(&key.value, place)?;
        let placed = |one: Said<String>| At::new(one.value, Span::new(file, one.range));
        let all = |list: Vec<Said<String>>| list.into_iter().map(placed).collect();
        let rules = rules.0.into_iter();
        Some(LintScope {
            key: At::new(key.value, place),
            at,
            select: select.map(all),
            ignore: all(ignore),
            level,
            rules: rules.map(|(name, level)| (placed(name), level)).collect(),
        })
    }

    /// A component by `cart` or `service.cart`, else the files of the plan that a path or
    /// glob names.
    fn lint_place(&mut self, key: &str, place: Span) -> Option<LintPlace> {
        let id = match key.split_once('.') {
            Some((kind, id)) => {
                let named = self.names.component(id);
                named.filter(|id| self.components[id.index()].kind().as_str() == kind)
            }
            None => None,
        };
        if let Some(id) = self.names.component(key).or(id) {
            return Some(LintPlace::Component(id));
        }
        let mut files = Vec::new();
        for (file, path) in &self.paths {
            match matching::names_path(key, path) {
                Ok(true) => files.push(*file),
                Ok(false) => {}
                Err(problem) => {
                    self.problems
                        .push(Diagnostic::of("invalid-value", problem, place));
                    return None;
                }
            }
        }
        files.sort();
        if !files.is_empty() {
            return Some(LintPlace::Files(files));
        }
        let ids = self.components.iter().map(|one| one.id.as_str());
        let near = suggest::nearest_of_set(key, ids).map(suggest::ask);
        let message = format!("`{key}` is no component, and no file of the plan");
        self.problems.push(
            Diagnostic::error("unknown-id", message, place)
                .label("nothing is called that")
                .maybe_help(near)
                .help("an id, or a path or glob from the folder of this file: \"services/**\""),
        );
        None
    }
}
