use crate::document::{Block, Document, Part, Table};

use super::guides;
use super::packet::Packet;
use super::words::clock;
use jurymast_terms::wording;

/// Names of what is down before it begins; the rest is counted.
const MOST_BEFORE: usize = 8;

/// For whom the sheets are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// The whole packet.
    Everyone,
    /// All but what only participants fill in.
    Facilitator,
    /// Without the answers.
    Participants,
}

/// The packet as sheets.
pub fn document(packet: &Packet, audience: Audience) -> Document {
    let (leads, sits) = (
        audience != Audience::Participants,
        audience != Audience::Facilitator,
    );
    let mut parts = vec![scope(packet, leads), people(packet)];
    if sits {
        parts.push(guides::participants(packet));
    }
    if leads {
        parts.push(guides::facilitator(packet));
        parts.push(injects(packet));
        parts.push(evaluation(packet));
        parts.push(report(packet));
    }
    let whom = match audience {
        Audience::Everyone => {
            "The whole packet, answers included: hand out the participant guide alone."
        }
        Audience::Facilitator => {
            "For the facilitator and the evaluators: keep it from the participants."
        }
        Audience::Participants => "For the participants.",
    };
    Document {
        title: if leads {
            format!("Tabletop exercise: {}", packet.name)
        } else {
            "Tabletop exercise".to_owned()
        },
        subtitle: vec![format!("{}. {whom}", packet.plan)],
        parts,
        part_per_sheet: true,
    }
}

fn said(text: Option<&String>) -> String {
    text.map_or("not declared in the plan".to_owned(), Clone::clone)
}

fn scope(packet: &Packet, leads: bool) -> Part {
    let scenario = if leads {
        format!("{} ({})", packet.name, packet.id)
    } else {
        "As the facilitator tells it".to_owned()
    };
    let facts = [
        ("Plan", packet.plan.clone()),
        ("Scenario", scenario),
        (
            "Kind",
            "Tabletop: people talk it through, nothing is switched (NIST SP 800-84, chapter 4)"
                .to_owned(),
        ),
        ("Packet made on", packet.day.to_string()),
        ("Held on", String::new()),
        ("Sponsor", said(packet.sponsor.as_ref())),
        ("Facilitator", String::new()),
        ("Evaluators", String::new()),
    ];
    let limits = [
        ("The plan covers", said(packet.scope.as_ref())),
        ("It leaves out", said(packet.excludes.as_ref())),
        ("The exercise covers", "The decisions, calls and messages of the teams below, from the first sign to standing down".to_owned()),
        ("It does not cover", "Work on real systems; anything that fails beside the scenario".to_owned()),
    ];
    let asked = packet.objectives.iter().map(|one| one.asked.clone());
    let mut blocks = vec![Block::Facts(owned(facts))];
    blocks.extend(before(packet));
    blocks.extend([
        Block::Heading("Scope".to_owned()),
        Block::Facts(owned(limits)),
        Block::Heading("Objectives".to_owned()),
        Block::steps(asked),
    ]);
    Part {
        id: "scope",
        title: "Scope and objectives".to_owned(),
        blocks,
    }
}

/// What is worse than up on the day of the packet, whatever is played.
fn before(packet: &Packet) -> Option<Block> {
    let said = |what: &str, names: &[String]| {
        (!names.is_empty()).then(|| format!("{what}: {}.", wording::up_to(MOST_BEFORE, names)))
    };
    let down = said("Down before this begins", &packet.down_before);
    let degraded = said("Degraded before this begins", &packet.degraded_before);
    let mut parts: Vec<String> = down.into_iter().chain(degraded).collect();
    if parts.is_empty() {
        return None;
    }
    parts.push(
        "That is no part of the exercise, which says nothing about them: `jurymast check` says why."
            .to_owned(),
    );
    Some(Block::Notice(parts.join(" ")))
}

pub(super) fn owned<const N: usize>(facts: [(&str, String); N]) -> Vec<(String, String)> {
    facts.map(|(term, said)| (term.to_owned(), said)).into()
}

fn people(packet: &Packet) -> Part {
    let rows = packet.people.iter().map(|one| {
        vec![
            one.name.clone(),
            one.why.join("; "),
            one.reach.clone(),
            String::new(),
        ]
    });
    let rows: Vec<Vec<String>> = rows.collect();
    let mut blocks = Vec::new();
    if rows.is_empty() {
        blocks.push(Block::Notice("The plan names no team for anything that this scenario hits. Invite whoever would be called tonight, and write them into the plan.".to_owned()));
    } else {
        blocks.push(Block::Table(Table::new(
            "",
            &["Team", "Because it", "Reached by", "Who came"],
            rows,
        )));
    }
    blocks.push(Block::text("One person leads (the facilitator), at least one watches and writes (an evaluator); both stay out of the decisions."));
    Part {
        id: "people",
        title: "Who takes part".to_owned(),
        blocks,
    }
}

