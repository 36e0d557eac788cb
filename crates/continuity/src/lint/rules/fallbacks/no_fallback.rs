use crate::lint::context::{Context, FindingSink};
use crate::lint::gathering::{GatherBy, GatheredWords, Gathering};
use crate::lint::rule::rule;
use crate::lint::words;
use jurymast_engine::analysis::Hangs;
use jurymast_plan::model::{ComponentId, Mode, Plan, Requirement, Tier};
use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::wording;

rule! {
    /// An AI dependency that nothing stands in for.
    ///
    /// ## What it finds
    /// A hard dependency on an AI call, a provider or its endpoint, without a
    /// fallback and without another member that would do. What was retired or has
    /// expired stands in for nothing, and what serves for a while only (`holds`) not for
    /// a loss that lasts. It is an error where the loss takes down something of tier 1
    /// or 2, else a warning. What one component lacks is one finding, with a place for each.
    ///
    /// ## Why it matters
    /// When the provider fails, the service is down for as long as the provider
    /// likes. Who had one provider and no second way could do nothing but wait.
    ///
    /// ## Fails
    /// ```toml
    /// [service.support-chat]
    /// tier = 1
    /// depends_on = ["support-llm"]
    ///
    /// [ai.support-llm]
    /// provider = "openai"
    /// model = "gpt-5.2"
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.support-chat]
    /// tier = 1
    /// depends_on = [{ on = "support-llm", fallback = ["faq-search"] }]
    ///
    /// [service.faq-search]
    ///
    /// [ai.support-llm]
    /// provider = "openai"
    /// model = "gpt-5.2"
    /// ```
    ///
    /// ## What to do
    /// Name a fallback: another model at another provider, rules, a queue, people.
    /// Or let the service go on without: `mode = "soft"`.
    ///
    /// ## False alarms
    /// A batch job that can wait for days. Give it tier 3 or 4, or waive the finding.
    ///
    /// ## Ask
    /// What do users see in the first hour after this provider stops answering?
    ///
    /// ## Sources
    /// NIST AI RMF, GOVERN 6.2; Regulation (EU) 2022/2554, article 29.
    "no-fallback", Fallbacks, Error, check,
    says crate::lint::rule::STAND_INS,
    gathers Gathering { by: GatherBy::Component, words: of_several }
}

/// Names that one sentence holds.
const SHOWN: usize = 4;

fn of_several(_: &Plan, parts: &[Diagnostic]) -> GatheredWords {
    let who = parts[0].component.as_deref().unwrap_or_default();
    let lacking = parts.iter().map(|one| format!("`{}`", one.detail));
    let lacking: Vec<String> = lacking.collect();
    GatheredWords {
        message: format!(
            "`{who}` has no fallback for {}",
            wording::up_to(SHOWN, &lacking)
        ),
        label: parts[0].label.clone(),
        help: Some(
            "name for each what stands in: fallback = [\"...\"], or mode = \"soft\" if it can go on without"
                .to_owned(),
        ),
    }
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    for (id, component) in cx.plan.enumerate() {
        for (at, requirement) in component.requirements.iter().enumerate() {
            if requirement.mode != Mode::Hard {
                continue;
            }
            let hangs = cx.analysis.hangs(id, at);
            if words::is_unfit_to_fall_back(cx.plan, requirement) {
                continue;
            }
            let on = match &hangs {
                Hangs::OnNone => continue,
                Hangs::On(on) | Hangs::Short(on) | Hangs::Lost(on) => on,
            };
            for to in on {
                if words::is_outside_ai(cx.plan.component(*to).kind()) {
                    report(cx, found, id, (requirement, *to), &hangs);
                }
            }
        }
    }
}

fn report(
    cx: &Context<'_>,
    found: &mut FindingSink<'_>,
    id: ComponentId,
    (requirement, to): (&Requirement, ComponentId),
    hangs: &Hangs,
) {
    let is_lost = matches!(hangs, Hangs::Lost(_));
    let plan = cx.plan;
    let component = plan.component(id);
    let target = &plan.component(to).id;
    let carried = cx.analysis.carried_tier(id);
    let milder = (!carried.is_some_and(Tier::is_critical)).then(|| found.at_most_warning());
    let provider = words::provider_of(plan, to).map_or(target.as_str(), |p| p.name.as_str());
    let brief = words::brief_fallback(cx, requirement, to);
    let message = format!(
        "`{}` has no fallback for `{target}`{}",
        component.id,
        match brief {
            _ if is_lost => ", which is lost already".to_owned(),
            _ if matches!(hangs, Hangs::Short(_)) => {
                " that carries enough of what it asks for".to_owned()
            }
            Some(time) => format!(" that serves for longer than {time}"),
            None => String::new(),
        }
    );
    found.about(plan, id, requirement.place, message, |mut finding| {
        finding.severity = milder.unwrap_or(finding.severity);
        finding.notes.extend(words::longest_outage(plan, to));
        finding.notes.extend(words::activities_on(cx, id));
        finding.notes.extend(words::ended_alternatives(plan, requirement));
        if let Some(rto) = component.targets.rto {
            finding = finding.related(rto.span, format!("meant to be back within {}", rto.value));
        }
        finding
            .detail(target.as_str())
            .label(if is_lost {
                "down, as nothing here serves".to_owned()
            } else {
                format!("down whenever {provider} is")
            })
            .help(format!(
                "name what stands in: {{ on = \"{target}\", fallback = [\"...\"] }}, or mode = \"soft\" if it can go on without"
            ))
    });
}
