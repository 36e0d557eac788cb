use jurymast_plan::catalogue;
use jurymast_plan::model::{Ai, AiNeeds, Component, Detail, Plan};
use jurymast_terms::units::Date;

/// What kind of work a call asks for, as far as its endpoint tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum CapabilityNeed {
    /// Text in, text out.
    Text,
    /// The endpoint's own: embeddings, images, videos ...
    Other(String),
}

/// Other work that goes by several names.
const ALIKE: [(&str, &[&str]); 3] = [
    (
        "videos",
        &["text-to-video", "image-to-video", "predict-long-running"],
    ),
    ("embeddings", &["embed"]),
    ("transcription", &["listen", "speech-to-text", "transcript"]),
];

/// Endpoints that all answer text with text, each lab with its own name.
const TEXT: [&str; 9] = [
    "responses",
    "chat-completions",
    "messages",
    "message-batches",
    "converse",
    "generate-content",
    "chat",
    "invocations",
    "raw-predict",
];

pub(super) fn ai(component: &Component) -> Option<&Ai> {
    match &component.detail {
        Detail::Ai(ai) => Some(ai),
        _ => None,
    }
}

/// Whether the model, or what it is called by, is known to be gone.
pub(super) fn has_ended(ai: &Ai, today: Date) -> bool {
    ai.retirement.as_ref().is_some_and(|end| end.on <= today)
}

/// `None` where the plan names no endpoint and the catalogue knows none.
pub(super) fn work(plan: &Plan, ai: &Ai) -> Option<CapabilityNeed> {
    let id = &plan.component(ai.endpoint?).id;
    Some(work_of(id.rsplit('/').next().unwrap_or(id)))
}

pub(super) fn work_of(endpoint: &str) -> CapabilityNeed {
    if TEXT.contains(&endpoint) {
        CapabilityNeed::Text
    } else {
        let known = ALIKE.iter().find(|(_, names)| names.contains(&endpoint));
        CapabilityNeed::Other(known.map_or(endpoint, |(name, _)| name).to_owned())
    }
}

/// The endpoint of a catalogue provider that does the work.
pub(super) fn endpoint(
    provider: &catalogue::ProviderRecord,
    work: &CapabilityNeed,
) -> Option<String> {
    if provider.modality.is_some() && *work == CapabilityNeed::Text {
        return None;
    }
    let usual = provider.endpoints.iter().filter(|one| one.default);
    let all = usual.chain(&provider.endpoints);
    let mut fits = all.filter(|one| work_of(&one.id) == *work && one.retired.is_none());
    fits.next().map(|one| one.id.clone())
}

/// Whether all that `needed` asks for stands in `known`, which another caller
/// asks of the same model.
pub(super) fn covers(known: AiNeeds, needed: AiNeeds) -> bool {
    let flag =
        |known: Option<bool>, needed: Option<bool>| needed != Some(true) || known == Some(true);
    flag(known.tools, needed.tools)
        && flag(known.structured_output, needed.structured_output)
        && flag(known.vision, needed.vision)
        && flag(known.streaming, needed.streaming)
        && needed
            .context
            .is_none_or(|needed| known.context.is_some_and(|known| known >= needed))
}
