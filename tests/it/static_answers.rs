//! What blast, gaps, check and advise say of plans with what has ended, hold-overs, needs at
//! the start and load: worked by hand.

use serde_json::Value;

use super::driver::Case;

fn gaps(case: &Case, id: &str) -> Value {
    let found = case.answer(&["gaps", id]);
    found["components"][0].clone()
}

/// The messages of one rule.
fn messages(case: &Case, rule: &str) -> Vec<String> {
    let of = case.findings(rule).into_iter();
    let of = of.filter(|one| one["waived"] == false);
    of.map(|one| one["message"].as_str().unwrap().to_owned())
        .collect()
}

const ENDED: &str = r#"
[plan]
name = "A fallback that is gone"
[service.chat]
tier = 1
rto = "15m"
depends_on = [{ on = "main", detect = "5s", fallback = [{ to = "spare", switch = "automatic", after = "1s", triggers = ["5xx"] }] }]
[ai.main]
provider = "mistral"
model = "mistral-large-2512"
[ai.spare]
provider = "host"
model = "host-1"
[provider.host]
models = [{ id = "host-1", retires = 2026-01-31 }]
"#;

#[test]
fn a_fallback_that_ended_holds_nothing() {
    let before = Case::plan(ENDED).today("2026-01-30");
    let after = Case::plan(ENDED).today("2026-01-31");
    assert_eq!(before.answer(&["blast", "mistral"])["counts"]["down"], 2);
    assert_eq!(gaps(&before, "chat")["orders"]["1"], 0);
    assert!(messages(&before, "no-fallback").is_empty());

    let blast = after.answer(&["blast", "mistral"]);
    let ids: Vec<&str> = blast["affected"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["id"].as_str().unwrap())
        .collect();
    assert!(ids.contains(&"chat") && ids.contains(&"main"), "{ids:?}");
    let fallback = &blast["requirements"][0]["fallbacks"][0];
    assert_eq!(fallback["level"], "down");
    assert_eq!(fallback["ended"], "retired on 2026-01-31");
    assert_eq!(blast["ended"][0]["id"], "spare");
    after
        .run(["blast", "mistral"])
        .exit(0)
        .stdout_has("lost  chat for main: spare: it never held, retired on 2026-01-31");

    let found = gaps(&after, "chat");
    let sets = found["sets"].as_array().unwrap();
    assert!(
        sets.iter()
            .any(|set| *set == serde_json::json!(["mistral"])),
        "{sets:?}"
    );
    assert_eq!(found["single_points"][0]["reason"], "fallback-ended");
    assert_eq!(
        messages(&after, "no-fallback"),
        ["`chat` has no fallback for `main`"]
    );
    assert!(messages(&after, "shared-fate-fallback").is_empty());
    let advice = after.answer(&["advise"]);
    assert!(advice["before"]["gaps"].as_u64().unwrap() > 0);
    assert!(!advice["changes"].as_array().unwrap().is_empty());
}

#[test]
fn what_is_down_at_rest_has_the_empty_cut_set() {
    let case = Case::plan(
        r#"
        [plan]
        name = "x"
        [service.shop]
        tier = 1
        depends_on = ["proxy"]
        [service.proxy]
        depends_on = ["certificate"]
        [service.other]
        tier = 1
        depends_on = [{ any_of = ["certificate", "a", "b"], at_least = 1 }]
        [resource.certificate]
        expires = 2026-03-01
        [resource.a]
        [resource.b]
        "#,
    );
    let shop = case.answer(&["gaps", "shop", "--probability"])["components"][0].clone();
    assert_eq!(shop["count"], "1");
    assert_eq!(shop["orders"], serde_json::json!({ "0": 1 }));
    assert_eq!(shop["sets"], serde_json::json!([[]]));
    assert_eq!(shop["at_rest"]["id"], "certificate");
    assert_eq!(shop["at_rest"]["why"], "expired on 2026-03-01");
    assert_eq!(shop["probability"], 1.0);
    for order in ["1", "all"] {
        let found = case.answer(&["gaps", "shop", "--max-order", order]);
        assert_eq!(found["components"][0]["count"], "1", "{order}");
    }
    case.run(["gaps", "shop"])
        .exit(0)
        .stdout_has("down without any fault")
        .stdout_has("certificate expired on 2026-03-01");
    // Two are left of three, and both must go.
    let other = gaps(&case, "other");
    assert_eq!(other["orders"], serde_json::json!({ "1": 0, "2": 1 }));
    assert_eq!(other["sets"], serde_json::json!([["a", "b"]]));
    // Its loss makes nothing worse than it is.
    assert_eq!(
        case.answer(&["blast", "certificate"])["affected"],
        serde_json::json!([])
    );
    assert_eq!(
        messages(&case, "single-point-of-failure"),
        ["`shop` is down without any fault: `proxy` is lost, and nothing stands in for it"]
    );
}

