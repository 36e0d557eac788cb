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
