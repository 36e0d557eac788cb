use std::borrow::Cow;
use std::collections::HashMap;

use granit_parser::{Event, Parser, ScalarStyle, ScanError, Tag};
use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::source::{FileId, Sources, Span};

use super::json::twice;
use super::{Entry, Key, Node, Value};

/// A text, or a document of it, that is not what its reader takes.
pub(super) const UNREADABLE: &str = "unreadable";
pub(super) const DUPLICATE_KEY: &str = "duplicate-key";
const ALIASES: &str = "too-many-aliases";
const MERGE: &str = "merge-key";

/// Aliases may repeat so many nodes of one document: far more than people write, and far
/// less than a text made to explode.
const MOST_REPEATED: usize = 500_000;

/// The documents of a YAML text, those that are empty left out. After a document that
/// cannot be read the next one is.
pub fn read_yaml(sources: &Sources, file: FileId, problems: &mut Vec<Diagnostic>) -> Vec<Node> {
    let text = sources.get(file).text.as_str();
    let options = granit_parser::options! {
        emit_unresolved_aliases: true,
        emit_comments: false,
        simple_key_max_lookahead: 16 << 10
    };
    let mut parser = Parser::new_from_str_with_options(text, options);
    let mut documents = Vec::new();
    let mut builder = Builder::new(file, problems);
    loop {
        match parser.next_event() {
            None => break,
            Some(Ok((Event::DocumentEnd, _))) => documents.extend(builder.finished()),
            Some(Ok((event, span))) => {
                let range = span.byte_range().unwrap_or_default();
                builder.take(event, Span::new(file, range));
            }
            Some(Err(error)) => {
                builder.broken(&error, text);
                match parser.proceed_next_document() {
                    Ok(true) => {}
                    Ok(false) | Err(_) => break,
                }
            }
        }
    }
    documents.retain(|document: &Node| !document.is_null());
    documents
}

struct Builder<'a> {
    file: FileId,
    problems: &'a mut Vec<Diagnostic>,
    open: Vec<Open>,
    done: Option<Node>,
    anchors: HashMap<usize, (Node, usize)>,
    repeated: usize,
}

/// A list or a map whose end is not reached.
struct Open {
    start: Span,
    anchor: usize,
    tag: Option<String>,
    /// How many nodes are in it, itself included.
    size: usize,
    kind: OpenKind,
}

enum OpenKind {
    List(Vec<Node>),
    Map {
        entries: Vec<Entry>,
        known: HashMap<String, usize>,
        key: Option<Key>,
        merged: Vec<Node>,
    },
}

impl<'a> Builder<'a> {
    fn new(file: FileId, problems: &'a mut Vec<Diagnostic>) -> Self {
        Self {
            file,
            problems,
            open: Vec::new(),
            done: None,
            anchors: HashMap::new(),
            repeated: 0,
        }
    }

