use crate::language::said::{self, CommonKeys, Said};
use crate::model::{
    Activity, Binding, BindingRole, ComponentId, Detail, Domain, Impact, Kind, Level, NamedLink,
    Requirement, Resource, Targets,
};
use jurymast_terms::diagnostic::{Diagnostic, Severity};
use jurymast_terms::source::{At, FileId, Span};

use super::ai::OwnModels;
use super::convert::{at, contract_of, rate_at};
use super::declare::{Own, Pending};
use super::known::{ModelOdds, ProviderOdds};
use super::names::Expected;
use super::pull::Domains;
use super::resolver::{Defaults, Resolver};

impl Resolver<'_> {
    /// Resolves what components say. Providers and domains come first, since AI
    /// dependencies look at them.
    pub(super) fn fill(&mut self, pending: Vec<Pending>) {
        let (first, then): (Vec<_>, Vec<_>) = pending
            .into_iter()
            .partition(|one| matches!(one.own, Own::Provider(_) | Own::Domain(_)));
        let mut models = OwnModels::new();
        let mut known = Vec::new();
        let mut commons = Vec::new();
        for Pending {
            file,
            id,
            common,
            own,
        } in first
        {
            let domains = if common.within.is_some() {
                self.placed.insert(id);
                Domains::Overridden
            } else {
                Domains::FromCatalogue
            };
            match own {
                Own::Provider(own) => {
                    self.describe_provider(id, domains);
                    let (endpoints, own) = self.provider(file, id, *own);
                    known.push(ProviderOdds {
                        file,
                        provider: id,
                        endpoints,
                        models: own.iter().map(ModelOdds::of).collect(),
                    });
                    models.insert(id, own);
                }
                Own::Domain(said::DomainKeys { kind }) => {
                    self.describe_domain(id, domains);
                    if let (Some(kind), Detail::Domain(domain)) =
                        (kind, &mut self.component_mut(id).detail)
                    {
                        *domain = Domain {
                            kind: Some(kind.0),
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
            let mut replicas = None;
            match own {
                Own::Activity(own) => self.component_mut(id).detail = activity(file, own),
                Own::Service(said::ServiceKeys {
                    every,
                    missed,
                    data,
                    backup,
                    replica_of,
                    replicas: copies,
                }) => {
                    self.component_mut(id).detail = Detail::Service;
                    self.schedule(file, id, every, missed);
                    self.storage(file, id, data, backup, replica_of);
                    replicas = copies;
                }
                Own::Resource(said::ResourceKeys {
                    kind,
                    data,
                    backup,
                    replica_of,
                    replicas: copies,
                }) => {
                    self.component_mut(id).detail = Detail::Resource(Resource {
                        kind: kind.map(Into::into),
                    });
                    self.storage(file, id, data, backup, replica_of);
                    replicas = copies;
                }
                Own::Ai(own) => self.ai(file, id, *own, &models),
                Own::Provider(_) | Own::Domain(_) => {}
            }
            let fails_whole = common.own_failure == Some(true);
            self.common(file, id, common);
            if let Some(replicas) = replicas {
                self.replicate(file, id, replicas, fails_whole);
            }
        }
        self.routes();
        self.rate(known);
        self.order_impacts();
    }

    fn common(&mut self, file: FileId, id: ComponentId, common: CommonKeys) {
        let CommonKeys {
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
            limit,
            expires,
            within,
            depends_on,
            own_failure,
            availability,
            unavailability,
            health,
            check,
            links,
        } = common;
        let kind = self.components[id.index()].kind();
        let defaults = self.defaults(file).clone();
        let said = self.problems.len();
        let own_team = self.some_team(file, team);
        let of = self.components[id.index()].id.clone();
        self.lay_to(said, &of);
        let team = own_team.or(defaults.team.filter(|_| {
            matches!(
                kind,
                Kind::Activity | Kind::Service | Kind::Resource | Kind::Ai
            )
        }));
        let by_default = defaults
            .tier
            .filter(|_| matches!(kind, Kind::Activity | Kind::Service));
        let tier = at(file, tier).or(by_default);
        let unavailability = self.unavailability(file, availability, unavailability);
        if own_failure == Some(false)
            && let Some(said) = unavailability
        {
            self.problems.push(
                Diagnostic::new(
                    "ignored-key",
                    Severity::Warning,
                    "what cannot fail by itself has no availability of its own",
                    said.span,
                )
                .label("not used")
                .help("leave it out, or leave out `own_failure = false`"),
            );
        }
        let within = match within {
            Some(names) => self.distinct(file, names.0),
            None if matches!(kind, Kind::Service | Kind::Resource) => defaults.within,
            None => Vec::new(),
        };
        let bindings: Vec<Binding> = within
            .into_iter()
            .filter_map(|name| self.membership(file, id, name))
            .collect();
        let requirements: Vec<Requirement> = depends_on
            .into_iter()
            .filter_map(|entry| self.requirement(file, id, entry))
            .collect();
        self.find_repeats(&requirements);
        let component = self.component_mut(id);
        if let Some(name) = name {
            component.name = name.0;
        }
        component.description = description.or_else(|| component.description.take());
        component.team = team;
        component.tier = tier;
        component.targets = Targets {
            rto: at(file, rto),
            rpo: at(file, rpo),
            mtpd: at(file, mtpd),
            slo: at(file, slo),
            mbco: at(file, mbco),
        };
        component.restart = at(file, restart);
        component.limit = limit.map(|said| rate_at(file, said));
        component.expires = at(file, expires);
        component.requirements = requirements;
        component.bindings.extend(bindings);
        component.own_failure = own_failure.unwrap_or(component.own_failure);
        component.unavailability = unavailability;
        component.health = health.map(Into::into);
        component.check = check.map(Into::into);
        component.links = links
            .into_iter()
            .map(|said::LinkEntry { name, url }| NamedLink {
                name: name.0,
                url: url.0,
            })
            .collect();
    }

    pub(super) fn fill_defaults(&mut self, said: Vec<(FileId, said::DefaultsTable)>) {
        for (file, table) in said {
            let said::DefaultsTable {
                team,
                within,
                tier,
                needed,
                detect,
            } = table;
            let defaults = Defaults {
                team: self.some_team(file, team),
                within: self.distinct(file, within.unwrap_or_default().0),
                tier: at(file, tier),
                needed,
                detect: detect.and_then(|said| self.detection(file, said)),
            };
            self.defaults.insert(file, defaults);
        }
    }

    pub(super) fn unavailability(
        &mut self,
        file: FileId,
        up: Option<Said<said::Probability>>,
        down: Option<Said<said::Probability>>,
    ) -> Option<At<f64>> {
        let up: Option<At<f64>> = at(file, up);
        let down: Option<At<f64>> = at(file, down);
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

    pub(super) fn membership(
        &mut self,
        file: FileId,
        id: ComponentId,
        name: Said<String>,
    ) -> Option<Binding> {
        let place = Span::new(file, name.range);
        let to = self.component(Expected::Domain, &name.value, place)?;
        let kind = self.components[to.index()].kind();
        if to == id {
            self.problems.push(
                Diagnostic::error(
                    "needs-itself",
                    format!("`{}` stands in itself", name.value),
                    place,
                )
                .label("the place this stands in")
                .help("name the larger place that it is a part of, or take this `in` away")
                .component(name.value),
            );
            return None;
        }
        if !matches!(kind, Kind::Domain | Kind::Provider) {
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

    fn provider(
        &mut self,
        file: FileId,
        id: ComponentId,
        own: said::ProviderKeys,
    ) -> (Vec<said::EndpointEntry>, Vec<said::ModelEntry>) {
        let said::ProviderKeys {
            status_page,
            contract,
            hosts,
            endpoints,
            models,
        } = own;
        if let Detail::Provider(provider) = &mut self.component_mut(id).detail {
            if let Some(url) = status_page {
                provider.status_page = Some(url.into());
            }
            if let Some(hosts) = hosts {
                provider.hosts = hosts;
            }
            provider.contract = contract.map(|said| contract_of(file, said));
        }
        for model in &models {
            if model.retires.is_none()
                && model.availability.is_none()
                && model.unavailability.is_none()
            {
                let place = Span::new(file, model.id.range.clone());
                self.problems.push(
                    Diagnostic::error(
                        "missing-key",
                        format!("nothing is said of the model `{}`", model.id.value.0),
                        place,
                    )
                    .label("its end or its availability is missing")
                    .help("write `retires = 2027-01-31`, or `availability = \"99.9%\"`"),
                );
            }
        }
        (endpoints, models)
    }

    fn order_impacts(&mut self) {
        for component in &mut self.components {
            if let Detail::Activity(activity) = &mut component.detail {
                activity.impact.sort_by_key(|impact| impact.after);
            }
        }
    }
}

fn activity(file: FileId, own: said::ActivityKeys) -> Detail {
    let said::ActivityKeys {
        impact,
        alternate_means,
        known_as,
    } = own;
    Detail::Activity(Activity {
        impact: impact
            .into_iter()
            .map(|said| {
                let said::ImpactEntry {
                    after,
                    level,
                    kind,
                    note,
                } = said.value;
                Impact {
                    place: Span::new(file, said.range),
                    after: after.0,
                    level,
                    kind: kind.map(Into::into),
                    note,
                }
            })
            .collect(),
        alternate_means,
        known_as,
    })
}
