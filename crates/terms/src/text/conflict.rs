use std::ops::Range;

/// The first mark that git leaves where two sides of a merge meet.
pub fn conflict_mark(text: &str) -> Option<Range<usize>> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if is_conflict_mark(line) {
            return Some(at..at + line.trim_end().len());
        }
        at += line.len();
    }
    None
}

/// A line that git leaves at the beginning, between or at the end of the two sides.
pub fn is_conflict_mark(line: &str) -> bool {
    let marks = ["<<<<<<<", ">>>>>>>", "======="];
    marks.iter().any(|mark| line.starts_with(mark))
}
