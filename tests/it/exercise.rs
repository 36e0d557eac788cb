//! `jurymast exercise`: what stands in the packet, for whom, and what its result
//! proves once it is back in the plan.

use serde_json::Value;

use super::driver::{Case, Ran};

const PLAN: &str = r##"
[plan]
name = "Acme"
owner = "office"
approved = { by = "COO", on = 2026-09-01 }
activation = { when = "Chat is down for 10 minutes", by = "office", stand_down_when = "An hour without errors" }

[team.office]
name = "Office"
on_call = { phone = "+1 555 0101" }

[team.chat-people]
name = "Chat people"
on_call = { phone = "+1 555 0100" }
escalate_to = ["office"]

[service.chat]
name = "Chat"
team = "chat-people"
tier = 1
rto = "15m"
mtpd = "4h"
depends_on = [{ on = "llm", detect = "2m", fallback = [
  { to = "other-llm", switch = "automatic", after = "1m", triggers = ["5xx"] },
  { to = "help-pages", switch = "manual", after = "18m", serves = "degraded", steps = "Flip the flag" },
] }]

[service.orders]
name = "Orders"
team = "chat-people"
tier = 2
restart = "10m"
depends_on = [{ on = "db", needed = "both", detect = "5m" }]

[ai.llm]
name = "Model"
provider = "openai"

[ai.other-llm]
name = "Second model"
provider = "anthropic"

[resource.help-pages]
name = "Help pages"

[resource.db]
name = "Database"

[communication.customers]
audience = "customers"
channel = "status page"
approver = "office"
every = "30m"

[scenario.key]
name = "The key is revoked"
description = "Somebody rotated it."
fails = [{ what = "openai", symptom = "401", for = "2h" }]

[scenario.blip]
fails = [{ what = "db", for = "4m" }]

[scenario.unused]
fails = [{ what = "help-pages", for = "1h" }]
"##;

fn packet(arguments: &[&str]) -> Ran {
    Case::plan(PLAN)
        .run(std::iter::once(&"exercise").chain(arguments))
        .exit(0)
}

fn injects(value: &Value) -> Vec<(u64, &str)> {
    let all = value["injects"].as_array().unwrap();
    all.iter()
        .map(|one| (one["at_s"].as_u64().unwrap(), one["says"].as_str().unwrap()))
        .collect()
}

#[test]
fn the_injects_follow_the_scenario() {
    let value = packet(&["key", "--format", "json"]).json();
    assert_eq!(value["version"], 1);
    // Noticed at 2 minutes; the trigger covers 5xx only; the switch by hand takes 18
    // minutes more; the RTO of 15 minutes passes while it is down from the start.
    assert_eq!(
        injects(&value),
        [
            (120, "Chat: Model refuses our credentials (401)."),
            (120, "Is this a case for the continuity plan? Who says so?"),
            (
                120,
                "Chat: the automatic switch to Second model has not happened."
            ),
            (120, "Chat: nothing has taken over for Model by itself."),
            (120, "What do you tell: customers?"),
            (
                900,
                "Chat: the recovery time (RTO 15m) has passed, and it is still down."
            ),
            (1_200, "Chat: Help pages serves now, with less than usual."),
            (7_200, "Chat: Model is in use again."),
            (7_200, "Nothing is down any more. Is it over?"),
        ]
    );
    let expected = |at: usize| value["injects"][at]["expected"][0].as_str().unwrap();
    assert!(expected(1).contains("Chat is down for 10 minutes. Office decides"));
    assert!(expected(2).contains("it fires on 5xx, this was 401"));
    assert!(expected(3).contains("Switch to Help pages by hand: Flip the flag. It takes 18m"));
    assert!(expected(4).contains("By status page") && expected(4).contains("released by Office"));
    assert!(expected(5).starts_with("Call Office"));
    assert!(expected(8).contains("An hour without errors."));
    assert_eq!(value["injects"][0]["to"][0], "Chat people");
    assert_eq!(value["expected"][0]["missed"][0], "RTO");
    assert_eq!(
        value["expected"][0]["expected"],
        "down 20m, degraded 1h 40m"
    );
    let people = value["people"].as_array().unwrap();
    assert!(people.iter().any(|one| one["reach"] == "+1 555 0100"));
    let by: Vec<Option<u64>> = value["criteria"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["by_s"].as_u64())
        .collect();
    assert_eq!(by[..4], [Some(120), None, Some(1_200), Some(900)]);
}

