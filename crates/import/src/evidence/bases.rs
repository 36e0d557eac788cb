use jurymast_plan::catalogue::{meant, provider, vendor};

use super::hosts::HostKey;

/// What a variable says that leads calls of models to an address, in the place of a
/// provider's own: `OPENAI_BASE_URL`, `LLM_API_BASE`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct BaseKey {
    /// The words before what says that it is an address.
    pub(super) stem: Vec<String>,
    /// The provider whose clients read it; `None`: anybody's.
    pub(super) client: Option<&'static str>,
}

/// Ends of the names of such variables, the longer first.
const ENDS: [&str; 24] = [
    "PROXY_API_BASE",
    "API_BASE_URLS",
    "API_BASE_URL",
    "REVERSE_PROXY",
    "API_ENDPOINT",
    "ENDPOINT_URL",
    "GATEWAY_URL",
    "BASE_URLS",
    "SERVER_URL",
    "PROXY_URL",
    "BASE_URL",
    "API_BASE",
    "API_HOST",
    "API_URL",
    "BASEURL",
    "BASE_URI",
    "ENDPOINT",
    "BASE",
    "URLS",
    "URL",
    "HOSTS",
    "HOST",
    "ADDR",
    "URI",
];

/// Words of variables that are about models, whoever answers; with the ends that lead calls
/// somewhere.
const ANYBODY: [&str; 9] = [
    "LLM",
    "AI",
    "GENAI",
    "CHAT",
    "COMPLETION",
    "EMBEDDING",
    "EMBEDDINGS",
    "RERANK",
    "RERANKER",
];

/// Ends that say by themselves that calls of an interface go there.
const OF_INTERFACES: [&str; 8] = [
    "PROXY_API_BASE",
    "API_BASE_URLS",
    "API_BASE_URL",
    "GATEWAY_URL",
    "BASE_URLS",
    "BASE_URL",
    "API_BASE",
    "BASEURL",
];

/// Words that make a variable with `MODEL` in it say something else than a model's name.
const NO_NAMES: [&str; 24] = [
    "PATH",
    "DIR",
    "CACHE",
    "PROVIDER",
    "DIMENSION",
    "DIMENSIONS",
    "TIMEOUT",
    "SERVER",
    "HOST",
    "URL",
    "PORT",
    "TYPE",
    "MAX",
    "LIMIT",
    "KEY",
    "ENABLED",
    "ENABLE",
    "SIZE",
    "VERSION",
    "FILE",
    "DEVICE",
    "REGION",
    "LIST",
    "TOKENS",
];

impl BaseKey {
    /// By the name of a variable; `None` where it leads no calls of models anywhere, as far
    /// as its name says.
    pub(super) fn of(key: &str) -> Option<Self> {
        let base = Self::anyhow(key)?;
        let is_about_models = base
            .stem
            .iter()
            .any(|word| ANYBODY.contains(&word.as_str()));
        let is_of_interface = is_about_models && {
            let end = &words(key)[base.stem.len()..].join("_");
            OF_INTERFACES.contains(&end.as_str())
        };
        (base.client.is_some() || is_of_interface).then_some(base)
    }

    /// The same of a variable whose value is known to lead to where models are called.
    pub(super) fn anyhow(key: &str) -> Option<Self> {
        if HostKey::of(key) == HostKey::None {
            return None;
        }
        let all = words(key).join("_");
        let end = ENDS.iter().find_map(|end| {
            let before = all.strip_suffix(end)?;
            before.strip_suffix('_').or(before.is_empty().then_some(""))
        });
        let stem: Vec<String> = match end {
            Some(stem) => words(stem),
            None => return None,
        };
        Some(Self {
            client: client(&stem),
            stem,
        })
    }

    /// Whether a variable that names a model is for these calls: of the same client or
    /// with the same first words.
    pub(super) fn is_of_model(&self, key: &str) -> bool {
        let of_model = words(key);
        let same_client = self.client.is_some() && client(&of_model) == self.client;
        let same_stem = !self.stem.is_empty() && of_model.starts_with(&self.stem);
        same_client || same_stem
    }
}

