//! `scan --write`: the entries that a plan lacks, as a person would write them.

use super::driver::Case;

const PLAN: &str = "# Ours.\n[plan]\nname = \"Shop\" # for short\n\n[service.web]\ntier = 1 # the till\n\
                    depends_on = [\n  \"db\", # orders\n]\n\n[resource.db]\nkind = \"database\"\n";

fn shop() -> Case {
    Case::plan(PLAN)
        .file(
            "web/chat.py",
            "u = 'https://api.openai.com/v1'\nm = 'gpt-5.2'\n",
        )
        .file("web/pay.py", "import stripe\nx = 'http://bank:9090'\n")
        .file("web/old.py", "# https://api.groq.com\n")
        .may_write()
}

#[test]
fn what_the_plan_lacks_is_written_into_it_once() {
    let case = shop();
    let ran = case.run(["scan", "--write"]).exit(0);
    ran.stdout_has("+[ai.gpt-5-2]")
        .stderr_has("changed jurymast.toml");
    let written = case.read("jurymast.toml");
    for line in [
        "# Ours.",
        "name = \"Shop\" # for short",
        "tier = 1 # the till",
        "  \"db\", # orders",
        "provider = \"openai\"",
        "model = \"gpt-5.2\"",
        "[provider.stripe]",
        "# ask: what still works without Stripe?",
        "[service.bank]",
        "# guessed: bank:9090 is called in web/pay.py:2",
    ] {
        assert!(written.contains(line), "{line}\n{written}");
    }
    for target in ["gpt-5-2", "stripe", "bank"] {
        assert!(written.contains(&format!("on = \"{target}\"")), "{written}");
    }
    assert!(!written.contains("groq"), "{written}");
    let checked = case.run(["check", "--format", "json"]).json();
    assert_eq!(checked["errors"], serde_json::json!([]));
    case.run(["scan", "--format", "concise", "--fail-on", "warning"])
        .exit(0)
        .stdout_lacks("undeclared-dependency");
    case.run(["scan", "--write"])
        .exit(0)
        .stderr_has("the plan says all of it already");
    assert_eq!(case.read("jurymast.toml"), written);
}

#[test]
fn a_model_that_has_ended_is_asked_about() {
    let source = "a = 'text-davinci-003'\nb = 'gpt-4o'\nc = 'gpt-5.2'\n";
    let asked = [
        "model = \"text-davinci-003\"  # ask: what is called instead? `text-davinci-003` was retired on 2024-01-04",
        "model = \"gpt-4o\"  # ask: what is called instead? `gpt-4o` will be retired on 2027-01-14, in 52 days",
        "model = \"gpt-5.2\"\n",
    ];
    let with_plan = Case::plan(PLAN).file("web/a.py", source).may_write();
    let scan = ["scan", "--write", "--fail-on", "never"];
    with_plan.run(scan).exit(0);
    let without = Case::new().file("web/a.py", source).run(scan).exit(0);
    for text in [with_plan.read("jurymast.toml"), without.stdout] {
        for line in asked {
            assert!(text.contains(line), "{line}\n{text}");
        }
    }
}

#[test]
fn nobody_stops_without_those_who_are_only_told_what_happened() {
    let source = "import sentry_sdk\nimport stripe\nk = os.environ['DD_API_KEY']\n";
    let with_plan = Case::plan(PLAN).file("web/a.py", source).may_write();
    with_plan.run(["scan", "--write"]).exit(0);
    let without = Case::new()
        .file("web/a.py", source)
        .run(["scan", "--write"])
        .exit(0);
    for text in [with_plan.read("jurymast.toml"), without.stdout] {
        for told in ["sentry", "datadog"] {
            let on = format!("on = \"{told}\", mode = \"soft\", why");
            assert!(text.contains(&on), "{on}\n{text}");
        }
        assert!(
            text.contains("# guessed: it is only told what happened"),
            "{text}"
        );
        assert!(text.contains("on = \"stripe\", why"), "{text}");
        assert!(!text.contains("what still works without Sentry"), "{text}");
    }
}

/// What is only installed goes to the one who calls; where nobody can tell who that is, it
/// is asked.
#[test]
fn who_calls_is_asked_where_nobody_can_tell() {
    let case = Case::plan("[plan]\nname = \"A\"\n[service.a]\n[service.b]\n")
        .file("lib/pay.py", "import stripe\n")
        .file(
            "lib/ai.py",
            "u = 'https://acme.openai.azure.com'\nm = 'gpt-4o'\n",
        )
        .may_write();
    case.run(["scan", "--write"]).exit(0);
    let written = case.read("jurymast.toml");
    for line in [
        "# ask: what still works without Stripe?",
        "provider = \"azure-openai\"  # guessed: openai makes it, and nobody else is called here",
        "# ask: who calls it in lib/ai.py:2?",
    ] {
        assert!(written.contains(line), "{line}\n{written}");
    }
    assert!(!written.contains("depends_on"), "{written}");
}

