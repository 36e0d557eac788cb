//! A drill of each fallback, as an experiment of Chaos Toolkit (its experiment format
//! 1.0, as `chaos validate` 1.19 accepts it).
//!
//! In:  a plan.
//! Out: one [`Experiment`] for each fallback of what runs, in plan order.
//!
//! The primary is lost by a fault proxy (the HTTP interface of Toxiproxy 2), so that nothing
//! of anybody else's is broken: a proxy of the primary's id must stand before it. Where the
//! plan does not say how to see that the component works, or how long a switch takes, the
//! experiment asks for it in its environment, and fails without.

use std::collections::BTreeMap;

use jurymast_engine::analysis::FallbackId;
use jurymast_plan::model::{Component, Fallback, Plan, Requirement, Switch, Symptom};
use jurymast_terms::units::Duration;
use serde::Serialize;

/// A drill of one fallback.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Experiment {
    /// A name for its file, unlike all others: `shop-db-spare`.
    #[serde(skip)]
    pub name: String,
    version: &'static str,
    title: String,
    description: String,
    tags: [&'static str; 2],
    configuration: BTreeMap<&'static str, Asked>,
    steady_state_hypothesis: Hypothesis,
    method: Vec<Activity>,
    rollbacks: Vec<Activity>,
}

/// Something that the plan does not say, taken from the environment.
#[derive(Debug, Clone, Serialize)]
struct Asked {
    r#type: &'static str,
    key: &'static str,
    default: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    env_var_type: Option<&'static str>,
}

impl Asked {
    fn text(key: &'static str, default: &'static str) -> Self {
        Self {
            r#type: "env",
            key,
            default,
            env_var_type: None,
        }
    }

    fn number(key: &'static str, default: &'static str) -> Self {
        Self {
            env_var_type: Some("float"),
            ..Self::text(key, default)
        }
    }
}

#[derive(Debug, Clone, Serialize)]
struct Hypothesis {
    title: String,
    probes: Vec<Activity>,
}

