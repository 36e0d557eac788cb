//! Text: cleaned, measured, wrapped, escaped; and numbers, written one way only.

use jurymast_terms::text::is_shown;

/// Without characters that nobody sees, and with every run of white space as one space.
pub(super) fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_whitespace() {
            if !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
        } else if !is_dropped(c) {
            out.push(c);
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// For text and for attribute values in double quotes. Expects clean text.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if is_dropped(c) => {}
            c => out.push(c),
        }
    }
    out
}

/// A link that may be written: relative, within the page, or over http. `None` for the rest.
pub(super) fn safe_href(href: &str) -> Option<String> {
    let kept: String = href.chars().filter(|&c| !is_dropped(c)).collect();
    let kept = kept.trim();
    // Judged without white space and invisible characters, which browsers partly skip.
    let bare: String = kept
        .chars()
        .filter(|&c| !c.is_whitespace() && char_width(c) > 0.0)
        .flat_map(char::to_lowercase)
        .collect();
    let head = bare.split(['/', '?', '#']).next().unwrap_or("");
    let allowed = match head.split_once(':') {
        None => true,
        Some(("http" | "https", "")) => bare.starts_with("http://") || bare.starts_with("https://"),
        Some(_) => false,
    };
    (allowed && !bare.is_empty() && !bare.contains("javascript:")).then(|| kept.to_owned())
}

/// Estimated width in pixels at a font size, on the wide side for common sans-serif faces.
pub(super) fn width(text: &str, font: f64) -> f64 {
    text.chars().map(char_width).sum::<f64>() * font
}

/// The text, or as much of its start as fits, with an ellipsis.
pub(super) fn fit(text: &str, font: f64, room: f64) -> String {
    if width(text, font) <= room {
        return text.to_owned();
    }
    let mut left = room - width("…", font);
    let mut kept = String::new();
    for c in text.chars() {
        left -= char_width(c) * font;
        if left < 0.0 {
            break;
        }
        kept.push(c);
    }
    kept.truncate(kept.trim_end().len());
    kept.push('…');
    kept
}

/// One or two lines. Two are made as even as the breaks allow; what does not fit is shortened.
pub(super) fn wrap(text: &str, font: f64, room: f64) -> Vec<String> {
    if width(text, font) <= room {
        return vec![text.to_owned()];
    }
    let mut even: Option<(f64, usize)> = None;
    let mut latest = None;
    let mut so_far = 0.0;
    let mut last = ' ';
    for (at, c) in text.char_indices() {
        if at > 0 && breaks(last, c) {
            let (first, second) = text.split_at(at);
            let first = width(first.trim_end(), font);
            let second = width(second.trim_start(), font);
            if first <= room {
                latest = Some(at);
                let widest = first.max(second);
                if second <= room && even.is_none_or(|(best, _)| widest < best) {
                    even = Some((widest, at));
                }
            }
        }
        so_far += char_width(c) * font;
        if so_far > room * 1.2 {
            break;
        }
        last = c;
    }
    // A first line that would be very short is cut inside the word instead.
    let usable = latest.filter(|&at| width(&text[..at], font) > room * 0.35);
    let at = even.map(|(_, at)| at).or(usable).unwrap_or_else(|| {
        let mut left = room;
        let over = text.char_indices().find(|&(_, c)| {
            left -= char_width(c) * font;
            left < 0.0
        });
        over.map_or(text.len(), |(at, _)| at)
    });
    let (first, second) = text.split_at(at);
    let second = second.trim_start();
    let mut lines = vec![first.trim_end().to_owned()];
    if !second.is_empty() {
        lines.push(fit(second, font, room));
    }
    lines
}

/// At most one decimal, no trailing zero, no minus zero.
pub(super) fn number(value: f64) -> String {
    let tenths = (value * 10.0).round() as i64;
    let sign = if tenths < 0 { "-" } else { "" };
    let (whole, part) = (tenths.abs() / 10, tenths.abs() % 10);
    if part == 0 {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{part}")
    }
}

fn breaks(last: char, next: char) -> bool {
    if char_width(next) == 0.0 {
        return false;
    }
    last == ' '
        || matches!(last, '-' | '/' | '_' | '.' | ':' | '@' | ',') && next.is_alphanumeric()
        || (is_wide(last) && is_wide(next))
}

/// What nobody sees: characters that steer, hide or reorder text, and non-characters, which
/// markup may not hold. A picture has no room for signs in their stead.
fn is_dropped(c: char) -> bool {
    !is_shown(c) || u32::from(c) & 0xfffe == 0xfffe
}

/// The width of a character in ems.
fn char_width(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | '\'' | '|' | '!' | '.' | ',' | ':' | ';' | '·' => 0.31,
        ' ' | 'f' | 't' | 'r' | 'I' | '(' | ')' | '[' | ']' | '/' | '\\' | '-' => 0.40,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '…' | '—' => 0.93,
        'A'..='Z' | '&' | '+' | '=' | '<' | '>' | '#' | '~' => 0.72,
        ' '..='~' => 0.60,
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{fe00}'..='\u{fe0f}' => 0.0,
        '\u{ad}' | '\u{180b}'..='\u{180e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' => 0.0,
        '\u{1ab0}'..='\u{1aff}' | '\u{20d0}'..='\u{20ff}' | '\u{e0000}'..='\u{e0fff}' => 0.0,
        c if is_wide(c) => 1.2,
        _ => 0.66,
    }
}

/// East-Asian wide characters and pictographs.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{303e}' | '\u{3041}'..='\u{a4cf}'
        | '\u{a960}'..='\u{a97c}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}' | '\u{ffe0}'..='\u{ffe6}'
        | '\u{1f000}'..='\u{1faff}' | '\u{20000}'..='\u{3fffd}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_safe_links_pass() {
        for good in [
            "runbook.html",
            "#db",
            "a/b?x=1:2",
            "HTTPS://example.org",
            "./a:b",
        ] {
            assert_eq!(safe_href(good).as_deref(), Some(good));
        }
        for bad in [
            "javascript:alert(1)",
            " JaVa\tScript\n:alert(1)",
            "\u{1}javascript:x",
            "java\u{200b}script:x",
            "java\u{ad}script:x",
            "#javascript:x",
            "data:text/html,x",
            "vbscript:x",
            "mailto:a@b",
            "http:x",
            "http :/x",
            "https:/x",
            "file:///x",
            "",
            " ",
        ] {
            assert_eq!(safe_href(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn text_is_cleaned_and_escaped() {
        assert_eq!(clean(" a\u{0}\t b\u{202e}\u{7f}\n"), "a b");
        assert_eq!(escape("<a b='\"&\u{8}"), "&lt;a b=&#39;&quot;&amp;");
    }

    #[test]
    fn long_text_wraps_evenly_and_is_shortened() {
        assert_eq!(
            wrap("alpha beta gamma", 10.0, 70.0),
            ["alpha beta", "gamma"]
        );
        let lines = wrap(&"x".repeat(99), 10.0, 60.0);
        assert_eq!(lines.len(), 2);
        assert!(lines[1].ends_with('…'));
        assert!(lines.iter().all(|line| width(line, 10.0) <= 60.0));
        assert_eq!(width("決", 10.0), 2.0 * width("a", 10.0));
    }

    #[test]
    fn numbers_have_one_form() {
        let all = [0.04, -0.04, 1.0, 1.25, -3.4].map(number);
        assert_eq!(all, ["0", "0", "1", "1.3", "-3.4"]);
    }
}
