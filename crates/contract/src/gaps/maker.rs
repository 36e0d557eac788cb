use std::time::Instant;

use jurymast_engine::analysis::{
    AlternativeFailure, Analysis, Completeness, Explainer, Explanation, FailedAlternative, Gaps,
    MaxOrder, Question, Via, why_at_rest,
};
use jurymast_engine::failure::SwitchInput;
use jurymast_plan::model::{ComponentId, Plan};
use jurymast_terms::source::Sources;

use super::output::{
    AllOrders, AtRestEntry, BicliqueEntry, ComponentGaps, CutSetCount, ExplainedSinglePoint,
    GapsHead, GapsTail, HeldCutSet, ListedCutSets, LostAlternative, OrderLimit, RequirementPlace,
};
use super::probability::ProbabilityEntry;

/// How many single points of a component are explained.
const EXPLAINED: usize = 200;

/// Components at either end of a chain; longer ones are cut between them.
const HALF: usize = 32;

/// Members of pairs that are written in all.
const MEMBERS: usize = 4_000_000;

/// Makes the answers one by one, so that none has to be kept.
#[derive(Debug)]
pub struct GapsMaker<'a> {
    plan: &'a Plan,
    sources: &'a Sources,
    question: &'a Question,
    explainer: Explainer<'a>,
    explained: usize,
    /// Members of pairs that may still be written.
    room: usize,
    made: usize,
}

impl<'a> GapsMaker<'a> {
    /// Explains `explained` single points of a component at most, following `steps` of
    /// each at most, until the deadline.
    pub fn new(
        analysis: &'a Analysis<'a>,
        sources: &'a Sources,
        question: &'a Question,
        (explained, steps): (usize, usize),
        deadline: Option<Instant>,
    ) -> Self {
        Self {
            plan: analysis.plan,
            sources,
            question,
            explainer: analysis.explainer().within(steps).until(deadline),
            explained: explained.min(EXPLAINED),
            room: MEMBERS,
            made: 0,
        }
    }

    /// What was asked.
    pub fn head(&self) -> GapsHead {
        GapsHead {
            level: self.question.level,
            max_order: match self.question.max_order {
                MaxOrder::UpTo(order) => OrderLimit::UpTo(order),
                MaxOrder::All => OrderLimit::All(AllOrders::All),
            },
        }
    }

    /// One component's answer.
    pub fn component<'g>(&mut self, gaps: &'g Gaps) -> ComponentGaps<'g>
    where
        'a: 'g,
    {
        self.made += 1;
        let component = self.plan.component(gaps.component);
        ComponentGaps {
            id: &component.id,
            kind: component.kind(),
            tier: component.tier.map(|tier| tier.value.number()),
            count: &gaps.count,
            complete: gaps.reach.is_complete(),
            complete_to: match gaps.reach {
                Completeness::Outright => OrderLimit::All(AllOrders::All),
                Completeness::UpTo(order) | Completeness::Stopped(order) => OrderLimit::UpTo(order),
            },
            load_counted_to: gaps.load_counted_to,
            orders: (gaps.first_order()..)
                .zip(gaps.orders.iter().map(|one| CutSetCount::of(one)))
                .collect(),
            at_rest: gaps.at_rest.then(|| self.at_rest(gaps)).flatten(),
            listed: (self.question.list > 0).then(|| self.listed(gaps)),
            odds: gaps
                .probability
                .as_ref()
                .map(|odds| ProbabilityEntry::of(self.plan, gaps.component, odds)),
        }
    }

    fn at_rest(&mut self, gaps: &Gaps) -> Option<AtRestEntry<'a>> {
        let plan = self.plan;
        let why = self.explainer.why(gaps.component, gaps.level, &[])?;
        let chain = why.chain();
        let ended = chain.first().copied().unwrap_or(gaps.component);
        Some(AtRestEntry {
            id: &plan.component(ended).id,
            why: why_at_rest(plan, ended),
            chain: self::chain(plan, &chain).0,
        })
    }

    /// What was asked for, and how many of it the limits left no time for.
    pub fn tail(&self, complete: bool, not_looked_at: usize) -> GapsTail {
        GapsTail {
            asked: self.made + not_looked_at,
            complete,
            explained: !self.explainer.was_stopped(),
            not_looked_at,
        }
    }

    fn listed(&mut self, gaps: &Gaps) -> ListedCutSets<'a> {
        let plan = self.plan;
        let name = |at: &u32| plan.component(ComponentId(*at)).id.as_str();
        let members = |side: &[u32]| side.iter().map(name).collect();
        let mut pairs = Vec::new();
        for pair in gaps.pairs.iter() {
            let Some(room) = self.room.checked_sub(pair.any.len() + pair.with.len()) else {
                break;
            };
            self.room = room;
            pairs.push(BicliqueEntry {
                any: members(&pair.any),
                with: members(&pair.with),
            });
        }
        let mut single_points = Vec::new();
        for fault in gaps.single_points().take(self.explained) {
            let why = self.explainer.why(gaps.component, gaps.level, &[fault]);
            single_points.extend(why.map(|why| self.single_point(fault, &why)));
        }
        let all = match gaps.orders.first() {
            Some(count) if !gaps.at_rest => count,
            _ => "0",
        };
        let mut hold_overs = Vec::new();
        for set in gaps.sets.iter().take(self.explained) {
            let until = self.explainer.holds_until(gaps.component, gaps.level, set);
            hold_overs.extend(until.map(|until| HeldCutSet {
                set: ids(plan, set),
                from_s: until.seconds(),
            }));
        }
        ListedCutSets {
            hold_overs,
            sets: gaps.sets.iter().map(|set| ids(plan, set)).collect(),
            sets_shown: shown(gaps.sets.len(), &gaps.count),
            pairs_shown: Some(pairs.len()).filter(|shown| *shown < gaps.pairs.len()),
            pairs,
            single_points_shown: shown(single_points.len(), all),
            single_points,
        }
    }

    fn single_point(&self, fault: ComponentId, why: &Explanation) -> ExplainedSinglePoint<'a> {
        let plan = self.plan;
        let step = why.shared().or(why.steps.first());
        let through = step.map(|step| (plan.component(step.component), &step.through));
        let (chain, chain_left_out) = chain(plan, &why.chain());
        ExplainedSinglePoint {
            id: &plan.component(fault).id,
            reason: match through {
                Some((_, Via::Shared(_, lost))) => shared(lost),
                Some((_, Via::Bare(_))) => "no-alternative",
                Some((_, Via::Short(..))) => "too-little-capacity",
                Some((_, Via::Binding(_))) | None => "binding",
            },
            chain,
            chain_left_out,
            requirement: through.and_then(|(owner, through)| {
                let (Via::Bare(at) | Via::Shared(at, _) | Via::Short(at, _)) = *through else {
                    return None;
                };
                let requirement = &owner.requirements[at];
                let on = requirement.group.iter().map(|to| to.value);
                let fallbacks = requirement.fallbacks.iter().map(|to| to.to.value);
                Some(RequirementPlace {
                    component: &owner.id,
                    on: on.map(|id| plan.component(id).id.as_str()).collect(),
                    fallbacks: fallbacks.map(|id| plan.component(id).id.as_str()).collect(),
                    file: &self.sources.get(requirement.place.file).path,
                    line: self.sources.position(requirement.place).line,
                })
            }),
            lost: through.and_then(|(_, through)| {
                let Via::Shared(_, lost) = through else {
                    return None;
                };
                let lost = lost.iter().map(|lost| {
                    let (chain, chain_left_out) = self::chain(plan, &lost.chain);
                    LostAlternative {
                        id: &plan.component(lost.to).id,
                        why: failure(lost.why),
                        switch_needs: match lost.why {
                            AlternativeFailure::Stuck(need, _) => Some(&plan.component(need).id),
                            _ => None,
                        },
                        chain,
                        chain_left_out,
                    }
                });
                Some(lost.collect())
            }),
        }
    }
}

