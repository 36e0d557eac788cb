use super::hosts::{NamedHost, hosts_in};

/// Words of variables that name several of one kind, of which a client takes one that answers.
const LISTS: [&str; 16] = [
    "BROKER",
    "BROKERS",
    "BOOTSTRAP",
    "SEEDS",
    "NODES",
    "SENTINEL",
    "SENTINELS",
    "CLUSTER",
    "SERVERS",
    "HOSTS",
    "PEERS",
    "ENDPOINTS",
    "ADDRS",
    "ADDRESSES",
    "REPLICAS",
    "CONTACT",
];

/// The hosts of a value that is a list of several of one kind: all under one port, and named as
/// a list or alike but for a number.
pub fn alike_in_list<'a>(key: &str, value: &'a str) -> Option<Vec<&'a str>> {
    // What stands before a sign may be a secret with commas of its own.
    let value = value.rsplit_once('@').map_or(value, |(_, hosts)| hosts);
    let items = value.split([',', ';', ' ', '\n', '"', '\'', '[', ']']);
    let items: Vec<&str> = items.filter(|item| !item.is_empty()).collect();
    let mut hosts: Vec<&str> = Vec::new();
    let mut ports: Vec<&str> = Vec::new();
    for item in &items {
        let named = hosts_in(item);
        let [NamedHost { host, .. }] = named.as_slice() else {
            return None;
        };
        let rest = item.rsplit_once("://").map_or(*item, |(_, rest)| rest);
        let rest = rest.split('/').next().unwrap_or_default();
        ports.push(rest.rsplit_once(':').map_or("", |(_, port)| port));
        if !hosts.contains(host) {
            hosts.push(host);
        }
    }
    let first = ports.first()?;
    let has_one_port = ports.iter().all(|port| port == first);
    let is_list = || {
        let mut words = key.split(|c: char| !c.is_ascii_alphanumeric());
        words.any(|word| LISTS.contains(&word.to_ascii_uppercase().as_str()))
    };
    let are_alike = || hosts.windows(2).all(|two| stem(two[0]) == stem(two[1]));
    let is_one = hosts.len() > 1 && has_one_port && (is_list() || are_alike());
    is_one.then_some(hosts)
}

/// A name without its number: that of `kafka-1.kafka` is `kafka`.
fn stem(host: &str) -> &str {
    let first = host.split('.').next().unwrap_or(host);
    let stem = first.trim_end_matches(|c: char| c.is_ascii_digit());
    stem.trim_end_matches(['-', '_'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_one_kind_are_known() {
        let of = |key: &str, value: &'static str| alike_in_list(key, value).unwrap_or_default();
        for value in [
            "kafka1:9092,kafka2:9092",
            "kafka1:9092;kafka2:9092",
            "[\"kafka1:9092\", \"kafka2:9092\"]",
            "kafka://kafka1:9092,kafka://kafka2:9092",
            "kafka1,kafka2",
        ] {
            assert_eq!(of("KAFKA_BROKERS", value), ["kafka1", "kafka2"], "{value}");
        }
        assert_eq!(
            of("X", "mongodb://u:a,b@m-0.m:27017,m-1.m:27017/db"),
            ["m-0.m", "m-1.m"]
        );
        assert_eq!(of("SEEDS", "a:1,b:1"), ["a", "b"]);
        for (key, value) in [
            ("SEEDS", "a:1,b:2"),
            ("BACKENDS", "a:1,b:1"),
            ("NODES", "a:1"),
            ("NODES", "a:1,a:1"),
            ("NODES", "a:1,--x=y"),
            ("X", ""),
        ] {
            assert!(of(key, value).is_empty(), "{key}={value}");
        }
    }
}
