use std::collections::BTreeSet;

use crate::advice::answer::{ChangeKind, Sureness};
use crate::advice::sites::CandidateSite;
use jurymast_plan::catalogue::{self, Modality, ProviderRecord, modality};
use jurymast_plan::model::{Ai, BindingRole, Component, ComponentId, Confidence, Kind, Plan};
use jurymast_terms::units::Date;

use super::capability::{ai, endpoint};
use super::propose::{FreshIds, ProposalContext};
use super::table::{TableText, needs};
use super::{Candidate, How};

/// How many providers are proposed for one site, of each sort.
const MOST: usize = 2;

/// A model at a provider that the catalogue knows: the same weights elsewhere, or
/// another lab's.
pub(super) fn propose(
    context: &ProposalContext<'_>,
    ids: &mut FreshIds,
    at: usize,
    site: &CandidateSite,
    found: &mut Vec<Candidate>,
) {
    let plan = context.plan;
    let [primary] = site.group.as_slice() else {
        return;
    };
    let component = plan.component(*primary);
    if component.kind() == Kind::Provider {
        return other_provider(context, at, site, component, found);
    }
    let Some(own) = ai(component) else {
        return;
    };
    let (Some(provider), Some(work)) = (own.provider, modality(plan, own)) else {
        return;
    };
    let here = surroundings(plan, *primary);
    let maker = plan.component(provider.value).id.as_str();
    let mut ranked: Vec<(bool, usize, bool, Confidence, &'static ProviderRecord)> = Vec::new();
    for id in catalogue::provider_ids() {
        let Some(other) = catalogue::provider(id) else {
            continue;
        };
        let outside = matches!(
            other.kind.as_str(),
            "lab-api" | "cloud-host" | "inference-cloud"
        );
        let declared = plan.find(id).map(|id| plan.component(id).kind());
        let free = declared.is_none_or(|kind| kind == Kind::Provider);
        if !outside || !free || here.contains(id) || endpoint(other, &work).is_none() {
            continue;
        }
        let shared = stands_in(id).intersection(&here).count();
        let alike = serves_the_same(maker, other) && own.model.is_some();
        let known = other.confidence;
        ranked.push((alike, shared, declared.is_none(), known, other));
    }
    ranked.sort_by_key(|(_, shared, new, known, other)| {
        (
            *shared,
            *new,
            std::cmp::Reverse(*known),
            rarity(other),
            other.id.as_str(),
        )
    });
    for wanted in [true, false] {
        // Another model's vectors do not fit an index that is there.
        if !wanted && work.is_embeddings() {
            continue;
        }
        let some = ranked.iter().filter(|(alike, ..)| *alike == wanted);
        for (_, shared, _, _, other) in some.take(MOST) {
            let call = ModelCall {
                component,
                own,
                work: &work,
                same: wanted,
                shared: *shared,
            };
            found.extend(call.at(context, ids, at, site, other));
        }
    }
}

/// Another provider of the same kind, where the catalogue names one.
fn other_provider(
    context: &ProposalContext<'_>,
    at: usize,
    site: &CandidateSite,
    component: &Component,
    found: &mut Vec<Candidate>,
) {
    let plan = context.plan;
    let known = catalogue::provider(&component.id);
    let is_alike = |one: &ProviderRecord| match component.declared_kind() {
        Some(_) => component.kind_among(&[&one.kind]).is_some(),
        None => known.is_some_and(|known| known.kind == one.kind),
    };
    let (Kind::Provider, [primary]) = (component.kind(), site.group.as_slice()) else {
        return;
    };
    let here = surroundings(plan, *primary);
    let others = catalogue::provider_ids().filter_map(catalogue::provider);
    let others = others.filter(|one| is_alike(one) && one.id != component.id);
    let free = others.filter(|one| !here.contains(&one.id));
    let shared = |one: &ProviderRecord| stands_in(&one.id).intersection(&here).count();
    let mut ranked: Vec<(usize, bool, &'static ProviderRecord)> = free
        .map(|one| (shared(one), plan.find(&one.id).is_none(), one))
        .collect();
    ranked.sort_by_key(|(shared, is_new, one)| (*shared, *is_new, one.id.as_str()));
    for (shared, is_new, other) in ranked.into_iter().take(MOST) {
        let mut table = TableText::new("provider", &other.id);
        table.like(plan, component);
        found.push(Candidate {
            kind: ChangeKind::Catalogue,
            site: at,
            how: How::Fallback,
            stand_in: other.id.clone(),
            drafts: if is_new {
                vec![table.draft()]
            } else {
                Vec::new()
            },
            places: site.places.clone(),
            sureness: Sureness::ToBeVerified,
            why: vec![format!(
                "another one of that kind ({}); {}",
                other.kind,
                sharing(shared)
            )],
            caveats: vec![
                "whether it can do what is needed here, and with which of the data, is not known"
                    .to_owned(),
                format!(
                    "a contract, keys and a second integration with {}",
                    other.name
                ),
            ],
        });
    }
}

fn sharing(shared: usize) -> String {
    match shared {
        0 => "no known failure domain is shared".to_owned(),
        1 => "one known domain is shared".to_owned(),
        more => format!("{more} known domains are shared"),
    }
}

/// What the new model stands in for.
struct ModelCall<'a> {
    component: &'a Component,
    own: &'a Ai,
    work: &'a Modality,
    /// The same weights at another host.
    same: bool,
    /// How many domains it shares.
    shared: usize,
}

impl ModelCall<'_> {
    fn at(
        &self,
        context: &ProposalContext<'_>,
        ids: &mut FreshIds,
        at: usize,
        site: &CandidateSite,
        provider: &ProviderRecord,
    ) -> Option<Candidate> {
        let plan = context.plan;
        let id = ids.fresh(plan, &format!("{}-{}", self.component.id, provider.id));
        let mut table = TableText::new("ai", &id);
        table.like(plan, self.component);
        table.text("provider", &provider.id);
        table.text("endpoint", &endpoint(provider, self.work)?);
        let mut caveats = Vec::new();
        if self.same {
            table.text("model", &self.own.model.as_ref()?.value);
            let lineage = &plan.component(self.own.lineage?).id;
            table.text("lineage", lineage.strip_prefix("model:").unwrap_or(lineage));
            caveats.push("the host may call the model otherwise, or not have it yet".to_owned());
        } else if let Some((model, end)) = lasting(&provider.id, self.work, context.today) {
            table.text("model", model);
            caveats.push(format!("{model} is known to last until {end}"));
        } else {
            table.remark(
                "model = \"...\": choose one; of none the catalogue knows how long it lasts",
            );
        }
        if let Some(needs) = needs(self.own.needs) {
            // What nobody has tried yet is not known of it.
            table.remark(&format!(
                "write it once you know that it gives this: needs = {needs}"
            ));
        }
        caveats.push(
            "whether its answers are as good is not known: compare, test, and date it".to_owned(),
        );
        let declared = plan.find(&provider.id).is_some();
        if !declared {
            caveats.push(format!(
                "{} is new to the plan: a contract and keys",
                provider.name
            ));
        }
        if !self.own.residency.is_empty() {
            let places = self.own.residency.join(", ");
            caveats.push(format!(
                "data must stay in {places}: ask for it, and declare `residency`"
            ));
        }
        let marks = provider.confidence;
        let sameness = if self.same {
            "the same weights at another host"
        } else {
            "another lab's model"
        };
        let sharing = sharing(self.shared);
        Some(Candidate {
            kind: ChangeKind::Catalogue,
            site: at,
            how: How::Fallback,
            stand_in: id,
            drafts: vec![table.draft()],
            places: site.places.clone(),
            sureness: if self.same && marks.is_known() {
                Sureness::Likely
            } else {
                Sureness::ToBeVerified
            },
            why: vec![format!("{sameness}; {sharing} (catalogue: {marks})")],
            caveats,
        })
    }
}

