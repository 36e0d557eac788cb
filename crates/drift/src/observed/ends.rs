use std::collections::{BTreeMap, HashMap};

use jurymast_plan::model::{ComponentId, Plan};
use jurymast_terms::diagnostic::{Diagnostic, Severity};
use jurymast_terms::source::Span;
use jurymast_terms::wording;

use super::models::{ModelEnds, model_sums};
use crate::names::{ComponentNames, NameLookup};
use crate::reach::DeclaredReach;
use crate::traffic::{SeenCall, SeenName, Traffic};

/// One end of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum CallEnd<'t> {
    Known(ComponentId),
    Unknown(&'t str),
}

/// A name that is a component's by likeness alone.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct LikeName {
    /// As files have it.
    pub name: String,
    /// The id of the component that it is taken for.
    pub component: String,
    /// How the two are alike.
    pub likeness: &'static str,
}

/// A name that is no component's.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct UnknownName {
    /// As files have it.
    pub name: String,
    /// Ids of the components that it is like alike, so that none is taken; the one that is
    /// spelt most like it, which is not taken either.
    pub like: Vec<String>,
}

/// The calls of a pair in one file.
#[derive(Debug, Clone, Copy)]
pub(super) struct PairInFile {
    /// Which of the files.
    pub(super) file: usize,
    pub(super) calls: Option<f64>,
    /// Of the calls of the caller in that file.
    pub(super) share: Option<f64>,
    pub(super) place: Span,
    pub(super) is_hard: Option<bool>,
    pub(super) by_messages: bool,
    /// Its calls are of models, and its share is one of these.
    pub(super) of_models: bool,
}

/// All calls, with the components that take part.
#[derive(Debug)]
pub(super) struct SeenPairs<'t> {
    pub(super) traffic: &'t [Traffic],
    pub(super) pairs: BTreeMap<(CallEnd<'t>, CallEnd<'t>), Vec<PairInFile>>,
    /// The ends of each call of each file; `None`: nobody calls.
    pub(super) ends: Vec<Vec<(Option<CallEnd<'t>>, CallEnd<'t>)>>,
    /// The same of each call of a model.
    pub(super) models: Vec<Vec<ModelEnds<'t>>>,
    pub(super) like: Vec<LikeName>,
    pub(super) unknown: Vec<UnknownName>,
}

impl<'t> SeenPairs<'t> {
    pub(super) fn of(
        plan: &Plan,
        reach: &DeclaredReach<'_>,
        names: &ComponentNames<'_>,
        traffic: &'t [Traffic],
    ) -> Self {
        let mut known = KnownEnds {
            plan,
            names,
            ends: HashMap::new(),
            like: BTreeMap::new(),
            unknown: BTreeMap::new(),
        };
        let mut pairs: BTreeMap<(CallEnd<'t>, CallEnd<'t>), Vec<PairInFile>> = BTreeMap::new();
        let mut all_ends = Vec::with_capacity(traffic.len());
        let mut all_models = Vec::with_capacity(traffic.len());
        for (file, one) in traffic.iter().enumerate() {
            let ends: Vec<_> = one
                .calls
                .iter()
                .map(|call| {
                    let from = call.from.as_ref().map(|name| known.end(name));
                    (from, known.end(&call.to))
                })
                .collect();
            let models: Vec<_> = one
                .models
                .iter()
                .map(|call| {
                    let from = call.caller.as_ref().map(|name| known.end(name));
                    ModelEnds::of(plan, reach, from, call)
                })
                .collect();
            let of_calls = sums(&one.calls, &ends).into_iter();
            for (ends, sum) in of_calls.chain(model_sums(&one.models, &models)) {
                pairs
                    .entry(ends)
                    .or_default()
                    .push(PairInFile { file, ..sum });
            }
            all_ends.push(ends);
            all_models.push(models);
        }
        Self {
            traffic,
            pairs,
            ends: all_ends,
            models: all_models,
            like: known.like.into_values().collect(),
            unknown: known.unknown.into_values().collect(),
        }
    }

    /// Each call with its ends, file by file.
    pub(super) fn calls(
        &self,
    ) -> impl Iterator<Item = (usize, &'t SeenCall, Option<CallEnd<'t>>, CallEnd<'t>)> {
        let files = self.traffic.iter().zip(&self.ends).enumerate();
        files.flat_map(|(file, (one, ends))| {
            let calls = one.calls.iter().zip(ends);
            calls.map(move |(call, (from, to))| (file, call, *from, *to))
        })
    }

    /// A problem of each file that names nobody of the plan.
    pub(super) fn strange_files(&self) -> Vec<Diagnostic> {
        let is_known = |end: &CallEnd<'_>| matches!(end, CallEnd::Known(_));
        let names_any = |file: &usize| {
            let calls = self.ends[*file].iter();
            let calls = calls.flat_map(|(from, to)| from.iter().chain([to]));
            let models = self.models[*file].iter();
            let models = models.flat_map(|one| one.from.iter().chain([&one.asked]));
            calls.chain(models).any(is_known)
        };
        let files = 0..self.traffic.len();
        let telling = files.filter(|file| {
            let one = &self.traffic[*file];
            !one.calls.is_empty() || !one.models.is_empty()
        });
        let (known, strange): (Vec<usize>, Vec<usize>) = telling.partition(names_any);
        let severity = match known.is_empty() {
            true => Severity::Error,
            false => Severity::Warning,
        };
        let strange = strange.into_iter();
        strange
            .map(|file| self.strange_file(file, severity))
            .collect()
    }

