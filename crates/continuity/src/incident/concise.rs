use jurymast_terms::wording;

use std::collections::BTreeMap;

use super::{Lane, Sheet};

/// A list that is longer keeps only what is of tier 1 and 2.
const LONG: usize = 40;
/// Nobody reads more than these, whatever their tier.
const MOST: usize = 100;

impl Sheet {
    /// What a person can use: long lists keep what is of tier 1 and 2, and count the
    /// rest. A sheet without long lists stays as it is.
    #[must_use]
    pub fn concise(mut self) -> Self {
        self.more_hits = cut(&mut self.hits, |hit| hit.tier);
        let also = cut(&mut self.also, |_| None);
        self.also.extend(also);
        self.more_critical = cut(&mut self.critical, |one| one.tier);
        self.more_fallbacks = cut(&mut self.fallbacks, |one| one.tier);
        let more_log = cut(&mut self.log, |line| line.tier.or(Some(1)));
        self.log.extend(more_log.map(|what| super::LogLine {
            at: "later".to_owned(),
            what,
            tier: None,
        }));
        for stage in &mut self.stages {
            let more = lanes(&mut stage.lanes);
            stage.notes.extend(more);
        }
        let more = lanes(&mut self.stand_down.lanes);
        self.more_way_back = more;
        let more = cut(&mut self.stand_down.checks, |_| Some(1));
        self.stand_down.checks.extend(more);
        let more = cut(&mut self.circles, |_| Some(1));
        self.circles.extend(more);
        self
    }
}

/// Lanes of a stage, and the steps of each, as they are numbered.
fn lanes(all: &mut Vec<Lane>) -> Option<String> {
    for lane in all.iter_mut() {
        let more = cut(&mut lane.actions, |one| one.tier.or(Some(1)));
        if let Some(more) = more {
            lane.title = format!("{}; {more}", lane.title);
        }
    }
    all.retain(|lane| !lane.actions.is_empty());
    cut(all, |lane| lane.tier.or(Some(1)))
}

/// Leaves out what a long list holds of tier 3, 4 and none, and says how much.
fn cut<T>(all: &mut Vec<T>, tier: impl Fn(&T) -> Option<u8>) -> Option<String> {
    if all.len() <= LONG {
        return None;
    }
    let mut left: BTreeMap<Option<u8>, usize> = BTreeMap::new();
    let mut kept = 0;
    all.retain(|one| {
        let tier = tier(one).filter(|tier| (1..=4).contains(tier));
        let keep = tier.is_some_and(|tier| tier <= 2) && kept < MOST;
        if keep {
            kept += 1;
        } else {
            *left.entry(tier).or_default() += 1;
        }
        keep
    });
    let count: usize = left.values().sum();
    let tiers: Vec<String> = left.keys().flatten().map(u8::to_string).collect();
    let of = if tiers.is_empty() || left.contains_key(&None) {
        String::new()
    } else {
        format!(" of tier {}", wording::and(&tiers))
    };
    (count > 0).then(|| format!("and {count} more{of}: --full lists them"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_lists_stay_and_long_ones_keep_what_matters() {
        let mut few: Vec<u8> = vec![4; LONG];
        assert_eq!(cut(&mut few, |tier| Some(*tier)), None);
        assert_eq!(few.len(), LONG);
        let mut many: Vec<u8> = (0..100).map(|at| at % 4 + 1).collect();
        let said = cut(&mut many, |tier| Some(*tier));
        assert_eq!(
            said.as_deref(),
            Some("and 50 more of tier 3 and 4: --full lists them")
        );
        assert!(many.len() == 50 && many.iter().all(|tier| *tier <= 2));
        let mut urgent: Vec<u8> = vec![1; 1_000];
        let said = cut(&mut urgent, |tier| Some(*tier));
        assert_eq!(
            said.as_deref(),
            Some("and 900 more of tier 1: --full lists them")
        );
    }
}
