use std::collections::{BTreeMap, BTreeSet};

use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use crate::lint::words;
use jurymast_engine::simulation::{Symptoms, TimelineEvent};
use jurymast_plan::catalogue::{self, Habit, OutageAtProvider, SwitchingGateway};
use jurymast_plan::model::{ComponentId, Detail, Fallback, Plan, Requirement, Switch, Symptom};
use jurymast_terms::wording;

rule! {
    /// An automatic fallback that does not fire on a failure that is known to come.
    ///
    /// ## What it finds
    /// An automatic or per-call fallback without manual `steps` whose `triggers` leave out a
    /// symptom that one of the plan's scenarios shows to its caller, that the provider
    /// showed in a recorded outage, or that whatever is down shows: 5xx from what stands
    /// before it, a time-out where nothing answers. Without `triggers` those of the gateway
    /// count that the calls go `via`, where the catalogue knows it: what it never turns
    /// away from, what it turns away from only where it is set to, and what nobody is
    /// sure of. So does one that what is over shows for good, or what will end once its day has
    /// come. Without such a gateway the fallback is taken to fire on everything, and told. Wrong answers count in scenarios only: no software sees them in passing.
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
    /// ```toml
    /// [service.support-chat]
    /// depends_on = [{ on = "support-llm", fallback = [{ to = "second-llm", switch = "automatic" }] }]
    ///
    /// [ai.support-llm]
    /// provider = "cohere"
    /// via = ["litellm"]
    ///
    /// [ai.second-llm]
    /// provider = "mistral"
    /// via = ["litellm"]
    ///
    /// [scenario.key-revoked]
    /// fails = [{ what = "cohere", for = "2h", symptom = "401" }]
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
    /// The recorded outages of the catalogue; the habits of gateways there, each with how
    /// sure it is (`jurymast catalogue show litellm`).
    "trigger-blind-fallback", Fallbacks, Warning, check,
    says &["steps", "switch", "triggers"]
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    let plan = cx.plan;
    let shown = shown(cx);
    for (id, component) in plan.enumerate() {
        for (at, requirement) in component.requirements.iter().enumerate() {
            for (fallback_at, fallback) in requirement.fallbacks.iter().enumerate() {
                let by_software = fallback
                    .switch
                    .is_some_and(|at| matches!(at.value, Switch::Automatic | Switch::PerCall));
                if !by_software || fallback.steps.is_some() {
                    continue;
                }
                let in_scenarios = shown.get(&(id, at, fallback_at));
                let mut for_good = cx.analysis.blind_fallbacks().iter();
                let for_good = for_good.find(|one| {
                    (one.component, one.requirement, one.fallback) == (id, at, fallback_at)
                });
                let blind = Blind {
                    id,
                    requirement,
                    fallback,
                    in_scenarios: in_scenarios.map_or(&[], Vec::as_slice),
                    for_good: for_good.map_or(Symptoms::default(), |one| one.seen),
                };
                let gateway = catalogue::switching_gateway(plan, requirement, fallback);
                match (&fallback.triggers, gateway) {
                    (Some(triggers), _) => blind.report(cx, found, triggers),
                    (None, Some(gateway)) => blind.by_gateway(cx, found, &gateway),
                    (None, None) => blind.undeclared(cx, found),
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
    /// What its primary shows before anything happens, where that leaves it blind.
    for_good: Symptoms,
}

impl Blind<'_> {
    /// "automatic", "per-call"
    fn how(&self) -> &'static str {
        let switch = self.fallback.switch.map(|at| at.value);
        switch.map_or("automatic", Switch::as_str)
    }

    /// With what the primary shows for good, and what it will once something behind it ends.
    fn with_ends(
        &self,
        plan: &Plan,
        mut missed: Missed,
        is_missed: impl Fn(Symptom) -> bool,
    ) -> Missed {
        let behind = behind(plan, self.requirement);
        let ends = |id: &ComponentId| plan.end_after(*id, plan.today?);
        for (day, ended) in behind.iter().filter_map(ends) {
            let id = &plan.component(ended.component).id;
            let shown = Symptoms::from_iter([ended.symptom()]);
            missed.add(shown, &is_missed, |seen| {
                format!("`{id}` ends on {day}, and shows {seen} from then on")
            });
        }
        missed.add(self.for_good, &is_missed, |seen| {
            format!("before anything fails it shows {seen} already: nothing sets the switch off")
        });
        missed
    }

    fn undeclared(&self, cx: &Context<'_>, found: &mut FindingSink<'_>) {
        let plan = cx.plan;
        let to = &plan.component(self.fallback.to.value).id;
        let owner = &plan.component(self.id).id;
        let message = format!(
            "the {} fallback of `{owner}` on `{to}` does not say what sets it off",
            self.how()
        );
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
        let shown = self.in_scenarios.iter().copied();
        let missed = Missed::of(plan, self.requirement, shown, |one| !covered.contains(one));
        let missed = missed.with_usual(covered);
        let missed = self.with_ends(plan, missed, |one| !covered.contains(one));
        if missed.all.is_empty() {
            return;
        }
        let to = &plan.component(self.fallback.to.value).id;
        let owner = &plan.component(self.id).id;
        let message = format!(
            "the {} fallback of `{owner}` on `{to}` does not fire on {}",
            self.how(),
            list(missed.all)
        );
        found.about(
            plan,
            self.id,
            self.fallback.place,
            message,
            |mut finding| {
                finding.notes.extend(missed.notes);
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

    /// Without `triggers`: what the gateway does, failure by failure.
    fn by_gateway(
        &self,
        cx: &Context<'_>,
        found: &mut FindingSink<'_>,
        gateway: &SwitchingGateway<'_>,
    ) {
        let plan = cx.plan;
        let shown: Vec<(usize, Symptoms)> = scenarios(plan, self.requirement).collect();
        let does = |symptom| gateway.record.falls_back_on(symptom);
        let missed = Missed::of(plan, self.requirement, shown.into_iter(), |one| {
            does(one) != Habit::Yes
        });
        let missed = self.with_ends(plan, missed, |one| does(one) != Habit::Yes);
        let of = |habit| -> Symptoms {
            missed
                .all
                .iter()
                .filter(|one| does(*one) == habit)
                .collect()
        };
        let (never, if_set, unknown) = (of(Habit::No), of(Habit::Configured), of(Habit::Unknown));
        let name = &gateway.component.name;
        let mut told = Vec::new();
        if !never.is_empty() {
            told.push(format!("does not fire on {}", list(never)));
        }
        if !if_set.is_empty() {
            told.push(format!(
                "fires on {} only where {name} is set to",
                list(if_set)
            ));
        }
        if !unknown.is_empty() {
            told.push(format!("fires on {} or not: nobody is sure", list(unknown)));
        }
        if told.is_empty() {
            return;
        }
        let to = &plan.component(self.fallback.to.value).id;
        let owner = &plan.component(self.id).id;
        let message = format!(
            "the {} fallback of `{owner}` on `{to}` {}",
            self.how(),
            wording::and(&told)
        );
        found.about(plan, self.id, self.fallback.place, message, |mut finding| {
            finding.notes.extend(missed.notes);
            finding.notes.extend(sources(gateway, missed.all));
            finding
                .detail(to.as_str())
                .label(format!("no `triggers`: those of {name} count"))
                .help("set it there and name it: triggers = [...], or write the `steps` by which a person switches")
        });
    }
}

/// Symptoms that a fallback was shown, or will be, and does not surely fire on.
struct Missed {
    all: Symptoms,
    /// Where each was shown.
    notes: Vec<String>,
}

impl Missed {
    fn of(
        plan: &Plan,
        requirement: &Requirement,
        in_scenarios: impl Iterator<Item = (usize, Symptoms)>,
        is_missed: impl Fn(Symptom) -> bool,
    ) -> Self {
        let missed =
            |all: Symptoms| -> Symptoms { all.iter().filter(|one| is_missed(*one)).collect() };
        let mut found = Self {
            all: Symptoms::default(),
            notes: Vec::new(),
        };
        for (scenario, symptoms) in in_scenarios {
            let here = missed(symptoms);
            found.all = found.all.union(here);
            let id = &plan.scenarios[scenario].id;
            let note = format!("scenario `{id}` shows {}", list(symptoms));
            if !here.is_empty() && !found.notes.contains(&note) {
                found.notes.push(note);
            }
        }
        for (provider, outage) in recorded(plan, requirement) {
            let symptoms = outage.symptoms.iter().copied();
            let seen = symptoms.filter(|one| *one != Symptom::WrongAnswers);
            let here = missed(seen.collect());
            if !here.is_empty() {
                found.all = found.all.union(here);
                let (on, id) = (outage.outage.on(), &outage.outage.id);
                found
                    .notes
                    .push(format!("{provider} showed {} on {on} ({id})", list(here)));
            }
        }
        found
    }

    /// With more that is shown, and the sentence that says where.
    fn add(
        &mut self,
        shown: Symptoms,
        is_missed: impl Fn(Symptom) -> bool,
        note: impl Fn(String) -> String,
    ) {
        let here: Symptoms = shown.iter().filter(|one| is_missed(*one)).collect();
        if !here.is_empty() {
            self.all = self.all.union(here);
            self.notes.push(note(list(here)));
        }
    }

    /// The same with what whatever is down may show.
    fn with_usual(mut self, covered: Symptoms) -> Self {
        let usual = [Symptom::ServerError, Symptom::Timeout].into_iter();
        let here: Symptoms = usual.filter(|one| !covered.contains(*one)).collect();
        if !here.is_within(self.all) {
            self.all = self.all.union(here);
            let note = format!("what is down may show {}", list(here));
            self.notes.push(note);
        }
        self
    }
}

/// The primaries, and what they are bound to.
fn behind(plan: &Plan, requirement: &Requirement) -> BTreeSet<ComponentId> {
    let mut behind: BTreeSet<ComponentId> = requirement.group.iter().map(|one| one.value).collect();
    let mut open: Vec<ComponentId> = behind.iter().copied().collect();
    while let Some(at) = open.pop() {
        let bound = plan.component(at).bindings.iter().map(|one| one.to);
        open.extend(bound.filter(|to| behind.insert(*to)));
    }
    behind
}

/// What the plan's scenarios show of what the primaries are, or are bound to.
fn scenarios<'a>(
    plan: &'a Plan,
    requirement: &Requirement,
) -> impl Iterator<Item = (usize, Symptoms)> + use<'a> {
    let behind = behind(plan, requirement);
    plan.scenarios
        .iter()
        .enumerate()
        .map(move |(at, scenario)| {
            let hits = scenario.faults.iter();
            let hits = hits.filter(|fault| behind.contains(&fault.what.value));
            (at, hits.filter_map(|fault| fault.symptom).collect())
        })
}

/// Where the gateway's habits on these failures were read, each once.
fn sources(gateway: &SwitchingGateway<'_>, symptoms: Symptoms) -> Vec<String> {
    let mut notes: Vec<String> = Vec::new();
    for symptom in symptoms.iter() {
        let Some(row) = gateway.record.habit(symptom) else {
            continue;
        };
        let more = row
            .note
            .as_ref()
            .map_or_else(String::new, |note| format!(": {note}"));
        let note = format!("{} ({}){more}", row.source, row.confidence);
        if !notes.contains(&note) {
            notes.push(note);
        }
    }
    notes
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
