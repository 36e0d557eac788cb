//! What becomes of the objects of a cluster.

use super::driver::{Imported, import};

fn deployment(name: &str, image: &str, more: &str) -> String {
    format!(
        "---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: {name}}}\nspec:\n  \
         selector: {{matchLabels: {{app: {name}}}}}\n  template:\n    \
         metadata: {{labels: {{app: {name}}}}}\n    spec:\n      containers:\n      \
         - name: main\n        image: {image}\n{more}"
    )
}

fn service(name: &str, app: &str, more: &str) -> String {
    format!(
        "---\napiVersion: v1\nkind: Service\nmetadata: {{name: {name}}}\nspec: {{selector: \
         {{app: {app}}}, ports: [{{port: 80, targetPort: 8080}}]{more}}}\n"
    )
}

fn manifests(texts: &[String]) -> Imported {
    import("kubernetes", &texts.concat())
}

fn needs(imported: &Imported, from: &str) -> Vec<String> {
    let edges = imported.edges();
    let own = edges.iter().filter(|((one, _), _)| one == from);
    own.map(|((_, to), kind)| format!("{to} {kind}")).collect()
}

const ENV: &str = "        env:\n";

#[test]
fn values_name_services() {
    let web = deployment(
        "web",
        "acme/web",
        &format!(
            "{ENV}        - {{name: DB_HOST, value: pg.default.svc.cluster.local}}\n        \
             - {{name: CACHE, value: 'redis://cache:6379'}}\n        \
             - {{name: NAME, value: other}}\n        \
             - name: QUEUE_URL\n          valueFrom: {{configMapKeyRef: {{name: app, key: queue}}}}\n        \
             - {{name: API, value: '$(API_SERVICE_HOST):80'}}\n        \
             args: [--search-host, find]\n        envFrom: [{{configMapRef: {{name: all}}}}]\n      \
             initContainers:\n      - {{name: wait, image: busybox, command: [sh, -c, 'until nc -z cache 6379; do sleep 1; done; nc -z seed 80']}}\n"
        ),
    );
    let all = [
        "db", "cache", "other", "queue", "api", "find", "seed", "mail",
    ];
    let mut texts = vec![web];
    for name in all {
        texts.push(deployment(name, "acme/x", ""));
        let known_as = if name == "db" { "pg" } else { name };
        texts.push(service(known_as, name, ""));
    }
    texts.push(
        "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: app}\ndata: {queue: 'amqp://queue'}\n\
         ---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: all}\ndata: {SMTP_HOST: mail}\n"
            .to_owned(),
    );
    let imported = manifests(&texts);
    assert_eq!(
        needs(&imported, "web"),
        [
            "api run",
            "cache run",
            "db run",
            "find run",
            "mail run",
            "queue run",
            "seed start"
        ]
    );
}

#[test]
fn a_service_over_two_workloads_is_a_group() {
    let texts = [
        deployment(
            "web",
            "acme/web",
            &format!("{ENV}        - {{name: API, value: 'http://api'}}\n"),
        ),
        deployment("blue", "acme/api", "").replace("app: blue", "app: api"),
        deployment("green", "acme/api", "").replace("app: green", "app: api"),
        service("api", "api", ""),
    ];
    let imported = manifests(&texts);
    let group = &imported.table("web").requirements[0];
    assert_eq!(group.on, ["blue", "green"]);
    assert_eq!(group.at_least, Some(1));
}

#[test]
fn secrets_name_hosts_and_are_never_told() {
    let texts = [
        deployment(
            "web",
            "acme/web",
            &format!(
                "{ENV}        - name: DATABASE_URL\n          valueFrom: {{secretKeyRef: {{name: s, key: url}}}}\n        \
                 - name: OPENAI_API_KEY\n          valueFrom: {{secretKeyRef: {{name: s, key: key}}}}\n"
            ),
        ),
        deployment("db", "postgres:17", ""),
        service("db", "db", ""),
        "---\napiVersion: v1\nkind: Secret\nmetadata: {name: s}\ndata: {url: cG9zdGdyZXM6Ly91Omh1bnRlcjJAZGI6NTQzMi94}\nstringData: {key: sk-hunter2}\n".to_owned(),
    ];
    let imported = manifests(&texts);
    assert_eq!(needs(&imported, "web"), ["db run", "openai-model run"]);
    assert!(!imported.draft.to_toml().contains("hunter2"));
}

