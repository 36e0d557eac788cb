use std::collections::BTreeMap;

use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use crate::lint::words;
use jurymast_engine::simulation::{Symptoms, TimelineEvent};
use jurymast_plan::catalogue::{self, OutageAtProvider};
use jurymast_plan::model::{ComponentId, Detail, Fallback, Plan, Requirement, Switch, Symptom};

rule! {
    /// An automatic fallback that does not fire on a failure that is known to come.
    ///
    /// ## What it finds
    /// An automatic fallback without manual `steps` whose `triggers` leave out a
    /// symptom that one of the plan's scenarios shows to its caller, or that the
    /// provider showed in a recorded outage; and one without `triggers`, which is
    /// taken to fire on everything. Wrong answers count in scenarios only: no
    /// software sees them in passing.
    ///
    /// ## Why it matters
    /// A gateway that waits for 5xx and time-outs sits still while every call comes
    /// back as 401 or 400. The fallback is there, healthy, and never used.
    ///
    /// ## Fails
    /// ```toml
    /// [service.support-chat]
    /// depends_on = [{ on = "support-llm", fallback = [
    ///   { to = "second-llm", switch = "automatic", triggers = ["5xx", "timeout"] } ] }]
    ///
    /// [service.support-llm]
    /// [service.second-llm]
    ///
    /// [scenario.key-revoked]
    /// fails = [{ what = "support-llm", for = "2h", symptom = "401" }]
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.support-chat]
    /// depends_on = [{ on = "support-llm", fallback = [
    ///   { to = "second-llm", switch = "automatic", triggers = ["5xx", "timeout"], steps = "Set LLM=second and restart" } ] }]
    ///
    /// [service.support-llm]
    /// [service.second-llm]
    ///
    /// [scenario.key-revoked]
    /// fails = [{ what = "support-llm", for = "2h", symptom = "401" }]
    /// ```
    ///
    /// ## What to do
    /// Add the symptom to `triggers`, in the gateway first; or write the `steps` by
    /// which a person switches.
    ///
    /// ## False alarms
    /// A caller for whom a 400 is its own mistake. Give it `steps` for the day on
    /// which every call is one.
    ///
    /// ## Ask
    /// Which status codes does the gateway's configuration really name?
    ///
    /// ## Sources
    /// The recorded outages of the catalogue; documented defaults of LLM gateways, which
    /// retry on 429, 408 and 5xx and not on 400 or 401.
    "trigger-blind-fallback", Fallbacks, Warning, check
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    let plan = cx.plan;
    let shown = shown(cx);
    for (id, component) in plan.enumerate() {
        for (at, requirement) in component.requirements.iter().enumerate() {
            for (fallback_at, fallback) in requirement.fallbacks.iter().enumerate() {
                let automatic = fallback
                    .switch
                    .is_some_and(|at| at.value == Switch::Automatic);
                if !automatic || fallback.steps.is_some() {
                    continue;
                }
                let in_scenarios = shown.get(&(id, at, fallback_at));
                let blind = Blind {
                    id,
                    requirement,
                    fallback,
                    in_scenarios: in_scenarios.map_or(&[], Vec::as_slice),
                };
                match &fallback.triggers {
                    None => blind.undeclared(cx, found),
                    Some(triggers) => blind.report(cx, found, triggers),
                }
            }
        }
    }
}

/// Component, requirement, fallback.
type Place = (ComponentId, usize, usize);

/// What each blind trigger was shown, by scenario.
fn shown(cx: &Context<'_>) -> BTreeMap<Place, Vec<(usize, Symptoms)>> {
    let mut shown: BTreeMap<Place, Vec<(usize, Symptoms)>> = BTreeMap::new();
    for (scenario, run) in cx.analysis.runs().scenarios.iter().enumerate() {
        for note in &run.timeline.notes {
            if let TimelineEvent::Blind {
                requirement,
                fallback,
                symptoms,
                by_hand: false,
            } = note.event
            {
                let place = (note.component, requirement, fallback);
                shown.entry(place).or_default().push((scenario, symptoms));
            }
        }
    }
    shown
}

