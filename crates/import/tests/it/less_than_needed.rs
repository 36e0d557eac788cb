//! What a value names, and nobody stops without: alternatives of a gateway, lists of which one
//! is enough, those who are only told what happened; and where each file's things stand.

use std::path::PathBuf;

use super::driver::{Imported, import, import_files, together};

/// A need, as it stands in the plan with what a person must look at.
#[track_caller]
fn need(imported: &Imported, from: &str, on: &str) -> String {
    let text = imported.table(from).to_toml();
    let mut lines = text.lines().map(str::trim);
    let line = lines.find(|line| line.contains(&format!("\"{on}\"")) && !line.starts_with('#'));
    line.unwrap_or_else(|| panic!("{from} does not need {on}\n{text}"))
        .to_owned()
}

fn web(environment: &str, more: &str) -> String {
    let lines = environment.lines().map(|line| format!("      {line}\n"));
    let lines: String = lines.collect();
    format!("services:\n  web:\n    image: acme/web\n    environment:\n{lines}{more}")
}

const GATEWAY: &str = "
model_list:
  - {model_name: local, litellm_params: {model: ollama/llama3.2, api_base: 'http://ollama:11434'}}
  - {model_name: chat, litellm_params: {model: openai/gpt-5.2}}
router_settings:
  redis_host: redis
  fallbacks: [{chat: [local]}]
";

const DEPLOYED: &str = "
services:
  litellm:
    image: ghcr.io/berriai/litellm
    volumes: ['./litellm.yaml:/app/config.yaml']
  ollama: {image: ollama/ollama}
  redis: {image: redis}
";

#[test]
fn what_one_model_of_a_gateway_needs_the_gateway_does_not() {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, text: &str| -> PathBuf {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    let (compose, gateway) = (put("compose.yaml", DEPLOYED), put("litellm.yaml", GATEWAY));
    // Without the gateway's own file nothing else says who answers.
    let alone = import_files("compose", std::slice::from_ref(&compose));
    assert_eq!(
        need(&alone, "litellm", "ollama"),
        "{ on = \"ollama\", mode = \"soft\", why = \"litellm.yaml\" },  # guessed: only for the models that it answers"
    );
    assert!(!need(&alone, "litellm", "redis").contains("soft"));
    let text = |path: &PathBuf| std::fs::read_to_string(path).unwrap();
    let embedded = text(&compose).replace(
        "'./litellm.yaml:/app/config.yaml'",
        &format!(
            "{{source: litellm.yaml, target: /app/config.yaml, content: {}}}",
            serde_json::json!(GATEWAY)
        ),
    );
    let both = together(&[&embedded, &text(&gateway)]);
    let own = both.table("litellm").to_toml();
    assert!(!own.contains("ollama"), "{own}");
    assert_eq!(
        both.key("local", "via").unwrap(),
        "[\"litellm\", \"ollama\"]"
    );
    assert!(own.contains("redis"), "{own}");
    // In a cluster the same stands in a config map.
    let map = serde_json::json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c"}, "data": {"config.yaml": GATEWAY}});
    let pod = |name: &str, image: &str, volumes: &str| {
        format!(
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: {name}}}\nspec: {{template: {{metadata: {{labels: {{app: {name}}}}}, spec: {{containers: [{{name: a, image: {image}}}]{volumes}}}}}}}\n---\n\
         apiVersion: v1\nkind: Service\nmetadata: {{name: {name}}}\nspec: {{selector: {{app: {name}}}}}\n---\n"
        )
    };
    let manifests = [
        pod(
            "litellm",
            "ghcr.io/berriai/litellm",
            ", volumes: [{name: c, configMap: {name: c}}]",
        ),
        pod("ollama", "ollama/ollama", ""),
        pod("redis", "redis", ""),
        map.to_string(),
    ];
    let alone = import("kubernetes", &manifests.concat());
    assert!(need(&alone, "litellm", "ollama").contains("mode = \"soft\""));
    assert!(!need(&alone, "litellm", "redis").contains("soft"));
}

