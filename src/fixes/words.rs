use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::suggest;

use crate::project::Project;

use super::Fix;

/// Puts in the one word that the finding asks after: what was meant is a guess.
pub(super) fn meant(project: &Project, finding: &Diagnostic) -> Option<Fix> {
    let mut asked = finding.help.iter().filter_map(|help| suggest::asked(help));
    let word = asked.next()?;
    let text = project.sources.get(finding.place.file).text.as_str();
    let range = finding.place.range();
    let said = text.get(range.clone())?;
    let quote = said.chars().next().filter(|c| matches!(c, '"' | '\''));
    let quote = quote.map(String::from).unwrap_or_default();
    let bare = said.trim_matches(['"', '\'']);
    let is_word = |text: &str| {
        let fits = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/');
        !text.is_empty() && text.chars().all(fits)
    };
    // A whole header or list at the place is not the word.
    if !is_word(bare) || !is_word(word) || bare == word {
        return None;
    }
    Some(Fix {
        code: finding.code,
        place: finding.place,
        what: format!("`{bare}` is now `{word}`"),
        is_safe: false,
        range,
        text: format!("{quote}{word}{quote}"),
    })
}

/// Takes the second of two equal members out of its list. In a group it changes how many
/// there are, so that a person has to look.
pub(super) fn second_member(project: &Project, finding: &Diagnostic) -> Option<Fix> {
    let text = project.sources.get(finding.place.file).text.as_str();
    let range = finding.place.range();
    let said = text.get(range.clone())?;
    // Two entries of `depends_on` say the same where both are but the name.
    let is_doubled = finding.message.contains("is named twice")
        || (finding.message.contains("is needed twice") && is_bare_first(text, finding));
    if !is_doubled {
        return None;
    }
    let before = text.get(..range.start)?.trim_end();
    // Behind the first of a list there is always a comma in front.
    if !said.starts_with(['"', '\'']) || !before.ends_with(',') {
        return None;
    }
    let behind = text.get(range.end..)?.trim_start();
    if !behind.starts_with([',', ']']) {
        return None;
    }
    Some(Fix {
        code: finding.code,
        place: finding.place,
        what: format!("the second {said} is gone"),
        is_safe: finding.severity < jurymast_terms::diagnostic::Severity::Error,
        range: before.len() - 1..range.end,
        text: String::new(),
    })
}

/// Whether the earlier of two is a name by itself in the list of the later one.
fn is_bare_first(text: &str, finding: &Diagnostic) -> bool {
    let said = text.get(finding.place.range());
    finding.related.first().is_some_and(|first| {
        let range = first.place.range();
        let before = text.get(..range.start).map(str::trim_end);
        let behind = text.get(range.end..).map(str::trim_start);
        first.place.file == finding.place.file
            && text.get(range) == said
            && before.is_some_and(|text| text.ends_with(['[', ',']))
            && behind.is_some_and(|text| text.starts_with(','))
            && !is_in_group(text, first.place.range().start)
    })
}

/// Whether a place in a list of names is one of `any_of` or the like, and not an entry itself.
fn is_in_group(text: &str, at: usize) -> bool {
    let list = text.get(..at).and_then(|before| before.rfind('['));
    let key = list.and_then(|open| text.get(..open)).map(str::trim_end);
    let key = key
        .and_then(|before| before.strip_suffix('='))
        .map(str::trim_end);
    key.is_some_and(|before| !before.ends_with("depends_on"))
}
