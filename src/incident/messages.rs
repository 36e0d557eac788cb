use crate::model::{Communication, ComponentId, Kind, Level};
use crate::units::Duration;

use super::contact::{owner, short};
use super::hits::settled;
use super::restoration::restoration;
use super::situation::{Situation, is_served};
use super::steps::lead;
use super::{Draft, Message};

/// Those who use it, and those who work on it, where a plan declares nobody.
const ASSUMED: [&str; 2] = ["those who use it", "staff"];

pub(super) fn messages(here: &Situation<'_>) -> Vec<Message> {
    let facts = Facts::of(here);
    let declared = &here.plan.communications;
    if declared.is_empty() {
        let to = |audience: &&str| Message {
            audience: (*audience).to_owned(),
            send_when: None,
            channel: None,
            approver: None,
            every: None,
            next: None,
            drafts: facts.phases(None, "[time]"),
        };
        return ASSUMED.iter().map(to).collect();
    }
    declared
        .iter()
        .map(|one| message(here, &facts, one))
        .collect()
}

fn message(here: &Situation<'_>, facts: &Facts, one: &Communication) -> Message {
    let next = one.every.map(|every| here.clock.ahead(every.seconds()));
    let shown = next.clone().unwrap_or_else(|| "[time]".to_owned());
    let words = one.template.as_ref().map(|text| facts.fill(text, &shown));
    // Who is told again and again hears every phase; who is told once, the words
    // prepared for them.
    let drafts = match (words, one.every) {
        (Some(text), None) => vec![Draft {
            phase: "once, when it applies",
            text,
        }],
        (words, _) => facts.phases(words.as_deref(), &shown),
    };
    Message {
        audience: one.audience.clone(),
        send_when: one.when.clone(),
        channel: one.channel.clone(),
        approver: one.approver.map(|team| short(here.plan, team)),
        every: one.every.map(|every| every.to_string()),
        next,
        drafts,
    }
}

/// What all messages are made of.
struct Facts {
    since: String,
    day: String,
    lost: String,
    /// "Take orders does not work; Browse the catalogue works in part."
    impact: String,
    /// "take orders or browse the catalogue"
    activities: String,
    restoration: String,
    /// What fallbacks bring, when any serves.
    fallback: Option<String>,
    lead: String,
}

impl Facts {
    fn of(here: &Situation<'_>) -> Self {
        let lost: Vec<&str> = here.lost.iter().map(|id| here.name(*id)).collect();
        let lost = match lost.as_slice() {
            few if here.asked.total || few.len() > 4 => {
                format!("{} things at once", few.len())
            }
            few => few.join(" and "),
        };
        let hit = here.hit();
        let of = |kind: Kind| {
            let own = hit.iter().filter(|id| here.component(**id).kind() == kind);
            own.copied().collect::<Vec<_>>()
        };
        let mut served = of(Kind::Activity);
        if served.is_empty() {
            served = of(Kind::Service);
        }
        let names = |wanted: Level| -> Vec<&str> {
            let now = served.iter().filter(|id| here.level(**id) == wanted);
            now.map(|id| here.name(*id)).collect()
        };
        let (down, degraded) = (names(Level::Down), names(Level::Degraded));
        let mut impact = Vec::new();
        if !down.is_empty() {
            impact.push(format!("down: {}", down.join(", ")));
        }
        if !degraded.is_empty() {
            impact.push(format!("limited: {}", degraded.join(", ")));
        }
        // Nobody is unable to do what only lacks a part; and one sentence holds what
        // matters most.
        let fallen = served.iter().filter(|id| down.contains(&here.name(**id)));
        let first = fallen.clone().map(|id| here.tier(*id)).min();
        let first = first.unwrap_or(u8::MAX).max(2);
        let urgent = fallen.filter(|id| here.tier(**id) <= first);
        let hurt: Vec<String> = urgent.map(|id| lower(here.name(*id))).collect();
        Self {
            since: here.clock.at(0),
            day: here.asked.since.date().to_string(),
            lost,
            impact: if impact.is_empty() {
                "nothing that people use is worse so far".to_owned()
            } else {
                impact.join("; ")
            },
            activities: if hurt.is_empty() {
                "[what does not work]".to_owned()
            } else {
                hurt.join(" or ")
            },
            restoration: spoken(here),
            fallback: fallback(here),
            lead: owner(here.plan, lead(here.plan)),
        }
    }

