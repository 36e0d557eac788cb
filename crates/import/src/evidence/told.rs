use super::hosts::{HostKey, hosts_in};

/// Words of variables under which somebody is told what happened, and asked for nothing:
/// metrics, traces, events, alarms.
const TELLS: [&str; 22] = [
    "WEBHOOK",
    "WEBHOOKS",
    "METRICS",
    "STATSD",
    "OTEL",
    "OTLP",
    "TELEMETRY",
    "TRACING",
    "TRACES",
    "ANALYTICS",
    "MONITORING",
    "ALERT",
    "ALERTS",
    "ALERTING",
    "ALERTMANAGER",
    "PUSHGATEWAY",
    "SYSLOG",
    "GRAYLOG",
    "APM",
    "JAEGER",
    "ZIPKIN",
    "FLUENTD",
];

/// Names of programs that do nothing else. Where they run in the same files, their names
/// begin their own variables too.
const TOLD: [&str; 14] = [
    "SENTRY",
    "POSTHOG",
    "DATADOG",
    "NEWRELIC",
    "GRAFANA",
    "PROMETHEUS",
    "LOKI",
    "MIXPANEL",
    "AMPLITUDE",
    "SEGMENT",
    "MATOMO",
    "PLAUSIBLE",
    "BUGSNAG",
    "HONEYCOMB",
];

/// Words that name what a program keeps things in, whatever it does.
const KEEPS: [&str; 10] = [
    "DB",
    "DATABASE",
    "POSTGRES",
    "MYSQL",
    "MONGO",
    "CLICKHOUSE",
    "REDIS",
    "KAFKA",
    "BUCKET",
    "STORAGE",
];

/// Why nobody stops without those.
pub const ONLY_TOLD: &str = "it is only told what happened";

/// Whether a variable names somebody who is only told what happened.
pub fn only_tells(key: &str) -> bool {
    has(key, &TELLS) && !has(key, &KEEPS)
}

/// The same of a variable that names somebody outside.
pub fn only_tells_outside(key: &str) -> bool {
    only_tells(key) || has(key, &TOLD) && !has(key, &KEEPS)
}

fn has(key: &str, asked: &[&str]) -> bool {
    let mut words = key.split(|c: char| !c.is_ascii_alphanumeric());
    words.any(|word| asked.contains(&word.to_ascii_uppercase().as_str()))
}

/// What to ask where a variable says how long something is kept: whether that helps anybody to go
/// on when it is lost, no file tells.
pub fn kept_for(key: &str, value: &str) -> Option<String> {
    let digits = value.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let is_time = !digits.is_empty()
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && value.len() - digits.len() <= 2;
    if !is_time || value == "0" {
        return None;
    }
    if has(key, &["RETENTION"]) {
        return Some(format!(
            "{key} is {value}: who reads later what is kept meanwhile, and what is lost after that?"
        ));
    }
    has(key, &["TTL"]).then(|| {
        format!("{key} is {value}: what does it go on without for that long? Say so as `holds`")
    })
}

/// What to ask where variables name a bucket and none of them an address: whose it is, no file
/// tells.
pub fn bucket_of(variables: &[(&str, &str)]) -> Option<String> {
    let is_set = |one: &&(&str, &str)| !one.1.trim().is_empty();
    let words = ["BUCKET", "BUCKETS", "S3", "GCS", "MINIO", "STORAGE"];
    let leads = |(key, value): &(&str, &str)| {
        let says_host = HostKey::of(key) == HostKey::Host;
        let mut hosts = hosts_in(value).into_iter();
        has(key, &words) && hosts.any(|one| one.is_sure || says_host)
    };
    let mut set = variables.iter().filter(is_set);
    if variables.iter().any(leads) {
        return None;
    }
    let (key, _) = set.find(|(key, _)| has(key, &["BUCKET", "BUCKETS"]))?;
    let is_aws = |(key, _): &(&str, &str)| has(key, &["S3", "AWS"]);
    let whose = match variables.iter().any(is_aws) {
        true => ": at Amazon S3 (`amazon-s3`), and in which region?",
        false => "?",
    };
    Some(format!(
        "{key} names a bucket: who keeps it{whose} Say so in depends_on"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_without_an_address_is_asked_about() {
        let asked = bucket_of(&[("S3_BUCKET", "uploads"), ("AWS_ACCESS_KEY_ID", "x")]);
        assert!(asked.is_some_and(|one| one.starts_with("S3_BUCKET") && one.contains("amazon-s3")));
        let asked = bucket_of(&[("UPLOADS_BUCKET_NAME", "uploads")]);
        assert!(asked.is_some_and(|one| !one.contains("amazon-s3")));
        for variables in [
            [
                ("S3_BUCKET", "uploads"),
                ("S3_ENDPOINT", "http://minio:9000"),
            ],
            [("S3_BUCKET", ""), ("AWS_REGION", "eu-west-1")],
            [("AWS_ACCESS_KEY_ID", "x"), ("AWS_REGION", "eu-west-1")],
        ] {
            assert_eq!(bucket_of(&variables), None, "{variables:?}");
        }
    }

    #[test]
    fn times_for_which_something_is_kept_are_asked_about() {
        for (key, value) in [
            ("CACHE_TTL", "300"),
            ("JWKS_TTL", "10m"),
            ("KAFKA_LOG_RETENTION_HOURS", "3"),
        ] {
            assert!(
                kept_for(key, value).is_some_and(|one| one.starts_with(key)),
                "{key}"
            );
        }
        for (key, value) in [
            ("CACHE_TTL", ""),
            ("CACHE_TTL", "0"),
            ("TTL_TOKEN", "a1b2c3"),
            ("TIMEOUT", "3"),
        ] {
            assert_eq!(kept_for(key, value), None, "{key}={value}");
        }
    }
}
