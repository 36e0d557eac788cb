//! Importing again what a plan was drafted from, all of it or any part, proposes nothing.

use std::path::Path;

use jurymast_import::draft::Draft;
use jurymast_import::formats::{self, Document};
use jurymast_import::plan_edit::lay_into;
use jurymast_import::reading::Reading;
use jurymast_plan::language;
use jurymast_terms::files::ReadLimits;

use super::driver::{PIECES, reading, shared};

/// What an import of these documents draws.
fn drafted(documents: Vec<Document>, reading: &mut Reading) -> Option<Draft> {
    let by_format = formats::told_apart(documents, reading);
    formats::drafted(&by_format, reading).map(|(draft, _)| draft)
}

/// Drafts a plan of all parts, lays each of the `subsets` of them into it, and tells what that
/// would change.
fn changes(
    parts: &[Vec<Document>],
    subsets: impl Iterator<Item = usize>,
    reading: &mut Reading,
) -> Vec<(usize, String)> {
    let Some(whole) = drafted(parts.concat(), reading) else {
        return Vec::new();
    };
    let text = whole.to_toml();
    let plan = language::reread([("jurymast.toml".to_owned(), text.clone())]);
    let mut changes = Vec::new();
    for bits in subsets {
        let some = parts.iter().enumerate();
        let some = some.filter(|(at, _)| bits >> at & 1 == 1);
        let some: Vec<Document> = some.flat_map(|(_, part)| part.clone()).collect();
        let Some(draft) = drafted(some, reading) else {
            continue;
        };
        let change = lay_into(&draft, &plan.plan, &plan.sources);
        for one in change.texts {
            let mut known: Vec<&str> = text.lines().collect();
            let is_new = |line: &&str| match known.iter().position(|one| one == line) {
                Some(at) => {
                    known.remove(at);
                    false
                }
                None => true,
            };
            let added: Vec<&str> = one.after.lines().filter(is_new).collect();
            changes.push((bits, added.join("\n")));
        }
    }
    changes
}

#[track_caller]
fn proposes_nothing(texts: &[&str]) {
    let mut reading = Reading::new(std::env::temp_dir(), ReadLimits::default());
    let parts: Vec<Vec<Document>> = texts
        .iter()
        .enumerate()
        .map(|(at, text)| {
            let file = reading.take(&format!("input-{at}"), (*text).to_owned());
            formats::documents(&mut reading, file)
        })
        .collect();
    // Of many parts each alone and all but each: the rest lies between.
    let all = (1 << parts.len()) - 1;
    let is_tried = |bits: &usize| {
        let count = bits.count_ones() as usize;
        parts.len() <= 4 || count == 1 || count + 1 >= parts.len()
    };
    let found = changes(&parts, (1..=all).filter(is_tried), &mut reading);
    let told = found
        .iter()
        .map(|(bits, added)| format!("part {bits:b}:\n{added}"));
    let told: Vec<String> = told.collect();
    assert!(
        told.is_empty(),
        "{}\n--\n{}",
        told.join("\n--\n"),
        drafted(parts.concat(), &mut reading).unwrap().to_toml()
    );
}

const COMPOSE: &str = "
services:
  web:
    image: acme/web
    ports: ['80:80']
    environment:
      OPENAI_BASE_URL: http://litellm:4000
      OPENAI_API_KEY: sk-x
      OPENAI_MODEL: chat
      DATABASE_URL: postgres://db:5432/x
  litellm:
    image: ghcr.io/berriai/litellm:main
    environment: {OPENAI_API_KEY: x, REDIS_HOST: redis}
  redis: {image: redis}
  db: {image: postgres}
  ollama: {image: ollama/ollama}
";

const LITELLM: &str = "
model_list:
  - model_name: chat
    litellm_params: {model: openai/gpt-5.2, timeout: 30}
  - model_name: chat-b
    litellm_params: {model: anthropic/claude-sonnet-4-5, timeout: 30}
  - model_name: local
    litellm_params: {model: ollama/llama3.2, api_base: 'http://ollama:11434'}
