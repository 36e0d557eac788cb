use std::ops::Range;

use jurymast_plan::catalogue::{
    self, Maker, maker_of, models, provider_of_host, vendor, without_region,
};

use super::aws::service_of_client;
use super::ended::{is_telling, seller_of};
use super::evidence::{EvidenceKind, Literal, Strength};
use super::needles::{self, Needle};
use super::services::service;

/// All of a text, in order.
pub(super) fn literals(text: &[u8]) -> Vec<Literal> {
    let mut found: Vec<Literal> = Vec::new();
    for (needle, range) in needles::find(text) {
        if found
            .last()
            .is_some_and(|last| range.start < last.range.end)
        {
            continue;
        }
        found.extend(match needle {
            Needle::Host => host(text, range),
            Needle::Model => model(text, range),
            Needle::Variable(id) => whole_word(text, range, id),
            Needle::Image(id) => image(text, range, id),
            Needle::Scheme => service(text, range),
            Needle::AwsClient => service_of_client(text, range),
            Needle::Hub => weights_of_hub(text, range),
            Needle::Infrastructure(id) => Some(Literal {
                range,
                provider: Some(id),
                model: None,
                service: None,
                kind: EvidenceKind::Infrastructure,
                strength: Strength::Host,
            }),
        });
    }
    found
}

fn host(text: &[u8], range: Range<usize>) -> Option<Literal> {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
    let range = grown(text, range, is_part);
    let host = text_of(text, range.clone())?;
    // Whose part of it it is, is to be filled in.
    if host.starts_with('.') {
        return None;
    }
    // A port of this machine that leads to one of a container: `127.0.0.1:11434:11434`.
    if matches!(&text[range.end..], [b':', next, ..] if next.is_ascii_digit()) {
        return None;
    }
    let strength = match is_called(host, &text[..range.start], &text[range.end..]) {
        true => Strength::Host,
        false => Strength::Weak,
    };
    Some(Literal {
        provider: Some(provider_of_host(host)?),
        range,
        model: None,
        service: None,
        kind: EvidenceKind::Host,
        strength,
    })
}

/// First labels of sites for people, and of those where files lie to be fetched.
const SITES: [&str; 18] = [
    "www",
    "docs",
    "doc",
    "hub",
    "status",
    "console",
    "platform",
    "support",
    "help",
    "cloud",
    "developers",
    "developer",
    "learn",
    "blog",
    "community",
    "dl",
    "download",
    "downloads",
];

/// A site for people has two labels, or `www` or `docs` in front; it is called only where
/// it stands in an address that goes on as that of an interface does. The groups of
/// Kubernetes look like hosts: `cloud.google.com/v1`.
fn is_called(host: &str, before: &[u8], after: &[u8]) -> bool {
    let mut labels = host.split('.');
    let first = labels.next().unwrap_or_default();
    let has_port = host.contains(':');
    let is_site = !has_port && (labels.count() < 2 || SITES.contains(&first));
    let goes_on = ["/api", "/v1", "/v2", ":"];
    let is_interface = goes_on.iter().any(|way| after.starts_with(way.as_bytes()));
    !is_site || (before.ends_with(b"://") && is_interface)
}

fn whole_word(text: &[u8], range: Range<usize>, id: &'static str) -> Option<Literal> {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    (grown(text, range.clone(), is_part) == range).then_some(Literal {
        range,
        provider: Some(id),
        model: None,
        service: None,
        kind: EvidenceKind::Env,
        strength: Strength::Env,
    })
}

fn image(text: &[u8], range: Range<usize>, id: &'static str) -> Option<Literal> {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"-._/:@".contains(&byte);
    let whole = grown(text, range.clone(), is_part);
    // What stands in front is another registry's mirror, or the scheme of an address.
    let before = text_of(text, whole.start..range.start)?;
    let is_image = before.is_empty() || (before.ends_with('/') && !before.contains("//"));
    is_image.then_some(Literal {
        range: whole,
        provider: Some(id),
        model: None,
        service: None,
        kind: EvidenceKind::Image,
        strength: Strength::Host,
    })
}

/// A model's id: it stands by itself, and is known or looks as ids of its maker's do.
fn model(text: &[u8], range: Range<usize>) -> Option<Literal> {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"-._/:@".contains(&byte);
    let mut before = needles::BEFORE_A_VALUE.iter();
    let before = before.find(|before| text[range.start..].starts_with(before.as_bytes()));
    let start = range.start + before.map_or(0, |before| before.len());
    let mut range = grown(text, start..range.end, is_part);
    while range.end > range.start && matches!(text[range.end - 1], b'.' | b':' | b'/') {
        range.end -= 1;
    }
    let id = text_of(text, range.clone())?;
    // What ends so is compared with the beginnings of ids, or is to be filled in.
    if id.ends_with('-') || id.ends_with("xxx") {
        return None;
    }
    let (seller, id) = seller_before_colon(id);
    range.start = range.end - id.len();
    let provider = match (seller, provider_of_model(id), seller_of(id)) {
        (_, None, None) => return None,
        (None, None, Some(_)) if !is_telling(id) && !is_for_a_model(&text[..range.start]) => {
            return None;
        }
        (Some(seller), ..) => Some(seller),
        (None, Some(provider), _) => Some(provider),
        (None, None, Some(known)) => known,
    };
    Some(Literal {
        provider,
        model: Some(id.to_owned()),
        service: None,
        range,
        kind: EvidenceKind::Model,
        strength: Strength::Model,
    })
}

