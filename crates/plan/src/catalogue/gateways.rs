use serde::Deserialize;

use crate::model::{
    BindingRole, Component, ComponentId, Confidence, Detail, Fallback, Kind, Plan, Requirement,
    Symptom,
};
use jurymast_terms::source::At;
use jurymast_terms::units::Duration;

use super::providers::provider;

/// How a gateway passes calls on. Read in its source, its schema or its documentation, or
/// measured; each row says which.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GatewayRecord {
    /// Who picks the host that answers.
    pub picks: HostChoice,
    /// Beginnings of model ids that it answers itself.
    #[serde(default)]
    pub hosted: Vec<String>,
    /// When it gives up a call that hangs; `None`: not known.
    pub timeout: Option<TimeoutRecord>,
    /// What it does with a lone primary that fails again and again; `None`: not known.
    pub lone: Option<LonePrimaryRecord>,
    /// Whether a host that does not know a parameter leaves it out without a word, unless
    /// told otherwise; `None`: not known.
    pub drops_parameters: Option<DroppedParameters>,
    /// Which failures make it turn to a fallback, without any setting of its own.
    #[serde(default, rename = "habit")]
    pub habits: Vec<HabitRecord>,
}

/// Who picks the host behind a gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HostChoice {
    /// Whoever calls or configures it names the host.
    Caller,
    /// It picks one of several that serve the model, unless told otherwise.
    Router,
}

/// When a gateway gives up a call that hangs, if nothing is set.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TimeoutRecord {
    default: TimeoutField,
    /// What sets another.
    pub setting: String,
    /// How sure this is.
    pub confidence: Confidence,
    /// Where it was read.
    pub source: String,
}

impl TimeoutRecord {
    /// `None`: never.
    pub fn default(&self) -> Option<Duration> {
        self.default.0
    }
}

/// "1m", or "none"
#[derive(Debug)]
struct TimeoutField(Option<Duration>);

impl<'de> Deserialize<'de> for TimeoutField {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if text == "none" {
            return Ok(Self(None));
        }
        let parsed: Result<_, jurymast_terms::problem::Problem> = text.parse();
        parsed
            .map(|time| Self(Some(time)))
            .map_err(serde::de::Error::custom)
    }
}

/// A gateway that goes on trying a dead primary first, for want of another beside it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LonePrimaryRecord {
    /// Failures after which it leaves the primary alone for a while all the same.
    pub cools_on: Vec<Symptom>,
    /// What makes it leave the primary alone after other failures too.
    pub setting: String,
    /// How sure this is.
    pub confidence: Confidence,
    /// Where it was read.
    pub source: String,
}

/// A gateway that sends calls on to hosts that leave parameters out.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DroppedParameters {
    /// What keeps it from doing so.
    pub setting: String,
    /// How sure this is.
    pub confidence: Confidence,
    /// Where it was read.
    pub source: String,
}

/// Whether some failures make a gateway turn to a fallback.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HabitRecord {
    /// The failures.
    pub symptoms: Vec<Symptom>,
    /// What it does by default.
    pub falls_back: Habit,
    /// How sure this is.
    pub confidence: Confidence,
    /// Where it was read.
    pub source: String,
    /// What else is known.
    pub note: Option<String>,
}

/// Whether a failure makes a gateway turn to a fallback.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Habit {
    /// By default.
    Yes,
    /// Only where it is configured to; by default not.
    Configured,
    /// Nobody who is sure of it said so.
    Unknown,
    /// Never.
    No,
}

impl GatewayRecord {
    /// What it does on that failure as far as it is sure enough to be used as if it were
    /// known. What is answered with success no gateway sees.
    pub fn falls_back_on(&self, symptom: Symptom) -> Habit {
        match self.habit(symptom) {
            Some(row) if row.confidence.is_known() => row.falls_back,
            Some(_) => Habit::Unknown,
            None if matches!(symptom, Symptom::WrongAnswers | Symptom::Substituted) => Habit::No,
            None => Habit::Unknown,
        }
    }

    /// The row for that failure.
    pub fn habit(&self, symptom: Symptom) -> Option<&HabitRecord> {
        let mut rows = self.habits.iter();
        rows.find(|row| row.symptoms.contains(&symptom))
    }
}

/// The habits of the gateway of that id: a provider of the catalogue, whose name a
/// service of the plan may bear too.
pub fn gateway(id: &str) -> Option<&'static GatewayRecord> {
    provider(id)?.gateway.as_ref()
}

/// The gateway that switches from a requirement's primary to a fallback.
#[derive(Debug)]
pub struct SwitchingGateway<'p> {
    /// What the calls go through.
    pub component: &'p Component,
    /// What is known of it.
    pub record: &'static GatewayRecord,
}

