//! Ids from the words people write.

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
    fn ids_from_titles() {
        assert_eq!(
            as_id("Checkout Service").as_deref(),
            Some("checkout-service")
        );
        assert_eq!(as_id("<b>../x").as_deref(), Some("b-x"));
        assert_eq!(as_id("日本"), None);
    }
}
