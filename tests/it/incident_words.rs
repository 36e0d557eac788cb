//! What the sheet says to people: drafts that follow the state over time, and what does not
//! come back.

use serde_json::Value;

use super::driver::Case;

const NOW: &str = "2026-11-24T10:00Z";

fn sheet_since(plan: &str, lost: &[&str], since: &str) -> Value {
    let mut all = vec![
        "incident", "--now", NOW, "--since", since, "--format", "json",
    ];
    all.extend(lost);
    Case::plan(plan).run(&all).exit(0).json()
}

fn sheet(plan: &str, lost: &[&str]) -> Value {
    sheet_since(plan, lost, "10:00")
}

/// The words of a phase, to those who use it (0) or to staff (1); empty where there is none.
fn draft(sheet: &Value, who: usize, phase: &str) -> String {
    let all = sheet["messages"][who]["drafts"].as_array().unwrap();
    let one = all.iter().find(|one| one["phase"] == phase);
    one.map_or("", |one| one["text"].as_str().unwrap())
        .to_owned()
}

fn texts(sheet: &Value) -> Vec<String> {
    let stages = sheet["stages"].as_array().unwrap().iter();
    let lanes = stages.flat_map(|stage| stage["lanes"].as_array().unwrap());
    let all = lanes.flat_map(|lane| lane["actions"].as_array().unwrap());
    all.map(|one| one["text"].as_str().unwrap().to_owned())
        .collect()
}

const CHAT: &str = r#"
[plan]
name = "Chat"
[activity.answer]
known_as = "the chat"
tier = 1
rto = "1h"
depends_on = ["chat"]
[service.chat]
depends_on = [{ on = "first", detect = "1m", fallback = [{ to = "second", SWITCH }] }]
[resource.first]
[resource.second]
"#;

fn chat(switch: &str) -> String {
    CHAT.replace("SWITCH", switch)
}

/// What serves by itself is not "not working", and nobody says that it works who has not looked.
#[test]
fn a_draft_says_what_serves_by_itself() {
    let by_itself = "switch = \"automatic\", after = \"5s\"";
    let half = chat(&format!("{by_itself}, serves = \"degraded\""));
    let now = sheet(&half, &["first"]);
    let said = "Interrupted at 10:00 UTC, and working again in part by itself from 10:02 UTC [see \
                that it is; if not, say: not working]: the chat. ";
    for phase in ["investigating", "identified"] {
        let text = draft(&now, 0, phase);
        assert!(text.starts_with(said), "{phase}: {text}");
    }
    let awaited = "when it will work in full again is not known yet";
    assert!(draft(&now, 0, "investigating").contains(awaited));
    let staff = draft(&now, 1, "investigating");
    assert!(
        staff.contains("if not, say: down]: answer"),
        "no names of users: {staff}"
    );
    // Ten minutes later the same, as past.
    let later = sheet_since(&half, &["first"], "-10m");
    let text = draft(&later, 0, "investigating");
    assert!(
        text.starts_with(
            "Interrupted at 09:50 UTC, and working again in part by itself since 09:52 UTC [see \
             that it is;"
        ),
        "{text}"
    );
    let whole = sheet(&chat(by_itself), &["first"]);
    let text = draft(&whole, 0, "investigating");
    assert!(text.contains("and working again by itself from"), "{text}");
    // By hand it does not work until somebody has switched.
    let hand = sheet(&chat("switch = \"manual\", after = \"5m\""), &["first"]);
    let text = draft(&hand, 0, "investigating");
    assert!(
        text.starts_with("Not working since 10:00 UTC: the chat. "),
        "{text}"
    );
    assert_eq!(
        draft(&hand, 0, "fallback active"),
        "Working again since [time]: the chat. The cause is not mended yet. Next update at [time]."
    );
}