/// How many are listed, where that is not all.
fn shown(listed: usize, all: &str) -> Option<usize> {
    Some(listed).filter(|listed| listed.to_string() != all)
}

/// The fault took more than one alternative, or what is left does not help: what was lost
/// before is the reason only where nothing else is left.
fn shared(lost: &[FailedAlternative]) -> &'static str {
    let is = |why: &FailedAlternative| why.why == AlternativeFailure::Lost;
    let others = lost.iter().filter(|one| !is(one)).map(|one| one.why);
    if lost.iter().filter(|one| is(one)).count() > 1 {
        return "shared-fate";
    }
    match others.min_by_key(|why| *why == AlternativeFailure::AtRest) {
        None => "shared-fate",
        Some(AlternativeFailure::AtRest) => "fallback-ended",
        Some(AlternativeFailure::UsedUp(_)) => "fallback-used-up",
        Some(AlternativeFailure::Stuck(_, what_for)) => stuck(what_for),
        Some(AlternativeFailure::NeverFires) => "fallback-never-fires",
        Some(AlternativeFailure::ShareUnknown) => "fallback-share-unknown",
        Some(_) => "fallback-gives-too-little",
    }
}

fn failure(why: AlternativeFailure) -> &'static str {
    match why {
        AlternativeFailure::Lost => "lost",
        AlternativeFailure::AtRest => "ended",
        AlternativeFailure::UsedUp(_) => "used-up",
        AlternativeFailure::Stuck(_, what_for) => stuck(what_for),
        AlternativeFailure::NeverFires => "never-fires",
        AlternativeFailure::ShareUnknown => "share-unknown",
        AlternativeFailure::TooLittle => "too-little",
    }
}

fn stuck(what_for: SwitchInput) -> &'static str {
    match what_for {
        SwitchInput::Need => "switch-need-lost",
        SwitchInput::Detector => "loss-unseen",
        SwitchInput::Caller => "nobody-called",
    }
}

/// A chain, or the two ends of a long one and how many stand between them.
fn chain<'a>(plan: &'a Plan, chain: &[ComponentId]) -> (Vec<&'a str>, Option<usize>) {
    if chain.len() <= 2 * HALF {
        return (ids(plan, chain), None);
    }
    let (first, last) = (&chain[..HALF], &chain[chain.len() - HALF..]);
    let ends = ids(plan, &[first, last].concat());
    (ends, Some(chain.len() - 2 * HALF))
}

pub(super) fn ids<'a>(plan: &'a Plan, ids: &[ComponentId]) -> Vec<&'a str> {
    let ids = ids.iter().map(|id| plan.component(*id).id.as_str());
    ids.collect()
}
