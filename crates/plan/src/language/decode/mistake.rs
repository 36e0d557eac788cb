//! What serde finds wrong with a value, where it stands, and how that is said to people.

use std::fmt::{self, Display};
use std::ops::Range;

use serde::de::{self, Expected, Unexpected};

use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::source::{FileId, Span};
use jurymast_terms::suggest::{self, nearest};

/// One mistake in a value that was read.
#[derive(Debug)]
pub(super) struct Mistake {
    pub(super) kind: MistakeKind,
    /// None until the reader of the value that it was found in adds it.
    pub(super) place: Option<Place>,
}

/// What is wrong.
#[derive(Debug)]
pub(super) enum MistakeKind {
    UnknownKey {
        key: String,
        known: &'static [&'static str],
    },
    UnknownValue {
        value: String,
        known: &'static [&'static str],
    },
    Missing {
        key: &'static str,
        /// It stands in the table, and was left out because it is wrong.
        is_written: bool,
    },
    Unexpected {
        expected: String,
        found: String,
    },
    /// In words for people already.
    Sentence(String),
}

/// Where in a value it is wrong.
#[derive(Debug)]
pub(super) struct Place {
    /// The bytes of the value, or of the key.
    pub(super) range: Range<usize>,
    /// The value or the key.
    pub(super) node: Node,
    /// The lists and tables that it stands in, the innermost first, and which of their
    /// entries it is.
    pub(super) path: Vec<(Node, usize)>,
    /// The key that it is the value of, or stands in the list of.
    pub(super) key: Option<String>,
}

/// A value or key of the parsed text, known by where it is in memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Node(usize);

impl Node {
    pub(super) fn of<T>(value: &T) -> Self {
        Self(std::ptr::from_ref(value).addr())
    }
}

impl Mistake {
    pub(super) fn new(kind: MistakeKind) -> Self {
        Self { kind, place: None }
    }

    /// The same, at this value, unless its place is known.
    pub(super) fn at(mut self, node: Node, range: Range<usize>) -> Self {
        self.place.get_or_insert_with(|| Place {
            range,
            node,
            path: Vec::new(),
            key: None,
        });
        self
    }

    /// Whether something else stands here where a table was expected.
    pub(super) fn is_no_table(&self, node: Node) -> bool {
        let here = self.place.as_ref().is_some_and(|place| place.node == node);
        here && matches!(&self.kind, MistakeKind::Unexpected { expected, .. } if expected == "a table")
    }

    /// The same, of the list or table that it was found in.
    pub(super) fn of(mut self, container: Node) -> Self {
        if let Some(place) = &mut self.place {
            place.node = container;
        }
        self
    }

    /// The same, in the value of this key, unless it stands in a table further in.
    pub(super) fn under(mut self, key: &str) -> Self {
        if let Some(place) = &mut self.place {
            place.key.get_or_insert_with(|| key.to_owned());
        }
        self
    }

    /// The same, in an entry of this list or table.
    pub(super) fn within(mut self, container: Node, entry: usize) -> Self {
        if let Some(place) = &mut self.place {
            place.path.push((container, entry));
        }
        self
    }
}

impl MistakeKind {
    /// The known key that an unknown one was meant to be.
    pub(super) fn meant(&self) -> Option<&'static str> {
        match self {
            Self::UnknownKey { key, known } => {
                synonym(key, known).or_else(|| nearest(key, known.iter().copied()))
            }
            _ => None,
        }
    }

    /// Whether something else stands where a list or a table was expected.
    pub(super) fn is_of_many(&self) -> bool {
        matches!(self, Self::Unexpected { expected, .. } if matches!(expected.as_str(), "a table" | "a list"))
    }

    /// The text that stands where a list or a table was expected.
    pub(super) fn text_for_many(&self) -> Option<&str> {
        let Self::Unexpected { found, .. } = self else {
            return None;
        };
        let text = found.strip_prefix("string \"")?.strip_suffix('"')?;
        self.is_of_many().then_some(text)
    }

    /// As a finding for people.
    pub(super) fn finding(&self, file: FileId, range: Range<usize>) -> Diagnostic {
        let place = Span::new(file, range);
        match self {
            Self::UnknownKey { key, known } => unknown(place, "unknown-key", "key", key, known),
            Self::UnknownValue { value, known } => {
                unknown(place, "invalid-value", "value", value, known)
            }
            Self::Missing { key, .. } => {
                Diagnostic::error("missing-key", format!("`{key}` is missing"), place)
                    .label(format!("this table needs `{key}`"))
            }
            Self::Unexpected { expected, found } => Diagnostic::error(
                "invalid-value",
                format!("expected {expected}, found {}", cut(found)),
                place,
            )
            .maybe_help(near(expected, found)),
            Self::Sentence(said) => Diagnostic::error("invalid-value", said.clone(), place),
        }
    }
}

