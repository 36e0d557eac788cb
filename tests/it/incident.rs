//! `jurymast incident` as people and programs call it.

use std::fs;

use serde_json::Value;

use super::driver::{Case, Ran, repository};

const PLAN: &str = r##"
[defaults]
needed = "both"
[plan]
name = "Acme"
owner = "ops"
activation = { when = "Chat is down for 10 minutes", by = "ops", stand_down_when = "Chat answers for an hour" }

[team.ops]
name = "Operations"
on_call = { phone = "+1 555 0100", channel = "#ops" }

[activity.answer]
name = "Answer customers"
tier = 1
mtpd = "8h"
own_failure = false
depends_on = ["chat"]

[service.chat]
name = "Chat"
team = "ops"
tier = 1
rto = "30m"
mtpd = "4h"
restart = "1m"
depends_on = [
  { on = "llm", detect = "2m", demand = { rpm = 90 }, fail_back = "5m", fallback = [
    { to = "twin" , switch = "automatic", after = "10s", tested = 2026-10-01 },
    { to = "second", switch = "automatic", after = "1m", triggers = ["5xx", "timeout"], tested = 2025-01-01, steps = "Flip the flag." },
    { to = "people", switch = "manual", after = "20m", serves = "degraded", capacity = "30%" } ] },
  "db",
]

[service.search]
name = "Search"
tier = 2
rto = "10m"
restart = "2m"
depends_on = ["db"]

[ai.llm]
name = "First model"
provider = "openai"
[ai.twin]
name = "Twin model"
provider = "openai"
[ai.second]
name = "Second model"
provider = "anthropic"
limit = { rpm = 60 }
[resource.people]
name = "Help desk"
[resource.db]
name = "Database"
team = "ops"
restart = "5m"
backup = { every = "1h", restore = "40m", segregated = true }

[runbook.chat]
step = [
  { phase = "activation", do = "Ask the chat a question.", takes = "1m", verify = "An answer came." },
  { phase = "recovery", do = "Show the notice.", run = "flag on", takes = "2m", if_lost = ["llm"] },
  { phase = "recovery", do = "Empty the cache.", takes = "3m", if_lost = ["db"] },
  { phase = "reconstitution", do = "Hide the notice.", takes = "1m", if_lost = ["llm"] },
]

[communication.page]
audience = "customers"
channel = "status page"
every = "30m"
template = "Since {time} you cannot {activity}. Next at {next}. {unheard}"
"##;

const NOW: &str = "2026-11-24T10:52Z";

fn incident(arguments: &[&str]) -> Ran {
    let all = ["incident", "--now", NOW];
    Case::plan(PLAN).run(all.iter().chain(arguments))
}

fn read(arguments: &[&str]) -> Value {
    let mut all = arguments.to_vec();
    all.extend(["--format", "json"]);
    incident(&all).exit(0).json()
}

fn find<'a>(list: &'a Value, key: &str, value: &str) -> &'a Value {
    let all = list.as_array().unwrap();
    all.iter()
        .find(|one| one[key] == value)
        .unwrap_or_else(|| panic!("no {value} in {list:#}"))
}

fn actions(sheet: &Value) -> Vec<&Value> {
    let stages = sheet["stages"].as_array().unwrap().iter();
    let lanes = stages.flat_map(|stage| stage["lanes"].as_array().unwrap());
    lanes
        .flat_map(|lane| lane["actions"].as_array().unwrap())
        .collect()
}

/// Lost at 10:40, noticed at 10:42. The twin is lost with it; the second model's
/// trigger does not cover 429, so that nobody serves until somebody flips the flag:
/// the chat is down, and its 30 minutes end at 11:10.
#[test]
fn clocks_run_until_somebody_has_switched() {
    let sheet = read(&["openai", "--since", "-12m", "--symptom", "429"]);
    assert_eq!(sheet["version"], 1);
    assert_eq!(sheet["title"], "OpenAI API is lost");
    let chat = find(&sheet["hits"], "id", "chat");
    assert_eq!(chat["level"], "down");
    assert_eq!(chat["deadlines"][0]["at"], "11:10 UTC");
    assert_eq!(chat["deadlines"][0]["left"], "in 18m");
    assert_eq!(chat["deadlines"][0]["left_s"], 1_080);
    assert_eq!(chat["deadlines"][1]["at"], "14:40 UTC");
    let course = chat["course"].as_str().unwrap();
    assert!(
        course.contains("once somebody has switched by hand"),
        "{course}"
    );
    // On a symptom that the trigger covers it has switched at 10:43, and restarted.
    let sheet = read(&["openai", "--since", "-12m", "--symptom", "5xx"]);
    let chat = find(&sheet["hits"], "id", "chat");
    assert_eq!(chat["level"], "degraded", "60 of 90 calls: {chat:#}");
    assert_eq!(chat["deadlines"], Value::Array(Vec::new()));
}