#[test]
fn files_of_two_places_stand_in_their_own() {
    let compose = "services:\n  web: {image: acme/web}\n";
    let cluster = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: api}\nspec: {template: {metadata: {labels: {app: api}}, spec: {containers: [{name: a, image: acme/api}]}}}\n";
    let catalogue = "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: far}\nspec: {type: service, owner: a}\n";
    let gateway = "model_list:\n  - {model_name: chat, litellm_params: {model: openai/gpt-5.2}}\n  - {model_name: b, litellm_params: {model: openai/gpt-5-mini}}\nrouter_settings: {fallbacks: [{chat: [b]}]}\n";
    let both = together(&[compose, cluster, catalogue, gateway]);
    let text = both.draft.to_toml();
    assert!(
        text.contains("[defaults]\nin = [\"docker-host\"]"),
        "{text}"
    );
    let within = |id: &str| both.key(id, "in");
    assert_eq!(within("web"), None);
    assert_eq!(within("api").as_deref(), Some("[\"cluster\"]"));
    // Where these stand no file says.
    for id in ["far", "litellm", "chat-group"] {
        assert_eq!(within(id).as_deref(), Some("[]"), "{id}");
    }
    // One that runs here stands here, with all that it groups.
    let here = "services:\n  litellm: {image: ghcr.io/berriai/litellm}\n";
    let both = together(&[here, gateway]);
    assert_eq!(both.key("litellm", "in"), None);
    assert_eq!(both.key("chat-group", "in"), None);
    // A catalogue says of what runs here no other place.
    let both = together(&[&compose.replace("web", "far"), catalogue]);
    assert_eq!(both.key("far", "in"), None);
}

#[test]
fn one_of_a_list_is_enough() {
    let stores = "  kafka1: {image: apache/kafka}\n  kafka2: {image: apache/kafka}\n  mc-a: {image: memcached}\n  mc-b: {image: memcached}\n  s1: {image: redis}\n  s2: {image: redis}\n  db: {image: postgres}\n";
    let imported = import(
        "compose",
        &web(
            "KAFKA_BROKERS: kafka1:9092,kafka2:9092\nMEMCACHED_SERVERS: mc-a:11211 mc-b:11211\n\
             REDIS_SENTINELS: 's1:26379;s2:26379'\nDATABASE_URL: postgres://db:5432/x",
            &format!("    depends_on: [kafka1, kafka2, db]\n{stores}"),
        ),
    );
    let line = need(&imported, "web", "kafka1");
    assert_eq!(
        line,
        "{ any_of = [\"kafka1\", \"kafka2\"], at_least = 1, needed = \"both\", why = \"depends_on; KAFKA_BROKERS\" },  # guessed: one of the list is taken to be enough"
    );
    for (one, other) in [("mc-a", "mc-b"), ("s1", "s2")] {
        let line = need(&imported, "web", one);
        assert!(
            line.starts_with(&format!("{{ any_of = [\"{one}\", \"{other}\"]")),
            "{line}"
        );
        assert!(line.contains("# guessed: one of the list"), "{line}");
    }
    assert!(need(&imported, "web", "db").starts_with("{ on ="));
    // Things of several kinds, or under ports of their own, are no alternatives.
    let imported = import(
        "compose",
        &web("SERVERS: kafka1:9092,db:5432\nUPSTREAM: mc-a s1", stores),
    );
    assert!(need(&imported, "web", "kafka1").starts_with("{ on ="));
    assert!(need(&imported, "web", "db").starts_with("{ on ="));
    // Nor is one that another key names alone.
    let imported = import(
        "compose",
        &web(
            "KAFKA_BROKERS: kafka1:9092,kafka2:9092\nAUDIT_HOST: kafka2",
            stores,
        ),
    );
    let text = imported.table("web").to_toml();
    assert!(
        text.contains("{ on = \"kafka2\", why = \"AUDIT_HOST\" }"),
        "{text}"
    );
    // Hosts that no file runs.
    let imported = import(
        "compose",
        &web(
            "KAFKA_BOOTSTRAP_SERVERS: k1.corp.example:9092,k2.corp.example:9092",
            "",
        ),
    );
    let line = need(&imported, "web", "k1");
    assert!(line.starts_with("{ any_of = [\"k1\", \"k2\"]"), "{line}");
    assert!(line.contains("# guessed: one of the list"), "{line}");
}

