//! The least time that something is down, where undeclared times may be anything.

use super::driver::Case;

/// A switch that takes no time in the least run goes to what lasts for ten minutes only, and
/// calls off the one that would have lasted: more is down then than if nobody switched by hand.
#[test]
fn a_switch_at_once_may_not_be_the_least() {
    let case = Case::plan(
        "[plan]\nname = \"Least\"\n[service.web]\ntier = 1\nrto = \"12m\"\ndepends_on = [{ on = \
         \"db\", detect = \"5m\", fallback = [{ to = \"cache\", switch = \"manual\", holds = \"6m\" \
         }, { to = \"second\", switch = \"automatic\", after = \"6m\" }] }]\n[provider.db]\n\
         [resource.cache]\n[resource.second]\n[scenario.lost]\nfails = [{ what = \"db\", for = \
         \"4h\" }]\n",
    );
    let found = case.answer(&["simulate"]);
    let web = &found["scenarios"][0]["components"][0];
    // 5m and, when the cache is empty, 5m and 6m again; or 11m at once.
    assert_eq!(web["longest_down_s"], 11 * 60);
    assert_eq!(web["down_s"], 11 * 60, "{web}");
}

/// The plan's own people may repair it before a slow switch is made.
#[test]
fn a_sheet_does_not_know_what_an_undeclared_repair_may_meet() {
    let verdict = |db: &str| {
        let case = Case::plan(&format!(
            "[plan]\nname = \"Slow\"\n[service.web]\ntier = 1\nrto = \"1h\"\ndepends_on = [{{ on \
             = \"db\", detect = \"1m\", fallback = [{{ to = \"second\", switch = \"automatic\", \
             after = \"2h\" }}] }}]\n{db}\n[resource.second]\n[scenario.lost]\nfails = [{{ what = \
             \"db\" }}]\n"
        ));
        let found = case.answer(&["simulate"]);
        let simulated = found["scenarios"][0]["components"][0]["rto_verdict"].clone();
        let sheet = case.answer(&["incident", "db"]);
        [simulated, sheet["critical"][0]["rto_verdict"].clone()]
    };
    assert_eq!(verdict("[resource.db]"), ["unknown", "unknown"]);
    assert_eq!(verdict("[provider.db]"), ["missed", "missed"]);
}
