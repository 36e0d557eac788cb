use std::ops::Range;

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::DeValue;

use crate::language::ids;
use crate::language::ignores::{SaidIgnore, ignores};
use crate::language::said::{self, plan_tables};
use jurymast_terms::diagnostic::{Diagnostic, Severity};
use jurymast_terms::source::{FileId, Span};
use jurymast_terms::suggest;

use super::{entry, hidden, mistake, syntax, words};

macro_rules! decoded {
    (
        single { $($(#[$one_doc:meta])* $one:ident: $one_type:ty,)* }
        by_id { $($(#[$many_doc:meta])* $many:ident: $many_type:ty,)* }
        listed { $($(#[$list_doc:meta])* $list:ident: $list_type:ty,)* }
    ) => {
        /// What one file says.
        #[derive(Debug, Default)]
        pub(in crate::language) struct Decoded {
            $($(#[$one_doc])* pub(in crate::language) $one: Option<(Range<usize>, $one_type)>,)*
            $($(#[$many_doc])* pub(in crate::language) $many: Vec<TableEntry<$many_type>>,)*
            $($(#[$list_doc])* pub(in crate::language) $list: Vec<(Range<usize>, $list_type)>,)*
            /// Ids of entries that were written but could not be read.
            pub(in crate::language) ruined: Vec<String>,
            /// There is no telling what a file with broken syntax meant to declare.
            pub(in crate::language) broken_syntax: bool,
            /// There is a `[plan]` table, be it right or wrong.
            pub(in crate::language) heads_plan: bool,
            /// Comments that accept findings.
            pub(in crate::language) ignores: Vec<SaidIgnore>,
            /// Its path from the folder of the root file.
            pub(in crate::language) path: String,
        }

        const TABLES: &[&str] = &[
            $(stringify!($one),)* $(stringify!($many),)* $(stringify!($list),)*
        ];

        fn is_table(value: &Spanned<DeValue<'_>>) -> bool {
    matches!(value.get_ref(), DeValue::Table(_))
}

impl FileReader {
            fn section(&mut self, name: &str, key: Range<usize>, value: &Spanned<DeValue<'_>>) {
                match name {
                    $(stringify!($one) => self.decoded.$one = self.single(name, key, value),)*
                    $(stringify!($many) => self.decoded.$many = self.entries(name, value),)*
                    $(stringify!($list) => self.decoded.$list = self.list(name, value),)*
                    _ => self.unknown_table(name, key, value),
                }
            }
        }
    };
}

plan_tables!(decoded);

/// One table of a section, such as `[service.checkout]`.
#[derive(Debug)]
pub(in crate::language) struct TableEntry<T> {
    pub(in crate::language) id: String,
    /// The id in its header.
    pub(in crate::language) key: Range<usize>,
    pub(in crate::language) value: T,
    /// The same for two tables that say the same.
    pub(in crate::language) words: u64,
}

/// Reads one file; errors and warnings are added to `found` in order of place.
pub(in crate::language) fn decode(
    file: FileId,
    text: &str,
    found: &mut Vec<Diagnostic>,
) -> Decoded {
    let (root, syntax_errors) = syntax::parse(text);
    let broken_lines = lines_of(text, &syntax_errors);
    let mut reader = FileReader {
        file,
        errors: syntax::errors(file, text, syntax_errors),
        decoded: Decoded::default(),
    };
    reader.decoded.broken_syntax = !reader.errors.is_empty();
    if !reader.decoded.broken_syntax {
        reader.errors.extend(syntax::newer_than_1_0(file, text));
    }
    reader.decoded.ignores = ignores(file, text, &mut reader.errors);
    reader.errors.extend(hidden::characters(file, text, &root));
    for (key, value) in &root {
        reader.decoded.heads_plan |= key.get_ref() == "plan";
        reader.section(key.get_ref(), key.span(), value);
    }
    let FileReader {
        file: _,
        mut errors,
        decoded,
    } = reader;
    if decoded.broken_syntax {
        errors.retain(|error| {
            let echo = error.code == "missing-key"
                || broken_lines.contains(&line_of(text, error.place.start as usize));
            matches!(error.code, "syntax" | "duplicate-id" | "duplicate-key") || !echo
        });
    }
    errors.sort_by_key(|error| (error.place, error.code));
    found.append(&mut errors);
    decoded
}

struct FileReader {
    file: FileId,
    errors: Vec<Diagnostic>,
    decoded: Decoded,
}

impl FileReader {
    fn unknown_table(&mut self, name: &str, key: Range<usize>, value: &Spanned<DeValue<'_>>) {
        let finding = Diagnostic::error(
            "unknown-key",
            format!("unknown table `{name}`"),
            Span::new(self.file, key),
        )
        .label("not a table of a plan");
        let is_key = match value.get_ref() {
            DeValue::Array(all) => !all.iter().any(is_table),
            _ => !is_table(value),
        };
        let near = match is_key {
            true => suggest::did_you_mean(name, TABLES.iter().copied()),
            false => mistake::did_you_mean(name, TABLES),
        };
        self.errors.push(match near {
            Some(question) => finding.help(question),
            None if is_key => finding.help(format!(
                "`{name}` stands above every header: write it below the one of its table, \
                     such as [plan]"
            )),
            None => finding.note(format!("expected one of: {}", TABLES.join(", "))),
        });
    }

    fn single<T: DeserializeOwned>(
        &mut self,
        section: &str,
        key: Range<usize>,
        value: &Spanned<DeValue<'_>>,
    ) -> Option<(Range<usize>, T)> {
        let place = if value.span().is_empty() {
            key
        } else {
            value.span()
        };
        let found = self.errors.len();
        let read = self.read(section, value);
        if !matches!(value.get_ref(), DeValue::Table(_)) {
            for error in &mut self.errors[found..] {
                error.help.push(format!("head it [{section}]"));
            }
        }
        read.map(|read| (place, read))
    }

    fn entries<T: DeserializeOwned>(
        &mut self,
        section: &str,
        value: &Spanned<DeValue<'_>>,
    ) -> Vec<TableEntry<T>> {
        let DeValue::Table(table) = value.get_ref() else {
            self.not_a_table(section, value.span());
            return Vec::new();
        };
        let mut entries = Vec::with_capacity(table.len());
        for (key, value) in table {
            let range = key.span();
            let id = key.get_ref().clone().into_owned();
            let found = self.errors.len();
            let words = words::fingerprint(value.get_ref());
            let named = self.check_id(section, &id, range.clone());
            let read = self.read(section, value);
            let is_table = matches!(value.get_ref(), DeValue::Table(_));
            for error in &mut self.errors[found..] {
                error.component = Some(id.clone());
                if !is_table && named {
                    error.help.push(format!("head it [{section}.{id}]"));
                }
            }
            match read {
                Some(value) if named => entries.push(TableEntry {
                    id,
                    key: range,
                    value,
                    words,
                }),
                _ => self.decoded.ruined.push(id),
            }
        }
        entries
    }

    fn list<T: DeserializeOwned>(
        &mut self,
        section: &str,
        value: &Spanned<DeValue<'_>>,
    ) -> Vec<(Range<usize>, T)> {
        let DeValue::Array(list) = value.get_ref() else {
            self.errors.push(
                Diagnostic::error(
                    "invalid-value",
                    format!("expected a list of tables, each headed [[{section}]]"),
                    Span::new(self.file, value.span()),
                )
                .label(format!("write [[{section}]]")),
            );
            return Vec::new();
        };
        let mut read = Vec::with_capacity(list.len());
        for value in list.iter() {
            read.extend(self.read(section, value).map(|one| (value.span(), one)));
        }
        read
    }

    fn read<T: DeserializeOwned>(
        &mut self,
        section: &str,
        value: &Spanned<DeValue<'_>>,
    ) -> Option<T> {
        entry::read(self.file, section, value, &mut self.errors)
    }

    /// Ids become file names and addresses, so they are kebab-case.
    fn check_id(&mut self, section: &str, id: &str, range: Range<usize>) -> bool {
        let word = |part: &str| {
            !part.is_empty()
                && part
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        };
        if id.len() <= 100 && id.split('-').all(word) {
            return true;
        }
        let finding = Diagnostic::error(
            "invalid-id",
            format!("`{id}` is not an id for this {section}"),
            Span::new(self.file, range),
        )
        .label("not an id")
        .note(
            "an id is lower-case letters and digits, joined by hyphens, 100 at most: it names pages and files",
        );
        self.errors.push(match ids::as_id(id) {
            Some(near) if near.len() <= 100 => finding.help(format!(
                "write `{near}`, and `name = ...` for the words people see"
            )),
            _ => finding,
        });
        false
    }

    fn not_a_table(&mut self, section: &str, range: Range<usize>) {
        self.errors.push(
            Diagnostic::new(
                "invalid-value",
                Severity::Error,
                format!("`{section}` holds tables, one for each id"),
                Span::new(self.file, range),
            )
            .label(format!("write [{section}.some-id]")),
        );
    }
}

fn lines_of(text: &str, errors: &[toml::de::Error]) -> Vec<usize> {
    errors
        .iter()
        .filter_map(toml::de::Error::span)
        .map(|range| line_of(text, range.start))
        .collect()
}

fn line_of(text: &str, at: usize) -> usize {
    let before = &text.as_bytes()[..at.min(text.len())];
    before.iter().filter(|byte| **byte == b'\n').count()
}
