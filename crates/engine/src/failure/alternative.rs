use jurymast_plan::model::Level;

use super::{NodeInput, SwitchInput};

/// What stands in at a gate: an input, and those that the switch to it needs. It is lost
/// with any need, with all that detect the loss it is for, and with all that carry calls to
/// whoever makes the switch (an OR of losses).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Alternative<'a> {
    /// What would serve.
    pub input: NodeInput,
    /// What must be better than down for the switch to be made: each need, and of those that
    /// detect, those that call and each set that blinds one, where there are any.
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
        let lost = move |what| self.is_lost(what, is_down);
        let lost = SwitchInput::ALL.map(|what| (what, lost(what)));
        self.needs.iter().filter(move |need| {
            is_down(need)
                && lost
                    .iter()
                    .any(|(what, is_lost)| *is_lost && need.is_for(*what))
        })
    }

    /// Whether the switch cannot be made, or is not set off, while these are down.
    pub fn is_stuck(self, is_down: impl Fn(&NodeInput) -> bool + Copy) -> bool {
        let mut all = SwitchInput::ALL.into_iter();
        all.any(|what| self.is_lost(what, is_down))
            || self.blinding().any(|mut set| set.all(is_down))
    }

    /// Whether nothing sets the switch to it off, when nodes have the given levels.
    pub fn is_blind(self, of: impl Fn(u32) -> Level + Copy) -> bool {
        let is_lost = |input: &NodeInput| input.level(of) == Level::Down;
        self.input.never_fires || self.blinding().any(|mut set| set.all(is_lost))
    }

    /// The sets of losses with all of one of which nothing sets the switch off.
    pub fn blinding(self) -> impl Iterator<Item = impl Iterator<Item = &'a NodeInput>> {
        let sets = self.needs.chunk_by(|one, next| one.blinds == next.blinds);
        let sets = sets.filter(|set| set[0].blinds.is_some());
        sets.map(|set| set.iter())
    }

    /// Whether nothing is left that the switch needs for that.
    fn is_lost(self, what: SwitchInput, is_down: impl Fn(&NodeInput) -> bool + Copy) -> bool {
        let mut needed = self.needed_to(what).peekable();
        match what {
            SwitchInput::Need => needed.any(is_down),
            SwitchInput::Detector | SwitchInput::Caller => {
                needed.peek().is_some() && needed.all(is_down)
            }
        }
    }

    /// What the switch needs for that; none: nothing is said of it.
    pub fn needed_to(self, what: SwitchInput) -> impl Iterator<Item = &'a NodeInput> {
        self.needs.iter().filter(move |need| need.is_for(what))
    }

    fn unless_stuck(self, level: Level, of: impl Fn(u32) -> Level + Copy) -> Level {
        match self.is_stuck(|need| need.level(of) == Level::Down) {
            true => Level::Down,
            false => level,
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
