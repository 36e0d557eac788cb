//! What a repository uses, declared or not.

use jurymast_continuity::lint;

use super::driver::Case;

fn repository() -> Case {
    Case::new()
        .file(
            "src/chat.py",
            "import anthropic\nclient = OpenAI(base_url=\"https://api.openai.com/v1\")\n\
             client.ask(model=\"gpt-4-32k\")\nclient.ask(model=\"gpt-5.2\")\n",
        )
        .file(
            ".env.example",
            "OPENAI_API_KEY=sk-live-8f3a9\nSTRIPE_SECRET_KEY=\n",
        )
        .file("requirements.txt", "openai==1.0\nanthropic>=0.4\n")
        .file(
            "docs/guide.md",
            "Use https://api.mistral.ai with mistral-large-2402.\n",
        )
        .file("tests/test_chat.py", "ask(\"gpt-4-0314\")\n")
        .file(".gitignore", "secret/\n")
        .file("secret/a.py", "url = 'https://api.groq.com'\n")
        .file("blob.bin", b"\0api.cohere.com")
}

#[test]
fn a_dead_model_is_an_error_without_any_plan() {
    let ran = repository().run(["scan"]);
    ran.exit(1)
        .stdout_has("error[retired-model]: `gpt-4-32k` was retired on")
        .stdout_has("src/chat.py:3:")
        .stdout_lacks("undeclared-dependency")
        .stdout_lacks("gpt-4-0314` was")
        .stdout_lacks("mistral")
        .stdout_lacks("groq")
        .stdout_lacks("cohere");
}

#[test]
fn its_lists_keep_to_the_page() {
    let deep = "services/payments/gateway/src/main/java/com/acme/payments/client/settings.py";
    let case = Case::new()
        .file(deep, "k = os.environ['STRIPE_SECRET_KEY']\n")
        .file(
            "docs/x/test_settings_of_the_whole_client.py",
            "# https://api.groq.com/openai/v1/chat/completions\n",
        );
    let ran = case.run(["scan"]).exit(0);
    let ran = ran.stdout_has(&format!("  {deep}:1\n      env STRIPE_SECRET_KEY\n"));
    let wide = ran
        .stdout
        .lines()
        .find(|line| line.len() > 80 && !line.contains(deep));
    assert_eq!(wide, None, "{}", ran.stdout);
}

#[test]
fn a_model_that_several_regions_serve_ends_when_it_ends_there() {
    let case = Case::new().file(
        "app.yaml",
        "a: bedrock/us.amazon.nova-premier-v1:0\nb: bedrock/amazon.nova-premier-v1:0\n",
    );
    case.run(["scan"])
        .exit(1)
        .stdout_has("`bedrock/us.amazon.nova-premier-v1:0` was retired on\n")
        .stdout_has("2026-09-14")
        .stdout_lacks("`bedrock/amazon.nova-premier-v1:0` was retired");
}

#[test]
fn values_of_variables_are_printed_nowhere() {
    let case = repository()
        .file(
            "b.py",
            "ask(key=\"8f3a9\", model=\"gpt-4-32k\", s\u{e9}cret=\"8f3a9\")\n",
        )
        .file("jurymast.toml", "[plan]\nname = \"A\"\n[service.a]\n");
    for format in ["full", "concise", "json", "github", "sarif"] {
        let ran = case.run(["scan", "--format", format]).exit(1);
        let ran = ran.stdout_has("gpt-4-32k");
        assert!(!ran.stdout.contains("8f3a9"), "{format}: {}", ran.stdout);
        assert!(!ran.stderr.contains("8f3a9"), "{format}");
    }
    case.run(["scan"]).stdout_has("OPENAI_API_KEY");
}

#[test]
fn what_the_plan_does_not_say_is_a_warning() {
    let plan = "[plan]\nname = \"A\"\n[ai.chat]\nprovider = \"openai\"\nmodel = \"gpt-5.2\"\n";
    let case = repository().file("jurymast.toml", plan);
    let json = case.run(["scan", "--format", "json"]).exit(1).json();
    let of = |what: &str| {
        let all = json["findings"].as_array().unwrap();
        let found = all.iter().find(|one| one["evidence"] == what);
        let found = found.unwrap_or_else(|| panic!("nothing of {what}"));
        (found["declared"].clone(), found["rule"].clone())
    };
    assert_eq!(of("api.openai.com"), (true.into(), serde_json::Value::Null));
    assert_eq!(of("gpt-5.2"), (true.into(), serde_json::Value::Null));
    let undeclared = (false.into(), "undeclared-dependency".into());
    assert_eq!(of("STRIPE_SECRET_KEY"), undeclared);
    assert_eq!(of("anthropic"), undeclared);
    // A client of the shape that many answer proves nobody.
    assert_eq!(of("openai").1, serde_json::Value::Null);
    case.again()
        .run(["scan", "src/../.env.example", "--fail-on", "warning"])
        .exit(1);
    case.again()
        .run(["scan", "nowhere"])
        .exit(2)
        .stderr_has("cannot read `nowhere`");
}

