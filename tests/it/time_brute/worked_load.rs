//! Scenarios worked by hand in which limits bind.

use super::evaluator::Verdict;
use super::worked::work;

#[test]
fn shares_are_not_rounded() {
    let service = |id: &str| {
        format!(
            "[service.{id}]\ndepends_on = [{{ any_of = [\"a\", \"b\", \"c\"], at_least = 3, demand = {{ rpm = 10 }} }}]\n"
        )
    };
    let toml = format!(
        "[resource.a]\nlimit = {{ rpm = 10 }}\n[resource.b]\n[resource.c]\n{}{}{}[scenario.z]\nfails = []\n",
        service("x"),
        service("y"),
        service("z")
    );
    work(&toml).rests_at(&[0; 6]);
}

#[test]
fn a_group_carries_what_its_members_carry() {
    let toml = r#"
        [service.checkout]
        mbco = "80%"
        rto = "30s"
        depends_on = [{ any_of = ["east", "west"], demand = { rpm = 1000 } }]
        [resource.east]
        in = ["region"]
        limit = { rpm = 600 }
        [resource.west]
        limit = { rpm = 600 }
        [domain.region]
        [scenario.lost]
        fails = [{ what = "region", for = "1m" }]
    "#;
    work(toml)
        .is("checkout", "down 0-60")
        .rto("checkout", Verdict::Missed);
    work(&toml.replace("80%", "60%"))
        .is("checkout", "degraded 0-60")
        .rto("checkout", Verdict::Met);
}

#[test]
fn two_that_take_over_from_each_other_are_up_again() {
    work(
        r#"
        [service.checkout]
        depends_on = [
          { on = "east", demand = { rpm = 500 }, detect = "1s", fallback = [{ to = "west", switch = "automatic", after = "1s" }] },
          { on = "west", demand = { rpm = 500 }, detect = "1s", fallback = [{ to = "east", switch = "automatic", after = "1s" }] },
        ]
        [resource.east]
        limit = { rpm = 600 }
        [resource.west]
        limit = { rpm = 600 }
        [scenario.lost]
        fails = [{ what = "east", for = "1m" }]
        "#,
    )
    .is("checkout", "down 0-2, degraded 2-60");
}

#[test]
fn what_is_over_its_limit_at_rest_is_no_outage() {
    let worked = work(
        r#"
        [service.checkout]
        mbco = "80%"
        rto = "30s"
        depends_on = [{ on = "stack", demand = { rpm = 1000 } }]
        [resource.stack]
        limit = { rpm = 600 }
        [resource.other]
        [scenario.z]
        fails = [{ what = "other", for = "1m" }]
        "#,
    );
    worked.is("checkout", "").rto("checkout", Verdict::Unknown);
}

#[test]
fn a_restart_runs_while_what_is_needed_to_run_is_lost() {
    let toml = |needed: &str| {
        format!(
            r#"
            [service.api]
            depends_on = ["check"]
            [service.check]
            restart = "5s"
            mbco = "50%"
            depends_on = [{{ on = "store", needed = "{needed}", demand = {{ rpm = 1000 }} }}]
            [resource.store]
            limit = {{ rpm = 3000 }}
            [scenario.bad]
            fails = [{{ what = "check", for = "40s", symptom = "5xx" }}]
            surges = [{{ what = "check", times = 20, at = "40s", for = "2m" }}]
            "#
        )
    };
    work(&toml("run"))
        .is("check", "down 0-160")
        .is("api", "down 0-160");
    work(&toml("both"))
        .is("check", "down 0-165")
        .is("api", "down 0-165");
}

#[test]
fn a_cold_start_with_its_herd() {
    let toml = r#"
        [service.game]
        restart = "10s"
        depends_on = ["orchestrator", "discovery", { on = "cache", needed = "run" }]
        [service.discovery]
        restart = "5s"
        [service.orchestrator]
        depends_on = ["discovery"]
        [service.cache]
        restart = "30s"
        depends_on = [{ on = "orchestrator", needed = "run" }, { on = "database", demand = { rpm = 1000 } }]
        [resource.database]
        limit = { rpm = 4000 }
        [scenario.cold]
        fails = [{ what = "discovery", for = "2m", symptom = "5xx" }]
        surges = [{ what = "cache", times = 10, at = "2m", for = "8m" }]
    "#;
    work(toml)
        .is("game", "down 0-125, degraded 125-600")
        .is("cache", "down 0-125, degraded 125-600");
    // Game to all it leans on, cache to the orchestrator.
    let both = toml
        .replace("needed = \"run\"", "needed = \"both\"")
        .replace(
            "[\"orchestrator\", \"discovery\", {",
            "[{ on = \"orchestrator\", needed = \"both\" }, { on = \"discovery\", needed = \"both\" }, {",
        );
    work(&both)
        .is("game", "down 0-165, degraded 165-600")
        .is("cache", "down 0-155, degraded 155-600");
}
