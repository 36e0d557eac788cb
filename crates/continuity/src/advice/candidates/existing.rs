use std::collections::{BTreeMap, BTreeSet};

use crate::advice::answer::{ChangeKind, Sureness};
use crate::advice::sites::CandidateSite;
use jurymast_engine::analysis::{FallbackId, Tested};
use jurymast_plan::catalogue::modality;
use jurymast_plan::model::{Ai, Component, ComponentId, Detail, Kind, Level, Plan};

use super::capability::{ai, covers, has_ended};
use super::propose::ProposalContext;
use super::{Candidate, How};

/// How many are proposed for one site.
const MOST: usize = 4;

/// Resources of which another of the same kind does other work: it holds other
/// data, or stands elsewhere on the way.
const NOT_ALIKE: [&str; 10] = [
    "database", "queue", "cache", "storage", "bucket", "index", "secrets", "people", "network",
    "saas",
];

/// Who stands in for whom anywhere in a plan.
pub(super) struct StandIns {
    declared: BTreeMap<ComponentId, BTreeMap<ComponentId, FallbackRecord>>,
    by_kind: BTreeMap<String, Vec<ComponentId>>,
}

#[derive(Debug, Clone, Copy, Default)]
struct FallbackRecord {
    degraded: bool,
    tested: bool,
    member: bool,
}

impl StandIns {
    pub(super) fn of(context: &ProposalContext<'_>) -> Self {
        let plan = context.plan;
        let was_tested = |at| {
            let tested = context.analysis.tested(at, context.today);
            matches!(tested, Tested::Last { .. })
        };
        let mut declared: BTreeMap<ComponentId, BTreeMap<ComponentId, FallbackRecord>> =
            BTreeMap::new();
        let mut by_kind: BTreeMap<String, Vec<ComponentId>> = BTreeMap::new();
        for (id, component) in plan.enumerate() {
            match &component.detail {
                Detail::Ai(_) => by_kind.entry("ai".to_owned()).or_default().push(id),
                Detail::Resource(resource) => {
                    let kind = resource.kind.as_deref().unwrap_or_default();
                    if resource.kind.is_some() && component.kind_among(&NOT_ALIKE).is_none() {
                        by_kind
                            .entry(format!("resource {kind}"))
                            .or_default()
                            .push(id);
                    }
                }
                _ => {}
            }
            for (at, requirement) in component.requirements.iter().enumerate() {
                for of in &requirement.group {
                    let known = declared.entry(of.value).or_default();
                    for (index, fallback) in requirement.fallbacks.iter().enumerate() {
                        let one = known.entry(fallback.to.value).or_default();
                        one.degraded |= fallback.serves == Level::Degraded;
                        one.tested |= was_tested(FallbackId {
                            component: id,
                            requirement: at,
                            fallback: index,
                        });
                    }
                    let others = requirement.group.iter().filter(|to| to.value != of.value);
                    if requirement.at_least == 1 {
                        for other in others {
                            known.entry(other.value).or_default().member = true;
                        }
                    }
                }
            }
        }
        Self { declared, by_kind }
    }

    fn alike(&self, component: &Component) -> &[ComponentId] {
        let key = match &component.detail {
            Detail::Ai(_) => "ai".to_owned(),
            Detail::Resource(resource) => match &resource.kind {
                Some(kind) => format!("resource {kind}"),
                None => return &[],
            },
            _ => return &[],
        };
        self.by_kind.get(&key).map_or(&[], Vec::as_slice)
    }
}

/// Components that stand in for the site elsewhere, and those of its kind.
pub(super) fn propose(
    context: &ProposalContext<'_>,
    stand_ins: &StandIns,
    at: usize,
    site: &CandidateSite,
    found: &mut Vec<Candidate>,
) {
    let plan = context.plan;
    let mut best: Vec<(usize, Candidate)> = Vec::new();
    let mut seen: BTreeSet<ComponentId> = site.group.iter().copied().collect();
    // By name, so that the order of tables and members decides nothing.
    let mut members = site.group.clone();
    members.sort_by_key(|id| plan.component(*id).id.as_str());
    for primary in &members {
        let declared = stand_ins.declared.get(primary).into_iter().flatten();
        for (id, how) in declared {
            let survives = context.survives(site, *id);
            if survives > 0 && seen.insert(*id) {
                best.push((survives, elsewhere(plan, at, site, *id, *how)));
            }
        }
    }
    for primary in &members {
        for id in stand_ins.alike(plan.component(*primary)) {
            let survives = context.survives(site, *id);
            if survives == 0 || seen.contains(id) {
                continue;
            }
            if let Some(one) = alike(context, at, site, *primary, *id) {
                seen.insert(*id);
                best.push((survives, one));
            }
        }
    }
    best.sort_by(|(a, one), (b, other)| {
        (std::cmp::Reverse(a), one.cost(), &one.stand_in).cmp(&(
            std::cmp::Reverse(b),
            other.cost(),
            &other.stand_in,
        ))
    });
    best.truncate(MOST);
    found.extend(best.into_iter().map(|(_, one)| one));
}

