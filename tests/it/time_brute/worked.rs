//! Scenarios worked by hand, put to the evaluator alone: it is judged before it
//! judges. Times are seconds from the start.

use super::evaluator::{Outcome, Verdict};
use super::plan::Plan;
use super::program::differences;
use super::read::read;

pub(super) struct Worked {
    plan: Plan,
    outcome: Outcome,
}

pub(super) fn work(toml: &str) -> Worked {
    let plan = read(toml);
    Worked {
        outcome: Outcome::of(&plan),
        plan,
    }
}

/// The evaluator's answer, which is the program's.
#[track_caller]
pub(super) fn agreed(toml: &str) -> Worked {
    let differences = differences(toml);
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    work(toml)
}

impl Worked {
    fn number(&self, id: &str) -> usize {
        self.plan.number(id).unwrap()
    }

    /// The level of every part with nothing failing.
    #[track_caller]
    pub(super) fn rests_at(self, levels: &[u8]) -> Self {
        assert_eq!(self.outcome.least.rest, levels);
        self
    }

    #[track_caller]
    pub(super) fn is(self, id: &str, least: &str) -> Self {
        assert_eq!(self.outcome.least.words(self.number(id)), least, "{id}");
        self
    }

    #[track_caller]
    pub(super) fn lasts_at_most(self, id: &str, greatest: &str) -> Self {
        let words = self.outcome.greatest.words(self.number(id));
        assert_eq!(words, greatest, "{id}, at most");
        self
    }

    #[track_caller]
    pub(super) fn rto(self, id: &str, verdict: Verdict) -> Self {
        let part = self.number(id);
        let target = self.plan.parts[part].rto;
        assert_eq!(self.outcome.verdict(part, target), verdict, "RTO of {id}");
        self
    }

    #[track_caller]
    pub(super) fn rpo(self, id: &str, verdict: Verdict) -> Self {
        let part = self.number(id);
        assert_eq!(self.outcome.rpo(&self.plan, part), verdict, "RPO of {id}");
        self
    }

    #[track_caller]
    pub(super) fn loses(self, id: &str, data: Option<&str>) -> Self {
        let lost = self.outcome.least.data[self.number(id)];
        let lost = lost.map(|lost| format!("{lost:?}"));
        assert_eq!(lost.as_deref(), data, "data of {id}");
        self
    }
}

#[test]
fn order_of_tables_never_matters() {
    let top = "[service.top]\ndepends_on = [{ on = \"mid\", fallback = [{ to = \"c\", switch = \"automatic\", triggers = [\"5xx\"] }] }]\n";
    let mid = "[service.mid]\ndepends_on = [{ on = \"a\", fallback = [\"b\"] }]\n";
    let rest = r#"
        [resource.a]
        [resource.b]
        [resource.c]
        [scenario.z]
        fails = [{ what = "a", symptom = "5xx", for = "1m" },
          { what = "b", level = "degraded", symptom = "429", for = "1m" }]
    "#;
    for toml in [format!("{top}{mid}{rest}"), format!("{mid}{top}{rest}")] {
        work(&toml)
            .is("top", "degraded 0-60")
            .is("mid", "degraded 0-60");
    }
}

#[test]
fn a_switch_that_takes_no_time_is_seen_by_nobody() {
    work(
        r#"
        [resource.l]
        limit = { rpm = 150 }
        [service.s0]
        [service.s1]
        depends_on = [{ on = "s0", fallback = ["l"] }]
        [service.s4]
        depends_on = [{ on = "s1", fallback = ["l"], demand = { rpm = 200 } }]
        [scenario.z]
        fails = [{ what = "s0", for = "1m" }]
        "#,
    )
    .is("s0", "down 0-60")
    .is("s1", "")
    .is("s4", "");
}

