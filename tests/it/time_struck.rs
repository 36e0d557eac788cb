//! Each fault is recovered from by its own ways: worked by hand, seconds from the start.

use jurymast_engine::simulation::{DataLoss, Verdict};
use jurymast_terms::units::{Duration, Lasting};

use super::driver::Case;
use super::time::{Ran, run};

/// A store that a shop works on, noticed after a minute.
fn store(keys: &str, rest: &str, fails: &str) -> Ran {
    run(&format!(
        r#"
        [service.shop]
        rto = "1h"
        rpo = "1h"
        depends_on = [{{ on = "db", detect = "1m" }}]
        [resource.db]
        in = ["east"]
        {keys}
        [domain.east]
        [domain.west]
        [domain.vault]
        {rest}
        [scenario.one]
        fails = [{fails}]
    "#
    ))
}

const MEND: &str = r#"
    [runbook.db]
    step = [{ phase = "recovery", do = "mend it", takes = "10m" }]
"#;

const MOVE: &str = r#"
    [runbook.db]
    step = [{ phase = "recovery", do = "make it anew", takes = "20m", moves_to = ["west"] }]
"#;

#[test]
fn lost_data_without_a_backup_are_never_met() {
    // "None survived: all, missed"; the restore of what declares none is not declared.
    let keys = "data = \"persistent\"";
    let lost = "{ what = \"db\", loses_data = true }";
    let ran = store(keys, MEND, lost);
    assert_eq!(ran.of("db"), "down 0-660");
    let shop = ran.summary("shop");
    assert_eq!(shop.longest_down_at_most, Lasting::Forever);
    assert_eq!(shop.rto_verdict, Verdict::Unknown);
    assert_eq!(shop.data_loss, Some(DataLoss::All));
    assert_eq!(shop.rpo_verdict, Verdict::Missed);
    assert_eq!(
        shop.unknown_because,
        ["`backup` of db, which loses its data, is not declared"]
    );
    // What declares no data has none to lose.
    let none = store("", MEND, lost);
    assert_eq!(none.summary("shop").rto_verdict, Verdict::Met);
    assert_eq!(none.summary("shop").rpo_verdict, Verdict::None);
    // A domain takes the data of what declares that it has some.
    let fault = "{ what = \"east\", for = \"5m\", loses_data = true }";
    let ran = store("data = \"persistent\"", "", fault);
    assert_eq!(ran.of("db"), "down 0-300");
    assert_eq!(ran.summary("shop").rto_verdict, Verdict::Unknown);
    assert_eq!(ran.summary("shop").rpo_verdict, Verdict::Missed);
    let ran = store("", "", fault);
    assert_eq!(ran.summary("shop").rto_verdict, Verdict::Met);
    // Moved: the step, and a restore that nobody knows.
    let ran = store("data = \"persistent\"", MOVE, "{ what = \"east\" }");
    assert_eq!(ran.of("db"), "down 0-1260");
    assert_eq!(ran.summary("shop").rto_verdict, Verdict::Unknown);
}

#[test]
fn a_place_that_is_down_or_over_is_no_way_back() {
    // "A place that is not down."
    let expired = MOVE.replace(
        "[runbook.db]",
        "[domain.west]\nexpires = 2026-01-31\n[runbook.db]",
    );
    let plan = |more: &str, west: &str| {
        run(&format!(
            r#"
            [resource.db]
            in = ["east"]
            [domain.east]
            {west}
            [scenario.one]
            fails = [{{ what = "east" }}{more}]
        "#
        ))
    };
    assert_eq!(plan("", &expired).of("db"), "down 0-");
    let stands = format!("[domain.west]\n{MOVE}");
    // Nobody's `detect` names it: at once at best.
    assert_eq!(plan("", &stands).of("db"), "down 0-1200");
    let down = ", { what = \"west\", at = \"5m\", for = \"1h\" }";
    assert_eq!(plan(down, &stands).of("db"), "down 0-5100");
    assert_eq!(plan(", { what = \"west\" }", &stands).of("db"), "down 0-");
}

#[test]
fn a_repair_waits_for_the_restore_of_lost_data() {
    // The longer of the steps and the restore, from the notice at 60 on.
    let lost = "{ what = \"db\", loses_data = true }";
    let backup = "backup = { every = \"1h\", restore = \"2h\" }";
    assert_eq!(store(backup, MEND, lost).of("db"), "down 0-7260");
    assert_eq!(store(backup, "", lost).of("db"), "down 0-7260");
    let slow = MEND.replace("10m", "3h");
    assert_eq!(store(backup, &slow, lost).of("db"), "down 0-10860");
    // Nothing of its data is lost: only the steps.
    assert_eq!(
        store(backup, MEND, "{ what = \"db\" }").of("db"),
        "down 0-660"
    );
    // Lost with its only backup.
    let burnt = "{ what = \"east\", for = \"1h\", loses_data = true }, { what = \"db\", loses_data = true }";
    assert_eq!(store(backup, MEND, burnt).of("db"), "down 0-");
}

