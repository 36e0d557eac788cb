use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::advice::answer::{ChangeKind, Sureness};
use crate::advice::sites::CandidateSite;
use jurymast_plan::model::{BindingRole, Component, ComponentId, Detail, Kind, Origin, Plan};
use jurymast_terms::text::double_quoted;

use super::propose::{FreshIds, ProposalContext, is_outside};
use super::table::{TableText, entry};
use super::{Candidate, DraftedTable, How};

/// How many other domains are tried for one site.
const MOST: usize = 2;

/// A second one of what is lost, in another domain of the same kind, a new one where the
/// plan has none; of a group, one more of the member that most faults take. Of data it is
/// a copy that must be promoted: a fallback.
pub(super) fn propose(
    context: &ProposalContext<'_>,
    elsewhere: &mut DomainsByKind,
    ids: &mut FreshIds,
    at: usize,
    site: &CandidateSite,
    found: &mut Vec<Candidate>,
) {
    let plan = context.plan;
    let members = site.group.iter().copied();
    let members = members.filter(|id| has_second(plan.component(*id)));
    let name = |id: ComponentId| plan.component(id).id.as_str();
    let weakest = members.min_by_key(|id| (context.survives(site, *id), name(*id)));
    let Some(primary) = weakest else {
        return;
    };
    let component = plan.component(primary);
    let mut moves: Vec<Option<Move>> = Vec::new();
    let within: Vec<ComponentId> = domains(component);
    for from in &within {
        let other = siblings(context, elsewhere, site, *from);
        moves.extend(other.into_iter().map(|to| {
            Some(Move {
                from: *from,
                to: name(to).to_owned(),
                new: None,
            })
        }));
    }
    if moves.is_empty() {
        // Where all stands in one place, the second place is the advice.
        let lost = |id: &ComponentId| context.survives(site, *id) < context.all(site);
        let declared = |id: &ComponentId| plan.component(*id).origin == Origin::Plan;
        let from = within.iter().copied().filter(declared).filter(lost);
        let from = from.min_by_key(|id| (context.survives(site, *id), name(*id)));
        match from {
            Some(from) => moves.push(Some(elsewhere.second(plan, ids, from))),
            None if component.own_failure => moves.push(None),
            None => {}
        }
    }
    for moved in moves {
        let from = moved.as_ref().map(|moved| moved.from);
        let mut one = second(plan, ids, at, site, component, &within, moved);
        let stays = within.iter().filter(|id| from != Some(**id));
        let lost = stays.filter(|id| context.survives(site, **id) < context.all(site));
        let shared: Vec<String> = lost.map(|id| plan.component(*id).id.clone()).collect();
        if !shared.is_empty() {
            let shared = shared.join(", ");
            one.caveats.push(match from {
                Some(_) => format!("both stand in {shared}, and are lost together with that"),
                None => format!(
                    "both stand in {shared}: no other of that kind in the plan survives more"
                ),
            });
        }
        found.push(one);
    }
}

/// A second one of it can be had: the plan's own people run it.
fn has_second(component: &Component) -> bool {
    matches!(component.kind(), Kind::Service | Kind::Resource)
        && component.origin == Origin::Plan
        && !is_outside(component)
}

