use super::variables::Variable;

/// A cluster that works while so many of its members do.
#[derive(Debug, PartialEq, Eq)]
pub struct Voters<'a> {
    /// The hosts of its members.
    pub hosts: Vec<&'a str>,
    /// How many of them must be up.
    pub at_least: usize,
}

/// The cluster that variables of one program name: by a list of its voters, or by the nodes
/// of a Redis Cluster.
pub fn clusters<'a>(variables: &[&'a Variable]) -> Vec<(&'a str, Voters<'a>)> {
    let all = variables.iter();
    let all = all.filter_map(|one| {
        let key = one.key.as_str();
        if let Some(hosts) = voters(&one.value) {
            let at_least = hosts.len() / 2 + 1;
            return Some((key, Voters { hosts, at_least }));
        }
        let (hosts, copies) = redis_cluster(one, variables)?;
        Some((
            key,
            Voters {
                at_least: needed_of_redis(hosts.len(), copies),
                hosts,
            },
        ))
    });
    all.collect()
}

/// The nodes of a Redis Cluster, and how many copies each of its masters has: of
/// `redis-cli --cluster create a:6379 b:6379 --cluster-replicas 1`, or of `REDIS_NODES`.
fn redis_cluster<'a>(
    variable: &'a Variable,
    variables: &[&Variable],
) -> Option<(Vec<&'a str>, usize)> {
    let is_node = |word: &&str| !word.is_empty();
    let (listed, copies) = match variable.value.split_once("--cluster create ") {
        Some((_, behind)) => {
            let copies = behind.split_once("--cluster-replicas ");
            let copies = copies.and_then(|(_, count)| count.split_whitespace().next());
            (behind.split(" --").next()?, copies)
        }
        None if variable.key == "REDIS_NODES" => {
            let said = variables
                .iter()
                .find(|one| one.key == "REDIS_CLUSTER_REPLICAS");
            (variable.value.as_str(), said.map(|one| one.value.as_str()))
        }
        None => return None,
    };
    let mut hosts: Vec<&str> = Vec::new();
    for node in listed.split([',', ' ']).filter(is_node) {
        let host = node.split(':').next().unwrap_or(node);
        if !hosts.contains(&host) {
            hosts.push(host);
        }
    }
    let copies = copies.map_or(Some(0), |count| count.trim().parse().ok())?;
    (hosts.len() > 2).then_some((hosts, copies))
}

/// Of so many nodes, whichever they are: each part of the keys needs its master or a copy,
/// and most of the masters choose the copy that follows one.
fn needed_of_redis(nodes: usize, copies: usize) -> usize {
    let masters = nodes / copies.saturating_add(1);
    nodes - copies.min(masters.saturating_sub(1) / 2)
}

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
    fn of_a_redis_cluster_each_part_needs_one_that_has_it() {
        for (nodes, copies, needed) in [(3, 0, 3), (6, 1, 5), (9, 2, 8), (15, 2, 13), (4, 1, 4)] {
            assert_eq!(needed_of_redis(nodes, copies), needed, "{nodes} {copies}");
        }
    }

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
