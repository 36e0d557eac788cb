use std::collections::{BTreeMap, BTreeSet};
use std::net::Ipv4Addr;

use jurymast_plan::catalogue::provider_of_variable;

use super::called::StandsFor;
use super::edges::ONE_OF_LIST;
use super::place_kind::{key_words, kind_of};
use super::{Doubt, DraftRequirement, DraftTable, DraftValue, Finding, Ids, Mapping, TableKind};
use crate::evidence::{
    HostKey, ONLY_TOLD, Variable, alike_in_list, is_own_machine, may_hold_secret,
    only_tells_outside, public_hosts_in,
};

/// What answers at hosts that no file here runs and the catalogue does not know, by host.
#[derive(Debug, Default)]
pub(super) struct OutsidePlaces {
    by_host: BTreeMap<String, DraftTable>,
}

/// Words of variables that hold a program's own address, as those see it who call it.
const OWN_ADDRESS: [&str; 19] = [
    "PUBLIC",
    "SITE",
    "WEBSITE",
    "EXTERNAL",
    "CANONICAL",
    "FRONTEND",
    "CALLBACK",
    "REDIRECT",
    "ORIGIN",
    "ORIGINS",
    "CORS",
    "CSRF",
    "FQDN",
    "DOMAIN",
    "DOMAINS",
    "COOKIE",
    "NEXTAUTH",
    "CONSOLE",
    "HOMEPAGE",
];

/// Variables of which the whole name says so.
const OWN_ADDRESSES: [&str; 10] = [
    "APP_URL",
    "APP_BASE_URL",
    "APP_WEB_URL",
    "BASE_URL",
    "ROOT_URL",
    "WEB_URL",
    "SERVER_URL",
    "SERVICE_URL",
    "WEBHOOK_URL",
    "HOST",
];

/// Words of variables that are asked about where they have no value.
const ASKED: [&str; 9] = [
    "HOST", "URL", "URI", "ENDPOINT", "DSN", "BROKER", "BROKERS", "SERVERS", "ADDR",
];

impl OutsidePlaces {
    /// What somebody needs at such hosts; `path` names it in the file. What is left, and
    /// why, is told.
    pub(super) fn needs(
        &mut self,
        path: &str,
        variables: &[Variable],
        is_known: impl Fn(&str) -> bool,
        ids: &mut Ids,
        findings: &mut Vec<Finding>,
    ) -> Vec<DraftRequirement> {
        let mut keys: BTreeMap<String, (BTreeSet<&str>, &Variable)> = BTreeMap::new();
        let mut unset: Vec<&Variable> = Vec::new();
        for variable in variables.iter().filter(|one| one.says != HostKey::None) {
            if is_unset(variable) {
                unset.push(variable);
            }
            for host in outside_hosts(variable).filter(|host| !is_known(host)) {
                let why = match is_own_address(&variable.key) {
                    true => "it is taken for an address of its own",
                    false if is_example(host) => "it is an address of examples",
                    false => {
                        let host = host.trim_end_matches('.').to_ascii_lowercase();
                        let said = keys.entry(host).or_insert((BTreeSet::new(), variable));
                        said.0.insert(&variable.key);
                        continue;
                    }
                };
                findings.push(left(
                    path,
                    variable,
                    format!("names {host}, and {why}: say who needs it if not"),
                ));
            }
        }
        if let Some(first) = unset.first() {
            let names: Vec<&str> = unset.iter().map(|one| one.key.as_str()).collect();
            let names = jurymast_terms::wording::up_to(8, &names);
            let message =
                format!("no value here for {names}: say what is named there where it runs");
            findings.push(Finding {
                source_path: format!("{path}.environment"),
                ..left(path, first, message)
            });
        }
        let mut needs: Vec<DraftRequirement> = Vec::new();
        let mut lists: BTreeMap<&str, usize> = BTreeMap::new();
        for (host, (keys, first)) in keys {
            let table = self.table(&host, first, ids);
            let id = table.id.clone();
            // Hosts that one list names, and nothing else does.
            let list = alike_in_list(&first.key, &first.value);
            let is_listed = keys.len() == 1
                && list.is_some_and(|list| list.iter().any(|one| one.eq_ignore_ascii_case(&host)));
            if is_listed {
                if let Some(at) = lists.get(first.key.as_str()) {
                    let need = &mut needs[*at];
                    need.on.push(id);
                    need.at_least = Some(1);
                    let last = need.keys.last_mut();
                    last.into_iter().for_each(|last| {
                        last.doubt = Some(Doubt::Guessed(ONE_OF_LIST.to_owned()));
                    });
                    continue;
                }
                lists.insert(&first.key, needs.len());
            }
            let mut need = DraftRequirement::on(id, first.place);
            if keys.iter().all(|key| only_tells_outside(key)) {
                let doubt = Doubt::Guessed(ONLY_TOLD.to_owned());
                need = need.with("mode", "soft").doubted(doubt);
            }
            let keys: Vec<&str> = keys.into_iter().take(3).collect();
            needs.push(need.with("why", keys.join(", ")));
        }
        needs
    }

