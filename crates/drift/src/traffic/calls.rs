use jurymast_terms::source::{FileId, Span};
use jurymast_terms::units::Moment;

/// The calls that a file tells of.
#[derive(Debug, Clone, PartialEq)]
pub struct Traffic {
    /// The file.
    pub file: FileId,
    /// Whose format it is, in words.
    pub shape: String,
    /// The time in which the calls were counted.
    pub window: SeenWindow,
    /// What was counted.
    pub counted: CountedBy,
    /// It says itself that there is more, which it does not hold.
    pub is_cut: bool,
    /// Calls from one to another; of a pair each entry of the file.
    pub calls: Vec<SeenCall>,
    /// Calls of models.
    pub models: Vec<SeenModelCall>,
    /// What else it holds.
    pub counts: TrafficCounts,
}

/// What a file holds that is no call between two.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TrafficCounts {
    /// Entries that say nothing of calls.
    pub other: usize,
    /// Entries that tell of no call at all: their count is zero.
    pub empty: usize,
}

/// The time in which calls were counted; what the file does not say is unknown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SeenWindow {
    /// From when on.
    pub from: Option<Moment>,
    /// Until when.
    pub to: Option<Moment>,
}

/// What stands behind the numbers of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CountedBy {
    /// Spans that were kept: no such file says which share of them was.
    Spans,
    /// Every call of whoever counts.
    Calls,
    /// Names that were looked up.
    LookUps,
    /// The file does not say what its numbers are made of.
    Unsaid,
}

/// Calls from one to another, as one entry of a file tells them.
#[derive(Debug, Clone, PartialEq)]
pub struct SeenCall {
    /// Who calls; `None`: nobody that the file knows, such as a user.
    pub from: Option<SeenName>,
    /// Who is called.
    pub to: SeenName,
    /// How many; `None`: the file does not say. Where only shares are known it is not a
    /// number of calls, but in proportion to it.
    pub calls: Option<f64>,
    /// How many of them failed; `None`: the file does not say.
    pub errors: Option<f64>,
    /// Calls a minute at their most frequent, as far as the file shows; an average is no
    /// more than that.
    pub per_minute: Option<f64>,
    /// The same, time by time; empty where the file has no times.
    pub steps: Vec<CallStep>,
    /// Somebody rates the dependency in the file: true where it is hard.
    pub is_hard: Option<bool>,
    /// They talk by way of messages, so that a queue stands between them.
    pub by_messages: bool,
    /// The entry.
    pub place: Span,
}

/// Calls between two points in time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CallStep {
    /// The later of the two, in seconds since 1970.
    pub at: i64,
    /// How far they are apart, in seconds.
    pub seconds: f64,
    /// How many calls.
    pub calls: f64,
    /// How many of them failed.
    pub errors: f64,
}

/// A name as a file has it, with others that it gives the same thing: the best first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SeenName {
    forms: Vec<String>,
}

/// Calls of one model that asked for another or for itself.
#[derive(Debug, Clone, PartialEq)]
pub struct SeenModelCall {
    /// Who calls, where the file says it.
    pub caller: Option<SeenName>,
    /// Who is asked, as the file calls it.
    pub provider: Option<String>,
    /// The model that was asked for.
    pub asked: String,
    /// The model that answered, where the file says it.
    pub answered: Option<String>,
    /// How often, in proportion at least.
    pub calls: f64,
    /// The same, time by time; empty where the file has no times.
    pub steps: Vec<CallStep>,
    /// The entry.
    pub place: Span,
}

/// What files write where they do not know a name.
const NOBODY: [&str; 6] = [
    "",
    "unknown",
    "-",
    "PassthroughCluster",
    "InboundPassthroughCluster",
    "BlackHoleCluster",
];

impl SeenName {
    /// Of the forms that are names; `None` where none is.
    pub fn of<T: Into<String>>(forms: impl IntoIterator<Item = T>) -> Option<Self> {
        let mut known: Vec<String> = Vec::new();
        for form in forms {
            let form = form.into();
            if !NOBODY.contains(&form.as_str()) && !known.contains(&form) {
                known.push(form);
            }
        }
        (!known.is_empty()).then_some(Self { forms: known })
    }

    /// As people are told.
    pub fn shown(&self) -> &str {
        self.forms.first().map_or("", String::as_str)
    }

    /// All of them.
    pub fn forms(&self) -> impl Iterator<Item = &str> + Clone {
        self.forms.iter().map(String::as_str)
    }
}

impl SeenCall {
    /// One of which nothing more is known.
    pub fn new(from: Option<SeenName>, to: SeenName, place: Span) -> Self {
        Self {
            from,
            to,
            calls: None,
            errors: None,
            per_minute: None,
            steps: Vec::new(),
            is_hard: None,
            by_messages: false,
            place,
        }
    }
}

impl SeenWindow {
    /// In words: "2026-11-01T00:00:00Z to 2026-11-08T00:00:00Z (7d)".
    pub fn words(self) -> String {
        match (self.from, self.to) {
            (Some(from), Some(to)) => match to.since(from) {
                Some(length) => format!("{from} to {to} ({length})"),
                None => format!("{from} to {to}"),
            },
            (Some(from), None) => format!("from {from} on, until when is not said"),
            (None, Some(to)) => format!("until {to}, since when is not said"),
            (None, None) => "unknown: the file does not say".to_owned(),
        }
    }
}

impl CountedBy {
    /// In words, what is known of the sampling.
    pub fn words(self) -> &'static str {
        match self {
            Self::Spans => {
                "unknown: made of the traces that were kept, the file does not say how many"
            }
            Self::Calls => "none: every call of what counts; what does not count is not in it",
            Self::LookUps => "none: names that were looked up, not calls",
            Self::Unsaid => "unknown: the file does not say",
        }
    }

    /// In one word, for programs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Spans => "spans",
            Self::Calls => "calls",
            Self::LookUps => "look-ups",
            Self::Unsaid => "unknown",
        }
    }
}

impl Traffic {
    /// Nothing yet.
    pub fn new(file: FileId, shape: impl Into<String>, counted: CountedBy) -> Self {
        Self {
            file,
            shape: shape.into(),
            window: SeenWindow::default(),
            counted,
            is_cut: false,
            calls: Vec::new(),
            models: Vec::new(),
            counts: TrafficCounts::default(),
        }
    }

    /// The length of the window in minutes, where both ends are known and apart.
    pub fn minutes(&self) -> Option<f64> {
        let length = self.window.to?.since(self.window.from?)?;
        let minutes = length.seconds() as f64 / 60.0;
        (minutes > 0.0).then_some(minutes)
    }
}
