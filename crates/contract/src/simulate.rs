use schemars::JsonSchema;
use serde::Serialize;

use jurymast_engine::simulation::{
    DataLoss, Interval, Note, Replays, ScenarioScript, Summary, Timeline, Verdict,
};
use jurymast_plan::catalogue::Outage;
use jurymast_plan::model::{ComponentId, Kind, Level, Plan, Symptom};
use jurymast_terms::units::Duration;

/// What scenarios do to a plan over time. Times are whole seconds from the start of
/// the scenario.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "jurymast simulate --format json")]
pub struct SimulateOutput<'a> {
    /// Each scenario that ran, in the order asked for.
    pub scenarios: Vec<ScenarioRun<'a>>,
    /// How the plan fares against the recorded outages; only with `--recorded` or `--all`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recorded: Option<ReplaySummary<'a>>,
}

/// A scenario and what came of it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ScenarioRun<'a> {
    /// The scenario's id; `what-if` for one that was typed.
    pub id: &'a str,
    /// The scenario's name.
    pub name: &'a str,
    /// What fails by itself.
    pub faults: Vec<StruckComponent<'a>>,
    /// Whose demand grows.
    pub surges: Vec<SurgedComponent<'a>>,
    /// Named, and nothing in the plan leans on them.
    pub unused: &'a [String],
    /// Every component of the plan, in plan order.
    pub components: Vec<ComponentTimes<'a>>,
    /// What happened and why, in order of time; only with `--explain`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reasons: Option<Vec<ReasonEntry<'a>>>,
}

/// A component that fails by itself.
#[derive(Debug, Serialize, JsonSchema)]
pub struct StruckComponent<'a> {
    /// The component.
    pub what: &'a str,
    /// From this second on.
    pub from_s: u64,
    /// Up to and without this second; null: it never comes back.
    pub until_s: Option<u64>,
    /// down or degraded
    pub level: Level,
    /// What callers see, all together; empty: whatever a trigger looks for.
    pub symptoms: Vec<Symptom>,
    /// Whether what it strikes loses its data.
    pub loses_data: bool,
}

/// A component whose demand grows.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SurgedComponent<'a> {
    /// The component.
    pub what: &'a str,
    /// From this second on.
    pub from_s: u64,
    /// Up to and without this second; null: for ever.
    pub until_s: Option<u64>,
    /// Of its demand at rest; 300 is three times as much.
    pub percent: u64,
}

/// How one component fared, beside its targets.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ComponentTimes<'a> {
    /// The component's id.
    pub id: &'a str,
    /// What kind of component it is.
    pub kind: Kind,
    /// From 1, the most critical, to 4; null: no tier is declared.
    pub tier: Option<u8>,
    /// How it is before anything happens; what is no worse is no outage of the scenario.
    pub at_rest: Level,
    /// Seconds down in all, with every undeclared time as zero; null: it never comes
    /// back.
    pub down_s: Option<u64>,
    /// Seconds degraded in all; null: it stays so for ever.
    pub degraded_s: Option<u64>,
    /// The longest stretch down, in seconds; null: it never comes back.
    pub longest_down_s: Option<u64>,
    /// Recovery time objective, in seconds; null: none is declared.
    pub rto_s: Option<u64>,
    /// null: no target, or not known.
    pub meets_rto: Option<bool>,
    /// met: whatever undeclared times are; missed: even if they are zero.
    pub rto_verdict: VerdictWord,
    /// Maximum tolerable period of disruption, in seconds; null: none is declared.
    pub mtpd_s: Option<u64>,
    /// null: no target, or not known.
    pub meets_mtpd: Option<bool>,
    /// As of the RTO.
    pub mtpd_verdict: VerdictWord,
    /// The least share of its load that it could serve, from 0 to 1; 0 while it was down.
    pub capacity: f64,
    /// The same of the time that it was not down.
    pub serving_capacity: f64,
    /// Minimum business continuity objective, a share from 0 to 1; null: none is declared.
    pub mbco: Option<f64>,
    /// null: no target, or not known.
    pub meets_mbco: Option<bool>,
    /// Seconds of data that are lost at most: of what a backup or replica that survived
    /// does not have; null: none are lost, all are, or it is not known.
    pub data_loss_s: Option<u64>,
    /// Recovery point objective, in seconds; null: none is declared.
    pub rpo_s: Option<u64>,
    /// null: no target, or not known.
    pub meets_rpo: Option<bool>,
    /// none: no target, or no data are lost.
    pub rpo_verdict: VerdictWord,
    /// Whether all data are lost: no backup or replica survived.
    pub all_data_lost: bool,
    /// How many of its runs fall out, of a job; null: it is none.
    pub missed_runs: Option<MissedRunsEntry>,
    /// Why a verdict is unknown: each undeclared time on which it may hang.
    pub unknown_because: Vec<String>,
    /// Stretches of time at a level other than up, in order.
    pub intervals: Vec<LevelInterval>,
}

