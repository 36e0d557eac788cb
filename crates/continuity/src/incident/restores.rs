use jurymast_engine::restoration::{places, survives};
use jurymast_plan::model::{Backup, ComponentId, Kind};
use jurymast_terms::units::Duration;
use jurymast_terms::wording;

use super::SheetStep;
use super::situation::Situation;
use super::steps::{owner_of, works};

/// Places in one sentence; the rest is counted.
const MOST_PLACES: usize = 3;

/// The backups of a component, as this loss leaves them.
pub(super) struct BackupsLeft<'a> {
    /// Those that survived, the newest data first.
    pub(super) survived: Vec<&'a Backup>,
    /// Those that are lost with what they save.
    pub(super) lost: Vec<&'a Backup>,
    /// Copies that serve: which, and how far each may be behind.
    pub(super) replicas: Vec<(ComponentId, Option<Duration>)>,
}

impl<'a> BackupsLeft<'a> {
    pub(super) fn of(here: &Situation<'a>, id: ComponentId) -> Self {
        let plan = here.plan;
        let component = here.component(id);
        let left = |backup: &&Backup| survives(plan, component, backup, |at| here.burns(at));
        let (mut survived, lost): (Vec<&Backup>, Vec<&Backup>) =
            component.backups.iter().partition(left);
        let age = |time: Option<Duration>| (time.is_none(), time);
        survived.sort_by_key(|backup| age(backup.every.map(|at| at.value)));
        let copies = plan.enumerate().filter_map(|(copy, one)| {
            let of = one.replica_of.filter(|of| of.of.value == id)?;
            here.is_usable(copy)
                .then(|| (copy, of.lag.map(|at| at.value)))
        });
        let mut replicas: Vec<(ComponentId, Option<Duration>)> = copies.collect();
        replicas.sort_by_key(|(_, lag)| age(*lag));
        Self {
            survived,
            lost,
            replicas,
        }
    }
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

/// How the data of something come back, should they be gone: the newest backup that
/// survived first. Empty of what keeps no data.
pub(super) fn restores(here: &Situation<'_>, id: ComponentId) -> Vec<SheetStep> {
    if !is_store(here, id) {
        return Vec::new();
    }
    let left = BackupsLeft::of(here, id);
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
    let copies: String = copies.collect();
    let struck_out = left.lost.iter().map(|backup| {
        format!(
            " Do not look for its backup{}: it is lost with it.",
            stood(here, id, backup)
        )
    });
    let struck_out: String = struck_out.collect();
    let Some(newest) = left.survived.first() else {
        return vec![nothing_left(here, id, &left, &copies)];
    };
    let mut all = vec![restore(
        here,
        id,
        newest,
        false,
        &format!("{copies}{struck_out}"),
    )];
    let others = left.survived.iter().skip(1);
    all.extend(others.map(|backup| restore(here, id, backup, true, "")));
    all
}

/// "if it is gone, up to 1h of it (RPO 5m missed)"; of what keeps data only.
pub(super) fn data_lost(here: &Situation<'_>, id: ComponentId) -> Option<String> {
    if !is_store(here, id) {
        return None;
    }
    let component = here.component(id);
    let left = BackupsLeft::of(here, id);
    let newest = left.survived.first();
    let rpo = component.targets.rpo.map(|at| at.value);
    let against = |lost: Option<Duration>| match (rpo, lost) {
        (None, _) => String::new(),
        (Some(rpo), Some(lost)) if lost > rpo => format!(" (RPO {rpo} missed)"),
        (Some(rpo), Some(_)) => format!(" (RPO {rpo} met)"),
        (Some(rpo), None) => format!(" (RPO {rpo} unknown)"),
    };
    let text = match (newest, left.lost.is_empty()) {
        (Some(backup), _) => {
            let every = backup.every.map(|at| at.value);
            let how_much = match every {
                Some(every) => format!("up to {every} of it is lost"),
                None => "how much of it is lost is not declared".to_owned(),
            };
            format!("if it is gone, {how_much}{}", against(every))
        }
        (None, true) => {
            format!("if it is gone, no backup is declared{}", against(None))
        }
        (None, false) => {
            let missed = rpo.map_or(String::new(), |rpo| format!(" (RPO {rpo} missed)"));
            format!("if it is gone, all of it is lost: no backup survived{missed}")
        }
    };
    Some(text)
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
        (false, true) => format!("Restore {name} from its backup, elsewhere"),
        (false, false) => format!("If its data is gone, restore {name} from its backup"),
    };
    if !backup.within.is_empty() {
        text.push_str(&stood(here, id, backup));
    }
    match backup.every {
        Some(every) => text.push_str(&format!("; up to {} of data is lost", every.value)),
        None => text.push_str("; how much data is lost is not declared"),
    }
    match backup.verified {
        Some(day) => text.push_str(&format!("; a restore was last tried on {}", day.value)),
        None => text.push_str("; a restore was never tried"),
    }
    text.push('.');
    text.push_str(more);
    let step = SheetStep::new(text, owner_of(here, id))
        .takes(backup.restore.map(|at| at.value))
        .verify(works(here, id))
        .needs(here, &backup.needs);
    if further { step.instead() } else { step }
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
    let (text, why) = if left.lost.is_empty() {
        let text = format!(
            "If the data of {name} is gone, nothing restores it: the plan declares no backup. \
             {decide}"
        );
        (text, None)
    } else {
        let stood = left.lost.iter().map(|backup| stood(here, id, backup));
        let mut stood: Vec<String> = stood.collect();
        stood.dedup();
        let stood: Vec<&str> = stood.iter().map(|place| place.trim_start()).collect();
        let why = format!("no backup survived; it stood {}", wording::and(&stood));
        let text = format!("Restore {name} from its backup: its data are lost. {decide}");
        (text, Some(why))
    };
    let mut step = SheetStep::new(format!("{text}{copies}"), owner_of(here, id));
    step.hopeless = why;
    step.verify("What was decided is in the decision log.")
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
