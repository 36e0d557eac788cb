use crate::model::{Ai, Plan};

/// What a call takes and gives, as far as its endpoint tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Modality {
    /// Text in, text out.
    Text,
    /// The endpoint's own: embeddings, images, videos ...
    Other(String),
}

/// Other modalities that go by several names.
const ALIKE: [(&str, &[&str]); 3] = [
    (
        "videos",
        &["text-to-video", "image-to-video", "predict-long-running"],
    ),
    (EMBEDDINGS, &["embed"]),
    ("transcription", &["listen", "speech-to-text", "transcript"]),
];

const EMBEDDINGS: &str = "embeddings";

/// Kinds of work that are no text, by the name that says so.
const KNOWN: [&str; 8] = [
    EMBEDDINGS,
    "images",
    "moderations",
    "realtime",
    "rerank",
    "speech",
    "transcription",
    "videos",
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

impl Modality {
    /// By an endpoint's id, without its provider: `responses`.
    pub fn of_endpoint(endpoint: &str) -> Self {
        if TEXT.contains(&endpoint) {
            return Self::Text;
        }
        let known = ALIKE.iter().find(|(_, names)| names.contains(&endpoint));
        Self::Other(known.map_or(endpoint, |(name, _)| name).to_owned())
    }

    /// Vectors, which mean something only beside others of the same model.
    pub fn is_embeddings(&self) -> bool {
        matches!(self, Self::Other(name) if name == EMBEDDINGS)
    }

    /// Work of a kind that is known by this name; an endpoint may be called anything.
    pub fn is_known(&self) -> bool {
        match self {
            Self::Text => true,
            Self::Other(name) => KNOWN.contains(&name.as_str()),
        }
    }

    /// "text", "embeddings"
    pub fn as_str(&self) -> &str {
        match self {
            Self::Text => "text",
            Self::Other(name) => name,
        }
    }
}

/// What the name of a model tells, whatever endpoint the plan says or the catalogue
/// assumes.
const BY_NAME: [(&str, &[&str]); 4] = [
    (EMBEDDINGS, &["embed", "bge-", "gte-", "e5-", "voyage-"]),
    ("rerank", &["rerank"]),
    ("transcription", &["whisper", "transcribe"]),
    (
        "images",
        &["dall-e", "imagen", "gpt-image", "stable-diffusion"],
    ),
];

/// By saved lists of models, else by the name of the model, else by its endpoint. `None`
/// where the plan names no endpoint and the catalogue knows none, and nothing else tells.
pub fn modality(plan: &Plan, ai: &Ai) -> Option<Modality> {
    if let Some((work, _)) = ai.knowledge.said(|one| one.work) {
        return Some(match work {
            "text" => Modality::Text,
            other => Modality::Other(other.to_owned()),
        });
    }
    if let Some(model) = &ai.model {
        let name = model.value.to_ascii_lowercase();
        let mut known = BY_NAME.iter();
        let known = known.find(|(_, words)| words.iter().any(|word| name.contains(word)));
        if let Some((modality, _)) = known {
            return Some(Modality::Other((*modality).to_owned()));
        }
    }
    let id = &plan.component(ai.endpoint?).id;
    let (_, endpoint) = id.rsplit_once('/').unwrap_or(("", id));
    Some(Modality::of_endpoint(endpoint))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endpoints_with_many_names_do_one_thing() {
        let of = |endpoint: &str| Modality::of_endpoint(endpoint);
        assert_eq!(of("responses"), of("converse"));
        assert_eq!(of("embed"), of("embeddings"));
        assert!(of("embed").is_embeddings() && !of("chat").is_embeddings());
        assert_eq!(of("images").as_str(), "images");
    }
}