router_settings:
  fallbacks: [{chat: [chat-b, local]}]
  redis_host: os.environ/REDIS_HOST
general_settings: {database_url: 'postgres://u:p@db:5432/l'}
";

#[test]
fn each_format_by_itself_says_nothing_new() {
    proposes_nothing(&[COMPOSE, LITELLM]);
    // Two deployments of one name, a pattern, an alias.
    let grouped = "
model_list:
  - {model_name: chat, litellm_params: {model: openai/gpt-5.2}}
  - {model_name: chat, litellm_params: {model: azure/gpt-5.2, api_base: 'https://a.openai.azure.com'}}
  - {model_name: 'anthropic/*', litellm_params: {model: 'anthropic/*'}}
router_settings: {model_group_alias: {best: chat}, fallbacks: [{chat: [anthropic/claude-sonnet-4-5]}]}
";
    proposes_nothing(&[COMPOSE, grouped]);
    proposes_nothing(&[&COMPOSE.replace("chat", "best"), grouped]);
    proposes_nothing(&[
        &COMPOSE.replace(": chat", ": anthropic/claude-opus-4-5"),
        grouped,
    ]);
    // A name that the gateway does not have, or that nobody says.
    proposes_nothing(&[&COMPOSE.replace(": chat", ": gpt-5.2"), LITELLM]);
    proposes_nothing(&[&COMPOSE.replace("      OPENAI_MODEL: chat\n", ""), LITELLM]);
    // Whose software is known by what is asked of it alone.
    let built = COMPOSE.replace("image: ghcr.io/berriai/litellm:main", "build: ./proxy");
    proposes_nothing(&[&built, LITELLM]);
    let renamed = COMPOSE
        .replace("litellm:4000", "llm-proxy:4000")
        .replace("  litellm:", "  llm-proxy:");
    proposes_nothing(&[&renamed, LITELLM]);
    let elsewhere = "services:\n  web: {image: a, environment: {OPENAI_BASE_URL: 'https://llm.corp.example/v1', OPENAI_MODEL: chat}}\n";
    proposes_nothing(&[elsewhere, LITELLM]);
}

#[test]
fn any_part_of_any_formats_says_nothing_new() {
    for bits in 1..1_usize << PIECES.len() {
        let some = (0..PIECES.len()).filter(|at| bits >> at & 1 == 1);
        let some: Vec<&str> = some.map(|at| PIECES[at]).collect();
        proposes_nothing(&some);
    }
}

/// Real deployments, each beside each real gateway's file.
#[test]
fn any_part_of_real_files_says_nothing_new() {
    let folder = shared("real");
    if !folder.exists() {
        println!("left out: no {}", folder.display());
        return;
    }
    const DEPLOYED: [&str; 8] = [
        "langfuse/docker-compose.yml",
        "local-ai/docker-compose.yml",
        "librechat/deploy-compose.yml",
        "onyx/deployment/docker_compose/docker-compose.yml",
        "dify/templates/compose/dify.yaml",
        "sentry/docker-compose.yml",
        "boutique/kubernetes-manifests/frontend.yaml",
        "backstage/all-components.yaml",
    ];
    const GATEWAYS: [&str; 5] = [
        "dev_config.yaml",
        "agent-main.yaml",
        "load_balancer.yaml",
        "oai_misc_config.yaml",
        "proxy_config.yaml",
    ];
    for deployed in DEPLOYED {
        for gateway in GATEWAYS {
            let mut reading = reading();
            let names = [deployed.to_owned(), format!("litellm/{gateway}")];
            let parts = names.map(|name| {
                let file = reading.open(Path::new(&folder.join(name))).unwrap();
                formats::documents(&mut reading, file)
            });
            let found = changes(&parts, 1..4, &mut reading);
            let found: Vec<String> = found
                .iter()
                .map(|(bits, added)| format!("{bits}: {added}"))
                .collect();
            assert!(
                found.is_empty(),
                "{deployed} {gateway}\n{}",
                found.join("\n")
            );
        }
    }
}
