use std::collections::BTreeSet;

use jurymast_plan::model::{ComponentId, Kind, Level, Plan};
use jurymast_terms::units::{Duration, Lasting};

use super::{DataLoss, MissedRuns, Timeline, Verdict};
use crate::load::covers;
use crate::undeclared::UndeclaredTime;

/// What a scenario cost one component, beside its targets. Times are the least ones:
/// undeclared times are zero in them.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    /// How long it was down in all.
    pub down: Lasting,
    /// How long it was degraded in all.
    pub degraded: Lasting,
    /// The same if undeclared times never end: less, where it is down instead.
    pub degraded_at_most: Lasting,
    /// The longest time without a break that it was down.
    pub longest_down: Lasting,
    /// The same if undeclared times never end.
    pub longest_down_at_most: Lasting,
    /// The RTO that the plan sets.
    pub rto: Option<Duration>,
    /// Whether the longest time down is within the RTO.
    pub rto_verdict: Verdict,
    /// The MTPD that the plan sets.
    pub mtpd: Option<Duration>,
    /// Whether the longest time down is within the MTPD.
    pub mtpd_verdict: Verdict,
    /// The least share of its load that it could serve; 0 while it was down.
    pub capacity: f64,
    /// The same of the time that it was not down.
    pub serving: f64,
    /// The MBCO that the plan sets, as a share between 0 and 1.
    pub mbco: Option<f64>,
    /// Whether its share stays at or above the MBCO: `serving` where an RTO or MTPD allows
    /// it to be down for a time, else `capacity`.
    pub mbco_verdict: Verdict,
    /// What is lost of the data that it works on; `None`: nothing.
    pub data_loss: Option<DataLoss>,
    /// The RPO that the plan sets.
    pub rpo: Option<Duration>,
    /// [`Verdict::None`] where no data are lost.
    pub rpo_verdict: Verdict,
    /// How many of its runs fall out, of a job; `None`: it is none.
    pub missed_runs: Option<MissedRuns>,
    /// Why a verdict is unknown, or without a target how long it is down: one text for each
    /// time that is not declared, and for what is down before anything happens.
    pub unknown_because: Vec<String>,
}

impl Summary {
    /// Reads one component off a timeline of the same plan.
    pub fn of(plan: &Plan, timeline: &Timeline, id: ComponentId) -> Self {
        let mut all = Self::times(plan, timeline, id);
        let least = timeline.data_loss_of(plan, id, false);
        let greatest = timeline.data_loss_of(plan, id, true);
        all.rpo_verdict = Verdict::of_data(all.rpo, least.as_ref(), greatest.as_ref());
        all.data_loss = least;
        let at_rest = timeline.is_down_at_rest(id);
        if at_rest {
            for verdict in [
                &mut all.rto_verdict,
                &mut all.mtpd_verdict,
                &mut all.mbco_verdict,
                &mut all.rpo_verdict,
            ] {
                if *verdict != Verdict::None {
                    *verdict = Verdict::Unknown;
                }
            }
            let of = &plan.component(id).id;
            let text = format!("{of} is down before anything happens, so nothing of it is judged");
            all.unknown_because.push(text);
        }
        let verdicts = [all.rto_verdict, all.mtpd_verdict, all.mbco_verdict];
        let is_unjudged = verdicts.iter().all(|one| *one == Verdict::None);
        let is_open = is_unjudged && all.longest_down != all.longest_down_at_most;
        if !at_rest && all.mbco_verdict == Verdict::Unknown {
            let missing = timeline.open_shares.get(&id.0).into_iter().flatten();
            all.unknown_because
                .extend(missing.map(|one| one.words(plan)));
        }
        if !at_rest && (verdicts.contains(&Verdict::Unknown) || is_open) {
            for missing in timeline.undeclared_for(plan, id) {
                let text = missing.words(plan);
                if !all.unknown_because.contains(&text) {
                    all.unknown_because.push(text);
                }
            }
        }
        if all.rpo_verdict == Verdict::Unknown && !at_rest {
            let losses = all.data_loss.iter().chain(&greatest);
            let missing = losses.filter_map(|loss| match loss {
                DataLoss::Unknown(missing) => Some(missing),
                _ => None,
            });
            let mut missing: Vec<UndeclaredTime> = missing.flatten().copied().collect();
            if missing.is_empty() {
                missing.extend(timeline.undeclared_for(plan, id));
            }
            let texts: Vec<String> = missing.iter().map(|one| one.words(plan)).collect();
            for text in texts {
                if !all.unknown_because.contains(&text) {
                    all.unknown_because.push(text);
                }
            }
        }
        all
    }

