use std::collections::HashMap;

use crate::catalogue;
use crate::diagnostic::{Diagnostic, Severity};
use crate::language::said::{self, Common, Said};
use crate::language::suggest;
use crate::model::{
    Activity, Ai, AiNeeds, Backup, Binding, BindingRole, ComponentId, Confidence, Contract, Demand,
    Detail, Domain, Evidence, Fallback, Impact, ImpactLevel, Kind, Level, Mode, NamedLink,
    Requirement, Resource, Retirement, StatusPage, Substitutability, Switch, Symptom, Targets,
    TeamId, Tier,
};
use crate::source::{At, FileId, Span};

use super::declare::{Own, Pending};
use super::names::What;
use super::plan::Resolver;
use super::pull::Domains;

/// What plans say of the ends of models, by provider.
type OwnModels = HashMap<ComponentId, Vec<said::KnownModel>>;

impl Resolver<'_> {
    /// Resolves what components say. Providers and domains come first, since AI
    /// dependencies look at them.
    pub(super) fn fill(&mut self, pending: Vec<Pending>) {
        let (first, then): (Vec<_>, Vec<_>) = pending
            .into_iter()
            .partition(|one| matches!(one.own, Own::Provider(_) | Own::Domain(_)));
        let mut models = OwnModels::new();
        let mut overridden = Vec::new();
        let mut commons = Vec::new();
        for Pending {
            file,
            id,
            common,
            own,
        } in first
        {
            let domains = if common.within.is_some() {
                overridden.push(id);
                Domains::Overridden
            } else {
                Domains::FromCatalogue
            };
            match own {
                Own::Provider(own) => {
                    self.describe_provider(id, domains);
                    models.insert(id, self.provider(file, id, *own));
                }
                Own::Domain(said::DomainOwn { kind }) => {
                    self.describe_domain(id, domains);
                    if let (Some(kind), Detail::Domain(domain)) =
                        (kind, &mut self.component_mut(id).detail)
                    {
                        *domain = Domain {
                            kind: Some(kind.0.0),
                            evidence: None,
                        };
                    }
                }
                _ => {}
            }
            commons.push((file, id, common));
        }
        for (file, id, common) in commons {
            self.common(file, id, common);
        }
        for Pending {
            file,
            id,
            common,
            own,
        } in then
        {
            match own {
                Own::Activity(own) => self.component_mut(id).detail = activity(own),
                Own::Service(said::ServiceOwn {}) => {
                    self.component_mut(id).detail = Detail::Service
                }
                Own::Resource(own) => self.component_mut(id).detail = resource(file, own),
                Own::Ai(own) => self.ai(file, id, *own, &models, &overridden),
                Own::Provider(_) | Own::Domain(_) => {}
            }
            self.common(file, id, common);
        }
        self.order_impacts();
    }

    fn common(&mut self, file: FileId, id: ComponentId, common: Common) {
        let Common {
            name,
            description,
            team,
            tier,
            rto,
            rpo,
            mtpd,
            slo,
            mbco,
            restart,
            within,
            depends_on,
            own_failure,
            availability,
            unavailability,
            health,
            links,
        } = common;
        let team = self.some_team(file, team);
        let tier = tier.and_then(|tier| self.tier(file, tier));
        let unavailability = self.unavailability(file, availability, unavailability);
        let within = within.map(|names| names.0).unwrap_or_default();
        let bindings: Vec<Binding> = within
            .into_iter()
            .filter_map(|name| self.membership(file, id, name))
            .collect();
        let requirements: Vec<Requirement> = depends_on
            .into_iter()
            .filter_map(|entry| self.requirement(file, id, entry))
            .collect();
        let component = self.component_mut(id);
        if let Some(name) = name {
            component.name = name.0.0;
        }
        component.description = description.or_else(|| component.description.take());
        component.team = team;
        component.tier = tier;
        component.targets = Targets {
            rto: at(file, rto).map(|at| map(at, |l: said::Length| l.0)),
            rpo: at(file, rpo).map(|at| map(at, |l: said::Length| l.0)),
            mtpd: at(file, mtpd).map(|at| map(at, |l: said::Length| l.0)),
            slo: at(file, slo).map(|at| map(at, |p: said::Percent| p.0)),
            mbco: at(file, mbco).map(|at| map(at, |p: said::Percent| p.0)),
        };
        component.restart = length(file, restart);
        component.requirements = requirements;
        component.bindings.extend(bindings);
        component.own_failure = own_failure.unwrap_or(true);
        component.unavailability = unavailability;
        component.health = health.map(|url| url.0);
        component.links = links
            .into_iter()
            .map(|said::NamedLink { name, url }| NamedLink {
                name: name.0.0,
                url: url.0,
            })
            .collect();
    }

    fn tier(&mut self, file: FileId, tier: Said<u8>) -> Option<At<Tier>> {
        let place = Span::new(file, tier.range);
        let found = Tier::new(tier.value).map(|tier| At::new(tier, place));
        if found.is_none() {
            self.problems.push(
                Diagnostic::error(
                    "invalid-value",
                    format!("expected a tier from 1 to 4, found {}", tier.value),
                    place,
                )
                .label("1 is the most critical, 4 the least"),
            );
        }
        found
    }

    fn unavailability(
        &mut self,
        file: FileId,
        up: Option<Said<said::Probability>>,
        down: Option<Said<said::Probability>>,
    ) -> Option<At<f64>> {
        let up = at(file, up).map(|at| map(at, |p: said::Probability| p.0));
        let down = at(file, down).map(|at| map(at, |p: said::Probability| p.0));
        if let (Some(up), Some(down)) = (up, down)
            && (up.value + down.value - 1.0).abs() > 1e-9
        {
            self.problems.push(
                Diagnostic::error(
                    "contradiction",
                    "`availability` and `unavailability` do not add up to 1",
                    down.span,
                )
                .label("contradicts the availability")
                .related(up.span, "the availability")
                .help("write one of the two"),
            );
        }
        down.or(up.map(|up| At::new(1.0 - up.value, up.span)))
    }

    fn membership(&mut self, file: FileId, id: ComponentId, name: Said<String>) -> Option<Binding> {
        let place = Span::new(file, name.range);
        let to = self.component(What::Domain, &name.value, place)?;
        let kind = self.components[to.index()].kind();
        if to == id || !matches!(kind, Kind::Domain | Kind::Provider) {
            self.wrong_kind(&name.value, kind, "a failure domain", place);
            return None;
        }
        Some(Binding {
            to,
            role: if kind == Kind::Domain {
                BindingRole::Domain
            } else {
                BindingRole::Provider
            },
            effect: Level::Down,
            place,
            evidence: None,
        })
    }

    fn requirement(
        &mut self,
        file: FileId,
        of: ComponentId,
        entry: Said<said::Dependency>,
    ) -> Option<Requirement> {
        let place = Span::new(file, entry.range.clone());
        let table = match entry.value {
            said::Dependency::Table(table) => *table,
            said::Dependency::Id(id) => said::DependencyTable {
                on: Some(Said {
                    value: id,
                    range: entry.range,
                }),
                ..Default::default()
            },
        };
        let said::DependencyTable {
            on,
            any_of,
            at_least,
            mode,
            degraded,
            detect,
            demand,
            fail_back,
            fallback,
            why,
        } = table;
        let any_of_place = any_of
            .as_ref()
            .map(|list| Span::new(file, list.range.clone()));
        let members: Vec<Said<String>> = match (on, any_of) {
            (Some(on), None) => vec![on],
            (None, Some(list)) => list.value,
            (Some(_), Some(_)) => {
                self.bad_requirement(
                    place,
                    "`on` and `any_of` exclude each other",
                    "write one of the two",
                );
                return None;
            }
            (None, None) => {
                self.bad_requirement(
                    place,
                    "this dependency names nothing",
                    "write `on = \"id\"`, or `any_of = [\"id\", \"id\"]`",
                );
                return None;
            }
        };
        let said_members = members.len();
        let mut group: Vec<At<ComponentId>> = Vec::with_capacity(said_members);
        let mut first_said: HashMap<ComponentId, Span> = HashMap::new();
        for member in members {
            let member_place = Span::new(file, member.range.clone());
            let Some(to) = self.needed(of, &member, member_place) else {
                continue;
            };
            if let Some(first) = first_said.insert(to, member_place) {
                self.problems.push(
                    Diagnostic::error(
                        "duplicate-member",
                        format!("`{}` is named twice: that is no redundancy", member.value),
                        member_place,
                    )
                    .label("named again here")
                    .related(first, "named first here"),
                );
                continue;
            }
            group.push(At::new(to, member_place));
        }
        let needed = self.at_least(file, at_least, said_members, any_of_place, place)?;
        let said_fallbacks = fallback.len();
        let fallbacks: Vec<Fallback> = fallback
            .into_iter()
            .filter_map(|entry| self.fallback(file, of, entry))
            .collect();
        // With a stand-in that cannot be read, nothing true can be said of the rest.
        if group.is_empty() || fallbacks.len() < said_fallbacks {
            return None;
        }
        let lost = said_members - group.len();
        Some(Requirement {
            place,
            at_least: needed.saturating_sub(lost).clamp(1, group.len()),
            group,
            mode: match mode {
                Some(said::Mode::Soft) => Mode::Soft,
                Some(said::Mode::Hard) | None => Mode::Hard,
            },
            degraded: degraded
                .map(|text| text.value)
                .filter(|text| !text.trim().is_empty()),
            detect: length(file, detect),
            demand: demand.map(rate),
            fail_back: length(file, fail_back),
            fallbacks,
            why,
        })
    }

    fn at_least(
        &mut self,
        file: FileId,
        said: Option<Said<u32>>,
        members: usize,
        any_of: Option<Span>,
        place: Span,
    ) -> Option<usize> {
        if any_of.is_some() && members == 0 {
            self.bad_requirement(
                place,
                "`any_of` is empty",
                "name the components of which some are enough",
            );
            return None;
        }
        let Some(said) = said else {
            return Some(1);
        };
        let at = Span::new(file, said.range);
        let count = usize::try_from(said.value).unwrap_or(usize::MAX);
        let message = if any_of.is_none() {
            "`at_least` goes with `any_of`".to_owned()
        } else if count == 0 {
            "at least one member must be needed, or there is no dependency".to_owned()
        } else if count > members {
            format!("{count} of {members} can never be met")
        } else {
            return Some(count);
        };
        self.problems.push(
            Diagnostic::error("invalid-value", message, at)
                .label(format!("expected a number from 1 to {}", members.max(1))),
        );
        any_of.is_some().then(|| count.clamp(1, members.max(1)))
    }

    fn bad_requirement(&mut self, place: Span, message: &str, help: &str) {
        self.problems.push(
            Diagnostic::error("invalid-dependency", message, place)
                .label("this dependency")
                .help(help),
        );
    }

    /// A component that may be depended on.
    fn needed(&mut self, of: ComponentId, name: &Said<String>, place: Span) -> Option<ComponentId> {
        let to = self.component(What::Component, &name.value, place)?;
        if to == of {
            self.problems.push(
                Diagnostic::error(
                    "needs-itself",
                    format!("`{}` depends on itself", name.value),
                    place,
                )
                .label("the component this stands in")
                .component(name.value.as_str()),
            );
            return None;
        }
        let kind = self.components[to.index()].kind();
        match kind {
            Kind::Domain => {
                let help = format!("say where it stands: in = [\"{}\"]", name.value);
                self.problems.push(
                    wrong_kind(
                        &name.value,
                        "a failure domain",
                        "something that can be depended on",
                        place,
                    )
                    .help(help),
                );
                None
            }
            Kind::Model => {
                self.wrong_kind(
                    &name.value,
                    kind,
                    "something that can be depended on",
                    place,
                );
                None
            }
            _ => Some(to),
        }
    }

    fn fallback(
        &mut self,
        file: FileId,
        of: ComponentId,
        entry: Said<said::Fallback>,
    ) -> Option<Fallback> {
        let place = Span::new(file, entry.range.clone());
        let table = match entry.value {
            said::Fallback::Table(table) => *table,
            said::Fallback::Id(id) => said::FallbackTable {
                to: Said {
                    value: id,
                    range: entry.range,
                },
                switch: None,
                after: None,
                triggers: None,
                serves: None,
                capacity: None,
                tested: None,
                eval: None,
                steps: None,
            },
        };
        let said::FallbackTable {
            to,
            switch,
            after,
            triggers,
            serves,
            capacity,
            tested,
            eval,
            steps,
        } = table;
        let to_place = Span::new(file, to.range.clone());
        let target = self.needed(of, &to, to_place)?;
        Some(Fallback {
            to: At::new(target, to_place),
            place,
            switch: at(file, switch).map(|at| {
                map(at, |switch| match switch {
                    said::Switch::Automatic => Switch::Automatic,
                    said::Switch::Manual => Switch::Manual,
                })
            }),
            after: length(file, after),
            triggers: triggers.map(|list| list.into_iter().map(symptom).collect()),
            serves: match serves {
                Some(said::Serves::Degraded) => Level::Degraded,
                Some(said::Serves::Up) | None => Level::Up,
            },
            capacity: at(file, capacity).map(|at| map(at, |p: said::Percent| p.0)),
            tested: at(file, tested).map(|at| map(at, |d: said::Day| d.0)),
            evaluation: eval,
            steps,
        })
    }

    fn provider(
        &mut self,
        file: FileId,
        id: ComponentId,
        own: said::ProviderOwn,
    ) -> Vec<said::KnownModel> {
        let said::ProviderOwn {
            status_page,
            contract,
            hosts,
            models,
        } = own;
        if let Detail::Provider(provider) = &mut self.component_mut(id).detail {
            if let Some(url) = status_page {
                provider.status_page = Some(StatusPage { url: url.0 });
            }
            if let Some(hosts) = hosts {
                provider.hosts = hosts;
            }
            provider.contract = contract.map(|contract| self::contract(file, contract));
        }
        models
    }

    fn ai(
        &mut self,
        file: FileId,
        id: ComponentId,
        own: said::AiOwn,
        models: &OwnModels,
        overridden: &[ComponentId],
    ) {
        let said::AiOwn {
            provider,
            endpoint,
            model,
            lineage,
            via,
            needs,
            limit,
            residency,
        } = own;
        let place = Span::new(file, provider.range.clone());
        let to = self.component(What::Provider, &provider.value, place);
        let to = to.filter(|to| {
            let kind = self.components[to.index()].kind();
            let right = kind == Kind::Provider;
            if !right {
                self.wrong_kind(&provider.value, kind, "a provider", place);
            }
            right
        });
        let model = at(file, model).map(|at| map(at, |text: said::Text| text.0.0));
        let mut bindings = Vec::new();
        let lineage_name = match lineage {
            Some(said) => Some((said.value.0.0, Span::new(file, said.range))),
            None => model
                .as_ref()
                .map(|model| (catalogue::lineage_name(&model.value), model.span)),
        };
        let lineage = lineage_name
            .filter(|(name, _)| !name.is_empty())
            .map(|(name, place)| (self.pull_lineage(&name, place), place));
        let Some(to) = to else {
            return;
        };
        let domains = if overridden.contains(&to) {
            Domains::Overridden
        } else {
            Domains::FromCatalogue
        };
        let assumed = endpoint.is_none();
        let endpoint = self.endpoint(file, to, endpoint, model.as_ref(), place, domains);
        let bind = |to, role, place| Binding {
            to,
            role,
            effect: Level::Down,
            place,
            evidence: None,
        };
        bindings.push(match endpoint {
            Some((endpoint, place)) => bind(endpoint, BindingRole::Endpoint, place),
            None => bind(to, BindingRole::Provider, place),
        });
        bindings.extend(lineage.map(|(lineage, place)| bind(lineage, BindingRole::Lineage, place)));
        for gateway in via.unwrap_or_default().0 {
            let place = Span::new(file, gateway.range.clone());
            if let Some(to) = self.needed(id, &gateway, place) {
                bindings.push(bind(to, BindingRole::Gateway, place));
            }
        }
        let retirement = self.retirement(to, endpoint.map(|(e, _)| e), model.as_ref(), models);
        let component = self.component_mut(id);
        component.bindings = bindings;
        component.detail = Detail::Ai(Box::new(Ai {
            provider: Some(At::new(to, place)),
            endpoint_assumed: assumed && endpoint.is_some(),
            endpoint: endpoint.map(|(endpoint, _)| endpoint),
            model,
            lineage: lineage.map(|(lineage, _)| lineage),
            retirement,
            needs: AiNeeds {
                tools: needs.tools,
                structured_output: needs.structured_output,
                vision: needs.vision,
                streaming: needs.streaming,
                context: needs.context.map(|tokens| tokens.0),
            },
            limit: limit.map(rate),
            residency,
        }));
    }

    fn endpoint(
        &mut self,
        file: FileId,
        provider: ComponentId,
        said: Option<Said<String>>,
        model: Option<&At<String>>,
        provider_place: Span,
        domains: Domains,
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
                    self.problems
                        .push(match suggest::nearest(&said.value, ids()) {
                            Some(near) => finding.help(format!("did you mean `{near}`?")),
                            None => finding,
                        });
                }
                (said.value, place)
            }
            None => {
                let model = model.map(|model| model.value.as_str());
                let usual = known?.usual_endpoint(model)?;
                (usual.id.clone(), provider_place)
            }
        };
        Some((self.pull_endpoint(provider, &name, place, domains), place))
    }

    fn retirement(
        &self,
        provider: ComponentId,
        endpoint: Option<ComponentId>,
        model: Option<&At<String>>,
        own: &OwnModels,
    ) -> Option<Retirement> {
        let by_model = model.and_then(|model| {
            let declared = own.get(&provider).into_iter().flatten();
            let declared = declared.filter(|known| known.id.0.0 == model.value);
            if let Some(known) = declared.last() {
                return Some(Retirement {
                    what: model.value.clone(),
                    on: known.retires.0,
                    announced: None,
                    replacement: known.replacement.clone(),
                    evidence: known.source.as_ref().map(|source| Evidence {
                        confidence: Confidence::Secondary,
                        why: source.clone(),
                    }),
                });
            }
            let list = catalogue::models(&self.components[provider.index()].id)?;
            let known = list.find(&model.value)?;
            let (source, surety) = list.source_of(known);
            Some(Retirement {
                what: model.value.clone(),
                on: known.retires,
                announced: known.announced,
                replacement: known.replacement.clone(),
                evidence: Some(Evidence {
                    confidence: surety.into(),
                    why: format!("{source}, read {}", list.read),
                }),
            })
        });
        by_model.or_else(|| match &self.components[endpoint?.index()].detail {
            Detail::Endpoint(endpoint) => endpoint.retirement.clone(),
            _ => None,
        })
    }

    /// The component of that name, pulled from the catalogue if need be; an error
    /// when there is none.
    pub(super) fn component(&mut self, what: What, name: &str, place: Span) -> Option<ComponentId> {
        if let Some(id) = self.names.component(name) {
            return Some(id);
        }
        if let Some(id) = self.pull(name, place) {
            return Some(id);
        }
        let elsewhere = if self.names.team(name).is_some() {
            Some("a team")
        } else if self.names.scenario(name).is_some() {
            Some("a scenario")
        } else {
            None
        };
        match elsewhere {
            Some(kind) => self
                .problems
                .push(wrong_kind(name, kind, "a component", place)),
            None => self.problems.extend(self.names.unknown(what, name, place)),
        }
        None
    }

    pub(super) fn wrong_kind(&mut self, name: &str, kind: Kind, expected: &str, place: Span) {
        let found = match kind {
            Kind::Activity => "an activity",
            Kind::Service => "a service",
            Kind::Resource => "a resource",
            Kind::Ai => "an AI dependency",
            Kind::Provider => "a provider",
            Kind::Endpoint => "an endpoint",
            Kind::Model => "a model lineage",
            Kind::Domain => "a failure domain",
        };
        self.problems.push(wrong_kind(name, found, expected, place));
    }

    pub(super) fn team(&mut self, file: FileId, name: &Said<String>) -> Option<At<TeamId>> {
        let place = Span::new(file, name.range.clone());
        if let Some(team) = self.names.team(&name.value) {
            return Some(At::new(team, place));
        }
        match self.names.component(&name.value) {
            Some(id) => {
                let kind = self.components[id.index()].kind();
                self.wrong_kind(&name.value, kind, "a team", place);
            }
            None => self
                .problems
                .extend(self.names.unknown(What::Team, &name.value, place)),
        }
        None
    }

    pub(super) fn some_team(
        &mut self,
        file: FileId,
        name: Option<Said<String>>,
    ) -> Option<At<TeamId>> {
        name.and_then(|name| self.team(file, &name))
    }

    fn order_impacts(&mut self) {
        for component in &mut self.components {
            if let Detail::Activity(activity) = &mut component.detail {
                activity.impact.sort_by_key(|impact| impact.after);
            }
        }
    }
}

