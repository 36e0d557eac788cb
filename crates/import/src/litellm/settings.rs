use jurymast_terms::vocabulary::Symptom;

use super::gateway::{Gateway, Group};
use super::lists::section_with;
use crate::tree::Node;

/// Times and counts that the proxy goes by.
#[derive(Debug, Default)]
pub(super) struct ProxySettings {
    /// How deep a chain of fallbacks may lead.
    pub(super) max_fallbacks: usize,
    /// How often a call is tried again before a fallback; the default where it is not said.
    pub(super) retries: u64,
    /// Seconds after which a call is given up, as said.
    pub(super) timeout: Option<f64>,
    /// Seconds for which a deployment that failed is left alone, as said.
    pub(super) cooldown: Option<f64>,
    /// Even a lone deployment is left alone after it failed.
    pub(super) cools_alone: bool,
    /// Nothing is ever left alone.
    pub(super) never_cools: bool,
    /// A call that was wrong in itself is not tried elsewhere.
    pub(super) keeps_bad_requests: bool,
}

/// For how long a deployment is left alone after it failed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cooldown {
    pub(super) seconds: f64,
    /// The file says so; else it is the proxy's own.
    pub(super) is_said: bool,
}

/// Where nothing is said: ROUTER_MAX_FALLBACKS, DEFAULT_MAX_RETRIES, the cooldown and the
/// time-out of LiteLLM 1.110.2.
const MAX_FALLBACKS: u64 = 5;
const RETRIES: u64 = 2;
const COOLDOWN: f64 = 5.0;
pub(super) const TIMEOUT: f64 = 6000.0;

/// Seconds that the waits between so many retries of a lone deployment take together,
/// as measured with LiteLLM 1.110.2; about 9 more for each further one.
const BACK_OFF: [u64; 6] = [0, 2, 5, 9, 17, 26];

impl ProxySettings {
    pub(super) fn read(gateway: &Gateway) -> Self {
        let number = |key: &str| section_with(gateway, key).and_then(|(_, node)| node.number());
        let count = |key: &str| section_with(gateway, key).and_then(|(_, node)| node.count());
        let router = |key: &str| gateway.get("router_settings", key);
        let is_on = |key: &str| router(key).and_then(Node::truth) == Some(true);
        let timeout = router("timeout").and_then(Node::number);
        let request_timeout = gateway.get("litellm_settings", "request_timeout");
        let max_fallbacks = count("max_fallbacks").unwrap_or(MAX_FALLBACKS);
        Self {
            max_fallbacks: usize::try_from(max_fallbacks).unwrap_or(usize::MAX),
            retries: count("num_retries").unwrap_or(RETRIES),
            timeout: timeout.or_else(|| request_timeout.and_then(Node::number)),
            cooldown: number("cooldown_time"),
            // In the other section it does nothing for a lone deployment.
            cools_alone: router("allowed_fails").is_some()
                || router("allowed_fails_policy").is_some(),
            never_cools: is_on("disable_cooldowns"),
            keeps_bad_requests: router("fallback_on_unsupported_params").and_then(Node::truth)
                == Some(false),
        }
    }

    /// Seconds after which a call to the group is given up; `None`: nobody says.
    pub(super) fn timeout_of(&self, group: &Group) -> Option<f64> {
        let own = group.deployments.iter().map(|one| {
            let said = one.param("timeout").and_then(Node::number);
            said.or(self.timeout)
        });
        own.reduce(|one, other| Some(one?.max(other?))).flatten()
    }

    /// For how long a deployment of the group is left alone after it failed; `None`: it is
    /// asked first again and again.
    pub(super) fn cooldown_of(&self, group: &Group) -> Option<Cooldown> {
        let cools = group.deployments.len() > 1 || self.cools_alone;
        let said = |key: &str| {
            let all = group.deployments.iter();
            let all = all.filter_map(|one| one.param(key).and_then(Node::number));
            all.reduce(f64::max)
        };
        let said = said("cooldown_time").or(self.cooldown);
        let seconds = said.unwrap_or(COOLDOWN);
        (cools && !self.never_cools && seconds > 0.0).then_some(Cooldown {
            seconds,
            is_said: said.is_some(),
        })
    }

    /// How often a call to the group is tried again after that failure.
    pub(super) fn retries_of(&self, gateway: &Gateway, group: &Group, symptom: Symptom) -> u64 {
        let own = gateway
            .get("router_settings", "model_group_retry_policy")
            .and_then(|policies| policies.get(&group.name));
        let policy = own.or_else(|| gateway.get("router_settings", "retry_policy"));
        let said = policy.and_then(|policy| policy.get(policy_key(symptom)?)?.count());
        said.unwrap_or(if is_retried(symptom) { self.retries } else { 0 })
    }
}

/// Seconds from the first failure to the fallback, without the time of the calls. With
/// another deployment beside it nobody waits.
pub(super) fn back_off(retries: u64, deployments: usize) -> u64 {
    if deployments > 1 {
        return 0;
    }
    let at = usize::try_from(retries).unwrap_or(usize::MAX);
    let further = retries.saturating_sub(BACK_OFF.len() as u64 - 1);
    BACK_OFF
        .get(at)
        .copied()
        .unwrap_or(BACK_OFF[BACK_OFF.len() - 1])
        + further.saturating_mul(9)
}

/// What is tried again where no policy says otherwise; measured.
fn is_retried(symptom: Symptom) -> bool {
    matches!(
        symptom,
        Symptom::ServerError | Symptom::TooManyRequests | Symptom::Forbidden | Symptom::Timeout
    )
}

/// The key of a retry policy that speaks of a failure.
fn policy_key(symptom: Symptom) -> Option<&'static str> {
    Some(match symptom {
        Symptom::ServerError => "InternalServerErrorRetries",
        Symptom::TooManyRequests => "RateLimitErrorRetries",
        Symptom::Unauthorized => "AuthenticationErrorRetries",
        Symptom::NotFound => "NotFoundErrorRetries",
        Symptom::BadRequest => "BadRequestErrorRetries",
        Symptom::Timeout => "TimeoutErrorRetries",
        Symptom::Refused => "ContentPolicyViolationErrorRetries",
        _ => return None,
    })
}
