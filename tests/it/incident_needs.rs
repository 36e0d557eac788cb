//! What the sheet says of cures that need what is lost, of times that nobody declared,
//! and of who can mend what.

use serde_json::Value;

use super::driver::Case;

const NOW: &str = "2026-11-24T10:00Z";

fn sheet(plan: &str, lost: &[&str]) -> Value {
    let mut all = vec![
        "incident", "--now", NOW, "--since", "-10m", "--format", "json",
    ];
    all.extend(lost);
    Case::plan(plan).run(&all).exit(0).json()
}

fn text(plan: &str, lost: &[&str]) -> String {
    let mut all = vec!["incident", "--now", NOW, "--since", "-10m"];
    all.extend(lost);
    let text = Case::plan(plan).run(&all).exit(0).stdout;
    let wide = text.lines().find(|line| {
        let whole = line.trim_start().starts_with("$ ") || line.contains("://");
        line.chars().count() > 80 && !whole
    });
    assert_eq!(wide, None);
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}

fn find<'a>(list: &'a Value, key: &str, value: &str) -> &'a Value {
    let all = list.as_array().unwrap();
    all.iter()
        .find(|one| one[key] == value)
        .unwrap_or_else(|| panic!("no {value} in {list:#}"))
}

fn steps(sheet: &Value) -> Vec<&Value> {
    let stages = sheet["stages"].as_array().unwrap().iter();
    let lanes = stages.flat_map(|stage| stage["lanes"].as_array().unwrap());
    lanes
        .flat_map(|lane| lane["actions"].as_array().unwrap())
        .collect()
}

fn step<'a>(sheet: &'a Value, words: &str) -> &'a Value {
    let all = steps(sheet);
    let found = all
        .iter()
        .position(|one| one["text"].as_str().unwrap().contains(words));
    all[found.unwrap_or_else(|| panic!("no {words:?} in {all:#?}"))]
}

fn critical<'a>(sheet: &'a Value, id: &str) -> &'a Value {
    find(&sheet["critical"], "id", id)
}

/// The network carries the console that would mend it, the wiki and the chat; the van
/// needs nothing. A key server comes back without the network's repair.
const NETWORK: &str = r##"
[plan]
name = "Network"
[team.net]
on_call = { channel = "#net", through = ["chat"] }
escalate_to = ["yard"]
[team.yard]
on_call = { phone = "+1 202 555 0109" }
[service.web]
team = "net"
tier = 1
rto = "1h"
mtpd = "4h"
depends_on = ["net"]
[resource.net]
name = "Network"
team = "net"
[service.console]
name = "Console"
team = "net"
depends_on = ["net"]
[service.chat]
name = "Chat"
depends_on = ["net"]
[runbook.net]
step = [
  { do = "Bring the links up", needs = ["console"], takes = "10m" },
  { do = "Drive there with a cable", owner = "yard", takes = "40m" },
]
"##;

#[test]
fn a_step_that_needs_what_falls_with_it_will_not_work() {
    let sheet = sheet(NETWORK, &["net"]);
    let blocked = step(&sheet, "Bring the links up");
    assert_eq!(blocked["blocked"], "WILL NOT WORK: Console is down");
    assert_eq!(step(&sheet, "Drive there")["blocked"], Value::Null);
    let number = |words: &str| step(&sheet, words)["number"].as_u64().unwrap();
    assert!(
        number("Drive there") < number("Bring the links"),
        "what works comes first"
    );
    let look = number("Network serves again");
    assert!(
        number("Bring the links") < look,
        "whether it helped is seen at the end"
    );
    let web = critical(&sheet, "web");
    assert_eq!(web["verdict"], "missed");
    assert_eq!(web["at_least_s"], Value::Null);
    assert_eq!(
        web["back"],
        "never, by what the plan says: the repair of Network needs Console, which is down with it"
    );
    assert!(!text(NETWORK, &["net"]).contains("UTC met"));
}

#[test]
fn a_step_waits_for_what_another_repair_brings_back() {
    let plan = r#"
[plan]
name = "Keys"
[domain.agent]
kind = "software"
[runbook.agent]
step = [{ do = "Stop the roll-out.", takes = "5m" }]
[service.desk]
name = "Desks"
tier = 1
rto = "1h"
in = ["agent"]
[service.keys]
name = "Keys"
in = ["agent"]
restart = "20m"
[runbook.desk]
step = [{ do = "Read the key, start each desk.", needs = ["keys"], takes = "15m" }]
"#;
    let sheet = sheet(plan, &["agent"]);
    let keys = step(&sheet, "Keys serves again");
    let wave = |id: &str| find(&sheet["recovery"], "id", id)["wave"].as_u64().unwrap();
    assert!(wave("desk") > wave("keys"), "{:#}", sheet["recovery"]);
    let blocked = step(&sheet, "Read the key")["blocked"].as_str().unwrap();
    assert!(
        blocked.starts_with("Needs Keys (down): restore it first, stage "),
        "{blocked}"
    );
    let desk = step(&sheet, "Read the key")["number"].as_u64();
    assert!(desk > keys["number"].as_u64());
    // 5 of the agent, 20 of the key server's restart, 15 of the step.
    let ready = &find(&sheet["recovery"], "id", "desk")["ready_s"];
    assert_eq!(ready, &Value::from(40 * 60));
    assert_eq!(critical(&sheet, "desk")["verdict"], "met");
}

