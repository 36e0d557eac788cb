use jurymast_plan::catalogue::{GatewayRecord, Habit, HabitRecord, HostChoice};
use jurymast_plan::model::Symptom;
use jurymast_terms::text::Printout;
use jurymast_terms::wording;

use super::lines::sure;

/// What a gateway does with the calls it passes on.
pub(super) fn lines(text: &mut Printout, gateway: &GatewayRecord) {
    text.blank();
    text.line("AS A GATEWAY");
    let picks = match gateway.picks {
        HostChoice::Caller => "the caller, or its configuration, picks the host that answers",
        HostChoice::Router => "it picks the host that answers, unless the request pins one",
    };
    text.wrapped(picks, 2, 4);
    if let Some(timeout) = &gateway.timeout {
        let gives_up = match timeout.default() {
            Some(time) => format!("gives up a call that hangs after {time}"),
            None => "gives up no call that hangs".to_owned(),
        };
        let line = format!(
            "{gives_up}, unless {} is set [{}]. {}",
            timeout.setting,
            sure(timeout.confidence),
            timeout.source
        );
        text.wrapped(line, 2, 4);
    }
    if let Some(lone) = &gateway.lone {
        let cools: Vec<&str> = lone.cools_on.iter().map(|one| one.as_str()).collect();
        let line = format!(
            "leaves a lone primary that fails alone on {} only, unless {} is set [{}]. {}",
            wording::and(&cools),
            lone.setting,
            sure(lone.confidence),
            lone.source
        );
        text.wrapped(line, 2, 4);
    }
    text.blank();
    text.line("TURNS TO A FALLBACK ON");
    for row in &gateway.habits {
        text.wrapped(habit(row), 2, 4);
    }
    let silent = Symptom::ALL
        .into_iter()
        .filter(|one| gateway.habit(*one).is_none());
    let (never, unknown): (Vec<Symptom>, Vec<Symptom>) =
        silent.partition(|one| gateway.falls_back_on(*one) == Habit::No);
    let list = |all: &[Symptom]| {
        let words: Vec<&str> = all.iter().map(|one| one.as_str()).collect();
        wording::and(&words)
    };
    text.wrapped(
        format!("{}: never, as they are answered with success", list(&never)),
        2,
        4,
    );
    if !unknown.is_empty() {
        text.wrapped(format!("{}: not known", list(&unknown)), 2, 4);
    }
}

/// "5xx and 429: yes [verified]. Measured ..."
fn habit(row: &HabitRecord) -> String {
    let symptoms: Vec<&str> = row.symptoms.iter().map(|one| one.as_str()).collect();
    let does = match row.falls_back {
        Habit::Yes => "yes",
        Habit::Configured => "only where it is set to",
        Habit::Unknown => "not known",
        Habit::No => "no",
    };
    let note = row
        .note
        .as_ref()
        .map_or_else(String::new, |note| format!(" {note}"));
    let used = if row.confidence.is_known() {
        ""
    } else {
        ", not used"
    };
    format!(
        "{}: {does} [{}{used}]. {}.{note}",
        wording::and(&symptoms),
        sure(row.confidence),
        row.source
    )
}