    /// What answers at a host that a variable names.
    pub(super) fn table(&mut self, host: &str, first: &Variable, ids: &mut Ids) -> &DraftTable {
        let is_machine = is_own_machine(host);
        let key = match kind_of(host, first).0 {
            // Without a port whatever is of another kind is something else there.
            Some(kind) if is_machine && !host.contains(':') => format!("{host} {kind}"),
            _ => host.to_owned(),
        };
        let table = self.by_host.entry(key);
        table.or_insert_with(|| match is_machine {
            true => listener(host, first, ids),
            false => place(host, first, ids),
        })
    }

    pub(super) fn tables(self) -> impl Iterator<Item = DraftTable> {
        self.by_host.into_values()
    }
}

fn left(path: &str, variable: &Variable, message: String) -> Finding {
    Finding {
        source_path: format!("{path}.environment.{}", variable.key),
        place: variable.place,
        mapping: Mapping::Manual,
        message,
    }
}

/// The hosts with a domain that a variable names. What stands before an `@` may be a secret,
/// and so may what stands under a secret's name.
fn outside_hosts(variable: &Variable) -> impl Iterator<Item = &str> {
    let is_secret = may_hold_secret(&variable.key) && !variable.key.contains("DSN");
    let hosts = public_hosts_in(&variable.value).into_iter();
    let hosts = hosts.filter(move |one| {
        let is_bare = variable.says == HostKey::Host && !is_file(one.host);
        (one.is_sure || is_bare) && (!is_secret || variable.value.contains("://"))
    });
    hosts
        .map(|one| one.host)
        .filter(|host| is_outside(host) || is_own_machine(host))
}

/// A name with a domain, or an address of a network, that is not the own machine's.
fn is_outside(host: &str) -> bool {
    match host.parse::<Ipv4Addr>() {
        Ok(address) => {
            !(address.is_loopback() || address.is_unspecified() || address.is_link_local())
        }
        Err(_) => {
            let last = host
                .trim_end_matches('.')
                .rsplit('.')
                .next()
                .unwrap_or_default();
            let is_named = host.trim_end_matches('.').contains('.');
            is_named
                && last.len() > 1
                && last.bytes().all(|byte| byte.is_ascii_alphabetic())
                && last != "localhost"
                && !is_own_machine(host)
        }
    }
}

/// Whether a bare word is rather the name of a file.
fn is_file(word: &str) -> bool {
    const ENDINGS: [&str; 20] = [
        "conf", "cfg", "ini", "json", "yaml", "yml", "toml", "xml", "js", "ts", "py", "rb", "sh",
        "sql", "log", "txt", "pem", "crt", "key", "sock",
    ];
    let ending = word.rsplit('.').next().unwrap_or_default();
    ENDINGS.contains(&ending)
}

fn is_example(host: &str) -> bool {
    ["example.com", "example.org", "example.net"]
        .iter()
        .any(|one| {
            host.strip_suffix(one)
                .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        })
}

/// Whether a variable holds a program's own address, as those see it who call it.
pub(crate) fn is_own_address(key: &str) -> bool {
    let whole = key_words(key).collect::<Vec<_>>().join("_");
    OWN_ADDRESSES.contains(&whole.as_str())
        || key_words(key).any(|word| OWN_ADDRESS.contains(&word.as_str()))
}

/// Whether it would name something, and has no value.
fn is_unset(variable: &Variable) -> bool {
    let last = key_words(&variable.key).last().unwrap_or_default();
    variable.value.trim().is_empty()
        && ASKED.contains(&last.as_str())
        && !is_own_address(&variable.key)
        && provider_of_variable(&variable.key).is_none()
}

