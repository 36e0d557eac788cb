//! Levels and choices of rules for single components and files.

use super::driver::Case;

fn case(lint: &str) -> Case {
    Case::plan(&format!(
        "[plan]\nname = \"x\"\ninclude = [\"services/**/*.toml\"]\n{lint}\n[service.a]\ntier = 1\n"
    ))
    .file("services/old/b.toml", "[service.b]\ntier = 1\n")
    .file("services/new/c.toml", "[service.c]\ntier = 1\n")
}

/// "level rule component" of every place.
fn found(case: &Case, more: &[&str]) -> Vec<String> {
    let arguments = ["check", "-f", "json", "--exit-zero"];
    let report = case.run(arguments.iter().chain(more)).exit(0).json();
    let mut all = Vec::new();
    for one in report["findings"].as_array().unwrap() {
        let text = |key: &str, of: &serde_json::Value| of[key].as_str().unwrap_or("").to_owned();
        let mut places = one["related"].as_array().unwrap().clone();
        places.retain(|place| !place["severity"].is_null());
        if places.is_empty() {
            places.push(one.clone());
        }
        for place in places {
            let (level, at) = (text("severity", &place), text("component", &place));
            let rule = text("rule", one);
            if rule == "no-owner" || rule == "tier-one-without-rto" {
                all.push(format!("{level} {rule} {at}"));
            }
        }
    }
    all.sort();
    all
}

const ALL: [&str; 6] = [
    "error tier-one-without-rto a",
    "error tier-one-without-rto b",
    "error tier-one-without-rto c",
    "warning no-owner a",
    "warning no-owner b",
    "warning no-owner c",
];

#[test]
fn by_path_and_by_component() {
    assert_eq!(found(&case(""), &[]), ALL);
    let by_path = case("[lint.per.\"services/old/**\"]\nignore = [\"no-owner\"]\nlevel = \"info\"");
    assert_eq!(
        found(&by_path, &[]),
        [
            "error tier-one-without-rto a",
            "error tier-one-without-rto c",
            "info tier-one-without-rto b",
            "warning no-owner a",
            "warning no-owner c"
        ]
    );
    let both = case(
        "[lint.per.b]\nlevel = \"warning\"\n[lint.per.\"services/**\"]\nlevel = \"info\"\n\
         [lint.per.\"service.a\"]\nselect = [\"people\"]\nrules = { no-owner = \"error\" }",
    );
    assert_eq!(
        found(&both, &[]),
        [
            "error no-owner a",
            "info no-owner c",
            "info tier-one-without-rto c",
            "warning no-owner b",
            "warning tier-one-without-rto b"
        ]
    );
    let off = case("[lint.per.a]\nlevel = \"off\"");
    assert_eq!(found(&off, &[]), [ALL[1], ALL[2], ALL[4], ALL[5]]);
    // What was said of one place is left as it is by a choice on the command line.
    assert_eq!(found(&off, &["--select", "no-owner"]), [ALL[4], ALL[5]]);
}

#[test]
fn a_rule_that_is_off_everywhere_has_a_level_somewhere() {
    let one =
        case("rules = { no-owner = \"off\" }\n[lint.per.c]\nrules = { no-owner = \"error\" }");
    let text = one.read("jurymast.toml").replace(
        "rules = { no-owner = \"off\" }",
        "[lint]\nrules = { no-owner = \"off\" }",
    );
    let one = Case::plan(&text)
        .file("services/old/b.toml", one.read("services/old/b.toml"))
        .file("services/new/c.toml", one.read("services/new/c.toml"));
    assert_eq!(
        found(&one, &[]),
        ["error no-owner c", ALL[0], ALL[1], ALL[2]]
    );
}

#[test]
fn a_name_of_nothing_is_an_error() {
    let said = |lint: &str, wanted: &str| {
        case(lint)
            .run(["check", "-f", "concise"])
            .exit(2)
            .stdout_has(wanted);
    };
    said(
        "[lint.per.bb]\nlevel = \"off\"",
        "4:11: error[unknown-id] `bb` is no component, and no file of the plan",
    );
    said(
        "[lint.per.\"services/gone/**\"]\nlevel = \"off\"",
        "error[unknown-id]",
    );
    said(
        "[lint.per.\"services/{a\"]\nlevel = \"off\"",
        "is not a glob",
    );
    said(
        "[lint.per.a]\nignore = [\"no-ownr\"]",
        "5:11: error[unknown-rule]",
    );
    said("[lint.per.a]\nselect = [\"peopl\"]", "error[unknown-rule]");
    said(
        "[lint.per.a]\nrules = { no-ownr = \"off\" }",
        "error[unknown-rule]",
    );
    said("[lint.per.a]\nlevels = \"off\"", "error[unknown-key]");
    said("[lint.per.a]\nlevel = \"mild\"", "error[invalid-value]");
}

#[test]
fn a_waiver_of_what_is_not_looked_for_is_unused() {
    let one = case(
        "[lint.per.a]\nignore = [\"no-owner\"]\n[[waiver]]\nrule = \"no-owner\"\nat = \"a\"\n\
         reason = \"x\"\nuntil = 2027-01-31",
    );
    assert_eq!(one.findings("unused-waiver").len(), 1);
}

#[test]
fn what_the_plan_keeps_from_looking_is_said() {
    let silent = "[lint.rules]\nno-owner = \"off\"\n[lint.per.web]\nignore = [\"fallbacks\", \"single-point-of-failure\"]\n";
    let plan =
        "[plan]\nname = \"Shop\"\n[service.web]\ntier = 1\ndepends_on = [\"db\"]\n[resource.db]\n";
    let said = "not looked for, as the plan says: no-owner everywhere; ";
    let case = Case::plan(&format!("{plan}{silent}"));
    for format in ["full", "concise", "markdown"] {
        let run = case.run(["check", "--fail-on", "never", "--format", format]);
        run.exit(0).stdout_has(said);
    }
    let all = case.run(["check", "--fail-on", "never", "--format", "json"]);
    let all = all.exit(0).json();
    assert_eq!(all["switched_off"][0]["at"], serde_json::Value::Null);
    assert_eq!(
        all["switched_off"][0]["rules"],
        serde_json::json!(["no-owner"])
    );
    assert_eq!(all["switched_off"][1]["at"], "web");
    // A rule that is asked for by its name looks in spite of that.
    let run = case.run(["check", "--fail-on", "never", "--select", "no-owner"]);
    run.exit(0).stdout_lacks("not looked for");
    Case::plan(plan).check().stdout_lacks("not looked for");
}

#[test]
fn a_plan_that_leaves_no_rule_is_not_clean() {
    let plan = "[plan]\nname = \"Shop\"\n[service.web]\ntier = 1\n";
    for silent in [
        "[lint.per.\"*.toml\"]\nignore = [\"all\"]\n",
        "[lint.per.\"*.toml\"]\nlevel = \"off\"\n",
        "[lint.per.\"*.toml\"]\nselect = []\n",
    ] {
        let run = Case::plan(&format!("{plan}{silent}")).check();
        run.exit(2).stdout_has("error[no-rule-left]");
    }
    // A part may be left alone.
    let case = Case::new()
        .file("jurymast.toml", "[plan]\nname = \"Shop\"\ninclude = [\"old.toml\"]\n[lint.per.\"old.toml\"]\nignore = [\"all\"]\n[service.web]\ntier = 4\n")
        .file("old.toml", "[service.old]\ntier = 1\n");
    let run = case.run(["check", "--fail-on", "never"]).exit(0);
    run.stdout_has("every rule at `old.toml`");
}
