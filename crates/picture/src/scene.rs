//! What a caller asks to have drawn.

/// Everything in one picture.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scene {
    /// The name of the picture, read out first by a screen reader.
    pub title: String,
    /// A sentence or two that says what the picture shows.
    pub description: String,
    /// The boxes. Their order breaks every tie in the layout.
    pub nodes: Vec<SceneNode>,
    /// The arrows. Those that name a node that does not exist are skipped.
    pub edges: Vec<SceneEdge>,
}

/// One box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SceneNode {
    /// A stable name, written as `data-key`; shown when the label is empty.
    pub key: String,
    /// The main text, wrapped to two lines and then shortened.
    pub label: String,
    /// A second, smaller line, such as `service · tier 1`; may be empty.
    pub caption: String,
    /// The outline, which tells kinds apart without colour.
    pub shape: NodeShape,
    /// The state, shown by colour and by a small sign.
    pub tone: NodeTone,
    /// Where the box links to: relative, `#…`, `http://…` or `https://…`; others are dropped.
    pub href: Option<String>,
    /// Whether the box is what the picture is about.
    pub focus: bool,
}

/// The outline of a box.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NodeShape {
    /// Square corners.
    #[default]
    Box,
    /// Round corners.
    Rounded,
    /// Half circles at both ends.
    Pill,
    /// Points at both ends.
    Hexagon,
    /// One corner cut off.
    Cut,
}

/// The state of a box.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NodeTone {
    /// Nothing to say.
    #[default]
    Plain,
    /// A tick.
    Good,
    /// An exclamation mark.
    Warn,
    /// A cross and a heavy outline.
    Bad,
    /// A faint, dashed outline.
    Muted,
}

/// One arrow, from the dependent to what it needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SceneEdge {
    /// Index of the dependent in [`Scene::nodes`].
    pub from: usize,
    /// Index of what it needs.
    pub to: usize,
    /// How the arrow is drawn.
    pub line: EdgeLine,
    /// A few words beside the arrow; may be empty.
    pub label: String,
}

/// How an arrow is drawn. Of merged duplicates, the first in this order is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum EdgeLine {
    /// An unbroken line.
    #[default]
    Solid,
    /// Dashes.
    Dashed,
    /// Dots.
    Dotted,
}
