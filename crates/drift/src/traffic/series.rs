use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};

use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::source::{FileId, Span};
use jurymast_terms::vocabulary::Severity;

use super::calls::{CallStep, CountedBy, SeenCall, SeenModelCall, SeenName, SeenWindow, Traffic};
use super::when::unix;
use super::zipkin::wrong_count;

/// A series: its name, which an expression has none of, its labels and what was counted.
#[derive(Debug)]
pub(super) struct Series<'t> {
    pub(super) name: Cow<'t, str>,
    pub(super) labels: Vec<(Cow<'t, str>, Cow<'t, str>)>,
    pub(super) samples: Samples,
    pub(super) place: Span,
}

/// What was counted.
#[derive(Debug)]
pub(super) enum Samples {
    /// At one time, in seconds or milliseconds since 1970.
    One { at: Option<f64>, value: f64 },
    /// At times that follow each other.
    Range(Vec<(f64, f64)>),
}

/// What a series tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum SeriesKind {
    GraphCalls,
    GraphErrors,
    Mesh,
    Model,
}

/// The calls that series tell of; `None` where none does.
pub(super) fn read(
    file: FileId,
    all: &[Series<'_>],
    problems: &mut Vec<Diagnostic>,
) -> Option<Traffic> {
    let mut known: HashMap<SeriesKey<'_>, Span> = HashMap::with_capacity(all.len());
    let mut counted = Counted::default();
    let mut traffic = Traffic::new(file, "", CountedBy::Unsaid);
    for one in all {
        let Some(told) = one.told() else {
            traffic.counts.other += 1;
            continue;
        };
        if let Some(before) = known.insert(SeriesKey(one), one.place) {
            problems.push(
                Diagnostic::new(
                    "duplicate-series",
                    Severity::Warning,
                    "this series stands here twice",
                    one.place,
                )
                .label("not counted")
                .related(before, "first here"),
            );
            continue;
        }
        let Some(amount) = one.amount(problems) else {
            continue;
        };
        counted.take(told, one, amount);
    }
    let kinds: Vec<&str> = [
        (
            counted.has(SeriesKind::GraphCalls),
            "service graph of OpenTelemetry",
        ),
        (counted.has(SeriesKind::Mesh), "calls of Istio"),
        (counted.has(SeriesKind::Model), "calls of GenAI clients"),
    ]
    .into_iter()
    .filter_map(|(is_there, words)| is_there.then_some(words))
    .collect();
    if kinds.is_empty() {
        return None;
    }
    traffic.shape = jurymast_terms::wording::and(&kinds);
    traffic.counted = match (counted.has(SeriesKind::GraphCalls), counted.is_named) {
        (true, _) => CountedBy::Spans,
        (false, true) => CountedBy::Calls,
        (false, false) => CountedBy::Unsaid,
    };
    traffic.window = counted.window();
    counted.give(&mut traffic);
    Some(traffic)
}

impl Series<'_> {
    fn label(&self, key: &str) -> Option<&str> {
        let found = self.labels.iter().find(|(known, _)| known == key);
        found.map(|(_, value)| &**value)
    }

    fn told(&self) -> Option<SeriesKind> {
        let has = |key: &str| self.label(key).is_some();
        let name = &*self.name;
        if name.ends_with("service_graph_request_failed_total") {
            return Some(SeriesKind::GraphErrors);
        }
        if name.ends_with("service_graph_request_total") {
            return Some(SeriesKind::GraphCalls);
        }
        if name.ends_with("istio_requests_total") {
            return Some(SeriesKind::Mesh);
        }
        let is_client = [
            "gen_ai_client_operation_duration",
            "gen_ai_client_inference_duration",
        ]
        .iter()
        .any(|middle| name.contains(middle));
        if is_client && name.ends_with("_count") {
            return Some(SeriesKind::Model);
        }
        // An expression drops the name and keeps the labels that it is grouped by.
        if !name.is_empty() {
            return None;
        }
        if has("client") && has("server") {
            Some(SeriesKind::GraphCalls)
        } else if has("gen_ai_request_model") {
            Some(SeriesKind::Model)
        } else if has("source_workload") || has("source_app") {
            Some(SeriesKind::Mesh)
        } else {
            None
        }
    }

    /// What was counted; of what is no count a problem says so.
    fn amount(&self, problems: &mut Vec<Diagnostic>) -> Option<Amount> {
        let is_count = |value: &f64| value.is_finite() && *value >= 0.0;
        let bad = match &self.samples {
            Samples::One { value, .. } => Some(*value).filter(|one| !is_count(one)),
            Samples::Range(all) => {
                let mut values = all.iter().map(|(_, value)| *value);
                values.find(|one| !is_count(one))
            }
        };
        if let Some(bad) = bad {
            problems.push(wrong_count(
                format!("`{bad}` is no count of calls"),
                self.place,
            ));
            return None;
        }
        let second = |at: f64| Some(unix(at)?.unix_seconds());
        let alone = |at: Option<f64>, value: f64| {
            let time = at.and_then(second);
            Amount {
                total: value,
                steps: Vec::new(),
                first: time,
                last: time,
            }
        };
        match &self.samples {
            Samples::One { at, value } => Some(alone(*at, *value)),
            Samples::Range(all) => match all.as_slice() {
                [] => None,
                [(at, value)] => Some(alone(Some(*at), *value)),
                several => {
                    let is_counter = !self.name.is_empty();
                    let pairs = several.windows(2);
                    let steps = pairs.filter_map(|pair| step(pair, is_counter));
                    let steps: Vec<(i64, f64, f64)> = steps.collect();
                    let times = || several.iter().filter_map(|(at, _)| second(*at));
                    Some(Amount {
                        total: steps.iter().map(|(_, _, calls)| calls).sum(),
                        steps,
                        first: times().min(),
                        last: times().max(),
                    })
                }
            },
        }
    }
}

