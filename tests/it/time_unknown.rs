//! What is not declared is unknown, not zero; what has ended is lost. Worked by hand,
//! seconds from the start.

use jurymast_engine::simulation::Verdict;
use jurymast_terms::units::Lasting;

use super::driver::Case;
use super::time::{Ran, run};

fn undeclared_detect(lasts: &str) -> Ran {
    run(&format!(
        r#"
        [service.s]
        rto = "1h"
        mtpd = "1m"
        depends_on = [{{ on = "a", fallback = [{{ to = "b", switch = "manual", after = "5m" }}] }}]
        [resource.a]
        [resource.b]
        [scenario.one]
        fails = [{{ what = "a", for = "{lasts}" }}]
    "#
    ))
}

/// Whoever may be down for ever is shown, targets or none; a packet says so too.
#[test]
fn what_may_be_down_is_shown() {
    let plan = "[plan]\nname = \"x\"\n[service.shop]\ntier = 1\ndepends_on = [\"db\"]\n[resource.db]\n\
                [scenario.gone]\nfails = [{ what = \"db\" }]\n";
    let case = Case::plan(plan);
    case.run(["simulate", "gone"])
        .exit(0)
        .stdout_lacks("Nothing goes down")
        .stdout_has("shop |??????????")
        .stdout_has("perhaps down, the plan does not say for how long")
        .stdout_has("unknown: the repair of db is not declared")
        .stdout_has("# down, ? perhaps down, - degraded");
    case.run(["exercise", "gone"])
        .exit(0)
        .stdout_lacks("Nothing goes down")
        .stdout_has("perhaps down, the plan does not say for how long");
    let slow = "[plan]\nname = \"x\"\n[service.shop]\ntier = 1\nrto = \"8h\"\n\
                depends_on = [{ on = \"db\", fallback = [\"copy\"] }]\n[resource.db]\n[resource.copy]\n\
                [scenario.gone]\nfails = [{ what = \"db\", for = \"6h\" }]\n";
    Case::plan(slow)
        .run(["simulate", "gone"])
        .exit(0)
        .stdout_has("perhaps down, at most 6h; RTO 8h met");
}

#[test]
fn a_target_is_missed_at_least_met_at_most_or_unknown() {
    let long = undeclared_detect("4h");
    let all = long.summary("s");
    assert_eq!(all.down.seconds(), Some(300));
    assert_eq!(all.longest_down_at_most.seconds(), Some(14_400));
    assert_eq!(all.rto_verdict, Verdict::Unknown);
    // At least 5 minutes are too long already.
    assert_eq!(all.mtpd_verdict, Verdict::Missed);
    assert_eq!(all.unknown_because, ["`detect` of s on a is not declared"]);
    // It is over before.
    let short = undeclared_detect("30m").summary("s");
    assert_eq!(short.rto_verdict, Verdict::Met);
    assert_eq!(short.unknown_because, [""; 0]);
}

#[test]
fn an_undeclared_after_counts_for_people_and_not_for_software() {
    let plan = |fallback: &str, symptom: &str| {
        run(&format!(
            r#"
        [service.s]
        rto = "1h"
        depends_on = [{{ on = "a", detect = "1m", fallback = [{fallback}] }}]
        [resource.a]
        [resource.b]
        [scenario.one]
        fails = [{{ what = "a", symptom = "{symptom}", for = "4h" }}]
    "#
        ))
        .summary("s")
    };
    let automatic = "{ to = \"b\", switch = \"automatic\" }";
    assert_eq!(plan(automatic, "5xx").rto_verdict, Verdict::Met);
    for by_hand in [
        "\"b\"",
        "{ to = \"b\", switch = \"manual\" }",
        "{ to = \"b\", switch = \"user\" }",
        "{ to = \"b\", switch = \"automatic\", triggers = [\"429\"], steps = \"flip it\" }",
    ] {
        let all = plan(by_hand, "5xx");
        assert_eq!(all.rto_verdict, Verdict::Unknown, "{by_hand}");
        assert_eq!(
            all.unknown_because,
            ["`after` of the switch of s to b is not declared"]
        );
    }
}

