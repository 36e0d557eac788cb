use std::collections::BTreeSet;

use crate::advice::answer::{ChangeKind, Sureness};
use crate::advice::single_points::SinglePointIndex;
use crate::advice::sites::CandidateSite;
use crate::advice::work_clock::WorkClock;
use jurymast_engine::analysis::Analysis;
use jurymast_plan::model::{ComponentId, Kind, Level, Plan};
use jurymast_terms::units::Date;

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
    let elsewhere = replica::DomainsByKind::of(context.plan);
    let mut ids = FreshIds::default();
    let mut found = Vec::new();
    for (at, site) in sites.iter().enumerate() {
        if context.clock.is_past(3) {
            break;
        }
        existing::propose(context, &stand_ins, at, site, &mut found);
        bypass::propose(context, &mut ids, at, site, &mut found);
        catalogue::propose(context, &mut ids, at, site, &mut found);
        replica::propose(context, &elsewhere, &mut ids, at, site, &mut found);
        propose_non_ai_floor(context, &mut ids, at, site, &mut found);
    }
    found
}

/// Rules, written answers or people, where AI is what is lost.
fn propose_non_ai_floor(
    context: &ProposalContext<'_>,
    ids: &mut FreshIds,
    at: usize,
    site: &CandidateSite,
    found: &mut Vec<Candidate>,
) {
    let plan = context.plan;
    let needs_ai = |kind: Kind, lost: bool| kind == Kind::Ai || (kind == Kind::Service && lost);
    let lost_without = site.group.iter().all(|id| {
        let kind = plan.component(*id).kind();
        needs_ai(kind, context.analysis.floor.level(*id) == Level::Down)
    });
    let (Some(primary), true) = (site.group.first(), lost_without) else {
        return;
    };
    let primary = plan.component(*primary);
    let id = ids.fresh(plan, &format!("{}-without-ai", primary.id));
    let mut table = TableText::new("resource", &id);
    table.text("name", &format!("{} without AI", primary.name));
    table.text(
        "description",
        "Rules, written answers, or a queue that people work off: to be built.",
    );
    table.like(plan, primary);
    found.push(Candidate {
        kind: ChangeKind::NonAiFloor,
        site: at,
        how: How::Degraded,
        stand_in: id,
        draft: Some(table.draft()),
        places: site.places.clone(),
        sureness: Sureness::ToBeVerified,
        why: vec!["it needs no model, no gateway and no provider".to_owned()],
        caveats: vec![
            "it serves degraded, and somebody must build it".to_owned(),
            "say where it runs (`in`), so that the plan knows what it shares".to_owned(),
        ],
    });
}