/// How many runs of a job fall out.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MissedRunsEntry {
    /// Whenever it was to run; null: every one from then on.
    pub least: Option<u64>,
    /// At the worst moments, with every undeclared time without an end; null: every one
    /// from then on.
    pub most: Option<u64>,
}

/// A stretch of time at one level.
#[derive(Debug, Serialize, JsonSchema)]
pub struct LevelInterval {
    /// down or degraded
    pub level: Level,
    /// From this second on.
    pub from_s: u64,
    /// Up to and without this second; null: for ever.
    pub until_s: Option<u64>,
}

/// Something that happened, in words.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ReasonEntry<'a> {
    /// In this second.
    pub at_s: u64,
    /// To this component.
    pub component: &'a str,
    /// One sentence.
    pub text: String,
}

/// How a plan fares against the recorded outages of the catalogue.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ReplaySummary<'a> {
    /// The components whose targets decide whether an outage is survived.
    pub judged_by: Vec<&'a str>,
    /// Outages that were replayed.
    pub replayed: usize,
    /// Of these, those that touched any of `judged_by`.
    pub touched: usize,
    /// Of those, those in which none of `judged_by` misses a target, or is down while it has none.
    pub survived: usize,
    /// Of those, those of which it is not known, as the plan does not say enough.
    pub unknown: usize,
    /// Of these, those that hit nothing that the plan leans on.
    pub untouched: usize,
    /// Outages that cannot be replayed: the end of a part is not recorded.
    pub without_end: Vec<&'a str>,
    /// Outages that hit only products that no plan calls, or whose sources disagree on
    /// the rest.
    pub only_other_products: Vec<&'a str>,
    /// Outside providers of the plan that no replayed outage is of, so that none tells
    /// what their loss does. Nor does any tell it of what the plan's own people run.
    pub providers_without_record: Vec<&'a str>,
}

impl<'a> ScenarioRun<'a> {
    /// `reason` says a note in words, where reasons are asked for.
    pub fn of(
        plan: &'a Plan,
        scenario: &'a ScenarioScript,
        timeline: &Timeline,
        unused: &'a [String],
        reason: Option<&dyn Fn(&Note) -> String>,
    ) -> Self {
        let id = |id: ComponentId| plan.component(id).id.as_str();
        let faults = scenario.faults.iter().map(|fault| StruckComponent {
            what: id(fault.component),
            from_s: fault.at.seconds(),
            until_s: fault.until().map(Duration::seconds),
            level: fault.level,
            symptoms: fault.symptoms.iter().collect(),
            loses_data: fault.loses_data,
        });
        let surges = scenario.surges.iter().map(|surge| SurgedComponent {
            what: id(surge.component),
            from_s: surge.at.seconds(),
            until_s: surge.until().map(Duration::seconds),
            percent: surge.percent,
        });
        let reasons = |say: &dyn Fn(&Note) -> String| -> Vec<ReasonEntry<'a>> {
            let reasons = timeline.notes.iter().map(|note| ReasonEntry {
                at_s: note.at.seconds(),
                component: id(note.component),
                text: say(note),
            });
            reasons.collect()
        };
        Self {
            id: &scenario.id,
            name: &scenario.name,
            faults: faults.collect(),
            surges: surges.collect(),
            unused,
            components: plan
                .ids()
                .map(|id| ComponentTimes::of(plan, timeline, id))
                .collect(),
            reasons: reason.map(reasons),
        }
    }
}

