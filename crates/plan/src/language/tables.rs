use std::ops::Range;

/// The tables of a text in order, sub-tables apart: the bytes of each up to the next header,
/// and the id of what it says something of (`cart` of `[[service.cart.depends_on]]`).
pub fn tables(text: &str) -> Vec<(Range<usize>, Option<String>)> {
    let mut found: Vec<(Range<usize>, Option<String>)> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let header = line.trim();
        // An element of a list may begin a line with a bracket too, and has no key behind it.
        if header.starts_with('[') && !header.starts_with("[\"") && !header.starts_with("['") {
            found.push((start..at, id_of(header)));
        } else if let Some((last, _)) = found.last_mut() {
            last.end = at;
        }
    }
    found
}

/// The second part of the name in a header.
pub(super) fn id_of(header: &str) -> Option<String> {
    let name = header.trim_start_matches('[').split(']').next()?;
    let id = name.split('.').nth(1)?;
    Some(id.trim().trim_matches(['"', '\'']).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_end_at_the_next_header() {
        let text =
            "# x\n[plan]\na = 1\n[service.cart]\n\n[[service.cart.depends_on]]\non = \"b\"\n";
        let found = tables(text);
        let said: Vec<(&str, Option<&str>)> = found
            .iter()
            .map(|(range, id)| (&text[range.clone()], id.as_deref()))
            .collect();
        assert_eq!(
            said,
            [
                ("[plan]\na = 1\n", None),
                ("[service.cart]\n\n", Some("cart")),
                ("[[service.cart.depends_on]]\non = \"b\"\n", Some("cart")),
            ]
        );
    }
}
