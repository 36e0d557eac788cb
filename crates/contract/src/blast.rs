use schemars::JsonSchema;
use serde::Serialize;

use jurymast_engine::analysis::{Analysis, Blast, Carried, FallbackId};
use jurymast_engine::failure::SwitchInput;
use jurymast_plan::model::{ComponentId, Kind, Level, Plan};
use jurymast_terms::units::Duration;

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
    /// Of demands that the faults move or cut: how much is carried then, in plan order.
    pub carried: Vec<CarriedDemand<'a>>,
    /// What is lost without any fault, as it has ended or expired, in plan order; not there
    /// when nothing is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(default)]
    pub ended: Vec<EndedEntry<'a>>,
    /// Ids of what is down without any fault, by what has ended or by too much load, in plan
    /// order; not there when nothing is. It is in none of the other lists.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(default)]
    pub down_at_rest: Vec<&'a str>,
    /// true: who is served too little once demands have moved is not in it, as that would be
    /// too much work to tell; not there where all is counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(default)]
    pub load_not_counted: Option<bool>,
}

/// Something that is lost for good on the day that was looked at.
#[derive(Debug, Serialize, JsonSchema)]
pub struct EndedEntry<'a> {
    /// The component's id.
    pub id: &'a str,
    /// "retired on 2026-01-31"
    pub why: String,
}

/// How much of a requirement's demand is carried.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CarriedDemand<'a> {
    /// Whose requirement it is.
    pub component: &'a str,
    /// Ids of what it asks for: one, or the members of a group.
    pub on: Vec<&'a str>,
    /// The member whose loss leaves this; not there where faults are given.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(default)]
    pub lost: Option<&'a str>,
    /// Requests a minute that are asked for; null: none are declared.
    pub rpm: Option<u64>,
    /// Tokens a minute that are asked for; null: none are declared.
    pub tpm: Option<u64>,
    /// The share of it that is carried, from 0 to 1; null: nobody says what share a fallback
    /// serves.
    pub share: Option<f64>,
    /// The least share that is accepted; null: none is declared, or the need is soft.
    pub mbco: Option<f64>,
    /// Whether that much is carried; all of it where no least share is declared. Null: nobody
    /// knows.
    pub enough: Option<bool>,
    /// Ids of those who carry it and declare no limit: nobody knows whether they can.
    pub without_limit: Vec<&'a str>,
}

impl<'a> CarriedDemand<'a> {
    /// With the member that is lost, where it is one.
    pub fn of(plan: &'a Plan, carried: &Carried, lost: Option<ComponentId>) -> Self {
        let id = |id: ComponentId| plan.component(id).id.as_str();
        let component = plan.component(carried.component);
        let requirement = &component.requirements[carried.requirement];
        let demand = requirement.demand.unwrap_or_default();
        Self {
            component: &component.id,
            on: requirement.group.iter().map(|to| id(to.value)).collect(),
            lost: lost.map(id),
            rpm: demand.rpm,
            tpm: demand.tpm,
            share: carried.share,
            mbco: carried.mbco(plan).map(|mbco| mbco.value.value()),
            enough: carried.is_enough(plan),
            without_limit: carried.without_limit.iter().map(|at| id(*at)).collect(),
        }
    }
}

impl<'a> EndedEntry<'a> {
    /// All of a plan, in its order.
    pub fn all(plan: &'a Plan) -> Vec<Self> {
        let ended = plan.ended().filter(|one| one.is_lost());
        let entries = ended.map(|one| Self {
            id: &plan.component(one.component).id,
            why: one.why.to_string(),
        });
        entries.collect()
    }
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
    /// True where nobody knows whether it is that bad, as that hangs on whether a gateway
    /// that picks its hosts itself uses what is lost; not there where it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(default)]
    pub unknown: Option<bool>,
    /// From when on, in seconds from the start of a loss that lasts; not there when at
    /// once.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(default)]
    pub from_s: Option<u64>,
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
    /// Level with the best fallback that lasts: up, degraded or down.
    pub with_fallback: Level,
    /// How long the dependent goes on without it, in seconds; not there where nothing is
    /// declared.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(default)]
    pub holds_s: Option<u64>,
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
    /// true: it is no better because it serves less than is asked of it then; not there
    /// where it is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(default)]
    pub carries_too_little: Option<bool>,
    /// true: nothing sets the switch to it off, as what is lost for good shows what its triggers
    /// leave out; not there where it is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(default)]
    pub never_fires: Option<bool>,
    /// Id of the lost host that its gateway may use, so that nobody knows whether it serves
    /// (`level` is that without it); not there where it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(default)]
    pub may_use_lost: Option<&'a str>,
    /// true: it serves degraded and no `capacity` says what share of the load, so that nobody
    /// knows whether that is enough (`level` is that without it); not there where it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(default)]
    pub share_unknown: Option<bool>,
    /// How long it can serve, in seconds; not there where that is as long as it is up.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(default)]
    pub holds_s: Option<u64>,
    /// Why nobody can be sure that it can do the work, where nothing is known to rule it
    /// out: "not known to give tools"; not there where nothing is in doubt.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(default)]
    pub doubts: Vec<String>,
    /// Why it never held, where it has ended or expired: "retired on 2026-01-31".
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(default)]
    pub ended: Option<String>,
    /// What its switch needs and is down, where it would serve otherwise: nobody gets to
    /// it; not there when nothing is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(default)]
    pub lost_needs: Vec<LostSwitchNeed<'a>>,
    /// true: all of that is down only once the switch is made by the times of the plan, so that
    /// it serves if the faults begin together; the level is that without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(default)]
    pub switched_before: Option<bool>,
    /// When it is lost to the same faults: the chain from the fault to it, itself left
    /// out. Empty when it held, or is a fault itself. Of a long chain only its two ends.
    pub lost_via: Vec<&'a str>,
    /// How many are left out in the middle of `lost_via`; not there when none are.
    #[serde(skip_serializing_if = "is_zero")]
    #[schemars(default)]
    pub lost_via_left_out: usize,
}

