use std::collections::BTreeMap;
use std::time::Instant;

use schemars::JsonSchema;
use serde::{Serialize, Serializer};

use jurymast_engine::analysis::{
    AlternativeFailure, Analysis, Completeness, Explainer, Explanation, FailedAlternative, Gaps,
    Importance, MaxOrder, ProbabilityBounds, Question, TopEventProbability, Via, why_at_rest,
};
use jurymast_engine::failure::SwitchInput;
use jurymast_plan::model::{ComponentId, Kind, Level, Plan};
use jurymast_terms::source::Sources;

/// The minimal cut sets of components: sets of faults that take one down together,
/// of which none could be left out. The own failure of a component is not among them.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "jurymast gaps --format json")]
pub struct GapsOutput<'a> {
    /// What was asked.
    #[serde(flatten)]
    pub head: GapsHead,
    /// One for each component that was looked at, in the order asked for.
    pub components: Vec<ComponentGaps<'a>>,
    /// How far the answer goes.
    #[serde(flatten)]
    pub tail: GapsTail,
}

/// What was asked.
#[derive(Debug, Serialize, JsonSchema)]
pub struct GapsHead {
    /// How bad it must get: down, or degraded or worse.
    pub level: Level,
    /// How many faults at once were looked at: a number, or "all".
    pub max_order: OrderLimit,
}

/// How far the answer goes.
#[derive(Debug, Serialize, JsonSchema)]
pub struct GapsTail {
    /// How many components were asked for.
    pub asked: usize,
    /// Whether all that was asked for is here.
    pub complete: bool,
    /// Whether there was time to explain every single point that is listed.
    pub explained: bool,
    /// How many of the components the limits left no time for.
    pub not_looked_at: usize,
}

/// The minimal cut sets of one component.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ComponentGaps<'a> {
    /// The component's id.
    pub id: &'a str,
    /// What kind of component it is.
    pub kind: Kind,
    /// From 1, the most critical, to 4; null: no tier is declared.
    pub tier: Option<u8>,
    /// How many sets there are, in digits: it can pass any machine integer.
    pub count: &'a str,
    /// Whether every set was found that was asked for.
    pub complete: bool,
    /// Every set of this many faults or fewer was found: a number, or "all".
    pub complete_to: OrderLimit,
    /// For how many faults at once it is counted who is served too little once demands move,
    /// where that is fewer than were asked for; not there where it is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(default)]
    pub load_counted_to: Option<usize>,
    /// How many sets there are of each order: from "1" up, by number of faults; "0" alone
    /// where the component is so without any fault.
    #[serde(serialize_with = "by_order")]
    #[schemars(with = "BTreeMap<String, CutSetCount<'a>>")]
    pub orders: Vec<(usize, CutSetCount<'a>)>,
    /// Why the component is so without any fault; not there where it is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(default)]
    pub at_rest: Option<AtRestEntry<'a>>,
    /// The sets themselves; not there under `--count`.
    #[serde(flatten)]
    pub listed: Option<ListedCutSets<'a>>,
    /// The chance of being down; only with `--probability`.
    #[serde(flatten)]
    pub odds: Option<ProbabilityEntry<'a>>,
}

/// What a component is lost to without any fault.
#[derive(Debug, Serialize, JsonSchema)]
pub struct AtRestEntry<'a> {
    /// The id of what has ended or expired.
    pub id: &'a str,
    /// "retired on 2026-01-31"
    pub why: String,
    /// From it to what the component leans on; empty when it is the component itself. Of a
    /// long chain only its two ends.
    pub chain: Vec<&'a str>,
}

/// A number, or "all".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum OrderLimit {
    /// Up to so many faults at once.
    UpTo(usize),
    /// However many.
    All(AllOrders),
}

/// The word "all".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(inline)]
pub enum AllOrders {
    /// However many.
    All,
}

/// A number where every reader can hold it (up to 2^53), else its digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum CutSetCount<'a> {
    /// Up to 2^53.
    Number(u64),
    /// Beyond it.
    Digits(&'a str),
}

