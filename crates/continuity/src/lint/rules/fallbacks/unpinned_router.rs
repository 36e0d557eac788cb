use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use jurymast_plan::model::{ComponentId, Detail, Plan, Requirement};

rule! {
    /// A fallback behind a router that may use the very host it stands in for.
    ///
    /// ## What it finds
    /// A fallback on an AI dependency whose gateway picks the host by itself
    /// (OpenRouter, Vercel's gateway, Hugging Face), where a host it may pick is the
    /// provider of the primary, or where nothing says which hosts it may pick. A provider
    /// of the plan's own that passes on a model which its maker sells counts as one.
    ///
    /// ## Why it matters
    /// Nobody can say whether such a fallback holds: on the day the primary's provider is
    /// lost, the router may send the calls there too. It is neither held nor lost but
    /// unknown, and `blast` says so.
    ///
    /// ## Fails
    /// ```toml
    /// [service.support]
    /// depends_on = [{ on = "primary", fallback = ["second"] }]
    ///
    /// [ai.primary]
    /// provider = "openai"
    /// model = "gpt-5.2"
    ///
    /// [ai.second]
    /// provider = "openrouter"
    /// model = "openai/gpt-5.2-mini"
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.support]
    /// depends_on = [{ on = "primary", fallback = ["second"] }]
    ///
    /// [ai.primary]
    /// provider = "openai"
    /// model = "gpt-5.2"
    ///
    /// [ai.second]
    /// provider = "mistral"
    /// model = "mistral-large-2512"
    /// via = ["openrouter"]
    /// ```
    ///
    /// ## What to do
    /// Pin the host in the request (`provider.only` at OpenRouter, `only` at Vercel's
    /// gateway) and say it: `provider` is the host, `via` the gateway.
    ///
    /// ## False alarms
    /// An account that has one host alone switched on. Then that is the `provider`.
    ///
    /// ## Ask
    /// Of last week's calls, which host answered how many?
    ///
    /// ## Sources
    /// OpenRouter's and Vercel's documentation of provider routing.
    "unpinned-router", Fallbacks, Warning, check
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    let plan = cx.plan;
    for (id, component) in plan.enumerate() {
        for requirement in &component.requirements {
            for fallback in &requirement.fallbacks {
                let to = plan.component(fallback.to.value);
                let Detail::Ai(ai) = &to.detail else { continue };
                if !ai.routed {
                    continue;
                }
                let shared =
                    providers(plan, requirement).find(|one| to.may_use().any(|it| it == *one));
                if shared.is_none() && to.may_use().next().is_some() {
                    continue;
                }
                let router = ai.provider.map(|at| plan.component(at.value).name.as_str());
                let router = router.unwrap_or("its gateway");
                let message = match shared {
                    Some(host) => format!(
                        "`{}` stands in for `{}`, and {router} may send its calls there",
                        to.id,
                        plan.component(host).id
                    ),
                    None => format!("nothing says who answers `{}`", to.id),
                };
                found.about(plan, id, fallback.place, message, |finding| {
                    finding
                        .detail(to.id.as_str())
                        .label(format!("{router} picks the host of `{}`", to.id))
                        .help("pin the host in the request, and say it: provider = \"the host\", via = [\"the gateway\"]")
                });
            }
        }
    }
}

/// The providers of what the fallback stands in for.
fn providers<'a>(
    plan: &'a Plan,
    requirement: &'a Requirement,
) -> impl Iterator<Item = ComponentId> + 'a {
    let group = requirement.group.iter();
    group.filter_map(|one| plan.provider_of(one.value))
}