/// A series by what tells it from others: its name and its labels, in whatever order.
struct SeriesKey<'s>(&'s Series<'s>);

impl Hash for SeriesKey<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.name.hash(state);
        let labels = self.0.labels.iter().map(|label| {
            let mut own = DefaultHasher::new();
            label.hash(&mut own);
            own.finish()
        });
        state.write_u64(labels.fold(0, u64::wrapping_add));
    }
}

impl PartialEq for SeriesKey<'_> {
    fn eq(&self, other: &Self) -> bool {
        let (one, other) = (self.0, other.0);
        one.name == other.name
            && one.labels.len() == other.labels.len()
            && one.labels.iter().all(|label| other.labels.contains(label))
    }
}

impl Eq for SeriesKey<'_> {}

/// From one sample to the next: when, how many seconds later, how many calls. A counter
/// that fell began anew; what no counter is is a rate in calls a second.
fn step(pair: &[(f64, f64)], is_counter: bool) -> Option<(i64, f64, f64)> {
    let [(before, was), (at, is)] = pair else {
        return None;
    };
    let (before, at) = (*before, *at);
    let seconds = at - before;
    let calls = match is_counter {
        true if is < was => *is,
        true => is - was,
        false => is * seconds,
    };
    (seconds > 0.0).then_some((at as i64, seconds, calls))
}

/// What a series counted.
struct Amount {
    total: f64,
    /// When, how many seconds after the one before, how many.
    steps: Vec<(i64, f64, f64)>,
    /// In seconds since 1970.
    first: Option<i64>,
    last: Option<i64>,
}

/// Two ends, as labels name them.
type PairNames = (Option<SeenName>, SeenName);

/// Calls of a pair, as they are added up.
struct CountedPair {
    call: SeenCall,
    /// At each time: seconds, calls, failed ones.
    steps: BTreeMap<i64, (f64, f64, f64)>,
    /// Istio: counted at the caller, which is better than at the callee.
    at_caller: bool,
    has_errors: bool,
}

