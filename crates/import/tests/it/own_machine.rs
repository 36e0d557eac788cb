//! What containers call the machine that they run on is that machine, and what listens there
//! is asked about where no file runs it.

use super::driver::{import, together};

const APPS: &str = "
services:
  web:
    image: acme/web
    extra_hosts: ['host.docker.internal:host-gateway']
    environment:
      OLLAMA_BASE_URL: http://host.docker.internal:11434
      DATABASE_URL: postgres://u:hunter2@host.docker.internal:5432/x
      BACKEND: http://host.docker.internal:9000/api
  worker:
    image: acme/worker
    extra_hosts: {llmbox: host-gateway}
    environment:
      OPENAI_BASE_URL: http://llmbox:8000/v1
      OPENAI_MODEL: qwen3
      DB_HOST: host.containers.internal
      DB_PORT: 9001
      REDIS_HOST: host.docker.internal
  api:
    image: acme/api
    ports: ['127.0.0.1:9000:80']
  db:
    image: postgres
    ports: [{target: 5432, published: '9000-9001'}]
";

#[test]
fn what_listens_on_the_machine_is_needed_there() {
    let imported = import("compose", APPS);
    let text = imported.draft.to_toml();
    for (from, on) in [
        ("web", "host-5432"),
        ("web", "ollama-model"),
        ("worker", "db"),
        ("worker", "host-cache"),
        ("worker", "qwen3"),
    ] {
        let pair = (from.to_owned(), on.to_owned());
        assert!(imported.pairs().contains(&pair), "{from} {on}\n{text}");
    }
    assert_eq!(
        imported.key("ollama-model", "provider").unwrap(),
        "\"ollama\""
    );
    assert_eq!(
        imported.key("ollama-model", "via").unwrap(),
        "[\"host-11434\"]"
    );
    assert_eq!(imported.key("qwen3", "via").unwrap(), "[\"host-8000\"]");
    assert_eq!(imported.key("host-5432", "kind").unwrap(), "\"database\"");
    for port in ["11434", "8000", "5432"] {
        let question = format!("# ask: what listens on port {port} of the machine itself");
        assert!(text.contains(&question), "{text}");
    }
    // All of it stands on the one machine.
    assert!(!text.contains("\nin = []"), "{text}");
    assert_eq!(text.matches("kind = \"host\"").count(), 1, "{text}");
    assert!(!text.contains("hosts ="), "{text}");
    let told = imported.findings.iter();
    let mut told = told.filter(|one| one.source_path.ends_with(".extra_hosts"));
    assert!(told.all(|one| one.message == "names of the machine that it runs on"));
}

const PROXY: &str = "
model_list:
  - model_name: chat
    litellm_params: {model: ollama/llama3, api_base: 'http://host.docker.internal:11434', timeout: 9}
  - model_name: other
    litellm_params: {model: openai/qwen3, api_base: 'http://host.docker.internal:8000/v1', timeout: 9}
  - model_name: beside
    litellm_params: {model: ollama/phi, api_base: 'http://localhost:11434', timeout: 9}
";

#[test]
fn a_gateways_own_machine_is_no_other() {
    let imported = import("litellm", PROXY);
    let text = imported.draft.to_toml();
    assert!(!text.contains("[domain."), "{text}");
    assert!(!text.contains("hosts ="), "{text}");
    assert_eq!(
        text.matches("# guessed: it runs on the machine of the gateway")
            .count(),
        2
    );
    assert!(text.contains("the machine of the gateway?"), "{text}");
}

#[test]
fn what_a_gateway_calls_on_its_machine_is_what_a_file_runs_there() {
    let compose = "services:\n  litellm: {image: 'ghcr.io/berriai/litellm:main'}\n  models: {image: ollama/ollama, ports: ['11434:11434']}\n  llm: {image: vllm/vllm-openai, ports: ['8000:8000']}\n";
    for texts in [[compose, PROXY], [PROXY, compose]] {
        let imported = together(&texts);
        let text = imported.draft.to_toml();
        assert_eq!(
            imported.key("chat", "via").unwrap(),
            "[\"litellm\", \"models\"]"
        );
        assert_eq!(
            imported.key("other", "via").unwrap(),
            "[\"litellm\", \"llm\"]"
        );
        assert_eq!(imported.key("other", "provider").unwrap(), "\"vllm\"");
        assert!(!text.contains("[provider."), "{text}");
    }
}

#[test]
fn times_that_no_file_says_are_guesses() {
    let compose = "services:\n  web: {image: acme/web, depends_on: [db]}\n  db:\n    image: postgres\n    healthcheck: {test: pg_isready, interval: 10s, retries: 3, start_period: 30s}\n";
    let cluster = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  selector: {matchLabels: {app: web}}\n  template:\n    metadata: {labels: {app: web}}\n    spec:\n      containers:\n        - name: web\n          image: acme/web\n          env: [{name: DB, value: 'http://db:80'}]\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: db}\nspec:\n  selector: {matchLabels: {app: db}}\n  template:\n    metadata: {labels: {app: db}}\n    spec:\n      containers:\n        - name: db\n          image: acme/db\n          readinessProbe: {httpGet: {path: /, port: 80}, initialDelaySeconds: 20}\n---\napiVersion: v1\nkind: Service\nmetadata: {name: db}\nspec: {selector: {app: db}, ports: [{port: 80}]}\n";
    let proxy = "model_list:\n  - {model_name: a, litellm_params: {model: openai/gpt-5.2, timeout: 9}}\n  - {model_name: b, litellm_params: {model: anthropic/claude-sonnet-4-5, timeout: 9}}\nrouter_settings: {allowed_fails: 1, fallbacks: [{a: [b]}]}\n";
    let files = [
        ("compose", compose, vec!["detect = ", "restart = "]),
        ("kubernetes", cluster, vec!["detect = ", "restart = "]),
        ("litellm", proxy, vec!["detect = ", "fail_back = "]),
    ];
    for (format, text, keys) in files {
        let imported = import(format, text);
        let text = imported.draft.to_toml();
        for key in keys {
            let lines: Vec<&str> = text.lines().filter(|one| one.contains(key)).collect();
            assert!(!lines.is_empty(), "{key} {text}");
            for line in lines {
                assert!(line.contains("# guessed: "), "{line}");
            }
        }
    }
    let said = format!("{proxy}  \nlitellm_settings: {{cooldown_time: 7}}\n");
    let imported = import("litellm", &said).draft.to_toml();
    assert!(imported.contains("fail_back = \"7s\""), "{imported}");
    assert!(!imported.contains("no cooldown is said"), "{imported}");
    let imported = import("litellm", proxy).draft.to_toml();
    assert!(imported.contains("no cooldown is said"), "{imported}");
}
