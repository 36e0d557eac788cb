//! `jurymast simulate` as people and programs call it.

use serde_json::{Value, json};

use super::driver::{Case, Ran};

const PLAN: &str = r##"
[plan]
name = "Acme"

[service.chat]
tier = 1
rto = "15m"
mtpd = "4h"
depends_on = [{ on = "llm", detect = "2m", fallback = [
  { to = "other-llm", switch = "automatic", after = "18m", triggers = ["5xx", "timeout"], steps = "flip the flag", serves = "degraded" } ] }]

[service.orders]
tier = 2
rpo = "5m"
restart = "10m"
depends_on = [{ on = "db", needed = "both" }]

[ai.llm]
provider = "openai"

[ai.other-llm]
provider = "anthropic"

[resource.db]
backup = { every = "15m" }

[scenario.key]
name = "The key is revoked"
fails = [{ what = "openai", symptom = "401", for = "2h" }]

[scenario.disk]
fails = [{ what = "db", at = "1h", for = "20m", loses_data = true }]
"##;

fn simulate(arguments: &[&str]) -> Ran {
    Case::plan(PLAN).run(std::iter::once(&"simulate").chain(arguments))
}

fn component<'a>(scenario: &'a Value, id: &str) -> &'a Value {
    let all = scenario["components"].as_array().unwrap();
    all.iter().find(|one| one["id"] == id).unwrap()
}

fn read(ran: Ran) -> Value {
    serde_json::from_str(&ran.exit(0).stdout).unwrap()
}

#[test]
fn all_scenarios_of_the_plan_in_its_order() {
    let all = read(simulate(&["--format", "json"]));
    assert_eq!(all["version"], 1);
    let ids: Vec<&Value> = all["scenarios"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["id"])
        .collect();
    assert_eq!(ids, ["key", "disk"]);
    // Lost at 0, the switch by hand at 2 + 18 minutes, back at 2 hours.
    let chat = component(&all["scenarios"][0], "chat");
    assert_eq!(chat["kind"], "service");
    assert_eq!(chat["tier"], 1);
    assert_eq!(chat["down_s"], 1_200);
    assert_eq!(chat["degraded_s"], 6_000);
    assert_eq!(chat["longest_down_s"], 1_200);
    assert_eq!(chat["rto_s"], 900);
    assert_eq!(chat["meets_rto"], false);
    assert_eq!(chat["mtpd_s"], 14_400);
    assert_eq!(chat["meets_mtpd"], true);
    assert_eq!(
        chat["intervals"],
        json!([
            { "level": "down", "from_s": 0, "until_s": 1_200 },
            { "level": "degraded", "from_s": 1_200, "until_s": 7_200 },
        ])
    );
    // 20 minutes and 10 of restart; no RTO, so no verdict; a backup every 15 minutes.
    let orders = component(&all["scenarios"][1], "orders");
    assert_eq!(orders["down_s"], 1_800);
    assert_eq!(orders["rto_s"], Value::Null);
    assert_eq!(orders["meets_rto"], Value::Null);
    assert_eq!(orders["data_loss_s"], 900);
    assert_eq!(orders["meets_rpo"], false);
}