/// What the plan says a component stands in, all the way out.
fn surroundings(plan: &Plan, id: ComponentId) -> BTreeSet<String> {
    let mut open = vec![id];
    let mut seen: BTreeSet<ComponentId> = BTreeSet::new();
    while let Some(at) = open.pop() {
        for binding in &plan.component(at).bindings {
            if binding.role != BindingRole::Lineage && seen.insert(binding.to) {
                open.push(binding.to);
            }
        }
    }
    seen.iter()
        .map(|id| plan.component(*id).id.clone())
        .collect()
}

/// The same for a provider of the catalogue.
fn stands_in(provider: &str) -> BTreeSet<String> {
    let mut open = vec![provider.to_owned()];
    let mut seen = BTreeSet::new();
    while let Some(id) = open.pop() {
        let rows = catalogue::provider(&id).map_or(&[][..], |one| &one.domains);
        let sure = rows.iter().filter(|row| row.confidence.is_known());
        let around = catalogue::domain(&id).map_or(&[][..], |one| &one.within);
        let next: Vec<&String> = sure.map(|row| &row.id).chain(around).collect();
        for id in next {
            if seen.insert(id.clone()) {
                open.push(id.clone());
            }
        }
    }
    seen
}

/// Whether `other` serves the models that `provider` serves.
fn serves_the_same(provider: &str, other: &ProviderRecord) -> bool {
    let known = catalogue::provider(provider);
    let listed = known.is_some_and(|one| one.also_served_by.contains(&other.id));
    listed || other.hosts_models_of.iter().any(|maker| maker == provider)
}

/// Providers that many know come first.
fn rarity(provider: &ProviderRecord) -> usize {
    usize::MAX - provider.also_served_by.len()
}

/// A model of text whose known end is furthest, at least half a year away.
fn lasting(provider: &str, work: &Modality, today: Date) -> Option<(&'static str, Date)> {
    if *work != Modality::Text {
        return None;
    }
    let known = catalogue::provider(provider)?;
    let usual = known.endpoints.iter().find(|one| one.default)?;
    let models = catalogue::models(provider)?.models.iter();
    let text = models.filter(|model| {
        let endpoint = known.usual_endpoint(Some(&model.id));
        let plain = [
            "image",
            "embed",
            "audio",
            "tts",
            "video",
            "live",
            "ft:",
            "transcribe",
            "realtime",
        ];
        endpoint.is_some_and(|one| one.id == usual.id)
            && !plain.iter().any(|word| model.id.contains(word))
    });
    let ends = text.filter_map(|model| Some((&model.id, model.retires?)));
    let lasting = ends.filter(|(_, end)| today.days_until(*end) >= 180);
    let last = lasting.max_by_key(|(id, end)| (*end, std::cmp::Reverse(*id)))?;
    Some((last.0, last.1))
}
