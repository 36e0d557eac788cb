use std::ops::Range;

/// The minimal cut sets of one and of two basic events of one node.
///
/// All in one list: the singles, in the order in which they were found; a row
/// for each fault that is the lesser of a pair, by fault, as (fault, where its
/// partners end); the partners, in the order in which they were found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct CutSetList {
    numbers: Vec<u32>,
    singles: usize,
    rows: usize,
}

/// Pairs on their way into a [`CutSetList`].
#[derive(Debug, Default)]
pub(super) struct PairRows {
    rows: Vec<u32>,
    partners: Vec<u32>,
}

impl PairRows {
    pub(super) fn clear(&mut self) {
        self.rows.clear();
        self.partners.clear();
    }

    /// Adds the row of a fault above all so far, unless it is empty.
    pub(super) fn push(&mut self, fault: u32, partners: &[u32]) {
        if !partners.is_empty() {
            self.partners.extend_from_slice(partners);
            self.rows.extend([fault, self.partners.len() as u32]);
        }
    }
}

impl CutSetList {
    pub(super) fn new(singles: &[u32], pairs: &PairRows, spare: &mut SpareLists) -> Self {
        let len = singles.len() + pairs.rows.len() + pairs.partners.len();
        let mut numbers = spare.take(len);
        numbers.extend_from_slice(singles);
        numbers.extend_from_slice(&pairs.rows);
        numbers.extend_from_slice(&pairs.partners);
        Self {
            numbers,
            singles: singles.len(),
            rows: pairs.rows.len() / 2,
        }
    }

    /// How many sets.
    pub(super) fn len(&self) -> usize {
        self.numbers.len() - 2 * self.rows
    }

    pub(super) fn singles(&self) -> &[u32] {
        &self.numbers[..self.singles]
    }

    fn rows(&self) -> RowCursor<'_> {
        let (rows, partners) = self.numbers[self.singles..].split_at(2 * self.rows);
        RowCursor {
            rows,
            partners,
            start: 0,
        }
    }

    pub(super) fn pairs(&self) -> impl Iterator<Item = (u32, u32)> {
        let rows = self.rows();
        rows.flat_map(|(one, partners)| partners.iter().map(move |other| (one, *other)))
    }

    /// Gives equal sets one form.
    pub(super) fn sort(&mut self) {
        let (singles, pairs) = self.numbers.split_at_mut(self.singles);
        singles.sort_unstable();
        let (rows, partners) = pairs.split_at_mut(2 * self.rows);
        let mut start = 0;
        for row in rows.chunks_exact(2) {
            let end = row[1] as usize;
            partners[start..end].sort_unstable();
            start = end;
        }
    }
}

/// Lists of sets that nobody reads any more, to be used again, by the logarithm of
/// their room.
#[derive(Debug, Default)]
pub(super) struct SpareLists(Vec<Vec<Vec<u32>>>);

impl SpareLists {
    /// The most lists of one size that are kept.
    const KEPT: usize = 64;

    pub(super) fn give(&mut self, found: Option<CutSetList>) {
        let Some(mut numbers) = found.map(|found| found.numbers) else {
            return;
        };
        let size = numbers.capacity().checked_ilog2().unwrap_or_default() as usize;
        if self.0.len() <= size {
            self.0.resize_with(size + 1, Vec::new);
        }
        if self.0[size].len() < Self::KEPT {
            numbers.clear();
            self.0[size].push(numbers);
        }
    }

    fn take(&mut self, len: usize) -> Vec<u32> {
        let room = len.next_power_of_two();
        let spare = self.0.get_mut(room.ilog2() as usize).and_then(Vec::pop);
        spare.unwrap_or_else(|| Vec::with_capacity(room))
    }
}

/// A place between the rows of a list.
struct RowCursor<'a> {
    /// Those that are left.
    rows: &'a [u32],
    /// Of all.
    partners: &'a [u32],
    start: u32,
}

/// Above every fault.
pub(super) const END: u32 = u32::MAX;

impl<'a> RowCursor<'a> {
    /// The fault of the row that comes next; [`END`] after the last.
    #[inline]
    fn fault(&self) -> u32 {
        self.rows.first().copied().unwrap_or(END)
    }
}

impl<'a> Iterator for RowCursor<'a> {
    type Item = (u32, &'a [u32]);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let [fault, end, ref left @ ..] = *self.rows else {
            return None;
        };
        let partners = &self.partners[self.start as usize..end as usize];
        self.rows = left;
        self.start = end;
        Some((fault, partners))
    }
}

/// Places in the rows of several lists.
pub(super) struct RowCursors<'a> {
    rows: Vec<RowCursor<'a>>,
    /// For each list: the fault of the row that comes next.
    faults: Vec<u32>,
}

impl<'a> RowCursors<'a> {
    pub(super) fn of<'b>(all: impl Iterator<Item = &'b &'a CutSetList>) -> Self
    where
        'a: 'b,
    {
        let rows: Vec<RowCursor<'a>> = all.map(|found| found.rows()).collect();
        let faults = rows.iter().map(RowCursor::fault).collect();
        Self { rows, faults }
    }

    /// The least fault of the rows that come next; [`END`] after the last.
    #[inline]
    pub(super) fn first(&self) -> u32 {
        self.faults
            .iter()
            .fold(END, |first, fault| first.min(*fault))
    }

    #[inline]
    pub(super) fn has(&self, lists: Range<usize>, fault: u32) -> bool {
        self.faults[lists].contains(&fault)
    }

    /// The partners of a fault if its row comes next; goes on behind it.
    #[inline]
    pub(super) fn take(&mut self, list: usize, fault: u32) -> Option<&'a [u32]> {
        if self.faults[list] != fault {
            return None;
        }
        let rows = &mut self.rows[list];
        let (_, partners) = rows.next()?;
        self.faults[list] = rows.fault();
        Some(partners)
    }

    /// Goes on behind the rows of a fault.
    pub(super) fn skip(&mut self, fault: u32) {
        for list in 0..self.rows.len() {
            self.take(list, fault);
        }
    }
}
