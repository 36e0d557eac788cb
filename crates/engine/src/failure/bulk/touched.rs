use super::bits::Bits;
use super::lanes::Lanes;

/// The lanes of those rows in which any stands. They are few beside all rows, and
/// stand close together.
#[derive(Debug)]
pub(super) struct Touched {
    /// In the order in which they were touched first.
    rows: Vec<u32>,
    /// By place in `rows`.
    lanes: Vec<Lanes>,
    /// For each row its place, once it is touched.
    place: Vec<u32>,
    stands: Bits,
}

impl Touched {
    /// Sets aside room for all rows: that costs what is used of it, while growing
    /// would hold the lanes twice.
    pub(super) fn of(rows: usize) -> Self {
        Self {
            rows: Vec::with_capacity(rows),
            lanes: Vec::with_capacity(rows),
            place: vec![0; rows],
            stands: Bits::of(rows),
        }
    }

    pub(super) fn contains(&self, row: u32) -> bool {
        self.stands.contains(row)
    }

    pub(super) fn get(&self, row: u32) -> Lanes {
        if self.contains(row) {
            self.lanes[self.place[row as usize] as usize]
        } else {
            Lanes::NONE
        }
    }

    /// Says whether there were new ones.
    pub(super) fn add(&mut self, row: u32, lanes: Lanes) -> bool {
        let place = &mut self.place[row as usize];
        if self.stands.insert(row) {
            *place = self.rows.len() as u32;
            self.rows.push(row);
            self.lanes.push(lanes);
            return !lanes.is_empty();
        }
        self.lanes[*place as usize].add(lanes)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, Lanes)> {
        let rows = self.rows.iter().copied();
        rows.zip(self.lanes.iter().copied())
    }

    pub(super) fn wipe(&mut self) {
        for row in self.rows.drain(..) {
            self.stands.remove(row);
        }
        self.lanes.clear();
    }
}
