//! The plan beside what is configured and what was observed.

use serde_json::{Value, json};

use super::driver::{Case, Ran};

const PLAN: &str = "[plan]\nname = \"A\"\n[service.web]\ndepends_on = [\"db\"]\n[resource.db]\n";

fn jaeger(calls: &[(&str, &str, u32)]) -> String {
    let calls = calls.iter().map(|(parent, child, count)| {
        format!("{{\"parent\": \"{parent}\", \"child\": \"{child}\", \"callCount\": {count}}}")
    });
    format!("{{\"data\": [{}]}}", calls.collect::<Vec<_>>().join(",\n"))
}

fn rules(ran: &Ran) -> Vec<String> {
    let findings = ran.json()["findings"].clone();
    let rules = findings.as_array().unwrap().iter();
    rules
        .map(|one| one["rule"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn the_exit_code_follows_what_is_found() {
    let case = Case::plan(PLAN)
        .file("good.json", jaeger(&[("web", "db", 5)]))
        .file("ads.json", jaeger(&[("web", "db", 5), ("web", "ads", 5)]))
        .file(
            "rare.json",
            jaeger(&[("web", "db", 5_000), ("web", "ads", 5)]),
        );
    let run = |arguments: &str| case.again().run(arguments.split(' '));
    run("drift --observed good.json")
        .exit(0)
        .stdout_has("no findings");
    run("drift --observed ads.json").exit(1);
    run("drift --observed ads.json --exit-zero").exit(0);
    run("drift --observed ads.json --fail-on never").exit(0);
    run("drift --observed rare.json").exit(0);
    run("drift --observed rare.json --fail-on warning").exit(1);
    run("drift").exit(2).stderr_has("required");
    run("drift --observed nowhere.json")
        .exit(2)
        .stderr_has("cannot read");
    let none = Case::new().file("good.json", jaeger(&[]));
    none.run(["drift", "--observed", "good.json"]).exit(3);
}

#[test]
fn a_waiver_names_what_the_plan_does_not_have() {
    let waiver = |of: &str| {
        format!(
            "{PLAN}[[waiver]]\nrule = \"undeclared-edge\"\nat = \"service.web\"\n{of}\
             reason = \"Off in January\"\nuntil = 2099-01-31\n"
        )
    };
    let one = jaeger(&[("web", "db", 5), ("web", "search", 5)]);
    let two = jaeger(&[("web", "db", 5), ("web", "search", 5), ("web", "ads", 5)]);
    let case = Case::plan(&waiver("of = \"search\"\n"))
        .file("one.json", one)
        .file("two.json", &two);
    case.again().run(["check"]).exit(0);
    case.again()
        .run(["drift", "--observed", "one.json"])
        .exit(0);
    let ran = case
        .again()
        .run(["drift", "--observed", "two.json", "--format", "json"]);
    let found = ran.json()["findings"].clone();
    let open = found.as_array().unwrap().iter();
    let open: Vec<&Value> = open.filter(|one| one["waived"] == json!(false)).collect();
    assert_eq!(open.len(), 1, "{found}");
    assert!(open[0]["message"].as_str().unwrap().contains("`ads`"));
    // Of another rule it is a slip.
    let other = waiver("of = \"search\"\n").replace("undeclared-edge", "no-fallback");
    Case::plan(&other)
        .run(["check"])
        .exit(2)
        .stdout_has("search");
}

#[test]
fn traffic_among_other_names_is_no_agreement() {
    let case = Case::plan(PLAN)
        .file("good.json", jaeger(&[("web", "db", 5)]))
        .file("other.json", jaeger(&[("till", "shelf", 5)]));
    let run = |arguments: &str| case.again().run(arguments.split(' '));
    for format in ["full", "concise"] {
        run(&format!("drift --observed other.json --format {format}"))
            .exit(2)
            .stderr_has("no component of the plan is called `till` or `shelf`");
    }
    let beside = run("drift --observed good.json other.json");
    beside
        .exit(0)
        .stderr_has("nothing of this file was compared");
}

#[test]
fn what_a_file_does_not_say_of_its_window_and_sampling_is_said_beside_it() {
    let plan = PLAN.replace("[resource.db]\n", "[resource.db]\nlimit = { rpm = 100 }\n");
    let case = Case::plan(&plan).file("seen.json", jaeger(&[("web", "db", 6_000)]));
    let run = |arguments: &str| case.again().run(arguments.split(' '));
    run("drift --observed seen.json")
        .exit(0)
        .stdout_has("window: unknown")
        .stdout_has("sampling: unknown");
    let said = run("drift --observed seen.json --window 24h --sampled 1%");
    said.exit(0)
        .stdout_has("window: 1d, as --window says")
        .stdout_has("sampling: 1% of the calls, as --sampled says")
        .stdout_has("seen 416.6 on average over 1d");
    let said = run("drift --observed seen.json --window 24h --sampled 1% --format json").json();
    assert_eq!(said["window"], json!("1d, as --window says"));
    assert_eq!(said["observed"][0]["sampled"], json!(0.01));
    assert_eq!(said["peaks"][0]["averaged_over_s"], json!(86_400));
    assert_eq!(said["findings"][0]["rule"], json!("peak-above-limit"));
    for wrong in ["--window soon", "--sampled 0%", "--sampled 2"] {
        run(&format!("drift --observed seen.json {wrong}")).exit(2);
    }
}

#[test]
fn what_cannot_be_read_is_said_and_never_ends_well() {
    let good = jaeger(&[("web", "db", 5)]);
    for (what, text, expected) in [
        (
            "cut short",
            good.as_bytes()[..good.len() - 4].to_vec(),
            "no JSON",
        ),
        ("other", b"{\"nodes\": []}".to_vec(), "known are"),
        ("empty", Vec::new(), "empty"),
        ("text", b"hello\n".to_vec(), "no file that tells of calls"),
        ("binary", b"\x7fELF\0\0\x01\xff".to_vec(), "not UTF-8"),
        ("zeros", vec![0; 40], "no file that tells of calls"),
        ("plan", PLAN.as_bytes().to_vec(), "no JSON"),
    ] {
        let case = Case::plan(PLAN)
            .file("seen", &text)
            .file("good.json", &good);
        let alone = case.run(["drift", "--observed", "seen"]);
        alone.exit(2).stderr_has(expected);
        let beside = case.run(["drift", "--observed", "good.json", "seen"]);
        assert_eq!(beside.code, Some(2), "{what}\n{beside}");
        assert!(beside.stderr.contains(expected), "{what}\n{beside}");
    }
    let case = Case::plan(PLAN)
        .file("a.yaml", "services:\n  web:\n    image: a\n")
        .file("b.yaml", "hello: world\n");
    // What can be read is compared all the same.
    let beside = Case::plan(PLAN)
        .file("good.json", jaeger(&[("web", "ads", 5)]))
        .file("seen", [0xff, 0xfe]);
    beside
        .run(["drift", "--observed", "seen", "nowhere", "good.json"])
        .exit(2)
        .stderr_has("not UTF-8")
        .stderr_has("cannot read `nowhere`")
        .stdout_has("undeclared-edge");
    case.run(["drift", "a.yaml", "b.yaml"])
        .exit(2)
        .stderr_has("no known shape");
    case.run(["drift", "b.yaml"]).exit(2);
    let broken = Case::plan("[plan]\nname = \"A\"\n[service.web]\ndepends_on = [\"nobody\"]\n")
        .file("good.json", &good);
    broken
        .run(["drift", "--observed", "good.json"])
        .exit(2)
        .stdout_is_empty();
}

#[test]
fn wrong_numbers_are_warnings_and_not_counted() {
    let total = "traces_service_graph_request_total";
    let case = Case::plan(PLAN).file(
        "a.prom",
        format!(
            "{total}{{client=\"web\",server=\"db\"}} 7\n{total}{{client=\"web\",server=\"db\"}} 7\n\
             {total}{{client=\"web\",server=\"ads\"}} NaN\n{total}{{client=\"web\",server=\"ads\",x=\"1\"}} -4\n"
        ),
    );
    let ran = case
        .run(["drift", "--observed", "a.prom", "-f", "json"])
        .exit(0);
    let errors = ran.json()["errors"].clone();
    let codes: Vec<&str> = errors
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["rule"].as_str().unwrap())
        .collect();
    assert_eq!(codes, ["duplicate-series", "wrong-count", "wrong-count"]);
    assert_eq!(rules(&ran), Vec::<String>::new());
    case.run(["explain", "wrong-count"])
        .exit(0)
        .stdout_has("not counted");
}

#[test]
fn waivers_and_levels_hold_as_in_check() {
    let waiver = "[[waiver]]\nrule = \"undeclared-edge\"\nat = \"service.web\"\nof = \"ads\"\n\
                  reason = \"Gone in May\"\nuntil = 2026-12-31\n";
    let seen = jaeger(&[("web", "db", 5), ("web", "ads", 5)]);
    let ads = "[service.ads]\n";
    let case = Case::plan(&format!("{PLAN}{ads}{waiver}")).file("seen.json", &seen);
    case.run(["drift", "--observed", "seen.json"])
        .exit(0)
        .stdout_has("1 waived");
    // Whether it is of use no other command can tell.
    let checked = case.check();
    let checked = checked.stdout_lacks("unused-waiver");
    assert!(!checked.stdout.contains("unknown-rule"), "{checked}");
    case.again()
        .today("2027-02-01")
        .run(["drift", "--observed", "seen.json"])
        .exit(1)
        .stdout_has("expired on 2026-12-31");
    for (level, code, words) in [
        ("off", 0, "no findings"),
        ("info", 0, "1 info"),
        ("error", 1, "1 error"),
    ] {
        let plan = format!("{PLAN}{ads}[lint.rules]\nundeclared-edge = \"{level}\"\n");
        let case = Case::plan(&plan).file("seen.json", &seen);
        case.run(["drift", "--observed", "seen.json"])
            .exit(code)
            .stdout_has(words);
    }
}

#[test]
fn no_value_of_what_is_configured_is_printed() {
    let compose = "services:\n  web:\n    build: .\n    environment:\n      \
                   DSN: postgres://u:hunter2@db:5432/x\n      ADS_URL: http://hunter2:hunter2@ads:80\n  \
                   db:\n    image: postgres:17\n  ads:\n    build: ./ads\n";
    let litellm = "model_list:\n  - model_name: m\n    litellm_params: { model: openai/gpt-5.2, api_key: hunter2 }\n\
                   router_settings:\n  fallbacks: [{ m: [n] }]\n";
    let case = Case::plan(PLAN)
        .file("c.yaml", compose)
        .file("l.yaml", litellm);
    for format in ["full", "concise", "json", "github", "sarif"] {
        let ran = case
            .run(["drift", "c.yaml", "l.yaml", "-f", format])
            .exit(1);
        let ran = ran.stdout_has("ads");
        assert!(!ran.stdout.contains("hunter2"), "{ran}");
        assert!(!ran.stderr.contains("hunter2"), "{ran}");
    }
}

/// What was just drafted from files is no drift from them, but for what is wrong with the
/// files themselves.
#[test]
fn a_plan_is_at_one_with_the_files_that_it_was_drafted_from() {
    let folder = super::driver::repository().join("tests/golden/drift");
    let case = ["compose.yaml", "litellm.yaml"]
        .into_iter()
        .fold(Case::new().may_write(), |case, name| {
            case.file(name, std::fs::read(folder.join(name)).unwrap())
        });
    case.run(["init", "--from", "compose.yaml", "litellm.yaml"])
        .exit(0);
    let ran = case.run(["drift", "compose.yaml", "litellm.yaml", "-f", "json"]);
    let own = ["gateway-loop", "gateway-dead-end"];
    assert!(
        rules(&ran).iter().all(|rule| own.contains(&rule.as_str())),
        "{ran}"
    );
    assert!(ran.json()["needs_compared"].as_u64().unwrap() > 5, "{ran}");
}

#[test]
fn files_in_another_order_and_twice_give_the_same_answer() {
    let golden = |order: &[&str]| {
        let folder = "tests/golden/drift/";
        let mut arguments = vec!["drift".to_owned()];
        arguments.extend(order.iter().map(|one| match one.strip_prefix('-') {
            Some(_) => (*one).to_owned(),
            None => format!("{folder}{one}"),
        }));
        arguments.extend(["-p".to_owned(), folder.to_owned()]);
        let mut report: Value = Case::at_repo()
            .run(
                arguments
                    .iter()
                    .chain(&["-f".to_owned(), "json".to_owned()]),
            )
            .exit(1)
            .json();
        // Which file was named first is no answer.
        report["configured"] = json!(null);
        report
    };
    let (jaeger, graph, clients) = (
        "traffic/jaeger.json",
        "traffic/service-graph.json",
        "traffic/clients.prom",
    );
    let first = golden(&[
        "compose.yaml",
        "litellm.yaml",
        "--observed",
        jaeger,
        graph,
        clients,
    ]);
    let turned = golden(&[
        "litellm.yaml",
        "compose.yaml",
        "--observed",
        clients,
        graph,
        jaeger,
    ]);
    let twice = golden(&[
        "litellm.yaml",
        "compose.yaml",
        "--observed",
        jaeger,
        clients,
        jaeger,
        graph,
    ]);
    assert_eq!(first, turned);
    assert_eq!(first, twice);
}

#[test]
fn many_findings_in_one_long_line_take_no_time() {
    let calls: Vec<String> = (0..20_000)
        .map(|at| format!("{{\"parent\": \"web\", \"child\": \"x{at}\", \"callCount\": 1}}"))
        .collect();
    let text = format!("{{\"data\": [{}]}}", calls.join(","));
    let case = Case::plan(PLAN).file("seen.json", text).may_write();
    let began = std::time::Instant::now();
    let run = |more: &[&str]| {
        let all = ["drift", "--observed", "seen.json", "-f", "concise"];
        case.run(all.iter().chain(more).copied())
    };
    assert!(run(&[]).stdout.lines().count() > 20_000);
    // Nor does a baseline of all of them.
    run(&["--write-baseline"]).exit(0);
    run(&["--baseline"]).exit(0).stdout_has("in the baseline");
    run(&["--prune-baseline"])
        .exit(0)
        .stderr_has("took 0 entries out");
    let took = began.elapsed();
    assert!(took.as_secs() < 60, "{took:?}");
}