/// Whether what follows is the value of a field for models: `model="`, `"engine": "`.
fn is_for_a_model(before: &[u8]) -> bool {
    const LONGEST: usize = 60;
    let before = &before[before.len().saturating_sub(LONGEST)..];
    let before = before.rsplit(|byte| matches!(byte, b'\n' | b',' | b'(' | b'{'));
    let field = before.into_iter().next().unwrap_or_default();
    let field = String::from_utf8_lossy(field).to_ascii_lowercase();
    let Some((key, behind)) = field.rsplit_once(['=', ':']) else {
        return false;
    };
    let is_open = behind.chars().all(|c| c == ' ' || c == '"' || c == '\'');
    is_open && (key.contains("model") || key.contains("engine"))
}

/// Clients that know many sellers put theirs before a colon: `openai:gpt-5.2`.
fn seller_before_colon(id: &str) -> (Option<&'static str>, &str) {
    let seller = |prefix: &str| {
        let by_name = || catalogue::provider(catalogue::meant(prefix)?);
        let found = vendor(prefix)
            .or_else(|| catalogue::provider(prefix))
            .or_else(by_name);
        found.map(|one| one.id.as_str())
    };
    match id.split_once(':') {
        Some((prefix, model)) => match seller(prefix) {
            Some(seller) => (Some(seller), model),
            None => (None, id),
        },
        None => (None, id),
    }
}

/// Who answers for a model: the prefix in front, or its maker.
pub(super) fn provider_of_model(id: &str) -> Option<&'static str> {
    if id.len() > 100 {
        return None;
    }
    let (prefix, name) = match id.split_once('/') {
        Some((prefix, name)) => (Some(prefix), name),
        None => (None, id),
    };
    let sold_by = match prefix {
        Some(prefix) => vendor(prefix),
        None => is_bedrock_id(name)
            .then(|| catalogue::provider(BEDROCK))
            .flatten(),
    };
    if prefix.is_some() && sold_by.is_none() {
        return None;
    }
    let made_by = match maker_of(name) {
        Maker::Provider(maker) => Some(maker),
        Maker::Nobody | Maker::Unknown => None,
    };
    let provider = sold_by.or(made_by)?;
    let lists = [Some(provider), made_by].into_iter().flatten();
    let is_known = lists
        .filter_map(|one| models(&one.id))
        .any(|list| list.find(id).or_else(|| list.meant(name)).is_some());
    (is_known || looks_like_an_id(name)).then_some(provider.id.as_str())
}

const BEDROCK: &str = "aws-bedrock";

/// Amazon Bedrock alone puts the maker in front, and a profile of regions before that:
/// `eu.anthropic.claude-sonnet-4-5-20250929-v1:0`.
fn is_bedrock_id(name: &str) -> bool {
    const MAKERS: [&str; 10] = [
        "ai21.",
        "amazon.",
        "anthropic.",
        "cohere.",
        "deepseek.",
        "meta.",
        "mistral.",
        "openai.",
        "qwen.",
        "stability.",
    ];
    let own = without_region(name).unwrap_or(name);
    MAKERS.iter().any(|maker| own.starts_with(maker))
}

/// A version in it, and nothing that files or packages are called.
fn looks_like_an_id(name: &str) -> bool {
    const ENDINGS: [&str; 14] = [
        ".py", ".js", ".ts", ".tsx", ".json", ".md", ".mdx", ".png", ".svg", ".yaml", ".yml",
        ".toml", ".html", ".txt",
    ];
    let mut words = name.split(['-', '.', ':', '@']);
    let family = words.next().unwrap_or_default();
    let version = words.next().unwrap_or_default();
    let has_version = version.starts_with(|c: char| c.is_ascii_digit())
        || (family.len() > 1 && family.ends_with(|c: char| c.is_ascii_digit()));
    let is_named = matches!(
        (family, version),
        ("claude", "opus" | "sonnet" | "haiku") | ("mistral", "large" | "medium" | "small")
    ) && name.contains(|c: char| c.is_ascii_digit());
    let is_file = ENDINGS.iter().any(|ending| name.ends_with(ending));
    !is_file && !name.contains('/') && (has_version || is_named)
}

