//! Files of gateways: what is drafted of one agrees with it, and what a plan says otherwise
//! is found.

use std::path::PathBuf;

use super::driver::{Case, repository};

/// A file of each format, and an entry of its draft that lets something stand in: the
/// place in the text where its fallbacks begin.
const FILES: [(&str, &str); 9] = [
    ("agentcore", "rules.json"),
    ("agentgateway", "agentgateway.yaml"),
    ("claude-code", "settings.json"),
    ("cloudflare", "route.json"),
    ("envoy-ai-gateway", "envoy.yaml"),
    ("kong", "kong.yaml"),
    ("openrouter", "openrouter.json"),
    ("portkey", "portkey.json"),
    ("vercel", "vercel.json"),
];

fn text(file: &str) -> String {
    let path: PathBuf = repository().join("tests/gateway-files").join(file);
    std::fs::read_to_string(path).unwrap()
}

/// A plan as it is drafted, beside its file.
fn case(format: &str, file: &str) -> Case {
    let case = Case::new().file(file, text(file));
    let drafted = case.run(["import", format, file]).exit(0).stdout;
    assert!(!drafted.contains("hunter2"), "{drafted}");
    case.file("jurymast.toml", drafted)
}

fn found(case: &Case, file: &str) -> Vec<String> {
    let json = case.run(["drift", file, "--format", "json"]).json();
    let found = json["findings"].as_array().unwrap().iter();
    let found = found.map(|one| format!("{}: {}", one["rule"], one["message"]).replace('"', ""));
    found.collect()
}

#[test]
fn a_draft_agrees_with_its_file() {
    for (format, file) in FILES {
        let case = case(format, file);
        assert_eq!(found(&case, file), Vec::<String>::new(), "{format}");
        let checked = case.run(["check", "--format", "json"]).json();
        assert_eq!(checked["errors"], serde_json::json!([]), "{format}");
        let rules: Vec<&str> = checked["findings"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["rule"].as_str().unwrap())
            .collect();
        assert!(rules.contains(&"untested-fallback"), "{format}: {rules:?}");
        // A second import has nothing to add.
        let into = ["import", format, file, "--into", "jurymast.toml"];
        case.run(into).exit(0).stdout_is_empty();
    }
}

#[test]
fn the_format_is_known_by_its_shape() {
    for (_, file) in FILES {
        let case = case(FILES.iter().find(|one| one.1 == file).unwrap().0, file).may_write();
        std::fs::create_dir(case.path("new")).unwrap();
        case.run(["init", "new", "--from", file]).exit(0);
        assert_eq!(case.read("new/jurymast.toml"), case.read("jurymast.toml"));
    }
}

#[test]
fn what_the_plan_leaves_out_is_found() {
    for (format, file) in FILES {
        let case = case(format, file);
        let plan = case.read("jurymast.toml");
        let without = without_fallbacks(&plan);
        assert_ne!(plan, without, "{format}");
        let case = case.file("jurymast.toml", without);
        let found = found(&case, file);
        assert!(
            found
                .iter()
                .any(|one| one.starts_with("undeclared-fallback")),
            "{format}: {found:?}"
        );
    }
}

#[test]
fn what_the_gateway_does_not_do_is_found() {
    for (format, file) in FILES {
        let case = case(format, file);
        let plan = case.read("jurymast.toml");
        let more = plan.replacen("triggers = [", "triggers = [\"cut\", ", 1);
        let case = case.file("jurymast.toml", more);
        let found = found(&case, file);
        assert!(
            found
                .iter()
                .any(|one| one.contains("differing-triggers") && one.contains("on cut")),
            "{format}: {found:?}"
        );
    }
}

/// A plan whose entries let nothing stand in.
fn without_fallbacks(plan: &str) -> String {
    let mut kept = String::new();
    let mut rest = plan;
    while let Some((before, after)) = rest.split_once(", fallback = [") {
        kept.push_str(before);
        let mut depth = 1;
        let end = after.char_indices().find(|(_, letter)| {
            depth += match letter {
                '[' => 1,
                ']' => -1,
                _ => 0,
            };
            depth == 0
        });
        rest = &after[end.unwrap().0 + 1..];
    }
    kept + rest
}
