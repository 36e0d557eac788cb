use std::collections::BTreeMap;

use jurymast_plan::model::Level;

use super::layout::Layout;

/// How many components of each class a row speaks of.
#[derive(Debug)]
pub(super) struct Weights {
    classes: usize,
    /// For each row: nothing, or [`SHARED`], or the one component it speaks of:
    /// what it says of it (`Says as u8`) and above that the classes.
    tags: Vec<u8>,
    /// For rows of several components: how many by class and by what is said.
    shared: BTreeMap<u32, Vec<[u32; 3]>>,
}

/// What a row says of a component.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Says {
    Down,
    /// Degraded or down.
    Worse,
    /// Down, and there is no degraded before it.
    Both,
}

const SHARED: u8 = 1 << 7;
/// Bits for what is said; 0 is nothing.
const SAID: u8 = 0b11;

impl Weights {
    pub(super) const CLASSES: usize = 5;

    pub(super) fn of(layout: &Layout, classes: usize, class_of: impl Fn(u32) -> u8) -> Self {
        let mut weights = Self {
            classes: classes.min(Self::CLASSES),
            tags: vec![0; layout.rows()],
            shared: BTreeMap::new(),
        };
        for component in 0..layout.components() as u32 {
            let down = layout.row(component, Level::Down);
            let worse = layout.row(component, Level::Degraded);
            let classes = class_of(component);
            if down == worse {
                weights.put(down, Says::Both, classes);
            } else {
                weights.put(down, Says::Down, classes);
                weights.put(worse, Says::Worse, classes);
            }
        }
        weights
    }

    /// Calls with each class that a row counts for, what it says, and how often.
    #[inline]
    pub(super) fn each(&self, row: u32, mut count: impl FnMut(usize, Says, u32)) {
        let tag = self.tags[row as usize];
        if tag == SHARED {
            for (class, times) in self.shared[&row].iter().enumerate() {
                for (says, times) in [Says::Down, Says::Worse, Says::Both].into_iter().zip(times) {
                    count(class, says, *times);
                }
            }
        } else if let Some(says) = said(tag) {
            let mut classes = tag >> 2;
            while classes != 0 {
                count(classes.trailing_zeros() as usize, says, 1);
                classes &= classes - 1;
            }
        }
    }

    fn put(&mut self, row: u32, says: Says, classes: u8) {
        let classes = classes & ((1 << self.classes) - 1);
        let tag = &mut self.tags[row as usize];
        if *tag == 0 {
            *tag = classes << 2 | (says as u8 + 1);
            return;
        }
        let before = std::mem::replace(tag, SHARED);
        let all = self.classes;
        let shared = self.shared.entry(row).or_insert_with(|| vec![[0; 3]; all]);
        let mut add = |classes: u8, says: Says| {
            for (class, times) in shared.iter_mut().enumerate() {
                times[says as usize] += u32::from(classes >> class & 1);
            }
        };
        if let (true, Some(says)) = (before != SHARED, said(before)) {
            add(before >> 2, says);
        }
        add(classes, says);
    }
}

fn said(tag: u8) -> Option<Says> {
    match tag & SAID {
        0 => None,
        1 => Some(Says::Down),
        2 => Some(Says::Worse),
        _ => Some(Says::Both),
    }
}
