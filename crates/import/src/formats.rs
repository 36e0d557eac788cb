//! The formats, by name and by shape.

use std::fs;
use std::path::Path;

use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::files::ReadLimits;
use jurymast_terms::source::{FileId, Span};

use crate::draft::{Draft, Finding, TableKind};
use crate::gateways::GatewayFlaw;
use crate::reading::Reading;
use crate::tree::{Node, read_documents};
use crate::{
    agentcore, agentgateway, backstage, claude_code, cloudflare, compose, cyclonedx, datadog,
    envoy, kong, kubernetes, librechat, litellm, openrouter, portkey, score, terraform, vercel,
};

/// A format that plans are drafted from.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    /// As the command line names it.
    pub name: &'static str,
    /// What its files are, in words.
    pub what: &'static str,
    /// What of a document tells it, in words.
    pub told_by: &'static str,
    /// Whether a document has its shape.
    pub fits: fn(&Node) -> bool,
    /// Whether a document may stand beside those in their files, and is then read with them.
    pub beside: fn(&Node) -> bool,
    /// Makes a draft of its documents.
    pub read: fn(&[Document], &mut Reading) -> (Draft, Vec<Finding>),
    /// Finds what is wrong with the fallbacks that its documents configure; `None`: they
    /// configure none.
    pub flaws: Option<FindFlaws>,
}

/// Finds what is wrong with the fallbacks of documents.
pub type FindFlaws = fn(&[Document], &mut Reading) -> Vec<GatewayFlaw>;

/// A document of a file.
pub type Document = (FileId, Node);

/// All of them; of several that fit a document the first counts: the narrower before the
/// wider.
pub const FORMATS: [Format; 18] = [
    Format {
        name: "compose",
        what: "docker compose files",
        told_by: "`services`, a map",
        fits: compose::is_compose,
        beside: nothing,
        read: compose::read,
        flaws: None,
    },
    Format {
        name: "envoy-ai-gateway",
        what: "Kubernetes manifests with routes of Envoy AI Gateway",
        told_by: "`kind: AIGatewayRoute` among their objects",
        fits: envoy::is_envoy,
        beside: kubernetes::is_kubernetes,
        read: envoy::read,
        flaws: Some(envoy::flaws_of),
    },
    Format {
        name: "kong",
        what: "Kong's configurations with ai-proxy-advanced or ai-proxy",
        told_by: "plugins `ai-proxy` or `ai-proxy-advanced`",
        fits: kong::is_kong,
        beside: nothing,
        read: kong::read,
        flaws: Some(kong::flaws_of),
    },
    Format {
        name: "agentgateway",
        what: "configurations of agentgateway",
        told_by: "`llm` with `models` or `virtualModels`, or backends with `ai`",
        fits: agentgateway::is_agentgateway,
        beside: nothing,
        read: agentgateway::read,
        flaws: Some(agentgateway::flaws_of),
    },
    Format {
        name: "kubernetes",
        what: "Kubernetes manifests",
        told_by: "`apiVersion` and `kind`",
        fits: kubernetes::is_kubernetes,
        beside: nothing,
        read: kubernetes::read,
        flaws: None,
    },
    Format {
        name: "backstage",
        what: "entities of a Backstage catalogue",
        told_by: "`apiVersion: backstage.io/...` and `kind`",
        fits: backstage::is_backstage,
        beside: nothing,
        read: backstage::read,
        flaws: None,
    },
    Format {
        name: "datadog",
        what: "entities of Datadog's software catalogue, version 3",
        told_by: "`apiVersion: v3`, `kind` and `metadata.name`",
        fits: datadog::is_datadog,
        beside: nothing,
        read: datadog::read,
        flaws: None,
    },
    Format {
        name: "score",
        what: "workloads of Score",
        told_by: "`apiVersion: score.dev/...`",
        fits: score::is_score,
        beside: nothing,
        read: score::read,
        flaws: None,
    },
    Format {
        name: "cyclonedx",
        what: "bills of materials of CycloneDX",
        told_by: "`bomFormat: CycloneDX`",
        fits: cyclonedx::is_cyclonedx,
        beside: nothing,
        read: cyclonedx::read,
        flaws: None,
    },
    Format {
        name: "terraform",
        what: "plans or states of Terraform",
        told_by: "`format_version` with `planned_values` or `values`, as `terraform show -json` prints them",
        fits: terraform::is_terraform,
        beside: nothing,
        read: terraform::read,
        flaws: None,
    },
    Format {
        name: "litellm",
        what: "LiteLLM proxy configurations",
        told_by: "`model_list` with `litellm_params`, or sections such as `router_settings`",
        fits: litellm::is_litellm,
        beside: nothing,
        read: litellm::read,
        flaws: Some(litellm::flaws_of),
    },
    Format {
        name: "librechat",
        what: "configurations of LibreChat",
        told_by: "`endpoints` with `custom` or `azureOpenAI`",
        fits: librechat::is_librechat,
        beside: nothing,
        read: librechat::read,
        flaws: None,
    },
    Format {
        name: "portkey",
        what: "Portkey configurations",
        told_by: "`strategy` with `targets`, or a target with `provider`",
        fits: portkey::is_portkey,
        beside: nothing,
        read: portkey::read,
        flaws: Some(portkey::flaws_of),
    },
    Format {
        name: "claude-code",
        what: "settings of Claude Code",
        told_by: "`fallbackModel`, or variables such as `ANTHROPIC_MODEL` in `env`",
        fits: claude_code::is_claude_code,
        beside: nothing,
        read: claude_code::read,
        flaws: Some(claude_code::flaws_of),
    },
    Format {
        name: "agentcore",
        what: "rules of Amazon Bedrock AgentCore gateways",
        told_by: "`gatewayRules`, or rules with `routeToTarget`",
        fits: agentcore::is_agentcore,
        beside: nothing,
        read: agentcore::read,
        flaws: Some(agentcore::flaws_of),
    },
    Format {
        name: "cloudflare",
        what: "routes of Cloudflare's AI Gateway",
        told_by: "`elements` that begin with `type: start`, or a list of `provider` and `endpoint`",
        fits: cloudflare::is_cloudflare,
        beside: nothing,
        read: cloudflare::read,
        flaws: Some(cloudflare::flaws_of),
    },
    Format {
        name: "openrouter",
        what: "options of calls to OpenRouter",
        told_by: "`models` or `provider` with OpenRouter's options",
        fits: openrouter::is_openrouter,
        beside: nothing,
        read: openrouter::read,
        flaws: Some(openrouter::flaws_of),
    },
    Format {
        name: "vercel",
        what: "options of calls through Vercel's AI Gateway",
        told_by: "`providerOptions.gateway`",
        fits: vercel::is_vercel,
        beside: nothing,
        read: vercel::read,
        flaws: Some(vercel::flaws_of),
    },
];

