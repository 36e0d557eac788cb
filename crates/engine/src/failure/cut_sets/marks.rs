/// Which of the faults may stand in no row of the node at hand, its singles above all, and
/// which stand in the row at hand already. Marks are numbers of turns, so that none has to be
/// wiped when a row begins.
pub(super) struct RowMarks {
    /// By fault: [`CLOSED`], or the turn in which it was taken last.
    turns: Vec<u32>,
    turn: u32,
    /// What was taken in this turn: a first part of `len`.
    row: Vec<u32>,
    len: usize,
}

const CLOSED: u32 = u32::MAX;

impl RowMarks {
    pub(super) fn new(faults: usize) -> Self {
        Self {
            turns: vec![0; faults],
            turn: 0,
            row: Vec::new(),
            len: 0,
        }
    }

    /// Begins a row.
    pub(super) fn next_turn(&mut self) {
        self.turn += 1;
        self.len = 0;
    }

    /// No turn may come to look like a closed fault; there must be none now.
    pub(super) fn rewind(&mut self) {
        if self.turn > CLOSED / 2 {
            self.turns.fill(0);
            self.turn = 0;
        }
    }

    pub(super) fn row(&self) -> &[u32] {
        &self.row[..self.len]
    }

    #[inline]
    pub(super) fn is_closed(&self, fault: u32) -> bool {
        self.turns[fault as usize] == CLOSED
    }

    pub(super) fn close(&mut self, faults: &[u32]) {
        for fault in faults {
            self.turns[*fault as usize] = CLOSED;
        }
    }

    pub(super) fn open(&mut self, faults: &[u32]) {
        for fault in faults {
            self.turns[*fault as usize] = 0;
        }
    }

    /// Adds to the row those that may join, are not closed and do not stand in it.
    #[inline]
    pub(super) fn take_if(&mut self, faults: &[u32], may_join: impl Fn(u32) -> bool) {
        let end = self.len + faults.len();
        if self.row.len() < end {
            self.row.resize(end, 0);
        }
        let (turns, turn) = (&mut self.turns[..], self.turn);
        let room = &mut self.row[self.len..end];
        let mut taken = 0;
        // Written in any case and counted if true: a branch would be guessed
        // wrong every other time.
        for &fault in faults {
            let last = &mut turns[fault as usize];
            let joins = (*last < turn) & may_join(fault);
            *last = if joins { turn } else { *last };
            room[taken] = fault;
            taken += usize::from(joins);
        }
        self.len += taken;
    }

    pub(super) fn take(&mut self, faults: &[u32]) {
        self.take_if(faults, |_| true);
    }
}

/// Which voters of a vote faults make happen.
pub(super) struct VoterMarks {
    /// By fault: a bit for each voter.
    by: Vec<u64>,
    /// Those with a bit: a first part of `len`.
    faults: Vec<u32>,
    len: usize,
}

impl VoterMarks {
    pub(super) fn new(faults: usize) -> Self {
        Self {
            by: vec![0; faults],
            faults: Vec::new(),
            len: 0,
        }
    }

    #[inline]
    pub(super) fn by(&self, fault: u32) -> u64 {
        self.by[fault as usize]
    }

    pub(super) fn faults(&self) -> &[u32] {
        &self.faults[..self.len]
    }

    pub(super) fn add(&mut self, faults: &[u32], voter: u64) {
        let end = self.len + faults.len();
        if self.faults.len() < end {
            self.faults.resize(end, 0);
        }
        let by = &mut self.by[..];
        let room = &mut self.faults[self.len..end];
        let mut new = 0;
        for &fault in faults {
            let by = &mut by[fault as usize];
            room[new] = fault;
            new += usize::from(*by == 0);
            *by |= voter;
        }
        self.len += new;
    }

    pub(super) fn clear(&mut self) {
        for fault in &self.faults[..self.len] {
            self.by[*fault as usize] = 0;
        }
        self.len = 0;
    }
}