/// The table of what answers at a host: a resource where the address or its variable tells
/// what it is, else a party.
fn place(host: &str, first: &Variable, ids: &mut Ids) -> DraftTable {
    let (kind, region) = kind_of(host, first);
    let Some(kind) = kind else {
        let mut table = DraftTable::new(TableKind::Provider, ids.give_beside(host), first.place);
        if host.parse::<Ipv4Addr>().is_err() {
            table.set("hosts", DraftValue::texts([host]));
        }
        let question = format!("what answers at {host}, and what can go on without it?");
        table.doubts.push(Doubt::Asked(question));
        table.stands_for = Some(StandsFor::Host(host.to_owned()));
        return table;
    };
    let name = match host.parse::<Ipv4Addr>() {
        Ok(_) => host,
        Err(_) => host.split('.').next().unwrap_or(host),
    };
    let mut table = DraftTable::new(TableKind::Resource, ids.give_beside(name), first.place);
    table.set("name", host);
    table.set_doubted("kind", kind, Doubt::Guessed("by its address".to_owned()));
    match region {
        Some(region) => table.set("in", DraftValue::texts([region])),
        // Not where everything else of these files stands.
        None => {
            let nowhere: [&str; 0] = [];
            table.set("in", DraftValue::texts(nowhere));
            let question = "where does it stand, and who runs it?".to_owned();
            table.doubts.push(Doubt::Asked(question));
        }
    }
    table.stands_for = Some(StandsFor::Host(host.to_owned()));
    table
}

/// The table of what listens on the machine that all of it runs on.
fn listener(host: &str, first: &Variable, ids: &mut Ids) -> DraftTable {
    let port = host.split_once(':').map(|(_, port)| port);
    let kind = kind_of(host, first).0;
    let name = format!("host-{}", port.or(kind).unwrap_or("listener"));
    let of = kind.map_or(TableKind::Service, |_| TableKind::Resource);
    let mut table = DraftTable::new(of, ids.give(&name), first.place);
    if let Some(kind) = kind {
        table.set_doubted("kind", kind, Doubt::Guessed("by its address".to_owned()));
    }
    let at = port.map_or_else(String::new, |port| format!("port {port} of "));
    let question = format!("what listens on {at}the machine itself, and who runs it?");
    table.doubts.push(Doubt::Asked(question));
    table.stands_for = Some(StandsFor::Host(host.to_owned()));
    table
}

#[cfg(test)]
mod tests {
    use jurymast_terms::source::{FileId, Span};

    use super::*;

    fn kind(key: &str, value: &str) -> String {
        let variable = Variable::new(key, value, Span::start_of(FileId::ROOT));
        let hosts: Vec<&str> = outside_hosts(&variable).collect();
        let kinds = hosts.iter().map(|host| {
            let (kind, region) = kind_of(host, &variable);
            format!("{host} {} {}", kind.unwrap_or("-"), region.unwrap_or("-"))
        });
        kinds.collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn hosts_tell_what_they_are() {
        assert_eq!(
            kind(
                "REPORTS",
                "postgres://u:hunter2@r.abc.eu-west-1.rds.amazonaws.com:5432/x"
            ),
            "r.abc.eu-west-1.rds.amazonaws.com database aws-eu-west-1"
        );
        assert_eq!(
            kind("QUEUE_URL", "https://sqs.eu-west-1.amazonaws.com/1/q"),
            "sqs.eu-west-1.amazonaws.com queue aws-eu-west-1"
        );
        assert_eq!(
            kind("SMTP_HOST", "mail.acme.example"),
            "mail.acme.example - -"
        );
        assert_eq!(
            kind("S3_ENDPOINT", "https://minio.corp.example"),
            "minio.corp.example storage -"
        );
        assert_eq!(kind("DB_HOST", "10.1.2.3"), "10.1.2.3 database -");
        for (key, value) in [
            ("DB_HOST", "127.0.0.1"),
            ("CONFIG_SERVER", "server.conf"),
            ("API_TOKEN", "abc.def:80"),
            ("VERSION", "1.2.3"),
            ("URL", "http://db:80"),
        ] {
            assert_eq!(kind(key, value), "", "{key}={value}");
        }
    }

    #[test]
    fn nothing_of_a_secret_is_a_host() {
        for value in [
            "postgres://u:a,b.c.de:80,d@db.corp.example/x",
            "postgres://first.last:b/c.de:80@db.corp.example/x",
        ] {
            assert_eq!(
                kind("X_URL", value),
                "db.corp.example database -",
                "{value}"
            );
        }
    }
}
