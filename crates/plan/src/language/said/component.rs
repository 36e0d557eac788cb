use std::num::NonZeroU64;

use schemars::JsonSchema;
use serde::Deserialize;

use jurymast_terms::vocabulary::{
    AccountAsset, AfterEnd, DataKind, ImpactLevel, MissedRun, Substitutability,
};

use super::{
    Backups, Day, DependencyEntry, IdList, Length, Percent, Probability, ReplicasEntry, Said, Text,
    TierNumber, Tokens, Url,
};

/// Hands the keys that every component table shares to another macro, in front of
/// whatever else that one is given.
macro_rules! with_common_keys {
    ($build:ident! { $($more:tt)* }) => {
        $build! {
            {
                /// The name people know it by; the id when left out.
                name: Option<Text>,
                /// What it is, in a sentence or two.
                description: Option<String>,
                /// The team that answers for it.
                team: Option<Said<String>>,
                /// How critical it is: 1 (most) to 4 (least).
                tier: Option<Said<TierNumber>>,
                /// Recovery time objective: how long it may be unavailable (NIST SP 800-34).
                rto: Option<Said<Length>>,
                /// Recovery point objective: how far back data may be lost (NIST SP 800-34).
                rpo: Option<Said<Length>>,
                /// Maximum tolerable period of disruption, all impacts included (ISO 22301).
                mtpd: Option<Said<Length>>,
                /// Service level objective: the share of time it shall work.
                slo: Option<Said<Percent>>,
                /// Minimum business continuity objective: the least acceptable capacity while disrupted (ISO 22301).
                mbco: Option<Said<Percent>>,
                /// Its own time to start again once it was stopped and all it needs is back.
                restart: Option<Said<Length>>,
                /// The load it can carry, shared by all that goes through it.
                limit: Option<Said<RateEntry>>,
                /// The day from which on it no longer works: a certificate, a domain name, a contract, a key.
                expires: Option<Said<Day>>,
                /// The failure domains it stands in: regions, zones, networks, accounts.
                #[serde(rename = "in")]
                within: Option<IdList>,
                /// What it needs: ids, or tables that say more.
                #[serde(default)]
                depends_on: Vec<Said<DependencyEntry>>,
                /// False for a mere grouping that cannot fail by itself; true where all `replicas` can fail at once, by a wrong setting say.
                own_failure: Option<bool>,
                /// The probability that it works, own failures only: "99.9%" or 0.999.
                availability: Option<Said<Probability>>,
                /// The probability that it is down by its own failure: 0.001 or "0.1%".
                unavailability: Option<Said<Probability>>,
                /// Where to look whether it works.
                health: Option<Url>,
                /// A command that shows whether it works.
                check: Option<Text>,
                /// Further pages: dashboards, logs, consoles.
                #[serde(default)]
                links: Vec<LinkEntry>,
            }
            $($more)*
        }
    };
}

