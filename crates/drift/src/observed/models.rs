use std::collections::{BTreeMap, HashMap};

use jurymast_plan::catalogue::{ModelName, meant};
use jurymast_plan::model::{ComponentId, Plan, Requirement};
use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::source::Span;
use jurymast_terms::vocabulary::Severity;

use super::ends::{CallEnd, PairInFile, percent};
use super::in_use::FallbackInUse;
use super::observe::{Observation, TrafficView};
use crate::reach::{DeclaredReach, ExpandedNeed};
use crate::traffic::{SeenModelCall, SeenName};

/// What GenAI clients call providers, where it is neither the catalogue's id nor what people
/// call them.
const PROVIDERS: [(&str, &str); 6] = [
    ("aws.bedrock", "aws-bedrock"),
    ("az.ai.openai", "azure-openai"),
    ("azure.ai.openai", "azure-openai"),
    ("gcp.gemini", "google-gemini"),
    ("gcp.vertex_ai", "google-vertex"),
    ("x_ai", "xai"),
];

/// Who calls a model, and what of the plan was asked and answered.
#[derive(Debug, Clone, Copy)]
pub(super) struct ModelEnds<'t> {
    /// `None`: the file does not say who calls.
    pub(super) from: Option<CallEnd<'t>>,
    pub(super) asked: CallEnd<'t>,
    answered: AnsweredBy,
}

/// Which model answered.
#[derive(Debug, Clone, Copy)]
enum AnsweredBy {
    Asked,
    /// A declared fallback of it, with the place that declares it.
    StandIn(ComponentId, Span),
    Another,
}

impl<'t> ModelEnds<'t> {
    pub(super) fn of(
        plan: &Plan,
        reach: &DeclaredReach<'_>,
        from: Option<CallEnd<'t>>,
        call: &'t SeenModelCall,
    ) -> Self {
        let ais = of_provider(plan, asked_for(plan, &call.asked), call.provider.as_deref());
        let needs = match from {
            Some(CallEnd::Known(caller)) => Some(reach.needs(caller)),
            _ => None,
        };
        let asked = needs.and_then(|needs| {
            let mut own = needs.iter().filter(|need| ais.contains(&need.to));
            let first = own.clone().find(|need| !need.is_fallback());
            first.or_else(|| own.next()).map(|need| need.to)
        });
        let asked = asked.or_else(|| ais.first().copied());
        let answered = call.answered.as_deref().unwrap_or(&call.asked);
        let answered = match is_the_same(plan, &call.asked, answered, &ais) {
            true => AnsweredBy::Asked,
            false => {
                let found = match needs {
                    Some(needs) => stand_in_of(plan, needs, &ais, answered),
                    None => stand_in(plan, &ais, answered),
                };
                found.map_or(AnsweredBy::Another, |(id, place)| {
                    AnsweredBy::StandIn(id, place)
                })
            }
        };
        Self {
            from,
            asked: asked.map_or(CallEnd::Unknown(&call.asked), CallEnd::Known),
            answered,
        }
    }

    fn has_known_caller(&self) -> bool {
        matches!(self.from, Some(CallEnd::Known(_)))
    }
}

/// The calls of models of one file, pair by pair, where it says who calls; what stood in was
/// called too.
pub(super) fn model_sums<'t>(
    calls: &[SeenModelCall],
    ends: &[ModelEnds<'t>],
) -> BTreeMap<(CallEnd<'t>, CallEnd<'t>), PairInFile> {
    let mut totals: HashMap<CallEnd<'t>, f64> = HashMap::new();
    let mut pairs: BTreeMap<(CallEnd<'t>, CallEnd<'t>), PairInFile> = BTreeMap::new();
    for (call, ends) in calls.iter().zip(ends) {
        let Some(from) = ends.from else { continue };
        *totals.entry(from).or_default() += call.calls;
        let stood_in = match ends.answered {
            AnsweredBy::StandIn(id, _) => Some(CallEnd::Known(id)),
            AnsweredBy::Asked | AnsweredBy::Another => None,
        };
        for to in std::iter::once(ends.asked).chain(stood_in) {
            let one = pairs.entry((from, to)).or_insert(PairInFile {
                of_models: true,
                ..PairInFile::first_at(call.place)
            });
            *one.calls.get_or_insert(0.0) += call.calls;
            one.place = one.place.min(call.place);
        }
    }
    for ((from, _), one) in &mut pairs {
        let total = totals.get(from).copied().filter(|total| *total > 0.0);
        one.share = one.calls.zip(total).map(|(calls, total)| calls / total);
    }
    pairs
}

