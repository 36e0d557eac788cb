//! Clusters that work while most of their members do.

use super::driver::{Imported, import};

/// What of a component's needs is a group, as the plan has it.
fn groups(imported: &Imported, id: &str) -> Vec<String> {
    let text = imported.table(id).to_toml();
    let lines = text.lines().filter(|line| line.contains("any_of"));
    lines.map(|line| line.trim().to_owned()).collect()
}

fn members(names: [&str; 3], image: &str, variable: &str) -> String {
    let each = names
        .map(|name| format!("  {name}:\n    image: {image}\n    environment: [\"{variable}\"]\n"));
    each.concat()
}

#[test]
fn of_a_cluster_most_are_needed_and_members_do_not_need_each_other() {
    let clusters = [
        (
            ["zoo1", "zoo2", "zoo3"],
            "zookeeper",
            "ZOO_SERVERS=server.1=zoo1:2888:3888;2181 server.2=zoo2:2888:3888;2181 server.3=zoo3:2888:3888;2181",
            "ZOOKEEPER_CONNECT=zoo1:2181,zoo2:2181,zoo3:2181",
        ),
        (
            ["etcd1", "etcd2", "etcd3"],
            "quay.io/coreos/etcd",
            "ETCD_INITIAL_CLUSTER=a=http://etcd1:2380,b=http://etcd2:2380,c=http://etcd3:2380",
            "ETCD_ENDPOINTS=http://etcd1:2379,http://etcd2:2379,http://etcd3:2379",
        ),
        (
            ["kafka1", "kafka2", "kafka3"],
            "apache/kafka",
            "KAFKA_CONTROLLER_QUORUM_VOTERS=1@kafka1:9093,2@kafka2:9093,3@kafka3:9093",
            // Two to begin with; the cluster is three.
            "KAFKA_BROKERS=kafka1:9092,kafka2:9092",
        ),
    ];
    for (names, image, variable, asked) in clusters {
        let text = format!(
            "services:\n{}  web:\n    image: acme/web\n    environment: [\"{asked}\"]\n",
            members(names, image, variable)
        );
        let imported = import("compose", &text);
        for name in names {
            let needs = &imported.table(name).requirements;
            assert!(needs.is_empty(), "{name}: {needs:?}");
        }
        let [a, b, c] = names;
        let (asked, said) = (
            asked.split('=').next().unwrap(),
            variable.split('=').next().unwrap(),
        );
        let expected = format!(
            "{{ any_of = [\"{a}\", \"{b}\", \"{c}\"], at_least = 2, why = \"{asked}\" }},  # guessed: {said} makes a cluster of them, which works while 2 of 3 do"
        );
        assert_eq!(groups(&imported, "web"), [expected]);
    }
}

#[test]
fn brokers_need_most_of_controllers_that_are_no_brokers() {
    let voters = "KAFKA_CONTROLLER_QUORUM_VOTERS=1@c1:9093,2@c2:9093,3@c3:9093";
    let text = format!(
        "services:\n{}  broker:\n    image: apache/kafka\n    environment: [\"{voters}\"]\n",
        members(["c1", "c2", "c3"], "apache/kafka", voters)
    );
    let imported = import("compose", &text);
    let group = &groups(&imported, "broker")[0];
    assert!(
        group.contains("[\"c1\", \"c2\", \"c3\"], at_least = 2"),
        "{group}"
    );
}

#[test]
fn sentinels_watch_what_they_do_not_need() {
    let sentinel =
        "    image: bitnami/redis-sentinel\n    environment: [REDIS_MASTER_HOST=master]\n";
    let text = format!(
        "services:\n  master: {{image: redis}}\n  replica: {{image: redis, environment: [REDIS_MASTER_HOST=master]}}\n  s1:\n{sentinel}  s2:\n{sentinel}  s3:\n    image: redis\n    command: redis-sentinel /s.conf\n    configs: [{{source: s, target: /s.conf}}]\n  web: {{image: acme/web, environment: [\"REDIS_SENTINELS=s1:26379,s2:26379,s3:26379\"]}}\nconfigs:\n  s:\n    content: |\n      sentinel monitor mymaster master 6379 2\n"
    );
    let imported = import("compose", &text);
    for name in ["s1", "s2", "s3"] {
        let needs = &imported.table(name).requirements;
        assert!(needs.is_empty(), "{name}: {needs:?}");
    }
    assert_eq!(imported.table("replica").requirements[0].on, ["master"]);
    let group = &groups(&imported, "web")[0];
    assert!(
        group.contains("[\"s1\", \"s2\", \"s3\"], at_least = 2"),
        "{group}"
    );
    assert!(
        group.contains("# guessed: sentinel monitor makes a cluster"),
        "{group}"
    );
}

