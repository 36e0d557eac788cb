use crate::advice::answer::{ChangeKind, Sureness};
use crate::advice::sites::CandidateSite;
use jurymast_plan::model::{Ai, BindingRole, Component, Plan};

use super::capability::{ai, has_ended};
use super::propose::{FreshIds, ProposalContext};
use super::table::{TableText, needs};
use super::{Candidate, How};

/// The same model at the same provider, past the gateway.
pub(super) fn propose(
    context: &ProposalContext<'_>,
    ids: &mut FreshIds,
    at: usize,
    site: &CandidateSite,
    found: &mut Vec<Candidate>,
) {
    let plan = context.plan;
    let [primary] = site.group.as_slice() else {
        return;
    };
    let component = plan.component(*primary);
    let Some(own) = ai(component) else {
        return;
    };
    let gateways = component
        .bindings
        .iter()
        .filter(|one| one.role == BindingRole::Gateway);
    let gateways: Vec<_> = gateways.map(|one| one.to).collect();
    let lost = |fault: &usize| {
        gateways
            .iter()
            .any(|gateway| context.takes(*fault, *gateway))
    };
    let has_ended = has_ended(own, context.today);
    if has_ended || !site.faults.iter().any(lost) {
        return;
    }
    let Some(mut table) = model(plan, component, own) else {
        return;
    };
    let id = ids.fresh(plan, &format!("{}-direct", component.id));
    table = table.named(&id);
    let names: Vec<&str> = gateways
        .iter()
        .map(|id| plan.component(*id).id.as_str())
        .collect();
    found.push(Candidate {
        kind: ChangeKind::GatewayBypass,
        site: at,
        how: How::Fallback,
        stand_in: id,
        drafts: vec![table.draft()],
        places: site.places.clone(),
        sureness: Sureness::Likely,
        why: vec![format!(
            "the same model, called without {}",
            names.join(", ")
        )],
        caveats: vec![
            "the caller needs the provider's address and a key of its own".to_owned(),
            "what the gateway adds (quotas, logs, redaction) is missing on this way".to_owned(),
        ],
    });
}

fn model(plan: &Plan, component: &Component, ai: &Ai) -> Option<TableText> {
    let mut table = TableText::new("ai", "");
    table.like(plan, component);
    let provider = &plan.component(ai.provider?.value).id;
    table.text("provider", provider);
    if let Some(endpoint) = ai.endpoint.filter(|_| !ai.endpoint_assumed) {
        let id = &plan.component(endpoint).id;
        table.text(
            "endpoint",
            id.strip_prefix(&format!("{provider}/")).unwrap_or(id),
        );
    }
    if let Some(model) = &ai.model {
        table.text("model", &model.value);
    }
    if let Some(lineage) = ai.lineage {
        let id = &plan.component(lineage).id;
        table.text("lineage", id.strip_prefix("model:").unwrap_or(id));
    }
    table.list("residency", ai.residency.iter().map(String::as_str));
    table.list("assets", ai.assets.iter().map(|one| one.as_str()));
    if let Some(needs) = needs(ai.needs) {
        table.raw("needs", &needs);
    }
    let within = component
        .bindings
        .iter()
        .filter(|one| one.role == BindingRole::Domain);
    table.list("in", within.map(|one| plan.component(one.to).id.as_str()));
    Some(table)
}