#[test]
fn work_without_a_time_is_unknown() {
    let ran = run(r#"
        [service.shop]
        rto = "1h"
        depends_on = [{ on = "db", detect = "1m" }]
        [resource.db]
        [runbook.db]
        [[runbook.db.step]]
        phase = "recovery"
        do = "Mend it"
        takes = "17m"
        [[runbook.db.step]]
        phase = "recovery"
        do = "And this, for nobody knows how long"
        [scenario.one]
        fails = [{ what = "db" }]
    "#);
    let all = ran.summary("shop");
    assert_eq!(all.longest_down.seconds(), Some(1_080));
    assert_eq!(all.longest_down_at_most, Lasting::Forever);
    assert_eq!(all.rto_verdict, Verdict::Unknown);
    assert_eq!(
        all.unknown_because,
        ["`takes` of step 2 of the runbook of db is not declared"]
    );
}

#[test]
fn what_has_ended_is_lost_before_anything_happens() {
    // The only stand-in ended long ago, so the loss of the primary is not covered; who
    // calls it as a primary is on its own stand-in, which is no outage.
    let ran = run(r#"
        [service.chat]
        rto = "15m"
        depends_on = [{ on = "main", detect = "5s", fallback = [
          { to = "old", switch = "automatic", after = "1s" } ] }]
        [service.other]
        depends_on = [{ on = "old", fallback = [{ to = "rules", serves = "degraded" }] }]
        [service.lost]
        rto = "15m"
        depends_on = ["old"]
        [resource.main]
        [resource.rules]
        [resource.old]
        expires = 2026-01-31
        [scenario.one]
        fails = [{ what = "main", for = "4h" }, { what = "rules", at = "1h", for = "1h" }]
    "#);
    assert_eq!(ran.of("chat"), "down 0-14400");
    assert_eq!(ran.summary("chat").rto_verdict, Verdict::Missed);
    assert_eq!(ran.of("old"), "");
    assert_eq!(ran.of("other"), "down 3600-7200");
    assert_eq!(ran.of("lost"), "");
    assert_eq!(ran.summary("lost").rto_verdict, Verdict::Unknown);
}

#[test]
fn a_repair_of_which_nothing_is_said_is_unknown() {
    let ran = |keys: &str, more: &str, fault: &str| {
        run(&format!(
            r#"
        [service.shop]
        rto = "1h"
        depends_on = [{{ on = "db", detect = "1m" }}]
        [resource.db]
        {keys}
        {more}
        [domain.vault]
        [scenario.one]
        fails = [{{ what = "db"{fault} }}]
    "#
        ))
    };
    let unsaid = "the repair of db is not declared: no step of a runbook says how";
    let backup = "backup = { every = \"1h\", restore = \"20m\" }";
    let lost = ", loses_data = true";
    for (keys, fault, least) in [
        ("", "", 60),
        (backup, "", 60),
        // The data are there after 20 minutes; what failed may not be.
        (backup, lost, 1260),
    ] {
        let all = ran(keys, "", fault).summary("shop");
        assert_eq!(all.down.seconds(), Some(least), "{keys}{fault}");
        assert_eq!(all.longest_down_at_most, Lasting::Forever, "{keys}{fault}");
        assert_eq!(all.rto_verdict, Verdict::Unknown, "{keys}{fault}");
        assert_eq!(all.unknown_because, [unsaid], "{keys}{fault}");
    }
    // The restore alone takes too long.
    let slow = backup.replace("20m", "2h");
    let all = ran(&slow, "", lost).summary("shop");
    assert_eq!(all.rto_verdict, Verdict::Missed);
    // Made anew elsewhere; or a step says how it is mended; or it is over by itself.
    let apart = backup.replace(" }", ", in = [\"vault\"] }");
    let step = "[[runbook.db.step]]\ndo = \"mend it\"\ntakes = \"10m\"";
    for (keys, more, fault, least) in [
        (apart.as_str(), "", lost, 1260),
        (apart.as_str(), "", "", 1260),
        (backup, step, lost, 1260),
        ("", step, "", 660),
        ("", "", ", for = \"40m\"", 2400),
    ] {
        let all = ran(keys, more, fault).summary("shop");
        assert_eq!(
            all.longest_down_at_most.seconds(),
            Some(least),
            "{keys}{more}{fault}"
        );
        assert_eq!(all.rto_verdict, Verdict::Met, "{keys}{more}{fault}");
    }
    // A place, and what is somebody else's, nobody here repairs.
    let ran = run(
        "[service.shop]\nrto = \"1h\"\ndepends_on = [\"api\"]\n[provider.api]\n[scenario.one]\nfails = [{ what = \"api\" }]\n",
    );
    assert_eq!(ran.summary("shop").rto_verdict, Verdict::Missed);
}

#[test]
fn a_time_degraded_says_how_sure_it_is() {
    let words = |mode: &str, serves: &str, after: &str| {
        let ran = run(&format!(
            r#"
            [service.shop]
            depends_on = [{{ on = "db", {mode} detect = "1m", fallback = [
              {{ to = "copy", switch = "manual", {after} {serves} }} ] }}]
            [resource.db]
            [resource.copy]
            [scenario.one]
            fails = [{{ what = "db", for = "4h" }}]
        "#
        ));
        ran.summary("shop").degraded_words()
    };
    let soft = "mode = \"soft\",";
    let degraded = "serves = \"degraded\"";
    let says = |text: &str| Some(text.to_owned());
    assert_eq!(words(soft, "", ""), says("degraded at least 1m"));
    assert_eq!(words(soft, "", "after = \"4m\","), says("degraded 5m"));
    let if_no_longer = says("degraded 3h 59m if down no longer");
    assert_eq!(words("", degraded, ""), if_no_longer);
    assert_eq!(
        words("", degraded, "after = \"4m\","),
        says("degraded 3h 55m")
    );
    assert_eq!(words("", "", ""), None);
}