#[test]
fn a_loss_that_nobody_notices_is_no_inject() {
    let value = packet(&["blip", "--format", "json"]).json();
    // Back after 4 minutes, noticed after 5; then 10 minutes of restart.
    assert_eq!(
        injects(&value),
        [
            (240, "Orders: all it needs is back, and it must be started."),
            (240, "Orders: Database works again."),
            (840, "Nothing is down any more. Is it over?"),
        ]
    );
}

#[test]
fn a_scenario_that_hits_nobody_says_so() {
    let ran = packet(&["unused"]);
    ran.stdout_has("Help pages fails, for 1h");
}

#[test]
fn every_part_of_the_standard_is_there() {
    let markdown = packet(&["key", "--format", "markdown"]);
    for heading in [
        "# Tabletop exercise: The key is revoked",
        "## Scope and objectives",
        "## Who takes part",
        "## Participant guide",
        "## Facilitator guide",
        "## Master list of injects",
        "## Evaluation form",
        "## After-action report",
        "### To be mended",
    ] {
        let found = markdown.stdout.lines().any(|line| line == heading);
        assert!(found, "no {heading:?}\n{markdown}");
    }
    let ran = packet(&["key"]);
    assert!(
        ran.stdout.lines().all(|line| line.chars().count() <= 80),
        "{ran}"
    );
    ran.stdout_has("MASTER LIST OF INJECTS")
        .stdout_has("missed: RTO")
        .stdout_has("[ ] Participants have the plan");
}

#[test]
fn participants_get_no_answers() {
    for format in ["text", "markdown", "html", "json"] {
        let ran = packet(&["key", "--for", "participants", "--format", format]);
        let ran = ran.stdout_has("Keep Chat within its targets");
        for answer in [
            "Help pages",
            "Second model",
            "Flip the flag",
            "MISSED",
            "missed",
            "rotated",
            "revoked",
            "openai",
            "20m",
            "[exercise.",
        ] {
            assert!(
                !ran.stdout.contains(answer),
                "{format} says {answer:?}\n{ran}"
            );
        }
    }
    packet(&["key", "--for", "participants"])
        .stdout_has("HOW IT BEGINS")
        .stdout_has("- Chat: Model refuses our credentials (401).");
    packet(&["key", "--for", "facilitator"])
        .stdout_has("Somebody rotated it.")
        .stdout_has("Flip the flag")
        .stdout_lacks("PARTICIPANT GUIDE");
}

