use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Level, Renderer};

use jurymast_engine::analysis::RungCounts;
use jurymast_terms::diagnostic::{Diagnostic, Severity};
use jurymast_terms::source::Sources;
use jurymast_terms::text;

use super::excerpt::{Excerpt, excerpts, not_drawn, pointed_to};
use super::mark::Fit;
use super::summary::{sentence, table, unknown_models};
use super::{Look, Outcome};

/// Below this many columns a frame shows nothing of use.
const NARROWEST: usize = 40;

/// Nobody reads on behind so many frames.
const MOST_FRAMES: usize = 300;

/// A code frame for each diagnostic, without a summary.
pub fn diagnostics_full(diagnostics: &[Diagnostic], sources: &Sources, look: Look) -> String {
    frames(diagnostics, sources, look)
}

/// A code frame for each finding that is not waived, then the summary, and the models
/// that nobody knows by name.
pub(super) fn write(outcome: &Outcome<'_>, look: Look) -> String {
    let mut out = match outcome.counts_by_rule {
        true => {
            let errors = frames(outcome.errors, outcome.sources, look);
            let gap = if errors.is_empty() { "" } else { "\n" };
            format!("{errors}{gap}{}", table(outcome.findings))
        }
        false => frames(outcome.open(), outcome.sources, look),
    };
    if outcome.is_quiet {
        return out;
    }
    if !out.is_empty() {
        out.push('\n');
    }
    out.push_str(&sentence(outcome));
    out.push('\n');
    if let Some(rungs) = outcome.rungs.and_then(RungCounts::words) {
        out.push_str(&rungs);
        out.push('\n');
    }
    if let Some(silenced) = outcome.silenced.words() {
        out.push_str(&text::fit(
            &text::one_line(&silenced),
            look.width.max(NARROWEST),
        ));
        out.push('\n');
    }
    if let Some(unknown) = unknown_models(outcome.unknown_models) {
        let models = outcome.unknown_models.iter();
        let models: Vec<String> = models
            .map(|one| text::one_line(&format!("{} ({})", one.model, one.provider)).into_owned())
            .collect();
        let said = format!("{unknown}: {}", models.join(", "));
        out.push_str(&text::fit(&said, look.width.max(NARROWEST)));
        out.push('\n');
    }
    out
}

fn frames<'a>(
    findings: impl IntoIterator<Item = &'a Diagnostic>,
    sources: &Sources,
    look: Look,
) -> String {
    let mut findings = findings.into_iter();
    let shown = findings.by_ref().take(MOST_FRAMES);
    let mut frames: Vec<String> = shown.map(|it| frame(it, sources, look)).collect();
    let more = findings.count();
    if more > 0 {
        frames.push(format!(
            "... and {more} more: `--format concise` lists them all\n"
        ));
    }
    frames.join("\n")
}

/// The frame in the first way in which no label goes beyond the columns.
fn frame(finding: &Diagnostic, sources: &Sources, look: Look) -> String {
    let whole = drawn(finding, sources, look, Fit::Whole);
    let width = look.width.max(NARROWEST);
    let too_wide = |drawn: &str| drawn.lines().filter(|line| columns(line) > width).count();
    if too_wide(&whole) == 0 {
        return whole;
    }
    let mut moved = finding.clone();
    moved.notes = labels(finding, sources);
    moved.notes.extend(finding.notes.iter().cloned());
    let below = drawn(&moved, sources, look, Fit::Below);
    // What is too wide without its labels is so by its paths.
    let least = too_wide(&below);
    let short = || Some(drawn(finding, sources, look, Fit::Short));
    let fits = |drawn: &String| too_wide(drawn) <= least;
    let beside = Some(whole).filter(fits).or_else(|| short().filter(fits));
    beside.unwrap_or(below)
}

