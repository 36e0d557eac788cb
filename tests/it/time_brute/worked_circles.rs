//! Worked by hand: who comes back, goes home or moves on first, most of all in a circle.

use super::worked::{agreed, work};

#[test]
fn circles_of_what_is_needed_to_run_come_back_together() {
    let plan = |first: &str, second: &str| {
        format!(
            "[service.a]\ndepends_on = [{{ on = \"b\", {first} }}]\n[service.b]\ndepends_on = [{{ on = \"a\", {second} }}]\n\
             [scenario.z]\nfails = [{{ what = \"a\", for = \"1m\" }}]\n"
        )
    };
    work(&plan("mode = \"soft\"", "mode = \"soft\""))
        .is("a", "down 0-60")
        .is("b", "degraded 0-60");
    work(&plan("needed = \"run\"", "needed = \"run\""))
        .is("a", "down 0-60")
        .is("b", "down 0-60");
    // One of the two is needed to start as well: neither can begin.
    work(&plan("needed = \"both\"", "needed = \"run\""))
        .is("a", "down 0-")
        .is("b", "down 0-");
    work(&plan("needed = \"start\"", "needed = \"run\""))
        .is("a", "down 0-")
        .is("b", "down 0-");
    // Who runs does not look at what it needed to start.
    work(&plan("needed = \"run\"", "needed = \"start\""))
        .is("a", "down 0-60")
        .is("b", "");
}

#[test]
fn who_is_up_in_a_circle_sees_what_comes_back() {
    // On its spare from 17; index has restarted at 24, so shop is home, and at 27 it
    // must notice anew: 28, and on the spare at 29.
    agreed(
        r#"
        [plan]
        name = "Worked"
        [service.index]
        restart = "1s"
        depends_on = [{ on = "shop", needed = "both", detect = "5s" }]
        [service.shop]
        depends_on = [
          { on = "index", needed = "both", detect = "1s", fallback = [{ to = "spare", switch = "manual", after = "1s" }] },
          { on = "store", detect = "4s" },
        ]
        [service.spare]
        [service.store]
        [scenario.one]
        fails = [{ what = "store", at = "15s", for = "8s" }, { what = "index", at = "27s", for = "3s" }]
        "#,
    )
    .is("index", "down 15-24, down 27-31")
    .is("shop", "down 15-23, down 27-29");
    // Up again at 13, so the reserve lasts 5 seconds anew at 16.
    agreed(
        r#"
        [plan]
        name = "Worked"
        [service.front]
        depends_on = [{ on = "middle", holds = "5s" }]
        [service.middle]
        depends_on = ["back"]
        [service.back]
        depends_on = ["front", "store"]
        [service.store]
        [scenario.one]
        fails = [
          { what = "store", at = "11s", for = "2s", level = "degraded" },
          { what = "back", at = "16s", for = "30s" },
        ]
        "#,
    )
    .is("front", "down 21-46")
    .is("middle", "degraded 11-13, down 16-46");
}

#[test]
fn who_was_ready_before_goes_after_what_falls() {
    // p1 is ready for p2 at 2, and p2 is on p1, and up, before p1 falls at 3: p1 does not
    // use it there, so it is on p2 from 14 on, until 23. At 23 its fault is over before
    // that runs out: it starts, p3 with it, and goes home. From 25 on it waits for p3,
    // which felt that at 35 and waits for it: p2 lasts from 37 to 46, before the end of
    // the fault at 65.
    agreed(
        r#"
        [plan]
        name = "Worked"
        [service.p1]
        depends_on = [{ on = "p3", needed = "start", detect = "1s", fallback = [
          { to = "p2", switch = "manual", after = "1s", holds = "9s" }] }]
        [service.p2]
        depends_on = [{ on = "p0", needed = "both", detect = "2s", fallback = [
          { to = "p1", switch = "manual", after = "1s" }] }]
        [service.p3]
        depends_on = [
          { on = "p0", detect = "5s" },
          { on = "p1", needed = "both", holds = "10s", detect = "1s" },
        ]
        [service.p0]
        [scenario.one]
        fails = [
          { what = "p1", at = "3s", for = "20s", symptom = "timeout" },
          { what = "p0", for = "14s" },
          { what = "p1", at = "25s", for = "40s", symptom = "timeout" },
        ]
        "#,
    )
    .is("p1", "down 3-23, down 25-")
    .is("p2", "down 0-14")
    .is("p3", "down 0-23, down 35-");
}

