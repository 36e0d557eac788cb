//! Draws two kinds of pictures, each as one static `<svg>` element: a [`Scene`] of nodes and
//! edges in layers ([`draw`]), and a [`Chart`] of levels over time ([`draw_chart`]).
//!
//! In:  what to draw, in the caller's words. An edge runs from the dependent to what it needs.
//! Out: a string, coloured only through the classes that [`CSS`] gives colours to.
//!
//! A scene is drawn in the steps of Sugiyama, Tagawa and Toda 1981:
//! 1. `graph` merges parallel edges, reverses those that close cycles, and splits the rest into
//!    connected parts; `layers` gives every node a layer (`network_simplex`).
//! 2. `layered` puts dummies where an edge passes a layer; `crossings` orders each layer.
//! 3. `brandes_koepf` finds a coordinate across the layers for each node, `shorten` and `relax`
//!    better it; `ports` chooses where an edge touches its boxes, `routes` bends it.
//! 4. `part_layout` does step 3 for one part; `scene_layout` chooses the direction of the layers
//!    and packs the parts, `known_layouts` keeps the last ones; `labels` finds room for the labels of edges.
//! 5. `text` and `shapes` measure, `node_svg` and `svg` write; `style` holds the stylesheet.
//!
//! The same scene always gives the same bytes. Nothing recurses, and nothing here can fail: a
//! scene too large to read (see `scene_layout`) becomes a small picture that says so.
//!
//! ```
//! use jurymast_picture::{EdgeLine, NodeShape, NodeTone, Scene, SceneEdge, SceneNode, draw};
//!
//! let node = |key: &str, tone| SceneNode {
//!     key: key.to_owned(),
//!     label: key.to_owned(),
//!     caption: String::new(),
//!     shape: NodeShape::Box,
//!     tone,
//!     href: None,
//!     focus: false,
//! };
//! let svg = draw(&Scene {
//!     title: "What the shop needs".to_owned(),
//!     description: String::new(),
//!     nodes: vec![node("shop", NodeTone::Plain), node("database", NodeTone::Bad)],
//!     edges: vec![SceneEdge { from: 0, to: 1, line: EdgeLine::Solid, label: String::new() }],
//! });
//! assert!(svg.starts_with("<svg ") && svg.contains("shop → database"));
//! ```

#![warn(missing_docs)]

mod brandes_koepf;
mod chart;
mod crossings;
mod graph;
mod known_layouts;
mod labels;
mod layered;
mod layers;
mod network_simplex;
mod node_svg;
mod part_layout;
mod ports;
mod relax;
mod routes;
mod scene;
mod scene_layout;
mod shapes;
mod shorten;
mod style;
mod svg;
mod text;

#[cfg(test)]
mod samples;

pub use chart::{Chart, ChartMark, ChartRow, ChartSpan, SpanTone, draw_chart};
pub use scene::{EdgeLine, NodeShape, NodeTone, Scene, SceneEdge, SceneNode};
pub use style::CSS;
pub use svg::draw;
