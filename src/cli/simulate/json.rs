use serde_json::{Value, json};

use jurymast_engine::simulation::{Replays, Summary, Timeline, subjects};
use jurymast_plan::model::{ComponentId, Plan, Symptom};

use super::answer::{Answer, Drawn};
use super::explain;

pub(super) fn json(plan: &Plan, answer: &Answer, with_reasons: bool) -> Value {
    let drawn = answer.drawn.iter().map(Drawn::from);
    let ready = answer.ready.iter().flat_map(|(_, ran)| ran);
    let replays = answer.replays.iter().flat_map(|all| &all.ran);
    let all = drawn.chain(ready.map(Drawn::from));
    let all = all.chain(replays.map(Drawn::from));
    let scenarios: Vec<Value> = all.map(|one| scenario(plan, one, with_reasons)).collect();
    let mut value = json!({ "version": 1, "scenarios": scenarios });
    if let Some(replays) = &answer.replays {
        value["recorded"] = recorded(plan, replays);
    }
    value
}

/// How the plan fares against the outages that could be replayed.
fn recorded(plan: &Plan, replays: &Replays) -> Value {
    let subjects = subjects(plan);
    let ids = |outages: &[&'static jurymast_plan::catalogue::Outage]| -> Vec<&str> {
        outages.iter().map(|one| one.id.as_str()).collect()
    };
    let judged = subjects.iter().map(|id| &plan.component(*id).id);
    json!({
        "judged_by": judged.collect::<Vec<_>>(),
        "replayed": replays.ran.len(),
        "survived": replays.survived(plan, &subjects),
        "untouched": replays.untouched(),
        "without_end": ids(&replays.without_end),
        "only_other_products": ids(&replays.elsewhere),
    })
}

fn scenario(plan: &Plan, ran: Drawn, with_reasons: bool) -> Value {
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
                "symptoms": fault.symptoms.iter().map(Symptom::as_str).collect::<Vec<_>>(),
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
    let components: Vec<Value> = plan
        .ids()
        .map(|id| component(plan, ran.timeline, id))
        .collect();
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

fn component(plan: &Plan, timeline: &Timeline, id: ComponentId) -> Value {
    let one = plan.component(id);
    let all = Summary::of(plan, timeline, id);
    let intervals: Vec<Value> = timeline
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
        "serving_capacity": all.serving,
        "mbco": all.mbco,
        "meets_mbco": all.meets_mbco,
        "data_loss_s": all.data_loss,
        "rpo_s": all.rpo,
        "meets_rpo": all.meets_rpo,
        "intervals": intervals,
    })
}
