use jurymast_terms::diagnostic::{Diagnostic, Severity};
use schemars::JsonSchema;
use serde::Serialize;

/// Findings that were there before, and are held back until they are mended.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "jurymast check --write-baseline")]
pub struct BaselineFile<'a> {
    /// One a line, by rule, component and cause.
    pub entries: &'a [BaselineEntry],
}

/// One finding, or one cause of it, that is known.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct BaselineEntry {
    /// By what it is known again.
    #[serde(flatten)]
    pub key: FindingKey,
    /// How bad it was: what is worse now is found again. Absent: whatever it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub severity: Option<Severity>,
    /// Where it stood, from the folder of the plan; says nothing of what it matches.
    pub file: String,
}

/// By what a finding is known again.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct FindingKey {
    /// The rule that finds it.
    pub rule: String,
    /// The id of the component that it is about; null: none alone.
    pub component: Option<String>,
    /// What fails, or what tells it from others of the rule there; null: there is one alone.
    pub cause: Option<String>,
}

impl FindingKey {
    /// One for each cause of a finding.
    pub fn all_of(finding: &Diagnostic) -> Vec<Self> {
        let key = |cause: Option<&str>| Self {
            rule: finding.code.to_owned(),
            component: finding.component.clone(),
            cause: cause.map(str::to_owned),
        };
        let causes: Vec<Self> = finding.each_cause().map(|one| key(Some(one))).collect();
        if !causes.is_empty() {
            return causes;
        }
        // Without a component either, its words are all that tells it apart.
        let words = Some(finding.message.as_str());
        vec![key(words.filter(|_| finding.component.is_none()))]
    }

    /// One for each cause of the findings that were left to this one.
    pub fn all_told(finding: &Diagnostic) -> Vec<Self> {
        finding.told.iter().flat_map(Self::all_of).collect()
    }
}
