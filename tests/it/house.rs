//! The house stays as it is drawn: imports lead down, and each floor keeps to
//! what it may know. The table below is the drawing.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::driver::repository;

/// Folders (or files) of `src/` in each crate by floor; higher ones may look at lower
/// ones only. Between the crates the compiler keeps the direction; `diagram`, `picture`
/// and `contract` are one room each.
const FLOORS: [(&str, &[(&str, u8)]); 8] = [
    (
        "jurymast",
        &[
            ("main", 6),
            ("cli", 6),
            ("facade", 5),
            ("baseline", 4),
            ("fixes", 4),
            ("source_uses", 4),
            ("project", 3),
            ("echo", 2),
            ("render", 2),
            ("report", 2),
            ("publish", 2),
            ("lib", 0),
        ],
    ),
    (
        "continuity",
        &[
            ("lint", 2),
            ("advice", 2),
            ("incident", 2),
            ("exercise", 2),
            ("exchange", 2),
            ("comparison", 2),
            ("document", 1),
            ("lib", 0),
        ],
    ),
    (
        "engine",
        &[
            ("analysis", 5),
            ("simulation", 4),
            ("restoration", 3),
            ("undeclared", 2),
            ("failure", 2),
            ("graph", 1),
            ("load", 1),
            ("lib", 0),
        ],
    ),
    (
        "import",
        &[
            ("plan_edit", 5),
            ("formats", 5),
            ("agentcore", 4),
            ("agentgateway", 4),
            ("backstage", 4),
            ("claude_code", 4),
            ("cloudflare", 4),
            ("compose", 4),
            ("cyclonedx", 4),
            ("datadog", 4),
            ("envoy", 4),
            ("kong", 4),
            ("kubernetes", 4),
            ("librechat", 4),
            ("litellm", 4),
            ("openrouter", 4),
            ("portkey", 4),
            ("score", 4),
            ("terraform", 4),
            ("vercel", 4),
            ("gateways", 3),
            ("draft", 2),
            ("evidence", 1),
            ("codes", 1),
            ("reading", 1),
            ("tree", 1),
            ("lib", 0),
        ],
    ),
    (
        "drift",
        &[
            ("drift", 5),
            ("configured", 4),
            ("observed", 3),
            ("names", 2),
            ("reach", 2),
            ("traffic", 2),
            ("codes", 1),
            ("lib", 0),
        ],
    ),
    (
        "scan",
        &[
            ("scan", 5),
            ("judge", 5),
            ("literals", 4),
            ("packages", 4),
            ("bom", 5),
            ("propose", 6),
            ("declared", 4),
            ("needles", 3),
            ("services", 2),
            ("aws", 2),
            ("ended", 2),
            ("walk", 2),
            ("kind", 2),
            ("blocks", 1),
            ("comments", 1),
            ("evidence", 1),
            ("lib", 0),
        ],
    ),
    (
        "plan",
        &[("language", 3), ("catalogue", 2), ("model", 1), ("lib", 0)],
    ),
    (
        "terms",
        &[
            ("diagnostic", 3),
            ("vocabulary", 2),
            ("units", 2),
            ("wording", 3),
            ("source", 1),
            ("text", 1),
            ("files", 2),
            ("problem", 1),
            ("suggest", 1),
            ("lib", 0),
        ],
    ),
];

/// Words that only some rooms may use.
const KEPT: [(&str, &[&str], &str); 4] = [
    (
        "petgraph",
        &["graph"],
        "only graph/ knows the graph library",
    ),
    (
        "toml::",
        &["language", "catalogue"],
        "only language/ and catalogue/ know TOML",
    ),
    ("toml_parser::", &["language"], "only language/ knows TOML"),
    ("askama", &["render"], "only render/ knows templates"),
];

/// Words that some rooms may not use.
const BANNED: [(&str, &[&str], &str); 8] = [
    (
        "model",
        &["serde", "Serialize", "std::fs", "petgraph"],
        "the plan as meant",
    ),
    (
        "lint",
        &[
            "std::fs",
            "SystemTime",
            "jurymast_engine::graph",
            "std::env",
        ],
        "rules touch no files, clock or graph",
    ),
    (
        "analysis",
        &["std::fs", "SystemTime", "serde"],
        "analyses compute",
    ),
    ("failure", &["std::fs", "serde"], "failure computes"),
    ("graph", &["std::fs", "serde"], "graphs compute"),
    (
        "report",
        &["std::fs", "SystemTime", "std::env"],
        "reports are texts",
    ),
    (
        "render",
        &["std::fs", "SystemTime", "std::env"],
        "pages are returned, not written",
    ),
    (
        "picture",
        &["std::fs", "SystemTime", "serde"],
        "pictures are texts",
    ),
];

