use super::lanes::Lanes;

/// Counts for each lane the rows it stands in: as binary numbers, a plane of
/// lanes for each digit.
#[derive(Debug, Default)]
pub(super) struct Tally {
    planes: Vec<Lanes>,
}

impl Tally {
    /// Adds `times` for each of the lanes.
    pub(super) fn add(&mut self, lanes: Lanes, times: u32) {
        let mut left = times;
        while left != 0 {
            self.add_at(left.trailing_zeros() as usize, lanes);
            left &= left - 1;
        }
    }

    /// Writes what was counted, lane by lane, and starts from nothing.
    pub(super) fn take(&mut self, counts: &mut [u32; Lanes::COUNT]) {
        counts.fill(0);
        for (digit, plane) in self.planes.drain(..).enumerate() {
            for lane in plane.iter() {
                counts[lane] += 1 << digit;
            }
        }
    }

    fn add_at(&mut self, digit: usize, lanes: Lanes) {
        let mut carry = lanes;
        let mut at = digit;
        while !carry.is_empty() {
            if at >= self.planes.len() {
                self.planes.resize(at + 1, Lanes::NONE);
            }
            let plane = &mut self.planes[at];
            (*plane, carry) = (*plane ^ carry, *plane & carry);
            at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lanes_are_counted_with_their_weights() {
        let mut tally = Tally::default();
        let mut expected = [0; Lanes::COUNT];
        for at in 0..1000u32 {
            let mut lanes = Lanes::NONE;
            for lane in (0..Lanes::COUNT).step_by(1 + at as usize % 7) {
                lanes.insert(lane);
                expected[lane] += at;
            }
            tally.add(lanes, at);
        }
        let mut counts = [0; Lanes::COUNT];
        tally.take(&mut counts);
        assert_eq!(counts, expected);
        tally.take(&mut counts);
        assert_eq!(counts, [0; Lanes::COUNT]);
    }
}
