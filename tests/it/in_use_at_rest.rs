//! The primary has ended and a fallback serves: one fault takes that, and what the next switch
//! needs. `check` says so, and `gaps` says why.

use super::driver::Case;

/// `shop` stands on `first` since `main` expired; `second` is left, if this allows it.
fn case(detect: &str, switch: &str, phone: &str) -> Case {
    Case::plan(&format!(
        "[plan]\nname = \"Shop\"\n\
         [team.ops]\non_call = {{ channel = \"#ops\", through = [{phone}] }}\n\
         [service.shop]\ntier = 1\nrto = \"1h\"\nteam = \"ops\"\n\
         depends_on = [{{ on = \"main\", detect = {detect}, fallback = [\
         {{ to = \"first\", switch = \"automatic\", after = \"1m\", needs = [\"console\"] }}, \
         {{ to = \"second\", {switch} }}] }}]\n\
         [service.main]\nexpires = 2026-01-31\n\
         [service.first]\nin = [\"east\"]\n[service.second]\n\
         [service.console]\nin = [\"east\"]\n[service.phone]\nin = [\"east\"]\n[domain.east]\n"
    ))
}

const AUTOMATIC: &str = "switch = \"automatic\", after = \"5m\"";

fn reason(case: &Case) -> String {
    let gaps = case.run(["gaps", "shop", "--format", "json"]).json();
    let points = &gaps["components"][0]["single_points"];
    let of_east = points.as_array().unwrap().iter();
    let mut of_east = of_east.filter(|one| one["id"] == "east");
    of_east.next().map_or_else(String::new, |one| {
        one["reason"].as_str().unwrap().to_owned()
    })
}

fn told(case: &Case, rule: &str) -> Vec<String> {
    let found = case.findings(rule).into_iter();
    found
        .map(|one| one["message"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn what_the_next_switch_needs_is_lost_with_what_serves() {
    let stuck = case("\"1m\"", &format!("{AUTOMATIC}, needs = [\"console\"]"), "");
    assert_eq!(
        told(&stuck, "shared-fate-cure"),
        ["the switch of `shop` to `second` needs `console`, which is down with `east`"]
    );
    assert_eq!(reason(&stuck), "switch-need-lost");
    stuck
        .run(["gaps", "shop"])
        .exit(0)
        .stdout_has("alone, through first, which serves instead of main; its fallback second");

    let unseen = case("{ within = \"1m\", by = [\"console\"] }", AUTOMATIC, "");
    assert_eq!(
        told(&unseen, "blind-detection"),
        ["nobody notices when `shop` loses `main`: `console` is down with `east`"]
    );
    assert_eq!(reason(&unseen), "loss-unseen");

    let by_hand = "switch = \"manual\", after = \"5m\"";
    let uncalled = case("\"1m\"", by_hand, "\"phone\"");
    assert_eq!(
        told(&uncalled, "unreachable-on-call"),
        ["team `ops` cannot be called: `phone` is down with `east`"]
    );
    assert_eq!(reason(&uncalled), "nobody-called");
}

/// The switch to what serves is made: what it needed is needed no more.
#[test]
fn what_serves_needs_no_switch() {
    let held = case("\"1m\"", AUTOMATIC, "");
    assert_eq!(reason(&held), "");
    for rule in ["shared-fate-cure", "blind-detection", "unreachable-on-call"] {
        assert!(told(&held, rule).is_empty(), "{rule}");
    }
}

#[test]
fn all_that_stands_in_falls_together() {
    let case = Case::plan(
        "[plan]\nname = \"Shop\"\n[service.shop]\ntier = 1\n\
         depends_on = [{ on = \"main\", fallback = [\"first\", \"second\"] }]\n\
         [service.main]\nexpires = 2026-01-31\n[service.first]\nin = [\"east\"]\n\
         [service.second]\nin = [\"east\"]\n[domain.east]\n",
    );
    assert_eq!(
        told(&case, "shared-fate-fallback"),
        ["`first` and `second`, which stand in for `main`, are lost together to `east`"]
    );
    assert_eq!(reason(&case), "shared-fate");
}

/// One team is called for what no machine does, and only then.
#[test]
fn whoever_switches_the_second_fallback_must_be_called() {
    let plan = |first: &str, owner: &str| {
        Case::plan(&format!(
            "[plan]\nname = \"Shop\"\n[team.ops]\n\
             [team.net]\non_call = {{ channel = \"#net\", through = [\"phone\"] }}\n\
             [service.shop]\ntier = 1\nteam = \"ops\"\ndepends_on = [{{ on = \"main\", fallback = [\
             {{ to = \"first\", switch = \"automatic\" }}, {{ to = \"second\", switch = \"manual\" }}] }}]\n\
             [service.main]\nin = [\"east\"]\n[service.first]\n{first}\n[service.second]\n\
             [service.phone]\nin = [\"east\"]\n[domain.east]\n\
             [[runbook.shop.step]]\ndo = \"Switch\"\nswitches_to = \"second\"\nowner = \"{owner}\"\n"
        ))
    };
    let rule = "unreachable-on-call";
    let fallen = told(&plan("in = [\"east\"]", "net"), rule);
    assert_eq!(
        fallen,
        ["team `net` cannot be called: `phone` is down with `east`"]
    );
    assert!(told(&plan("", "ops"), rule).is_empty());
    // `net` has the step: struck with `shop` alone it is called, and phone is up.
    assert!(told(&plan("", "net"), rule).is_empty());
}
