use std::ops::Range;

/// A text of which only these bytes are shown. All else is blank, as long as it was and in
/// as many characters, so that places in it stay where they are: what stands beside a
/// place may be a secret.
pub fn masked(bytes: &[u8], shown: &[Range<usize>]) -> String {
    let mut shown: Vec<&Range<usize>> = shown.iter().collect();
    shown.sort_by_key(|one| one.start);
    let mut next = shown.into_iter().peekable();
    let mut shown_to = 0;
    let mut out = String::with_capacity(bytes.len());
    let mut at = 0;
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars() {
            while let Some(one) = next.next_if(|one| one.start <= at) {
                shown_to = shown_to.max(one.end);
            }
            let is_shown = c == '\n' || c == '\r' || at < shown_to;
            out.push(if is_shown { c } else { blank(c.len_utf8()) });
            at += c.len_utf8();
        }
        out.extend(chunk.invalid().iter().map(|_| ' '));
        at += chunk.invalid().len();
    }
    out
}

/// A character of so many bytes that tells nothing.
fn blank(bytes: usize) -> char {
    match bytes {
        1 => ' ',
        2 => '\u{b7}',
        3 => '\u{2026}',
        _ => '\u{1f7b2}',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_stay_and_all_else_is_blank() {
        let text = "a = 'gpt' # s\u{e9}cret \u{20ac}\nb";
        let hidden = masked(text.as_bytes(), &[5..8, 24..25]);
        assert_eq!(hidden.len(), text.len());
        assert_eq!(hidden.chars().count(), text.chars().count());
        assert_eq!(&hidden[5..8], "gpt");
        assert!(!hidden.contains("cret"), "{hidden}");
        assert_eq!(masked(b"x\xffy", &[0..0, 2..3]), "  y");
    }
}
