use jurymast_plan::model::{ComponentId, Detail, Kind, Phase, Plan, Step, TeamId};
use jurymast_terms::source::At;
use jurymast_terms::units::Duration;

use super::contact::Owner;
use super::situation::Situation;
use super::{Lane, PlaceToLook, SheetStep};

impl SheetStep {
    pub(super) fn new(text: impl Into<String>, owner: Owner) -> Self {
        Self {
            number: 0,
            text: text.into(),
            run: None,
            owner: owner.words,
            team: owner.team,
            takes: None,
            blocked: None,
            verify: None,
            looks: Vec::new(),
            missing: Vec::new(),
            hopeless: None,
            brings: None,
            is_beside: false,
            seconds: None,
            tier: None,
        }
    }

    #[must_use]
    pub(super) fn takes(mut self, time: Option<Duration>) -> Self {
        self.takes = time.map(|time| time.to_string());
        self.seconds = time.map(Duration::seconds);
        self
    }

    /// About this component; what is of a lower tier may be left out of a long sheet.
    #[must_use]
    pub(super) fn of(mut self, here: &Situation<'_>, id: ComponentId) -> Self {
        self.tier = Some(here.component(id).rank());
        self
    }

    /// Only if the step before did not help: no time is planned for it.
    #[must_use]
    pub(super) fn instead(mut self) -> Self {
        self.seconds = Some(0);
        self
    }

    /// No time to be planned for.
    #[must_use]
    pub(super) fn at_once(self) -> Self {
        self.until("at once")
    }

    /// It leads, looks or tells: no time to be planned for, and nothing is mended by it.
    #[must_use]
    pub(super) fn beside(mut self) -> Self {
        self.is_beside = true;
        self.at_once()
    }

    /// What comes back does not wait for it, by the way that counts.
    #[must_use]
    pub(super) fn uncounted(self) -> Self {
        let words = match &self.takes {
            Some(takes) => format!("{takes}, not counted"),
            None => "not counted".to_owned(),
        };
        self.until(&words)
    }

    /// As long as something else takes.
    #[must_use]
    pub(super) fn until(mut self, words: &str) -> Self {
        self.takes = Some(words.to_owned());
        self.seconds = Some(0);
        self
    }

    /// It cannot be done while any of these is down.
    #[must_use]
    pub(super) fn needs(mut self, here: &Situation<'_>, needs: &[At<ComponentId>]) -> Self {
        self.missing = here.missing(needs);
        self
    }

    /// Why it cannot be done, whatever comes back, as far as the plan tells.
    pub(super) fn will_not_work(&self) -> Option<&str> {
        self.blocked.as_deref()?.strip_prefix("WILL NOT WORK: ")
    }

    /// Once it is done, this serves.
    #[must_use]
    pub(super) fn brings(mut self, id: ComponentId) -> Self {
        self.brings = Some(id);
        self
    }

    #[must_use]
    pub(super) fn verify(mut self, verify: impl Into<String>) -> Self {
        self.verify = Some(verify.into());
        self
    }

    #[must_use]
    pub(super) fn looks(mut self, looks: Vec<PlaceToLook>) -> Self {
        self.looks = looks;
        self
    }
}

impl Lane {
    pub(super) fn new(title: impl Into<String>, actions: Vec<SheetStep>) -> Self {
        let times = actions.iter().filter_map(|one| one.seconds);
        let seconds = times.fold(0u64, u64::saturating_add);
        let open = actions.iter().filter(|one| one.seconds.is_none()).count();
        let sum = Duration::from_seconds(seconds);
        Self {
            title: title.into(),
            why: None,
            takes: match (seconds, open) {
                (0, _) => None,
                (_, 0) => Some(sum.to_string()),
                _ => Some(format!("at least {sum}")),
            },
            actions,
            seconds,
            tier: None,
        }
    }

    /// As of an action.
    #[must_use]
    pub(super) fn of(mut self, here: &Situation<'_>, id: ComponentId) -> Self {
        self.tier = Some(here.component(id).rank());
        self
    }

    /// Work beside its steps takes so long.
    #[must_use]
    pub(super) fn at_least(mut self, least: Duration) -> Self {
        if self.seconds < least.seconds() {
            self.seconds = least.seconds();
            self.takes = Some(match &self.takes {
                Some(takes) if !takes.starts_with("at least") => least.to_string(),
                _ => format!("at least {least}"),
            });
        }
        self
    }

    /// Another lane is enough: nobody waits for this one.
    #[must_use]
    pub(super) fn instead(mut self) -> Self {
        self.seconds = 0;
        self
    }

    /// One more reason.
    #[must_use]
    pub(super) fn also(mut self, more: String) -> Self {
        self.why = Some(match self.why {
            Some(why) => format!("{why}; {more}"),
            None => more,
        });
        self
    }

    #[must_use]
    pub(super) fn why(mut self, why: impl Into<String>) -> Self {
        self.why = Some(why.into());
        self
    }
}

