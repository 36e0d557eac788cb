use std::collections::BTreeMap;
use std::marker::PhantomData;

use schemars::JsonSchema;
use serde::Deserialize;

use jurymast_terms::vocabulary::{Needed, RuleLevel, Rung};

use super::{
    ContentDigest, Day, DetectEntry, Id, IdList, Length, ModelListEntry, Percent, Said, Text,
    TierNumber,
};
use crate::language::said;

/// Hands every table of a plan file to another macro: its key, what it is for, and the
/// type it is read as.
macro_rules! plan_tables {
    ($build:ident) => {
        $build! {
            single {
                /// What the plan as a whole says of itself.
                plan: said::PlanTable,
                /// How the rules are applied.
                lint: said::LintTable,
                /// What the tables of this file say where they say nothing else.
                defaults: said::DefaultsTable,
                /// What is known of models beside what the program brings.
                catalogue: said::CatalogueTable,
            }
            by_id {
                /// Teams, by id.
                team: said::TeamTable,
                /// Prioritised business activities, by id.
                activity: said::ActivityTable,
                /// Services, by id.
                service: said::ServiceTable,
                /// Databases, queues, networks and other things that services use, by id.
                resource: said::ResourceTable,
                /// AI dependencies, by id.
                ai: said::AiTable,
                /// Outside parties that the catalogue does not know, or knows otherwise, by id.
                provider: said::ProviderTable,
                /// Failure domains, by id.
                domain: said::DomainTable,
                /// Further steps, by the id of the component they are for.
                runbook: said::RunbookTable,
                /// Who is told what and when, by id.
                communication: said::CommunicationTable,
                /// Faults to think through, by id.
                scenario: said::ScenarioTable,
                /// Exercises and what came of them, by id.
                exercise: said::ExerciseTable,
            }
            listed {
                /// Risks that are accepted for a while.
                waiver: said::WaiverTable,
                /// Rules of the plan's own (docs/custom-rules.md).
                rule: said::RuleTable,
            }
        }
    };
}
pub(in crate::language) use plan_tables;

