/// Nothing but letters, line breaks and tabs: no text of a plan may move the cursor.
pub(super) fn seen(text: &str) -> String {
    let moves = |c: char| c.is_control() && c != '\n' && c != '\t';
    text.replace(moves, "\u{fffd}")
}