    fn phases(&self, words: Option<&str>, next: &str) -> Vec<Draft> {
        let Self {
            since,
            lost,
            impact,
            restoration,
            ..
        } = self;
        let opening = words.map_or_else(
            || format!("Since {since}: {impact}."),
            |words| words.trim().to_owned(),
        );
        let again = if words.is_some_and(|words| words.contains(next)) {
            String::new()
        } else {
            format!(" Next update at {next}.")
        };
        let mut drafts = vec![
            Draft {
                phase: "investigating",
                text: format!(
                    "{opening} We are finding out why; when it will be back is not known yet.{again}"
                ),
            },
            Draft {
                phase: "identified",
                text: format!("{opening} The cause is known: {lost} failed. {restoration}{again}"),
            },
        ];
        if let Some(fallback) = &self.fallback {
            drafts.push(Draft {
                phase: "fallback active",
                text: format!(
                    "{fallback} The cause, {lost}, is not mended yet. Next update at {next}."
                ),
            });
        }
        drafts.push(Draft {
            phase: "restored",
            text: format!(
                "It is over: everything works again since [time]. It was disturbed from {since}. \
                 [What you have to do, if anything.] We will say by [date] what happened and what \
                 we change."
            ),
        });
        drafts
    }

    /// A template with what is known filled in, and the rest in square brackets.
    fn fill(&self, template: &str, next: &str) -> String {
        let mut out = String::new();
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            let Some((key, after)) = after.split_once('}') else {
                out.push('{');
                rest = after;
                continue;
            };
            match key {
                "time" | "since" | "start" => out.push_str(&self.since),
                "date" => out.push_str(&self.day),
                "activity" | "activities" => out.push_str(&self.activities),
                "next" => out.push_str(next),
                "lead" => out.push_str(&self.lead),
                "facts" => out.push_str(&format!(
                    "{} failed at {}; {}",
                    self.lost, self.since, self.impact
                )),
                "questions" => out.push_str("when it will be back"),
                other => out.push_str(&format!("[{other}]")),
            }
            rest = after;
        }
        out.push_str(rest);
        out
    }
}

/// The restoration of all that is lost as a sentence for outsiders.
fn spoken(here: &Situation<'_>) -> String {
    if here.asked.total || here.lost.is_empty() {
        return "When it will be back is not known.".to_owned();
    }
    if let Some(seconds) = own_way_back(here) {
        return format!(
            "When it will be back: about {}, by the {} of work in our own plan, if it begins now \
             and goes as planned; an estimate, not a promise.",
            here.clock.ahead(seconds),
            Duration::from_seconds(seconds)
        );
    }
    let one = |id: &ComponentId| match here.lost.len() {
        1 => restoration(here, *id),
        _ => format!("{}: {}", here.name(*id), restoration(here, *id)),
    };
    let all: Vec<String> = here.lost.iter().map(one).collect();
    format!("When it will be back: {}.", all.join("; "))
}

/// Seconds until the last service or activity that nothing stands in for is back,
/// where the plan's people mend all that is lost and the plan gives their times.
fn own_way_back(here: &Situation<'_>) -> Option<u64> {
    let is_timed = |id: &ComponentId| {
        let way = here.recovery.returned(*id);
        !here.is_outside(*id) && way.is_some_and(|one| one.effort.declared && one.ready() > 0)
    };
    if !here.lost.iter().all(is_timed) {
        return None;
    }
    let stays_down = |id: &ComponentId| {
        is_served(here.component(*id).kind()) && here.planned.level_at(*id, u64::MAX) == Level::Down
    };
    let hit = here.hit();
    let mut waiting = hit.iter().filter(|id| stays_down(id)).chain(&here.lost);
    waiting.try_fold(0, |last, id| {
        Some(here.recovery.returned(*id)?.ready().max(last))
    })
}

/// "Answer shoppers' questions works in part again from 11:52 UTC, on Help desk."
fn fallback(here: &Situation<'_>) -> Option<String> {
    let mut parts = Vec::new();
    for need in &here.needs {
        let Some((at, _)) = need.serves else {
            continue;
        };
        if !is_served(here.component(need.component).kind()) {
            continue;
        }
        let standby = &here.requirement(need).fallbacks[at];
        let ends = here.planned.level_at(need.component, u64::MAX);
        let how = match ends {
            Level::Up => "works",
            Level::Degraded => "works in part",
            Level::Down => continue,
        };
        parts.push(format!(
            "{} {how} with {} instead of {} (from {})",
            here.name(need.component),
            here.name(standby.to.value),
            here.group(here.requirement(need)),
            here.clock.about(settled(&here.planned, need.component))
        ));
    }
    (!parts.is_empty()).then(|| format!("{}.", parts.join("; ")))
}

fn lower(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next().map(char::to_lowercase);
    first.into_iter().flatten().chain(letters).collect()
}