/// The minimal cut sets, as far as they are listed.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ListedCutSets<'a> {
    /// Ids of the faults of each set; the lowest order first.
    pub sets: Vec<Vec<&'a str>>,
    /// How many sets are listed; not there when all are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sets_shown: Option<usize>,
    /// How many rectangles are listed; not there when all are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pairs_shown: Option<usize>,
    /// All sets of order 2, as rectangles.
    pub pairs: Vec<BicliqueEntry<'a>>,
    /// Of the listed sets those that hold-overs put off, with how long; not there where
    /// none are.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(default)]
    pub hold_overs: Vec<HeldCutSet<'a>>,
    /// How many single points are explained; not there when all are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub single_points_shown: Option<usize>,
    /// The sets of order 1, each with what it goes through.
    pub single_points: Vec<ExplainedSinglePoint<'a>>,
}

/// A set whose loss is felt later.
#[derive(Debug, Serialize, JsonSchema)]
pub struct HeldCutSet<'a> {
    /// Ids of the faults.
    pub set: Vec<&'a str>,
    /// From when on, in seconds from the start of a loss that lasts.
    pub from_s: u64,
}

/// Sets of order 2: each of `any` with each of `with`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct BicliqueEntry<'a> {
    /// Ids of the one fault.
    pub any: Vec<&'a str>,
    /// Ids of the other.
    pub with: Vec<&'a str>,
}

/// A single point of failure, explained.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ExplainedSinglePoint<'a> {
    /// The fault.
    pub id: &'a str,
    /// no-alternative: the requirement has no fallback; shared-fate: what would stand in
    /// is lost to the same fault; fallback-ended: what would stand in is lost without any
    /// fault; fallback-used-up: it serves for a while only; switch-need-lost: the switch to it
    /// needs what is down; loss-unseen: all is down that would see the loss the switch is for,
    /// so that nobody knows whether it is made; nobody-called: all is down that would carry the
    /// call to whoever makes it; fallback-never-fires: what is lost for good
    /// shows what its triggers leave out; fallback-gives-too-little; too-little-capacity: what is left
    /// serves less than is asked of it; binding: no
    /// requirement leads to it, it is what the component stands in or belongs to.
    pub reason: &'static str,
    /// From the fault to what the component leans on. Of a long chain only its two ends.
    pub chain: Vec<&'a str>,
    /// How many are left out in the middle of `chain`; not there when none are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chain_left_out: Option<usize>,
    /// The requirement that it goes through; not there for a binding.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requirement: Option<RequirementPlace<'a>>,
    /// What does not help; not there where there is no alternative.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lost: Option<Vec<LostAlternative<'a>>>,
}

/// A requirement, and where it is written.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RequirementPlace<'a> {
    /// Whose requirement it is.
    pub component: &'a str,
    /// Ids of what it asks for: one, or the members of a group.
    pub on: Vec<&'a str>,
    /// Ids of its fallbacks, in order of preference.
    pub fallbacks: Vec<&'a str>,
    /// The file, from the working directory.
    pub file: &'a str,
    /// From 1.
    pub line: usize,
}

/// An alternative that does not help.
#[derive(Debug, Serialize, JsonSchema)]
pub struct LostAlternative<'a> {
    /// Its id.
    pub id: &'a str,
    /// lost: to the same fault; ended: without any; used-up: it serves for a while only;
    /// switch-need-lost: the switch to it needs what is down; loss-unseen: what would see that
    /// it is called for is down; nobody-called: what would carry the call to whoever makes the
    /// switch is down; too-little: it is up and never gives enough.
    pub why: &'static str,
    /// Id of what is down and the switch to it needs, to be made, seen or called for; not
    /// there where that is not why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub switch_needs: Option<&'a str>,
    /// From the fault to it, or to what the switch to it needs, both included; empty: it is
    /// not lost to it. Of a long chain
    /// only its two ends.
    pub chain: Vec<&'a str>,
    /// How many are left out in the middle of `chain`; not there when none are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chain_left_out: Option<usize>,
}

/// How likely it is, and what to mend first. Probabilities are shares of time, from 0
/// to 1; bounds are `[low, high]`: undeclared availabilities taken as 1, and as 0.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ProbabilityEntry<'a> {
    /// The chance of being down (or degraded, as asked); null: only bounds are known.
    pub probability: Option<f64>,
    /// `[low, high]`
    pub probability_bounds: [f64; 2],
    /// The same in hours of a year of 365 days.
    pub hours_a_year: [f64; 2],
    /// The best availability that what it leans on allows.
    pub allowed_by_dependencies: f64,
    /// The declared service level objective; null: none is declared.
    pub slo: Option<f64>,
    /// Whether bounds are wide because the exact diagram passed the limits.
    pub given_up: bool,
    /// Ids of faults that matter here and have no declared availability.
    pub unknown: Vec<&'a str>,
    /// By how much each fault matters, most first; empty when given up.
    pub importance: Vec<ImportanceEntry<'a>>,
}

