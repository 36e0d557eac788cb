//! Scenarios worked by hand in which a cure needs something, or in which data and
//! places are lost.

use super::evaluator::Verdict;
use super::worked::{agreed, work};

#[test]
fn a_switch_waits_for_what_it_needs() {
    // Noticed at 4; the console is back at 30, so the switch ends at 30 + 6. Lost
    // again at 33 for 4 seconds it begins anew at 37.
    let toml = |more: &str| {
        format!(
            r#"
            [service.s]
            depends_on = [{{ on = "a", detect = "4s", fallback = [{{ to = "b", switch = "manual", after = "6s", needs = ["console"] }}] }}]
            [provider.a]
            [resource.b]
            [provider.console]
            [scenario.z]
            fails = [{{ what = "a" }}, {{ what = "console", for = "30s" }}{more}]
            "#
        )
    };
    work(&toml("")).is("s", "down 0-36");
    work(&toml(
        ", { what = \"console\", at = \"33s\", for = \"4s\" }",
    ))
    .is("s", "down 0-43");
    work(&toml(", { what = \"console\", at = \"20s\" }")).is("s", "down 0-");
}

#[test]
fn a_switch_that_begins_anew_is_judged_anew() {
    // Covered at 4, broken off at 6, and at 20 the symptom is another.
    work(
        r#"
        [service.s]
        depends_on = [{ on = "a", detect = "4s", fallback = [{ to = "b", switch = "automatic", after = "6s", needs = ["console"], triggers = ["5xx"] }] }]
        [resource.a]
        [resource.b]
        [service.console]
        [scenario.z]
        fails = [{ what = "a", for = "15s", symptom = "5xx" }, { what = "a", at = "15s", for = "45s", symptom = "401" },
          { what = "console", at = "6s", for = "14s" }]
        "#,
    )
    .is("s", "down 0-60");
}

#[test]
fn a_detection_that_is_blind_is_unknown() {
    // Alerting stands on what fails: noticed at once at best, at worst never.
    let toml = |by: &str| {
        format!(
            r#"
            [service.s]
            rto = "30s"
            depends_on = [{{ on = "a", detect = {{ within = "4s", by = [{by}] }}, fallback = [{{ to = "b", switch = "automatic", after = "6s" }}] }}]
            [resource.a]
            [resource.b]
            [service.alerting]
            depends_on = ["a"]
            [service.probe]
            [scenario.z]
            fails = [{{ what = "a", for = "60s" }}]
            "#
        )
    };
    work(&toml("\"alerting\""))
        .is("s", "down 0-6")
        .lasts_at_most("s", "down 0-60")
        .rto("s", Verdict::Unknown);
    work(&toml("\"alerting\", \"probe\""))
        .is("s", "down 0-10")
        .lasts_at_most("s", "down 0-10")
        .rto("s", Verdict::Met);
}

#[test]
fn a_reserve_is_filled_by_a_return() {
    // Lost 0-10 and 12-40; it holds 15: the second loss is felt from 27.
    work(
        r#"
        [service.s]
        depends_on = [{ on = "a", holds = "15s" }]
        [resource.a]
        [scenario.z]
        fails = [{ what = "a", for = "10s" }, { what = "a", at = "12s", for = "28s" }]
        "#,
    )
    .is("s", "down 27-40");
    // Getting deeper does not begin the loss anew.
    work(
        r#"
        [service.s]
        depends_on = [{ on = "a", holds = "15s" }]
        [resource.a]
        [scenario.z]
        fails = [{ what = "a", for = "40s", level = "degraded" }, { what = "a", at = "10s", for = "10s" }]
        "#,
    )
    .is("s", "down 15-20, degraded 20-40");
}

