//! "Did you mean": the known name nearest to an unknown one.

/// The nearest of `known`, when it is near enough to be a slip of the keyboard.
pub(super) fn nearest<'a>(
    unknown: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let allowed = (unknown.chars().count() / 3).max(1);
    let mut best: Option<(usize, &str)> = None;
    for name in known {
        if name.len().abs_diff(unknown.len()) > allowed {
            continue;
        }
        let distance = strsim::osa_distance(unknown, name);
        if distance <= allowed && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, name));
        }
    }
    best.map(|(_, name)| name)
}

/// `Checkout Service` as an id: `checkout-service`.
pub(super) fn as_id(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    (!words.is_empty()).then(|| words.join("-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_slips_are_suggested() {
        let known = ["checkout", "payments", "db"];
        assert_eq!(nearest("chekcout", known), Some("checkout"));
        assert_eq!(nearest("payment", known), Some("payments"));
        assert_eq!(nearest("ab", known), Some("db"));
        assert_eq!(nearest("search", known), None);
    }

    #[test]
    fn ids_from_titles() {
        assert_eq!(
            as_id("Checkout Service").as_deref(),
            Some("checkout-service")
        );
        assert_eq!(as_id("<b>../x").as_deref(), Some("b-x"));
        assert_eq!(as_id("日本"), None);
    }
}
