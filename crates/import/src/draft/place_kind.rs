use jurymast_plan::catalogue::domain;

use crate::evidence::Variable;

/// Ends of hosts that tell what answers there.
const BY_HOST: [(&str, &str); 21] = [
    (".rds.amazonaws.com", "database"),
    (".redshift.amazonaws.com", "database"),
    (".docdb.amazonaws.com", "database"),
    (".cache.amazonaws.com", "cache"),
    (".mq.amazonaws.com", "queue"),
    (".kafka.amazonaws.com", "queue"),
    (".es.amazonaws.com", "search"),
    (".database.windows.net", "database"),
    (".database.azure.com", "database"),
    (".documents.azure.com", "database"),
    (".redis.cache.windows.net", "cache"),
    (".servicebus.windows.net", "queue"),
    (".core.windows.net", "storage"),
    (".mongodb.net", "database"),
    (".neon.tech", "database"),
    (".psdb.cloud", "database"),
    (".upstash.io", "cache"),
    (".cloudamqp.com", "queue"),
    (".confluent.cloud", "queue"),
    (".elastic-cloud.com", "search"),
    (".aivencloud.com", "database"),
];

/// Labels of hosts of Amazon's services that tell the same, with the region behind them.
const BY_SERVICE: [(&str, &str); 6] = [
    ("sqs", "queue"),
    ("sns", "queue"),
    ("kinesis", "queue"),
    ("s3", "storage"),
    ("dynamodb", "database"),
    ("secretsmanager", ""),
];

/// Schemes of addresses that tell the same.
const BY_SCHEME: [(&str, &str); 16] = [
    ("postgres", "database"),
    ("mysql", "database"),
    ("mariadb", "database"),
    ("mongodb", "database"),
    ("sqlserver", "database"),
    ("mssql", "database"),
    ("oracle", "database"),
    ("clickhouse", "database"),
    ("cockroach", "database"),
    ("redis", "cache"),
    ("memcached", "cache"),
    ("amqp", "queue"),
    ("kafka", "queue"),
    ("nats", "queue"),
    ("mqtt", "queue"),
    ("pulsar", "queue"),
];

/// Words of variables that tell the same.
const BY_WORD: [(&str, &str); 15] = [
    ("DB", "database"),
    ("DATABASE", "database"),
    ("POSTGRES", "database"),
    ("POSTGRESQL", "database"),
    ("MYSQL", "database"),
    ("MONGO", "database"),
    ("MONGODB", "database"),
    ("REDIS", "cache"),
    ("MEMCACHED", "cache"),
    ("KAFKA", "queue"),
    ("RABBITMQ", "queue"),
    ("AMQP", "queue"),
    ("S3", "storage"),
    ("MINIO", "storage"),
    ("BUCKET", "storage"),
];

/// What kind of thing answers at a host, and the region that its name tells.
pub(super) fn kind_of(
    host: &str,
    first: &Variable,
) -> (Option<&'static str>, Option<&'static str>) {
    let labels: Vec<&str> = host.split('.').collect();
    let region = labels.iter().find_map(|label| {
        let known = domain(&format!("aws-{label}")).filter(|_| host.ends_with(".amazonaws.com"));
        known.map(|one| one.id.as_str())
    });
    let without_region: Vec<&str> = labels
        .iter()
        .copied()
        .filter(|label| region.is_none_or(|region| region != format!("aws-{label}")))
        .collect();
    let plain = without_region.join(".");
    let by_host = BY_HOST.iter().find(|(end, _)| plain.ends_with(end));
    let by_service = || {
        let is_amazons = host.ends_with(".amazonaws.com");
        let mut services = BY_SERVICE
            .iter()
            .filter(|(_, kind)| is_amazons && !kind.is_empty());
        services.find(|(label, _)| labels.contains(label))
    };
    let by_scheme = || {
        let at = first.value.find("://")?;
        let scheme = first.value[..at]
            .rsplit(|c: char| !c.is_ascii_alphanumeric())
            .next();
        let scheme = scheme.unwrap_or_default();
        BY_SCHEME
            .iter()
            .find(|(start, _)| scheme.starts_with(start))
    };
    let by_word = || {
        let is_word = |one: &&(&str, &str)| key_words(&first.key).any(|word| word == one.0);
        BY_WORD.iter().find(is_word)
    };
    let found = by_host
        .or_else(by_service)
        .or_else(by_scheme)
        .or_else(by_word);
    (found.map(|(_, kind)| *kind), region)
}

/// The words of a variable's name.
pub(super) fn key_words(key: &str) -> impl Iterator<Item = String> {
    let all = key.split(|c: char| !c.is_ascii_alphanumeric());
    all.map(str::to_ascii_uppercase)
}