#[test]
fn fallbacks_are_judged_for_this_loss() {
    let sheet = read(&["openai", "--since", "10:40", "--symptom", "429"]);
    let judged = |to: &str| {
        let one = find(&sheet["fallbacks"], "to", to);
        (
            one["verdict"].as_str().unwrap().to_owned(),
            one["reasons"].to_string(),
        )
    };
    let (verdict, why) = judged("Twin model");
    assert_eq!(verdict, "no-help");
    assert!(
        why.contains("falls with the same loss: OpenAI API ->"),
        "{why}"
    );
    let (verdict, why) = judged("Second model");
    assert_eq!(verdict, "waits-for-a-person");
    assert!(
        why.contains("fires on 5xx and timeout, this is 429"),
        "{why}"
    );
    assert!(why.contains("691 days ago: stale"), "{why}");
    assert!(
        why.contains("its limit is 60 requests a minute, 1 caller asks for 90"),
        "{why}"
    );
    let (verdict, why) = judged("Help desk");
    assert_eq!(verdict, "waits-for-a-person");
    assert!(
        why.contains("the plan does not say how") && why.contains("never tested"),
        "{why}"
    );
    // What cannot help is not among the steps.
    let text = sheet["stages"].to_string();
    assert!(
        !text.contains("to Twin model") && text.contains("to Second model by hand. Flip the flag.")
    );
    let sheet = read(&["openai", "--since", "10:40", "--symptom", "timeout"]);
    assert_eq!(
        find(&sheet["fallbacks"], "to", "Second model")["verdict"],
        "by-itself"
    );
}

#[test]
fn steps_are_numbered_once_and_belong_to_the_loss() {
    let sheet = read(&["db", "--since", "10:40"]);
    let all = actions(&sheet);
    let numbers: Vec<u64> = all
        .iter()
        .map(|one| one["number"].as_u64().unwrap())
        .collect();
    let expected: Vec<u64> = (1..=numbers.len() as u64).collect();
    assert_eq!(numbers, expected);
    let text = sheet["stages"].to_string();
    assert!(text.contains("Empty the cache.") && !text.contains("Show the notice."));
    assert!(text.contains(
        "restore Database from its backup; up to 1h of data is lost; a restore was never tried"
    ));
    assert!(!sheet["stand_down"].to_string().contains("Hide the notice."));
    let sheet = read(&["openai", "--since", "10:40"]);
    let text = sheet["stages"].to_string();
    assert!(text.contains("Show the notice.") && !text.contains("Empty the cache."));
    assert!(sheet["stand_down"].to_string().contains("Hide the notice."));
    for action in actions(&sheet) {
        assert!(!action["owner"].as_str().unwrap().is_empty(), "{action:#}");
    }
}

