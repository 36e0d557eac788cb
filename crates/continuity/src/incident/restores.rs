use std::collections::BTreeSet;

use jurymast_engine::restoration::{copy_is_left, first_restored, places, survives};
use jurymast_plan::model::{Backup, ComponentId, Kind, Mode};
use jurymast_terms::units::Duration;
use jurymast_terms::wording;

use super::SheetStep;
use super::cure_needs::Doable;
use super::situation::Situation;
use super::steps::{owner_of, works};

/// Places in one sentence; the rest is counted.
const MOST_PLACES: usize = 3;

/// The backups of a component, as this loss leaves them.
pub(super) struct BackupsLeft<'a> {
    /// Those that survived: first those that may be restored first, the newest data
    /// before, then the others, and last those whose restore can never be done.
    pub(super) survived: Vec<&'a Backup>,
    /// How many of them may be restored first.
    pub(super) first: usize,
    /// Those that are lost with what they save.
    pub(super) lost: Vec<&'a Backup>,
    /// Copies that serve: which, and how far each may be behind.
    pub(super) replicas: Vec<(ComponentId, Option<Duration>)>,
    /// Where no backup survived: one of the copies that it runs in, which is left, and of
    /// which nobody knows whether it has all of the data.
    pub(super) member: Option<ComponentId>,
}

impl<'a> BackupsLeft<'a> {
    pub(super) fn of(here: &Situation<'a>, id: ComponentId) -> Self {
        let plan = here.plan;
        let component = here.component(id);
        let backup = |at: usize| &component.backups[at];
        let left = |at: &usize| survives(plan, component, backup(*at), |at| here.burns(at));
        let (mut survived, lost): (Vec<usize>, Vec<usize>) =
            (0..component.backups.len()).partition(left);
        let age = |time: Option<Duration>| (time.is_none(), time);
        // What waits for this very component is back only after it.
        let can = |at: &usize| {
            let needs = here.missing(&backup(*at).needs);
            let mut down = backup(*at).needs.iter().map(|at| at.value);
            let waits = down.any(|at| here.falls(at) && leans_on(here, at, id));
            !waits && here.doable(&needs) != Doable::Never
        };
        let usable: Vec<usize> = survived.iter().copied().filter(can).collect();
        let is_lost = |at: ComponentId| here.is_lost(at) || (at != id && here.falls(at));
        let first = first_restored(plan, id, &usable, is_lost, |at| {
            backup(at).every.map(|every| every.value)
        });
        let turn = |at: &usize| match (first.contains(at), usable.contains(at)) {
            (true, _) => 0,
            (false, true) => 1,
            (false, false) => 2,
        };
        survived.sort_by_key(|at| (turn(at), age(backup(*at).every.map(|at| at.value))));
        let copies = plan.enumerate().filter_map(|(copy, one)| {
            let of = one.replica_of.filter(|of| of.of.value == id)?;
            here.is_usable(copy)
                .then(|| (copy, of.lag.map(|at| at.value)))
        });
        let mut replicas: Vec<(ComponentId, Option<Duration>)> = copies.collect();
        replicas.sort_by_key(|(_, lag)| age(*lag));
        let members = component.replicas.iter().flat_map(|one| &one.members);
        let mut members = members.copied();
        let is_left = |copy: &ComponentId| copy_is_left(plan, id, *copy, |at| here.burns(at));
        let member = members.find(is_left).filter(|_| survived.is_empty());
        Self {
            survived: survived.into_iter().map(backup).collect(),
            first: first.len(),
            lost: lost.into_iter().map(backup).collect(),
            replicas,
            member,
        }
    }
}

/// Whether one cannot be up without another, by what it needs and stands in.
fn leans_on(here: &Situation<'_>, one: ComponentId, other: ComponentId) -> bool {
    let mut seen = BTreeSet::from([one]);
    let mut open = vec![one];
    while let Some(at) = open.pop() {
        if at == other {
            return true;
        }
        let component = here.component(at);
        let hard = component.requirements.iter();
        let hard = hard.filter(|one| one.mode == Mode::Hard);
        let needed = hard.flat_map(|one| &one.group).map(|to| to.value);
        let next = needed.chain(component.domains());
        open.extend(next.filter(|at| seen.insert(*at)));
    }
    false
}

/// It keeps the data itself; the RPO of others is a promise about the stores they work on.
fn is_store(here: &Situation<'_>, id: ComponentId) -> bool {
    here.plan.stores_of(id).contains(&id)
}

impl Situation<'_> {
    /// What stands there is lost for good, by what the sheet takes for granted.
    pub(super) fn burns(&self, at: ComponentId) -> bool {
        self.is_lost(at) || (self.component(at).kind() == Kind::Domain && self.falls(at))
    }
}

/// How the data of something come back, should they be gone: the backup that is restored
/// first before the others. Empty of what keeps no data.
pub(super) fn restores(here: &Situation<'_>, id: ComponentId) -> Vec<SheetStep> {
    if !is_store(here, id) {
        return Vec::new();
    }
    let left = BackupsLeft::of(here, id);
    let Some(first) = left.survived.first() else {
        return vec![nothing_left(here, id, &left, &copies(here, &left))];
    };
    let more = beside(here, id, &left);
    let mut all = vec![restore(here, id, first, false, &more)];
    let others = left.survived.iter().skip(1);
    all.extend(others.map(|backup| restore(here, id, backup, true, "")));
    all
}

