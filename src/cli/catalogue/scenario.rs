use jurymast_plan::catalogue::{ReadyFault, ReadyScenario, ReadySurge};
use jurymast_terms::text::Printout;
use jurymast_terms::units::{Duration, Lasting};

use super::lines::field;
use super::outage::tools;

pub(super) fn text(one: &ReadyScenario) -> Printout {
    let mut text = Printout::new();
    text.wrapped(format!("{} ({})", one.name, one.id), 0, 2);
    text.wrapped(&one.description, 2, 2);
    field(&mut text, "cause", one.cause.words());
    field(&mut text, "strikes", &one.targets.to_string());
    for fault in &one.faults {
        field(&mut text, "then", &fault_words(fault));
    }
    for surge in &one.surges {
        field(&mut text, "then", &surge_words(surge));
    }
    if let Some(assumption) = &one.basis.assumption {
        field(&mut text, "assumption", assumption);
    }
    if !one.basis.recorded.is_empty() {
        let name = if one.basis.assumption.is_some() {
            "compare"
        } else {
            "as recorded in"
        };
        field(&mut text, name, &one.basis.recorded.join(", "));
    }
    if !one.tools_lost.is_empty() {
        field(
            &mut text,
            "lost for the day",
            &tools(&one.tools_lost).join(", "),
        );
    }
    field(&mut text, "ask before", &one.ask);
    field(&mut text, "lesson", &one.lesson);
    text
}

/// "down for 4h 31m, callers see timeout"
fn fault_words(fault: &ReadyFault) -> String {
    let seen = match fault.symptom {
        Some(symptom) => format!("callers see {symptom}"),
        None => "what callers see is not known".to_owned(),
    };
    let time = stretch(fault.at, fault.lasts);
    let data = if fault.loses_data {
        ", and its data are lost"
    } else {
        ""
    };
    format!("{} {time}, {seen}{data}", fault.level)
}

/// "3 times the demand for 2h"
fn surge_words(surge: &ReadySurge) -> String {
    let time = stretch(surge.at, surge.lasts);
    format!("{} times the demand {time}", surge.times)
}

fn stretch(at: Duration, lasts: Option<Duration>) -> String {
    let long = Lasting::from(lasts).phrase();
    if at.seconds() == 0 {
        long
    } else {
        format!("{long} from {at} on")
    }
}
