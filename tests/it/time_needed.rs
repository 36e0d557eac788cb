//! What is needed to run, to start, or both; how long one goes on without it; and
//! what happens within one second. Worked by hand, seconds from the start.

use jurymast_engine::simulation::TimelineEvent;
use jurymast_plan::model::Level;

use super::time::run;

#[test]
fn what_is_needed_to_run_stops_nobody() {
    // The app serves again with its database, whatever its restart; its batch twin is
    // stopped and starts for 60; the third only needs it to start, and feels nothing.
    let ran = run(r#"
        [service.app]
        restart = "60s"
        depends_on = ["db"]
        [service.batch]
        restart = "60s"
        depends_on = [{ on = "db", needed = "both" }]
        [service.loader]
        restart = "60s"
        depends_on = [{ on = "db", needed = "start" }]
        [resource.db]
        [scenario.one]
        fails = [{ what = "db", for = "100s" }]
    "#);
    assert_eq!(ran.of("app"), "down 0-100");
    assert_eq!(ran.of("batch"), "down 0-160");
    assert_eq!(ran.of("loader"), "");
}

#[test]
fn who_starts_waits_for_what_it_needs_to_start() {
    // Its own fault is over at 100, its loader's at 300; then 20 of restart.
    let ran = run(r#"
        [service.app]
        restart = "20s"
        depends_on = [{ on = "image-store", needed = "start" }]
        [resource.image-store]
        [scenario.one]
        fails = [{ what = "app", for = "100s" }, { what = "image-store", at = "50s", for = "250s" }]
    "#);
    assert_eq!(ran.of("app"), "down 0-320");
}

#[test]
fn a_circle_of_calls_comes_back_together_and_one_of_starts_does_not() {
    let ran = run(r#"
        [service.a]
        depends_on = ["b"]
        [service.b]
        depends_on = [{ on = "a", mode = "soft" }, "c"]
        [service.c]
        depends_on = ["a"]
        [service.x]
        depends_on = [{ on = "y", needed = "both" }]
        [service.y]
        depends_on = ["x"]
        [scenario.one]
        fails = [{ what = "a", for = "1h" }, { what = "x", for = "1h" }]
    "#);
    assert_eq!(ran.of("a"), "down 0-3600");
    assert_eq!(ran.of("b"), "down 0-3600");
    assert_eq!(ran.of("c"), "down 0-3600");
    assert_eq!(ran.of("x"), "down 0-");
    assert_eq!(ran.of("y"), "down 0-");
}

#[test]
fn two_that_only_degrade_each_other_are_up_when_it_is_over() {
    let ran = run(r#"
        [service.a]
        depends_on = [{ on = "b", mode = "soft" }]
        [service.b]
        depends_on = [{ on = "a", mode = "soft" }]
        [scenario.one]
        fails = [{ what = "a", for = "1h" }]
    "#);
    assert_eq!(ran.of("a"), "down 0-3600");
    assert_eq!(ran.of("b"), "degraded 0-3600");
}

#[test]
fn a_reserve_lasts_until_it_is_used_up_and_a_return_fills_it() {
    // Lost 0-1500: the reserve of 1200 ends at 1200. Lost again at 2000 for 600: never
    // felt. A partial loss counts from its start, and getting deeper begins nothing
    // anew.
    let ran = run(r#"
        [service.api]
        depends_on = [{ on = "names", holds = "20m" }]
        [resource.names]
        [scenario.one]
        fails = [{ what = "names", for = "1500s" }, { what = "names", at = "2000s", for = "600s" },
          { what = "names", at = "9000s", for = "2000s", level = "degraded" },
          { what = "names", at = "10000s", for = "500s" }]
    "#);
    assert_eq!(
        ran.of("api"),
        "down 1200-1500, down 10200-10500, degraded 10500-11000"
    );
}

#[test]
fn a_fallback_serves_as_long_as_it_lasts() {
    // The battery serves from 10 for 300; then nothing does until the mains are back.
    // After that it is full again.
    let ran = run(r#"
        [service.lamp]
        depends_on = [{ on = "mains", detect = "10s", fallback = [
          { to = "battery", switch = "automatic", holds = "5m", serves = "degraded" } ] }]
        [resource.mains]
        [resource.battery]
        [scenario.one]
        fails = [{ what = "mains", for = "1h" }, { what = "mains", at = "2h", for = "1m" }]
    "#);
    assert_eq!(
        ran.of("lamp"),
        "down 0-10, degraded 10-310, down 310-3600, down 7200-7210, degraded 7210-7260"
    );
}

#[test]
fn a_fallback_per_call_is_slow_while_the_primary_is_lost() {
    let ran = run(r#"
        [service.chat]
        depends_on = [{ on = "a", detect = "6s", fallback = [
          { to = "b", switch = "per-call", after = "1s" } ] }]
        [resource.a]
        [resource.b]
        [scenario.one]
        fails = [{ what = "a", for = "1h" }]
    "#);
    assert_eq!(ran.of("chat"), "down 0-7, degraded 7-3600");
}

#[test]
fn the_order_of_tables_changes_nothing() {
    // What `top` sees is the 429 of the fallback that `mid` has at once; its trigger
    // does not cover that.
    let top = r#"
        [service.top]
        depends_on = [{ on = "mid", fallback = [
          { to = "c", switch = "automatic", triggers = ["5xx"] } ] }]
    "#;
    let mid = r#"
        [service.mid]
        depends_on = [{ on = "a", fallback = ["b"] }]
    "#;
    let rest = r#"
        [resource.a]
        [resource.b]
        [resource.c]
        [scenario.one]
        fails = [{ what = "a", symptom = "5xx", for = "1h" },
          { what = "b", level = "degraded", symptom = "429", for = "1h" }]
    "#;
    for plan in [[top, mid, rest].concat(), [mid, top, rest].concat()] {
        let ran = run(&plan);
        assert_eq!(ran.of("mid"), "degraded 0-3600");
        assert_eq!(ran.of("top"), "degraded 0-3600");
    }
}

#[test]
fn moves_are_bounded_in_a_second_and_not_in_a_life() {
    let faults: Vec<String> = (1..=40)
        .map(|hour| format!("{{ what = \"a\", at = \"{hour}h\", for = \"5m\" }}"))
        .collect();
    let ran = run(&format!(
        r#"
        [service.s]
        depends_on = [{{ on = "a", detect = "4s", fallback = [
          {{ to = "b", switch = "automatic", after = "6s" }} ] }}]
        [resource.a]
        [resource.b]
        [scenario.one]
        fails = [{}]
    "#,
        faults.join(", ")
    ));
    let all: Vec<String> = (1..=40u64)
        .map(|hour| format!("down {}-{}", hour * 3600, hour * 3600 + 10))
        .collect();
    assert_eq!(ran.of("s"), all.join(", "));
}

#[test]
fn a_trigger_judges_when_the_loss_is_noticed_and_when_it_changes() {
    let plan = |first: &str, then: &str| {
        format!(
            r#"
        [service.s]
        depends_on = [{{ on = "a", detect = "5m", fallback = [
          {{ to = "b", switch = "automatic", triggers = ["429"], after = "10m" }} ] }}]
        [resource.a]
        [resource.b]
        [scenario.one]
        fails = [{{ what = "a", for = "3m", symptom = "{first}" }},
          {{ what = "a", at = "3m", for = "10h", symptom = "{then}" }}]
    "#
        )
    };
    // Noticed at 300, by when it is 5xx: never.
    assert_eq!(run(&plan("429", "5xx")).of("s"), "down 0-36180");
    // By when it is 429: 300 + 600.
    assert_eq!(run(&plan("5xx", "429")).of("s"), "down 0-900");
    // It becomes 429 at 400, after it was noticed: 400 + 600; what comes after that
    // calls nothing off.
    let later = run(r#"
        [service.s]
        depends_on = [{ on = "a", detect = "5m", fallback = [
          { to = "b", switch = "automatic", triggers = ["429"], after = "10m" } ] }]
        [resource.a]
        [resource.b]
        [scenario.one]
        fails = [{ what = "a", for = "400s", symptom = "5xx" },
          { what = "a", at = "400s", for = "100s", symptom = "429" },
          { what = "a", at = "500s", for = "9h", symptom = "5xx" }]
    "#);
    assert_eq!(later.of("s"), "down 0-1000");
}

#[test]
fn each_symptom_is_noticed_in_its_own_time() {
    let plan = |symptom: &str| {
        format!(
            r#"
        [service.chat]
        depends_on = [{{ on = "a", detect = {{ "5xx" = "10s", timeout = "15m" }}, fallback = [
          {{ to = "b", switch = "automatic", after = "5s" }} ] }}]
        [resource.a]
        [resource.b]
        [scenario.one]
        fails = [{{ what = "a", for = "12h", symptom = "{symptom}" }}]
    "#
        )
    };
    assert_eq!(run(&plan("5xx")).of("chat"), "down 0-15");
    assert_eq!(run(&plan("timeout")).of("chat"), "down 0-905");
    // What has no time of its own is not declared: at once at least, and never at most.
    let slow = run(&plan("slow"));
    assert_eq!(slow.of("chat"), "down 0-5");
    let all = slow.timeline.longest_down_at_most(slow.loaded.ids["chat"]);
    assert_eq!(all.seconds(), Some(43_200));
}

#[test]
fn what_serves_for_a_while_is_used_up_before_a_scenario_begins() {
    // `old` expired long before, so the 15s of the cache are over: the shop is down at
    // rest and stays so, whatever of it is looked at again.
    let ran = run(r#"
        [service.shop]
        depends_on = [
          { on = "old", detect = "1s", fallback = [{ to = "cache", switch = "automatic", after = "1s", holds = "15s" }] },
          "other",
        ]
        [resource.old]
        expires = 2026-11-01
        [resource.cache]
        [resource.other]
        [scenario.one]
        fails = [{ what = "other", at = "10s", for = "20s" }]
    "#);
    let shop = ran.loaded.ids["shop"];
    assert_eq!(ran.timeline.at_rest(shop), Level::Down);
    let switched = ran.said(|event| matches!(event, TimelineEvent::Switched { .. }));
    assert_eq!(switched, [0; 0]);
}

#[test]
fn a_circle_comes_back_together_whatever_fallback_is_in_use() {
    // At 30 each needs the other only: "a circle of run requirements comes back together
    // when what began it is over", though what `a` turned to at 12 was used up at 13.
    let ran = run(r#"
        [service.a]
        depends_on = [{ on = "b", detect = "1s", fallback = [{ to = "c", switch = "automatic", after = "1s", holds = "1s" }] }]
        [service.b]
        depends_on = ["a"]
        [resource.c]
        [scenario.one]
        fails = [{ what = "a", at = "10s", for = "20s" }]
    "#);
    assert_eq!(ran.of("a"), "down 10-30");
    assert_eq!(ran.of("b"), "down 10-30");
}

#[test]
fn who_waits_to_go_home_does_not_wait_for_itself() {
    // `a` serves degraded by `c` from 2 on. `d` is back at 30; `b` then lacks only what
    // `a` does not give it. So `a` could go home at 30, and does after its `fail_back`.
    let toml = |fail_back: &str| {
        format!(
            r#"
        [service.a]
        depends_on = [{{ on = "b", detect = "1s", {fail_back} fallback = [{{ to = "c", switch = "automatic", after = "1s", serves = "degraded" }}] }}]
        [service.b]
        depends_on = ["a", "d"]
        [resource.c]
        [resource.d]
        [scenario.one]
        fails = [{{ what = "d", for = "30s" }}]
    "#
        )
    };
    let ran = run(&toml(""));
    assert_eq!(ran.of("a"), "down 0-2, degraded 2-30");
    assert_eq!(ran.of("b"), "down 0-30");
    let ran = run(&toml("fail_back = \"10s\","));
    assert_eq!(ran.of("a"), "down 0-2, degraded 2-40");
    assert_eq!(ran.of("b"), "down 0-30, degraded 30-40");
}

#[test]
fn a_place_that_stops_stops_what_stands_in_it() {
    let web = |needed: &str| {
        let ran = run(&format!(
            r#"
            [resource.web]
            in = ["rack"]
            restart = "10m"
            [domain.rack]
            in = ["room"]
            [domain.room]
            depends_on = [{{ on = "power", needed = "{needed}" }}]
            [resource.power]
            [scenario.one]
            fails = [{{ what = "power", for = "1h" }}]
        "#
        ));
        ran.of("web")
    };
    assert_eq!(web("both"), "down 0-4200");
    // Nobody can reach the room: nothing in it stops.
    assert_eq!(web("run"), "down 0-3600");
    assert_eq!(web("start"), "");
}
