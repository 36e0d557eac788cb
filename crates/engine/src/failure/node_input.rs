use jurymast_plan::model::Level;

/// Another node as seen through a requirement: never better than `best`, never
/// worse than `worst`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NodeInput {
    pub node: u32,
    pub best: Level,
    pub worst: Level,
}

impl NodeInput {
    pub fn level(self, of: impl Fn(u32) -> Level) -> Level {
        of(self.node).max(self.best).min(self.worst)
    }
}
