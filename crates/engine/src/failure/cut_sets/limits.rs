use jurymast_diagram::Budget;

/// What one target may cost unless something else is asked for: some 10^9 steps, which take a
/// second or so, and 2 GiB.
///
/// A step is a machine word of a mask of faults, or a cut set that is looked at.
pub const USUAL_BUDGET: Budget = Budget::new(2 << 30, None).with_steps(1 << 30);

/// Rows, pairs of merged faults and members of bicliques that one target may keep at once,
/// each; a row takes 72 bytes, the others 8.
pub(super) fn kept_entries(budget: &Budget) -> usize {
    const MOST: usize = 1 << 21;
    const BYTES: usize = 256;
    MOST.min(budget.memory() / BYTES)
}

/// Cut sets of all that the targets lean on that may be held at once; one takes 8 bytes at
/// most, and half of the memory is for what is made of them.
pub(super) fn held_sets(budget: &Budget) -> usize {
    const BYTES: usize = 16;
    budget.memory() / BYTES
}
