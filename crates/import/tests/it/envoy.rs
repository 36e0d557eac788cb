//! What becomes of routes of Envoy AI Gateway.

use super::driver::import;

const ROUTE: &str = "
apiVersion: aigateway.envoyproxy.io/v1beta1
kind: AIGatewayRoute
metadata: {name: chat}
spec:
  rules:
    - matches: [{headers: [{name: x-ai-eg-model, value: support}]}]
      backendRefs:
        - {name: openai, modelNameOverride: gpt-5.2, weight: 3}
        - {name: azure, modelNameOverride: gpt-5.2, weight: 1}
        - {name: bedrock, modelNameOverride: us.anthropic.claude-opus-4-8-v1:0, priority: 1}
        - {name: pool, kind: InferencePool, priority: 2}
---
apiVersion: aigateway.envoyproxy.io/v1beta1
kind: AIServiceBackend
metadata: {name: openai}
spec: {schema: {name: OpenAI}, backendRef: {name: openai, kind: Backend}}
---
apiVersion: gateway.envoyproxy.io/v1alpha1
kind: Backend
metadata: {name: openai}
spec: {endpoints: [{fqdn: {hostname: api.openai.com}}]}
---
apiVersion: aigateway.envoyproxy.io/v1beta1
kind: AIServiceBackend
metadata: {name: azure}
spec: {schema: {name: AzureOpenAI}, backendRef: {name: azure, kind: Backend}}
---
apiVersion: gateway.envoyproxy.io/v1alpha1
kind: Backend
metadata: {name: azure}
spec: {endpoints: [{fqdn: {hostname: acme.openai.azure.com}}]}
---
apiVersion: aigateway.envoyproxy.io/v1beta1
kind: AIServiceBackend
metadata: {name: bedrock}
spec: {schema: {name: AWSBedrock}, backendRef: {name: bedrock, kind: Backend}}
---
apiVersion: gateway.envoyproxy.io/v1alpha1
kind: Backend
metadata: {name: bedrock}
spec: {endpoints: [{fqdn: {hostname: bedrock-runtime.us-east-1.amazonaws.com}}]}
";

fn with_policy(retry: &str) -> String {
    format!(
        "{ROUTE}---\napiVersion: gateway.envoyproxy.io/v1alpha1\nkind: BackendTrafficPolicy\n\
         metadata: {{name: retry}}\nspec:\n  targetRefs: [{{kind: HTTPRoute, name: chat}}]\n  retry: {retry}\n"
    )
}

#[test]
fn priorities_stand_in_by_the_policy() {
    let text = with_policy(
        "{numAttemptsPerPriority: 2, numRetries: 5, perRetry: {timeout: 20s}, \
         retryOn: {httpStatusCodes: [429], triggers: [5xx, retriable-status-codes]}}",
    );
    let imported = import("envoy-ai-gateway", &text);
    let plan = imported.draft.to_toml();
    let support = "\
[resource.support]
own_failure = false
depends_on = [
  { on = \"gpt-5-2-group\", detect = { \"5xx\" = \"2s\", \"429\" = \"2s\", timeout = \"40s\" }, fallback = [
    { to = \"anthropic-claude-opus-4-8-v1-0\", switch = \"per-call\", triggers = [\"5xx\", \"429\", \"timeout\"] },
    { to = \"support-2\", switch = \"per-call\", triggers = [\"5xx\", \"429\", \"timeout\"] },
  ] },";
    assert!(plan.contains(support), "{plan}");
    assert!(plan.contains("weight = 3"), "{plan}");
    assert!(plan.contains("[service.envoy-ai-gateway]"), "{plan}");
    let bedrock = imported.key("anthropic-claude-opus-4-8-v1-0", "in");
    assert_eq!(bedrock, Some("[\"aws-us-east-1\"]".to_owned()));
    assert!(
        plan.contains("# ask: what runs in the inference pool `pool`, and where?"),
        "{plan}"
    );
}

/// A priority alone does nothing.
#[test]
fn what_is_never_tried_is_no_fallback() {
    for (text, expected) in [
        (
            ROUTE.to_owned(),
            "no BackendTrafficPolicy with `retry` is attached",
        ),
        (
            with_policy("{numRetries: 5, retryOn: {triggers: [5xx]}}"),
            "has no `numAttemptsPerPriority`",
        ),
        (
            with_policy("{numAttemptsPerPriority: 5, retryOn: {triggers: [5xx]}}"),
            "are spent before",
        ),
    ] {
        let imported = import("envoy-ai-gateway", &text);
        let told = imported.told("AIGatewayRoute/chat.spec.rules[0].backendRefs[2]");
        assert!(told.iter().any(|one| one.contains(expected)), "{told:?}");
        assert!(!imported.draft.to_toml().contains("fallback"), "{expected}");
    }
    let blind = with_policy("{numAttemptsPerPriority: 1, retryOn: {httpStatusCodes: [429, 503]}}");
    let imported = import("envoy-ai-gateway", &blind);
    let told = imported.told("BackendTrafficPolicy/retry.spec.retry");
    assert!(
        told.iter().any(|one| one.contains("without the trigger")),
        "{told:?}"
    );
}

#[test]
fn other_objects_are_left_to_kubernetes() {
    let text = format!("{ROUTE}---\napiVersion: v1\nkind: Service\nmetadata: {{name: web}}\n");
    let imported = import("envoy-ai-gateway", &text);
    assert_eq!(imported.problems, [""; 0]);
    assert_eq!(imported.told("Service/web").len(), 1);
}