/// File names that told nobody what was in the file.
const NO_NAMES: [&str; 17] = [
    "knots",
    "wide",
    "upward",
    "notes",
    "telling",
    "ground",
    "fate",
    "spread",
    "found",
    "rows",
    "touched",
    "tally",
    "late",
    "seen",
    "sight",
    "startup",
    "everything",
];

/// Of a hundred types, so many at most may share their name with another one.
const SHARED_NAMES: usize = 12;

/// Where the program speaks to the terminal: the command line alone.
const PRINTS: [&str; 7] = [
    "println!",
    "print!(",
    "eprintln!",
    "eprint!(",
    "dbg!",
    "io::stdout",
    "io::stderr",
];

/// One source file, without its tests and comments.
struct Source {
    /// The crate it belongs to; none for the program itself.
    krate: Option<String>,
    /// Below `src/`, with `/`.
    path: String,
    text: String,
    /// Its lines from 1; those of tests and comments are blank.
    lines: Vec<String>,
}

impl Source {
    /// The room it belongs to: the crate where that is one room, else the first
    /// folder, or the file itself.
    fn room(&self) -> &str {
        if let Some(krate @ ("diagram" | "picture")) = self.krate.as_deref() {
            return krate;
        }
        let first = self.path.split('/').next().unwrap();
        first.strip_suffix(".rs").unwrap_or(first)
    }

    /// How many `super` lead from here to the crate's root.
    fn depth(&self) -> usize {
        let steps = self.path.split('/').count();
        if self.path.ends_with("/mod.rs") {
            steps - 1
        } else {
            steps
        }
    }

    fn crate_name(&self) -> &str {
        self.krate.as_deref().unwrap_or("jurymast")
    }

    /// From the repository's root.
    fn place(&self) -> String {
        match &self.krate {
            Some(krate) => format!("crates/{krate}/src/{}", self.path),
            None => format!("src/{}", self.path),
        }
    }

    /// Every line that holds `word`, as `src/path:line`.
    fn holding(&self, word: &str) -> Vec<String> {
        let lines = self.lines.iter().enumerate();
        lines
            .filter(|(_, line)| has_word(line, word))
            .map(|(at, line)| format!("{}:{}: {}", self.place(), at + 1, line.trim()))
            .collect()
    }

    /// The rooms that it names through `crate::`, or through `super` up to the
    /// root, with the number of the line.
    fn arrows(&self) -> Vec<(usize, String)> {
        let to_root = "super::".repeat(self.depth());
        let mut arrows = Vec::new();
        for (at, line) in self.lines.iter().enumerate() {
            for start in ["crate::", &to_root] {
                for rest in line
                    .match_indices(start)
                    .map(|(at, _)| &line[at + start.len()..])
                {
                    if let Some(list) = rest.strip_prefix('{') {
                        let names = list.split('}').next().unwrap().split(',');
                        arrows.extend(names.map(|name| (at + 1, word_of(name.trim()))));
                    } else {
                        arrows.push((at + 1, word_of(rest)));
                    }
                }
            }
        }
        arrows
    }
}

fn word_of(text: &str) -> String {
    let ends = |c: char| !c.is_alphanumeric() && c != '_';
    text.split(ends).next().unwrap().to_owned()
}

/// Not as the end of a longer word: `toml::` is not in `my_toml::`.
fn has_word(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        before.is_none_or(|c| !c.is_alphanumeric() && c != '_')
    })
}

/// Blanks comments, `#[cfg(test)]` items and what stands in them.
fn without_tests(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut closing: Option<String> = None;
    let mut next_is_test = false;
    for line in text.lines() {
        let trimmed = line.trim_start();
        let indent = &line[..line.len() - trimmed.len()];
        let mut kept = String::new();
        if let Some(end) = &closing {
            if line == end {
                closing = None;
            }
        } else if trimmed == "#[cfg(test)]" {
            next_is_test = true;
        } else if next_is_test && trimmed.starts_with("#[") {
            // A further attribute of the same item.
        } else if next_is_test {
            next_is_test = false;
            if trimmed.ends_with('{') {
                closing = Some(format!("{indent}}}"));
            }
        } else if !trimmed.starts_with("//") {
            kept = line.to_owned();
        }
        lines.push(kept);
    }
    assert!(closing.is_none(), "a test module has no end");
    lines
}

