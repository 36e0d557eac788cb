use jurymast_terms::suggest;

/// What each code of reading a plan means, and what to do; in order of the code.
static CODES: &[(&str, &str)] = &[
    (
        "contradiction",
        "Two keys say two things of one number: `availability` and `unavailability` must add up to 1, and what is said of a provider must be what is said of its parts. Leave one of the two out.",
    ),
    (
        "costly-rule",
        "A rule of the plan's own goes through more than a million elements, and was given up: what it did not look at is not known to be right. A loop over all components within another takes their number times itself. docs/custom-rules.md says what counts.",
    ),
    (
        "duplicate-id",
        "Two tables have the same id. All components share their ids, whatever their kind and file: rename one, or make them one table.",
    ),
    (
        "duplicate-key",
        "A key stands twice in one table. Keep one of the two.",
    ),
    (
        "duplicate-member",
        "One component is named twice where once is enough: in one group, as its own fallback, or by two entries of `depends_on` that are needed at the same time. Take one away, and say in the other all that is to be said.",
    ),
    (
        "empty-plan",
        "The plan declares nothing that could fail, so that nothing can be found. Add a [service.some-id] and say what it depends on.",
    ),
    (
        "hidden-character",
        "A text holds a character that nobody sees, or one that turns the direction of writing: what is read is not what is there. Write the text again by hand.",
    ),
    (
        "ignored-key",
        "A key has no effect beside another one. Take one of the two away.",
    ),
    (
        "ignored-table",
        "A table that only the root file may have stands in another file, and is not used. Move it to the root.",
    ),
    (
        "include",
        "A file or folder that `include` names cannot be read, leaves the plan's folder, or does not exist. What is in it would be left out without a word.",
    ),
    (
        "invalid-dependency",
        "An entry of `depends_on` contradicts itself: it needs either `on` or `any_of`, `at_least` must be within the group, and a fallback is none of the group.",
    ),
    (
        "invalid-id",
        "An id is made of small letters, digits and single hyphens: `orders-db`.",
    ),
    (
        "invalid-rule",
        "A rule of the plan's own cannot be used, and finds nothing: its expression cannot be read, names what there is not, compares what is never the same, or is not true or false; or its name is one of the program's or another rule's. docs/custom-rules.md lists the facts.",
    ),
    (
        "invalid-value",
        "A value is of the wrong kind, or not one of those that are known. The message says what is expected: a duration is `\"4h\"`, a day 2026-10-01, a list `[\"a\", \"b\"]`, a table `{ key = \"value\" }`.",
    ),
    (
        "malformed-ignore",
        "A comment that is meant to accept a finding cannot be read, and hides nothing. On the line of the finding, or above it: `# jurymast: ignore[no-owner] until=2027-01-31 reason=\"moves out in January\"`; `of=orders-db` for one cause.",
    ),
    (
        "missing-key",
        "A table lacks a key that it cannot do without. Add it.",
    ),
    (
        "model-list",
        "A saved list of models cannot be found or read, so that nothing is judged by it. `jurymast explain retired-model` has the commands that save one.",
    ),
    (
        "needs-itself",
        "A component names itself: as what it depends on, or as where it stands. Name another one, or leave it out.",
    ),
    (
        "no-rule-left",
        "[lint] switches every rule off, or keeps all of them from every file: nothing would be found whatever the plan said. Name the rules or the files that are meant; a single risk is accepted by a waiver.",
    ),
    (
        "scanned-path",
        "A path that `scan` of `[lint]` names is not there, cannot be read, leaves the repository, or holds no source: what is used below it is not known. Paths count from the folder of the root plan file.",
    ),
    (
        "syntax",
        "The text is no TOML. What stands in the broken part is not read; mend this first.",
    ),
    (
        "toml-1-1",
        "What stands here is allowed since TOML 1.1 only; other programs may not read it. Write it as TOML 1.0 has it.",
    ),
    (
        "unanswered-rule",
        "The expression of a rule of the plan's own gives no answer for something that it looks at, mostly because a fact that it compares is null there: what the plan does not declare. Say what counts then: `component.rto_s == null || component.rto_s > seconds('4h')`.",
    ),
    (
        "unknown-endpoint",
        "The catalogue knows no such endpoint of the provider. It is taken as it stands: look whether it is misspelt (`jurymast catalogue show ID`).",
    ),
    (
        "unknown-id",
        "A name leads nowhere: no table declares it, and the catalogue knows nothing of that name. Correct the spelling, or declare it: [service.x], [resource.x], [ai.x], [provider.x], [domain.x], [team.x].",
    ),
    (
        "unknown-key",
        "A key or table that the language does not know. Nothing of it is used: correct the spelling (the message has what is known).",
    ),
    (
        "unknown-rule",
        "A waiver, an ignore or [lint] names a rule that there is not. `jurymast rules` lists them all.",
    ),
    (
        "unused-availability",
        "An availability is given for something that no component of the plan uses. Take it away, or name what is used.",
    ),
    (
        "wrong-kind",
        "A name leads to a component of another kind than is expected here: a `provider` must be a provider, `in` wants failure domains.",
    ),
];

/// What a code of reading a plan means; `None` for any other.
pub fn explained(code: &str) -> Option<&'static str> {
    let mut all = CODES.iter();
    all.find(|(known, _)| *known == code).map(|(_, text)| *text)
}

/// The code that is nearest to an unknown one.
pub fn nearest_code(code: &str) -> Option<&'static str> {
    suggest::nearest(code, CODES.iter().map(|(known, _)| *known))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_sorted_and_near_ones_found() {
        assert!(CODES.is_sorted_by_key(|(code, _)| *code));
        assert_eq!(nearest_code("unknwon-id"), Some("unknown-id"));
    }
}
