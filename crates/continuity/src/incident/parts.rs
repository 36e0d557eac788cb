use serde::Serialize;

use super::Contact;

/// Everything on the sheet, in words.
#[derive(Debug, Clone, Serialize)]
pub struct Sheet {
    pub plan: String,
    /// "Shop database is lost"
    pub title: String,
    /// As full times, and as shown.
    pub now: String,
    pub since: String,
    pub shown_now: String,
    pub shown_since: String,
    pub since_known: bool,
    pub symptom: Option<String>,
    /// One sentence: how many are hit, and what presses most.
    pub summary: String,
    pub lost: Vec<Lost>,
    /// Named, and nothing in the plan leans on them.
    pub unused: Vec<String>,
    pub lead: Option<Contact>,
    pub alternate: Option<Contact>,
    /// Every team that has something to do here.
    pub contacts: Vec<Contact>,
    /// When the plan is to be activated.
    pub activate_when: Option<String>,
    /// Services and activities, the most pressing first.
    pub hits: Vec<Hit>,
    /// What a concise sheet leaves out of a list; nothing in a full one.
    #[serde(skip)]
    pub more_hits: Option<String>,
    /// What else is hit, in few words.
    pub also: Vec<String>,
    pub stages: Vec<Stage>,
    pub critical: Vec<Critical>,
    #[serde(skip)]
    pub more_critical: Option<String>,
    /// The order to bring things back, for programs.
    pub recovery: Vec<Back>,
    /// Circles that cannot start from nothing, and what opens them.
    pub circles: Vec<String>,
    pub fallbacks: Vec<Standin>,
    #[serde(skip)]
    pub more_fallbacks: Option<String>,
    /// No communication is declared; what stands here is for everybody.
    pub messages_assumed: bool,
    pub messages: Vec<Message>,
    pub stand_down: StandDown,
    #[serde(skip)]
    pub more_way_back: Option<String>,
    pub log: Vec<LogLine>,
}

/// One thing that is lost.
#[derive(Debug, Clone, Serialize)]
pub struct Lost {
    pub id: String,
    pub name: String,
    pub kind: &'static str,
    pub owner: Option<Contact>,
    pub looks: Vec<Look>,
    /// When it may be back, and what that rests on.
    pub restoration: String,
}

/// Where a person can look.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Look {
    pub name: String,
    pub url: String,
}

/// Who is hit.
#[derive(Debug, Clone, Serialize)]
pub struct Hit {
    pub id: String,
    pub name: String,
    pub kind: &'static str,
    pub tier: Option<u8>,
    /// Now: "down", "degraded" or "up".
    pub level: &'static str,
    /// "down since 10:40 UTC; by the plan degraded from 11:02 UTC".
    pub course: String,
    /// From what is lost to what it leans on.
    pub because: String,
    pub deadlines: Vec<Deadline>,
    /// What people notice, as far as the plan says.
    pub notices: Vec<String>,
    /// How the work goes on meanwhile.
    pub meanwhile: Option<String>,
    pub owner: Option<Contact>,
}

/// The time by which something must serve again.
#[derive(Debug, Clone, Serialize)]
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
#[derive(Debug, Clone, Serialize)]
pub struct Stage {
    pub title: String,
    /// When it may begin, who is wanted twice, how long the longest lane is.
    pub notes: Vec<String>,
    pub lanes: Vec<Lane>,
}

/// Steps that follow one another.
#[derive(Debug, Clone, Serialize)]
pub struct Lane {
    pub title: String,
    pub why: Option<String>,
    pub actions: Vec<Action>,
    /// The sum of the steps' times, where each has one.
    pub takes: Option<String>,
    #[serde(skip)]
    pub(super) seconds: u64,
    #[serde(skip)]
    pub(super) tier: Option<u8>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Action {
    /// Through the whole sheet.
    pub number: usize,
    pub text: String,
    pub run: Option<String>,
    pub owner: String,
    /// `None`: not declared.
    pub takes: Option<String>,
    pub verify: Option<String>,
    pub looks: Vec<Look>,
    #[serde(skip)]
    pub(super) seconds: Option<u64>,
    /// Of whom it is about, where it is about one that is hit.
    #[serde(skip)]
    pub(super) tier: Option<u8>,
}

/// When one that matters is back, against its targets.
#[derive(Debug, Clone, Serialize)]
pub struct Critical {
    pub id: String,
    pub name: String,
    pub tier: Option<u8>,
    /// What decides it, each with its time: "Shop database 57m -> Catalogue 20s".
    pub path: String,
    /// "at 11:39 UTC, if work starts now"
    pub back: String,
    /// "RTO 11:10 UTC: missed by 29m"; empty where no target is declared.
    pub verdict: String,
    pub missed: bool,
}

/// One component in the recovery order.
#[derive(Debug, Clone, Serialize)]
pub struct Back {
    pub id: String,
    /// From 1; each wave needs only earlier ones.
    pub wave: usize,
    /// Seconds from the start of the recovery.
    pub starts_s: u64,
    pub ready_s: u64,
    /// False: the plan gives no time for it, and none was taken.
    pub declared: bool,
    /// What came last of all it waited for.
    pub after: Option<String>,
}

/// A fallback, judged for today.
#[derive(Debug, Clone, Serialize)]
pub struct Standin {
    /// Who falls back, from what, on what.
    pub who: String,
    pub instead_of: String,
    pub to: String,
    pub verdict: Verdict,
    pub reasons: Vec<String>,
    /// Of who falls back.
    #[serde(skip)]
    pub(super) tier: Option<u8>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
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
    pub fn words(self) -> &'static str {
        match self {
            Self::NoHelp => "no help today",
            Self::WaitsForAPerson => "waits for a person",
            Self::ByItself => "should serve by itself",
        }
    }
}

/// What one audience is told.
#[derive(Debug, Clone, Serialize)]
pub struct Message {
    pub audience: String,
    pub send_when: Option<String>,
    pub channel: Option<String>,
    pub approver: Option<String>,
    /// "30m"
    pub every: Option<String>,
    pub next: Option<String>,
    pub drafts: Vec<Draft>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Draft {
    pub phase: &'static str,
    pub text: String,
}

/// When it is over, and the way back.
#[derive(Debug, Clone, Serialize)]
pub struct StandDown {
    pub when: Option<String>,
    pub by: Option<String>,
    /// Seen before anybody says that it is over.
    pub checks: Vec<String>,
    pub lanes: Vec<Lane>,
}

/// One line of the decision log, to be filled in.
#[derive(Debug, Clone, Serialize)]
pub struct LogLine {
    pub at: String,
    pub what: String,
    /// Of whom it is about.
    #[serde(skip)]
    pub(super) tier: Option<u8>,
}