/// Models that were asked for and are not declared, where no component of the plan is known to
/// call them; models that answered in the place of others.
pub(super) fn models(look: &TrafficView<'_>, found: &mut Observation) {
    let files = look.seen.traffic.iter().zip(&look.seen.models);
    for (file, (traffic, ends)) in files.enumerate() {
        let mut totals: BTreeMap<&str, f64> = BTreeMap::new();
        let mut strange: BTreeMap<&str, ModelAnswers> = BTreeMap::new();
        let mut stood_in: BTreeMap<(ComponentId, Span, Option<&str>), ModelAnswers> =
            BTreeMap::new();
        let mut substituted: BTreeMap<(&str, &str), ModelAnswers> = BTreeMap::new();
        for (call, ends) in traffic.models.iter().zip(ends) {
            let asked = call.asked.as_str();
            *totals.entry(asked).or_default() += call.calls;
            // What a component of the plan calls is a finding of edges.
            if ends.asked == CallEnd::Unknown(asked) && !ends.has_known_caller() {
                strange.entry(asked).or_default().take(call);
            }
            match ends.answered {
                AnsweredBy::Asked => {}
                AnsweredBy::StandIn(..) if ends.has_known_caller() => {}
                AnsweredBy::StandIn(id, place) => {
                    let caller = call.caller.as_ref().map(SeenName::shown);
                    stood_in.entry((id, place, caller)).or_default().take(call);
                }
                AnsweredBy::Another => {
                    let answered = call.answered.as_deref().unwrap_or(asked);
                    let own = substituted.entry((asked, answered)).or_default();
                    own.take(call);
                }
            }
        }
        let strange = strange.into_iter();
        let strange = strange.map(|(asked, answers)| undeclared(asked, &answers));
        found.findings.extend(strange);
        for ((id, declared, caller), answers) in stood_in {
            found.in_use.push(FallbackInUse {
                caller: caller.map(str::to_owned),
                fallback: look.plan.component(id).id.clone(),
                declared,
                calls: Some(answers.calls),
                file,
                place: answers.place,
            });
        }
        for ((asked, answered), answers) in substituted {
            let total = totals.get(asked).copied().filter(|total| *total > 0.0);
            let share = total.map(|total| answers.calls / total);
            let ais = asked_for(look.plan, asked);
            found
                .findings
                .push(look.substituted(asked, answered, &ais, share, &answers));
        }
    }
}

/// How often one answered for another.
struct ModelAnswers {
    calls: f64,
    provider: Option<String>,
    place: Span,
}

impl Default for ModelAnswers {
    fn default() -> Self {
        Self {
            calls: 0.0,
            provider: None,
            place: Span::start_of(jurymast_terms::source::FileId::ROOT),
        }
    }
}

impl ModelAnswers {
    fn take(&mut self, call: &SeenModelCall) {
        if self.calls == 0.0 {
            self.place = call.place;
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

/// Of several that are one model those of the provider that a client names.
fn of_provider(plan: &Plan, ais: Vec<ComponentId>, label: Option<&str>) -> Vec<ComponentId> {
    let Some(label) = label.filter(|_| ais.len() > 1) else {
        return ais;
    };
    let known = PROVIDERS.iter().find(|(known, _)| *known == label);
    let known = known.map(|(_, id)| *id).or_else(|| meant(label));
    let id = known.unwrap_or(label);
    let is_its = |ai: &ComponentId| {
        let provider = plan.component(*ai).ai().and_then(|ai| ai.provider);
        provider.is_some_and(|at| plan.component(at.value).id == id)
    };
    let own: Vec<ComponentId> = ais.iter().copied().filter(is_its).collect();
    match own.is_empty() {
        true => ais,
        false => own,
    }
}

/// The declared fallback of what was asked for that is the model which answered.
fn stand_in(plan: &Plan, ais: &[ComponentId], answered: &str) -> Option<(ComponentId, Span)> {
    let is_asked = |one: &Requirement| one.group.iter().any(|at| ais.contains(&at.value));
    let requirements = plan.components.iter().flat_map(|one| &one.requirements);
    let mut fallbacks = requirements
        .filter(|one| is_asked(one))
        .flat_map(|one| &one.fallbacks);
    let found = fallbacks.find(|one| is_model(plan, one.to.value, answered))?;
    Some((found.to.value, found.place))
}

/// The same among what one caller needs.
fn stand_in_of(
    plan: &Plan,
    needs: &[ExpandedNeed<'_>],
    ais: &[ComponentId],
    answered: &str,
) -> Option<(ComponentId, Span)> {
    let stands_for_asked = |one: &ExpandedNeed<'_>| {
        let mut beside = needs
            .iter()
            .filter(|other| std::ptr::eq(one.requirement, other.requirement));
        beside.any(|other| ais.contains(&other.to))
    };
    needs.iter().find_map(|one| {
        let fallback = one.fallback?;
        let fits = is_model(plan, one.to, answered) && stands_for_asked(one);
        fits.then_some((one.to, fallback.place))
    })
}

fn is_model(plan: &Plan, id: ComponentId, name: &str) -> bool {
    let model = plan.component(id).ai().and_then(|ai| ai.model.as_ref());
    model.is_some_and(|model| ModelName::of(&model.value).is_kin(&ModelName::of(name)))
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
