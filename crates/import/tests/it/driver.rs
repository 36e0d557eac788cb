//! Reads files as the command line does, and looks at the draft.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jurymast_import::draft::{Draft, DraftRequirement, DraftTable, DraftValue, Finding};
use jurymast_import::formats::{self, Document};
use jurymast_import::reading::Reading;
use jurymast_plan::language;
use jurymast_terms::diagnostic::Severity;
use jurymast_terms::files::ReadLimits;

/// Pieces that can stand together in any number and order.
pub(super) const PIECES: [&str; 7] = [
    "services:\n  litellm: {image: ghcr.io/berriai/litellm, environment: {REDIS_HOST: redis}}\n  ollama: {image: ollama/ollama}\n  redis: {image: redis}\n  web: {image: a, environment: {OPENAI_BASE_URL: 'http://litellm:4000', OPENAI_MODEL: ollama}}\n",
    "model_list:\n  - {model_name: ollama, litellm_params: {model: ollama/llama3.2, api_base: 'http://ollama:11434'}}\n  - {model_name: ollama, litellm_params: {model: openai/gpt-5.2}}\n  - {model_name: litellm, litellm_params: {model: vllm/m, api_base: 'http://vllm:1'}}\nrouter_settings: {redis_host: redis, fallbacks: [{ollama: [litellm]}]}\n",
    "{\"strategy\": {\"mode\": \"fallback\"}, \"targets\": [{\"provider\": \"ollama\", \"custom_host\": \"http://ollama:11434\"}, {\"provider\": \"openai\", \"custom_host\": \"http://vllm:8000\"}]}",
    "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: openai}\nspec: {template: {metadata: {labels: {app: openai}}, spec: {containers: [{name: a, image: vllm/vllm-openai, env: [{name: OLLAMA_BASE_URL, value: 'http://ollama:11434'}, {name: LITELLM_URL, value: 'http://litellm'}]}]}}}\n",
    "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: ollama}\nspec: {type: service, owner: litellm, system: web, dependsOn: ['resource:redis']}\n",
    "apiVersion: score.dev/v1b1\nmetadata: {name: vllm}\ncontainers: {main: {image: vllm/vllm-openai, variables: {OPENAI_BASE_URL: 'http://ollama:11434'}}}\n",
    "llm:\n  models:\n    - {name: ollama, provider: openAI, params: {model: m, baseUrl: 'http://ollama:11434'}}\n    - {name: b, provider: anthropic, params: {model: claude-sonnet-4-5}}\n  virtualModels:\n    - {name: web, routing: {failover: {targets: [{model: ollama, priority: 0}, {model: b, priority: 1}]}}}\n",
];

/// What came out of an import.
pub(super) struct Imported {
    pub(super) draft: Draft,
    pub(super) findings: Vec<Finding>,
    /// What was wrong with the files.
    pub(super) problems: Vec<String>,
}

/// Imports a text.
pub(super) fn import(format: &str, text: &str) -> Imported {
    let mut reading = Reading::new(std::env::temp_dir(), ReadLimits::default());
    let file = reading.take("input.yaml", text.to_owned());
    let documents = formats::documents(&mut reading, file);
    of_documents(format, documents, &mut reading)
}

/// Imports files.
pub(super) fn import_files(format: &str, files: &[PathBuf]) -> Imported {
    let mut reading = reading();
    let mut documents = Vec::new();
    for path in files {
        let file = reading.open(path).unwrap();
        documents.extend(formats::documents(&mut reading, file));
    }
    of_documents(format, documents, &mut reading)
}

/// Imports texts of whatever formats together, as `init --from` does.
pub(super) fn together(texts: &[&str]) -> Imported {
    let mut reading = Reading::new(std::env::temp_dir(), ReadLimits::default());
    let mut documents = Vec::new();
    for (at, text) in texts.iter().enumerate() {
        let file = reading.take(&format!("input-{at}"), (*text).to_owned());
        documents.extend(formats::documents(&mut reading, file));
    }
    let by_format = formats::told_apart(documents, &mut reading);
    let drafted = formats::drafted(&by_format, &mut reading);
    let (draft, findings) = drafted.unwrap_or_default();
    loads(&draft);
    let problems = reading.problems.iter().map(|one| one.message.clone());
    Imported {
        draft,
        findings,
        problems: problems.collect(),
    }
}

