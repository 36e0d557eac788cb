//! Recorded outages and ready scenarios, as `jurymast simulate` runs them.

use serde_json::Value;

use super::driver::{Case, Ran};

fn example(which: &str, arguments: &[&str]) -> Ran {
    let plan = format!(
        "{}/examples/chat-and-video/{which}",
        env!("CARGO_MANIFEST_DIR")
    );
    let all = ["simulate", "--plan", &plan];
    Case::new().run(all.iter().chain(arguments))
}

fn json(ran: Ran) -> Value {
    serde_json::from_str(&ran.exit(0).stdout).unwrap()
}

fn row<'a>(text: &'a str, id: &str) -> Vec<&'a str> {
    let line = text.lines().find(|line| line.starts_with(id)).unwrap();
    let cells = line.split("  ").map(str::trim);
    cells.filter(|cell| !cell.is_empty()).collect()
}

#[test]
fn the_company_before_and_after() {
    let before = example("before", &["--recorded"]).exit(0).stdout;
    // 10:54 to 15:16 with nothing that stands in; the studio loses a title.
    let telemetry = row(&before, "openai-2024-12-11");
    assert_eq!(telemetry[1], "down 4h 22m, RTO");
    // The Sora API has ended by today, so the studio is down before anything fails.
    let sora = row(&before, "openai-2026-09-24");
    assert_eq!(sora[1..], ["untouched", "untouched", "down at rest"]);
    assert_eq!(row(&before, "openrouter-2026-02-17")[1..], ["-", "-", "-"]);
    let after = example("after", &["--recorded"]).exit(0).stdout;
    // 2 minutes and a half to notice and switch; nothing of it stops.
    assert_eq!(row(&after, "openai-2024-12-11")[1], "down 2m 30s");
    assert!(!after.contains("RTO\n"));
    let of_8 = |survived: usize| format!("would have survived {survived} of the 8 that touched");
    assert!(after.contains(&of_8(8)), "{after}");
    assert!(before.contains(&of_8(0)), "{before}");
    for text in [&before, &after] {
        assert!(
            text.lines().all(|line| line.chars().count() <= 80),
            "{text}"
        );
    }
}

#[test]
fn programs_get_every_replay_and_the_sum() {
    let all = json(example("before", &["--recorded", "--format", "json"]));
    let scenarios = all["scenarios"].as_array().unwrap();
    assert_eq!(all["recorded"]["replayed"], scenarios.len());
    assert_eq!(
        all["recorded"]["judged_by"],
        serde_json::json!([
            "answer-customers",
            "chat-assistant",
            "sell-films",
            "video-studio"
        ])
    );
    let mut lost = 0;
    for scenario in scenarios {
        let missed = scenario["components"]
            .as_array()
            .unwrap()
            .iter()
            .any(|one| {
                ["service", "activity"].contains(&one["kind"].as_str().unwrap())
                    && (one["meets_rto"] == false || one["meets_mtpd"] == false)
            });
        lost += usize::from(missed);
    }
    assert!(lost > 0);
    // The studio is down before anything fails, so nothing is sure of the rest.
    let recorded = &all["recorded"];
    assert_eq!(recorded["survived"], 0);
    let touched = recorded["touched"].as_u64().unwrap() as usize;
    assert_eq!(recorded["unknown"], touched - lost);
    let boxing_day = scenarios
        .iter()
        .find(|one| one["id"] == "openai-2024-12-26")
        .unwrap();
    // 18:40 to 23:11; text went on.
    assert_eq!(boxing_day["faults"][0]["until_s"], 271 * 60);
    assert_eq!(boxing_day["faults"][0]["what"], "openai/videos");
    assert_eq!(boxing_day["faults"].as_array().unwrap().len(), 1);
}

#[test]
fn both_libraries_at_once() {
    let all = json(example("after", &["--all", "--format", "json"]));
    let own = &all["scenarios"].as_array().unwrap()[0]["id"];
    assert_eq!(own, "openai-and-cloudflare");
    let replayed = all["recorded"]["replayed"].as_u64().unwrap();
    assert_eq!(
        all["scenarios"].as_array().unwrap().len() as u64,
        replayed + 2
    );
}

