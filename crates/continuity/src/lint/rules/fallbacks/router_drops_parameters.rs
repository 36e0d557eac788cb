use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use jurymast_plan::catalogue;
use jurymast_plan::model::{Ai, ComponentId, Plan};
use jurymast_terms::wording;

rule! {
    /// A gateway that may leave out what the calls cannot do without.
    ///
    /// ## What it finds
    /// An AI dependency that needs tools or structured output, through a gateway that sends a
    /// call on to a host which does not know its parameters and leaves those out without a
    /// word (OpenRouter, unless `require_parameters` is set), or of which the plan says
    /// `require_parameters = false`.
    ///
    /// ## Why it matters
    /// The host that stands in answers with 200, and with text where the caller waits for a
    /// tool call: no gateway sees a failure, no fallback fires.
    ///
    /// ## Fails
    /// ```toml
    /// [service.agent]
    /// depends_on = ["planner"]
    ///
    /// [ai.planner]
    /// provider = "openrouter"
    /// model = "mistralai/mistral-large-2512"
    /// needs = { tools = true }
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.agent]
    /// depends_on = ["planner"]
    ///
    /// [ai.planner]
    /// provider = "openrouter"
    /// model = "mistralai/mistral-large-2512"
    /// needs = { tools = true }
    /// require_parameters = true
    /// ```
    ///
    /// ## What to do
    /// Set `provider.require_parameters` (at OpenRouter) in each request, then say so:
    /// `require_parameters = true`.
    ///
    /// ## False alarms
    /// A model all of whose hosts know the parameters today: a host more is enough.
    ///
    /// ## Ask
    /// Which hosts answered last week's calls with tools, and how many answers had none?
    ///
    /// ## Sources
    /// OpenRouter's documentation of provider routing; `jurymast catalogue show openrouter`.
    "router-drops-parameters", Fallbacks, Warning, check,
    says &["require_parameters"]
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    let plan = cx.plan;
    for (id, component) in plan.enumerate() {
        let Some(ai) = component.ai() else { continue };
        let flags = [
            ("tools", ai.needs.tools),
            ("structured output", ai.needs.structured_output),
        ];
        let asked = flags.iter().filter(|(_, asked)| *asked == Some(true));
        let asked: Vec<&str> = asked.map(|(words, _)| *words).collect();
        if asked.is_empty() {
            continue;
        }
        let (said, by) = match ai.require_parameters {
            Some(true) => continue,
            Some(false) => ("may leave out".to_owned(), None),
            None => match dropping(plan, id, ai) {
                Some((name, setting)) => (format!("{name} may leave out"), Some(setting)),
                None => continue,
            },
        };
        let message = format!(
            "`{}` needs {}, and {}",
            component.id,
            wording::and(&asked),
            match by {
                Some(_) => format!("{said} what a host does not know"),
                None => "its gateway leaves out what a host does not know".to_owned(),
            }
        );
        let set = by.unwrap_or("it");
        found.about(plan, id, component.place, message, |finding| {
            finding
                .detail(asked.join(", "))
                .label("a host without them answers all the same")
                .help(format!(
                    "set {set} in the requests, and say so: require_parameters = true"
                ))
        });
    }
}

/// The gateway on the way that leaves parameters out, and what sets it right.
fn dropping<'p>(plan: &'p Plan, id: ComponentId, ai: &Ai) -> Option<(&'p str, &'static str)> {
    let mut all = catalogue::gateways_of(plan, id);
    all.find_map(|gateway| {
        let record = gateway.record.drops_parameters.as_ref()?;
        // One that is told the host has nothing to choose from.
        let chooses = ai.routed || gateway.record.picks == catalogue::HostChoice::Router;
        let known = record.confidence.is_known() && chooses;
        known.then_some((gateway.component.name.as_str(), record.setting.as_str()))
    })
}
