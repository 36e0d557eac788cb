use std::borrow::Cow;

use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::source::{FileId, Sources, Span};

use super::series::{Samples, Series};

/// The series of a text in the format that Prometheus scrapes; `None` where not even its
/// first line is one. OpenMetrics, which adds a few words, is read alike.
pub(super) fn read<'t>(
    sources: &'t Sources,
    file: FileId,
    problems: &mut Vec<Diagnostic>,
) -> Option<Vec<Series<'t>>> {
    const MOST_TOLD: usize = 10;
    let text = &sources.get(file).text;
    let mut series = Vec::new();
    let (mut start, mut broken) = (0, 0);
    for line in text.split_inclusive('\n') {
        let place = Span::new(file, start..start + line.trim_end().len());
        start += line.len();
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        match sample(line, place) {
            Some(one) => series.push(one),
            None if series.is_empty() && broken == 0 => return None,
            None => {
                broken += 1;
                if broken <= MOST_TOLD {
                    let message = "this is no sample of Prometheus' text format";
                    problems.push(
                        Diagnostic::error("unreadable", message, place)
                            .label("left out")
                            .help("a sample is name{label=\"value\"} number"),
                    );
                }
            }
        }
    }
    (!series.is_empty() || text.lines().any(is_comment)).then_some(series)
}

/// A line by which the format tells itself without any sample.
fn is_comment(line: &str) -> bool {
    ["# HELP ", "# TYPE ", "# EOF"]
        .iter()
        .any(|start| line.starts_with(start))
}

/// `name{label="value"} 12 1700000000000`.
fn sample(line: &str, place: Span) -> Option<Series<'_>> {
    let name_end = line
        .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | ':' | '.')))
        .unwrap_or(line.len());
    let (name, rest) = line.split_at(name_end);
    let mut labels = Vec::new();
    let rest = match rest.strip_prefix('{') {
        Some(inside) => labels_of(inside, &mut labels)?,
        None => rest,
    };
    // Since Prometheus 3 a name may stand in quotes among the labels.
    let quoted = labels.iter().position(|(key, _)| key.is_empty());
    let name = match quoted {
        Some(at) => labels.remove(at).1,
        None => Cow::Borrowed(name),
    };
    let starts_well = name.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '_' | ':'));
    if !starts_well {
        return None;
    }
    let mut words = rest.split_whitespace();
    let value: f64 = words.next()?.parse().ok()?;
    let at = match words.next() {
        None | Some("#") => None,
        Some(time) => Some(time.parse::<f64>().ok()?),
    };
    Some(Series {
        name,
        labels,
        samples: Samples::One { at, value },
        place,
    })
}

/// Reads labels up to the closing brace, and gives what stands behind it.
fn labels_of<'t>(text: &'t str, labels: &mut Vec<(Cow<'t, str>, Cow<'t, str>)>) -> Option<&'t str> {
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches([' ', ',']);
        if let Some(behind) = rest.strip_prefix('}') {
            return Some(behind);
        }
        if rest.starts_with('"') {
            let (value, behind) = quoted(rest)?;
            let behind = behind.trim_start();
            match behind.strip_prefix('=') {
                Some(behind) => {
                    let (of_key, behind) = quoted(behind.trim_start())?;
                    labels.push((value, of_key));
                    rest = behind;
                }
                None => {
                    labels.push((Cow::Borrowed(""), value));
                    rest = behind;
                }
            }
            continue;
        }
        let (key, behind) = rest.split_once('=')?;
        let key = key.trim();
        if key.is_empty() || !key.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'_') {
            return None;
        }
        let (value, behind) = quoted(behind.trim_start())?;
        labels.push((Cow::Borrowed(key), value));
        rest = behind;
    }
}

/// A text in quotes, and what stands behind it.
fn quoted(text: &str) -> Option<(Cow<'_, str>, &str)> {
    let inside = text.strip_prefix('"')?;
    let end = inside.find(['"', '\\'])?;
    if inside[end..].starts_with('"') {
        return Some((Cow::Borrowed(&inside[..end]), &inside[end + 1..]));
    }
    let mut value = String::new();
    let mut letters = inside.char_indices();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' => return Some((Cow::Owned(value), &inside[at + 1..])),
            '\\' => match letters.next()?.1 {
                'n' => value.push('\n'),
                escaped => value.push(escaped),
            },
            plain => value.push(plain),
        }
    }
    None
}
