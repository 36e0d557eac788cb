use std::collections::{BTreeMap, HashMap};

use jurymast_plan::catalogue::ModelName;
use jurymast_plan::model::{Component, ComponentId};
use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::source::Span;
use jurymast_terms::vocabulary::Severity;
use jurymast_terms::wording;

use super::ends::CallEnd;
use super::observe::{Observation, TrafficView};
use crate::reach::Cover;
use crate::traffic::CallStep;

/// A declared limit beside what was asked at most.
#[derive(Debug, Clone, PartialEq)]
pub struct ObservedPeak {
    /// Whose limit it is.
    pub component: String,
    /// Requests a minute that it carries, as declared.
    pub limit: u64,
    /// The most requests a minute that a file shows; there may have been more between.
    pub peak: f64,
    /// Which of the files shows it.
    pub file: usize,
}

/// Declared limits and demands beside observed peaks.
pub(super) fn peaks(look: &TrafficView<'_>, found: &mut Observation) {
    let mut loads: BTreeMap<(ComponentId, usize), AskedLoad> = BTreeMap::new();
    let mut asked: BTreeMap<(ComponentId, ComponentId, usize), AskedLoad> = BTreeMap::new();
    for (file, call, from, to) in look.seen.calls() {
        let CallEnd::Known(to) = to else { continue };
        if from == Some(CallEnd::Known(to)) {
            continue;
        }
        if look.plan.component(to).limit.is_some() {
            let load = loads.entry((to, file)).or_default();
            load.take(&call.steps, call.per_minute, call.place);
        }
        if let Some(CallEnd::Known(from)) = from
            && look.demand(from, to).is_some()
        {
            let own = asked.entry((from, to, file)).or_default();
            own.take(&call.steps, call.per_minute, call.place);
        }
    }
    let by_model = ais_by_model(look);
    for (file, one) in look.seen.traffic.iter().enumerate() {
        for call in &one.models {
            let ai = by_model.get(&ModelName::of(&call.asked)).copied().flatten();
            if let Some(ai) = ai.filter(|_| !call.steps.is_empty()) {
                loads
                    .entry((ai, file))
                    .or_default()
                    .take(&call.steps, None, call.place);
            }
        }
    }
    for ((id, file), load) in &loads {
        let component = look.plan.component(*id);
        let limit = component
            .limit
            .and_then(|limit| Some((limit.value.rpm?, limit.span)));
        let (Some((limit, place)), Some(peak)) = (limit, load.peak()) else {
            continue;
        };
        found.peaks.push(ObservedPeak {
            component: component.id.clone(),
            limit,
            peak,
            file: *file,
        });
        if peak > limit as f64 {
            let message = format!(
                "{} is to carry {limit} requests a minute, and was asked {}",
                look.name(*id),
                wording::decimal(peak)
            );
            found
                .findings
                .push(above("peak-above-limit", component, place, message, load));
        }
    }
    for ((from, to, _), load) in &asked {
        let (Some((cover, demand)), Some(peak)) = (look.demand(*from, *to), load.peak()) else {
            continue;
        };
        // What stands in takes what was asked of the first.
        if cover.need.is_fallback() || peak <= demand as f64 {
            continue;
        }
        let message = format!(
            "{} is to ask {} for {demand} requests a minute, and asked for {}",
            look.name(*from),
            look.name(*to),
            wording::decimal(peak)
        );
        let place = cover.need.requirement.place;
        let component = look.plan.component(*from);
        let finding = above("peak-above-demand", component, place, message, load);
        found
            .findings
            .push(finding.detail(look.plan.component(*to).id.as_str()));
    }
}

impl TrafficView<'_> {
    /// How much one is to ask of another a minute, by the need that says so itself.
    fn demand(&self, from: ComponentId, to: ComponentId) -> Option<(Cover<'_>, u64)> {
        let cover = self.reach.cover(from, to).filter(|one| one.is_direct)?;
        let demand = cover
            .need
            .requirement
            .demand
            .and_then(|demand| demand.rpm)?;
        Some((cover, demand))
    }
}

/// The one AI dependency of each model; `None`: there are several.
fn ais_by_model(look: &TrafficView<'_>) -> HashMap<ModelName, Option<ComponentId>> {
    let mut found = HashMap::new();
    for (id, component) in look.plan.enumerate() {
        let model = component.ai().and_then(|ai| ai.model.as_ref());
        if let Some(model) = model {
            let entry = found.entry(ModelName::of(&model.value));
            entry.and_modify(|one| *one = None).or_insert(Some(id));
        }
    }
    found
}

fn above(
    rule: &'static str,
    component: &Component,
    place: Span,
    message: String,
    load: &AskedLoad,
) -> Diagnostic {
    let finding = Diagnostic::new(rule, Severity::Warning, message, place)
        .component(component.id.as_str())
        .label("declared here")
        .help("correct the number, and look with `jurymast simulate` what it changes");
    match load.place {
        Some(place) => finding.related(place, "counted here, among others"),
        None => finding,
    }
}

/// What one is asked by all together.
#[derive(Default)]
struct AskedLoad {
    at: BTreeMap<i64, f64>,
    /// Of entries without times, whose averages add up.
    average: f64,
    has_average: bool,
    place: Option<Span>,
}

impl AskedLoad {
    fn take(&mut self, steps: &[CallStep], per_minute: Option<f64>, place: Span) {
        for step in steps {
            *self.at.entry(step.at).or_default() += step.calls * 60.0 / step.seconds;
        }
        if let Some(rate) = per_minute.filter(|_| steps.is_empty()) {
            self.average += rate;
            self.has_average = true;
        }
        self.place = Some(self.place.map_or(place, |known| known.min(place)));
    }

    /// Requests a minute at the most, as far as it shows.
    fn peak(&self) -> Option<f64> {
        let highest = self.at.values().copied().reduce(f64::max);
        match (highest, self.has_average) {
            (Some(highest), true) => Some(highest.max(self.average)),
            (Some(highest), false) => Some(highest),
            (None, true) => Some(self.average),
            (None, false) => None,
        }
    }
}