    fn strange_file(&self, file: usize, severity: Severity) -> Diagnostic {
        const MOST: usize = 5;
        let one = &self.traffic[file];
        let places = one.calls.iter().map(|call| call.place);
        let places = places.chain(one.models.iter().map(|call| call.place));
        let place = places.min().unwrap_or(Span::start_of(one.file));
        let ends = self.ends[file].iter();
        let ends = ends.flat_map(|(from, to)| from.iter().chain([to]));
        let models = self.models[file].iter();
        let ends = ends.chain(models.flat_map(|one| one.from.iter().chain([&one.asked])));
        let mut names: Vec<String> = Vec::new();
        for end in ends {
            if let CallEnd::Unknown(name) = end {
                let name = format!("`{name}`");
                if names.len() <= MOST && !names.contains(&name) {
                    names.push(name);
                }
            }
        }
        let message = format!(
            "nothing of this file was compared: no component of the plan is called {}",
            wording::or(&names)
        );
        Diagnostic::new("no-known-name", severity, message, place)
            .label("among names that the plan does not have")
            .help("give the file of the plan's own system, or let `name` of its components say what the file calls them")
    }

    /// In words, beside the place of a file: "seen here: 12.4% of the caller's calls".
    pub(super) fn words(&self, one: &PairInFile) -> String {
        let shape = &self.traffic[one.file].shape;
        match (one.calls, one.share) {
            (_, Some(share)) => format!(
                "seen here: {} of the caller's calls{} ({shape})",
                percent(share),
                one.of_what()
            ),
            (Some(_), None) | (None, None) => format!("seen here ({shape})"),
        }
    }
}

impl PairInFile {
    /// Of which nothing is counted yet.
    pub(super) fn first_at(place: Span) -> Self {
        Self {
            file: 0,
            calls: None,
            share: None,
            place,
            is_hard: None,
            by_messages: false,
            of_models: false,
        }
    }

    /// What its share is one of, behind "calls".
    pub(super) fn of_what(&self) -> &'static str {
        match self.of_models {
            true => " of models",
            false => "",
        }
    }
}

/// A share in words; of one that is too small for a tenth that it is there.
pub(super) fn percent(share: f64) -> String {
    match share {
        share if share > 0.0 && share < 0.001 => "under 0.1%".to_owned(),
        share => wording::percent(share),
    }
}

/// The calls of each pair in one file, added up.
fn sums<'t>(
    calls: &[SeenCall],
    ends: &[(Option<CallEnd<'t>>, CallEnd<'t>)],
) -> BTreeMap<(CallEnd<'t>, CallEnd<'t>), PairInFile> {
    let mut totals: HashMap<CallEnd<'t>, f64> = HashMap::new();
    let mut pairs: BTreeMap<(CallEnd<'t>, CallEnd<'t>), PairInFile> = BTreeMap::new();
    for (call, (from, to)) in calls.iter().zip(ends) {
        let Some(from) = *from else { continue };
        // What a thing says to itself is nobody's dependency.
        if from == *to {
            continue;
        }
        let count = call.calls.unwrap_or(0.0);
        *totals.entry(from).or_default() += count;
        let one = pairs.entry((from, *to));
        let one = one.or_insert(PairInFile::first_at(call.place));
        if let Some(calls) = call.calls {
            *one.calls.get_or_insert(0.0) += calls;
        }
        one.is_hard = one.is_hard.max(call.is_hard);
        one.by_messages |= call.by_messages;
        one.place = one.place.min(call.place);
    }
    for ((from, _), one) in &mut pairs {
        let total = totals.get(from).copied().filter(|total| *total > 0.0);
        one.share = one.calls.zip(total).map(|(calls, total)| calls / total);
    }
    pairs
}

struct KnownEnds<'a, 't> {
    plan: &'a Plan,
    names: &'a ComponentNames<'a>,
    ends: HashMap<&'t SeenName, CallEnd<'t>>,
    like: BTreeMap<&'t str, LikeName>,
    unknown: BTreeMap<&'t str, UnknownName>,
}

impl<'t> KnownEnds<'_, 't> {
    fn end(&mut self, name: &'t SeenName) -> CallEnd<'t> {
        if let Some(known) = self.ends.get(name) {
            return *known;
        }
        let shown = name.shown();
        let id = |component: ComponentId| self.plan.component(component).id.clone();
        let end = match self.names.find(name.forms()) {
            NameLookup::Found(found) => {
                if let Some(likeness) = found.likeness {
                    let component = id(found.component);
                    self.like.insert(
                        shown,
                        LikeName {
                            name: shown.to_owned(),
                            component,
                            likeness,
                        },
                    );
                }
                CallEnd::Known(found.component)
            }
            NameLookup::Several(all) => {
                let like = all.into_iter().map(id).collect();
                self.not_found(shown, like)
            }
            NameLookup::Unknown => {
                // To look for what is spelt alike costs; of very many nobody reads it.
                const MOST_NEAREST: usize = 500;
                let near = match self.unknown.len() < MOST_NEAREST {
                    true => self.names.nearest(shown),
                    false => None,
                };
                self.not_found(shown, near.map(str::to_owned).into_iter().collect())
            }
        };
        self.ends.insert(name, end);
        end
    }

    fn not_found(&mut self, shown: &'t str, like: Vec<String>) -> CallEnd<'t> {
        let name = shown.to_owned();
        self.unknown.insert(shown, UnknownName { name, like });
        CallEnd::Unknown(shown)
    }
}
