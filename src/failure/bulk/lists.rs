/// Lists behind each other in one array.
#[derive(Debug, Clone, Default)]
pub(super) struct Lists {
    starts: Vec<u32>,
    items: Vec<u32>,
}

impl Lists {
    /// `len` lists from pairs (list, item), which `pairs` gives twice in the same
    /// order; items keep it.
    pub(super) fn of(len: usize, pairs: impl Fn(&mut dyn FnMut(u32, u32))) -> Self {
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

    pub(super) fn with_capacity(lists: usize, items: usize) -> Self {
        let mut starts = Vec::with_capacity(lists + 1);
        starts.push(0);
        Self {
            starts,
            items: Vec::with_capacity(items),
        }
    }

    pub(super) fn push(&mut self, items: impl Iterator<Item = u32>) {
        self.items.extend(items);
        self.starts.push(self.items.len() as u32);
    }

    pub(super) fn get(&self, list: u32) -> &[u32] {
        let at = list as usize;
        &self.items[self.starts[at] as usize..self.starts[at + 1] as usize]
    }
}
