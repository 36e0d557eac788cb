//! What a repository uses, declared or not.

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
