//! What becomes of workloads of Score.

use super::driver::import;

const WORKLOADS: &str = "
apiVersion: score.dev/v1b1
metadata: {name: web}
service: {ports: {www: {port: 8080}}}
containers:
  main:
    image: acme/web
    before: {other: {ready: started}}
    variables:
      DB: 'postgres://${resources.db.user}@${resources.db.host}/x'
      API_URL: 'http://api:80'
      OPENAI_API_KEY: '${resources.env.KEY}'
  other: {image: acme/side}
resources:
  db: {type: postgres}
  jobs: {type: amqp, id: shared.jobs}
  env: {type: environment}
  www: {type: route}
  stock: {type: service, params: {workload: stock}}
---
apiVersion: score.dev/v1b1
metadata: {name: api}
containers: {main: {image: acme/api}}
resources:
  db: {type: postgres}
  queue: {type: amqp, id: shared.jobs}
";

#[test]
fn resources_are_needed() {
    let imported = import("score", WORKLOADS);
    assert_eq!(
        imported.pairs(),
        [
            ("api", "api-db"),
            ("api", "jobs"),
            ("web", "api"),
            ("web", "jobs"),
            ("web", "openai-model"),
            ("web", "stock"),
            ("web", "web-db"),
        ]
        .map(|(from, to)| (from.to_owned(), to.to_owned()))
    );
    assert_eq!(imported.key("web", "tier"), Some("1".to_owned()));
    assert_eq!(
        imported.key("web-db", "kind"),
        Some("\"database\"".to_owned())
    );
    let why = imported
        .table("web")
        .requirements
        .iter()
        .find(|one| one.on == ["web-db"]);
    assert_eq!(why.unwrap().get("why").unwrap().text(), Some("DB"));
}