fn injects(packet: &Packet) -> Part {
    let row = |(at, one): (usize, &super::Inject)| {
        let to = if one.to.is_empty() {
            "all".to_owned()
        } else {
            one.to.join(", ")
        };
        vec![
            (at + 1).to_string(),
            match one.or_later {
                true => format!("{} or later", clock(one.at)),
                false => clock(one.at),
            },
            one.says.clone(),
            one.method.to_owned(),
            to,
            one.expected.join("\n"),
            String::new(),
        ]
    };
    let rows: Vec<Vec<String>> = packet.injects.iter().enumerate().map(row).collect();
    let mut blocks = vec![Block::text(
        "Times are the scenario's, from its start, by the times that the plan declares. Read the inject, let people act, compare with what is expected, then go on.",
    )];
    if packet.left_out > 0 {
        blocks.push(Block::Notice(format!(
            "{} more events, about what is least critical, were left out.",
            packet.left_out
        )));
    }
    if rows.is_empty() {
        blocks.push(Block::Notice("This scenario takes away nothing that anything in the plan needs: there is nothing to inject.".to_owned()));
    } else {
        blocks.push(Block::Table(Table::new(
            "",
            &["#", "Time", "Inject", "Comes as", "To", "Expected", "Clock"],
            rows,
        )));
    }
    Part {
        id: "injects",
        title: "Master list of injects".to_owned(),
        blocks,
    }
}

fn evaluation(packet: &Packet) -> Part {
    let row = |(at, one): (usize, &super::Criterion)| {
        let by = one.by.map_or("any time".to_owned(), clock);
        vec![
            (at + 1).to_string(),
            one.text.clone(),
            by,
            String::new(),
            String::new(),
            String::new(),
        ]
    };
    let rows = packet.criteria.iter().enumerate().map(row).collect();
    Part {
        id: "evaluation",
        title: "Evaluation form".to_owned(),
        blocks: vec![
            Block::Facts(owned([
                ("Evaluator", String::new()),
                ("Watched team", String::new()),
            ])),
            Block::Table(Table::new(
                "Met: yes, in part, or no.",
                &["#", "Criterion", "By", "Seen at", "Met", "What was seen"],
                rows,
            )),
            Block::Heading("What went well".to_owned()),
            Block::Lines(4),
            Block::Heading("What the plan did not answer".to_owned()),
            Block::Lines(4),
        ],
    }
}

fn report(packet: &Packet) -> Part {
    let facts = [
        ("Exercise", format!("{} ({})", packet.name, packet.id)),
        ("Plan", packet.plan.clone()),
        ("Kind", "Tabletop".to_owned()),
        ("Held on, from, until", String::new()),
        ("Sponsor", packet.sponsor.clone().unwrap_or_default()),
        ("Facilitator", String::new()),
        ("Participants", String::new()),
        ("Result", "passed / passed with actions / failed".to_owned()),
    ];
    let compared = packet.hits.iter().take(guides::MOST_HITS).map(|hit| {
        let targets = if hit.targets.is_empty() {
            "none"
        } else {
            &hit.targets
        };
        vec![
            hit.name.clone(),
            targets.to_owned(),
            hit.expected.clone(),
            String::new(),
        ]
    });
    let compared: Vec<Vec<String>> = compared.collect();
    let objectives = packet
        .objectives
        .iter()
        .map(|one| vec![one.asked.clone(), String::new(), String::new()]);
    Part {
        id: "report",
        title: "After-action report".to_owned(),
        blocks: vec![
            Block::Facts(owned(facts)),
            Block::Heading("Objectives".to_owned()),
            Block::Table(Table::new(
                "",
                &["Objective", "Met", "Why"],
                objectives.collect(),
            )),
            Block::Heading("Expected and seen".to_owned()),
            Block::Table(Table::new(
                "",
                &[
                    "What",
                    "Targets",
                    "By the plan's own times",
                    "As people found it",
                ],
                compared,
            )),
            Block::Heading("Strengths".to_owned()),
            Block::Lines(3),
            Block::Heading("To be mended".to_owned()),
            Block::Table(Table::blank(
                "Each with one owner and one day.",
                &["Action", "Owner", "Start", "Due", "Change to the plan"],
                6,
            )),
            Block::Heading("Back into the plan".to_owned()),
            Block::text(
                "Paste these lines into the plan, choose the result, write the actions. From then on they count as evidence; `jurymast check` says when the next exercise is due and which actions are overdue.",
            ),
            Block::Code(packet.snippet.clone()),
            Block::Facts(owned([("Approved by, on", String::new())])),
        ],
    }
}
