//! Demand exists once, and is where it is served: worked by hand, seconds from the
//! start.

use jurymast_engine::simulation::TimelineEvent;

use super::time::run;

#[test]
fn two_regions_carry_it_and_one_alone_does_not() {
    // 1000 over two of 600 each: 500 and 500. One lost: 600 of 1000, below 80%.
    let plan = |mbco: &str| {
        run(&format!(
            r#"
        [service.checkout]
        mbco = "{mbco}"
        depends_on = [{{ any_of = ["east", "west"], at_least = 1, demand = {{ rpm = 1000 }} }}]
        [resource.east]
        limit = {{ rpm = 600 }}
        [resource.west]
        limit = {{ rpm = 600 }}
        [scenario.one]
        fails = [{{ what = "east", at = "10s", for = "1h" }}]
    "#
        ))
    };
    let ran = plan("80%");
    assert_eq!(ran.of("checkout"), "down 10-3610");
    let ran = plan("60%");
    assert_eq!(ran.of("checkout"), "degraded 10-3610");
    assert_eq!(ran.timeline.serving(ran.loaded.ids["checkout"]), 0.6);
}

#[test]
fn what_takes_over_gives_it_back() {
    // Each serves 500 of 600. East lost: noticed at 60, west has 1000 of 600 from 120
    // on, until east is back.
    let ran = run(r#"
        [service.checkout]
        depends_on = [
          { on = "east", demand = { rpm = 500 }, detect = "1m", fallback = [{ to = "west", switch = "automatic", after = "1m" }] },
          { on = "west", demand = { rpm = 500 }, detect = "1m", fallback = [{ to = "east", switch = "automatic", after = "1m" }] },
        ]
        [resource.east]
        limit = { rpm = 600 }
        [resource.west]
        limit = { rpm = 600 }
        [scenario.one]
        fails = [{ what = "east", for = "1h" }]
    "#);
    assert_eq!(ran.of("checkout"), "down 0-120, degraded 120-3600");
}

#[test]
fn shares_are_not_rounded_and_full_is_not_over() {
    let ran = run(r#"
        [resource.a]
        limit = { rpm = 10 }
        [resource.b]
        [resource.c]
        [resource.d]
        [service.x]
        depends_on = [{ any_of = ["a", "b", "c"], at_least = 3, demand = { rpm = 10 } }]
        [service.y]
        depends_on = [{ any_of = ["a", "b", "c"], at_least = 3, demand = { rpm = 10 } }]
        [service.z]
        depends_on = [{ any_of = ["a", "b", "c"], at_least = 3, demand = { rpm = 10 } }]
        [scenario.one]
        fails = [{ what = "d", for = "1h" }]
    "#);
    for id in ["x", "y", "z"] {
        assert_eq!(ran.of(id), "");
    }
}

#[test]
fn a_switch_that_takes_no_time_is_not_seen_above() {
    // Only s1 lost what it calls; s4, which calls s1, has nothing to switch away from.
    let ran = run(r#"
        [resource.l]
        limit = { rpm = 150 }
        [service.s0]
        [service.s1]
        depends_on = [{ on = "s0", fallback = ["l"] }]
        [service.s4]
        depends_on = [{ on = "s1", fallback = ["l"], demand = { rpm = 200 } }]
        [scenario.one]
        fails = [{ what = "s0", for = "1h" }]
    "#);
    assert_eq!(ran.of("s0"), "down 0-3600");
    assert_eq!(ran.of("s1"), "");
    assert_eq!(ran.of("s4"), "");
}

#[test]
fn who_stays_on_an_overloaded_fallback_is_degraded() {
    let ran = run(r#"
        [domain.d]
        [domain.e]
        in = ["d"]
        [resource.a]
        in = ["e"]
        [resource.l]
        in = ["d"]
        limit = { rpm = 100 }
        [service.other]
        depends_on = [{ on = "l", demand = { rpm = 100 } }]
        [service.s]
        depends_on = [{ on = "a", fallback = ["l"], fail_back = "30m", demand = { rpm = 100 } }]
        [scenario.one]
        fails = [{ what = "a", for = "1h" }, { what = "d", at = "30m", for = "1h" }]
    "#);
    assert_eq!(
        ran.of("s"),
        "degraded 0-1800, down 1800-5400, degraded 5400-7200"
    );
}

#[test]
fn too_small_on_a_quiet_day_is_no_outage() {
    let ran = run(r#"
        [service.checkout]
        rto = "30m"
        mbco = "80%"
        depends_on = [{ on = "stack", demand = { rpm = 1000 } }]
        [resource.stack]
        limit = { rpm = 600 }
        [resource.elsewhere]
        [scenario.one]
        fails = [{ what = "elsewhere", for = "1h" }]
    "#);
    assert_eq!(ran.of("checkout"), "");
    let all = ran.summary("checkout");
    assert_eq!(all.rto_verdict.is_met(), None);
    assert!(all.unknown_because[0].contains("before anything happens"));
}

#[test]
fn a_limit_on_an_account_is_shared_by_all_that_goes_through_it() {
    let ran = run(r#"
        [service.one]
        depends_on = [{ on = "a", demand = { rpm = 600 } }]
        [service.two]
        depends_on = [{ on = "c", detect = "10s", demand = { rpm = 600 }, fallback = [
          { to = "b", switch = "automatic" } ] }]
        [resource.a]
        in = ["account"]
        [resource.b]
        in = ["account"]
        [resource.c]
        [domain.account]
        kind = "account"
        limit = { rpm = 1000 }
        [scenario.one]
        fails = [{ what = "c", for = "100s" }]
    "#);
    assert_eq!(ran.of("two"), "down 0-10, degraded 10-100");
    assert_eq!(ran.of("one"), "degraded 10-100");
}

#[test]
fn an_exchange_is_told_and_counts_at_its_worse_level() {
    // From 10 on 1200 of 1000. Both leave at 70; each would find it fit for itself, so
    // both come home at 130, and it is over its limit again: the same as at 10. From
    // there on both count as degraded, until the surge is over.
    let ran = run(r#"
        [service.one]
        depends_on = [{ on = "a", detect = "1m", fail_back = "1m", demand = { rpm = 600 }, fallback = [
          { to = "b", switch = "automatic" } ] }]
        [service.two]
        depends_on = [{ on = "a", detect = "1m", fail_back = "1m", demand = { rpm = 300 }, fallback = [
          { to = "c", switch = "automatic" } ] }]
        [resource.a]
        limit = { rpm = 1000 }
        [resource.b]
        [resource.c]
        [scenario.one]
        fails = []
        surges = [{ what = "two", times = 2, at = "10s", for = "1h" }]
    "#);
    assert_eq!(ran.of("one"), "degraded 10-70, degraded 130-3610");
    assert_eq!(ran.of("two"), "degraded 10-70, degraded 130-3610");
    let exchange = |said: &TimelineEvent| matches!(said, TimelineEvent::Exchange { .. });
    assert_eq!(ran.said(exchange), [130, 130]);
}

#[test]
fn a_primary_and_its_fallback_share_one_limit() {
    // "Demand exists once": at 60 the 700 leave `b` in the second in which they are back
    // at `a`, so that the account never has 1400.
    let ran = run(r#"
        [domain.account]
        limit = { rpm = 1000 }
        [resource.a]
        in = ["account"]
        [resource.b]
        in = ["account"]
        [service.s]
        depends_on = [{ on = "a", demand = { rpm = 700 }, detect = "1s", fallback = [{ to = "b", switch = "automatic", after = "1s", serves = "degraded" }] }]
        [scenario.one]
        fails = [{ what = "a", for = "1m" }]
    "#);
    assert_eq!(ran.of("s"), "down 0-2, degraded 2-60");
}

#[test]
fn what_is_needed_to_start_only_is_not_felt_by_its_load() {
    // "Load looks at run and both": `db` serves 400 of the 1000 that `y` asks, and is up;
    // `x` starts with it.
    let ran = run(r#"
        [service.x]
        mbco = "60%"
        depends_on = [{ on = "db", needed = "start", demand = { rpm = 500 } }]
        [service.y]
        depends_on = [{ on = "db", demand = { rpm = 1000 } }]
        [resource.db]
        limit = { rpm = 400 }
        [scenario.one]
        fails = [{ what = "x", for = "10s" }]
    "#);
    assert_eq!(ran.of("x"), "down 0-10");
    assert_eq!(ran.timeline.capacity(ran.loaded.ids["y"]), 1.0);
}

#[test]
fn load_in_a_circle_is_weighed_anew_when_it_comes_back() {
    // With nothing failing `b` has 600 of 400, so a third of what `a` and `c` ask is lost,
    // and `b`, which needs `c`, is degraded too. So `c` lost its group before anything
    // happened, and has used up its 5s ("a loss is anything worse than up"): it goes down
    // with `a` at 0, and again with `d` at 2, and takes the others along.
    let ran = run(r#"
        [service.a]
        depends_on = [{ on = "b", demand = { rpm = 300 } }]
        [service.b]
        limit = { rpm = 400 }
        depends_on = ["c"]
        [service.c]
        depends_on = [
          { any_of = ["a", "b", "d"], at_least = 3, holds = "5s" },
          { on = "b", demand = { rpm = 300 } },
        ]
        [resource.d]
        [scenario.one]
        fails = [{ what = "a", for = "1s" }, { what = "d", at = "2s", for = "1s" }]
    "#);
    for id in ["a", "b", "c"] {
        assert_eq!(ran.of(id), "down 0-1, down 2-3", "{id}");
    }
}