impl Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.kind)
    }
}

impl std::error::Error for Mistake {}

impl de::Error for Mistake {
    fn custom<T: Display>(said: T) -> Self {
        Self::new(MistakeKind::Sentence(said.to_string()))
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::new(MistakeKind::Unexpected {
            expected: plain_type(&expected.to_string()),
            found: plain_type(&found.to_string()),
        })
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::invalid_type(found, expected)
    }

    fn invalid_length(found: usize, expected: &dyn Expected) -> Self {
        Self::new(MistakeKind::Unexpected {
            expected: plain_type(&expected.to_string()),
            found: format!("{found} of them"),
        })
    }

    fn unknown_variant(value: &str, known: &'static [&'static str]) -> Self {
        let value = value.to_owned();
        Self::new(MistakeKind::UnknownValue { value, known })
    }

    fn unknown_field(key: &str, known: &'static [&'static str]) -> Self {
        let key = key.to_owned();
        Self::new(MistakeKind::UnknownKey { key, known })
    }

    fn missing_field(key: &'static str) -> Self {
        Self::new(MistakeKind::Missing {
            key,
            is_written: false,
        })
    }
}

/// Words of the field and of other formats, and what they are called here: the first of
/// these that is known in its place.
const SYNONYMS: [(&str, &[&str]); 83] = [
    ("account", &["domain"]),
    ("app", &["service"]),
    ("application", &["service"]),
    ("bucket", &["resource"]),
    ("business_function", &["activity"]),
    ("cache", &["resource"]),
    ("cause", &["of"]),
    ("component", &["of", "what", "on", "to", "service"]),
    ("count", &["replicas"]),
    ("critical", &["tier"]),
    ("criticality", &["tier"]),
    ("database", &["resource"]),
    ("datastore", &["resource"]),
    ("date", &["on"]),
    ("delay", &["after", "at"]),
    ("dependencies", &["depends_on"]),
    ("disable", &["rules"]),
    ("disabled", &["rules"]),
    ("duration", &["for", "takes"]),
    ("engine", &["kind"]),
    ("estimate", &["takes"]),
    ("expires", &["until", "retires"]),
    ("expiry", &["until", "retires", "expires"]),
    ("failures", &["fails"]),
    ("faults", &["fails"]),
    ("forbidden", &["403"]),
    ("frequency", &["every"]),
    ("function", &["activity"]),
    ("gateway", &["via"]),
    ("grace", &["holds"]),
    ("id", &["rule", "on", "to", "what", "of"]),
    ("ignore", &["rules"]),
    ("incident", &["scenario"]),
    ("interval", &["every"]),
    ("lasts", &["holds"]),
    ("llm", &["ai"]),
    ("location", &["in"]),
    ("max_staleness", &["lag"]),
    ("metadata", &["plan"]),
    ("model_id", &["model"]),
    ("model_name", &["model"]),
    ("mtd", &["mtpd"]),
    ("mtpod", &["mtpd"]),
    ("name", &["rule", "on", "to", "what", "of"]),
    ("not-found", &["404"]),
    ("on", &["to", "what", "of"]),
    ("optional", &["mode"]),
    ("owner", &["team"]),
    ("phone", &["on_call"]),
    ("primary", &["on", "of"]),
    ("process", &["activity"]),
    ("proxy", &["via"]),
    ("queue", &["resource"]),
    ("quota", &["429"]),
    ("rate-limit", &["429"]),
    ("rate-limited", &["429"]),
    ("rate-limits", &["429"]),
    ("region", &["in", "domain"]),
    ("requires", &["depends_on"]),
    ("resource", &["on", "to", "what"]),
    ("restore_time", &["restore"]),
    ("schedule", &["every"]),
    ("select", &["per"]),
    ("server", &["domain"]),
    ("server-error", &["5xx"]),
    ("service", &["on", "to", "what"]),
    ("site", &["in", "domain"]),
    ("sla", &["slo"]),
    ("stream-cut", &["cut"]),
    ("survives", &["holds"]),
    ("target", &["to", "on", "what", "of"]),
    ("tested", &["verified", "evaluated"]),
    ("to", &["on", "what"]),
    ("tolerates", &["holds"]),
    ("too-many-requests", &["429"]),
    ("truncated", &["cut"]),
    ("type", &["kind", "mode"]),
    ("unauthorized", &["401"]),
    ("uses", &["depends_on"]),
    ("vendor", &["provider"]),
    ("what", &["on", "to", "of"]),
    ("with", &["to"]),
    ("zone", &["in", "domain"]),
];