#[test]
fn what_stood_in_a_domain_runs_its_own_runbook() {
    // The zone is back at 20; then its steps, 5 and 3, the second once the console is
    // up at 30: 33, and the restart of 2.
    let toml = r#"
        [domain.zone]
        [domain.other]
        [resource.db]
        in = ["zone"]
        restart = "2s"
        [runbook.db]
        step = [
          { phase = "recovery", do = "check", takes = "5s" },
          { phase = "recovery", do = "open", takes = "3s", needs = ["console"] },
          { phase = "reconstitution", do = "tidy", takes = "50s" },
        ]
        [service.console]
        [service.s]
        depends_on = [{ on = "db", detect = "4s" }]
        [scenario.z]
        fails = [{ what = "zone", for = "20s" }, { what = "console", at = "1s", for = "29s" }]
    "#;
    work(toml).is("db", "down 0-35").is("s", "down 0-35");
    // Its own fault is as long as it says.
    work(&toml.replace("what = \"zone\"", "what = \"db\"")).is("db", "down 0-22");
    // Without an end its steps end it, from its notice at 4 on.
    work(&toml.replace("\"zone\", for = \"20s\"", "\"db\"")).is("db", "down 0-35");
    // A step that moves it elsewhere: 4 + 7 + 2.
    let moved = toml.replace(
        "tidy\", takes = \"50s\"",
        "move\", takes = \"7s\", moves_to = [\"other\"]",
    );
    let moved = moved.replace("reconstitution", "recovery");
    work(&moved).is("db", "down 0-13");
    // That place is lost as well until 15: 15 + 7 + 2.
    let lost = moved.replace(
        "fails = [",
        "fails = [{ what = \"other\", for = \"15s\" }, ",
    );
    work(&lost).is("db", "down 0-24");
}

#[test]
fn a_restore_is_as_good_as_its_backup() {
    let toml = |backup: &str, fault: &str| {
        format!(
            r#"
            [domain.zone]
            [domain.vault]
            [resource.db]
            in = ["zone"]
            backup = {{ every = "30s", restore = "9s", {backup} }}
            [service.tool]
            [service.s]
            depends_on = [{{ on = "db", detect = "4s" }}]
            [scenario.z]
            fails = [{{ {fault} }}, {{ what = "tool", for = "10s" }}]
            "#
        )
    };
    // The disk: its own length, whatever is restored sooner; 4 + 9 made anew.
    let disk = "what = \"db\", for = \"60s\", loses_data = true";
    work(&toml("in = [\"vault\"]", disk)).is("db", "down 0-13");
    work(&toml("in = [\"vault\"], needs = [\"tool\"]", disk)).is("db", "down 0-19");
    work(&toml("segregated = false", disk)).is("db", "down 0-60");
    // The zone with its data: back at 20, then restored.
    let zone = "what = \"zone\", for = \"20s\", loses_data = true";
    work(&toml("in = [\"vault\"]", zone)).is("db", "down 0-13");
    work(&toml("in = [\"zone\"]", zone)).is("db", "down 0-");
    // No data lost: nothing to restore.
    work(&toml("in = [\"vault\"]", "what = \"zone\", for = \"20s\"")).is("db", "down 0-20");
}

#[test]
fn what_is_lost_is_the_interval_of_the_newest_copy() {
    let toml = |backup: &str| {
        format!(
            r#"
            [domain.zone]
            [resource.db]
            in = ["zone"]
            rpo = "1m"
            backup = [{{ every = "20s", restore = "9s" }}, {{ every = "40s", restore = "9s", {backup} }}]
            [scenario.z]
            fails = [{{ what = "zone" }}]
            "#
        )
    };
    work(&toml("segregated = true")).loses("db", Some("Seconds(40)"));
    work(&toml("segregated = false")).loses("db", Some("All"));
    let short =
        toml("segregated = true").replace("what = \"zone\"", "what = \"zone\", for = \"9s\"");
    work(&short).loses("db", None);
    // A copy that lags takes over.
    work(
        r#"
        [service.s]
        depends_on = [{ on = "db", detect = "4s", fallback = [{ to = "copy", switch = "automatic" }] }]
        [resource.db]
        [resource.copy]
        replica_of = { of = "db", lag = "7s" }
        [scenario.z]
        fails = [{ what = "db", for = "30s" }]
        "#,
    )
    .is("s", "down 0-4")
    .loses("s", Some("Seconds(7)"))
    .loses("db", Some("Seconds(7)"));
}