#[test]
fn a_draft_leaves_open_what_has_no_time() {
    let plan = chat("switch = \"automatic\", after = \"5s\"").replace("detect = \"1m\", ", "");
    let text = draft(&sheet(&plan, &["first"]), 0, "investigating");
    assert!(
        text.starts_with(
            "Interrupted at 10:00 UTC [say what you see: not working, or working again by \
             itself]: the chat. "
        ),
        "{text}"
    );
}

#[test]
fn a_draft_says_until_when_a_fallback_lasts() {
    let plan = chat("switch = \"automatic\", after = \"5s\", holds = \"2h\"");
    let value = sheet(&plan, &["first"]);
    let text = draft(&value, 0, "investigating");
    assert!(
        text.contains(
            "Not working from 12:01:05 UTC on, unless what failed is back before: the chat."
        ),
        "{text}"
    );
    let text = draft(&value, 0, "fallback active");
    assert!(
        text.starts_with(
            "Working again since [time], until 12:01:05 UTC unless what failed is back before: \
             the chat."
        ),
        "{text}"
    );
    let text = draft(&value, 1, "fallback active");
    assert!(
        text.starts_with("chat works with second instead of first (from 10:02 UTC until 12:01:05"),
        "{text}"
    );
}

/// A template that says what does not work is not filled in with what serves by itself.
#[test]
fn a_template_names_what_does_not_work_until_somebody_acts() {
    let more = "[communication.all]\naudience = \"all\"\ntemplate = \"We cannot do {activities}. \
                {impact} More at {next}.\"\nevery = \"1h\"\n";
    let plan = chat("switch = \"automatic\", after = \"5s\"") + more;
    let text = draft(&sheet(&plan, &["first"]), 0, "investigating");
    assert!(
        text.starts_with("We cannot do [what does not work]. Interrupted at 10:00 UTC, and"),
        "{text}"
    );
}

const ENDED: &str = r#"
[plan]
name = "Ended"
[service.mail]
tier = 1
rto = "1h"
depends_on = ["writer"]
[ai.writer]
provider = "openai"
model = "old"
endpoint = "responses"
[provider.openai]
models = [{ id = "old", retires = 2026-03-01, replacement = "new" }]
[service.shop]
tier = 1
rto = "1h"
depends_on = ["cert"]
[resource.cert]
expires = 2026-02-01
"#;

/// What has ended is not waited for, and gets no time by the outages of who hosted it.
#[test]
fn what_has_ended_is_replaced_and_never_waited_for() {
    for (lost, why, cure) in [
        (
            "writer",
            "never: retired on 2026-03-01, ",
            "Change who calls writer to something that lives: retired on 2026-03-01, and does not \
             come back (the provider names `new` instead).",
        ),
        (
            "model:old",
            "never: writer retired on 2026-03-01, ",
            "Change who calls old (weights) to something that lives: writer retired on 2026-03-01",
        ),
        (
            "cert",
            "never: expired on 2026-02-01, ",
            "Renew cert, and put the new day into the plan: expired on 2026-02-01",
        ),
    ] {
        let value = sheet(ENDED, &[lost]);
        let back = value["lost"][0]["restoration"].as_str().unwrap();
        assert!(back.starts_with(why), "{lost}: {back}");
        let steps = texts(&value);
        assert!(steps.iter().any(|one| one.starts_with(cure)), "{steps:#?}");
        let waits = |one: &String| one.starts_with("Wait for") || one.starts_with("Report it");
        assert!(!steps.iter().any(waits), "{lost}: {steps:#?}");
        for who in [0, 1] {
            let text = draft(&value, who, "identified");
            assert!(
                !text.contains("median") && text.contains("replace"),
                "{lost}: {text}"
            );
        }
        let checks = value["stand_down"]["checks"].to_string();
        assert!(!checks.contains("request to writer"), "{lost}: {checks}");
    }
    // A host that lives is waited for.
    let host = sheet(ENDED, &["openai"]);
    assert!(texts(&host).iter().any(|one| one.starts_with("Wait for")));
}