/// Words with a unit behind them: `rto_hours` is `rto = "4h"` here.
const UNITS: [&str; 7] = ["_s", "_seconds", "_m", "_minutes", "_h", "_hours", "_days"];

/// The letters and digits of a word, as small ones.
fn letters(word: &str) -> impl Iterator<Item = u8> {
    let letters = word.bytes().filter(u8::is_ascii_alphanumeric);
    letters.map(|letter| letter.to_ascii_lowercase())
}

/// The word for it, where it is one of those that are known in its place.
fn synonym<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    let known_as = |word: &str| known.iter().copied().find(|one| *one == word);
    let is_alike = |word: &str| letters(word).eq(letters(name));
    let of_field = SYNONYMS.iter().find(|(word, _)| is_alike(word));
    of_field
        .and_then(|(_, meant)| meant.iter().find_map(|one| known_as(one)))
        .or_else(|| {
            UNITS
                .iter()
                .find_map(|unit| known_as(name.strip_suffix(unit)?))
        })
}

/// Asks whether a word is meant that is known in its place.
pub(super) fn did_you_mean(name: &str, known: &[&str]) -> Option<String> {
    match synonym(name, known) {
        Some(meant) => Some(suggest::ask(meant)),
        None => suggest::did_you_mean(name, known.iter().copied()),
    }
}

fn unknown(
    place: Span,
    code: &'static str,
    what: &str,
    name: &str,
    known: &[&'static str],
) -> Diagnostic {
    let finding = Diagnostic::error(code, cut(&format!("unknown {what} `{name}`")), place)
        .label(format!("not a {what} that is known here"));
    let finding = finding.maybe_help(did_you_mean(name, known));
    if known.is_empty() {
        finding
    } else {
        finding.note(format!("expected one of: {}", known.join(", ")))
    }
}

/// What others call the tiers.
const TIER_WORDS: [(u8, &[&str]); 4] = [
    (
        1,
        &[
            "critical",
            "mission-critical",
            "highest",
            "p0",
            "p1",
            "tier-1",
            "tier1",
            "gold",
        ],
    ),
    (2, &["high", "p2", "tier-2", "tier2", "silver"]),
    (3, &["medium", "p3", "tier-3", "tier3", "bronze"]),
    (4, &["low", "lowest", "p4", "tier-4", "tier4"]),
];

/// How a value is meant that lacks its quotes or its unit, or has quotes too many.
fn near(expected: &str, found: &str) -> Option<String> {
    let quoted = found
        .strip_prefix("string ")
        .map(|text| text.trim_matches('"'));
    let number = found
        .strip_prefix("integer ")
        .map(|text| text.trim_matches('`'));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|one| one.is_ascii_digit());
    match (quoted, number) {
        (Some(text), _)
            if ["a whole number", "a tier"]
                .iter()
                .any(|one| expected.starts_with(one))
                && is_number(text) =>
        {
            Some(format!("a number stands without quotes: {text}"))
        }
        (Some(text @ ("true" | "false")), _) if expected == "true or false" => {
            Some(format!("write it without quotes: {text}"))
        }
        (_, Some(number)) if expected.starts_with("a duration") && is_number(number) => Some(
            format!("write the unit: \"{number}s\", \"{number}m\" or \"{number}h\""),
        ),
        (_, Some(number)) if expected.starts_with("a share") && is_number(number) => {
            Some(format!("write it as \"{number}%\""))
        }
        (Some(text), _) if expected.starts_with("a tier") => {
            let text = text.to_ascii_lowercase();
            let words = TIER_WORDS
                .iter()
                .find(|words| words.1.contains(&text.as_str()));
            words.map(|(tier, _)| format!("write it as a number: {tier}"))
        }
        _ if expected.starts_with("a share") => {
            let number = found.strip_prefix("floating point `")?.strip_suffix('`')?;
            Some(format!("write it as \"{number}%\""))
        }
        _ if matches!(expected, "a string" | "a text") && found == "a list" => {
            Some("write one text in quotes; between \"\"\" it may have several lines".to_owned())
        }
        (_, Some(number)) if matches!(expected, "a string" | "a text") => {
            Some(format!("a text stands in quotes: \"{number}\""))
        }
        _ => None,
    }
}

