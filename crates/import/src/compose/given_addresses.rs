use std::collections::BTreeMap;

use super::project::Service;
use crate::draft::is_own_address;

/// The variables in which Coolify gives the address of each service: `SERVICE_URL_API`,
/// `SERVICE_FQDN_API_5001`. No file sets them.
/// Source: coolify.io, knowledge base on Docker Compose.
pub(super) struct GivenAddresses<'a> {
    /// Services by their names as variables spell them.
    by_name: BTreeMap<String, &'a str>,
}

const BEGINNINGS: [&str; 2] = ["SERVICE_URL_", "SERVICE_FQDN_"];

impl<'a> GivenAddresses<'a> {
    pub(super) fn of(services: &'a BTreeMap<String, Service>) -> Self {
        let names = services.keys();
        let by_name = names.map(|name| (spelt(name), name.as_str())).collect();
        Self { by_name }
    }

    /// The address within these files that a value stands for, where it is one of those
    /// variables and nobody sets it; none of an address that is the program's own.
    pub(super) fn address(&self, key: &str, value: &str, service: &Service) -> Option<String> {
        let inner = value.trim().strip_prefix('$')?;
        let inner = inner.strip_prefix('{').unwrap_or(inner);
        let end = inner.find(|c: char| !c.is_ascii_alphanumeric() && !"_-".contains(c));
        let name = &inner[..end.unwrap_or(inner.len())];
        if is_own_address(key) || service.variables.get(name).is_some() {
            return None;
        }
        let of = BEGINNINGS.iter().find_map(|one| name.strip_prefix(one))?;
        let of = spelt(of);
        let without_port = of.trim_end_matches(|c: char| c.is_ascii_digit());
        let known = self.by_name.get(&of);
        let known = known.or_else(|| self.by_name.get(without_port.strip_suffix('_')?))?;
        Some(format!("http://{known}"))
    }
}

fn spelt(name: &str) -> String {
    name.replace('-', "_").to_ascii_uppercase()
}