#[test]
fn without_a_plan_one_is_printed_that_check_reads() {
    let case = Case::new()
        .file(
            "orders/a.py",
            "x = 'http://stock:9090'\nk = os.environ['ANTHROPIC_API_KEY']\n",
        )
        .file("stock/b.py", "import stripe\nm = 'mistral-large-2411'\n")
        .file("apps/mail/Dockerfile", "FROM scratch\n")
        .file("apps/mail/src/c.py", "import twilio\n");
    let ran = case.run(["scan", "--write", "--fail-on", "never"]).exit(0);
    let plan = ran.stdout.clone();
    ran.stderr_has("next: save it as jurymast.toml");
    for line in [
        "# ask: which model is called in orders/a.py:2?",
        "[service.stock]",
        "provider = \"mistral\"  # guessed: ",
        "on = \"stripe\"",
        "[service.mail]\n# guessed: apps/mail is built by itself",
    ] {
        assert!(plan.contains(line), "{line}\n{plan}");
    }
    Case::plan(&plan)
        .run(["check", "--format", "json", "--exit-zero"])
        .exit(0);
    Case::new()
        .file("a.py", "x = 1\n")
        .run(["scan", "--write"])
        .exit(0)
        .stderr_has("nothing was found");
}

#[test]
fn a_broken_plan_is_left_alone() {
    let broken = "[plan]\nname = \"A\"\n[service.a]\ntier = 9\n";
    let case = Case::plan(broken)
        .file("a.py", "import stripe\n")
        .may_write();
    case.run(["scan", "--write"])
        .exit(2)
        .stderr_has("nothing was done");
    assert_eq!(case.read("jurymast.toml"), broken);
}

#[test]
fn what_is_declared_and_needed_by_nothing_is_still_open() {
    let plan = format!("{PLAN}\n[provider.stripe]\n");
    let case = Case::plan(&plan)
        .file("web/pay.py", "import stripe\n")
        .may_write();
    let says = "Stripe is used here, and the plan declares it, and nothing needs it";
    case.run(["scan"]).exit(0).stdout_has("not declared");
    case.run(["scan", "--format", "concise"]).stdout_has(says);
    case.run(["scan", "--write"])
        .exit(0)
        .stdout_has("+  { on = \"stripe\", why = \"stripe, web/pay.py:1\" },");
    case.run(["scan", "--format", "concise"]).stdout_lacks(says);
    // Nobody can tell who calls it: it stays open, and is said.
    let two = format!("{plan}\n[service.desk]\n");
    let case = Case::plan(&two)
        .file("lib/pay.py", "import stripe\n")
        .may_write();
    case.run(["scan", "--write"])
        .exit(0)
        .stderr_has("declared, and needed by nothing: stripe; who calls it in lib/pay.py:1?");
    case.run(["scan", "--format", "concise"]).stdout_has(says);
    // What carries alarms is needed.
    let carries =
        format!("{two}\n[team.a]\non_call = {{ phone = \"1\", through = [\"stripe\"] }}\n");
    Case::plan(&carries)
        .file("lib/pay.py", "import stripe\n")
        .run(["scan", "--format", "concise"])
        .stdout_lacks(says);
}

#[test]
fn the_plan_that_was_read_is_the_one_that_is_written() {
    let mine = "[plan]\nname = \"Mine\"\n[service.precious]\n";
    let case = Case::plan(mine)
        .file(
            "repo/jurymast.toml",
            "[plan]\nname = \"Theirs\"\n[service.web]\n",
        )
        .file(
            "repo/web/pay.py",
            "import stripe\nu = 'https://api.stripe.com/v1'\n",
        )
        .may_write();
    let ran = case.run(["scan", "repo", "--write"]);
    ran.stderr_has("changed repo/jurymast.toml");
    assert_eq!(case.read("jurymast.toml"), mine);
    assert!(case.read("repo/jurymast.toml").contains("stripe"));
}

const COMPOSED: &str = "\
services:
  till:
    image: acme/till
    environment:
      OPENAI_MODEL: gpt-5.2
      LLM_URL: https://api.openai.com/v1
  mailer:
    build: ./src/mail
  worker:
    build: { context: ./src }
";

