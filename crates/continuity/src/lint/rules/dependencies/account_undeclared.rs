use std::collections::BTreeSet;

use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use crate::lint::words;
use jurymast_plan::model::{ComponentId, Plan, Requirement};

/// Kinds of domains by which calls are paid for.
const ACCOUNTS: [&str; 7] = [
    "account",
    "bill",
    "billing",
    "card",
    "contract",
    "organisation",
    "subscription",
];

rule! {
    /// AI dependencies that stand in for each other, and nobody says who pays for them.
    ///
    /// ## What it finds
    /// A requirement with alternatives at two AI providers or more, none of which says by
    /// which account or card it is paid (`in` a domain of kind account, bill, billing, card,
    /// contract, organisation or subscription). One account under primary and fallback that
    /// is declared is found by `shared-fate-fallback`, and one under most of what is critical
    /// by `concentration`. Runs with `check --pedantic`, or where `[lint]` gives the rule a
    /// level.
    ///
    /// ## Why it matters
    /// Two providers are paid with one card, or bought through one marketplace account. On
    /// the day it is blocked both answer 402, and the plan called that two.
    ///
    /// ## Fails
    /// ```toml
    /// [service.support]
    /// depends_on = [{ on = "first", fallback = ["second"] }]
    ///
    /// [ai.first]
    /// provider = "openai"
    ///
    /// [ai.second]
    /// provider = "anthropic"
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.support]
    /// depends_on = [{ on = "first", fallback = ["second"] }]
    ///
    /// [ai.first]
    /// provider = "openai"
    /// in = ["company-card"]
    ///
    /// [ai.second]
    /// provider = "anthropic"
    /// in = ["cloud-bill"]
    ///
    /// [domain.company-card]
    /// kind = "card"
    ///
    /// [domain.cloud-bill]
    /// kind = "account"
    /// ```
    ///
    /// ## What to do
    /// Declare each card, bill or account as a domain, and write `in` at what it pays for.
    ///
    /// ## False alarms
    /// Both are invoiced and paid late: say so with one domain each.
    ///
    /// ## Ask
    /// Whose card is it, what is its limit, and when does it expire?
    ///
    /// ## Sources
    /// Regulation (EU) 2022/2554, article 29(1); NIST AI 600-1, GV-6.2-001.
    "account-undeclared", Dependencies, Info, pedantic check,
    says &["in"], confidence Medium
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    let plan = cx.plan;
    for (id, component) in plan.enumerate() {
        for requirement in &component.requirements {
            let called = called(plan, requirement);
            let providers = called.iter().filter_map(|to| plan.provider_of(*to));
            let providers: BTreeSet<ComponentId> = providers.collect();
            if providers.len() < 2 || called.iter().any(|to| is_paid(plan, *to)) {
                continue;
            }
            let called: Vec<ComponentId> = called.into_iter().collect();
            let message = format!(
                "`{}` counts on {}, and nothing says who pays for them",
                component.id,
                words::list(plan, &called)
            );
            found.about(plan, id, requirement.place, message, |finding| {
                finding
                    .detail(words::names(plan, &called))
                    .label("one bill under all of them would be shared fate")
                    .help("declare [domain.some-card] with kind = \"card\" or \"account\", and write in = [\"some-card\"] at what it pays for")
            });
        }
    }
}

/// The AI dependencies among what serves a requirement.
fn called(plan: &Plan, requirement: &Requirement) -> BTreeSet<ComponentId> {
    let group = requirement.group.iter().map(|to| to.value);
    let all = group.chain(requirement.fallbacks.iter().map(|one| one.to.value));
    all.filter(|to| plan.component(*to).ai().is_some())
        .collect()
}

fn is_paid(plan: &Plan, id: ComponentId) -> bool {
    let is_account = |id: ComponentId| plan.component(id).kind_among(&ACCOUNTS).is_some();
    plan.domains_around(id).into_iter().any(is_account)
}
