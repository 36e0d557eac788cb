use jurymast_plan::model::{ComponentId, Detail, Resource};
use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::vocabulary::Severity;

use super::ends::{CallEnd, PairInFile, percent};
use super::observe::{Observation, TrafficView};
use crate::reach::gateways;

/// From this share of a caller's calls on a dependency that nobody declared is an error.
const NOTABLE_SHARE: f64 = 0.01;

/// What was seen and is not declared.
pub(super) fn edges(look: &TrafficView<'_>, found: &mut Observation) {
    for ((from, to), files) in &look.seen.pairs {
        match (*from, *to) {
            (CallEnd::Known(from), CallEnd::Known(to)) => {
                if !look.is_said(from, to, files) {
                    found.findings.push(look.undeclared(from, to, files));
                }
            }
            (CallEnd::Known(from), CallEnd::Unknown(name)) => {
                let (caller, share) = (look.name(from), share_of(files));
                let (message, help) = match files.iter().all(|one| one.of_models) {
                    true => (
                        format!("{caller} calls the model `{name}`, which no `ai` of the plan is{share}"),
                        "declare it, [ai.some-id] with its provider and model, and the dependency on it".to_owned(),
                    ),
                    false => (
                        format!("{caller} calls `{name}`, which the plan does not have{share}"),
                        format!("declare `{name}` and the dependency on it, or give what it is that name"),
                    ),
                };
                let finding = look
                    .about("undeclared-edge", severity(files), from, message, files)
                    .detail(name)
                    .help(help);
                found.findings.push(finding);
            }
            (CallEnd::Unknown(name), CallEnd::Known(to)) => {
                let message = format!(
                    "{} is called by `{name}`, which the plan does not have",
                    look.name(to)
                );
                let finding = look
                    .about("undeclared-edge", Severity::Info, to, message, files)
                    .detail(format!("from {name}"))
                    .help("what is lost with it is more than the plan says: declare who calls");
                found.findings.push(finding);
            }
            (CallEnd::Unknown(_), CallEnd::Unknown(_)) => found.coverage.strangers += 1,
        }
    }
}

impl TrafficView<'_> {
    /// The plan says so, if not in the same words.
    fn is_said(&self, from: ComponentId, to: ComponentId, files: &[PairInFile]) -> bool {
        self.reach.cover(from, to).is_some()
            || self.reach.passes_on(from, to)
            || self.share_a_queue(from, to, files)
            || self.is_said_by_way(from, to)
    }

    /// Both need a queue: what the one puts in the other takes out. Where the file says that
    /// they talk by messages any store may be it; else one that no file shows itself.
    fn share_a_queue(&self, from: ComponentId, to: ComponentId, files: &[PairInFile]) -> bool {
        let by_messages = files.iter().any(|one| one.by_messages);
        let may_be_queue = |id: &ComponentId| match &self.plan.component(*id).detail {
            Detail::Resource(_) if by_messages => true,
            Detail::Resource(resource) => is_queue(resource) && !self.present.contains(id),
            _ => false,
        };
        let stores = self.reach.needs(from).iter().map(|need| need.to);
        let mut stores = stores.filter(may_be_queue);
        stores.any(|store| self.reach.cover(to, store).is_some())
    }

    /// The plan says it by way of one that no file knows: a proxy that is not traced.
    fn is_said_by_way(&self, from: ComponentId, to: ComponentId) -> bool {
        let mut between = self.reach.needs(from).iter().map(|need| need.to);
        between.any(|one| !self.present.contains(&one) && self.reach.cover(one, to).is_some())
    }

    fn undeclared(&self, from: ComponentId, to: ComponentId, files: &[PairInFile]) -> Diagnostic {
        let (caller, callee) = (self.name(from), self.name(to));
        let target = &self.plan.component(to).id;
        if let Some(reverse) = self.reach.cover(to, from).filter(|_| !self.has(to, from)) {
            let message = format!(
                "{caller} calls {callee}, and the plan has it the other way round{}",
                share_of(files)
            );
            // However the plan has it, from a notable share on it is an edge that it lacks.
            let severity = severity(files);
            let rule = match severity {
                Severity::Error => "undeclared-edge",
                _ => "reversed-edge",
            };
            return self
                .about(rule, severity, from, message, files)
                .detail(target)
                .related(reverse.need.place, format!("said here of {callee}"))
                .help(format!("let {caller} depend on {callee}"));
        }
        let message = format!(
            "{caller} calls {callee}, and the plan does not say so{}",
            share_of(files)
        );
        let finding = self
            .about("undeclared-edge", severity(files), from, message, files)
            .detail(target);
        let around = self.goes_around(from, to);
        match around {
            Some(gateway) => finding.note(format!(
                "the plan has {caller} go through {}: this goes past it",
                self.name(gateway)
            )),
            None => finding,
        }
        .help(format!("let {caller} depend on {callee}, or waive it"))
    }

    /// The gateway that calls should go through and do not.
    fn goes_around(&self, from: ComponentId, to: ComponentId) -> Option<ComponentId> {
        let needs = self.reach.needs(from).iter();
        let mut through = needs.flat_map(|need| gateways(self.plan.component(need.to)));
        through.find(|gateway| self.reach.passes_on(*gateway, to))
    }

    /// A finding at a component's table, with the places of the files.
    pub(super) fn about(
        &self,
        rule: &'static str,
        severity: Severity,
        component: ComponentId,
        message: String,
        files: &[PairInFile],
    ) -> Diagnostic {
        let one = self.plan.component(component);
        let finding =
            Diagnostic::new(rule, severity, message, one.place).component(one.id.as_str());
        self.with_files(finding, files)
    }

    /// The same with where files show it.
    pub(super) fn with_files(&self, finding: Diagnostic, files: &[PairInFile]) -> Diagnostic {
        files.iter().fold(finding, |finding, one| {
            finding.related(one.place, self.seen.words(one))
        })
    }
}

fn severity(files: &[PairInFile]) -> Severity {
    let is_notable = |one: &PairInFile| one.share.is_some_and(|share| share >= NOTABLE_SHARE);
    match files.iter().any(is_notable) {
        true => Severity::Error,
        false => Severity::Warning,
    }
}

/// ": 12.4% of its calls"; the most that a file shows.
fn share_of(files: &[PairInFile]) -> String {
    let shares = files
        .iter()
        .filter_map(|one| Some((one.share?, one.of_what())));
    let most = shares.max_by(|(one, _), (other, _)| one.total_cmp(other));
    most.map_or(String::new(), |(share, of_what)| {
        format!(": {} of its calls{of_what}", percent(share))
    })
}

/// By its kind, which is free text.
fn is_queue(resource: &Resource) -> bool {
    let kind = resource
        .kind
        .as_deref()
        .unwrap_or_default()
        .to_ascii_lowercase();
    ["queue", "stream", "broker", "bus", "topic"]
        .iter()
        .any(|word| kind.contains(word))
}
