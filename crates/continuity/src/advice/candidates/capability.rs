use jurymast_plan::catalogue::{self, Modality};
use jurymast_plan::model::{Ai, AiNeeds, Component, Detail};
use jurymast_terms::units::Date;

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

/// The endpoint of a catalogue provider that has the modality.
pub(super) fn endpoint(
    provider: &catalogue::ProviderRecord,
    modality: &Modality,
) -> Option<String> {
    if provider.modality.is_some() && *modality == Modality::Text {
        return None;
    }
    let usual = provider.endpoints.iter().filter(|one| one.default);
    let all = usual.chain(&provider.endpoints);
    let mut fits =
        all.filter(|one| Modality::of_endpoint(&one.id) == *modality && one.retired.is_none());
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
        && needed
            .latency
            .is_none_or(|needed| known.latency.is_some_and(|known| known <= needed))
}