#[derive(Debug, Clone, Serialize)]
struct Activity {
    r#type: &'static str,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    tolerance: Option<u16>,
    provider: Provider,
    #[serde(skip_serializing_if = "Option::is_none")]
    pauses: Option<Pauses>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Provider {
    Http {
        url: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        method: Option<&'static str>,
        #[serde(skip_serializing_if = "BTreeMap::is_empty")]
        headers: BTreeMap<&'static str, &'static str>,
        #[serde(skip_serializing_if = "BTreeMap::is_empty")]
        arguments: BTreeMap<&'static str, Argument>,
        timeout: u8,
    },
    Process {
        path: &'static str,
        arguments: Vec<String>,
        timeout: u16,
    },
}

#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
enum Argument {
    Text(&'static str),
    Flag(bool),
    Number(u32),
    Attributes(BTreeMap<&'static str, Argument>),
}

#[derive(Debug, Clone, Serialize)]
struct Pauses {
    after: Seconds,
}

/// Seconds, or what the configuration says.
#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
enum Seconds {
    Declared(u64),
    Asked(&'static str),
}

/// One for each fallback of what runs.
pub fn experiments(plan: &Plan) -> Vec<Experiment> {
    let mut taken: BTreeMap<String, u32> = BTreeMap::new();
    let mut all = Vec::new();
    for id in FallbackId::all(plan) {
        let requirement = &plan.component(id.component).requirements[id.requirement];
        if !requirement.needed.counts_while_running() {
            continue;
        }
        let mut one = experiment(plan, id);
        let count = taken.entry(one.name.clone()).or_default();
        *count += 1;
        if *count > 1 {
            one.name = format!("{}-{count}", one.name);
        }
        all.push(one);
    }
    all
}

fn experiment(plan: &Plan, of: FallbackId) -> Experiment {
    let component = plan.component(of.component);
    let requirement = &component.requirements[of.requirement];
    let fallback = of.of(plan);
    let switched = plan.switched_in(of.component, fallback);
    let id = &component.id;
    let to = &plan.component(fallback.to.value).id;
    let members = requirement.group.iter();
    let lost: Vec<&str> = members
        .map(|one| plan.component(one.value).id.as_str())
        .collect();
    // As many as leave too few for the primary to be enough, and what stands in before it.
    let mut lost = lost[..lost.len() + 1 - requirement.at_least.min(lost.len())].to_vec();
    let before = requirement.fallbacks.iter();
    let before = before.take_while(|one| one.to.value != fallback.to.value);
    lost.extend(before.map(|one| plan.component(one.to.value).id.as_str()));
    let lost = &lost[..];
    let url = Asked::text("TOXIPROXY_URL", "http://127.0.0.1:8474");
    let mut configuration = BTreeMap::from([("toxiproxy_url", url)]);
    let probe = probe(component, &mut configuration);
    let mut method: Vec<Activity> = lost.iter().map(|one| lose(one, fallback)).collect();
    if let Some(last) = method.last_mut() {
        last.pauses = Some(Pauses {
            after: wait(requirement, switched, &mut configuration),
        });
    }
    Experiment {
        name: file_name(&[id, &lost.join("-"), to]),
        version: "1.0.0",
        title: format!("{to} serves {id} without {}", lost.join(" and ")),
        description: description(fallback, switched),
        tags: ["jurymast", "fallback"],
        configuration,
        steady_state_hypothesis: Hypothesis {
            title: format!("{id} works"),
            probes: vec![probe],
        },
        method,
        rollbacks: lost.iter().map(|one| bring_back(one, fallback)).collect(),
    }
}

/// What shows that a component works: its own check, its health page, or what is asked for.
fn probe(component: &Component, configuration: &mut BTreeMap<&'static str, Asked>) -> Activity {
    let (provider, tolerance) = match (&component.check, &component.health) {
        (Some(check), _) => (shell(check.clone()), 0),
        (None, Some(health)) => (get(health.as_str().to_owned()), 200),
        (None, None) => {
            // Nobody answers there: without an address the first look fails.
            let asked = Asked::text("HEALTH_URL", "http://127.0.0.1:1/");
            configuration.insert("health_url", asked);
            (get("${health_url}".to_owned()), 200)
        }
    };
    Activity {
        r#type: "probe",
        name: format!("{} works", component.id),
        tolerance: Some(tolerance),
        provider,
        pauses: None,
    }
}

fn get(url: String) -> Provider {
    Provider::Http {
        url,
        method: None,
        headers: BTreeMap::new(),
        arguments: BTreeMap::new(),
        timeout: 10,
    }
}

fn shell(command: String) -> Provider {
    Provider::Process {
        path: "sh",
        arguments: vec!["-c".to_owned(), command],
        timeout: 60,
    }
}

/// A call of the fault proxy.
fn proxy(method: &'static str, path: &str, arguments: Vec<(&'static str, Argument)>) -> Provider {
    Provider::Http {
        url: format!("${{toxiproxy_url}}/proxies/{path}"),
        method: Some(method),
        headers: [("Content-Type", "application/json")].into(),
        arguments: arguments.into_iter().collect(),
        timeout: 10,
    }
}

fn action(name: String, provider: Provider) -> Activity {
    Activity {
        r#type: "action",
        name,
        tolerance: None,
        provider,
        pauses: None,
    }
}

/// Nothing answers where the switch waits for a time-out, else every connection is refused.
fn lose(primary: &str, fallback: &Fallback) -> Activity {
    let provider = if hangs(fallback) {
        let forever = [("timeout", Argument::Number(0))].into();
        let toxic = vec![
            ("name", Argument::Text("lost")),
            ("type", Argument::Text("timeout")),
            ("attributes", Argument::Attributes(forever)),
        ];
        proxy("POST", &format!("{primary}/toxics"), toxic)
    } else {
        proxy("POST", primary, vec![("enabled", Argument::Flag(false))])
    };
    action(format!("lose {primary}"), provider)
}

fn bring_back(primary: &str, fallback: &Fallback) -> Activity {
    let provider = match hangs(fallback) {
        true => proxy("DELETE", &format!("{primary}/toxics/lost"), Vec::new()),
        false => proxy("POST", primary, vec![("enabled", Argument::Flag(true))]),
    };
    action(format!("bring {primary} back"), provider)
}

/// Whether it fires on time-outs, and not on what refused connections become.
fn hangs(fallback: &Fallback) -> bool {
    let triggers = fallback.triggers.as_deref().unwrap_or_default();
    triggers.contains(&Symptom::Timeout) && !triggers.contains(&Symptom::ServerError)
}

/// From the loss to the fallback: noticed, then switched.
fn wait(
    requirement: &Requirement,
    switched: Option<Duration>,
    configuration: &mut BTreeMap<&'static str, Asked>,
) -> Seconds {
    let noticed = requirement.detect_within().map(|at| at.value);
    match (noticed, switched) {
        (Some(noticed), Some(switched)) => {
            Seconds::Declared(noticed.saturating_add(switched).seconds())
        }
        _ => {
            let asked = Asked::number("SWITCH_SECONDS", "0");
            configuration.insert("switch_seconds", asked);
            Seconds::Asked("${switch_seconds}")
        }
    }
}

fn description(fallback: &Fallback, switched: Option<Duration>) -> String {
    let by_users = fallback.switch.is_some_and(|at| at.value == Switch::User);
    let who = match (&fallback.steps, fallback.is_by_hand() || by_users) {
        (_, false) => "The switch is made without a person.".to_owned(),
        (None, true) if by_users => "While it waits its users go there by themselves.".to_owned(),
        (None, true) => "While it waits a person switches.".to_owned(),
        (Some(steps), true) => format!("While it waits a person switches: {}", steps.trim()),
    };
    let triggers = fallback.triggers.as_deref().unwrap_or_default();
    let shown = [Symptom::ServerError, Symptom::Timeout];
    let beyond = !triggers.is_empty() && !triggers.iter().any(|one| shown.contains(one));
    let beyond = match beyond {
        true => {
            " It fires on what a fault proxy for connections does not show: break it otherwise."
        }
        false => "",
    };
    let asked = match switched {
        Some(_) => "",
        None => " The plan does not say how long the switch takes: say it in SWITCH_SECONDS.",
    };
    format!("{who}{beyond}{asked} Write the day into the plan when it has served.")
}

/// What a file may be called everywhere.
fn file_name(parts: &[&str]) -> String {
    let name = parts.join("-");
    let kept = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
    name.chars()
        .map(|c| if kept(c) { c } else { '-' })
        .collect()
}
