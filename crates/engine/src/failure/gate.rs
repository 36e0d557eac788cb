use jurymast_plan::model::{Level, Needed};

use super::{Alternatives, NodeInput};

/// One requirement: `at_least` of the group, or else the best fallback.
#[derive(Debug, Clone, Copy)]
pub struct Gate<'a> {
    /// Index of the requirement in its component, and of the gate in its node.
    pub requirement: usize,
    /// The primary, or the members of a group.
    pub group: &'a [NodeInput],
    /// How many of the group must serve.
    pub at_least: usize,
    /// What stands in, in order of preference.
    pub fallbacks: Alternatives<'a>,
    /// A soft requirement degrades at worst.
    pub soft: bool,
    /// When it is needed.
    pub needed: Needed,
}

impl<'a> Gate<'a> {
    /// The level the requirement gives to who is running, when nodes have the given levels.
    pub fn level(self, of: impl Fn(u32) -> Level + Copy) -> Level {
        self.level_by(of, of)
    }

    /// The same, when nodes have other levels for the fallbacks.
    pub fn level_by(
        self,
        of: impl Fn(u32) -> Level + Copy,
        standing_by: impl Fn(u32) -> Level + Copy,
    ) -> Level {
        if self.needed.counts_while_running() {
            self.met_by(of, standing_by)
        } else {
            Level::Up
        }
    }

    /// The level it gives to who is running, while what serves for a while only does.
    pub fn level_at_first(self, of: impl Fn(u32) -> Level + Copy) -> Level {
        let stand_in = self.fallbacks.iter().map(|one| one.at_first(of));
        self.level(of).min(stand_in.min().unwrap_or(Level::Down))
    }

    /// How well it is met, whenever it is needed.
    pub fn met(self, of: impl Fn(u32) -> Level + Copy) -> Level {
        self.met_by(of, of)
    }

    /// The same, when nodes have other levels for the fallbacks.
    pub fn met_by(
        self,
        of: impl Fn(u32) -> Level + Copy,
        standing_by: impl Fn(u32) -> Level + Copy,
    ) -> Level {
        let stand_in = |best: Level| {
            let fallbacks = self.fallbacks.iter().map(|one| one.level(standing_by));
            fallbacks.fold(best, Level::min)
        };
        let met = match self.group_level(of) {
            Level::Up => Level::Up,
            worse => stand_in(worse),
        };
        if self.soft {
            met.min(Level::Degraded)
        } else {
            met
        }
    }

    /// The level of the group alone: that of its `at_least`-th best member.
    pub fn group_level(self, of: impl Fn(u32) -> Level + Copy) -> Level {
        let mut up = 0;
        let mut working = 0;
        for input in self.group {
            match input.level(of) {
                Level::Up => up += 1,
                Level::Degraded => working += 1,
                Level::Down => {}
            }
        }
        working += up;
        if up >= self.at_least {
            Level::Up
        } else if working >= self.at_least {
            Level::Degraded
        } else {
            Level::Down
        }
    }

    /// The level of what serves: of the group, or of the first of the best fallbacks, by its
    /// index.
    pub fn served(self, of: impl Fn(u32) -> Level + Copy) -> (Level, Option<usize>) {
        let mut best = (self.group_level(of), None);
        for (at, one) in self.fallbacks.iter().enumerate() {
            let level = one.level(of);
            if level < best.0 {
                best = (level, Some(at));
            }
        }
        best
    }

    /// The group, then the fallbacks, each with what the switch to it needs.
    pub fn inputs(self) -> impl Iterator<Item = &'a NodeInput> {
        self.group.iter().chain(self.fallbacks.inputs())
    }
}

#[cfg(test)]
mod tests {
    use super::super::SwitchInput;
    use super::*;

    /// The level of a gate whose group is all but the last so many.
    fn level(at_least: usize, fallbacks: usize, soft: bool, levels: &[Level]) -> Level {
        let members = levels.len() - fallbacks;
        let input = |node: usize| NodeInput {
            best: if node < members {
                Level::Up
            } else {
                Level::Degraded
            },
            ..NodeInput::plain(node as u32)
        };
        let inputs: Vec<NodeInput> = (0..levels.len()).map(input).collect();
        let (group, fallbacks) = inputs.split_at(members);
        let gate = Gate {
            requirement: 0,
            group,
            at_least,
            fallbacks: Alternatives::new(fallbacks),
            soft,
            needed: Needed::Run,
        };
        gate.level(|node| levels[node as usize])
    }

    #[test]
    fn the_kth_best_counts() {
        use Level::{Degraded, Down, Up};
        assert_eq!(level(2, 0, false, &[Up, Down, Up]), Up);
        assert_eq!(level(2, 0, false, &[Up, Down, Degraded]), Degraded);
        assert_eq!(level(2, 0, false, &[Up, Down, Down]), Down);
    }

    #[test]
    fn fallbacks_give_no_more_than_they_serve_and_soft_no_less_than_degraded() {
        use Level::{Degraded, Down, Up};
        assert_eq!(level(3, 1, false, &[Up, Up, Down, Up]), Degraded);
        assert_eq!(level(3, 1, false, &[Up, Up, Down, Down]), Down);
        assert_eq!(level(3, 0, true, &[Down, Up, Up]), Degraded);
    }

    #[test]
    fn an_alternative_is_down_while_anything_its_switch_needs_is_down() {
        use Level::{Degraded, Down, Up};
        // The first fallback needs 2 and 3 for its switch, the second nothing.
        let fallbacks = [
            NodeInput::plain(1),
            NodeInput::for_switch(2, SwitchInput::Need),
            NodeInput::for_switch(3, SwitchInput::Need),
            NodeInput {
                best: Degraded,
                ..NodeInput::plain(4)
            },
        ];
        let gate = Gate {
            requirement: 0,
            group: &[NodeInput::plain(0)],
            at_least: 1,
            fallbacks: Alternatives::new(&fallbacks),
            soft: false,
            needed: Needed::Run,
        };
        let level = |levels: [Level; 5]| gate.level(|node| levels[node as usize]);
        assert_eq!(level([Down, Up, Up, Degraded, Down]), Up);
        assert_eq!(level([Down, Up, Up, Down, Down]), Down);
        assert_eq!(level([Down, Up, Down, Up, Up]), Degraded);
        assert_eq!(level([Degraded, Up, Down, Up, Down]), Degraded);
        assert_eq!(level([Up, Down, Down, Down, Down]), Up);
        let seen: Vec<u32> = gate.inputs().map(|input| input.node).collect();
        assert_eq!(seen, [0, 1, 2, 3, 4]);
    }

    #[test]
    fn who_runs_does_not_feel_what_it_needs_to_start() {
        let lost = [NodeInput::plain(0)];
        let gate = |needed| Gate {
            requirement: 0,
            group: &lost,
            at_least: 1,
            fallbacks: Alternatives::new(&[]),
            soft: false,
            needed,
        };
        use Level::{Down, Up};
        let levels = [Needed::Run, Needed::Both, Needed::Start].map(|needed| {
            let gate = gate(needed);
            (gate.level(|_| Down), gate.met(|_| Down))
        });
        assert_eq!(levels, [(Down, Down), (Down, Down), (Up, Down)]);
    }
}
