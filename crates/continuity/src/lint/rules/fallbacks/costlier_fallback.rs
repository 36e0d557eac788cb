use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use jurymast_plan::model::{Ai, ListedAbilities};

rule! {
    /// A model as a fallback that costs many times what it stands in for.
    ///
    /// ## What it finds
    /// An AI dependency with another as its fallback, whose tokens cost more than
    /// `lint.fallback_costs_within` times as much (5 when left out), by the lists of models
    /// that the plan names. Of a model whose price no list says nothing is known, and nothing
    /// is found.
    ///
    /// ## Why it matters
    /// The budget of a month is gone in the first day of an outage: then the second provider
    /// turns the calls away too, with 402 or 429.
    ///
    /// ## Fails
    /// ```toml
    /// [catalogue]
    /// models = ["litellm.json"]
    ///
    /// [service.search]
    /// depends_on = [{ on = "small", fallback = ["large"] }]
    ///
    /// [ai.small]
    /// provider = "openai"
    /// model = "gpt-5-mini"
    ///
    /// [ai.large]
    /// provider = "anthropic"
    /// model = "claude-opus-4-8"
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [catalogue]
    /// models = ["litellm.json"]
    ///
    /// [lint]
    /// fallback_costs_within = 50
    ///
    /// [service.search]
    /// depends_on = [{ on = "small", fallback = ["large"] }]
    ///
    /// [ai.small]
    /// provider = "openai"
    /// model = "gpt-5-mini"
    ///
    /// [ai.large]
    /// provider = "anthropic"
    /// model = "claude-opus-4-8"
    /// ```
    ///
    /// ## What to do
    /// Set the budget and the alarm of the second account for the day on which all calls go
    /// there, take a smaller model of that provider, or shed load.
    ///
    /// ## False alarms
    /// TokenPrices that were agreed otherwise: no list knows them.
    ///
    /// ## Ask
    /// What does one day of all calls at the fallback cost, and who has to allow it?
    ///
    /// ## Sources
    /// LiteLLM's, models.dev's and OpenRouter's lists of models, which have prices.
    "costlier-fallback", Fallbacks, Warning, check,
    says &["fallback_costs_within"]
}

/// Where the plan does not say.
const USUAL: u64 = 5;

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    let plan = cx.plan;
    let within = plan.lint.fallback_costs_within.map_or(USUAL, u64::from);
    for (id, component) in plan.enumerate() {
        for requirement in &component.requirements {
            for fallback in &requirement.fallbacks {
                let Some(given) = plan.component(fallback.to.value).ai() else {
                    continue;
                };
                let members = requirement.group.iter();
                let dearest = members.filter_map(|member| {
                    let asked = plan.component(member.value).ai()?;
                    Some((member.value, dearer(asked, given)?))
                });
                let Some((from, price)) = dearest.min_by_key(|(_, price)| price.times()) else {
                    continue;
                };
                if price.given <= price.asked.saturating_mul(within) {
                    continue;
                }
                let from = plan.component(from);
                let to = plan.component(fallback.to.value);
                let message = format!(
                    "`{}` costs {} times what `{}` costs: {} and {} US dollars for a million tokens of {}",
                    to.id,
                    price.times(),
                    from.id,
                    dollars(price.given),
                    dollars(price.asked),
                    price.of
                );
                found.about(plan, id, fallback.to.span, message, |finding| {
                    finding
                        .detail(format!("{} -> {}", from.id, to.id))
                        .label(format!("more than {within} times"))
                        .note(format!("{}; {}", price.lists.1, price.lists.0))
                        .help("allow for it in the budget of that account, and say so: [lint] fallback_costs_within = 20")
                });
            }
        }
    }
}

/// What tokens of one kind cost here and there, in millionths of a dollar.
struct TokenPrices<'a> {
    of: &'static str,
    asked: u64,
    given: u64,
    /// Where they were read.
    lists: (&'a str, &'a str),
}

impl TokenPrices<'_> {
    fn times(&self) -> u64 {
        self.given / self.asked.max(1)
    }
}

/// Of the kind of tokens that is dearer by more; `None`: no list has both prices.
fn dearer<'a>(asked: &'a Ai, given: &'a Ai) -> Option<TokenPrices<'a>> {
    type Price = fn(&ListedAbilities) -> Option<u64>;
    let kinds: [(&'static str, Price); 2] = [
        ("input", |one| one.input_price),
        ("output", |one| one.output_price),
    ];
    let prices = kinds.into_iter().filter_map(|(of, price)| {
        let (asked, asked_by) = asked.knowledge.said(price)?;
        let (given, given_by) = given.knowledge.said(price)?;
        Some(TokenPrices {
            of,
            asked,
            given,
            lists: (asked_by, given_by),
        })
    });
    prices.max_by_key(TokenPrices::times)
}

/// "0.25", "15"
fn dollars(millionths: u64) -> String {
    (millionths as f64 / 1e6).to_string()
}