#[test]
fn a_bound_on_moves_is_per_second() {
    let faults: Vec<String> = (1..=20)
        .map(|hour| {
            format!(
                "{{ what = \"a\", at = \"{}s\", for = \"50s\" }}",
                hour * 100
            )
        })
        .collect();
    let expected: Vec<String> = (1..=20)
        .map(|hour| format!("down {}00-{}10", hour, hour))
        .collect();
    let toml = format!(
        "[service.s]\ndepends_on = [{{ on = \"a\", detect = \"4s\", fallback = [{{ to = \"b\", switch = \"automatic\", after = \"6s\" }}] }}]\n\
         [resource.a]\n[resource.b]\n[scenario.z]\nfails = [{}]\n",
        faults.join(", ")
    );
    work(&toml).is("s", &expected.join(", "));
}

#[test]
fn who_waits_to_go_home_has_what_its_fallback_gives() {
    work(
        r#"
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
        depends_on = [{ on = "a", fallback = ["l"], fail_back = "30s", demand = { rpm = 100 } }]
        [scenario.z]
        fails = [{ what = "a", for = "1m" }, { what = "d", at = "30s", for = "1m" }]
        "#,
    )
    .is("s", "degraded 0-30, down 30-90, degraded 90-120")
    .is("other", "degraded 0-30, down 30-90, degraded 90-120");
}

#[test]
fn triggers_are_judged_when_the_loss_is_noticed() {
    let toml = |first: &str, second: &str| {
        format!(
            r#"
            [service.s]
            depends_on = [{{ on = "a", detect = "5s", fallback = [{{ to = "b", switch = "automatic", triggers = ["429"], after = "10s" }}] }}]
            [resource.a]
            [resource.b]
            [scenario.z]
            fails = [{{ what = "a", for = "3s", symptom = "{first}" }}, {{ what = "a", at = "3s", for = "10m", symptom = "{second}" }}]
            "#
        )
    };
    work(&toml("429", "5xx")).is("s", "down 0-603");
    work(&toml("5xx", "429")).is("s", "down 0-15");
}

#[test]
fn undeclared_times_are_unknown() {
    let toml = |lasts: &str| {
        format!(
            r#"
            [service.s]
            rto = "1m"
            depends_on = [{{ on = "a", fallback = [{{ to = "b", switch = "manual", after = "5s" }}] }}]
            [resource.a]
            [resource.b]
            [scenario.z]
            fails = [{{ what = "a", for = "{lasts}" }}]
            "#
        )
    };
    work(&toml("4m"))
        .is("s", "down 0-5")
        .lasts_at_most("s", "down 0-240")
        .rto("s", Verdict::Unknown);
    work(&toml("30s"))
        .is("s", "down 0-5")
        .rto("s", Verdict::Met);
}

#[test]
fn a_hold_over_hides_a_loss_for_its_time() {
    let toml = |lasts: &str| {
        format!(
            r#"
            [service.api]
            depends_on = [{{ on = "discovery", holds = "20s" }}]
            [service.discovery]
            depends_on = ["control-plane"]
            [resource.control-plane]
            [scenario.z]
            fails = [{{ what = "control-plane", for = "{lasts}" }}]
            "#
        )
    };
    work(&toml("15s"))
        .is("api", "")
        .is("discovery", "down 0-15");
    work(&toml("4m")).is("api", "down 20-240");
    // As a fallback that lasts 20 minutes.
    work(
        r#"
        [service.api]
        depends_on = [{ on = "discovery", detect = "1s", fallback = [{ to = "cache", switch = "automatic", after = "1s", holds = "20s" }] }]
        [resource.discovery]
        [resource.cache]
        [scenario.z]
        fails = [{ what = "discovery", for = "4m" }]
        "#,
    )
    .is("api", "down 0-2, down 22-240");
}

#[test]
fn each_call_tries_the_dead_primary_first() {
    work(
        r#"
        [service.chat]
        depends_on = [{ on = "primary", detect = "6s", fallback = [{ to = "second", switch = "per-call", after = "1s" }] }]
        [resource.primary]
        [resource.second]
        [scenario.z]
        fails = [{ what = "primary", for = "1m", symptom = "5xx" }]
        "#,
    )
    .is("chat", "down 0-7, degraded 7-60");
}

