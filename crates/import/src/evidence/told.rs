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

/// Kinds of outside parties that are told what happened.
const KINDS: [&str; 3] = ["monitoring", "analytics", "alerting"];

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

/// Whether an outside party of the catalogue is only told what happened, by its kind.
pub fn is_only_told(kind: &str) -> bool {
    KINDS.contains(&kind)
}

fn has(key: &str, asked: &[&str]) -> bool {
    let mut words = key.split(|c: char| !c.is_ascii_alphanumeric());
    words.any(|word| asked.contains(&word.to_ascii_uppercase().as_str()))
}
