//! Plans drafted from deployment files, and laid into plans that are there.

use super::driver::Case;

const COMPOSE: &str = "\
name: shop
services:
  web:
    build: .
    ports: [\"8080:80\"]
    depends_on:
      db: { condition: service_healthy }
      migrate: { condition: service_completed_successfully }
      vector: { condition: service_started }
    environment:
      DATABASE_URL: postgres://shop:hunter2@db:5432/shop
      CACHE_HOST: ${CACHE_HOST:-cache}
      NO_PROXY: search
      POSTGRES_DB: queue
      OPENAI_API_KEY: ${OPENAI_API_KEY:-sk-hunter2}
      OPENAI_MODEL: gpt-5.2
      STRIPE_SECRET_KEY:
  worker:
    image: acme/worker
    profiles: [batch]
  migrate:
    image: acme/migrate
  db:
    image: postgres:17
    volumes: [data:/var/lib/postgresql/data]
    healthcheck: { test: [CMD-SHELL, pg_isready -U shop], interval: 10s, retries: 3 }
  cache:
    image: valkey/valkey
    healthcheck: { test: redis-cli -a hunter2 ping }
  search: { image: opensearch }
  queue: { image: rabbitmq }
  vector: { image: timberio/vector }
volumes: { data: }
";

fn shop() -> Case {
    Case::new().file("compose.yaml", COMPOSE)
}

fn import(case: &Case) -> String {
    case.again()
        .run(["import", "compose", "compose.yaml"])
        .exit(0)
        .stdout
}

#[test]
fn a_compose_file_becomes_a_plan_that_a_person_would_write() {
    let expected = "\
[plan]
name = \"shop\"

[defaults]
in = [\"docker-host\"]

[service.migrate]
description = \"A job that runs once before others start\"

[service.vector]

[service.web]
tier = 1  # guessed: its port is open to the outside
depends_on = [
  { on = \"cache\", detect = \"1m 30s\", why = \"CACHE_HOST\" },  # guessed: `detect` is how long its check takes to fail
  { on = \"db\", needed = \"both\", detect = \"30s\", why = \"depends_on, service_healthy; DATABASE_URL\" },  # guessed: `detect` is how long its check takes to fail
  { on = \"migrate\", needed = \"start\", why = \"depends_on, service_completed_successfully\" },
  { on = \"vector\", needed = \"start\", why = \"depends_on\" },  # guessed: the file says start order only
  { on = \"gpt-5-2\", why = \"OPENAI_API_KEY\" },
  { on = \"stripe\", mode = \"soft\", why = \"STRIPE_SECRET_KEY\" },  # guessed: its key has no value: used where it is set
]
";
    let case = shop();
    let text = import(&case);
    assert!(text.starts_with(expected), "{text}");
    assert!(!text.contains("hunter2"), "{text}");
    let plan = Case::plan(&text);
    let json = plan.run(["check", "--format", "json"]).json();
    assert_eq!(json["errors"].as_array().unwrap().len(), 0, "{json:#}");
    let rules: Vec<&str> = json["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["rule"].as_str().unwrap())
        .collect();
    assert!(rules.contains(&"single-point-of-failure"), "{rules:?}");
}

#[test]
fn what_was_left_and_why_is_told_and_reported() {
    let case = shop().may_write();
    let ran = case.run([
        "import",
        "compose",
        "compose.yaml",
        "--report",
        "report.json",
    ]);
    ran.exit(0)
        .stderr_has("left: services.worker.profiles: left out: only in profile batch")
        .stderr_has("left: services.cache.healthcheck: its command may hold a secret")
        .stderr_has("to ask: look for # guessed and # ask");
    let report: serde_json::Value = serde_json::from_str(&case.read("report.json")).unwrap();
    let left = report["findings"].as_array().unwrap().iter();
    let worker = left
        .clone()
        .find(|one| one["source_path"] == "services.worker.profiles");
    assert_eq!(worker.unwrap()["status"], "manual");
    assert_eq!(worker.unwrap()["line"], 20);
    assert!(report["counts"]["guessed"].as_u64().unwrap() > 0);
    assert!(!case.read("report.json").contains("hunter2"));
}

/// A folder behind the files is made where there is none, as it is without `--from`.
#[test]
fn a_first_plan_goes_into_a_folder_that_is_new() {
    let case = shop().may_write();
    case.run(["init", "--from", "compose.yaml", "plans/shop"])
        .exit(0)
        .stderr_has("wrote plans/shop/jurymast.toml");
    assert!(case.read("plans/shop/jurymast.toml").contains("[service."));
    // What ends as a file does is one that is missing.
    case.run(["init", "other", "--from", "compose.yaml", "absent.yaml"])
        .exit(0)
        .stderr_has("cannot read `absent.yaml`");
}

#[test]
fn a_second_import_changes_only_what_is_new() {
    let case = shop().may_write();
    case.run(["init", "--from", "compose.yaml"])
        .exit(0)
        .stderr_has("wrote ./jurymast.toml");
    let first = case.read("jurymast.toml");
    assert_eq!(first, import(&case));
    let by_hand = first
        .replace(
            "[resource.search]",
            "[domain.a]\n[domain.b]\n[resource.search]",
        )
        .replace(
            "[service.web]\n",
            "# The shop itself.\n[service.web]\nrto = \"1h\"  # agreed\n",
        )
        .replace(
            "[resource.queue]",
            "[resource.jobs-by-hand]\n\n[resource.queue]",
        );
    let spread = "replicas = { count = 3, over = [\"a\", \"b\"] }";
    let by_hand = by_hand.replace(
        "[resource.search]\n",
        &format!("[resource.search]\n{spread}\n"),
    );
    let case = case.file("jurymast.toml", &by_hand);
    let into = [
        "import",
        "compose",
        "compose.yaml",
        "--into",
        "jurymast.toml",
    ];
    case.run(into)
        .exit(0)
        .stdout_is_empty()
        .stderr_has("the plan says all of it already")
        .stderr_has("in the plan, and not in these files: jobs-by-hand");

    let grown = COMPOSE
        .replace(
            "search: { image: opensearch }",
            "search: { image: opensearch, scale: 2 }",
        )
        .replace("NO_PROXY: search", "SEARCH_URL: http://search:9200")
        .replace("  queue:", "  mailer: { image: acme/mailer }\n  queue:");
    let case = case.file("compose.yaml", grown);
    case.run(into)
        .exit(0)
        .stdout_has("+  { on = \"search\", why = \"SEARCH_URL\" },\n")
        .stdout_has("+[service.mailer]\n")
        .stdout_lacks("\n-");
    case.run([&into[..], &["--write"]].concat())
        .exit(0)
        .stderr_has("changed jurymast.toml");
    let after = case.read("jurymast.toml");
    assert!(
        after.contains("# The shop itself.\n[service.web]\nrto = \"1h\"  # agreed\n"),
        "{after}"
    );
    assert!(after.contains(spread), "{after}");
    case.run(into).exit(0).stdout_is_empty();
}

#[test]
fn files_that_include_or_extend_each_other_in_a_circle_are_told() {
    let case = Case::new()
        .file("a.yml", "include: [sub/b.yml]\nservices:\n  web: { image: nginx }\n  one: { extends: { file: sub/b.yml, service: two } }\n")
        .file("sub/b.yml", "include:\n  - ../a.yml\nservices:\n  api: { image: acme/api }\n  two: { extends: { file: ../a.yml, service: one }, image: acme/two }\n");
    let ran = case.run(["import", "compose", "a.yml"]).exit(0);
    ran.stdout_has("[service.api]")
        .stdout_has("[service.two]")
        .stderr_has("sub/b.yml:2:5")
        .stderr_has("files include each other in a circle: a.yml -> sub/b.yml -> a.yml")
        .stderr_has("`one` of a.yml extends itself");
    let own = Case::new().file(
        "a.yml",
        "include: [./a.yml]\nservices:\n  web: { image: nginx }\n",
    );
    own.run(["import", "compose", "a.yml"])
        .exit(0)
        .stderr_has("in a circle: a.yml -> a.yml");
}

/// Whatever is given instead of a file of the format, it is said what it is and what to do.
#[test]
fn what_was_given_instead_of_a_file_is_told() {
    let case = Case::new()
        .file(
            "here/litellm.yaml",
            "model_list:\n  - {model_name: a, litellm_params: {model: openai/gpt-5.2}}\n",
        )
        .file(
            "here/docker-compose.yml",
            "services: { web: { image: nginx } }\n",
        )
        .file("here/other.yaml", "hello: s3cret\n")
        .file("none/other.yaml", "- s3cret\n")
        .file("empty.yaml", "")
        .file("comments.yaml", "# later\n");
    let names = [
        "compose",
        "kubernetes",
        "litellm",
        "backstage",
        "terraform",
        "portkey",
    ];
    for format in names {
        let told = |file: &str| {
            let ran = case.run(["import", format, file]).exit(2);
            assert!(!ran.stderr.contains("s3cret"), "{}", ran.stderr);
            ran.stderr
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
                .replace("│ ", "")
        };
        let has = |file: &str, parts: &[&str]| {
            let text = told(file);
            for part in parts {
                assert!(text.contains(part), "{format} {file}: {part}\n{text}");
            }
        };
        let both = "here/docker-compose.yml (compose), here/litellm.yaml (litellm)";
        has("here", &["`here` is a folder, not a file", both]);
        has(
            "none",
            &[
                "`none` is a folder, not a file",
                "none in it has a known format",
            ],
        );
        has("empty.yaml", &["nothing stands in this file"]);
        has(
            "comments.yaml",
            &["nothing but comments stands in this file"],
        );
        has(
            "here/other.yaml",
            &["this is not one of", "it is a map of `hello`;"],
        );
        has("none/other.yaml", &["this is not one of", "it is a list;"]);
        if format != "compose" {
            has("here/docker-compose.yml", &["import compose"]);
        }
    }
    case.run(["init", "--from", "here"])
        .exit(2)
        .stderr_has("here/docker-compose.yml (compose)");
}

/// A gateway asks its fallback after all its tries; a proxy in front of it that waits less long
/// is told by what both files say.
#[test]
fn a_proxy_that_gives_up_before_the_gateways_fallback_is_asked_is_told() {
    let compose = |waits: &str| {
        format!(
            "services:\n  edge:\n    image: nginx\n    ports: [\"80:80\"]\n    configs: [{{source: edge, target: /etc/nginx/nginx.conf}}]\n  litellm: {{image: ghcr.io/berriai/litellm}}\nconfigs:\n  edge:\n    content: |\n      location / {{ proxy_pass http://litellm:4000; }}\n      proxy_read_timeout {waits};\n"
        )
    };
    let proxy = "model_list:\n  - {model_name: a, litellm_params: {model: openai/gpt-5.2, timeout: 30}}\n  - {model_name: b, litellm_params: {model: anthropic/claude-opus-5-5, timeout: 30}}\nrouter_settings: {num_retries: 2, fallbacks: [{a: [b]}]}\n";
    for (waits, is_told) in [("60s", true), ("5m", false)] {
        let case = Case::new()
            .file("compose.yaml", compose(waits))
            .file("litellm.yaml", proxy)
            .may_write();
        case.run(["init", "--from", "compose.yaml", "litellm.yaml"])
            .exit(0);
        let ran = case.run(["check", "--format", "concise", "--fail-on", "never"]);
        let told = "[caller-gives-up-first] `edge` gives a call of `litellm` up after 1m, and `b` is asked only after 1m 3";
        assert_eq!(
            ran.stdout.contains(told),
            is_told,
            "{}\n{}",
            ran.stdout,
            case.read("jurymast.toml")
        );
    }
}

#[test]
fn overrides_includes_and_extended_services_are_one_system() {
    let case = Case::new()
        .file("base.yaml", "services:\n  app:\n    image: acme/app\n    environment: [DB_HOST=db]\n  db: { image: mysql }\n")
        .file("over.yaml", "include: [more/queue.yaml]\nservices:\n  app:\n    environment: { QUEUE_URL: amqp://mq }\n    deploy: { replicas: 2 }\n  db: !reset null\n  copy:\n    extends: { file: base.yaml, service: app }\n  db2: { image: mysql, container_name: db }\n")
        .file("more/queue.yaml", "services:\n  mq: { image: rabbitmq, env_file: [gone.env] }\n");
    let ran = case
        .run(["import", "compose", "base.yaml", "over.yaml"])
        .exit(0);
    let ran = ran
        .stderr_has("cannot read `more/gone.env`")
        .stderr_has("more/queue.yaml:2");
    let app = "[service.app]\ntier = 1  # guessed: nothing else here needs it\nreplicas = 2\ndepends_on = [\n  { on = \"db2\", why = \"DB_HOST\" },\n  { on = \"mq\", why = \"QUEUE_URL\" },\n]\n";
    assert!(ran.stdout.contains(app), "{}", ran.stdout);
    assert!(
        ran.stdout
            .contains("[service.copy]\ntier = 1  # guessed: nothing else here needs it\ndepends_on = [\n  { on = \"db2\""),
        "{}",
        ran.stdout
    );
}

#[test]
fn bad_files_are_told_and_the_rest_goes_on() {
    let case = Case::new()
        .file("broken.yaml", "services:\n  web: {image: a\n")
        .file(
            "twice.yaml",
            "services:\n  web: {image: a}\n  web: {image: b}\n  x: 7\n",
        )
        .file("other.yaml", "apiVersion: v1\nkind: Service\n")
        .file("latin.yaml", b"services:\n  w\xfcb: {}\n");
    case.run(["import", "compose", "broken.yaml"])
        .exit(2)
        .stderr_has("error[unreadable]")
        .stderr_has("broken.yaml:");
    case.run(["import", "compose", "twice.yaml"])
        .exit(0)
        .stderr_has("the key `web` stands in this map twice")
        .stderr_has("the service `x` is a single value, not a map");
    case.run(["import", "compose", "other.yaml"])
        .exit(2)
        .stderr_has("this is not one of docker compose files");
    case.run(["import", "compose", "latin.yaml"])
        .exit(2)
        .stderr_has("not UTF-8 text: line 2");
    case.run(["import", "compose", "nowhere.yaml"])
        .exit(2)
        .stderr_has("cannot read `nowhere.yaml`");
    case.run(["init", "--from", "broken.yaml"])
        .exit(2)
        .stderr_has("no plan came out");
}

/// What runs the gateway and what configures it are one service, and the models are those
/// of the configuration.
#[test]
fn a_deployment_and_its_gateway_become_one_plan() {
    let case = Case::new()
        .file(
            "compose.yaml",
            "services:\n  web:\n    image: acme/web\n    environment:\n      OPENAI_BASE_URL: http://litellm:4000\n\
             \x20 litellm:\n    image: ghcr.io/berriai/litellm:main-stable\n    environment:\n      OPENAI_API_KEY: x\n",
        )
        .file(
            "litellm.yaml",
            "model_list:\n  - model_name: chat\n    litellm_params: { model: openai/gpt-5.2, timeout: 60 }\n",
        )
        .may_write();
    for files in [
        ["compose.yaml", "litellm.yaml"],
        ["litellm.yaml", "compose.yaml"],
    ] {
        let dir = files[0].replace('.', "-");
        std::fs::create_dir(case.path(&dir)).unwrap();
        let into = [&["init", &dir, "--from"][..], &files].concat();
        case.run(into).exit(0);
        let text = case.read(&format!("{dir}/jurymast.toml"));
        assert_eq!(text.matches("[service.litellm").count(), 1, "{text}");
        assert!(
            text.contains("{ on = \"litellm\", why = \"OPENAI_BASE_URL\" }"),
            "{text}"
        );
        assert!(text.contains("via = [\"litellm\"]"), "{text}");
        assert!(!text.contains("openai-model"), "{text}");
    }
}

/// What a caller asks of a gateway is lost with who answers there, and with nobody else.
#[test]
fn a_call_through_a_gateway_is_lost_with_who_answers_there() {
    let case = Case::new()
        .file(
            "docker-compose.yml",
            "services:\n  web:\n    image: acme/web\n    environment:\n      OPENAI_BASE_URL: http://litellm:4000\n\
             \x20     OPENAI_API_KEY: x\n      OPENAI_MODEL: chat\n  litellm: { image: 'ghcr.io/berriai/litellm:main' }\n",
        )
        .file(
            "litellm.yaml",
            "model_list:\n  - model_name: chat\n    litellm_params: { model: anthropic/claude-sonnet-4-5, timeout: 60 }\n",
        )
        .may_write();
    case.run(["init", "--from", "docker-compose.yml", "litellm.yaml"])
        .exit(0);
    let hit = |fault: &str| {
        let json = case.run(["blast", fault, "--format", "json"]).json();
        let affected = json["affected"].as_array().unwrap().clone();
        affected.iter().any(|one| one["id"] == "web")
    };
    assert!(hit("anthropic"), "{}", case.read("jurymast.toml"));
    assert!(hit("litellm"));
    assert!(
        !case.read("jurymast.toml").contains("openai"),
        "{}",
        case.read("jurymast.toml")
    );
}

#[test]
fn files_keep_their_line_ends() {
    let plan = "[plan]\r\nname = \"A\" # ours\r\n\r\n[service.web]\r\n";
    let compose = "services:\n  web: { image: a, scale: 3, environment: { X: 'http://b:1' } }\n  b: { image: x }\n";
    let case = Case::new()
        .file("compose.yaml", compose)
        .file("jurymast.toml", plan)
        .may_write();
    let into = ["import", "compose", "compose.yaml", "--into", "."];
    let diff = case.run(into).exit(0).stdout;
    assert!(!diff.contains("\n-"), "nothing goes: {diff}");
    case.run([&into[..], &["--write"]].concat()).exit(0);
    let after = case.read("jurymast.toml");
    assert!(after.starts_with(plan), "{after:?}");
    assert!(after.contains("\r\n[service.b]\r\n"), "{after:?}");
    assert_eq!(
        after.matches('\n').count(),
        after.matches("\r\n").count(),
        "{after:?}"
    );
    case.run(into).exit(0).stdout_is_empty();
}

#[test]
fn an_empty_file_is_told_by_its_name() {
    let case = Case::new()
        .file("empty.yaml", "")
        .file("comment.yaml", "# nothing\n---\n");
    for (file, what) in [
        ("empty.yaml", "nothing"),
        ("comment.yaml", "nothing but comments"),
    ] {
        case.run(["import", "compose", file])
            .exit(2)
            .stderr_has(&format!("error[empty-file]: {what} stands in this file"))
            .stderr_has(file);
    }
    case.run(["explain", "empty-file"])
        .exit(0)
        .stdout_has("A file holds nothing");
    case.run(["explain", "gateway-refuses"]).exit(0);
}

#[test]
fn what_a_gateway_does_not_catch_is_told_at_the_end() {
    let case = Case::new().file(
        "portkey.json",
        "{\"strategy\": {\"mode\": \"fallback\", \"on_status_codes\": [500]}, \"targets\": [\
         {\"provider\": \"openai\", \"override_params\": {\"model\": \"gpt-5.2\"}}, {\"provider\": \"groq\"}]}",
    );
    case.run(["import", "portkey", "portkey.json"])
        .exit(0)
        .stderr_has("not all server errors: 502, 503, 504 and 529 go back to the caller");
}

/// What is wrong is shown at its place, and no value beside it.
#[test]
fn problems_show_no_values() {
    let case = Case::new()
        .file(
            "twice.yaml",
            "services:\n  a:\n    environment:\n      KEY: hunter2\n      KEY: hunter3\n",
        )
        .file("cut.json", "{\"password\": \"hunter2\", \"x\": 1")
        .file(
            "broken.yaml",
            "services:\n  a: {environment: [TOKEN=hunter2}\n",
        );
    for file in ["twice.yaml", "cut.json", "broken.yaml"] {
        let ran = case.run(["import", "compose", file]).stderr_has("error[");
        assert!(!ran.stderr.contains("hunter"), "{}", ran.stderr);
        assert!(!ran.stdout.contains("hunter"), "{}", ran.stdout);
    }
    case.run(["import", "compose", "twice.yaml"])
        .stderr_has("      KEY:");
}

/// What `--from` takes may end with the folder to write into.
#[test]
fn a_folder_behind_the_files_is_where_the_plan_goes() {
    let case = shop().may_write();
    std::fs::create_dir(case.path("new")).unwrap();
    case.run(["init", "--from", "compose.yaml", "new"])
        .exit(0)
        .stderr_has("wrote new/jurymast.toml");
    assert_eq!(case.read("new/jurymast.toml"), import(&case));
    case.run(["init", "--from", "new"])
        .exit(2)
        .stderr_has("`new` is a folder");
    case.run(["init", "new", "--from", "new", "compose.yaml"])
        .exit(2)
        .stderr_has("`new` is a folder");
}

/// Two gateways that call one model, or answer to one name, are two all the same.
#[test]
fn files_of_two_gateways_are_not_one() {
    let kong = "_format_version: '3.0'\nplugins:\n  - name: ai-proxy-advanced\n    route: support\n    config:\n      \
                targets: [{model: {name: gpt-5.2, provider: openai}}, {model: {name: claude-opus-4-8, provider: anthropic}}]\n";
    let portkey = r#"{"name": "support", "strategy": {"mode": "fallback"}, "request_timeout": 9000, "targets": [
        {"provider": "openai", "override_params": {"model": "gpt-5.2"}}, {"provider": "groq", "override_params": {"model": "x"}}]}"#;
    let case = Case::new()
        .file("kong.yaml", kong)
        .file("portkey.json", portkey)
        .may_write();
    case.run(["init", "--from", "kong.yaml", "portkey.json"])
        .exit(0);
    let plan = case.read("jurymast.toml");
    for expected in [
        "[ai.gpt-5-2]\nprovider = \"openai\"\nmodel = \"gpt-5.2\"\nvia = [\"kong-ai\"]",
        "[ai.gpt-5-2-2]\nprovider = \"openai\"\nmodel = \"gpt-5.2\"\nvia = [\"portkey\"]",
        "[resource.support]",
        "[resource.support-2]",
    ] {
        assert!(plan.contains(expected), "{expected} in\n{plan}");
    }
    let found = case
        .run(["drift", "kong.yaml", "portkey.json", "--format", "json"])
        .json();
    assert_eq!(found["findings"], serde_json::json!([]), "{found:#}");
}

#[test]
fn a_catalogue_of_teams_laid_in_again_changes_nothing() {
    let entities = "apiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata: {name: crew}\nspec: {type: team, children: []}\n---\n\
                    apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: web}\nspec: {type: service, owner: crew, lifecycle: production}\n";
    let case = Case::new().file("catalog-info.yaml", entities).may_write();
    case.run(["init", "--from", "catalog-info.yaml"]).exit(0);
    let drafted = case.read("jurymast.toml");
    assert!(drafted.contains("[team.crew]"), "{drafted}");
    let again = [
        "import",
        "backstage",
        "catalog-info.yaml",
        "--into",
        "jurymast.toml",
        "--write",
    ];
    case.run(again)
        .exit(0)
        .stderr_has("the plan says all of it already");
    assert_eq!(case.read("jurymast.toml"), drafted);
}

const THROUGH_A_GATEWAY: &str = "\
name: shop
services:
  web:
    image: acme/web
    environment: { OPENAI_BASE_URL: 'http://litellm:4000', OPENAI_API_KEY: sk-hunter2, OPENAI_MODEL: chat }
  litellm:
    image: ghcr.io/berriai/litellm:main
    environment: { OPENAI_API_KEY: sk-hunter2, REDIS_HOST: redis }
  redis: { image: redis }
  ollama: { image: ollama/ollama }
";

const GATEWAY: &str = "\
model_list:
  - { model_name: chat, litellm_params: { model: openai/gpt-5.2, timeout: 30 } }
  - { model_name: local, litellm_params: { model: ollama/llama3.2, api_base: 'http://ollama:11434' } }
router_settings:
  fallbacks: [{ chat: [local] }]
  redis_host: os.environ/REDIS_HOST
";

#[test]
fn a_part_of_the_files_of_a_plan_says_nothing_new() {
    let case = Case::new()
        .may_write()
        .file("compose.yaml", THROUGH_A_GATEWAY)
        .file("litellm.yaml", GATEWAY);
    case.run(["init", "--from", "compose.yaml", "litellm.yaml"])
        .exit(0);
    for (format, file) in [("compose", "compose.yaml"), ("litellm", "litellm.yaml")] {
        case.run(["import", format, file, "--into", "jurymast.toml"])
            .exit(0)
            .stdout_is_empty()
            .stderr_has("the plan says all of it already");
    }
    // Another model of the same gateway is new, and goes round nothing.
    let case = case.file(
        "compose.yaml",
        THROUGH_A_GATEWAY.replace("MODEL: chat", "MODEL: local"),
    );
    let ran = case.run([
        "import",
        "compose",
        "compose.yaml",
        "--into",
        "jurymast.toml",
    ]);
    ran.exit(0)
        .stdout_has("+  { on = \"local\", why = \"OPENAI_API_KEY, OPENAI_BASE_URL\" },")
        .stdout_lacks("[ai.");
}

#[test]
fn what_was_taken_for_a_route_of_the_plan_is_told() {
    let case = Case::new()
        .may_write()
        .file(
            "compose.yaml",
            THROUGH_A_GATEWAY.replace("ghcr.io/berriai/litellm:main", "portkeyai/gateway"),
        )
        .file(
            "portkey.json",
            r#"{"strategy": {"mode": "fallback"}, "targets": [
                {"provider": "openai", "override_params": {"model": "gpt-5.2"}},
                {"provider": "anthropic", "override_params": {"model": "claude-sonnet-4-5"}}]}"#,
        );
    case.run(["init", "--from", "compose.yaml", "portkey.json"])
        .exit(0);
    case.run([
        "import",
        "compose",
        "compose.yaml",
        "--into",
        "jurymast.toml",
    ])
    .exit(0)
    .stdout_is_empty()
    .stderr_has("compose.yaml:5: `web` asks a gateway for `chat`, whose own file is not here");
}

#[test]
fn an_id_that_something_else_bears_is_told_and_what_is_drafted_stays() {
    let plan = "[plan]\nname = \"A\"\n[provider.mailer]\nname = \"Somebody's\"\n[domain.db]\nkind = \"host\"\n[ai.search]\nprovider = \"openai\"\n[resource.queue]\n";
    let compose = "services:\n  mailer: { image: acme/mailer, environment: { DB_HOST: db } }\n  db: { image: postgres }\n  search: { image: acme/search }\n  queue: { image: acme/queue, environment: { DB_HOST: db } }\n";
    let case = Case::plan(plan).file("compose.yaml", compose);
    let ran = case.may_write().run([
        "import",
        "compose",
        "compose.yaml",
        "--into",
        "jurymast.toml",
        "--write",
    ]);
    ran.exit(0)
        .stderr_has("compose.yaml:2: service `mailer` is `mailer-2` here: its id is that of `provider.mailer`")
        .stderr_has("compose.yaml:3: resource `db` is `db-2` here: its id is that of `domain.db`")
        .stderr_has("compose.yaml:4: service `search` is `search-2` here");
}

#[test]
fn of_two_files_the_one_whose_id_is_taken_is_told() {
    let case = Case::new()
        .may_write()
        .file("compose.yaml", "services:\n  chat: { image: acme/chat }\n")
        .file(
            "litellm.yaml",
            "model_list:\n  - { model_name: chat, litellm_params: { model: openai/gpt-5.2 } }\n",
        );
    case.run(["init", "--from", "compose.yaml", "litellm.yaml"])
        .exit(0)
        .stderr_has("litellm.yaml:2: ai `chat` is `chat-2` here: its id is that of `service.chat`");
    let plan = case.read("jurymast.toml");
    assert!(plan.contains("[ai.chat-2]\nname = \"chat\"\n"), "{plan}");
}

#[test]
fn a_place_in_which_nothing_stands_is_no_plan() {
    let kustomization =
        "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [web.yaml]\n";
    let off = "services:\n  web: {image: a, deploy: {replicas: 0}}\n";
    for (format, text) in [("kubernetes", kustomization), ("compose", off)] {
        let case = Case::new().file("input.yaml", text);
        case.run(["import", format, "input.yaml"])
            .exit(2)
            .stderr_has("nothing in it can stand in a plan");
    }
}

#[test]
fn the_gateway_that_calls_go_through_is_no_further_need() {
    let plan = "[plan]\nname = \"A\"\n\n[service.web]\ndepends_on = [\"chat\"]\n\n[service.litellm]\n\n[ai.chat]\nprovider = \"openai\"\nmodel = \"gpt-5.2\"\nvia = [\"litellm\"]\n";
    let compose = "services:\n  web:\n    image: acme/web\n    depends_on: [litellm]\n    environment: {LLM_BASE_URL: 'http://litellm:4000'}\n  litellm: {image: ghcr.io/berriai/litellm}\n";
    let case = Case::new()
        .file("compose.yaml", compose)
        .file("jurymast.toml", plan)
        .may_write();
    let ran = case
        .run(["import", "compose", "compose.yaml", "--into", "."])
        .exit(0);
    assert!(!ran.stdout.contains("on = \"litellm\""), "{}", ran.stdout);
    // What the plan does not have go through it is a need of its own.
    let other = Case::new()
        .file("compose.yaml", compose)
        .file("jurymast.toml", plan.replace("via = [\"litellm\"]\n", ""))
        .may_write();
    other
        .run(["import", "compose", "compose.yaml", "--into", "."])
        .exit(0)
        .stdout_has("on = \"litellm\"");
}

#[test]
fn what_is_done_through_a_proxy_is_an_activity() {
    let compose = "services:\n  nginx: {image: nginx, depends_on: [web, api]}\n  web: {image: acme/web, environment: {API_URL: 'http://api:80'}}\n  api: {image: acme/api}\n  worker: {image: acme/api, environment: {API_URL: 'http://api:80'}}\n";
    let case = Case::new().file("compose.yaml", compose).may_write();
    let plan = case
        .run(["import", "compose", "compose.yaml"])
        .exit(0)
        .stdout;
    for line in [
        "[activity.use-of-nginx]",
        "# ask: what do people do through `nginx`? name the activity after it",
        "tier = 1  # guessed: nginx: nothing else here needs it",
        "tier = 1  # guessed: reached through nginx",
    ] {
        assert!(plan.contains(line), "{line}\n{plan}");
    }
    let worker = plan.split("[service.worker]").nth(1).unwrap();
    let worker = worker.split("\n\n").next().unwrap();
    assert!(!worker.contains("tier"), "{worker}");
    // Whoever named the activity is not asked again.
    let named = plan.replace("use-of-nginx", "shopping");
    let again = Case::new()
        .file("compose.yaml", compose)
        .file("jurymast.toml", named)
        .may_write();
    again
        .run(["import", "compose", "compose.yaml", "--into", "."])
        .exit(0)
        .stdout_is_empty();
}