/// Only what this command writes goes back: the lines at the end of the report.
#[test]
fn its_result_pasted_into_the_plan_counts() {
    let before = Case::plan(PLAN).check();
    before
        .stdout_has("3 scenarios were never exercised")
        .stdout_has("the loss of `openai` was never exercised");
    let value = packet(&["key", "--format", "json"]).json();
    let snippet = value["snippet"].as_str().unwrap();
    let markdown = packet(&["key", "--format", "markdown"]);
    assert!(markdown.stdout.contains(snippet), "{markdown}");

    // As it stands it proves nothing, on the day and after it.
    let unfilled = format!("{PLAN}\n{snippet}");
    Case::plan(&unfilled)
        .check()
        .stdout_has("3 of 3 scenarios were never exercised");
    Case::plan(&unfilled)
        .today("2026-11-24")
        .check()
        .stdout_has("`key-2026-11-23` has passed, and it says no result");

    let held = unfilled.replace("# result = \"passed\"", "result = \"passed\"");
    let case = Case::plan(&held);
    case.check()
        .stdout_has("2 of 3 scenarios were never exercised")
        .stdout_lacks("provider-failure-never-exercised");
    case.again()
        .today("2027-11-23")
        .check()
        .stdout_lacks("was last exercised");
    case.again()
        .today("2027-11-24")
        .check()
        .stdout_has("the scenario `key` was last exercised 366 days ago");
    let next = case
        .run(["exercise", "key", "--format", "json"])
        .exit(0)
        .json();
    let next = next["snippet"].as_str().unwrap();
    assert!(next.starts_with("[exercise.key-2026-11-23-2]\n"), "{next}");

    let failed = unfilled
        .replace("# result = \"failed\"", "result = \"failed\"")
        .replace("  # { do", "  { do");
    Case::plan(&failed)
        .check()
        .stdout_lacks("exercise-without-actions-owner");
    Case::plan(&failed)
        .today("2026-11-25")
        .check()
        .stdout_has("an action of the exercise `key-2026-11-23` is 2 days overdue");
}

#[test]
fn the_freshness_is_the_plans_own() {
    let plan = format!(
        "{}\n[lint]\nexercised_within = \"90d\"\n[exercise.e]\nkind = \"tabletop\"\nscenario = \"key\"\non = 2026-08-20\nresult = \"passed\"\n",
        PLAN
    );
    Case::plan(&plan)
        .check()
        .stdout_has("the scenario `key` was last exercised 95 days ago");
}

#[test]
fn the_page_stands_alone() {
    let case = Case::plan(PLAN).may_write();
    case.run([
        "exercise",
        "key",
        "--format",
        "html",
        "--out",
        "out/packet.html",
    ])
    .exit(0)
    .stdout_is_empty()
    .stderr_has("wrote out/packet.html");
    let page = case.read("out/packet.html");
    assert!(page.contains("default-src 'none'") && page.contains("break-before: page"));
    assert!(!page.contains(".html"), "it links to no page beside it");
    assert_eq!(
        page.matches("<section class=\"sheet new-sheet\"").count(),
        7
    );
    let same = case.run(["exercise", "key", "--format", "html"]).exit(0);
    assert_eq!(same.stdout, page);
}

#[test]
fn what_a_plan_says_is_no_markup() {
    let plan = PLAN.replace("\"Chat\"", "\"<b>Ch|at</b> {{ x }}\"");
    let case = Case::plan(&plan);
    case.run(["exercise", "key", "--format", "html"])
        .exit(0)
        .stdout_lacks("<b>Ch")
        .stdout_has("{{ x }}");
    case.run(["exercise", "key", "--format", "markdown"])
        .exit(0)
        .stdout_lacks("<b>Ch")
        .stdout_has("\\<b\\>Ch\\|at\\</b\\>");
}

#[test]
fn a_large_plan_keeps_what_is_most_critical() {
    let mut plan = "[plan]\nname = \"Large\"\n[scenario.s]\nfails = [{ what = \"db\", for = \"8h\" }]\n[resource.db]\n".to_owned();
    for at in 1..=200 {
        plan.push_str(&format!(
            "[service.s{at}]\ntier = {}\nrto = \"{at}m\"\ndepends_on = [\"db\"]\n",
            if at == 200 { 1 } else { 3 }
        ));
    }
    let value = Case::plan(&plan)
        .run(["exercise", "s", "--format", "json"])
        .exit(0)
        .json();
    let all = injects(&value);
    assert_eq!(all.len(), 40);
    assert!(
        all.iter()
            .any(|(at, says)| *at == 12_000 && says.starts_with("s200: "))
    );
    // The loss, its end, its return, and 200 RTOs that pass.
    assert_eq!(value["injects_left_out"], 203 - 40);
}

