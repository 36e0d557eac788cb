use crate::advice::answer::{ChangeKind, Sureness};
use jurymast_plan::model::ComponentId;

/// A stand-in for one site, in all entries where it helps.
#[derive(Debug, Clone)]
pub(in crate::advice) struct Candidate {
    pub(in crate::advice) kind: ChangeKind,
    /// Index of the site.
    pub(in crate::advice) site: usize,
    pub(in crate::advice) how: How,
    /// Its id.
    pub(in crate::advice) stand_in: String,
    /// Its table, where it is new to the plan, and that of the new place it stands in.
    pub(in crate::advice) drafts: Vec<DraftedTable>,
    pub(in crate::advice) places: Vec<(ComponentId, usize)>,
    pub(in crate::advice) sureness: Sureness,
    pub(in crate::advice) why: Vec<String>,
    pub(in crate::advice) caveats: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::advice) enum How {
    /// A fallback as good as the primary.
    Fallback,
    /// A fallback that serves degraded.
    Degraded,
    /// A further member of the group.
    Member,
}

/// A component that the plan has not got yet.
#[derive(Debug, Clone)]
pub(in crate::advice) struct DraftedTable {
    /// `ai.chat-model-second`
    pub(in crate::advice) section: String,
    pub(in crate::advice) table: String,
}

impl Candidate {
    /// What is preferred among those that remove the same: what is there and was
    /// tried first, what must be built last.
    pub(in crate::advice) fn cost(&self) -> (u8, bool, Sureness) {
        let class = match (self.kind, self.sureness) {
            (ChangeKind::Existing, Sureness::Sure) => 0,
            (ChangeKind::Existing, Sureness::Likely) => 1,
            (ChangeKind::GatewayBypass, _) => 2,
            (ChangeKind::Existing | ChangeKind::Catalogue, _) => 3,
            (ChangeKind::SecondDomain, _) => 4,
            (ChangeKind::NonAiFloor | ChangeKind::OwnQueue, _) => 5,
        };
        (class, self.how == How::Degraded, self.sureness)
    }
}
