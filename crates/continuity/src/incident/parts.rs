use schemars::JsonSchema;
use serde::Serialize;

use jurymast_plan::model::{ComponentId, TeamId};

use super::TeamContact;

/// Everything on the sheet, in words.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Sheet {
    /// The plan's name.
    pub plan: String,
    /// "Shop database is lost"
    pub title: String,
    /// What time it is, as a full time.
    pub now: String,
    /// Since when it is lost, as a full time.
    pub since: String,
    /// `now` for people.
    pub shown_now: String,
    /// `since` for people.
    pub shown_since: String,
    /// False: it was not said since when, and now is taken.
    pub since_known: bool,
    /// What callers see; null: it was not said.
    pub symptom: Option<String>,
    /// One sentence: how many are hit, and what presses most.
    pub summary: String,
    /// Services and activities that were down before this loss; `check` says why.
    pub down_before: Vec<String>,
    /// The same by what they were down for, and what is named with them: "Sell films (tier 2)
    /// and Video studio (tier 2): video-model retired on 2026-09-24".
    pub down_before_because: Vec<String>,
    /// What is lost; empty when everything is.
    pub lost: Vec<Lost>,
    /// Named, and nothing in the plan leans on them.
    pub unused: Vec<String>,
    /// Who leads; null: nobody is declared.
    pub lead: Option<TeamContact>,
    /// Who leads when the lead does not answer; null: nobody is declared.
    pub alternate: Option<TeamContact>,
    /// Every team that has something to do here.
    pub contacts: Vec<TeamContact>,
    /// When the plan is to be activated; null: not declared.
    pub activate_when: Option<String>,
    /// Services and activities, the most pressing first.
    pub hits: Vec<HitComponent>,
    /// What a concise sheet leaves out of a list; nothing in a full one.
    #[serde(skip)]
    pub more_hits: Option<String>,
    /// What else is hit, in few words.
    pub also: Vec<String>,
    /// What to do, stage after stage.
    pub stages: Vec<Stage>,
    /// When services and activities of tier 1 and 2 are back.
    pub critical: Vec<Critical>,
    /// How many critical ones a concise sheet leaves out, in words.
    #[serde(skip)]
    pub more_critical: Option<String>,
    /// The order to bring things back, for programs.
    pub recovery: Vec<Back>,
    /// Circles that cannot start from nothing, and what opens them.
    pub circles: Vec<String>,
    /// Every fallback for what is lost, judged for today.
    pub fallbacks: Vec<FallbackToday>,
    /// How many fallbacks a concise sheet leaves out, in words.
    #[serde(skip)]
    pub more_fallbacks: Option<String>,
    /// No communication is declared; what stands here is for everybody.
    pub messages_assumed: bool,
    /// What to say, by audience.
    pub messages: Vec<Message>,
    /// When it is over.
    pub stand_down: StandDown,
    /// How much of the way back a concise sheet leaves out, in words.
    #[serde(skip)]
    pub more_way_back: Option<String>,
    /// Lines of the decision log that the plan expects.
    pub log: Vec<LogLine>,
}

/// One thing that is lost.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Lost {
    /// The component's id.
    pub id: String,
    /// As people call it.
    pub name: String,
    /// activity, service, resource, ai, provider, endpoint, model or domain
    pub kind: &'static str,
    /// The team that runs it; null: none is declared.
    pub owner: Option<TeamContact>,
    /// Where a person can look.
    pub looks: Vec<PlaceToLook>,
    /// When it may be back, and what that rests on.
    pub restoration: String,
    /// How much of its data is lost at most, if they are gone; null: it keeps none.
    pub data: Option<String>,
}

/// Where a person can look.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PlaceToLook {
    /// As people call it.
    pub name: String,
    /// The address.
    pub url: String,
}

/// Who is hit.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct HitComponent {
    /// The component's id.
    pub id: String,
    /// As people call it.
    pub name: String,
    /// activity, service, resource, ai, provider, endpoint, model or domain
    pub kind: &'static str,
    /// From 1, the most critical, to 4; null: no tier is declared.
    pub tier: Option<u8>,
    /// Now: "down", "degraded" or "up".
    pub level: &'static str,
    /// "down since 10:40 UTC; by the plan degraded from 11:02 UTC".
    pub course: String,
    /// From what is lost to what it leans on.
    pub because: String,
    /// When it must serve again; empty: no clock runs.
    pub deadlines: Vec<Deadline>,
    /// What people notice, as far as the plan says.
    pub notices: Vec<String>,
    /// Which losses nobody is alerted to, as what would notice them is lost too.
    pub unseen: Vec<String>,
    /// How the work goes on meanwhile; null: not declared.
    pub meanwhile: Option<String>,
    /// The team that runs it; null: none is declared.
    pub owner: Option<TeamContact>,
}

/// The time by which something must serve again.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Deadline {
    /// "RTO" or "MTPD"
    pub name: &'static str,
    /// "11:10 UTC"
    pub at: String,
    /// "in 30m"
    pub left: String,
    /// Negative: it has passed.
    pub left_s: i64,
}

/// Work that may begin when the stage before is under way; its lanes run at the
/// same time.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Stage {
    /// One line.
    pub title: String,
    /// When it may begin, who is wanted twice, how long the longest lane is.
    pub notes: Vec<String>,
    /// Its lanes, which run at the same time.
    pub lanes: Vec<Lane>,
}

/// Steps that follow one another.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Lane {
    /// One line.
    pub title: String,
    /// Why it is there; null: its title says it.
    pub why: Option<String>,
    /// Its steps, in order.
    pub actions: Vec<SheetStep>,
    /// The sum of the steps' times; null where one has none.
    pub takes: Option<String>,
    #[serde(skip)]
    pub(super) seconds: u64,
    #[serde(skip)]
    pub(super) tier: Option<u8>,
}

