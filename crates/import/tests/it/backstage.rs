//! What becomes of the entities of a catalogue.

use super::driver::import;

const CATALOGUE: &str = "
apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: Web_Shop
  annotations: {pagerduty.com/service-id: PABC123}
  links: [{url: https://shop.example, title: Shop}, {url: 'mailto:x', title: Mail}]
spec:
  type: website
  lifecycle: production
  owner: group:default/front
  system: shop
  consumesApis: [orders, other/prices]
  dependsOn: [component:lib, resource:default/db, Component:cache]
---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: {name: orders-service}
spec: {type: service, lifecycle: production, owner: back, system: shop, providesApis: [orders]}
---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: {name: lib}
spec: {type: library, owner: back}
---
apiVersion: backstage.io/v1alpha1
kind: Resource
metadata: {name: db, title: The database}
spec: {type: database, owner: user:guest, dependencyOf: ['component:orders-service']}
---
apiVersion: backstage.io/v1alpha1
kind: API
metadata: {name: orders}
spec: {type: openapi, lifecycle: production, owner: back}
---
apiVersion: backstage.io/v1alpha1
kind: API
metadata: {name: models}
spec: {type: ai-model-server, owner: back, serverUrl: 'http://gpu-1:8000/v1', models: {available: [a, b], default: b}}
---
apiVersion: backstage.io/v1alpha1
kind: Group
metadata: {name: back}
spec: {type: team, profile: {displayName: Back end, email: back@example.com}, children: []}
";

#[test]
fn references_become_needs() {
    let imported = import("backstage", CATALOGUE);
    assert_eq!(
        imported.pairs(),
        [
            ("orders-service", "db"),
            ("shop", "web-shop"),
            ("web-shop", "cache"),
            ("web-shop", "db"),
            ("web-shop", "orders-service"),
            ("web-shop", "prices"),
        ]
        .map(|(from, to)| (from.to_owned(), to.to_owned()))
    );
    assert_eq!(imported.table("shop").kind.as_str(), "activity");
    let text = imported.table("cache").to_toml();
    assert!(text.contains("# ask: what is this"), "{text}");
    assert_eq!(
        imported.told("component:lib"),
        ["left out: a library is no thing that runs"]
    );
}

#[test]
fn owners_are_teams() {
    let imported = import("backstage", CATALOGUE);
    let key = |id: &str, key: &str| imported.key(id, key).unwrap_or_default();
    assert_eq!(key("web-shop", "team"), "\"front\"");
    assert_eq!(key("web-shop", "name"), "\"Web_Shop\"");
    assert_eq!(key("web-shop", "tier"), "1");
    assert_eq!(
        key("web-shop", "links"),
        "[{ name = \"Shop\", url = \"https://shop.example\" }]"
    );
    assert_eq!(key("db", "kind"), "\"database\"");
    assert_eq!(key("db", "team"), "\"guest\"");
    assert_eq!(
        key("front", "on_call"),
        "{ page = \"https://app.pagerduty.com/service-directory/PABC123\" }"
    );
    assert_eq!(key("back", "name"), "\"Back end\"");
}

#[test]
fn a_server_of_models_is_called_by_model() {
    let imported = import("backstage", CATALOGUE);
    assert_eq!(imported.key("models", "model"), Some("\"b\"".to_owned()));
    assert_eq!(imported.key("a", "provider"), Some("\"gpu-1\"".to_owned()));
    let host = imported.table("gpu-1").to_toml();
    assert!(
        host.contains("# ask: what runs at http://gpu-1:8000/v1?"),
        "{host}"
    );
}
