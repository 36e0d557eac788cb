use jurymast_terms::source::{FileId, Span};
use jurymast_terms::units::{Duration, Moment, Share};

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
    /// Which share of the calls was counted, where somebody says it beside the file.
    pub sampled: Option<Share>,
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
    /// How long it is, where somebody says it beside a file that does not.
    pub said: Option<Duration>,
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
    /// How long it is, where that is known.
    pub fn length(self) -> Option<Duration> {
        let ends = self.to.zip(self.from);
        ends.and_then(|(to, from)| to.since(from)).or(self.said)
    }

    /// In words: "2026-11-01T00:00:00Z to 2026-11-08T00:00:00Z (7d)".
    pub fn words(self) -> String {
        match (self.from, self.to) {
            (Some(from), Some(to)) => match to.since(from) {
                Some(length) => format!("{from} to {to} ({length})"),
                None => format!("{from} to {to}"),
            },
            (from, to) => {
                let since = from.map(|from| format!("from {from} on"));
                let until = to.map(|to| format!("until {to}"));
                let end = since.or(until);
                match (end, self.said) {
                    (Some(end), Some(said)) => format!("{end}, {said} as --window says"),
                    (None, Some(said)) => format!("{said}, as --window says"),
                    (Some(end), None) if from.is_some() => {
                        format!("{end}, until when is not said")
                    }
                    (Some(end), None) => format!("{end}, since when is not said"),
                    (None, None) => "unknown: the file does not say".to_owned(),
                }
            }
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
            sampled: None,
            is_cut: false,
            calls: Vec::new(),
            models: Vec::new(),
            counts: TrafficCounts::default(),
        }
    }

    /// The same with what somebody says beside the file of its window, and of the share of the
    /// calls that it counts, where it does not say that itself.
    #[must_use]
    pub fn saying(mut self, window: Option<Duration>, sampled: Option<Share>) -> Self {
        if matches!(self.counted, CountedBy::Spans | CountedBy::Unsaid) {
            self.sampled = sampled;
        }
        if self.window.length().is_some() {
            return self;
        }
        self.window.said = window;
        if let Some(minutes) = self.minutes() {
            let without = self.calls.iter_mut().filter(|one| one.steps.is_empty());
            for call in without {
                call.per_minute = call.calls.map(|calls| calls / minutes);
            }
        }
        self
    }

    /// In words, what is known of the sampling.
    pub fn sampling(&self) -> String {
        match self.sampled {
            Some(share) => format!("{share} of the calls, as --sampled says"),
            None => self.counted.words().to_owned(),
        }
    }

    /// How many calls there were for each that is counted, as far as anybody says.
    pub fn times(&self) -> f64 {
        let share = self.sampled.map(Share::value);
        share.filter(|share| *share > 0.0).map_or(1.0, f64::recip)
    }

    /// The length of the window in minutes, where it is known and not nothing.
    pub fn minutes(&self) -> Option<f64> {
        let minutes = self.window.length()?.seconds() as f64 / 60.0;
        (minutes > 0.0).then_some(minutes)
    }
}
