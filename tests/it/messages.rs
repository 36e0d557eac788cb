//! What is said of words that are wrong: once, at its place, with the way to write it, and
//! within the columns of a terminal.

use super::driver::{Case, repository};

const HEAD: &str = "[plan]\nname = \"x\"\n[team.ops]\non_call = { phone = \"+1 555 0100\" }\n";

/// The errors and warnings of reading, each as "code message".
fn said(case: &Case) -> Vec<String> {
    let report = case
        .run(["check", "-f", "json", "--fail-on", "never"])
        .json();
    let errors = report["errors"].as_array().unwrap().iter();
    let text = |one: &serde_json::Value, key: &str| one[key].as_str().unwrap().to_owned();
    errors
        .map(|one| format!("{} {}", text(one, "rule"), text(one, "message")))
        .collect()
}

/// What the help of the one error says after "write it so: ".
fn example(case: &Case) -> String {
    let report = case
        .run(["check", "-f", "json", "--fail-on", "never"])
        .json();
    let errors = report["errors"].as_array().unwrap();
    assert_eq!(errors.len(), 1, "{errors:#?}");
    assert_eq!(errors[0]["rule"], "invalid-value");
    let help = errors[0]["help"][0].as_str().unwrap();
    help.strip_prefix("write it so: ").unwrap().to_owned()
}

/// Whoever writes a word where a list or a table belongs, and then what the message shows,
/// has it right; the ids are those of the example's plan.
#[test]
fn what_a_message_shows_is_right_when_it_is_written() {
    let rest = "[service.checkout]\n[resource.rules]\n[resource.orders-db]\n[service.orders-db-a]\n\
                [service.orders-db-b]\n";
    for (table, wrong) in [
        ("[team.z]\n", "on_call = \"+1 202 555 0100\""),
        ("[team.z]\n", "on_call = [\"#z\"]"),
        ("[team.z]\n", "people = \"Ada\""),
        ("[team.z]\n", "escalate_to = 5"),
        ("[resource.z]\n", "replica_of = \"orders-db\""),
        ("[resource.z]\n", "backup = [\"1d\"]"),
        ("[resource.z]\n", "limit = 900"),
        ("[service.z]\n", "depends_on = \"orders-db\""),
        ("[service.z]\n", "depends_on = { on = \"orders-db\" }"),
        ("[service.z]\n", "links = \"https://x.example\""),
        ("[activity.z]\n", "impact = \"severe\""),
        ("[scenario.z]\n", "fails = \"orders-db\""),
        ("[scenario.z]\n", "fails = [\"orders-db\"]"),
        ("[scenario.z]\n", "fails = { what = \"orders-db\" }"),
        ("[scenario.z]\n", "surges = \"checkout\""),
        (
            "[exercise.z]\nkind = \"tabletop\"\n",
            "actions = \"Raise it\"",
        ),
        ("[provider.z]\n", "contract = \"C-17\""),
        (
            "[[service.z.depends_on]]\non = \"orders-db\"\n",
            "fallback = \"rules\"",
        ),
        (
            "[[service.z.depends_on]]\non = \"orders-db\"\n",
            "demand = 900",
        ),
        ("[[service.z.depends_on]]\n", "any_of = \"orders-db-a\""),
    ] {
        let text = |line: &str| Case::plan(&format!("{HEAD}{rest}{table}{line}\n"));
        let shown = example(&text(wrong));
        assert_eq!(
            said(&text(&shown)),
            Vec::<String>::new(),
            "{wrong}: {shown}"
        );
    }
    let head = |line: &str| Case::plan(&format!("[plan]\nname = \"x\"\n{line}\n[service.a]\n"));
    let shown = example(&head("approved = 2026-01-01"));
    assert!(said(&head(&shown)).is_empty(), "{shown}");
}

#[test]
fn a_table_that_is_no_table_shows_its_header() {
    let help = |text: &str| {
        let report = Case::plan(text).run(["check", "-f", "json"]).json();
        report["errors"][0]["help"].clone()
    };
    assert_eq!(help("plan = \"x\"\n")[0], "head it [plan]");
    assert_eq!(
        help("[plan]\nname = \"x\"\n[service]\na = \"b\"\n")[0],
        "head it [service.a]"
    );
}

/// A value that lacks its quotes or its unit, or has quotes too many.
#[test]
fn a_value_of_nearly_the_right_form_shows_the_right_one() {
    for (line, help) in [
        ("tier = \"1\"", "a number stands without quotes: 1"),
        ("rto = 60", "write the unit: \"60s\", \"60m\" or \"60h\""),
        ("slo = 99", "write it as \"99%\""),
        ("name = 5", "a text stands in quotes: \"5\""),
        ("own_failure = \"true\"", "write it without quotes: true"),
    ] {
        let case = Case::plan(&format!("{HEAD}[service.a]\n{line}\n"));
        let report = case
            .run(["check", "-f", "json", "--fail-on", "never"])
            .json();
        assert_eq!(report["errors"][0]["help"][0], help, "{line}");
    }
}