/// Copies to look at first.
fn copies(here: &Situation<'_>, left: &BackupsLeft<'_>) -> String {
    let copies = left.replicas.iter().map(|(copy, lag)| {
        let behind = match lag {
            Some(lag) => format!("at most {lag} behind"),
            None => "how far behind is not declared".to_owned(),
        };
        format!(
            " Look at {} first: it holds a copy, {behind}.",
            here.name(*copy)
        )
    });
    copies.collect()
}

/// What to look at first, and what not to look for.
fn beside(here: &Situation<'_>, id: ComponentId, left: &BackupsLeft<'_>) -> String {
    let struck_out = left.lost.iter().map(|backup| {
        format!(
            " Do not look for its backup{}: it is lost with it.",
            stood(here, id, backup)
        )
    });
    std::iter::once(copies(here, left))
        .chain(struck_out)
        .collect()
}

/// "if it is gone, up to 1h of it (RPO 5m missed)"; of what keeps data only.
pub(super) fn data_lost(here: &Situation<'_>, id: ComponentId) -> Option<String> {
    if !is_store(here, id) {
        return None;
    }
    let component = here.component(id);
    let left = BackupsLeft::of(here, id);
    let rpo = component.targets.rpo.map(|at| at.value);
    // Of what was down before no target is judged.
    let is_judged = !here.planned.is_down_at_rest(id);
    let against = |word: &str| match rpo {
        None => String::new(),
        Some(rpo) if is_judged => format!(" (RPO {rpo} {word})"),
        Some(rpo) => format!(" (RPO {rpo} unknown)"),
    };
    let first = &left.survived[..left.first];
    let ages: Option<Vec<Duration>> = first
        .iter()
        .map(|backup| Some(backup.every?.value))
        .collect();
    // A copy that survived may be newer than what is restored.
    let copy = left.replicas.iter().filter_map(|(_, lag)| *lag).min();
    let ages = match (ages, copy) {
        (Some(ages), Some(copy)) if !first.is_empty() => {
            Some(ages.into_iter().map(|age| age.min(copy)).collect())
        }
        (_, Some(copy)) => Some(vec![copy]),
        (ages, None) => ages,
    };
    let is_kept = copy.is_some();
    let taken = taken_over(here, id, &left);
    let text = match ages {
        _ if !is_kept && let Some(copy) = left.member => format!(
            "if it is gone, nobody says whether {}, which is left, has all of it{}",
            here.name(copy),
            against("unknown")
        ),
        _ if !is_kept && left.survived.is_empty() => {
            let (what, word) = match (left.replicas.is_empty(), left.lost.is_empty()) {
                (true, true) => ("all of it is lost: no backup is declared", "missed"),
                (true, false) => ("all of it is lost: no backup survived", "missed"),
                (false, _) => ("nobody says how far its copy is behind", "unknown"),
            };
            format!("if it is gone, {what}{}", against(word))
        }
        _ if !is_kept && first.is_empty() => {
            // Whichever were restored all the same, so much would be lost.
            let ages = left.survived.iter().map(|backup| Some(backup.every?.value));
            let ages: Option<Vec<Duration>> = ages.collect();
            let least = ages.and_then(|ages| ages.into_iter().min());
            let is_late = least.zip(rpo).is_some_and(|(least, rpo)| least > rpo);
            format!(
                "if it is gone, no backup can be restored: what that needs is down{}",
                against(if is_late { "missed" } else { "unknown" })
            )
        }
        None => format!(
            "if it is gone, how much of it is lost is not declared{}",
            against("unknown")
        ),
        Some(_) if taken == Some(None) => format!(
            "a copy takes over, and nobody says how far it is behind{}",
            against("unknown")
        ),
        Some(mut ages) => {
            let behind = taken.flatten().unwrap_or(Duration::ZERO);
            ages.iter_mut().for_each(|age| *age = behind.max(*age));
            ages.dedup();
            let (newest, oldest) = (ages.iter().min(), ages.iter().max());
            let word = match rpo {
                Some(rpo) if newest.is_some_and(|age| *age > rpo) => "missed",
                Some(rpo) if oldest.is_some_and(|age| *age > rpo) => "unknown",
                _ => "met",
            };
            let is_one = newest == oldest;
            let by = match is_one {
                true => "",
                false => ", by which backup is restored first",
            };
            let ages: Vec<String> = ages.iter().map(Duration::to_string).collect();
            let ages = if is_one { &ages[..1] } else { &ages[..] };
            format!(
                "if it is gone, up to {} of it is lost{by}{}",
                wording::or(ages),
                against(word)
            )
        }
    };
    Some(text)
}

