//! What is approved has a digest, and a plan that is another is found.

use super::driver::Case;

const PLAN: &str = "[plan]\nname = \"Shop\"\ninclude = [\"*/jurymast.toml\"]\nAPPROVED\n\
    [service.web]\ntier = 2\ndepends_on = [\"db\"]\n";
const PART: &str = "[resource.db]\ndata = \"none\"\n";

fn case(approved: &str, plan: &str, part: &str) -> Case {
    let plan = plan.replace("APPROVED", approved);
    Case::plan(&plan).file("db/jurymast.toml", part)
}

fn digest(case: &Case) -> String {
    case.run(["digest"]).exit(0).stdout.trim().to_owned()
}

fn approved_as(digest: &str) -> String {
    format!("approved = {{ by = \"COO\", on = 2026-10-01, digest = \"{digest}\" }}")
}

#[test]
fn a_plan_that_is_not_what_was_approved_is_found() {
    let first = digest(&case("", PLAN, PART));
    assert!(first.starts_with("sha256:") && first.len() == 71, "{first}");
    let approved = approved_as(&first);
    let told = |plan: &str, part: &str| {
        let case = case(&approved, plan, part);
        let report = case.run(["check", "--format", "json"]).json();
        let findings = report["findings"].as_array().unwrap().iter();
        let mut of_it = findings.filter(|one| one["rule"] == "changed-since-approval");
        let note = of_it
            .next()
            .map(|one| one["notes"][0].as_str().unwrap().to_owned());
        (note, digest(&case))
    };
    assert_eq!(told(PLAN, PART), (None, first.clone()));
    // Comments, layout and records of trials are not the plan.
    let laid = PLAN.replace("tier = 2", "# as before\ntier    = 2");
    let tried =
        format!("{PART}[exercise.a]\nkind = \"tabletop\"\non = 2026-10-10\nresult = \"passed\"\n");
    assert_eq!(told(&laid, &tried).0, None);
    let (note, now) = told(&PLAN.replace("tier = 2", "tier = 3"), PART);
    assert_eq!(note, Some(format!("what it says now has the digest {now}")));
    assert_ne!(now, first);
    let (note, _) = told(PLAN, &PART.replace("none", "persistent"));
    assert!(note.is_some());
}

#[test]
fn of_half_a_plan_nothing_is_known() {
    let broken = case(
        &approved_as(&format!("sha256:{}", "0".repeat(64))),
        PLAN,
        "[resource.db\n",
    );
    broken.run(["digest"]).exit(2).stdout_is_empty();
    let report = broken.run(["check", "--format", "json"]).exit(2).json();
    let findings = report["findings"].as_array().unwrap().iter();
    assert_eq!(
        findings
            .filter(|one| one["rule"] == "changed-since-approval")
            .count(),
        0
    );
}

#[test]
fn what_is_no_digest_is_an_error_and_not_another_plan() {
    let known = digest(&case("", PLAN, PART));
    let shouted = known.to_uppercase().replace("SHA256", "sha256");
    let report = case(&approved_as(&shouted), PLAN, PART).run(["check", "--format", "json"]);
    assert!(!report.stdout.contains("changed-since-approval"));
    for (wrong, found) in [
        (known[..70].to_owned(), "found 63 of them"),
        (known.replace("sha256:", ""), "found `"),
        (known.replace("sha256:", "md5:"), "found `md5:"),
        (format!("{}ü", &known[..70]), "found `ü` among them"),
    ] {
        let report = case(&approved_as(&wrong), PLAN, PART).run(["check", "--format", "json"]);
        let report = report.exit(2).json();
        let wrong = &report["errors"][0];
        let message = wrong["message"].as_str().unwrap();
        assert!(
            message.contains("64 hexadecimal digits") && message.contains(found),
            "{message}"
        );
        assert_eq!(wrong["line"], 4, "{message}");
        let mut found = report["findings"].as_array().unwrap().iter();
        assert!(found.all(|one| one["rule"] != "changed-since-approval"));
    }
}
