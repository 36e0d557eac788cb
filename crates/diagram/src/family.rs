use super::modules::Leaf;
use super::nodes::Graph;

/// The minimal sets of a module.
#[derive(Debug, Clone)]
pub(super) struct Family {
    /// At each level: what stands there.
    pub(super) leaves: Vec<Leaf>,
    pub(super) graph: Graph,
}
