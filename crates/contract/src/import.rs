use schemars::JsonSchema;
use serde::Serialize;

use jurymast_import::draft::{Draft, Finding};
use jurymast_terms::source::Sources;

/// What became of each field of the files that a plan was drafted from.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Import")]
pub struct ImportOutput<'a> {
    /// By file and line.
    pub findings: Vec<ImportFinding<'a>>,
    /// How much of the plan a person must look at.
    pub counts: ImportCounts,
}

/// What became of a field.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ImportFinding<'a> {
    /// The field, as a path in its file: `services.web.healthcheck`.
    pub source_path: &'a str,
    /// The file.
    pub file: &'a str,
    /// The line, from 1.
    pub line: usize,
    /// "exact": the plan says the same; "approximate": nearly; "manual": a person must
    /// say it; "unsupported": a plan has no word for it.
    pub status: &'static str,
    /// One sentence.
    pub message: &'a str,
}

/// How much of a plan a person must look at.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ImportCounts {
    /// Values that were guessed.
    pub guessed: usize,
    /// Questions that the files do not answer.
    pub asked: usize,
}

impl<'a> ImportOutput<'a> {
    /// Of a draft and what became of each field.
    pub fn of(draft: &Draft, findings: &'a [Finding], sources: &'a Sources) -> Self {
        let (guessed, asked) = draft.counts();
        let findings = findings.iter().map(|one| ImportFinding {
            source_path: &one.source_path,
            file: &sources.get(one.place.file).path,
            line: sources.position(one.place).line,
            status: one.mapping.as_str(),
            message: &one.message,
        });
        Self {
            findings: findings.collect(),
            counts: ImportCounts { guessed, asked },
        }
    }
}
