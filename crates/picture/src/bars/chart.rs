/// Everything in one picture of a time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chart {
    /// The name of the picture, read out first by a screen reader.
    pub title: String,
    pub description: String,
    /// The last second that is shown.
    pub end: u64,
    pub rows: Vec<Row>,
}

/// One line: who, when, and what that means.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    pub label: String,
    /// A second, smaller line; may be empty.
    pub caption: String,
    pub href: Option<String>,
    pub spans: Vec<Span>,
    pub marks: Vec<Mark>,
    /// Right of the bar.
    pub verdict: String,
    /// Below the verdict, smaller.
    pub note: String,
    /// The note says that something is broken.
    pub broken: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    pub from: u64,
    /// `None`: for ever.
    pub until: Option<u64>,
    pub tone: Tone,
    /// Written into the bar where there is room.
    pub label: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Down,
    Degraded,
    /// Something fails by itself.
    Fault,
}

/// A moment by which something should have happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    pub at: u64,
    pub label: String,
    pub missed: bool,
}
