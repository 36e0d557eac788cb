use schemars::JsonSchema;
use serde::Serialize;

use jurymast_continuity::advice::{
    Advice, Alternative, Bound, Change, Edit, SinglePointOfFailure, SinglePointTally, paste,
};

/// The few changes that remove most single points of failure. A gap is here a single
/// point of failure: a fault that alone takes a service or an activity down.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "jurymast advise --format json")]
pub struct AdviseOutput<'a> {
    /// In the order in which to make them.
    pub changes: Vec<AdvisedChange<'a>>,
    /// How many gaps there are now.
    pub before: SinglePointCounts,
    /// How many are left once all changes are made.
    pub after: SinglePointCounts,
    /// Ids of services and activities that are down with nothing failing, in plan order; of
    /// these only what has ended counts as a gap. Not there where there are none.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    #[schemars(default)]
    pub down_at_rest: &'a [String],
    /// Those that are left, tier by tier.
    pub remaining: Vec<SinglePointEntry<'a>>,
    /// Gaps that are none now and would be some then.
    pub opened: Vec<SinglePointEntry<'a>>,
    /// The place that everything stands in, where no change helps against its loss; null:
    /// there is none.
    pub second_place: Option<SecondPlaceEntry<'a>>,
    /// How good this choice of changes is.
    pub bound: BoundEntry,
    /// All changes together, by file and place: two changes of one entry are one edit.
    pub edits: Vec<EditEntry<'a>>,
}

/// One fallback, wherever it helps.
#[derive(Debug, Serialize, JsonSchema)]
pub struct AdvisedChange<'a> {
    /// existing-component, gateway-bypass, catalogue-fallback, second-domain, non-ai-floor
    /// or own-queue
    pub kind: &'static str,
    /// The first component whose entry changes; null: none does.
    pub component: Option<&'a str>,
    /// Ids of what is fallen back from, with commas between them.
    pub on: String,
    /// The id of what stands in.
    pub fallback: &'a str,
    /// Whether that is new to the plan.
    pub new: bool,
    /// The best it gives: up or degraded.
    pub serves: &'static str,
    /// How sure it is that it can do the work: "sure", "likely" or "to be verified".
    pub sureness: &'static str,
    /// Why that is so, a sentence each.
    pub why: &'a [String],
    /// What must hold for it to be true on the day.
    pub caveats: &'a [String],
    /// The `depends_on` entries that change.
    pub places: Vec<ChangedEntryPlace<'a>>,
    /// What goes away with it, the changes before it made.
    pub removes: Vec<SinglePointEntry<'a>>,
    /// How many gaps are left with it and the changes before it.
    pub left: usize,
    /// What still comes through what is fallen back from, all changes made.
    pub remains: Vec<SinglePointEntry<'a>>,
    /// `alternatives` in words.
    pub instead: Vec<String>,
    /// What could stand in in its place, what removes most first.
    pub alternatives: Vec<AlternativeEntry<'a>>,
    /// The lines to paste for this change alone, each piece under a comment that names
    /// its place.
    pub toml: String,
    /// The same for programs, over the plan as it is.
    pub edits: Vec<EditEntry<'a>>,
}

/// Something else that could stand in.
#[derive(Debug, Serialize, JsonSchema)]
pub struct AlternativeEntry<'a> {
    /// As the kind of a change.
    pub kind: &'static str,
    /// The id of what stands in.
    pub fallback: &'a str,
    /// Whether that is new to the plan.
    pub new: bool,
    /// The best it gives: up or degraded.
    pub serves: &'static str,
    /// "sure", "likely" or "to be verified"
    pub sureness: &'static str,
    /// How many gaps it removes in place of the change, the ones before it made.
    pub removes: usize,
    /// Why it is as sure as that, a sentence each.
    pub why: &'a [String],
}

/// A place that takes down everything that was looked at: a second one like it, with copies,
/// is what helps.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SecondPlaceEntry<'a> {
    /// The id of the place.
    pub domain: &'a str,
    /// The services and activities that it takes down.
    pub services: &'a [String],
    /// Ids of what the plan says stands in it.
    pub holds: &'a [String],
}

/// A single point of failure.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SinglePointEntry<'a> {
    /// The service or activity that goes down.
    pub service: &'a str,
    /// Its tier, from 1 to 4; null: none is declared.
    pub tier: Option<u8>,
    /// What takes it down alone.
    pub fault: &'a str,
}

/// How many single points of failure there are.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SinglePointCounts {
    /// All of them.
    pub gaps: usize,
    /// By tier, those without one last; a tier without gaps is left out.
    pub tiers: Vec<TierSinglePoints>,
}

/// The single points of failure of one tier.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TierSinglePoints {
    /// From 1 to 4; null: services without a tier.
    pub tier: Option<u8>,
    /// How many there are.
    pub gaps: usize,
}

/// A `depends_on` entry that changes.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ChangedEntryPlace<'a> {
    /// Whose entry it is.
    pub component: &'a str,
    /// The file, from the working directory.
    pub file: &'a str,
    /// From 1.
    pub line: usize,
}

