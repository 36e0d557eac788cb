use jurymast_plan::catalogue::{KnownModel, ProviderRecord};
use jurymast_plan::model::{AfterEnd, ListedAbilities};
use jurymast_terms::text::Printout;
use jurymast_terms::units::Date;

use super::lines::{field, read_on, sure};

/// What every list says of a model, from where, as of when.
pub(super) fn text(
    asked: &str,
    maker: Option<&ProviderRecord>,
    known: &[KnownModel],
    today: Date,
) -> Printout {
    let mut text = Printout::new();
    text.line(asked);
    let maker = maker.map_or_else(
        || "not known".to_owned(),
        |one| format!("{} ({})", one.name, one.id),
    );
    field(&mut text, "made by", &maker);
    text.blank();
    text.line("WHO LISTS IT");
    for one in known {
        let read = one.read.map_or_else(
            || "read on a day that it does not say".to_owned(),
            |read| read_on(read, today),
        );
        let (end, sure) = (end(one, today), sure(one.confidence));
        let mut line = format!(
            "{}: {}, {end} [{sure}]. {}, {read}",
            one.provider, one.id, one.source
        );
        if let Some(note) = &one.note {
            line.push_str(&format!(". {note}"));
        }
        text.wrapped(line, 2, 4);
        if let Some(gives) = gives(&one.gives) {
            text.wrapped(format!("gives: {gives}"), 4, 6);
        }
    }
    text.blank();
    text.wrapped(
        "What no list says is not known, nor how good its answers are, how soon they come and how \
         many a minute: the plan's own `needs`, `limit` and `evaluated` say what must hold.",
        0,
        0,
    );
    text
}

/// "text, a context of 200000 tokens, tools, no vision"
fn gives(gives: &ListedAbilities) -> Option<String> {
    let flag = |name: &str, said: Option<bool>| {
        said.map(|is| match is {
            true => name.to_owned(),
            false => format!("no {name}"),
        })
    };
    let price = |of: &str, said: Option<u64>| {
        said.map(|millionths| {
            let dollars = millionths as f64 / 1e6;
            format!("{dollars} US dollars for a million tokens of {of}")
        })
    };
    let said = [
        gives.work.map(str::to_owned),
        gives
            .context
            .map(|one| format!("a context of {one} tokens")),
        flag("tools", gives.tools),
        flag("structured output", gives.structured_output),
        flag("vision", gives.vision),
        flag("streaming", gives.streaming),
        gives
            .dimension
            .map(|one| format!("vectors of {one} numbers")),
        price("input", gives.input_price),
        price("output", gives.output_price),
    ];
    let said: Vec<String> = said.into_iter().flatten().collect();
    (!said.is_empty()).then(|| said.join(", "))
}

/// "ends on 2027-04-30, instead: gpt-5.4", "listed, no end is known"
fn end(one: &KnownModel, today: Date) -> String {
    let mut said = match one.retires {
        Some(on) if on <= today => format!("ended on {on}"),
        Some(on) => format!("ends on {on}"),
        None => "listed, no end is known".to_owned(),
    };
    if let Some(day) = one.announced {
        said.push_str(&format!(", made known on {day}"));
    }
    if let Some(day) = one.earliest.filter(|_| one.retires.is_none()) {
        said.push_str(&format!(", not before {day}"));
    }
    match one.replacement.as_deref() {
        Some("none") => said.push_str(", no replacement"),
        Some(other) if one.after == Some(AfterEnd::Redirects) => {
            said.push_str(&format!(", then answered by {other}"));
        }
        Some(other) => said.push_str(&format!(", instead: {other}")),
        None => {}
    }
    if let Some(of) = &one.alias_of {
        said.push_str(&format!(", a name for {of}"));
    }
    said
}