/// One step.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SheetStep {
    /// Through the whole sheet.
    pub number: usize,
    /// In words.
    pub text: String,
    /// A command to type; null: none.
    pub run: Option<String>,
    /// Who does it.
    pub owner: String,
    #[serde(skip)]
    pub(super) team: Option<TeamId>,
    /// How long it takes; null: not declared.
    pub takes: Option<String>,
    /// What it needs and has not: "WILL NOT WORK: Console is down", or "Needs Keys
    /// (down): restore it first, stage 3"; null: nothing is known against it.
    pub blocked: Option<String>,
    /// How to see that it is done; null: not declared.
    pub verify: Option<String>,
    /// Where a person can look.
    pub looks: Vec<PlaceToLook>,
    /// What it needs and cannot be used now.
    #[serde(skip)]
    pub(super) missing: Vec<ComponentId>,
    /// Why it will not work, whatever comes back.
    #[serde(skip)]
    pub(super) hopeless: Option<String>,
    /// What serves once it is done.
    #[serde(skip)]
    pub(super) brings: Option<ComponentId>,
    /// It leads, looks or tells, and mends nothing.
    #[serde(skip)]
    pub(super) is_beside: bool,
    #[serde(skip)]
    pub(super) seconds: Option<u64>,
    /// Of whom it is about, where it is about one that is hit.
    #[serde(skip)]
    pub(super) tier: Option<u8>,
}

/// When one that matters is back, against its targets.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Critical {
    /// The component's id.
    pub id: String,
    /// As people call it.
    pub name: String,
    /// From 1, the most critical, to 4; null: no tier is declared.
    pub tier: Option<u8>,
    /// What decides it, each with its time: "Shop database 57m -> Catalogue 20s".
    pub path: String,
    /// "47m of work: 11:39 UTC, if all begin now", or why nobody knows.
    pub back: String,
    /// Of all its targets: missed where one is, else unknown where one is, else met; none
    /// where no target is declared.
    pub verdict: TargetVerdict,
    /// Of the RTO.
    pub rto_verdict: TargetVerdict,
    /// Of the MTPD.
    pub mtpd_verdict: TargetVerdict,
    /// "RTO 11:10 UTC missed by 29m; MTPD 14:40 UTC met"; empty where no target is
    /// declared.
    pub targets: String,
    /// Whether a target is missed.
    pub missed: bool,
    /// Why a verdict is unknown: each time that is not declared, and what is waited for.
    pub unknown_because: Vec<String>,
    /// Seconds from now after which it is back at the earliest; null: never, by what the
    /// plan says.
    pub at_least_s: Option<u64>,
}

/// Whether a target is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TargetVerdict {
    /// There is no target.
    None,
    /// It is met, whatever the plan leaves out.
    Met,
    /// The plan does not say enough, or it hangs on somebody.
    Unknown,
    /// It is missed, whatever the plan leaves out.
    Missed,
}

/// One component in the recovery order.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Back {
    /// The component's id.
    pub id: String,
    /// From 1; each wave needs only earlier ones.
    pub wave: usize,
    /// Seconds from the start of the recovery.
    pub starts_s: u64,
    /// Seconds from the start of the recovery.
    pub ready_s: u64,
    /// False: the plan gives no time for it, and none was taken.
    pub declared: bool,
    /// What came last of all it waited for; null: nothing.
    pub after: Option<String>,
}

/// A fallback, judged for today.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct FallbackToday {
    /// Who falls back.
    pub who: String,
    /// From what.
    pub instead_of: String,
    /// On what.
    pub to: String,
    /// What it can do today.
    pub verdict: Verdict,
    /// Why, a reason each.
    pub reasons: Vec<String>,
    /// Of who falls back.
    #[serde(skip)]
    pub(super) tier: Option<u8>,
}

/// What a fallback can do today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// It cannot help today.
    NoHelp,
    /// It does nothing until a person switches.
    WaitsForAPerson,
    /// It should serve by itself.
    ByItself,
}

impl Verdict {
    /// For people: "no help today".
    pub fn words(self) -> &'static str {
        match self {
            Self::NoHelp => "no help today",
            Self::WaitsForAPerson => "waits for a person",
            Self::ByItself => "should serve by itself",
        }
    }
}

/// What one audience is told.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Message {
    /// Who is told.
    pub audience: String,
    /// null: not declared.
    pub send_when: Option<String>,
    /// Where it is said; null: not declared.
    pub channel: Option<String>,
    /// Why it cannot be said there now: "Status page is down"; null: nothing is known
    /// against it.
    pub blocked: Option<String>,
    /// Which way to take, where others are lost.
    pub detour: Option<String>,
    /// Who must agree first; null: nobody is declared.
    pub approver: Option<String>,
    /// "30m": how often it is said again; null: once is enough.
    pub every: Option<String>,
    /// When it is due again; null: once is enough.
    pub next: Option<String>,
    /// What to say, by phase.
    pub drafts: Vec<Draft>,
}

/// What to say in one phase.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Draft {
    /// initial, update or resolved ...
    pub phase: &'static str,
    /// In words.
    pub text: String,
}

/// When it is over, and the way back.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct StandDown {
    /// What must hold; null: not declared.
    pub when: Option<String>,
    /// Who says so; null: not declared.
    pub by: Option<String>,
    /// Seen before anybody says that it is over.
    pub checks: Vec<String>,
    /// Its lanes, which run at the same time.
    pub lanes: Vec<Lane>,
}

/// One line of the decision log, to be filled in.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct LogLine {
    /// A time of day.
    pub at: String,
    /// What happened, or is expected to.
    pub what: String,
    /// Of whom it is about.
    #[serde(skip)]
    pub(super) tier: Option<u8>,
}
