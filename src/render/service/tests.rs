use crate::render::{Input, Page};
use jurymast_engine::analysis::Analysis;
use jurymast_plan::language::load;
use jurymast_terms::files::ReadLimits;

/// The pages of a small plan, as text.
fn pages(text: &str) -> Vec<Page> {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("jurymast.toml"), text).unwrap();
    let loaded = load(
        "jurymast.toml".as_ref(),
        folder.path(),
        &ReadLimits::default(),
    )
    .unwrap();
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
    let today = "2026-11-23".parse().unwrap();
    let loaded = loaded.on(today);
    let analysis = Analysis::of(&loaded.plan);
    super::pages(&Input {
        analysis: &analysis,
        sources: &loaded.sources,
        findings: &[],
        rules: &[],
        today,
        version: "test",
    })
    .unwrap()
}

const SHOP: &str = r#"
[plan]
name = "Shop"

[team.ops]
on_call = { phone = "+1 202 555 0100" }

[domain.zone]

[service.shop]
team = "ops"
tier = 1
depends_on = [
  { on = "db", detect = "2m", fallback = [{ to = "replica", switch = "automatic", after = "20s", triggers = ["5xx"], steps = "Point <db> at the replica." }] },
  "queue",
]

[resource.db]
in = ["zone"]

[resource.replica]
in = ["zone"]

[resource.queue]
"#;

#[test]
fn a_switch_says_time_trust_and_what_it_does_not_see() {
    let pages = pages(SHOP);
    let text = &pages[0].text;
    assert_eq!(pages[0].path, "services/shop.html");
    for words in [
        "tel:+12025550100",
        "serving 2m 20s after the loss (noticed within 2m, switched in 20s)",
        "It does not fire on too many requests (429)",
        "never tested",
        "Nothing stands in for this",
        "Not declared: RTO, RPO, MTPD, SLO, MBCO.",
    ] {
        assert!(text.contains(words), "{words}");
    }
    assert!(
        text.contains("Point &#60;db&#62; at the replica."),
        "escaped"
    );
}

#[test]
fn a_loss_names_the_fallback_that_goes_with_it() {
    let pages = pages(SHOP);
    let text = &pages[0].text;
    assert!(text.contains("replica is lost too, through zone"));
    assert!(text.contains("2 of them take this service down, 0 degrade it"));
    assert!(text.contains("db by replica"), "absorbed in full");
}
