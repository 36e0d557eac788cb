use std::collections::BTreeMap;

use super::project::Service;
use crate::draft::{Finding, Mapping};
use crate::evidence::{HostKey, NamedHost, OWN_MACHINE, Variable, hosts_in, is_own_machine};
use crate::tree::Node;

/// The address that stands for the machine itself.
const GATEWAY: &str = "host-gateway";

/// Lets what names the machine itself do so in one way: by the name that all know, and
/// with the port that another variable says.
pub(super) fn name_machine(variables: &mut [Variable], service: &Service) {
    let aliases = names_of_machine(service);
    let ports: BTreeMap<String, String> = variables
        .iter()
        .filter(|one| one.key.ends_with("PORT") && one.value.parse::<u16>().is_ok())
        .map(|one| (one.key.clone(), one.value.clone()))
        .collect();
    for variable in variables {
        for alias in aliases.iter().filter(|one| !is_own_machine(one)) {
            variable.value = with_host_named(variable, alias, OWN_MACHINE[0]);
        }
        let ends = ["HOSTNAME", "HOST", "ADDRESS", "ADDR", "SERVER"].into_iter();
        let mut stems = ends.filter_map(|end| variable.key.strip_suffix(end));
        let port = stems.find_map(|stem| ports.get(&format!("{stem}PORT")));
        if let Some(port) =
            port.filter(|_| is_own_machine(&variable.value) && !variable.value.contains(':'))
        {
            let host = variable.value.split(':').next().unwrap_or_default();
            variable.value = format!("{host}:{port}");
        }
    }
}

/// What is told of further hosts that are all this machine.
pub(super) fn told_of_machine(name: &str, service: &Service) -> Option<Finding> {
    let said = service.node.get("extra_hosts")?;
    let mut hosts = extra_hosts(service).into_iter();
    let is_machine = hosts.all(|(_, address)| address == GATEWAY);
    is_machine.then(|| Finding {
        source_path: format!("services.{name}.extra_hosts"),
        place: said.span,
        mapping: Mapping::Exact,
        message: "names of the machine that it runs on".to_owned(),
    })
}

/// The names that a service gives to the machine that it runs on.
fn names_of_machine(service: &Service) -> Vec<String> {
    let hosts = extra_hosts(service).into_iter();
    let machine = hosts.filter(|(_, address)| address == GATEWAY);
    machine.map(|(name, _)| name).collect()
}

/// Further hosts and their addresses, as a map or as `name:address` or `name=address`.
fn extra_hosts(service: &Service) -> Vec<(String, String)> {
    let Some(said) = service.node.get("extra_hosts") else {
        return Vec::new();
    };
    let pairs = said.entries().iter();
    let pairs = pairs.map(|one| {
        let address = one.value.text().unwrap_or_default();
        (one.key.text.clone(), service.variables.expand(address))
    });
    let listed = said.items().iter().filter_map(Node::text);
    let listed = listed.filter_map(|text| {
        let text = service.variables.expand(text);
        let (name, address) = text.split_once(['=', ':'])?;
        Some((name.to_owned(), address.to_owned()))
    });
    pairs.chain(listed).collect()
}

/// A value in which a host bears another name.
fn with_host_named(variable: &Variable, from: &str, to: &str) -> String {
    let value = variable.value.as_str();
    let is_named = |one: &NamedHost<'_>| {
        one.host.eq_ignore_ascii_case(from) && (one.is_sure || variable.says == HostKey::Host)
    };
    let mut named = String::new();
    let mut rest = value;
    for one in hosts_in(value).into_iter().filter(is_named) {
        let at = one.host.as_ptr() as usize - rest.as_ptr() as usize;
        named.push_str(&rest[..at]);
        named.push_str(to);
        rest = &rest[at + one.host.len()..];
    }
    named.push_str(rest);
    named
}
