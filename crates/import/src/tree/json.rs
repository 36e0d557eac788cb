use std::collections::HashMap;

use jsonc_parser::ast::{ObjectPropName, Value as JsonValue};
use jsonc_parser::common::Ranged;
use jsonc_parser::{CollectOptions, CommentCollectionStrategy, ParseOptions, parse_to_ast};
use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::source::{FileId, Sources, Span};

use super::strict_json::read_strict;
use super::yaml::{DUPLICATE_KEY, UNREADABLE};
use super::{Entry, Key, Node, Value};

/// The value of a JSON text. What programs write is read to the letter, all else with comments
/// and commas behind the last value let pass, as the programs do that write settings by hand.
pub fn read_json(sources: &Sources, file: FileId, problems: &mut Vec<Diagnostic>) -> Option<Node> {
    match read_strict(&sources.get(file).text, file) {
        Some((node, told)) => {
            problems.extend(told);
            Some(node)
        }
        None => read_loose(sources, file, problems),
    }
}

pub(super) fn read_loose(
    sources: &Sources,
    file: FileId,
    problems: &mut Vec<Diagnostic>,
) -> Option<Node> {
    let collect = CollectOptions {
        comments: CommentCollectionStrategy::Off,
        tokens: false,
    };
    let options = ParseOptions {
        allow_comments: true,
        allow_trailing_commas: true,
        allow_loose_object_property_names: false,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_non_finite_numbers: false,
        allow_extended_string_escapes: false,
    };
    let text = &sources.get(file).text;
    match parse_to_ast(text, &collect, &options) {
        Ok(parsed) => {
            let value = parsed.value?;
            Some(Reader { file, problems }.node(value))
        }
        Err(error) => {
            let range = error.range();
            // The range may be all that is unfinished; reading stopped at its end.
            let last = text
                .get(..range.end)
                .and_then(|read| read.chars().next_back());
            let last = last.map_or(0, char::len_utf8);
            let place = Span::new(file, range.end - last..range.end);
            let message = format!("this is no JSON: {}", sentence(&error.kind().to_string()));
            problems.push(
                Diagnostic::error(UNREADABLE, message, place)
                    .label("read as far as here")
                    .help("a file that was cut short ends like this: save it again"),
            );
            None
        }
    }
}

struct Reader<'a> {
    file: FileId,
    problems: &'a mut Vec<Diagnostic>,
}

impl Reader<'_> {
    fn node(&mut self, value: JsonValue<'_>) -> Node {
        let span = self.span(&value);
        let scalar = |text: String, quoted| Value::Scalar { text, quoted };
        let value = match value {
            JsonValue::StringLit(text) => scalar(text.value.into_owned(), true),
            JsonValue::NumberLit(number) => scalar(number.value.to_owned(), false),
            JsonValue::BooleanLit(truth) => scalar(truth.value.to_string(), false),
            JsonValue::NullKeyword(_) => scalar(String::new(), false),
            JsonValue::Array(array) => Value::List(
                array
                    .elements
                    .into_iter()
                    .map(|one| self.node(one))
                    .collect(),
            ),
            JsonValue::Object(object) => self.map(object),
        };
        Node::new(value, span)
    }

    fn map(&mut self, object: jsonc_parser::ast::Object<'_>) -> Value {
        let mut entries: Vec<Entry> = Vec::with_capacity(object.properties.len());
        let mut known = KnownKeys::default();
        for one in object.properties {
            let span = self.span(&one.name);
            let text = match one.name {
                ObjectPropName::String(name) => name.value.into_owned(),
                ObjectPropName::Word(name) => name.value.to_owned(),
            };
            let entry = Entry {
                key: Key { text, span },
                value: self.node(one.value),
            };
            match known.find(&entries, &entry.key.text) {
                Some(before) => {
                    let before: &mut Entry = &mut entries[before];
                    self.problems.push(twice(&entry.key, before.key.span));
                    *before = entry;
                }
                None => entries.push(entry),
            }
        }
        Value::Map(entries)
    }

    fn span(&self, of: &impl Ranged) -> Span {
        let range = of.range();
        Span::new(self.file, range.start..range.end)
    }
}

/// Where each key of a map stands: few are looked through, which most maps have.
#[derive(Default)]
pub(super) struct KnownKeys(HashMap<String, usize>);

impl KnownKeys {
    const FEW: usize = 16;

    pub(super) fn find(&mut self, entries: &[Entry], key: &str) -> Option<usize> {
        if entries.len() <= Self::FEW {
            return entries.iter().position(|one| one.key.text == key);
        }
        for (at, one) in entries.iter().enumerate().skip(self.0.len()) {
            self.0.insert(one.key.text.clone(), at);
        }
        self.0.get(key).copied()
    }
}

/// A key that a map has already.
pub(super) fn twice(key: &Key, before: Span) -> Diagnostic {
    let message = format!("the key `{}` stands in this map twice", key.text);
    Diagnostic::error(DUPLICATE_KEY, message, key.span)
        .label("this one counts")
        .related(before, "first here")
        .help("take one of the two away: programs differ in which of them they read")
}

/// Without the capital and the full stop of a sentence.
fn sentence(text: &str) -> String {
    let text = text.trim_end_matches('.');
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_lowercase().chain(letters).collect(),
        None => String::new(),
    }
}
