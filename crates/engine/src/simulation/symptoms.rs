use jurymast_plan::model::Symptom;
use jurymast_terms::wording;

/// A set of symptoms: all that callers of one component see at one time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Symptoms(u16);

impl Symptoms {
    /// Adds one; twice is once.
    pub fn insert(&mut self, symptom: Symptom) {
        self.0 |= 1 << symptom as u8;
    }

    /// Whether it is one of them.
    pub fn contains(self, symptom: Symptom) -> bool {
        self.0 & (1 << symptom as u8) != 0
    }

    /// Those of either.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// "5xx and timeout"; nothing where it is empty.
    pub fn words(self) -> String {
        let all: Vec<&str> = self.iter().map(Symptom::as_str).collect();
        wording::and(&all)
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether each of these is one of `all`.
    pub fn is_within(self, all: Self) -> bool {
        self.0 & !all.0 == 0
    }

    /// Each of them; of a loss that shows none, `None`.
    pub(super) fn or_none(self) -> Vec<Option<Symptom>> {
        if self.is_empty() {
            return vec![None];
        }
        self.iter().map(Some).collect()
    }

    /// In the order of [`Symptom::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Symptom> {
        Symptom::ALL
            .into_iter()
            .filter(move |one| self.contains(*one))
    }
}

impl FromIterator<Symptom> for Symptoms {
    fn from_iter<T: IntoIterator<Item = Symptom>>(all: T) -> Self {
        let mut set = Self::default();
        all.into_iter().for_each(|one| set.insert(one));
        set
    }
}
