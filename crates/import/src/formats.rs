//! The formats, by name and by shape.

use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::source::{FileId, Span};

use crate::draft::{Draft, Finding};
use crate::gateways::GatewayFlaw;
use crate::reading::Reading;
use crate::tree::{Node, read_documents};
use crate::{
    agentcore, agentgateway, backstage, claude_code, cloudflare, compose, cyclonedx, datadog,
    envoy, kong, kubernetes, litellm, openrouter, portkey, score, terraform, vercel,
};

/// A format that plans are drafted from.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    /// As the command line names it.
    pub name: &'static str,
    /// What its files are, in words.
    pub what: &'static str,
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
pub const FORMATS: [Format; 17] = [
    Format {
        name: "compose",
        what: "docker compose files",
        fits: compose::is_compose,
        beside: nothing,
        read: compose::read,
        flaws: None,
    },
    Format {
        name: "envoy-ai-gateway",
        what: "Kubernetes manifests with routes of Envoy AI Gateway",
        fits: envoy::is_envoy,
        beside: kubernetes::is_kubernetes,
        read: envoy::read,
        flaws: Some(envoy::flaws_of),
    },
    Format {
        name: "kong",
        what: "Kong's configurations with ai-proxy-advanced or ai-proxy",
        fits: kong::is_kong,
        beside: nothing,
        read: kong::read,
        flaws: Some(kong::flaws_of),
    },
    Format {
        name: "agentgateway",
        what: "configurations of agentgateway",
        fits: agentgateway::is_agentgateway,
        beside: nothing,
        read: agentgateway::read,
        flaws: Some(agentgateway::flaws_of),
    },
    Format {
        name: "kubernetes",
        what: "Kubernetes manifests",
        fits: kubernetes::is_kubernetes,
        beside: nothing,
        read: kubernetes::read,
        flaws: None,
    },
    Format {
        name: "backstage",
        what: "entities of a Backstage catalogue",
        fits: backstage::is_backstage,
        beside: nothing,
        read: backstage::read,
        flaws: None,
    },
    Format {
        name: "datadog",
        what: "entities of Datadog's software catalogue, version 3",
        fits: datadog::is_datadog,
        beside: nothing,
        read: datadog::read,
        flaws: None,
    },
    Format {
        name: "score",
        what: "workloads of Score",
        fits: score::is_score,
        beside: nothing,
        read: score::read,
        flaws: None,
    },
    Format {
        name: "cyclonedx",
        what: "bills of materials of CycloneDX",
        fits: cyclonedx::is_cyclonedx,
        beside: nothing,
        read: cyclonedx::read,
        flaws: None,
    },
    Format {
        name: "terraform",
        what: "plans or states of Terraform",
        fits: terraform::is_terraform,
        beside: nothing,
        read: terraform::read,
        flaws: None,
    },
    Format {
        name: "litellm",
        what: "LiteLLM proxy configurations",
        fits: litellm::is_litellm,
        beside: nothing,
        read: litellm::read,
        flaws: Some(litellm::flaws_of),
    },
    Format {
        name: "portkey",
        what: "Portkey configurations",
        fits: portkey::is_portkey,
        beside: nothing,
        read: portkey::read,
        flaws: Some(portkey::flaws_of),
    },
    Format {
        name: "claude-code",
        what: "settings of Claude Code",
        fits: claude_code::is_claude_code,
        beside: nothing,
        read: claude_code::read,
        flaws: Some(claude_code::flaws_of),
    },
    Format {
        name: "agentcore",
        what: "rules of Amazon Bedrock AgentCore gateways",
        fits: agentcore::is_agentcore,
        beside: nothing,
        read: agentcore::read,
        flaws: Some(agentcore::flaws_of),
    },
    Format {
        name: "cloudflare",
        what: "routes of Cloudflare's AI Gateway",
        fits: cloudflare::is_cloudflare,
        beside: nothing,
        read: cloudflare::read,
        flaws: Some(cloudflare::flaws_of),
    },
    Format {
        name: "openrouter",
        what: "options of calls to OpenRouter",
        fits: openrouter::is_openrouter,
        beside: nothing,
        read: openrouter::read,
        flaws: Some(openrouter::flaws_of),
    },
    Format {
        name: "vercel",
        what: "options of calls through Vercel's AI Gateway",
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
        let problem = Diagnostic::error("empty-file", "nothing stands in this file", place);
        let help = "a file that a program writes is empty where that failed: look at what it said";
        reading.problems.push(problem.help(help));
    }
    nodes.into_iter().map(|node| (file, node)).collect()
}

/// The documents that have the shape of a format; of the others a problem says so.
pub fn fitting(format: &Format, documents: Vec<Document>, reading: &mut Reading) -> Vec<Document> {
    let has_own = documents.iter().any(|(_, node)| (format.fits)(node));
    let (fit, others): (Vec<Document>, Vec<Document>) = documents
        .into_iter()
        .partition(|(_, node)| (format.fits)(node) || has_own && (format.beside)(node));
    for (file, node) in others {
        let message = format!("this is not one of {}", format.what);
        let mut problem = Diagnostic::error("other-format", message, first_line(file, node.span))
            .label("left out");
        if let Some(other) = FORMATS.iter().find(|other| (other.fits)(&node)) {
            problem = problem.help(format!(
                "it looks like {}: import {}",
                other.what, other.name
            ));
        }
        reading.problems.push(problem);
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
                let help = format!("formats: {}", names.join(", "));
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
    let drafted = drafted?;
    if drafted.tables.is_empty() {
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

fn first_line(file: FileId, span: Span) -> Span {
    let start = span.range().start;
    Span::new(file, start..start + 1)
}
