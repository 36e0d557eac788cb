/// "a is", "a, b and 3 more are"
pub fn are<T: AsRef<str>>(most: usize, names: &[T]) -> String {
    let verb = if names.len() == 1 { "is" } else { "are" };
    format!("{} {verb}", up_to(most, names))
}

/// "a", "a and b", "a, b and c"; nothing of none.
pub fn and<T: AsRef<str>>(names: &[T]) -> String {
    joined(names, "and")
}

/// "a", "a or b", "a, b or c"; nothing of none.
pub fn or<T: AsRef<str>>(names: &[T]) -> String {
    joined(names, "or")
}

/// At most `most` of the names: "a, b and c", "a, b and 3 more".
pub fn up_to<T: AsRef<str>>(most: usize, names: &[T]) -> String {
    and_more(&names[..names.len().min(most)], names.len())
}

/// The first names of `count`: "a, b and 3 more".
pub fn and_more<T: AsRef<str>>(first: &[T], count: usize) -> String {
    match count.saturating_sub(first.len()) {
        0 => and(first),
        more if first.is_empty() => more.to_string(),
        more => format!("{} and {more} more", commas(first)),
    }
}

/// The one, or "2 of a, b, c".
pub fn group<T: AsRef<str>>(at_least: impl std::fmt::Display, members: &[T]) -> String {
    match members {
        [one] => one.as_ref().to_owned(),
        all => format!("{at_least} of {}", commas(all)),
    }
}

fn joined<T: AsRef<str>>(names: &[T], word: &str) -> String {
    match names {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [first @ .., last] => format!("{} {word} {}", commas(first), last.as_ref()),
    }
}

fn commas<T: AsRef<str>>(names: &[T]) -> String {
    let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    names.join(", ")
}

/// With a full stop at its end, where it has no end of a sentence.
pub fn sentence(text: &str) -> String {
    let closing = ['"', '\'', ')', '”', '’', '»'];
    match text
        .trim_end_matches(closing)
        .ends_with(['.', '!', '?', ':', '…'])
    {
        true => text.to_owned(),
        false => format!("{text}."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_read_like_speech() {
        assert_eq!(and::<&str>(&[]), "");
        assert_eq!(and(&["a"]), "a");
        assert_eq!(and(&["a", "b", "c"]), "a, b and c");
        assert_eq!(or(&["a", "b", "c"]), "a, b or c");
        assert_eq!(
            [are(2, &["a"]), are(2, &["a", "b"])],
            ["a is", "a and b are"]
        );
        assert_eq!(up_to(3, &["a", "b", "c"]), "a, b and c");
        assert_eq!(up_to(2, &["a", "b", "c", "d"]), "a, b and 2 more");
        assert_eq!(and_more(&["a"], 5), "a and 4 more");
        assert_eq!(and_more::<&str>(&[], 5), "5");
        assert_eq!(group(1, &["a"]), "a");
        assert_eq!(group(2, &["a", "b", "c"]), "2 of a, b, c");
    }
}