/// Who was down before for what is named is told of, and not "nobody".
#[test]
fn who_was_down_before_is_named() {
    let value = sheet(ENDED, &["writer"]);
    assert_eq!(value["down_before"], serde_json::json!(["mail", "shop"]));
    let text = draft(&value, 0, "investigating");
    assert!(
        text.starts_with("Not working since before 10:00 UTC: mail and shop. "),
        "{text}"
    );
    let text = Case::plan(ENDED).run(["incident", "writer", "--now", NOW]);
    text.exit(0)
        .stdout_has("Nobody who was not down before already");
}

fn critical<'a>(sheet: &'a Value, id: &str) -> &'a Value {
    let all = sheet["critical"].as_array().unwrap();
    all.iter().find(|one| one["id"] == id).unwrap()
}

fn course<'a>(sheet: &'a Value, id: &str) -> &'a str {
    let all = sheet["hits"].as_array().unwrap();
    let one = all.iter().find(|one| one["id"] == id).unwrap();
    one["course"].as_str().unwrap()
}

/// What serves for a while and is never back has one answer, with its times in order.
#[test]
fn a_while_and_never_are_one_answer() {
    let plan = r#"
[plan]
name = "While"
[service.shop]
tier = 1
rto = "3h"
depends_on = [{ on = "db", needed = "both", detect = "1m", fallback = [{ to = "spare", switch = "automatic", after = "1h", holds = "30m" }] }]
[service.db]
[service.spare]
[runbook.db]
step = [{ do = "mend", takes = "20m", needs = ["shop"] }]
"#;
    let value = sheet(plan, &["db", "--symptom", "5xx"]);
    assert_eq!(
        critical(&value, "shop")["back"],
        "by the plan from 11:01 UTC until 11:31 UTC, and then never, by what the plan says: the \
         repair of db needs shop, which is down with it"
    );
    assert_eq!(
        course(&value, "shop"),
        "down since 10:00 UTC; by the plan up from 11:01 UTC; by the plan down from 11:31 UTC; \
         never back, by what the plan says"
    );
}

/// Who starts by a fallback waits for the switch, in a circle too.
#[test]
fn a_start_by_a_fallback_waits_for_its_switch() {
    let plan = r#"
[plan]
name = "Ring"
[service.top]
tier = 1
rto = "8m"
depends_on = [{ on = "low", detect = "1m" }]
[service.middle]
depends_on = [{ on = "top", detect = "1m" }]
[service.low]
depends_on = [{ on = "middle", needed = "both", detect = "1m", fallback = [{ to = "spare", switch = "SWITCH", after = "10m" }] }]
[service.spare]
[runbook.low]
step = [{ do = "mend", takes = "5m" }]
[scenario.one]
fails = [{ what = "low", symptom = "5xx" }]
"#;
    let told = |plan: &str| {
        let value = sheet(plan, &["low", "--symptom", "5xx"]);
        let top = critical(&value, "top");
        (top["rto_verdict"].clone(), top["at_least_s"].clone())
    };
    let by_itself = plan.replace("SWITCH", "automatic");
    assert_eq!(told(&by_itself), ("missed".into(), 660.into()));
    let run = Case::plan(&by_itself).run(["simulate", "one", "--format", "json"]);
    let top = &run.exit(0).json()["scenarios"][0]["components"][0];
    assert_eq!((&top["id"], &top["down_s"]), (&"top".into(), &660.into()));
    // By hand nobody knows, and no less is sure.
    let by_hand = plan.replace("SWITCH", "manual").replace("8m", "1h");
    assert_eq!(told(&by_hand), ("unknown".into(), 660.into()));
    let quick = plan.replace("SWITCH", "automatic").replace("10m", "1m");
    assert_eq!(told(&quick), ("met".into(), 300.into()));
}