#[test]
fn pods_of_a_stateful_set_are_a_cluster_too() {
    let text = "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: etcd}\nspec:\n  serviceName: etcd\n  replicas: 3\n  template:\n    metadata: {labels: {app: etcd}}\n    spec: {containers: [{name: etcd, image: quay.io/coreos/etcd, command: [etcd, '--initial-cluster=etcd-0=http://etcd-0.etcd:2380,etcd-1=http://etcd-1.etcd:2380,etcd-2=http://etcd-2.etcd:2380']}]}\n---\napiVersion: v1\nkind: Service\nmetadata: {name: etcd}\nspec: {clusterIP: None, selector: {app: etcd}}\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web, image: acme/web, env: [{name: ETCD_ENDPOINTS, value: 'http://etcd-0.etcd:2379,http://etcd-1.etcd:2379'}]}]}}}\n";
    let imported = import("kubernetes", text);
    assert_eq!(
        imported.key("etcd", "replicas").as_deref(),
        Some("{ count = 3, at_least = 2 }")
    );
    assert!(imported.table("etcd").requirements.is_empty());
    let separate = ["z1", "z2", "z3"].map(|name| {
        format!(
            "---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: {name}}}\nspec: {{template: {{metadata: {{labels: {{app: {name}}}}}, spec: {{containers: [{{name: {name}, image: zookeeper, env: [{{name: ZOO_SERVERS, value: 'server.1=z1:2888:3888 server.2=z2:2888:3888 server.3=z3:2888:3888'}}]}}]}}}}}}\n---\napiVersion: v1\nkind: Service\nmetadata: {{name: {name}}}\nspec: {{selector: {{app: {name}}}}}\n"
        )
    });
    let web = "---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web, image: acme/web, env: [{name: ZOOKEEPER_HOSTS, value: 'z1:2181,z2:2181,z3:2181'}]}]}}}\n";
    let imported = import("kubernetes", &(separate.concat() + web));
    let group = &groups(&imported, "web")[0];
    assert!(
        group.contains("[\"z1\", \"z2\", \"z3\"], at_least = 2"),
        "{group}"
    );
    assert!(imported.table("z1").requirements.is_empty());
}

#[test]
fn an_ensemble_in_a_mounted_file_is_a_cluster_too() {
    let text = "services:
  zoo1: {image: zookeeper, configs: [zoo]}
  zoo2: {image: zookeeper, configs: [zoo]}
  zoo3: {image: zookeeper, configs: [zoo]}
  web: {image: acme/web, environment: {ZOOKEEPER_CONNECT: 'zoo1:2181,zoo2:2181'}}
configs:
  zoo:
    content: |
      tickTime=2000
      server.1=zoo1:2888:3888;2181
      server.2=zoo2:2888:3888;2181
      server.3=zoo3:2888:3888;2181
";
    let imported = import("compose", text);
    for name in ["zoo1", "zoo2", "zoo3"] {
        assert_eq!(imported.table(name).requirements, [], "{name}");
    }
    let group = &groups(&imported, "web")[0];
    assert!(
        group.contains("[\"zoo1\", \"zoo2\", \"zoo3\"], at_least = 2"),
        "{group}"
    );
}

#[test]
fn of_a_redis_cluster_so_many_may_go_as_each_master_has_copies() {
    let names = ["r1", "r2", "r3", "r4", "r5", "r6"];
    let nodes = names
        .map(|name| format!("  {name}: {{image: redis}}\n"))
        .concat();
    let asked = "  web: {image: acme/web, environment: {REDIS_HOSTS: 'r1:6379,r2:6379,r3:6379'}}\n";
    let made = "  make:\n    image: redis\n    restart: 'no'\n    command: redis-cli --cluster create r1:6379 r2:6379 r3:6379 r4:6379 r5:6379 r6:6379 --cluster-replicas 1 --cluster-yes\n";
    let by_command = format!("services:\n{nodes}{asked}{made}");
    let nodes = names.map(|name| {
        format!("  {name}:\n    image: bitnami/redis-cluster\n    environment: {{REDIS_NODES: 'r1 r2 r3 r4 r5 r6', REDIS_CLUSTER_REPLICAS: '1'}}\n")
    });
    let by_variable = format!("services:\n{}{asked}", nodes.concat());
    for text in [by_command, by_variable] {
        let imported = import("compose", &text);
        for name in names {
            assert_eq!(imported.table(name).requirements, [], "{name}");
        }
        let group = &groups(&imported, "web")[0];
        let all = "[\"r1\", \"r2\", \"r3\", \"r4\", \"r5\", \"r6\"], at_least = 5";
        assert!(group.contains(all), "{group}");
    }
}
