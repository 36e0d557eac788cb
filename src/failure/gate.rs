use crate::model::Level;

use super::Input;

/// One requirement: `at_least` of the group, or else the best fallback.
#[derive(Debug, Clone)]
pub struct Gate {
    /// Index of the requirement in its component.
    pub requirement: usize,
    pub group: Vec<Input>,
    pub at_least: usize,
    pub fallbacks: Vec<Input>,
    /// A soft requirement degrades at worst.
    pub soft: bool,
}

impl Gate {
    /// The level the requirement gives, when nodes have the given levels.
    pub fn level(&self, of: impl Fn(u32) -> Level + Copy) -> Level {
        let stand_in = |best: Level| {
            let fallbacks = self.fallbacks.iter().map(|input| input.level(of));
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
    pub fn group_level(&self, of: impl Fn(u32) -> Level + Copy) -> Level {
        let mut up = 0;
        let mut working = 0;
        for input in &self.group {
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

    pub fn inputs(&self) -> impl Iterator<Item = &Input> {
        self.group.iter().chain(&self.fallbacks)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gate(at_least: usize, fallbacks: usize, soft: bool) -> Gate {
        let plain = |node| Input {
            node,
            best: Level::Up,
            worst: Level::Down,
        };
        Gate {
            requirement: 0,
            group: (0..3).map(plain).collect(),
            at_least,
            fallbacks: (3..3 + fallbacks as u32)
                .map(|node| Input {
                    best: Level::Degraded,
                    ..plain(node)
                })
                .collect(),
            soft,
        }
    }

    fn level(gate: &Gate, levels: &[Level]) -> Level {
        gate.level(|node| levels[node as usize])
    }

    #[test]
    fn the_kth_best_counts() {
        use Level::{Degraded, Down, Up};
        let two = gate(2, 0, false);
        assert_eq!(level(&two, &[Up, Down, Up]), Up);
        assert_eq!(level(&two, &[Up, Down, Degraded]), Degraded);
        assert_eq!(level(&two, &[Up, Down, Down]), Down);
    }

    #[test]
    fn fallbacks_give_no_more_than_they_serve_and_soft_no_less_than_degraded() {
        use Level::{Degraded, Down, Up};
        let backed = gate(3, 1, false);
        assert_eq!(level(&backed, &[Up, Up, Down, Up]), Degraded);
        assert_eq!(level(&backed, &[Up, Up, Down, Down]), Down);
        assert_eq!(level(&gate(3, 0, true), &[Down, Up, Up]), Degraded);
    }
}
