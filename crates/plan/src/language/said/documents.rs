use std::num::NonZeroU32;

use schemars::JsonSchema;
use serde::Deserialize;

use jurymast_terms::vocabulary::{
    ExerciseKind, ExerciseResult, FaultLevel, OnCallHours, Phase, RuleSubject, Severity, Symptom,
};

use super::{After, Day, EvidenceTable, IdList, Length, Said, Text, Url};

/// A team that answers for components.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Team")]
pub(in crate::language) struct TeamTable {
    /// The name people know it by; the id when left out.
    pub(in crate::language) name: Option<Text>,
    /// What the team does.
    pub(in crate::language) description: Option<String>,
    /// How to reach whoever is on call.
    pub(in crate::language) on_call: Option<OnCallEntry>,
    /// The teams to call when this one does not answer.
    #[serde(default)]
    pub(in crate::language) escalate_to: Vec<Said<String>>,
    /// Who is in it.
    #[serde(default)]
    pub(in crate::language) people: Vec<PersonEntry>,
}

/// How to reach whoever is on call.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "OnCall")]
pub(in crate::language) struct OnCallEntry {
    /// The chat channel.
    pub(in crate::language) channel: Option<String>,
    /// The telephone number.
    pub(in crate::language) phone: Option<String>,
    /// The mail address.
    pub(in crate::language) email: Option<String>,
    /// The address of the pager.
    pub(in crate::language) page: Option<Url>,
    /// When somebody answers.
    pub(in crate::language) hours: Option<OnCallHours>,
    /// The components that carry these, such as the chat or the telephone system: the first that is up.
    pub(in crate::language) through: Option<IdList>,
}

/// Somebody in a team.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Person")]
pub(in crate::language) struct PersonEntry {
    /// The name.
    pub(in crate::language) name: Text,
    /// The role in a recovery: lead, alternate ...
    pub(in crate::language) role: Option<String>,
    /// The telephone number.
    pub(in crate::language) phone: Option<String>,
    /// The mail address.
    pub(in crate::language) email: Option<String>,
    /// The components that carry these: the first that is up.
    pub(in crate::language) through: Option<IdList>,
}

/// Steps for the component of the same id, beyond what its dependencies imply.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Runbook")]
pub(in crate::language) struct RunbookTable {
    /// The steps, in order.
    #[serde(default)]
    pub(in crate::language) step: Vec<StepEntry>,
}

/// One thing to do.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Step")]
pub(in crate::language) struct StepEntry {
    /// When in the recovery; recovery when left out.
    pub(in crate::language) phase: Option<Phase>,
    /// What to do.
    #[serde(rename = "do")]
    pub(in crate::language) text: Said<Text>,
    /// The command to type.
    pub(in crate::language) run: Option<String>,
    /// The team that does it.
    pub(in crate::language) owner: Option<Said<String>>,
    /// How long it takes.
    pub(in crate::language) takes: Option<Said<Length>>,
    /// How to see that it worked.
    pub(in crate::language) verify: Option<String>,
    /// The step is for the loss of one of these only; for any loss when left out.
    #[serde(default)]
    pub(in crate::language) if_lost: Vec<Said<String>>,
    /// The step makes the component anew in these domains: it does not wait until one
    /// of the same kind that is lost is back. Its own `takes` counts, with the restore where
    /// data are lost, and that of no other step: what must be done before belongs into it.
    #[serde(default)]
    pub(in crate::language) moves_to: Vec<Said<String>>,
    /// The step is the switch to this fallback of the component.
    pub(in crate::language) switches_to: Option<Said<String>>,
    /// The components that must be up for the step to be done.
    pub(in crate::language) needs: Option<IdList>,
    /// What shows that it works.
    #[serde(default)]
    pub(in crate::language) evidence: Vec<Said<EvidenceTable>>,
}

/// Who is told what, by which channel, when.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Communication")]
pub(in crate::language) struct CommunicationTable {
    /// Who is told: customers, staff, the regulator ...
    pub(in crate::language) audience: Text,
    /// By which way.
    pub(in crate::language) channel: Option<String>,
    /// The components that carry it, such as the status page: the first that is up.
    pub(in crate::language) through: Option<IdList>,
    /// What must have happened.
    pub(in crate::language) when: Option<String>,
    /// The team that releases it.
    pub(in crate::language) approver: Option<Said<String>>,
    /// How often an update follows.
    pub(in crate::language) every: Option<Length>,
    /// The words to start from.
    pub(in crate::language) template: Option<String>,
}

