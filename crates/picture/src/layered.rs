//! The proper layered graph that every later step works on: nodes, and a dummy vertex wherever an
//! edge passes a layer, so that each segment of an edge joins neighbouring layers (Sugiyama, Tagawa
//! and Toda 1981).

use super::graph::LayoutEdge;

/// A connected part in layers. Vertices below `node_count` are nodes; the others are dummies.
#[derive(Debug)]
pub(super) struct LayeredGraph {
    pub(super) node_count: usize,
    /// By vertex: its layer, from 0.
    pub(super) layer_of: Vec<usize>,
    /// The vertices of each layer, in order.
    pub(super) layers: Vec<Vec<usize>>,
    /// By vertex: its neighbours in the layer before.
    pub(super) upper: Vec<Vec<usize>>,
    /// By vertex: its neighbours in the layer after.
    pub(super) lower: Vec<Vec<usize>>,
    /// By edge: its vertices from tail to head.
    pub(super) chains: Vec<Vec<usize>>,
}

impl LayeredGraph {
    /// `layer_of` says the layer of each node; every edge leads to a later one.
    pub(super) fn new(layer_of: &[usize], edges: &[LayoutEdge]) -> Self {
        let node_count = layer_of.len();
        let mut layer_of = layer_of.to_vec();
        let mut chains = Vec::with_capacity(edges.len());
        for edge in edges {
            let mut chain = vec![edge.tail];
            for layer in layer_of[edge.tail] + 1..layer_of[edge.head] {
                chain.push(layer_of.len());
                layer_of.push(layer);
            }
            chain.push(edge.head);
            chains.push(chain);
        }
        let mut layers = vec![Vec::new(); layer_of.iter().max().map_or(0, |last| last + 1)];
        for (vertex, &layer) in layer_of.iter().enumerate() {
            layers[layer].push(vertex);
        }
        let mut upper = vec![Vec::new(); layer_of.len()];
        let mut lower = vec![Vec::new(); layer_of.len()];
        for chain in &chains {
            for pair in chain.windows(2) {
                lower[pair[0]].push(pair[1]);
                upper[pair[1]].push(pair[0]);
            }
        }
        Self {
            node_count,
            layer_of,
            layers,
            upper,
            lower,
            chains,
        }
    }

    pub(super) fn is_dummy(&self, vertex: usize) -> bool {
        vertex >= self.node_count
    }

    /// By vertex: its position in its layer.
    pub(super) fn positions(&self) -> Vec<usize> {
        let mut positions = vec![0; self.layer_of.len()];
        for layer in &self.layers {
            for (position, &vertex) in layer.iter().enumerate() {
                positions[vertex] = position;
            }
        }
        positions
    }
}

/// How many dummies [`LayeredGraph::new`] would add.
pub(super) fn dummies_needed(layer_of: &[usize], edges: &[LayoutEdge]) -> usize {
    edges
        .iter()
        .map(|edge| (layer_of[edge.head] - layer_of[edge.tail]).saturating_sub(1))
        .sum()
}
