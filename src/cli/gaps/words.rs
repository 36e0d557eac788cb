use std::time::Duration;

use jurymast_plan::model::{BindingRole, Kind};

/// The last words of an answer that the time ended.
pub(super) fn not_looked_at(left: usize, of: usize, what: &str, time: Duration) -> String {
    let time = jurymast_terms::units::Duration::from_seconds(time.as_secs());
    format!(
        "INCOMPLETE: {} of {} {what} not looked at within {time}; ask for them by name, or \
         give it more with --time-limit.",
        thousands(left),
        thousands(of)
    )
}

pub(super) fn at_once(order: usize) -> String {
    match order {
        1 => "1 failure".to_owned(),
        more => format!("{more} failures at once"),
    }
}

pub(super) fn number(of: usize) -> String {
    match of {
        2 => "two".to_owned(),
        3 => "three".to_owned(),
        more => more.to_string(),
    }
}

pub(super) fn outermost_first(kind: Kind) -> u8 {
    match kind {
        Kind::Provider => 0,
        Kind::Domain => 1,
        Kind::Endpoint | Kind::Model => 3,
        Kind::Activity | Kind::Service | Kind::Resource | Kind::Ai => 2,
    }
}

/// What a component has to do with what it fails with.
pub(super) fn words(role: BindingRole) -> &'static str {
    match role {
        BindingRole::Domain => "it stands in",
        BindingRole::Gateway => "it goes through",
        BindingRole::Host => "it runs on",
        BindingRole::Endpoint => "it calls",
        BindingRole::Provider => "it belongs to",
        BindingRole::Lineage => "it answers with the weights of",
        BindingRole::MayUse => "its gateway may use",
    }
}

/// "50,112"
fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
