use std::collections::BTreeMap;

use jurymast_terms::source::Span;

use super::upstream::{Account, Answering, Region, Upstream};
use crate::draft::{
    Doubt, DraftTable, DraftValue, Finding, Ids, Mapping, StandsFor, TableKind, on_own_machine,
};
use crate::evidence::{is_loopback, is_own_machine};

/// Those who answer, their accounts and their machines: each one table, however many
/// upstreams name it.
#[derive(Debug, Default)]
pub(crate) struct Parties {
    /// Providers that the catalogue does not know, and machines, by what names them.
    own: BTreeMap<String, DraftTable>,
    /// Accounts of each provider, in the order of the file.
    accounts: BTreeMap<&'static str, Vec<(Account, DraftTable)>>,
}

impl Parties {
    /// Takes in the accounts of all upstreams, of whom each needs to know whether there
    /// are others.
    pub(crate) fn take_accounts<'d>(
        &mut self,
        upstreams: impl Iterator<Item = &'d Upstream>,
        ids: &mut Ids,
    ) {
        for upstream in upstreams {
            let (Some(provider), Some(account)) = (upstream.provider.known(), &upstream.account)
            else {
                continue;
            };
            let known = self.accounts.entry(provider).or_default();
            if known.iter().any(|(one, _)| one == account) {
                continue;
            }
            let id = ids.give(&format!("{provider}-account-{}", known.len() + 1));
            let table = account_table(account, id, upstream);
            known.push((account.clone(), table));
        }
        // One account alone is the provider itself, but for a resource with its own host.
        self.accounts
            .retain(|_, known| known.len() > 1 || matches!(known[0].0, Account::Resource(_)));
    }

    /// The table of an upstream that is called through a gateway.
    pub(crate) fn ai(
        &mut self,
        id: &str,
        upstream: &Upstream,
        via: &[&str],
        ids: &mut Ids,
        findings: &mut Vec<Finding>,
    ) -> DraftTable {
        let mut table = DraftTable::new(TableKind::Ai, id, upstream.place);
        table.set(
            "provider",
            self.provider(&upstream.provider, upstream.place, ids),
        );
        if let Some(endpoint) = upstream.endpoint {
            table.set("endpoint", endpoint);
        }
        match &upstream.model {
            Some(model) => table.set("model", model.as_str()),
            None => table
                .doubts
                .push(Doubt::Asked(upstream.which_model.clone())),
        }
        // A router that answers itself is not called through itself.
        let via = via.iter().copied();
        let via = via.filter(|one| upstream.provider.known() != Some(one));
        let via: Vec<&str> = via.collect();
        if !via.is_empty() {
            table.set("via", DraftValue::texts(via));
        }
        match &upstream.provider {
            Answering::Runtime(_, None) => table.doubts.extend(upstream.provider.question()),
            Answering::Runtime(_, Some(host)) if is_beside(host) => {
                table.doubts.push(on_own_machine());
                table.stands_for = Some(StandsFor::Host(host.clone()));
            }
            _ => {}
        }
        table.doubts.extend(upstream.doubts.iter().cloned());
        let within = self.within(upstream, ids, findings);
        if !within.is_empty() {
            table.set("in", DraftValue::texts(within));
        }
        let limit = upstream.limit.iter();
        let limit: Vec<_> = limit
            .map(|(key, count)| (*key, DraftValue::Whole(*count)))
            .collect();
        if !limit.is_empty() {
            table.set("limit", DraftValue::Table(limit));
        }
        table
    }

    /// The tables of all of them.
    pub(crate) fn tables(self) -> impl Iterator<Item = DraftTable> {
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
            let mut table = DraftTable::new(TableKind::Provider, ids.give_beside(named), place);
            if named.contains('.') && !is_beside(named) {
                table.set("hosts", DraftValue::texts([named]));
            }
            table.doubts.extend(answering.question());
            table.stands_for = Some(StandsFor::Host(named.clone()));
            table
        });
        table.id.clone()
    }

    /// The failure domains that an upstream stands in.
    fn within(
        &mut self,
        upstream: &Upstream,
        ids: &mut Ids,
        findings: &mut Vec<Finding>,
    ) -> Vec<String> {
        let mut within = Vec::new();
        if let Some(region) = &upstream.region {
            within.extend(region.domain.map(str::to_owned));
            findings.push(region_finding(region, upstream.crosses_regions));
        }
        if let Answering::Runtime(_, Some(host)) = &upstream.provider
            && !is_beside(host)
        {
            let table = self.own.entry(host.clone()).or_insert_with(|| {
                let id = ids.give_beside(host);
                let mut table = DraftTable::new(TableKind::Domain, id, upstream.place);
                table.stands_for = Some(StandsFor::Host(host.clone()));
                table.set("kind", "host");
                let question = "where does that machine stand, and who runs it?".to_owned();
                table.doubts.push(Doubt::Asked(question));
                table
            });
            within.push(table.id.clone());
        }
        let known = upstream
            .provider
            .known()
            .and_then(|id| self.accounts.get(id));
        let own = known.and_then(|known| {
            let (_, table) = known
                .iter()
                .find(|(one, _)| Some(one) == upstream.account.as_ref())?;
            Some(table.id.clone())
        });
        within.extend(own);
        within
    }
}

/// Whether a host is the machine that the gateway itself runs on.
fn is_beside(host: &str) -> bool {
    is_own_machine(host) || is_loopback(host)
}

fn account_table(account: &Account, id: String, upstream: &Upstream) -> DraftTable {
    let mut table = DraftTable::new(TableKind::Domain, id, upstream.place);
    table.set("kind", "account");
    let another = "another credential is another account, with its own quota and bill";
    let (name, doubt) = match account {
        Account::Resource(host) => (
            format!("The resource at {host}"),
            Doubt::Asked("in which region does it stand?".to_owned()),
        ),
        Account::Named { key, name } => (
            format!("The account behind {key} {name}"),
            Doubt::Guessed(another.to_owned()),
        ),
        Account::InFile(_) => (
            format!("The account behind the key in {}", upstream.path),
            Doubt::Guessed(another.to_owned()),
        ),
    };
    table.set("name", name);
    let region = upstream.region.as_ref().and_then(|region| region.domain);
    match (account, region) {
        (Account::Resource(_), Some(region)) => table.set("in", DraftValue::texts([region])),
        _ => table.doubts.push(doubt),
    }
    table
}

fn region_finding(region: &Region, crosses_regions: bool) -> Finding {
    let said = &region.said;
    let (mapping, message) = match region.domain {
        None if said == "global" => (
            Mapping::Approximate,
            "served from anywhere: it stands in no region".to_owned(),
        ),
        None => (
            Mapping::Manual,
            format!("the catalogue knows no region `{said}`: say where it stands"),
        ),
        Some(id) if crosses_regions => (
            Mapping::Approximate,
            format!("called in `{id}`, and served from several regions"),
        ),
        Some(id) => (Mapping::Exact, format!("it stands in `{id}`")),
    };
    Finding {
        source_path: region.source_path.clone(),
        place: region.place,
        mapping,
        message,
    }
}