/// How far the copies are behind that somebody falls back to from it; `None`: nobody does;
/// `Some(None)`: nobody says how far.
fn taken_over(
    here: &Situation<'_>,
    id: ComponentId,
    left: &BackupsLeft<'_>,
) -> Option<Option<Duration>> {
    let requirements = here
        .plan
        .components
        .iter()
        .flat_map(|one| &one.requirements);
    let from_it = requirements.filter(|one| one.group.iter().any(|to| to.value == id));
    let stand_ins = from_it.flat_map(|one| &one.fallbacks);
    let stand_ins: BTreeSet<ComponentId> = stand_ins.map(|one| one.to.value).collect();
    let behind = left.replicas.iter();
    let behind = behind.filter(|(copy, _)| stand_ins.contains(copy));
    behind
        .map(|(_, lag)| *lag)
        .reduce(|one, other| Some(one?.max(other?)))
}

fn restore(
    here: &Situation<'_>,
    id: ComponentId,
    backup: &Backup,
    further: bool,
    more: &str,
) -> SheetStep {
    let name = here.name(id);
    let mut text = match (further, here.is_moved(id)) {
        (true, _) => format!("If that backup is no good: restore {name} from its backup"),
        (false, true) => format!("Restore {name} elsewhere, from its backup"),
        (false, false) => format!("If its data is gone, restore {name} from its backup"),
    };
    if !backup.within.is_empty() {
        text.push_str(&stood(here, id, backup));
    }
    text.push_str("; ");
    text.push_str(&what_it_holds(backup));
    text.push_str(more);
    let step = SheetStep::new(text, owner_of(here, id))
        .takes(backup.restore.map(|at| at.value))
        .verify(works(here, id))
        .needs(here, &backup.needs);
    if further { step.instead() } else { step }
}

/// "up to 15m of data is lost; a restore was last tried on 2026-10-20."
fn what_it_holds(backup: &Backup) -> String {
    let lost = match backup.every {
        Some(every) => format!("up to {} of data is lost", every.value),
        None => "how much data is lost is not declared".to_owned(),
    };
    match backup.verified {
        Some(day) => format!("{lost}; a restore was last tried on {}.", day.value),
        None => format!("{lost}; a restore was never tried."),
    }
}

/// What is added to the step of a runbook that is a restore.
pub(super) struct KnownBackup {
    pub(super) text: String,
    /// What the restore needs and cannot be used now.
    pub(super) missing: Vec<ComponentId>,
}

/// Of the backup that is restored first; `None` where none is left.
pub(super) fn known_backup(here: &Situation<'_>, id: ComponentId) -> Option<KnownBackup> {
    if !is_store(here, id) {
        return None;
    }
    let left = BackupsLeft::of(here, id);
    let first = left.survived.first()?;
    let place = match first.within.is_empty() {
        true => String::new(),
        false => stood(here, id, first),
    };
    let (holds, more) = (what_it_holds(first), beside(here, id, &left));
    Some(KnownBackup {
        text: format!(" Of its backup{place}: {holds}{more}"),
        missing: here.missing(&first.needs),
    })
}

/// No backup is left: nobody should lose an hour looking for one.
fn nothing_left(
    here: &Situation<'_>,
    id: ComponentId,
    left: &BackupsLeft<'_>,
    copies: &str,
) -> SheetStep {
    let name = here.name(id);
    let decide = "The lead decides what is made anew, and who is told.";
    let (text, why) = if let Some(copy) = left.member {
        let struck_out = match left.lost.is_empty() {
            true => "the plan declares no backup".to_owned(),
            false => no_backup_survived(here, id, left),
        };
        let text = format!(
            "Bring the data of {name} back from {}, which is left: {struck_out}. Look first \
             whether it has all of them. {decide}",
            here.name(copy)
        );
        (text, None)
    } else if left.lost.is_empty() {
        let text = format!(
            "If the data of {name} is gone, nothing restores it: the plan declares no backup. \
             {decide}"
        );
        (text, None)
    } else {
        let why = no_backup_survived(here, id, left);
        let text = format!("Restore {name} from its backup: its data are lost. {decide}");
        (text, Some(why))
    };
    let mut step = SheetStep::new(format!("{text}{copies}"), owner_of(here, id));
    step.hopeless = why;
    step.verify("What was decided is in the decision log.")
}

/// "no backup survived; it stood in Zone a"
fn no_backup_survived(here: &Situation<'_>, id: ComponentId, left: &BackupsLeft<'_>) -> String {
    let stood = left.lost.iter().map(|backup| stood(here, id, backup));
    let mut stood: Vec<String> = stood.collect();
    stood.dedup();
    let stood: Vec<&str> = stood.iter().map(|place| place.trim_start()).collect();
    format!("no backup survived; it stood {}", wording::and(&stood))
}

/// " in Zone a and Zone b"; nothing where the plan does not say where it stands.
fn stood(here: &Situation<'_>, id: ComponentId, backup: &Backup) -> String {
    let places = places(here.component(id), backup);
    let names: Vec<&str> = places.iter().map(|at| here.name(*at)).collect();
    match names.is_empty() {
        true => " with it".to_owned(),
        false => format!(" in {}", wording::up_to(MOST_PLACES, &names)),
    }
}