/// Weights that are fetched from the hub when the program starts:
/// `from_pretrained("acme/ranker")`. What is a path lies beside it already.
fn weights_of_hub(text: &[u8], call: Range<usize>) -> Option<Literal> {
    let quote = text[call.end..]
        .iter()
        .position(|byte| !byte.is_ascii_whitespace())?;
    let start = call.end + quote + 1;
    if !matches!(text.get(start - 1), Some(b'"' | b'\'')) {
        return None;
    }
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._/".contains(byte);
    let named = text[start..]
        .iter()
        .take(200)
        .take_while(|byte| is_part(byte));
    let range = start..start + named.count();
    let (owner, name) = text_of(text, range.clone())?.split_once('/')?;
    let is_of_hub = !owner.is_empty() && !owner.starts_with('.') && !name.contains('/');
    (is_of_hub && !name.is_empty()).then_some(Literal {
        range,
        provider: Some("huggingface"),
        model: None,
        service: None,
        kind: EvidenceKind::Code,
        strength: Strength::Package,
    })
}

fn grown(text: &[u8], range: Range<usize>, is_part: impl Fn(u8) -> bool) -> Range<usize> {
    let before = text[..range.start].iter().rev();
    let after = text[range.end..].iter();
    let start = range.start - before.take_while(|byte| is_part(**byte)).take(200).count();
    let end = range.end + after.take_while(|byte| is_part(**byte)).take(200).count();
    start..end
}

fn text_of(text: &[u8], range: Range<usize>) -> Option<&str> {
    std::str::from_utf8(&text[range]).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(Option<&'static str>, &str, EvidenceKind)> {
        let found = literals(text.as_bytes()).into_iter();
        found
            .map(|one| (one.provider, &text[one.range], one.kind))
            .collect()
    }

    #[test]
    fn a_site_for_people_proves_nothing() {
        let strength = |text: &str| literals(text.as_bytes())[0].strength;
        assert_eq!(strength("https://github.com/acme/x"), Strength::Weak);
        assert_eq!(strength("https://api.github.com/"), Strength::Host);
        assert_eq!(strength("https://openrouter.ai/api/v1"), Strength::Host);
        assert_eq!(strength("https://openrouter.ai/docs"), Strength::Weak);
        assert_eq!(strength("http://localhost:11434"), Strength::Host);
        assert_eq!(strength("apiVersion: cloud.google.com/v1"), Strength::Weak);
    }

    #[test]
    fn places_are_taken_for_what_they_are() {
        use EvidenceKind::{Env, Host, Image, Infrastructure, Model};
        let cases = [
            (
                "url = 'https://api.openai.com/v1'",
                Some((Some("openai"), "api.openai.com", Host)),
            ),
            (
                "https://acme.openai.azure.com/",
                Some((Some("azure-openai"), "acme.openai.azure.com", Host)),
            ),
            ("https://api.openai.com.evil.example/", None),
            ("ports: ['127.0.0.1:11434:11434']", None),
            (
                "see https://github.com/acme/x",
                Some((Some("github"), "github.com", Host)),
            ),
            (
                "model=\"gpt-5.2\"",
                Some((Some("openai"), "gpt-5.2", Model)),
            ),
            (
                "model: azure/gpt-4o",
                Some((Some("azure-openai"), "azure/gpt-4o", Model)),
            ),
            (
                "id=\"anthropic:claude-haiku-4-5-20251001\"",
                Some((Some("anthropic"), "claude-haiku-4-5-20251001", Model)),
            ),
            ("'o3-mini'", Some((Some("openai"), "o3-mini", Model))),
            (
                "claude-3-5-sonnet-latest",
                Some((Some("anthropic"), "claude-3-5-sonnet-latest", Model)),
            ),
            ("name.startswith('gpt-4-')", None),
            ("for example gpt-4-xxx", None),
            (
                "modelId: us.anthropic.claude-3-5-sonnet-20241022-v2:0",
                Some((
                    Some("aws-bedrock"),
                    "us.anthropic.claude-3-5-sonnet-20241022-v2:0",
                    Model,
                )),
            ),
            (
                "m = AutoModel.from_pretrained(\n    'BAAI/bge-m3')",
                Some((Some("huggingface"), "BAAI/bge-m3", EvidenceKind::Code)),
            ),
            ("AutoModel.from_pretrained('./weights/own')", None),
            ("AutoModel.from_pretrained(path)", None),
            ("https://<tenant>.okta.com/login", None),
            ("gpt-index.py", None),
            ("claude-code", None),
            ("src/gpt-4-wrapper.ts", None),
            (
                "os.environ['OPENAI_API_KEY']",
                Some((Some("openai"), "OPENAI_API_KEY", Env)),
            ),
            ("MY_OPENAI_API_KEY_2", None),
            (
                "image: ollama/ollama:0.5",
                Some((Some("ollama"), "ollama/ollama:0.5", Image)),
            ),
            (
                "resource \"azurerm_cognitive_deployment\" \"x\" {}",
                Some((
                    Some("azure-openai"),
                    "azurerm_cognitive_deployment",
                    Infrastructure,
                )),
            ),
        ];
        for (text, expected) in cases {
            let expected: Vec<_> = expected.into_iter().collect();
            assert_eq!(found(text), expected, "{text}");
        }
    }
}
