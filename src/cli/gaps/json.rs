use std::time::Instant;

use anyhow::Context as _;
use serde::Serialize;

use crate::cli::exit::Failure;
use jurymast_contract::{GapsMaker, Versioned};
use jurymast_engine::analysis::{Analysis, Gaps, Question};
use jurymast_terms::source::Sources;

/// Writes the object of the contract component by component, so that none has to be
/// kept.
pub(super) struct GapsJsonWriter<'a> {
    maker: GapsMaker<'a>,
    written: usize,
}

impl<'a> GapsJsonWriter<'a> {
    pub(super) fn new(
        (analysis, sources): (&'a Analysis<'a>, &'a Sources),
        question: &'a Question,
        explained: (usize, usize),
        deadline: Option<Instant>,
    ) -> Self {
        Self {
            maker: GapsMaker::new(analysis, sources, question, explained, deadline),
            written: 0,
        }
    }

    pub(super) fn head(&self) -> Result<String, Failure> {
        let head = pretty(&Versioned::new(self.maker.head()))?;
        let open = head.trim_end_matches(['\n', '}']);
        Ok(format!("{open},\n  \"components\": ["))
    }

    pub(super) fn one(&mut self, gaps: &Gaps) -> Result<String, Failure> {
        // No text in JSON holds a line break.
        let text = pretty(&self.maker.component(gaps))?.replace('\n', "\n    ");
        let comma = if self.written > 0 { "," } else { "" };
        self.written += 1;
        Ok(format!("{comma}\n    {text}"))
    }

    /// What was asked for, and how many of it the limits left no time for.
    pub(super) fn tail(&self, is_complete: bool, not_looked_at: usize) -> Result<String, Failure> {
        let close = if self.written > 0 { "\n  ]" } else { "]" };
        let tail = pretty(&self.maker.tail(is_complete, not_looked_at))?;
        Ok(format!("{close},{}\n", tail.trim_start_matches('{')))
    }
}

fn pretty<T: Serialize>(value: &T) -> Result<String, Failure> {
    Ok(serde_json::to_string_pretty(value).context("cannot write JSON")?)
}
