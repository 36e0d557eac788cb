//! Numbers that proptest draws, and the choices that they are taken for.

use proptest::prelude::*;

/// What a plan may speak of: bits, so that many plans are made of few words.
#[derive(Debug, Clone, Copy)]
pub(super) enum Word {
    Groups,
    Fallbacks,
    Triggers,
    Switches,
    FailBack,
    Restart,
    Needed,
    Soft,
    Demand,
    Surges,
    Sharing,
    Tokens,
    LimitsAnywhere,
    Domains,
    Ai,
    Via,
    Holds,
    DetectBySymptom,
    Detectors,
    SwitchNeeds,
    Undeclared,
    Partial,
    Steps,
    Moves,
    Backups,
    LostData,
    Endless,
    Ended,
    Serves,
    Mbco,
    Replicas,
    Targets,
}

/// Numbers that proptest draws.
#[derive(Debug, Clone)]
pub(super) struct Raw {
    words: u32,
    /// Requirements may name parts that come before.
    pub(super) circles: bool,
    pub(super) parts: Vec<RawPart>,
    pub(super) faults: Vec<Vec<u8>>,
    pub(super) surges: Vec<Vec<u8>>,
}

#[derive(Debug, Clone)]
pub(super) struct RawPart {
    pub(super) own: Vec<u8>,
    pub(super) requirements: Vec<(Vec<u8>, Vec<Vec<u8>>)>,
    pub(super) backups: Vec<Vec<u8>>,
    pub(super) steps: Vec<Vec<u8>>,
}

pub(super) fn raw(circles: bool) -> impl Strategy<Value = Raw> {
    let bytes = |count: usize| prop::collection::vec(any::<u8>(), count);
    let requirement = (bytes(24), prop::collection::vec(bytes(20), 0..3));
    let part = (
        bytes(28),
        prop::collection::vec(requirement, 0..3),
        prop::collection::vec(bytes(8), 0..3),
        prop::collection::vec(bytes(6), 0..3),
    );
    let part = part.prop_map(|(own, requirements, backups, steps)| RawPart {
        own,
        requirements,
        backups,
        steps,
    });
    let words = prop_oneof![
        any::<u32>(),
        (any::<u32>(), any::<u32>()).prop_map(|(a, b)| a & b),
        any::<u32>().prop_map(|words| words & 0xff | 1 << (words >> 27)),
    ];
    let parts = prop::collection::vec(part, 2..=8);
    let faults = prop::collection::vec(bytes(8), 1..4);
    let surges = prop::collection::vec(bytes(4), 0..2);
    (words, parts, faults, surges).prop_map(move |(words, parts, faults, surges)| Raw {
        words,
        circles,
        parts,
        faults,
        surges,
    })
}

/// Draws one choice after the other; what is missing is zero.
pub(super) struct Draw<'a> {
    bytes: std::slice::Iter<'a, u8>,
}

impl<'a> Draw<'a> {
    pub(super) fn of(bytes: &'a [u8]) -> Self {
        Self {
            bytes: bytes.iter(),
        }
    }

    fn next(&mut self) -> usize {
        usize::from(self.bytes.next().copied().unwrap_or(0))
    }

    pub(super) fn below(&mut self, count: usize) -> usize {
        self.next() % count.max(1)
    }

    pub(super) fn one<T: Copy>(&mut self, from: &[T]) -> Option<T> {
        let pick = self.next();
        (!from.is_empty()).then(|| from[pick % from.len()])
    }

    /// True in one of `count` draws.
    pub(super) fn rarely(&mut self, count: usize) -> bool {
        self.next() % count == count - 1
    }
}

impl Raw {
    pub(super) fn has(&self, word: Word) -> bool {
        self.words & (1 << word as u32) != 0
    }
}
