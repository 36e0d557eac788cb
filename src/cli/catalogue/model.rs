use jurymast_plan::catalogue::{KnownModel, ProviderRecord};
use jurymast_plan::model::AfterEnd;
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
    }
    text.blank();
    text.wrapped(
        "Nothing is known here of its context, abilities, price, quota or quality: the plan's \
         own `needs` and `evidence` say what must hold.",
        0,
        0,
    );
    text
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
