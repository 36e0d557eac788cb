//! Large systems come through whole; with a square in the work they would not end.

use std::fmt::Write as _;

use super::driver::reading;
use jurymast_import::formats;

const SERVICES: usize = 10_000;

fn comes_through(format: &str, text: String) {
    let mut reading = reading();
    let file = reading.take("input.yaml", text);
    let documents = formats::documents(&mut reading, file);
    let format = formats::format(format).unwrap();
    let (draft, _) = (format.read)(&documents, &mut reading);
    let text = draft.to_toml();
    assert!(text.len() > SERVICES * 20);
    assert!(draft.tables.len() >= SERVICES);
}

/// Each needs the next.
fn each(document: impl Fn(usize, usize) -> String) -> String {
    let numbers = 0..SERVICES;
    numbers.fold(String::new(), |mut text, number| {
        let _ = write!(text, "{}", document(number, (number + 1) % SERVICES));
        text
    })
}

#[test]
fn ten_thousand_services_of_compose() {
    let services = each(|one, other| {
        format!(
            "  s{one}:\n    image: acme/s{one}:1\n    depends_on: [s{other}]\n    \
             environment: {{URL: 'http://s{other}:80', DB_HOST: s{other}}}\n"
        )
    });
    comes_through("compose", format!("services:\n{services}"));
}

#[test]
fn ten_thousand_services_of_kubernetes() {
    let documents = each(|one, other| {
        format!(
            "---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: s{one}}}\nspec: {{template: \
             {{metadata: {{labels: {{app: s{one}, part-of: all}}}}, spec: {{containers: [{{name: main, image: a, \
             env: [{{name: URL, value: 'http://s{other}'}}]}}]}}}}}}\n---\napiVersion: v1\nkind: Service\n\
             metadata: {{name: s{one}}}\nspec: {{selector: {{part-of: all, app: s{one}}}}}\n"
        )
    });
    comes_through("kubernetes", documents);
}

#[test]
fn ten_thousand_components_of_a_catalogue() {
    let documents = each(|one, other| {
        format!(
            "---\napiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {{name: s{one}}}\n\
             spec: {{type: service, owner: o{one}, system: all, dependsOn: ['component:s{other}']}}\n"
        )
    });
    comes_through("backstage", documents);
    let documents = each(|one, other| {
        format!(
            "---\napiVersion: v3\nkind: service\nmetadata: {{name: s{one}}}\n\
             spec: {{dependsOn: ['service:s{other}']}}\n"
        )
    });
    comes_through("datadog", documents);
}
