use crate::catalogue::{self, MembershipRecord, ModelName, ProviderRecord};
use crate::model::{
    AfterEnd, Binding, BindingRole, Component, ComponentId, Detail, Domain, Endpoint, Evidence,
    Kind, Level, Lineage, Origin, Provider, Retirement, UnconfirmedDomain,
};
use jurymast_terms::source::Span;

use super::resolver::Resolver;

/// What a plan's own `in` does to the catalogue's domains of a provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Domains {
    FromCatalogue,
    /// The plan says where the provider stands.
    Overridden,
}

impl Resolver<'_> {
    /// What the catalogue calls `name`, made a component: a provider, one of its
    /// endpoints, a domain (by id or tag), a model lineage.
    pub(super) fn pull(&mut self, name: &str, place: Span) -> Option<ComponentId> {
        if let Some(id) = self.names.component(name) {
            return Some(id);
        }
        if let Some(lineage) = name.strip_prefix("model:") {
            return Some(self.pull_lineage(&catalogue::lineage_name(lineage), place));
        }
        if let Some((provider, endpoint)) = name.split_once('/') {
            let known = catalogue::provider(provider);
            if known.is_some_and(|known| known.endpoint(endpoint).is_none()) {
                return None;
            }
            let provider = match known {
                Some(_) => self.pull(provider, place)?,
                None => self.names.component(provider)?,
            };
            let owner = &self.components[provider.index()];
            let named = owner.kind() == Kind::Provider && !endpoint.is_empty();
            return named.then(|| self.pull_endpoint(provider, endpoint, place));
        }
        if catalogue::provider(name).is_some() {
            return Some(self.pull_provider(name, place));
        }
        self.pull_domain(name, place)
    }

    fn pull_provider(&mut self, id: &str, place: Span) -> ComponentId {
        let component = self.add(Component::bare(
            id.to_owned(),
            place,
            Origin::Catalogue,
            Detail::Provider(Box::default()),
        ));
        self.describe_provider(component, Domains::FromCatalogue);
        component
    }

    /// Fills a provider with what the catalogue knows of it; nothing when it is
    /// not in the catalogue.
    pub(super) fn describe_provider(&mut self, id: ComponentId, domains: Domains) {
        let component = &self.components[id.index()];
        let place = component.place;
        let Some(known) = catalogue::provider(&component.id) else {
            return;
        };
        let mut unconfirmed = Vec::new();
        let mut bindings = Vec::new();
        if domains == Domains::FromCatalogue {
            for row in &known.domains {
                if !row.confidence.is_known() {
                    unconfirmed.push(UnconfirmedDomain {
                        id: row.id.clone(),
                        name: domain_name(&row.id),
                        evidence: evidence(row),
                    });
                } else if row.endpoints.is_empty() {
                    bindings.extend(self.domain_binding(row, place));
                }
            }
        }
        let component = &mut self.components[id.index()];
        component.name.clone_from(&known.name);
        component.own_failure = !fails_with_its_user(known);
        component.bindings.extend(bindings);
        component.detail = Detail::Provider(Box::new(Provider {
            kind: Some(known.kind.clone()),
            self_hosted: known.self_hosted,
            hosts: known.hosts.clone(),
            status_page: known
                .status_page
                .as_ref()
                .and_then(|page| page.url.parse().ok()),
            contract: None,
            unconfirmed,
            note: known.note.clone(),
        }));
    }

    /// The endpoint of a provider, with the domains that are known for it alone.
    pub(super) fn pull_endpoint(
        &mut self,
        provider: ComponentId,
        endpoint: &str,
        place: Span,
    ) -> ComponentId {
        let owner = &self.components[provider.index()];
        let id = format!("{}/{endpoint}", owner.id);
        if let Some(id) = self.names.component(&id) {
            return id;
        }
        let known = catalogue::provider(&owner.id);
        let fact = known.and_then(|known| known.endpoint(endpoint));
        let origin = if fact.is_some() {
            Origin::Catalogue
        } else {
            Origin::Derived
        };
        let retirement = fact.and_then(|fact| {
            Some(Retirement {
                what: id.clone(),
                on: fact.retired?,
                announced: fact.announced,
                after: AfterEnd::Fails,
                replacement: fact.replacement.clone(),
                evidence: Some(Evidence {
                    confidence: fact.confidence,
                    why: fact.source.clone(),
                }),
            })
        });
        let name = match fact {
            Some(fact) => format!("{} {}", owner.name, fact.name),
            None => format!("{} {endpoint}", owner.name),
        };
        let detail = Detail::Endpoint(Endpoint {
            provider,
            retirement,
        });
        let mut component = Component::bare(id, place, origin, detail);
        component.name = name;
        component.bindings.push(Binding {
            to: provider,
            role: BindingRole::Provider,
            effect: Level::Down,
            place,
            evidence: None,
        });
        let id = self.add(component);
        if let Some(known) = known
            && !self.placed.contains(&provider)
        {
            let rows = known.domains.iter().filter(|row| {
                row.endpoints.iter().any(|e| e == endpoint) && row.confidence.is_known()
            });
            for row in rows {
                let binding = self.domain_binding(row, place);
                self.components[id.index()].bindings.extend(binding);
            }
        }
        id
    }

    /// The lineage of weights of that name, with the domains that follow it to
    /// every host.
    /// Whether some AI dependency of the plan is answered by these weights; it comes after
    /// those.
    pub(super) fn answers(&self, model: &str) -> bool {
        let name = catalogue::lineage_name(model);
        self.lineages.contains_key(&ModelName::of(&name))
    }

    pub(super) fn pull_lineage(&mut self, name: &str, place: Span) -> ComponentId {
        let id = format!("model:{name}");
        if let Some(id) = self.names.component(&id) {
            return id;
        }
        // The first spelling names it; the others are its names too.
        let meant = ModelName::of(name);
        if let Some(same) = self.lineages.get(&meant) {
            self.names.add_component(id, *same);
            return *same;
        }
        let detail = Detail::Lineage(Lineage {
            lineage: name.to_owned(),
        });
        let mut component = Component::bare(id, place, Origin::Derived, detail);
        component.name = format!("{name} (weights)");
        let id = self.add(component);
        self.lineages.insert(meant, id);
        if let Some(known) = catalogue::lineage(name)
            && known.confidence.is_known()
        {
            for domain in &known.domains {
                if let Some(to) = self.pull(domain, place) {
                    self.components[id.index()].bindings.push(Binding {
                        to,
                        role: BindingRole::Domain,
                        effect: Level::Down,
                        place,
                        evidence: Some(Evidence {
                            confidence: known.confidence,
                            why: known.why.clone(),
                        }),
                    });
                }
            }
        }
        id
    }

    fn pull_domain(&mut self, name: &str, place: Span) -> Option<ComponentId> {
        let known = catalogue::domain(name)?;
        if let Some(id) = self.names.component(&known.id) {
            self.names.add_component(known.tag.clone(), id);
            return Some(id);
        }
        let id = self.add(Component::bare(
            known.id.clone(),
            place,
            Origin::Catalogue,
            Detail::Domain(Domain::default()),
        ));
        self.describe_domain(id, Domains::FromCatalogue);
        Some(id)
    }

    /// Fills a domain with what the catalogue knows of it, if anything.
    pub(super) fn describe_domain(&mut self, id: ComponentId, parents: Domains) {
        let component = &self.components[id.index()];
        let place = component.place;
        let Some(known) = catalogue::domain(&component.id).filter(|d| d.id == component.id) else {
            return;
        };
        self.names.add_component(known.tag.clone(), id);
        let component = &mut self.components[id.index()];
        component.name.clone_from(&known.name);
        component.detail = Detail::Domain(Domain {
            kind: Some(known.kind.clone()),
            evidence: Some(Evidence {
                confidence: known.confidence,
                why: known.note.clone().unwrap_or_default(),
            }),
        });
        if parents == Domains::Overridden {
            return;
        }
        for parent in &known.within {
            if let Some(to) = self.pull(parent, place) {
                self.components[id.index()].bindings.push(Binding {
                    to,
                    role: BindingRole::Domain,
                    effect: Level::Down,
                    place,
                    evidence: None,
                });
            }
        }
    }

    fn domain_binding(&mut self, row: &MembershipRecord, place: Span) -> Option<Binding> {
        let to = self.pull(&row.id, place)?;
        let provider = matches!(self.components[to.index()].detail, Detail::Provider(_));
        Some(Binding {
            to,
            role: if provider {
                BindingRole::Provider
            } else {
                BindingRole::Domain
            },
            effect: row.effect.into(),
            place,
            evidence: Some(evidence(row)),
        })
    }

    pub(super) fn component_mut(&mut self, id: ComponentId) -> &mut Component {
        &mut self.components[id.index()]
    }
}

/// Software that is no party of its own: a runtime, or a library.
fn fails_with_its_user(known: &ProviderRecord) -> bool {
    known.is_runtime() || known.kind == "framework"
}

fn evidence(row: &MembershipRecord) -> Evidence {
    Evidence {
        confidence: row.confidence,
        why: row.why.clone(),
    }
}

fn domain_name(id: &str) -> String {
    let domain = catalogue::domain(id).map(|domain| domain.name.clone());
    domain
        .or_else(|| catalogue::provider(id).map(|provider| provider.name.clone()))
        .unwrap_or_else(|| id.to_owned())
}
