//! Files of other programs with whatever may be wrong with them: each fault is told with its
//! file and line, the rest goes on, and nothing is half written.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use super::driver::Case;

/// A file with one fault.
struct BadFile {
    name: &'static str,
    text: Vec<u8>,
    /// What is told of it.
    told: &'static [&'static str],
    /// Ids that come out of it all the same.
    kept: &'static [&'static str],
}

fn bad(
    name: &'static str,
    text: impl Into<Vec<u8>>,
    told: &'static [&'static str],
    kept: &'static [&'static str],
) -> BadFile {
    BadFile {
        name,
        text: text.into(),
        told,
        kept,
    }
}

/// Anchors in anchors: a billion words from ten lines.
fn bomb() -> String {
    let mut text = "x0: &x0 [a, a, a, a, a, a, a, a, a, a]\n".to_owned();
    for at in 1..10 {
        let before = at - 1;
        let all = vec![format!("*x{before}"); 10].join(", ");
        let _ = writeln!(text, "x{at}: &x{at} [{all}]");
    }
    text + "services: {bombed: {image: a}}\n"
}

fn files() -> Vec<BadFile> {
    vec![
        bad(
            "bomb.yaml",
            bomb(),
            &["bomb.yaml:6", "aliases repeat more than"],
            &["service.bombed"],
        ),
        bad(
            "twice.yaml",
            "services:\n  twice:\n    image: a\n    image: b\n",
            &["twice.yaml:4", "duplicate-key"],
            &["service.twice"],
        ),
        bad(
            "words.yaml",
            "services:\n  words:\n    image: a\n    restart: no\n    privileged: on\n  off: {image: a}\n",
            &[],
            &["service.words", "service.off"],
        ),
        bad(
            "tabs.yaml",
            "services:\n  tabs:\n\t  image: a\n",
            &["tabs.yaml:3", "tab"],
            &[],
        ),
        bad(
            "picture.yaml",
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xff\xfe".to_vec(),
            &["picture.yaml"],
            &[],
        ),
        bad(
            "bytes.yaml",
            b"services:\n  bytes: {image: a\xff}\n".to_vec(),
            &["bytes.yaml", "UTF-8"],
            &[],
        ),
        bad(
            "including.yaml",
            "include: [gone.yaml]\nservices:\n  including: {image: a, env_file: [gone.env]}\n",
            &["including.yaml:1", "gone.yaml", "gone.env"],
            &["service.including"],
        ),
        bad(
            "unset.yaml",
            "services:\n  unset: {image: a, environment: {MAIL_HOST: '${MAIL_HOST}', DB_HOST: '${DB_HOST:?said}'}}\n",
            &["no value here for MAIL_HOST", "(unset.yaml:2)"],
            &["service.unset"],
        ),
        bad(
            "reset.yaml",
            "services:\n  reset: {image: a, ports: !reset []}\n  gone: !reset null\n",
            &[],
            &["service.reset"],
        ),
        bad(
            "stream.yaml",
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: first}\nspec: {template: {spec: {containers: [{image: a}]}}}\n---\n\
             apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: [\n---\n\
             apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: third}\nspec: {template: {spec: {containers: [{image: a}]}}}\n",
            &["stream.yaml:"],
            &["service.first", "service.third"],
        ),
        bad(
            "old-litellm.yaml",
            "model_list:\n  - {model_name: old, model: openai/gpt-5.2}\n  - {model_name: new, litellm_params: {model: openai/gpt-5-mini}}\n",
            &["it names no `litellm_params.model`", "(old-litellm.yaml:2)"],
            &["ai.new"],
        ),
        bad(
            "old.tfstate",
            "{\"version\": 3, \"terraform_version\": \"0.11.0\", \"serial\": 1, \"lineage\": \"a\", \"modules\": []}",
            &["old.tfstate:1", "version"],
            &[],
        ),
        bad(
            "short.json",
            "{\"strategy\": {\"mode\": \"fallback\"}, \"targets\": [{\"provider\": \"openai\"",
            &["short.json:1"],
            &[],
        ),
        bad(
            "names.yaml",
            "services:\n  a_b: {image: a}\n  a-b: {image: a}\n  stripe: {image: a}\n",
            &[
                "names.yaml:2: service `a-b` is `a-b-2` here",
                "names.yaml:4: service `stripe` is `stripe-2` here: its id is that of `provider.stripe`",
            ],
            &["service.a-b", "service.a-b-2", "service.stripe-2"],
        ),
    ]
}

