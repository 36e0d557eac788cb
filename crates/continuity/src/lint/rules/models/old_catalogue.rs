use std::collections::{BTreeMap, BTreeSet};

use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use crate::lint::words;
use jurymast_plan::catalogue;
use jurymast_plan::model::{Detail, ListKeeper, SavedModelList};
use jurymast_terms::diagnostic::Severity;
use jurymast_terms::units::Date;
use jurymast_terms::wording;

/// So many days are little: dates of models move every week.
const FRESH_DAYS: i64 = 60;

rule! {
    /// What is known of models is old.
    ///
    /// ## What it finds
    /// A plan that calls models whose ends were read more than 60 days before the day
    /// of the check, by the built-in catalogue or a saved list, and a saved list of
    /// which nothing says how old it is.
    ///
    /// ## Why it matters
    /// Dates move every week, and new ones are announced with two weeks to half a year
    /// of notice. With old facts, no finding means little.
    ///
    /// ## Fails
    /// ```toml
    /// [catalogue]
    /// models = [{ path = "anthropic.json", on = 2026-08-20 }]
    ///
    /// [ai.summaries]
    /// provider = "anthropic"
    /// model = "claude-opus-5-5"
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [catalogue]
    /// models = [{ path = "anthropic.json", on = 2026-11-20 }]
    ///
    /// [ai.summaries]
    /// provider = "anthropic"
    /// model = "claude-opus-5-5"
    /// ```
    ///
    /// ## What to do
    /// Use a newer release of this program, or save the providers' own lists
    /// (`jurymast explain retired-model` has the commands), with the day in the name
    /// of the file.
    ///
    /// ## False alarms
    /// A plan that is judged by a day long past or to come, with `--today`.
    ///
    /// ## Ask
    /// Who saves the lists, and how often?
    ///
    /// ## Sources
    /// 43 dates of LiteLLM's list changed within five days in November 2026.
    "old-catalogue", Models, Warning, check, confidence High
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    let plan = cx.plan;
    let called = plan
        .enumerate()
        .filter_map(|(id, component)| match &component.detail {
            Detail::Ai(ai) if ai.model.is_some() => Some(words::provider_of(plan, id)?.id.as_str()),
            _ => None,
        });
    let called: BTreeSet<&str> = called.collect();
    let mut seen = BTreeSet::new();
    for list in plan.model_lists.iter() {
        if called.contains(list.provider.as_str()) && seen.insert(&list.path) {
            saved(cx, found, list);
        }
    }
    let own = |provider: &str| {
        let mut lists = plan.model_lists.iter();
        lists.any(|list| list.provider == provider && list.whole && age(cx, list.on) <= FRESH_DAYS)
    };
    let mut old: BTreeMap<Date, Vec<String>> = BTreeMap::new();
    for provider in called {
        let known = catalogue::provider(provider).filter(|known| !known.self_hosted);
        let Some(list) = known.and_then(|_| catalogue::models(provider)) else {
            continue;
        };
        if list.read.days_until(cx.today) > FRESH_DAYS && !own(provider) {
            old.entry(list.read)
                .or_default()
                .push(format!("`{provider}`"));
        }
    }
    for (read, of) in old {
        let days = read.days_until(cx.today);
        let message = format!("what the catalogue knows of the ends of models is {days} days old");
        found.general(plan.header.place, message, |finding| {
            finding
                .note(format!("read on {read}, of {}", wording::and_more(&of, of.len())))
                .help("use a newer release of jurymast, or save the providers' own lists: `jurymast explain retired-model` has the commands")
                .label("calls models")
        });
    }
}

/// How many days ago it was saved; 0 where nobody says.
fn age(cx: &Context<'_>, on: Option<Date>) -> i64 {
    on.map_or(0, |day| day.days_until(cx.today))
}

fn saved(cx: &Context<'_>, found: &mut FindingSink<'_>, list: &SavedModelList) {
    let path = &list.path;
    let again = "save it again: `jurymast explain retired-model` has the command";
    let (message, help) = match list.on {
        None => (
            format!("nothing says of which day `{path}` is"),
            "write the day: { path = \"...\", on = 2026-11-20 }, or put it into the file's name",
        ),
        Some(day) if day > cx.today => (
            format!("`{path}` is of {day}, a day to come"),
            "correct the day",
        ),
        Some(day) if age(cx, Some(day)) > FRESH_DAYS => (
            format!("`{path}` is of {day}, {} days old", age(cx, Some(day))),
            again,
        ),
        Some(_) => return,
    };
    let place = list.place.unwrap_or(cx.plan.header.place);
    // Others' lists only add to what is known.
    let severity = match (list.keeper, list.on) {
        (ListKeeper::Public, None) => found.severity.min(Severity::Info),
        _ => found.severity,
    };
    found.general(place, message, |mut finding| {
        finding.severity = severity;
        if list.on.is_none() {
            let note = "it is taken as saved today";
            finding.notes.push(note.to_owned());
        }
        finding
            .help(help)
            .detail(path.as_str())
            .label("a list of models")
    });
}
