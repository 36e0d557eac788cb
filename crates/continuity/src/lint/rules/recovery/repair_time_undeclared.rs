use crate::lint::context::{Context, FindingSink};
use crate::lint::gathering::{GatherBy, GatheredWords, Gathering, whom};
use crate::lint::promises::{because, rests_on};
use crate::lint::rule::rule;
use jurymast_engine::restoration::Repair;
use jurymast_engine::undeclared::UndeclaredTime;
use jurymast_plan::model::{Component, Kind, Origin, Plan};
use jurymast_terms::diagnostic::{Diagnostic, Severity};
use jurymast_terms::source::Span;

rule! {
    /// A repair of which nobody says how long it takes, below an RTO.
    ///
    /// ## What it finds
    /// A service or resource of one's own on which an `rto` rests, with nothing that
    /// stands in, where a step of its runbook has no `takes` or none of its backups a
    /// `restore`; and once for the plan, as information, those that no step of a runbook
    /// repairs and no backup elsewhere makes anew: a restore brings back the data, and not
    /// what failed. What is left out is unknown: no verdict on the RTO above is "met" when
    /// it fails.
    ///
    /// ## Why it matters
    /// The repair is the longest part of most outages. An RTO above a repair that nobody
    /// has timed is a wish.
    ///
    /// ## Fails
    /// ```toml
    /// [service.shop]
    /// rto = "4h"
    /// depends_on = ["orders-db"]
    ///
    /// [resource.orders-db]
    /// backup = { every = "15m" }
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.shop]
    /// rto = "4h"
    /// depends_on = ["orders-db"]
    ///
    /// [[runbook.shop.step]]
    /// do = "Start it on another host"
    /// takes = "10m"
    ///
    /// [resource.orders-db]
    /// backup = { every = "15m", restore = "2h", segregated = true }
    /// ```
    ///
    /// ## What to do
    /// Write the steps with the time that each took in the last exercise, and how long
    /// the last restore took.
    ///
    /// ## False alarms
    /// Something that somebody else repairs: declare it as a `provider`, with the time
    /// in the contract.
    ///
    /// ## Ask
    /// It is broken now. What is typed first, and when was that last done?
    ///
    /// ## Sources
    /// NIST SP 800-34 rev. 1, section 3.2.1; Regulation (EU) 2022/2554, article 12(6).
    "repair-time-undeclared", Recovery, Warning, check,
    says &["after", "backup", "detect", "moves_to", "restore", "step", "takes"],
    gathers Gathering { by: GatherBy::MessageOrInfo, words: of_several }
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    let plan = cx.plan;
    for (id, promised) in rests_on(plan, |needed| plan.is_sole(needed)) {
        if !is_repaired_here(plan.component(id)) {
            continue;
        }
        let repair = Repair::of(plan, id, |lost| lost == id);
        // That nothing saves the data has rules of its own.
        let is_saved =
            |one: &UndeclaredTime| !matches!(one, UndeclaredTime::Restore { backup: None, .. });
        let mut missing = repair.undeclared();
        missing.retain(is_saved);
        let is_repair = |one: &UndeclaredTime| matches!(one, UndeclaredTime::Repair { .. });
        let has_steps = !missing.iter().any(is_repair);
        missing.retain(|one| !is_repair(one));
        let Some(first) = missing.first() else {
            if !has_steps {
                let message = format!(
                    "nothing says how `{}` would be repaired, nor how long it takes",
                    plan.component(id).id
                );
                let place = plan.component(id).place;
                found.about(plan, id, place, message, |mut finding| {
                    finding.severity = finding.severity.min(Severity::Info);
                    because(finding, plan, promised).label("unknown").help(
                        "write the first steps and how long they take: [[runbook.x.step]] \
                         with `do` and `takes`",
                    )
                });
            }
            continue;
        };
        found.about(
            plan,
            id,
            place(plan, *first),
            first.words(plan),
            |mut finding| {
                let more = missing[1..].iter().map(|one| one.words(plan));
                finding.notes.extend(more);
                because(finding, plan, promised)
                    .label("unknown")
                    .help("write the time that it took when it was last done")
            },
        );
    }
}

/// What is said of several together.
fn of_several(_: &Plan, parts: &[Diagnostic]) -> GatheredWords {
    let (_, who) = whom(parts);
    GatheredWords {
        message: format!("nothing says how {who} would be repaired, nor how long it takes"),
        label: "unknown".to_owned(),
        help: None,
    }
}

/// A thing of one's own that can fail by itself.
fn is_repaired_here(component: &Component) -> bool {
    let own = matches!(component.kind(), Kind::Service | Kind::Resource);
    own && !component.is_mere_grouping() && component.origin == Origin::Plan
}

fn place(plan: &Plan, missing: UndeclaredTime) -> Span {
    let component = plan.component(missing.component());
    let steps = plan
        .runbook(missing.component())
        .map(|book| book.steps.as_slice());
    let place = match missing {
        UndeclaredTime::Takes { step, .. } => steps
            .and_then(|steps| steps.get(step))
            .map(|step| step.place),
        UndeclaredTime::Restore {
            backup: Some(at), ..
        } => component.backups.get(at).map(|backup| backup.place),
        _ => None,
    };
    place.unwrap_or(component.place)
}