/// A set of faults to think through.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Scenario")]
pub(in crate::language) struct ScenarioTable {
    /// The name people know it by; the id when left out.
    pub(in crate::language) name: Option<Text>,
    /// What happens.
    pub(in crate::language) description: Option<String>,
    /// What fails.
    #[serde(default)]
    pub(in crate::language) fails: Vec<FaultEntry>,
    /// Whose demand grows.
    #[serde(default)]
    pub(in crate::language) surges: Vec<SurgeEntry>,
}

/// A time in which the demand of one component is a multiple of the usual.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Surge")]
pub(in crate::language) struct SurgeEntry {
    /// The component whose requirements demand more.
    pub(in crate::language) what: Said<String>,
    /// How many times the usual.
    pub(in crate::language) times: NonZeroU32,
    /// How long after the start; at once when left out.
    pub(in crate::language) at: Option<After>,
    /// How long it lasts; for ever when left out.
    #[serde(rename = "for")]
    pub(in crate::language) lasts: Option<Length>,
}

/// One thing that fails.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Fault")]
pub(in crate::language) struct FaultEntry {
    /// The component that fails.
    pub(in crate::language) what: Said<String>,
    /// How long after the start; at once when left out.
    pub(in crate::language) at: Option<After>,
    /// How long it lasts; for ever when left out.
    #[serde(rename = "for")]
    pub(in crate::language) lasts: Option<Length>,
    /// What callers see.
    pub(in crate::language) symptom: Option<Symptom>,
    /// Down, or degraded for a partial fault; down when left out.
    pub(in crate::language) level: Option<FaultLevel>,
    /// Whether what it strikes loses its data; no when left out. A partial fault strikes
    /// nobody, so that this is an error in one.
    #[serde(default)]
    pub(in crate::language) loses_data: bool,
}

/// An exercise, and what came of it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Exercise")]
pub(in crate::language) struct ExerciseTable {
    /// What kind of exercise (NIST SP 800-84).
    pub(in crate::language) kind: ExerciseKind,
    /// The scenario that was exercised: of the plan, a recorded outage of the
    /// catalogue (`openai-2024-12-11`), or a ready scenario of it on one component
    /// (`gateway-down@openrouter`).
    pub(in crate::language) scenario: Option<Said<String>>,
    /// The day.
    pub(in crate::language) on: Option<Said<Day>>,
    /// How it went.
    pub(in crate::language) result: Option<ExerciseResult>,
    /// The team that held it.
    pub(in crate::language) by: Option<Said<String>>,
    /// What was seen.
    pub(in crate::language) seen: Option<String>,
    /// What followed from it.
    #[serde(default)]
    pub(in crate::language) actions: Vec<ActionEntry>,
}

/// Something to mend after an exercise.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Action")]
pub(in crate::language) struct ActionEntry {
    /// What to do.
    #[serde(rename = "do")]
    pub(in crate::language) text: Said<Text>,
    /// The team that does it.
    pub(in crate::language) owner: Option<Said<String>>,
    /// The day it is due.
    pub(in crate::language) due: Option<Said<Day>>,
    /// The day it was done.
    pub(in crate::language) done: Option<Day>,
}

/// A risk that is accepted for a while.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Waiver")]
pub(in crate::language) struct WaiverTable {
    /// The rule whose finding is accepted.
    pub(in crate::language) rule: Said<String>,
    /// The component it is accepted for: `service.search` or `search`.
    pub(in crate::language) at: Said<String>,
    /// What fails in the accepted finding; the waiver then covers no other cause.
    pub(in crate::language) of: Option<Said<String>>,
    /// Why it is acceptable.
    pub(in crate::language) reason: Text,
    /// The last day it is accepted.
    pub(in crate::language) until: Said<Day>,
}

/// A rule of the plan's own: what it finds is a finding as any other.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Rule")]
pub(in crate::language) struct RuleTable {
    /// Its name, as findings, waivers and `--select` have it: `second-team`, `acme/second-team`.
    pub(in crate::language) id: Said<Text>,
    /// What it looks at, one after the other.
    pub(in crate::language) on: RuleSubject,
    /// True for what is wrong: an expression in CEL over the facts of what it looks at.
    pub(in crate::language) when: Said<Text>,
    /// What is wrong, in one sentence.
    pub(in crate::language) message: Text,
    /// How grave its findings are; a warning when left out.
    pub(in crate::language) severity: Option<Severity>,
    /// Why it matters.
    pub(in crate::language) why: Option<Text>,
    /// What to do about a finding.
    pub(in crate::language) remedy: Option<Text>,
    /// Where it comes from: a policy, a standard, a lesson.
    pub(in crate::language) source: Option<Text>,
}