#[derive(Default)]
struct Counted {
    pairs: Vec<CountedPair>,
    of_ends: HashMap<PairNames, usize>,
    models: Vec<SeenModelCall>,
    told: Vec<SeriesKind>,
    /// Where failed calls have a series of their own, the label of the others says nothing.
    has_error_series: bool,
    empty: usize,
    is_named: bool,
    first: Option<i64>,
    last: Option<i64>,
    is_range: bool,
}

impl Counted {
    fn has(&self, told: SeriesKind) -> bool {
        self.told.contains(&told)
    }

    fn take(&mut self, told: SeriesKind, series: &Series<'_>, amount: Amount) {
        if !self.told.contains(&told) {
            self.told.push(told);
        }
        self.is_named |= !series.name.is_empty();
        self.is_range |= !amount.steps.is_empty();
        self.first = [self.first, amount.first].into_iter().flatten().min();
        self.last = self.last.max(amount.last);
        match told {
            SeriesKind::Model => self.model(series, &amount),
            SeriesKind::Mesh => self.mesh(series, amount),
            SeriesKind::GraphCalls => {
                let failed = series.label("failed") == Some("true") && !self.has_error_series;
                self.graph(series, amount, true, failed);
            }
            SeriesKind::GraphErrors => {
                self.drop_labelled_errors();
                self.graph(series, amount, false, true);
            }
        }
    }

    /// The first series of failed calls: what labels said before of them is said by it.
    fn drop_labelled_errors(&mut self) {
        if std::mem::replace(&mut self.has_error_series, true) {
            return;
        }
        for pair in &mut self.pairs {
            pair.call.errors = pair.call.errors.map(|_| 0.0);
            for (_, _, errors) in pair.steps.values_mut() {
                *errors = 0.0;
            }
        }
    }

    fn graph(&mut self, series: &Series<'_>, amount: Amount, counts: bool, fails: bool) {
        let name = |key: &str| SeenName::of(series.label(key));
        let Some(to) = name("server") else {
            self.empty += 1;
            return;
        };
        let kind = series.label("connection_type");
        let by_messages = kind == Some("messaging_system");
        // Who has no caller is called by a `user`; a service may bear that name too.
        let is_root =
            series.label("client") == Some("user") && matches!(kind, None | Some("virtual_node"));
        let from = name("client").filter(|_| !is_root);
        let at = self.pair((from, to), series.place, true);
        let pair = &mut self.pairs[at];
        pair.call.by_messages |= by_messages;
        pair.has_errors |= !series.name.is_empty();
        pair.add(amount, counts, fails);
    }

    fn mesh(&mut self, series: &Series<'_>, amount: Amount) {
        let names =
            |keys: [&str; 4]| SeenName::of(keys.into_iter().filter_map(|key| series.label(key)));
        let from = names([
            "source_workload",
            "source_canonical_service",
            "source_app",
            "",
        ]);
        let to = names([
            "destination_service_name",
            "destination_workload",
            "destination_canonical_service",
            "destination_app",
        ]);
        let Some(to) = to else {
            self.empty += 1;
            return;
        };
        let at_caller = series.label("reporter") != Some("destination");
        let at = self.pair((from, to), series.place, at_caller);
        let pair = &mut self.pairs[at];
        match (pair.at_caller, at_caller) {
            // Both ends count the same calls: one of them is enough.
            (true, false) => return,
            (false, true) => {
                *pair =
                    CountedPair::new(pair.call.from.clone(), pair.call.to.clone(), series.place);
            }
            _ => {}
        }
        let fails = series.label("response_code").is_some_and(is_failure)
            || series
                .label("grpc_response_status")
                .is_some_and(is_grpc_failure);
        pair.has_errors |= series.label("response_code").is_some();
        pair.add(amount, true, fails);
    }