#[test]
fn each_symptom_is_noticed_in_its_own_time() {
    let toml = |symptom: &str| {
        format!(
            r#"
            [service.chat]
            depends_on = [{{ on = "main", detect = {{ "5xx" = "10s", timeout = "15s" }}, fallback = [{{ to = "second", switch = "automatic", after = "5s", triggers = ["5xx", "timeout"] }}] }}]
            [resource.main]
            [resource.second]
            [scenario.z]
            fails = [{{ what = "main", for = "12m", symptom = "{symptom}" }}]
            "#
        )
    };
    work(&toml("5xx"))
        .is("chat", "down 0-15")
        .lasts_at_most("chat", "down 0-15");
    work(&toml("timeout")).is("chat", "down 0-20");
    work(&toml("slow")).is("chat", "down 0-720");
}

#[test]
fn a_loss_without_a_symptom_is_timed_by_itself() {
    // Seen as a timeout for less than its 5 seconds, then as nothing that is named:
    // that is watched from 4 on, so noticed at 9, and switched at 10.
    let toml = r#"
        [plan]
        name = "Worked"
        [service.chat]
        depends_on = [{ on = "main", detect = { within = "5s", "5xx" = "1s" }, fallback = [{ to = "second", switch = "automatic", after = "1s" }] }]
        [resource.main]
        [resource.second]
        [scenario.one]
        fails = [
          { what = "main", for = "4s", symptom = "timeout" },
          { what = "main", at = "1s", for = "1m" },
        ]
    "#;
    agreed(toml).is("chat", "down 0-10");
}

#[test]
fn a_fire_a_flood_and_the_backups() {
    let toml = |backup: &str| {
        format!(
            r#"
            [service.shop]
            depends_on = ["db"]
            [resource.db]
            rto = "24m"
            rpo = "24m"
            in = ["building"]
            backup = {{ every = "24m", restore = "6m", {backup} }}
            [domain.building]
            kind = "site"
            [domain.other]
            [scenario.z]
            fails = [{{ what = "building" }}]
            "#
        )
    };
    work(&toml("segregated = false"))
        .is("db", "down 0-")
        .rto("db", Verdict::Missed);
    work(&toml("segregated = true"))
        .is("db", "down 0-360")
        .is("shop", "down 0-360")
        .rto("db", Verdict::Unknown);
    work(&toml("in = [\"other\"]")).is("db", "down 0-360");
    work(&toml("in = [\"building\"]")).is("db", "down 0-");
    let flood =
        toml("segregated = false").replace("\"building\" }", "\"building\", for = \"20m\" }");
    work(&flood).is("db", "down 0-1200").rto("db", Verdict::Met);
    let lost = flood.replace("for = \"20m\"", "for = \"20m\", loses_data = true");
    work(&lost).is("db", "down 0-");
    let lost = lost.replace("segregated = false", "segregated = true");
    work(&lost)
        .is("db", "down 0-360")
        .lasts_at_most("db", "down 0-1560");
}

#[test]
fn a_loss_from_before_that_nothing_sees_is_open_from_the_start() {
    // At rest p serves each call by its fallback, degraded, and the watch is gone: whether
    // anybody has noticed is not known, and if somebody has they go at 1, when p falls.
    agreed(
        r#"
        [plan]
        name = "Unseen"
        [service.s]
        rto = "10s"
        depends_on = [{ on = "p", detect = { within = "1s", by = ["watch"] }, fallback = [{ to = "f", switch = "user", after = "1s" }] }]
        [service.f]
        [service.p]
        depends_on = [{ on = "watch", detect = "1s", fallback = [{ to = "g", switch = "per-call", after = "1s" }] }]
        [service.g]
        [service.watch]
        expires = 2026-11-01
        [scenario.one]
        fails = [{ what = "p", at = "1s", for = "30s" }]
        "#,
    )
    .is("s", "")
    .rto("s", Verdict::Unknown);
}
