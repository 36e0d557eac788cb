use std::ops::Range;

/// Lists of numbers, one behind the other in one array (compressed sparse rows).
#[derive(Debug, Clone)]
pub(crate) struct Csr {
    starts: Vec<u32>,
    items: Vec<u32>,
}

impl Csr {
    pub(super) fn new() -> Self {
        Self::with_capacity(0, 0)
    }

    pub(super) fn with_capacity(lists: usize, items: usize) -> Self {
        let mut starts = Vec::with_capacity(lists + 1);
        starts.push(0);
        Self {
            starts,
            items: Vec::with_capacity(items),
        }
    }

    /// `len` lists from pairs (list, item); items keep their order.
    pub(super) fn of(len: usize, pairs: impl Iterator<Item = (u32, u32)> + Clone) -> Self {
        Self::gather(len, |pair| {
            pairs.clone().for_each(|(list, item)| pair(list, item));
        })
    }

    /// The same from pairs that nobody holds: `pairs` gives them twice in the same
    /// order.
    pub(crate) fn gather(len: usize, pairs: impl Fn(&mut dyn FnMut(u32, u32))) -> Self {
        let mut starts = vec![0u32; len + 1];
        pairs(&mut |list, _| starts[list as usize + 1] += 1);
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut items = vec![0; starts[len] as usize];
        let mut next = starts.clone();
        pairs(&mut |list, item| {
            let at = &mut next[list as usize];
            items[*at as usize] = item;
            *at += 1;
        });
        Self { starts, items }
    }

    pub(super) fn push(&mut self, items: impl IntoIterator<Item = u32>) {
        self.items.extend(items);
        self.starts.push(self.items.len() as u32);
    }

    #[inline]
    pub(crate) fn get(&self, list: u32) -> &[u32] {
        self.joined(list..list + 1)
    }

    /// The items of some lists, one list after the other.
    pub(super) fn joined(&self, lists: Range<u32>) -> &[u32] {
        let [from, to] = [lists.start, lists.end].map(|list| self.starts[list as usize] as usize);
        &self.items[from..to]
    }

    pub(super) fn sort_each(&mut self) {
        for bounds in self.starts.windows(2) {
            self.items[bounds[0] as usize..bounds[1] as usize].sort_unstable();
        }
    }

    /// How many lists.
    pub(super) fn len(&self) -> usize {
        self.starts.len() - 1
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &[u32]> {
        (0..self.len() as u32).map(|list| self.get(list))
    }
}

impl Default for Csr {
    fn default() -> Self {
        Self::new()
    }
}