struct Blind<'a> {
    id: ComponentId,
    requirement: &'a Requirement,
    fallback: &'a Fallback,
    in_scenarios: &'a [(usize, Symptoms)],
}

impl Blind<'_> {
    fn undeclared(&self, cx: &Context<'_>, found: &mut FindingSink<'_>) {
        let plan = cx.plan;
        let to = &plan.component(self.fallback.to.value).id;
        let owner = &plan.component(self.id).id;
        let message =
            format!("the automatic fallback of `{owner}` on `{to}` does not say what sets it off");
        found.about(plan, self.id, self.fallback.place, message, |finding| {
            finding
                .detail(to.as_str())
                .label("no `triggers`: taken to fire on everything")
                .help("name what it fires on: triggers = [\"5xx\", \"429\", \"timeout\"]")
        });
    }

    fn report(&self, cx: &Context<'_>, found: &mut FindingSink<'_>, triggers: &[Symptom]) {
        let plan = cx.plan;
        let covered: Symptoms = triggers.iter().copied().collect();
        let missed = |all: Symptoms| -> Symptoms {
            all.iter().filter(|one| !covered.contains(*one)).collect()
        };
        let mut all = Symptoms::default();
        let mut notes = Vec::new();
        for &(scenario, symptoms) in self.in_scenarios {
            all = all.union(missed(symptoms));
            let id = &plan.scenarios[scenario].id;
            let note = format!("scenario `{id}` shows {}", list(symptoms));
            if !notes.contains(&note) {
                notes.push(note);
            }
        }
        for (provider, outage) in recorded(plan, self.requirement) {
            let symptoms = outage.symptoms.iter().copied();
            let symptoms = missed(
                symptoms
                    .filter(|one| *one != Symptom::WrongAnswers)
                    .collect(),
            );
            if !symptoms.is_empty() {
                all = all.union(symptoms);
                let (on, id) = (outage.outage.on(), &outage.outage.id);
                notes.push(format!(
                    "{provider} showed {} on {on} ({id})",
                    list(symptoms)
                ));
            }
        }
        if all.is_empty() {
            return;
        }
        let to = &plan.component(self.fallback.to.value).id;
        let owner = &plan.component(self.id).id;
        let message = format!(
            "the automatic fallback of `{owner}` on `{to}` does not fire on {}",
            list(all)
        );
        found.about(
            plan,
            self.id,
            self.fallback.place,
            message,
            |mut finding| {
                finding.notes.extend(notes);
                finding
                    .detail(to.as_str())
                    .label(format!(
                        "fires on {} only, and has no steps by hand",
                        list(covered)
                    ))
                    .help("add it to `triggers`, or write the `steps` by which a person switches")
            },
        );
    }
}

/// The recorded outages of whoever stands behind the primary, as far as they are
/// believed and hit what is called here.
fn recorded<'a>(
    plan: &'a Plan,
    requirement: &'a Requirement,
) -> impl Iterator<Item = (&'a str, &'static OutageAtProvider)> {
    requirement.group.iter().flat_map(move |to| {
        let provider = words::provider_of(plan, to.value);
        let endpoint = match &plan.component(to.value).detail {
            Detail::Ai(ai) => ai.endpoint.map(|at| plan.component(at).id.as_str()),
            Detail::Endpoint(_) => Some(plan.component(to.value).id.as_str()),
            _ => None,
        };
        let name = provider.map_or("", |provider| provider.name.as_str());
        let hits = move |outage: &&OutageAtProvider| {
            outage.outage.confidence.is_known()
                && (outage.endpoints.is_empty()
                    || endpoint.is_some_and(|at| outage.endpoints.iter().any(|one| one == at)))
        };
        let outages = provider.map_or(&[][..], |provider| catalogue::outages_of(&provider.id));
        outages
            .iter()
            .filter(hits)
            .map(move |outage| (name, outage))
    })
}

fn list(symptoms: Symptoms) -> String {
    if symptoms.is_empty() {
        return "nothing".to_owned();
    }
    symptoms.words()
}