#[test]
fn nobody_stops_without_those_who_are_told_what_happened() {
    let imported = import(
        "compose",
        &web(
            "SENTRY_DSN: https://x@o1.ingest.sentry.io/1\nSLACK_WEBHOOK_URL: https://hooks.slack.com/x\n\
             POSTHOG_HOST: https://eu.posthog.com\nMETRICS_ENDPOINT: https://metrics.corp.example/v1\n\
             ALERT_WEBHOOK: https://alerts.corp.example/hook\nTRACKER_URL: http://umami:3000\n\
             ANALYTICS_URL: http://umami:3000\nSTATSD_HOST: statsd\nCRM_URL: https://crm.corp.example",
            "  umami: {image: acme/umami}\n  statsd: {image: acme/statsd}\n",
        ),
    );
    let text = imported.table("web").to_toml();
    for on in [
        "sentry",
        "slack",
        "eu-posthog-com",
        "metrics-corp-example",
        "alerts-corp-example",
        "statsd",
    ] {
        let line = need(&imported, "web", on);
        assert!(line.contains("mode = \"soft\""), "{on}: {text}");
        assert!(
            line.contains("# guessed: it is only told what happened"),
            "{on}: {text}"
        );
    }
    // Another key may ask it for something.
    for on in ["umami", "crm-corp-example"] {
        assert!(!need(&imported, "web", on).contains("soft"), "{on}: {text}");
    }
}

#[test]
fn servers_that_a_proxy_shares_its_calls_over_are_a_group() {
    let stores =
        "  api-a: {image: acme/api}\n  api-b: {image: acme/other}\n  admin: {image: acme/admin}\n";
    for (name, text) in [
        (
            "nginx.conf",
            "upstream api {\n  server api-a:80;\n  server api-b:80;\n}\nserver {\n  location /a { proxy_pass http://admin:80; }\n  location / { proxy_pass http://api; }\n}\n",
        ),
        (
            "Caddyfile",
            ":80 {\n  reverse_proxy /a admin:80\n  reverse_proxy api-a:80 api-b:80\n}\n",
        ),
        (
            "dynamic.yml",
            "http:\n  services:\n    api:\n      loadBalancer:\n        servers:\n          - url: http://api-a:80\n          - url: http://api-b:80\n    admin:\n      loadBalancer:\n        servers:\n          - url: http://admin:80\n",
        ),
    ] {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(name), text).unwrap();
        let compose = folder.path().join("compose.yaml");
        let edge = format!(
            "services:\n  edge:\n    image: nginx\n    volumes: ['./{name}:/etc/conf']\n{stores}"
        );
        std::fs::write(&compose, edge).unwrap();
        let imported = import_files("compose", &[compose]);
        let line = need(&imported, "edge", "api-a");
        assert!(
            line.starts_with("{ any_of = [\"api-a\", \"api-b\"], at_least = 1"),
            "{name}: {line}"
        );
        assert!(
            line.contains("# guessed: one of the list"),
            "{name}: {line}"
        );
        assert!(
            need(&imported, "edge", "admin").starts_with("{ on = "),
            "{name}"
        );
    }
}

#[test]
fn how_long_something_is_kept_is_a_question() {
    let imported = import(
        "compose",
        &web(
            "CACHE_TTL: 300\nREDIS_HOST: redis",
            "  redis: {image: redis}\n  kafka: {image: apache/kafka, environment: {KAFKA_LOG_RETENTION_HOURS: 3}}\n",
        ),
    );
    let table = |id: &str| imported.table(id).to_toml();
    assert!(
        table("web").contains("# ask: CACHE_TTL is 300: what does it go on without"),
        "{}",
        table("web")
    );
    assert!(!table("web").contains("holds ="), "{}", table("web"));
    assert!(
        table("kafka").contains("# ask: KAFKA_LOG_RETENTION_HOURS is 3"),
        "{}",
        table("kafka")
    );
}