fn wrong_kind(name: &str, found: &str, expected: &str, place: Span) -> Diagnostic {
    Diagnostic::error(
        "wrong-kind",
        format!("`{name}` is {found}, expected {expected}"),
        place,
    )
    .label(format!("this is {found}"))
}

pub(super) fn at<T>(file: FileId, said: Option<Said<T>>) -> Option<At<T>> {
    said.map(|said| At::new(said.value, Span::new(file, said.range)))
}

pub(super) fn map<T, U>(at: At<T>, f: impl FnOnce(T) -> U) -> At<U> {
    At::new(f(at.value), at.span)
}

fn length(file: FileId, said: Option<Said<said::Length>>) -> Option<At<crate::units::Duration>> {
    at(file, said).map(|at| map(at, |length| length.0))
}

fn rate(rate: said::Rate) -> Demand {
    let said::Rate { rpm, tpm } = rate;
    Demand { rpm, tpm }
}

pub(super) fn symptom(symptom: said::Symptom) -> Symptom {
    match symptom {
        said::Symptom::ServerError => Symptom::ServerError,
        said::Symptom::TooManyRequests => Symptom::TooManyRequests,
        said::Symptom::Unauthorized => Symptom::Unauthorized,
        said::Symptom::BadRequest => Symptom::BadRequest,
        said::Symptom::Timeout => Symptom::Timeout,
        said::Symptom::Slow => Symptom::Slow,
        said::Symptom::WrongAnswers => Symptom::WrongAnswers,
    }
}