#[test]
fn copies_probes_and_data_are_taken() {
    let mut db =
        deployment("db", "postgres:17", "").replace("kind: Deployment", "kind: StatefulSet");
    db.push_str("  volumeClaimTemplates: [{metadata: {name: data}}]\n");
    let texts = [
        deployment(
            "web",
            "acme/web",
            &format!(
                "        readinessProbe: {{httpGet: {{path: /ready, port: 8080}}, periodSeconds: 5, failureThreshold: 2, initialDelaySeconds: 20}}\n{ENV}        - {{name: DB_HOST, value: db}}\n"
            ),
        ),
        db.replace(
            "image: postgres:17",
            "image: postgres:17\n        livenessProbe: {exec: {command: [pg_isready, -U, app]}}",
        ),
        service("web", "web", ", type: LoadBalancer"),
        service("db", "db", ""),
        deployment("api", "acme/api", &format!("{ENV}        - {{name: WEB_URL, value: 'http://web'}}\n")),
        "---\napiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: web}\nspec: {scaleTargetRef: {kind: Deployment, name: web}, minReplicas: 3}\n\
         ---\napiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: web}\nspec: {maxUnavailable: 1, selector: {matchLabels: {app: web}}}\n"
            .to_owned(),
    ];
    let imported = manifests(&texts);
    let key = |id, key| imported.key(id, key);
    let is = |text: &str| Some(text.to_owned());
    assert_eq!(key("web", "replicas"), is("{ count = 3, at_least = 2 }"));
    assert_eq!(key("web", "check"), is("\"curl -fsS http://web/ready\""));
    assert_eq!(key("web", "restart"), is("\"20s\""));
    assert_eq!(key("web", "tier"), is("1"));
    assert_eq!(
        key("db", "check"),
        is("\"kubectl exec statefulset/db -- pg_isready -U app\"")
    );
    let web = imported.table("web").to_toml();
    assert!(web.contains("# guessed: run within the cluster"), "{web}");
    assert_eq!(key("db", "data"), is("\"persistent\""));
    let detect = |id: &str| imported.table(id).requirements[0].get("detect").cloned();
    assert_eq!(
        detect("web").unwrap().text(),
        Some("30s"),
        "10 s, three times"
    );
    assert_eq!(detect("api").unwrap().text(), Some("10s"), "5 s, twice");
}

#[test]
fn jobs_come_and_go() {
    let cron = "---\napiVersion: batch/v1\nkind: CronJob\nmetadata: {name: clean}\nspec:\n  schedule: '0 */6 * * *'\n  \
                jobTemplate: {spec: {template: {spec: {containers: [{name: x, image: postgres, args: [psql, -h, db]}]}}}}\n";
    let job = "---\napiVersion: batch/v1\nkind: Job\nmetadata: {name: migrate}\nspec: {template: {spec: {containers: [{name: x, image: acme/x}]}}}\n";
    let texts = [
        cron.to_owned(),
        job.to_owned(),
        cron.replace("name: clean", "name: off")
            .replace("spec:\n", "spec:\n  suspend: true\n"),
        deployment("db", "postgres", ""),
        service("db", "db", ""),
        deployment(
            "web",
            "acme/web",
            "      initContainers: [{name: w, image: k, command: [kubectl, wait, job/migrate]}]\n",
        ),
    ];
    let imported = manifests(&texts);
    assert_eq!(imported.key("clean", "every"), Some("\"6h\"".to_owned()));
    assert_eq!(
        imported.table("clean").kind.as_str(),
        "service",
        "no database"
    );
    assert_eq!(needs(&imported, "clean"), ["db run"]);
    assert_eq!(needs(&imported, "web"), ["migrate start"]);
    assert_eq!(imported.told("CronJob/off"), ["left out: it is suspended"]);
}

#[test]
fn the_rest_of_a_stream_goes_on_after_a_broken_document() {
    let texts = [
        deployment("a", "acme/a", ""),
        "---\na: [1, 2\n".to_owned(),
        deployment("b", "acme/b", ""),
        "---\nkind: List\napiVersion: v1\nitems:\n- apiVersion: v1\n  kind: Pod\n  metadata: {name: c}\n  spec: {containers: [{image: d}]}\n".to_owned(),
    ];
    let imported = manifests(&texts);
    for id in ["a", "b", "c"] {
        imported.table(id);
    }
    assert_eq!(imported.problems.len(), 1);
}

#[test]
fn policies_bound_who_calls() {
    let policy = "---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: db}\nspec: {podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress], ingress: [{from: [{podSelector: {matchLabels: {app: web}}}]}]}\n";
    let env = format!("{ENV}        - {{name: DB_HOST, value: db}}\n");
    let texts = [
        deployment("web", "acme/web", &env),
        deployment("spy", "acme/spy", &env),
        deployment("db", "postgres", ""),
        service("db", "db", ""),
        policy.to_owned(),
    ];
    let imported = manifests(&texts);
    assert_eq!(
        imported.told("NetworkPolicy/db.spec.ingress"),
        ["lets web call db"]
    );
    let refused = "names db, and no NetworkPolicy lets it in there";
    assert_eq!(imported.told_of("Deployment/spy"), [refused]);
    assert_eq!(imported.told_of("Deployment/web"), [""; 0]);
}

