use crate::lint::context::{Context, FindingSink};
use crate::lint::data_promises::{
    domains_of_all_backups, is_copied_within, lags, newest, promises,
};
use crate::lint::rule::rule;
use crate::lint::words;
use jurymast_engine::analysis::RunCause;
use jurymast_engine::simulation::{DataLoss, ScenarioScript, Summary, Verdict};
use jurymast_plan::model::{ComponentId, Plan};
use jurymast_terms::units::Duration;

rule! {
    /// A recovery point objective that a scenario of the plan does not keep.
    ///
    /// ## What it finds
    /// A component that loses more of its data in one of the plan's scenarios than its
    /// `rpo`, or that of one which works on them, allows: the copy that was to keep them
    /// falls with them, was behind, or an older backup is the one that is restored first.
    /// It names the scenario that costs most. An error where tier 1 or 2 rests on it, else
    /// a warning. What is a finding without any scenario (the interval of its backup, the
    /// lag of its replica, that all copies stand in one place, or that there is none) is
    /// said there and not again.
    ///
    /// ## Why it matters
    /// A copy is as good as what it does not share with the original. The lag of a replica
    /// says nothing of the day on which the account is closed that holds them both.
    ///
    /// ## Fails
    /// ```toml
    /// [domain.account]
    ///
    /// [resource.ledger]
    /// in = ["account"]
    /// rpo = "1h"
    /// backup = { every = "1d", restore = "6h", in = ["vault"] }
    ///
    /// [resource.ledger-copy]
    /// in = ["account"]
    /// replica_of = { of = "ledger", lag = "5m" }
    ///
    /// [domain.vault]
    ///
    /// [scenario.account-closed]
    /// fails = [{ what = "account", loses_data = true }]
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [domain.account]
    ///
    /// [resource.ledger]
    /// in = ["account"]
    /// rpo = "1h"
    /// backup = { every = "1h", restore = "6h", in = ["vault"] }
    ///
    /// [resource.ledger-copy]
    /// in = ["account"]
    /// replica_of = { of = "ledger", lag = "5m" }
    ///
    /// [domain.vault]
    ///
    /// [scenario.account-closed]
    /// fails = [{ what = "account", loses_data = true }]
    /// ```
    ///
    /// ## What to do
    /// Save as often as the objective says to a place that the scenario does not reach,
    /// or promise less.
    ///
    /// ## False alarms
    /// A scenario that nobody means to survive within the objective. Waive the finding
    /// with the reason, so that those who were promised the number know.
    ///
    /// ## Ask
    /// What is left that is younger than this on that day?
    ///
    /// ## Sources
    /// NIST SP 800-34 rev. 1, section 3.2.1 (RPO); Regulation (EU) 2022/2554, article
    /// 12(1) and (6).
    "rpo-not-achievable", Objectives, Error, check,
    says &["backup", "every"]
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    let plan = cx.plan;
    let losing = cx.analysis.runs().scenarios.iter();
    if !losing.map(|run| &run.timeline).any(|one| one.loses_data()) {
        return;
    }
    for (store, mut promises) in promises(plan) {
        promises.sort_by_key(|(rpo, id)| (rpo.value, *id != store, *id));
        let broken = promises.iter().filter_map(|(rpo, whose)| {
            let (at, loss, count) = worst(cx, store, *whose, rpo.value)?;
            Some((*rpo, *whose, at, loss, count))
        });
        let mut broken = broken.collect::<Vec<_>>().into_iter();
        let Some((rpo, whose, at, loss, count)) = broken.next() else {
            continue;
        };
        let lost = match &loss {
            DataLoss::UpTo(time) => format!("up to {time} of its data"),
            DataLoss::All | DataLoss::Unknown(_) => "all its data".to_owned(),
        };
        let component = plan.component(store);
        let message = format!(
            "`{}` loses {lost} {}; `{}` may lose {} at most",
            component.id,
            words::when(plan, RunCause::Scenario(at)),
            plan.component(whose).id,
            rpo.value
        );
        let is_grave = words::carries_critical(cx, store) || words::carries_critical(cx, whose);
        let milder = (!is_grave).then(|| found.at_most_warning());
        found.about(plan, store, rpo.span, message, |mut finding| {
            finding.severity = milder.unwrap_or(finding.severity);
            if count > 1 {
                let (noun, verb) = match count {
                    2 => ("scenario", "loses"),
                    _ => ("scenarios", "lose"),
                };
                let text = format!("{} more {noun} {verb} too much", count - 1);
                finding.notes.push(text);
            }
            for (rpo, whose, ..) in broken {
                let text = format!(
                    "`{}` may lose {} at most",
                    plan.component(whose).id,
                    rpo.value
                );
                finding = finding.related(rpo.span, text);
            }
            finding
                .related(plan.scenarios[at].place, "this scenario")
                .detail(plan.component(whose).id.as_str())
                .label("not achievable")
                .help("save as often to a place that the scenario does not reach, or promise less")
        });
    }
}

/// The scenario in which most of a store's data is lost, of those in which that surely
/// breaks a promise; and how many do.
fn worst(
    cx: &Context<'_>,
    store: ComponentId,
    whose: ComponentId,
    rpo: Duration,
) -> Option<(usize, DataLoss, usize)> {
    let plan = cx.plan;
    let mut worst: Option<(usize, DataLoss, usize)> = None;
    for (at, run) in cx.analysis.runs().scenarios.iter().enumerate() {
        let Some(loss) = run.timeline.data_loss(store, false) else {
            continue;
        };
        let is_too_much = match loss {
            DataLoss::All => !is_all_said(plan, store, &run.scenario),
            DataLoss::UpTo(time) => *time > rpo && !is_said(plan, store, rpo, *time),
            DataLoss::Unknown(_) => false,
        };
        let verdict = || Summary::of(plan, &run.timeline, whose).rpo_verdict;
        if !is_too_much || verdict() != Verdict::Missed {
            continue;
        }
        let (at, loss, count) = match worst.take() {
            Some((known, least, count)) if weight(&least) >= weight(loss) => {
                (known, least, count + 1)
            }
            known => (at, loss.clone(), known.map_or(1, |(.., count)| count + 1)),
        };
        worst = Some((at, loss, count));
    }
    worst
}

fn weight(loss: &DataLoss) -> Duration {
    match loss {
        DataLoss::UpTo(time) => *time,
        DataLoss::All | DataLoss::Unknown(_) => Duration::MAX,
    }
}

/// Whether the interval of its backup, or the lag of a replica, is a finding by itself
/// that tells of as much.
fn is_said(plan: &Plan, store: ComponentId, rpo: Duration, lost: Duration) -> bool {
    let is_copied = is_copied_within(plan, store, rpo);
    let every = newest(plan, store).map(|every| every.value);
    let every = every.filter(|every| *every > rpo && !is_copied);
    let lags = lags(plan, store).filter(|lag| *lag > rpo);
    every.into_iter().chain(lags).any(|time| lost <= time)
}

/// Whether it is a finding by itself that nothing is left: there is no copy, or all copies
/// stand in what is lost.
fn is_all_said(plan: &Plan, store: ComponentId, scenario: &ScenarioScript) -> bool {
    let is_copied = lags(plan, store).next().is_some();
    if is_copied || plan.component(store).backups.is_empty() {
        return !is_copied;
    }
    let around = domains_of_all_backups(plan, store);
    let mut faults = scenario.faults.iter();
    faults.any(|fault| around.contains(&fault.component))
}
