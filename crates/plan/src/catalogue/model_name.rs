//! What a model id means, however it is spelt.

/// A model id without what only spells it. Case, dots, who sells it, the region, `latest`
/// and how a day is written make no difference: `claude-3.5-sonnet-2024-10-22`,
/// `us.anthropic.claude-3-5-sonnet-20241022-v2:0` and
/// `anthropic/claude-3-5-sonnet@20241022` are one name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ModelName {
    /// The weights' name, words and numbers joined by hyphens, without the day.
    family: String,
    /// The digits of the day or month that tells snapshots apart; `None`: whichever is
    /// served.
    day: Option<String>,
    /// Trained further by its owner; `ft:` in front.
    tuned: bool,
}

impl ModelName {
    /// Of an id as a call names it.
    pub fn of(id: &str) -> Self {
        let lower = id.to_ascii_lowercase();
        let parts = Parts::of(&lower);
        Self {
            family: plain(parts.family),
            day: parts.day.map(|day| digits(&day)),
            tuned: parts.tuned,
        }
    }

    /// Whether both are snapshots, or whatever is served, of the same weights.
    pub fn is_kin(&self, other: &Self) -> bool {
        self.family == other.family && self.tuned == other.tuned
    }

    /// Without a day: it stands for whichever snapshot is served.
    pub fn floats(&self) -> bool {
        self.day.is_none()
    }

    /// How far the other is: 0 for a snapshot of the same weights, the count of slips for
    /// one misspelt; `None` for another model. Numbers tell versions apart, so they must
    /// be the same.
    pub fn slips_to(&self, other: &Self) -> Option<usize> {
        if self.tuned != other.tuned {
            return None;
        }
        if self.family == other.family {
            return Some(0);
        }
        if digits(&self.family) != digits(&other.family) {
            return None;
        }
        let allowed = (self.family.len() / 6).clamp(1, 3);
        let same = |one: &str, two: &str| one.len().abs_diff(two.len()) <= allowed;
        if !same(&self.family, &other.family) {
            return None;
        }
        jurymast_terms::suggest::slips(&self.family, &other.family, allowed)
    }
}

/// The family of weights behind a model id, alike on every host:
/// `gpt-5.2-2026-02-11`, `azure/gpt-5.2` and `gpt-5.2` are one; so are
/// `us.anthropic.claude-opus-4-8-20260301-v1:0` and `claude-opus-4-8@20260301`. It keeps
/// its dots, as people know it; [`ModelName`] compares.
pub fn lineage_name(model: &str) -> String {
    let lower = model.to_ascii_lowercase();
    Parts::of(&lower).family.to_owned()
}

/// An id in lower case, taken apart.
struct Parts<'a> {
    family: &'a str,
    day: Option<String>,
    tuned: bool,
}

impl<'a> Parts<'a> {
    fn of(lower: &'a str) -> Self {
        let lower = lower.trim();
        let (tuned, lower) = match lower.strip_prefix("ft:") {
            Some(rest) => (true, rest),
            None => (false, lower),
        };
        let name = lower.rsplit('/').next().unwrap_or(lower);
        let (name, behind) = match name.split_once(['@', ':']) {
            Some((name, behind)) => (name, Some(behind)),
            None => (name, None),
        };
        let mut name = without_makers(name);
        if let Some((rest, version)) = name.rsplit_once("-v")
            && version.bytes().all(|b| b.is_ascii_digit())
            && rest.rsplit('-').next().is_some_and(is_day)
        {
            name = rest;
        }
        name = name.strip_suffix("-latest").unwrap_or(name);
        let (family, day) = split_day(name);
        let day = day.or_else(|| behind.filter(|day| is_day(day)).map(ToOwned::to_owned));
        Self { family, day, tuned }
    }
}

/// Bedrock writes `region.maker.model`; a dot between digits is a version.
fn without_makers(name: &str) -> &str {
    let mut rest = name;
    while let Some((first, tail)) = rest.split_once('.') {
        let word = !first.is_empty() && first.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
        if !word || !tail.bytes().next().is_some_and(|b| b.is_ascii_lowercase()) {
            break;
        }
        rest = tail;
    }
    rest
}

/// The name and its day: `-2026-02-11`, `-20260211`, `-08-2024`, `-2411` (a month) or
/// `-0613` (a day of the year).
fn split_day(name: &str) -> (&str, Option<String>) {
    let Some((rest, last)) = name.rsplit_once('-') else {
        return (name, None);
    };
    if is_day(last) || is_month(last) {
        return (rest, Some(last.to_owned()));
    }
    let Some((before, middle)) = rest.rsplit_once('-') else {
        return (name, None);
    };
    if is_number(middle, 2) && is_number(last, 4) && last.starts_with("20") {
        return (before, Some(format!("{last}{middle}")));
    }
    match before.rsplit_once('-') {
        Some((family, year))
            if is_number(year, 4) && is_number(middle, 2) && is_number(last, 2) =>
        {
            (family, Some(format!("{year}{middle}{last}")))
        }
        _ => (name, None),
    }
}

fn is_number(part: &str, length: usize) -> bool {
    part.len() == length && part.bytes().all(|b| b.is_ascii_digit())
}

