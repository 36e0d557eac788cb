use schemars::JsonSchema;
use serde::Serialize;

use jurymast_engine::analysis::Blast;
use jurymast_plan::model::{ComponentId, Kind, Level, Plan};

/// What a set of faults takes down or degrades.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "jurymast blast --format json")]
pub struct BlastOutput<'a> {
    /// Ids of what fails, all at once; each is put at down. One that nothing in the
    /// plan leans on stands here as it was named.
    pub faults: Vec<&'a str>,
    /// Components other than the faults whose level is worse than without them: down
    /// before degraded, then by tier, then in plan order.
    pub affected: Vec<AffectedEntry<'a>>,
    /// How many of them there are.
    pub counts: LevelCounts,
    /// Requirements whose primary is not up, in plan order.
    pub requirements: Vec<RequirementOutcome<'a>>,
}

/// A component that the faults hit.
#[derive(Debug, Serialize, JsonSchema)]
pub struct AffectedEntry<'a> {
    /// The component's id.
    pub id: &'a str,
    /// What kind of component it is.
    pub kind: Kind,
    /// From 1, the most critical, to 4; null: no tier is declared.
    pub tier: Option<u8>,
    /// down or degraded
    pub level: Level,
    /// A shortest chain that explains it, from a fault to what the component leans on;
    /// the component itself is left out. Of a long chain only its two ends.
    pub via: Vec<&'a str>,
    /// How many are left out in the middle of `via`; not there when none are.
    #[serde(skip_serializing_if = "is_zero")]
    #[schemars(default)]
    pub via_left_out: usize,
}

/// How many components are hit.
#[derive(Debug, Serialize, JsonSchema)]
pub struct LevelCounts {
    /// Components that are down, the faults left out.
    pub down: usize,
    /// Components that are degraded, the faults left out.
    pub degraded: usize,
}

/// What became of one requirement.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RequirementOutcome<'a> {
    /// Whose requirement it is.
    pub component: &'a str,
    /// Ids of what it asks for: one, or the members of a group.
    pub on: Vec<&'a str>,
    /// Level of what it asks for: up, degraded or down.
    pub primary: Level,
    /// Level with the best fallback: up, degraded or down.
    pub with_fallback: Level,
    /// The fallbacks in order of preference; empty: there is none.
    pub fallbacks: Vec<FallbackOutcome<'a>>,
}

/// What became of one fallback.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FallbackOutcome<'a> {
    /// The component that stands in.
    pub to: &'a str,
    /// The best it can give now: up, degraded or down.
    pub level: Level,
    /// When it is lost to the same faults: the chain from the fault to it, itself left
    /// out. Empty when it held, or is a fault itself. Of a long chain only its two ends.
    pub lost_via: Vec<&'a str>,
    /// How many are left out in the middle of `lost_via`; not there when none are.
    #[serde(skip_serializing_if = "is_zero")]
    #[schemars(default)]
    pub lost_via_left_out: usize,
}

impl<'a> BlastOutput<'a> {
    /// `faults` are the names as given, those of the plan as its ids.
    pub fn of(plan: &'a Plan, faults: Vec<&'a str>, blast: &Blast) -> Self {
        let ids = |ids: &[ComponentId]| {
            let ids = ids.iter().map(|id| plan.component(*id).id.as_str());
            ids.collect()
        };
        let affected = blast.affected.iter().map(|one| {
            let component = plan.component(one.id);
            AffectedEntry {
                id: &component.id,
                kind: component.kind(),
                tier: component.tier.map(|tier| tier.value.number()),
                level: one.level,
                via: ids(&one.via),
                via_left_out: one.via_left_out,
            }
        });
        let requirements = blast.switches.iter().map(|switch| {
            let component = plan.component(switch.component);
            let group = &component.requirements[switch.requirement].group;
            let fallbacks = switch.fallbacks.iter().map(|fallback| FallbackOutcome {
                to: &plan.component(fallback.to).id,
                level: fallback.level,
                lost_via: ids(&fallback.lost_via),
                lost_via_left_out: fallback.lost_via_left_out,
            });
            RequirementOutcome {
                component: &component.id,
                on: group
                    .iter()
                    .map(|to| plan.component(to.value).id.as_str())
                    .collect(),
                primary: switch.primary,
                with_fallback: switch.with_fallback,
                fallbacks: fallbacks.collect(),
            }
        });
        Self {
            faults,
            affected: affected.collect(),
            counts: LevelCounts {
                down: blast.count(Level::Down),
                degraded: blast.count(Level::Degraded),
            },
            requirements: requirements.collect(),
        }
    }
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands a reference to what decides whether a field is left out"
)]
fn is_zero(count: &usize) -> bool {
    *count == 0
}