#[test]
fn an_rpo_is_judged_where_data_are_lost() {
    let plan = |backup: &str, below: &str| {
        format!(
            "[plan]\nname = \"Acme\"\n[service.shop]\nrto = \"4h\"\nrpo = \"5m\"\n\
             depends_on = [\"db\", \"cache\"]\n[resource.db]\n{backup}\n[resource.cache]\n\
             [scenario.s]\nfails = [{{ what = \"{below}\", for = \"1h\", loses_data = true }}]\n"
        )
    };
    let shop = |plan: &str| {
        let all = read(Case::plan(plan).run(["simulate", "-f", "json"]));
        component(&all["scenarios"][0], "shop").clone()
    };
    // Nothing is saved, so all is lost.
    let unsaved = plan("data = \"persistent\"", "db");
    let lost = shop(&unsaved);
    assert_eq!(lost["data_loss_s"], Value::Null);
    assert_eq!(lost["all_data_lost"], true);
    assert_eq!(lost["meets_rpo"], false);
    assert_eq!(lost["rpo_verdict"], "missed");
    Case::plan(&unsaved)
        .run(["simulate"])
        .exit(0)
        .stdout_has("all data lost: no backup or replica")
        .stdout_has("MISSED");
    let kept = "backup = { every = \"5m\" }";
    assert_eq!(shop(&plan(kept, "db"))["rpo_verdict"], "met");
    let unsaid = shop(&plan("backup = { restore = \"5m\" }", "db"));
    assert_eq!(unsaid["meets_rpo"], Value::Null);
    assert_eq!(unsaid["rpo_verdict"], "unknown");
    assert_eq!(
        unsaid["unknown_because"],
        json!(["`every` of the backup of db is not declared"])
    );
    // The cache keeps nothing; and what loses no data is not judged.
    assert_eq!(shop(&plan(kept, "cache"))["rpo_verdict"], "none");
    let blip = plan(kept, "db").replace(", loses_data = true", "");
    assert_eq!(shop(&blip)["rpo_verdict"], "none");
    assert_eq!(shop(&blip)["data_loss_s"], Value::Null);
}

#[test]
fn what_is_not_declared_is_named() {
    let plan = "[plan]\nname = \"Acme\"\n[service.s]\nrto = \"1h\"\n\
        depends_on = [{ on = \"a\", fallback = [{ to = \"b\", switch = \"manual\", after = \"5m\" }] }]\n\
        [resource.a]\n[resource.b]\n[scenario.s]\nfails = [{ what = \"a\", for = \"4h\" }]\n";
    let all = read(Case::plan(plan).run(["simulate", "-f", "json"]));
    let of = component(&all["scenarios"][0], "s");
    assert_eq!(of["down_s"], 300);
    assert_eq!(of["meets_rto"], Value::Null);
    assert_eq!(of["rto_verdict"], "unknown");
    assert_eq!(of["mtpd_verdict"], "none");
    assert_eq!(
        of["unknown_because"],
        json!(["`detect` of s on a is not declared"])
    );
    Case::plan(plan)
        .run(["simulate"])
        .exit(0)
        .stdout_has("down at least 5m; RTO 1h unknown")
        .stdout_has("unknown: `detect` of s on a is not declared");
}

#[test]
fn an_mbco_is_about_what_serves_and_rto_about_being_down() {
    let plan = |targets: &str| {
        format!(
            "[plan]\nname = \"Acme\"\n[service.x]\n{targets}\n\
             depends_on = [{{ on = \"a\", detect = \"1m\", fallback = [{{ to = \"b\", after = \"1m\", capacity = \"50%\" }}] }}]\n\
             [resource.a]\n[resource.b]\n[scenario.s]\nfails = [{{ what = \"a\", for = \"1h\" }}]\n"
        )
    };
    let x = |targets: &str| {
        let all = read(Case::plan(&plan(targets)).run(["simulate", "-f", "json"]));
        component(&all["scenarios"][0], "x").clone()
    };
    let within = x("rto = \"4h\"\nmbco = \"10%\"");
    assert_eq!(within["down_s"], 120);
    assert_eq!(within["capacity"], 0.0);
    assert_eq!(within["serving_capacity"], 0.5);
    assert_eq!(within["meets_mbco"], true);
    assert_eq!(within["meets_rto"], true);
    // Down too long is for the RTO to say; where there is none, nothing else says it.
    let late = x("rto = \"1m\"\nmbco = \"10%\"");
    assert_eq!(late["meets_rto"], false);
    assert_eq!(late["meets_mbco"], true);
    assert_eq!(x("mbco = \"10%\"")["meets_mbco"], false);
    Case::plan(&plan("rto = \"4h\"\nmbco = \"10%\""))
        .run(["simulate"])
        .stdout_has("capacity 50%, MBCO 10% met");
}

