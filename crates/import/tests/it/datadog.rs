//! What becomes of the entities of Datadog's catalogue.

use super::driver::import;

const CATALOGUE: &str = "
apiVersion: v3
kind: service
metadata:
  name: checkout
  displayName: Checkout
  owner: payments
  contacts: [{type: slack, contact: 'https://slack.example/pay'}, {type: email, contact: pay@example.com}]
  links: [{name: Runbook, type: runbook, url: 'https://wiki.example/checkout'}]
spec:
  tier: High
  lifecycle: production
  componentOf: ['system:shop']
  dependsOn: ['datastore:orders', 'queue:mails', 'service:stock', 'api:prices']
integrations: {pagerduty: {serviceURL: 'https://acme.pagerduty.com/service-directory/P1'}}
---
apiVersion: v3
kind: datastore
metadata: {name: orders, owner: payments}
spec: {type: redis, tier: '1', dependencyOf: ['service:reports']}
---
apiVersion: v3
kind: ai_agent
metadata: {name: helper}
spec: {dependsOn: ['service:checkout']}
---
apiVersion: v3
kind: api
metadata: {name: prices}
spec: {implementedBy: ['service:pricing']}
---
apiVersion: v3
kind: service
metadata: {name: pricing}
---
apiVersion: v3
kind: system
metadata: {name: shop}
spec: {components: ['ai-agent:helper', 'repository:code']}
---
apiVersion: v3
kind: repository
metadata: {name: code}
";

#[test]
fn entities_become_components() {
    let imported = import("datadog", CATALOGUE);
    assert_eq!(
        imported.pairs(),
        [
            ("checkout", "mails"),
            ("checkout", "orders"),
            ("checkout", "pricing"),
            ("checkout", "stock"),
            ("helper", "checkout"),
            ("reports", "orders"),
            ("shop", "checkout"),
            ("shop", "helper"),
        ]
        .map(|(from, to)| (from.to_owned(), to.to_owned()))
    );
    let key = |id: &str, key: &str| imported.key(id, key).unwrap_or_default();
    assert_eq!(key("checkout", "tier"), "1");
    assert_eq!(key("checkout", "team"), "\"payments\"");
    assert_eq!(key("orders", "kind"), "\"cache\"");
    assert_eq!(key("orders", "tier"), "1");
    assert!(key("payments", "on_call").contains("https://acme.pagerduty.com"));
    assert_eq!(imported.table("shop").kind.as_str(), "activity");
    assert!(
        imported
            .table("stock")
            .to_toml()
            .contains("# ask: what is this")
    );
    assert!(
        imported
            .table("checkout")
            .to_toml()
            .contains("# guessed: its tier is \"High\"")
    );
}
