use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Serialize, Serializer};

use jurymast_plan::model::{Kind, Level};

use super::probability::ProbabilityEntry;

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
    /// shows what its triggers leave out; fallback-share-unknown: it serves degraded, and nobody
    /// says what share of the load; fallback-gives-too-little; too-little-capacity: what is left
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
    /// switch is down; share-unknown: it serves degraded, and nobody says what share of the load;
    /// too-little: it is up and never gives enough.
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

impl<'a> CutSetCount<'a> {
    pub(super) fn of(digits: &'a str) -> Self {
        const EXACT: u64 = 1 << 53;
        match digits.parse() {
            Ok(count) if count <= EXACT => Self::Number(count),
            _ => Self::Digits(digits),
        }
    }
}

fn by_order<S: Serializer>(
    counts: &[(usize, CutSetCount<'_>)],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let counts = counts.iter();
    serializer.collect_map(counts.map(|(order, count)| (order.to_string(), count)))
}
