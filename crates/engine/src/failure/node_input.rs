use jurymast_plan::model::Level;

/// Another node as seen through a requirement: never better than `best`, never
/// worse than `worst`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NodeInput {
    /// Its index in the network.
    pub node: u32,
    /// The level it gives while the node is up.
    pub best: Level,
    /// The level it gives while the node is down.
    pub worst: Level,
}

impl NodeInput {
    /// The level it gives, when nodes have the given levels.
    pub fn level(self, of: impl Fn(u32) -> Level) -> Level {
        of(self.node).max(self.best).min(self.worst)
    }
}
