//! How available a provider's endpoints and models are, which no table of their own
//! can say.

use crate::catalogue;
use crate::language::said::{self, Said};
use crate::model::{AfterEnd, ComponentId, Detail, Kind, Retirement};
use jurymast_terms::diagnostic::{Diagnostic, Severity};
use jurymast_terms::source::{At, FileId, Span};
use jurymast_terms::suggest;

use super::convert::{declared, rate_at};
use super::resolver::Resolver;

/// What one provider's table says of them.
pub(super) struct ProviderOdds {
    pub(super) file: FileId,
    pub(super) provider: ComponentId,
    pub(super) endpoints: Vec<said::EndpointEntry>,
    pub(super) models: Vec<ModelOdds>,
}

/// The odds of a model's entry.
pub(super) struct ModelOdds {
    id: Said<said::Text>,
    availability: Option<Said<said::Probability>>,
    unavailability: Option<Said<said::Probability>>,
}

impl ModelOdds {
    pub(super) fn of(model: &said::ModelEntry) -> Self {
        Self {
            id: model.id.clone(),
            availability: model.availability.clone(),
            unavailability: model.unavailability.clone(),
        }
    }
}

impl Resolver<'_> {
    /// Comes after all references, which are what makes an endpoint or a lineage of
    /// weights a component.
    pub(super) fn rate(&mut self, known: Vec<ProviderOdds>) {
        for one in known {
            let provider = self.components[one.provider.index()].id.clone();
            for endpoint in one.endpoints {
                let said::EndpointEntry {
                    id,
                    availability,
                    unavailability,
                    limit,
                    retires,
                    after,
                    replacement,
                    source,
                } = endpoint;
                let place = Span::new(one.file, id.range.clone());
                let down = self.unavailability(one.file, availability, unavailability);
                let name = id.value.0;
                match self.names.component(&format!("{provider}/{name}")) {
                    Some(to) => {
                        self.set(to, down);
                        let end = retires.map(|day| Retirement {
                            what: format!("{provider}/{name}"),
                            on: day.0,
                            announced: None,
                            after: after.unwrap_or(AfterEnd::Fails),
                            replacement,
                            evidence: source.map(declared),
                        });
                        self.end(to, end);
                        let limit = limit.map(|said| rate_at(one.file, said));
                        self.components[to.index()].limit = limit;
                    }
                    None => self.not_called(&provider, &name, place),
                }
            }
            for model in one.models {
                let place = Span::new(one.file, model.id.range.clone());
                let down = self.unavailability(one.file, model.availability, model.unavailability);
                let Some(down) = down else { continue };
                let name = model.id.value.0;
                let lineage = |name: &str| self.names.component(&format!("model:{name}"));
                match lineage(&name).or_else(|| lineage(&catalogue::lineage_name(&name))) {
                    Some(to) => self.set(to, Some(down)),
                    None => self.problems.push(unused(
                        format!("no AI dependency of this plan calls the model `{name}`"),
                        place,
                    )),
                }
            }
        }
    }

    /// The end of an endpoint is that of every call of it, unless the model's own is known.
    fn end(&mut self, endpoint: ComponentId, end: Option<Retirement>) {
        let Some(end) = end else { return };
        for component in &mut self.components {
            if let Detail::Ai(ai) = &mut component.detail
                && ai.endpoint == Some(endpoint)
            {
                ai.retirement.get_or_insert_with(|| end.clone());
            }
        }
        if let Detail::Endpoint(known) = &mut self.components[endpoint.index()].detail {
            known.retirement = Some(end);
        }
    }

    /// A lineage is one thing, whoever serves it.
    fn set(&mut self, to: ComponentId, down: Option<At<f64>>) {
        let Some(down) = down else { return };
        let component = &mut self.components[to.index()];
        let before = component.unavailability.replace(down);
        if let Some(before) = before.filter(|before| (before.value - down.value).abs() > 1e-12) {
            let message = format!("two availabilities are declared for `{}`", component.id);
            self.problems.push(
                Diagnostic::error("contradiction", message, down.span)
                    .label("not the same")
                    .related(before.span, "declared first here"),
            );
        }
    }

    fn not_called(&mut self, provider: &str, name: &str, place: Span) {
        let prefix = format!("{provider}/");
        let called = self.components.iter();
        let called = called.filter(|one| one.kind() == Kind::Endpoint);
        let called: Vec<&str> = called
            .filter_map(|one| one.id.strip_prefix(&prefix))
            .collect();
        let message =
            format!("no AI dependency of this plan calls the endpoint `{provider}/{name}`");
        let finding = unused(message, place);
        let near = suggest::did_you_mean(name, called.iter().copied());
        self.problems.push(match (near, called.as_slice()) {
            (Some(question), _) => finding.help(question),
            (None, []) => finding,
            (None, all) => finding.note(format!("called: {}", all.join(", "))),
        });
    }
}

fn unused(message: String, place: Span) -> Diagnostic {
    Diagnostic::new("unused-availability", Severity::Warning, message, place).label("not used")
}
