use std::num::NonZeroU32;

use schemars::JsonSchema;
use serde::Deserialize;

use jurymast_terms::problem::Problem;
use jurymast_terms::vocabulary::{DrillMethod, Mode, Needed, Rung, Serves, Switch, Symptom};

use super::either::one_or_table;
use super::{Day, DetectEntry, IdList, Length, Percent, RateEntry, Said, Text};

/// The id of what is needed, or a table that says more.
#[derive(Debug)]
pub(in crate::language) enum DependencyEntry {
    Id(String),
    Table(Box<DependencyTable>),
}

/// What is needed, how much, and what stands in for it.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Dependency")]
pub(in crate::language) struct DependencyTable {
    /// The one component that is needed.
    pub(in crate::language) on: Option<Said<String>>,
    /// Several components of which some are enough: zones, regions, accounts.
    pub(in crate::language) any_of: Option<Said<Vec<Said<MemberEntry>>>>,
    /// How many of `any_of` must work; 1 when left out.
    pub(in crate::language) at_least: Option<Said<u32>>,
    /// How the members share the demand; by their limits when left out.
    pub(in crate::language) share: Option<Said<Share>>,
    /// When it is needed: to run, to start, or both; run when left out.
    pub(in crate::language) needed: Option<Needed>,
    /// Whether the component is down or only degraded without it; hard when left out.
    pub(in crate::language) mode: Option<Mode>,
    /// For a soft dependency: what people notice when it is missing.
    pub(in crate::language) degraded: Option<Said<String>>,
    /// How long the component goes on without it: a queue, a cache, a token, a battery.
    pub(in crate::language) holds: Option<Said<Length>>,
    /// How long until someone or something knows that it is lost, and what sees it.
    pub(in crate::language) detect: Option<Said<DetectEntry>>,
    /// The load this dependency puts on what it needs.
    pub(in crate::language) demand: Option<RateEntry>,
    /// How long the return to the primary takes once that is back.
    pub(in crate::language) fail_back: Option<Said<Length>>,
    /// What stands in, in order of preference.
    #[serde(default)]
    pub(in crate::language) fallback: Vec<Said<FallbackEntry>>,
    /// Why it is needed.
    pub(in crate::language) why: Option<String>,
}

/// The id of what stands in, or a table that says more.
#[derive(Debug)]
pub(in crate::language) enum FallbackEntry {
    Id(String),
    Table(Box<FallbackTable>),
}

/// What stands in, and how it takes over.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Fallback")]
pub(in crate::language) struct FallbackTable {
    /// The component that stands in.
    pub(in crate::language) to: Said<String>,
    /// Who switches; manual when left out.
    pub(in crate::language) switch: Option<Said<Switch>>,
    /// How long the switch takes once the loss is known. Where the steps that are it
    /// (`switches_to`) take longer, that counts.
    pub(in crate::language) after: Option<Said<Length>>,
    /// What callers must see for an automatic switch to fire.
    pub(in crate::language) triggers: Option<Vec<Symptom>>,
    /// The best it can give; up when left out.
    pub(in crate::language) serves: Option<Serves>,
    /// The share of the load it can carry. Where it serves degraded and this is left out, the
    /// share is unknown: whether an MBCO is met on it is unknown too.
    pub(in crate::language) capacity: Option<Said<Percent>>,
    /// The day the switch was last tried for real.
    pub(in crate::language) tested: Option<Said<Day>>,
    /// What shows that it works: `tested` alone reads as drilled on that day.
    #[serde(default)]
    pub(in crate::language) evidence: Vec<Said<EvidenceTable>>,
    /// Where the comparison of its quality with the primary is kept.
    pub(in crate::language) eval: Option<String>,
    /// The day its answers were last compared with the primary's, with the prompt of that day.
    pub(in crate::language) evaluated: Option<Said<Day>>,
    /// What to do to switch, for a person at night.
    pub(in crate::language) steps: Option<String>,
    /// The components that must be up for the switch to be made.
    pub(in crate::language) needs: Option<IdList>,
    /// How long it can serve, counted from its switch; as long as it is up when left out.
    pub(in crate::language) holds: Option<Said<Length>>,
}

/// Something that shows that a fallback or a step works.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Evidence")]
pub(in crate::language) struct EvidenceTable {
    /// How much it shows: declared, configured, observed or drilled.
    pub(in crate::language) rung: Rung,
    /// The day on which it was seen.
    pub(in crate::language) on: Day,
    /// The last day on which it counts; as `[lint] fallback_tested_within` says when left out.
    pub(in crate::language) until: Option<Said<Day>>,
    /// The name or role of who did it, or saw it.
    pub(in crate::language) by: Option<String>,
    /// How the fault was brought about: mock, fault-proxy or real.
    pub(in crate::language) how: Option<DrillMethod>,
    /// What was seen.
    pub(in crate::language) seen: Option<String>,
    /// Where the record is kept.
    pub(in crate::language) file: Option<String>,
}

/// A path, or a table that says more of what is there.
#[derive(Debug)]
pub(in crate::language) enum ModelListEntry {
    Path(String),
    Table(Box<ModelListTable>),
}

impl ModelListEntry {
    /// A path or glob.
    pub(in crate::language) fn path(&self) -> &str {
        match self {
            Self::Path(path) => path,
            Self::Table(table) => &table.path.0,
        }
    }
}

/// A saved list of models, and what its keys do not say.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "ModelList")]
pub(in crate::language) struct ModelListTable {
    /// A path or glob below the folder of the root plan file.
    pub(in crate::language) path: Text,
    /// Whose list it is, as the catalogue calls the provider; its keys mostly tell.
    pub(in crate::language) provider: Option<String>,
    /// The day it was saved; that in its file name when left out.
    pub(in crate::language) on: Option<Day>,
}

/// A member of a group by its id, or a table that weighs it.
#[derive(Debug)]
pub(in crate::language) enum MemberEntry {
    Id(String),
    Table(Box<MemberTable>),
}

/// A member of a group, and the share of the demand that it gets.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Member")]
pub(in crate::language) struct MemberTable {
    /// The member.
    pub(in crate::language) on: Said<String>,
    /// Its part of the demand beside the other members'; 1 when left out.
    pub(in crate::language) weight: Option<NonZeroU32>,
}

/// How the members of a group share the demand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
pub(in crate::language) enum Share {
    /// Evenly, whatever their limits.
    #[serde(rename = "even")]
    Even,
}

one_or_table! {
    DependencyEntry, DependencyTable, Id(String) by id,
    "the id of a component, or a table such as { on = \"orders-db\", mode = \"hard\" }"
}
one_or_table! {
    FallbackEntry, FallbackTable, Id(String) by id,
    "the id of a component, or a table such as { to = \"backup-llm\", switch = \"manual\" }"
}
one_or_table! {
    MemberEntry, MemberTable, Id(String) by id,
    "the id of a component, or a table such as { on = \"orders-db\", weight = 2 }"
}
one_or_table! {
    ModelListEntry, ModelListTable, Path(String) by id,
    "a path such as \"lists/*.json\", or a table such as { path = \"lists/azure.json\", provider = \"azure-openai\" }"
}

fn id(text: &str) -> Result<String, Problem> {
    Ok(text.to_owned())
}