    fn model(&mut self, series: &Series<'_>, amount: &Amount) {
        let Some(asked) = series
            .label("gen_ai_request_model")
            .filter(|one| !one.is_empty())
        else {
            self.empty += 1;
            return;
        };
        if amount.total <= 0.0 {
            self.empty += 1;
            return;
        }
        let text = |keys: &[&str]| {
            let found = keys.iter().find_map(|key| series.label(key));
            found.filter(|text| !text.is_empty()).map(str::to_owned)
        };
        self.models.push(SeenModelCall {
            caller: SeenName::of(text(&["service_name", "job"])),
            provider: text(&["gen_ai_provider_name", "gen_ai_system"]),
            asked: asked.to_owned(),
            answered: text(&["gen_ai_response_model"]),
            calls: amount.total,
            steps: amount
                .steps
                .iter()
                .map(|(at, seconds, calls)| CallStep {
                    at: *at,
                    seconds: *seconds,
                    calls: *calls,
                    errors: 0.0,
                })
                .collect(),
            place: series.place,
        });
    }

    fn pair(&mut self, ends: PairNames, place: Span, at_caller: bool) -> usize {
        if let Some(known) = self.of_ends.get(&ends) {
            return *known;
        }
        let at = self.pairs.len();
        let mut pair = CountedPair::new(ends.0.clone(), ends.1.clone(), place);
        pair.at_caller = at_caller;
        self.pairs.push(pair);
        self.of_ends.insert(ends, at);
        at
    }

    /// A counter says since when it counts nowhere; a range has a beginning and an end.
    fn window(&self) -> SeenWindow {
        let at = |time: Option<i64>| time.and_then(|time| unix(time as f64));
        SeenWindow {
            from: at(self.first).filter(|_| self.is_range),
            to: at(self.last),
            said: None,
        }
    }

    fn give(self, traffic: &mut Traffic) {
        for pair in self.pairs {
            let call = pair.done();
            match call.calls {
                Some(calls) if calls > 0.0 => traffic.calls.push(call),
                _ => traffic.counts.empty += 1,
            }
        }
        traffic.models = self.models;
        traffic.counts.empty += self.empty;
    }
}

impl CountedPair {
    fn new(from: Option<SeenName>, to: SeenName, place: Span) -> Self {
        Self {
            call: SeenCall::new(from, to, place),
            steps: BTreeMap::new(),
            at_caller: true,
            has_errors: false,
        }
    }

    fn add(&mut self, amount: Amount, counts: bool, fails: bool) {
        if counts {
            *self.call.calls.get_or_insert(0.0) += amount.total;
        }
        if fails {
            *self.call.errors.get_or_insert(0.0) += amount.total;
        }
        for (at, seconds, calls) in amount.steps {
            let step = self.steps.entry(at).or_insert((seconds, 0.0, 0.0));
            step.0 = step.0.max(seconds);
            step.1 += if counts { calls } else { 0.0 };
            step.2 += if fails { calls } else { 0.0 };
        }
    }

    fn done(self) -> SeenCall {
        let mut call = self.call;
        call.errors = match self.has_errors {
            true => Some(call.errors.unwrap_or(0.0)),
            false => call.errors,
        };
        let mut steps: Vec<CallStep> = self
            .steps
            .into_iter()
            .map(|(at, (seconds, calls, errors))| CallStep {
                at,
                seconds,
                calls,
                errors,
            })
            .collect();
        steps.sort_by_key(|one| one.at);
        let most = steps.iter().map(|one| one.calls * 60.0 / one.seconds);
        call.per_minute = most.reduce(f64::max);
        call.steps = steps;
        call
    }
}

/// Nobody answered, or the callee failed.
fn is_failure(code: &str) -> bool {
    code == "0" || (code.len() == 3 && code.starts_with('5'))
}

/// Unknown, deadline exceeded, resource exhausted, internal, unavailable, data loss.
fn is_grpc_failure(status: &str) -> bool {
    matches!(status, "2" | "4" | "8" | "13" | "14" | "15")
}
