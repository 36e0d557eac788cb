use jurymast_plan::model::Communication;
use jurymast_terms::wording;

use super::contact::short;
use super::facts::{Facts, Told};
use super::situation::Situation;
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
            blocked: None,
            detour: None,
            approver: None,
            every: None,
            next: None,
            drafts: facts.phases(None, "[time]", is_inside(audience, None)),
        };
        return ASSUMED.iter().map(to).collect();
    }
    let all = declared.iter().map(|one| message(here, &facts, one));
    let mut all: Vec<Message> = all.collect();
    // What can be said comes first.
    all.sort_by_key(|one| one.blocked.is_some());
    all
}

fn message(here: &Situation<'_>, facts: &Facts, one: &Communication) -> Message {
    let next = one.every.map(|every| here.clock.ahead(every));
    let shown = next.clone().unwrap_or_else(|| "[time]".to_owned());
    let words = one.template.as_ref().map(|text| facts.fill(text, &shown));
    // Who is told again and again hears every phase; who is told once, the words
    // prepared for them.
    let drafts = match (words, one.every) {
        (Some(text), None) => vec![Draft {
            phase: "once, when it applies",
            text,
        }],
        (words, _) => {
            let inside = is_inside(&one.audience, one.template.as_deref());
            facts.phases(words.as_deref(), &shown, inside)
        }
    };
    Message {
        audience: one.audience.clone(),
        send_when: one.when.clone(),
        channel: one.channel.clone(),
        blocked: here.none_carries(&one.through),
        detour: here.detour(&one.through),
        approver: one.approver.map(|team| short(here, team)),
        every: one.every.map(|every| every.to_string()),
        next,
        drafts,
    }
}

/// Those who work on it want names and causes; the others what they can do and cannot.
fn is_inside(audience: &str, template: Option<&str>) -> bool {
    let asks = |key: &str| template.is_some_and(|text| text.contains(key));
    audience == ASSUMED[1] || asks("{facts}") || asks("{lead}")
}

/// Whether a text goes on with a blank and a capital, or is at its end.
fn begins_sentence(rest: &str) -> bool {
    let next = rest.trim_start();
    let is_apart = next.len() < rest.len();
    next.is_empty() || is_apart && next.starts_with(char::is_uppercase)
}

impl Facts {
    fn phases(&self, words: Option<&str>, next: &str, inside: bool) -> Vec<Draft> {
        let Self { since, lost, .. } = self;
        let (told, cause, unmended) = if inside {
            (
                &self.inside,
                format!("The cause is known: {}.", self.cause),
                format!("The cause, {lost}, is not mended yet."),
            )
        } else {
            (
                &self.outside,
                "The cause is known, and we are working on it.".to_owned(),
                "The cause is not mended yet.".to_owned(),
            )
        };
        let Told {
            opening,
            awaited,
            restoration,
            fallback,
            ..
        } = told;
        let opening = match words {
            Some(words) => wording::sentence(words.trim()),
            None => opening.clone(),
        };
        let again = if words.is_some_and(|words| words.contains(next)) {
            String::new()
        } else {
            format!(" Next update at {next}.")
        };
        let mut drafts = vec![
            Draft {
                phase: "investigating",
                text: format!(
                    "{opening} We are finding out why; {awaited} is not known yet.{again}"
                ),
            },
            Draft {
                phase: "identified",
                text: format!("{opening} {cause} {restoration}{again}"),
            },
        ];
        if let Some(fallback) = fallback {
            drafts.push(Draft {
                phase: "fallback active",
                text: format!("{fallback} {unmended} Next update at {next}."),
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
        filled(template, |key, after| {
            let said = match key {
                "time" | "since" | "start" => self.since.clone(),
                "date" => self.day.clone(),
                "activity" | "activities" => self.activities.clone(),
                "impact" => self.outside.impact.clone(),
                "next" => next.to_owned(),
                "lead" => self.lead.clone(),
                "facts" => format!(
                    "{} failed at {}; {}",
                    self.lost, self.since, self.inside.impact
                ),
                "questions" => self.inside.awaited.to_owned(),
                other => format!("[{other}]"),
            };
            // What is said in whole sentences has an end, where another one follows.
            match matches!(key, "impact" | "facts") && begins_sentence(after) {
                true => wording::sentence(&said),
                false => said,
            }
        })
    }
}

/// A template before anything has happened: what will be filled in is said in square brackets.
pub fn unfilled(template: &str) -> String {
    filled(template, |key, _| {
        let words = match key {
            "time" | "since" | "start" => "when it began",
            "date" => "the day",
            "activity" | "activities" => "what does not work",
            "impact" => "what works and what does not",
            "next" => "when the next update comes",
            "lead" => "who leads",
            "facts" => "what failed, when, and what that means",
            "questions" => "what everybody waits for",
            other => other,
        };
        format!("[{words}]")
    })
}

/// A template with each `{key}` replaced by what is said of the key and of what comes after it.
fn filled(template: &str, said: impl Fn(&str, &str) -> String) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((key, after)) = after.split_once('}') else {
            out.push('{');
            rest = after;
            continue;
        };
        out.push_str(&said(key, after));
        rest = after;
    }
    out.push_str(rest);
    out
}
