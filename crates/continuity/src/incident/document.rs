use crate::document::{Block, Document, LinkedText, ListEntry, Part, Table, TextSpan, Tone};

use super::contact_layout::{Numbers, calls, contact, nobody};
use super::head::head;
use super::{HitComponent, Lane, Message, PlaceToLook, Sheet, SheetStep, TargetVerdict, Verdict};

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
    let numbers = Numbers::of(sheet);
    Document {
        title: format!("{}: {}", sheet.plan, sheet.title),
        subtitle: head(sheet),
        parts: vec![
            part("lead", "Who leads, what is lost", lead(sheet, &numbers)),
            part("hit", "Who is hit", hits(sheet)),
            part("do", "What to do, in order", stages(sheet, &numbers)),
            part("back", "When it is back", back(sheet)),
            part("fallbacks", "Fallbacks today", fallbacks(sheet)),
            part("say", "What to say", messages(sheet)),
            part("over", "When it is over", over(sheet, &numbers)),
            part("call", "Whom to call", calls(sheet, &numbers)),
            part("log", "Decision log", log(sheet)),
        ],
        part_per_sheet: false,
    }
}

fn lead(sheet: &Sheet, numbers: &Numbers) -> Vec<Block> {
    let mut blocks: Vec<Block> = nobody(sheet).into_iter().collect();
    if sheet.lead.is_none() {
        blocks.push(Block::text(
            "Nobody is declared to lead: whoever reads this first leads, until somebody takes over.",
        ));
    }
    let lead = sheet.lead.iter().map(|one| contact("Lead: ", one, numbers));
    let alternate = sheet.alternate.iter();
    let alternate = alternate.map(|one| contact("If nobody answers: ", one, numbers));
    let lost = sheet.lost.iter().map(|lost| {
        let owner = lost.owner.as_ref();
        let owner = owner.map_or("none in this plan".to_owned(), |one| one.first.clone());
        let mut more = vec![labelled("back: ", &lost.restoration)];
        more.extend(lost.data.iter().map(|text| labelled("data: ", text)));
        more.push(numbers.linked(labelled("owner: ", ""), &owner));
        more.extend(looks(&lost.looks));
        let text = LinkedText::default().badge(Tone::Bad, "Lost");
        let text = text.plain(": ").strong(&lost.name);
        let text = text.plain(format!(" ({} {})", lost.kind, lost.id));
        coloured(Tone::Bad, text, more)
    });
    blocks.push(Block::list(lead.chain(alternate).chain(lost)));
    blocks
}

fn hits(sheet: &Sheet) -> Vec<Block> {
    if sheet.hits.is_empty() {
        return vec![Block::text(match sheet.down_before.is_empty() {
            true => "Nobody, as far as the plan says.",
            false => "Nobody who was not down before already: the head of this sheet names them.",
        })];
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
    let mut more = Vec::new();
    if !hit.deadlines.is_empty() {
        let mut ends = labelled("must be back: ", "");
        for (at, one) in hit.deadlines.iter().enumerate() {
            let between = if at == 0 { "" } else { "; " };
            let end = format!("{} {}", one.name, one.at);
            ends = ends.plain(between).strong(end).plain(" (");
            ends = match one.left_s {
                ..0 => ends.badge(Tone::Bad, &one.left),
                _ => ends.plain(&one.left),
            };
            ends = ends.plain(")");
        }
        more.push(ends);
    }
    more.push(labelled("because: ", &hit.because));
    let notices = hit.notices.iter();
    more.extend(notices.map(|text| labelled("people notice: ", text)));
    let unseen = hit.unseen.iter();
    more.extend(unseen.map(|text| labelled("no alarm will come: ", text)));
    let meanwhile = hit.meanwhile.iter();
    more.extend(meanwhile.map(|text| labelled("meanwhile: ", text)));
    let tone = match hit.level {
        "down" => Tone::Bad,
        "degraded" => Tone::Warning,
        _ => Tone::Good,
    };
    let text = LinkedText::default().strong(&hit.name);
    let text = text.plain(format!(" ({tier}{} {}): ", hit.kind, hit.id));
    let text = match hit.course.strip_prefix(hit.level) {
        Some(course) => text.badge(tone, hit.level).plain(course),
        None => text.plain(&hit.course),
    };
    coloured(tone, text, more)
}

fn stages(sheet: &Sheet, numbers: &Numbers) -> Vec<Block> {
    let mut blocks = vec![Block::text(
        "Stages follow one another. The lanes of a stage run at the same time; the steps of a lane \
         follow one another.",
    )];
    for (at, stage) in sheet.stages.iter().enumerate() {
        blocks.push(Block::Heading(format!("Stage {}: {}", at + 1, stage.title)));
        if !stage.notes.is_empty() {
            blocks.push(Block::text(stage.notes.join(" ")));
        }
        blocks.extend(lanes(&stage.lanes, numbers));
    }
    if !sheet.circles.is_empty() {
        blocks.push(Block::Heading("Cannot start from nothing".to_owned()));
        blocks.push(Block::list(sheet.circles.iter().cloned()));
    }
    blocks
}

fn lanes<'a>(lanes: &'a [Lane], numbers: &'a Numbers) -> impl Iterator<Item = Block> + 'a {
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
            Block::actions(from, lane.actions.iter().map(|one| action(one, numbers))),
        ]
    })
}

