use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use crate::lint::words;
use jurymast_engine::analysis::ExerciseEvidence;
use jurymast_plan::model::{ComponentId, Contract, Kind, Provider};
use jurymast_terms::units::Date;

rule! {
    /// A provider under what is critical, and no way out that was tried.
    ///
    /// ## What it finds
    /// A provider whose loss takes down something of tier 1 or 2, or that such a thing calls,
    /// without an `exit_plan` in its `contract`, or with one that was never tried
    /// (`exit_tested`), or longer ago than `lint.exercised_within` (365 days when left out).
    /// It also says where the contract names no recovery time (`rto`), no `notice` and no
    /// `substitutability`. Software that one runs oneself does not count. Runs with `check
    /// --pedantic`, or where `[lint]` gives the rule a level.
    ///
    /// ## Why it matters
    /// A provider that ends a service, a contract or itself gives weeks. To move takes
    /// months, and nobody knows how many who never tried to get the data out.
    ///
    /// ## Fails
    /// ```toml
    /// [service.support]
    /// tier = 1
    /// depends_on = ["llm"]
    ///
    /// [ai.llm]
    /// provider = "acme-ai"
    ///
    /// [provider.acme-ai]
    /// contract = { ref = "C-17", exit_plan = "exit/acme.md" }
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.support]
    /// tier = 1
    /// depends_on = ["llm"]
    ///
    /// [ai.llm]
    /// provider = "acme-ai"
    ///
    /// [provider.acme-ai]
    /// contract = { ref = "C-17", rto = "8h", notice = "90d", substitutability = "easily-substitutable", exit_plan = "exit/acme.md", exit_tested = 2026-05-04 }
    /// ```
    ///
    /// ## What to do
    /// Write where the work would go, what must be moved and how long that takes; then move
    /// a small part of it and back.
    ///
    /// ## False alarms
    /// A provider that a fallback replaces at any time: its switchover is the exit, and its
    /// day the trial.
    ///
    /// ## Ask
    /// They write that it ends in ninety days. What is the first thing you do?
    ///
    /// ## Sources
    /// Regulation (EU) 2022/2554, articles 28(8) and 30(3); Regulation (EU) 2024/1774,
    /// article 25; NIST AI RMF, GOVERN 6.2.
    "no-exit-plan", Recovery, Info, pedantic check,
    says &["contract", "exit_plan", "exit_tested"]
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    let plan = cx.plan;
    let within = ExerciseEvidence::of(plan, cx.today).within;
    for (id, component) in plan
        .enumerate()
        .filter(|(_, one)| one.kind() == Kind::Provider)
    {
        let Some(provider) = words::provider_detail(component) else {
            continue;
        };
        if provider.self_hosted || !is_critical(cx, id) {
            continue;
        }
        let is_old = |day: Date| day.plus(within).is_some_and(|due| due < cx.today);
        let said = match exit(provider) {
            (None, _) => "nothing says how to leave it".to_owned(),
            (Some(_), None) => "its exit plan was never tried".to_owned(),
            (Some(_), Some(day)) if day > cx.today => {
                format!("its exit plan is tried on {day}, a day to come")
            }
            (Some(_), Some(day)) if is_old(day) => {
                format!("its exit plan was last tried on {day}")
            }
            _ => continue,
        };
        let message = format!("what is critical leans on `{}`, and {said}", component.id);
        found.about(plan, id, component.place, message, |mut finding| {
            let lacks = lacking(provider.contract.as_ref());
            finding
                .notes
                .extend(lacks.into_iter().map(|what| format!("nothing says {what}")));
            finding.label("no way out that was tried").help(
                "write contract = { exit_plan = \"exit.md\", exit_tested = the day it was tried }",
            )
        });
    }
}

/// It takes down what is critical, or is called by it while something stands in.
fn is_critical(cx: &Context<'_>, id: ComponentId) -> bool {
    let calls = |one: ComponentId| cx.plan.provider_of(one) == Some(id);
    words::carries_critical(cx, id)
        || cx.plan.components.iter().any(|component| {
            let members = component.requirements.iter().flat_map(|one| &one.group);
            component.is_critical() && members.clone().any(|to| calls(to.value))
        })
}

fn exit(provider: &Provider) -> (Option<&str>, Option<Date>) {
    let contract = provider.contract.as_ref();
    let plan = contract.and_then(|one| one.exit_plan.as_deref());
    (plan, contract.and_then(|one| one.exit_tested))
}

fn lacking(contract: Option<&Contract>) -> Vec<&'static str> {
    let Some(contract) = contract else {
        return Vec::new();
    };
    let asked = [
        (
            contract.rto.is_none(),
            "which recovery time it promises (`rto`)",
        ),
        (
            contract.notice.is_none(),
            "how early an end is announced (`notice`)",
        ),
        (
            contract.substitutability.is_none(),
            "how hard it is to replace (`substitutability`)",
        ),
    ];
    let lacks = asked.into_iter().filter(|(is_missing, _)| *is_missing);
    lacks.map(|(_, what)| what).collect()
}