/// Every file that is compiled into the program.
fn sources() -> Vec<Source> {
    let mut sources = sources_below(None);
    for entry in fs::read_dir(repository().join("crates")).unwrap() {
        let name = entry.unwrap().file_name();
        sources.extend(sources_below(Some(name.to_str().unwrap())));
    }
    sources
}

/// The files of one crate.
fn sources_below(krate: Option<&str>) -> Vec<Source> {
    let root = match krate {
        Some(krate) => repository().join("crates").join(krate).join("src"),
        None => repository().join("src"),
    };
    let mut files = Vec::new();
    collect(&root, &mut files);
    files.sort();
    let mut only_tests: Vec<PathBuf> = Vec::new();
    for file in &files {
        let text = fs::read_to_string(file).unwrap();
        let mut lines = text.lines();
        while let Some(line) = lines.next() {
            if line == "#[cfg(test)]"
                && let Some(name) = lines
                    .next()
                    .and_then(|l| l.strip_prefix("mod ")?.strip_suffix(';'))
            {
                only_tests.push(file.with_file_name(format!("{name}.rs")));
            }
        }
    }
    files
        .iter()
        .filter(|file| !only_tests.contains(file))
        .map(|file| {
            let text = fs::read_to_string(file).unwrap();
            let parts: Vec<&str> = file
                .strip_prefix(&root)
                .unwrap()
                .iter()
                .map(|p| p.to_str().unwrap())
                .collect();
            Source {
                krate: krate.map(str::to_owned),
                path: parts.join("/"),
                lines: without_tests(&text),
                text,
            }
        })
        .collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|e| e == "rs") {
            files.push(path);
        }
    }
}

/// The floors of one crate; none for a crate that is one room.
fn floors(krate: &str) -> &'static [(&'static str, u8)] {
    let known = FLOORS.iter().find(|(name, _)| *name == krate);
    known.map_or(&[], |(_, floors)| floors)
}

fn floor(floors: &[(&str, u8)], room: &str) -> Option<u8> {
    let known = floors.iter().find(|(name, _)| *name == room);
    known.map(|(_, floor)| *floor)
}

#[track_caller]
fn none(wrong: Vec<String>) {
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn every_room_has_a_floor() {
    let mut homeless = Vec::new();
    for source in sources() {
        let floors = floors(source.crate_name());
        if !floors.is_empty() && floor(floors, source.room()).is_none() {
            let (place, room) = (source.place(), source.room());
            homeless.push(format!("{place}: `{room}` is in no row of FLOORS"));
        }
    }
    none(homeless);
}

#[test]
fn imports_lead_down() {
    let mut wrong = Vec::new();
    for source in sources() {
        let floors = floors(source.crate_name());
        let room = source.room();
        let Some(here) = floor(floors, room) else {
            continue;
        };
        for (line, to) in source.arrows() {
            let Some(there) = floor(floors, &to).filter(|_| to != room) else {
                continue;
            };
            // `main` stands on the same floor as `cli` and calls it.
            let entrance = room == "main" && to == "cli";
            if there >= here && !entrance {
                wrong.push(format!(
                    "{}:{line}: {room} (floor {here}) must not look at {to} (floor {there})",
                    source.place()
                ));
            }
        }
    }
    none(wrong);
}

#[test]
fn nothing_imports_the_command_line() {
    let mut wrong = Vec::new();
    for source in sources_below(None) {
        if !matches!(source.room(), "cli" | "main" | "lib") {
            wrong.extend(source.holding("crate::cli"));
        }
    }
    none(wrong);
}

#[test]
fn the_arrow_finder_finds_arrows() {
    let text = "use crate::publish::Site;\nuse crate::{render, cli::args};\n// crate::cli\nfn f() { super::super::report::x() }\n\
                #[cfg(test)]\nmod tests {\n    use crate::cli;\n}\nuse super::sibling;\n";
    let source = Source {
        krate: None,
        path: "analysis/blast.rs".to_owned(),
        lines: without_tests(text),
        text: text.to_owned(),
    };
    let found: Vec<(usize, String)> = source.arrows();
    let found: Vec<(usize, &str)> = found.iter().map(|(at, to)| (*at, to.as_str())).collect();
    assert_eq!(
        found,
        [(1, "publish"), (2, "render"), (2, "cli"), (4, "report")]
    );
    assert!(!has_word("my_toml::x", "toml::") && has_word("(toml::x)", "toml::"));
}

#[test]
fn only_the_command_line_speaks_to_the_terminal() {
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|source| source.room() != "cli") {
        for word in PRINTS {
            wrong.extend(source.holding(word));
        }
    }
    none(wrong);
}