#[test]
fn who_cannot_be_called_is_marked_and_the_next_comes_first() {
    let value = sheet(NETWORK, &["net"]);
    let net = find(&value["contacts"], "team", "net");
    assert_eq!(net["unreachable"], "Chat is down");
    assert_eq!(net["is_reachable"], true);
    assert_eq!(
        net["first"],
        "net: call yard, +1 202 555 0109 (Chat is down)"
    );
    let owner = step(&value, "Bring the links")["owner"].as_str().unwrap();
    assert!(owner.contains("+1 202 555 0109"), "{owner}");
    let alone = NETWORK.replace("escalate_to = [\"yard\"]", "").replace(
        "{ phone = \"+1 202 555 0109\" }",
        "{ phone = \"+1 202 555 0109\", through = [\"chat\"] }",
    );
    let said = text(&alone, &["net"]);
    assert!(
        said.contains("! NOBODY CAN BE CALLED by what the plan says: Chat is down."),
        "{said}"
    );
    assert!(said.contains("WILL NOT WORK: Chat is down: #net"), "{said}");
    // Nothing of it while the chat is up.
    let said = text(&alone, &["console"]);
    assert!(!said.contains("NOBODY CAN BE CALLED"), "{said}");
    // One of several ways is enough, and a person who can be called comes first.
    let two = NETWORK.replace("through = [\"chat\"]", "through = [\"chat\", \"pager\"]");
    let two = format!("{two}[resource.pager]\n");
    let net = &find(&sheet(&two, &["net"])["contacts"], "team", "net").clone();
    assert_eq!(
        (&net["unreachable"], &net["first"]),
        (&Value::Null, &"net, #net (no phone)".into())
    );
    let people = NETWORK.replace(
        "escalate_to = [\"yard\"]",
        "people = [{ name = \"Ann\", phone = \"1\", through = [\"chat\"] }, { name = \"Bo\", phone = \"2\" }]",
    );
    let net = &find(&sheet(&people, &["net"])["contacts"], "team", "net").clone();
    assert_eq!(net["first"], "net: Bo, 2 (Chat is down)");
    let people = serde_json::json!(["Bo, 2", "Ann, 1 (WILL NOT WORK: Chat is down)"]);
    assert_eq!(net["people"], people);
}

