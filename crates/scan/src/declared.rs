use std::collections::{BTreeMap, BTreeSet};

use jurymast_import::draft::kebab;
use jurymast_plan::catalogue::{self, ModelName, vendor};
use jurymast_plan::model::{ComponentId, Detail, Kind, Origin, Plan};

use super::blocks::ServiceBlock;
use super::evidence::{Evidence, EvidenceKind};

/// What a plan says is used.
pub(super) struct DeclaredUses<'a> {
    plan: &'a Plan,
    /// Services of compose files.
    services: &'a [ServiceBlock],
    providers: BTreeSet<&'a str>,
    /// Runtimes of models that answer for one of its AI dependencies.
    runtimes: BTreeSet<&'a str>,
    /// Hosts of the plan's own providers.
    hosts: BTreeSet<&'a str>,
    models: BTreeSet<ModelName>,
    /// By id and by name, in the spelling of ids.
    by_name: BTreeMap<String, ComponentId>,
    /// What the plan names somewhere but where it declares it.
    named: BTreeSet<ComponentId>,
}

impl<'a> DeclaredUses<'a> {
    pub(super) fn of(plan: &'a Plan, services: &'a [ServiceBlock]) -> Self {
        let components = || plan.components.iter();
        let providers = components().filter(|one| one.kind() == Kind::Provider);
        let hosts = components().filter_map(|one| match &one.detail {
            Detail::Provider(provider) => Some(provider.hosts.iter().map(String::as_str)),
            _ => None,
        });
        let models = components().filter_map(|one| Some(&one.ai()?.model.as_ref()?.value));
        let runtimes = components().filter_map(|one| one.ai()?.runtime.as_deref());
        let mut by_name = BTreeMap::new();
        for (id, one) in plan.enumerate() {
            if !matches!(one.kind(), Kind::Service | Kind::Resource | Kind::Provider) {
                continue;
            }
            for name in [&one.id, &one.name] {
                by_name.entry(kebab(name)).or_insert(id);
            }
        }
        Self {
            plan,
            services,
            providers: providers.map(|one| one.id.as_str()).collect(),
            runtimes: runtimes.collect(),
            hosts: hosts.flatten().collect(),
            models: models.map(|model| ModelName::of(model)).collect(),
            by_name,
            named: named(plan),
        }
    }

    pub(super) fn has(&self, one: &Evidence) -> bool {
        if let Some(service) = &one.service {
            return self.hosts.contains(service.as_str()) || self.has_call(one, service);
        }
        if let Some(model) = &one.model {
            let name = ModelName::of(model);
            // Who sells it stands in front of some ids: the plan must know that one.
            let sold = model.split_once('/').and_then(|(prefix, _)| vendor(prefix));
            return sold.is_none_or(|sold| self.has_party(&sold.id))
                && self.models.iter().any(|known| known.is_kin(&name));
        }
        if self.runs(one) {
            return true;
        }
        let is_declared = one.provider.is_some_and(|id| self.has_party(id))
            || self.hosts.contains(one.text.as_str());
        is_declared && self.unneeded(one).is_none()
    }

    /// The party that it uses, where the plan declares it and nothing there needs it.
    pub(super) fn unneeded(&self, one: &Evidence) -> Option<&'a str> {
        let provider = one
            .provider
            .filter(|_| one.model.is_none() && one.service.is_none())?;
        let id = *self.plan.names.get(provider)?;
        let party = self.plan.component(id);
        let is_own = party.origin == Origin::Plan && party.kind() == Kind::Provider;
        (is_own && !self.named.contains(&id)).then_some(party.id.as_str())
    }

    /// Whether it is the image of a service of a compose file that the plan has by its name: what
    /// runs there is declared.
    fn runs(&self, one: &Evidence) -> bool {
        let is_here = |block: &&ServiceBlock| {
            let (first, last) = block.lines;
            block.file == one.file && (first..=last).contains(&one.line)
        };
        let block = self.services.iter().find(is_here);
        let block = block.filter(|_| one.kind == EvidenceKind::Image);
        block.is_some_and(|block| self.by_name.contains_key(&kebab(&block.name)))
    }

    /// Whether the party of a model that is called is the plan's, with this model or another.
    pub(super) fn answers(&self, one: &Evidence) -> bool {
        one.model.is_some() && one.provider.is_some_and(|id| self.has_party(id))
    }

    fn has_party(&self, id: &str) -> bool {
        let name = || catalogue::provider(id).map(|one| kebab(&one.name));
        self.providers.contains(id)
            || self.runtimes.contains(id)
            || self.by_name.contains_key(&kebab(id))
            || name().is_some_and(|name| self.by_name.contains_key(&name))
    }

    fn has_call(&self, one: &Evidence, service: &str) -> bool {
        let Some(&target) = self.by_name.get(&kebab(service)) else {
            return false;
        };
        self.caller_without(one, target).is_none()
    }

    /// Who calls there and does not say that it needs what it calls: the component whose
    /// folder the file is in, the nearest first.
    fn caller_without(&self, one: &Evidence, target: ComponentId) -> Option<ComponentId> {
        let folders = one.file.rsplit('/').skip(1);
        let mut callers = folders.filter_map(|folder| self.by_name.get(&kebab(folder)).copied());
        let caller = callers.next().filter(|caller| *caller != target)?;
        let requirements = &self.plan.component(caller).requirements;
        let mut needed = requirements.iter().flat_map(|one| {
            let group = one.group.iter().map(|at| at.value);
            group.chain(one.fallbacks.iter().map(|fallback| fallback.to.value))
        });
        needed.all(|id| id != target).then_some(caller)
    }

    /// Both ends of a call that the plan does not have, where it has both of them.
    pub(super) fn missing_call(&self, one: &Evidence) -> Option<(&'a str, &'a str)> {
        let target = *self.by_name.get(&kebab(one.service.as_deref()?))?;
        let caller = self.caller_without(one, target)?;
        let id = |id| self.plan.component(id).id.as_str();
        Some((id(caller), id(target)))
    }
}

/// What is needed, leant on, or named as what carries or sees something.
fn named(plan: &Plan) -> BTreeSet<ComponentId> {
    let mut named = BTreeSet::new();
    for one in &plan.components {
        named.extend(one.bindings.iter().map(|binding| binding.to));
        named.extend(
            one.backups
                .iter()
                .flat_map(|one| &one.needs)
                .map(|at| at.value),
        );
        for need in &one.requirements {
            named.extend(need.group.iter().map(|at| at.value));
            let seen = need.detect.iter().flat_map(|detect| &detect.by);
            named.extend(seen.map(|at| at.value));
            for fallback in &need.fallbacks {
                named.insert(fallback.to.value);
                named.extend(fallback.needs.iter().map(|at| at.value));
            }
        }
    }
    for team in &plan.teams {
        let own = team.on_call.through.iter();
        let people = team.people.iter().flat_map(|one| &one.through);
        named.extend(own.chain(people).map(|at| at.value));
    }
    let told = plan.communications.iter().flat_map(|one| &one.through);
    named.extend(told.map(|at| at.value));
    for step in plan.runbooks.iter().flat_map(|one| &one.steps) {
        named.extend(step.needs.iter().map(|at| at.value));
        named.extend(step.if_lost.iter().copied());
    }
    named
}
