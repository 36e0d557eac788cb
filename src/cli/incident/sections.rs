use crate::incident::{Action, Contact, Hit, Lane, Look, Sheet};

use super::blocks::{Block, Item};

/// More hits than this are told in full only where they are of tier 1 or 2.
const MANY: usize = 12;
/// Empty lines of the decision log.
const EMPTY: usize = 6;

pub(super) fn head(sheet: &Sheet, out: &mut Vec<Block>) {
    out.push(Block::Title(format!("{}: {}", sheet.plan, sheet.title)));
    let since = if sheet.since_known {
        format!("Lost since {}.", sheet.shown_since)
    } else {
        "Since when it is lost was not said: now is taken.".to_owned()
    };
    let seen = match &sheet.symptom {
        Some(symptom) => format!(" Callers see {symptom}."),
        None => String::new(),
    };
    out.push(Block::Para(format!(
        "{since}{seen} This sheet was made at {}.",
        sheet.shown_now
    )));
    out.push(Block::Para(sheet.summary.clone()));
    for name in &sheet.unused {
        out.push(Block::Para(format!(
            "Nothing in this plan leans on {name}."
        )));
    }
}

pub(super) fn lead(sheet: &Sheet, out: &mut Vec<Block>) {
    out.push(Block::Part("Who leads, what is lost".to_owned()));
    match &sheet.lead {
        Some(lead) => out.push(contact("Lead: ", lead)),
        None => out.push(Block::Para(
            "Nobody is declared: whoever reads this first leads, until somebody takes over."
                .to_owned(),
        )),
    }
    if let Some(alternate) = &sheet.alternate {
        out.push(contact("If nobody answers: ", alternate));
    }
    for lost in &sheet.lost {
        let mut item = Item::new(format!("Lost: {} ({} {})", lost.name, lost.kind, lost.id));
        item.more.push(format!("back: {}", lost.restoration));
        item.more.push(match &lost.owner {
            Some(owner) => format!("owner: {}", owner.short()),
            None => "owner: none in this plan".to_owned(),
        });
        item.more.extend(looks(&lost.looks));
        out.push(Block::Item(item));
    }
}

pub(super) fn hits(sheet: &Sheet, out: &mut Vec<Block>) {
    out.push(Block::Part("Who is hit".to_owned()));
    if sheet.hits.is_empty() {
        out.push(Block::Para("Nobody, as far as the plan says.".to_owned()));
    }
    let in_full = |hit: &&Hit| sheet.hits.len() <= MANY || hit.tier.is_some_and(|tier| tier <= 2);
    for one in sheet.hits.iter().filter(in_full) {
        out.push(Block::Item(hit(one)));
    }
    let rest: Vec<String> = sheet
        .hits
        .iter()
        .filter(|one| !in_full(one))
        .map(|one| format!("{} ({})", one.name, one.level))
        .collect();
    if !rest.is_empty() {
        out.push(Block::Para(format!("Of lower tiers: {}.", rest.join(", "))));
    }
    if !sheet.also.is_empty() {
        out.push(Block::Para(format!(
            "Hit with them: {}.",
            sheet.also.join(", ")
        )));
    }
}

fn hit(hit: &Hit) -> Item {
    let tier = hit
        .tier
        .map_or(String::new(), |tier| format!("tier {tier}, "));
    let mut item = Item::new(format!(
        "{} ({tier}{} {}): {}",
        hit.name, hit.kind, hit.id, hit.course
    ));
    let ends: Vec<String> = hit
        .deadlines
        .iter()
        .map(|one| format!("{} {} ({})", one.name, one.at, one.left))
        .collect();
    if !ends.is_empty() {
        item.more.push(format!("must be back: {}", ends.join("; ")));
    }
    item.more.push(format!("because: {}", hit.because));
    item.more.extend(
        hit.notices
            .iter()
            .map(|text| format!("people notice: {text}")),
    );
    item.more.extend(
        hit.meanwhile
            .iter()
            .map(|text| format!("meanwhile: {text}")),
    );
    item
}

pub(super) fn stages(sheet: &Sheet, out: &mut Vec<Block>) {
    out.push(Block::Part("What to do, in order".to_owned()));
    out.push(Block::Para(
        "Stages follow one another. The lanes of a stage run at the same time; the steps of a lane \
         follow one another."
            .to_owned(),
    ));
    for (at, stage) in sheet.stages.iter().enumerate() {
        out.push(Block::Under(format!("Stage {}: {}", at + 1, stage.title)));
        if !stage.notes.is_empty() {
            out.push(Block::Para(stage.notes.join(" ")));
        }
        lanes(&stage.lanes, out);
    }
    if !sheet.circles.is_empty() {
        out.push(Block::Under("Cannot start from nothing".to_owned()));
        let items = sheet
            .circles
            .iter()
            .map(|text| Block::Item(Item::new(text)));
        out.extend(items);
    }
}

fn lanes(lanes: &[Lane], out: &mut Vec<Block>) {
    for lane in lanes {
        let mut title = lane.title.clone();
        let notes: Vec<&str> = [&lane.why, &lane.takes]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .collect();
        if !notes.is_empty() {
            title.push_str(&format!(" ({})", notes.join("; ")));
        }
        out.push(Block::Para(format!("-- {title}")));
        let actions = lane.actions.iter().map(|one| Block::Item(action(one)));
        out.extend(actions);
    }
}

