use std::collections::BTreeSet;

use jurymast_plan::model::Plan;

/// Ids for new components.
#[derive(Debug, Default)]
pub(super) struct Ids {
    taken: BTreeSet<String>,
}

impl Ids {
    /// `wished`, or the first of its numbered variants that nothing is called.
    pub(super) fn fresh(&mut self, plan: &Plan, wished: &str) -> String {
        let plain: String = wished
            .chars()
            .map(|c| {
                if c.is_ascii_lowercase() || c.is_ascii_digit() {
                    c
                } else {
                    '-'
                }
            })
            .collect();
        let mut id = plain.clone();
        let mut number = 2;
        while plan.find(&id).is_some() || self.taken.contains(&id) {
            id = format!("{plain}-{number}");
            number += 1;
        }
        self.taken.insert(id.clone());
        id
    }
}
