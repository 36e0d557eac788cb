use schemars::JsonSchema;
use serde::Serialize;

use jurymast_scan::{JudgedEvidence, Scanned};
use jurymast_terms::diagnostic::Severity;

/// What a folder shows of outside dependencies.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Scan")]
pub struct ScanOutput<'a> {
    /// How many files were looked at.
    pub files: usize,
    /// How many files hold no source: words for people, binaries, plans.
    pub no_source: usize,
    /// Files and folders that may hold something and were not looked at.
    pub skipped: Vec<&'a str>,
    /// In order of file and line.
    pub findings: Vec<ScanFinding<'a>>,
}

/// A place that shows that something outside is used.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ScanFinding<'a> {
    /// The party, by its id in the catalogue; null where nobody can tell, or where a service
    /// of one's own is called.
    pub provider: Option<&'a str>,
    /// The model, as it stands there.
    pub model: Option<&'a str>,
    /// host, model, env, package, code, image, infrastructure, gateway or bom.
    pub kind: &'static str,
    /// From the root of the repository.
    pub file: &'a str,
    /// From 1.
    pub line: usize,
    /// What stands there; never a value of a variable.
    pub evidence: &'a str,
    /// How much it proves: host, model, env, package or weak.
    pub strength: &'static str,
    /// The plan says it; null without a plan.
    pub declared: Option<bool>,
    /// retired-model, retiring-model, undeclared-dependency, or null.
    pub rule: Option<&'static str>,
    /// How bad it is; null where nothing is wrong.
    pub severity: Option<Severity>,
    /// What is wrong; null where nothing is.
    pub message: Option<&'a str>,
}

impl<'a> ScanOutput<'a> {
    /// Of what was found, and of what was not looked at.
    pub fn of(judged: &'a [JudgedEvidence<'a>], scanned: &'a Scanned) -> Self {
        let findings = judged.iter().map(|one| {
            let fault = one.fault.as_ref();
            ScanFinding {
                provider: one.evidence.provider,
                model: one.evidence.model.as_deref(),
                kind: one.evidence.kind.as_str(),
                file: &one.evidence.file,
                line: one.evidence.line,
                evidence: &one.evidence.text,
                strength: one.evidence.strength.as_str(),
                declared: one.declared,
                rule: fault.map(|fault| fault.rule),
                severity: fault.map(|fault| fault.severity),
                message: fault.map(|fault| fault.message.as_str()),
            }
        });
        Self {
            files: scanned.files,
            no_source: scanned.no_source,
            skipped: scanned
                .skipped
                .iter()
                .map(|one| one.file.as_str())
                .collect(),
            findings: findings.collect(),
        }
    }
}
