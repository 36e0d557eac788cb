/// Everything in one picture of a time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chart {
    /// The name of the picture, read out first by a screen reader.
    pub title: String,
    /// A sentence or two that says what the picture shows.
    pub description: String,
    /// The last second that is shown; the first is 0.
    pub end: u64,
    /// The lines, from the top.
    pub rows: Vec<ChartRow>,
}

/// One line: who, when, and what that means.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChartRow {
    /// The main text, left of the bar.
    pub label: String,
    /// A second, smaller line; may be empty.
    pub caption: String,
    /// Where the label links to, as in [`SceneNode::href`](crate::SceneNode::href).
    pub href: Option<String>,
    /// What is drawn as a bar, in the order it is drawn.
    pub spans: Vec<ChartSpan>,
    /// Moments with a flag.
    pub marks: Vec<ChartMark>,
    /// Right of the bar.
    pub verdict: String,
    /// Below the verdict, smaller.
    pub note: String,
    /// The note says that something is broken.
    pub broken: bool,
}

/// A time at one level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChartSpan {
    /// Seconds from the start.
    pub from: u64,
    /// Seconds from the start; `None`: for ever.
    pub until: Option<u64>,
    /// The level, shown by height and pattern as well as by colour.
    pub tone: SpanTone,
    /// Written into the bar where there is room.
    pub label: String,
}

/// The level of a span.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpanTone {
    /// A full bar.
    Down,
    /// A low bar of stripes.
    Degraded,
    /// An open frame: something fails by itself.
    Fault,
}

/// A moment by which something should have happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChartMark {
    /// Seconds from the start; not drawn past the end of the chart.
    pub at: u64,
    /// A word, such as `RTO`.
    pub label: String,
    /// It had not happened by then: drawn heavy.
    pub missed: bool,
}
