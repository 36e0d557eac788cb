//! Writes one box: its outline, sign, text, and what a screen reader says about it.

use std::fmt::Write as _;

use super::scene::{NodeShape, NodeTone, SceneNode};
use super::shapes::{self, NodeFace, Rect};
use super::text::{self, escape, number};

/// Names of needs listed in the description of a node.
const MOST_NEEDS: usize = 12;

/// What a node is called: its label, or its key if that is empty.
pub(super) fn name(node: &SceneNode) -> String {
    let label = text::clean(&node.label);
    if label.is_empty() {
        text::clean(&node.key)
    } else {
        label
    }
}

/// Writes a box, inside a link if it has a safe one.
pub(super) fn write_node(
    out: &mut String,
    node: &SceneNode,
    face: &NodeFace,
    rect: &Rect,
    needs: &[String],
) {
    let href = node.href.as_deref().and_then(text::safe_href);
    if let Some(href) = &href {
        let _ = write!(out, "<a class=\"jm-link\" href=\"{}\">", escape(href));
    }
    let _ = write!(
        out,
        "<g class=\"jm-node jm-shape-{} jm-tone-{}{}\" data-key=\"{}\">",
        shape_name(node.shape),
        tone_name(node.tone),
        if node.focus { " jm-focus" } else { "" },
        escape(&text::clean(&node.key))
    );
    let caption = text::clean(&node.caption);
    let dash = if caption.is_empty() { "" } else { " — " };
    let title = escape(&format!("{}{dash}{caption}", name(node)));
    let _ = write!(out, "<title>{title}</title>");
    if !needs.is_empty() {
        let listed = needs.get(..MOST_NEEDS).unwrap_or(needs).join(", ");
        let more = match needs.len().saturating_sub(MOST_NEEDS) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let _ = write!(out, "<desc>Needs {}{more}.</desc>", escape(&listed));
    }
    let outline = shapes::outline(node.shape, rect);
    let _ = write!(out, "<path class=\"jm-outline\" d=\"{outline}\"/>");
    if node.focus {
        let ring = Rect {
            x: rect.x + 4.0,
            y: rect.y + 4.0,
            width: rect.width - 8.0,
            height: rect.height - 8.0,
        };
        let ring = shapes::outline(node.shape, &ring);
        let _ = write!(out, "<path class=\"jm-ring\" d=\"{ring}\"/>");
    }
    node_text(out, node, face, rect);
    out.push_str("</g>");
    if href.is_some() {
        out.push_str("</a>");
    }
    out.push('\n');
}

fn node_text(out: &mut String, node: &SceneNode, face: &NodeFace, rect: &Rect) {
    let mut middle = rect.x + rect.width / 2.0;
    if shapes::has_sign(node.tone) {
        let x = rect.x
            + if node.shape == NodeShape::Hexagon {
                22.0
            } else {
                18.0
            };
        let y = rect.y + rect.height / 2.0;
        let sign = shapes::sign(node.tone, x, y);
        let (x, y) = (number(x), number(y));
        let _ = write!(
            out,
            "<circle class=\"jm-badge\" cx=\"{x}\" cy=\"{y}\" r=\"8\"/><path class=\"jm-sign\" d=\"{sign}\"/>"
        );
        middle += shapes::SIGN / 2.0;
    }
    let x = number(middle);
    let mut block = shapes::LABEL_LINE * face.lines.len() as f64;
    if !face.caption.is_empty() {
        block += shapes::CAPTION_LINE;
    }
    let mut y = rect.y + (rect.height - block) / 2.0;
    for line in &face.lines {
        y += shapes::LABEL_LINE;
        let (y, line) = (number(y - 4.5), escape(line));
        let _ = write!(
            out,
            "<text class=\"jm-label\" x=\"{x}\" y=\"{y}\" text-anchor=\"middle\" font-size=\"14\">{line}</text>"
        );
    }
    if !face.caption.is_empty() {
        let (y, line) = (
            number(y + shapes::CAPTION_LINE - 4.0),
            escape(&face.caption),
        );
        let _ = write!(
            out,
            "<text class=\"jm-caption\" x=\"{x}\" y=\"{y}\" text-anchor=\"middle\" font-size=\"12\">{line}</text>"
        );
    }
}

fn shape_name(shape: NodeShape) -> &'static str {
    match shape {
        NodeShape::Box => "box",
        NodeShape::Rounded => "rounded",
        NodeShape::Pill => "pill",
        NodeShape::Hexagon => "hexagon",
        NodeShape::Cut => "cut",
    }
}

fn tone_name(tone: NodeTone) -> &'static str {
    match tone {
        NodeTone::Plain => "plain",
        NodeTone::Good => "good",
        NodeTone::Warn => "warn",
        NodeTone::Bad => "bad",
        NodeTone::Muted => "muted",
    }
}
