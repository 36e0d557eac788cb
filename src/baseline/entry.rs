use jurymast_terms::diagnostic::Diagnostic;
use serde::Serialize;

/// By what a finding is known again.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(super) struct FindingKey {
    pub(super) rule: String,
    /// The id of the component that it is about; `None`: none alone.
    pub(super) component: Option<String>,
    /// What fails, or what tells it from others of the rule there; `None`: there is one alone.
    pub(super) cause: Option<String>,
}

/// One finding, or one cause of it, that is known.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(super) struct BaselineEntry {
    #[serde(flatten)]
    pub(super) key: FindingKey,
    /// Where it stood, from the folder of the plan; says nothing of what it matches.
    pub(super) file: String,
}

impl FindingKey {
    /// One for each cause of a finding.
    pub(super) fn all_of(finding: &Diagnostic) -> Vec<Self> {
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
}
