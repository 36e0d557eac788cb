//! Plans over time: scenarios worked by hand, seconds from the start.

use jurymast_engine::simulation::{
    DemandSurge, RepairCounted, ScenarioScript, SimulationModel, Summary, Timeline, TimelineEvent,
    simulate,
};
use jurymast_plan::model::Level;
use jurymast_terms::units::{Duration, Lasting};

use super::system::{Loaded, load};

pub(super) struct Ran {
    pub(super) loaded: Loaded,
    pub(super) timeline: Timeline,
}

/// The plan under its only scenario.
pub(super) fn run(toml: &str) -> Ran {
    let loaded = load(&format!("[plan]\nname = \"Worked\"\n{toml}"));
    let scenario = ScenarioScript::of(&loaded.plan.scenarios[0]);
    let model = SimulationModel::of(&loaded.plan);
    let timeline = simulate(&model, &scenario);
    Ran { loaded, timeline }
}

impl Ran {
    /// `down 0-300, degraded 300-`: without an end where it never comes back.
    pub(super) fn of(&self, id: &str) -> String {
        let all = self.timeline.intervals(self.loaded.ids[id]);
        let words = all.iter().map(|one| {
            let until = one
                .until
                .map_or(String::new(), |until| until.seconds().to_string());
            format!("{} {}-{until}", one.level, one.from.seconds())
        });
        words.collect::<Vec<_>>().join(", ")
    }

    /// The component beside its targets.
    pub(super) fn summary(&self, id: &str) -> Summary {
        Summary::of(&self.loaded.plan, &self.timeline, self.loaded.ids[id])
    }

    pub(super) fn said(&self, wanted: impl Fn(&TimelineEvent) -> bool) -> Vec<u64> {
        let notes = self.timeline.notes.iter();
        notes
            .filter(|note| wanted(&note.event))
            .map(|note| note.at.seconds())
            .collect()
    }
}

