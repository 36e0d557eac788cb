//! A plan in which nobody declares a tier is judged by what nothing depends on, and so it is
//! said.

use serde_json::Value;

use super::driver::Case;

const PLAN: &str = r#"
[plan]
name = "Shop"
owner = "web"

[team.web]

[service.web]
depends_on = ["api"]

[service.api]
depends_on = ["db"]

[service.worker]
depends_on = ["db"]

[resource.db]
data = "persistent"
"#;

fn findings(plan: &str) -> Vec<Value> {
    let report = Case::plan(plan).run(["check", "--format", "json"]).json();
    report["findings"].as_array().unwrap().clone()
}

fn of<'a>(findings: &'a [Value], rule: &str) -> Vec<&'a Value> {
    findings.iter().filter(|one| one["rule"] == rule).collect()
}

#[test]
fn what_nothing_depends_on_is_critical_and_said_to_be_so_provisionally() {
    let found = findings(PLAN);
    let [tiers] = of(&found, "tier-undeclared")[..] else {
        panic!("{found:#?}");
    };
    assert_eq!(
        tiers["message"],
        "no tier is declared: `web` and `worker` count as tier 1 provisionally"
    );
    let points = of(&found, "single-point-of-failure");
    let points = points
        .iter()
        .map(|one| (one["component"].as_str().unwrap(), *one));
    let points: Vec<(&str, &Value)> = points.collect();
    assert_eq!(
        points.iter().map(|(id, _)| *id).collect::<Vec<_>>(),
        ["web", "worker"]
    );
    let note = "tier 1 provisionally: nothing depends on it and no tier is declared";
    for (_, one) in &points {
        assert_eq!(one["severity"], "warning");
        assert!(
            one["notes"]
                .as_array()
                .unwrap()
                .iter()
                .any(|said| said == note),
            "{one:#}"
        );
        assert_eq!(
            one["cost"][0]
                .as_str()
                .unwrap()
                .split(" takes ")
                .nth(1)
                .unwrap()
                .split(':')
                .next(),
            Some(if one["causes"][0] == "db" {
                "2 of tier 1 provisionally down"
            } else {
                "1 of tier 1 provisionally down"
            })
        );
    }
    let team = of(&found, "no-escalation");
    assert_eq!(team.len(), 1);
    for one in &found {
        let rests = [
            "tier-undeclared",
            "single-point-of-failure",
            "no-escalation",
        ];
        let rests = rests.contains(&one["rule"].as_str().unwrap());
        assert_eq!(one["provisional"], rests, "{one:#}");
        assert_ne!(one["severity"], "error", "{one:#}");
    }
    // What is shown as the tier is what is declared.
    let gaps = Case::plan(PLAN).run(["gaps", "--format", "json"]).json();
    for one in gaps["components"].as_array().unwrap() {
        assert!(one["tier"].is_null(), "{one:#}");
    }
}

#[test]
fn one_declared_tier_ends_it() {
    let one = PLAN.replace("[service.worker]\n", "[service.worker]\ntier = 3\n");
    let found = findings(&one);
    assert!(found.iter().all(|one| one["provisional"] == false));
    for rule in [
        "tier-undeclared",
        "single-point-of-failure",
        "no-escalation",
    ] {
        assert!(of(&found, rule).is_empty(), "{rule}");
    }
    let first = PLAN.replace("[service.web]\n", "[service.web]\ntier = 1\n");
    let found = findings(&first);
    assert_eq!(of(&found, "tier-one-without-rto")[0]["severity"], "error");
    assert_eq!(of(&found, "single-point-of-failure")[0]["component"], "web");
}

/// What is shown for an activity with a target is shown whatever stands below it.
#[test]
fn an_activity_with_a_target_keeps_its_finding() {
    let plan = format!("{PLAN}[activity.sales]\nmtpd = \"4h\"\ndepends_on = [\"web\"]\n");
    let found = findings(&plan);
    let of_sales = of(&found, "single-point-of-failure").into_iter();
    let of_sales: Vec<_> = of_sales.filter(|one| one["component"] == "sales").collect();
    assert_eq!(of_sales.len(), 1, "{found:#?}");
    assert_eq!(of_sales[0]["causes"][0], "web");
}

/// One card under both is found by the rule for shared fate, and by no other.
#[test]
fn one_bill_under_primary_and_fallback_is_shared_fate() {
    let plan = "[plan]\nname = \"x\"\n[service.support]\ntier = 1\nrto = \"1h\"\n\
        depends_on = [{ on = \"first\", fallback = [\"second\"] }]\n\
        [ai.first]\nprovider = \"openai\"\nin = [\"card\"]\n\
        [ai.second]\nprovider = \"anthropic\"\nin = [\"card\"]\n\
        [domain.card]\nname = \"The company card\"\nkind = \"card\"\n";
    let found = findings(plan);
    let shared = of(&found, "shared-fate-fallback");
    assert_eq!(shared.len(), 1, "{found:#?}");
    assert_eq!(
        (&shared[0]["severity"], &shared[0]["causes"][0]),
        (&"error".into(), &"card".into())
    );
    let about = |one: &&Value| one["component"] == "card" || one["causes"][0] == "card";
    assert_eq!(found.iter().filter(about).count(), 1);
}

#[test]
fn a_waiver_too_many_costs_nothing() {
    let waiver = "[[waiver]]\nrule = \"no-owner\"\nat = \"resource.db\"\nreason = \"r\"\n\
        until = 2026-12-31\n";
    let found = findings(&format!("{PLAN}{waiver}"));
    let unused = of(&found, "unused-waiver");
    assert_eq!(unused.len(), 1, "{found:#?}");
    assert_eq!(unused[0]["cost"], Value::Array(Vec::new()));
}

#[test]
fn what_a_soft_dependency_lacks_is_shown_where_it_is_written() {
    let plan = "[plan]\nname = \"x\"\n[service.a]\ndepends_on = [{ on = \"c\", mode = \"soft\" }]\n\
        [service.b]\ndepends_on = [{ on = \"c\", mode = \"soft\" }]\n[service.c]\n";
    let found = findings(plan);
    let [one] = of(&found, "soft-without-degraded-behaviour")[..] else {
        panic!("{found:#?}");
    };
    // The line of the first `depends_on`, not that of [service.c].
    assert_eq!((&one["line"], &one["component"]), (&4.into(), &"c".into()));
}

#[test]
fn needs_that_are_written_twice_are_told_how_to_be_one_list() {
    let said = |text: &str| {
        let report = Case::plan(text)
            .run(["check", "--format", "json"])
            .exit(2)
            .json();
        let error = report["errors"][0].clone();
        assert_eq!(error["message"], "`depends_on` is written twice");
        let help = error["help"][0].as_str().unwrap_or_default().to_owned();
        (error["related"][0]["line"].as_u64(), help)
    };
    let head = "[plan]\nname = \"x\"\n[service.a]\n";
    let both = "[service.b]\n[service.c]\n";
    let twice = "depends_on = [\"b\"]\ndepends_on = [\"c\"]\n";
    let (line, help) = said(&format!("{head}{twice}{both}"));
    assert_eq!(line, Some(4));
    assert!(help.contains("into one list: depends_on = ["), "{help}");
    let tables = "depends_on = [\"b\"]\n[[service.a.depends_on]]\non = \"c\"\n";
    let (line, help) = said(&format!("{head}{tables}{both}"));
    assert_eq!(line, Some(4));
    assert!(help.contains("[[service.some-id.depends_on]]"), "{help}");
}