#[test]
fn mistakes_are_named() {
    Case::plan(PLAN)
        .run(["exercise", "kye"])
        .exit(2)
        .stdout_is_empty()
        .stderr_has("no scenario is called `kye`")
        .stderr_has("did you mean `key`?");
    for (asked, message, help) in [
        (
            "openai-2024-12-1",
            "no scenario is called `openai-2024-12-1`",
            "did you mean `openai-2024-12-11`?",
        ),
        (
            "key-revoked@opnai",
            "`opnai` is none of the plan",
            "did you mean `key-revoked@openai`?",
        ),
        (
            "bad-release",
            "`bad-release` strikes several: name one",
            "one of bad-release@chat, bad-release@orders",
        ),
        (
            "openai-2024-12-26",
            "nothing in the plan leans on what `openai-2024-12-26` strikes",
            "it strikes openai/realtime",
        ),
    ] {
        Case::plan(PLAN)
            .run(["exercise", asked])
            .exit(2)
            .stdout_is_empty()
            .stderr_has(message)
            .stderr_has(help);
    }
    Case::plan("[plan]\nname = \"Bare\"\n[resource.db]\n")
        .run(["exercise", "s"])
        .exit(2)
        .stderr_has("declare one: [scenario.NAME]");
}

/// A packet from the library, its lines pasted, held and passed.
fn held(of: &str) -> String {
    let value = packet(&[of, "--format", "json"]).json();
    let snippet = value["snippet"].as_str().unwrap();
    let held = snippet.replace("# result = \"passed\"", "result = \"passed\"");
    format!("{PLAN}\n{held}")
}

#[test]
fn a_recorded_outage_is_exercised_and_counts() {
    let text = packet(&["openai-2024-12-11"]);
    text.stdout_has("MASTER LIST OF INJECTS")
        .stdout_has("(openai-2024-12-11)")
        .stdout_has("scenario = \"openai-2024-12-11\"");
    for format in ["text", "json"] {
        packet(&[
            "openai-2024-12-11",
            "--for",
            "participants",
            "--format",
            format,
        ])
        .stdout_lacks("openai");
    }
    let plan = held("openai-2024-12-11");
    assert!(plan.contains("[exercise.openai-2024-12-11-2026-11-23]"));
    let case = Case::plan(&plan);
    case.check()
        .stdout_lacks("provider-failure-never-exercised")
        .stdout_has("3 of 3 scenarios were never exercised");
    case.again()
        .today("2027-11-24")
        .check()
        .stdout_has("the scenario `openai-2024-12-11` was last exercised 366 days ago");
    case.run(["export", "ics"])
        .exit(0)
        .stdout_has("SUMMARY:Exercise due: ");

    // What a later exercise loses again need not be repeated for ever.
    let later = format!(
        "{plan}\n[exercise.later]\nkind = \"tabletop\"\nscenario = \"openai-2024-12-11\"\non = 2027-11-01\nresult = \"passed\"\n"
    );
    Case::plan(&later)
        .today("2027-11-24")
        .check()
        .stdout_lacks("was last exercised");
}

#[test]
fn a_ready_scenario_is_exercised_and_counts() {
    packet(&["key-revoked@openai"])
        .stdout_has("Tabletop exercise: ".to_uppercase().as_str())
        .stdout_has("[exercise.key-revoked-openai-2026-11-23]")
        .stdout_has("scenario = \"key-revoked@openai\"");
    let plan = held("key-revoked@openai");
    Case::plan(&plan)
        .check()
        .stdout_lacks("provider-failure-never-exercised");
    Case::plan(PLAN)
        .run(["exercise", "account-suspended@openai"])
        .exit(0);
}