/// The steps of a component's runbook in these phases, as far as they are for this
/// loss.
pub(super) fn runbook(here: &Situation<'_>, of: ComponentId, phases: &[Phase]) -> Vec<SheetStep> {
    let all = numbered_steps(here, of, phases).into_iter();
    all.map(|(_, step)| step).collect()
}

/// The same, each with its index in the runbook.
pub(super) fn numbered_steps(
    here: &Situation<'_>,
    of: ComponentId,
    phases: &[Phase],
) -> Vec<(usize, SheetStep)> {
    let plan = here.plan;
    let Some(book) = plan.runbook(of) else {
        return Vec::new();
    };
    let mut steps: Vec<(usize, &Step)> = book.steps.iter().enumerate().collect();
    steps.retain(|(_, step)| phases.contains(&step.phase) && here.wants(of, step));
    steps.sort_by_key(|(_, step)| step.phase);
    let usual = plan.component(of).team.map(|at| at.value);
    let all = steps.into_iter();
    all.map(|(at, one)| (at, step(here, one, usual))).collect()
}

/// The recovery steps for this loss, those left out that are a switch of their own
/// which the sheet has already, or which cannot help.
pub(super) fn further_steps(here: &Situation<'_>, of: ComponentId) -> Vec<SheetStep> {
    let Some(book) = here.plan.runbook(of) else {
        return Vec::new();
    };
    let usual = here.component(of).team.map(|at| at.value);
    let is_switch = |step: &&Step| {
        let to = step.switches_to;
        let mut needs = here
            .needs_of(of)
            .flat_map(|need| &here.requirement(need).fallbacks);
        to.is_some_and(|to| needs.any(|fallback| fallback.to.value == to))
    };
    let wanted = |step: &&Step| step.phase == Phase::Recovery && here.wants(of, step);
    let steps = book.steps.iter().filter(wanted);
    steps
        .filter(|step| !is_switch(step))
        .map(|one| step(here, one, usual))
        .collect()
}

/// The step of the runbook that is the switch to a fallback.
pub(super) fn switch_step<'a>(
    here: &Situation<'a>,
    of: ComponentId,
    to: ComponentId,
) -> Option<&'a Step> {
    let mut steps = here.plan.runbook(of)?.steps.iter();
    steps.find(|step| step.switches_to == Some(to))
}

fn step(here: &Situation<'_>, step: &Step, usual: Option<TeamId>) -> SheetStep {
    SheetStep {
        run: step.run.clone(),
        verify: step.verify.clone(),
        ..SheetStep::new(step.text.clone(), Owner::of(here, step.owner.or(usual)))
    }
    .takes(step.takes.map(|time| time.value))
    .needs(here, &step.needs)
}

/// Health and further links, and the status page of who is behind it.
pub(super) fn looks(plan: &Plan, id: ComponentId) -> Vec<PlaceToLook> {
    let component = plan.component(id);
    let look = |name: &str, url: &jurymast_terms::units::Link| PlaceToLook {
        name: name.to_owned(),
        url: url.to_string(),
    };
    let mut all: Vec<PlaceToLook> = component
        .health
        .iter()
        .map(|url| look("health", url))
        .collect();
    all.extend(
        component
            .links
            .iter()
            .map(|link| look(&link.name, &link.url)),
    );
    if let Some(provider) = plan.provider_of(id)
        && let Detail::Provider(detail) = &plan.component(provider).detail
        && let Some(page) = &detail.status_page
    {
        let name = format!("status page of {}", plan.component(provider).name);
        all.push(look(&name, page));
    }
    all
}

/// How to see that a component works.
pub(super) fn works(here: &Situation<'_>, id: ComponentId) -> String {
    let component = here.component(id);
    let name = &component.name;
    let ran = component.check.as_ref();
    let ran = ran.map(|check| format!("`{check}` succeeds"));
    match (&component.health, ran) {
        (None, None) if component.kind() == Kind::Domain => {
            format!("what stands in {name} can be used again")
        }
        (None, None) => format!("one real request to {name} succeeds"),
        (Some(health), None) => format!("{name} is well: {health}"),
        (None, Some(ran)) => format!("{name} is well: {ran}"),
        (Some(health), Some(ran)) => format!("{name} is well: {health}, and {ran}"),
    }
}

/// The owner of a component; of what is outside, the lead.
pub(super) fn owner_of(here: &Situation<'_>, id: ComponentId) -> Owner {
    let team = here.component(id).team.map(|team| team.value);
    Owner::of(here, team.or(lead(here.plan)))
}

/// Who leads: who activates the plan, else who owns it.
pub(super) fn lead(plan: &Plan) -> Option<TeamId> {
    let activation = plan.header.activation.as_ref();
    activation
        .and_then(|one| one.by)
        .or(plan.header.owner.map(|at| at.value))
}
