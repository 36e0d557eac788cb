/// The changes that help most.
#[derive(Debug, Clone)]
pub struct Advice {
    /// In the order in which to make them.
    pub changes: Vec<Change>,
    /// Single points of failure in the plan as it is.
    pub before: SinglePointTally,
    /// Single points of failure with all changes made.
    pub after: SinglePointTally,
    /// Ids of services and activities that are down with nothing failing, in plan order:
    /// no further fault takes them down.
    pub down_at_rest: Vec<String>,
    /// What is left once all changes are made, tier by tier.
    pub remaining: Vec<SinglePointOfFailure>,
    /// Single points that were none before.
    pub opened: Vec<SinglePointOfFailure>,
    /// The place that all stands in, where no change here helps against its loss.
    pub second_place: Option<SecondPlace>,
    /// How good the choice is.
    pub bound: Bound,
    /// All lines together, by file and place: two changes of one entry are one.
    pub edits: Vec<Edit>,
}

/// A single point of failure: this fault alone takes the service down.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SinglePointOfFailure {
    /// `None` for a service without a tier; those come last.
    pub tier: Option<u8>,
    /// Its id.
    pub service: String,
    /// The id of the component that fails.
    pub fault: String,
}

/// A place whose loss takes down everything that was looked at, since all of it stands
/// there: what helps is another place, with copies of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecondPlace {
    /// The id of the place.
    pub domain: String,
    /// The services and activities that it takes down.
    pub services: Vec<String>,
    /// The ids of what the plan says stands in it.
    pub holds: Vec<String>,
}

/// How many single points there are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SinglePointTally {
    /// All of them: pairs of a service and a fault.
    pub points: usize,
    /// By tier, those without a tier last.
    pub tiers: Vec<(Option<u8>, usize)>,
}

/// One stand-in, wherever it helps.
#[derive(Debug, Clone)]
pub struct Change {
    /// What sort of change it is.
    pub kind: ChangeKind,
    /// What it stands in for.
    pub on: Vec<String>,
    /// The id of what stands in.
    pub stand_in: String,
    /// Whether the stand-in is new to the plan.
    pub is_new: bool,
    /// The best it gives is degraded.
    pub is_degraded: bool,
    /// The entries it is made in.
    pub places: Vec<ChangedEntry>,
    /// How sure it is that it would do the work.
    pub sureness: Sureness,
    /// Reasons, a sentence each.
    pub why: Vec<String>,
    /// What must hold for it to be true on the day.
    pub caveats: Vec<String>,
    /// What goes away with this change, the ones before it made.
    pub removes: Vec<SinglePointOfFailure>,
    /// How many are left with this change and the ones before it.
    pub left: usize,
    /// What still comes through what it stands in for, all changes made.
    pub remains: Vec<SinglePointOfFailure>,
    /// The lines of this change, over the plan as it is.
    pub edits: Vec<Edit>,
    /// Other stand-ins for the same, what removes most first.
    pub instead: Vec<Alternative>,
}

/// What could be done in place of a change.
#[derive(Debug, Clone)]
pub struct Alternative {
    /// What sort of change it is.
    pub kind: ChangeKind,
    /// The id of what stands in.
    pub stand_in: String,
    /// Whether the stand-in is new to the plan.
    pub is_new: bool,
    /// The best it gives is degraded.
    pub is_degraded: bool,
    /// How sure it is that it would do the work.
    pub sureness: Sureness,
    /// In place of the change, the ones before it made.
    pub removes: usize,
    /// Reasons, a sentence each.
    pub why: Vec<String>,
}

/// One `depends_on` entry that a change is made in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedEntry {
    /// The id of the component that has the entry.
    pub component: String,
    /// The plan's file, as it was read.
    pub file: String,
    /// From 1.
    pub line: usize,
}

/// What sort of change it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeKind {
    /// A component of the plan stands in.
    Existing,
    /// The same call past its gateway.
    GatewayBypass,
    /// A model at a provider of the catalogue.
    Catalogue,
    /// A second one, in another failure domain where the plan has one.
    SecondDomain,
    /// Rules, a queue or people.
    NonAiFloor,
    /// The work is taken down and done later.
    OwnQueue,
}

impl ChangeKind {
    /// As JSON has it: `existing-component`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Existing => "existing-component",
            Self::GatewayBypass => "gateway-bypass",
            Self::Catalogue => "catalogue-fallback",
            Self::SecondDomain => "second-domain",
            Self::NonAiFloor => "non-ai-floor",
            Self::OwnQueue => "own-queue",
        }
    }
}

/// How sure it is that the stand-in can do the work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sureness {
    /// It does so elsewhere in the plan, and was tested.
    Sure,
    /// Much speaks for it; nobody tried.
    Likely,
    /// Only people can say.
    ToBeVerified,
}

impl Sureness {
    /// In words, the same in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sure => "sure",
            Self::Likely => "likely",
            Self::ToBeVerified => "to be verified",
        }
    }
}

/// A piece of a file and what to put there; an empty piece is an insertion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The plan's file, as it was read.
    pub file: String,
    /// What the entry that changes is about; empty for a new table.
    pub on: Vec<String>,
    /// `service.checkout`
    pub section: String,
    /// From 1; where a new table goes, the line after the last.
    pub line: usize,
    /// From 1, the last line that changes.
    pub end_line: usize,
    /// Bytes.
    pub start: usize,
    /// Bytes; the piece ends before it.
    pub end: usize,
    /// What takes the place of the piece.
    pub text: String,
}

impl Edit {
    /// Whether it adds a table rather than changing an entry.
    pub fn adds(&self) -> bool {
        self.start == self.end
    }
}

/// How good the choice is among the changes that were considered.
#[derive(Debug, Clone, PartialEq)]
pub struct Bound {
    /// How the choice was made.
    pub method: Method,
    /// Changes that were considered.
    pub candidates: usize,
    /// What all of them together would remove.
    pub removable: usize,
    /// No set of as many changes removes more than so many single points.
    pub at_most: usize,
    /// No fewer changes than so many remove as much.
    pub at_least_changes: usize,
    /// Whether every single point of failure was looked at, and every place on its way.
    pub complete: bool,
    /// Services whose single points were counted, if there was time, and not looked at.
    pub not_looked_at: usize,
    /// Faults of the others that no stand-in was sought for.
    pub faults_left: usize,
    /// The time or the work was over before the search was.
    pub stopped: bool,
}

/// How changes are chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// No other set of as many of the candidates removes more, tier by tier.
    Exact,
    /// One after the other, each time the one that removes most.
    Greedy,
}

impl Method {
    /// As JSON has it: `exact`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Greedy => "greedy",
        }
    }
}
