//! An AI dependency: its endpoint, weights, gateways, and the end of its model.

use std::collections::HashMap;

use crate::catalogue::{self, ModelFacts, ModelName};
use crate::language::said::{self, Said};
use crate::model::{
    AfterEnd, Ai, AiNeeds, Binding, BindingRole, ComponentId, Detail, Level, ModelKnowledge,
    ModelStanding, Retirement,
};
use jurymast_terms::diagnostic::{Diagnostic, Severity};
use jurymast_terms::source::{At, FileId, Span};
use jurymast_terms::suggest;

use super::convert::{at, declared};
use super::resolver::Resolver;

/// What plans say of models, by provider.
pub(super) type OwnModels = HashMap<ComponentId, Vec<said::ModelEntry>>;

impl Resolver<'_> {
    pub(super) fn ai(
        &mut self,
        file: FileId,
        id: ComponentId,
        own: said::AiKeys,
        models: &OwnModels,
    ) {
        let said::AiKeys {
            provider,
            endpoint,
            model,
            lineage,
            via,
            needs,
            residency,
            assets,
            require_parameters,
        } = own;
        let place = Span::new(file, provider.range.clone());
        let model: Option<At<String>> = at(file, model);
        let answerer = self.answerer(&provider, place, model.clone());
        let model = answerer.as_ref().map_or(model, |one| one.model.clone());
        let own_weights = answerer.as_ref().is_some_and(|one| one.runtime.is_some());
        let lineage_name = match lineage {
            Some(said) => Some((said.value.0, Span::new(file, said.range))),
            // Two installations that load the same weights do not fail together.
            None if own_weights => None,
            None => model
                .as_ref()
                .map(|model| (catalogue::lineage_name(&model.value), model.span)),
        };
        let lineage = lineage_name
            .filter(|(name, _)| !name.is_empty())
            .map(|(name, place)| (self.pull_lineage(&name, place), place));
        let Some(answerer) = answerer else {
            return;
        };
        let assumed = endpoint.is_none();
        let to = answerer.provider;
        let endpoint = match (to, own_weights) {
            (Some(to), false) => self.endpoint(file, to, endpoint, model.as_ref(), place),
            _ => None,
        };
        let bind = |to, role, place| Binding {
            to,
            role,
            effect: Level::Down,
            place,
            evidence: None,
        };
        let mut bindings = Vec::new();
        bindings.extend(match endpoint {
            Some((endpoint, place)) => Some(bind(endpoint, BindingRole::Endpoint, place)),
            None => to.map(|to| bind(to, BindingRole::Provider, place)),
        });
        bindings.extend(answerer.host.map(|to| bind(to, BindingRole::Host, place)));
        bindings.extend(lineage.map(|(lineage, place)| bind(lineage, BindingRole::Lineage, place)));
        for gateway in via.unwrap_or_default().0 {
            let place = Span::new(file, gateway.range.clone());
            if let Some(to) = self.needed(id, &gateway, place) {
                bindings.push(bind(to, BindingRole::Gateway, place));
            }
        }
        for to in answerer.via {
            if bindings.iter().all(|one| one.to != to) {
                bindings.push(bind(to, BindingRole::Gateway, place));
            }
        }
        let ModelFacts {
            retirement,
            knowledge,
        } = to.map_or_else(ModelFacts::default, |to| {
            self.model_facts(to, endpoint.map(|(e, _)| e), model.as_ref(), models)
        });
        let component = self.component_mut(id);
        component.bindings = bindings;
        component.detail = Detail::Ai(Box::new(Ai {
            provider: to.map(|to| At::new(to, place)),
            runtime: answerer.runtime,
            routed: answerer.routed,
            endpoint_assumed: assumed && endpoint.is_some(),
            endpoint: endpoint.map(|(endpoint, _)| endpoint),
            model,
            lineage: lineage.map(|(lineage, _)| lineage),
            retirement,
            knowledge,
            needs: needs_of(needs),
            residency,
            assets,
            require_parameters,
        }));
    }

    fn endpoint(
        &mut self,
        file: FileId,
        provider: ComponentId,
        said: Option<Said<String>>,
        model: Option<&At<String>>,
        provider_place: Span,
    ) -> Option<(ComponentId, Span)> {
        let known = catalogue::provider(&self.components[provider.index()].id);
        let (name, place) = match said {
            Some(said) => {
                let place = Span::new(file, said.range);
                let listed = known
                    .map(|known| &known.endpoints)
                    .filter(|list| !list.is_empty());
                if let (Some(list), Some(known)) = (listed, known)
                    && known.endpoint(&said.value).is_none()
                {
                    let ids = || list.iter().map(|endpoint| endpoint.id.as_str());
                    let finding = Diagnostic::new(
                        "unknown-endpoint",
                        Severity::Warning,
                        format!(
                            "the catalogue knows no endpoint `{}` of {}",
                            said.value, known.name
                        ),
                        place,
                    )
                    .label("taken as it stands")
                    .note(format!("known: {}", ids().collect::<Vec<_>>().join(", ")));
                    let question = suggest::did_you_mean(&said.value, ids());
                    self.problems.push(finding.maybe_help(question));
                }
                (said.value, place)
            }
            None => {
                let model = model.map(|model| model.value.as_str());
                let usual = known?.usual_endpoint(model)?;
                (usual.id.clone(), provider_place)
            }
        };
        Some((self.pull_endpoint(provider, &name, place), place))
    }

    /// What is known of the model: by the plan itself, else by saved lists and the
    /// catalogue; the endpoint's end counts where it comes first.
    fn model_facts(
        &self,
        provider: ComponentId,
        endpoint: Option<ComponentId>,
        model: Option<&At<String>>,
        own: &OwnModels,
    ) -> ModelFacts {
        let by_model = model.map(|model| {
            let listed = own.get(&provider).into_iter().flatten();
            let name = ModelName::of(&model.value);
            let same = |known: &&said::ModelEntry| {
                known.id.value.0 == model.value || ModelName::of(&known.id.value.0) == name
            };
            let mut entries = listed.filter(same);
            let entry = entries.clone().next();
            let end = entries.rfind(|known| known.retires.is_some());
            let mut facts = catalogue::model_facts(
                &self.components[provider.index()].id,
                &model.value,
                &self.model_lists,
            );
            if entry.is_some() {
                facts.knowledge.standing = ModelStanding::Known;
            }
            if let Some((known, retires)) = end.and_then(|one| Some((one, one.retires.as_ref()?))) {
                facts.knowledge = ModelKnowledge {
                    standing: ModelStanding::Known,
                    listed: facts.knowledge.listed,
                    ..ModelKnowledge::default()
                };
                facts.retirement = Some(Retirement {
                    what: model.value.clone(),
                    on: retires.0,
                    announced: None,
                    after: known.after.unwrap_or(AfterEnd::Fails),
                    replacement: known.replacement.clone(),
                    evidence: known.source.clone().map(declared),
                });
            }
            facts
        });
        let mut facts = by_model.unwrap_or_default();
        if let Some(endpoint) = endpoint
            && let Detail::Endpoint(endpoint) = &self.components[endpoint.index()].detail
            && let Some(end) = &endpoint.retirement
            && facts
                .retirement
                .as_ref()
                .is_none_or(|model| end.on < model.on)
        {
            facts.retirement = Some(end.clone());
        }
        facts
    }
}

fn needs_of(said: said::NeedsEntry) -> AiNeeds {
    let said::NeedsEntry {
        tools,
        structured_output,
        vision,
        streaming,
        context,
        latency,
    } = said;
    AiNeeds {
        tools,
        structured_output,
        vision,
        streaming,
        context: context.map(Into::into),
        latency: latency.map(Into::into),
    }
}
