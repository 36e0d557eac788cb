//! What has ended shows its symptom through services in between, once what else served them is
//! lost: drawn plans of services that call each other one way, where some members of groups
//! have ended and fallbacks are set off by some symptoms only. `blast` says what the second
//! reading comes to, no better and no worse, and so do the gaps.

use std::fmt::Write as _;

use jurymast_engine::analysis::{MaxOrder, Question};
use jurymast_plan::model::{ComponentId, Level};
use proptest::prelude::*;

use super::draw::Draw;
use super::lasting::{LIMITS, has_a_set, in_the_end, picked, without_time};
use super::plan::DOWN;
use crate::system::{config, load, number};

const SERVICES: usize = 4;
const RESOURCES: usize = 4;

fn id(at: usize) -> String {
    match at.checked_sub(SERVICES) {
        None => format!("s{at}"),
        Some(at) => format!("m{at}"),
    }
}

fn list(ids: &[usize]) -> String {
    let ids: Vec<String> = ids.iter().map(|at| format!("\"{}\"", id(*at))).collect();
    format!("[{}]", ids.join(", "))
}

fn toml(bytes: &[u8]) -> String {
    let mut draw = Draw::of(bytes);
    let mut out = "[plan]\nname = \"Passed\"\n".to_owned();
    let all: Vec<usize> = (0..SERVICES + RESOURCES).collect();
    writeln!(out, "[team.ops]").unwrap();
    let carrier = id(SERVICES + draw.below(RESOURCES));
    writeln!(
        out,
        "on_call = {{ channel = \"#ops\", through = [\"{carrier}\"] }}"
    )
    .unwrap();
    for at in 0..SERVICES {
        writeln!(out, "[service.{}]", id(at)).unwrap();
        if draw.rarely(3) {
            out.push_str("team = \"ops\"\n");
        }
        let needs: Vec<String> = (0..1 + draw.below(2))
            .map(|_| requirement(&mut draw, &all[at + 1..]))
            .collect();
        writeln!(out, "depends_on = [{}]", needs.join(", ")).unwrap();
    }
    for at in SERVICES..all.len() {
        writeln!(out, "[resource.{}]", id(at)).unwrap();
        if draw.rarely(3) {
            out.push_str("expires = 2026-01-31\n");
        }
    }
    out
}

fn requirement(draw: &mut Draw<'_>, later: &[usize]) -> String {
    let mut pool = later.to_vec();
    let mut take = |draw: &mut Draw<'_>, near: usize| {
        let most = pool.len().min(near);
        (most > 0).then(|| pool.remove(draw.below(most)))
    };
    // Mostly the next ones, so that chains are long.
    let near = [2, 2, later.len()][draw.below(3)];
    let group: Vec<usize> = (0..1 + draw.below(3))
        .filter_map(|_| take(draw, near))
        .collect();
    let mut text = match group.len() {
        1 => format!("{{ on = \"{}\"", id(group[0])),
        many => format!(
            "{{ any_of = {}, at_least = {}",
            list(&group),
            1 + draw.below(many)
        ),
    };
    text.push_str(", detect = \"1m\"");
    if draw.rarely(6) {
        text.push_str(", mode = \"soft\"");
    }
    let standing: Vec<usize> = (0..draw.below(3))
        .filter_map(|_| take(draw, later.len()))
        .collect();
    let fallbacks: Vec<String> = standing
        .into_iter()
        .map(|to| fallback(draw, to, later))
        .collect();
    if !fallbacks.is_empty() {
        write!(text, ", fallback = [{}]", fallbacks.join(", ")).unwrap();
    }
    text + " }"
}

fn fallback(draw: &mut Draw<'_>, to: usize, later: &[usize]) -> String {
    let mut text = format!("{{ to = \"{}\", after = \"1m\"", id(to));
    text.push_str(match draw.below(6) {
        0 => ", switch = \"manual\"",
        1 => ", switch = \"automatic\", triggers = [\"5xx\", \"400\"]",
        2 => ", switch = \"automatic\", triggers = [\"5xx\"], steps = \"Turn it.\"",
        _ => ", switch = \"automatic\", triggers = [\"5xx\"]",
    });
    if draw.rarely(5) {
        text.push_str(", serves = \"degraded\"");
    }
    if draw.rarely(6) {
        let need = later[draw.below(later.len())];
        write!(text, ", needs = [\"{}\"]", id(need)).unwrap();
    }
    text + " }"
}

proptest! {
    #![proptest_config(config(100))]

    #[test]
    fn what_is_passed_on_is_as_in_the_second_reading(
        bytes in prop::collection::vec(any::<u8>(), 220),
        picks in prop::collection::vec(prop::collection::vec(any::<u8>(), 1..4), 3),
    ) {
        let toml = toml(&bytes);
        let (plan, loaded) = (without_time(&toml), load(&toml));
        let analysis = loaded.analysis();
        let id = |at: usize| loaded.ids[&plan.parts[at].id];
        let all: Vec<ComponentId> = (0..plan.parts.len()).map(id).collect();
        let question = Question {
            level: Level::Down,
            max_order: MaxOrder::All,
            list: 1000,
            probability: false,
        };
        let gaps = analysis.gaps(&all, &question, &LIMITS);
        for picks in picks {
            let lost = picked(&plan, &picks);
            let (last, rest) = in_the_end(&plan, &lost);
            let ids: Vec<ComponentId> = lost.keys().map(|at| id(*at)).collect();
            let blast = analysis.blast(&ids);
            for (at, part) in plan.parts.iter().enumerate() {
                let found = number(blast.level(id(at)));
                prop_assert!(
                    last[at] <= rest[at] || found == last[at],
                    "{} is {found}, not {} when {:?} fail in\n{toml}",
                    part.id, last[at], lost.keys()
                );
                let is_judged = rest[at] < DOWN && !lost.contains_key(&at);
                prop_assert!(
                    !is_judged || has_a_set(&gaps[at], &ids) == (last[at] == DOWN),
                    "gaps of {} with {:?} in\n{toml}", part.id, lost.keys()
                );
            }
        }
    }
}
