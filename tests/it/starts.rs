//! What stopped must start again: where a fallback holds and the same fault takes what is
//! needed to start, blast finds nothing lost, time has it down for ever, and a rule says so.
//! A circle of repairs and starts is found without any scenario.

use serde_json::Value;

use super::driver::Case;

/// A shop that loses its store with the zone; its fallback stands elsewhere.
fn shop(keys: &str, rest: &str) -> String {
    format!(
        r#"
[plan]
name = "Starts"
[service.shop]
tier = 1
rto = "1h"
[[service.shop.depends_on]]
on = "store"
needed = "both"
{keys}
[[service.shop.depends_on]]
on = "image"
needed = "start"
{rest}
[service.spare]
[domain.east]
[scenario.one]
fails = [{{ what = "east", symptom = "5xx" }}]
"#
    )
}

const SLOW: &str =
    "detect = \"1m\"\nfallback = [{ to = \"spare\", switch = \"automatic\", after = \"5s\" }]";
const STORE: &str = "[service.store]\nin = [\"east\"]\n";
const IMAGE: &str = "[service.image]\nin = [\"east\"]\n";

/// By component the need that its start lacks.
fn starts(case: &Case) -> Vec<String> {
    let found = case.findings("shared-fate-cure");
    let words = found.iter().map(|one| one["message"].as_str().unwrap());
    let words = words.map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
    words
        .filter(|text| text.starts_with("the start of"))
        .collect()
}

fn json(case: &Case, arguments: &[&str]) -> Value {
    let all = arguments.iter().copied().chain(["--format", "json"]);
    case.run(all).exit(0).json()
}

/// Whether somebody is down for ever whom blast has untouched.
fn is_down_for_ever(case: &Case, id: &str) -> bool {
    let blast = json(case, &["blast", "east"]);
    let hit = blast["affected"].as_array().unwrap();
    assert!(!hit.iter().any(|one| one["id"] == id), "{blast}");
    let run = json(case, &["simulate", "one"]);
    let all = run["scenarios"][0]["components"].as_array().unwrap();
    let own = all.iter().find(|one| one["id"] == id);
    own.is_some_and(|one| one["longest_down_s"].is_null())
}

#[test]
fn what_stops_until_a_fallback_serves_needs_what_the_same_fault_takes() {
    let held = "holds = \"2m\"\n".to_owned() + SLOW;
    let elsewhere = "[service.image]\n";
    let copied = IMAGE.to_owned() + "[service.copy]\n";
    for (keys, rest, is_stuck) in [
        (SLOW, IMAGE, true),
        // Nothing stops, as the reserve lasts; or the image stands.
        (&held, IMAGE, false),
        (SLOW, elsewhere, false),
        (SLOW, &copied, false),
    ] {
        let mut text = shop(keys, &format!("{STORE}{rest}"));
        if rest.contains("copy") {
            text = text.replace(
                "on = \"image\"",
                "on = \"image\"\ndetect = \"1m\"\nfallback = [{ to = \"copy\", switch = \"automatic\", after = \"5s\" }]",
            );
        }
        let case = Case::plan(&text);
        assert_eq!(is_down_for_ever(&case, "shop"), is_stuck, "{text}");
        let said = "the start of `shop` needs `image`, which is down with `east`";
        let said: &[&str] = if is_stuck { &[said] } else { &[] };
        assert_eq!(starts(&case), said, "{text}");
    }
}

#[test]
fn who_stops_with_another_is_told_by_what_began_it() {
    // The shop is down until the store below has switched; that stops who needs the shop.
    let text = shop(
        SLOW,
        &format!("{STORE}[service.image]\n{}", IMAGE.replace("image", "plan")),
    ) + "[service.web]\ntier = 1\nrto = \"1h\"\n\
           depends_on = [{ on = \"shop\", needed = \"both\" }, { on = \"plan\", needed = \"start\" }]\n\
           [service.page]\ndepends_on = [{ on = \"web\", needed = \"both\" }]\n";
    let case = Case::plan(&text);
    assert!(!is_down_for_ever(&case, "shop"));
    assert!(is_down_for_ever(&case, "web"));
    assert!(is_down_for_ever(&case, "page"));
    // The page only waits for who is told.
    let said = ["the start of `web` needs `plan`, which is down with `east`"];
    assert_eq!(starts(&case), said);
}

#[test]
fn who_waits_for_each_other_to_start_is_told() {
    let text = shop(SLOW, &format!("{STORE}[service.image]\n")).replace(
        "[service.image]",
        "[service.image]\ndepends_on = [{ on = \"shop\", needed = \"both\" }]",
    );
    let case = Case::plan(&text);
    assert!(is_down_for_ever(&case, "shop"));
    let said = starts(&case);
    assert!(
        said.iter().any(|one| one.contains("`shop` needs `image`")),
        "{said:?}"
    );
}

#[test]
fn a_circle_of_repair_and_start_is_found_without_a_scenario() {
    let circle = |needs: &str| {
        Case::plan(&format!(
            "[plan]\nname = \"Circle\"\n[service.shop]\ntier = 1\nrto = \"1h\"\n\
             depends_on = [\"db\"]\n\
             [service.db]\ndepends_on = [{{ on = \"vault\", needed = \"start\" }}]\n\
             [service.vault]\n[service.desk]\n\
             [runbook.vault]\nstep = [{{ do = \"unseal it\", takes = \"5m\", needs = [\"{needs}\"] }}]\n\
             [scenario.one]\nfails = [{{ what = \"db\" }}, {{ what = \"vault\" }}]\n"
        ))
    };
    for (needs, is_circle) in [("db", true), ("shop", true), ("desk", false)] {
        let case = circle(needs);
        let found = case.findings("recovery-cycle");
        assert_eq!(found.len(), usize::from(is_circle), "{found:?}");
        let run = json(&case, &["simulate", "one"]);
        let all = run["scenarios"][0]["components"].as_array().unwrap();
        let shop = all.iter().find(|one| one["id"] == "shop").unwrap();
        assert_eq!(shop["longest_down_s"].is_null(), is_circle);
    }
}