macro_rules! common_keys {
    ({ $($(#[$meta:meta])* $key:ident: $type:ty,)* }) => {
        /// The keys that every component table shares.
        #[derive(Debug, Default)]
        pub(in crate::language) struct CommonKeys {
            $(pub(in crate::language) $key: $type,)*
        }
    };
}

with_common_keys!(common_keys! {});

/// A table with the shared keys and its own. Serde's `flatten` would lose places and
/// unknown keys, so the table holds both, and `split` takes them apart.
macro_rules! component_table {
    (
        { $($(#[$common_meta:meta])* $common:ident: $common_type:ty,)* }
        $(#[$meta:meta])* $table:ident as $written:literal, $own:ident {
            $($(#[$key_meta:meta])* $key:ident: $type:ty,)*
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields)]
        #[schemars(rename = $written)]
        pub(in crate::language) struct $table {
            $($(#[$common_meta])* $common: $common_type,)*
            $($(#[$key_meta])* $key: $type,)*
        }

        /// The keys of the table that no other kind has.
        #[derive(Debug)]
        pub(in crate::language) struct $own {
            $(pub(in crate::language) $key: $type,)*
        }

        impl $table {
            pub(in crate::language) fn split(self) -> (CommonKeys, $own) {
                let Self { $($common,)* $($key,)* } = self;
                (CommonKeys { $($common,)* }, $own { $($key,)* })
            }
        }
    };
}

with_common_keys!(component_table! {
    /// A prioritised business activity: what the business impact analysis speaks of.
    ActivityTable as "Activity", ActivityKeys {
        /// What it costs when the activity stays interrupted, over time.
        #[serde(default)]
        impact: Vec<Said<ImpactEntry>>,
        /// How people carry on meanwhile without the systems.
        alternate_means: Option<String>,
        /// What those who use it call it, for messages to them: "placing an order".
        known_as: Option<String>,
    }
});

with_common_keys!(component_table! {
    /// Something a team runs.
    ServiceTable as "Service", ServiceKeys {
        /// How often it runs, where it is a job that comes and goes: once in this time.
        every: Option<Said<Length>>,
        /// What a run means that fell out.
        missed: Option<Said<MissedRun>>,
        /// Whether it keeps data that must not be lost.
        data: Option<Said<DataKind>>,
        /// How its data are saved and brought back: a table, or a list of them.
        backup: Option<Backups>,
        /// What it copies, and how far it may be behind.
        replica_of: Option<ReplicaEntry>,
        /// How many copies of it run, and over which failure domains they are spread. Each can fail; that all fail at once says `own_failure = true`.
        replicas: Option<Said<ReplicasEntry>>,
    }
});

with_common_keys!(component_table! {
    /// Something a service uses: a database, a queue, a network, a person with a key.
    ResourceTable as "Resource", ResourceKeys {
        /// What kind of thing it is: database, queue, cache, storage, network, people ...
        kind: Option<Text>,
        /// Whether it keeps data that must not be lost.
        data: Option<Said<DataKind>>,
        /// How its data are saved and brought back: a table, or a list of them.
        backup: Option<Backups>,
        /// What it copies, and how far it may be behind.
        replica_of: Option<ReplicaEntry>,
        /// How many copies of it run, and over which failure domains they are spread. Each can fail; that all fail at once says `own_failure = true`.
        replicas: Option<Said<ReplicasEntry>>,
    }
});

with_common_keys!(component_table! {
    /// An AI dependency: which model is called, at whose endpoint.
    AiTable as "Ai", AiKeys {
        /// The provider: an id of the catalogue (`jurymast catalogue list`) or of this plan.
        provider: Said<String>,
        /// The provider's endpoint, such as `responses`; the catalogue's usual one for the model when left out.
        endpoint: Option<Said<String>>,
        /// The model as the call names it.
        model: Option<Said<Text>>,
        /// The family of weights, when the model's name does not tell (a deployment name).
        lineage: Option<Said<Text>>,
        /// The gateway or gateways that the call passes through.
        via: Option<IdList>,
        /// What the caller needs of the model.
        #[serde(default)]
        needs: NeedsEntry,
        /// Where data may be processed.
        #[serde(default)]
        residency: Vec<String>,
        /// What the calls are bound to in the account: fine-tune, adapter, voice, files, vector-store, cache. Of a fallback: what there is a copy of.
        #[serde(default)]
        assets: Vec<AccountAsset>,
        /// Whether a gateway that picks the host sends calls only to hosts that know all their parameters (OpenRouter's `require_parameters`).
        require_parameters: Option<bool>,
    }
});

with_common_keys!(component_table! {
    /// An outside party that answers calls: AI, payments, log-in, messages. With an id of the catalogue, its keys override the catalogue's.
    ProviderTable as "Provider", ProviderKeys {
        /// Where the provider says what is broken.
        status_page: Option<Url>,
        /// What was agreed with the provider.
        contract: Option<ContractEntry>,
        /// Host names that calls go to.
        hosts: Option<Vec<String>>,
        /// Its endpoints whose end, limit or availability is known.
        #[serde(default)]
        endpoints: Vec<EndpointEntry>,
        /// Models whose end or availability is known.
        #[serde(default)]
        models: Vec<ModelEntry>,
    }
});

with_common_keys!(component_table! {
    /// A failure domain: what fails together. With an id of the catalogue, its keys override the catalogue's.
    DomainTable as "Domain", DomainKeys {
        /// What kind of domain it is: cloud, region, zone, network, edge, identity, account ...
        kind: Option<Text>,
    }
});

/// What an interruption costs from some time on.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Impact")]
pub(in crate::language) struct ImpactEntry {
    /// How long the interruption has lasted.
    pub(in crate::language) after: Length,
    /// How bad it is by then.
    pub(in crate::language) level: ImpactLevel,
    /// What suffers: revenue, contract, safety, reputation, regulatory, operations ...
    pub(in crate::language) kind: Option<Text>,
    /// What happens, in words.
    pub(in crate::language) note: Option<String>,
}

/// A page and the words it is shown under.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NamedLink")]
pub(in crate::language) struct LinkEntry {
    /// The words.
    pub(in crate::language) name: Text,
    /// The address.
    pub(in crate::language) url: Url,
}

/// One way in which data are saved and brought back.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Backup")]
pub(in crate::language) struct BackupEntry {
    /// The time between two backups.
    pub(in crate::language) every: Option<Said<Length>>,
    /// How long bringing the data back takes.
    pub(in crate::language) restore: Option<Said<Length>>,
    /// The day a restore was last tried.
    pub(in crate::language) verified: Option<Said<Day>>,
    /// Whether the backup stands apart from what it saves.
    pub(in crate::language) segregated: Option<bool>,
    /// The failure domains the backup stands in; those of what it saves when left out.
    #[serde(rename = "in")]
    pub(in crate::language) within: Option<IdList>,
    /// The components that must be up for a restore.
    pub(in crate::language) needs: Option<IdList>,
}

/// What a component copies.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "ReplicaOf")]
pub(in crate::language) struct ReplicaEntry {
    /// The component whose data it follows.
    pub(in crate::language) of: Said<String>,
    /// How far it may be behind.
    pub(in crate::language) lag: Option<Said<Length>>,
}

/// A rate of calls.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Rate")]
pub(in crate::language) struct RateEntry {
    /// Requests a minute.
    pub(in crate::language) rpm: Option<NonZeroU64>,
    /// Tokens a minute.
    pub(in crate::language) tpm: Option<NonZeroU64>,
}

/// What a caller needs of a model; what is left out is not known.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "AiNeeds")]
pub(in crate::language) struct NeedsEntry {
    /// Tool calls.
    pub(in crate::language) tools: Option<bool>,
    /// Answers that follow a schema.
    pub(in crate::language) structured_output: Option<bool>,
    /// Pictures as input.
    pub(in crate::language) vision: Option<bool>,
    /// Answers that arrive piece by piece.
    pub(in crate::language) streaming: Option<bool>,
    /// The longest prompt, in tokens.
    pub(in crate::language) context: Option<Tokens>,
    /// The time within which 95 of 100 answers must come, or come.
    pub(in crate::language) latency: Option<Length>,
}

/// What was agreed with a provider.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Contract")]
pub(in crate::language) struct ContractEntry {
    /// The reference of the contract.
    #[serde(rename = "ref")]
    pub(in crate::language) reference: Option<String>,
    /// The recovery time the provider promises.
    pub(in crate::language) rto: Option<Said<Length>>,
    /// The notice the provider gives before it ends the service.
    pub(in crate::language) notice: Option<Length>,
    /// How hard it is to replace (DORA register, B_07.01).
    pub(in crate::language) substitutability: Option<Substitutability>,
    /// Where the exit plan is.
    pub(in crate::language) exit_plan: Option<String>,
    /// The day the exit was last tried.
    pub(in crate::language) exit_tested: Option<Day>,
}

/// An endpoint whose availability is known.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "KnownEndpoint")]
pub(in crate::language) struct EndpointEntry {
    /// The endpoint without its provider: `responses`.
    pub(in crate::language) id: Said<Text>,
    /// The probability that it works while its provider does: "99.9%" or 0.999.
    pub(in crate::language) availability: Option<Said<Probability>>,
    /// The probability that it is down by its own failure: 0.001 or "0.1%".
    pub(in crate::language) unavailability: Option<Said<Probability>>,
    /// The load it can carry, shared by all that calls it.
    pub(in crate::language) limit: Option<Said<RateEntry>>,
    /// The day it ends.
    pub(in crate::language) retires: Option<Day>,
    /// What becomes of calls after it; they fail when left out.
    pub(in crate::language) after: Option<AfterEnd>,
    /// What the provider names instead.
    pub(in crate::language) replacement: Option<String>,
    /// Where this was read.
    pub(in crate::language) source: Option<String>,
}

/// A model whose end or availability is known.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "KnownModel")]
pub(in crate::language) struct ModelEntry {
    /// The model as calls name it, or its lineage of weights.
    pub(in crate::language) id: Said<Text>,
    /// The day it ends.
    pub(in crate::language) retires: Option<Day>,
    /// What becomes of calls after it; they fail when left out.
    pub(in crate::language) after: Option<AfterEnd>,
    /// The probability that its weights work, whoever serves them: "99.99%" or 0.9999.
    pub(in crate::language) availability: Option<Said<Probability>>,
    /// The probability that its weights are broken: 0.0001 or "0.01%".
    pub(in crate::language) unavailability: Option<Said<Probability>>,
    /// What the provider names instead.
    pub(in crate::language) replacement: Option<String>,
    /// Where this was read.
    pub(in crate::language) source: Option<String>,
}