/// In `key` the automatic switch does not fire and the help pages serve; with 5xx
/// the second model does.
#[test]
fn a_switchover_tests_the_fallbacks_that_had_to_serve() {
    let exercised = |kind: &str, scenario: &str, result: &str| {
        Case::plan(&format!(
            "{PLAN}\n[exercise.s]\nkind = \"{kind}\"\nscenario = \"{scenario}\"\non = 2026-11-01\nresult = \"{result}\"\nactions = [{{ do = \"Mend\", owner = \"office\", due = 2027-12-01 }}]\n"
        ))
    };
    let (help_pages, other) = (
        "fallback of `chat` on `help-pages` was never tested",
        "fallback of `chat` on `other-llm` was never tested",
    );
    for result in ["passed", "passed-with-actions"] {
        exercised("switchover", "key", result)
            .run(["check", "--format", "json"])
            .stdout_lacks(help_pages)
            .stdout_has(other);
    }
    exercised("tabletop", "key", "passed")
        .run(["check", "--format", "json"])
        .stdout_has(help_pages)
        .stdout_has(other);
    exercised("switchover", "key", "failed")
        .run(["check", "--format", "json"])
        .stdout_has("the last exercise of the fallback of `chat` on `help-pages` failed")
        .stdout_has(other);
    exercised("switchover", "provider-release@openai", "passed")
        .run(["check", "--format", "json"])
        .stdout_lacks(other);

    let case = exercised("switchover", "key", "passed");
    case.run(["incident", "openai", "--symptom", "401", "--format", "json"])
        .exit(0)
        .stdout_has("tested on 2026-11-01 in the exercise s")
        .stdout_has("the switch was never tested");
    case.again()
        .today("2026-10-31")
        .run(["check", "--format", "json"])
        .stdout_has(help_pages);
    case.again()
        .today("2027-11-02")
        .run(["check", "--format", "json"])
        .stdout_has("`help-pages` was last tested 366 days ago");
}

#[test]
fn an_exercise_names_a_scenario_that_is_there() {
    for (named, message, help) in [
        (
            "openai-2024-12-1",
            "unknown scenario `openai-2024-12-1`",
            "did you mean `openai-2024-12-11`?",
        ),
        (
            "key-revokd@openai",
            "unknown scenario `key-revokd@openai`",
            "did you mean `key-revoked@openai`?",
        ),
        (
            "key-revoked@opnai",
            "strikes each provider; `opnai` is none",
            "did you mean `key-revoked@openai`?",
        ),
        (
            "key-revoked",
            "`key-revoked` does not say what it strikes",
            "`key-revoked@some-id`",
        ),
        (
            "anthropic-2026-05-16",
            "`anthropic-2026-05-16` cannot be replayed",
            "catalogue show",
        ),
        (
            "nothing-like-it",
            "unknown scenario",
            "[scenario.nothing-like-it]",
        ),
    ] {
        let plan = format!("{PLAN}\n[exercise.e]\nkind = \"tabletop\"\nscenario = \"{named}\"\n");
        Case::plan(&plan)
            .run(["check"])
            .exit(2)
            .stdout_has(message)
            .stdout_has(help);
    }
}

#[test]
fn what_falls_with_another_service_is_one_call() {
    let plan = r#"
[plan]
name = "Acme"
[activity.sell]
depends_on = ["shop"]
[service.site]
depends_on = ["shop"]
[service.mail]
depends_on = [{ on = "shop", mode = "soft", degraded = "Letters wait" }]
[service.shop]
depends_on = ["db"]
[resource.db]
[scenario.s]
fails = [{ what = "db", for = "1h", symptom = "timeout" }]
"#;
    let ran = Case::plan(plan).run(["exercise", "s", "--format", "json"]);
    let value = ran.exit(0).json();
    assert_eq!(
        injects(&value),
        [
            (0, "shop: db does not answer in time."),
            (0, "sell and site: does not work."),
            (0, "mail: works in part only."),
            (3_600, "shop: db works again."),
            (3_600, "Nothing is down any more. Is it over?"),
        ]
    );
}