#[test]
fn what_ended_before_is_no_outage_of_a_scenario() {
    let worked = work(
        r#"
        [service.s]
        rto = "10s"
        depends_on = [{ on = "old", fallback = ["new"] }]
        [service.t]
        rto = "10s"
        depends_on = ["old"]
        [resource.old]
        expires = 2026-01-31
        [resource.new]
        [scenario.z]
        fails = [{ what = "new", for = "30s" }]
        "#,
    );
    worked
        .is("s", "down 0-30")
        .is("t", "")
        .rto("s", Verdict::Missed)
        .rto("t", Verdict::Unknown);
}

#[test]
fn a_copy_that_was_down_before_the_loss_is_as_old_as_that() {
    let toml = |backup: &str, faults: &str| {
        format!(
            r#"
            [plan]
            name = "Copies"
            [domain.vault]
            [resource.db]
            rpo = "25s"
            backup = {{ every = "20s", restore = "9s", {backup} }}
            [scenario.one]
            fails = [{faults}{{ what = "db", at = "1m", for = "9s", loses_data = true }}]
            "#
        )
    };
    let vault = "in = [\"vault\"]";
    let lost = |from: u64, lasts: u64| {
        toml(
            vault,
            &format!("{{ what = \"vault\", at = \"{from}s\", for = \"{lasts}s\" }}, "),
        )
    };
    let twenty = Some("Seconds(20)");
    agreed(&toml(vault, ""))
        .loses("db", twenty)
        .rpo("db", Verdict::Met);
    // Where it stands is lost from 30 on, which is 30 before the loss.
    agreed(&lost(30, 32))
        .loses("db", Some("Seconds(50)"))
        .rpo("db", Verdict::Missed);
    // Back at 45: the next one may not be made before 65.
    agreed(&lost(30, 15)).loses("db", Some("Seconds(50)"));
    // Back at 40, the next is made by 60.
    agreed(&lost(30, 10)).loses("db", twenty);
    // Lost in the same second, or after it.
    agreed(&lost(60, 30)).loses("db", twenty);
    agreed(&lost(61, 30)).loses("db", twenty);
    // It does not go back to the days when its own place had no fault.
    agreed(&toml(
        "segregated = true",
        "{ what = \"vault\", at = \"5s\", for = \"80s\" }, ",
    ))
    .loses("db", twenty);
    // While the store itself is down nothing is written: behind for 10 to 20 alone.
    let both = "{ what = \"vault\", at = \"10s\", for = \"45s\" }, \
                { what = \"db\", at = \"20s\", for = \"35s\" }, ";
    agreed(&toml(vault, both)).loses("db", Some("Seconds(35)"));
}

#[test]
fn a_replica_that_was_down_is_behind_until_it_has_caught_up() {
    let toml = |faults: &str| {
        format!(
            r#"
            [plan]
            name = "Copies"
            [service.s]
            rpo = "30s"
            depends_on = [{{ on = "db", detect = "4s", fallback = [{{ to = "copy", switch = "automatic" }}] }}]
            [resource.db]
            [resource.copy]
            replica_of = {{ of = "db", lag = "7s" }}
            [scenario.one]
            fails = [{faults}{{ what = "db", at = "1m", for = "9s" }}]
            "#
        )
    };
    let lost = |from: u64, lasts: u64| {
        toml(&format!(
            "{{ what = \"copy\", at = \"{from}s\", for = \"{lasts}s\" }}, "
        ))
    };
    agreed(&toml(""))
        .loses("s", Some("Seconds(7)"))
        .rpo("s", Verdict::Met);
    // Down from 20 to 62: what was written in 20-60 never reached it.
    agreed(&lost(20, 42))
        .loses("s", Some("Seconds(47)"))
        .rpo("s", Verdict::Missed);
    // Up again before the loss: caught up at once, or not at all, which is 40 too much.
    agreed(&lost(20, 20))
        .loses("s", Some("Seconds(7)"))
        .rpo("s", Verdict::Unknown);
    // Even if not at all, it is near enough.
    agreed(&lost(45, 10))
        .loses("s", Some("Seconds(7)"))
        .rpo("s", Verdict::Met);
}