#[test]
fn who_waits_to_go_home_goes_nowhere_else() {
    // On second from 2 on. The primary is back at 20, so nothing is lost any more, and
    // first, ready before and back at 25, is not used; home is due at 30.
    agreed(
        r#"
        [plan]
        name = "Worked"
        [service.web]
        depends_on = [{ on = "main", detect = "1s", fail_back = "10s", fallback = [
          { to = "first", switch = "manual", after = "1s" },
          { to = "second", switch = "manual", after = "1s", serves = "degraded" },
        ] }]
        [service.main]
        [service.first]
        [service.second]
        [scenario.one]
        fails = [{ what = "main", for = "20s" }, { what = "first", for = "25s" }]
        "#,
    )
    .is("web", "down 0-2, degraded 2-30");
}

/// What one stands in for is up by that one alone: there is no primary to go home to. b serves
/// from 2 on; the switch of top begins at 1, when the loss is noticed, and ends at 6.
#[test]
fn nobody_goes_home_to_what_it_carries_itself() {
    agreed(
        r#"
[plan]
name = "Carried"
[service.top]
depends_on = [{ on = "a", detect = "1s", fallback = [
  { to = "b", switch = "automatic", after = "5s", triggers = ["5xx"] }] }]
[resource.a]
[service.b]
depends_on = [{ on = "top", detect = "1s", fallback = [
  { to = "c", switch = "automatic", after = "1s", triggers = ["5xx"] }] }]
[resource.c]
[scenario.one]
fails = [{ what = "a", for = "60s", symptom = "5xx" }]
"#,
    )
    .is("b", "down 0-2")
    .is("top", "down 0-6");
}

/// By 61 both have switched: what is served in the circle is the part that comes in from
/// outside, and goes round no bigger.
#[test]
fn a_part_gets_no_bigger_by_going_round() {
    agreed(
        r#"
[plan]
name = "Round"
[service.top]
mbco = "50%"
depends_on = ["shop"]
[service.shop]
depends_on = ["api"]
[service.api]
depends_on = [{ any_of = ["one", "two"] }]
[service.one]
depends_on = [{ on = "base", detect = "1s", fallback = [
  { to = "shop", switch = "manual", after = "60s" }] }]
[service.two]
depends_on = [{ on = "base", detect = "1s", fallback = [
  { to = "spare", switch = "manual", after = "20s", capacity = "40%" }] }]
[resource.base]
[resource.spare]
[scenario.one]
fails = [{ what = "base", for = "200s" }]
"#,
    )
    .is("shop", "down 0-21, degraded 21-200")
    .is("one", "down 0-61, degraded 61-200")
    .is("top", "down 0-200");
}

/// `a` has a stock for 50 seconds, and `d` one of what `a` gives for 2: neither
/// fills the other's stock, and once they are used up both are down.
#[test]
fn a_fallback_that_leads_back_fills_no_reserve() {
    agreed(
        r#"
[plan]
name = "Stock"
[service.a]
depends_on = [{ on = "e", holds = "50s", detect = "1s", fallback = [
  { to = "d", switch = "automatic", after = "5s", triggers = ["5xx"] }] }]
[service.d]
depends_on = [{ on = "a", holds = "2s", detect = "1s" }]
[resource.e]
[scenario.one]
fails = [{ what = "e", for = "100s", symptom = "5xx" }]
"#,
    )
    .is("a", "down 50-100")
    .is("d", "down 52-100");
}

/// When the switch is made `d` still serves, from what it had of `a`: that is no ground for `a`.
#[test]
fn a_reserve_of_what_is_lost_is_no_second_way() {
    agreed(
        r#"
[plan]
name = "Stock"
[service.a]
depends_on = [{ on = "e", detect = "1s", fallback = [
  { to = "d", switch = "automatic", after = "5s", triggers = ["5xx"] }] }]
[service.d]
depends_on = [{ on = "a", holds = "20s", detect = "1s" }]
[resource.e]
[scenario.one]
fails = [{ what = "e", for = "100s", symptom = "5xx" }]
"#,
    )
    .is("a", "down 0-100")
    .is("d", "down 20-100");
}