/// The provider of a variable's name, where one of its words, or two in a row, is one.
pub(super) fn client_of(key: &str) -> Option<&'static str> {
    client(&words(key))
}

/// Whether a variable names a model.
pub(super) fn names_model(key: &str) -> bool {
    let words = words(key);
    let has = |asked: &[&str]| words.iter().any(|word| asked.contains(&word.as_str()));
    let is_deployment = has(&["DEPLOYMENT"]) && client(&words) == Some("azure-openai");
    (has(&["MODEL", "MODELS"]) || is_deployment) && !has(&NO_NAMES)
}

/// Of anybody's models: none of the words is a provider's.
pub(super) fn is_anybodys(key: &str) -> bool {
    client(&words(key)).is_none()
}

fn client(words: &[String]) -> Option<&'static str> {
    let pairs = words.windows(2).map(|two| two.join("-"));
    let mut named = pairs.chain(words.iter().cloned());
    named.find_map(|name| {
        let name = name.to_ascii_lowercase();
        let id = provider(&name).map(|one| one.id.as_str());
        let id = id
            .or_else(|| vendor(&name.replace('-', "_")).map(|one| one.id.as_str()))
            .or_else(|| meant(&name));
        id.filter(|id| provider(id).is_some_and(|one| one.answers_ai_calls()))
    })
}

fn words(key: &str) -> Vec<String> {
    let all = key.split(|c: char| !c.is_ascii_alphanumeric());
    let words = all.filter(|word| !word.is_empty());
    words.map(str::to_ascii_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_that_lead_calls_elsewhere_are_known() {
        let client = |key: &str| BaseKey::of(key).map(|base| base.client);
        for key in [
            "OPENAI_BASE_URL",
            "OPENAI_API_BASE",
            "OPENAI_API_BASE_URLS",
            "OPENAI_API_HOST",
            "OPENAI_REVERSE_PROXY",
            "APP_OPENAI_BASE_URL",
            "spring.ai.openai.base-url",
        ] {
            assert_eq!(client(key), Some(Some("openai")), "{key}");
        }
        let of = [
            ("ANTHROPIC_BASE_URL", "anthropic"),
            ("AZURE_OPENAI_ENDPOINT", "azure-openai"),
            ("GOOGLE_GEMINI_BASE_URL", "google-gemini"),
            ("LITELLM_URL", "litellm"),
            ("LITELLM_PROXY_API_BASE", "litellm"),
            ("OLLAMA_HOST", "ollama"),
            ("HOSTED_VLLM_API_BASE", "vllm"),
        ];
        for (key, id) in of {
            assert_eq!(client(key), Some(Some(id)), "{key}");
        }
        for key in ["LLM_BASE_URL", "EMBEDDING_API_BASE", "AI_GATEWAY_URL"] {
            assert_eq!(client(key), Some(None), "{key}");
        }
        for key in [
            "DATABASE_URL",
            "BASE_URL",
            "CHAT_URL",
            "MODEL_SERVER_HOST",
            "API_URL",
        ] {
            assert_eq!(client(key), None, "{key}");
        }
    }

    #[test]
    fn variables_that_name_models_are_known() {
        for key in [
            "OPENAI_MODEL",
            "LLM_MODEL_NAME",
            "OPENAI_CHAT_MODEL",
            "MODEL",
        ] {
            assert!(names_model(key), "{key}");
        }
        for key in [
            "MODEL_PATH",
            "MODEL_SERVER_HOST",
            "EMBEDDING_MODEL_DIMENSIONS",
            "X",
        ] {
            assert!(!names_model(key), "{key}");
        }
        let base = BaseKey::of("OPENAI_BASE_URL").unwrap();
        assert!(base.is_of_model("OPENAI_MODEL"));
        assert!(!base.is_of_model("ANTHROPIC_MODEL"));
        assert!(!base.is_of_model("MODEL"));
    }
}