#[test]
fn what_stands_outside_is_asked_for() {
    let texts = [
        deployment(
            "web",
            "acme/web",
            &format!(
                "{ENV}        - {{name: DB_HOST, value: db}}\n        - {{name: API_URL, value: 'http://api'}}\n      serviceAccountName: web\n"
            ),
        ),
        "---\napiVersion: v1\nkind: Service\nmetadata: {name: db}\nspec: {type: ExternalName, externalName: x.rds.example}\n".to_owned(),
        service("api", "api", ""),
        service("nobody", "nobody", ""),
        "---\napiVersion: v1\nkind: ServiceAccount\nmetadata: {name: web, annotations: {eks.amazonaws.com/role-arn: 'arn:aws:iam::1:role/x'}}\n\
         ---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: gateway}\ndata: {config.yaml: \"model_list:\\n- model_name: a\\n\"}\n"
            .to_owned(),
    ];
    let imported = manifests(&texts);
    assert_eq!(needs(&imported, "web"), ["api run", "db run"]);
    let text = imported.draft.to_toml();
    assert!(text.contains("# ask: what is x.rds.example"), "{text}");
    assert!(text.contains("# ask: what does it use of AWS?"), "{text}");
    assert!(!text.contains("nobody"), "{text}");
    assert_eq!(imported.told("ConfigMap/gateway.data.").len(), 1);
}

#[test]
fn routes_lead_to_services() {
    let texts =
        ["a", "b", "c", "d"].map(|name| deployment(name, "acme/x", "") + &service(name, name, ""));
    let routes = "---\napiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: i}\nspec: {rules: [{http: {paths: [{backend: {service: {name: a}}}]}}]}\n\
                  ---\napiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: h}\nspec: {rules: [{backendRefs: [{name: b}]}]}\n\
                  ---\napiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: v}\nspec: {gateways: [g], http: [{route: [{destination: {host: c.default.svc.cluster.local}}]}]}\n";
    let imported = manifests(&[texts.concat(), routes.to_owned()]);
    let tiers = ["a", "b", "c", "d"].map(|id| imported.key(id, "tier").is_some());
    assert_eq!(tiers, [true, true, true, false]);
}

#[test]
fn what_no_cluster_takes_is_told_and_the_rest_goes_on() {
    let web = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {template: {spec: {containers: [{name: a, image: b}]}}}\n";
    let inner = |text: &str| format!("apiVersion: v1\nkind: List\nitems:\n{text}");
    let pod = |spec: &str| {
        format!(
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: odd}}\nspec: {{template: {{spec: {spec}}}}}\n"
        )
    };
    let cases = [
        (
            inner("- 7\n- [a]\n"),
            "item 1 of this List is a single value, not an object",
        ),
        (
            inner("- null\n"),
            "item 1 of this List is nothing, not an object",
        ),
        (
            inner("- {apiVersion: v1, kind: List, items: [x]}\n"),
            "item 1 of this List is a single value, not an object",
        ),
        (
            "apiVersion: v1\nkind: List\nitems: null\n".to_owned(),
            "`items` is nothing, not a list",
        ),
        (
            "apiVersion: v1\nkind: List\nitems: {a: b}\n".to_owned(),
            "`items` is a map, not a list",
        ),
        (
            "apiVersion: v1\nkind: List\n".to_owned(),
            "this List has no `items`",
        ),
        (
            inner("- {apiVersion: v1, metadata: {name: x}}\n"),
            "this object has no `kind`",
        ),
        (
            "apiVersion: v1\nkind: ConfigMapList\nitems: [{metadata: {}}]\n".to_owned(),
            "this ConfigMap has no `metadata.name`",
        ),
        (
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata: [a]\n".to_owned(),
            "`data` is a list, not a map",
        ),
        (
            pod("{containers: {a: {image: b}}}"),
            "`containers` is a map, not a list",
        ),
        (
            pod("{containers: [x]}"),
            "item 1 of `containers` is a single value, not a map",
        ),
        (
            pod("{containers: [{image: b, env: {A: b}}]}"),
            "`env` is a map, not a list",
        ),
        (
            pod("{containers: [{image: b, env: [{value: x}]}]}"),
            "this variable has no `name`",
        ),
        (
            pod("{containers: [{image: b}], initContainers: {a: b}}"),
            "`initContainers` is a map, not a list",
        ),
    ];
    for (text, expected) in cases {
        let imported = manifests(&[text.clone() + "---\n", web.to_owned()]);
        assert_eq!(
            imported.problems.first().map(String::as_str),
            Some(expected),
            "{text}"
        );
        imported.table("web");
    }
    let lists = "apiVersion: v1\nkind: ConfigMapList\nitems: [{metadata: {name: x}, data: {u: 'http://db:1'}}]\n---\n\
                 apiVersion: v1\nkind: List\nitems: []\n---\n\
                 apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [a.yaml]\n---\n";
    let imported = manifests(&[lists.to_owned(), web.to_owned()]);
    assert_eq!(imported.problems, [""; 0]);
    assert_eq!(imported.told("Kustomization").len(), 1);
}
