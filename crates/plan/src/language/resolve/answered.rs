//! Who answers an AI call: the provider that the plan names, the vendor behind a
//! gateway that it names, or software that its owners run.

use crate::catalogue::{self, HostChoice, ProviderRecord};
use crate::language::said::Said;
use crate::model::{ComponentId, Detail, Kind, Origin};
use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::source::{At, Span};
use jurymast_terms::wording;

use super::names::Expected;
use super::resolver::Resolver;

/// Who answers, and through what the call goes.
#[derive(Default)]
pub(super) struct Answerer {
    /// `None` for a runtime that is no component by itself.
    pub(super) provider: Option<ComponentId>,
    /// A runtime, by its id in the catalogue.
    pub(super) runtime: Option<String>,
    /// The component of the plan that the runtime runs on.
    pub(super) host: Option<ComponentId>,
    /// Gateways that the provider's name and the model's prefixes say, outermost first.
    pub(super) via: Vec<ComponentId>,
    /// The model as who answers calls it.
    pub(super) model: Option<At<String>>,
    /// A gateway picks the host, and nothing says which.
    pub(super) routed: bool,
}

impl Resolver<'_> {
    /// `None` where the name leads nowhere, which is told.
    pub(super) fn answerer(
        &mut self,
        provider: &Said<String>,
        place: Span,
        model: Option<At<String>>,
    ) -> Option<Answerer> {
        let known = catalogue::provider(&provider.value);
        if let Some(known) = known.filter(|known| known.is_runtime()) {
            return self.runtime(known, place, model);
        }
        if let Some(known) = known.filter(|known| known.gateway.is_some()) {
            return self.behind(known, place, model);
        }
        let to = self.component(Expected::Provider, &provider.value, place)?;
        let kind = self.components[to.index()].kind();
        if kind != Kind::Provider {
            self.wrong_kind(&provider.value, kind, "a provider", place);
            return None;
        }
        if let Some(known) = known.filter(|known| !known.answers_ai_calls()) {
            self.problems.push(no_ai(known, place));
            return None;
        }
        Some(Answerer {
            provider: Some(to),
            model,
            ..Answerer::default()
        })
    }

    /// Software of the plan's owners: on the component that bears its name, if there is one.
    fn runtime(
        &mut self,
        known: &'static ProviderRecord,
        place: Span,
        model: Option<At<String>>,
    ) -> Option<Answerer> {
        let mut found = Answerer {
            runtime: Some(known.id.clone()),
            model,
            ..Answerer::default()
        };
        let Some(own) = self.names.component(&known.id) else {
            return Some(found);
        };
        let component = &self.components[own.index()];
        match component.kind() {
            Kind::Service | Kind::Resource => found.host = Some(own),
            Kind::Provider if component.origin == Origin::Plan => found.provider = Some(own),
            // `[ai.ollama]` with provider = "ollama" is the dependency itself.
            Kind::Provider | Kind::Ai => {}
            kind => {
                self.wrong_kind(&known.id, kind, "what a runtime runs on", place);
                return None;
            }
        }
        Some(found)
    }

    /// A gateway named as the provider: the model's prefixes say to whom it passes calls on.
    fn behind(
        &mut self,
        named: &'static ProviderRecord,
        place: Span,
        model: Option<At<String>>,
    ) -> Option<Answerer> {
        let Route {
            mut gateways,
            end,
            model: rest,
        } = route(named, model.as_ref().map_or("", |model| &model.value));
        let router = gateways
            .iter()
            .position(|one| picks(one) == Some(HostChoice::Router));
        let router = match (&end, router) {
            (RouteEnd::Vendor(_), None) => None,
            (RouteEnd::Gateway | RouteEnd::Unknown, None) => Some(gateways.len() - 1),
            (_, router) => router,
        };
        let answering = router.map(|at| gateways.split_off(at)[0]);
        let mut via = Vec::new();
        for gateway in gateways {
            via.push(self.gateway(gateway, place)?);
        }
        let model = model.map(|model| match answering {
            Some(router) => At::new(model_of(&model.value, router), model.span),
            None => At::new(rest, model.span),
        });
        let found = match (answering, end) {
            (None, RouteEnd::Vendor(vendor)) if vendor.is_runtime() => {
                self.runtime(vendor, place, model)?
            }
            (None, RouteEnd::Vendor(vendor)) => Answerer {
                provider: Some(self.component(Expected::Provider, &vendor.id, place)?),
                model,
                ..Answerer::default()
            },
            (router, end) => Answerer {
                provider: Some(self.gateway(router.unwrap_or(named), place)?),
                routed: !matches!(end, RouteEnd::Gateway),
                model,
                ..Answerer::default()
            },
        };
        Some(Answerer { via, ..found })
    }

    /// A gateway by its id in the catalogue, which a component of the plan may bear.
    fn gateway(&mut self, known: &ProviderRecord, place: Span) -> Option<ComponentId> {
        let to = self.component(Expected::Provider, &known.id, place)?;
        let kind = self.components[to.index()].kind();
        if matches!(kind, Kind::Provider | Kind::Service | Kind::Resource) {
            return Some(to);
        }
        self.wrong_kind(&known.id, kind, "a gateway", place);
        None
    }

    /// The hosts that routers may use, once every component is known.
    pub(super) fn routes(&mut self) {
        let routed = self.components.iter().enumerate();
        let routed = routed.filter_map(|(at, one)| match &one.detail {
            Detail::Ai(ai) if ai.routed => {
                let model = ai.model.as_ref().map(|model| model.value.clone());
                Some((at, one.place, model, ai.provider.map(|to| to.value)))
            }
            _ => None,
        });
        let routed: Vec<_> = routed.collect();
        for (at, place, model, router) in routed {
            let maker = model.as_deref().and_then(catalogue::maker);
            let mut hosts: Vec<ComponentId> = Vec::new();
            if let Some(maker) = maker {
                hosts.extend(self.pull(&maker.id, place));
                let others = maker.also_served_by.iter();
                hosts.extend(others.filter_map(|id| self.names.component(id)));
            }
            if maker.is_none_or(|maker| maker.open_weights) {
                hosts.extend(self.hosts_of_open_weights());
            }
            hosts.retain(|one| {
                Some(*one) != router && self.components[one.index()].kind() == Kind::Provider
            });
            hosts.sort_unstable();
            hosts.dedup();
            if let Detail::Ai(ai) = &mut self.components[at].detail {
                ai.may_use = hosts;
            }
        }
    }

    /// Providers of the plan that serve weights of others.
    fn hosts_of_open_weights(&self) -> Vec<ComponentId> {
        let serves = |id: &str| {
            catalogue::provider(id).is_some_and(|known| {
                matches!(
                    known.kind.as_str(),
                    "inference-cloud" | "cloud-host" | "model-hub"
                )
            })
        };
        let ids = (0..u32::MAX).map(ComponentId);
        let found = ids.zip(&self.components).filter(|(_, one)| serves(&one.id));
        found.map(|(id, _)| id).collect()
    }
}