/// The database: 40 of restore and 5 of restart from 10:52, then 2 for search and 1
/// for the chat: 11:39 and 11:38, against 10:50 and 11:10.
#[test]
fn critical_paths_against_targets() {
    let sheet = read(&["db", "--since", "10:40"]);
    let search = find(&sheet["critical"], "id", "search");
    assert_eq!(search["path"], "Database 45m -> Search 2m");
    assert_eq!(search["back"], "47m of work: 11:39 UTC, if all begin now");
    assert_eq!(search["targets"], "RTO 10:50 UTC missed by 49m");
    assert_eq!(search["missed"], true);
    let chat = find(&sheet["critical"], "id", "chat");
    assert_eq!(chat["back"], "46m of work: 11:38 UTC, if all begin now");
    assert_eq!(
        chat["targets"],
        "RTO 11:10 UTC missed by 28m; MTPD 14:40 UTC met"
    );
    let passed = &find(&sheet["hits"], "id", "search")["deadlines"][0];
    assert_eq!(passed["left"], "2m ago");
    let back = find(&sheet["recovery"], "id", "search");
    assert_eq!((&back["wave"], &back["after"]), (&2.into(), &"db".into()));
    assert_eq!(
        (&back["starts_s"], &back["ready_s"]),
        (&2_700.into(), &2_820.into())
    );
    // Waves: the database, then what needs it; nobody starts search before.
    let titles: Vec<&str> = sheet["stages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["title"].as_str().unwrap())
        .collect();
    assert_eq!(
        titles,
        [
            "At once",
            "Keep going",
            "Bring back, wave 1",
            "Bring back, wave 2"
        ]
    );
    let second = sheet["stages"][3].to_string();
    assert!(second.contains("Search serves again") && second.contains("Chat serves again"));
}

#[test]
fn messages_say_what_the_estimate_rests_on() {
    let sheet = read(&["openai", "--since", "10:40", "--symptom", "5xx"]);
    let page = find(&sheet["messages"], "audience", "customers");
    assert_eq!(page["next"], "11:22 UTC");
    let phases: Vec<&str> = page["drafts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["phase"].as_str().unwrap())
        .collect();
    assert_eq!(
        phases,
        ["investigating", "identified", "fallback active", "restored"]
    );
    let identified = find(&page["drafts"], "phase", "identified")["text"]
        .as_str()
        .unwrap();
    for part in [
        "recorded outages took",
        "in the median",
        "at worst",
        "not a promise",
        "Next at 11:22 UTC",
        "[unheard]",
    ] {
        assert!(identified.contains(part), "{part} in {identified}");
    }
    let investigating = find(&page["drafts"], "phase", "investigating")["text"]
        .as_str()
        .unwrap();
    assert!(investigating.contains("not known yet"), "{investigating}");
    // Nothing is recorded and nothing declared: unknown, and nothing else.
    let sheet = read(&["people"]);
    let said = sheet["lost"][0]["restoration"].as_str().unwrap();
    assert!(
        said.starts_with("unknown: the plan gives no time for its repair"),
        "{said}"
    );
    let sheet = read(&["db"]);
    let said = sheet["lost"][0]["restoration"].as_str().unwrap();
    assert!(
        said.starts_with("about 11:37 UTC: 45m of work") && said.ends_with("not a promise"),
        "{said}"
    );
}

#[test]
fn several_are_lost_together() {
    let sheet = read(&["openai", "anthropic", "openai", "--since", "10:40"]);
    assert_eq!(sheet["title"], "OpenAI API and Anthropic API are lost");
    assert_eq!(sheet["lost"].as_array().unwrap().len(), 2);
    assert_eq!(
        find(&sheet["fallbacks"], "to", "Second model")["verdict"],
        "no-help"
    );
}

#[test]
fn times_and_defaults() {
    for (since, shown) in [
        ("-20m", "2026-11-24T10:32:00Z"),
        ("10:40", "2026-11-24T10:40:00Z"),
        ("11:40", "2026-11-23T11:40:00Z"),
        ("2026-11-24T11:40+01:00", "2026-11-24T10:40:00Z"),
    ] {
        assert_eq!(read(&["db", "--since", since])["since"], shown, "{since}");
    }
    let sheet = read(&["db"]);
    assert_eq!(
        (&sheet["since"], &sheet["since_known"]),
        (&sheet["now"], &Value::Bool(false))
    );
    // Noon of the day that is judged by.
    let ran = Case::plan(PLAN)
        .run(["incident", "db", "--format", "json"])
        .exit(0);
    assert_eq!(ran.json()["now"], "2026-11-23T12:00:00Z");
    let epoch = Case::plan(PLAN)
        .any_day()
        .env("SOURCE_DATE_EPOCH", "1795431120");
    let ran = epoch.run(["incident", "db", "--format", "json"]).exit(0);
    assert_eq!(ran.json()["now"], "2026-11-23T10:52:00Z");
}

#[test]
fn mistakes_are_named() {
    for (arguments, message, help) in [
        (
            &["opnai"][..],
            "is called `opnai`",
            "did you mean `openai`?",
        ),
        (
            &["openai", "--symptom", "492"],
            "`492` is no symptom",
            "did you mean `429`?",
        ),
        (
            &["openai", "--symptom", "smoke"],
            "`smoke` is no symptom",
            "symptoms: 5xx, 429",
        ),
        (
            &["openai", "--since", "soon"],
            "`soon` is no time",
            "10:40 (UTC) or -20m",
        ),
        (
            &["openai", "--since", "2026-11-24T10:53Z"],
            "lies after now",
            "--now",
        ),
        (&["openai", "--since", "-20"], "without a unit", ""),
    ] {
        incident(arguments)
            .exit(2)
            .stdout_is_empty()
            .stderr_has(message)
            .stderr_has(help);
    }
    incident(&[]).exit(2).stdout_is_empty();
    incident(&["mistral", "--since", "10:40"])
        .exit(0)
        .stdout_has("Nothing in this plan leans on mistral.")
        .stdout_has("Nobody, as far as the plan says.");
}

/// To start the one would not start what lacks the other too.
#[test]
fn no_single_step_opens_two_circles() {
    let plan = |console: &str| {
        format!(
            "[plan]\nname = \"x\"\n[service.core]\nname = \"Core\"\ntier = 1\n[resource.console]\n{console}\n\
             [resource.vault]\ndepends_on = [\"core\"]\n\
             [[runbook.core.step]]\ndo = \"a\"\ntakes = \"1m\"\nneeds = [\"console\"]\n\
             [[runbook.core.step]]\ndo = \"b\"\ntakes = \"1m\"\nneeds = [\"vault\"]\n"
        )
    };
    let circle = |console: &str| {
        let ran = Case::plan(&plan(console)).run(["incident", "--all", "--format", "json"]);
        ran.exit(0).json()["circles"][0]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let two = circle("depends_on = [\"core\"]");
    assert!(two.contains("No single step opens it"), "{two}");
    let one = circle("");
    assert!(
        one.contains("mend Core without vault; start vault without Core"),
        "{one}"
    );
}

#[test]
fn a_total_loss_names_circles_and_what_opens_them() {
    let plan = r#"
[plan]
name = "Ring"
[service.login]
name = "Login"
tier = 1
rto = "1h"
depends_on = [{ on = "vault", needed = "both" }]
[service.vault]
name = "Vault"
depends_on = [{ on = "login", needed = "both" }]
[service.shop]
name = "Shop"
tier = 1
rto = "20m"
restart = "30m"
"#;
    let ran = Case::plan(plan).run(["incident", "--all", "--now", NOW, "--format", "json"]);
    let sheet = ran.exit(0).json();
    assert_eq!(sheet["title"], "Everything is lost");
    assert_eq!(sheet["circles"].as_array().unwrap().len(), 1);
    assert_eq!(
        sheet["circles"][0],
        "Login -> Vault -> Login need each other. Any one of these opens it: start Login without \
         Vault; start Vault without Login."
    );
    assert_eq!(
        find(&sheet["critical"], "id", "login")["back"],
        "never, before somebody opens the circle"
    );
    let shop = find(&sheet["critical"], "id", "shop");
    assert_eq!(shop["targets"], "RTO 11:12 UTC missed by at least 10m");
    assert_eq!(sheet["messages_assumed"], true);
    assert_eq!(sheet["lead"], Value::Null);
}

#[test]
fn text_keeps_to_80_columns_and_one_page_loads_nothing() {
    for ids in [&["openai"][..], &["db"], &["--all"]] {
        let mut arguments = ids.to_vec();
        arguments.extend(["--since", "10:40"]);
        let text = incident(&arguments).exit(0).stdout;
        let wide = text.lines().find(|line| {
            let whole = line.trim_start().starts_with("$ ") || line.contains("://");
            line.chars().count() > 80 && !whole
        });
        assert_eq!(wide, None);
        assert!(text.is_ascii());
        arguments.extend(["--format", "html"]);
        let html = incident(&arguments).exit(0).stdout;
        assert!(html.contains("default-src 'none'"));
        for load in ["<script", "<link", "<img", "@import", "src=", "<iframe"] {
            assert!(!html.contains(load), "{load}");
        }
        assert!(html.contains("tel:+15550100"));
    }
}

#[test]
fn a_plans_text_is_text() {
    let plan = PLAN.replace(
        "Empty the cache.",
        "Empty <b>it</b> | `now` [x](y) \\u001b[2J",
    );
    let case = Case::plan(&plan);
    let run = |format: &str| {
        case.run(["incident", "db", "--now", NOW, "--format", format])
            .exit(0)
            .stdout
    };
    assert!(!run("text").contains('\u{1b}'));
    assert!(!run("html").contains("<b>it</b>"));
    assert!(run("markdown").contains("Empty \\<b\\>it\\</b\\> \\| `now` \\[x\\](y)"));
}

// --- The astronomy shop, to the letter ------------------------------------------

const SHEETS: [(&str, &str); 5] = [
    ("database.txt", "astronomy-db --since 10:40 --symptom 5xx"),
    (
        "database.md",
        "astronomy-db --since 10:40 --symptom 5xx --format markdown",
    ),
    (
        "model-refuses.txt",
        "azure-openai --since 10:40 --symptom 400",
    ),
    (
        "queue.json",
        "kafka --since 10:40 --symptom timeout --format json",
    ),
    ("total-loss.txt", "--all --since 10:40"),
];

#[test]
fn the_astronomy_shop_has_its_sheets() {
    let folder = repository().join("tests/sheets");
    let bless = std::env::var_os("JURYMAST_BLESS").is_some_and(|value| value == "1");
    let mut wrong = Vec::new();
    for (file, arguments) in SHEETS {
        let plan = ["-p", "examples/astronomy-shop", "--now", NOW];
        let arguments = arguments.split(' ').chain(plan);
        let ran = Case::at_repo()
            .run(std::iter::once("incident").chain(arguments))
            .exit(0);
        let path = folder.join(file);
        if bless {
            fs::create_dir_all(&folder).unwrap();
            fs::write(&path, &ran.stdout).unwrap();
        } else if fs::read_to_string(&path).unwrap_or_default() != ran.stdout {
            wrong.push(file);
        }
    }
    assert!(
        wrong.is_empty(),
        "{wrong:?} differ; JURYMAST_BLESS=1 writes them anew"
    );
}

/// Whoever never saw the system: every step has somebody to call and a way to see
/// that it worked, and whatever of its own the shop loses has steps.
#[test]
fn a_stranger_can_follow_the_shops_sheets() {
    for id in [
        "astronomy-db",
        "kafka",
        "valkey-cart",
        "node-pool-a",
        "node-pool-b",
        "load-balancer",
        "edge",
        "llm-gateway",
        "azure-openai",
        "payment",
        "cart",
        "frontend",
        "frontend-proxy",
        "product-catalog",
        "currency",
        "shipping",
        "quote",
        "aws-us-east-1a",
    ] {
        let arguments = [
            "incident", id, "--since", "10:40", "--now", NOW, "--format", "json",
        ];
        let plan = ["-p", "examples/astronomy-shop"];
        let sheet = Case::at_repo()
            .run(arguments.iter().chain(&plan))
            .exit(0)
            .json();
        for action in actions(&sheet) {
            let owner = action["owner"].as_str().unwrap();
            assert!(
                owner.contains("+1 ") || owner.contains('#'),
                "{id}: {action:#}"
            );
            let text = action["text"].as_str().unwrap();
            assert!(!text.contains("the plan has no steps"), "{id}: {action:#}");
            let waits = text.starts_with("Wait for ");
            assert!(waits || action["verify"].is_string(), "{id}: {action:#}");
        }
        let alone = id.starts_with("node-pool-");
        assert!(alone || sheet["hits"].as_array().unwrap().len() > 2, "{id}");
    }
}

/// Nobody is known to have switched: at 12:00 the chat is down, and past its 30 minutes.
#[test]
fn a_target_that_has_passed_is_missed_whatever_the_plan_had() {
    let ran = Case::plan(PLAN).run([
        "incident",
        "openai",
        "--symptom",
        "429",
        "--since",
        "-2h",
        "--now",
        "2026-11-24T12:00Z",
        "--format",
        "json",
    ]);
    let sheet = ran.exit(0).json();
    let chat = find(&sheet["critical"], "id", "chat");
    assert_eq!(
        chat["targets"],
        "RTO 10:30 UTC missed by 1h 30m so far; MTPD 14:00 UTC unknown"
    );
    assert_eq!(chat["missed"], true);
    let back = chat["back"].as_str().unwrap();
    assert!(
        back.starts_with("as soon as somebody has switched; the plan had it at")
            && back.ends_with("ago"),
        "{back}"
    );
}

/// The database can be made anew in the other zone, and the plan says how long it
/// takes: nobody waits for the zone, and the search has a time.
#[test]
fn what_is_restored_elsewhere_does_not_wait_for_its_place() {
    let plan = |more: &str, step: &str| {
        format!(
            r#"
[plan]
name = "Zones"
[domain.zone-a]
kind = "zone"
[domain.zone-b]
kind = "zone"
[service.search]
tier = 1
rto = "30m"
mtpd = "2h"
restart = "1m"
depends_on = [{{ on = "db", needed = "both" }}]
[resource.db]
name = "Database"
in = ["zone-a"]
restart = "2m"
{more}
[runbook.db]
step = [
  {{ phase = "activation", do = "Look.", takes = "5m" }},
  {{ phase = "recovery", do = "Restore.", takes = "50m"{step} }},
]
"#
        )
    };
    let search = |plan: &str, lost: &[&str]| {
        let mut all = vec!["incident", "--now", NOW, "--format", "json"];
        all.extend(lost);
        let sheet = Case::plan(plan).run(&all).exit(0).json();
        let one = find(&sheet["critical"], "id", "search");
        (
            one["back"].as_str().unwrap().to_owned(),
            one["missed"] == true,
        )
    };
    let moves = plan("", ", moves_to = [\"zone-b\"]");
    let elsewhere = "by restore of Database elsewhere: 53m of work: 11:45 UTC, if all begin now";
    assert_eq!(search(&moves, &["zone-a"]), (elsewhere.to_owned(), true));
    // Not when the other zone is gone too, nor when nothing says that it can move.
    let (back, _) = search(&moves, &["zone-a", "zone-b"]);
    let waits = "58m of work, and not before zone-a is back";
    assert_eq!(back, waits);
    let stays = plan("", "");
    assert_eq!(search(&stays, &["zone-a"]).0, waits);
    // A backup that is kept apart is restored anywhere.
    let backup = plan(
        "backup = { every = \"1h\", restore = \"50m\", segregated = true }",
        "",
    );
    assert_eq!(search(&backup, &["zone-a"]).0, elsewhere);
}

/// The page has words for the loss of the chat, which is not the cause.
#[test]
fn notices_belong_to_the_cause() {
    let plan = r#"
[plan]
name = "Notices"
[service.door]
tier = 1
depends_on = ["pages", { on = "chat", mode = "soft", degraded = "No chat; the shop is well." }]
[service.pages]
depends_on = [{ on = "orders", mode = "soft", degraded = "No orders." }]
[service.orders]
[service.chat]
depends_on = [{ on = "tips", mode = "soft", degraded = "No tips." }]
[service.tips]
"#;
    let notices = |lost: &[&str]| {
        let mut all = vec!["incident", "--now", NOW, "--format", "json"];
        all.extend(lost);
        let sheet = Case::plan(plan).run(&all).exit(0).json();
        find(&sheet["hits"], "id", "door")["notices"].clone()
    };
    assert_eq!(notices(&["orders"]), serde_json::json!(["No orders."]));
    assert_eq!(
        notices(&["orders", "chat"]),
        serde_json::json!(["No chat; the shop is well."]),
        "the nearest cause"
    );
    // The chat is there, with less.
    assert_eq!(notices(&["tips"]), serde_json::json!(["No tips."]));
}

/// A step of the runbook that is the switch is not told beside it.
#[test]
fn a_switch_and_its_step_are_one() {
    let plan = r#"
[plan]
name = "Switches"
[team.ops]
on_call = { channel = "ops-room" }
[service.shop]
team = "ops"
tier = 1
depends_on = [{ on = "queue", fallback = [{ to = "log", switch = "manual", after = "5m", serves = "degraded", steps = "Old words." }] }]
[resource.queue]
[resource.log]
[runbook.shop]
step = [{ do = "Take the queue out.", run = "queue off", switches_to = "log", takes = "3m", verify = "An order goes through." }]
"#;
    let ran = Case::plan(plan).run(["incident", "queue", "--now", NOW, "--format", "json"]);
    let sheet = ran.exit(0).json();
    let all = actions(&sheet);
    let runs: Vec<_> = all.iter().filter(|one| one["run"] == "queue off").collect();
    assert_eq!(runs.len(), 1, "{all:#?}");
    let text = runs[0]["text"].as_str().unwrap();
    assert!(
        text.starts_with("Switch from queue to log by hand. Take the queue out."),
        "{text}"
    );
    assert_eq!(runs[0]["verify"], "An order goes through.");
    assert!(
        runs[0]["owner"]
            .as_str()
            .unwrap()
            .ends_with("ops-room (no phone)")
    );
    let warnings = &sheet["contacts"][0]["warnings"];
    assert_eq!(warnings[0], "no phone is declared");
}

/// Two are lost at once: what the shopper is told of his order has the estimate of
/// the queue, and not that of the model.
#[test]
fn estimates_stand_with_what_is_missed() {
    let plan = r#"
[plan]
name = "Two"
[activity.order]
name = "Take orders"
known_as = "placing an order"
tier = 1
own_failure = false
depends_on = ["queue"]
[activity.ask]
name = "Answer questions"
known_as = "the assistant"
tier = 3
own_failure = false
depends_on = ["llm"]
[resource.queue]
[runbook.queue]
step = [{ do = "Start it anew.", takes = "5m" }]
[ai.llm]
provider = "openai"
[communication.page]
audience = "shoppers"
every = "30m"
template = "Since {time}: {impact}."
"#;
    let ran = Case::plan(plan).run([
        "incident", "queue", "openai", "--now", NOW, "--format", "json",
    ]);
    let sheet = ran.exit(0).json();
    let text = sheet["messages"][0]["drafts"][1]["text"].as_str().unwrap();
    assert!(
        text.starts_with("Since 10:52 UTC: Not working: placing an order and the assistant."),
        "{text}"
    );
    assert!(
        text.contains("placing an order: about 10:57 UTC, by the 5m of work"),
        "{text}"
    );
    assert!(
        text.contains("the assistant: not known, as it depends on a supplier whose"),
        "{text}"
    );
}

/// Thousands are hit: a person gets what matters and counts, a program gets all, and
/// twice as many take about twice as long.
#[test]
fn a_long_sheet_is_cut_and_says_so() {
    let plan = |count: usize| {
        let mut plan = "[plan]\nname = \"Many\"\n[resource.db]\n".to_owned();
        for at in 0..count {
            let tier = if at % 100 == 0 { 1 } else { 3 + at % 2 };
            plan.push_str(&format!(
                "[service.s{at}]\ntier = {tier}\nrto = \"1h\"\ndepends_on = [\"db\"]\n"
            ));
        }
        plan
    };
    let plan = plan(3_000);
    let all: &[&str] = &["incident", "db", "--now", NOW];
    let text = Case::plan(&plan).run(all).exit(0).stdout;
    assert!(
        text.contains("and 2970 more of tier 3 and 4: --full lists them"),
        "{text}"
    );
    assert!(text.lines().count() < 700, "{}", text.lines().count());
    let full = Case::plan(&plan)
        .run(all.iter().chain(&["--full"]))
        .exit(0)
        .stdout;
    assert!(full.contains("s2999") && full.lines().count() > 3_000);
    let json = Case::plan(&plan)
        .run(all.iter().chain(&["--format", "json"]))
        .exit(0)
        .json();
    assert_eq!(json["hits"].as_array().unwrap().len(), 3_000);
}

/// Who answers for what people miss is to be called, though the loss is somebody else's and
/// nobody owns the plan.
#[test]
fn who_answers_for_what_is_hit_is_on_the_sheet() {
    let case = Case::plan(
        "[plan]\nname = \"x\"\n[team.web]\non_call = { phone = \"+1 202 555 0177\" }\n\
         [service.shop]\nteam = \"web\"\ntier = 1\nrto = \"1h\"\ndepends_on = [\"llm\"]\n\
         [ai.llm]\nprovider = \"openai\"\nmodel = \"gpt-5.2\"\n",
    );
    case.run(["incident", "openai", "--now", "2026-11-23T10:00Z"])
        .exit(0)
        .stdout_has("+1 202 555 0177")
        .stdout_has("Nobody is declared to lead")
        .stdout_lacks("No team");
}