/// No document stands beside those of most formats.
fn nothing(_: &Node) -> bool {
    false
}

/// A format by its name.
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|one| one.name == name)
}

/// The documents of a file that was read.
pub fn documents(reading: &mut Reading, file: FileId) -> Vec<Document> {
    let told = reading.problems.len();
    let nodes = read_documents(&reading.sources, file, &mut reading.problems);
    if nodes.is_empty() && reading.problems.len() == told {
        let place = Span::start_of(file);
        let is_blank = reading.sources.get(file).text.trim().is_empty();
        let message = match is_blank {
            true => "nothing stands in this file",
            false => "nothing but comments stands in this file",
        };
        let problem = Diagnostic::error("empty-file", message, place);
        let help = "a file that a program writes is empty where that failed: look at what it said";
        reading.problems.push(problem.help(help));
    }
    nodes.into_iter().map(|node| (file, node)).collect()
}

/// The format that a document has by its shape.
fn format_of(node: &Node) -> Option<&'static Format> {
    FORMATS.iter().find(|format| (format.fits)(node))
}

/// The files that stand in a folder itself and have a known format, with its name, in order.
pub fn files_in(folder: &Path, limits: ReadLimits) -> Vec<(String, &'static str)> {
    const MOST: usize = 500;
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| {
            [".yaml", ".yml", ".json"]
                .iter()
                .any(|ending| name.ends_with(ending))
        })
        .collect();
    names.sort();
    let mut reading = Reading::new(folder, limits);
    let known = names.into_iter().take(MOST).filter_map(|name| {
        let file = reading.open(Path::new(&name)).ok()?;
        let documents = documents(&mut reading, file);
        let format = documents.iter().find_map(|(_, node)| format_of(node))?;
        Some((name, format.name))
    });
    known.collect()
}