/// The words beside the marks, for below the frame.
fn labels(finding: &Diagnostic, sources: &Sources) -> Vec<String> {
    let own = Some(finding.label.clone()).filter(|label| !label.is_empty());
    let related = pointed_to(finding).filter(|(_, text)| !text.is_empty());
    let related = related.map(|(place, text)| {
        let line = sources.position(place).line;
        let file = match place.file == finding.place.file {
            true => String::new(),
            false => format!("{}, ", sources.get(place.file).path),
        };
        format!("{file}line {line}: {text}")
    });
    own.into_iter().chain(related).collect()
}

/// Of a line as it is seen: colours take no room.
fn columns(line: &str) -> usize {
    let mut rest = line.chars();
    let mut seen = String::with_capacity(line.len());
    while let Some(c) = rest.next() {
        match c {
            '\x1b' => _ = rest.by_ref().find(|c| *c == 'm'),
            c => seen.push(c),
        }
    }
    text::width(&seen)
}

fn drawn(finding: &Diagnostic, sources: &Sources, look: Look, fit: Fit) -> String {
    let width = look.width.max(NARROWEST);
    let level = level(finding.severity);
    let excerpts = excerpts(finding, sources, width, fit);

    let heading = finding.severity.as_str().len() + finding.code.len() + "[]: ".len();
    let message = wrapped(&text::one_line(&finding.message), width, heading);
    let last_line = excerpts.iter().map(Excerpt::last_line).max().unwrap_or(1);
    let indent = last_line.to_string().len() + " = note: ".len();
    let below = |level: Level<'static>, said: &String| {
        level.message(wrapped(&text::lines(said), width, indent))
    };
    let group = level
        .primary_title(message)
        .id(finding.code)
        .elements(excerpts.iter().map(Excerpt::snippet))
        .elements(
            not_drawn(finding)
                .iter()
                .map(|text| below(Level::NOTE, text)),
        )
        .elements(finding.notes.iter().map(|text| below(Level::NOTE, text)))
        .elements(finding.help.iter().map(|text| below(Level::HELP, text)))
        .elements(
            finding
                .cost
                .iter()
                .map(|text| below(Level::NOTE.with_name("cost"), text)),
        )
        .elements(
            finding
                .team
                .iter()
                .map(|text| below(Level::NOTE.with_name("team"), text)),
        )
        .elements(
            more(finding)
                .iter()
                .map(|text| below(Level::NOTE.with_name("more"), text)),
        );
    let mut drawn = renderer(look, width).render(&[group]) + "\n";
    for (shown, place) in excerpts.iter().filter_map(Excerpt::moved) {
        drawn = drawn.replace(&shown, &place);
    }
    drawn
}

/// How to learn more: only rules have a text, and what they find has places.
fn more(finding: &Diagnostic) -> Option<String> {
    let is_of_rule = !finding.places.is_empty();
    is_of_rule.then(|| format!("`jurymast explain {}`", finding.code))
}

fn wrapped(said: &str, width: usize, indent: usize) -> String {
    text::fit(said, width.saturating_sub(indent).max(NARROWEST / 2))
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    }
}