fn action(action: &SheetStep, numbers: &Numbers) -> ListEntry {
    let takes = action.takes.as_deref().unwrap_or("time not declared");
    let who = numbers.linked(LinkedText::default(), &action.owner);
    let mut more: Vec<LinkedText> = action.blocked.iter().map(|why| blocked(why)).collect();
    more.push(who.plain(format!("; {takes}")));
    more.extend(looks(&action.looks));
    let verify = action.verify.iter();
    more.extend(verify.map(|text| labelled("done when: ", text)));
    ListEntry {
        command: action.run.clone(),
        ..coloured(Tone::Plain, action.text.as_str().into(), more)
    }
}

/// "WILL NOT WORK: Console is down"
fn blocked(why: &str) -> LinkedText {
    match why.split_once(": ") {
        Some((word @ "WILL NOT WORK", why)) => LinkedText::default()
            .badge(Tone::Bad, word)
            .plain(format!(": {why}")),
        _ => LinkedText::default().badge(Tone::Warning, why),
    }
}

fn back(sheet: &Sheet) -> Vec<Block> {
    let before = before(sheet);
    if sheet.critical.is_empty() {
        let none = match before.is_some() {
            false => "No service or activity of tier 1 or 2 is down.",
            true => "Nothing that was up before waits to come back.",
        };
        return std::iter::once(Block::text(none)).chain(before).collect();
    }
    let entries = sheet.critical.iter().map(|one| {
        let tier = one.tier;
        let tier = tier.map_or(String::new(), |tier| format!(" (tier {tier})"));
        let (tone, word) = match one.verdict {
            TargetVerdict::Missed => (Tone::Bad, " missed"),
            TargetVerdict::Unknown => (Tone::Warning, " unknown"),
            TargetVerdict::Met | TargetVerdict::None => (Tone::Plain, " met"),
        };
        let targets = Some(one.targets.as_str()).filter(|text| !text.is_empty());
        let targets = targets.map(|text| match text.split_once(word) {
            Some((before, after)) if tone != Tone::Plain => LinkedText::from(before)
                .plain(" ")
                .badge(tone, word.trim_start())
                .plain(after),
            _ => text.into(),
        });
        let because = (!one.unknown_because.is_empty())
            .then(|| labelled("unknown because: ", &one.unknown_because.join("; ")));
        let path = (!one.path.is_empty()).then(|| labelled("decided by: ", &one.path));
        let text = LinkedText::default().strong(&one.name);
        let text = text.plain(format!("{tier}: {}", one.back));
        coloured(
            tone,
            text,
            targets.into_iter().chain(because).chain(path).collect(),
        )
    });
    let more = more(&sheet.more_critical);
    let list = std::iter::once(Block::list(entries));
    list.chain(more).chain(before).collect()
}

/// What was down before this loss, and why: no target of it is judged.
fn before(sheet: &Sheet) -> Option<Block> {
    let all = &sheet.down_before_because;
    (!all.is_empty()).then(|| {
        let all = all.join("; ");
        Block::Notice(format!("Down before this already: {all}."))
    })
}

fn fallbacks(sheet: &Sheet) -> Vec<Block> {
    if sheet.fallbacks.is_empty() {
        return vec![Block::text("Nothing stands in for what is lost.")];
    }
    let entries = sheet.fallbacks.iter().map(|one| {
        let verdict = one.verdict.words().to_uppercase();
        let (to, who, primary) = (&one.to, &one.who, &one.instead_of);
        let tone = match one.verdict {
            Verdict::NoHelp => Tone::Bad,
            Verdict::WaitsForAPerson => Tone::Warning,
            Verdict::ByItself => Tone::Good,
        };
        let text = LinkedText::default().badge(tone, verdict);
        let text = text.plain(": ").strong(to);
        let text = text.plain(format!(", for {who} instead of {primary}"));
        coloured(tone, text, vec![one.reasons.join("; ").into()])
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
        blocks.extend(message.blocked.iter().map(|why| {
            Block::Notice(format!(
                "WILL NOT WORK: {why}, and nobody is told by it. Find another way to reach them."
            ))
        }));
        let detour = message.detour.iter();
        blocks.extend(detour.map(|way| Block::Notice(format!("Note: {way}."))));
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

fn over(sheet: &Sheet, numbers: &Numbers) -> Vec<Block> {
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
    blocks.extend(lanes(&end.lanes, numbers));
    blocks.extend(more(&sheet.more_way_back));
    blocks
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

fn looks(looks: &[PlaceToLook]) -> impl Iterator<Item = LinkedText> {
    looks.iter().map(|look| {
        labelled("look: ", "").with(TextSpan::Link {
            name: look.name.clone(),
            url: look.url.clone(),
        })
    })
}

pub(super) fn labelled(label: &str, text: &str) -> LinkedText {
    LinkedText::default().strong(label).plain(text)
}

pub(super) fn coloured(tone: Tone, text: LinkedText, more: Vec<LinkedText>) -> ListEntry {
    ListEntry {
        tone,
        more,
        ..text.into()
    }
}