/// A fallback that waits for whom it is to keep up brings nobody back.
#[test]
fn a_repair_that_needs_whom_it_is_for_is_never_done() {
    let plan = r#"
[plan]
name = "Leading back"
[service.shop]
tier = 1
rto = "3h"
depends_on = [{ on = "db", needed = "both", detect = "1m", fallback = [{ to = "copy", switch = "automatic", after = "1h" }] }]
[service.copy]
depends_on = [{ on = "db", detect = "1m", fallback = [{ to = "spare", switch = "automatic", after = "1h", needs = ["shop"] }] }]
[service.spare]
[service.db]
[runbook.db]
step = [{ do = "mend", takes = "5m", needs = ["shop"] }]
[scenario.one]
fails = [{ what = "db", symptom = "5xx" }]
"#;
    let value = sheet(plan, &["db", "--symptom", "5xx"]);
    let shop = critical(&value, "shop");
    assert_eq!(shop["rto_verdict"], "missed", "{shop:#}");
    assert_eq!(shop["at_least_s"], Value::Null);
    let run = Case::plan(plan).run(["simulate", "one", "--format", "json"]);
    let shop = &run.exit(0).json()["scenarios"][0]["components"][0];
    assert_eq!(shop["down_s"], Value::Null);
}

/// A reserve lasts from when it was worse than up, and that was long before.
#[test]
fn what_was_worse_before_has_no_reserve_left() {
    let plan = r#"
[plan]
name = "Held"
[service.shop]
tier = 1
rto = "1h"
depends_on = [{ on = "store", needed = "start", detect = "1m" }, { on = "cert", mode = "soft", detect = "1m" }]
[service.store]
depends_on = [{ on = "shop", needed = "both", holds = "3h", detect = "1m" }]
[resource.cert]
expires = 2026-02-01
[runbook.shop]
step = [{ do = "mend", takes = "5m" }]
"#;
    let verdict = |plan: &str| {
        let value = sheet(plan, &["shop", "--symptom", "5xx"]);
        critical(&value, "shop")["rto_verdict"].clone()
    };
    assert_eq!(verdict(plan), "missed");
    assert_eq!(verdict(&plan.replace("2026-02-01", "2027-02-01")), "met");
}

/// A fallback that is to be switched to in hours does not serve now, when nothing in the run
/// lives to see it.
#[test]
fn a_switch_to_come_keeps_nobody_up_before() {
    let plan = r#"
[plan]
name = "To come"
[domain.hall]
[service.shop]
tier = 1
rto = "3h"
depends_on = [
    { on = "db", detect = "1m", fallback = [{ to = "copy", switch = "automatic", after = "2h", needs = ["bus"] }] },
    { on = "bus", needed = "both", detect = "1m" },
]
[service.copy]
depends_on = [{ on = "bus", needed = "both", detect = "1m" }]
[service.db]
in = ["hall"]
[service.bus]
depends_on = [{ on = "shop", needed = "both", holds = "2m" }]
[runbook.db]
step = [{ do = "mend", takes = "20m", needs = ["shop"] }]
"#;
    let value = sheet(plan, &["hall", "--symptom", "5xx"]);
    let shop = critical(&value, "shop");
    assert_ne!(shop["rto_verdict"], "met", "{shop:#}");
    assert_ne!(shop["at_least_s"], 0, "{shop:#}");
}

