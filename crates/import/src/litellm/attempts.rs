use jurymast_terms::vocabulary::Symptom;

use super::gateway::{AnsweringGroup, Gateway, GroupDeployment};
use super::lists::{ListKind, chain_for};

/// One group that a call is sent to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// As the list names it, or the caller.
    pub name: String,
    /// The level within the group.
    pub order: Option<i64>,
    /// Whether anybody answers to the name.
    pub is_known: bool,
}

/// What becomes of a call to a deployment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallOutcome {
    /// It is answered.
    Answered,
    /// It fails.
    Fails(Symptom),
}

impl Gateway {
    /// The groups that a call is sent to, in order, until one answers: depth first, each
    /// group once, and no deeper than `max_fallbacks` allows. Of a level with several
    /// deployments the worst outcome counts, since any of them may be asked.
    pub fn attempts(
        &self,
        called: &str,
        outcome: &dyn Fn(&GroupDeployment) -> CallOutcome,
    ) -> Vec<Attempt> {
        let mut walk = Walk {
            gateway: self,
            outcome,
            called,
            sent: Vec::new(),
            taken: Vec::new(),
        };
        walk.send(called, None, 0);
        walk.sent
    }

    /// What stands in for a group where everything fails alike, in order: its further
    /// levels, then other groups.
    pub fn stands_in(&self, called: &str, symptom: Symptom) -> Vec<Attempt> {
        let mut all = self.attempts(called, &|_| CallOutcome::Fails(symptom));
        all.remove(0);
        all.retain(|one| one.is_known);
        all
    }
}

struct Walk<'a> {
    gateway: &'a Gateway,
    outcome: &'a dyn Fn(&GroupDeployment) -> CallOutcome,
    /// What the caller asked for: where a group has no chain, this one's goes on.
    called: &'a str,
    sent: Vec<Attempt>,
    /// Names and levels that were tried, or stand in a list that is gone through.
    taken: Vec<Step>,
}

type Step = (String, Option<i64>);

impl Walk<'_> {
    /// Sends the call to a group; whether it is answered.
    fn send(&mut self, name: &str, order: Option<i64>, depth: usize) -> bool {
        let (outcome, levels) = self.ask(name, order);
        let symptom = match outcome {
            CallOutcome::Answered => return true,
            CallOutcome::Fails(symptom) => symptom,
        };
        let next = self.next(name, symptom, &levels);
        self.go_through(&next, name, depth)
    }

    /// The worst outcome at a level of a group, and the levels behind it.
    fn ask(&mut self, name: &str, order: Option<i64>) -> (CallOutcome, Vec<i64>) {
        let answers = self.gateway.answers(name);
        let (level, behind, asked) = match answers {
            AnsweringGroup::Group(group) | AnsweringGroup::Pattern(group) => {
                let levels = group.levels();
                let level = order.or(levels[0]);
                let behind = levels
                    .into_iter()
                    .flatten()
                    .filter(|one| Some(*one) > level);
                (level, behind.collect(), group.at(level).collect())
            }
            AnsweringGroup::One(_, one) => (None, Vec::new(), vec![one]),
            AnsweringGroup::Default(group) => {
                let level = group.levels()[0];
                (level, Vec::new(), group.at(level).collect())
            }
            AnsweringGroup::Nobody => (None, Vec::new(), Vec::new()),
        };
        self.sent.push(Attempt {
            name: name.to_owned(),
            order: level,
            is_known: !asked.is_empty(),
        });
        let outcomes = asked.into_iter().map(self.outcome);
        let worst = outcomes.reduce(|one, other| match one {
            CallOutcome::Answered => other,
            CallOutcome::Fails(_) => one,
        });
        // A name that nobody answers to fails as a model that is not there.
        (
            worst.unwrap_or(CallOutcome::Fails(Symptom::NotFound)),
            behind,
        )
    }

    /// What comes next after a group failed.
    fn next(&self, name: &str, symptom: Symptom, levels: &[i64]) -> Vec<Step> {
        let lists = &self.gateway.lists;
        let names = [name, self.called];
        let chain = |kind| chain_for(lists.of(kind), &names);
        let own_list = match symptom {
            Symptom::TooLong => chain(ListKind::TooLong),
            Symptom::Refused => chain(ListKind::Refused),
            _ => None,
        };
        let steps = |targets: &[super::ChainTarget]| -> Vec<Step> {
            targets.iter().map(|one| (one.name.clone(), None)).collect()
        };
        if let Some(special) = own_list {
            return steps(&special.targets);
        }
        // A list for refusals decides by itself, also where it does not name the group.
        if symptom == Symptom::Refused && !lists.refused.is_empty() {
            return Vec::new();
        }
        if symptom == Symptom::BadRequest && self.gateway.settings.keeps_bad_requests {
            return Vec::new();
        }
        // What the policy of one level refuses, no other level of the group is asked.
        let levels = if symptom == Symptom::Refused {
            &[]
        } else {
            levels
        };
        let levels = levels.iter().map(|level| (name.to_owned(), Some(*level)));
        let general = chain(ListKind::General).map(|one| steps(&one.targets));
        levels.chain(general.unwrap_or_default()).collect()
    }

    fn go_through(&mut self, steps: &[Step], failed: &str, depth: usize) -> bool {
        if depth >= self.gateway.settings.max_fallbacks {
            return false;
        }
        self.taken.push((failed.to_owned(), None));
        let mut depth = depth;
        for step in steps {
            if self.taken.contains(step) {
                continue;
            }
            self.taken.push(step.clone());
            depth += 1;
            if self.send(&step.0, step.1, depth) {
                return true;
            }
        }
        false
    }
}
