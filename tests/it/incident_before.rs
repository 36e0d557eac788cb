//! What the sheet says of what was down before, what it says at its head, and how one sees
//! that something works.

use super::driver::Case;

const NOW: [&str; 2] = ["--now", "2026-11-24T10:00Z"];

/// The sheet on one line.
fn sheet(plan: &str, rest: &[&str]) -> String {
    let all = ["incident"]
        .into_iter()
        .chain(NOW)
        .chain(rest.iter().copied());
    let text = Case::plan(plan).run(all).exit(0).stdout;
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

const OVER: &str = r#"
[plan]
name = "Films"
[team.product]
name = "Product"
on_call = { phone = "+1 202 555 0100" }
[activity.sell]
name = "Sell films"
tier = 2
rto = "1d"
team = "product"
depends_on = ["studio"]
[service.studio]
name = "Studio"
tier = 2
rto = "1d"
team = "product"
depends_on = ["licence"]
[resource.licence]
name = "Licence"
team = "product"
expires = 2026-09-24
[service.office]
name = "Office"
tier = 1
depends_on = ["printer"]
[resource.printer]
[[runbook.studio.step]]
do = "Start it on the other server"
takes = "30m"
"#;

/// Whichever of the chain is named: the cause, what replaces it, and the steps after it.
#[test]
fn what_was_down_before_is_told_with_its_cause_and_what_to_do() {
    let before = "Down before this already: Sell films (tier 2) and Studio (tier 2): Licence \
                  expired on 2026-09-24.";
    for named in ["sell", "studio", "licence"] {
        let text = sheet(OVER, &[named]);
        let at = |part: &str| {
            text.find(part)
                .unwrap_or_else(|| panic!("{named}: {part}: {text}"))
        };
        let head = at(before);
        assert!(head < at("1. WHO LEADS"), "{named}");
        assert!(at("Do first (step") < at("1. WHO LEADS"), "{named}");
        let replaced = at("STAGE 2: REPLACE WHAT IS OVER");
        let renew =
            at("[ ] Renew Licence, and put the new day into the plan: expired on 2026-09-24");
        let after = at("STAGE 3: BRING BACK WHAT WAS DOWN FOR IT");
        let steps = at(
            "-- Studio (once Licence is replaced; at least 30m) 5. [ ] Start it on the other server",
        );
        assert!(
            replaced < renew && renew < after && after < steps,
            "{named}"
        );
        assert!(text[at("4. WHEN IT IS BACK")..].contains(before), "{named}");
        assert!(!text.contains("of tier 1 or 2 is down."), "{named}: {text}");
        assert!(
            text.contains("The cause is known: Licence expired on 2026-09-24."),
            "{named}"
        );
    }
    // Who is named himself is seen to work again after what he leans on.
    let sell = sheet(OVER, &["sell"]);
    assert!(sell.contains("-- Sell films (once Studio works)"), "{sell}");
    // Of another loss it is no part, and the cause is told all the same.
    let other = sheet(OVER, &["printer"]);
    assert!(
        other.contains(&before.replace("already:", "already, and no part of it:")),
        "{other}"
    );
    assert!(!other.contains("REPLACE WHAT IS OVER"));
}

const SHOP: &str = r##"
[plan]
name = "Shop"
[team.ops]
name = "Ops"
on_call = { phone = "+1 202 555 0100" }
[communication.customers]
audience = "customers"
channel = "status page"
[defaults]
team = "ops"
in = ["host"]
[domain.host]
team = "ops"
[service.web]
name = "Web"
tier = 1
rto = "30m"
restart = "5s"
depends_on = [
  { on = "db", needed = "both" },
  { on = "files", needed = "both" },
  { on = "cache" },
]
[resource.db]
restart = "1s"
check = "pg_isready -U shop"
[resource.files]
restart = "2s"
health = "https://files.example/health"
check = "mc ready local"
[resource.cache]
restart = "3s"
[[runbook.host.step]]
do = "Start the other machine. It takes a while."
run = "ssh other start"
takes = "1h"
"##;

#[test]
fn a_stage_names_all_that_it_cannot_begin_without() {
    let text = sheet(SHOP, &["host"]);
    let needs = "Begin each when what it needs is well: host, db and files.";
    assert!(text.contains(needs), "{text}");
    // What it needs to run only is not waited for.
    assert!(!text.contains("files and cache"), "{text}");
}

#[test]
fn a_declared_check_is_how_one_sees_that_it_works() {
    let text = sheet(SHOP, &["db"]);
    for part in [
        "Look whether db is lost, and note what callers see: errors, refusals (and of what kind), \
         time-outs, slowness or wrong answers. $ pg_isready -U shop",
        "done when: db is well: `pg_isready -U shop` succeeds",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(!text.contains("one real request to db succeeds"));
    let text = sheet(SHOP, &["files"]);
    let both = "files is well: https://files.example/health, and `mc ready local` succeeds";
    assert!(text.contains(both), "{text}");
    let case = Case::plan(SHOP).may_write();
    case.run(["render", "--out", "site"]).exit(0);
    let page = super::rest_pages::words(&case.read("site/services/web.html"));
    assert!(
        page.contains("db: pg_isready -U shop If lost: down"),
        "{page}"
    );
}

#[test]
fn the_head_says_what_presses_what_to_do_and_whom_to_tell() {
    let text = sheet(SHOP, &["host", "--since", "-10m"]);
    let head = text.split_once("1. WHO LEADS").unwrap().0;
    for part in [
        "What presses most: Web, RTO at 10:20 UTC (in 20m): will be missed by 40m.",
        "Do first (step 4; Ops, +1 202 555 0100): Start the other machine. $ ssh other start",
        "Tell customers (status page): \"What to say\" has the words.",
    ] {
        assert!(head.contains(part), "{part}: {head}");
    }
    let late = sheet(SHOP, &["host", "--since", "-40m"]);
    assert!(
        late.contains("RTO at 09:50 UTC (10m ago): missed by 1h 10m"),
        "{late}"
    );
    // What cannot be done is not the first thing to do.
    let blocked = SHOP.replace(
        "run = \"ssh other start\"",
        "run = \"ssh other start\"\nneeds = [\"db\"]",
    );
    let blocked = sheet(&blocked, &["host"]);
    assert!(
        !blocked.contains("): Start the other machine. $"),
        "{blocked}"
    );
    assert!(
        blocked.contains("Find another way for \"Start the other machine\": db is down"),
        "{blocked}"
    );
}

/// What decides when something is back is never empty.
#[test]
fn what_is_repaired_by_itself_is_decided_by_itself() {
    let plan = "[plan]\nname = \"x\"\n[service.web]\ntier = 1\n";
    let text = sheet(plan, &["web"]);
    assert!(text.contains("decided by: web 5."), "{text}");
}

/// A sheet of another day says what has ended by then, without being told the day twice.
#[test]
fn the_day_of_the_sheet_is_the_day_that_is_judged() {
    let plan = "[plan]\nname = \"x\"\n[service.shop]\ntier = 1\ndepends_on = [\"cert\", \"db\"]\n\
                [resource.cert]\nexpires = 2026-12-20\n[resource.db]\n";
    let case = Case::plan(plan);
    let ran = case
        .any_day()
        .run(["incident", "db", "--now", "2026-12-25T10:00Z"]);
    ran.exit(0).stdout_has("expired on 2026-12-20");
}

/// Whoever can move it does not wait for where it stood.
#[test]
fn the_head_names_what_can_be_done_before_what_can_be_waited_for() {
    let plan = "[plan]\nname = \"x\"\n[domain.eu-1]\nkind = \"region\"\n[domain.eu-2]\nkind = \"region\"\n\
                [service.shop]\ntier = 1\nrto = \"1h\"\nin = [\"eu-1\"]\n[[runbook.shop.step]]\n\
                do = \"Fail over to eu-2\"\ntakes = \"20m\"\nmoves_to = [\"eu-2\"]\n";
    let ran = Case::plan(plan).run(["incident", "eu-1"]).exit(0);
    let head = ran.stdout.split("1. WHO LEADS").next().unwrap();
    assert!(head.contains("Fail over to"), "{head}");
    assert!(!head.contains("Wait for eu-1"), "{head}");
}