/// What stands in a service's block of a compose file, or in the folder that it is built from, is
/// its own; nothing is left that nobody needs and nobody is asked about.
#[test]
fn the_service_of_a_compose_file_needs_what_stands_in_its_block() {
    let plan = "[plan]\nname = \"A\"\n\n[service.till]\n\n[service.mailer]\n";
    let case = Case::plan(plan)
        .file("docker-compose.yml", COMPOSED)
        .file("src/mail/send.py", "import stripe\n")
        .file(
            "src/jobs/night.py",
            "m = 'claude-opus-4-8'\nu = 'https://api.anthropic.com'\n",
        )
        .file("tools/try.py", "u = 'https://api.groq.com'\n")
        .may_write();
    case.run(["scan", "--write"]).exit(0);
    let written = case.read("jurymast.toml");
    let table = |head: &str| {
        let from = written.split_once(&format!("[{head}]\n"));
        let (_, rest) = from.unwrap_or_else(|| panic!("no {head} in\n{written}"));
        rest.split("\n[").next().unwrap_or_default().to_owned()
    };
    assert!(
        table("service.till").contains("on = \"gpt-5-2\""),
        "{written}"
    );
    assert!(
        table("service.mailer").contains("on = \"stripe\""),
        "{written}"
    );
    let worker = table("service.worker");
    assert!(worker.contains("on = \"claude-opus-4-8\""), "{written}");
    assert!(
        worker.contains("# guessed: a service of docker-compose.yml:9"),
        "{written}"
    );
    let groq = table("ai.groq-model");
    assert!(
        groq.contains("# ask: who calls it in tools/try.py:1?"),
        "{written}"
    );
    case.run(["scan", "--write"])
        .exit(0)
        .stderr_has("the plan says all of it already");
}

/// What a gateway's file lists is not needed by the gateway, ids that no list has are asked
/// about, and what was written is declared.
#[test]
fn a_scan_after_it_is_quiet_of_what_was_written() {
    let plan = "[plan]\nname = \"A\"\n\n[service.litellm]\n\n[ai.local]\nprovider = \"ollama\"\nmodel = \"qwen3:8b\"\nvia = [\"litellm\"]\n";
    let case = Case::plan(plan)
        .file(
            "litellm.yaml",
            "model_list:\n  - model_name: local\n    litellm_params: {model: ollama_chat/qwen3:8b, api_base: 'http://host.docker.internal:11434'}\n  - model_name: chat\n    litellm_params: {model: openai/gpt-5.2, api_key: os.environ/OPENAI_API_KEY}\n  - model_name: own\n    litellm_params: {model: openai/gpt-9-acme}\n",
        )
        .file("docker-compose.yml", "services:\n  models:\n    image: ollama/ollama\n    ports: ['127.0.0.1:11434:11434']\n  puller:\n    image: curlimages/curl\n    command: curl http://models:11434/api/pull -d qwen2.5:7b-instruct\n")
        .may_write();
    let before = case.run(["scan", "--format", "concise"]);
    before.stdout_lacks("Ollama is used").stdout_lacks("qwen3");
    case.run(["scan", "--write"]).exit(0);
    let written = case.read("jurymast.toml");
    assert!(
        written.contains("model = \"gpt-9-acme\"  # ask: is that its id?"),
        "{written}"
    );
    for model in ["gpt-5.2", "qwen2.5:7b-instruct"] {
        let line = format!("model = \"{model}\"\n");
        assert!(written.contains(&line), "{written}");
    }
    assert!(
        written.contains("provider = \"ollama\"  # guessed: its models are called so"),
        "{written}"
    );
    assert!(
        !written.contains("[service.litellm]\ndepends_on"),
        "{written}"
    );
    assert_eq!(
        written
            .matches("# ask: who calls it in litellm.yaml")
            .count(),
        2,
        "{written}"
    );
    case.run(["scan", "--format", "concise", "--fail-on", "warning"])
        .exit(0)
        .stdout_lacks("undeclared-dependency");
    case.run(["check", "--format", "json"]).exit(0);
}

#[test]
fn what_is_guessed_of_a_table_that_is_there_is_marked_beside_it() {
    let plan = "[plan]\nname = \"A\"\n\n[service.web]\ndepends_on = [\"db\"]\n\n[resource.db]\n";
    let source = "u = 'https://api.openai.com/v1'\nm = 'gpt-5.2'\n";
    let case = Case::plan(plan).file("ask.py", source).may_write();
    case.run(["scan", "--write"]).exit(0);
    let written = case.read("jurymast.toml");
    let list = "depends_on = [\n  \"db\",\n  { on = \"gpt-5-2\", why = \"gpt-5.2, ask.py:2\" },  # guessed: the plan has no other service\n]\n";
    assert!(written.contains(list), "{written}");
    let tables = plan.replace(
        "depends_on = [\"db\"]\n",
        "\n[[service.web.depends_on]]\non = \"db\"\n",
    );
    let case = Case::plan(&tables).file("ask.py", source).may_write();
    case.run(["scan", "--write"]).exit(0);
    let written = case.read("jurymast.toml");
    let entry = "\n# guessed: the plan has no other service\n[[service.web.depends_on]]\non = \"gpt-5-2\"\n";
    assert!(written.contains(entry), "{written}");
}

#[test]
fn which_models_a_service_runs_is_asked() {
    let plan = "[plan]\nname = \"A\"\n\n[service.web]\n";
    let compose = "services:\n  models: {image: ollama/ollama}\n";
    let case = Case::plan(plan)
        .file("docker-compose.yml", compose)
        .may_write();
    case.run(["scan", "--write"]).exit(0);
    let written = case.read("jurymast.toml");
    let table = "[service.models]\n# guessed: a service of docker-compose.yml:2\n# ask: it runs Ollama: which models, and who calls them?\n";
    assert!(written.contains(table), "{written}");
}
