//! Lists of models that somebody saved, and what is said of ids that nobody knows.

use super::driver::Case;

/// A plan that calls these models, with this `[catalogue]` table.
fn plan(catalogue: &str, calls: &[(&str, &str)]) -> Case {
    let mut text = format!(
        "[plan]\nname = \"Lists\"\n{catalogue}\n[lint.rules]\nunused-component = \"off\"\n"
    );
    for (at, (provider, model)) in calls.iter().enumerate() {
        text.push_str(&format!(
            "[ai.call-{at}]\nprovider = \"{provider}\"\nmodel = \"{model}\"\n"
        ));
    }
    Case::plan(&text)
}

fn anthropic(models: &str, more: bool) -> String {
    format!(r#"{{ "data": [{models}], "has_more": {more}, "first_id": "a", "last_id": "z" }}"#)
}

fn listed(id: &str, life: &str) -> String {
    format!(r#"{{ "type": "model", "id": "{id}", "display_name": "X", {life} }}"#)
}

const ALIVE: &str = r#""lifecycle": "active", "retires_at": null"#;

#[test]
fn an_account_that_still_lists_a_model_is_believed() {
    let dead = "claude-opus-4-1-20250805";
    let calls = [("anthropic", dead)];
    plan("", &calls)
        .check()
        .exit(1)
        .stdout_has("error[retired-model] `claude-opus-4-1-20250805` was retired on 2026-08-05");
    let catalogue = "[catalogue]\nmodels = [\"lists/*.json\"]";
    let case = plan(catalogue, &calls).file(
        "lists/anthropic-2026-11-20.json",
        anthropic(&listed(dead, ALIVE), false),
    );
    case.check().exit(0).stdout_has("no findings");
    // A list that was saved before the end was reached proves nothing against it.
    plan(catalogue, &calls)
        .file(
            "lists/anthropic-2026-07-01.json",
            anthropic(&listed(dead, ALIVE), false),
        )
        .check()
        .exit(1)
        .stdout_has("error[retired-model]")
        .stdout_has("warning[old-catalogue] `lists/anthropic-2026-07-01.json` is of 2026-07-01");
}

#[test]
fn an_accounts_own_days_and_what_it_does_not_list() {
    let models = [
        listed(
            "claude-opus-5",
            r#""lifecycle": "deprecated", "retires_at": "2027-01-20T00:00:00Z""#,
        ),
        listed("claude-sonnet-5", ALIVE),
    ];
    let calls = [
        ("anthropic", "claude-opus-5"),
        ("anthropic", "claude-sonnet-5"),
        ("anthropic", "claude-sonet-5"),
        ("anthropic", "claude-haiku-4-5"),
    ];
    let catalogue = "[catalogue]\nmodels = [{ path = \"a.json\", on = 2026-11-20 }]";
    let case = plan(catalogue, &calls).file("a.json", anthropic(&models.join(","), false));
    let ran = case.check().exit(1);
    let ran = ran
        .stdout_has("warning[retiring-model] `claude-opus-5` will be retired on 2027-01-20")
        .stdout_has("error[unlisted-model] `claude-sonet-5` is not in the account's list `a.json` of 2026-11-20")
        .stdout_has("warning[unlisted-model] `claude-haiku-4-5` is not in the account's list");
    assert!(
        !ran.stdout.contains("`claude-sonnet-5` is"),
        "{}",
        ran.stdout
    );
    let full = case.run(["check"]).exit(1);
    full.stdout_has("did you mean `claude-sonnet-5`?")
        .stdout_has("the account's own list `a.json` of 2026-11-20");
    // Of a page that another follows, nothing is missing.
    let first = plan(catalogue, &calls).file("a.json", anthropic(&models.join(","), true));
    let ran = first.check();
    assert!(!ran.stdout.contains("unlisted-model"), "{}", ran.stdout);
}

#[test]
fn lists_of_the_command_line_count_as_those_of_the_plan() {
    let case = plan("", &[("anthropic", "claude-opus-4-1")]).file(
        "elsewhere/anthropic-2026-11-20.json",
        anthropic(&listed("claude-opus-4-1-20250805", ALIVE), false),
    );
    let list = "elsewhere/anthropic-2026-11-20.json";
    case.run(["check", "--models", list]).exit(0);
    case.run(["blast", "anthropic", "--models", list]).exit(0);
    case.run(["check", "--models", "none.json"])
        .exit(2)
        .stderr_has("cannot read `none.json`");
    case.run(["check", "--models", "jurymast.toml"])
        .exit(2)
        .stderr_has("`jurymast.toml` is no JSON");
}

#[test]
fn what_is_no_list_is_an_error_at_its_place() {
    for (catalogue, part) in [
        (
            "models = [\"none.json\"]",
            "jurymast.toml:4:11: error[model-list] `none.json` does not exist",
        ),
        (
            "models = [\"../x.json\"]",
            "error[model-list] `../x.json` leaves the plan's folder",
        ),
        (
            "models = [\"odd.json\"]",
            "error[model-list] `odd.json` is no list of models that is known",
        ),
        (
            "models = [{ path = \"odd.json\", provider = \"opnai\" }]",
            "error[model-list] the catalogue knows no provider `opnai`",
        ),
        ("models = [\"openai.json\"]", "owned by Meta"),
        ("models = [\"folder\"]", "error[model-list]"),
        ("modles = []", "`modles`"),
    ] {
        let case = plan(&format!("[catalogue]\n{catalogue}"), &[("openai", "gpt-5")])
            .file("odd.json", r#"{ "some": "thing" }"#)
            .file("folder/x.txt", "")
            .file(
                "openai.json",
                r#"{ "object": "list", "data": [
                    { "id": "a", "object": "model", "created": 1, "owned_by": "Meta" },
                    { "id": "b", "object": "model", "created": 2, "owned_by": "Meta" } ] }"#,
            );
        case.check().exit(2).stdout_has(part);
    }
    let case = Case::plan("[plan]\nname = \"x\"\ninclude = [\"more.toml\"]\n[service.a]\n")
        .file("more.toml", "[catalogue]\nmodels = [\"x.json\"]\n");
    case.check()
        .stdout_has("warning[ignored-table] [catalogue] counts in the root plan file only");
}

#[test]
fn a_call_that_another_model_answers_is_not_lost() {
    let calls = [("google-gemini", "gemini-2.5-pro")];
    plan("", &calls)
        .today("2026-11-29")
        .check()
        .exit(0)
        .stdout_has("warning[retiring-model] `gemini-2.5-pro` will be answered by `gemini-3.8-flash` from 2026-12-01 on, in 2 days");
    let ran = plan("", &calls).today("2026-12-01").check().exit(0);
    let ran = ran.stdout_has(
        "warning[substituted-model] `gemini-2.5-pro` is answered by `gemini-3.8-flash` since 2026-12-01",
    );
    assert!(!ran.stdout.contains("retired-model"), "{}", ran.stdout);
}

#[test]
fn a_promise_that_runs_out_is_said_and_warned_of_where_all_rests_on_it() {
    let text =
        "[plan]\nname = \"x\"\n[ai.call]\nprovider = \"anthropic\"\nmodel = \"claude-haiku-4-5\"\n";
    Case::plan(text)
        .check()
        .exit(0)
        .stdout_has("info[retiring-model] `claude-haiku-4-5` may be retired at any time since 2026-10-15, with 60 days' notice");
    Case::plan(&format!(
        "{text}[service.shop]\ntier = 1\ndepends_on = [\"call\"]\n"
    ))
    .check()
    .stdout_has("warning[retiring-model] `claude-haiku-4-5` may be retired");
}

#[test]
fn ids_that_are_misspelt_and_ids_that_nobody_knows() {
    let calls = [
        ("openai", "text-embedding-3-lrage"),
        ("anthropic", "claude-3.5-sonnet"),
        ("azure-openai", "Codestral-2501"),
        ("openai", "gpt-77-quux"),
        ("openai", "gpt-77-quux"),
    ];
    let case = plan("", &calls);
    let ran = case
        .check()
        .exit(1)
        .stdout_has("warning[unknown-model] the catalogue knows no `text-embedding-3-lrage`")
        .stdout_has("warning[unknown-model] no list of Anthropic API spells a model `claude-3.5-sonnet`")
        .stdout_has("error[retired-model] `claude-3.5-sonnet` was retired on 2025-10-28")
        .stdout_has("by the catalogue `azure-openai` does not serve `Codestral-2501`, and `azure-foundry` does");
    // What the plan itself switches off is said after it.
    let mut last = ran.stdout.lines().rev();
    assert!(
        last.next()
            .unwrap()
            .starts_with("not looked for, as the plan says")
    );
    assert_eq!(
        last.next().unwrap(),
        "2 models the catalogue does not know: their ends are not judged"
    );
    let json = case.run(["check", "-f", "json"]).exit(1).json();
    let unknown = json["unknown_models"].as_array().unwrap();
    assert_eq!(unknown.len(), 2);
    assert_eq!(unknown[0]["model"], "gpt-77-quux");
    case.run(["check"])
        .exit(1)
        .stdout_has("their ends are not judged: gpt-77-quux");
}

#[test]
fn two_spellings_are_one_lineage() {
    let case = plan("", &[("openai", "gpt-5.2"), ("azure-openai", "GPT-5-2")]);
    let ran = case.run(["blast", "model:gpt-5.2"]).exit(0);
    ran.stdout_has("call-0").stdout_has("call-1");
}

#[test]
fn facts_grow_old() {
    let calls = [("openai", "gpt-5")];
    let ran = plan("", &calls).today("2027-01-28").check();
    assert!(!ran.stdout.contains("old-catalogue"), "{}", ran.stdout);
    plan("", &calls).today("2027-01-29").check().stdout_has(
        "warning[old-catalogue] what the catalogue knows of the ends of models is 61 days old",
    );
}

#[test]
fn retired_endpoints_fire_too() {
    let text = "[plan]\nname = \"x\"\n[ai.helper]\nprovider = \"openai\"\nendpoint = \"assistants\"\nmodel = \"gpt-5\"\n";
    Case::plan(text)
        .check()
        .exit(1)
        .stdout_has("error[retired-model] `openai/assistants` was retired on 2026-08-26");
}

#[test]
fn the_ends_to_come_of_a_plan_and_of_the_catalogue() {
    let text = "[plan]\nname = \"Shop\"\n[resource.cert]\nexpires = 2027-03-01\n\
        [ai.chat]\nprovider = \"openai\"\nmodel = \"gpt-4o\"\n[ai.odd]\nprovider = \"openai\"\nmodel = \"gpt-77-quux\"\n";
    let case = Case::plan(text);
    case.run(["catalogue", "ends"])
        .exit(0)
        .stdout_has("2027-01-14 gpt-4o (openai) ends; instead: gpt-6-luna [chat]")
        .stdout_has("2027-03-01 cert expires")
        .stdout_has("2 ends of the plan Shop from 2026-11-23 to 2027-11-23.")
        .stdout_has("Not known, so none of their ends is here: gpt-77-quux.");
    let near = case.run(["catalogue", "ends", "--within", "60d", "-f", "json"]);
    let near = near.exit(0).json();
    assert_eq!(near["plan"], "Shop");
    assert_eq!(near["ends"].as_array().unwrap().len(), 1);
    assert_eq!(near["ends"][0]["components"][0], "chat");
    let calendar = case.run(["catalogue", "ends", "-f", "ics"]).exit(0);
    assert_eq!(calendar.stdout.matches("BEGIN:VEVENT").count(), 2);
    assert!(calendar.stderr.contains("no day for `gpt-77-quux`"));
    case.run(["catalogue", "ends", "--within", "1d", "-f", "ics"])
        .exit(0)
        .stderr_has("nothing to enter");
    case.run(["catalogue", "ends", "--out", "x"]).exit(2);
    let all = case.run(["catalogue", "ends", "--all"]).exit(0);
    all.stdout_has("gemini-2.5-pro (google-gemini) is answered by gemini-3.8-flash")
        .stdout_has("known to the catalogue from 2026-11-23");
    let nowhere = Case::new()
        .run(["catalogue", "ends", "--within", "30d"])
        .exit(0);
    nowhere.stdout_has("known to the catalogue");
}

#[test]
fn the_catalogue_says_how_old_it_is() {
    let case = Case::new().today("2026-12-11");
    case.run(["catalogue", "list"])
        .exit(0)
        .stdout_has("The ends of models were read on 2026-11-29, 12 days ago.");
    case.run(["catalogue", "show", "openai"])
        .exit(0)
        .stdout_has("MODELS WITH A KNOWN END, read on 2026-11-29, 12 days ago");
}

/// What every list says of a model, from where, as of when.
#[test]
fn a_model_is_shown_by_all_who_list_it() {
    let case = Case::new();
    case.run(["catalogue", "show", "model", "gpt-5.2"])
        .exit(0)
        .stdout_has("made by: OpenAI API (openai)")
        .stdout_has("openai: gpt-5.2, listed, no end is known")
        .stdout_has("What no list says is not known");
    let shown = case.run(["catalogue", "show", "model", "sora-2", "--format", "json"]);
    let shown = shown.exit(0).json();
    let listed = shown["model"]["listed"].as_array().unwrap();
    let openai = listed
        .iter()
        .find(|one| one["provider"] == "openai")
        .unwrap();
    assert_eq!(openai["retires"], "2026-09-24");
    assert_eq!(openai["replacement"], "none");
    case.run(["catalogue", "show", "gpt-5.2"])
        .exit(2)
        .stderr_has("it is a model: jurymast catalogue show model gpt-5.2");
    case.run(["catalogue", "show", "model", "gtp-5.2"])
        .exit(2)
        .stderr_has("did you mean");
}

#[test]
fn a_model_that_is_not_named_is_asked_for() {
    for arguments in [
        &["catalogue", "show", "model"][..],
        &["catalogue", "show", "model", ""],
    ] {
        Case::new()
            .run(arguments)
            .exit(2)
            .stderr_has("which model? none is named")
            .stderr_has("catalogue show openai");
    }
}
