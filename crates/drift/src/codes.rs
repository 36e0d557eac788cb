/// What each code of reading files beside the plan means, and what to do; in order of the
/// code.
static CODES: &[(&str, &str)] = &[
    (
        "cut-short",
        "A file holds the first page of several: what is on the others is not known, and nothing follows from its silence. Save all pages.",
    ),
    (
        "duplicate-series",
        "A series with the same labels stands in one file twice. The first is counted; files of several scrapes are given one by one.",
    ),
    (
        "no-calls",
        "A file tells of no call at all. It may be of an hour in which nothing was traced: nothing follows from it.",
    ),
    (
        "no-known-name",
        "A file tells of calls among names of which none is a component's: nothing in it was compared, and nothing follows from its silence. Where no file of calls names anybody of the plan this is an error. Set `name` of the components to what the file calls them, or give the file of the system that the plan is of.",
    ),
    (
        "not-compared",
        "A part of what a file configures makes no valid plan, so that it is not compared. `jurymast import FORMAT FILE` shows what is drawn from it.",
    ),
    (
        "unknown-traffic",
        "A file is none of those that tell of calls, or holds nothing that does. The message lists what is read; docs/drift.md has the command that saves each.",
    ),
    (
        "wrong-count",
        "A count of calls is negative, or no number. It is not counted, and so may be missing.",
    ),
];

/// What a code of reading files beside the plan means; `None` for any other.
pub fn explained(code: &str) -> Option<&'static str> {
    let mut all = CODES.iter();
    all.find(|(known, _)| *known == code).map(|(_, text)| *text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_in_order() {
        assert!(CODES.is_sorted_by_key(|(code, _)| *code));
        assert!(explained("wrong-count").is_some());
        assert!(explained("no-fallback").is_none());
    }
}