#[test]
fn a_fallback_through_a_router_is_neither_held_nor_lost() {
    let case = Case::plan(
        r#"
        [plan]
        name = "x"
        [service.chat]
        tier = 1
        depends_on = [{ on = "main", fallback = ["spare"] }]
        [ai.main]
        provider = "openai"
        model = "gpt-5.2"
        [ai.spare]
        provider = "openrouter"
        model = "openai/gpt-5.2"
        "#,
    );
    let blast = case.answer(&["blast", "openai"]);
    let chat = blast["affected"].as_array().unwrap().iter();
    let chat = chat.clone().find(|one| one["id"] == "chat").unwrap();
    assert_eq!(
        (&chat["level"], &chat["unknown"]),
        (&"down".into(), &true.into()),
        "{blast}"
    );
    assert_eq!(
        blast["requirements"][0]["fallbacks"][0]["may_use_lost"],
        "openai"
    );
    case.run(["blast", "openai"])
        .exit(0)
        .stdout_has("maybe chat for main: spare");
}

/// What nobody knows holds nothing, for a primary as for a fallback, in every answer.
#[test]
fn what_a_router_may_use_is_counted_on_by_no_command() {
    let case = Case::plan(
        r#"
        [plan]
        name = "x"
        [service.chat]
        tier = 1
        rto = "15m"
        depends_on = [{ on = "main", detect = "6s", fallback = [
          { to = "spare", switch = "automatic", after = "1s", triggers = ["5xx"] } ] }]
        [service.drafts]
        tier = 1
        rto = "15m"
        depends_on = ["spare"]
        [ai.main]
        provider = "openai"
        model = "gpt-5.2"
        [ai.spare]
        provider = "openrouter"
        model = "openai/gpt-5.2"
        [scenario.lost]
        fails = [{ what = "openai", for = "4h", symptom = "5xx" }]
        "#,
    );
    for fault in ["openai", "openai/responses"] {
        let blast = case.answer(&["blast", fault]);
        for id in ["chat", "drafts"] {
            let mut all = blast["affected"].as_array().unwrap().iter();
            let one = all.find(|one| one["id"] == id).unwrap();
            let found = (&one["level"], &one["unknown"]);
            assert_eq!(found, (&"down".into(), &true.into()), "{fault}: {blast}");
        }
        let gaps = case.answer(&["gaps", "--max-order", "1"]);
        for component in gaps["components"].as_array().unwrap() {
            let sets = component["sets"].as_array().unwrap();
            assert!(sets.contains(&serde_json::json!([fault])), "{component}");
        }
    }
    let lost = case.answer(&["simulate", "lost"]);
    let judged = lost["scenarios"][0]["components"].as_array().unwrap();
    let of = |id: &str| judged.iter().find(|one| one["id"] == id).unwrap();
    // In the least run the router uses another host: 6s to notice, 1s to switch.
    for (id, down) in [("chat", 7), ("drafts", 0)] {
        let one = of(id);
        assert_eq!(
            (&one["rto_verdict"], &one["down_s"]),
            (&"unknown".into(), &down.into())
        );
        let why = one["unknown_because"].to_string();
        assert!(why.contains("its gateway may use openai"), "{why}");
    }
    case.run(["simulate", "lost"]).exit(0).stdout_has("drafts");
    let sheet = case.answer(&["incident", "openai", "--symptom", "5xx"]);
    assert_eq!(sheet["fallbacks"][0]["verdict"], "no-help");
    let mut hits = sheet["hits"].as_array().unwrap().iter();
    assert!(hits.any(|one| one["id"] == "drafts" && one["level"] == "down"));
    case.run(["check", "--format", "concise"]).exit(1).stdout_has(
        "`main` and its fallback `spare` may be lost together to `model:gpt-5.2`, `openai/responses` and `openai`",
    );
    let advice = case.answer(&["advise"]);
    let removes = advice["changes"].to_string();
    assert!(removes.contains(r#""fault":"openai""#), "{removes}");
}

#[test]
fn hold_overs_put_a_loss_off() {
    let case = Case::plan(
        r#"
        [plan]
        name = "x"
        [service.shop]
        tier = 1
        depends_on = [{ on = "queue", holds = "3h" }, { on = "login", fallback = [{ to = "cache", holds = "8h" }] }]
        [service.front]
        tier = 1
        depends_on = [{ on = "shop", holds = "1h" }]
        [resource.queue]
        [resource.login]
        [resource.cache]
        "#,
    );
    let from = |fault: &str, id: &str| {
        let found = case.answer(&["blast", fault]);
        let all = found["affected"].as_array().unwrap().clone();
        let one = all.into_iter().find(|one| one["id"] == id);
        one.map(|one| (one["level"].clone(), one["from_s"].clone()))
    };
    let down = |seconds: u64| Some((Value::from("down"), Value::from(seconds)));
    assert_eq!(from("queue", "shop"), down(3 * 3600));
    assert_eq!(from("queue", "front"), down(4 * 3600));
    assert_eq!(from("login", "shop"), down(8 * 3600));
    assert_eq!(from("shop", "front"), down(3600));
    case.run(["blast", "login"])
        .exit(0)
        .stdout_has("held  shop for login: cache, for 8h only")
        .stdout_has("from 8h on");
    let shop = gaps(&case, "shop");
    assert_eq!(shop["orders"]["1"], 2);
    let held = serde_json::json!([
        { "set": ["queue"], "from_s": 3 * 3600 },
        { "set": ["login"], "from_s": 8 * 3600 },
    ]);
    assert_eq!(shop["hold_overs"], held);
    case.run(["gaps", "shop"])
        .exit(0)
        .stdout_has("queue (from 3h on)");
}

#[test]
fn what_is_needed_to_start_takes_nobody_down() {
    let plan = |needed: &str| {
        Case::plan(&format!(
            "[plan]\nname = \"x\"\n[service.a]\ntier = 1\ndepends_on = [{{ on = \"b\", needed = \"{needed}\" }}]\n\
             [service.b]\ndepends_on = [\"a\"]\n"
        ))
    };
    for (needed, down, cycles) in [("run", 1, 0), ("both", 1, 1), ("start", 0, 1)] {
        let case = plan(needed);
        assert_eq!(
            case.answer(&["blast", "b"])["counts"]["down"],
            down,
            "{needed}"
        );
        assert_eq!(gaps(&case, "a")["orders"]["1"], down, "{needed}");
        assert_eq!(messages(&case, "hard-cycle").len(), cycles, "{needed}");
        assert_eq!(
            messages(&case, "single-point-of-failure").len(),
            down,
            "{needed}"
        );
        assert_eq!(messages(&case, "recovery-cycle").len(), cycles, "{needed}");
    }
}

const REGIONS: &str = r#"
[plan]
name = "x"
[service.checkout]
tier = 1
mbco = "80%"
depends_on = [{ any_of = ["east", "west"], at_least = 1, demand = { rpm = 1000 } }]
[resource.east]
limit = { rpm = 600 }
[resource.west]
limit = { rpm = 600 }
"#;

#[test]
fn the_others_carry_the_load_or_it_is_said() {
    let case = Case::plan(REGIONS);
    assert_eq!(
        messages(&case, "no-spare-capacity"),
        [
            "with `east` lost the others carry 60% of what `checkout` asks for, below its MBCO of 80%"
        ]
    );
    assert!(messages(&case, "overloaded-at-rest").is_empty());
    let carried = &case.answer(&["blast", "east"])["carried"][0];
    assert_eq!(
        (&carried["share"], &carried["enough"]),
        (&Value::from(0.6), &Value::from(false))
    );
    case.run(["blast", "east"])
        .exit(0)
        .stdout_has("60% of 1000 requests a minute is carried, below");
    let spare = &case.answer(&["blast", "--all"])["spare_capacity"][0];
    assert_eq!(
        (&spare["lost"], &spare["share"]),
        (&Value::from("east"), &Value::from(0.6))
    );

    let enough = Case::plan(&REGIONS.replace("600", "800"));
    assert!(messages(&enough, "no-spare-capacity").is_empty());
    let unlimited = Case::plan(&REGIONS.replace("limit = { rpm = 600 }", ""));
    let carried = &unlimited.answer(&["blast", "east"])["carried"][0];
    assert_eq!(carried["without_limit"], serde_json::json!(["west"]));
}

#[test]
fn two_that_take_over_from_each_other_move_together() {
    let case = Case::plan(
        r#"
        [plan]
        name = "x"
        [service.checkout]
        tier = 1
        depends_on = [
          { on = "east", demand = { rpm = 500 }, fallback = ["west"] },
          { on = "west", demand = { rpm = 500 }, fallback = ["east"] },
        ]
        [resource.east]
        limit = { rpm = 600 }
        [resource.west]
        limit = { rpm = 600 }
        "#,
    );
    let carried = case.answer(&["blast", "east"])["carried"].clone();
    let shares: Vec<&Value> = carried
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["share"])
        .collect();
    assert_eq!(shares, [&Value::from(0.6), &Value::from(0.6)]);
}

#[test]
fn more_than_can_be_carried_on_a_quiet_day() {
    let plan = |at: &str| {
        Case::plan(&format!(
            "[plan]\nname = \"x\"\n[service.checkout]\nmbco = \"80%\"\n\
             depends_on = [{{ on = \"stack\", demand = {{ rpm = 1000 }} }}]\n\
             [resource.stack]\nin = [\"account\"]\n[domain.account]\n[{at}]\nlimit = {{ rpm = 600 }}\n"
        )
        .replace("[resource.stack]\nin = [\"account\"]\n[domain.account]\n[resource.stack]\n", "[domain.account]\n[resource.stack]\nin = [\"account\"]\n")
        .replace("[domain.account]\n[domain.account]\n", "[domain.account]\n"))
    };
    let own = messages(&plan("resource.stack"), "overloaded-at-rest");
    assert_eq!(
        own,
        ["`checkout` asks for 1000 of 600 requests a minute of `stack` with nothing failing"]
    );
    // A place or account that it goes through counts as well.
    let account = messages(&plan("domain.account"), "overloaded-at-rest");
    assert_eq!(
        account,
        ["`checkout` asks for 1000 of 600 requests a minute of `account` with nothing failing"]
    );
}

#[test]
fn thirds_fill_a_limit_exactly() {
    let group = "{ any_of = [\"a\", \"b\", \"c\"], at_least = 3, demand = { rpm = 10 } }";
    let case = Case::plan(&format!(
        "[plan]\nname = \"x\"\n[resource.a]\nlimit = {{ rpm = 10 }}\n[resource.b]\n[resource.c]\n\
         [service.x]\ndepends_on = [{group}]\n[service.y]\ndepends_on = [{group}]\n[service.z]\ndepends_on = [{group}]\n"
    ));
    assert!(messages(&case, "overloaded-at-rest").is_empty());
}

#[test]
fn activities_are_judged_as_services_are() {
    let plan = "[plan]\nname = \"x\"\n[KIND.orders]\ntier = 1\nrto = \"30m\"\nmtpd = \"2h\"\n\
                depends_on = [\"telephone\"]\n[resource.telephone]\n";
    let of = |kind: &str| {
        let case = Case::plan(&plan.replace("KIND", kind));
        let gaps = case.answer(&["gaps"])["components"][0].clone();
        let advice = case.answer(&["advise"])["before"].clone();
        let loss = case.answer(&["blast", "--all"])["components"][1]["tier_1_down"].clone();
        (
            messages(&case, "single-point-of-failure"),
            gaps["sets"].clone(),
            advice,
            loss,
        )
    };
    let service = of("service");
    assert_eq!(service.1, serde_json::json!([["telephone"]]));
    assert_eq!(service.3, 1);
    assert_eq!(service.0.len(), 1);
    assert_eq!(of("activity"), service);
}

const WAIVED: &str = r#"
[plan]
name = "x"
[service.shop]
tier = 1
depends_on = ["db", "payments"]
[resource.db]
[resource.payments]
[[waiver]]
rule = "single-point-of-failure"
at = "service.shop"
OF
reason = "One database until the move"
until = 2027-03-31
"#;

#[test]
fn a_waiver_that_names_its_cause_hides_no_other() {
    let broad = Case::plan(&WAIVED.replace("OF", ""));
    assert!(messages(&broad, "single-point-of-failure").is_empty());
    assert_eq!(
        messages(&broad, "broad-waiver"),
        ["one waiver of `single-point-of-failure` hides 2 causes: `db` and `payments`"]
    );
    let named = Case::plan(&WAIVED.replace("OF", "of = \"db\""));
    assert_eq!(
        messages(&named, "single-point-of-failure"),
        ["`shop` goes down with `payments` alone: nothing stands in for it"]
    );
    assert!(messages(&named, "broad-waiver").is_empty());
    let wrong = Case::plan(&WAIVED.replace("OF", "of = \"shop\""));
    assert_eq!(messages(&wrong, "single-point-of-failure").len(), 2);
    assert_eq!(messages(&wrong, "unused-waiver").len(), 1);
}

#[test]
fn the_order_of_members_changes_no_advice() {
    let plan = |members: &str, tables: &str| {
        let case = Case::plan(&format!(
            "[plan]\nname = \"x\"\n[provider.p]\n[ai.llm]\nprovider = \"p\"\n{tables}\
             [service.other]\ntier = 1\ndepends_on = [\"two\"]\n\
             [service.top]\ntier = 1\ndepends_on = [{{ any_of = [{members}], at_least = 3 }}]\n"
        ));
        let advice = case.answer(&["advise"]);
        (
            advice["after"]["gaps"].clone(),
            advice["before"]["gaps"].clone(),
        )
    };
    let tables = "[service.one]\n[service.two]\n";
    let first = plan("\"llm\", \"one\", \"two\"", tables);
    for members in ["\"one\", \"two\", \"llm\"", "\"two\", \"llm\", \"one\""] {
        assert_eq!(plan(members, tables), first, "{members}");
        assert_eq!(
            plan(members, "[service.two]\n[service.one]\n"),
            first,
            "{members}"
        );
    }
}

#[test]
fn an_embedder_is_replaced_by_no_other_labs() {
    let case = Case::plan(
        r#"
        [plan]
        name = "x"
        [service.search]
        tier = 1
        depends_on = ["embedder"]
        [service.chat]
        tier = 1
        depends_on = ["talker"]
        [ai.embedder]
        provider = "openai"
        model = "text-embedding-3-large"
        [ai.talker]
        provider = "mistral"
        model = "mistral-large-2512"
        "#,
    );
    let advice = case.answer(&["advise"]);
    for change in advice["changes"].as_array().unwrap() {
        if change["on"] == "embedder" {
            assert_eq!(change["kind"], "non-ai-floor", "{change}");
            assert_eq!(change["fallback"], "embedder-keyword-search");
            let others = change["alternatives"].as_array().unwrap();
            assert!(
                others.iter().all(|one| one["fallback"] != "talker"),
                "{others:?}"
            );
        }
    }
    let on = advice["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["on"].as_str());
    assert!(on.flatten().any(|on| on == "embedder"), "{advice}");
}

#[test]
fn what_others_run_has_no_second_and_what_is_new_has_a_place() {
    let case = Case::plan(
        r#"
        [plan]
        name = "x"
        [activity.sell]
        tier = 1
        depends_on = ["shop"]
        [service.shop]
        in = ["host"]
        depends_on = ["psp", "db"]
        [resource.psp]
        kind = "saas"
        [resource.db]
        kind = "database"
        in = ["host"]
        [domain.host]
        kind = "host"
        "#,
    );
    let advice = case.answer(&["advise"]);
    let changes = advice["changes"].as_array().unwrap();
    let of = |on: &str| changes.iter().find(|one| one["on"] == on);
    let psp = of("psp").unwrap();
    assert_eq!(
        (&psp["kind"], &psp["fallback"]),
        (&"own-queue".into(), &"psp-queue".into())
    );
    assert!(
        psp["toml"].as_str().unwrap().contains("in = [\"host\"]"),
        "{psp}"
    );
    let shop = of("shop").unwrap();
    assert_eq!(shop["kind"], "second-domain");
    let toml = shop["toml"].as_str().unwrap();
    assert!(
        toml.contains("[domain.host-second]\nkind = \"host\""),
        "{toml}"
    );
    assert!(toml.contains("in = [\"host-second\"]"), "{toml}");
}

#[test]
fn where_everything_stands_in_one_place_a_second_is_the_advice() {
    let case = Case::plan(
        "[plan]\nname = \"x\"\n[service.web]\ntier = 1\nin = [\"host\"]\ndepends_on = [\"db\"]\n\
         [resource.db]\nin = [\"host\"]\n[domain.host]\nkind = \"host\"\n",
    );
    let place = &case.answer(&["advise"])["second_place"];
    assert_eq!(place["domain"], "host");
    assert_eq!(place["holds"], serde_json::json!(["web", "db"]));
    case.run(["advise"])
        .exit(0)
        .stdout_has("All of this stands in host");
}

/// Three quarters of what is asked for are served, and less than nine tenths is nothing.
#[test]
fn what_is_served_too_little_at_rest_is_down_without_any_fault() {
    let case = Case::plan(
        r#"
        [plan]
        name = "x"
        [activity.sell]
        tier = 1
        depends_on = ["shop"]
        [service.shop]
        tier = 1
        mbco = "90%"
        depends_on = [{ on = "stack", demand = { rpm = 400 } }, "db"]
        [resource.stack]
        limit = { rpm = 300 }
        [resource.db]
        "#,
    );
    let gaps = case.answer(&["gaps"]);
    for one in gaps["components"].as_array().unwrap() {
        assert_eq!(one["count"], "1", "{one}");
        assert_eq!(one["orders"], serde_json::json!({ "0": 1 }));
        assert_eq!(one["sets"], serde_json::json!([[]]));
        assert_eq!(one["at_rest"]["id"], "shop");
    }
    let blast = case.answer(&["blast", "db"]);
    assert_eq!(blast["affected"], serde_json::json!([]));
    let advice = case.answer(&["advise"]);
    assert_eq!(advice["down_at_rest"], serde_json::json!(["sell", "shop"]));
    case.run(["advise"])
        .exit(0)
        .stdout_has("Down with nothing failing, which comes first: sell and shop.");
}

#[test]
fn what_serves_for_a_while_is_no_lasting_help() {
    // The primary expired, or the other fallback did: "on an alternative `holds` says how
    // long that one can serve; then it is lost until the primary was up again".
    let case = Case::plan(
        r#"
        [plan]
        name = "x"
        [service.shop]
        tier = 1
        depends_on = [{ on = "old", fallback = [{ to = "cache", holds = "15s" }] }]
        [service.till]
        tier = 1
        depends_on = [{ on = "db", fallback = [{ to = "cache", holds = "15s" }, "old"] }]
        [service.chat]
        tier = 1
        depends_on = [{ on = "llm", fallback = [{ to = "cache", holds = "15s" }] }]
        [resource.old]
        expires = 2026-11-01
        [resource.db]
        [resource.cache]
        [ai.llm]
        provider = "here"
        [provider.here]
    "#,
    );
    assert_eq!(
        messages(&case, "single-point-of-failure"),
        [
            "`shop` is down without any fault: `old` is lost, and nothing stands in for it",
            "`till` goes down with `db` alone, 15s later: nothing stands in for it for longer",
        ]
    );
    assert_eq!(
        messages(&case, "no-fallback"),
        ["`chat` has no fallback for `llm` that serves for longer than 15s"]
    );
    assert_eq!(gaps(&case, "shop")["sets"], serde_json::json!([[]]));
    let singles = gaps(&case, "till");
    let singles = singles["single_points"].to_string();
    assert!(singles.contains("\"db\""), "{singles}");
}

/// Each call tries what is lost first: whoever calls is degraded for as long.
#[test]
fn a_fallback_call_by_call_serves_degraded() {
    let case = Case::plan(
        r#"
[plan]
name = "Call by call"
[service.a]
tier = 1
depends_on = [{ on = "b", detect = "1m", fallback = [
  { to = "c", switch = "per-call", after = "1s", triggers = ["5xx"] } ] }]
[resource.b]
[resource.c]
"#,
    );
    let found = case.answer(&["blast", "b"]);
    assert_eq!(found["affected"][0]["id"], "a");
    assert_eq!(found["affected"][0]["level"], "degraded");
    let found = case.answer(&["gaps", "a", "--level", "degraded"]);
    assert_eq!(found["components"][0]["orders"]["1"], 1);
}

/// The fallback carries half of what it would be asked, which is less than the least that
/// is accepted: it holds in no command. What carries most of it holds, degraded.
#[test]
fn a_fallback_too_small_for_the_demand_holds_nothing() {
    let level = |limit: u32| {
        let case = Case::plan(&format!(
            r#"
[plan]
name = "Small"
[service.s]
tier = 1
mbco = "60%"
depends_on = [{{ on = "a", detect = "1m", demand = {{ rpm = 600 }}, fallback = [
  {{ to = "b", switch = "automatic", after = "5s", triggers = ["5xx"] }} ] }}]
[service.a]
[service.b]
limit = {{ rpm = {limit} }}
"#
        ));
        let found = case.answer(&["blast", "a"]);
        let level = found["affected"][0]["level"].clone();
        let alone = gaps(&case, "s")["orders"]["1"].clone();
        (level, alone)
    };
    assert_eq!(level(300), ("down".into(), 1.into()));
    assert_eq!(level(599), ("degraded".into(), 0.into()));
    assert_eq!(level(500), ("degraded".into(), 0.into()));
    assert_eq!(level(600), (Value::Null, 0.into()));
}

/// What has expired is no way out of a circle of starts.
#[test]
fn an_expired_fallback_opens_no_circle() {
    let found = |expires: &str| {
        let case = Case::plan(&format!(
            r#"
[plan]
name = "Circle"
[service.e]
tier = 1
depends_on = [{{ on = "f", needed = "start" }}]
[service.f]
depends_on = [{{ on = "e", fallback = [{{ to = "y", switch = "automatic", after = "5s" }}] }}]
[service.y]
{expires}
"#
        ));
        case.findings("hard-cycle").len()
    };
    assert_eq!(found(""), 0);
    assert_eq!(found("expires = 2027-01-01"), 0);
    assert_eq!(found("expires = 2026-01-01"), 1);
}

/// The limit of the account behind the second model's endpoint is as good as its own; what
/// is needed only to start asks for nothing.
#[test]
fn a_limit_behind_the_fallback_counts() {
    let case = |needed: &str| {
        Case::plan(&format!(
            r#"
[plan]
name = "Behind"
[service.s]
tier = 1
mbco = "60%"
depends_on = [{{ on = "first", needed = "{needed}", detect = "1m", demand = {{ rpm = 600 }}, fallback = [
  {{ to = "second", switch = "automatic", after = "5s", triggers = ["5xx"] }} ] }}]
[ai.first]
provider = "one"
[ai.second]
provider = "two"
endpoint = "chat"
[provider.one]
[provider.two]
endpoints = [{{ id = "chat" }}]
limit = {{ rpm = 300 }}
"#
        ))
    };
    let found = case("run").answer(&["blast", "one"]);
    let mut all = found["affected"].as_array().unwrap().iter();
    let s = all.find(|one| one["id"] == "s").unwrap();
    assert_eq!(s["level"], "down");
    assert_eq!(gaps(&case("start"), "s")["count"], "0");
}

/// An expired fallback promises nothing: the RTO hangs on the primary alone.
#[test]
fn an_expired_fallback_makes_no_promise() {
    let messages = |expires: &str| {
        let case = Case::plan(&format!(
            r#"
[plan]
name = "Promise"
[service.a]
tier = 1
rto = "30m"
depends_on = [{{ on = "b", fallback = ["c"] }}]
[service.b]
rto = "2h"
[service.c]
rto = "10m"
{expires}
"#
        ));
        messages(&case, "rto-below-dependency")
    };
    assert_eq!(messages(""), [""; 0]);
    let says = "the RTO of `a` (30m) is shorter than that of `b` (2h)";
    assert_eq!(messages("expires = 2026-01-01"), [says]);
}

/// What a switch needs, or what would see the loss, goes on for two hours and is lost then:
/// whoever switches later than that never does, and is down from the start of the loss on.
#[test]
fn a_switch_that_comes_too_late_puts_nothing_off() {
    let plan = |switch: &str, own: &str| {
        format!(
            "[plan]\nname = \"Late\"\n[service.web]\ntier = 1\n\
             depends_on = [{{ on = \"a\", {own}{switch} }}]\n\
             [service.console]\ndepends_on = [{{ on = \"a\", holds = \"2h\" }}]\n\
             [resource.a]\n[resource.b]\n\
             [scenario.one]\nfails = [{{ what = \"a\", for = \"12h\" }}]\n"
        )
    };
    let by_hand = "detect = \"1m\", fallback = [{ to = \"b\", switch = \"manual\", after = \"5h\", needs = [\"console\"] }]";
    let blind = "detect = { within = \"3h\", by = [\"console\"] }, fallback = [{ to = \"b\", switch = \"automatic\" }]";
    for (switch, own, from) in [
        (by_hand, "", None),
        (by_hand, "holds = \"4h\", ", Some(4 * 3600)),
        (blind, "", None),
        (blind, "holds = \"4h\", ", Some(4 * 3600)),
    ] {
        let case = Case::plan(&plan(switch, own));
        let found = case.run(["blast", "a", "--format", "json"]).exit(0).json();
        let mut all = found["affected"].as_array().unwrap().iter();
        let web = all.find(|one| one["id"] == "web").unwrap();
        assert_eq!(web["level"], "down");
        assert_eq!(web["from_s"].as_u64(), from, "{own}{switch}");
    }
    let case = Case::plan(&plan(by_hand, ""));
    let ran = case
        .run(["simulate", "one", "--format", "json"])
        .exit(0)
        .json();
    let mut all = ran["scenarios"][0]["components"].as_array().unwrap().iter();
    let web = all.find(|one| one["id"] == "web").unwrap();
    assert_eq!(web["longest_down_s"], 12 * 3600);
}
