//! Draws a dependency picture as one static `<svg>` element.
//!
//! In: a [`Scene`] of nodes and edges. An edge runs from the dependent to what it needs.
//! Out: one string, [`draw`], coloured only through the classes that [`CSS`] gives colours to.
//!
//! The steps, in order:
//! 1. `graph` merges duplicates, skips self-loops, turns back edges, and splits connected parts.
//! 2. `layers` gives every node a layer so that edges are short (`simplex`), none too crowded.
//! 3. `grid` adds waypoints where an edge crosses a layer; `order` removes crossings.
//! 4. `place` finds coordinates across the layers (four alignments), `compact` draws them
//!    together (`simplex` again), and `relax` centres what is free to move.
//! 5. `ports` and `wires` choose where edges touch their boxes and bend them between layers.
//! 6. `sheet` does 4 and 5 for a part; `frame` picks top-down or left-to-right and packs the
//!    parts; `labels` seats edge labels.
//! 7. `text`, `shapes`, `cards` and `svg` measure, escape and write; `style` holds the stylesheet.
//!
//! `bars` draws levels over time, from a [`Chart`].
//!
//! The same scene always gives the same bytes. Nothing recurses, and nothing here can fail: a
//! scene too large to read (see `frame`) becomes a small picture that says so.

mod bars;
mod cards;
mod compact;
mod frame;
mod graph;
mod grid;
mod labels;
mod layers;
mod order;
mod place;
mod ports;
mod relax;
mod scene;
mod shapes;
mod sheet;
mod simplex;
mod style;
mod svg;
mod text;
mod wires;

#[cfg(test)]
mod samples;

pub use bars::{Chart, Mark, Row, Span, SpanTone, draw_chart};
pub use scene::{Edge, Line, Node, Scene, Shape, Tone};
pub use style::CSS;
pub use svg::draw;
