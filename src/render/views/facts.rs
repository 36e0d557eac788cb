use jurymast_plan::model::{Backup, Component, ComponentId, DataKind, Demand, MissedRun, Plan};
use jurymast_terms::units::Date;

use super::{Reference, days_from};

/// One thing that a plan says of a component beside its targets.
pub(in crate::render) struct ComponentFact {
    pub(in crate::render) term: &'static str,
    pub(in crate::render) text: String,
    /// The components that it names, after the text.
    pub(in crate::render) names: Vec<Reference>,
    /// Something to type.
    pub(in crate::render) command: Option<String>,
}

impl ComponentFact {
    fn new(term: &'static str, text: impl Into<String>) -> Self {
        Self {
            term,
            text: text.into(),
            names: Vec::new(),
            command: None,
        }
    }

    fn names(mut self, names: Vec<Reference>) -> Self {
        self.names = names;
        self
    }

    /// What is declared of its load, its end, its data and how it is looked at.
    pub(in crate::render) fn of(
        plan: &Plan,
        id: ComponentId,
        today: Date,
        root: &str,
    ) -> Vec<Self> {
        let component = plan.component(id);
        let mut facts = Vec::new();
        if let Some(command) = &component.check {
            facts.push(Self {
                command: Some(command.clone()),
                ..Self::new("Shows whether it works", "")
            });
        }
        if let Some(limit) = component.limit.and_then(|at| rate(at.value)) {
            facts.push(Self::new("Carries at most", limit));
        }
        if let Some(day) = component.expires {
            facts.push(Self::new("Expires", days_from(day.value, today)));
        }
        if let Some(schedule) = component.schedule {
            let missed = match schedule.missed.map(|at| at.value) {
                Some(MissedRun::CaughtUp) => "a missed run is caught up",
                Some(MissedRun::Skipped) => "a missed run is skipped",
                None => "what a missed run means is not declared",
            };
            let text = format!("every {}; {missed}", schedule.every.value);
            facts.push(Self::new("Runs", text));
        }
        if let Some(data) = component.data {
            let text = match data.value {
                DataKind::None => "keeps none",
                DataKind::Ephemeral => "may be lost: they are made again",
                DataKind::Persistent => "must not be lost",
            };
            facts.push(Self::new("Data", text));
        }
        if let Some(copy) = component.replica_of {
            let lag = match copy.lag {
                Some(lag) => format!("at most {} behind", lag.value),
                None => "how far behind is not declared".to_owned(),
            };
            let of = Reference::all(plan, [copy.of.value], root);
            facts.push(Self::new("Copy", format!("{lag}, of")).names(of));
        }
        for backup in &component.backups {
            facts.extend(saved(plan, component, backup, (today, root)));
        }
        facts
    }
}

/// A backup, where it stands, and what its restore needs.
fn saved(
    plan: &Plan,
    component: &Component,
    backup: &Backup,
    (today, root): (Date, &str),
) -> Vec<ComponentFact> {
    let every = match backup.every {
        Some(every) => format!("every {}", every.value),
        None => "how often is not declared".to_owned(),
    };
    let restore = match backup.restore {
        Some(restore) => format!("bringing it back takes {}", restore.value),
        None => "how long bringing it back takes is not declared".to_owned(),
    };
    let tried = match backup.verified {
        Some(day) => format!("last tried {}", days_from(day.value, today)),
        None => "never tried".to_owned(),
    };
    let (place, names) = match (backup.within.as_slice(), backup.segregated) {
        ([], Some(true)) => ("stands apart", Vec::new()),
        ([], _) => (
            "stands where what it saves stands:",
            component.domains().collect(),
        ),
        (within, _) => ("stands in", within.iter().map(|at| at.value).collect()),
    };
    let names: Vec<ComponentId> = names;
    let place = if names.is_empty() {
        place.trim_end_matches(':')
    } else {
        place
    };
    let text = format!("{every}; {restore}; {tried}; {place}");
    let mut facts =
        vec![ComponentFact::new("Backup", text).names(Reference::all(plan, names, root))];
    if !backup.needs.is_empty() {
        let needs = backup.needs.iter().map(|at| at.value);
        let fact = ComponentFact::new("Bringing it back needs", "");
        facts.push(fact.names(Reference::all(plan, needs, root)));
    }
    facts
}

/// "600 requests/min, 90000 tokens/min"
pub(in crate::render) fn rate(Demand { rpm, tpm }: Demand) -> Option<String> {
    let rpm = rpm.map(|count| format!("{count} requests/min"));
    let tpm = tpm.map(|count| format!("{count} tokens/min"));
    let parts: Vec<String> = rpm.into_iter().chain(tpm).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}