#[test]
fn a_message_that_goes_down_with_its_cause_is_marked_and_comes_last() {
    let plan = r#"
[plan]
name = "Fleet"
[domain.fleet]
kind = "image"
[service.apps]
tier = 1
in = ["fleet"]
[service.status]
name = "Status page"
in = ["fleet"]
[resource.mail]
[communication.customers]
audience = "customers"
channel = "status page"
through = ["status"]
[communication.partners]
audience = "partners"
channel = "mail"
through = ["status", "mail"]
"#;
    let sheet = sheet(plan, &["fleet"]);
    let order: Vec<&str> = sheet["messages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["audience"].as_str().unwrap())
        .collect();
    assert_eq!(order, ["partners", "customers"]);
    let blocked = &find(&sheet["messages"], "audience", "customers")["blocked"];
    assert_eq!(blocked, "Status page is down");
    assert_eq!(sheet["messages"][0]["blocked"], Value::Null);
    let said = text(plan, &["fleet"]);
    assert!(
        said.contains("WILL NOT WORK: Status page is down"),
        "{said}"
    );
}

const BLIND: &str = r#"
[plan]
name = "Blind"
[service.web]
name = "Web"
tier = 1
rto = "10m"
depends_on = [{ on = "way-a", detect = { within = "1m", by = ["alerting"] }, fallback = [
  { to = "way-b", switch = "automatic", after = "2m", tested = 2026-10-01 } ] }]
[resource.way-a]
[resource.way-b]
[service.alerting]
name = "Alerting"
depends_on = ["way-a"]
"#;

#[test]
fn a_loss_that_nothing_sees_is_not_switched_by_itself() {
    let value = sheet(BLIND, &["way-a"]);
    let fallback = &value["fallbacks"][0];
    assert_eq!(fallback["verdict"], "waits-for-a-person");
    assert!(
        fallback["reasons"][0]
            .as_str()
            .unwrap()
            .contains("Alerting is down")
    );
    let web = critical(&value, "web");
    assert_eq!(web["verdict"], "unknown");
    assert!(
        web["unknown_because"]
            .to_string()
            .contains("nothing that would see the loss is up")
    );
    let hit = find(&value["hits"], "id", "web");
    assert_eq!(hit["unseen"][0], "of way-a: Alerting is down");
    assert!(text(BLIND, &["way-a"]).contains("no alarm will come: of way-a: Alerting is down"));
    // Where the alarm does not stand on what fails it switches.
    let seeing = BLIND.replace("depends_on = [\"way-a\"]", "");
    let value = sheet(&seeing, &["way-a"]);
    assert_eq!(value["fallbacks"][0]["verdict"], "by-itself");
    assert_eq!(
        find(&value["hits"], "id", "web")["unseen"],
        Value::Array(Vec::new())
    );
}

#[test]
fn a_switch_that_needs_what_is_lost_is_no_help() {
    let plan = BLIND.replace("after = \"2m\"", "after = \"2m\", needs = [\"alerting\"]");
    let value = sheet(&plan, &["way-a"]);
    let fallback = &value["fallbacks"][0];
    // Alerting comes back only with what is lost.
    assert_eq!(fallback["verdict"], "waits-for-a-person");
    let words = text(&plan, &["way-a"]);
    assert!(
        words.contains("the switch needs Alerting, which is down: restore it first"),
        "{words}"
    );
    assert!(
        words.contains("Needs Alerting (down): restore it first, stage"),
        "{words}"
    );
    let never = format!(
        "{plan}[runbook.way-a]\nstep = [{{ do = \"Ask the board.\", needs = [\"alerting\"], takes = \"1m\" }}]\n"
    );
    let value = sheet(&never, &["way-a"]);
    assert_eq!(value["fallbacks"][0]["verdict"], "no-help");
    let why = value["fallbacks"][0]["reasons"][0].as_str().unwrap();
    assert!(why.starts_with("WILL NOT WORK: Alerting is down"), "{why}");
}

#[test]
fn what_has_ended_stands_in_for_nobody() {
    let plan = r#"
[plan]
name = "Old"
[service.chat]
tier = 1
rto = "15m"
depends_on = [{ on = "main", detect = "5s", fallback = [{ to = "old", switch = "automatic", after = "1s", tested = 2026-09-01 }] }]
[resource.gate]
[ai.main]
provider = "mistral"
model = "mistral-large-2512"
[ai.old]
provider = "acme"
model = "acme-1"
[provider.acme]
models = [{ id = "acme-1", retires = 2026-01-31 }]
"#;
    let value = sheet(plan, &["mistral"]);
    let old = &value["fallbacks"][0];
    assert_eq!(
        (&old["verdict"], &old["reasons"][0]),
        (
            &"no-help".into(),
            &"WILL NOT WORK: retired on 2026-01-31".into()
        )
    );
    let later = plan.replace("2026-01-31", "2026-12-31");
    assert_eq!(
        sheet(&later, &["mistral"])["fallbacks"][0]["verdict"],
        "by-itself"
    );
}

/// The one that called it is covered elsewhere; it is down all the same.
#[test]
fn what_is_down_serves_nobody() {
    let plan = r#"
[plan]
name = "Covered"
[domain.hall]
kind = "site"
[service.top]
tier = 1
depends_on = [{ on = "middle", fallback = [{ to = "spare", switch = "automatic", after = "1m" }] }]
[service.middle]
depends_on = [{ on = "machine", fallback = [{ to = "hand", switch = "manual", after = "10m" }] }]
[resource.machine]
in = ["hall"]
[resource.hand]
[resource.spare]
in = ["hall"]
"#;
    let value = sheet(plan, &["hall"]);
    assert_eq!(
        find(&value["fallbacks"], "to", "spare")["verdict"],
        "no-help"
    );
    assert!(
        steps(&value)
            .iter()
            .all(|one| !one["text"].as_str().unwrap().contains("to spare"))
    );
    assert_eq!(
        find(&value["fallbacks"], "to", "hand")["verdict"],
        "waits-for-a-person"
    );
}

#[test]
fn a_time_that_nobody_declared_is_unknown_and_its_bound_is_said() {
    let plan = |step: &str| {
        format!(
            "[plan]\nname = \"x\"\n[service.web]\nname = \"Web\"\ntier = 1\nrto = \"30m\"\nmtpd = \"8h\"\n\
             depends_on = [\"db\"]\n[resource.db]\nname = \"Database\"\n{step}"
        )
    };
    let web = |step: &str| critical(&sheet(&plan(step), &["db"]), "web").clone();
    let none = web("");
    assert_eq!(
        (&none["verdict"], &none["missed"]),
        (&"unknown".into(), &false.into())
    );
    assert_eq!(
        none["targets"],
        "RTO 10:20 UTC unknown; MTPD 17:50 UTC unknown"
    );
    assert_eq!(
        none["back"],
        "unknown: the plan does not say how long the repair takes"
    );
    assert_eq!(none["at_least_s"], 0);
    assert!(
        none["unknown_because"][0]
            .as_str()
            .unwrap()
            .contains("the repair of db")
    );
    let said = text(&plan(""), &["db"]);
    assert!(!said.contains("UTC met") && !said.contains(" 0s"), "{said}");
    assert!(
        said.contains("When it will be back is not known."),
        "{said}"
    );
    // A bound shows a miss, and never that a target is met.
    let half = "[runbook.db]\nstep = [{ do = \"a\", takes = \"17m 5s\" }, { do = \"b\" }]\n";
    let half_known = web(half);
    assert_eq!(half_known["verdict"], "unknown");
    assert_eq!(
        half_known["back"],
        "unknown: at least 17m 5s of work, so not before 10:18 UTC"
    );
    let said = text(&plan(half), &["db"]);
    assert!(
        said.contains("not known; not before 10:18 UTC, as there is at least 17m 5s of work"),
        "{said}"
    );
    let long = web("[runbook.db]\nstep = [{ do = \"a\", takes = \"40m\" }, { do = \"b\" }]\n");
    assert_eq!(
        (&long["rto_verdict"], &long["mtpd_verdict"]),
        (&"missed".into(), &"unknown".into())
    );
    assert_eq!(long["verdict"], "missed");
    assert!(
        long["targets"]
            .as_str()
            .unwrap()
            .starts_with("RTO 10:20 UTC missed by at least 20m")
    );
    let known = web("[runbook.db]\nstep = [{ do = \"a\", takes = \"5m\" }]\n");
    assert_eq!(
        (&known["verdict"], &known["unknown_because"]),
        (&"met".into(), &Value::Array(Vec::new()))
    );
    // Nor is the time of noticing that nobody gave: it may not have switched yet.
    let switch = |more: &str| {
        let text = format!(
            "[plan]\nname = \"x\"\n[service.web]\ntier = 1\nrto = \"30m\"\ndepends_on = [{{ on = \"db\", {more} \
             fallback = [{{ to = \"copy\", switch = \"automatic\", after = \"1m\" }}] }}]\n\
             [resource.db]\n[resource.copy]\n"
        );
        let value = sheet(&text, &["db"]);
        let web = value["critical"].as_array().unwrap().first().cloned();
        (
            value["hits"][0]["level"].clone(),
            web.map(|web| web["verdict"].clone()),
        )
    };
    assert_eq!(switch("detect = \"1m\","), ("up".into(), None));
    assert_eq!(switch(""), ("down".into(), Some("unknown".into())));
}

#[test]
fn the_newest_backup_that_survived_is_taken() {
    let plan = |backups: &str| {
        format!(
            "[plan]\nname = \"Fire\"\n[domain.hall]\nname = \"Hall\"\nkind = \"site\"\n[domain.vault]\nname = \"Vault\"\nkind = \"site\"\n\
             [service.shop]\ntier = 1\nrto = \"4h\"\ndepends_on = [\"db\"]\n\
             [resource.db]\nname = \"Database\"\nin = [\"hall\"]\nbackup = {backups}\n"
        )
    };
    let both = plan(
        "[{ every = \"1h\", restore = \"1h\" }, { every = \"1d\", restore = \"3h\", in = [\"vault\"], verified = 2026-10-01 }]",
    );
    let value = sheet(&both, &["hall"]);
    let restore = step(&value, "Restore Database");
    assert_eq!(
        restore["text"],
        "Restore Database elsewhere, from its backup in Vault; up to 1d of data is lost; a restore was last \
         tried on 2026-10-01. Do not look for its backup in Hall: it is lost with it."
    );
    assert_eq!(critical(&value, "shop")["verdict"], "met");
    assert_eq!(critical(&value, "shop")["at_least_s"], 3 * 3600);
    // All of it stood in the fire.
    let burnt = plan("{ every = \"1h\", restore = \"1h\" }");
    let value = sheet(&burnt, &["hall"]);
    let restore = step(&value, "Restore Database");
    assert_eq!(
        restore["blocked"],
        "WILL NOT WORK: no backup survived; it stood in Hall"
    );
    let shop = critical(&value, "shop");
    assert_eq!(
        (&shop["verdict"], &shop["at_least_s"]),
        (&"missed".into(), &Value::Null)
    );
    assert!(
        shop["back"]
            .as_str()
            .unwrap()
            .contains("no backup of Database survived")
    );
    // Apart from it, and the place of the copy is lost as well.
    let value = sheet(&both, &["hall", "vault"]);
    assert_eq!(
        step(&value, "Restore Database")["blocked"],
        "WILL NOT WORK: no backup survived; it stood in Hall and in Vault"
    );
}

#[test]
fn outside_parties_are_reported_to_and_never_repaired() {
    let plan = r#"
[plan]
name = "Shop"
[service.pay]
tier = 1
rto = "1h"
depends_on = ["stripe", "vendor", "guard", "own-llm"]
[provider.vendor]
name = "Vendor"
contract = { ref = "C-17", rto = "4h" }
[ai.guard]
provider = "openai"
model = "gpt-5.2"
[ai.own-llm]
name = "Own model"
provider = "vllm"
model = "qwen3"
"#;
    for lost in ["stripe", "vendor", "guard", "openai", "aws-us-east-1"] {
        let plan = plan.replace("[ai.guard]", "[domain.aws-us-east-1]\n[ai.guard]");
        let said = text(&plan, &[lost]);
        assert!(!said.contains("Repair "), "{lost}: {said}");
        assert!(said.contains("nobody here can repair it"), "{lost}: {said}");
        let value = sheet(&plan, &[lost]);
        let pay = value["critical"]
            .as_array()
            .unwrap()
            .iter()
            .find(|one| one["id"] == "pay");
        assert!(
            pay.is_none_or(|pay| pay["verdict"] == "unknown"),
            "{lost}: {pay:?}"
        );
    }
    let said = text(plan, &["vendor"]);
    assert!(
        said.contains("Report it to the support of Vendor, by the contract C-17. It promises to be back within 4h: 13:50 UTC."),
        "{said}"
    );
    // Software that one's own people run is one's own.
    let said = text(plan, &["own-llm"]);
    assert!(
        said.contains("Repair Own model: the plan has no steps for it."),
        "{said}"
    );
}

/// Whoever rents a machine starts it again; a zone of a region nobody here does.
#[test]
fn a_machine_in_a_cloud_is_repaired_by_its_own_people() {
    let with = |domain: &str, more: &str| {
        let plan = format!(
            "[plan]\nname = \"x\"\n[service.s]\ntier = 1\nin = [\"vm\"]\n[domain.vm]\n\
             in = [\"aws-eu-west-1\"]\n{domain}\n[domain.aws-eu-west-1]\nkind = \"region\"\n{more}"
        );
        text(&plan, &["vm"])
    };
    let waits = "it is outside, and nobody here can repair it";
    for own in ["kind = \"host\"", "kind = \"rack\""] {
        let said = with(own, "");
        assert!(!said.contains(waits), "{own}: {said}");
    }
    let steps = "[[runbook.vm.step]]\ndo = \"Start the instance again\"\ntakes = \"5m\"\n";
    let said = with("", steps);
    assert!(said.contains("Start the instance again"), "{said}");
    assert!(!said.contains(waits), "{said}");
    for theirs in ["", "kind = \"zone\"", "kind = \"account\""] {
        let said = with(theirs, "");
        assert!(said.contains(waits), "{theirs}: {said}");
    }
}

/// A database has no content policy.
#[test]
fn what_is_no_model_refuses_connections() {
    let plan =
        "[plan]\nname = \"x\"\n[service.s]\ntier = 1\ndepends_on = [\"db\"]\n[resource.db]\n";
    let said = text(plan, &["db", "--symptom", "refused"]);
    assert!(
        said.contains("db refuses what it is asked. Look whether it runs"),
        "{said}"
    );
    assert!(!said.contains("policy"), "{said}");
}

#[test]
fn a_message_goes_the_way_that_is_left() {
    let plan = "[plan]\nname = \"x\"\n[domain.dc]\n[service.s]\ntier = 1\nin = [\"dc\"]\n\
                [resource.status-page]\nname = \"Status page\"\nin = [\"dc\"]\n\
                [resource.sms]\nname = \"Text messages\"\n\
                [communication.users]\naudience = \"users\"\nchannel = \"status page\"\n\
                through = [\"status-page\", \"sms\"]\ntemplate = \"We are down.\"\n";
    let said = text(plan, &["dc"]);
    assert!(
        said.contains("send it through Text messages: Status page is down"),
        "{said}"
    );
    assert!(!text(plan, &["s"]).contains("send it through"));
}

#[test]
fn each_symptom_has_its_first_look() {
    for (symptom, words) in [
        ("402", "tops it up or pays"),
        ("403", "a closed account"),
        ("404", "retired or renamed"),
        ("cut", "not done twice"),
        ("too-long", "Shorten or split them"),
        ("refused", "Keep one example of what is refused"),
        ("substituted", "Look which model the answers name"),
        ("429", "Look at our own rate beside the limit"),
    ] {
        let plan = "[plan]\nname = \"x\"\n[service.s]\ntier = 1\ndepends_on = [\"m\"]\n[ai.m]\nprovider = \"openai\"\nmodel = \"gpt-5.2\"\n";
        let said = text(plan, &["openai", "--symptom", symptom]);
        assert!(said.contains(words), "{symptom}: {said}");
    }
}

#[test]
fn calls_that_go_on_by_themselves_and_users_who_go_elsewhere() {
    let plan = |switch: &str| {
        format!(
            "[plan]\nname = \"x\"\n[service.s]\nname = \"Search\"\ntier = 1\nrto = \"1h\"\ndepends_on = [{{ on = \"a\", detect = \"10s\", \
             fallback = [{{ to = \"b\", switch = \"{switch}\", after = \"1s\" }}] }}]\n[resource.a]\n[resource.b]\n"
        )
    };
    let value = sheet(&plan("per-call"), &["a"]);
    assert_eq!(value["fallbacks"][0]["verdict"], "by-itself");
    assert!(step(&value, "each tries a first").is_object());
    let value = sheet(&plan("user"), &["a"]);
    assert_eq!(value["fallbacks"][0]["verdict"], "waits-for-a-person");
    let told = step(&value, "Tell those who use Search to go to b");
    assert!(
        told["text"]
            .as_str()
            .unwrap()
            .contains("nobody here switches it")
    );
}

/// Of two that could serve the repair of one is not declared: by the other it takes 9h at
/// most, so of an hour nobody knows.
#[test]
fn the_quicker_of_two_ways_may_be_the_one_that_nobody_declared() {
    let plan = r#"
[plan]
name = "Two"
[service.chat]
tier = 1
rto = "1h"
mtpd = "12h"
depends_on = [{ any_of = ["db", "db2"] }]
[resource.db]
[resource.db2]
[runbook.db]
step = [{ phase = "recovery", do = "mend", takes = "9h" }]
"#;
    let sheet = sheet(plan, &["db", "db2"]);
    let chat = critical(&sheet, "chat");
    assert_eq!(chat["rto_verdict"], "unknown");
    assert_eq!(chat["mtpd_verdict"], "met");
    let because = chat["unknown_because"].as_array().unwrap();
    assert_eq!(because.len(), 1, "{because:?}");
    assert!(because[0].as_str().unwrap().contains("db2"), "{because:?}");
}

/// How long 429 takes to be noticed says nothing of 5xx.
#[test]
fn a_time_for_one_symptom_is_none_for_another() {
    let plan = r#"
[plan]
name = "Symptoms"
[service.chat]
tier = 1
rto = "1h"
depends_on = [{ on = "db", detect = { "429" = "1m" }, fallback = [
  { to = "db2", switch = "automatic", after = "1m", triggers = ["5xx", "429"] } ] }]
[resource.db]
[resource.db2]
"#;
    let verdict = |symptom: &str| {
        let arguments = ["db", "--symptom", symptom];
        let sheet = sheet(plan, &arguments);
        let all = sheet["critical"].as_array().unwrap().iter();
        let mut chat = all.filter(|one| one["id"] == "chat");
        chat.next()
            .map(|one| one["rto_verdict"].as_str().unwrap().to_owned())
    };
    assert_eq!(verdict("5xx").as_deref(), Some("unknown"));
    assert_ne!(verdict("429").as_deref(), Some("unknown"));
    let found = Case::plan(plan).findings("detection-undeclared");
    assert_eq!(found.len(), 1, "{found:#?}");
}

/// Data are lost up to the backup that is restored; what its restore needs may have ended.
#[test]
fn the_sheet_counts_the_data_of_the_backup_that_is_restored() {
    let lost = |backups: &str| {
        let plan = format!(
            "[plan]\nname = \"Data\"\n[service.shop]\ntier = 1\ndepends_on = [\"db\"]\n\
             [resource.db]\nrpo = \"2h\"\nbackup = {backups}\n[resource.vault]\n\
             expires = 2026-01-01\n"
        );
        text(&plan, &["db"])
    };
    for (backups, says) in [
        (
            r#"[{ every = "1h", restore = "30m", needs = ["vault"] }, { every = "1d", restore = "1h" }]"#,
            "up to 1d of it is lost (RPO 2h missed)",
        ),
        (
            r#"[{ every = "1h", restore = "30m" }, { every = "1d", restore = "1h" }]"#,
            "up to 1h of it is lost (RPO 2h met)",
        ),
        (
            r#"[{ every = "1h" }, { every = "1d", restore = "1h" }]"#,
            "up to 1h or 1d of it is lost, by which backup is restored first (RPO 2h unknown)",
        ),
        (
            r#"{ every = "1h", restore = "1h", needs = ["vault"] }"#,
            "no backup can be restored: what that needs is down (RPO 2h unknown)",
        ),
    ] {
        let text = lost(backups);
        assert!(text.contains(says), "{says}: {text}");
    }
}

/// Nothing waits for itself here: the clock says down where the levels alone say served.
const KEPT_DOWN: &str = r#"
[plan]
name = "Kept down"
[service.blind]
tier = 1
rto = "1h"
depends_on = [{ on = "big", detect = "1m", fallback = [
  { to = "spare", switch = "automatic", triggers = ["429"] } ] }]
[service.web]
tier = 1
rto = "1h"
mbco = "60%"
depends_on = [{ on = "big", detect = "1m", demand = { rpm = 200 }, fallback = [
  { to = "small", switch = "automatic", after = "1m", triggers = ["5xx"] } ] }]
[service.app]
tier = 1
rto = "1h"
mbco = "60%"
depends_on = [{ on = "big", detect = "1m", demand = { rpm = 200 }, fallback = [
  { to = "small", switch = "automatic", after = "1m", triggers = ["5xx"] } ] }]
[service.old]
tier = 1
rto = "1h"
depends_on = ["past"]
[resource.past]
expires = 2026-01-01
[resource.spare]
[resource.small]
limit = { rpm = 200 }
[resource.big]
[[runbook.big.step]]
phase = "recovery"
do = "mend it"
takes = "3h"
"#;

#[test]
fn only_a_circle_is_called_one() {
    let lost = ["big", "--symptom", "5xx"];
    let sheet_of_big = sheet(KEPT_DOWN, &lost);
    for (id, why) in [
        (
            "blind",
            "spare does not bring it back: nobody switches: its trigger fires on 429",
        ),
        (
            "web",
            "small does not bring it back: its limit is 200 requests a minute",
        ),
    ] {
        let one = critical(&sheet_of_big, id);
        assert_eq!(one["path"], "big");
        assert_eq!(one["verdict"], "missed");
        let back = one["back"].as_str().unwrap();
        assert!(back.starts_with("when big is back: 13:00 UTC"), "{back}");
        assert!(back.contains(why), "{back}");
    }
    // As in a scenario: nobody switches what has no steps.
    let spare = find(&sheet_of_big["fallbacks"], "to", "spare");
    assert_eq!(spare["verdict"], "no-help");
    let all = sheet(KEPT_DOWN, &["--all"]);
    let back = "never, by what the plan says: it needs past, which expired on 2026-01-01";
    assert_eq!(critical(&all, "old")["back"], back);
    let ring = "[plan]\nname = \"R\"\n[service.a]\ntier = 1\nrto = \"1h\"\ndepends_on = [{ on = \"b\", \
                needed = \"both\" }]\n[service.b]\ndepends_on = [\"a\"]\n";
    assert_eq!(
        critical(&sheet(ring, &["a"]), "a")["path"],
        "a circle that cannot start"
    );
}

/// Lanes of one wave that wait for each other, in whatever order the plan has them.
#[test]
fn what_has_a_target_and_no_tier_is_not_hidden() {
    let plan = r#"
[plan]
name = "x"
[service.site]
tier = 1
[activity.late]
tier = 4
depends_on = ["db"]
[activity.pay]
mtpd = "4h"
depends_on = ["db"]
[resource.db]
"#;
    let lost = sheet(plan, &["db"]);
    assert_eq!(critical(&lost, "pay")["mtpd_verdict"], "unknown");
    assert_eq!(lost["critical"].as_array().unwrap().len(), 1);
    let words = text(plan, &["db"]);
    assert!(!words.contains("No service or activity of tier 1 or 2 is down"));
    let at = |name: &str| words.find(name).unwrap();
    assert!(at("pay") < at("late"), "{words}");
}

#[test]
fn what_others_need_is_brought_back_before_them() {
    let plan = r#"
[plan]
name = "Order"
[team.ops]
on_call = { phone = "+1 202 555 0100" }
[service.web]
team = "ops"
tier = 1
rto = "1h"
depends_on = ["names"]
[service.mail]
tier = 1
rto = "2h"
depends_on = ["web"]
[service.names]
team = "ops"
depends_on = ["line"]
[resource.line]
team = "ops"
"#;
    let number = |sheet: &Value, words: &str| step(sheet, words)["number"].as_u64().unwrap();
    for lost in [&["line"][..], &["web", "names", "line"]] {
        let sheet = sheet(plan, lost);
        let serves = |name: &str| number(&sheet, &format!("See that {name} serves again"));
        assert!(serves("line") < serves("names"), "{lost:?}");
        assert!(serves("names") < serves("web"), "{lost:?}");
        assert!(serves("web") < serves("mail"), "{lost:?}");
    }
}

/// Where the runbook speaks of a restore, it is told there and nowhere else, with what is known
/// of the backup.
#[test]
fn a_restore_that_the_runbook_has_too_is_told_once() {
    let lanes = |step: &str, backup: &str| -> Vec<(String, Vec<String>)> {
        let plan = format!(
            "[plan]\nname = \"x\"\n[resource.db]\n{backup}\n[domain.vault]\n[domain.attic]\n\
             [[runbook.db.step]]\ndo = \"{step}\"\ntakes = \"1h\"\n"
        );
        let sheet = sheet(&plan, &["db"]);
        let stages = sheet["stages"].as_array().unwrap();
        let lanes = stages
            .iter()
            .skip(1)
            .flat_map(|stage| stage["lanes"].as_array().unwrap());
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        lanes
            .map(|lane| {
                let steps = lane["actions"].as_array().unwrap().iter();
                (
                    text(&lane["title"]),
                    steps.map(|one| text(&one["text"])).collect(),
                )
            })
            .collect()
    };
    let one = "backup = { every = \"1d\", restore = \"1h\", in = [\"vault\"] }";
    assert_eq!(
        lanes("Restore the newest backup.", one),
        [(
            "db".to_owned(),
            vec![
                "Restore the newest backup. Of its backup in vault: up to 1d of data is lost; a \
                 restore was never tried."
                    .to_owned(),
                "See that db serves again.".to_owned(),
            ]
        )]
    );
    let two = "backup = [{ every = \"1d\", restore = \"1h\", in = [\"vault\"] }, { every = \
               \"7d\", restore = \"1h\", in = [\"attic\"] }]";
    let both = lanes("Restore the newest backup.", two);
    assert_eq!(both.len(), 1);
    assert!(
        both[0].1[1].starts_with("If that backup is no good: restore db from its backup in attic")
    );
    // What speaks of no restore is none; of two ways of an hour the restore alone leads.
    let other = lanes("Start it on the other host", one);
    let titles: Vec<&str> = other.iter().map(|(title, _)| title.as_str()).collect();
    assert_eq!(titles, ["db", "db: another way"]);
    assert_eq!(other[1].1, ["Start it on the other host"]);
}

#[test]
fn one_party_is_told_once_of_all_that_is_lost_there() {
    let plan = r#"
[plan]
name = "Two calls"
[service.shop]
depends_on = ["chat", "titles"]
[ai.chat]
provider = "openai"
model = "gpt-5.2"
[ai.titles]
provider = "openai"
model = "gpt-5.2"
endpoint = "chat-completions"
"#;
    let sheet = sheet(plan, &["chat", "titles"]);
    let all = steps(&sheet);
    let reports = all
        .iter()
        .filter(|one| one["text"].as_str().unwrap().starts_with("Report it"));
    assert_eq!(reports.count(), 1);
    assert_eq!(
        step(&sheet, "Wait for chat")["owner"],
        step(&sheet, "Wait for titles")["owner"]
    );
}

/// Outsiders hear when, and not by which work nor from whom.
#[test]
fn what_outsiders_are_told_names_no_supplier_and_no_plan() {
    let drafts = |plan: &str, lost: &str, who: usize| {
        let sheet = sheet(plan, &[lost]);
        let drafts = sheet["messages"][who]["drafts"].as_array().unwrap().clone();
        let text = |at: usize| drafts[at]["text"].as_str().unwrap().to_owned();
        (text(0), text(1))
    };
    let plan = "[plan]\nname = \"x\"\n[service.shop]\ntier = 1\nrestart = \"5m\"\ndepends_on = [\"llm\", \"db\"]\n\
                [ai.llm]\nprovider = \"openai\"\nmodel = \"gpt-5.2\"\n[resource.db]\n\
                [[runbook.db.step]]\ndo = \"Start it\"\ntakes = \"30m\"\n";
    let (first, cause) = drafts(plan, "openai", 0);
    assert!(
        first.starts_with("Not working since 09:50 UTC: shop. "),
        "{first}"
    );
    assert!(
        cause.contains("not known, as it depends on a supplier whose "),
        "{cause}"
    );
    assert!(
        !cause.contains("OpenAI") && !cause.contains("openai-20"),
        "{cause}"
    );
    let (_, cause) = drafts(plan, "db", 0);
    let says = "When it will be back: about 10:30 UTC, by the 30m of work it takes;";
    assert!(cause.contains(says), "{cause}");
    let (first, cause) = drafts(plan, "openai", 1);
    assert!(first.starts_with("Down since 09:50 UTC: shop. "), "{first}");
    assert!(
        cause.contains("OpenAI API failed") && cause.contains("openai-20"),
        "{cause}"
    );
}

/// A switch of which no time is declared may be over at once, and nobody above it feels it in
/// the least run: no target is met by that.
#[test]
fn a_switch_without_a_time_meets_no_target_of_who_stands_above_it() {
    let text = r#"
[plan]
name = "Above"
[service.above]
tier = 1
rto = "1h"
depends_on = ["mid"]
[service.mid]
depends_on = [{ on = "x", fallback = ["f"] }]
[resource.x]
[resource.f]
"#;
    let sheet = sheet(text, &["x"]);
    let above = find(&sheet["critical"], "id", "above");
    assert_eq!(above["rto_verdict"], "unknown");
    let because = above["unknown_because"].as_array().unwrap();
    assert_eq!(because[0], "`detect` of mid on x is not declared");
    let said = self::text(text, &["x"]);
    assert!(
        said.contains("the plan does not say how long that takes"),
        "{said}"
    );
    assert!(!said.contains("in 0s"), "{said}");
}

/// Who mends it cannot be called before it is mended: no target is met by such a repair.
#[test]
fn a_repair_for_which_nobody_can_be_called_is_never_done() {
    let plan = r#"
[plan]
name = "Calls"
[service.shop]
tier = 1
rto = "4h"
depends_on = ["db"]
[resource.db]
[service.chat]
depends_on = ["db"]
[team.dba]
on_call = { channel = "dba", through = ["chat"] }
[runbook.db]
[[runbook.db.step]]
do = "mend"
owner = "dba"
takes = "1h"
"#;
    let shop = &sheet(plan, &["db"])["critical"][0];
    assert_eq!(
        (&shop["id"], &shop["rto_verdict"]),
        (&"shop".into(), &"missed".into())
    );
    // One more way to call is enough.
    let phone = "on_call = { phone = \"+1 202 555 0100\", channel = \"dba\", through = [\"chat\"] }\nescalate_to = [\"lead\"]";
    let other = plan.replace(
        "on_call = { channel = \"dba\", through = [\"chat\"] }",
        phone,
    );
    let other = format!("{other}[team.lead]\non_call = {{ phone = \"+1 202 555 0101\" }}\n");
    let shop = &sheet(&other, &["db"])["critical"][0];
    assert_eq!(shop["rto_verdict"], "met", "{shop:#}");
}

/// Who is struck itself waits for what it needs too: a fallback that must be switched to, its
/// own or that of what it cannot do without.
#[test]
fn what_is_mended_waits_for_a_slow_switch() {
    let plan = |shop: &str| {
        Case::plan(&format!(
            "[plan]\nname = \"x\"\n[domain.net]\n[domain.else]\n{shop}\
             [resource.db]\nin = [\"net\"]\n[resource.spare]\n"
        ))
    };
    let verdict = |case: &Case, id: &str| {
        let sheet = case.run([
            "incident",
            "net",
            "--now",
            "2026-11-23T12:00Z",
            "--format",
            "json",
        ]);
        let sheet = sheet.exit(0).json();
        let all = sheet["critical"].as_array().unwrap().clone();
        let one = all.into_iter().find(|one| one["id"] == id).unwrap();
        (
            one["rto_verdict"].as_str().unwrap().to_owned(),
            one["at_least_s"].clone(),
        )
    };
    let moved = "[[runbook.shop.step]]\ndo = \"Move\"\ntakes = \"10m\"\nmoves_to = [\"else\"]\n";
    let shop = |switch: &str| {
        format!(
            "[service.shop]\ntier = 1\nrto = \"1h\"\nin = [\"net\"]\n\
             depends_on = [{{ on = \"db\", detect = \"1m\", fallback = [{{ to = \"spare\", {switch} }}] }}]\n{moved}"
        )
    };
    // db is repaired in a time that nobody says, so that only the bound is unknown.
    let by_hand = plan(&shop("switch = \"manual\", after = \"90m\""));
    assert_eq!(verdict(&by_hand, "shop").0, "unknown");
    let quick = "switch = \"automatic\", after = \"1m\", triggers = [\"5xx\", \"timeout\"]";
    assert_eq!(verdict(&plan(&shop(quick)), "shop").0, "met");
    // The one above moves itself, and what it needs waits for its switch.
    let above = "[service.front]\ntier = 1\nrto = \"20m\"\nin = [\"net\"]\ndepends_on = [\"shop\"]\n\
                 [[runbook.front.step]]\ndo = \"Move\"\ntakes = \"1m\"\nmoves_to = [\"else\"]\n\
                 [service.shop]\ndepends_on = [{ on = \"db\", detect = \"1m\", fallback = [\
                 { to = \"spare\", switch = \"automatic\", after = \"55m\", triggers = [\"5xx\", \"timeout\"] }] }]\n";
    let front = verdict(&plan(above), "front");
    assert_eq!(front, ("missed".to_owned(), serde_json::json!(3360)));
}

/// The repair is done in an hour, the switch in five: by the plan nobody waits for the switch.
#[test]
fn a_repair_that_is_done_before_a_slow_switch_counts() {
    let sheet = |after: &str| {
        let case = Case::plan(&format!(
            r#"
[plan]
name = "Slow"
[service.shop]
tier = 1
rto = "2h"
depends_on = [{{ on = "db", detect = "1m", fallback = [
  {{ to = "copy", switch = "manual", after = "{after}" }} ] }}]
[resource.db]
[resource.copy]
[runbook.db]
[[runbook.db.step]]
phase = "recovery"
do = "Mend it"
takes = "1h"
[scenario.one]
fails = [{{ what = "db" }}]
"#
        ));
        let run = case.answer(&["simulate", "one"]);
        assert_eq!(run["scenarios"][0]["components"][0]["rto_verdict"], "met");
        case.answer(&["incident", "db"])["critical"][0].clone()
    };
    let slow = sheet("5h");
    assert_eq!(slow["verdict"], "met", "{slow}");
    assert!(
        slow["back"].as_str().unwrap().contains("when db is back"),
        "{slow}"
    );
    // Else the switch brings it back, once somebody makes it.
    assert_eq!(sheet("30m")["path"], "a fallback that serves");
}
