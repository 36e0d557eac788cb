use std::collections::BTreeMap;

use jurymast_terms::source::Span;

use super::deployment::{Account, Answering, DeploymentFacts, question};
use super::gateway::GroupDeployment;
use crate::draft::{Doubt, DraftTable, DraftValue, Finding, Ids, Mapping, TableKind};

/// Those who answer, their accounts and their machines: each one table, however many
/// deployments name it.
#[derive(Debug, Default)]
pub(super) struct Parties {
    /// Providers that the catalogue does not know, and machines, by what names them.
    own: BTreeMap<String, DraftTable>,
    /// Accounts of each provider, in the order of the file.
    accounts: BTreeMap<&'static str, Vec<(Account, DraftTable)>>,
}

impl Parties {
    /// Takes in the accounts of all deployments, of whom each needs to know whether there
    /// are others.
    pub(super) fn take_accounts<'d>(
        &mut self,
        deployments: impl Iterator<Item = &'d GroupDeployment>,
        ids: &mut Ids,
    ) {
        for deployment in deployments {
            let answerer = DeploymentFacts::of(deployment);
            let (Some(provider), Some(account)) = (answerer.provider.known(), answerer.account)
            else {
                continue;
            };
            let known = self.accounts.entry(provider).or_default();
            if known.iter().any(|(one, _)| *one == account) {
                continue;
            }
            let id = ids.give(&format!("{provider}-account-{}", known.len() + 1));
            let table = account_table(&account, id, deployment);
            known.push((account, table));
        }
        // One account alone is the provider itself, but for a resource with its own host.
        self.accounts
            .retain(|_, known| known.len() > 1 || has_host(&known[0].0));
    }

    /// The table of a deployment.
    pub(super) fn ai(
        &mut self,
        id: &str,
        deployment: &GroupDeployment,
        ids: &mut Ids,
        findings: &mut Vec<Finding>,
    ) -> DraftTable {
        let answerer = DeploymentFacts::of(deployment);
        let place = deployment.node.span;
        let mut table = DraftTable::new(TableKind::Ai, id, place);
        table.set("provider", self.provider(&answerer.provider, place, ids));
        if let Some(endpoint) = answerer.endpoint {
            table.set("endpoint", endpoint);
        }
        match &answerer.model {
            Some(model) => table.set("model", model.as_str()),
            None => {
                let question = format!("which models are called by `{}`?", deployment.model);
                table.doubts.push(Doubt::Asked(question));
            }
        }
        table.set("via", DraftValue::texts([super::read::PROXY]));
        if let Answering::Runtime(_, None) = &answerer.provider {
            table.doubts.extend(question(&answerer.provider));
        }
        let within = self.within(&answerer, deployment, ids, findings);
        if !within.is_empty() {
            table.set("in", DraftValue::texts(within));
        }
        let limit = ["rpm", "tpm"].into_iter().filter_map(|key| {
            let count = deployment.anywhere(key)?.count()?;
            Some((key, DraftValue::Whole(count)))
        });
        let limit: Vec<_> = limit.collect();
        if !limit.is_empty() {
            table.set("limit", DraftValue::Table(limit));
        }
        table
    }

    /// The tables of all of them.
    pub(super) fn tables(self) -> impl Iterator<Item = DraftTable> {
        let accounts = self
            .accounts
            .into_values()
            .flatten()
            .map(|(_, table)| table);
        self.own.into_values().chain(accounts)
    }

    fn provider(&mut self, answering: &Answering, place: Span, ids: &mut Ids) -> String {
        let named = match answering {
            Answering::Known(id) | Answering::Runtime(id, _) => return (*id).to_owned(),
            Answering::Unknown { named, .. } => named,
        };
        let table = self.own.entry(named.clone()).or_insert_with(|| {
            let mut table = DraftTable::new(TableKind::Provider, ids.give(named), place);
            if named.contains('.') {
                table.set("hosts", DraftValue::texts([named]));
            }
            table.doubts.extend(question(answering));
            table
        });
        table.id.clone()
    }

    /// The failure domains that a deployment stands in.
    fn within(
        &mut self,
        answerer: &DeploymentFacts,
        deployment: &GroupDeployment,
        ids: &mut Ids,
        findings: &mut Vec<Finding>,
    ) -> Vec<String> {
        let mut within = Vec::new();
        if let Some(region) = &answerer.region {
            within.extend(region.domain.map(str::to_owned));
            findings.push(region_finding(answerer, deployment));
        }
        if let Answering::Runtime(_, Some(host)) = &answerer.provider {
            let table = self.own.entry(host.clone()).or_insert_with(|| {
                let mut table =
                    DraftTable::new(TableKind::Domain, ids.give(host), deployment.node.span);
                table.set("kind", "host");
                let question = "where does that machine stand, and who runs it?".to_owned();
                table.doubts.push(Doubt::Asked(question));
                table
            });
            within.push(table.id.clone());
        }
        let known = answerer
            .provider
            .known()
            .and_then(|id| self.accounts.get(id));
        let own = known.and_then(|known| {
            let (_, table) = known
                .iter()
                .find(|(one, _)| Some(one) == answerer.account.as_ref())?;
            Some(table.id.clone())
        });
        within.extend(own);
        within
    }
}

fn has_host(account: &Account) -> bool {
    matches!(
        account,
        Account::Named {
            key: "api_base",
            ..
        }
    )
}

fn account_table(account: &Account, id: String, deployment: &GroupDeployment) -> DraftTable {
    let mut table = DraftTable::new(TableKind::Domain, id, deployment.node.span);
    table.set("kind", "account");
    let name = match account {
        Account::Named {
            key: "api_base",
            name,
        } => format!("The resource at {name}"),
        Account::Named { key, name } => format!("The account behind {key} {name}"),
        Account::InFile(_) => format!("The account behind the key in {}", deployment.path),
    };
    table.set("name", name);
    table.doubts.push(match has_host(account) {
        true => Doubt::Asked("in which region does it stand?".to_owned()),
        false => Doubt::Guessed(
            "another credential is another account, with its own quota and bill".to_owned(),
        ),
    });
    table
}

fn region_finding(answerer: &DeploymentFacts, deployment: &GroupDeployment) -> Finding {
    let region = answerer.region.as_ref();
    let (key, said, domain) = region.map_or(("region", "", None), |one| {
        (one.key, one.said.as_str(), one.domain)
    });
    let (mapping, message) = match domain {
        None if said == "global" => (
            Mapping::Approximate,
            "served from anywhere: it stands in no region".to_owned(),
        ),
        None => (
            Mapping::Manual,
            format!("the catalogue knows no region `{said}`: say where it stands"),
        ),
        Some(id) if answerer.crosses_regions => (
            Mapping::Approximate,
            format!("called in `{id}`, and served from several regions"),
        ),
        Some(id) => (Mapping::Exact, format!("it stands in `{id}`")),
    };
    let place = deployment.param(key).unwrap_or(&deployment.node).span;
    Finding {
        source_path: format!("{}.litellm_params.{key}", deployment.path),
        place,
        mapping,
        message,
    }
}