/// What has ended is named as the reason, and what to do about it; a circle is told where there
/// is one.
#[test]
fn an_expired_need_is_no_circle() {
    let plan = r#"
[plan]
name = "Expired"
[service.shop]
tier = 1
rto = "3h"
depends_on = [{ on = "cert", needed = "start", detect = "1m", fallback = [{ to = "spare", switch = "automatic", after = "1m", triggers = ["429"] }] }]
[resource.cert]
expires = 2026-02-01
[service.spare]
[runbook.shop]
step = [{ do = "mend", takes = "5m" }]
"#;
    let value = sheet(plan, &["shop", "--symptom", "5xx"]);
    let shop = critical(&value, "shop");
    assert_eq!(
        (&shop["path"], &shop["back"]),
        (
            &"the start of shop".into(),
            &"never, by what the plan says: shop needs cert to start, which expired on 2026-02-01"
                .into()
        )
    );
    let renew = "Renew cert, and put the new day into the plan";
    assert!(texts(&value).iter().any(|one| one.starts_with(renew)));
    let ring = plan
        .replace(
            "expires = 2026-02-01",
            "depends_on = [{ on = \"shop\", needed = \"both\" }]",
        )
        .replace("needed = \"start\"", "needed = \"both\"");
    let value = sheet(&ring, &["shop", "--symptom", "5xx"]);
    assert_eq!(
        critical(&value, "shop")["back"],
        "never, before somebody opens the circle"
    );
    assert_eq!(value["circles"].as_array().unwrap().len(), 1);
}

/// Only what calls to models go through can answer as another model.
#[test]
fn the_first_look_asks_what_the_lost_thing_can_show() {
    let plan = r#"
[plan]
name = "Looks"
[service.chat]
tier = 1
rto = "1h"
depends_on = ["llm", "db"]
[ai.llm]
provider = "openai"
model = "gpt-5.2"
via = "proxy"
[service.proxy]
[resource.db]
in = ["hall"]
[domain.hall]
kind = "site"
"#;
    let asks = |lost: &str| {
        let value = sheet(plan, &[lost]);
        let all = texts(&value);
        let look = all.iter().find(|one| one.contains("what callers see"));
        look.unwrap_or_else(|| panic!("no look in {all:#?}"))
            .contains("those of another model")
    };
    for lost in [
        "llm",
        "openai",
        "openai/responses",
        "model:gpt-5.2",
        "proxy",
    ] {
        assert!(asks(lost), "{lost}");
    }
    for lost in ["db", "hall", "chat"] {
        assert!(!asks(lost), "{lost}");
    }
}

/// A gateway is what calls go through, whoever runs it.
#[test]
fn a_gateway_of_the_plan_can_be_down() {
    let plan = r#"
[plan]
name = "Own"
[service.chat]
tier = 1
rto = "1h"
depends_on = ["llm"]
[ai.llm]
provider = "openai"
model = "gpt-5.2"
via = "proxy"
[service.proxy]
[service.other]
"#;
    let case = Case::plan(plan);
    let run = case.run(["simulate", "gateway-down", "--format", "json"]);
    let run = run.exit(0).json();
    let all = run["scenarios"].as_array().unwrap();
    let ids: Vec<&str> = all.iter().map(|one| one["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["gateway-down@proxy"]);
    assert_eq!(all[0]["components"][0]["longest_down_s"], 38 * 60);
    case.run(["simulate", "gateway-down@other"])
        .exit(2)
        .stderr_has("it could strike proxy");
    let none = plan.replace("via = \"proxy\"\n", "");
    Case::plan(&none)
        .run(["simulate", "gateway-down"])
        .exit(2)
        .stderr_has("service or resource that calls go through (`via`), and the plan has none");
}

#[test]
fn that_nothing_is_worse_is_looked_at_before_it_is_sent() {
    let plan = CHAT.replace("SWITCH", "switch = \"automatic\", after = \"1m\"");
    let soft = plan.replace("on = \"first\"", "on = \"first\", mode = \"soft\"");
    for text in [plan, soft] {
        let said = sheet(&text, &["second"]).to_string();
        let claim = "nothing that people use is worse so far";
        for at in said.match_indices(claim).map(|(at, _)| at) {
            let before = &said[..at];
            assert!(before.rfind('[') > before.rfind(']'), "{said}");
        }
        assert!(
            said.contains("[look first, or send nothing yet: by the plan, "),
            "{said}"
        );
    }
}
