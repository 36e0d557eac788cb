/// What each code of reading other programs' files means, and what to do; in order of the
/// code.
static CODES: &[(&str, &str)] = &[
    (
        "compose-extends",
        "A compose service extends one that is not there, or itself in a circle. It is read without what it extends: name the file and the service that exist.",
    ),
    (
        "compose-service",
        "A service of a compose file is no map of keys. It is left out, with all that it needs.",
    ),
    (
        "duplicate-key",
        "A map has one key twice. The last counts here; programs differ in which of them they read, so take one away.",
    ),
    (
        "empty-file",
        "A file holds nothing, or only comments. Where a program wrote it, that failed: nothing follows from it.",
    ),
    (
        "gateway-refuses",
        "A gateway answers calls with an error where its file says this: a strategy without targets, a word that it does not know, rules that are no list. Mend the file first; what stands there is not compared.",
    ),
    (
        "include",
        "A compose file includes files in a circle, or more than are read. What was not read may hold anything.",
    ),
    (
        "kubernetes-object",
        "A manifest holds what no cluster takes: a list whose items are no objects, an object without a kind or a name, a map where a list belongs. That part is left out, with all that it needs.",
    ),
    (
        "merge-key",
        "A merge key of YAML (`<<`) holds neither a map nor a list of maps. It is not merged: what it was meant to bring is missing.",
    ),
    (
        "missing-file",
        "A file names another that cannot be read. What stands there is missing from all that follows: check the path, which counts from the file that names it.",
    ),
    (
        "nothing-drawn",
        "A document has a known shape and nothing that a plan could have. It is left out.",
    ),
    (
        "other-format",
        "A document has no shape that is known, or not that of the format that was asked for. It is left out; `jurymast import --help` lists the formats.",
    ),
    (
        "other-version",
        "A file is of a version of its format that is not read, or says none. Save it with a version that the message names.",
    ),
    (
        "too-many-aliases",
        "A YAML file repeats its anchors so often that it would grow beyond all bounds. It is not read.",
    ),
    (
        "unreadable",
        "A file cannot be read, is no text, is cut short, or is not of the language that its name or its first letters say. It is left out: nothing follows from its silence.",
    ),
];

/// What a code of reading other programs' files means; `None` for any other.
pub fn explained(code: &str) -> Option<&'static str> {
    let mut all = CODES.iter();
    all.find(|(known, _)| *known == code).map(|(_, text)| *text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_sorted() {
        assert!(CODES.is_sorted_by_key(|(code, _)| *code));
    }

    #[test]
    fn what_the_yaml_reader_makes_is_explained() {
        for code in ["duplicate-key", "merge-key", "too-many-aliases"] {
            assert!(explained(code).is_some(), "{code}");
        }
    }
}