#[test]
fn a_failover_inside_a_nested_failover() {
    // The gateway loses its primary at 0, which stops it: noticed at 60, its fallback
    // serves from 60 + 30 = 90, and it starts for 10: up at 100. The shop loses the
    // gateway at 0: noticed at 20, its own fallback serves, degraded, from
    // 20 + 100 = 120. So the shop never switches, and starts for 5 once the gateway is
    // back: down 0-105.
    let ran = run(r#"
        [service.shop]
        restart = "5s"
        depends_on = [{ on = "gateway", needed = "both", detect = "20s", fallback = [
          { to = "static-page", after = "100s", serves = "degraded" } ] }]
        [service.gateway]
        restart = "10s"
        depends_on = [{ on = "model-a", needed = "both", detect = "60s", fallback = [
          { to = "model-b", switch = "automatic", after = "30s" } ] }]
        [resource.model-a]
        [resource.model-b]
        [resource.static-page]
        [scenario.one]
        fails = [{ what = "model-a", for = "1h" }]
    "#);
    assert_eq!(ran.of("gateway"), "down 0-100");
    assert_eq!(ran.of("shop"), "down 0-105");

    // With a static page that is ready at 20 + 40 = 60 the shop is degraded from
    // 60 + 5 (restart) = 65, and up when the gateway is, at 100.
    let ran = run(r#"
        [service.shop]
        restart = "5s"
        depends_on = [{ on = "gateway", needed = "both", detect = "20s", fallback = [
          { to = "static-page", after = "40s", serves = "degraded" } ] }]
        [service.gateway]
        restart = "10s"
        depends_on = [{ on = "model-a", needed = "both", detect = "60s", fallback = [
          { to = "model-b", switch = "automatic", after = "30s" } ] }]
        [resource.model-a]
        [resource.model-b]
        [resource.static-page]
        [scenario.one]
        fails = [{ what = "model-a", for = "1h" }]
    "#);
    assert_eq!(ran.of("shop"), "down 0-65, degraded 65-100");
}

#[test]
fn a_trigger_that_misses() {
    let plan = |steps: &str, symptom: &str| {
        format!(
            r#"
        [service.chat]
        depends_on = [{{ on = "llm", detect = "2m", fallback = [
          {{ to = "other-llm", switch = "automatic", after = "18m", triggers = ["5xx", "timeout"]{steps} }} ] }}]
        [resource.llm]
        [resource.other-llm]
        [scenario.one]
        fails = [{{ what = "llm", for = "2h", symptom = "{symptom}" }}]
    "#
        )
    };
    let blind = |said: &TimelineEvent| matches!(said, TimelineEvent::Blind { .. });
    // 5xx is covered: 2 + 18 = 20 minutes.
    let ran = run(&plan("", "5xx"));
    assert_eq!(ran.of("chat"), "down 0-1200");
    assert!(ran.said(blind).is_empty());
    // 401 is not, and nobody knows how to switch: down for the whole 2 hours.
    let ran = run(&plan("", "401"));
    assert_eq!(ran.of("chat"), "down 0-7200");
    assert_eq!(ran.said(blind), [120]);
    // With steps a person does it, in the same 20 minutes.
    let ran = run(&plan(", steps = \"flip the flag\"", "401"));
    assert_eq!(ran.of("chat"), "down 0-1200");
    assert_eq!(ran.said(blind), [120]);
}

#[test]
fn two_overlapping_faults() {
    // The zone fails 0-100, the database itself 60-200: the database is down 0-200
    // and restarts for 50: up at 250. The shop has a replica from 30 + 0 on, which
    // stands in the zone and is back at 100: degraded 100-250. A restart of the
    // shop of 20 makes that 120.
    let ran = run(r#"
        [service.shop]
        restart = "20s"
        depends_on = [{ on = "db", needed = "both", detect = "30s", fallback = [{ to = "replica", serves = "degraded" }] }]
        [resource.db]
        in = ["zone"]
        restart = "50s"
        [resource.replica]
        in = ["zone"]
        [domain.zone]
        [scenario.one]
        fails = [{ what = "zone", for = "100s" }, { what = "db", at = "60s", for = "140s" }]
    "#);
    assert_eq!(ran.of("db"), "down 0-250");
    assert_eq!(ran.of("replica"), "down 0-100");
    assert_eq!(ran.of("shop"), "down 0-120, degraded 120-250");
}

#[test]
fn a_restart_that_is_interrupted_begins_anew() {
    // Down 0-100 by its needs, up at 100 + 60 = 160 if left alone; at 140 it falls
    // again, for 10: 150 + 60 = 210.
    let ran = run(r#"
        [service.app]
        restart = "60s"
        depends_on = [{ on = "db", needed = "both" }, { on = "cache", needed = "both" }]
        [resource.db]
        [resource.cache]
        [scenario.one]
        fails = [{ what = "db", for = "100s" }, { what = "cache", at = "140s", for = "10s" }]
    "#);
    assert_eq!(ran.of("app"), "down 0-210");
}

#[test]
fn a_fallback_that_fails_while_it_serves() {
    // Primary lost at 0, for ever. The first fallback serves from 10 + 20 = 30 and
    // fails at 300, for ever: a loss of its own, noticed at 310; the second serves
    // from 310 + 40 = 350, though 10 + 40 = 50 had long passed.
    let ran = run(r#"
        [service.app]
        depends_on = [{ on = "a", detect = "10s", fallback = [
          { to = "b", after = "20s", serves = "degraded" },
          { to = "c", after = "40s", serves = "degraded" } ] }]
        [provider.a]
        [provider.b]
        [resource.c]
        [scenario.one]
        fails = [{ what = "a" }, { what = "b", at = "300s" }]
    "#);
    assert_eq!(
        ran.of("app"),
        "down 0-30, degraded 30-300, down 300-350, degraded 350-"
    );

    // A second one that is better than the first is still called: up from 50.
    let ran = run(r#"
        [service.app]
        depends_on = [{ on = "a", detect = "10s", fallback = [
          { to = "b", after = "20s", serves = "degraded" },
          { to = "c", after = "40s" } ] }]
        [provider.a]
        [resource.b]
        [resource.c]
        [scenario.one]
        fails = [{ what = "a" }]
    "#);
    assert_eq!(ran.of("app"), "down 0-30, degraded 30-50");
}

#[test]
fn a_recovery_that_comes_back_during_a_switch() {
    // Lost at 0, noticed at 60, the switch would be done at 60 + 120 = 180; the
    // primary is back at 100: no switch, and fail_back has nothing to do.
    let plan = |lasts: u32| {
        run(&format!(
            r#"
        [service.app]
        depends_on = [{{ on = "a", detect = "60s", fail_back = "50s", fallback = [
          {{ to = "b", after = "120s", serves = "degraded" }} ] }}]
        [resource.a]
        [resource.b]
        [scenario.one]
        fails = [{{ what = "a", for = "{lasts}s" }}]
    "#
        ))
    };
    let switched = |said: &TimelineEvent| matches!(said, TimelineEvent::Switched { .. });
    let ran = plan(100);
    assert_eq!(ran.of("app"), "down 0-100");
    assert!(ran.said(switched).is_empty());
    // Back at 200, 20 after the switch: degraded on the fallback up to 200 + 50.
    let ran = plan(200);
    assert_eq!(ran.of("app"), "down 0-180, degraded 180-250");
    assert_eq!(ran.said(switched), [180]);
}

#[test]
fn a_retirement() {
    // An outage without an end: what has a fallback is degraded for ever, what has
    // none is down for ever.
    let ran = run(r#"
        [service.chat]
        depends_on = [{ on = "llm", detect = "1m", fallback = [
          { to = "rules", after = "9m", serves = "degraded" } ] }]
        [service.report]
        depends_on = ["llm"]
        [provider.llm]
        [resource.rules]
        [scenario.one]
        fails = [{ what = "llm", at = "1h", symptom = "400" }]
    "#);
    assert_eq!(ran.of("chat"), "down 3600-4200, degraded 4200-");
    assert_eq!(ran.of("report"), "down 3600-");
    let report = ran.loaded.ids["report"];
    assert_eq!(ran.timeline.total(report, Level::Down), Lasting::Forever);
    let chat = ran.loaded.ids["chat"];
    assert_eq!(ran.timeline.total(chat, Level::Down).seconds(), Some(600));
    assert_eq!(ran.timeline.total(chat, Level::Degraded), Lasting::Forever);
}

#[test]
fn a_hard_cycle_that_fell_together_stays_down() {
    // Each must start after the other; a cycle that a second way out stays clear of does
    // not: `c` comes back by its fallback at 30, and with it `d`.
    let ran = run(r#"
        [service.a]
        depends_on = [{ on = "b", needed = "both" }, "db"]
        [service.b]
        depends_on = [{ on = "a", needed = "both" }]
        [service.c]
        depends_on = ["db", { on = "d", needed = "both", detect = "30s", fallback = ["spare"] }]
        [service.d]
        depends_on = [{ on = "c", needed = "both" }]
        [resource.db]
        [resource.spare]
        [scenario.one]
        fails = [{ what = "db", for = "10s" }]
    "#);
    assert_eq!(ran.of("a"), "down 0-");
    assert_eq!(ran.of("b"), "down 0-");
    assert_eq!(ran.of("c"), "down 0-30");
    assert_eq!(ran.of("d"), "down 0-30");
}

#[test]
fn a_switch_that_takes_no_time_is_no_outage() {
    let ran = run(r#"
        [service.shop]
        restart = "1h"
        depends_on = ["app"]
        [service.app]
        restart = "1h"
        depends_on = [{ on = "a", fallback = [{ to = "b", switch = "automatic" }] }]
        [resource.a]
        [resource.b]
        [scenario.one]
        fails = [{ what = "a", at = "5s", for = "10s" }]
    "#);
    assert_eq!(ran.of("shop"), "");
    assert_eq!(ran.of("app"), "");
}

#[test]
fn a_switch_that_takes_no_time_breaks_off_no_restart() {
    // The shop fails 0-300 and restarts for 600: up at 900. At 840 `app` loses `a`
    // and has `b` in the same second, so the restart goes on.
    let ran = run(r#"
        [service.shop]
        restart = "10m"
        depends_on = ["app"]
        [service.app]
        depends_on = [{ on = "a", fallback = [{ to = "b", switch = "automatic" }] }]
        [resource.a]
        [resource.b]
        [scenario.one]
        fails = [{ what = "shop", for = "5m" }, { what = "a", at = "14m", for = "1h" }]
    "#);
    assert_eq!(ran.of("app"), "");
    assert_eq!(ran.of("shop"), "down 0-900");
}

#[test]
fn a_restart_shows_what_it_comes_from() {
    let plan = |symptom: &str| {
        format!(
            r#"
        [service.chat]
        depends_on = [{{ on = "gateway", fallback = [
          {{ to = "b", switch = "automatic", triggers = ["5xx"] }} ] }}]
        [service.gateway]
        restart = "2h"
        [resource.b]
        [scenario.one]
        fails = [{{ what = "gateway", for = "10m", symptom = "{symptom}" }}]
    "#
        )
    };
    // The gateway answers 401 for 600 and restarts for 7200: nobody who waits for
    // 5xx sees one.
    assert_eq!(run(&plan("401")).of("chat"), "down 0-7800");
    assert_eq!(run(&plan("5xx")).of("chat"), "");
}

#[test]
fn what_a_fallback_covers_is_not_seen_above() {
    // `a` answers 401 and `a2` covers it, so the gateway is up. When it fails itself
    // at 3600, callers see 5xx alone and switch at once.
    let ran = run(r#"
        [service.chat]
        depends_on = [{ on = "gateway", fallback = [
          { to = "b", switch = "automatic", triggers = ["5xx"] } ] }]
        [service.gateway]
        depends_on = [{ on = "a", fallback = [{ to = "a2", switch = "automatic" }] },
          { any_of = ["c", "c2"], at_least = 1 }]
        [resource.a]
        [resource.a2]
        [resource.b]
        [resource.c]
        [resource.c2]
        [scenario.one]
        fails = [{ what = "a", for = "3h", symptom = "401" },
          { what = "c", for = "3h", level = "degraded", symptom = "slow" },
          { what = "gateway", at = "1h", for = "1h", symptom = "5xx" }]
    "#);
    assert_eq!(ran.of("gateway"), "down 3600-7200");
    assert_eq!(ran.of("chat"), "");
}

#[test]
fn what_comes_back_comes_back_before_what_falls() {
    // `hub` is down 0-9, until `c` serves. The shop has `spare` from 3 on. At 9 the
    // hub is back, and the shop goes home to it; then `batch`, which waited for it,
    // turns to it too, and it has 220 to serve with a limit of 100: 45%, down for the
    // shop. It notices at 12, and is on its spare again.
    let ran = run(r#"
        [service.batch]
        depends_on = [{ on = "b", demand = { rpm = 120 }, fallback = ["hub"] }]
        [service.shop]
        mbco = "60%"
        depends_on = [{ on = "hub", demand = { rpm = 100 }, detect = "3s", fallback = ["spare"] }]
        [resource.b]
        [resource.spare]
        [resource.hub]
        limit = { rpm = 100 }
        depends_on = [{ on = "a", fallback = [{ to = "c", after = "9s" }] }]
        [resource.a]
        [resource.c]
        [scenario.one]
        fails = [{ what = "a", for = "1h" }, { what = "b", for = "1h" }]
    "#);
    assert_eq!(ran.of("hub"), "down 0-9");
    assert_eq!(ran.of("shop"), "down 0-3, down 9-12");
    let back = |said: &TimelineEvent| matches!(said, TimelineEvent::Back { .. });
    assert!(ran.said(back).contains(&9));
}

#[test]
fn who_is_ready_moves_before_a_loss_is_noticed() {
    // At 10 `c` is back. `mid` turns to it for `a` and restarts for 5: it still shows
    // the 401 of `c`, though for a moment within 10 nothing but `a` was missing, which
    // says nothing.
    let ran = run(r#"
        [service.chat]
        depends_on = [{ on = "mid", fallback = [
          { to = "b", switch = "automatic", triggers = ["5xx"] } ] }]
        [service.mid]
        restart = "5s"
        depends_on = [{ on = "c", needed = "both" }, { on = "a", fallback = ["c"] }]
        [resource.a]
        [resource.b]
        [resource.c]
        [scenario.one]
        fails = [{ what = "a" }, { what = "c", for = "10s", symptom = "401" }]
    "#);
    assert_eq!(ran.of("mid"), "down 0-15");
    assert_eq!(ran.of("chat"), "down 0-15");
}

const SHARED: &str = r#"
    [service.one]
    mbco = "60%"
    depends_on = [{ on = "a", detect = "10s", demand = { rpm = 600 }, fallback = [{ to = "spare", after = "20s" }] }]
    [service.two]
    mbco = "90%"
    depends_on = [{ on = "b", detect = "10s", demand = { rpm = 600 }, fallback = [{ to = "spare", after = "50s" }] }]
    [ai.a]
    provider = "host"
    [ai.b]
    provider = "host"
    limit = { rpm = 1000 }
    [ai.spare]
    provider = "other"
    limit = { rpm = 900 }
    [provider.host]
    [provider.other]
    [scenario.one]
    fails = [{ what = "host", for = "100s" }]
"#;

#[test]
fn a_fallback_is_judged_under_the_load_of_all() {
    // `one` is on the spare at 30, 600 of 900: up. `two` joins at 60: 1200 on 900
    // is a share of 75%. That is degraded for `one`, below the 90% of `two`: down.
    // At 100 both go home.
    let ran = run(SHARED);
    assert_eq!(ran.of("one"), "down 0-30, degraded 60-100");
    assert_eq!(ran.of("two"), "down 0-100");
    assert_eq!(ran.timeline.capacity(ran.loaded.ids["one"]), 0.0);
}

#[test]
fn a_surge_multiplies_demand() {
    // 600 times 2.5 on the 1000 of `b`: 67%, below the 90% of `two`, which is down
    // until it is on the spare at 60; there it is 1500 on 900, 60%: down as well.
    let loaded = load(&format!("[plan]\nname = \"Worked\"\n{SHARED}"));
    let scenario = ScenarioScript {
        id: "surge".to_owned(),
        name: "Surge".to_owned(),
        faults: Vec::new(),
        surges: vec![DemandSurge {
            component: loaded.ids["two"],
            at: Duration::from_seconds(10),
            lasts: Lasting::For(Duration::from_seconds(490)),
            percent: 250,
        }],
        repair: RepairCounted::All,
        starts: Duration::ZERO,
        unseen_waits: false,
        later_ends: true,
    };
    let model = SimulationModel::of(&loaded.plan);
    let timeline = simulate(&model, &scenario);
    let ran = Ran { loaded, timeline };
    assert_eq!(ran.of("two"), "down 10-500");
    assert_eq!(ran.of("one"), "");
}