/// `1e300` has three hundred digits, and a text may have any number of letters.
fn cut(found: &str) -> String {
    const MOST: usize = 60;
    let mut rest = found.chars();
    let shown: String = rest.by_ref().take(MOST).collect();
    if rest.next().is_none() {
        return shown;
    }
    let open = if shown.matches('`').count() % 2 == 1 {
        "...`"
    } else {
        "..."
    };
    shown + open
}

fn plain_type(word: &str) -> String {
    match word {
        "map" => "a table".to_owned(),
        "sequence" | "a sequence" => "a list".to_owned(),
        "a nonzero u32" | "a nonzero u64" => {
            "a whole number from 1 up that is not too large".to_owned()
        }
        "u8" | "u32" | "u64" => "a whole number that is not negative and not too large".to_owned(),
        "a boolean" => "true or false".to_owned(),
        other => match other.strip_prefix("struct ") {
            Some(_) => "a table".to_owned(),
            None => other.to_owned(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jurymast_terms::source::Sources;
    use serde::de::Error as _;

    fn say(mistake: &Mistake) -> Diagnostic {
        let file = Sources::default().add("a", "");
        mistake.kind.finding(file, 0..0)
    }

    #[test]
    fn sentences_for_people() {
        let found = say(&Mistake::unknown_field("teir", &["name", "tier"]));
        assert_eq!(found.message, "unknown key `teir`");
        assert_eq!(found.help, ["did you mean `tier`?"]);
        let say = |found: Unexpected<'_>, expected: &str| {
            say(&Mistake::invalid_type(found, &expected)).message
        };
        assert_eq!(
            say(Unexpected::Signed(3), "a string"),
            "expected a string, found integer `3`"
        );
        assert_eq!(
            say(Unexpected::Map, "a sequence"),
            "expected a list, found a table"
        );
        assert_eq!(
            say(Unexpected::Seq, "struct BackupEntry"),
            "expected a table, found a list"
        );
        assert_eq!(
            say(Unexpected::Float(1.5), "a nonzero u32"),
            "expected a whole number from 1 up that is not too large, found floating point `1.5`"
        );
        assert!(say(Unexpected::Float(1e300), "u32").ends_with("000...`"));
    }

    #[test]
    fn what_is_missing_or_unknown_is_named() {
        assert_eq!(
            say(&Mistake::missing_field("provider")).message,
            "`provider` is missing"
        );
        let value = Mistake::unknown_variant(&"y".repeat(100), &["a"]);
        assert!(
            say(&value).message.ends_with("y...`"),
            "{}",
            say(&value).message
        );
        let key = Mistake::unknown_field("untiI", &["at", "until"]);
        assert_eq!(key.kind.meant(), Some("until"));
    }

    #[test]
    fn words_of_other_formats_are_known_where_they_have_one_here() {
        let meant = |key: &str, known: &'static [&'static str]| {
            Mistake::unknown_field(key, known).kind.meant()
        };
        let dependency = &["on", "any_of", "mode", "holds"];
        for key in ["id", "name", "service", "target", "component"] {
            assert_eq!(meant(key, dependency), Some("on"), "{key}");
            assert_eq!(meant(key, &["to", "switch"]), Some("to"), "{key}");
            assert_eq!(meant(key, &["what", "at", "for"]), Some("what"), "{key}");
        }
        assert_eq!(meant("type", dependency), Some("mode"));
        assert_eq!(meant("id", &["rule", "of", "until"]), Some("rule"));
        assert_eq!(meant("component", &["rule", "of", "until"]), Some("of"));
        assert_eq!(meant("modelName", &["model"]), Some("model"));
        assert_eq!(meant("dependsOn", &["depends_on"]), Some("depends_on"));
        assert_eq!(meant("rto_hours", &["rto", "rpo"]), Some("rto"));
        assert_eq!(meant("id", &["every", "restore"]), None);
        assert_eq!(meant("type", &["every", "restore"]), None);
        assert!(SYNONYMS.is_sorted_by_key(|(word, _)| *word));
    }
}
