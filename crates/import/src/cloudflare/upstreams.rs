use jurymast_terms::source::Span;
use jurymast_terms::vocabulary::Symptom;

use crate::gateways::{Answering, Answers, Link, Route, Upstream, habitual, provider_spelt};

/// Providers that this gateway calls by words of its own.
const WORDS: [(&str, &str); 5] = [
    ("workers-ai", "cloudflare-ai"),
    ("google-ai-studio", "google-gemini"),
    ("google-vertex-ai", "google-vertex"),
    ("aws-bedrock", "aws-bedrock"),
    ("perplexity-ai", "perplexity"),
];

/// The gateway's id in the catalogue.
pub(super) const GATEWAY: &str = "cloudflare-ai";

pub(super) const RESTS_ON: &str = "time-outs and tries as said; waits between them are not known";

/// Who answers, and when it is given up.
pub(super) fn link(
    (provider, model): (&str, Option<&str>),
    timeout: Option<f64>,
    tries: f64,
    path: &str,
    place: Span,
) -> Link {
    let known = WORDS.iter().find(|(word, _)| *word == provider);
    let known = known
        .map(|(_, id)| *id)
        .or_else(|| provider_spelt(provider));
    let answering = match known {
        Some(id) => Answering::Known(id),
        None => Answering::Unknown {
            named: provider.to_owned(),
            question: format!("who is the provider `{provider}`?"),
        },
    };
    // `openai/gpt-5.2` repeats the provider.
    let own = format!("{provider}/");
    let model = model.map(|model| model.strip_prefix(&own).unwrap_or(model));
    let one = Upstream::new(answering, model, path, place);
    let timeout = timeout.filter(|ms| *ms > 0.0).map(|ms| ms / 1000.0);
    let set = timeout.map(|_| Symptom::Timeout);
    Link {
        left_alone: None,
        route: Route {
            name: None,
            path: path.to_owned(),
            place,
            answers: Answers::One(Box::new(one)),
        },
        leaves_on: habitual(GATEWAY, set.as_slice()),
        detect: timeout
            .map(|seconds| (Symptom::Timeout, seconds * tries))
            .into_iter()
            .collect(),
    }
}