/// Imports documents.
pub(super) fn of_documents(
    format: &str,
    documents: Vec<Document>,
    reading: &mut Reading,
) -> Imported {
    let format = formats::format(format).unwrap();
    let documents = formats::fitting(format, documents, reading);
    let (draft, findings) = (format.read)(&documents, reading);
    loads(&draft);
    let problems = reading.problems.iter().map(|one| one.message.clone());
    Imported {
        draft,
        findings,
        problems: problems.collect(),
    }
}

/// Every draft that says something is a plan without errors.
fn loads(draft: &Draft) {
    // Of nothing no plan comes out.
    if draft.tables.is_empty() {
        return;
    }
    let text = draft.to_toml();
    let loaded = language::reread([("jurymast.toml".to_owned(), text.clone())]);
    let errors = loaded.problems.iter();
    let errors = errors.filter(|one| one.severity == Severity::Error);
    let errors: Vec<&str> = errors.map(|one| one.message.as_str()).collect();
    assert!(errors.is_empty(), "{errors:?}\n{text}");
}

impl Imported {
    #[track_caller]
    pub(super) fn table(&self, id: &str) -> &DraftTable {
        let table = self.draft.table(id);
        table.unwrap_or_else(|| panic!("no {id} in\n{}", self.draft.to_toml()))
    }

    /// A key of a table, as it stands in the plan.
    #[track_caller]
    pub(super) fn key(&self, id: &str, key: &str) -> Option<String> {
        let text = self.table(id).to_toml();
        let lines = text
            .lines()
            .find_map(|line| line.strip_prefix(&format!("{key} = ")));
        let without_comment = lines.map(|line| line.split("  # ").next().unwrap());
        without_comment.map(str::to_owned)
    }

    /// Who needs whom: `start` where only a start asks for it, else `run`. All members of
    /// a group are needed.
    pub(super) fn edges(&self) -> BTreeMap<(String, String), &'static str> {
        let mut found = BTreeMap::new();
        for table in &self.draft.tables {
            for one in &table.requirements {
                for on in &one.on {
                    found.insert((table.id.clone(), on.clone()), kind(one));
                }
            }
        }
        found
    }

    /// Who needs whom, in order.
    pub(super) fn pairs(&self) -> Vec<(String, String)> {
        self.edges().into_keys().collect()
    }

    /// The messages of findings about a field itself, and none within it.
    pub(super) fn told_of(&self, field: &str) -> Vec<&str> {
        let about = self.findings.iter();
        let about = about.filter(|one| one.source_path == field);
        about.map(|one| one.message.as_str()).collect()
    }

    /// The messages of findings about a path.
    pub(super) fn told(&self, path: &str) -> Vec<&str> {
        let about = self.findings.iter();
        let about = about.filter(|one| one.source_path.starts_with(path));
        about.map(|one| one.message.as_str()).collect()
    }
}

fn kind(one: &DraftRequirement) -> &'static str {
    match one.get("needed").and_then(DraftValue::text) {
        Some("start") => "start",
        _ => "run",
    }
}

/// Reads from the folder of the repository.
pub(super) fn reading() -> Reading {
    Reading::new(repository(), ReadLimits::default())
}

fn repository() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

/// A file beside the repository, where other people's files are.
pub(super) fn shared(path: &str) -> PathBuf {
    repository().join("../shared").join(path)
}

/// A table of edges, as people who read the files say them.
pub(super) fn truth(system: &str) -> BTreeMap<(String, String), String> {
    let path = repository().join(format!("tests/import-truth/{system}.txt"));
    let text = std::fs::read_to_string(path).unwrap();
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let edges = lines.filter(|line| !line.trim().is_empty()).map(|line| {
        let words: Vec<&str> = line.split_whitespace().collect();
        let [from, to, kind] = words.as_slice() else {
            panic!("not an edge: {line}");
        };
        let id = |name: &str| name.replace('_', "-");
        ((id(from), id(to)), kind.to_string())
    });
    edges.collect()
}
