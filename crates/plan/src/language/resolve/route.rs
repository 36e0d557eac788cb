//! Where a call goes that a gateway passes on, as far as the model's prefixes say.

use crate::catalogue::{self, HostChoice, ProviderRecord};

/// Where a call goes, as far as the model's prefixes say.
pub(super) struct Route {
    /// In the order in which the call goes through them; at least one.
    pub(super) gateways: Vec<&'static ProviderRecord>,
    /// Who answers.
    pub(super) end: RouteEnd,
    /// Without the prefixes of all of these.
    pub(super) model: String,
}

/// Who answers at the end of a route.
pub(super) enum RouteEnd {
    /// This provider answers.
    Vendor(&'static ProviderRecord),
    /// The last gateway answers by itself.
    Gateway,
    /// Nothing says who answers.
    Unknown,
}

/// `litellm` with `openrouter/openai/gpt-5.2` goes through both, to OpenAI.
pub(super) fn route(named: &'static ProviderRecord, model: &str) -> Route {
    let mut gateways = vec![named];
    let mut rest = model;
    let end = loop {
        let last = gateways[gateways.len() - 1];
        let hosted = last.gateway.iter().flat_map(|one| &one.hosted);
        if hosted
            .into_iter()
            .any(|start| rest.starts_with(start.as_str()))
        {
            break RouteEnd::Gateway;
        }
        let Some((prefix, tail)) = rest.split_once('/') else {
            break RouteEnd::Unknown;
        };
        match catalogue::vendor(prefix) {
            None => break RouteEnd::Unknown,
            Some(same) if same.id == last.id => {}
            Some(gateway) if gateway.gateway.is_some() => gateways.push(gateway),
            Some(vendor) => {
                rest = tail;
                break RouteEnd::Vendor(vendor);
            }
        }
        rest = tail;
    };
    Route {
        gateways,
        end,
        model: rest.to_owned(),
    }
}

/// The model as a router is asked for it: without what leads to the router.
pub(super) fn model_of(model: &str, router: &ProviderRecord) -> String {
    let mut rest = model;
    while let Some((prefix, tail)) = rest.split_once('/') {
        let Some(known) = catalogue::vendor(prefix) else {
            break;
        };
        if known.gateway.is_none() {
            break;
        }
        rest = tail;
        if known.id == router.id {
            break;
        }
    }
    rest.to_owned()
}

/// Whether it picks the host that answers.
pub(super) fn picks_by_itself(gateway: &ProviderRecord) -> bool {
    let known = gateway.gateway.as_ref();
    known.is_some_and(|one| one.picks == HostChoice::Router)
}
