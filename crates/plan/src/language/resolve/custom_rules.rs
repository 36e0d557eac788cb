use std::ops::Range;

use crate::language::said;
use crate::language::text_offsets::offsets;
use crate::model::{CustomRule, Expression};
use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::source::{At, FileId, Sources, Span};
use jurymast_terms::vocabulary::Severity;

use super::resolver::Resolver;

impl Resolver<'_> {
    /// Rules of the plan's own. The same words count once where a file of rules is pulled in
    /// twice.
    pub(super) fn custom_rules(
        &mut self,
        sources: &Sources,
        rules: Vec<(FileId, Range<usize>, said::RuleTable)>,
    ) -> Vec<CustomRule> {
        let mut all: Vec<CustomRule> = Vec::new();
        for (file, _, rule) in rules {
            let rule = custom_rule(sources, file, rule);
            if !is_name(&rule.id.value) {
                let message = format!("`{}` is no name of a rule", rule.id.value);
                let finding = Diagnostic::error("invalid-id", message, rule.id.span)
                    .label("expected small letters, digits and single hyphens")
                    .help(
                        "such as \"second-team\", or \"acme/second-team\" with your name in front",
                    );
                self.problems.push(finding);
            } else if !all.iter().any(|first| says_the_same(first, &rule)) {
                all.push(rule);
            }
        }
        all
    }
}

fn custom_rule(sources: &Sources, file: FileId, rule: said::RuleTable) -> CustomRule {
    let said::RuleTable {
        id,
        on,
        when,
        message,
        severity,
        why,
        remedy,
        source,
    } = rule;
    let text = when.value.0;
    let written = sources.get(file).text.get(when.range.clone());
    let offsets = offsets(written.unwrap_or_default(), &text).into_iter();
    CustomRule {
        id: At::new(id.value.0, Span::new(file, id.range)),
        on,
        when: Expression {
            offsets: offsets.map(|at| when.range.start + at).collect(),
            text,
            place: Span::new(file, when.range),
        },
        message: message.0,
        severity: severity.unwrap_or(Severity::Warning),
        why: why.map(Into::into),
        remedy: remedy.map(Into::into),
        source: source.map(Into::into),
    }
}

/// Words of small letters and digits with hyphens between them, and slashes between names.
fn is_name(id: &str) -> bool {
    let is_word = |word: &str| {
        let mut bytes = word.bytes();
        !word.is_empty() && bytes.all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
    };
    id.len() <= 100 && id.split('/').all(|name| name.split('-').all(is_word))
}

/// In two files: one file of rules, vendored twice.
fn says_the_same(one: &CustomRule, other: &CustomRule) -> bool {
    let words = |rule: &CustomRule| {
        let CustomRule {
            id,
            on,
            when,
            message,
            severity,
            why,
            remedy,
            source,
        } = rule.clone();
        let named = (id.value, on, when.text, message);
        (named, severity, why, remedy, source)
    };
    one.id.span.file != other.id.span.file && words(one) == words(other)
}