#[test]
fn what_is_said_of_one_thing_at_one_time_agrees() {
    let plan = r#"
[plan]
name = "Acme"
[service.front]
name = "Front"
tier = 1
depends_on = ["orders", { on = "search", mode = "soft" }]
[service.orders]
name = "Orders"
depends_on = ["db"]
[service.search]
name = "Search"
depends_on = ["index"]
[service.agent]
name = "Agent"
depends_on = [{ on = "tools", fallback = [{ to = "other-tools", serves = "degraded" }] }]
[resource.db]
name = "Database"
restart = "5m"
[resource.index]
name = "Index"
restart = "2m"
[resource.tools]
name = "Tools"
[resource.other-tools]
[scenario.bad]
fails = [{ what = "db", for = "1h" }, { what = "index", for = "1h" },
  { what = "tools", for = "1h", level = "degraded" }]
"#;
    let ran = Case::plan(plan)
        .run(["exercise", "bad", "-f", "json"])
        .exit(0);
    let value: Value = serde_json::from_str(&ran.stdout).unwrap();
    let at_start = injects(&value).into_iter().filter(|(at, _)| *at == 0);
    let of_front: Vec<&str> = at_start
        .map(|(_, says)| says)
        .filter(|says| says.contains("Front"))
        .collect();
    assert_eq!(of_front, ["Front: does not work."]);
    Case::plan(plan)
        .run(["exercise", "bad"])
        .exit(0)
        .stdout_has("Show how Agent goes on while Tools works in part only")
        .stdout_has("Tools goes on serving in part")
        .stdout_has("Database: Start it and watch it;")
        .stdout_has("Index: Start it and watch it;");
}

/// Where a scenario already loses the provider, none has to be written.
#[test]
fn a_scenario_that_is_there_is_the_one_to_exercise() {
    let plan = |scenario: &str| {
        let case = Case::plan(&format!(
            "[plan]\nname = \"x\"\n[service.a]\ntier = 1\ndepends_on = [\"llm\"]\n\
             [ai.llm]\nprovider = \"openai\"\nmodel = \"gpt-5.2\"\n{scenario}"
        ));
        let found = case.findings("provider-failure-never-exercised");
        assert_eq!(found.len(), 1);
        found[0]["help"].to_string()
    };
    let without = plan("");
    let ready =
        "`jurymast exercise account-suspended@openai` writes a packet, or declare a [scenario]";
    assert!(without.contains(ready), "{without}");
    let with = plan("[scenario.dark]\nfails = [{ what = \"openai\", for = \"4h\" }]\n");
    assert!(with.contains("jurymast exercise dark"), "{with}");
    assert!(!with.contains("declare a"), "{with}");
}