#[test]
fn a_partial_fault_strikes_nobody() {
    // "A partial fault stops nothing", so there is nothing to bring back: no `for`, no
    // end, whatever the runbook says.
    let partial = "{ what = \"db\", level = \"degraded\" }";
    let ran = store("restart = \"5m\"", MEND, partial);
    assert_eq!(ran.of("db"), "degraded 0-");
    // A cure of another fault leaves it.
    let both = format!("{partial}, {{ what = \"db\" }}");
    let ran = store("restart = \"5m\"", MEND, &both);
    assert_eq!(ran.of("db"), "down 0-960, degraded 960-");
    let backup = "backup = { every = \"1h\", restore = \"20m\", in = [\"vault\"] }";
    assert_eq!(store(backup, "", partial).of("db"), "degraded 0-");
}

#[test]
fn the_cure_of_one_fault_cures_no_other() {
    // Its own, mended at 660; its zone's, over at 7200 and then 600 of its own steps.
    let own = "{ what = \"db\" }";
    let zone = "{ what = \"east\", for = \"2h\" }";
    let both = format!("{own}, {zone}");
    assert_eq!(store("", MEND, own).of("db"), "down 0-660");
    assert_eq!(store("", MEND, zone).of("db"), "down 0-7800");
    assert_eq!(store("", MEND, &both).of("db"), "down 0-7800");
    // Made anew for its own loss of data at 660; its zone loses none and has an end.
    let backup = "backup = { every = \"1h\", restore = \"10m\", in = [\"vault\"] }";
    let burnt = "{ what = \"db\", loses_data = true }";
    assert_eq!(store(backup, "", burnt).of("db"), "down 0-660");
    let both = format!("{burnt}, {zone}");
    assert_eq!(store(backup, "", &both).of("db"), "down 0-7200");
    // Moved at 1260 for its own fault: the zone, lost at 30 minutes, is not its own.
    let moved = "{ what = \"db\", for = \"5h\" }, { what = \"east\", at = \"30m\" }";
    assert_eq!(store("", MOVE, moved).of("db"), "down 0-1260");
    // The zone lost before takes a move of its own: noticed at 660, moved at 1860.
    let early = moved.replace("30m", "10m");
    assert_eq!(store("", MOVE, &early).of("db"), "down 0-1860");
}

#[test]
fn a_second_loss_is_felt_anew() {
    // Lost again at 300, while the first restore is on: noticed at 360, restored at 960.
    let backup =
        "restart = \"40s\"\nbackup = { every = \"1h\", restore = \"10m\", segregated = true }";
    let first = "{ what = \"db\", loses_data = true }";
    assert_eq!(store(backup, "", first).of("db"), "down 0-700");
    let second = format!("{first}, {{ what = \"db\", at = \"5m\", loses_data = true }}");
    assert_eq!(store(backup, "", &second).of("db"), "down 0-1000");
    // "Anew if one falls meanwhile": a restart from 60 on, broken off at 80.
    let twice = "{ what = \"db\", for = \"1m\" }, { what = \"db\", at = \"80s\", for = \"10s\" }";
    assert_eq!(store(backup, "", twice).of("db"), "down 0-130");
    // In its new place it is struck as it was in the old one.
    let zones = "{ what = \"east\" }, { what = \"west\", at = \"2h\", for = \"10s\" }";
    let moved = store("restart = \"40s\"", MOVE, zones);
    assert_eq!(moved.of("db"), "down 0-1300, down 7200-8450");
}

#[test]
fn a_backup_that_burns_before_it_is_used_saves_nothing() {
    // The vault is back after a minute, what was in it is not.
    let backup = "backup = { every = \"10m\", restore = \"10m\", in = [\"vault\"] }";
    let lost = "{ what = \"db\", loses_data = true }";
    let ran = store(backup, "", lost);
    assert_eq!(ran.of("db"), "down 0-660");
    let ten = Duration::from_seconds(600);
    assert_eq!(ran.summary("shop").data_loss, Some(DataLoss::UpTo(ten)));
    let vault = "{ what = \"vault\", at = \"5m\", for = \"1m\", loses_data = true }";
    let ran = store(backup, "", &format!("{lost}, {vault}"));
    assert_eq!(ran.of("db"), "down 0-");
    assert_eq!(ran.summary("shop").data_loss, Some(DataLoss::All));
    assert_eq!(ran.summary("shop").rpo_verdict, Verdict::Missed);
    // After it was used, it may.
    let late = vault.replace("5m", "15m");
    let ran = store(backup, "", &format!("{lost}, {late}"));
    assert_eq!(ran.of("db"), "down 0-660");
    assert_eq!(ran.summary("shop").rpo_verdict, Verdict::Met);
}