#[test]
fn another_format_is_one_error() {
    for (text, format) in [
        ("services:\n  web:\n    image: nginx\n", "YAML"),
        ("# a comment\n\n---\nkind: Deployment\n", "YAML"),
        ("- name: a\n- name: b\n", "YAML"),
        ("{\n  \"plan\": {}\n}\n", "JSON"),
    ] {
        let says = format!("syntax this is {format}; a plan is TOML");
        assert_eq!(said(&Case::plan(text)), [says], "{text}");
    }
    // One wrong line of a plan is that line's error.
    let one = said(&Case::plan("[plan]\nname: \"x\"\n[service.a]\n"));
    assert_eq!(one.len(), 1);
    assert!(!one[0].contains("YAML"), "{one:?}");
}

#[test]
fn a_table_written_twice_is_one_error_with_both_places() {
    let case = Case::plan(&format!(
        "{HEAD}[service.b]\nteam = \"ops\"\ntier = 2\n[service.b]\nteam = \"ops\"\ntier = 3\n"
    ));
    assert_eq!(said(&case), ["duplicate-id `b` is written twice"]);
    let report = case.run(["check", "-f", "json"]).exit(2).json();
    let error = &report["errors"][0];
    assert_eq!(
        (&error["line"], &error["related"][0]["line"]),
        (&8.into(), &5.into())
    );
    // A key that is there twice in one table still is, whatever else is.
    let more = Case::plan(&format!(
        "{HEAD}[service.b]\ntier = 2\n[service.b]\ntier = 3\n[service.c]\ntier = 2\ntier = 2\n"
    ));
    assert_eq!(
        said(&more),
        [
            "duplicate-id `b` is written twice",
            "duplicate-key `tier` is written twice"
        ]
    );
}

#[test]
fn what_stands_in_for_itself_is_told_and_counts_for_nothing() {
    let plan = |fallback: &str| {
        Case::plan(&format!(
            "{HEAD}[service.a]\nteam = \"ops\"\ndepends_on = [{{ on = \"b\"{fallback} }}]\n\
             [service.b]\nteam = \"ops\"\n"
        ))
    };
    let (itself, none) = (plan(", fallback = [\"b\"]"), plan(""));
    let says = "duplicate-member `b` stands in for itself: that is no fallback";
    assert_eq!(said(&itself), [says]);
    let rules = |case: &Case| {
        let report = case.run(["check", "-f", "json"]).json();
        let found = report["findings"].as_array().unwrap().iter();
        found.map(|one| one["message"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(
        rules(&itself),
        rules(&none),
        "and nothing else is said of it"
    );
}

/// What has expired was lost before: it is not lost with what fails.
#[test]
fn a_need_that_expired_is_told_so() {
    let case = Case::plan(
        "[plan]\nname = \"x\"\n[team.ops]\non_call = { phone = \"+1 555 0100\", through = [\"vpn\"] }\n\
         [service.shop]\nteam = \"ops\"\ntier = 1\nrto = \"1h\"\n\
         depends_on = [{ on = \"db\", detect = { within = \"1m\", by = [\"key\"] }, \
         fallback = [{ to = \"db2\", switch = \"manual\", needs = [\"key\"] }] }]\n\
         [resource.db]\nbackup = { every = \"1d\", restore = \"1h\", needs = [\"key\"] }\n[resource.db2]\n\
         [resource.key]\nexpires = 2026-01-31\n[resource.vpn]\ndepends_on = [\"key\"]\n\
         [communication.page]\naudience = \"customers\"\nthrough = [\"key\"]\n\
         [[runbook.db.step]]\ndo = \"Start it\"\nneeds = [\"vpn\"]\n",
    );
    let mut found: Vec<String> = Vec::new();
    for rule in [
        "shared-fate-cure",
        "unreachable-on-call",
        "blind-detection",
        "silenced-communication",
    ] {
        let all = case.findings(rule).into_iter();
        found.extend(all.map(|one| one["message"].as_str().unwrap().to_owned()));
    }
    assert!(found.len() >= 5, "{found:#?}");
    for message in &found {
        assert!(message.contains("expired on 2026-01-31"), "{message}");
        assert!(!message.contains("down with"), "{message}");
    }
    let later = "`vpn`, which is down already, as `key` expired on 2026-01-31";
    assert!(found.iter().any(|one| one.contains(later)), "{found:#?}");
}

/// Of every plan that this repository holds.
#[test]
fn no_frame_goes_beyond_eighty_columns() {
    let mut count = 0;
    for folder in ["examples", "tests/golden"] {
        let mut open = vec![repository().join(folder)];
        while let Some(at) = open.pop() {
            for entry in std::fs::read_dir(at).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    open.push(path);
                } else if path.ends_with("jurymast.toml") {
                    let plan = path.parent().unwrap().to_str().unwrap();
                    let ran = Case::at_repo().run(["check", "--fail-on", "never", "-p", plan]);
                    let is_path = |line: &str| line.contains("--> ") || line.contains("::: ");
                    for line in ran.stdout.lines().filter(|line| !is_path(line)) {
                        assert!(line.chars().count() <= 80, "{plan}: {line}");
                    }
                    count += 1;
                }
            }
        }
    }
    assert!(count > 8, "{count} plans");
}
