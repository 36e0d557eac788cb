use super::super::fault_mask::FaultMask;

/// Counts for each lane the masks it is in: as binary numbers, a mask for each digit
/// (a bit-sliced counter).
#[derive(Debug, Default)]
pub(super) struct LaneCounter {
    digits: Vec<FaultMask>,
}

impl LaneCounter {
    /// Adds `times` for each of the lanes.
    pub(super) fn add(&mut self, lanes: FaultMask, times: u32) {
        let mut left = times;
        while left != 0 {
            self.add_at(left.trailing_zeros() as usize, lanes);
            left &= left - 1;
        }
    }

    /// Writes what was counted, lane by lane, and starts from nothing.
    pub(super) fn take(&mut self, counts: &mut [u32; FaultMask::LANES]) {
        counts.fill(0);
        for (digit, mask) in self.digits.drain(..).enumerate() {
            for lane in mask.iter() {
                counts[lane] += 1 << digit;
            }
        }
    }

    fn add_at(&mut self, digit: usize, lanes: FaultMask) {
        let mut carry = lanes;
        let mut at = digit;
        while !carry.is_empty() {
            if at >= self.digits.len() {
                self.digits.resize(at + 1, FaultMask::NONE);
            }
            let mask = &mut self.digits[at];
            (*mask, carry) = (*mask ^ carry, *mask & carry);
            at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lanes_are_counted_with_their_weights() {
        let mut counter = LaneCounter::default();
        let mut expected = [0; FaultMask::LANES];
        for at in 0..1000u32 {
            let mut lanes = FaultMask::NONE;
            for lane in (0..FaultMask::LANES).step_by(1 + at as usize % 7) {
                lanes.insert(lane);
                expected[lane] += at;
            }
            counter.add(lanes, at);
        }
        let mut counts = [0; FaultMask::LANES];
        counter.take(&mut counts);
        assert_eq!(counts, expected);
        counter.take(&mut counts);
        assert_eq!(counts, [0; FaultMask::LANES]);
    }
}