fn is_day(part: &str) -> bool {
    is_number(part, 8) && part.starts_with("20")
}

/// `2411` (November 2024) or `0613` (13 June).
fn is_month(part: &str) -> bool {
    if !is_number(part, 4) {
        return false;
    }
    let (first, last) = part.split_at(2);
    let within = |text: &str, low: u8, high: u8| {
        text.parse::<u8>()
            .is_ok_and(|number| (low..=high).contains(&number))
    };
    within(first, 23, 39) && within(last, 1, 12) || within(first, 1, 12) && within(last, 1, 31)
}

/// Words and numbers joined by single hyphens. Fireworks writes `v3p1` for 3.1, Azure
/// `gpt-35` for 3.5.
fn plain(family: &str) -> String {
    let mut out = String::with_capacity(family.len());
    let bytes = family.as_bytes();
    for (at, c) in family.char_indices() {
        let digit = |at: Option<usize>| {
            at.and_then(|at| bytes.get(at))
                .is_some_and(u8::is_ascii_digit)
        };
        let point = c == 'p' && digit(at.checked_sub(1)) && digit(Some(at + 1));
        let version = c == 'v' && digit(Some(at + 1)) && family[at + 1..].contains('p');
        match c {
            _ if point => out.push('-'),
            'v' if version && out.ends_with('-') => {}
            '.' | '_' | ' ' | '-' if out.is_empty() || out.ends_with('-') => {}
            '.' | '_' | ' ' => out.push('-'),
            c => out.push(c),
        }
    }
    let out = out
        .strip_prefix("meta-llama-")
        .map_or_else(|| out.clone(), |rest| format!("llama-{rest}"));
    match out.strip_prefix("gpt-35") {
        Some(rest) => format!("gpt-3-5{rest}"),
        None => out,
    }
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_and_days_do_not_change_the_lineage() {
        for (model, name) in [
            ("gpt-5.2-2026-02-11", "gpt-5.2"),
            ("azure/gpt-5.2", "gpt-5.2"),
            ("gpt-5.2", "gpt-5.2"),
            ("ft:gpt-4o-2024-08-06:acme::1", "gpt-4o"),
            (
                "us.anthropic.claude-opus-4-8-20260301-v1:0",
                "claude-opus-4-8",
            ),
            ("anthropic.claude-3-haiku-20240307-v1:0", "claude-3-haiku"),
            ("claude-opus-4-8@20260301", "claude-opus-4-8"),
            (
                "accounts/fireworks/models/llama-v3p1-70b-instruct",
                "llama-v3p1-70b-instruct",
            ),
            ("gemini-3.5-pro", "gemini-3.5-pro"),
            ("mistral-large-latest", "mistral-large"),
            ("mistral-large-2411", "mistral-large"),
            ("command-r-08-2024", "command-r"),
            ("gpt-4-0613", "gpt-4"),
            ("sora-2", "sora-2"),
            ("meta.llama3-70b-instruct-v1:0", "llama3-70b-instruct-v1"),
            ("", ""),
        ] {
            assert_eq!(lineage_name(model), name, "{model}");
        }
    }

    #[test]
    fn spellings_of_one_model_meet() {
        for same in [
            &[
                "claude-3-5-sonnet-20241022",
                "Claude-3.5-Sonnet-2024-10-22",
                "anthropic/claude-3-5-sonnet@20241022",
                "us.anthropic.claude-3-5-sonnet-20241022-v2:0",
            ][..],
            &[
                "gpt-5.2",
                "GPT-5-2",
                "openai/gpt-5.2",
                "gpt_5.2",
                "gpt-5.2-latest",
            ],
            &["gpt-35-turbo", "gpt-3.5-turbo", "azure/gpt-35-turbo"],
            &[
                "llama-3.1-70b-instruct",
                "Meta-Llama-3.1-70B-Instruct",
                "accounts/fireworks/models/llama-v3p1-70b-instruct",
            ],
        ] {
            for one in same {
                assert_eq!(ModelName::of(one), ModelName::of(same[0]), "{one}");
            }
        }
        for (one, other) in [
            ("gpt-5.2", "gpt-5.3"),
            ("gpt-4o-2024-05-13", "gpt-4o-2024-08-06"),
            ("gpt-4o", "ft:gpt-4o:acme::1"),
            ("claude-opus-4-1", "claude-opus-4"),
        ] {
            assert_ne!(ModelName::of(one), ModelName::of(other), "{one}");
        }
    }

    #[test]
    fn another_number_is_another_model_and_no_slip() {
        let slips = |one: &str, other: &str| ModelName::of(one).slips_to(&ModelName::of(other));
        assert_eq!(slips("gpt-4o-2024-99-01", "gpt-4o-2024-05-13"), Some(0));
        assert_eq!(slips("gpt-5.2-tubro", "gpt-5.2-turbo"), Some(1));
        assert_eq!(slips("gpt-5.2", "gpt-5.3"), None);
        assert_eq!(slips("gpt-5.2-mini", "gpt-5.2-nano"), None);
        assert_eq!(slips("claude-sonet-5", "claude-sonnet-5"), Some(1));
        assert!(ModelName::of("gpt-4o").is_kin(&ModelName::of("gpt-4o-2024-05-13")));
    }
}