fn elsewhere(
    plan: &Plan,
    at: usize,
    site: &CandidateSite,
    id: ComponentId,
    declared: FallbackRecord,
) -> Candidate {
    let mut one = new(plan, at, site, id);
    if declared.degraded {
        one.how = How::Degraded;
    }
    one.sureness = if declared.tested {
        Sureness::Sure
    } else {
        Sureness::Likely
    };
    one.why.push(match (declared.tested, declared.member) {
        (true, _) => "it stands in for the same elsewhere, and was tested there".to_owned(),
        (false, true) => "it does the same work beside it elsewhere in the plan".to_owned(),
        (false, false) => "it stands in for the same elsewhere in the plan".to_owned(),
    });
    one
}

fn alike(
    context: &ProposalContext<'_>,
    at: usize,
    site: &CandidateSite,
    primary: ComponentId,
    id: ComponentId,
) -> Option<Candidate> {
    let plan = context.plan;
    let mut one = new(plan, at, site, id);
    let (of, to) = (plan.component(primary), plan.component(id));
    if let (Some(of), Some(to)) = (ai(of), ai(to)) {
        models(context, of, to, &mut one)?;
    } else {
        // What a component needs beside the primary does other work for it.
        one.places.retain(|(owner, _)| {
            let groups = plan
                .component(*owner)
                .requirements
                .iter()
                .flat_map(|one| &one.group);
            groups.map(|to| to.value).all(|to| to != id)
        });
        one.why
            .push("it is of the same kind; whether it can do this work is not known".to_owned());
    }
    (of.kind() == Kind::Ai || to.own_failure).then_some(one)
}

/// `None` when the other model does other work, or has ended.
fn models(context: &ProposalContext<'_>, of: &Ai, to: &Ai, one: &mut Candidate) -> Option<()> {
    let plan = context.plan;
    let (asked, given) = (modality(plan, of)?, modality(plan, to)?);
    if has_ended(to, context.today) || asked != given {
        return None;
    }
    // Another model's vectors do not fit an index that is there.
    if asked.is_embeddings() && (of.lineage.is_none() || of.lineage != to.lineage) {
        return None;
    }
    if let Some(end) = &to.retirement {
        one.caveats.push(format!("{} ends on {}", end.what, end.on));
    }
    if covers(to.needs, of.needs) {
        one.sureness = Sureness::Likely;
        one.why.push(
            "it does the same kind of work and all that is needed is asked of it already"
                .to_owned(),
        );
    } else {
        one.why.push(
            "it does the same kind of work; whether it can do all that is needed is not known"
                .to_owned(),
        );
    }
    let missing = of.assets.iter().filter(|asset| !to.assets.contains(asset));
    let missing: Vec<&str> = missing.map(|asset| asset.words()).collect();
    if !missing.is_empty() {
        one.sureness = Sureness::ToBeVerified;
        one.caveats
            .push(format!("it needs a copy of the {}", missing.join(", ")));
    }
    if !of.residency.is_empty() && of.residency != to.residency {
        one.caveats.push(format!(
            "data must stay in {}; the plan says not so of it",
            of.residency.join(", ")
        ));
    }
    Some(())
}

fn new(plan: &Plan, at: usize, site: &CandidateSite, id: ComponentId) -> Candidate {
    let requirement = |(owner, at): (ComponentId, usize)| &plan.component(owner).requirements[at];
    let free = |place: &(ComponentId, usize)| {
        let mut fallbacks = requirement(*place).fallbacks.iter();
        place.0 != id && !fallbacks.any(|fallback| fallback.to.value == id)
    };
    Candidate {
        kind: ChangeKind::Existing,
        site: at,
        how: How::Fallback,
        stand_in: plan.component(id).id.clone(),
        drafts: Vec::new(),
        places: site.places.iter().copied().filter(free).collect(),
        sureness: Sureness::ToBeVerified,
        why: Vec::new(),
        caveats: vec!["untested here until a switch is tried and dated".to_owned()],
    }
}
