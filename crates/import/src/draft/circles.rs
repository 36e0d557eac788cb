use std::collections::HashSet;

use super::{Doubt, Draft, DraftRequirement, DraftTable, DraftValue};

/// Variables of those whose calls go out through a proxy.
const WAY_OUT: [&str; 3] = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"];

impl Draft {
    /// What goes out through a proxy is not needed by the proxy to serve others: where its
    /// settings lead there too, only the calls to it are lost with it.
    pub(crate) fn go_on_behind_proxies(&mut self) {
        let out = self.tables.iter().flat_map(|table| {
            let needs = table.requirements.iter().filter(|one| is_way_out(one));
            needs.flat_map(|one| one.on.iter().map(|proxy| (proxy.clone(), table.id.clone())))
        });
        let out: HashSet<(String, String)> = out.collect();
        let is_proxy =
            |one: &&mut DraftTable| one.get("kind").and_then(DraftValue::text) == Some("network");
        for table in self.tables.iter_mut().filter(is_proxy) {
            for need in &mut table.requirements {
                let [behind] = need.on.as_slice() else {
                    continue;
                };
                let is_behind = out.contains(&(table.id.clone(), behind.clone()));
                if is_behind && need.get("mode").is_none() {
                    let guess = "it goes out through it".to_owned();
                    let softer = need
                        .clone()
                        .with("mode", "soft")
                        .with("degraded", "calls to it are lost")
                        .doubted(Doubt::Guessed(guess));
                    *need = softer;
                    need.keys.rotate_right(2);
                }
            }
        }
    }
}

fn is_way_out(need: &DraftRequirement) -> bool {
    let why = need
        .get("why")
        .and_then(DraftValue::text)
        .unwrap_or_default();
    let mut keys = why.split([',', ';', ' ']).map(str::to_ascii_uppercase);
    keys.any(|key| WAY_OUT.contains(&key.as_str()))
}
