use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use jurymast_engine::analysis::{FallbackId, Standing, Tested};
use jurymast_plan::model::{Component, Phase, Plan, Runbook, Rung, Step};

rule! {
    /// A fallback or a recovery step with less behind it than the plan asks for.
    ///
    /// ## What it finds
    /// With `[lint] least_rung`, a fallback of a component of that tier, or a step of its
    /// runbook, that stands on a lower rung today: declared, configured (the configuration
    /// of what runs agrees), observed (real traffic went over it) or drilled (a fault was
    /// injected, or the primary broken on purpose). Evidence counts from its `on` to its
    /// `until`, or for `fallback_tested_within`. The steps of one runbook are one finding. A
    /// switchover that failed takes back the drills of the fallbacks that had to serve in it,
    /// until one passes after it.
    ///
    /// Of such a fallback `untested-fallback` says nothing more: the graver of the two levels
    /// counts. No step is asked for that only tells somebody (one that runs and moves nothing,
    /// of the phase `activation`, or whose first word is announce, inform, notify, post, say or
    /// tell), that switches to a fallback, or that returns to normal.
    ///
    /// ## Why it matters
    /// What is written in a plan was never tried by that. Each rung leaves less to hope,
    /// and each grows old.
    ///
    /// ## Fails
    /// ```toml
    /// [lint]
    /// least_rung = { tier_1 = "drilled" }
    ///
    /// [service.checkout]
    /// tier = 1
    /// depends_on = [{ on = "fraud-model", fallback = [{ to = "fraud-rules", evidence = [
    ///   { rung = "observed", on = 2026-10-01, seen = "2% of the calls in October" } ] }] }]
    ///
    /// [service.fraud-model]
    /// [service.fraud-rules]
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [lint]
    /// least_rung = { tier_1 = "drilled" }
    ///
    /// [service.checkout]
    /// tier = 1
    /// depends_on = [{ on = "fraud-model", fallback = [{ to = "fraud-rules", evidence = [
    ///   { rung = "drilled", on = 2026-10-01, how = "real", by = "payments" } ] }] }]
    ///
    /// [service.fraud-model]
    /// [service.fraud-rules]
    /// ```
    ///
    /// ## What to do
    /// Climb to that rung, and write what showed it: `evidence = [{ rung = "drilled", on = ... }]`.
    /// `jurymast drift` shows what is configured and what traffic went over.
    ///
    /// ## False alarms
    /// Evidence that is kept elsewhere. Write its day here, and where it lies in `file`.
    ///
    /// ## Ask
    /// When did this last happen for real, and who saw it?
    ///
    /// ## Sources
    /// Regulation (EU) 2022/2554, article 11(6); NIST SP 800-84, section 3.
    "evidence-below-rung", Fallbacks, Warning, check,
    says &["evidence", "tested", "least_rung"]
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    let plan = cx.plan;
    if plan.lint.least_rung.iter().all(Option::is_none) {
        return;
    }
    for id in FallbackId::all(plan) {
        let Some((standing, asked)) = below(cx, id) else {
            continue;
        };
        let component = plan.component(id.component);
        let fallback = id.of(plan);
        let to = &plan.component(fallback.to.value).id;
        let what = format!("the fallback of `{}` on `{to}` is", component.id);
        let message = message(&what, component, standing, asked);
        let (label, untested) = match cx.analysis.tested(id, cx.today) {
            Tested::ToCome(day) => (format!("a test on {day}, which has not come"), true),
            Tested::Never | Tested::Failed(_) | Tested::Last { stale: true, .. } => {
                (label(plan, standing), true)
            }
            Tested::Last { stale: false, .. } => (label(plan, standing), false),
        };
        let other = cx.settings.level(UNTESTED).filter(|_| untested);
        found.about(
            plan,
            id.component,
            fallback.place,
            message,
            |mut finding| {
                finding.severity = other.map_or(finding.severity, |one| one.max(finding.severity));
                finding.detail(to.as_str()).label(label).help(help(asked))
            },
        );
    }
    for book in &plan.runbooks {
        steps(cx, book, found);
    }
}

/// The rule that says no more of a fallback that this one speaks of.
const UNTESTED: &str = "untested-fallback";

/// How a fallback stands, and the rung above that which the plan asks for.
pub(super) fn below(cx: &Context<'_>, id: FallbackId) -> Option<(Standing, Rung)> {
    let asked = asked(cx.plan, cx.plan.component(id.component))?;
    let standing = cx.analysis.standing(id, cx.today);
    (standing.rung < asked).then_some((standing, asked))
}

/// The steps of a runbook that are below what the plan asks for.
fn steps(cx: &Context<'_>, book: &Runbook, found: &mut FindingSink<'_>) {
    let plan = cx.plan;
    let component = plan.component(book.of.value);
    let Some(asked) = asked(plan, component) else {
        return;
    };
    let judged = book.steps.iter().filter(|step| brings_back(step));
    let standing = judged.map(|step| (step, Standing::of_step(plan, step, cx.today)));
    let below: Vec<_> = standing.filter(|(_, one)| one.rung < asked).collect();
    let Some(((first, standing), rest)) = below.split_first() else {
        return;
    };
    let message = match below.len() {
        1 => {
            let what = format!("a step that brings back `{}` is", component.id);
            message(&what, component, *standing, asked)
        }
        many => format!(
            "{many} steps that bring back `{}` are below {asked}, which tier {} asks for",
            component.id,
            component.rank()
        ),
    };
    found.about(plan, book.of.value, first.place, message, |mut finding| {
        for (step, standing) in rest {
            finding = finding.related(step.place, label(plan, *standing));
        }
        finding
            .causes(below.iter().map(|(step, _)| step.text.clone()))
            .label(label(plan, *standing))
            .help(help(asked))
    });
}

/// Whether something must work for a step to help: the switch to a fallback is judged at the
/// fallback, and what only tells somebody needs no drill.
fn brings_back(step: &Step) -> bool {
    const TELLING: [&str; 6] = ["announce", "inform", "notify", "post", "say", "tell"];
    let first = step.text.split_whitespace().next().unwrap_or_default();
    let tells = TELLING.iter().any(|word| first.eq_ignore_ascii_case(word));
    let acts = step.run.is_some() || !step.moves_to.is_empty();
    let only_tells = !acts && (step.phase == Phase::Activation || tells);
    step.phase != Phase::Reconstitution && step.switches_to.is_none() && !only_tells
}

fn asked(plan: &Plan, component: &Component) -> Option<Rung> {
    let tier = usize::from(component.tier?.value.number());
    *plan.lint.least_rung.get(tier.checked_sub(1)?)?
}

fn message(what: &str, component: &Component, standing: Standing, asked: Rung) -> String {
    let tier = component.rank();
    let rung = standing.rung;
    format!("{what} {rung} only, and tier {tier} asks for {asked}")
}

fn label(plan: &Plan, standing: Standing) -> String {
    if let Some(failed) = standing.failed {
        let id = &plan.exercises[failed.exercise].id;
        return format!("exercise `{id}` failed on {}: no drill counts", failed.on);
    }
    match (standing.lapsed, standing.on) {
        (Some((rung, until)), _) => format!("{rung} until {until}, and no longer"),
        (None, Some(on)) => format!("{} on {on}", standing.rung),
        (None, None) => "nothing here shows that it works".to_owned(),
    }
}

fn help(asked: Rung) -> String {
    format!("write what showed it: evidence = [{{ rung = \"{asked}\", on = 2026-01-31 }}]")
}
