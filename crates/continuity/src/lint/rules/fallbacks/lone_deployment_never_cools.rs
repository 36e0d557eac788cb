use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use jurymast_plan::catalogue::{self, SwitchingGateway};
use jurymast_plan::model::{ComponentId, Fallback, Switch, Symptom};
use jurymast_terms::wording;

rule! {
    /// A switch that is called automatic, and is made anew by every call.
    ///
    /// ## What it finds
    /// An automatic fallback of a lone primary, behind a gateway that is known to try a
    /// dead lone primary first with every call, unless it is set to leave it alone. That it is
    /// set so is said by `fail_back`, after which it tries again; `jurymast import litellm`
    /// writes it where `allowed_fails` or a policy of these is set.
    ///
    /// ## Why it matters
    /// `switch = "automatic"` says that after the switch all is well. Behind LiteLLM each
    /// call goes to the dead primary first and pays for it: with a time-out of a minute
    /// every answer takes a minute longer, for as long as the outage lasts.
    ///
    /// ## Fails
    /// ```toml
    /// [service.support]
    /// depends_on = [{ on = "primary", fallback = [
    ///   { to = "second", switch = "automatic", triggers = ["5xx", "timeout"] } ] }]
    ///
    /// [ai.primary]
    /// provider = "openai"
    /// via = ["litellm"]
    ///
    /// [ai.second]
    /// provider = "mistral"
    /// via = ["litellm"]
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.support]
    /// depends_on = [{ on = "primary", fallback = [
    ///   { to = "second", switch = "per-call", triggers = ["5xx", "timeout"] } ] }]
    ///
    /// [ai.primary]
    /// provider = "openai"
    /// via = ["litellm"]
    ///
    /// [ai.second]
    /// provider = "mistral"
    /// via = ["litellm"]
    /// ```
    ///
    /// ```toml
    /// [service.support]
    /// depends_on = [{ on = "primary", fail_back = "1m", fallback = [
    ///   { to = "second", switch = "automatic", triggers = ["5xx", "timeout"] } ] }]
    ///
    /// [ai.primary]
    /// provider = "openai"
    /// via = ["litellm"]
    ///
    /// [ai.second]
    /// provider = "mistral"
    /// via = ["litellm"]
    /// ```
    ///
    /// ## What to do
    /// Set what makes the gateway leave the primary alone, and write how long as `fail_back`;
    /// or write `switch = "per-call"`, which counts the slow calls.
    ///
    /// ## False alarms
    /// A gateway that leaves it alone by a setting of which nobody knows for how long.
    ///
    /// ## Ask
    /// After the primary died, how many calls a minute did it still get?
    ///
    /// ## Sources
    /// `jurymast catalogue show litellm`: measured, with the version. Reports of the
    /// program's users: BerriAI/litellm issues 40405 and 42450.
    "lone-deployment-never-cools", Fallbacks, Info, check
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    let plan = cx.plan;
    for (id, component) in plan.enumerate() {
        let lone = component
            .requirements
            .iter()
            .filter(|one| one.group.len() == 1);
        for requirement in lone {
            for fallback in &requirement.fallbacks {
                let switch = fallback.switch.map(|at| at.value);
                // When it goes back says that until then it leaves the primary alone.
                if switch != Some(Switch::Automatic) || requirement.fail_back.is_some() {
                    continue;
                }
                let gateway = catalogue::switching_gateway(plan, requirement, fallback);
                if let Some(gateway) = gateway {
                    report(
                        cx,
                        found,
                        id,
                        requirement.group[0].value,
                        fallback,
                        &gateway,
                    );
                }
            }
        }
    }
}

fn report(
    cx: &Context<'_>,
    found: &mut FindingSink<'_>,
    id: ComponentId,
    primary: ComponentId,
    fallback: &Fallback,
    gateway: &SwitchingGateway<'_>,
) {
    let plan = cx.plan;
    let known = gateway.record.lone.as_ref();
    let Some(lone) = known.filter(|one| one.confidence.is_known()) else {
        return;
    };
    let triggers = fallback.triggers.as_ref();
    let cools = |all: &Vec<Symptom>| all.iter().all(|one| lone.cools_on.contains(one));
    if triggers.is_some_and(cools) {
        return;
    }
    let to = &plan.component(fallback.to.value).id;
    let message = format!(
        "while `{}` is lost, every call tries it before `{to}`",
        plan.component(primary).id
    );
    let cools: Vec<&str> = lone.cools_on.iter().map(|one| one.as_str()).collect();
    found.about(plan, id, fallback.place, message, |finding| {
        finding
            .detail(to.as_str())
            .label(format!(
                "{} leaves a lone primary alone on {} only, unless {} is set",
                gateway.component.name,
                wording::and(&cools),
                lone.setting
            ))
            .note(format!("{} ({})", lone.source, lone.confidence))
            .help(format!(
                "set {} and write fail_back, or write switch = \"per-call\"",
                lone.setting
            ))
    });
}
