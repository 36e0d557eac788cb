//! What becomes of the services of a compose file.

use super::driver::{import, import_files};

#[test]
fn command_lines_and_mounted_settings_name_hosts() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    write(
        "nginx.conf",
        "upstream app {\n  server web1:80;\n  server web2:80;\n}\n# proxy_pass http://old:1\n",
    );
    let compose = write(
        "compose.yml",
        "services:
  proxy:
    image: nginx
    volumes: ['./nginx.conf:/etc/nginx/nginx.conf:ro']
    ports: ['80:80']
  web1: {image: acme/web, command: [--db-host, db, --cache=redis://cache/0]}
  web2: {image: acme/web, command: [--db-host, db, --cache=redis://cache/0]}
  db: {image: postgres}
  cache: {image: redis}
  old: {image: acme/old, configs: [app]}
  grafana: {image: grafana/grafana, volumes: ['./nginx.conf:/x.conf']}
configs: {app: {content: 'url: http://web1'}}
",
    );
    let imported = import_files("compose", &[compose]);
    let edges = imported.edges();
    let edges: Vec<String> = edges
        .keys()
        .map(|(from, to)| format!("{from} {to}"))
        .collect();
    assert_eq!(
        edges,
        [
            "old web1",
            "proxy web1",
            "proxy web2",
            "use-of-proxy proxy",
            "web1 cache",
            "web1 db",
            "web2 cache",
            "web2 db"
        ]
    );
    let group = &imported.table("proxy").requirements[0];
    assert_eq!(
        (group.on.len(), group.at_least),
        (2, Some(1)),
        "one of the two is enough"
    );
    assert_eq!(
        imported.key("web1", "tier"),
        Some("1".to_owned()),
        "reached through proxy"
    );
    assert_eq!(imported.key("old", "tier"), None);
}

#[test]
fn a_store_calls_only_what_it_is_told_alone() {
    let imported = import(
        "compose",
        "x-all: &all {DB_HOST: db, CACHE_URL: 'redis://cache', QUEUE: 'queue:9092'}
services:
  web: {image: acme/web, environment: {<<: *all}}
  db: {image: postgres, environment: {<<: *all}}
  cache: {image: redis, environment: {<<: *all}}
  queue: {image: confluentinc/cp-kafka, environment: {<<: *all, KAFKA_ZOOKEEPER_CONNECT: 'keeper:2181'}}
  keeper: {image: zookeeper}
",
    );
    let edges = imported.edges();
    let edges: Vec<String> = edges
        .keys()
        .map(|(from, to)| format!("{from} {to}"))
        .collect();
    assert_eq!(edges, ["queue keeper", "web cache", "web db", "web queue"]);
}

#[test]
fn what_is_built_here_is_what_it_is_built_upon() {
    let imported = import(
        "compose",
        "services:
  store: {image: store-local, build: {context: ., args: {BASE_IMAGE: 'clickhouse/clickhouse-server:25'}}}
  redis: {build: .}
  web: {image: web-local, build: .}
",
    );
    assert_eq!(
        imported.key("store", "kind"),
        Some("\"database\"".to_owned())
    );
    assert_eq!(imported.key("redis", "kind"), Some("\"cache\"".to_owned()));
    assert_eq!(imported.table("web").kind.as_str(), "service");
}

#[test]
fn whatever_nothing_needs_is_critical_where_nobody_is_entered() {
    let imported = import(
        "compose",
        "services:
  web: {image: acme/web, environment: {DB_HOST: db}}
  api: {image: acme/api, environment: {WEB_URL: 'http://web'}}
  seed: {image: acme/seed, restart: 'no'}
  prometheus: {image: prom/prometheus}
  db: {image: postgres}
",
    );
    let tiers = ["web", "api", "seed", "prometheus"].map(|id| imported.key(id, "tier").is_some());
    assert_eq!(tiers, [false, true, false, false]);
}

#[test]
fn whoever_is_given_an_address_is_entered() {
    let imported = import(
        "compose",
        "services:
  a: {image: acme/a, labels: ['traefik.http.routers.a.rule=Host(`a`)']}
  b: {image: acme/b, environment: [SERVICE_FQDN_B_3000]}
  c: {image: acme/c, labels: {traefik.enable: 'false', traefik.http.routers.c.rule: x}}
  d: {image: acme/d, ports: ['127.0.0.1:80:80']}
",
    );
    let tiers = ["a", "b", "c", "d"].map(|id| imported.key(id, "tier").is_some());
    assert_eq!(tiers, [true, true, false, false]);
}

#[test]
fn a_folder_with_a_dot_in_its_name_keeps_data_and_a_file_does_not() {
    let imported = import(
        "compose",
        "services:
  a: {image: 'postgres:16', volumes: ['./data_v1.35.1:/var/lib/postgresql/data']}
  b: {image: 'postgres:16', volumes: ['/srv/acme.io:/var/lib/postgresql/data']}
  c: {image: 'redis:7', volumes: ['${DATA:-/srv}/redis.d:/data']}
  d: {image: 'qdrant/qdrant', volumes: [{type: bind, source: ./qdrant.data, target: /qdrant/storage}]}
  e: {image: 'redis:7', volumes: ['./redis.conf:/etc/redis.conf', './a.lst:/b.lst']}
  f: {image: 'redis:7', volumes: [{type: bind, source: ./redis.conf, target: /etc/redis.conf}]}
",
    );
    let data = ["a", "b", "c", "d", "e", "f"].map(|id| imported.key(id, "data").unwrap());
    let [kept, lost] = ["\"persistent\"", "\"ephemeral\""];
    assert_eq!(data, [kept, kept, kept, kept, lost, lost]);
}

#[test]
fn a_volume_of_its_own_keeps_data() {
    let imported = import(
        "compose",
        "services:
  a: {image: acme/a, volumes: ['a_data:/data', 'both:/both']}
  b: {image: acme/b, volumes: ['b_cache:/cache', 'both:/both', './src:/src']}
",
    );
    let data = ["a", "b"].map(|id| imported.key(id, "data"));
    assert_eq!(data, [Some("\"persistent\"".to_owned()), None]);
    assert_eq!(imported.told("volumes.both").len(), 1);
}

#[test]
fn checks_stand_as_a_shell_outside_takes_them() {
    let imported = import(
        "compose",
        "services:
  d: {image: acme/d, healthcheck: {test: 'curl -f http://localhost:80/ready || exit 1'}}
  e: {image: acme/e, healthcheck: {test: [CMD-SHELL, 'pg_isready -U $$POSTGRES_USER || exit 1']}}
  f: {image: acme/f, healthcheck: {test: [CMD-SHELL, 'pg_isready -U ${POSTGRES_USER}']}}
  a: {image: acme/a, healthcheck: {test: [CMD, python, -c, 'import a; a.b()'], interval: 5s, retries: 2}}
  b:
    image: acme/b
    depends_on: [c]
    healthcheck: {test: [CMD, NONE]}
  c:
    image: acme/c
    healthcheck:
      interval: 5s
      retries: 2
      test:
      - CMD
      - python
      - -c
      - |
        try:
          a()
",
    );
    for (id, inside) in [
        ("a", "python -c 'import a; a.b()'"),
        ("d", "curl -f http://localhost:80/ready"),
        ("e", "sh -c 'pg_isready -U $POSTGRES_USER'"),
        ("f", "sh -c 'pg_isready -U ${POSTGRES_USER}'"),
    ] {
        let asked = format!("\"docker compose -f input.yaml exec -T {id} {inside}\"");
        assert_eq!(imported.key(id, "check"), Some(asked));
    }
    let guessed = |id: &str| imported.table(id).all_doubts().count();
    assert_eq!(["e", "f"].map(guessed), [1, 2], "only compose may know it");
    assert_eq!(imported.key("c", "check"), None);
    assert_eq!(imported.told("services.c.healthcheck").len(), 1);
    let detect = imported.table("b").requirements[0].get("detect").cloned();
    assert_eq!(
        detect.unwrap().text(),
        Some("10s"),
        "it is asked all the same"
    );
}

#[test]
fn a_name_that_is_taken_is_told() {
    let imported = import(
        "compose",
        "services:\n  a-b: {image: x}\n  a_b: {image: y}\n",
    );
    assert_eq!(
        imported.told_of("services.a_b"),
        ["its id is taken: it is `a-b-2`"]
    );
}

#[test]
fn nobody_stops_without_what_only_collects() {
    let imported = import(
        "compose",
        "services:
  grafana: {image: grafana/grafana, depends_on: [db, prometheus]}
  db: {image: postgres}
  web: {image: acme/web, depends_on: [vector], environment: {JAEGER_HOST: jaeger}}
  vector: {image: timberio/vector}
  jaeger: {image: jaegertracing/all-in-one}
  prometheus: {image: prom/prometheus, depends_on: [web]}
  proxy: {image: nginx, depends_on: [front, front2]}
  front: {image: acme/front}
  front2: {image: acme/front}
",
    );
    let edges = imported.edges();
    let kind = |from: &str, to: &str| edges[&(from.to_owned(), to.to_owned())];
    assert_eq!(kind("web", "vector"), "start");
    assert_eq!(kind("prometheus", "web"), "start");
    assert_eq!(kind("grafana", "prometheus"), "start");
    assert_eq!(kind("grafana", "db"), "run");
    let jaeger = imported
        .table("web")
        .requirements
        .iter()
        .find(|one| one.on == ["jaeger"]);
    assert_eq!(jaeger.unwrap().get("mode").unwrap().text(), Some("soft"));
    assert_eq!(
        imported.table("proxy").requirements[0].on,
        ["front", "front2"]
    );
}

#[test]
fn the_example_of_variables_stands_in_for_them() {
    let folder = tempfile::tempdir().unwrap();
    let example = "DB=db\nCOMPOSE_PROFILES=extra\n";
    std::fs::write(folder.path().join(".env.example"), example).unwrap();
    let path = folder.path().join("compose.yaml");
    let text = "services:
  web: {image: acme/web, environment: {DB_HOST: '${DB}'}}
  db: {image: postgres}
  extra: {image: acme/extra, profiles: [extra]}
";
    std::fs::write(&path, text).unwrap();
    let imported = import_files("compose", &[path]);
    assert_eq!(imported.edges().len(), 1);
    assert!(imported.draft.table("extra").is_none());
    assert_eq!(
        imported.told(".env"),
        ["there is none: values are those of `.env.example`"]
    );
}

#[test]
fn what_is_not_among_these_is_told() {
    let imported = import(
        "compose",
        "services:
  web:
    image: acme/web
    depends_on: [gone]
    environment: {DB_HOST: far, CACHE: 'redis://u:p,x:99@store:6379', NAME: any, OWN: 'http://localhost:1', PAGE: 'https://shop.example'}
",
    );
    let told = imported
        .findings
        .iter()
        .filter(|one| one.message.starts_with("names "));
    let told: Vec<&str> = told
        .map(|one| one.message.split([' ', ',']).nth(1).unwrap())
        .collect();
    assert_eq!(told, ["far", "gone", "store"]);
}

#[test]
fn models_of_the_host_are_needed_by_who_lists_them() {
    let imported = import(
        "compose",
        "services:\n  chat: {image: acme/chat, models: [llm]}\n  \
         find: {image: acme/find, models: {embedder: {endpoint_var: URL, model_var: NAME}}}\n  \
         old: {image: acme/old, depends_on: [runner, clouds]}\n  \
         runner: {provider: {type: model, options: {model: ai/qwen3}}}\n  \
         clouds: {provider: {type: awesomecloud}}\n\
         models:\n  llm: {model: 'ai/smollm2', context_size: 1024}\n  embedder: {model: '${MODEL:-ai/embed}'}\n",
    );
    assert_eq!(
        imported.pairs(),
        [
            ("chat", "llm"),
            ("find", "embedder"),
            ("old", "clouds"),
            ("old", "runner")
        ]
        .map(|(from, to)| (from.to_owned(), to.to_owned()))
    );
    for (id, model) in [
        ("llm", "ai/smollm2"),
        ("embedder", "ai/embed"),
        ("runner", "ai/qwen3"),
    ] {
        assert_eq!(imported.table(id).kind.as_str(), "ai");
        assert_eq!(imported.key(id, "model"), Some(format!("\"{model}\"")));
        assert_eq!(imported.key(id, "in"), Some("[\"docker-host\"]".to_owned()));
    }
    let clouds = imported.table("clouds").to_toml();
    assert!(
        clouds.contains("# ask: `awesomecloud` provides it"),
        "{clouds}"
    );
}

/// Every field of every service is in the report, one of an unknown name too.
#[test]
fn what_became_of_each_field_is_told() {
    let imported = import(
        "compose",
        "name: shop\nx-common: {a: b}\nservices:\n  web:\n    image: acme/web\n    ports: ['80:80']\n    \
         logging: {driver: json-file}\n    extra_hosts: ['a:1.2.3.4']\n    helthcheck: {test: x}\n    depends_on: [db]\n  \
         db: {image: postgres, volumes: ['data:/d'], configs: [c]}\nvolumes: {data: }\nconfigs: {c: {content: x}}\n",
    );
    let mut fields = vec!["name", "x-common", "volumes", "configs"];
    fields.extend([
        "image",
        "ports",
        "logging",
        "extra_hosts",
        "helthcheck",
        "depends_on",
    ]);
    for field in fields {
        let of_web = format!("services.web.{field}");
        let told = imported.told(field).len() + imported.told(&of_web).len();
        assert!(told > 0, "{field}");
    }
    for field in ["image", "volumes", "configs"] {
        assert_eq!(
            imported.told(&format!("services.db.{field}")).len(),
            1,
            "{field}"
        );
    }
    let unknown = imported.told("services.web.helthcheck");
    assert!(unknown[0].contains("`healthcheck`"), "{unknown:?}");
}

#[test]
fn what_includes_other_files_is_not_always_compose() {
    let gateway = "include: [more.yaml]\ngeneral_settings: {master_key: x}\nmodel_list:\n  - {model_name: a, litellm_params: {model: openai/gpt-5.2}}\n";
    let imported = super::driver::together(&[gateway]);
    assert_eq!(
        imported.table("a").get("model").unwrap().text(),
        Some("gpt-5.2")
    );
    let problems = import("compose", "include: [more.yaml]\n").problems;
    assert!(
        problems.iter().any(|one| one.contains("more.yaml")),
        "{problems:?}"
    );
}

#[test]
fn a_proxy_says_how_long_it_waits() {
    let text = "services:\n  proxy:\n    image: nginx\n    configs: [{source: p, target: /etc/nginx/nginx.conf}]\n  web:\n    image: acme/web\n    healthcheck: {test: [CMD, x], interval: 10s, retries: 3}\n  api: {image: acme/api}\n  two: {image: acme/two}\nconfigs:\n  p:\n    content: |\n      location / { proxy_pass http://web:80; }\n      location /api { proxy_pass http://api:80; proxy_read_timeout 5m; }\n      location /a { proxy_pass http://two:80; }\n      location /b { proxy_pass http://two:80; proxy_read_timeout 9s; }\n      proxy_read_timeout 60s;\n";
    let imported = import("compose", text);
    let text = imported.table("proxy").to_toml();
    for line in [
        "{ on = \"api\", detect = { timeout = \"5m\" }, why = \"p\" }",
        "{ on = \"two\", why = \"p\" }",
        "{ on = \"web\", detect = { within = \"30s\", timeout = \"1m\" }, why = \"p\" }",
    ] {
        assert!(text.contains(line), "{text}");
    }
}

#[test]
fn addresses_that_a_platform_gives_lead_to_their_services() {
    let text = "services:\n  web:\n    image: acme/web\n    environment:\n      - API_URL=${SERVICE_URL_API}\n      - ADMIN=$SERVICE_FQDN_BACK_OFFICE_8080\n      - SITE_URL=${SERVICE_URL_DOCS}\n      - OTHER_URL=${SERVICE_URL_NOBODY}\n  worker:\n    image: acme/worker\n    environment: {API_URL: '${SERVICE_URL_API}/v1'}\n  api: {image: acme/api}\n  back-office: {image: acme/back}\n  docs: {image: acme/docs}\n";
    let pairs = import("compose", text).pairs();
    let pair = |from: &str, on: &str| (from.to_owned(), on.to_owned());
    assert_eq!(
        pairs,
        [
            pair("web", "api"),
            pair("web", "back-office"),
            pair("worker", "api")
        ]
    );
}

#[test]
fn a_proxy_serves_on_without_what_goes_out_through_it() {
    let text = "services:\n  proxy:\n    image: ubuntu/squid\n    environment: {SANDBOX_HOST: sandbox, OTHER_HOST: other}\n  sandbox:\n    image: acme/sandbox\n    environment: {HTTP_PROXY: 'http://proxy:3128'}\n  other: {image: acme/other, environment: {VIA_URL: 'http://proxy:3128'}}\n";
    let imported = import("compose", text);
    let text = imported.table("proxy").to_toml();
    for line in [
        "{ on = \"sandbox\", mode = \"soft\", degraded = \"calls to it are lost\", why = \"SANDBOX_HOST\" },  # guessed: it goes out through it",
        "{ on = \"other\", why = \"OTHER_HOST\" },\n",
    ] {
        assert!(text.contains(line), "{text}");
    }
    let sandbox = imported.table("sandbox").to_toml();
    assert!(
        sandbox.contains("{ on = \"proxy\", why = \"HTTP_PROXY\" }"),
        "{sandbox}"
    );
}

#[test]
fn whoever_a_variable_names_is_a_need_a_guess_or_a_question() {
    let imported = import(
        "compose",
        "services:
  web:
    image: acme/web
    environment: {ANTHROPIC_MODEL: claude-opus-4-8, STRIPE_KEY: x, GITHUB_TOKEN: x, PLAID_SECRET: x}
  own: {image: acme/own, environment: {AUTH0_KEY: x}}
  auth0: {image: acme/own-auth0}
",
    );
    let text = imported.table("web").to_toml();
    for line in [
        "{ on = \"claude-opus-4-8\", why = \"ANTHROPIC_MODEL\" },  # guessed: the name of a variable alone says so",
        "{ on = \"stripe\", why = \"STRIPE_KEY\" },  # guessed: the name of a variable alone says so",
        "{ on = \"plaid\", why = \"PLAID_SECRET\" },\n",
        "# ask: does it call GitHub? GITHUB_TOKEN is set: say so in depends_on, on `github`",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    assert_eq!(imported.table("own").requirements, [], "it runs here");
}

#[test]
fn what_is_done_through_a_proxy_that_labels_tell_needs_both() {
    let imported = import(
        "compose",
        "services:
  traefik: {image: traefik, ports: ['80:80']}
  web: {image: acme/web, labels: [traefik.http.routers.web.rule=Host(`x`)]}
  worker: {image: acme/web}
",
    );
    let activity = imported.table("use-of-traefik");
    let on: Vec<&str> = activity
        .requirements
        .iter()
        .flat_map(|one| one.on.iter().map(String::as_str))
        .collect();
    assert_eq!(on, ["traefik", "web"]);
    assert_eq!(imported.key("worker", "tier"), None);
}
