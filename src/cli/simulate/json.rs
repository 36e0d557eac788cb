use serde_json::{Value, json};

use crate::model::{ComponentId, Plan};
use crate::simulation::Summary;

use super::explain;
use super::run::Ran;

pub(super) fn json(plan: &Plan, ran: &[Ran], with_reasons: bool) -> Value {
    let scenarios: Vec<Value> = ran
        .iter()
        .map(|one| scenario(plan, one, with_reasons))
        .collect();
    json!({ "version": 1, "scenarios": scenarios })
}

fn scenario(plan: &Plan, ran: &Ran, with_reasons: bool) -> Value {
    let faults: Vec<Value> = ran
        .scenario
        .faults
        .iter()
        .map(|fault| {
            json!({
                "what": plan.component(fault.component).id,
                "from_s": fault.at,
                "until_s": fault.until,
                "level": fault.level.as_str(),
                "symptom": fault.symptom.map(|one| one.as_str()),
            })
        })
        .collect();
    let surges = ran.scenario.surges.iter().map(|surge| {
        json!({
            "what": plan.component(surge.component).id,
            "from_s": surge.at,
            "until_s": surge.until,
            "percent": surge.percent,
        })
    });
    let surges: Vec<Value> = surges.collect();
    let components: Vec<Value> = plan.ids().map(|id| component(plan, ran, id)).collect();
    let mut value = json!({
        "id": ran.scenario.id,
        "name": ran.scenario.name,
        "faults": faults,
        "surges": surges,
        "unused": ran.unused,
        "components": components,
    });
    if with_reasons {
        let reasons = ran.timeline.notes.iter().map(|note| {
            json!({
                "at_s": note.at,
                "component": plan.component(note.component).id,
                "text": explain::sentence(plan, note),
            })
        });
        value["reasons"] = reasons.collect();
    }
    value
}

fn component(plan: &Plan, ran: &Ran, id: ComponentId) -> Value {
    let one = plan.component(id);
    let all = Summary::of(plan, &ran.timeline, id);
    let intervals: Vec<Value> = ran
        .timeline
        .intervals(id)
        .into_iter()
        .map(|one| json!({ "level": one.level.as_str(), "from_s": one.from, "until_s": one.until }))
        .collect();
    json!({
        "id": one.id,
        "kind": one.kind().as_str(),
        "tier": one.tier.map(|tier| tier.value.number()),
        "down_s": all.down,
        "degraded_s": all.degraded,
        "longest_down_s": all.longest_down,
        "rto_s": all.rto,
        "meets_rto": all.meets_rto,
        "mtpd_s": all.mtpd,
        "meets_mtpd": all.meets_mtpd,
        "capacity": all.capacity,
        "mbco": all.mbco,
        "meets_mbco": all.meets_mbco,
        "data_loss_s": all.data_loss,
        "rpo_s": all.rpo,
        "meets_rpo": all.meets_rpo,
        "intervals": intervals,
    })
}