impl<'a> ComponentTimes<'a> {
    fn of(plan: &'a Plan, timeline: &Timeline, id: ComponentId) -> Self {
        let one = plan.component(id);
        let all = Summary::of(plan, timeline, id);
        let intervals = timeline.intervals(id).into_iter();
        Self {
            id: &one.id,
            kind: one.kind(),
            tier: one.tier.map(|tier| tier.value.number()),
            at_rest: timeline.at_rest(id),
            down_s: all.down.seconds(),
            degraded_s: all.degraded.seconds(),
            longest_down_s: all.longest_down.seconds(),
            rto_s: all.rto.map(Duration::seconds),
            meets_rto: all.rto_verdict.is_met(),
            rto_verdict: all.rto_verdict.into(),
            mtpd_s: all.mtpd.map(Duration::seconds),
            meets_mtpd: all.mtpd_verdict.is_met(),
            mtpd_verdict: all.mtpd_verdict.into(),
            capacity: all.capacity,
            serving_capacity: all.serving,
            mbco: all.mbco,
            meets_mbco: all.mbco_verdict.is_met(),
            data_loss_s: match all.data_loss {
                Some(DataLoss::UpTo(time)) => Some(time.seconds()),
                _ => None,
            },
            rpo_s: all.rpo.map(Duration::seconds),
            meets_rpo: all.rpo_verdict.is_met(),
            rpo_verdict: all.rpo_verdict.into(),
            all_data_lost: all.data_loss == Some(DataLoss::All),
            missed_runs: all.missed_runs.map(|runs| MissedRunsEntry {
                least: runs.least,
                most: runs.most,
            }),
            unknown_because: all.unknown_because,
            intervals: intervals.map(LevelInterval::from).collect(),
        }
    }
}

/// Whether a target is met.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum VerdictWord {
    /// It is.
    Met,
    /// It is not.
    Missed,
    /// The plan does not say enough.
    Unknown,
    /// There is no target, or nothing to hold against it.
    None,
}

impl From<Verdict> for VerdictWord {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Met => Self::Met,
            Verdict::Missed => Self::Missed,
            Verdict::Unknown => Self::Unknown,
            Verdict::None => Self::None,
        }
    }
}

impl From<Interval> for LevelInterval {
    fn from(interval: Interval) -> Self {
        Self {
            level: interval.level,
            from_s: interval.from.seconds(),
            until_s: interval.until.map(Duration::seconds),
        }
    }
}

impl<'a> ReplaySummary<'a> {
    /// Of a plan and the outages that were replayed on it.
    pub fn of(plan: &'a Plan, replays: &Replays) -> Self {
        let subjects = plan.critical_components();
        let tally = replays.tally(plan, &subjects);
        let ids = |outages: &[&'static Outage]| {
            let ids = outages.iter().map(|one| one.id.as_str());
            ids.collect()
        };
        let components = |ids: &[ComponentId]| {
            let ids = ids.iter().map(|id| plan.component(*id).id.as_str());
            ids.collect()
        };
        Self {
            judged_by: components(&subjects),
            replayed: replays.ran.len(),
            touched: tally.touched,
            survived: tally.survived,
            unknown: tally.unknown,
            untouched: replays.untouched(),
            without_end: ids(&replays.without_end),
            only_other_products: ids(&replays.elsewhere),
            providers_without_record: components(&replays.providers_without_record(plan)),
        }
    }
}
