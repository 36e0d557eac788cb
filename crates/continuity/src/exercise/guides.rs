use crate::document::{Block, Part, Table};
use jurymast_terms::units::Duration;

use super::packet::Packet;
use super::words::clock;

/// Services in one table; the rest is counted.
pub(super) const MOST_HITS: usize = 30;
/// Long enough for people to talk about one inject.
const TALK: u64 = 5 * 60;
/// Opening and hot wash together.
const AROUND: u64 = 45 * 60;

/// What participants get: no fallback, no time, no result of the plan's.
pub(super) fn participants(packet: &Packet) -> Part {
    let mut blocks = vec![
        Block::text(
            "You will hear, step by step, of something that goes wrong. Say what you would do, whom you would call, what you would tell people; use the plan as you would find it that day.",
        ),
        Block::Heading("Rules".to_owned()),
        Block::list([
            "This is about the plan, not about you: what nobody knows is a finding, not a fault.",
            "Act with what you would have at hand. If the outage would take your chat or your wiki, do without it.",
            "Take the scenario as it is told; nothing else fails.",
            "Say aloud what you decide, and write it into the log with the time.",
            "No real system is touched and nobody outside the room is called. If something real happens, say so: the exercise stops.",
        ]),
        Block::Heading("How it begins".to_owned()),
    ];
    if let Some(first) = packet.injects.first() {
        let begins = packet
            .injects
            .iter()
            .take_while(|one| one.at == first.at && one.method != "question");
        blocks.push(Block::list(begins.map(|one| one.says.as_str())));
    } else {
        blocks.push(Block::text(
            "The facilitator says how it begins.".to_owned(),
        ));
    }
    blocks.extend([
        Block::Heading("Questions to ask yourselves".to_owned()),
        Block::list([
            "What do we know, since when, and how do we know it?",
            "Who is hit by this, and who does not know it yet?",
            "Who decides, and who if they cannot be reached?",
            "What stands in for what is lost? Does it work today, for this kind of failure?",
            "How long may each service be down, and how much of that is gone?",
            "What do we tell whom, and what do we not know yet?",
            "How do we see that it is over, and how do we get back?",
        ]),
        Block::Heading("Log of decisions".to_owned()),
        Block::Table(Table::blank(
            "",
            &["Time", "What we know", "Decision", "Who"],
            8,
        )),
        Block::Heading("What was not clear".to_owned()),
        Block::Lines(4),
    ]);
    Part {
        id: "participants",
        title: "Participant guide".to_owned(),
        blocks,
    }
}

/// How to hold it, and what the plan answers.
pub(super) fn facilitator(packet: &Packet) -> Part {
    let talk = TALK * packet.injects.len() as u64;
    // To the next quarter of an hour.
    let whole = Duration::from_seconds((talk + AROUND).div_ceil(900) * 900);
    let least = if packet.may_last_longer {
        "at least "
    } else {
        ""
    };
    let mut blocks = vec![
        Block::Notice("Not for participants: what follows holds the answers.".to_owned()),
        Block::Heading("The scenario".to_owned()),
    ];
    blocks.extend(packet.description.clone().map(Block::text));
    blocks.push(Block::list(packet.faults.clone()));
    blocks.push(Block::text(format!(
        "In the scenario it takes {least}{} until nothing changes any more. With {} injects, five minutes for each and {} around them, plan {whole}.",
        packet.lasts,
        packet.injects.len(),
        Duration::from_seconds(AROUND)
    )));
    blocks.push(Block::Heading("What the plan answers".to_owned()));
    let answers = packet
        .objectives
        .iter()
        .map(|one| vec![one.asked.clone(), one.answer.clone()]);
    blocks.push(Block::Table(Table::new(
        "",
        &["Objective", "Answer"],
        answers.collect(),
    )));
    blocks.push(Block::Heading(
        "What it comes to, by the plan's own times".to_owned(),
    ));
    blocks.push(outcome(packet));
    if packet.hits.len() > MOST_HITS {
        blocks.push(Block::text(format!(
            "And {} more.",
            packet.hits.len() - MOST_HITS
        )));
    }
    blocks.extend([
        Block::Heading("Before".to_owned()),
        Block::checks([
            "The date is set; everybody in the list has said yes, or sends somebody who may decide",
            "Participants have the plan and their guide, on paper; nobody but you has this part",
            "Evaluators have the form, and each knows whom to watch",
            "Those outside know that an exercise is held, so that no call out of it alarms anybody",
        ]),
        Block::Heading("On the day".to_owned()),
        Block::steps([
            "Open: why we do this, the rules, the objectives; ten minutes.",
            "Read the beginning. Let silence stand: who speaks first, and to whom?",
            "Go through the list of injects in order. Note the clock beside each.",
            "When people skip a step, ask: who does that, with which access, where is it written?",
            "When they are stuck for five minutes, give the expected action as a fact and go on.",
            "If something real happens, stop.",
            "Hot wash, at once, with everybody: what worked, what did not, what we did not know; thirty minutes.",
        ]),
        Block::Heading("After".to_owned()),
        Block::checks([
            "The forms are collected the same day",
            "The report is written within two weeks and has an owner and a day for each action",
            "The result is in the plan, as lines at the end of the report",
        ]),
    ]);
    Part {
        id: "facilitator",
        title: "Facilitator guide".to_owned(),
        blocks,
    }
}

fn outcome(packet: &Packet) -> Block {
    if packet.hits.is_empty() {
        return Block::text("Nothing goes down or gets worse.");
    }
    let rows = packet.hits.iter().take(MOST_HITS).map(|hit| {
        let tier = hit.tier.map_or("none".to_owned(), |tier| tier.to_string());
        let verdict = if hit.targets.is_empty() {
            "no target declared".to_owned()
        } else {
            hit.verdict()
        };
        let targets = if hit.targets.is_empty() {
            "none"
        } else {
            &hit.targets
        };
        vec![
            hit.name.clone(),
            tier,
            hit.expected.clone(),
            targets.to_owned(),
            verdict,
        ]
    });
    let head = ["What", "Tier", "Expected", "Targets", "Verdict"];
    let caption = format!("From the start until {}.", clock(packet.lasts));
    Block::Table(Table::new(&caption, &head, rows.collect()))
}