/// How much one fault matters.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ImportanceEntry<'a> {
    /// The fault.
    pub id: &'a str,
    /// Its declared probability of being down; null: none is declared.
    pub unavailability: Option<f64>,
    /// Birnbaum importance: how much likelier the component is down once this failed
    /// than while it works, as a difference; null: only bounds are known.
    pub birnbaum: Option<f64>,
    /// `[low, high]`
    pub birnbaum_bounds: Option<[f64; 2]>,
    /// Fussell-Vesely: the share of the chance that goes away if this never fails; null:
    /// only bounds are known.
    pub fussell_vesely: Option<f64>,
    /// `[low, high]`; null: not known.
    pub fussell_vesely_bounds: Option<[f64; 2]>,
    /// Risk achievement worth: how many times likelier once this has failed; null: only
    /// bounds are known.
    pub risk_achievement_worth: Option<f64>,
    /// `[low, high]`, where null has no end; null in place of both: not known.
    pub risk_achievement_worth_bounds: Option<[Option<f64>; 2]>,
}

/// How many single points of a component are explained.
const EXPLAINED: usize = 200;

/// Components at either end of a chain; longer ones are cut between them.
const HALF: usize = 32;

/// Members of pairs that are written in all.
const MEMBERS: usize = 4_000_000;

/// Hours of a year of 365 days.
const YEAR: f64 = 8760.0;

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

impl<'a> CutSetCount<'a> {
    fn of(digits: &'a str) -> Self {
        const EXACT: u64 = 1 << 53;
        match digits.parse() {
            Ok(count) if count <= EXACT => Self::Number(count),
            _ => Self::Digits(digits),
        }
    }
}

impl<'a> ProbabilityEntry<'a> {
    fn of(plan: &'a Plan, id: ComponentId, odds: &TopEventProbability) -> Self {
        let ProbabilityBounds { low, high } = odds.chance;
        let slo = plan.component(id).targets.slo;
        let importance = odds.importance.iter();
        Self {
            probability: odds.chance.exact(),
            probability_bounds: [low, high],
            hours_a_year: [low * YEAR, high * YEAR],
            allowed_by_dependencies: 1.0 - odds.by_dependencies.low,
            slo: slo.map(|slo| slo.value.value()),
            given_up: odds.given_up,
            unknown: ids(plan, &odds.unknown),
            importance: importance
                .map(|one| ImportanceEntry::of(plan, one))
                .collect(),
        }
    }
}

impl<'a> ImportanceEntry<'a> {
    fn of(plan: &'a Plan, one: &Importance) -> Self {
        let exact = |some: Option<ProbabilityBounds>| some.and_then(ProbabilityBounds::exact);
        let bounds = |some: Option<ProbabilityBounds>| some.map(|some| [some.low, some.high]);
        let finite = |bound: f64| Some(bound).filter(|bound| bound.is_finite());
        let (share, worth) = (one.fussell_vesely, one.risk_achievement_worth);
        Self {
            id: &plan.component(one.component).id,
            unavailability: one.unavailability,
            birnbaum: one.birnbaum.exact(),
            birnbaum_bounds: bounds(Some(one.birnbaum)),
            fussell_vesely: exact(share),
            fussell_vesely_bounds: bounds(share),
            risk_achievement_worth: exact(worth),
            risk_achievement_worth_bounds: worth.map(|some| [finite(some.low), finite(some.high)]),
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

fn ids<'a>(plan: &'a Plan, ids: &[ComponentId]) -> Vec<&'a str> {
    let ids = ids.iter().map(|id| plan.component(*id).id.as_str());
    ids.collect()
}

fn by_order<S: Serializer>(
    counts: &[(usize, CutSetCount<'_>)],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let counts = counts.iter();
    serializer.collect_map(counts.map(|(order, count)| (order.to_string(), count)))
}