/// Where a call goes, as far as the model's prefixes say.
struct Route {
    /// In the order in which the call goes through them; at least one.
    gateways: Vec<&'static ProviderRecord>,
    end: RouteEnd,
    /// Without the prefixes of all of these.
    model: String,
}

enum RouteEnd {
    /// This provider answers.
    Vendor(&'static ProviderRecord),
    /// The last gateway answers by itself.
    Gateway,
    /// Nothing says who answers.
    Unknown,
}

/// `litellm` with `openrouter/openai/gpt-5.2` goes through both, to OpenAI.
fn route(named: &'static ProviderRecord, model: &str) -> Route {
    let mut gateways = vec![named];
    let mut rest = model;
    let end = loop {
        let last = gateways[gateways.len() - 1];
        let hosted = last.gateway.iter().flat_map(|one| &one.hosted);
        if hosted
            .into_iter()
            .any(|start| rest.starts_with(start.as_str()))
        {
            break RouteEnd::Gateway;
        }
        let Some((prefix, tail)) = rest.split_once('/') else {
            break RouteEnd::Unknown;
        };
        match catalogue::vendor(prefix) {
            None => break RouteEnd::Unknown,
            Some(same) if same.id == last.id => {}
            Some(gateway) if gateway.gateway.is_some() => gateways.push(gateway),
            Some(vendor) => {
                rest = tail;
                break RouteEnd::Vendor(vendor);
            }
        }
        rest = tail;
    };
    Route {
        gateways,
        end,
        model: rest.to_owned(),
    }
}

/// The model as a router is asked for it: without what leads to the router.
fn model_of(model: &str, router: &ProviderRecord) -> String {
    let mut rest = model;
    while let Some((prefix, tail)) = rest.split_once('/') {
        let Some(known) = catalogue::vendor(prefix) else {
            break;
        };
        if known.gateway.is_none() {
            break;
        }
        rest = tail;
        if known.id == router.id {
            break;
        }
    }
    rest.to_owned()
}

fn picks(gateway: &ProviderRecord) -> Option<HostChoice> {
    gateway.gateway.as_ref().map(|one| one.picks)
}

/// The error for a provider that answers no AI calls.
fn no_ai(known: &ProviderRecord, place: Span) -> Diagnostic {
    let own = format!("{}-", known.id);
    let beside = catalogue::provider_ids().filter(|id| id.starts_with(&own));
    let beside =
        beside.filter(|id| catalogue::provider(id).is_some_and(ProviderRecord::answers_ai_calls));
    let beside: Vec<String> = beside.map(|id| format!("`{id}`")).collect();
    let message = format!("{} answers no AI calls", known.name);
    let finding = Diagnostic::error("wrong-kind", message, place)
        .label(format!("a provider of kind {}", known.kind));
    match beside.is_empty() {
        true => finding.help(format!(
            "what needs it depends on it: depends_on = [\"{}\"]",
            known.id
        )),
        false => finding.help(format!("did you mean {}?", wording::or(&beside))),
    }
}
