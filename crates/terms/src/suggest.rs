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

/// "did you mean `checkout`?", where one of `known` is near enough.
pub fn did_you_mean<'a>(unknown: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(unknown, known).map(ask)
}

/// The same of a name that was found near enough otherwise.
pub fn ask(near: impl std::fmt::Display) -> String {
    format!("did you mean `{near}`?")
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