fn action(action: &Action) -> Item {
    let mut item = Item::new(action.text.clone());
    item.number = Some(action.number);
    item.open = true;
    item.command.clone_from(&action.run);
    let takes = action.takes.as_deref().unwrap_or("time not declared");
    item.more.push(format!("{}; {takes}", action.owner));
    item.more.extend(looks(&action.looks));
    item.more.extend(
        action
            .verify
            .iter()
            .map(|text| format!("done when: {text}")),
    );
    item
}

pub(super) fn back(sheet: &Sheet, out: &mut Vec<Block>) {
    out.push(Block::Part("When it is back".to_owned()));
    if sheet.critical.is_empty() {
        out.push(Block::Para(
            "No service or activity of tier 1 or 2 is down.".to_owned(),
        ));
    }
    for one in &sheet.critical {
        let tier = one
            .tier
            .map_or(String::new(), |tier| format!(" (tier {tier})"));
        let mut item = Item::new(format!("{}{tier}: {}", one.name, one.back));
        if !one.verdict.is_empty() {
            item.more.push(one.verdict.clone());
        }
        item.more.push(format!("decided by: {}", one.path));
        out.push(Block::Item(item));
    }
}

pub(super) fn fallbacks(sheet: &Sheet, out: &mut Vec<Block>) {
    out.push(Block::Part("Fallbacks today".to_owned()));
    if sheet.fallbacks.is_empty() {
        out.push(Block::Para(
            "Nothing stands in for what is lost.".to_owned(),
        ));
    }
    for one in &sheet.fallbacks {
        let mut item = Item::new(format!(
            "{}: {}, for {} instead of {}",
            one.verdict.words().to_uppercase(),
            one.to,
            one.who,
            one.instead_of
        ));
        item.more.push(one.reasons.join("; "));
        out.push(Block::Item(item));
    }
}

pub(super) fn messages(sheet: &Sheet, out: &mut Vec<Block>) {
    out.push(Block::Part("What to say".to_owned()));
    if sheet.messages_assumed {
        out.push(Block::Para(
            "The plan declares no communications; these are for everybody.".to_owned(),
        ));
    }
    out.push(Block::Para(
        "Correct what you know better, fill in what stands in square brackets, and promise no time."
            .to_owned(),
    ));
    for message in &sheet.messages {
        out.push(Block::Under(format!("To {}", message.audience)));
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
        let said: Vec<String> = said.collect();
        if !said.is_empty() {
            out.push(Block::Para(said.join("; ")));
        }
        for draft in &message.drafts {
            let mut item = Item::new(format!("{}:", draft.phase));
            item.open = true;
            out.push(Block::Item(item));
            out.push(Block::Quote(draft.text.clone()));
        }
    }
}

pub(super) fn over(sheet: &Sheet, out: &mut Vec<Block>) {
    let end = &sheet.stand_down;
    out.push(Block::Part("When it is over".to_owned()));
    let when = end.when.as_deref();
    out.push(Block::Para(format!(
        "Stand down when: {}",
        when.unwrap_or("not declared; when every check below holds.")
    )));
    let by = end.by.as_deref();
    out.push(Block::Para(format!(
        "Who says so: {}",
        by.unwrap_or("not declared; whoever leads")
    )));
    for check in &end.checks {
        let mut item = Item::new(check.clone());
        item.open = true;
        out.push(Block::Item(item));
    }
    out.push(Block::Under("The way back".to_owned()));
    lanes(&end.lanes, out);
}

pub(super) fn calls(sheet: &Sheet, out: &mut Vec<Block>) {
    out.push(Block::Part("Whom to call".to_owned()));
    if sheet.contacts.is_empty() {
        out.push(Block::Para("No team is declared.".to_owned()));
    }
    out.extend(sheet.contacts.iter().map(|one| contact("", one)));
}

fn contact(label: &str, contact: &Contact) -> Block {
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
    let mut item = Item::new(format!("{label}{}: {reached}", contact.team));
    item.more.extend(contact.description.iter().cloned());
    item.more.extend(contact.people.iter().cloned());
    if !contact.escalation.is_empty() {
        item.more.push(format!(
            "if nobody answers: {}",
            contact.escalation.join("; then ")
        ));
    }
    Block::Item(item)
}

pub(super) fn log(sheet: &Sheet, out: &mut Vec<Block>) {
    out.push(Block::Part("Decision log".to_owned()));
    out.push(Block::Para(
        "What is printed is what the plan expects. Correct it, and write every decision down when it \
         is taken."
            .to_owned(),
    ));
    let known = sheet
        .log
        .iter()
        .map(|line| vec![line.at.clone(), line.what.clone()]);
    let empty = std::iter::repeat_n(vec![String::new(), String::new()], EMPTY);
    out.push(Block::Blank {
        heads: vec!["Time", "What", "Decided, and why", "By"],
        rows: known.chain(empty).collect(),
    });
}

fn looks(looks: &[Look]) -> impl Iterator<Item = String> {
    looks
        .iter()
        .map(|look| format!("look: {} {}", look.name, look.url))
}