/// What deletes the data deletes them in what copies them, and what copies that.
#[test]
fn copies_follow_what_befalls_the_data() {
    let plan = "[plan]\nname = \"x\"\n[service.web]\nrto = \"30m\"\nrpo = \"5m\"\n\
                depends_on = [{ on = \"db\", detect = \"1m\", fallback = [{ to = \"copy\", switch = \"manual\", after = \"10m\" }] }]\n\
                [resource.db]\nkind = \"database\"\ndata = \"persistent\"\nrpo = \"5m\"\nbackup = { every = \"1d\", restore = \"2h\", segregated = true }\n\
                [resource.copy]\nkind = \"database\"\ndata = \"persistent\"\nreplica_of = { of = \"db\", lag = \"10s\" }\n";
    let case = Case::plan(plan);
    for scenario in ["data-deleted@db", "database-corrupted@db"] {
        let json = case
            .run(["simulate", scenario, "--format", "json"])
            .exit(0)
            .json();
        let all = json["scenarios"][0]["components"].as_array().unwrap();
        let of = |id: &str| all.iter().find(|one| one["id"] == id).unwrap();
        // Nothing says how the copy is mended: at best at once, at worst never, and then
        // the backup brings the store back after two hours.
        assert_eq!(of("web")["rto_verdict"], "unknown", "{scenario}");
        assert_eq!(of("web")["down_s"], 660, "{scenario}");
        assert_eq!(of("db")["rpo_verdict"], "missed", "{scenario}");
    }
    let disk = case
        .run(["simulate", "disk-lost@db", "--format", "json"])
        .exit(0)
        .json();
    let all = disk["scenarios"][0]["components"].as_array().unwrap();
    let web = all.iter().find(|one| one["id"] == "web").unwrap();
    assert_eq!(web["down_s"], 660, "a lost disk leaves the copy");
}

#[test]
fn what_was_made_anew_stands_where_its_backup_does() {
    // The east burns; the vault, where it stands from 660 on, is lost later for an hour.
    let fails = "{ what = \"east\" }, { what = \"vault\", at = \"10h\", for = \"2h\" }";
    let backup = |place: &str| format!("backup = {{ every = \"1h\", restore = \"10m\", {place} }}");
    let ran = store(&backup("in = [\"vault\"]"), "", fails);
    assert_eq!(ran.of("db"), "down 0-660, down 36000-43200");
    assert_eq!(ran.summary("shop").rto_verdict, Verdict::Missed);
    let elsewhere = store(&backup("in = [\"west\"]"), "", fails);
    assert_eq!(elsewhere.of("db"), "down 0-660");
    assert_eq!(elsewhere.summary("shop").rto_verdict, Verdict::Met);
    // Where nobody says the place, nobody knows whether that loss takes it.
    let ran = store(&backup("segregated = true"), "", fails);
    assert_eq!(ran.of("db"), "down 0-660");
    let shop = ran.summary("shop");
    assert_eq!(shop.rto_verdict, Verdict::Unknown);
    assert_eq!(
        shop.unknown_because,
        ["where db is made anew is not declared: its backup has no `in`"]
    );
    let alone = store(&backup("segregated = true"), "", "{ what = \"east\" }");
    assert_eq!(alone.summary("shop").rto_verdict, Verdict::Met);
}

/// The RPO of a service is a promise about the stores that it works on: it has no data of its own
/// to lose beside theirs.
#[test]
fn what_only_promises_loses_the_data_of_its_stores() {
    let of_shop = |keys: &str, db: &str| {
        let ran = run(&format!(
            r#"
            [service.shop]
            in = ["east"]
            rto = "4h"
            rpo = "1h"
            {keys}
            [resource.db]
            {db}
            in = ["east"]
            [domain.east]
            [domain.west]
            [runbook.shop]
            step = [{{ do = "deploy it elsewhere", takes = "30m", moves_to = ["west"] }}]
            [scenario.one]
            fails = [{{ what = "east" }}]
        "#
        ));
        let shop = ran.summary("shop");
        (shop.data_loss.clone(), shop.rpo_verdict)
    };
    let needs = "depends_on = [{ on = \"db\", detect = \"1m\" }]";
    let saved = "backup = { every = \"15m\", restore = \"1h\", in = [\"west\"] }";
    let quarter = Some(DataLoss::UpTo(Duration::from_seconds(900)));
    assert_eq!(of_shop(needs, saved), (quarter, Verdict::Met));
    // Nothing that it works on keeps data, or it says that it does itself.
    assert_eq!(of_shop(needs, "data = \"none\"").1, Verdict::Missed);
    let own = format!("{needs}\ndata = \"persistent\"");
    assert_eq!(of_shop(&own, saved).1, Verdict::Missed);
}
