use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use jurymast_engine::analysis::{FallbackId, Standing};
use jurymast_plan::model::{Component, Phase, Plan, Rung};

rule! {
    /// A fallback or a recovery step with less behind it than the plan asks for.
    ///
    /// ## What it finds
    /// With `[lint] least_rung`, a fallback of a component of that tier, or a step of its
    /// runbook, that stands on a lower rung today: declared, configured (the configuration
    /// of what runs agrees), observed (real traffic went over it) or drilled (a fault was
    /// injected, or the primary broken on purpose). Evidence counts from its `on` to its
    /// `until`, or for `fallback_tested_within`.
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
        let component = plan.component(id.component);
        let standing = cx.analysis.standing(id, cx.today);
        let Some(asked) = asked(plan, component).filter(|least| standing.rung < *least) else {
            continue;
        };
        let fallback = id.of(plan);
        let to = &plan.component(fallback.to.value).id;
        let what = format!("the fallback of `{}` on `{to}`", component.id);
        let message = message(&what, component, standing, asked);
        found.about(plan, id.component, fallback.place, message, |finding| {
            let finding = finding.detail(to.as_str()).label(label(standing));
            finding.help(help(asked))
        });
    }
    for book in &plan.runbooks {
        let component = plan.component(book.of.value);
        let steps = book.steps.iter();
        for step in steps.filter(|step| step.phase != Phase::Reconstitution) {
            let standing = Standing::of_step(plan, step, cx.today);
            let Some(asked) = asked(plan, component).filter(|least| standing.rung < *least) else {
                continue;
            };
            // The switch to a fallback is judged there.
            if step.switches_to.is_some() {
                continue;
            }
            let what = format!("a step that brings back `{}`", component.id);
            let message = message(&what, component, standing, asked);
            found.about(plan, book.of.value, step.place, message, |finding| {
                let finding = finding.detail(step.text.as_str()).label(label(standing));
                finding.help(help(asked))
            });
        }
    }
}

fn asked(plan: &Plan, component: &Component) -> Option<Rung> {
    let tier = usize::from(component.tier?.value.number());
    *plan.lint.least_rung.get(tier.checked_sub(1)?)?
}

fn message(what: &str, component: &Component, standing: Standing, asked: Rung) -> String {
    let tier = component.rank();
    let rung = standing.rung;
    format!("{what} is {rung} only, and tier {tier} asks for {asked}")
}

fn label(standing: Standing) -> String {
    match (standing.lapsed, standing.on) {
        (Some((rung, until)), _) => format!("{rung} until {until}, and no longer"),
        (None, Some(on)) => format!("{} on {on}", standing.rung),
        (None, None) => "nothing here shows that it works".to_owned(),
    }
}

fn help(asked: Rung) -> String {
    format!("write what showed it: evidence = [{{ rung = \"{asked}\", on = 2026-01-31 }}]")
}
