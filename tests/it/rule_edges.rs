//! What rules take for what they look for, and what not.

use serde_json::Value;

use super::driver::Case;

/// The findings of a rule in a plan with these tables.
fn found(tables: &str, rule: &str) -> Vec<Value> {
    let plan = Case::plan(&format!("[plan]\nname = \"x\"\n{tables}"));
    let report = plan.run(["check", "--format", "json"]).json();
    assert_eq!(report["errors"], serde_json::json!([]), "{tables}");
    let all = report["findings"].as_array().unwrap();
    all.iter()
        .filter(|one| one["rule"] == rule)
        .cloned()
        .collect()
}

fn count(tables: &str, rule: &str) -> usize {
    found(tables, rule).len()
}

/// People write the kinds of things as they like.
#[test]
fn kinds_are_told_in_any_letters() {
    let on_one = |kind: &str| {
        format!(
            "[service.a]\nin = [\"here\"]\n[service.b]\nin = [\"here\"]\n[resource.db]\nin = [\"here\"]
            [domain.here]\nkind = \"{kind}\"\n"
        )
    };
    for kind in ["host", "Host", " VM ", "Server"] {
        assert_eq!(count(&on_one(kind), "single-host"), 1, "{kind}");
    }
    assert_eq!(count(&on_one("Cloud"), "single-host"), 0);
    let in_two = |kind: &str| {
        format!(
            "[service.a]\nin = [\"x\", \"y\"]\n[domain.x]\nkind = \"{kind}\"\n[domain.y]\nkind = \"data-center\"\n"
        )
    };
    for kind in ["Data Center", "data_center", "DataCenter"] {
        let told = found(&in_two(kind), "in-two-places");
        assert_eq!(told.len(), 1, "{kind}");
        assert!(
            told[0]["message"]
                .as_str()
                .unwrap()
                .contains("each a data-center")
        );
    }
    let by_hand = "[service.a]\ntier = 1\ndepends_on = [{ on = \"llm\", fallback = [\"desk\"] }]
        [ai.llm]\nprovider = \"openai\"\n[resource.desk]\nkind = \"People\"\n";
    assert_eq!(count(by_hand, "unstaffed-floor"), 1);
}

/// What was done shows, wherever the plan says so; what was only configured, or is to come,
/// does not.
#[test]
fn a_tabletop_is_not_all_where_something_was_done() {
    let plan = |fallback: &str, step: &str, backup: &str| {
        format!(
            "[service.a]\ndepends_on = [{{ on = \"db\", fallback = [{{ to = \"copy\"{fallback} }}] }}]
            [resource.db]\nbackup = {{ every = \"1d\"{backup} }}\n[resource.copy]
            [[runbook.a.step]]\ndo = \"restore\"{step}
            [exercise.autumn]\nkind = \"tabletop\"\non = 2026-10-14\nresult = \"passed\"\n"
        )
    };
    let evidence =
        |rung: &str, on: &str| format!("evidence = [{{ rung = \"{rung}\", on = {on} }}]");
    let of_step = |evidence: &str| format!("\n{evidence}");
    let of_fallback = |evidence: &str| format!(", {evidence}");
    let drilled = evidence("drilled", "2026-10-01");
    let to_come = evidence("drilled", "2026-12-24");
    let configured = evidence("configured", "2026-10-01");
    for (fallback, step, backup, is_told) in [
        ("", "", "", true),
        ("", of_step(&drilled).as_str(), "", false),
        ("", of_step(&to_come).as_str(), "", true),
        (of_fallback(&drilled).as_str(), "", "", false),
        (of_fallback(&configured).as_str(), "", "", true),
        (", tested = 2026-10-01", "", "", false),
        ("", "", ", verified = 2026-10-01", false),
    ] {
        let told = count(&plan(fallback, step, backup), "tabletop-only") == 1;
        assert_eq!(told, is_told, "{fallback} {step} {backup}");
    }
}

#[test]
fn a_team_that_is_told_is_used() {
    let tables = |audience: &str| {
        format!(
            "[service.a]\nteam = \"web\"\n[team.web]\n[team.desk]\nname = \"Service desk\"
            [communication.lost]\naudience = \"{audience}\"\napprover = \"web\"\n"
        )
    };
    for audience in ["desk", "Service Desk"] {
        assert_eq!(count(&tables(audience), "unused-team"), 0, "{audience}");
    }
    assert_eq!(count(&tables("customers"), "unused-team"), 1);
}

/// The models of a gateway that is all there is of a plan are for others; one that nobody
/// calls beside some that are called is a slip.
#[test]
fn what_a_gateway_offers_is_used_by_whoever_calls_it() {
    let gateway = "[service.gateway]\n[ai.fast]\nprovider = \"openai\"\nvia = [\"gateway\"]
        [ai.slow]\nprovider = \"anthropic\"\nvia = [\"gateway\"]\n";
    assert_eq!(count(gateway, "unused-component"), 0);
    let called = format!("{gateway}[service.chat]\ndepends_on = [\"fast\"]\n");
    let told = found(&called, "unused-component");
    assert_eq!(told.len(), 1);
    assert_eq!(told[0]["component"], "slow");
}

/// A model that ended takes its callers down, and not what rests on their data.
#[test]
fn missing_backups_are_no_milder_once_a_model_has_ended() {
    let severity = |expires: &str| {
        let told = found(
            &format!(
                "[service.chat]\ntier = 1\ndepends_on = [\"llm\", \"db\"]\n[ai.llm]\nprovider = \"openai\"\n{expires}[resource.db]\ndata = \"persistent\"\n"
            ),
            "data-without-backup",
        );
        told[0]["severity"].clone()
    };
    assert_eq!(severity(""), "error");
    assert_eq!(severity("expires = 2020-01-01\n"), "error");
}

#[test]
fn what_nothing_uses_costs_nothing() {
    let idle = "[service.a]\n[ai.llm]\nprovider = \"openai\"\nmodel = \"gpt-4o\"\n";
    let told = found(idle, "unused-component");
    assert_eq!(told[0]["component"], "llm");
    assert_eq!(told[0]["cost"], serde_json::json!([]));
}

/// One of many that would do takes nobody down.
#[test]
fn the_way_without_ai_says_how_many_are_lost_together() {
    let tables = "[service.a]\ntier = 1\ndepends_on = [{ any_of = [\"x\", \"y\", \"z\"] }]
        [ai.x]\nprovider = \"openai\"\n[ai.y]\nprovider = \"openai\"\n[ai.z]\nprovider = \"openai\"\n";
    let plan = Case::plan(&format!("[plan]\nname = \"x\"\n{tables}"));
    let only = ["check", "--select", "tier-one-without-non-ai-floor"];
    plan.run(only)
        .stdout_has("x and all 2 others of its group -> a");
}

#[test]
fn only_what_runs_has_a_place() {
    let tables =
        "[service.a]\n[service.b]\ndepends_on = [\"llm\"]\n[ai.llm]\nin = [\"aws-us-east-1\"]\n";
    let plan = Case::plan(&format!("[plan]\nname = \"x\"\n{tables}"));
    plan.run(["check"])
        .stdout_has("no service or resource has an `in`");
}
