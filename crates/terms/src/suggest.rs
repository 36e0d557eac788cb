//! "Did you mean": the known name nearest to an unknown one.

/// The nearest of `known`, when it is near enough to be a slip of the keyboard:
/// at most a third of the letters differ. The first of several equals.
pub fn nearest<'a>(unknown: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let allowed = unknown.chars().count() / 3;
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
}
