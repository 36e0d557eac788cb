//! What a cure needs, and how what was struck comes back: worked by hand, seconds from
//! the start.

use jurymast_engine::simulation::{DataLoss, TimelineEvent, Verdict};
use jurymast_terms::units::Duration;

use super::time::{Ran, run};

#[test]
fn a_switch_waits_for_what_it_needs() {
    // The console is lost with the network until 500: the switch begins then, and
    // takes 60.
    let ran = run(r#"
        [service.web]
        depends_on = [{ on = "network", detect = "10s", fallback = [
          { to = "spare", switch = "manual", after = "60s", needs = ["console"] } ] }]
        [service.console]
        depends_on = ["names"]
        [resource.names]
        [resource.network]
        [resource.spare]
        [scenario.one]
        fails = [{ what = "network", for = "1h" }, { what = "names", for = "500s" }]
    "#);
    assert_eq!(ran.of("web"), "down 0-560");
    let waits = |said: &TimelineEvent| matches!(said, TimelineEvent::SwitchWaits { .. });
    assert_eq!(ran.said(waits), [10]);

    // It stands on the very thing that is lost: never.
    let ran = run(r#"
        [service.web]
        depends_on = [{ on = "network", detect = "10s", fallback = [
          { to = "spare", switch = "manual", after = "60s", needs = ["console"] } ] }]
        [service.console]
        depends_on = ["network"]
        [resource.network]
        [resource.spare]
        [scenario.one]
        fails = [{ what = "network", for = "1h" }]
    "#);
    assert_eq!(ran.of("web"), "down 0-3600");
}

#[test]
fn a_switch_that_loses_what_it_needs_begins_anew() {
    // Begun at 10, broken off at 50, begun again at 200, done at 300.
    let ran = run(r#"
        [service.web]
        depends_on = [{ on = "network", detect = "10s", fallback = [
          { to = "spare", switch = "manual", after = "100s", needs = ["console"] } ] }]
        [resource.console]
        [resource.network]
        [resource.spare]
        [scenario.one]
        fails = [{ what = "network", for = "1h" }, { what = "console", at = "50s", for = "150s" }]
    "#);
    assert_eq!(ran.of("web"), "down 0-300");
}

fn blind(lasts: &str) -> Ran {
    run(&format!(
        r#"
        [service.web]
        rto = "10m"
        depends_on = [{{ on = "gateway", detect = {{ within = "1m", by = ["alerting"] }}, fallback = [
          {{ to = "spare", switch = "manual", after = "5m" }} ] }}]
        [service.alerting]
        depends_on = ["gateway"]
        [resource.gateway]
        [resource.spare]
        [scenario.one]
        fails = [{{ what = "gateway", for = "{lasts}" }}]
    "#
    ))
}

#[test]
fn a_loss_that_nothing_sees_is_unknown() {
    // The alerts are lost with the gateway. At once at best, and never at worst.
    let ran = blind("3h");
    assert_eq!(ran.of("web"), "down 0-300");
    let all = ran.summary("web");
    assert_eq!(all.rto_verdict, Verdict::Unknown);
    assert_eq!(all.longest_down_at_most.seconds(), Some(10_800));
    assert_eq!(all.unknown_because.len(), 1);
    assert!(
        all.unknown_because[0].contains("alerting"),
        "{:?}",
        all.unknown_because
    );
    // It is over before it could break anything.
    assert_eq!(blind("8m").summary("web").rto_verdict, Verdict::Met);
}

#[test]
fn the_first_detector_that_is_up_sees_it() {
    let ran = run(r#"
        [service.web]
        rto = "10m"
        depends_on = [{ on = "gateway", detect = { within = "1m", by = ["alerting", "customers"] }, fallback = [
          { to = "spare", switch = "manual", after = "5m" } ] }]
        [service.alerting]
        depends_on = ["gateway"]
        [resource.customers]
        [resource.gateway]
        [resource.spare]
        [scenario.one]
        fails = [{ what = "gateway", for = "3h" }]
    "#);
    assert_eq!(ran.of("web"), "down 0-360");
    assert_eq!(ran.summary("web").rto_verdict, Verdict::Met);
}

#[test]
fn a_runbook_repairs_what_failed_for_good() {
    // Noticed at 60; the first step takes 300; the second needs the console, which is
    // back at 1000, and takes 600; then 40 of restart.
    let ran = run(r#"
        [service.shop]
        depends_on = [{ on = "db", detect = "1m" }]
        [resource.db]
        restart = "40s"
        [resource.console]
        [runbook.db]
        [[runbook.db.step]]
        phase = "activation"
        do = "Find out"
        takes = "5m"
        [[runbook.db.step]]
        phase = "recovery"
        do = "Mend it on the console"
        takes = "10m"
        needs = ["console"]
        [[runbook.db.step]]
        phase = "reconstitution"
        do = "Tidy up"
        takes = "9h"
        [scenario.one]
        fails = [{ what = "db" }, { what = "console", for = "1000s" }]
    "#);
    assert_eq!(ran.of("db"), "down 0-1640");
    assert_eq!(ran.of("shop"), "down 0-1640");
}

#[test]
fn a_place_that_is_back_leaves_its_work_behind() {
    // The site is back at 100; the database has 200 of its own steps, and is not
    // mended by them before.
    let ran = run(r#"
        [resource.db]
        in = ["site"]
        restart = "10s"
        [resource.web]
        in = ["site"]
        [domain.site]
        kind = "site"
        [runbook.db]
        [[runbook.db.step]]
        phase = "recovery"
        do = "Check the disks"
        takes = "200s"
        [scenario.one]
        fails = [{ what = "site", for = "100s" }]
    "#);
    assert_eq!(ran.of("db"), "down 0-310");
    assert_eq!(ran.of("web"), "down 0-100");
}

fn burnt(backup: &str, fault: &str) -> Ran {
    run(&format!(
        r#"
        [service.shop]
        rto = "1d"
        rpo = "1d"
        depends_on = [{{ on = "db", detect = "10m" }}]
        [resource.db]
        rto = "1d"
        rpo = "1d"
        in = ["house"]
        backup = {backup}
        [domain.house]
        kind = "building"
        [domain.elsewhere]
        [scenario.one]
        fails = [{{ what = "house"{fault} }}]
    "#
    ))
}

#[test]
fn a_backup_in_the_fire_saves_nothing() {
    for backup in [
        "{ every = \"24h\", restore = \"6h\" }",
        "{ every = \"24h\", restore = \"6h\", segregated = false }",
        "{ every = \"24h\", restore = \"6h\", in = [\"house\"] }",
    ] {
        let ran = burnt(backup, "");
        assert_eq!(ran.of("db"), "down 0-", "{backup}");
        let db = ran.summary("db");
        assert_eq!(db.data_loss, Some(DataLoss::All));
        assert_eq!(db.rpo_verdict, Verdict::Missed);
        assert_eq!(db.rto_verdict, Verdict::Missed);
        assert_eq!(ran.summary("shop").rpo_verdict, Verdict::Missed);
    }
}

#[test]
fn a_backup_elsewhere_brings_it_back() {
    for backup in [
        "{ every = \"24h\", restore = \"6h\", segregated = true }",
        "[{ every = \"1h\", restore = \"1h\" }, { every = \"24h\", restore = \"6h\", in = [\"elsewhere\"] }]",
    ] {
        let ran = burnt(backup, "");
        assert_eq!(ran.of("db"), "down 0-22200", "{backup}");
        let shop = ran.summary("shop");
        assert_eq!(
            shop.data_loss,
            Some(DataLoss::UpTo(Duration::from_seconds(86_400)))
        );
        assert_eq!(shop.rpo_verdict, Verdict::Met);
        assert_eq!(shop.rto_verdict, Verdict::Met);
    }
}

#[test]
fn the_data_lost_are_those_of_the_backup_that_is_restored() {
    let lost = |backups: &str| {
        let ran = run(&format!(
            r#"
            [service.shop]
            rpo = "2h"
            depends_on = [{{ on = "db", detect = "10m" }}]
            [resource.db]
            backup = {backups}
            [provider.vault]
            [[runbook.db.step]]
            do = "mend it"
            takes = "5m"
            [scenario.one]
            fails = [{{ what = "db", loses_data = true }}, {{ what = "vault" }}]
        "#
        ));
        let shop = ran.summary("shop");
        let hours = match shop.data_loss {
            Some(DataLoss::UpTo(time)) => Some(time.seconds() / 3600),
            _ => None,
        };
        (hours, shop.rpo_verdict, shop.unknown_because)
    };
    // The newer one needs what is lost for ever: the older one is restored.
    let (hours, verdict, _) = lost(
        r#"[{ every = "1h", restore = "30m", needs = ["vault"] }, { every = "24h", restore = "1h" }]"#,
    );
    assert_eq!((hours, verdict), (Some(24), Verdict::Missed));
    // The older one is restored first, as it takes less.
    let (hours, verdict, _) =
        lost(r#"[{ every = "1h", restore = "3h" }, { every = "24h", restore = "1h" }]"#);
    assert_eq!((hours, verdict), (Some(24), Verdict::Missed));
    let (hours, verdict, _) =
        lost(r#"[{ every = "1h", restore = "1h" }, { every = "24h", restore = "3h" }]"#);
    assert_eq!((hours, verdict), (Some(1), Verdict::Met));
    // Nobody says which of the two is done first.
    for backups in [
        r#"[{ every = "1h" }, { every = "24h", restore = "1h" }]"#,
        r#"[{ every = "1h", restore = "1h" }, { every = "24h" }]"#,
    ] {
        let (_, verdict, because) = lost(backups);
        assert_eq!(verdict, Verdict::Unknown, "{backups}");
        assert_eq!(because, ["`restore` of the backup of db is not declared"]);
    }
    // The only one that is left cannot be restored.
    let (_, verdict, because) = lost(r#"{ every = "1h", restore = "1h", needs = ["vault"] }"#);
    assert_eq!(verdict, Verdict::Unknown);
    assert_eq!(
        because,
        ["no backup of db is restored: what its restores need is down"]
    );
}

#[test]
fn a_flood_that_ends_loses_nothing() {
    let ran = burnt("{ every = \"24h\", restore = \"6h\" }", ", for = \"20h\"");
    assert_eq!(ran.of("db"), "down 0-72000");
    assert_eq!(ran.summary("db").rpo_verdict, Verdict::None);
    // Where the plan says that it does, the backup in the house is lost too, and the
    // one elsewhere is restored from 10 minutes on.
    let fault = ", for = \"20h\", loses_data = true";
    let ran = burnt(
        "{ every = \"24h\", restore = \"6h\", segregated = true }",
        fault,
    );
    assert_eq!(ran.of("db"), "down 0-22200");
    let ran = burnt("{ every = \"24h\", restore = \"6h\" }", fault);
    assert_eq!(ran.of("db"), "down 0-");
    assert_eq!(ran.summary("db").rpo_verdict, Verdict::Missed);
}

#[test]
fn a_step_makes_it_anew_in_another_place() {
    let ran = run(r#"
        [service.shop]
        rpo = "1m"
        depends_on = [{ on = "db", detect = "1m" }]
        [resource.db]
        in = ["east"]
        backup = { every = "5m", restore = "10m", segregated = true }
        [domain.east]
        [domain.west]
        [runbook.db]
        [[runbook.db.step]]
        phase = "recovery"
        do = "Make it anew in the west"
        moves_to = ["west"]
        takes = "20m"
        [scenario.one]
        fails = [{ what = "east", for = "5h" }, { what = "west", at = "10h", for = "1h" }]
    "#);
    // Nothing is lost of its data, so 60 + 1200; then it stands in the west, which is
    // back at 39600 and leaves it the steps of its runbook: 1200.
    assert_eq!(ran.of("db"), "down 0-1260, down 36000-40800");
    assert_eq!(ran.summary("shop").rpo_verdict, Verdict::None);
}

#[test]
fn a_restore_waits_for_the_place_of_its_backup() {
    let ran = run(r#"
        [service.shop]
        depends_on = [{ on = "db", detect = "100s" }]
        [resource.db]
        data = "persistent"
        backup = { every = "1h", restore = "500s", in = ["vault"] }
        [domain.vault]
        [scenario.one]
        fails = [{ what = "db", loses_data = true }, { what = "vault", for = "1000s" }]
    "#);
    assert_eq!(ran.of("db"), "down 0-1500");
    let waits = |said: &TimelineEvent| matches!(said, TimelineEvent::WorkWaits { .. });
    assert!(!ran.said(waits).is_empty());
}

#[test]
fn a_copy_that_lags_loses_what_it_had_not_yet() {
    let plan = |rpo: &str| {
        run(&format!(
            r#"
        [service.shop]
        rpo = "{rpo}"
        depends_on = [{{ on = "db", detect = "10s", fallback = [
          {{ to = "copy", switch = "automatic" }} ] }}]
        [resource.db]
        data = "persistent"
        [resource.copy]
        replica_of = {{ of = "db", lag = "30s" }}
        [scenario.one]
        fails = [{{ what = "db", for = "1h" }}]
    "#
        ))
    };
    assert_eq!(plan("1m").summary("shop").rpo_verdict, Verdict::Met);
    assert_eq!(plan("10s").summary("shop").rpo_verdict, Verdict::Missed);
}
