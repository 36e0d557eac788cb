//! Who answers an AI call: the provider that the plan names, the vendor behind a
//! gateway that it names, or software that its owners run.

use crate::catalogue::{self, Maker, ProviderRecord};
use crate::language::said::Said;
use crate::model::{Binding, BindingRole, Component, ComponentId, Detail, Kind, Level, Origin};
use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::source::{At, Span};
use jurymast_terms::wording;

use super::names::Expected;
use super::resolver::Resolver;
use super::route::{Route, RouteEnd, model_of, picks_by_itself, route};

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
        // Somebody unknown who passes on a model that its maker sells: from where is not said.
        let routed = known.is_none() && model.as_ref().is_some_and(|one| is_sold(&one.value));
        Some(Answerer {
            provider: Some(to),
            routed,
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
        let router = gateways.iter().position(|one| picks_by_itself(one));
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
            (router, end) => {
                let gateway = self.gateway(router.unwrap_or(named), place)?;
                // A service of that name is no party of its own: the call goes through it.
                let own = self.components[gateway.index()].kind() != Kind::Provider;
                via.extend(own.then_some(gateway));
                Answerer {
                    provider: (!own).then_some(gateway),
                    routed: !matches!(end, RouteEnd::Gateway),
                    model,
                    ..Answerer::default()
                }
            }
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
            if router.is_some_and(|router| self.says_where_from(router)) {
                if let Detail::Ai(ai) = &mut self.components[at].detail {
                    ai.routed = false;
                }
                continue;
            }
            let mut hosts: Vec<ComponentId> = Vec::new();
            match model.as_deref().map_or(Maker::Unknown, catalogue::maker_of) {
                Maker::Provider(maker) => {
                    hosts.extend(self.pull(&maker.id, place));
                    let others = maker.also_served_by.iter();
                    hosts.extend(others.filter_map(|id| self.names.component(id)));
                    if maker.open_weights {
                        hosts.extend(self.providers(serves_weights_of_others));
                    }
                }
                Maker::Nobody => hosts.extend(self.providers(serves_weights_of_others)),
                Maker::Unknown => hosts.extend(self.providers(|_| true)),
            }
            hosts.retain(|one| {
                Some(*one) != router && self.components[one.index()].kind() == Kind::Provider
            });
            hosts.sort_unstable();
            hosts.dedup();
            let endpoints = hosts.iter().filter_map(|host| {
                let host = &self.components[host.index()].id;
                let model = model.as_deref().map(bare_name);
                let usual = catalogue::provider(host)?.usual_endpoint(model)?;
                self.names.component(&format!("{host}/{}", usual.id))
            });
            let endpoints: Vec<ComponentId> = endpoints.collect();
            let all = hosts.into_iter().chain(endpoints).map(|to| Binding {
                to,
                role: BindingRole::MayUse,
                effect: Level::Down,
                place,
                evidence: None,
            });
            self.components[at].bindings.extend(all);
        }
    }

    /// Whether the plan says of a provider of its own what it leans on.
    fn says_where_from(&self, router: ComponentId) -> bool {
        let router = &self.components[router.index()];
        let needed = router.requirements.iter().flat_map(|one| &one.group);
        let bound = router.bindings.iter().map(|one| one.to);
        let mut all = needed.map(|at| at.value).chain(bound);
        catalogue::provider(&router.id).is_none()
            && all.any(|to| self.components[to.index()].kind() == Kind::Provider)
    }

    /// Providers of the plan that may answer AI calls, those of the catalogue as asked.
    fn providers(&self, is_asked: fn(&ProviderRecord) -> bool) -> Vec<ComponentId> {
        let fits = |one: &Component| match catalogue::provider(&one.id) {
            Some(known) => known.answers_ai_calls() && !known.is_runtime() && is_asked(known),
            None => one.kind() == Kind::Provider,
        };
        let ids = (0..u32::MAX).map(ComponentId);
        let found = ids.zip(&self.components).filter(|(_, one)| fits(one));
        found.map(|(id, _)| id).collect()
    }
}

/// Whether a model comes from its maker, or whoever sells it on, and from nobody else: its
/// weights are not published.
fn is_sold(model: &str) -> bool {
    matches!(catalogue::maker_of(model), Maker::Provider(maker) if !maker.open_weights)
}

fn serves_weights_of_others(known: &ProviderRecord) -> bool {
    matches!(
        known.kind.as_str(),
        "inference-cloud" | "cloud-host" | "model-hub"
    )
}

