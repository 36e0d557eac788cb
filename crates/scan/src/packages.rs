use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use jurymast_plan::catalogue::{self, detection};

use super::evidence::{EvidenceKind, Literal, Strength};
use super::kind::FileKind;

/// Packages whose clients call whoever answers in the shape that OpenAI made common: they
/// prove a family, not who answers.
const FAMILIES: [&str; 12] = [
    "openai",
    "async-openai",
    "openai-api-rs",
    "ruby-openai",
    "openai-php/client",
    "langchain-openai",
    "llama-index-llms-openai",
    "@langchain/openai",
    "github.com/openai/openai-go",
    "github.com/sashabaranov/go-openai",
    "com.openai:openai-java",
    "OpenAI",
];

/// Who has a package: by registry and its name there.
static PACKAGES: LazyLock<HashMap<(&'static str, String), &'static str>> = LazyLock::new(|| {
    let mut all = HashMap::new();
    for record in detection() {
        for (registry, names) in &record.packages {
            for name in names {
                let name = normal(registry, name);
                let name = match name.split_once(':') {
                    Some((_, artifact)) => artifact.to_owned(),
                    None => name,
                };
                all.entry((registry.as_str(), name))
                    .or_insert(record.id.as_str());
            }
        }
    }
    all
});

/// Modules of Python that are called otherwise than their package.
const MODULES: [(&str, &str); 7] = [
    ("google.genai", "google-genai"),
    ("google.generativeai", "google-generativeai"),
    ("vertexai", "google-cloud-aiplatform"),
    ("huggingface_hub", "huggingface-hub"),
    ("fal_client", "fal-client"),
    ("sentry_sdk", "sentry-sdk"),
    ("slack_sdk", "slack-sdk"),
];

/// The packages that a manifest, a lock file or a source names.
pub(super) fn packages(text: &str, kind: FileKind) -> Vec<Literal> {
    if let Some(registry) = kind.registry {
        return manifest(text, registry, kind.is_lock);
    }
    if kind.is_python {
        return imports(text, python_module);
    }
    if kind.is_script {
        return imports(text, script_module);
    }
    Vec::new()
}

/// Names in a manifest stand by themselves, between quotes, blanks and signs. A version or
/// an extra may follow.
fn manifest(text: &str, registry: &'static str, is_lock: bool) -> Vec<Literal> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "-._@/:".contains(c);
    let mut found = Vec::new();
    for (start, token) in tokens(text, is_part) {
        let name = token.trim_end_matches([':', '.', '/']);
        // A lock file of npm's names what a package would like beside it, too: installed is
        // what has a folder or a version.
        let has_version = name.char_indices().skip(1).any(|(_, c)| c == '@');
        let is_installed = name.starts_with("node_modules/") || has_version;
        if is_lock && registry == "npm" && !is_installed {
            continue;
        }
        let name = match registry {
            // `pkg@1.2.3` of a lock file, `@scope/pkg@1.2.3` too.
            "npm" => match name.get(1..).and_then(|rest| rest.find('@')) {
                Some(at) => &name[..at + 1],
                None => name,
            },
            // A major version is a part of the path.
            "go" => major(name),
            // The group stands apart in some files, and a version may follow.
            "maven" => name.split(':').nth(1).unwrap_or(name),
            _ => name,
        };
        let name = name.strip_prefix("node_modules/").unwrap_or(name);
        let start = start + (name.as_ptr() as usize - token.as_ptr() as usize);
        let range = start..start + name.len();
        found.extend(package(registry, name, range, EvidenceKind::Package));
    }
    found
}

fn major(name: &str) -> &str {
    match name.rsplit_once('/') {
        Some((path, last))
            if last.starts_with('v') && last[1..].bytes().all(|b| b.is_ascii_digit()) =>
        {
            path
        }
        _ => name,
    }
}

fn imports(text: &str, module: fn(&str) -> Option<(&str, &'static str)>) -> Vec<Literal> {
    let mut found = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if let Some((name, registry)) = module(line) {
            let start = at + (name.as_ptr() as usize - line.as_ptr() as usize);
            let range = start..start + name.len();
            found.extend(package(registry, name, range, EvidenceKind::Code));
        }
        at += line.len();
    }
    found
}

fn python_module(line: &str) -> Option<(&str, &'static str)> {
    let line = line.trim_start();
    let rest = line
        .strip_prefix("import ")
        .or_else(|| line.strip_prefix("from "))?;
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.';
    let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
    let module = &rest[..end];
    let known = MODULES.iter().any(|(known, _)| module.starts_with(known));
    let first = module.split('.').next().unwrap_or(module);
    Some((if known { module } else { first }, "pypi"))
}

fn script_module(line: &str) -> Option<(&str, &'static str)> {
    let starts = ["from ", "require(", "import(", "import "];
    starts.iter().find_map(|start| {
        let rest = &line[line.find(start)? + start.len()..];
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let name = rest[1..].split(quote).next()?;
        Some((name, "npm"))
    })
}

/// Whose client a package of a registry is.
pub(super) fn package_of(registry: &'static str, name: &str) -> Option<Literal> {
    package(registry, name, 0..0, EvidenceKind::Bom)
}

fn package(
    registry: &'static str,
    name: &str,
    range: Range<usize>,
    kind: EvidenceKind,
) -> Option<Literal> {
    let asked = match (kind, registry) {
        (EvidenceKind::Code, "pypi") => {
            let module = MODULES.iter().find(|(known, _)| name.starts_with(known));
            module.map_or_else(
                || normal("pypi", name),
                |(_, package)| normal("pypi", package),
            )
        }
        _ => normal(registry, name),
    };
    let provider = *PACKAGES.get(&(registry, asked))?;
    let is_framework = catalogue::provider(provider).is_some_and(|one| one.kind == "framework");
    let is_family = FAMILIES.contains(&name) || is_framework;
    Some(Literal {
        range,
        provider: Some(provider),
        model: None,
        service: None,
        kind,
        strength: match is_family {
            true => Strength::Weak,
            false => Strength::Package,
        },
    })
}

/// A name as its registry compares it.
fn normal(registry: &str, name: &str) -> String {
    match registry {
        "pypi" => name.to_ascii_lowercase().replace(['_', '.'], "-"),
        "cargo" => name.replace('_', "-"),
        "nuget" => name.to_ascii_lowercase(),
        _ => name.to_owned(),
    }
}

fn tokens(text: &str, is_part: impl Fn(char) -> bool) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split(move |c| !is_part(c)).filter_map(move |token| {
        let start = at;
        at += token.len();
        // The sign behind it is as long as the text says.
        at += text[at..].chars().next().map_or(0, char::len_utf8);
        (!token.is_empty()).then_some((start, token))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> Vec<(&'static str, String, Strength)> {
        let found = packages(text, FileKind::of(path)).into_iter();
        found
            .map(|one| {
                (
                    one.provider.unwrap(),
                    text[one.range].to_owned(),
                    one.strength,
                )
            })
            .collect()
    }

    #[test]
    fn packages_of_eight_registries() {
        let one = |id, name: &str, strength| vec![(id, name.to_owned(), strength)];
        use Strength::{Package, Weak};
        let cases = [
            (
                "package.json",
                r#"{"dependencies": {"@anthropic-ai/sdk": "^1", "x": "1"}}"#,
                one("anthropic", "@anthropic-ai/sdk", Package),
            ),
            (
                "yarn.lock",
                "\"@anthropic-ai/sdk@^0.3\":\n  version",
                one("anthropic", "@anthropic-ai/sdk", Package),
            ),
            (
                "requirements.txt",
                "anthropic==0.4\nrequests\n",
                one("anthropic", "anthropic", Package),
            ),
            (
                "pyproject.toml",
                "dependencies = [\"openai[x]>=1\"]",
                one("openai", "openai", Weak),
            ),
            (
                "Cargo.toml",
                "async-openai = \"1\"",
                one("openai", "async-openai", Weak),
            ),
            (
                "go.mod",
                "require github.com/anthropics/anthropic-sdk-go v1.2.3",
                one(
                    "anthropic",
                    "github.com/anthropics/anthropic-sdk-go",
                    Package,
                ),
            ),
            (
                "build.gradle",
                "implementation 'com.anthropic:anthropic-java:1.0'",
                one("anthropic", "anthropic-java", Package),
            ),
            ("Gemfile", "gem 'stripe'", one("stripe", "stripe", Package)),
            (
                "composer.json",
                "\"stripe/stripe-php\": \"^1\"",
                one("stripe", "stripe/stripe-php", Package),
            ),
            (
                "a.csproj",
                "<PackageReference Include=\"Stripe.net\" />",
                one("stripe", "Stripe.net", Package),
            ),
            (
                "a.py",
                "import anthropic\nfrom google import genai\n",
                one("anthropic", "anthropic", Package),
            ),
            (
                "a.ts",
                "import Stripe from 'stripe';",
                one("stripe", "stripe", Package),
            ),
        ];
        for (path, text, expected) in cases {
            assert_eq!(found(path, text), expected, "{path}");
        }
    }
}
