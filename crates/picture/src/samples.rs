//! Scenes for tests.

use super::scene::{EdgeLine, NodeShape, NodeTone, Scene, SceneEdge, SceneNode};

/// A small generator, so that tests are the same everywhere.
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub(super) fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % limit.max(1)
    }
}

/// Boxes named by their number.
pub(super) fn plain(count: usize, edges: &[(usize, usize)]) -> Scene {
    let node = |index: usize| SceneNode {
        key: format!("n{index}"),
        label: format!("Node {index}"),
        caption: String::new(),
        shape: NodeShape::Box,
        tone: NodeTone::Plain,
        href: None,
        focus: false,
    };
    let edge = |&(from, to): &(usize, usize)| SceneEdge {
        from,
        to,
        line: EdgeLine::Solid,
        label: String::new(),
    };
    Scene {
        title: "Test".to_owned(),
        description: String::new(),
        nodes: (0..count).map(node).collect(),
        edges: edges.iter().map(edge).collect(),
    }
}

/// Any edges at all, cycles among them, and boxes of every kind and length of text.
pub(super) fn random(seed: u64, nodes: usize, edges: usize) -> Scene {
    let mut dice = Dice::new(seed);
    let pairs: Vec<_> = (0..edges)
        .map(|_| (dice.below(nodes), dice.below(nodes)))
        .collect();
    let mut scene = plain(nodes, &pairs);
    let shapes = [
        NodeShape::Box,
        NodeShape::Rounded,
        NodeShape::Pill,
        NodeShape::Hexagon,
        NodeShape::Cut,
    ];
    let tones = [
        NodeTone::Plain,
        NodeTone::Good,
        NodeTone::Warn,
        NodeTone::Bad,
        NodeTone::Muted,
    ];
    for node in &mut scene.nodes {
        node.shape = shapes[dice.below(shapes.len())];
        node.tone = tones[dice.below(tones.len())];
        node.label = "word ".repeat(1 + dice.below(9));
        node.caption = "x".repeat(dice.below(20));
    }
    for edge in &mut scene.edges {
        edge.line = [EdgeLine::Solid, EdgeLine::Dashed, EdgeLine::Dotted][dice.below(3)];
        edge.label = ["", "", "", "fallback"][dice.below(4)].to_owned();
    }
    scene
}
