use std::collections::{BTreeMap, HashMap};

use jurymast_plan::catalogue::ModelName;
use jurymast_plan::model::{Component, ComponentId};
use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::source::Span;
use jurymast_terms::units::Duration;
use jurymast_terms::vocabulary::Severity;
use jurymast_terms::wording;

use super::ends::CallEnd;
use super::observe::{Observation, TrafficView};
use crate::reach::Cover;
use crate::traffic::{CallStep, SeenCall};

/// A declared limit beside what was asked at most.
#[derive(Debug, Clone, PartialEq)]
pub struct ObservedPeak {
    /// Whose limit it is.
    pub component: String,
    /// Requests a minute that it carries, as declared.
    pub limit: u64,
    /// The most requests a minute that a file shows; there may have been more between.
    pub peak: f64,
    /// Over how long that is the average; `None`: the file does not say.
    pub averaged_over: Option<Duration>,
    /// Which of the files shows it.
    pub file: usize,
}

impl ObservedPeak {
    /// "90 at most", "1.6 on average over 1h": an average hides what was more.
    pub fn words(&self) -> String {
        peak_words((self.peak, self.averaged_over))
    }
}

/// Requests a minute, and over how long that is the average.
type Peak = (f64, Option<Duration>);

fn peak_words((peak, over): Peak) -> String {
    let peak = wording::decimal(peak);
    match over {
        Some(over) if over <= MINUTE => format!("{peak} at most"),
        Some(over) => format!("{peak} on average over {over}"),
        None => format!("{peak} on average"),
    }
}

/// What limits are of.
const MINUTE: Duration = Duration::from_seconds(60);

/// Declared limits and demands beside observed peaks.
pub(super) fn peaks(look: &TrafficView<'_>, found: &mut Observation) {
    let mut loads: BTreeMap<(ComponentId, usize), AskedLoad> = BTreeMap::new();
    let mut asked: BTreeMap<(ComponentId, ComponentId, usize), AskedLoad> = BTreeMap::new();
    let times = |file: usize| look.seen.traffic[file].times();
    let average = |call: &SeenCall, file: usize| {
        let over = look.seen.traffic[file].window.length();
        call.per_minute.map(|rate| (rate, over))
    };
    for (file, call, from, to) in look.seen.calls() {
        let CallEnd::Known(to) = to else { continue };
        if from == Some(CallEnd::Known(to)) {
            continue;
        }
        if look.plan.component(to).limit.is_some() {
            let load = loads.entry((to, file)).or_default();
            load.take(&call.steps, average(call, file), times(file), call.place);
        }
        if let Some(CallEnd::Known(from)) = from
            && look.demand(from, to).is_some()
        {
            let own = asked.entry((from, to, file)).or_default();
            own.take(&call.steps, average(call, file), times(file), call.place);
        }
    }
    let by_model = ais_by_model(look);
    for (file, one) in look.seen.traffic.iter().enumerate() {
        for call in &one.models {
            let ai = by_model.get(&ModelName::of(&call.asked)).copied().flatten();
            if let Some(ai) = ai.filter(|_| !call.steps.is_empty()) {
                loads.entry((ai, file)).or_default().take(
                    &call.steps,
                    None,
                    times(file),
                    call.place,
                );
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
        let (peak, averaged_over) = peak;
        let one = ObservedPeak {
            component: component.id.clone(),
            limit,
            peak,
            averaged_over,
            file: *file,
        };
        let words = one.words();
        found.peaks.push(one);
        if peak > limit as f64 {
            let message = format!(
                "{} is to carry {limit} requests a minute, and was asked {words}",
                look.name(*id),
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
        if cover.need.is_fallback() || peak.0 <= demand as f64 {
            continue;
        }
        let message = format!(
            "{} is to ask {} for {demand} requests a minute, and asked for {}",
            look.name(*from),
            look.name(*to),
            peak_words(peak)
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
    /// At each time the rate, and over how long it is the average.
    at: BTreeMap<i64, (f64, f64)>,
    /// Of entries without times, whose averages add up.
    average: Option<Peak>,
    place: Option<Span>,
}

impl AskedLoad {
    /// Each of these stands for so many.
    fn take(&mut self, steps: &[CallStep], average: Option<Peak>, times: f64, place: Span) {
        for step in steps {
            let (rate, seconds) = self.at.entry(step.at).or_default();
            *rate += times * step.calls * 60.0 / step.seconds;
            *seconds = seconds.max(step.seconds);
        }
        if let Some((rate, over)) = average.filter(|_| steps.is_empty()) {
            self.average.get_or_insert((0.0, over)).0 += times * rate;
        }
        self.place = Some(self.place.map_or(place, |known| known.min(place)));
    }

    /// Requests a minute at the most, as far as it shows.
    fn peak(&self) -> Option<Peak> {
        let steps = self.at.values().map(|(rate, seconds)| {
            let over = Duration::from_seconds(seconds.round() as u64);
            (*rate, Some(over))
        });
        let all = steps.chain(self.average);
        all.max_by(|(one, _), (other, _)| one.total_cmp(other))
    }
}
