//! Whatever bytes a plan holds: reading ends well, and every place it names lies
//! in its file.

use std::path::Path;

use jurymast_plan::language::{self, Loaded};
use jurymast_terms::files::ReadLimits;
use jurymast_terms::source::Span;
use proptest::prelude::*;

const PLANS: [&str; 4] = [
    include_str!("../../examples/first-plan/jurymast.toml"),
    include_str!("../../examples/chat-and-video/before/jurymast.toml"),
    include_str!("../../examples/chat-and-video/after/jurymast.toml"),
    include_str!("../../examples/astronomy-shop/jurymast.toml"),
];

/// What a plan may hold at an unlucky place.
const SPLINTERS: [&str; 22] = [
    "\"",
    "'",
    "\"\"\"",
    "[",
    "]",
    "[[",
    "{",
    "}",
    "=",
    ",",
    ".",
    "\n",
    "\r",
    "#",
    "\\",
    "é",
    "\u{202e}",
    "\0",
    "[service.x]\n",
    "0000-00-00",
    "99999999999999999999",
    "nan",
];

fn read(bytes: &[u8]) -> Option<Loaded> {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("jurymast.toml"), bytes).unwrap();
    language::load(
        Path::new("jurymast.toml"),
        dir.path(),
        &ReadLimits::default(),
    )
    .ok()
}

fn places_are_sound(loaded: &Loaded) {
    for problem in &loaded.problems {
        let places = std::iter::once(problem.place).chain(problem.related.iter().map(|l| l.place));
        for place in places {
            assert!(sound(loaded, place), "{problem:#?}");
        }
        assert!(!problem.message.is_empty());
    }
    for component in &loaded.plan.components {
        assert!(sound(loaded, component.place), "{}", component.id);
    }
}

fn sound(loaded: &Loaded, place: Span) -> bool {
    let text = &loaded.sources.get(place.file).text;
    let at = loaded.sources.position(place);
    text.get(place.range()).is_some() && at.line >= 1 && at.column >= 1 && at.end_line >= at.line
}

/// A cut, a copy, a splinter or a changed byte somewhere in the text.
fn mutate(text: &str, changes: &[(u8, u16, u16, u8)]) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    for &(kind, at, length, pick) in changes {
        let from = usize::from(at) % (bytes.len() + 1);
        let to = (from + usize::from(length) % 80).min(bytes.len());
        match kind {
            0 => drop(bytes.drain(from..to)),
            1 => {
                let copy: Vec<u8> = bytes[from..to].to_vec();
                bytes.splice(to..to, copy);
            }
            2 => {
                let splinter = SPLINTERS[usize::from(pick) % SPLINTERS.len()];
                bytes.splice(from..from, splinter.bytes());
            }
            _ => {
                if let Some(byte) = bytes.get_mut(from) {
                    *byte = pick;
                }
            }
        }
    }
    bytes
}

fn config() -> ProptestConfig {
    ProptestConfig {
        cases: 300,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        if let Some(loaded) = read(&bytes) {
            places_are_sound(&loaded);
        }
    }

    #[test]
    fn any_text_of_toml_crumbs(crumbs in prop::collection::vec(0..SPLINTERS.len() * 2, 0..60)) {
        let words = ["service", "a", "depends_on", "plan", "name", " ", "on", "1", "any_of", "tier", "until"];
        let text: String = crumbs
            .iter()
            .map(|at| SPLINTERS.get(*at).copied().unwrap_or_else(|| words[at % words.len()]))
            .collect();
        if let Some(loaded) = read(text.as_bytes()) {
            places_are_sound(&loaded);
        }
    }

    #[test]
    fn plans_with_an_accident(
        plan in 0..PLANS.len(),
        changes in prop::collection::vec((0..4u8, any::<u16>(), any::<u16>(), any::<u8>()), 1..6),
    ) {
        if let Some(loaded) = read(&mutate(PLANS[plan], &changes)) {
            places_are_sound(&loaded);
        }
    }
}

/// Texts that once gave a place inside a character, or could.
#[test]
fn places_beside_characters_of_several_bytes() {
    for text in [
        "links = [{ # é\nname = \"x\" }]",
        "a = { é\n }",
        "[service.é]\ntier = é",
        "é = 1",
        "[plan]\nname = \"é\\x41\"",
        "[service.a]\nrto = \"é\"\nteir = \"é\"",
        "[service.a] # é\n[service.a] # é",
        "[plan]\n\"é\" = 1\n\"é\" = 2",
        "\u{feff}[plan]\nnam = 1",
    ] {
        places_are_sound(&read(text.as_bytes()).unwrap());
    }
}

#[test]
fn an_untouched_plan_reads_without_errors() {
    for plan in &PLANS[..3] {
        let loaded = read(plan.as_bytes()).unwrap();
        assert!(!loaded.has_errors(), "{:#?}", loaded.problems);
        places_are_sound(&loaded);
    }
}