#[test]
fn one_recorded_outage_is_drawn() {
    let text = example("before", &["openai-2025-06-10"]).exit(0).stdout;
    assert!(text.starts_with("openai-2025-06-10: "), "{text}");
    assert!(
        text.contains("openai fails in part (5xx)") || text.contains("fails in part"),
        "{text}"
    );
    let none = example("before", &["openrouter-2026-02-17"]).exit(0).stdout;
    assert!(
        none.contains("openrouter fails: nothing in this plan leans on it"),
        "{none}"
    );
    assert!(none.contains("Nothing goes down or gets worse."), "{none}");
}

#[test]
fn a_ready_scenario_strikes_what_fits() {
    let text = example("before", &["bad-release"]).exit(0).stdout;
    assert!(text.contains("bad-release@chat-assistant"), "{text}");
    assert!(text.contains("down 1h"), "{text}");
    let one = json(example(
        "before",
        &["bad-release@video-studio", "--format", "json"],
    ));
    assert_eq!(one["scenarios"].as_array().unwrap().len(), 1);
    assert_eq!(one["scenarios"][0]["faults"][0]["until_s"], 3_600);
    let surge = json(example(
        "after",
        &["surge@chat-assistant", "--format", "json"],
    ));
    assert_eq!(surge["scenarios"][0]["surges"][0]["percent"], 300);
}

#[test]
fn what_cannot_be_run_says_why() {
    for (asked, error, help) in [
        (
            "bad-release@vidio-studio",
            "strikes each service",
            "did you mean `bad-release@video-studio`?",
        ),
        ("gateway-down", "the plan has none", ""),
        (
            "openai-2024-12-2",
            "no scenario is called",
            "did you mean `openai-2024-12-26`?",
        ),
        (
            "anthropic-2026-05-16",
            "nobody recorded when it ended",
            "catalogue show",
        ),
    ] {
        let ran = example("before", &[asked]).exit(2);
        ran.stderr_has(error).stderr_has(help);
    }
}

/// Whoever came through all that is recorded has one thing more to know: of what nothing
/// is recorded.
#[test]
fn a_replay_says_of_whom_nothing_is_recorded() {
    let plan = Case::plan(
        "[plan]\nname = \"x\"\n[service.shop]\ntier = 1\nrto = \"4h\"\n\
         depends_on = [\"stripe\", { on = \"words\", fallback = [\"rules\"], detect = \"1m\" }]\n\
         [service.rules]\n[provider.stripe]\n[provider.auth0]\n\
         [ai.words]\nprovider = \"openai\"\nmodel = \"gpt-5.2\"\n",
    );
    let text = plan.run(["simulate", "--recorded"]).exit(0);
    text.stdout_has("None of those replayed is of auth0 or stripe, nor of what you run");
    let all = json(plan.run(["simulate", "--recorded", "--format", "json"]));
    let without = &all["recorded"]["providers_without_record"];
    assert_eq!(*without, serde_json::json!(["auth0", "stripe"]));
}

/// What ends by its own date within the days of an outage would have ended without it; what
/// stood in and ends while it is needed is lost in it.
#[test]
fn no_outage_is_blamed_for_what_ends_by_itself() {
    let plan = "[plan]\nname = \"x\"\n[service.other]\ntier = 1\nrto = \"1h\"\ndepends_on = [\"own\"]\n\
                [service.chat]\ntier = 1\nrto = \"1h\"\n\
                depends_on = [{ on = \"llm\", detect = \"1m\", fallback = [{ to = \"own\", after = \"1m\" }] }]\n\
                [ai.llm]\nprovider = \"anthropic\"\nmodel = \"claude-fable-5\"\n\
                [resource.own]\nexpires = 2026-11-27\n";
    let case = Case::plan(plan);
    let found = case.answer(&["simulate", "--recorded"]);
    let all = found["scenarios"].as_array().unwrap();
    let outage = all
        .iter()
        .find(|one| one["id"] == "anthropic-2026-06-12")
        .unwrap();
    let of = |id: &str| {
        let mut all = outage["components"].as_array().unwrap().iter();
        let one = all.find(|one| one["id"] == id).unwrap();
        (
            one["down_s"].as_u64(),
            one["rto_verdict"].as_str().unwrap().to_owned(),
        )
    };
    assert_eq!(of("other"), (Some(0), "met".to_owned()));
    assert_eq!(of("chat").1, "missed");
}