fn activity(own: said::ActivityOwn) -> Detail {
    let said::ActivityOwn {
        impact,
        alternate_means,
    } = own;
    Detail::Activity(Activity {
        impact: impact
            .into_iter()
            .map(|said| {
                let said::Impact {
                    after,
                    level,
                    kind,
                    note,
                } = said.value;
                Impact {
                    after: after.0,
                    level: match level {
                        said::ImpactLevel::Minimal => ImpactLevel::Minimal,
                        said::ImpactLevel::Moderate => ImpactLevel::Moderate,
                        said::ImpactLevel::Severe => ImpactLevel::Severe,
                    },
                    kind: kind.map(|text| text.0.0),
                    note,
                }
            })
            .collect(),
        alternate_means,
    })
}

fn resource(file: FileId, own: said::ResourceOwn) -> Detail {
    let said::ResourceOwn {
        kind,
        backup,
        limit,
    } = own;
    Detail::Resource(Resource {
        kind: kind.map(|text| text.0.0),
        backup: backup.map(|backup| {
            let said::Backup {
                every,
                restore,
                verified,
                segregated,
            } = backup;
            Backup {
                every: length(file, every),
                restore: length(file, restore),
                verified: at(file, verified).map(|at| map(at, |day| day.0)),
                segregated,
            }
        }),
        limit: limit.map(rate),
    })
}

fn contract(file: FileId, said: said::Contract) -> Contract {
    let said::Contract {
        reference,
        rto,
        notice,
        substitutability,
        exit_plan,
        exit_tested,
    } = said;
    Contract {
        reference,
        rto: length(file, rto),
        notice: notice.map(|length| length.0),
        substitutability: substitutability.map(|said| match said {
            said::Substitutability::NotSubstitutable => Substitutability::NotSubstitutable,
            said::Substitutability::HighlyComplex => Substitutability::HighlyComplex,
            said::Substitutability::MediumComplexity => Substitutability::MediumComplexity,
            said::Substitutability::EasilySubstitutable => Substitutability::EasilySubstitutable,
        }),
        exit_plan,
        exit_tested: exit_tested.map(|day| day.0),
    }
}