/// A packet says what `simulate` says of a switch: how long it takes where the plan does, not
/// before when where it does not, and that it failed when it last had to be made.
#[test]
fn a_switch_of_which_the_plan_says_too_little_is_no_fact() {
    let plan = |switch: &str| {
        format!(
            "[plan]\nname = \"x\"\n[service.shop]\nname = \"Shop\"\ntier = 1\nrto = \"10m\"\n\
             depends_on = [{{ on = \"db\", {switch} }}]\n\
             [resource.db]\nname = \"Database\"\n[resource.spare]\nname = \"Spare\"\n\
             [scenario.lost]\nfails = [{{ what = \"db\", for = \"1h\", symptom = \"timeout\" }}]\n"
        )
    };
    let packet = |plan: &str| {
        let case = Case::plan(plan);
        let text = case.run(["exercise", "lost"]).exit(0).stdout;
        let ran = case.run(["exercise", "lost", "--format", "json"]);
        let injects = ran.exit(0).json()["injects"].clone();
        (
            text.split_whitespace().collect::<Vec<_>>().join(" "),
            injects.as_array().unwrap().clone(),
        )
    };
    let serves = |injects: &[Value]| {
        let mut all = injects.iter();
        let one = all.find(|one| one["says"].as_str().unwrap().contains("Spare"));
        let one = one.unwrap();
        (
            one["says"].as_str().unwrap().to_owned(),
            one["at_s"].as_u64().unwrap(),
            one["or_later"].as_bool().unwrap(),
        )
    };
    let by_hand =
        "detect = \"1m\", fallback = [{ to = \"spare\", switch = \"manual\", steps = \"Do.\"";
    // Said in full.
    let (text, injects) = packet(&plan(&format!("{by_hand}, after = \"4m\" }}]")));
    assert_eq!(
        serves(&injects),
        ("Shop: Spare serves now.".to_owned(), 300, false)
    );
    assert!(text.contains("Spare is to be switched to by hand, 5m after the loss."));
    assert!(!text.contains("does not say when: `"), "{text}");
    // The time of the switch is left out.
    let open = plan(&format!("{by_hand} }}]"));
    let (text, injects) = packet(&open);
    assert_eq!(
        serves(&injects),
        ("Shop: Spare may serve now.".to_owned(), 60, true)
    );
    for part in [
        "by hand, at least 1m after the loss. The plan does not say when: `after` of the switch",
        "+1m or later",
        "In the scenario it takes 1h until nothing changes",
        "was decided and done; the plan does not say by when",
        "The plan does not say how long that takes.",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    // When the loss is noticed is left out.
    let automatic =
        "fallback = [{ to = \"spare\", switch = \"automatic\", triggers = [\"timeout\"] }]";
    let (text, injects) = packet(&plan(automatic));
    assert_eq!(
        serves(&injects),
        ("Shop: Spare may serve now.".to_owned(), 0, true)
    );
    assert!(text.contains("Spare should take over. The plan does not say when: `detect`"));
    // By what callers see.
    let by_symptom = format!("detect = {{ within = \"5m\", timeout = \"20s\" }}, {automatic}");
    let (text, injects) = packet(&plan(&by_symptom));
    assert_eq!(
        serves(&injects),
        ("Shop: Spare serves now.".to_owned(), 20, false)
    );
    assert!(
        text.contains("recognised, with what fails because of it By: +20s"),
        "{text}"
    );
    // It failed when it was last tried.
    let failed = format!(
        "{open}[exercise.last]\nkind = \"switchover\"\nscenario = \"lost\"\non = 2026-10-01\n\
         result = \"failed\"\n"
    );
    let (text, _) = packet(&failed);
    let told = text
        .matches("it failed when last exercised, on 2026-10-01")
        .count();
    assert_eq!(told, 2, "{text}");
    let sheet = Case::plan(&failed).run(["incident", "db", "--symptom", "timeout"]);
    let sheet = sheet
        .exit(0)
        .stdout
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    let ready = "Be ready for it to fail: it failed when last exercised, on 2026-10-01.";
    assert!(sheet.contains(ready), "{sheet}");
    let why = Case::plan(&failed)
        .run(["simulate", "lost", "--explain"])
        .exit(0);
    why.stdout_has("the switch took at least 1m");
}

/// When the primary is back hangs on nothing that the switch leaves out.
#[test]
fn an_end_that_is_known_is_not_later() {
    let plan = "[plan]\nname = \"x\"\n[service.chat]\ntier = 1\ndepends_on = [{ on = \"db\", detect = \"1m\", \
                fallback = [{ to = \"copy\", switch = \"manual\", steps = \"Do.\" }] }]\n[resource.db]\n\
                [resource.copy]\n[scenario.s]\nfails = [{ what = \"db\", for = \"5h\" }]\n";
    let packet = Case::plan(plan).answer(&["exercise", "s"]);
    let all = packet["injects"].as_array().unwrap().iter();
    let of = |one: &Value| (one["at_s"].as_u64().unwrap(), one["or_later"] == true);
    let found: Vec<(u64, bool)> = all.map(of).collect();
    let ends: Vec<bool> = found
        .iter()
        .filter(|one| one.0 == 18_000)
        .map(|one| one.1)
        .collect();
    assert_eq!(ends, [false, false], "{packet:#}");
    assert!(found.contains(&(60, true)), "{packet:#}");
}