#[test]
fn very_much_is_counted() {
    let mut plan = "[plan]\nname = \"Acme\"\n[domain.zone]\n".to_owned();
    for at in 0..40 {
        plan += &format!(
            "[resource.r{at}]\nin = [\"zone\"]\n[service.s{at}]\ndepends_on = [\"r{at}\"]\n\
             [service.t{at}]\ndepends_on = [\"s{at}\"]\n"
        );
    }
    let fails: Vec<String> = (0..40)
        .map(|at| format!("{{ what = \"r{at}\", for = \"1h\" }}"))
        .collect();
    plan += &format!(
        "[scenario.zone]\nfails = [{{ what = \"zone\", for = \"1h\" }}]\n\
         [scenario.each]\nfails = [{}]\n",
        fails.join(", ")
    );
    let case = Case::plan(&plan);
    // 80 losses at the start: those of what failed itself first, then a count.
    let zone = case.run(["simulate", "zone", "--explain"]).exit(0);
    zone.stdout_has("+0s s0: r0 is lost")
        .stdout_has("+0s and 72 more losses")
        .stdout_has("+1h and 72 more that have what they need again");
    Case::plan(&plan)
        .run(["simulate", "each"])
        .exit(0)
        .stdout_has("and 20 more fail");
}

#[test]
fn what_never_comes_back_is_null() {
    let all = read(simulate(&[
        "--what-if",
        "openai:400:forever",
        "--what-if",
        "db:30m",
        "--format",
        "json",
    ]));
    assert_eq!(all["scenarios"].as_array().unwrap().len(), 1);
    let scenario = &all["scenarios"][0];
    assert_eq!(scenario["id"], "what-if");
    assert_eq!(component(scenario, "llm")["down_s"], Value::Null);
    assert_eq!(component(scenario, "chat")["degraded_s"], Value::Null);
    assert_eq!(component(scenario, "orders")["down_s"], 2_400);
}

#[test]
fn the_text_draws_and_explains() {
    let ran = simulate(&["key", "--explain"]);
    assert!(ran.stdout.lines().all(|line| line.chars().count() <= 80));
    ran.exit(0)
        .stdout_has("key: The key is revoked\n  openai fails (401) at +0s for 2h\n")
        .stdout_has("  1  chat |#########")
        .stdout_has("down 20m; degraded 1h 40m; RTO 15m MISSED; MTPD 4h met")
        .stdout_has("+0s chat: llm is lost (401); it is noticed at +2m\n")
        .stdout_has("the trigger of other-llm covers 5xx and timeout; this was 401, so it\n      waits for a person")
        .stdout_has("+20m chat: other-llm serves, degraded; the switch took 20m from the loss\n")
        .stdout_has("+2h chat: llm serves again\n");
}

#[test]
fn what_nothing_leans_on_is_said() {
    simulate(&["--what-if", "mistral:5xx:1h"])
        .exit(0)
        .stdout_has("mistral fails: nothing in this plan leans on it")
        .stdout_has("Nothing goes down or gets worse.");
}

#[test]
fn mistakes_are_named() {
    for (arguments, message, help) in [
        (
            &["kye"][..],
            "no scenario is called `kye`",
            "did you mean `key`?",
        ),
        (
            &["openai"],
            "no scenario is called `openai`",
            "simulate --what-if openai:4h` lets it fail",
        ),
        (
            &["--what-if", "opnai:429:4h"],
            "is called `opnai`",
            "did you mean `openai`?",
        ),
        (
            &["--what-if", "openai:492:4h"],
            "`492` is no symptom",
            "did you mean `429`?",
        ),
        (
            &["--what-if", "openai"],
            "does not say for how long",
            "openai:4h",
        ),
        (&["--what-if", "openai:429:4"], "without a unit", ""),
        (
            &["--what-if", "openai:429"],
            "does not say for how long",
            "openai:429:4h",
        ),
        (
            &["--what-if", "openai:4h:429"],
            "does not say for how long",
            "the time comes last: write `openai:429:4h`",
        ),
        (&["--what-if", ""], "does not say what fails", "openai:4h"),
    ] {
        simulate(arguments)
            .exit(2)
            .stdout_is_empty()
            .stderr_has(message)
            .stderr_has(help);
    }
    Case::plan("[plan]\nname = \"Bare\"\n[resource.db]\n")
        .run(["simulate"])
        .exit(2)
        .stderr_has("the plan has no scenario");
}