#[test]
fn each_room_keeps_its_tools_to_itself() {
    let mut wrong = Vec::new();
    for source in sources() {
        for (word, rooms, why) in KEPT {
            if !rooms.contains(&source.room()) {
                wrong.extend(
                    source
                        .holding(word)
                        .into_iter()
                        .map(|line| format!("{line}  ({why})")),
                );
            }
        }
        for (room, words, why) in BANNED {
            if source.room() == room {
                for word in words {
                    wrong.extend(
                        source
                            .holding(word)
                            .into_iter()
                            .map(|line| format!("{line}  ({why})")),
                    );
                }
            }
        }
    }
    none(wrong);
}

/// `lint/rules/<family>/mod.rs` are lists of files that `lint/mod.rs` speaks for.
fn is_mere_list(path: &str) -> bool {
    path.starts_with("lint/rules/")
}

#[test]
fn every_folder_opens_with_what_comes_in_and_goes_out() {
    let mut wrong = Vec::new();
    for source in sources()
        .iter()
        .filter(|s| s.path.ends_with("/mod.rs") && !is_mere_list(&s.path))
    {
        let count = source
            .text
            .lines()
            .take_while(|line| line.starts_with("//!"))
            .count();
        if !(5..=20).contains(&count) {
            wrong.push(format!(
                "{}:1: opens with {count} lines of `//!`, expected 5 to 20",
                source.place()
            ));
        }
    }
    none(wrong);
}

#[test]
fn a_mod_file_defines_nothing() {
    let mut wrong = Vec::new();
    for source in sources()
        .iter()
        .filter(|source| source.path.ends_with("/mod.rs"))
    {
        let mut inside_use = false;
        for (at, line) in source.lines.iter().enumerate() {
            let line = line.trim();
            let visible = line.strip_prefix("pub ").or_else(|| {
                let rest = line.strip_prefix("pub(")?;
                Some(rest.split_once(") ")?.1)
            });
            let item = visible.unwrap_or(line);
            let declares = item.starts_with("mod ") && item.ends_with(';');
            let uses = item.starts_with("use ");
            if !(line.is_empty() || line.starts_with("#[") || declares || uses || inside_use) {
                wrong.push(format!("{}:{}: {line}", source.place(), at + 1));
            }
            if uses || inside_use {
                inside_use = !line.ends_with(';');
            }
        }
    }
    none(wrong);
}

#[test]
fn no_file_has_a_name_that_says_nothing() {
    let stem = |path: &str| {
        let file = path.rsplit('/').next().unwrap();
        file.strip_suffix(".rs").unwrap().to_owned()
    };
    let wrong = sources().into_iter().filter(|source| {
        let folders = source.path.split('/').any(|one| NO_NAMES.contains(&one));
        folders || NO_NAMES.contains(&stem(&source.path).as_str())
    });
    none(wrong.map(|source| source.place()).collect());
}

/// One concept, one word: a type has its name to itself.
#[test]
fn hardly_a_type_shares_its_name() {
    let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for source in sources() {
        for (at, line) in source.lines.iter().enumerate() {
            let line = line.trim_start();
            let item = line
                .strip_prefix("pub(")
                .and_then(|rest| Some(rest.split_once(") ")?.1))
                .or_else(|| line.strip_prefix("pub "))
                .unwrap_or(line);
            let kinds = ["struct ", "enum ", "union "];
            if let Some(rest) = kinds.iter().find_map(|kind| item.strip_prefix(kind)) {
                let place = format!("{}:{}", source.place(), at + 1);
                places.entry(word_of(rest)).or_default().push(place);
            }
        }
    }
    let all: usize = places.values().map(Vec::len).sum();
    let shared = places.iter().filter(|(_, places)| places.len() > 1);
    let count: usize = shared.clone().map(|(_, places)| places.len()).sum();
    assert!(all > 500, "only {all} types were found");
    let names: Vec<String> = shared
        .map(|(name, places)| format!("{name}: {}", places.join(", ")))
        .collect();
    assert!(
        count * 100 <= all * SHARED_NAMES,
        "{count} of {all} types share a name:\n{}",
        names.join("\n")
    );
}