fn second(
    plan: &Plan,
    ids: &mut FreshIds,
    at: usize,
    site: &CandidateSite,
    component: &Component,
    within: &[ComponentId],
    moved: Option<Move>,
) -> Candidate {
    let name = |id: ComponentId| plan.component(id).id.as_str();
    let suffix = moved.as_ref().map_or("second", |moved| moved.to.as_str());
    let id = ids.fresh(plan, &format!("{}-{suffix}", component.id));
    let mut table = TableText::new(component.kind().as_str(), &id);
    table.text("name", &format!("{}, second", component.name));
    table.like(plan, component);
    if let Detail::Resource(resource) = &component.detail
        && let Some(kind) = &resource.kind
    {
        table.text("kind", kind);
    }
    let places = within.iter().map(|from| match &moved {
        Some(moved) if moved.from == *from => moved.to.as_str(),
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
    // A copy of data must be promoted before it serves; members of a group that keep data
    // hold the same by themselves.
    let whose = plan.find(&component.id);
    let keeps_data = whose.is_some_and(|id| plan.keeps_data(id));
    let copies = keeps_data && site.group.len() == 1;
    if copies {
        // An empty one would be no second one: how far it is behind is not known here.
        table.raw(
            "replica_of",
            &format!("{{ of = {} }}", double_quoted(&component.id)),
        );
        table.remark("say how far it may be behind: replica_of = { of = ..., lag = \"...\" }");
    }
    let entries: Vec<String> = component
        .requirements
        .iter()
        .map(|one| entry(plan, one))
        .collect();
    table.depends_on(&entries);
    let mut caveats = match component.kind() {
        Kind::Service => vec!["it must carry the load alone".to_owned()],
        _ if keeps_data => vec![format!(
            "its data must be there too when {} is lost",
            component.id
        )],
        _ => vec![format!(
            "what it holds, if anything, must be there too when {} is lost",
            component.id
        )],
    };
    if copies {
        caveats.push(
            "somebody must promote it first: say how (`steps`), and how long that takes (`after`)"
                .to_owned(),
        );
    }
    let why = match &moved {
        Some(Move {
            from,
            to,
            new: None,
        }) => {
            format!("a second one in {to}, beside the one in {}", name(*from))
        }
        Some(Move { from, to, .. }) => {
            caveats.push(format!(
                "{to} is new: a place that shares nothing with {}",
                name(*from)
            ));
            format!(
                "a second one in a second place, beside the one in {}",
                name(*from)
            )
        }
        None if within.is_empty() => {
            caveats.push("the plan does not say where either stands; say it with `in`".to_owned());
            "a second one, so that it can fail alone".to_owned()
        }
        None => "a second one beside it, so that it can fail alone".to_owned(),
    };
    Candidate {
        kind: ChangeKind::SecondDomain,
        site: at,
        how: match copies {
            true => How::Fallback,
            false => How::Member,
        },
        stand_in: id,
        drafts: moved
            .and_then(|moved| moved.new)
            .into_iter()
            .chain([table.draft()])
            .collect(),
        places: site.places.clone(),
        sureness: Sureness::ToBeVerified,
        why: vec![why],
        caveats,
    }
}

/// What a component stands in itself.
pub(super) fn domains(component: &Component) -> Vec<ComponentId> {
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
    let name = |id: ComponentId| context.plan.component(id).id.as_str();
    let survives = others.map(|id| (Reverse(context.survives(site, *id)), name(*id), *id));
    let mut found: Vec<_> = survives
        .filter(|(Reverse(count), ..)| *count > here)
        .collect();
    found.sort_unstable();
    found.into_iter().take(MOST).map(|(.., id)| id).collect()
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
    /// For those without another of their kind: a second one.
    second: BTreeMap<ComponentId, DraftedPlace>,
}

#[derive(Debug, Clone)]
struct DraftedPlace {
    id: String,
    table: DraftedTable,
}

/// From one place to another.
#[derive(Debug, Clone)]
struct Move {
    from: ComponentId,
    /// Its id.
    to: String,
    /// Its table, where it is new to the plan.
    new: Option<DraftedTable>,
}

impl DomainsByKind {
    /// To a new place like one: of its kind, in what that stands in.
    fn second(&mut self, plan: &Plan, ids: &mut FreshIds, from: ComponentId) -> Move {
        let place = self.second.entry(from).or_insert_with(|| {
            let like = plan.component(from);
            let id = ids.fresh(plan, &format!("{}-second", like.id));
            let mut table = TableText::new("domain", &id);
            if let Some(kind) = kind_of(plan, from) {
                table.text("kind", &kind);
            }
            let around = domains(like).into_iter();
            table.list("in", around.map(|id| plan.component(id).id.as_str()));
            DraftedPlace {
                id,
                table: table.draft(),
            }
        });
        Move {
            from,
            to: place.id.clone(),
            new: Some(place.table.clone()),
        }
    }

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