#[test]
fn a_surge_of_the_plan() {
    let plan = r#"
[plan]
name = "Acme"
[service.chat]
depends_on = [{ on = "llm", demand = { rpm = 400 } }]
[ai.llm]
provider = "openai"
limit = { rpm = 1000 }
[scenario.friday]
surges = [{ what = "chat", times = 4, at = "1h", for = "2h" }]
"#;
    // 4 times 400 on 1000: a share of 62.5% for two hours.
    let all = read(Case::plan(plan).run(["simulate", "--format", "json"]));
    let chat = component(&all["scenarios"][0], "chat");
    assert_eq!(chat["degraded_s"], 7_200);
    assert_eq!(chat["down_s"], 0);
    assert_eq!(chat["capacity"], 0.625);
    Case::plan(plan)
        .run(["simulate"])
        .exit(0)
        .stdout_has("chat demands 400% of the usual at +1h for 2h");
}

/// Nobody was down, and a copy that lags took over.
#[test]
fn a_missed_rpo_is_shown_of_who_was_up_all_the_time() {
    let plan = r#"
[plan]
name = "Copies"
[service.shop]
tier = 1
rpo = "5s"
depends_on = [{ any_of = ["one", "two"], detect = "1m" }]
[resource.one]
in = ["here"]
data = "persistent"
replica_of = { of = "two", lag = "10s" }
[resource.two]
data = "persistent"
replica_of = { of = "one", lag = "10s" }
[domain.here]
kind = "zone"
[scenario.one]
fails = [{ what = "here" }]
"#;
    let case = Case::plan(plan);
    let all = read(case.run(["simulate", "one", "--format", "json"]));
    assert_eq!(
        component(&all["scenarios"][0], "shop")["rpo_verdict"],
        "missed"
    );
    case.run(["simulate", "one"])
        .exit(0)
        .stdout_has("RPO 5s MISSED");
}

/// Half of the group lets through less than the front needs at least.
#[test]
fn a_service_in_between_passes_on_no_more_than_it_serves() {
    let plan = r#"
[plan]
name = "Between"
[service.front]
tier = 1
rto = "1h"
mbco = "80%"
depends_on = ["back"]
[service.back]
depends_on = [{ any_of = ["east", "west"], demand = { rpm = 1000 } }]
[resource.east]
limit = { rpm = 600 }
[resource.west]
limit = { rpm = 600 }
[scenario.long]
fails = [{ what = "east", for = "2h" }]
"#;
    let all = read(Case::plan(plan).run(["simulate", "--format", "json"]));
    let front = component(&all["scenarios"][0], "front");
    assert_eq!(front["down_s"], 7_200);
    assert_eq!(front["rto_verdict"], "missed");
    assert_eq!(component(&all["scenarios"][0], "back")["capacity"], 0.6);
}

#[test]
fn nothing_is_repaired_by_steps_that_are_nowhere() {
    let plan = |runbook: &str| {
        format!(
            "[plan]\nname = \"x\"\n[resource.db]\nrto = \"2h\"\n\
             backup = {{ every = \"1h\", restore = \"10m\", segregated = true }}\n\
             [service.s]\ndepends_on = [{{ on = \"db\", detect = \"1m\" }}]\n{runbook}\
             [scenario.one]\nfails = [{{ what = \"db\", loses_data = true }}]\n"
        )
    };
    Case::plan(&plan(""))
        .run(["simulate", "one", "--explain"])
        .stdout_has("db: its repair, for which the plan has no time, counts as done")
        .stdout_lacks("runbook's steps");
    Case::plan(&plan(
        "[[runbook.db.step]]\ndo = \"mend\"\ntakes = \"5m\"\n",
    ))
    .run(["simulate", "one", "--explain"])
    .stdout_has("db: its runbook's steps have repaired it");
}
