//! "Did you mean": the known name nearest to an unknown one.

/// However long a name is, no slip changes more letters.
const MOST_EDITS: usize = 6;

/// The nearest of `known`, when it is near enough to be a slip of the keyboard: at most
/// a third of the letters differ, and six. The first of several equals.
pub fn nearest<'a>(unknown: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    nearest_by(unknown, known, |_, _| false)
}

/// The same of names that come in no order: the first of several equals by the alphabet.
pub fn nearest_of_set<'a>(
    unknown: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    nearest_by(unknown, known, |name, best| name < best)
}

fn nearest_by<'a>(
    unknown: &str,
    known: impl IntoIterator<Item = &'a str>,
    goes_first: fn(&str, &str) -> bool,
) -> Option<&'a str> {
    let class = status_class(unknown);
    let letters: Vec<char> = unknown.chars().collect();
    let mut most = (letters.len() / 3).min(MOST_EDITS);
    let mut best: Option<(usize, &str)> = None;
    let mut distance = Distance::default();
    for name in known {
        if let Some(class) = &class {
            if name == class {
                return Some(name);
            }
            // Another digit is another code, however near it is.
            if sorted(name) != sorted(unknown) {
                continue;
            }
        }
        // A letter has four bytes at most.
        let is_respelt = is_respelt(unknown, name);
        if !is_respelt && name.len() > 4 * (letters.len() + most) {
            continue;
        }
        let found = match is_respelt {
            true => Some(0),
            false => distance.within(most, &letters, name),
        };
        let Some(found) = found else {
            continue;
        };
        let is_better = |(least, best): (usize, &str)| {
            found < least || (found == least && goes_first(name, best))
        };
        if best.is_none_or(is_better) {
            best = Some((found, name));
            most = found;
        }
    }
    best.map(|(_, name)| name)
}

/// "5xx" for "503".
fn status_class(text: &str) -> Option<String> {
    let is_code = text.len() == 3 && text.bytes().all(|one| one.is_ascii_digit());
    is_code.then(|| format!("{}xx", &text[..1]))
}

fn sorted(text: &str) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    bytes.sort_unstable();
    bytes
}

/// Alike but for capitals, and for what stands between words.
fn is_respelt(one: &str, other: &str) -> bool {
    fn letters(text: &str) -> impl Iterator<Item = char> {
        let letters = text.chars().filter(|c| c.is_alphanumeric());
        letters.flat_map(char::to_lowercase)
    }
    one.chars().any(char::is_alphanumeric) && letters(one).eq(letters(other))
}

/// How many slips of the keyboard lead from one name to the other, if no more than `most`.
pub fn slips(one: &str, other: &str, most: usize) -> Option<usize> {
    let letters: Vec<char> = one.chars().collect();
    Distance::default().within(most, &letters, other)
}

/// "did you mean `checkout`?", where one of `known` is near enough.
pub fn did_you_mean<'a>(unknown: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(unknown, known).map(ask)
}

/// The same of a name that was found near enough otherwise.
pub fn ask(near: impl std::fmt::Display) -> String {
    format!("did you mean `{near}`?")
}

/// The word that [`ask`] asks after, where a text is such a question.
pub fn asked(question: &str) -> Option<&str> {
    question
        .strip_prefix("did you mean `")?
        .strip_suffix("`?")
        .filter(|word| !word.contains('`'))
}

/// Optimal string alignment distance: letters put in, left out, changed, or swapped with
/// their neighbour. Only what can lie within the bound is computed (Ukkonen's band).
#[derive(Default)]
struct Distance {
    name: Vec<char>,
    before_last: Vec<usize>,
    last: Vec<usize>,
    row: Vec<usize>,
}

