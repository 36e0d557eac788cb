use crate::document::{Block, Document, ListEntry, Part, Table};

use super::{HitComponent, Lane, Message, PlaceToLook, Sheet, SheetStep, TeamContact};

/// More hits than this are told in full only where they are of tier 1 or 2.
const MANY: usize = 12;
/// Empty lines of the decision log.
const EMPTY: usize = 6;

/// The sheet to read, print and write on.
pub fn document(sheet: &Sheet) -> Document {
    let is_empty = |block: &Block| matches!(block, Block::List(one) if one.entries.is_empty());
    let part = |id, title: &str, mut blocks: Vec<Block>| {
        blocks.retain(|block| !is_empty(block));
        Part {
            id,
            title: title.to_owned(),
            blocks,
        }
    };
    Document {
        title: format!("{}: {}", sheet.plan, sheet.title),
        subtitle: head(sheet),
        parts: vec![
            part("lead", "Who leads, what is lost", lead(sheet)),
            part("hit", "Who is hit", hits(sheet)),
            part("do", "What to do, in order", stages(sheet)),
            part("back", "When it is back", back(sheet)),
            part("fallbacks", "Fallbacks today", fallbacks(sheet)),
            part("say", "What to say", messages(sheet)),
            part("over", "When it is over", over(sheet)),
            part("call", "Whom to call", calls(sheet)),
            part("log", "Decision log", log(sheet)),
        ],
    }
}

fn head(sheet: &Sheet) -> Vec<String> {
    let since = if sheet.since_known {
        format!("Lost since {}.", sheet.shown_since)
    } else {
        "Since when it is lost was not said: now is taken.".to_owned()
    };
    let seen = match &sheet.symptom {
        Some(symptom) => format!(" Callers see {symptom}."),
        None => String::new(),
    };
    let mut lines = vec![
        format!("{since}{seen} This sheet was made at {}.", sheet.shown_now),
        sheet.summary.clone(),
    ];
    let unused = sheet.unused.iter();
    lines.extend(unused.map(|name| format!("Nothing in this plan leans on {name}.")));
    lines
}

fn lead(sheet: &Sheet) -> Vec<Block> {
    let mut blocks = Vec::new();
    if sheet.lead.is_none() {
        blocks.push(Block::text(
            "Nobody is declared: whoever reads this first leads, until somebody takes over.",
        ));
    }
    let lead = sheet.lead.iter().map(|one| contact("Lead: ", one));
    let alternate = sheet.alternate.iter();
    let alternate = alternate.map(|one| contact("If nobody answers: ", one));
    let lost = sheet.lost.iter().map(|lost| {
        let owner = lost.owner.as_ref();
        let owner = owner.map_or("none in this plan".to_owned(), TeamContact::short);
        let mut more = vec![
            format!("back: {}", lost.restoration),
            format!("owner: {owner}"),
        ];
        more.extend(looks(&lost.looks));
        entry(
            format!("Lost: {} ({} {})", lost.name, lost.kind, lost.id),
            more,
        )
    });
    blocks.push(Block::list(lead.chain(alternate).chain(lost)));
    blocks
}

fn hits(sheet: &Sheet) -> Vec<Block> {
    if sheet.hits.is_empty() {
        return vec![Block::text("Nobody, as far as the plan says.")];
    }
    let few = sheet.hits.len() <= MANY;
    let is_told = |hit: &HitComponent| few || hit.tier.is_some_and(|tier| tier <= 2);
    let (told, rest): (Vec<&HitComponent>, Vec<&HitComponent>) =
        sheet.hits.iter().partition(|hit| is_told(hit));
    let mut blocks = vec![Block::list(told.into_iter().map(hit))];
    if !rest.is_empty() {
        let rest = rest
            .iter()
            .map(|one| format!("{} ({})", one.name, one.level));
        let rest: Vec<String> = rest.collect();
        blocks.push(Block::text(format!("Of lower tiers: {}.", rest.join(", "))));
    }
    blocks.extend(more(&sheet.more_hits));
    if !sheet.also.is_empty() {
        blocks.push(Block::text(format!(
            "Hit with them: {}.",
            sheet.also.join(", ")
        )));
    }
    blocks
}

