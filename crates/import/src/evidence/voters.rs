use super::variables::Variable;

/// The members of a cluster that works while most of them do, as a value lists them with their
/// names or numbers: `ETCD_INITIAL_CLUSTER`, `ZOO_SERVERS`, `KAFKA_CONTROLLER_QUORUM_VOTERS`.
pub fn voters(value: &str) -> Option<Vec<&str>> {
    let items = value.split(|c: char| c == ',' || c.is_whitespace());
    let mut hosts: Vec<&str> = Vec::new();
    for item in items.filter(|item| !item.is_empty()) {
        let host = of_kafka(item)
            .or_else(|| of_zookeeper(item))
            .or_else(|| of_etcd(item))?;
        if !hosts.contains(&host) {
            hosts.push(host);
        }
    }
    (hosts.len() > 1).then_some(hosts)
}

/// `1@kafka1:9093`
fn of_kafka(item: &str) -> Option<&str> {
    let (number, address) = item.split_once('@')?;
    let (host, port) = address.split_once(':')?;
    (is_number(number) && is_number(port)).then_some(host)
}

/// `server.1=zoo1:2888:3888;2181`
fn of_zookeeper(item: &str) -> Option<&str> {
    let (number, address) = item.strip_prefix("server.")?.split_once('=')?;
    let (host, ports) = address.split_once(':')?;
    (is_number(number) && ports.contains(':')).then_some(host)
}

/// `etcd1=http://etcd1:2380`
fn of_etcd(item: &str) -> Option<&str> {
    let (name, address) = item.split_once('=')?;
    let (scheme, address) = address.split_once("://")?;
    let (host, port) = address.split_once(':')?;
    let is_name = !name.is_empty() && !name.contains(['/', ':', '?']);
    (is_name && matches!(scheme, "http" | "https") && is_number(port)).then_some(host)
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The host that a sentinel of Redis or Valkey watches: `REDIS_MASTER_HOST`, or
/// `sentinel monitor mymaster redis 6379 2`.
pub fn watched(variable: &Variable) -> Option<&str> {
    if variable.key.ends_with("MASTER_HOST") {
        return Some(variable.value.trim());
    }
    let words: Vec<&str> = variable.value.split_whitespace().collect();
    match words.as_slice() {
        ["sentinel", "monitor", _, host, ..] => Some(host),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_listed_with_names_or_numbers() {
        for value in [
            "1@a:9093,2@b:9093,3@c:9093",
            "server.1=a:2888:3888;2181 server.2=b:2888:3888;2181 server.3=c:2888:3888;2181",
            "x=http://a:2380,y=http://b:2380,z=http://c:2380",
        ] {
            assert_eq!(voters(value), Some(vec!["a", "b", "c"]), "{value}");
        }
        for value in [
            "",
            "1@a:9093",
            "a:9092,b:9092",
            "http://a:2379,http://b:2379",
            "u@a:1,v@b:1",
            "x=http://a:1,b:2",
        ] {
            assert_eq!(voters(value), None, "{value}");
        }
    }
}
