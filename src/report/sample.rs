//! Small outcomes for the tests of this folder.

use std::ops::Range;

use jurymast_plan::model::UnknownModel;
use jurymast_terms::diagnostic::{Diagnostic, Severity, Silenced, Waived};
use jurymast_terms::source::{FileId, Sources, Span};
use jurymast_terms::units::Date;

use super::{Look, Outcome, ReportedPlan, RuleText};

pub(super) const ASCII: Look = Look {
    color: false,
    unicode: false,
    width: 60,
};

pub(super) struct Sample {
    pub(super) sources: Sources,
    pub(super) plan: FileId,
    pub(super) errors: Vec<Diagnostic>,
    pub(super) findings: Vec<Diagnostic>,
    rules: Vec<RuleText>,
    pub(super) unknown_models: Vec<UnknownModel>,
    pub(super) silenced: Silenced,
    plans: Vec<ReportedPlan>,
}

impl Sample {
    /// A plan file with this text, and nothing to say about it.
    pub(super) fn of(text: &str) -> Self {
        let mut sources = Sources::default();
        let plan = sources.add("jurymast.toml", text);
        let rules = vec![RuleText {
            name: "no-fallback",
            summary: "a dependency without a fallback".to_owned(),
            explanation: "## Why\n\nIt *fails*.\n\nMore.".to_owned(),
            severity: Severity::Error,
            precision: "very-high",
            has_page: true,
        }];
        Self {
            sources,
            plan,
            errors: Vec::new(),
            findings: Vec::new(),
            rules,
            unknown_models: Vec::new(),
            silenced: Silenced::default(),
            plans: vec![ReportedPlan {
                name: "Shop".to_owned(),
                file: "jurymast.toml".to_owned(),
                texts_before: 0,
                ran: vec!["no-fallback"],
            }],
        }
    }

    pub(super) fn clean() -> Self {
        Self::of("a = 1\nb = 2\n")
    }

    /// A load warning, an error with everything, an info, and a waived error.
    pub(super) fn two_files() -> Self {
        let mut sample = Self::of("[shop]\nneeds = \"openai\"\n");
        let teams = sample
            .sources
            .add("teams.toml", "[team]\nhired = \"1 May\"\n");
        let place = |range| Span::new(sample.plan, range);
        sample.errors = vec![Diagnostic::new(
            "odd-date",
            Severity::Warning,
            "the day is odd",
            Span::new(teams, 15..22),
        )];
        let waived = Some(Waived {
            is_in_source: false,
            reason: "bought in May".to_owned(),
            until: Date::new(2027, 1, 31).unwrap(),
        });
        sample.findings = vec![
            Diagnostic::error(
                "no-fallback",
                "`shop` has no fallback for `openai`",
                place(15..23),
            )
            .label("needed here")
            .related(place(0..6), "declared here")
            .related(Span::new(teams, 0..6), "run by this team")
            .note("it is down 9 hours a year")
            .help("name a second provider")
            .component("shop")
            .detail("openai"),
            Diagnostic::new("small-thing", Severity::Info, "a small thing", place(0..0)),
            Diagnostic {
                waived,
                ..Diagnostic::error("no-fallback", "accepted", place(7..12)).component("till")
            },
        ];
        sample
    }

    /// Adds an error at these bytes of the plan file.
    pub(super) fn find(&mut self, message: &str, range: Range<usize>) {
        let place = Span::new(self.plan, range);
        self.findings
            .push(Diagnostic::error("no-fallback", message, place));
    }

    pub(super) fn outcome(&self) -> Outcome<'_> {
        Outcome {
            tool_version: "0.1.0",
            plans: &self.plans,
            sources: &self.sources,
            errors: &self.errors,
            findings: &self.findings,
            rules: &self.rules,
            unknown_models: &self.unknown_models,
            rungs: None,
            silenced: &self.silenced,
            baselined: None,
            unchanged: None,
            fails_from: Some(Severity::Warning),
            is_quiet: false,
            counts_by_rule: false,
        }
    }
}