fn renderer(look: Look, width: usize) -> Renderer {
    let renderer = if look.color {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let decor = if look.unicode {
        DecorStyle::Unicode
    } else {
        DecorStyle::Ascii
    };
    renderer.decor_style(decor).term_width(width)
}

#[cfg(test)]
mod tests {
    use super::super::sample::{ASCII, Sample};
    use super::*;

    #[test]
    fn frames_of_two_files_then_the_summary() {
        assert_eq!(
            write(&Sample::two_files().outcome(), ASCII),
            r#"warning[odd-date]: the day is odd
 --> teams.toml:2:9
  |
2 | hired = "1 May"
  |         ^^^^^^^

error[no-fallback]: `shop` has no fallback for `openai`
 --> jurymast.toml:2:9
  |
1 | [shop]
  | ------ declared here
2 | needs = "openai"
  |         ^^^^^^^^ needed here
  |
 ::: teams.toml:1:1
  |
1 | [team]
  | ------ run by this team
  |
  = note: it is down 9 hours a year
  = help: name a second provider

info[small-thing]: a small thing
 --> jurymast.toml:1:1
  |
1 | [shop]
  | ^

1 error, 1 warning, 1 info, 1 waived
"#
        );
        assert_eq!(write(&Sample::clean().outcome(), ASCII), "no findings\n");
    }

    /// Beside the mark, beside less of it, or below: never beyond the columns.
    #[test]
    fn labels_keep_within_the_width() {
        let label = "a label of some length, as rules write them";
        let frame = |text: &str, place: std::ops::Range<usize>| {
            let mut sample = Sample::of(text);
            sample.find("m", place);
            sample.findings[0].label = label.to_owned();
            let drawn = diagnostics_full(&sample.findings, &sample.sources, ASCII);
            assert!(drawn.lines().all(|line| line.len() <= 60), "{drawn}");
            drawn
        };
        let short = frame("key = 1\n", 0..3);
        assert!(short.contains(&format!("  | ^^^ {label}\n")), "{short}");
        let long = frame(&format!("key = \"{}\"\n", "x".repeat(90)), 0..90);
        assert!(long.contains(&format!("^^ {label}\n")), "{long}");
        let right = frame("key = 1, other_key = 2, another = 3\n", 24..31);
        assert!(right.contains(&format!("\n  = note: {label}\n")), "{right}");
    }

    #[test]
    fn of_very_many_the_rest_is_counted() {
        let mut sample = Sample::clean();
        for _ in 0..MOST_FRAMES + 7 {
            sample.find("m", 0..1);
        }
        let text = write(&sample.outcome(), ASCII);
        assert_eq!(text.matches("error[no-fallback]: m").count(), MOST_FRAMES);
        let end = "... and 7 more: `--format concise` lists them all\n\n307 errors\n";
        assert!(text.ends_with(end), "{text}");
    }

    #[test]
    fn messages_and_notes_keep_within_the_width() {
        let mut sample = Sample::clean();
        let message = "a message that goes on and on and does not fit into sixty columns";
        sample.find(message, 0..1);
        sample.findings[0].notes =
            vec!["one\nand two, which is longer than the columns that are left here".to_owned()];
        sample.findings[0].help = vec!["h".repeat(60)];
        let look = Look {
            unicode: true,
            ..ASCII
        };
        assert_eq!(
            diagnostics_full(&sample.findings, &sample.sources, look),
            "\
error[no-fallback]: a message that goes on and on and does
                    not fit into sixty columns
  ╭▸ jurymast.toml:1:1
  │
1 │ a = 1
  │ ━
  │
  ├ note: one
  │       and two, which is longer than the columns that are
  │       left here
  ╰ help: hhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh
          hhhhhhhhhh
"
        );
    }

    #[test]
    fn what_a_plan_says_cannot_drive_the_terminal() {
        let mut sample = Sample::of("\ta = \"字\x1b[2J\u{9b}\u{202e}x\" # \r!\r\n");
        sample.find("\x1b]0;title\x07\nerror[fake]: x", 6..18);
        assert_eq!(
            diagnostics_full(&sample.findings, &sample.sources, ASCII),
            "\
error[no-fallback]: ␛]0;title␇ error[fake]: x
 --> jurymast.toml:1:7
  |
1 |     a = \"字␛[2J��x\" # ␍!
  |          ^^^^^^^^
"
        );
    }

    #[test]
    fn colour_only_when_asked_for() {
        let sample = Sample::two_files();
        let look = Look {
            color: true,
            ..ASCII
        };
        let coloured = write(&sample.outcome(), look);
        assert!(coloured.starts_with("\x1b["));
        assert!(!write(&sample.outcome(), ASCII).contains('\x1b'));
    }
}