/// The documents that have the shape of a format; of the others a problem says so.
pub fn fitting(format: &Format, documents: Vec<Document>, reading: &mut Reading) -> Vec<Document> {
    let has_own = documents.iter().any(|(_, node)| (format.fits)(node));
    let (fit, others): (Vec<Document>, Vec<Document>) = documents
        .into_iter()
        .partition(|(_, node)| (format.fits)(node) || has_own && (format.beside)(node));
    for (file, node) in others {
        let message = format!("this is not one of {}", format.what);
        let problem = Diagnostic::error("other-format", message, first_line(file, node.span));
        let help = match format_of(&node) {
            Some(other) => format!("it looks like {}: import {}", other.what, other.name),
            None => format!(
                "it is {}; {} have {}",
                keys_of(&node),
                format.what,
                format.told_by
            ),
        };
        reading.problems.push(problem.label("left out").help(help));
    }
    fit
}

/// The documents by the format that their shape tells; of those that have none a problem
/// says so.
pub fn told_apart(
    documents: Vec<Document>,
    reading: &mut Reading,
) -> Vec<(&'static Format, Vec<Document>)> {
    let mut by_format: Vec<(&'static Format, Vec<Document>)> =
        FORMATS.iter().map(|format| (format, Vec::new())).collect();
    for (file, node) in documents {
        match by_format
            .iter_mut()
            .find(|(format, _)| (format.fits)(&node))
        {
            Some((_, fit)) => fit.push((file, node)),
            None => {
                let names = FORMATS.iter().map(|format| format.name).collect::<Vec<_>>();
                let place = first_line(file, node.span);
                let problem = Diagnostic::error("other-format", "this has no known shape", place);
                let formats = names.join(", ");
                let help = format!("it is {}; formats: {formats}", keys_of(&node));
                reading.problems.push(problem.label("left out").help(help));
            }
        }
    }
    by_format
}

/// One draft of all documents, format by format; `None` where nothing is drawn in them.
pub fn drafted(
    by_format: &[(&'static Format, Vec<Document>)],
    reading: &mut Reading,
) -> Option<(Draft, Vec<Finding>)> {
    let mut drafted: Option<Draft> = None;
    let mut findings = Vec::new();
    // What runs somewhere before what configures it.
    let (deployed, gateways): (Vec<_>, Vec<_>) = by_format
        .iter()
        .partition(|(format, _)| format.flaws.is_none());
    for (format, documents) in deployed.into_iter().chain(gateways) {
        if documents.is_empty() {
            continue;
        }
        let (mut draft, mut found) = (format.read)(documents, reading);
        draft.tell_numbered();
        findings.append(&mut found);
        drafted = Some(match drafted {
            Some(known) => known.merged(draft),
            None => draft,
        });
    }
    let mut drafted = drafted?;
    drafted.settle_possible();
    // A place in which nothing stands is no plan.
    if drafted
        .tables
        .iter()
        .all(|one| one.kind == TableKind::Domain)
    {
        let mut all = by_format.iter().flat_map(|(_, documents)| documents);
        let place = all.next().map(|(file, node)| first_line(*file, node.span));
        reading.problems.extend(place.map(|place| {
            let message = "nothing in it can stand in a plan";
            Diagnostic::error("nothing-drawn", message, place).label("left out")
        }));
        return None;
    }
    Some((drafted, findings))
}

/// What a document of no known format is, by its keys; no value is shown.
fn keys_of(node: &Node) -> String {
    const MOST: usize = 6;
    let keys = node
        .entries()
        .iter()
        .map(|one| format!("`{}`", one.key.text));
    let mut keys: Vec<String> = keys.take(MOST + 1).collect();
    if keys.is_empty() {
        return node.kind().to_owned();
    }
    if keys.len() > MOST {
        keys.truncate(MOST);
        keys.push("more".to_owned());
    }
    format!("a map of {}", keys.join(", "))
}

fn first_line(file: FileId, span: Span) -> Span {
    let start = span.range().start;
    Span::new(file, start..start + 1)
}
