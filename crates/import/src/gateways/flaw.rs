use jurymast_terms::source::Span;

use crate::draft::{Finding, Mapping};

/// Something that is wrong with a configuration, of which the proxy says nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GatewayFlaw {
    /// What kind of thing it is.
    pub kind: FlawKind,
    /// As the file names what it is about, where it has a name.
    pub about: Option<String>,
    /// The field, as a path in the file.
    pub source_path: String,
    /// Where it stands.
    pub place: Span,
    /// One sentence without a full stop.
    pub message: String,
}

/// What is wrong with a configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FlawKind {
    /// Calls that hang are given up after the proxy's own time-out, which is long.
    NoTimeout,
    /// A list that another section replaces.
    ReplacedList,
    /// A list of a group that has one already.
    SecondList,
    /// A name that is no group's.
    UnknownGroup,
    /// Default fallbacks that are not tried.
    DefaultSuppressed,
    /// Groups that stand in for each other.
    Loop,
    /// A list that leads nowhere.
    DeadEnd,
    /// A group behind more fallbacks than are tried.
    TooDeep,
    /// Somebody who is never called.
    NeverTried,
    /// What stands in is what failed.
    Itself,
    /// What the gateway does not read where it stands.
    NotRead,
    /// Calls that lead to nobody.
    Unanswered,
    /// A name by which a group has none of its fallbacks.
    AliasWithoutFallback,
}

impl GatewayFlaw {
    /// As a finding of an import: a person must look at it.
    pub(crate) fn finding(self) -> Finding {
        Finding {
            source_path: self.source_path,
            place: self.place,
            mapping: Mapping::Manual,
            message: self.message,
        }
    }
}
