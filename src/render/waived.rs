use askama::Template;

use jurymast_plan::model::Waiver;

use super::frame::{Frame, Section};
use super::paths::HERE;
use super::views::{self, LinkView, Reference};
use super::{Input, Page};

#[derive(Template)]
#[template(path = "waived.html")]
struct WaivedPage {
    frame: Frame,
    waivers: Vec<WaiverView>,
}

struct WaiverView {
    rule: String,
    component: LinkView,
    /// What its findings must be about, where the waivers say.
    of: Vec<Reference>,
    reason: String,
    until: String,
    /// "29 days left", "last day", "expired 3 days ago".
    left: String,
    class: &'static str,
    /// The findings it silences now.
    silenced: Vec<String>,
}

/// Risks that somebody accepted, and until when.
pub(super) fn pages(input: &Input) -> Result<Vec<Page>, askama::Error> {
    let mut waivers: Vec<&Waiver> = input.plan().waivers.iter().collect();
    waivers.sort_by_key(|waiver| waiver.until.value);
    let page = WaivedPage {
        frame: Frame::new(input, "Waived risks", HERE, Section::Waived),
        waivers: views::alike_waivers(input.plan(), &waivers)
            .iter()
            .filter_map(|group| view(input, group))
            .collect(),
    };
    Ok(vec![Page::of("waived.html", &page)?])
}

fn view(input: &Input, group: &[&Waiver]) -> Option<WaiverView> {
    let waiver = group.first()?;
    let days = input.today.days_until(waiver.until.value);
    let of_rule = input
        .findings
        .iter()
        .filter(|one| one.code == waiver.rule.value);
    let plan = input.plan();
    let silenced = of_rule.flat_map(|one| {
        let culprit = one.culprit.as_deref();
        let places = one.places.iter().filter(|place| place.waived.is_some());
        places.filter(move |place| {
            let named = culprit.into_iter().chain(place.component.as_deref());
            waiver.at.covers(plan, place.place, named)
        })
    });
    let mut messages: Vec<String> = Vec::new();
    for one in silenced {
        if !messages.contains(&one.message) {
            messages.push(one.message.clone());
        }
    }
    Some(WaiverView {
        rule: waiver.rule.value.clone(),
        component: views::waiver_link(plan, waiver, HERE),
        reason: waiver.reason.clone(),
        until: waiver.until.value.to_string(),
        left: left(days),
        class: match days {
            ..0 => "is-error",
            0..=30 => "is-warning",
            _ => "is-info",
        },
        of: views::waived_of(plan, group, HERE),
        silenced: messages,
    })
}

fn left(days: i64) -> String {
    match days {
        ..-1 => format!("expired {} days ago", -days),
        -1 => "expired yesterday".to_owned(),
        0 => "last day".to_owned(),
        1 => "1 day left".to_owned(),
        _ => format!("{days} days left"),
    }
}

#[cfg(test)]
mod tests {
    use super::left;

    #[test]
    fn the_last_day_still_counts() {
        let words = [-3, -1, 0, 1, 9].map(left);
        let expected = [
            "expired 3 days ago",
            "expired yesterday",
            "last day",
            "1 day left",
            "9 days left",
        ];
        assert_eq!(words, expected);
    }
}
