use std::collections::BTreeSet;

use askama::Template;

use jurymast_terms::diagnostic::{Diagnostic, Severity};

use super::frame::{Frame, Section};
use super::paths::HERE;
use super::views::{self, LinkView};
use super::{Input, Page};

#[derive(Template)]
#[template(path = "findings.html")]
struct Findings {
    frame: Frame,
    groups: Vec<FindingGroup>,
    waived: usize,
    rules: Vec<RuleView>,
}

struct FindingGroup {
    anchor: &'static str,
    title: &'static str,
    class: &'static str,
    findings: Vec<FindingView>,
}

struct FindingView {
    message: String,
    code: &'static str,
    /// Whether the rule is described below.
    known: bool,
    /// `services/ordering.toml:12`
    place: String,
    component: Option<LinkView>,
    label: String,
    related: Vec<RelatedView>,
    notes: Vec<String>,
    help: Vec<String>,
}

struct RelatedView {
    place: String,
    text: String,
}

struct RuleView {
    name: &'static str,
    summary: String,
}

/// What the rules found and nobody waived.
pub(super) fn pages(input: &Input) -> Result<Vec<Page>, askama::Error> {
    let open: Vec<&Diagnostic> = input
        .findings
        .iter()
        .filter(|one| one.waived.is_none())
        .collect();
    let fired: BTreeSet<&str> = open.iter().map(|one| one.code).collect();
    let rules = input.rules.iter().filter(|rule| fired.contains(rule.name));
    let group = |severity: Severity| {
        let (title, class) = match severity {
            Severity::Error => ("Errors", "is-error"),
            Severity::Warning => ("Warnings", "is-warning"),
            Severity::Info => ("Notes", "is-info"),
        };
        let of = open.iter().filter(|one| one.severity == severity);
        FindingGroup {
            anchor: severity.as_str(),
            title,
            class,
            findings: of.map(|one| view(input, one)).collect(),
        }
    };
    let page = Findings {
        frame: Frame::new(input, "Findings", HERE, Section::Findings),
        groups: Severity::ALL.into_iter().rev().map(group).collect(),
        waived: input.findings.len() - open.len(),
        rules: rules
            .map(|rule| RuleView {
                name: rule.name,
                summary: rule.summary.clone(),
            })
            .collect(),
    };
    Ok(vec![Page::of("findings.html", &page)?])
}

fn view(input: &Input, finding: &Diagnostic) -> FindingView {
    let place = |span| {
        let line = input.sources.position(span).line;
        format!("{}:{line}", input.sources.get(span.file).path)
    };
    let component = finding.component.as_deref();
    let several = finding.places.len() > 1;
    let covered = finding.places.iter().filter(|_| several);
    let covered = covered.map(|one| RelatedView {
        place: place(one.place),
        text: match &one.waived {
            Some(waived) => format!("{} (accepted until {})", one.message, waived.until),
            None => one.message.clone(),
        },
    });
    let named = finding.related.iter().map(|one| RelatedView {
        place: place(one.place),
        text: one.text.clone(),
    });
    FindingView {
        message: finding.message.clone(),
        code: finding.code,
        known: input.rules.iter().any(|rule| rule.name == finding.code),
        place: place(finding.place),
        component: component
            .and_then(|name| views::named(input.plan(), name))
            .map(|id| views::component_link(input.plan(), id, HERE)),
        label: finding.label.clone(),
        related: covered.chain(named).collect(),
        notes: finding.notes.clone(),
        help: finding.help.clone(),
    }
}