/// Something down that the switch to a fallback needs.
#[derive(Debug, Serialize, JsonSchema)]
pub struct LostSwitchNeed<'a> {
    /// The component's id.
    pub id: &'a str,
    /// true: it would see the loss, and nothing else does, so that nobody knows whether the
    /// switch is made; not there where the switch itself needs it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(default)]
    pub detects: Option<bool>,
    /// true: it would carry the call to whoever makes the switch by hand, and nothing else
    /// does; not there where the switch itself needs it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(default)]
    pub calls: Option<bool>,
    /// From when on it is down, in seconds; not there where it is so at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(default)]
    pub from_s: Option<u64>,
    /// The chain from the fault to it, itself left out; empty when it is a fault itself.
    /// Of a long chain only its two ends.
    pub via: Vec<&'a str>,
    /// How many are left out in the middle of `via`; not there when none are.
    #[serde(skip_serializing_if = "is_zero")]
    #[schemars(default)]
    pub via_left_out: usize,
}

impl<'a> BlastOutput<'a> {
    /// `faults` are the names as given, those of the plan as its ids.
    pub fn of(analysis: &Analysis<'a>, faults: Vec<&'a str>, blast: &Blast) -> Self {
        let plan = analysis.plan;
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
                unknown: one.is_unknown.then_some(true),
                from_s: Some(one.from.seconds()).filter(|from| *from > 0),
                via: ids(&one.via),
                via_left_out: one.via_left_out,
            }
        });
        let requirements = blast.switches.iter().map(|switch| {
            let component = plan.component(switch.component);
            let requirement = &component.requirements[switch.requirement];
            let group = &requirement.group;
            let all = switch.fallbacks.iter().enumerate();
            let fallbacks = all.map(|(at, fallback)| FallbackOutcome {
                to: &plan.component(fallback.to).id,
                level: fallback.level,
                carries_too_little: fallback.carries_too_little.then_some(true),
                never_fires: fallback.never_fires.then_some(true),
                may_use_lost: fallback
                    .may_use_lost
                    .map(|host| plan.component(host).id.as_str()),
                share_unknown: fallback.is_share_unknown.then_some(true),
                holds_s: fallback.holds.map(Duration::seconds),
                doubts: analysis.doubts(FallbackId {
                    component: switch.component,
                    requirement: switch.requirement,
                    fallback: at,
                }),
                ended: plan.lost_for_good(fallback.to).map(|why| why.to_string()),
                lost_needs: fallback
                    .lost_needs
                    .iter()
                    .map(|need| LostSwitchNeed {
                        id: &plan.component(need.what).id,
                        detects: (need.what_for == SwitchInput::Detector).then_some(true),
                        calls: (need.what_for == SwitchInput::Caller).then_some(true),
                        from_s: Some(need.from.seconds()).filter(|from| *from > 0),
                        via: ids(&need.via),
                        via_left_out: need.via_left_out,
                    })
                    .collect(),
                switched_before: fallback.is_switched_before.then_some(true),
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
                holds_s: requirement.holds.map(|time| time.value.seconds()),
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
            carried: analysis
                .carried(&blast.faults)
                .iter()
                .map(|one| CarriedDemand::of(plan, one, None))
                .collect(),
            ended: EndedEntry::all(plan),
            down_at_rest: ids(&blast.down_at_rest),
            load_not_counted: blast.is_partly_counted.then_some(true),
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
