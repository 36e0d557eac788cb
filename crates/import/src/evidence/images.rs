use jurymast_plan::catalogue::provider_of_image;

/// What kind of thing an image is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImageRole {
    /// A service of one's own, or nothing known.
    Service,
    /// It keeps something for others: the `kind` of a resource.
    Store(&'static str),
    /// It passes calls on.
    Proxy,
    /// It collects or shows what others send: nobody stops serving without it.
    Collector,
}

/// LibreChat: a chat with models, which has a format of its own.
pub const LIBRECHAT: &str = "librechat";

/// The software that an image holds, by its id in the catalogue, or that of a format of its
/// own.
pub fn software_of_image(image: &str) -> Option<&'static str> {
    let last = image.rsplit('/').next().unwrap_or(image);
    let name = last.split([':', '@']).next().unwrap_or(last);
    let is_chat = matches!(
        name,
        "librechat" | "librechat-api" | "librechat-dev" | "librechat-dev-api"
    );
    provider_of_image(image).or_else(|| is_chat.then_some(LIBRECHAT))
}

const DATABASE: &str = "database";
const CACHE: &str = "cache";
const QUEUE: &str = "queue";
const STORAGE: &str = "storage";
const SEARCH: &str = "search";

/// What stores are told apart as.
pub const STORE_KINDS: [&str; 5] = [DATABASE, CACHE, QUEUE, STORAGE, SEARCH];

/// Names of images, by the last part of the name without its tag; the first that the
/// name is, or begins with before a hyphen, counts.
const STORES: [(&str, &str); 52] = [
    ("postgres", DATABASE),
    ("postgresql", DATABASE),
    ("postgis", DATABASE),
    ("pgvector", DATABASE),
    ("timescaledb", DATABASE),
    ("supabase-postgres", DATABASE),
    ("mysql", DATABASE),
    ("mysql-server", DATABASE),
    ("mariadb", DATABASE),
    ("percona", DATABASE),
    ("mongo", DATABASE),
    ("mongodb", DATABASE),
    ("cockroach", DATABASE),
    ("cassandra", DATABASE),
    ("scylla", DATABASE),
    ("clickhouse", DATABASE),
    ("clickhouse-server", DATABASE),
    ("neo4j", DATABASE),
    ("influxdb", DATABASE),
    ("couchdb", DATABASE),
    ("arangodb", DATABASE),
    ("surrealdb", DATABASE),
    ("mssql", DATABASE),
    ("mssql-server", DATABASE),
    ("qdrant", DATABASE),
    ("milvus", DATABASE),
    ("weaviate", DATABASE),
    ("chroma", DATABASE),
    ("chromadb", DATABASE),
    ("etcd", DATABASE),
    ("dynamodb-local", DATABASE),
    ("redis", CACHE),
    ("redis-stack", CACHE),
    ("valkey", CACHE),
    ("keydb", CACHE),
    ("dragonfly", CACHE),
    ("memcached", CACHE),
    ("kafka", QUEUE),
    ("cp-kafka", QUEUE),
    ("redpanda", QUEUE),
    ("rabbitmq", QUEUE),
    ("nats", QUEUE),
    ("pulsar", QUEUE),
    ("zookeeper", QUEUE),
    ("activemq", QUEUE),
    ("minio", STORAGE),
    ("seaweedfs", STORAGE),
    ("localstack", STORAGE),
    ("elasticsearch", SEARCH),
    ("opensearch", SEARCH),
    ("meilisearch", SEARCH),
    ("typesense", SEARCH),
];

const PROXIES: [&str; 14] = [
    "nginx",
    "kong",
    "caddy",
    "traefik",
    "squid",
    "pgbouncer",
    "haproxy",
    "envoy",
    "httpd",
    "openresty",
    "supavisor",
    "pgcat",
    "proxysql",
    "mysql-router",
];

const COLLECTORS: [&str; 24] = [
    "vector",
    "fluent-bit",
    "fluentd",
    "logstash",
    "opentelemetry-collector",
    "opentelemetry-collector-contrib",
    "otel-collector",
    "loki",
    "promtail",
    "grafana",
    "prometheus",
    "jaeger",
    "all-in-one",
    "zipkin",
    "logflare",
    "alertmanager",
    "tempo",
    "mimir",
    "alloy",
    "telegraf",
    "filebeat",
    "metricbeat",
    "cadvisor",
    "kube-state-metrics",
];

/// What an image is, by its name: `docker.io/library/postgres:17`.
pub fn role_of_image(image: &str) -> ImageRole {
    let without_digest = image.split('@').next().unwrap_or(image);
    let last = without_digest.rsplit('/').next().unwrap_or(without_digest);
    let name = last.split(':').next().unwrap_or(last).to_lowercase();
    let is_mirror = name.split('-').any(|word| word == "mirror");
    let cut = name.match_indices('-').filter(|_| is_mirror);
    let names = std::iter::once(name.as_str()).chain(cut.map(|(at, _)| &name[at + 1..]));
    let mut roles = names.map(role_of_name);
    roles
        .find(|role| *role != ImageRole::Service)
        .unwrap_or(ImageRole::Service)
}

fn role_of_name(name: &str) -> ImageRole {
    let is = |known: &str| {
        name == known
            || name
                .strip_prefix(known)
                .is_some_and(|rest| rest.starts_with('-') && is_flavour(rest))
    };
    if let Some((_, kind)) = STORES.iter().find(|(known, _)| is(known)) {
        return ImageRole::Store(kind);
    }
    if PROXIES.iter().any(|known| is(known)) {
        return ImageRole::Proxy;
    }
    if COLLECTORS.iter().any(|known| is(known)) || name.ends_with("-exporter") {
        return ImageRole::Collector;
    }
    ImageRole::Service
}

/// Whether what follows a name still is the same thing, packed another way.
fn is_flavour(rest: &str) -> bool {
    const FLAVOURS: [&str; 17] = [
        "alpine",
        "debian",
        "slim",
        "server",
        "ha",
        "oss",
        "community",
        "enterprise",
        "ce",
        "ee",
        "cluster",
        "sentinel",
        "stack",
        "unprivileged",
        "container",
        "docker",
        "image",
    ];
    let mut words = rest.split('-').filter(|word| !word.is_empty());
    words.all(|word| {
        FLAVOURS.contains(&word) || word.bytes().all(|b| b.is_ascii_digit() || b == b'.')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn images_by_their_names() {
        let store = |kind| ImageRole::Store(kind);
        let cases = [
            ("postgres:17", store(DATABASE)),
            ("docker.io/pgvector/pgvector:pg16", store(DATABASE)),
            ("ghcr.io/acme/image-mirror-library-redis:6", store(CACHE)),
            ("valkey/valkey@sha256:00", store(CACHE)),
            ("confluentinc/cp-kafka:7.6.6", store(QUEUE)),
            ("cgr.dev/chainguard/minio", store(STORAGE)),
            (
                "docker.elastic.co/elasticsearch/elasticsearch:8.9",
                store(SEARCH),
            ),
            ("ubuntu/squid:latest", ImageRole::Proxy),
            ("timberio/vector:0.28", ImageRole::Collector),
            ("oliver006/redis-exporter", ImageRole::Collector),
            ("redis-commander", ImageRole::Service),
            ("localhost:5000/acme/web", ImageRole::Service),
            ("bitnami/postgresql-ha:16", store(DATABASE)),
            ("ghcr.io/acme/kafka-container:v2", store(QUEUE)),
        ];
        for (image, role) in cases {
            assert_eq!(role_of_image(image), role, "{image}");
        }
    }
}
