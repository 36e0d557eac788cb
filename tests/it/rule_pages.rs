//! `docs/rules` is what the rules say of themselves.

use std::fs;

use super::driver::{Case, repository};

#[test]
fn docs_are_those_of_the_rules() {
    let case = Case::new().may_write();
    case.run(["rules", "--out", "pages"]).exit(0);
    let folder = repository().join("docs/rules");
    if std::env::var_os("JURYMAST_BLESS").is_some_and(|value| value == "1") {
        fs::remove_dir_all(&folder).ok();
        fs::create_dir_all(&folder).unwrap();
        for entry in fs::read_dir(case.path("pages")).unwrap() {
            let entry = entry.unwrap();
            fs::copy(entry.path(), folder.join(entry.file_name())).unwrap();
        }
    }
    let names = |folder: std::path::PathBuf| {
        let all = fs::read_dir(folder).unwrap();
        let mut names: Vec<_> = all.map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    };
    let written = names(case.path("pages"));
    assert_eq!(names(folder.clone()), written);
    for name in written {
        let new = fs::read_to_string(case.path("pages").join(&name)).unwrap();
        let old = fs::read_to_string(folder.join(&name)).unwrap();
        assert!(
            new == old,
            "{} differs; JURYMAST_BLESS=1 writes it anew",
            name.display()
        );
    }
}

#[test]
fn a_regime_selects_its_rules() {
    let case = Case::plan(
        r#"
[plan]
name = "Shop"
review_every = "180d"
[service.checkout]
tier = 1
depends_on = ["provider-x"]
[resource.provider-x]
"#,
    );
    let found = case.run(["check", "--select", "nist-ai-rmf", "--format", "concise"]);
    found.stdout_lacks("overdue-review");
    let found = case.run(["check", "--select", "dora", "--format", "concise"]);
    found.stdout_has("overdue-review");
    // What only those want who look at everything is part of what a regime asks for.
    let found = case.run(["check", "--select", "iso-22301", "--format", "concise"]);
    found.stdout_has("incomplete-plan");
    case.run(["check", "--format", "concise"])
        .stdout_lacks("incomplete-plan");
    case.run(["check", "--select", "iso-22310"])
        .exit(2)
        .stderr_has("did you mean `iso-22301`?");
    case.run(["explain", "overdue-review", "--format", "json"])
        .stdout_has("\"iso-22301\": [");
}