/// The gateway that all calls of a requirement's primaries go through, where the fallback
/// is an AI dependency too: what of `via` the catalogue knows. `None`: somebody else
/// switches, or nothing is known. Of two the one that is named first.
pub fn switching_gateway<'p>(
    plan: &'p Plan,
    requirement: &Requirement,
    fallback: &Fallback,
) -> Option<SwitchingGateway<'p>> {
    if plan.component(fallback.to.value).kind() != Kind::Ai {
        return None;
    }
    let (first, rest) = requirement.group.split_first()?;
    let mut known = gateways_of(plan, first.value);
    known.find(|one| {
        let through = |at: &At<ComponentId>| {
            gateways_of(plan, at.value).any(|other| other.component.id == one.component.id)
        };
        rest.iter().all(through)
    })
}

/// What a call goes through, as far as it is a gateway of the catalogue: what `via` names,
/// and a router that answers in the place of a provider.
pub fn gateways_of(plan: &Plan, id: ComponentId) -> impl Iterator<Item = SwitchingGateway<'_>> {
    let component = plan.component(id);
    let named = component.bindings.iter();
    let named = named.filter(|one| one.role == BindingRole::Gateway);
    let router = match &component.detail {
        Detail::Ai(ai) if ai.routed => ai.provider.map(|at| at.value),
        _ => None,
    };
    let all = named.map(|one| one.to).chain(router);
    all.filter_map(move |id| {
        let component = plan.component(id);
        let record = gateway(&component.id)?;
        Some(SwitchingGateway { component, record })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{provider, provider_ids};
    use crate::language::reread;

    /// The published table of which failure makes which gateway turn to a fallback.
    #[test]
    fn habits_are_those_of_the_table() {
        let all = |id: &str| {
            let record = gateway(id).unwrap();
            let habit = |word: &str| record.falls_back_on(word.parse().unwrap());
            [
                "5xx", "429", "401", "404", "400", "timeout", "too-long", "refused", "cut",
            ]
            .map(|word| match habit(word) {
                Habit::Yes => 'y',
                Habit::No => 'n',
                Habit::Configured => 'c',
                Habit::Unknown => '?',
            })
            .into_iter()
            .collect::<String>()
        };
        for (id, row) in [
            ("litellm", "yyyyyyyyn"),
            ("portkey", "yyyyycy??"),
            ("kong-ai", "ccncncnn?"),
            ("envoy-ai-gateway", "ccccccc??"),
            ("aws-agentcore-gateway", "ycccccnnn"),
            ("agentgateway", "yccccy???"),
            ("openrouter", "yyyyyyyyn"),
            ("vercel-gateway", "yyyyycyy?"),
            ("cloudflare-ai", "yyyyyc???"),
            ("bifrost", "yyyyyy???"),
            ("langchain", "yyyyyyyn?"),
            ("claude-code", "ynn?nnn??"),
        ] {
            assert_eq!(all(id), row, "{id}");
        }
    }

    #[test]
    fn no_gateway_sees_what_is_answered_with_success() {
        for record in provider_ids().filter_map(gateway) {
            assert_eq!(record.falls_back_on(Symptom::WrongAnswers), Habit::No);
            assert_eq!(record.falls_back_on(Symptom::Substituted), Habit::No);
        }
    }

    #[test]
    fn one_failure_has_one_row() {
        for id in provider_ids() {
            let Some(record) = gateway(id) else { continue };
            let mut seen = Vec::new();
            for symptom in record.habits.iter().flat_map(|row| &row.symptoms) {
                assert!(!seen.contains(&symptom), "{id}: {symptom}");
                seen.push(symptom);
            }
        }
        let litellm = gateway("litellm").unwrap().timeout.as_ref().unwrap();
        assert_eq!(litellm.default().map(|time| time.seconds()), Some(6000));
        assert!(provider("openai").unwrap().gateway.is_none());
    }

    #[test]
    fn the_gateway_that_switches_is_what_via_names() {
        let text = r#"
            [plan]
            name = "x"
            [service.one]
            depends_on = [{ on = "a", fallback = ["b", "floor"] }]
            [ai.a]
            provider = "cohere"
            via = ["proxy", "litellm"]
            [ai.b]
            provider = "mistral"
            [service.proxy]
            [service.litellm]
            [resource.floor]
        "#;
        let loaded = reread([("p.toml".to_owned(), text.to_owned())]);
        assert_eq!(loaded.problems, []);
        let plan = loaded.plan;
        let requirement = &plan.component(plan.find("one").unwrap()).requirements[0];
        let switching = |at: usize| {
            let found = switching_gateway(&plan, requirement, &requirement.fallbacks[at]);
            found.map(|one| one.component.id.clone())
        };
        assert_eq!(switching(0).as_deref(), Some("litellm"));
        assert_eq!(switching(1), None);
    }
}
