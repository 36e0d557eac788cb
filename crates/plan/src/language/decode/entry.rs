use std::collections::HashMap;

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::DeValue;

use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::source::FileId;

use super::examples;
use super::mistake::{Mistake, MistakeKind, Node, Place};
use super::reader::{Reader, View};

/// Reads one value through serde, with every mistake in it. What is left without them
/// is read, if anything.
///
/// Serde ends at the first mistake. The next reading leaves that out and begins behind
/// it, so that each part is read a few times only, however many mistakes there are.
pub(super) fn read<T: DeserializeOwned>(
    file: FileId,
    section: &str,
    value: &Spanned<DeValue<'_>>,
    errors: &mut Vec<Diagnostic>,
) -> Option<T> {
    let mut view = View::default();
    let mut meant = MeantKeys::default();
    loop {
        let read = T::deserialize(Reader { value, view: &view });
        let Mistake { kind, place } = match read {
            Ok(read) if view.from.is_empty() => return Some(read),
            Ok(_) => {
                view.from.clear();
                continue;
            }
            Err(mistake) => mistake.at(Node::of(value), value.span()),
        };
        let Place {
            range,
            node,
            path,
            key,
        } = place?;
        if let MistakeKind::Missing { key, is_written } = kind {
            let begun = view.from.iter().position(|(from, _)| *from == node);
            if let Some(begun) = begun {
                // Only its end was read: the key may stand before that.
                view.from.truncate(begun);
                continue;
            }
            if !is_written && !meant.holds(node, key) {
                errors.push(kind.finding(file, range));
            }
        } else {
            meant.add(&path, &kind);
            let finding = kind.finding(file, range);
            let key = key.as_deref().filter(|_| kind.is_of_many());
            let example = key.and_then(|key| examples::example(section, key));
            let example = example.map(|text| match kind.text_for_many() {
                Some(id) => text.replacen(examples::SOME_ID, &format!("\"{id}\""), 1),
                None => text.to_owned(),
            });
            errors.push(finding.maybe_help(example.map(|text| format!("write it so: {text}"))));
        }
        view.wrong.insert(node);
        view.from = path;
        view.from.reverse();
        let (_, last) = view.from.last_mut()?;
        *last += 1;
    }
}

/// The known keys that misspelt ones of a table were meant to be.
#[derive(Default)]
struct MeantKeys(HashMap<Node, Vec<&'static str>>);

impl MeantKeys {
    fn add(&mut self, path: &[(Node, usize)], kind: &MistakeKind) {
        if let (Some((table, _)), Some(meant)) = (path.first(), kind.meant()) {
            self.0.entry(*table).or_default().push(meant);
        }
    }

    fn holds(&self, table: Node, key: &str) -> bool {
        self.0.get(&table).is_some_and(|keys| keys.contains(&key))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use serde::Deserialize;
    use toml::de::DeTable;

    use super::*;
    use jurymast_terms::source::Sources;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Link {
        name: String,
        url: u8,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Table {
        name: String,
        tier: u8,
        #[serde(default)]
        links: Vec<Link>,
    }

    fn read_table(text: &str) -> (Option<Table>, Vec<String>) {
        let file = Sources::default().add("a", text);
        let (root, wrong) = DeTable::parse_recoverable(text);
        assert!(wrong.is_empty());
        let mut errors = Vec::new();
        let value = &root.get_ref()["t"];
        let read = read(file, "t", value, &mut errors);
        let say = |error: Diagnostic| {
            let place = text.get(error.place.range()).unwrap();
            format!("{} @ {place}", error.message)
        };
        (read, errors.into_iter().map(say).collect())
    }

    #[test]
    fn one_mistake_hides_no_other_and_is_said_once() {
        let (read, errors) = read_table(
            "t = { nmae = 1, tier = 'x', links = [{ name = 2, url = 3 }, 4, { name = 'a', url = 5 }, { name = 'b' }], odd = 6 }",
        );
        assert!(read.is_none(), "a name is needed");
        assert_eq!(
            errors,
            [
                "unknown key `nmae` @ nmae",
                "expected a whole number that is not negative and not too large, found string \"x\" @ 'x'",
                "expected a string, found integer `2` @ 2",
                "expected a table, found integer `4` @ 4",
                "`url` is missing @ { name = 'b' }",
                "unknown key `odd` @ odd",
            ]
        );
    }

    #[test]
    fn what_is_left_without_the_mistakes_is_read() {
        let (read, errors) = read_table(
            "t = { name = 'n', odd = 1, tier = 2, links = [{ name = 'a', url = 'x' }, { name = 'b', url = 1 }] }",
        );
        let read = read.unwrap();
        assert_eq!((read.name.as_str(), read.tier), ("n", 2));
        assert_eq!(read.links.len(), 1);
        assert_eq!((read.links[0].name.as_str(), read.links[0].url), ("b", 1));
        assert_eq!(errors.len(), 2);
    }

    #[test]
    fn a_list_is_no_table() {
        let (read, errors) = read_table("t = ['n', 1, []]");
        assert!(read.is_none());
        assert_eq!(errors, ["expected a table, found a list @ ['n', 1, []]"]);
        let (_, errors) = read_table("t = { name = 'n', tier = 1, links = [['a', 2]] }");
        assert_eq!(errors, ["expected a table, found a list @ ['a', 2]"]);
        let (read, errors) = read_table("t = { name = 'n', tier = 1, links = ['a', 2, true] }");
        assert!(read.unwrap().links.is_empty());
        assert_eq!(errors, ["expected a table, found string \"a\" @ 'a'"]);
    }

    #[test]
    fn dates_and_large_numbers_are_called_so() {
        let (_, errors) = read_table(
            "t = { name = 2026-01-01, tier = 99999999999999999999, links = 2026-01-01 }",
        );
        assert_eq!(
            errors,
            [
                "expected a string, found the date 2026-01-01 @ 2026-01-01",
                "expected a whole number that is not negative and not too large, found `99999999999999999999`, which is too large @ 99999999999999999999",
                "expected a list, found the date 2026-01-01 @ 2026-01-01",
            ]
        );
    }

    #[test]
    fn mistakes_by_the_thousand_cost_little() {
        const COUNT: usize = 20_000;
        let links = "{ name = 1, url = 'x' },".repeat(COUNT);
        let keys: String = (0..COUNT).map(|at| format!("odd{at} = 1,")).collect();
        let begun = Instant::now();
        let text = format!("t = {{ {keys} name = 'n', tier = 1, links = [{links}] }}");
        let (read, errors) = read_table(&text);
        assert!(read.unwrap().links.is_empty());
        assert_eq!(errors.len(), 3 * COUNT);
        assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
    }
}