#[test]
fn a_copy_that_could_not_be_made_at_rest_is_of_no_known_age() {
    agreed(
        r#"
        [plan]
        name = "Copies"
        [domain.vault]
        expires = 2026-01-31
        [resource.db]
        rpo = "25s"
        [resource.copy]
        in = ["vault"]
        replica_of = { of = "db", lag = "7s" }
        [scenario.one]
        fails = [{ what = "db", at = "1m", for = "9s", loses_data = true }]
        "#,
    )
    .loses("db", Some("NotDeclared"))
    .rpo("db", Verdict::Unknown);
}

#[test]
fn who_switches_or_mends_must_be_called() {
    // Noticed at 4, when chat is down with the zone; it is up at 30: called then, and
    // switched at 36. Who was called is at work, whatever happens to chat.
    let toml = |team: &str, more: &str| {
        format!(
            r#"
            [plan]
            name = "Called"
            [team.crew]
            on_call = {{ channel = "ops", {team} }}
            [domain.zone]
            [service.chat]
            in = ["zone"]
            [service.pager]
            [service.s]
            team = "crew"
            depends_on = [{{ on = "a", detect = "4s", fallback = [{{ to = "b", switch = "manual", after = "6s" }}] }}]
            [provider.a]
            in = ["zone"]
            [resource.b]
            [resource.db]
            team = "crew"
            [[runbook.db.step]]
            do = "mend it"
            takes = "5s"
            [service.t]
            depends_on = [{{ on = "db", detect = "4s" }}]
            [scenario.one]
            fails = [{{ what = "a" }}, {{ what = "chat", for = "30s" }}, {{ what = "db" }}{more}]
            "#
        )
    };
    let by_chat = "through = [\"chat\"]";
    agreed(&toml(by_chat, ""))
        .is("s", "down 0-36")
        .is("db", "down 0-35");
    let again = ", { what = \"chat\", at = \"32s\", for = \"50s\" }";
    agreed(&toml(by_chat, again))
        .is("s", "down 0-36")
        .is("db", "down 0-35");
    let over = ", { what = \"zone\", at = \"20s\" }";
    agreed(&toml(by_chat, over))
        .is("s", "down 0-")
        .is("db", "down 0-");
    // Another way carries the call, or nothing is said of what does.
    let two = "through = [\"chat\", \"pager\"]";
    agreed(&toml(two, ""))
        .is("s", "down 0-10")
        .is("db", "down 0-9");
    agreed(&toml("phone = \"1\"", ""))
        .is("s", "down 0-10")
        .is("db", "down 0-9");
}

#[test]
fn what_has_restarted_is_there_for_a_restore_of_that_second() {
    // The vault is mended at 15 and up at 24, when the disk is back.
    agreed(
        r#"
        [plan]
        name = "Vault"
        [service.vault]
        restart = "9s"
        [resource.db]
        rpo = "14s"
        backup = [{ every = "14s", restore = "4s", needs = ["vault"] }]
        [scenario.one]
        fails = [
          { what = "db", at = "10s", for = "14s", loses_data = true },
          { what = "vault", at = "4s", for = "11s" },
        ]
        "#,
    )
    .is("vault", "down 4-24")
    .loses("db", Some("Seconds(14)"))
    .rpo("db", Verdict::Met);
}
