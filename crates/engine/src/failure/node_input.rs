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
    /// It serves for a while only, so that it gives `worst` where losses last.
    pub is_brief: bool,
    /// Nothing sets the switch to it off, so that it gives `worst`.
    pub never_fires: bool,
    /// It serves nothing: the switch to the alternative before it needs it, or one like it.
    pub for_switch: Option<SwitchInput>,
    /// The switch needs it only while a reserve keeps off the loss that the switch is for.
    pub is_held: bool,
    /// It is of a set of losses, and the switch needs one of the set not to be there: with all
    /// of them callers see what does not set the switch off.
    pub blinds: Option<u32>,
    /// All that counts is whether the node is at this level or worse: it gives down then, and
    /// up else.
    pub counts_from: Option<Level>,
}

/// What a switch needs an input for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SwitchInput {
    /// To be made.
    Need,
    /// To see the loss that calls for it: it, or another one that does.
    Detector,
    /// To call whoever makes it by hand: it, or another one that carries calls.
    Caller,
}

impl SwitchInput {
    /// All that a switch may need.
    pub const ALL: [Self; 3] = [Self::Need, Self::Detector, Self::Caller];
    /// Of these any one is enough.
    pub const ANY_ONE: [Self; 2] = [Self::Detector, Self::Caller];
}

impl NodeInput {
    /// One that gives the level of the node.
    pub fn plain(node: u32) -> Self {
        Self {
            node,
            best: Level::Up,
            worst: Level::Down,
            is_brief: false,
            never_fires: false,
            for_switch: None,
            is_held: false,
            blinds: None,
            counts_from: None,
        }
    }

    /// One that is lost once the node is at a level or worse.
    pub fn from(node: u32, level: Level) -> Self {
        Self {
            counts_from: Some(level),
            ..Self::plain(node)
        }
    }

    /// One that a switch needs.
    pub fn for_switch(node: u32, what: SwitchInput) -> Self {
        Self {
            for_switch: Some(what),
            ..Self::plain(node)
        }
    }

    /// One of a set of losses with all of which nothing sets a switch off: that a node is at a
    /// level or worse.
    pub fn blinding(node: u32, level: Level, set: u32) -> Self {
        Self {
            for_switch: Some(SwitchInput::Need),
            blinds: Some(set),
            ..Self::from(node, level)
        }
    }

    /// Whether a switch needs it for that.
    pub fn is_for(self, what: SwitchInput) -> bool {
        self.for_switch == Some(what) && self.blinds.is_none()
    }

    /// The level it gives, when nodes have the given levels.
    pub fn level(self, of: impl Fn(u32) -> Level) -> Level {
        if self.is_brief {
            self.worst
        } else {
            self.at_first(of)
        }
    }

    /// The same before what serves for a while only is used up.
    pub fn at_first(self, of: impl Fn(u32) -> Level) -> Level {
        if self.never_fires {
            return self.worst;
        }
        let level = match (of(self.node), self.counts_from) {
            (level, None) => level,
            (level, Some(from)) if level >= from => Level::Down,
            _ => Level::Up,
        };
        level.max(self.best).min(self.worst)
    }
}