macro_rules! plan_file {
    (
        single { $($(#[$one_doc:meta])* $one:ident: $one_type:ty,)* }
        by_id { $($(#[$many_doc:meta])* $many:ident: $many_type:ty,)* }
        listed { $($(#[$list_doc:meta])* $list:ident: $list_type:ty,)* }
    ) => {
        /// A continuity plan as code: what a team runs, what it needs, and what stands in when that fails.
        #[derive(JsonSchema)]
        #[schemars(rename = "Plan file", deny_unknown_fields)]
        #[expect(
            dead_code,
            reason = "describes the tables of a file for the JSON Schema"
        )]
        pub(in crate::language) struct PlanFile {
            $($(#[$one_doc])* $one: Option<$one_type>,)*
            $($(#[$many_doc])* #[schemars(default)] $many: BTreeMap<Id, $many_type>,)*
            $($(#[$list_doc])* #[schemars(default)] $list: Vec<$list_type>,)*
        }
    };
}

plan_tables!(plan_file);

/// What the plan as a whole says of itself.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::language) struct PlanTable {
    /// Whose plan it is.
    pub(in crate::language) name: Said<Text>,
    /// What the plan is about.
    pub(in crate::language) description: Option<String>,
    /// Further files of this plan: globs below the folder of this file.
    #[serde(default)]
    pub(in crate::language) include: Vec<Said<String>>,
    /// The team that keeps the plan, and answers for all in it that names no team.
    pub(in crate::language) owner: Option<Said<String>>,
    /// What the plan covers.
    pub(in crate::language) scope: Option<String>,
    /// What the plan leaves out.
    pub(in crate::language) excludes: Option<String>,
    /// How often the plan is reviewed.
    pub(in crate::language) review_every: Option<Length>,
    /// Who approved the plan, and when.
    pub(in crate::language) approved: Option<ApprovalEntry>,
    /// When the plan starts and ends, and who says so.
    pub(in crate::language) activation: Option<ActivationEntry>,
    /// Where it can be read: the components that carry its copies, such as the wiki and a printed one.
    pub(in crate::language) published: Option<IdList>,
}

/// What the tables of one file say where they say nothing else.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Defaults")]
pub(in crate::language) struct DefaultsTable {
    /// The team that answers for activities, services, resources and AI dependencies.
    pub(in crate::language) team: Option<Said<String>>,
    /// The failure domains that services and resources stand in.
    #[serde(rename = "in")]
    pub(in crate::language) within: Option<IdList>,
    /// How critical activities and services are: 1 (most) to 4 (least).
    pub(in crate::language) tier: Option<Said<TierNumber>>,
    /// When what `depends_on` names is needed.
    pub(in crate::language) needed: Option<Needed>,
    /// How long until a loss of what `depends_on` names is known, and what sees it.
    pub(in crate::language) detect: Option<Said<DetectEntry>>,
}

/// Who approved the plan, and when.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Approval")]
pub(in crate::language) struct ApprovalEntry {
    /// The name or role.
    pub(in crate::language) by: Text,
    /// The day.
    pub(in crate::language) on: Day,
    /// The digest of what was approved, as `jurymast digest` prints it.
    pub(in crate::language) digest: Option<Said<ContentDigest>>,
}

/// When the plan starts and ends, and who says so.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Activation")]
pub(in crate::language) struct ActivationEntry {
    /// What must have happened.
    pub(in crate::language) when: Option<String>,
    /// The team that decides.
    pub(in crate::language) by: Option<Said<String>>,
    /// The team that decides when the first cannot be reached.
    pub(in crate::language) alternate: Option<Said<String>>,
    /// What must hold before the plan is stood down.
    pub(in crate::language) stand_down_when: Option<String>,
}

/// How the rules are applied.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Lint")]
pub(in crate::language) struct LintTable {
    /// The level of a rule, by its name (`jurymast rules`).
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, RuleLevel>")]
    pub(in crate::language) rules: RuleLevels,
    /// How old the last test of a fallback may be; 365 days when left out.
    pub(in crate::language) fallback_tested_within: Option<Length>,
    /// The least rung of evidence by tier, such as { tier_1 = "drilled" }; none when left out.
    pub(in crate::language) least_rung: Option<LeastRungTable>,
    /// How old the last exercise of a scenario may be; 365 days when left out.
    pub(in crate::language) exercised_within: Option<Length>,
    /// How old the last trial of a restore may be; 365 days when left out.
    pub(in crate::language) restore_tested_within: Option<Length>,
    /// How long before the end of a model, a certificate or a contract it becomes a finding; 180 days when left out.
    pub(in crate::language) retiring_within: Option<Length>,
    /// How many times as much as its primary a fallback's tokens may cost; 5 when left out.
    pub(in crate::language) fallback_costs_within: Option<u32>,
    /// The share of tier 1 services that one provider or domain may carry; 50% when left out.
    pub(in crate::language) concentration_above: Option<Percent>,
    /// How far ahead a waiver or an ignore may end, such as 90d; as far as it likes when left out.
    pub(in crate::language) longest_waiver: Option<Length>,
    /// What holds elsewhere than everywhere: by the id of a component, or a path or glob from the folder of this file (`services/legacy/**`). Where several hold, what is said of the component goes before what is said of its file, and later entries before earlier ones.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, LintPerTable>")]
    pub(in crate::language) per: LintPer,
    /// Folders and files of source, from the folder of this file (`src`, `../web`, `services/**`): `check` looks there for outside parties that the plan does not declare. None when left out.
    #[serde(default)]
    pub(in crate::language) scan: Vec<Said<String>>,
}

/// The least rung of evidence that fallbacks and recovery steps must stand on.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "LeastRung")]
pub(in crate::language) struct LeastRungTable {
    /// Of what tier 1 needs.
    pub(in crate::language) tier_1: Option<Rung>,
    /// Of what tier 2 needs.
    pub(in crate::language) tier_2: Option<Rung>,
    /// Of what tier 3 needs.
    pub(in crate::language) tier_3: Option<Rung>,
    /// Of what tier 4 needs.
    pub(in crate::language) tier_4: Option<Rung>,
}

/// What is known of models beside what the program brings.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Catalogue")]
pub(in crate::language) struct CatalogueTable {
    /// Lists of models that were saved as JSON: globs below the folder of this file.
    #[serde(default)]
    pub(in crate::language) models: Vec<Said<ModelListEntry>>,
}

/// How the rules are applied at one component or in some files.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "LintPer")]
pub(in crate::language) struct LintPerTable {
    /// Look there for these only: rules, families (`people`), `all`, beginnings of names (`rto-*`).
    pub(in crate::language) select: Option<Vec<Said<String>>>,
    /// Look there for none of these.
    #[serde(default)]
    pub(in crate::language) ignore: Vec<Said<String>>,
    /// The level of all that is found there.
    pub(in crate::language) level: Option<RuleLevel>,
    /// The level there of a rule, by its name; it goes before `level`.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, RuleLevel>")]
    pub(in crate::language) rules: RuleLevels,
}

/// Rule names with their places, in the order written.
pub(in crate::language) type RuleLevels = InOrder<RuleLevel>;

/// Components and files with their places, in the order written.
pub(in crate::language) type LintPer = InOrder<LintPerTable>;

/// What a table says by names, in the order written.
#[derive(Debug)]
pub(in crate::language) struct InOrder<T>(pub(in crate::language) Vec<(Said<String>, T)>);

impl<T> Default for InOrder<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for InOrder<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrderVisitor<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> serde::de::Visitor<'de> for InOrderVisitor<T> {
            type Value = InOrder<T>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a table by names, such as { no-owner = \"off\" }")
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(
                self,
                mut map: A,
            ) -> Result<InOrder<T>, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(InOrder(entries))
            }
        }

        deserializer.deserialize_map(InOrderVisitor(PhantomData))
    }
}