/// Neither what a comment says, nor what another package would like beside it, is a use.
#[test]
fn what_is_only_talked_about_proves_nothing() {
    let case = Case::new()
        .file("a.py", "# try https://api.groq.com with gpt-4-32k\nx = 'https://api.mistral.ai'\n")
        .file("b.ts", "// see https://cloud.google.com\nimport { z } from 'zod';\n")
        .file(
            "package-lock.json",
            "{\"packages\": {\"node_modules/langchain\": {\"peerDependencies\": {\"cohere-ai\": \"*\"}}, \
             \"node_modules/stripe\": {}}}",
        );
    let json = case.run(["scan", "--format", "json"]).exit(0).json();
    let all = json["findings"].as_array().unwrap();
    let strength = |provider: &str| {
        let of = all.iter().find(|one| one["provider"] == provider);
        of.map(|one| one["strength"].as_str().unwrap().to_owned())
    };
    assert_eq!(strength("groq").as_deref(), Some("weak"));
    assert_eq!(strength("openai").as_deref(), Some("weak"));
    assert_eq!(strength("mistral").as_deref(), Some("host"));
    assert_eq!(strength("stripe").as_deref(), Some("weak"));
    assert_eq!(strength("cohere"), None);
}

/// Paths count from the repository's root, wherever the scan begins; a plan and its parts
/// say what is declared, and use nothing.
#[test]
fn what_only_people_read_proves_nothing_wherever_it_stands() {
    let case = Case::new()
        .file(
            "a.py",
            "x = 1  # model=\"gpt-4-0314\"\ndef f():\n    \"\"\"Was \"gpt-4-32k\".\"\"\"\n",
        )
        .file(
            "b.ts",
            "const x = 1 // \"gpt-4-0314\"\n/* then\n   \"gpt-4-32k\" */\n",
        )
        .file("c.yaml", "x: it's # model: gpt-4-0314\n")
        .file("d.sh", "run \\\n  --model gpt-4-0613 # not gpt-4-0314\n")
        .file(
            "e.ts",
            "ask('https://api.openai.com/v1', { model: 'gpt-4-32k' })\n",
        );
    let ran = case.run(["scan", "--format", "concise"]);
    let found: Vec<&str> = ran
        .stdout
        .lines()
        .filter(|line| line.contains("retir"))
        .collect();
    assert_eq!(found.len(), 2, "{}", ran.stdout);
    assert!(found[0].starts_with("d.sh:2:"), "{}", ran.stdout);
    assert!(found[1].starts_with("e.ts:1:"), "{}", ran.stdout);
}

/// Whoever has the weights may run them: an end at one of those who sell them is nobody's
/// else.
#[test]
fn who_answers_for_open_weights_is_told_by_what_stands_beside() {
    let source = "ask(model=\"Qwen/QwQ-32B\")\n";
    let scan = ["scan", "--format", "json"];
    let alone = Case::new().file("a.py", source).run(scan).exit(0).json();
    assert_eq!(alone["findings"][0]["model"], "Qwen/QwQ-32B");
    assert_eq!(alone["findings"][0]["provider"], serde_json::Value::Null);
    let beside = Case::new()
        .file("a.py", source)
        .file(".env", "TOGETHER_API_KEY=x\n");
    let json = beside.run(scan).exit(1).json();
    let ended = json["findings"].as_array().unwrap().iter();
    let ended: Vec<_> = ended.filter(|one| one["rule"] == "retired-model").collect();
    assert_eq!(ended.len(), 1, "{json}");
    assert_eq!(ended[0]["provider"], "together");
}

