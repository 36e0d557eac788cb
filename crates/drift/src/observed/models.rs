use std::collections::BTreeMap;

use jurymast_plan::catalogue::ModelName;
use jurymast_plan::model::{ComponentId, Plan, Requirement};
use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::source::Span;
use jurymast_terms::vocabulary::Severity;

use super::ends::percent;
use super::in_use::FallbackInUse;
use super::observe::{Observation, TrafficView};
use crate::traffic::SeenModelCall;

/// Models that were asked for and are not declared; models that answered in the place of
/// others.
pub(super) fn models(look: &TrafficView<'_>, found: &mut Observation) {
    for (file, traffic) in look.seen.traffic.iter().enumerate() {
        let mut totals: BTreeMap<&str, f64> = BTreeMap::new();
        let mut pairs: BTreeMap<(&str, &str), ModelAnswers> = BTreeMap::new();
        for call in &traffic.models {
            *totals.entry(&call.asked).or_default() += call.calls;
            let answered = call.answered.as_deref().unwrap_or(&call.asked);
            pairs.entry((&call.asked, answered)).or_default().take(call);
        }
        let mut told: Vec<&str> = Vec::new();
        for ((asked, answered), answers) in pairs {
            let ais = asked_for(look.plan, asked);
            if ais.is_empty() && !told.contains(&asked) {
                told.push(asked);
                found.findings.push(undeclared(asked, &answers));
            }
            if is_the_same(look.plan, asked, answered, &ais) {
                continue;
            }
            match stand_in(look.plan, &ais, answered) {
                Some((fallback, declared)) => found.in_use.push(FallbackInUse {
                    caller: answers.caller.clone(),
                    fallback,
                    declared,
                    calls: Some(answers.calls),
                    file,
                    place: answers.place,
                }),
                None => {
                    let total = totals.get(asked).copied().filter(|total| *total > 0.0);
                    let share = total.map(|total| answers.calls / total);
                    found
                        .findings
                        .push(look.substituted(asked, answered, &ais, share, &answers));
                }
            }
        }
    }
}

/// How often one answered for another.
struct ModelAnswers {
    calls: f64,
    caller: Option<String>,
    provider: Option<String>,
    place: Span,
}

impl Default for ModelAnswers {
    fn default() -> Self {
        Self {
            calls: 0.0,
            caller: None,
            provider: None,
            place: Span::start_of(jurymast_terms::source::FileId::ROOT),
        }
    }
}

impl ModelAnswers {
    fn take(&mut self, call: &SeenModelCall) {
        if self.calls == 0.0 {
            self.place = call.place;
            self.caller = call.caller.as_ref().map(|name| name.shown().to_owned());
            self.provider.clone_from(&call.provider);
        }
        self.calls += call.calls;
    }
}

/// The AI dependencies that a request means: those of the model, or the one that bears the
/// name itself, as gateways name their groups.
fn asked_for(plan: &Plan, asked: &str) -> Vec<ComponentId> {
    let name = ModelName::of(asked);
    let bears = |id: &str, label: &str| id == asked || label == asked;
    let all = plan.enumerate().filter(|(_, one)| {
        let model = one.ai().and_then(|ai| ai.model.as_ref());
        let is_model = model.is_some_and(|model| ModelName::of(&model.value).is_kin(&name));
        is_model || (one.ai().is_some() && bears(&one.id, &one.name))
    });
    let found: Vec<ComponentId> = all.map(|(id, _)| id).collect();
    if !found.is_empty() {
        return found;
    }
    // A group of models that has a name of its own.
    let grouping = plan.find(asked);
    let needs = grouping.map(|id| plan.component(id).requirements.as_slice());
    let members = needs.unwrap_or_default().iter().flat_map(|one| &one.group);
    members.map(|one| one.value).collect()
}

fn is_the_same(plan: &Plan, asked: &str, answered: &str, ais: &[ComponentId]) -> bool {
    let answer = ModelName::of(answered);
    let mut models = ais
        .iter()
        .filter_map(|id| plan.component(*id).ai()?.model.as_ref());
    ModelName::of(asked).is_kin(&answer)
        || models.any(|model| ModelName::of(&model.value).is_kin(&answer))
}

/// The declared fallback of what was asked for that is the model which answered.
fn stand_in(plan: &Plan, ais: &[ComponentId], answered: &str) -> Option<(String, Span)> {
    let answer = ModelName::of(answered);
    let is_asked = |one: &Requirement| one.group.iter().any(|at| ais.contains(&at.value));
    let requirements = plan.components.iter().flat_map(|one| &one.requirements);
    let mut fallbacks = requirements
        .filter(|one| is_asked(one))
        .flat_map(|one| &one.fallbacks);
    fallbacks.find_map(|fallback| {
        let to = plan.component(fallback.to.value);
        let model = to.ai()?.model.as_ref()?;
        let fits = ModelName::of(&model.value).is_kin(&answer);
        fits.then(|| (to.id.clone(), fallback.place))
    })
}

fn undeclared(asked: &str, answers: &ModelAnswers) -> Diagnostic {
    let at = answers
        .provider
        .as_ref()
        .map_or(String::new(), |one| format!(" at {one}"));
    let message =
        format!("the model `{asked}` is called{at}, and no `ai` of the plan is that model");
    Diagnostic::new(
        "undeclared-component",
        Severity::Warning,
        message,
        answers.place,
    )
    .label("called here")
    .detail(asked)
    .help("declare it: [ai.some-id] with its provider and model")
}

impl TrafficView<'_> {
    fn substituted(
        &self,
        asked: &str,
        answered: &str,
        ais: &[ComponentId],
        share: Option<f64>,
        answers: &ModelAnswers,
    ) -> Diagnostic {
        let share = share.map_or(String::new(), |share| {
            format!(" to {} of the calls", percent(share))
        });
        let message = format!("`{asked}` was asked for, and `{answered}` answered{share}");
        let component = ais.first().map(|id| self.plan.component(*id));
        let place = component
            .and_then(|one| Some(one.ai()?.model.as_ref()?.span))
            .unwrap_or(answers.place);
        let finding = Diagnostic::new("other-model-answers", Severity::Warning, message, place)
            .detail(format!("{asked} {answered}"))
            .related(answers.place, "counted here")
            .help("declare it as a fallback if it is one; else ask who answers in its place");
        match component {
            Some(one) => finding.component(one.id.as_str()),
            None => finding,
        }
    }
}
