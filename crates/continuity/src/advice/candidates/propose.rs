use std::collections::BTreeSet;

use crate::advice::answer::{ChangeKind, Sureness};
use crate::advice::single_points::SinglePointIndex;
use crate::advice::sites::CandidateSite;
use crate::advice::work_clock::WorkClock;
use jurymast_engine::analysis::Analysis;
use jurymast_plan::catalogue::{modality, provider};
use jurymast_plan::model::{Component, ComponentId, Detail, Kind, Plan};
use jurymast_terms::units::Date;

use super::capability::ai;
use super::inherited::NeedsWithoutAi;
use super::replica::domains;
use super::table::TableText;
use super::{Candidate, How, bypass, catalogue, existing, replica};

/// What proposals are made from.
pub(in crate::advice) struct ProposalContext<'a> {
    pub(in crate::advice) plan: &'a Plan,
    pub(in crate::advice) points: &'a SinglePointIndex,
    /// For each fault: what it takes down, in order.
    pub(in crate::advice) lost: &'a [Vec<u32>],
    pub(in crate::advice) analysis: &'a Analysis<'a>,
    pub(in crate::advice) today: Date,
    pub(in crate::advice) clock: &'a WorkClock,
}

impl ProposalContext<'_> {
    /// Whether a fault (by index) takes a component down.
    pub(super) fn takes(&self, fault: usize, component: ComponentId) -> bool {
        self.lost[fault].binary_search(&component.0).is_ok()
    }

    /// How many single points of the site a component would survive, weighed by
    /// the services they take.
    pub(super) fn survives(&self, site: &CandidateSite, component: ComponentId) -> usize {
        let faults = site
            .faults
            .iter()
            .filter(|fault| !self.takes(**fault, component));
        self.clock.spend(site.faults.len());
        faults
            .map(|fault| self.points.by_fault[*fault].1.len())
            .sum()
    }

    /// What a component would survive that nothing takes.
    pub(super) fn all(&self, site: &CandidateSite) -> usize {
        let faults = site.faults.iter();
        faults
            .map(|fault| self.points.by_fault[*fault].1.len())
            .sum()
    }
}

/// FreshIds for new components.
#[derive(Debug, Default)]
pub(super) struct FreshIds {
    taken: BTreeSet<String>,
}

impl FreshIds {
    /// `wished`, or the first of its numbered variants that nothing is called.
    pub(super) fn fresh(&mut self, plan: &Plan, wished: &str) -> String {
        let plain: String = wished
            .chars()
            .map(|c| {
                if c.is_ascii_lowercase() || c.is_ascii_digit() {
                    c
                } else {
                    '-'
                }
            })
            .collect();
        let mut id = plain.clone();
        let mut number = 2;
        while plan.find(&id).is_some() || self.taken.contains(&id) {
            id = format!("{plain}-{number}");
            number += 1;
        }
        self.taken.insert(id.clone());
        id
    }
}

/// Everything that could stand in for one of the sites.
pub(in crate::advice) fn propose(
    context: &ProposalContext<'_>,
    sites: &[CandidateSite],
) -> Vec<Candidate> {
    let stand_ins = existing::StandIns::of(context);
    let mut elsewhere = replica::DomainsByKind::of(context.plan);
    let mut ids = FreshIds::default();
    let mut found = Vec::new();
    for (at, site) in sites.iter().enumerate() {
        if context.clock.is_past(3) {
            break;
        }
        existing::propose(context, &stand_ins, at, site, &mut found);
        bypass::propose(context, &mut ids, at, site, &mut found);
        catalogue::propose(context, &mut ids, at, site, &mut found);
        replica::propose(context, &mut elsewhere, &mut ids, at, site, &mut found);
        propose_non_ai_floor(context, &mut ids, at, site, &mut found);
        propose_own_queue(context, &mut ids, at, site, &mut found);
    }
    note_ended(context.plan, &mut found);
    found
}