#[test]
fn plans_are_no_source_and_paths_count_from_the_root() {
    let case = Case::new()
        .file("apps/chat/main.py", "url = 'https://api.groq.com'\n")
        .file(
            "apps/jurymast.toml",
            "[plan]\nname = \"A\"\ninclude = [\"parts/ai.toml\"]\n[service.a]\n",
        )
        .file(
            "apps/parts/ai.toml",
            "[ai.chat]\nprovider = \"openai\"\nmodel = \"gpt-4-32k\"\n",
        )
        .file(
            "other/dr.toml",
            "[plan]\nname = \"B\"\n[ai.b]\nmodel = \"gpt-4-32k\"\n",
        );
    for arguments in [
        &["scan", "."][..],
        &["scan", "apps"],
        &["scan", "apps/chat/main.py"],
    ] {
        let json = case.run(arguments.iter().chain(&["--format", "json"]).copied());
        let json = json.exit(0).json();
        let files: Vec<_> = json["findings"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["file"].as_str().unwrap())
            .collect();
        assert_eq!(files, ["apps/chat/main.py"], "{arguments:?}");
    }
}

/// A file of no repository is looked at by itself; what holds no source, or cannot be read,
/// is said.
#[test]
fn what_was_not_looked_at_is_said() {
    let alone = tempfile::tempdir().unwrap();
    let file = alone.path().join("a.py");
    std::fs::write(&file, "url = 'https://api.groq.com'\n").unwrap();
    let case = Case::new()
        .file("README.md", "api.openai.com")
        .file("blob", b"\0\x01")
        .file("wide.env", b"\xff\xfeG\0R\0O\0Q\0")
        .file(
            "latin.py",
            b"# caf\xe9\nimport anthropic\nu = 'https://api.groq.com'\n",
        );
    case.run(["scan", file.to_str().unwrap()])
        .exit(0)
        .stdout_has("a.py:1  host api.groq.com");
    case.run(["scan", "README.md"])
        .exit(0)
        .stderr_has("not looked at: README.md: it holds no source");
    case.run(["scan"])
        .exit(0)
        .stderr_has("not looked at: wide.env: it is UTF-16")
        .stdout_has("1 file looked at, 2 without source, 1 NOT LOOKED AT")
        .stdout_has("latin.py:2  code anthropic")
        .stdout_has("latin.py:3  host api.groq.com");
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_read_is_no_silence() {
    use std::os::unix::fs::PermissionsExt;
    let case = Case::plan("[plan]\nname = \"A\"\n[lint]\nscan = [\"src\"]\n[service.a]\n")
        .file("src/open/a.py", "x = 1\n")
        .file("src/shut/b.py", "url = 'https://api.groq.com'\n");
    let shut = case.path("src/shut");
    let may = |mode| std::fs::set_permissions(&shut, PermissionsExt::from_mode(mode)).unwrap();
    may(0o000);
    // Who may read everything sees no difference.
    if std::fs::read_dir(&shut).is_err() {
        let again = case.again();
        again
            .run(["scan", "--format", "json"])
            .exit(2)
            .stderr_has("not looked at: src/shut: ");
        again
            .run(["check"])
            .exit(2)
            .stdout_has("error[scanned-path]: `src/shut` was not looked at");
    }
    may(0o755);
}

fn named(scan: &str) -> Case {
    Case::plan(&format!(
        "[plan]\nname = \"A\"\n[lint]\nscan = {scan}\n[ai.chat]\nprovider = \"openai\"\n\
         model = \"gpt-5.2\"\n"
    ))
    .file("src/a.py", "u = 'https://api.groq.com'\nm = 'gpt-5.2'\n")
    .file(
        "src/b/c.py",
        "u = 'https://api.groq.com'; key = '8f3a9'\nm = 'gpt-4-32k'\n",
    )
    .file("web/src/d.ts", "import Stripe from 'stripe';\n")
    .file("notes/e.md", "api.openai.com")
}

#[test]
fn check_looks_into_the_source_that_the_plan_names() {
    let case = named("[\"src\", \"web/**\"]");
    let json = case.run(["check", "--format", "json"]).json();
    assert_eq!(json["errors"], serde_json::json!([]));
    let all = json["findings"].as_array().unwrap().iter();
    let all: Vec<_> = all
        .filter(|one| one["rule"] == "undeclared-dependency")
        .collect();
    let short: Vec<_> = all
        .iter()
        .map(|one| {
            (
                one["message"].as_str().unwrap(),
                one["line"].as_u64().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        short,
        [
            (
                "`gpt-4-32k` is called in src/b/c.py:2, and no `ai` of the plan is that model",
                4
            ),
            (
                "Groq is used in src/a.py:1 and in 1 more place, and the plan does not say so",
                4
            ),
            (
                "Stripe is used in web/src/d.ts:1, and the plan does not say so",
                4
            ),
        ]
    );
    assert_eq!(all[1]["severity"], "warning");
    let related = all[1]["related"].as_array().unwrap().iter();
    let related: Vec<_> = related
        .map(|one| (one["file"].as_str().unwrap(), one["line"].as_u64().unwrap()))
        .collect();
    assert_eq!(related, [("src/a.py", 1), ("src/b/c.py", 1)]);
    let text = case.run(["check"]);
    let text = text
        .stdout_has("jurymast.toml:4:9")
        .stdout_has("src/b/c.py:1:14");
    assert!(!text.stdout.contains("8f3a9"), "{}", text.stdout);
    // The model that it calls is dead, as `scan` says.
    text.stdout_has("`gpt-4-32k` was retired on");
    case.run(["check", "--format", "sarif"])
        .stdout_has("\"id\": \"undeclared-dependency\"");
}

#[test]
fn a_path_that_holds_nothing_is_an_error() {
    for (scan, message) in [
        ("[\"nowhere\"]", "cannot read `nowhere`"),
        ("[\"notes\"]", "`notes` holds no source to look at"),
        ("[\"src/*.rs\"]", "`src/*.rs` holds no source to look at"),
        ("[\"../..\"]", "`../..` leads out of the repository"),
        ("[\"src/{a\"]", "is not a glob"),
    ] {
        named(scan)
            .run(["check"])
            .exit(2)
            .stdout_has("error[scanned-path]")
            .stdout_has(message)
            .stdout_has("jurymast.toml:4:9");
    }
    named("[\"src\", \"web\"]\nrules = { undeclared-dependency = \"error\" }")
        .run(["check"])
        .exit(1)
        .stdout_has("error[undeclared-dependency]");
    named("[\"src\"]\nrules = { undeclared-dependency = \"off\" }")
        .run(["check"])
        .stdout_lacks("[undeclared-dependency]");
    named("[]")
        .run(["check"])
        .stdout_lacks("undeclared-dependency");
    named("\"src\"")
        .run(["check"])
        .exit(2)
        .stdout_has("expected");
}

/// A folder that is called like a glob is that folder; what stands above the plan's folder
/// is of the same repository.
#[test]
fn paths_are_taken_from_the_folder_of_the_plan() {
    let case = Case::new()
        .file(
            "dr/jurymast.toml",
            "[plan]\nname = \"A\"\n[lint]\nscan = [\"../app/[id]\"]\n[service.a]\n",
        )
        .file("app/[id]/page.ts", "fetch('https://api.groq.com')\n");
    case.run(["check", "--plan", "dr"])
        .stdout_has("Groq is used in app/[id]/page.ts:1, and");
}

#[test]
fn the_examples_of_the_rule_do_what_they_say() {
    let rule = lint::find("undeclared-dependency").unwrap();
    let docs = rule.docs();
    for (heading, expected) in [("Fails", true), ("Passes", false)] {
        let blocks: Vec<&str> = docs
            .section(heading)
            .unwrap()
            .split("```")
            .skip(1)
            .step_by(2)
            .collect();
        let [plan, source] = blocks.as_slice() else {
            panic!("{heading}: a plan and a source");
        };
        let plan = plan.strip_prefix("toml\n").unwrap();
        let source = source.strip_prefix("python\n").unwrap();
        let case = Case::plan(&format!("[plan]\nname = \"x\"\n\n{plan}")).file("src/a.py", source);
        let found = !case.findings(rule.name).is_empty();
        assert_eq!(found, expected, "{heading}");
    }
    Case::new()
        .run(["explain", "undeclared-dependency"])
        .exit(0)
        .stdout_has("scan --write");
}

/// Where nothing was looked at, nothing is known: silence would be taken for an answer.
#[test]
fn a_folder_without_source_is_no_clean_one() {
    let case = Case::new().file("docs/readme.md", "api.openai.com\n");
    case.run(["scan", "docs"])
        .exit(2)
        .stderr_has("nothing looked at: docs: no source stands in it");
}

/// What the command calls an error, `check` does too.
#[test]
fn a_dead_model_in_named_source_is_an_error_of_check() {
    let plan = "[plan]\nname = \"A\"\n[lint]\nscan = [\"src\"]\n[service.a]\n";
    repository()
        .file("jurymast.toml", plan)
        .run(["check", "--format", "concise"])
        .exit(1)
        .stdout_has("jurymast.toml:4:9: error[retired-model] `gpt-4-32k` was retired on")
        .stdout_has("warning[undeclared-dependency]");
}