    fn take(&mut self, event: Event<'_>, span: Span) {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let value = Value::Scalar {
                    text: text.into_owned(),
                    quoted: style != ScalarStyle::Plain,
                };
                let tag = tag.as_deref().map(Tag::to_string);
                let node = Node { span, value, tag };
                self.put(node, 1, anchor);
            }
            Event::SequenceStart(_, anchor, tag) => {
                self.start(span, anchor, tag, OpenKind::List(Vec::new()));
            }
            Event::MappingStart(_, anchor, tag) => {
                let kind = OpenKind::Map {
                    entries: Vec::new(),
                    known: HashMap::new(),
                    key: None,
                    merged: Vec::new(),
                };
                self.start(span, anchor, tag, kind);
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(span),
            Event::Alias(anchor) => self.alias(anchor, span),
            Event::UnresolvedAlias(name) => {
                let message = format!("no anchor `&{name}` stands before `*{name}`");
                self.problems
                    .push(Diagnostic::error(UNREADABLE, message, span).label("read as no value"));
                self.put(nothing(span), 1, 0);
            }
            _ => {}
        }
    }

    fn start(&mut self, start: Span, anchor: usize, tag: Option<Cow<'_, Tag>>, kind: OpenKind) {
        self.open.push(Open {
            start,
            anchor,
            tag: tag.as_deref().map(Tag::to_string),
            size: 1,
            kind,
        });
    }

    fn end(&mut self, end: Span) {
        let Some(open) = self.open.pop() else {
            return;
        };
        let value = match open.kind {
            OpenKind::List(items) => Value::List(items),
            OpenKind::Map {
                mut entries,
                mut known,
                merged,
                ..
            } => {
                for map in merged {
                    merge(&mut entries, &mut known, &map);
                }
                Value::Map(entries)
            }
        };
        let node = Node {
            span: Span {
                end: end.end.max(open.start.end),
                ..open.start
            },
            value,
            tag: open.tag,
        };
        self.put(node, open.size, open.anchor);
    }

    fn alias(&mut self, anchor: usize, span: Span) {
        let Some((node, size)) = self.anchors.get(&anchor) else {
            self.problems.push(
                Diagnostic::error(UNREADABLE, "an alias names what it stands in", span)
                    .label("read as no value"),
            );
            return self.put(nothing(span), 1, 0);
        };
        let size = *size;
        if self.repeated + size > MOST_REPEATED {
            if self.repeated <= MOST_REPEATED {
                let message = format!("aliases repeat more than {MOST_REPEATED} values");
                self.problems.push(
                    Diagnostic::error(ALIASES, message, span)
                        .label("this and the aliases after it are read as no value"),
                );
                self.repeated = MOST_REPEATED + 1;
            }
            return self.put(nothing(span), 1, 0);
        }
        self.repeated += size;
        let node = node.clone();
        self.put(node, size, 0);
    }

    /// Puts a node where the next one belongs.
    fn put(&mut self, node: Node, size: usize, anchor: usize) {
        if anchor != 0 {
            self.anchors.insert(anchor, (node.clone(), size));
        }
        let Some(open) = self.open.last_mut() else {
            self.done = Some(node);
            return;
        };
        open.size += size;
        match &mut open.kind {
            OpenKind::List(items) => items.push(node),
            OpenKind::Map {
                entries,
                known,
                key,
                merged,
            } => match key.take() {
                None => *key = Some(as_key(&node)),
                Some(found) if found.text == "<<" => {
                    self.problems.extend(not_merged(&node));
                    let maps = node.one_or_more().iter().filter(|one| one.is_map());
                    merged.extend(maps.cloned());
                }
                Some(found) => match known.get(&found.text) {
                    Some(&before) => {
                        self.problems.push(twice(&found, entries[before].key.span));
                        entries[before] = Entry {
                            key: found,
                            value: node,
                        };
                    }
                    None => {
                        known.insert(found.text.clone(), entries.len());
                        entries.push(Entry {
                            key: found,
                            value: node,
                        });
                    }
                },
            },
        }
    }

    fn finished(&mut self) -> Option<Node> {
        self.forget();
        self.done.take()
    }

    fn broken(&mut self, error: &ScanError, text: &str) {
        let at = error.marker().byte_offset().unwrap_or(0).min(text.len());
        // The parser has no words for some: a list that is never closed.
        let message = match error.info().as_str() {
            "" => "this is no YAML: something before this place is not closed".to_owned(),
            why => format!("this is no YAML: {why}"),
        };
        let mut finding = Diagnostic::error(UNREADABLE, message, Span::new(self.file, at..at + 1))
            .label("read as far as here");
        if line_at(text, at).starts_with(['\t', ' ']) && line_at(text, at).contains('\t') {
            finding = finding.help("YAML is indented with blanks, never with tabs");
        }
        self.problems.push(finding);
        self.forget();
        self.done = None;
    }

    fn forget(&mut self) {
        self.open.clear();
        self.anchors.clear();
        self.repeated = 0;
    }
}

fn nothing(span: Span) -> Node {
    let value = Value::Scalar {
        text: String::new(),
        quoted: false,
    };
    Node::new(value, span)
}

/// A key that is no single value has no name that anybody asks for.
fn as_key(node: &Node) -> Key {
    let text = match &node.value {
        Value::Scalar { text, .. } => text.clone(),
        Value::List(_) | Value::Map(_) => String::new(),
    };
    Key {
        text,
        span: node.span,
    }
}

/// Of a merge key that names no map.
fn not_merged(node: &Node) -> Option<Diagnostic> {
    let wrong = node.one_or_more().iter().find(|one| !one.is_map())?;
    let message = format!("a merge key takes maps, and this is {}", wrong.kind());
    Some(Diagnostic::error(MERGE, message, wrong.span).label("not merged"))
}

/// What a map does not have itself, from another.
fn merge(entries: &mut Vec<Entry>, known: &mut HashMap<String, usize>, from: &Node) {
    for entry in from.entries() {
        if !known.contains_key(&entry.key.text) {
            known.insert(entry.key.text.clone(), entries.len());
            entries.push(entry.clone());
        }
    }
}

fn line_at(text: &str, at: usize) -> &str {
    let start = text[..floor(text, at)].rfind('\n').map_or(0, |at| at + 1);
    text[start..].lines().next().unwrap_or_default()
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
