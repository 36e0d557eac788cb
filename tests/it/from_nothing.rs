//! What cannot start from nothing: the rule, the incident sheet and the plan page
//! say the same of every plan.

use std::path::Path;

use jurymast::render::{self, Input};
use jurymast_continuity::incident::{Asked, Sheet};
use jurymast_continuity::lint::{self, Strictness};
use jurymast_engine::analysis::Analysis;
use jurymast_plan::language::{self, Loaded};
use jurymast_terms::files::ReadLimits;
use jurymast_terms::units::{Date, Moment};
use proptest::prelude::*;

use super::driver::TODAY;
use super::examples::folders;
use super::system::{System, config, raw_parts};

/// The components of each cycle in order, by the names that people read.
type Cycles = Vec<Vec<String>>;

/// What all three say; fails when they do not agree.
#[track_caller]
fn said_by_all(loaded: &Loaded) -> Cycles {
    let today = loaded.plan.today.unwrap();
    let analysis = Analysis::of(&loaded.plan);
    let sorted = |mut cycles: Cycles| {
        cycles.sort_unstable();
        cycles
    };
    let by_rule = sorted(by_rule(&analysis, today));
    let by_sheet = sorted(by_sheet(&analysis, today));
    assert_eq!(by_rule, by_sheet, "rule and sheet: {:#?}", loaded.sources);
    let by_page = sorted(by_page(&analysis, loaded, today));
    assert_eq!(by_rule, by_page, "rule and page: {:#?}", loaded.sources);
    by_rule
}

fn by_rule(analysis: &Analysis<'_>, today: Date) -> Cycles {
    let plan = analysis.plan;
    let checked = lint::check(analysis, today, Strictness::Usual);
    let found = checked.findings.iter();
    let name = |id| plan.component(plan.find(id).unwrap()).name.clone();
    found
        .filter(|one| one.code == "recovery-cycle")
        .map(|one| {
            let mut notes = one.notes.iter();
            let round = notes.find_map(|note| note.strip_prefix("each waits for the next: "));
            let mut round: Vec<String> = round.unwrap().split(" -> ").map(name).collect();
            round.pop();
            round
        })
        .collect()
}

fn by_sheet(analysis: &Analysis<'_>, today: Date) -> Cycles {
    let now: Moment = format!("{TODAY}T10:00Z").parse().unwrap();
    let asked = Asked {
        lost: Vec::new(),
        total: true,
        symptom: None,
        since: now,
        since_known: true,
        now,
        today,
    };
    let sheet = Sheet::of(analysis, &asked);
    let cycle = |text: &String| {
        let round = text.split(" need").next().unwrap();
        let mut names: Vec<String> = round.split(" -> ").map(str::to_owned).collect();
        if names.len() > 1 {
            assert_eq!(names.pop(), names.first().cloned(), "{text}");
        }
        names
    };
    sheet.circles.iter().map(cycle).collect()
}

fn by_page(analysis: &Analysis<'_>, loaded: &Loaded, today: Date) -> Cycles {
    let input = Input {
        analysis,
        sources: &loaded.sources,
        findings: &[],
        rules: &[],
        today,
        version: "0",
    };
    let pages = render::site(&input).unwrap();
    let page = pages.iter().find(|page| page.path == "plan.html").unwrap();
    let Some((_, rest)) = page.text.split_once("These cannot start from nothing:") else {
        return Vec::new();
    };
    let list = rest.split("</ul>").next().unwrap();
    let cycle = |item: &str| {
        let links = item.split("</a>").filter_map(|link| link.rsplit_once('>'));
        let mut names: Vec<String> = links
            .map(|(_, name)| name.trim().to_owned())
            .filter(|name| !name.is_empty())
            .collect();
        assert_eq!(names.pop(), names.first().cloned(), "{item}");
        names
    };
    list.split("<li>").skip(1).map(cycle).collect()
}

fn read(text: &str) -> Loaded {
    let loaded = language::reread([("jurymast.toml".to_owned(), text.to_owned())]);
    assert!(!loaded.has_errors(), "{:#?}\n{text}", loaded.problems);
    loaded.on(TODAY.parse().unwrap())
}

#[test]
fn a_cycle_through_a_fallback_is_told_by_all() {
    let rule = lint::find("recovery-cycle").unwrap();
    let fails = rule.docs().examples("Fails");
    let cycles: Vec<Cycles> = fails
        .iter()
        .map(|toml| said_by_all(&read(&format!("[plan]\nname = \"Example\"\n{toml}"))))
        .collect();
    assert_eq!(cycles, [[["identity", "config"]]]);
}

#[test]
fn a_fallback_that_gives_too_little_leads_out_of_nothing() {
    let plan = |capacity: &str| {
        let text = format!(
            "[plan]\nname = \"Small\"\n[service.a]\nmbco = \"50%\"\ndepends_on = [{{ on = \"b\", needed = \"both\", \
             fallback = [{{ to = \"spare\", capacity = \"{capacity}\" }}] }}]\n[service.b]\n\
             depends_on = [\"a\"]\n[resource.spare]\n"
        );
        said_by_all(&read(&text))
    };
    assert_eq!(plan("40%"), [["a", "b"]]);
    assert_eq!(plan("60%"), Cycles::new());
}

#[test]
fn the_examples() {
    for folder in folders() {
        let file = Path::new("jurymast.toml");
        let loaded = language::load(file, &folder, &ReadLimits::default()).unwrap();
        said_by_all(&loaded.on(TODAY.parse().unwrap()));
    }
}

proptest! {
    #![proptest_config(config(64))]

    #[test]
    fn random_plans(raw in raw_parts()) {
        said_by_all(&read(&System::of(&raw).toml()));
    }
}

#[test]
fn without_tiers_every_service_is_judged() {
    let case = super::driver::Case::plan(
        "[plan]\nname = \"x\"\n\
         [service.a]\nrestart = \"5m\"\ndepends_on = [{ on = \"b\", needed = \"both\" }]\n\
         [service.b]\nrestart = \"5m\"\ndepends_on = [\"a\"]\n",
    );
    let sheet = case.run(["incident", "--all"]).exit(0);
    let sheet = sheet.stdout_has("CANNOT START FROM NOTHING");
    assert!(
        !sheet
            .stdout
            .contains("No service or activity of tier 1 or 2 is down")
    );
}