const GOOD: &str = "services:\n  good: {image: acme/good}\n";

#[test]
fn each_fault_is_told_and_the_rest_goes_on() {
    for file in files() {
        let case = Case::new()
            .may_write()
            .file("good.yaml", GOOD)
            .file(file.name, &file.text);
        let ran = case.run(["init", "--from", file.name, "good.yaml"]).exit(0);
        let all = file.told.iter();
        all.fold(ran, |ran, told| ran.stderr_has(told));
        let plan = case.read("jurymast.toml");
        for kept in file.kept.iter().chain(&["service.good"]) {
            assert!(
                plan.contains(&format!("[{kept}]\n")),
                "{}: {kept}\n{plan}",
                file.name
            );
        }
        let checked = case.run(["check", "--format", "json"]).json();
        assert_eq!(checked["errors"], serde_json::json!([]), "{}", file.name);
        // Alone it is the same; what draws nothing writes nothing.
        let alone = Case::new().may_write().file(file.name, &file.text);
        let ran = alone.run(["init", "--from", file.name]);
        match file.kept.is_empty() {
            true => {
                ran.exit(2).stderr_has("no plan came out of these files");
                assert!(!alone.path("jurymast.toml").exists(), "{}", file.name);
            }
            false => {
                ran.exit(0);
            }
        }
    }
}

#[test]
fn words_that_yaml_took_for_truths_are_what_they_are_asked_for() {
    let case = Case::new().may_write().file(
        "compose.yaml",
        "services:\n  no: {image: a, restart: no}\n  yes: {image: a, depends_on: {no: {condition: service_started, required: off}}}\n",
    );
    case.run(["init", "--from", "compose.yaml"]).exit(0);
    let plan = case.read("jurymast.toml");
    assert!(
        plan.contains("[service.no]\ndescription = \"A job that runs once\""),
        "{plan}"
    );
    assert!(plan.contains("on = \"no\""), "{plan}");
    assert!(plan.contains("mode = \"soft\""), "{plan}");
}

#[cfg(unix)]
#[test]
fn links_that_lead_in_a_loop_are_told() {
    let case = Case::new().may_write().file("good.yaml", GOOD);
    for (from, to) in [("a.yaml", "b.yaml"), ("b.yaml", "a.yaml")] {
        std::os::unix::fs::symlink(to, case.path(from)).unwrap();
    }
    case.run(["init", "--from", "a.yaml", "good.yaml"])
        .exit(0)
        .stderr_has("cannot read `a.yaml`");
    assert!(case.read("jurymast.toml").contains("[service.good]"));
}

#[test]
fn files_of_fifty_megabytes_are_read_and_larger_ones_told() {
    let mut text = String::from("services:\n  huge: {image: a}\n");
    while text.len() < 50 << 20 {
        text.push_str("# nothing is said in this line, and in all the others that follow it\n");
    }
    let case = Case::new()
        .may_write()
        .file("good.yaml", GOOD)
        .file("huge.yaml", &text);
    let started = Instant::now();
    case.run(["init", "--from", "huge.yaml", "good.yaml"])
        .exit(0);
    assert!(
        started.elapsed() < Duration::from_secs(120),
        "{:?}",
        started.elapsed()
    );
    assert!(case.read("jurymast.toml").contains("[service.huge]"));
    let case = Case::new().may_write().file("good.yaml", GOOD);
    let file = std::fs::File::create(case.path("larger.yaml")).unwrap();
    file.set_len(70 << 20).unwrap();
    case.run(["init", "--from", "larger.yaml", "good.yaml"])
        .exit(0)
        .stderr_has("larger.yaml")
        .stderr_has("split it over several files");
}