/// Rules, written answers or people, where AI is what is lost; of an embedder a search by
/// words, since no other model's vectors fit the index.
fn propose_non_ai_floor(
    context: &ProposalContext<'_>,
    ids: &mut FreshIds,
    at: usize,
    site: &CandidateSite,
    found: &mut Vec<Candidate>,
) {
    let plan = context.plan;
    let floor = &context.analysis.floor;
    let is_lost = |id: &ComponentId| {
        let kind = plan.component(*id).kind();
        kind == Kind::Ai || (kind == Kind::Service && floor.is_lost_with_ai(*id))
    };
    let first = site.group.iter().min_by_key(|id| &plan.component(**id).id);
    let (Some(first), true) = (first, site.group.iter().all(is_lost)) else {
        return;
    };
    let primary = plan.component(*first);
    let needs = NeedsWithoutAi::of(plan, floor, *first);
    let work = ai(primary).and_then(|ai| modality(plan, ai));
    let (suffix, name, description, why) = if work.is_some_and(|work| work.is_embeddings()) {
        (
            "keyword-search",
            format!("Keyword search in place of {}", primary.name),
            "Search by words over the same texts: to be built.",
            "no other model's vectors fit the index: words do, or a second index that another \
             model filled beforehand",
        )
    } else {
        (
            "without-ai",
            format!("{} without AI", primary.name),
            "Rules, written answers, or a queue that people work off: to be built.",
            if needs.entries.is_empty() {
                "it needs no model, no gateway and no provider"
            } else {
                "it needs no model, but all else that this needs"
            },
        )
    };
    let mut one = built(
        context,
        ids,
        (at, site),
        (primary, suffix),
        (&name, description),
        &needs.entries,
    );
    one.why = vec![why.to_owned()];
    one.caveats.extend(needs.gateways.iter().map(|gateway| {
        format!("{gateway} carries calls of models: take it out where the floor does without it")
    }));
    found.push(one);
}

/// For an outside service: the work is taken down, and done when it is back.
fn propose_own_queue(
    context: &ProposalContext<'_>,
    ids: &mut FreshIds,
    at: usize,
    site: &CandidateSite,
    found: &mut Vec<Candidate>,
) {
    let [primary] = site.group.as_slice() else {
        return;
    };
    let primary = context.plan.component(*primary);
    if !is_outside(primary) {
        return;
    }
    let name = format!("{}, done later", primary.name);
    let description = format!(
        "Takes the work down and does it when {} is back: a queue, or a way by hand. To be built.",
        primary.name
    );
    let mut one = built(
        context,
        ids,
        (at, site),
        (primary, "queue"),
        (&name, &description),
        &[],
    );
    one.kind = ChangeKind::OwnQueue;
    one.why = vec!["it is one's own, and needs nobody outside".to_owned()];
    one.caveats.push(
        "or say with `holds` how long this goes on without, or accept the risk with a waiver"
            .to_owned(),
    );
    found.push(one);
}

/// Something that somebody else runs: there is no second one of it to be had.
pub(super) fn is_outside(component: &Component) -> bool {
    match &component.detail {
        Detail::Provider(_) => true,
        Detail::Resource(_) => {
            component.kind_among(&["saas"]).is_some() || provider(&component.id).is_some()
        }
        _ => false,
    }
}

/// A resource to be built where its user stands.
fn built(
    context: &ProposalContext<'_>,
    ids: &mut FreshIds,
    (at, site): (usize, &CandidateSite),
    (primary, suffix): (&Component, &str),
    (name, description): (&str, &str),
    needs: &[String],
) -> Candidate {
    let plan = context.plan;
    let id = ids.fresh(plan, &format!("{}-{suffix}", primary.id));
    let mut table = TableText::new("resource", &id);
    table.text("name", name);
    table.text("description", description);
    table.like(plan, primary);
    let owner = site.places.first().map(|(owner, _)| *owner);
    let places = owner.map_or_else(Vec::new, |owner| domains(plan.component(owner)));
    let mut places: Vec<&str> = places
        .iter()
        .map(|id| plan.component(*id).id.as_str())
        .collect();
    places.sort_unstable();
    let mut caveats = vec!["it serves degraded, and somebody must build it".to_owned()];
    caveats.push(if places.is_empty() {
        "say where it runs (`in`), so that the plan knows what it shares".to_owned()
    } else {
        format!("it runs where its user does, in {}", places.join(", "))
    });
    table.list("in", places);
    table.depends_on(needs);
    Candidate {
        kind: ChangeKind::NonAiFloor,
        site: at,
        how: How::Degraded,
        stand_in: id,
        drafts: vec![table.draft()],
        places: site.places.clone(),
        sureness: Sureness::ToBeVerified,
        why: Vec::new(),
        caveats,
    }
}

/// What an entry names that no longer serves must go out of it.
fn note_ended(plan: &Plan, candidates: &mut [Candidate]) {
    for one in candidates {
        let mut ended: BTreeSet<String> = BTreeSet::new();
        for (owner, at) in &one.places {
            let requirement = &plan.component(*owner).requirements[*at];
            let group = requirement.group.iter().map(|to| to.value);
            let fallbacks = requirement.fallbacks.iter().map(|to| to.to.value);
            ended.extend(group.chain(fallbacks).filter_map(|id| {
                let why = plan.lost_for_good(id)?;
                Some(format!(
                    "{} {why}: it can go out of the entry",
                    plan.component(id).id
                ))
            }));
        }
        one.caveats.extend(ended);
    }
}