/// Without who made it: `gpt-5.2` of `openai/gpt-5.2`.
fn bare_name(model: &str) -> &str {
    model.rsplit_once('/').map_or(model, |(_, name)| name)
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

#[cfg(test)]
mod tests {
    use crate::language::{Loaded, reread};
    use crate::model::{Ai, BindingRole, Detail, Plan};

    fn load(tables: &str) -> Loaded {
        let text = format!("[plan]\nname = \"x\"\n{tables}");
        reread([("p.toml".to_owned(), text)])
    }

    fn read(tables: &str) -> Plan {
        let loaded = load(tables);
        assert_eq!(loaded.problems, []);
        loaded.plan
    }

    fn ai<'p>(plan: &'p Plan, id: &str) -> &'p Ai {
        match &plan.component(plan.find(id).unwrap()).detail {
            Detail::Ai(ai) => ai,
            other => panic!("{other:?}"),
        }
    }

    /// What it is bound to, with the role.
    fn bound(plan: &Plan, id: &str) -> Vec<String> {
        let component = plan.component(plan.find(id).unwrap());
        let bindings = component.bindings.iter();
        let words = bindings.map(|one| format!("{:?} {}", one.role, plan.component(one.to).id));
        words.collect()
    }

    /// Where its gateway may send its calls, by id.
    fn may_use(plan: &Plan, id: &str) -> Vec<String> {
        let mut all = bound(plan, id);
        all.retain(|one| one.starts_with("MayUse"));
        let mut ids: Vec<String> = all.iter().map(|one| one[7..].to_owned()).collect();
        ids.sort_unstable();
        ids
    }

    #[test]
    fn a_gateway_that_passes_calls_on_is_read_as_the_vendor_behind_it() {
        for (model, expected) in [
            ("openai/gpt-5.2", "Endpoint openai/responses"),
            ("azure/gpt-5.2", "Endpoint azure-openai/"),
            ("mistral/mistral-large-2512", "Endpoint mistral/"),
        ] {
            let plan = read(&format!(
                "[ai.x]\nprovider = \"litellm\"\nmodel = \"{model}\"\n"
            ));
            let bound = bound(&plan, "x");
            assert!(bound[0].starts_with(expected), "{model}: {bound:?}");
            assert!(bound.contains(&"Gateway litellm".to_owned()), "{bound:?}");
            let ai = ai(&plan, "x");
            assert!(!ai.routed && may_use(&plan, "x").is_empty());
            let own = model.split_once('/').unwrap().1;
            assert_eq!(ai.model.as_ref().unwrap().value, own);
        }
    }

    #[test]
    fn a_service_may_be_the_gateway_that_is_named() {
        let plan = read(
            "[service.litellm]\n[ai.x]\nprovider = \"litellm\"\nmodel = \"openai/gpt-5.2\"\n\
             [ai.y]\nprovider = \"litellm\"\nmodel = \"support-chat\"\n",
        );
        assert!(bound(&plan, "x").contains(&"Gateway litellm".to_owned()));
        assert!(bound(&plan, "y").contains(&"Gateway litellm".to_owned()));
        assert!(ai(&plan, "y").routed && ai(&plan, "y").provider.is_none());
    }

    #[test]
    fn a_router_may_use_the_maker_and_whoever_else_of_the_plan_serves_the_model() {
        let plan = read(
            "[ai.x]\nprovider = \"openrouter\"\nmodel = \"openai/gpt-5.2\"\n\
             [ai.y]\nprovider = \"azure-openai\"\nmodel = \"gpt-5.2\"\n\
             [ai.z]\nprovider = \"litellm\"\nmodel = \"openrouter/openai/gpt-5.2\"\n",
        );
        let one = ai(&plan, "x");
        assert!(one.routed);
        assert_eq!(plan.component(one.provider.unwrap().value).id, "openrouter");
        let expected = ["azure-openai", "azure-openai/chat-completions", "openai"];
        assert_eq!(may_use(&plan, "x"), expected);
        let through = ai(&plan, "z");
        assert!(through.routed);
        assert_eq!(through.model.as_ref().unwrap().value, "openai/gpt-5.2");
        assert!(bound(&plan, "z").contains(&"Gateway litellm".to_owned()));
        assert!(bound(&plan, "z")[0].starts_with("Endpoint openrouter/"));
    }

    #[test]
    fn open_weights_behind_a_router_may_be_anywhere() {
        let plan = read(
            "[ai.x]\nprovider = \"openrouter\"\nmodel = \"meta-llama/llama-3.3-70b-instruct\"\n\
             [ai.y]\nprovider = \"together\"\nmodel = \"meta-llama/llama-3.3-70b-instruct\"\n",
        );
        assert_eq!(
            may_use(&plan, "x"),
            ["together", "together/chat-completions"]
        );
    }

    #[test]
    fn of_a_name_that_tells_no_maker_anybody_may_answer() {
        let plan = read(
            "[ai.x]\nprovider = \"litellm\"\nmodel = \"support-chat\"\n\
             [ai.y]\nprovider = \"mistral\"\nmodel = \"mistral-large-2512\"\n\
             [provider.own-host]\n[service.shop]\ndepends_on = [\"stripe\"]\n",
        );
        let expected = ["mistral", "mistral/chat-completions", "own-host"];
        assert_eq!(may_use(&plan, "x"), expected);
    }

    #[test]
    fn who_is_unknown_passes_on_what_its_maker_sells() {
        let plan = read(
            "[provider.own]\n[provider.told]\nin = [\"anthropic\"]\n[provider.anthropic]\n\
             [ai.x]\nprovider = \"own\"\nmodel = \"openai/gpt-5.2\"\n\
             [ai.bare]\nprovider = \"own\"\nmodel = \"gpt-5.2\"\n\
             [ai.weights]\nprovider = \"own\"\nmodel = \"openai/gpt-oss-120b\"\n\
             [ai.house]\nprovider = \"own\"\nmodel = \"house-model\"\n\
             [ai.said]\nprovider = \"told\"\nmodel = \"claude-opus-4-8\"\n",
        );
        for id in ["x", "bare"] {
            assert!(ai(&plan, id).routed, "{id}");
            assert_eq!(may_use(&plan, id), ["openai"], "{id}");
        }
        for id in ["weights", "house", "said"] {
            assert!(
                !ai(&plan, id).routed && may_use(&plan, id).is_empty(),
                "{id}"
            );
        }
    }

    #[test]
    fn a_host_that_the_plan_pins_is_certain() {
        let plan =
            read("[ai.x]\nprovider = \"openai\"\nmodel = \"gpt-5.2\"\nvia = [\"openrouter\"]\n");
        assert!(!ai(&plan, "x").routed);
    }

    #[test]
    fn two_installations_of_a_runtime_share_nothing() {
        let plan = read(
            "[ai.x]\nprovider = \"vllm\"\nmodel = \"llama-3.3-70b\"\n\
             [ai.y]\nprovider = \"vllm\"\nmodel = \"llama-3.3-70b\"\n\
             [ai.z]\nprovider = \"litellm\"\nmodel = \"ollama/llama3\"\n",
        );
        for id in ["x", "y"] {
            assert_eq!(bound(&plan, id), Vec::<String>::new());
            assert_eq!(ai(&plan, id).runtime.as_deref(), Some("vllm"));
        }
        assert_eq!(bound(&plan, "z"), ["Gateway litellm"]);
        assert!(plan.find("vllm").is_none() && plan.find("model:llama-3.3-70b").is_none());
    }

    #[test]
    fn a_runtime_runs_on_the_component_that_bears_its_name() {
        let plan = read("[resource.ollama]\n[ai.x]\nprovider = \"ollama\"\nmodel = \"llama3\"\n");
        assert_eq!(bound(&plan, "x"), ["Host ollama"]);
        let own = read("[ai.ollama]\nprovider = \"ollama\"\n");
        assert_eq!(bound(&own, "ollama"), Vec::<String>::new());
    }

    #[test]
    fn who_answers_no_ai_calls_is_refused_with_the_cure() {
        let told = |tables: &str| {
            let problems = load(tables).problems;
            assert_eq!(problems.len(), 1, "{problems:?}");
            let one = &problems[0];
            format!("{} / {}", one.message, one.help.join(" "))
        };
        assert_eq!(
            told("[ai.x]\nprovider = \"stripe\"\n"),
            "Stripe answers no AI calls / what needs it depends on it: depends_on = [\"stripe\"]"
        );
        assert!(
            told("[ai.x]\nprovider = \"vercel\"\n").ends_with("did you mean `vercel-gateway`?")
        );
        assert!(told("[ai.x]\nprovider = \"claude\"\n").ends_with("did you mean `anthropic`?"));
        assert!(
            told("[service.x]\nin = [\"us-east-1\"]\n").ends_with("did you mean `aws-us-east-1`?")
        );
    }

    #[test]
    fn outside_parties_can_be_needed_and_stand_in_clouds() {
        let plan = read("[service.x]\ndepends_on = [\"auth0\", \"stripe\", \"ollama\"]\n");
        let auth0 = plan.component(plan.find("auth0").unwrap());
        assert!(bound(&plan, "auth0").contains(&"Domain aws".to_owned()));
        assert!(auth0.own_failure);
        // Known from memory only.
        assert_eq!(bound(&plan, "stripe"), Vec::<String>::new());
        assert!(!plan.component(plan.find("ollama").unwrap()).own_failure);
        assert_eq!(BindingRole::Domain, auth0.bindings[0].role);
    }
}
