use jurymast_plan::model::Level;

use super::NodeInput;

/// What stands in at a gate: an input, and those that the switch to it needs. It is lost
/// with any need, and with all that detect the loss it is for (an OR of losses).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Alternative<'a> {
    /// What would serve.
    pub input: NodeInput,
    /// What must be better than down for the switch to be made: each need, and one of those
    /// that detect, where there are any.
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

    /// Of what the switch needs, that which is down and in its way.
    pub fn lost_needs(
        self,
        of: impl Fn(u32) -> Level + Copy,
    ) -> impl DoubleEndedIterator<Item = &'a NodeInput> {
        let is_down = move |need: &NodeInput| need.level(of) == Level::Down;
        let mut detectors = self.detectors();
        let is_seen = detectors.any(|one| !is_down(one));
        let matters = move |need: &NodeInput| !(is_seen && need.detects());
        self.needs
            .iter()
            .filter(move |need| matters(need) && is_down(need))
    }

    /// What sees the loss that the switch is for; none: nothing is said of it.
    pub fn detectors(self) -> impl Iterator<Item = &'a NodeInput> {
        self.needs.iter().filter(|need| need.detects())
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
        let each = self.inputs.chunk_by(|_, next| next.for_switch.is_some());
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