    /// All but the loss of data and why a verdict is unknown, for which one must look
    /// at what it needs.
    pub fn times(plan: &Plan, timeline: &Timeline, id: ComponentId) -> Self {
        let targets = &plan.component(id).targets;
        let longest_down = timeline.longest_down(id);
        let longest_down_at_most = timeline.longest_down_at_most(id);
        let within = |target| Verdict::within(target, longest_down, longest_down_at_most);
        let rto = targets.rto.map(|at| at.value);
        let mtpd = targets.mtpd.map(|at| at.value);
        let mbco = targets.mbco.map(|at| at.value.value());
        let capacity = timeline.capacity(id);
        let serving = timeline.serving(id);
        // How long it may be down is for RTO and MTPD to say; without them, not at all.
        let may_be_down = rto.or(mtpd).is_some();
        let judged = if may_be_down { serving } else { capacity };
        let at_least = timeline.capacity_at_least(id, may_be_down);
        let mbco_verdict = match mbco {
            None => Verdict::None,
            Some(least) if !covers(judged, least) => Verdict::Missed,
            Some(_) if timeline.is_share_open(plan, id) => Verdict::Unknown,
            Some(least) if covers(at_least, least) => Verdict::Met,
            Some(_) => Verdict::Unknown,
        };
        Self {
            down: timeline.total(id, Level::Down),
            degraded: timeline.total(id, Level::Degraded),
            degraded_at_most: timeline.total_at_most(id, Level::Degraded),
            longest_down,
            longest_down_at_most,
            rto,
            rto_verdict: within(rto),
            mtpd,
            mtpd_verdict: within(mtpd),
            capacity,
            serving,
            mbco,
            mbco_verdict,
            data_loss: None,
            rpo: targets.rpo.map(|at| at.value),
            rpo_verdict: Verdict::None,
            missed_runs: {
                let schedule = plan.component(id).schedule;
                schedule.map(|one| timeline.missed_runs(id, one.every.value))
            },
            unknown_because: Vec::new(),
        }
    }

    /// "down 20m", "down at least 20m", "perhaps down, at most 6h"; `None`: it is not.
    pub fn down_words(&self) -> Option<String> {
        if self.down > Lasting::NONE {
            let is_least = self.longest_down_at_most != self.longest_down;
            let at_least = if is_least { "at least " } else { "" };
            let longest = match self.longest_down != self.down {
                true => format!(" (longest {})", self.longest_down),
                false => String::new(),
            };
            return Some(format!("down {at_least}{}{longest}", self.down));
        }
        match self.longest_down_at_most {
            Lasting::NONE => None,
            Lasting::For(most) => Some(format!("perhaps down, at most {most}")),
            Lasting::Forever => Some("perhaps down, the plan does not say for how long".to_owned()),
        }
    }

    /// "degraded 4m", "degraded at least 4m", "degraded 4m if down no longer", "perhaps degraded";
    /// `None`: it is not.
    pub fn degraded_words(&self) -> Option<String> {
        let (least, most) = (self.degraded, self.degraded_at_most);
        match least {
            Lasting::NONE => (most > least).then(|| "perhaps degraded".to_owned()),
            _ if most > least => Some(format!("degraded at least {least}")),
            _ if most < least => Some(format!("degraded {least} if down no longer")),
            _ => Some(format!("degraded {least}")),
        }
    }

    /// Every target with its verdict.
    pub fn verdicts(&self) -> [(&'static str, Verdict); 4] {
        [
            ("RTO", self.rto_verdict),
            ("MTPD", self.mtpd_verdict),
            ("MBCO", self.mbco_verdict),
            ("RPO", self.rpo_verdict),
        ]
    }

    /// The names of the targets that are missed.
    pub fn broken(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.with(Verdict::Missed)
    }

    /// The names of the targets of which it is not known whether they are met.
    pub fn unknown(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.with(Verdict::Unknown)
    }

    fn with(&self, wanted: Verdict) -> impl Iterator<Item = &'static str> + use<> {
        let all = self.verdicts().into_iter();
        all.filter(move |(_, verdict)| *verdict == wanted)
            .map(|(name, _)| name)
    }
}

/// Whom to show: activities and services that were hit or may have been, and whatever misses a target or may
/// miss one, or else whatever was hit, by tier and then as in the plan.
pub fn shown(plan: &Plan, timeline: &Timeline) -> Vec<ComponentId> {
    let ours =
        |id: &ComponentId| matches!(plan.component(*id).kind(), Kind::Activity | Kind::Service);
    let is_broken = |id: &ComponentId| {
        let summary = Summary::of(plan, timeline, *id);
        let judged = summary.verdicts().into_iter();
        let mut judged = judged.map(|(_, verdict)| verdict);
        judged.any(|one| matches!(one, Verdict::Missed | Verdict::Unknown))
    };
    let hit = || timeline.hit().into_iter().chain(timeline.hit_at_most());
    let mut shown: BTreeSet<ComponentId> = hit().filter(ours).collect();
    // A copy that takes over at once may lose data of who was up all the time.
    let with_rpo = plan
        .enumerate()
        .filter(|(_, one)| one.targets.rpo.is_some());
    let with_rpo = with_rpo.map(|(id, _)| id).filter(|_| timeline.loses_data());
    let judged = hit().chain(with_rpo);
    let judged = judged.filter(|id| timeline.at_rest(*id) != Level::Down);
    for id in judged {
        if !shown.contains(&id) && is_broken(&id) {
            shown.insert(id);
        }
    }
    let mut shown: Vec<ComponentId> = match shown.is_empty() {
        true => hit().collect::<BTreeSet<_>>().into_iter().collect(),
        false => shown.into_iter().collect(),
    };
    shown.sort_by_key(|id| (plan.component(*id).turn(), *id));
    shown
}
