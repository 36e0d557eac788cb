use anyhow::Context as _;
use serde_json::{Value, json};

use crate::cli::exit::Failure;
use jurymast_continuity::exercise::{Audience, Packet};

/// The packet; participants get neither answers nor injects.
pub(super) fn json(packet: &Packet, audience: Audience) -> Result<String, Failure> {
    let with_answers = audience != Audience::Participants;
    let objectives = packet.objectives.iter().map(|one| {
        let mut value = json!({ "asked": one.asked });
        if with_answers {
            value["answer"] = one.answer.as_str().into();
        }
        value
    });
    let people = packet.people.iter().map(
        |one| json!({ "team": one.team, "name": one.name, "why": one.why, "reach": one.reach }),
    );
    let mut value = json!({
        "version": 1,
        "plan": packet.plan,
        "day": packet.day.to_string(),
        "kind": "tabletop",
        "scope": packet.scope,
        "excludes": packet.excludes,
        "objectives": objectives.collect::<Vec<Value>>(),
        "people": people.collect::<Vec<Value>>(),
    });
    if with_answers {
        value["scenario"] = json!({
            "id": packet.id, "name": packet.name, "description": packet.description,
        });
        value["faults"] = packet.faults.clone().into();
        value["expected"] = packet.hits.iter().map(|one| {
            json!({ "id": one.id, "tier": one.tier, "expected": one.expected, "targets": one.targets, "missed": one.missed })
        }).collect();
        value["injects"] = packet
            .injects
            .iter()
            .enumerate()
            .map(|(at, one)| {
                json!({
                    "number": at + 1, "at_s": one.at, "says": one.says, "method": one.method,
                    "to": one.to, "expected": one.expected,
                })
            })
            .collect();
        value["injects_left_out"] = packet.left_out.into();
        value["criteria"] = packet
            .criteria
            .iter()
            .map(|one| json!({ "text": one.text, "by_s": one.by }))
            .collect();
        value["snippet"] = packet.snippet.as_str().into();
    }
    let text = serde_json::to_string_pretty(&value).context("cannot write JSON")?;
    Ok(text + "\n")
}