impl Distance {
    /// The distance, if it is at most `most`.
    fn within(&mut self, most: usize, unknown: &[char], name: &str) -> Option<usize> {
        self.name.clear();
        self.name.extend(name.chars());
        let (a, b) = differing(unknown, &self.name);
        if a.len().abs_diff(b.len()) > most {
            return None;
        }
        let far = most + 1;
        self.last.clear();
        self.last.extend((0..=b.len()).map(|at| at.min(far)));
        self.before_last.clear();
        self.before_last.resize(b.len() + 1, far);
        self.row.clear();
        self.row.resize(b.len() + 1, far);
        for i in 1..=a.len() {
            let (from, to) = (i.saturating_sub(most).max(1), (i + most).min(b.len()));
            self.row.fill(far);
            self.row[0] = i.min(far);
            let mut least = self.row[0];
            for j in from..=to {
                let change = usize::from(a[i - 1] != b[j - 1]);
                let mut cost = (self.last[j] + 1)
                    .min(self.row[j - 1] + 1)
                    .min(self.last[j - 1] + change);
                if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    cost = cost.min(self.before_last[j - 2] + 1);
                }
                self.row[j] = cost.min(far);
                least = least.min(cost);
            }
            if least > most {
                return None;
            }
            std::mem::swap(&mut self.before_last, &mut self.last);
            std::mem::swap(&mut self.last, &mut self.row);
        }
        self.last.last().copied().filter(|found| *found <= most)
    }
}

/// What lies between the common beginning and the common end.
fn differing<'a>(mut a: &'a [char], mut b: &'a [char]) -> (&'a [char], &'a [char]) {
    while let ([first, rest @ ..], [other, others @ ..]) = (a, b)
        && first == other
    {
        (a, b) = (rest, others);
    }
    while let ([rest @ .., last], [others @ .., other]) = (a, b)
        && last == other
    {
        (a, b) = (rest, others);
    }
    (a, b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_slips_are_suggested() {
        let known = ["checkout", "payments", "db"];
        assert_eq!(nearest("chekcout", known), Some("checkout"));
        assert_eq!(nearest("payment", known), Some("payments"));
        assert_eq!(nearest("dbs", known), Some("db"));
        assert_eq!(nearest("ab", known), None, "too short to tell");
        assert_eq!(nearest("search", known), None);
    }

    #[test]
    fn capitals_and_what_stands_between_words_are_no_difference() {
        let known = ["openai", "azure-openai", "fireworks-ai"];
        assert_eq!(nearest("OpenAI", known), Some("openai"));
        assert_eq!(nearest("Azure Open AI", known), Some("azure-openai"));
        assert_eq!(nearest("fireworksai", known), Some("fireworks-ai"));
        let both = [["db1", "db-1"], ["db-1", "db1"]];
        assert!(
            both.iter()
                .all(|known| nearest_of_set("DB_1", *known) == Some("db-1"))
        );
        assert_eq!(nearest("--", ["-"]), None);
    }

    #[test]
    fn another_status_code_is_no_slip() {
        let known = ["5xx", "429", "402", "403", "400"];
        for code in ["500", "502", "503"] {
            assert_eq!(nearest(code, known), Some("5xx"));
        }
        assert_eq!(nearest("409", known), None);
        assert_eq!(nearest("492", known), Some("429"));
        assert_eq!(nearest("4029", known), Some("429"));
    }

    #[test]
    fn equals_are_told_apart_by_their_order_or_by_the_alphabet() {
        for known in [["card", "bart", "carts"], ["carts", "card", "bart"]] {
            assert_eq!(nearest("cart", known), Some(known[0]));
            assert_eq!(nearest_of_set("cart", known), Some("bart"));
        }
    }

    #[test]
    fn the_distance_is_that_of_the_definition() {
        let word = |code: usize| -> String {
            let letter = |at: u32| ['a', 'b', 'é'][code / 3_usize.pow(at) % 3];
            (0..=u32::try_from(code % 5).unwrap()).map(letter).collect()
        };
        let words: Vec<String> = (0..243).map(word).collect();
        let mut distance = Distance::default();
        for a in &words {
            let letters: Vec<char> = a.chars().collect();
            for b in &words {
                let full = strsim::osa_distance(a, b);
                for most in 0..4 {
                    let expected = Some(full).filter(|full| *full <= most);
                    assert_eq!(
                        distance.within(most, &letters, b),
                        expected,
                        "{a} {b} {most}"
                    );
                }
            }
        }
    }
}