/// How good the choice is among the changes that were considered.
#[derive(Debug, Serialize, JsonSchema)]
pub struct BoundEntry {
    /// exact: no other set of as many of the candidates removes more, tier by tier; or
    /// greedy.
    pub method: &'static str,
    /// Changes that were considered.
    pub candidates: usize,
    /// Gaps that all of them together would remove.
    pub removable: usize,
    /// No set of as many changes removes more gaps than this.
    pub at_most: usize,
    /// No fewer changes than this remove as much.
    pub at_least_changes: usize,
    /// Whether every gap was looked at, and every place on its way, in time.
    pub complete: bool,
    /// Services whose gaps were not looked at.
    pub not_looked_at: usize,
    /// Faults that nothing to stand in was sought for.
    pub faults_left: usize,
    /// Whether the time was over before the search was.
    pub stopped: bool,
}

/// A piece of a file and what to put there.
#[derive(Debug, Serialize, JsonSchema)]
pub struct EditEntry<'a> {
    /// The file, from the working directory.
    pub file: &'a str,
    /// Ids of what the changed entry is about, with commas between them; empty for a
    /// new table.
    pub on: String,
    /// The table it stands in: `service.checkout`.
    pub section: &'a str,
    /// The piece's first line, from 1; where a new table goes, the line after the last.
    pub line: usize,
    /// Its last line.
    pub end_line: usize,
    /// Its first byte in the file.
    pub start: usize,
    /// The byte behind its last; the same as `start` for an insertion.
    pub end: usize,
    /// What to put there.
    pub text: &'a str,
}

impl<'a> AdviseOutput<'a> {
    /// The advice for programs.
    pub fn of(advice: &'a Advice) -> Self {
        Self {
            changes: advice.changes.iter().map(AdvisedChange::of).collect(),
            before: SinglePointCounts::of(&advice.before),
            after: SinglePointCounts::of(&advice.after),
            down_at_rest: &advice.down_at_rest,
            remaining: all(&advice.remaining),
            opened: all(&advice.opened),
            second_place: advice.second_place.as_ref().map(|one| SecondPlaceEntry {
                domain: &one.domain,
                services: &one.services,
                holds: &one.holds,
            }),
            bound: BoundEntry::of(&advice.bound),
            edits: all(&advice.edits),
        }
    }
}

impl<'a> AdvisedChange<'a> {
    fn of(change: &'a Change) -> Self {
        let places = change.places.iter().map(|place| ChangedEntryPlace {
            component: &place.component,
            file: &place.file,
            line: place.line,
        });
        Self {
            kind: change.kind.as_str(),
            component: change.places.first().map(|at| at.component.as_str()),
            on: change.on.join(", "),
            fallback: &change.stand_in,
            new: change.is_new,
            serves: serves(change.is_degraded),
            sureness: change.sureness.as_str(),
            why: &change.why,
            caveats: &change.caveats,
            places: places.collect(),
            removes: all(&change.removes),
            left: change.left,
            remains: all(&change.remains),
            instead: change.instead.iter().map(Alternative::sentence).collect(),
            alternatives: all(&change.instead),
            toml: paste(&change.edits),
            edits: all(&change.edits),
        }
    }
}

impl<'a> From<&'a Alternative> for AlternativeEntry<'a> {
    fn from(one: &'a Alternative) -> Self {
        Self {
            kind: one.kind.as_str(),
            fallback: &one.stand_in,
            new: one.is_new,
            serves: serves(one.is_degraded),
            sureness: one.sureness.as_str(),
            removes: one.removes,
            why: &one.why,
        }
    }
}

impl<'a> From<&'a SinglePointOfFailure> for SinglePointEntry<'a> {
    fn from(gap: &'a SinglePointOfFailure) -> Self {
        Self {
            service: &gap.service,
            tier: gap.tier,
            fault: &gap.fault,
        }
    }
}

impl SinglePointCounts {
    fn of(tally: &SinglePointTally) -> Self {
        let tiers = tally.tiers.iter();
        let tiers = tiers.map(|&(tier, gaps)| TierSinglePoints { tier, gaps });
        Self {
            gaps: tally.points,
            tiers: tiers.collect(),
        }
    }
}

impl BoundEntry {
    fn of(bound: &Bound) -> Self {
        Self {
            method: bound.method.as_str(),
            candidates: bound.candidates,
            removable: bound.removable,
            at_most: bound.at_most,
            at_least_changes: bound.at_least_changes,
            complete: bound.complete && !bound.stopped,
            not_looked_at: bound.not_looked_at,
            faults_left: bound.faults_left,
            stopped: bound.stopped,
        }
    }
}

impl<'a> From<&'a Edit> for EditEntry<'a> {
    fn from(edit: &'a Edit) -> Self {
        Self {
            file: &edit.file,
            on: edit.on.join(", "),
            section: &edit.section,
            line: edit.line,
            end_line: edit.end_line,
            start: edit.start,
            end: edit.end,
            text: &edit.text,
        }
    }
}

fn all<'a, T, U: From<&'a T>>(list: &'a [T]) -> Vec<U> {
    list.iter().map(U::from).collect()
}

fn serves(is_degraded: bool) -> &'static str {
    if is_degraded { "degraded" } else { "up" }
}