fn hit(hit: &HitComponent) -> ListEntry {
    let tier = hit
        .tier
        .map_or(String::new(), |tier| format!("tier {tier}, "));
    let ends = hit.deadlines.iter();
    let ends = ends.map(|one| format!("{} {} ({})", one.name, one.at, one.left));
    let ends: Vec<String> = ends.collect();
    let mut more = Vec::new();
    if !ends.is_empty() {
        more.push(format!("must be back: {}", ends.join("; ")));
    }
    more.push(format!("because: {}", hit.because));
    let notices = hit.notices.iter();
    more.extend(notices.map(|text| format!("people notice: {text}")));
    let meanwhile = hit.meanwhile.iter();
    more.extend(meanwhile.map(|text| format!("meanwhile: {text}")));
    let (name, kind, id) = (&hit.name, hit.kind, &hit.id);
    entry(format!("{name} ({tier}{kind} {id}): {}", hit.course), more)
}

fn stages(sheet: &Sheet) -> Vec<Block> {
    let mut blocks = vec![Block::text(
        "Stages follow one another. The lanes of a stage run at the same time; the steps of a lane \
         follow one another.",
    )];
    for (at, stage) in sheet.stages.iter().enumerate() {
        blocks.push(Block::Heading(format!("Stage {}: {}", at + 1, stage.title)));
        if !stage.notes.is_empty() {
            blocks.push(Block::text(stage.notes.join(" ")));
        }
        blocks.extend(lanes(&stage.lanes));
    }
    if !sheet.circles.is_empty() {
        blocks.push(Block::Heading("Cannot start from nothing".to_owned()));
        blocks.push(Block::list(sheet.circles.iter().cloned()));
    }
    blocks
}

fn lanes(lanes: &[Lane]) -> impl Iterator<Item = Block> {
    lanes.iter().flat_map(|lane| {
        let notes = [lane.why.as_deref(), lane.takes.as_deref()];
        let notes: Vec<&str> = notes.into_iter().flatten().collect();
        let title = match notes.as_slice() {
            [] => lane.title.clone(),
            notes => format!("{} ({})", lane.title, notes.join("; ")),
        };
        let from = lane.actions.first().map_or(1, |one| one.number);
        [
            Block::Subheading(title),
            Block::actions(from, lane.actions.iter().map(action)),
        ]
    })
}

fn action(action: &SheetStep) -> ListEntry {
    let takes = action.takes.as_deref().unwrap_or("time not declared");
    let mut more = vec![format!("{}; {takes}", action.owner)];
    more.extend(looks(&action.looks));
    let verify = action.verify.iter();
    more.extend(verify.map(|text| format!("done when: {text}")));
    ListEntry {
        command: action.run.clone(),
        ..entry(action.text.clone(), more)
    }
}

fn back(sheet: &Sheet) -> Vec<Block> {
    if sheet.critical.is_empty() {
        return vec![Block::text(
            "No service or activity of tier 1 or 2 is down.",
        )];
    }
    let entries = sheet.critical.iter().map(|one| {
        let tier = one.tier;
        let tier = tier.map_or(String::new(), |tier| format!(" (tier {tier})"));
        let verdict = Some(one.verdict.clone()).filter(|text| !text.is_empty());
        let path = format!("decided by: {}", one.path);
        entry(
            format!("{}{tier}: {}", one.name, one.back),
            verdict.into_iter().chain([path]).collect(),
        )
    });
    let more = more(&sheet.more_critical);
    std::iter::once(Block::list(entries)).chain(more).collect()
}

fn fallbacks(sheet: &Sheet) -> Vec<Block> {
    if sheet.fallbacks.is_empty() {
        return vec![Block::text("Nothing stands in for what is lost.")];
    }
    let entries = sheet.fallbacks.iter().map(|one| {
        let verdict = one.verdict.words().to_uppercase();
        let (to, who, primary) = (&one.to, &one.who, &one.instead_of);
        entry(
            format!("{verdict}: {to}, for {who} instead of {primary}"),
            vec![one.reasons.join("; ")],
        )
    });
    let more = more(&sheet.more_fallbacks);
    std::iter::once(Block::list(entries)).chain(more).collect()
}

