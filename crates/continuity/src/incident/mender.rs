use jurymast_plan::catalogue;
use jurymast_plan::model::{Component, ComponentId, Detail, Phase, Plan};

use super::SheetStep;
use super::situation::Situation;
use super::steps::{looks, owner_of};

/// Who can bring a lost thing back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mender {
    /// The plan's own people.
    Ours,
    /// An outside party: the provider behind it.
    Party(ComponentId),
    /// Whoever runs a place of somebody else's: a cloud, a region.
    Host,
}

impl Mender {
    pub(super) fn of(plan: &Plan, id: ComponentId) -> Self {
        let component = plan.component(id);
        match &component.detail {
            Detail::Domain(_) if !is_of_a_cloud(plan, id) => Self::Ours,
            _ if plan.is_repaired_here(id) => Self::Ours,
            _ => plan.provider_of(id).map_or(Self::Host, Self::Party),
        }
    }
}

/// What the catalogue knows and what clouds are made of belong to who sells them, and so does
/// what stands in that, of which nobody says that it is a host or the like, or how to bring it
/// back; other domains are the plan's own.
fn is_of_a_cloud(plan: &Plan, id: ComponentId) -> bool {
    let component = plan.component(id);
    let kind = component.declared_kind();
    let is_kind = |known: &[&str]| component.kind_among(known).is_some();
    let is_known = |one: &Component| catalogue::domain(&one.id).is_some();
    let mut around = component.bindings.iter().map(|one| plan.component(one.to));
    if is_known(component) || is_kind(&["cloud", "region", "zone", "edge"]) {
        return true;
    }
    let may_be = kind.is_none() || is_kind(&["account"]);
    may_be && around.any(is_known) && !has_recovery_steps(plan, id)
}

fn has_recovery_steps(plan: &Plan, id: ComponentId) -> bool {
    let steps = plan.runbook(id).into_iter().flat_map(|one| &one.steps);
    steps.into_iter().any(|step| step.phase == Phase::Recovery)
}

/// How it is seen that an outside party was told.
pub(super) const REPORTED: &str = "The number of the report is in the decision log.";

/// What can be done about an outside party's failure: report it, and wait; nobody here
/// repairs it.
pub(super) fn steps_about(here: &Situation<'_>, id: ComponentId) -> Vec<SheetStep> {
    let name = here.name(id);
    let owner = owner_of(here, id);
    let mut all = Vec::new();
    if let Mender::Party(provider) = Mender::of(here.plan, id) {
        let step = SheetStep::new(report(here, provider), owner.clone()).at_once();
        all.push(step.verify(REPORTED));
    }
    let wait = format!(
        "Wait for {name}: it is outside, and nobody here can repair it. Watch it, and tell the \
         lead when it changes."
    );
    let wait = SheetStep::new(wait, owner)
        .beside()
        .until("until it is back");
    all.push(wait.looks(looks(here.plan, id)));
    all
}

/// "Report it to Stripe's support, by contract C-7: it promises to be back within 4h."
fn report(here: &Situation<'_>, provider: ComponentId) -> String {
    let component = here.component(provider);
    let contract = match &component.detail {
        Detail::Provider(detail) => detail.contract.as_ref(),
        _ => None,
    };
    let mut text = format!("Report it to the support of {}", component.name);
    let reference = contract.and_then(|one| one.reference.as_ref());
    match reference {
        Some(reference) => text.push_str(&format!(", by the contract {reference}")),
        None => text.push_str("; the plan names no contract: ask who may call them"),
    }
    if let Some(rto) = contract.and_then(|one| one.rto) {
        text.push_str(&format!(
            ". It promises to be back within {}: {}",
            rto.value,
            here.clock.at(rto.value)
        ));
    }
    text.push_str(". Say since when, and what callers see.");
    text
}

impl Situation<'_> {
    /// Neither the plan's people nor the plan's own things bring it back.
    pub(super) fn is_outside(&self, id: ComponentId) -> bool {
        Mender::of(self.plan, id) != Mender::Ours
    }
}
