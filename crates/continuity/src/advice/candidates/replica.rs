use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::advice::answer::{ChangeKind, Sureness};
use crate::advice::sites::CandidateSite;
use jurymast_plan::model::{BindingRole, Component, ComponentId, Detail, Kind, Origin, Plan};

use super::propose::{FreshIds, ProposalContext};
use super::table::{TableText, entry};
use super::{Candidate, How};

/// How many other domains are tried for one site.
const MOST: usize = 2;

/// A second one of what is lost, in another domain of the same kind where the
/// plan has one; of a group, one more of the member that most faults take.
pub(super) fn propose(
    context: &ProposalContext<'_>,
    elsewhere: &DomainsByKind,
    ids: &mut FreshIds,
    at: usize,
    site: &CandidateSite,
    found: &mut Vec<Candidate>,
) {
    let plan = context.plan;
    let members = site.group.iter().copied();
    let Some(primary) = members.min_by_key(|id| context.survives(site, *id)) else {
        return;
    };
    let component = plan.component(primary);
    let kind = component.kind();
    if !matches!(kind, Kind::Service | Kind::Resource) || component.origin != Origin::Plan {
        return;
    }
    let mut moves: Vec<Option<(ComponentId, ComponentId)>> = Vec::new();
    let within: Vec<ComponentId> = domains(component);
    for from in &within {
        let other = siblings(context, elsewhere, site, *from);
        moves.extend(other.into_iter().map(|to| Some((*from, to))));
    }
    if moves.is_empty() && component.own_failure {
        moves.push(None);
    }
    for moved in moves {
        let mut one = second(plan, ids, at, site, component, &within, moved);
        let stays = within
            .iter()
            .filter(|id| moved.is_none_or(|(from, _)| from != **id));
        let lost = stays.filter(|id| context.survives(site, **id) < context.all(site));
        let shared: Vec<String> = lost.map(|id| plan.component(*id).id.clone()).collect();
        if !shared.is_empty() {
            let shared = shared.join(", ");
            one.caveats.push(match moved {
                Some(_) => format!("both stand in {shared}, and are lost together with that"),
                None => format!(
                    "both stand in {shared}: no other of that kind in the plan survives more"
                ),
            });
        }
        found.push(one);
    }
}

fn second(
    plan: &Plan,
    ids: &mut FreshIds,
    at: usize,
    site: &CandidateSite,
    component: &Component,
    within: &[ComponentId],
    moved: Option<(ComponentId, ComponentId)>,
) -> Candidate {
    let name = |id: ComponentId| plan.component(id).id.as_str();
    let suffix = moved.map_or("second", |(_, to)| name(to));
    let id = ids.fresh(plan, &format!("{}-{suffix}", component.id));
    let mut table = TableText::new(component.kind().as_str(), &id);
    table.text("name", &format!("{}, second", component.name));
    table.like(plan, component);
    if let Detail::Resource(resource) = &component.detail
        && let Some(kind) = &resource.kind
    {
        table.text("kind", kind);
    }
    let places = within.iter().map(|from| match moved {
        Some((lost, to)) if lost == *from => name(to),
        _ => name(*from),
    });
    let places: BTreeSet<&str> = places.collect();
    table.list("in", places);
    if let Some(unavailability) = component.unavailability {
        // An availability of 99.97% is held as one less, with the noise of that.
        let rounded = (unavailability.value * 1e12).round() / 1e12;
        table.raw("unavailability", &rounded.to_string());
    }
    if !component.own_failure {
        table.raw("own_failure", "false");
    }
    if let Some(restart) = component.restart {
        table.text("restart", &restart.value.to_string());
    }
    let entries: Vec<String> = component
        .requirements
        .iter()
        .map(|one| entry(plan, one))
        .collect();
    if !entries.is_empty() {
        let lines: String = entries.iter().map(|one| format!("  {one},\n")).collect();
        table.raw("depends_on", &format!("[\n{lines}]"));
    }
    let mut caveats = vec![format!(
        "its data must be there too when {} is lost",
        component.id
    )];
    if component.kind() == Kind::Service {
        caveats = vec!["it must carry the load alone".to_owned()];
    }
    let why = match moved {
        Some((from, to)) => format!(
            "a second one in {}, beside the one in {}",
            name(to),
            name(from)
        ),
        None if within.is_empty() => {
            caveats.push("the plan does not say where either stands; say it with `in`".to_owned());
            "a second one, so that it can fail alone".to_owned()
        }
        None => "a second one beside it, so that it can fail alone".to_owned(),
    };
    Candidate {
        kind: ChangeKind::SecondDomain,
        site: at,
        how: How::Member,
        stand_in: id,
        draft: Some(table.draft()),
        places: site.places.clone(),
        sureness: Sureness::ToBeVerified,
        why: vec![why],
        caveats,
    }
}

fn domains(component: &Component) -> Vec<ComponentId> {
    let bindings = component.bindings.iter();
    let domains = bindings.filter(|one| one.role == BindingRole::Domain);
    domains.map(|one| one.to).collect()
}

/// Domains of the same kind, those first that survive most of what takes the
/// site.
fn siblings(
    context: &ProposalContext<'_>,
    elsewhere: &DomainsByKind,
    site: &CandidateSite,
    of: ComponentId,
) -> Vec<ComponentId> {
    let Some(alike) = elsewhere.by_kind.get(&kind_of(context.plan, of)) else {
        return Vec::new();
    };
    let here = context.survives(site, of);
    // What one stands in is no other place, whether or not its kind is told.
    let around = around(context.plan, of);
    let others = alike.iter().filter(|id| !around.contains(id));
    let survives = others.map(|id| (Reverse(context.survives(site, *id)), *id));
    let mut found: Vec<_> = survives
        .filter(|(Reverse(count), _)| *count > here)
        .collect();
    found.sort_unstable();
    found.into_iter().take(MOST).map(|(_, id)| id).collect()
}

/// A domain and all that it stands in.
fn around(plan: &Plan, of: ComponentId) -> BTreeSet<ComponentId> {
    let mut open = vec![of];
    let mut around = BTreeSet::new();
    while let Some(at) = open.pop() {
        if around.insert(at) {
            open.extend(domains(plan.component(at)));
        }
    }
    around
}

/// Domains whose kind the plan does not tell are alike.
fn kind_of(plan: &Plan, id: ComponentId) -> Option<String> {
    match &plan.component(id).detail {
        Detail::Domain(domain) => domain.kind.clone(),
        _ => None,
    }
}

/// The domains that a plan declares, or that something of its own stands in, by
/// their kind.
#[derive(Debug, Default)]
pub(super) struct DomainsByKind {
    by_kind: BTreeMap<Option<String>, BTreeSet<ComponentId>>,
}

impl DomainsByKind {
    pub(super) fn of(plan: &Plan) -> Self {
        let mut elsewhere = Self::default();
        for (id, component) in plan.enumerate() {
            let outside = matches!(component.kind(), Kind::Provider | Kind::Ai);
            if component.origin != Origin::Plan || outside {
                continue;
            }
            for domain in domains(component).into_iter().chain([id]) {
                if plan.component(domain).kind() == Kind::Domain {
                    let alike = elsewhere.by_kind.entry(kind_of(plan, domain));
                    alike.or_default().insert(domain);
                }
            }
        }
        elsewhere
    }
}
