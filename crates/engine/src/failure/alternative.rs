use jurymast_plan::model::Level;

use super::NodeInput;

/// What stands in at a gate: an input, and those that the switch to it needs. It is lost
/// with any of them (an OR of losses).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Alternative<'a> {
    /// What would serve.
    pub input: NodeInput,
    /// What must be better than down for the switch to be made.
    pub needs: &'a [NodeInput],
}

impl<'a> Alternative<'a> {
    /// The level it gives, when nodes have the given levels.
    pub fn level(self, of: impl Fn(u32) -> Level + Copy) -> Level {
        self.unless_stuck(self.input.level(of), of)
    }

    /// The same before what serves for a while only is used up.
    pub fn at_first(self, of: impl Fn(u32) -> Level + Copy) -> Level {
        self.unless_stuck(self.input.at_first(of), of)
    }

    /// Of what the switch needs, that which is down.
    pub fn lost_needs(
        self,
        of: impl Fn(u32) -> Level + Copy,
    ) -> impl DoubleEndedIterator<Item = &'a NodeInput> {
        let needs = self.needs.iter();
        needs.filter(move |need| need.level(of) == Level::Down)
    }

    fn unless_stuck(self, level: Level, of: impl Fn(u32) -> Level + Copy) -> Level {
        match self.lost_needs(of).next() {
            Some(_) => Level::Down,
            None => level,
        }
    }
}

/// The alternatives of a gate, in order of preference: each input is followed by those that
/// the switch to it needs.
#[derive(Debug, Clone, Copy)]
pub struct Alternatives<'a> {
    inputs: &'a [NodeInput],
}

impl<'a> Alternatives<'a> {
    pub(super) fn new(inputs: &'a [NodeInput]) -> Self {
        Self { inputs }
    }

    /// One after the other.
    pub fn iter(self) -> impl DoubleEndedIterator<Item = Alternative<'a>> + Clone {
        let each = self.inputs.chunk_by(|_, next| next.is_for_switch);
        each.filter_map(|one| {
            let (input, needs) = one.split_first()?;
            Some(Alternative {
                input: *input,
                needs,
            })
        })
    }

    /// All that they look at.
    pub fn inputs(self) -> &'a [NodeInput] {
        self.inputs
    }
}
