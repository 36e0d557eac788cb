//! The boxes: how large they are, where their outline runs, and the sign for their state.

use super::scene::{NodeShape, NodeTone, SceneNode};
use super::text::{self, number};

pub(super) const LABEL: f64 = 14.0;
pub(super) const CAPTION: f64 = 12.0;
pub(super) const LABEL_LINE: f64 = 18.0;
pub(super) const CAPTION_LINE: f64 = 16.0;
/// The room for a state sign, left of the text.
pub(super) const SIGN: f64 = 22.0;

/// What labels are measured at: they are set bold.
const BOLD: f64 = 15.0;
const TEXT_ROOM: f64 = 176.0;
const SIDE: f64 = 14.0;
const TOP: f64 = 9.0;
const ROUND: f64 = 10.0;
const POINT: f64 = 14.0;
const CUT: f64 = 13.0;

/// The text of a box, as it will be shown, and the size it needs.
#[derive(Debug)]
pub(super) struct NodeFace {
    pub(super) lines: Vec<String>,
    pub(super) caption: String,
    pub(super) shape: NodeShape,
    pub(super) width: f64,
    pub(super) height: f64,
}

/// A rectangle, from its top left corner.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Rect {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

impl Rect {
    pub(super) fn overlaps(&self, other: &Rect) -> bool {
        self.x < other.x + other.width
            && other.x < self.x + self.width
            && self.y < other.y + other.height
            && other.y < self.y + self.height
    }
}

/// Measures a node.
pub(super) fn measure(node: &SceneNode) -> NodeFace {
    let label = text::clean(&node.label);
    let label = if label.is_empty() {
        text::clean(&node.key)
    } else {
        label
    };
    let lines = text::wrap(&label, BOLD, TEXT_ROOM);
    let caption = text::fit(&text::clean(&node.caption), CAPTION, TEXT_ROOM);
    let widest = lines
        .iter()
        .map(|line| text::width(line, BOLD))
        .fold(text::width(&caption, CAPTION), f64::max);
    let sign = if has_sign(node.tone) { SIGN } else { 0.0 };
    let extra = match node.shape {
        NodeShape::Pill => 12.0,
        NodeShape::Hexagon => 16.0,
        NodeShape::Box | NodeShape::Rounded | NodeShape::Cut => 0.0,
    };
    let mut height = TOP * 2.0 + LABEL_LINE * lines.len() as f64;
    if !caption.is_empty() {
        height += CAPTION_LINE;
    }
    NodeFace {
        lines,
        caption,
        shape: node.shape,
        width: ((widest + sign + extra + SIDE * 2.0) / 8.0)
            .ceil()
            .max(13.0)
            * 8.0,
        height,
    }
}

pub(super) fn has_sign(tone: NodeTone) -> bool {
    matches!(tone, NodeTone::Good | NodeTone::Warn | NodeTone::Bad)
}

/// How far from the corners lines may touch the top and bottom, or the left and right, side.
pub(super) fn corner(shape: NodeShape, height: f64, on_top: bool) -> f64 {
    match (shape, on_top) {
        (NodeShape::Box | NodeShape::Pill | NodeShape::Hexagon, false) => 9.0,
        (NodeShape::Box, true) => 12.0,
        (NodeShape::Rounded, _) => ROUND + 2.0,
        (NodeShape::Pill, true) => height / 2.0 + 2.0,
        (NodeShape::Hexagon, true) => POINT + 6.0,
        (NodeShape::Cut, _) => CUT + 2.0,
    }
}

/// How far in from the left or right edge the outline is, `off` pixels from mid-height.
pub(super) fn inset(shape: NodeShape, height: f64, off: f64) -> f64 {
    let half = height / 2.0;
    match shape {
        NodeShape::Pill => half - (half * half - off * off).max(0.0).sqrt(),
        NodeShape::Hexagon => POINT * (off.abs() / half).min(1.0),
        NodeShape::Box | NodeShape::Rounded | NodeShape::Cut => 0.0,
    }
}

/// The outline as path data.
pub(super) fn outline(shape: NodeShape, rect: &Rect) -> String {
    let (x, y) = (rect.x, rect.y);
    let (right, bottom) = (x + rect.width, y + rect.height);
    let half = rect.height / 2.0;
    let corner = match shape {
        NodeShape::Box => 0.0,
        NodeShape::Rounded => ROUND,
        NodeShape::Pill => half,
        NodeShape::Hexagon => {
            return polygon(&[
                (x + POINT, y),
                (right - POINT, y),
                (right, y + half),
                (right - POINT, bottom),
                (x + POINT, bottom),
                (x, y + half),
            ]);
        }
        NodeShape::Cut => {
            return polygon(&[
                (x, y),
                (right - CUT, y),
                (right, y + CUT),
                (right, bottom),
                (x, bottom),
            ]);
        }
    };
    if corner == 0.0 {
        return polygon(&[(x, y), (right, y), (right, bottom), (x, bottom)]);
    }
    let r = number(corner);
    let arc = |x: f64, y: f64| format!("A{r} {r} 0 0 1 {} {}", number(x), number(y));
    format!(
        "M{} {}H{}{}V{}{}H{}{}V{}{}Z",
        number(x + corner),
        number(y),
        number(right - corner),
        arc(right, y + corner),
        number(bottom - corner),
        arc(right - corner, bottom),
        number(x + corner),
        arc(x, bottom - corner),
        number(y + corner),
        arc(x + corner, y),
    )
}

/// The strokes of a state sign about a middle: a tick, an exclamation mark or a cross.
pub(super) fn sign(tone: NodeTone, x: f64, y: f64) -> String {
    let strokes: &[&[(f64, f64)]] = match tone {
        NodeTone::Good => &[&[(-4.0, 0.5), (-1.2, 3.5), (4.2, -3.2)]],
        NodeTone::Warn => &[&[(0.0, -4.2), (0.0, 0.8)], &[(0.0, 3.7), (0.0, 4.1)]],
        NodeTone::Bad => &[&[(-3.2, -3.2), (3.2, 3.2)], &[(3.2, -3.2), (-3.2, 3.2)]],
        NodeTone::Plain | NodeTone::Muted => &[],
    };
    let mut data = String::new();
    for stroke in strokes {
        for (at, (dx, dy)) in stroke.iter().enumerate() {
            data.push(if at == 0 { 'M' } else { 'L' });
            data.push_str(&format!("{} {}", number(x + dx), number(y + dy)));
        }
    }
    data
}

fn polygon(points: &[(f64, f64)]) -> String {
    let mut data = String::new();
    for (at, &(x, y)) in points.iter().enumerate() {
        data.push(if at == 0 { 'M' } else { 'L' });
        data.push_str(&format!("{} {}", number(x), number(y)));
    }
    data.push('Z');
    data
}
