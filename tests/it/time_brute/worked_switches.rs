//! Scenarios worked by hand in which a switch is called for while its fallback gives no more
//! than what serves: nobody is on it then, and nothing of it is done.

use super::evaluator::Verdict;
use super::worked::agreed;

/// Noticed within 4 seconds, switched by hand in 30. Both give less without what they share.
const BOTH_BY_ONE: &str = r#"
    [plan]
    name = "Equally bad"
    [service.s]
    depends_on = [{ on = "p", detect = "4s", fallback = [{ to = "f", switch = "manual", after = "30s" }] }]
    [service.p]
    depends_on = [{ on = "q", mode = "soft" }]
    [service.f]
    depends_on = [{ on = "q", mode = "soft" }]
    [resource.q]
"#;

#[test]
fn who_was_no_better_at_rest_was_not_switched_to() {
    // p and f have both been degraded for months: nobody is on f when p falls.
    let toml = format!(
        r#"{BOTH_BY_ONE}
        expires = 2026-01-31
        [scenario.one]
        fails = [{{ what = "p", at = "10s", for = "100s" }}]
        "#
    );
    agreed(&toml)
        .rests_at(&[1, 1, 1, 2])
        .is("s", "down 10-44")
        .is("p", "down 10-110");
}

#[test]
fn who_was_no_better_for_long_was_not_switched_to() {
    let toml = format!(
        r#"{BOTH_BY_ONE}
        [scenario.one]
        fails = [{{ what = "q", for = "200s" }}, {{ what = "p", at = "100s", for = "60s" }}]
        "#
    );
    agreed(&toml).is("s", "degraded 0-100, down 100-134, degraded 134-200");
}

#[test]
fn a_switch_under_way_ends_unused_when_its_fallback_gives_no_more() {
    // Called for at 4, it would end at 34; from 20 on f is as bad as p, which falls at 50.
    let toml = format!(
        r#"{BOTH_BY_ONE}
        [scenario.one]
        fails = [{{ what = "p", level = "degraded", for = "50s" }}, {{ what = "p", at = "50s", for = "100s" }},
          {{ what = "f", level = "degraded", at = "20s" }}]
        "#
    );
    agreed(&toml).is("s", "degraded 0-50, down 50-84, degraded 84-150");
}

#[test]
fn while_nothing_serves_a_switch_is_made_to_what_is_down_as_well() {
    let toml = |faults: &str| {
        format!(
            r#"{BOTH_BY_ONE}
            [scenario.one]
            fails = [{{ what = "p", for = "200s" }}, {faults}]
            "#
        )
    };
    agreed(&toml(r#"{ what = "f", for = "20s" }"#)).is("s", "down 0-34");
    agreed(&toml(r#"{ what = "f", for = "80s" }"#)).is("s", "down 0-80");
}

#[test]
fn what_never_settles_before_a_scenario_counts_at_its_worst_there() {
    // s is carried by neither p nor the small one, which looks well again once s has gone to
    // the slow one: to and fro, with nothing failing. That is no outage of the scenario.
    agreed(
        r#"
        [plan]
        name = "Never at rest"
        [service.s]
        rto = "1m"
        mbco = "80%"
        depends_on = [{ on = "p", demand = { rpm = 100 }, detect = "1s", fallback = [
          { to = "slow", switch = "per-call", after = "1s" }, { to = "small", switch = "manual", after = "1s" } ] }]
        [service.t]
        depends_on = ["s"]
        [resource.p]
        limit = { rpm = 50 }
        [resource.slow]
        [resource.small]
        limit = { rpm = 50 }
        [resource.other]
        [scenario.one]
        fails = [{ what = "t", for = "10s" }]
        "#,
    )
    .rests_at(&[2, 2, 0, 0, 0, 0])
    .rto("s", Verdict::Unknown)
    .is("s", "");
}