fn messages(sheet: &Sheet) -> Vec<Block> {
    let mut blocks = Vec::new();
    if sheet.messages_assumed {
        blocks.push(Block::text(
            "The plan declares no communications; these are for everybody.",
        ));
    }
    blocks.push(Block::text(
        "Correct what you know better, fill in what stands in square brackets, and promise no time.",
    ));
    for message in &sheet.messages {
        blocks.push(Block::Heading(format!("To {}", message.audience)));
        let said = how(message);
        if !said.is_empty() {
            blocks.push(Block::text(said.join("; ")));
        }
        blocks.push(Block::checks(message.drafts.iter().map(|draft| {
            ListEntry {
                quote: Some(draft.text.clone()),
                ..format!("{}:", draft.phase).into()
            }
        })));
    }
    blocks
}

fn how(message: &Message) -> Vec<String> {
    let lines = [
        ("send when", &message.send_when),
        ("by", &message.channel),
        ("approved by", &message.approver),
        ("again every", &message.every),
        ("next at", &message.next),
    ];
    let said = lines.into_iter().filter_map(|(key, value)| {
        let value = value.as_ref()?.trim_end_matches('.');
        Some(format!("{key}: {value}"))
    });
    said.collect()
}

fn over(sheet: &Sheet) -> Vec<Block> {
    let end = &sheet.stand_down;
    let when = end.when.as_deref();
    let when = when.unwrap_or("not declared; when every check below holds.");
    let by = end.by.as_deref().unwrap_or("not declared; whoever leads");
    let mut blocks = vec![
        Block::Text(vec![
            format!("Stand down when: {when}"),
            format!("Who says so: {by}"),
        ]),
        Block::checks(end.checks.iter().cloned()),
        Block::Heading("The way back".to_owned()),
    ];
    blocks.extend(lanes(&end.lanes));
    blocks.extend(more(&sheet.more_way_back));
    blocks
}

fn calls(sheet: &Sheet) -> Vec<Block> {
    if sheet.contacts.is_empty() {
        return vec![Block::text("No team is declared.")];
    }
    let contacts = sheet.contacts.iter();
    vec![Block::list(contacts.map(|one| contact("", one)))]
}

fn contact(label: &str, contact: &TeamContact) -> ListEntry {
    let ways = [
        &contact.phone,
        &contact.channel,
        &contact.page,
        &contact.email,
    ];
    let ways: Vec<&str> = ways.into_iter().flatten().map(String::as_str).collect();
    let reached = if ways.is_empty() {
        "no way to reach them is declared".to_owned()
    } else {
        ways.join(", ")
    };
    let mut more: Vec<String> = contact.description.iter().cloned().collect();
    more.extend(contact.people.iter().cloned());
    if !contact.escalation.is_empty() {
        more.push(format!(
            "if nobody answers: {}",
            contact.escalation.join("; then ")
        ));
    }
    more.extend(contact.warnings.iter().map(|one| format!("warning: {one}")));
    entry(format!("{label}{}: {reached}", contact.team), more)
}

fn log(sheet: &Sheet) -> Vec<Block> {
    let known = sheet.log.iter().map(|line| {
        let expected = format!("{}: {}", line.at, line.what);
        vec![expected, String::new()]
    });
    let heads = ["Expected", "Decided, why, by whom"];
    vec![
        Block::text(
            "What is printed is what the plan expects. Correct it, and write every decision down when it \
             is taken.",
        ),
        Block::Table(Table::new("", &heads, known.collect())),
        Block::Table(Table::blank(
            "",
            &["Time", "What", "Decided, and why", "By"],
            EMPTY,
        )),
    ]
}

/// What a concise sheet leaves out.
fn more(words: &Option<String>) -> Option<Block> {
    words.clone().map(Block::text)
}

fn looks(looks: &[PlaceToLook]) -> impl Iterator<Item = String> {
    looks
        .iter()
        .map(|look| format!("look: {} {}", look.name, look.url))
}

fn entry(text: String, more: Vec<String>) -> ListEntry {
    ListEntry {
        more,
        ..text.into()
    }
}
