use std::collections::BTreeSet;

use crate::lint::context::{Context, FindingSink};
use crate::lint::lost_cures::{self, down};
use crate::lint::rule::rule;
use jurymast_engine::analysis::Cure;
use jurymast_plan::model::ComponentId;

rule! {
    /// A message that is lost together with what it has to announce.
    ///
    /// ## What it finds
    /// A communication all of whose `through` one fault takes down, together with a
    /// service or an activity of tier 1 or 2 (any, where none has a tier): those who
    /// should be told are not. The loss of the channel itself announces nothing else,
    /// and is no finding. A warning where another communication to the same audience is
    /// left.
    ///
    /// ## Why it matters
    /// A status page on the platform whose status it shows says nothing when it matters
    /// (Heroku, 2025-06-10). Silence costs trust, and the law gives hours.
    ///
    /// ## Fails
    /// ```toml
    /// [service.shop]
    /// in = ["cluster"]
    ///
    /// [service.status-page]
    /// in = ["cluster"]
    ///
    /// [domain.cluster]
    ///
    /// [communication.customers]
    /// audience = "customers"
    /// channel = "the status page"
    /// through = ["status-page"]
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.shop]
    /// in = ["cluster"]
    ///
    /// [provider.status-host]
    ///
    /// [domain.cluster]
    ///
    /// [communication.customers]
    /// audience = "customers"
    /// channel = "the status page"
    /// through = ["status-host"]
    /// ```
    ///
    /// ## What to do
    /// Let the page and the mails stand with somebody else, under another domain name,
    /// log-in and network; name a second way.
    ///
    /// ## False alarms
    /// None that the plan could tell.
    ///
    /// ## Ask
    /// Everything of ours is gone. How do customers learn of it, and who can post it?
    ///
    /// ## Sources
    /// ISO 22301, 8.4.3.1; Regulation (EU) 2022/2554, articles 14 and 19(3).
    "silenced-communication", People, Error, check
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    let plan = cx.plan;
    let lost = &cx.analysis.lost_cures().lost;
    let silenced: BTreeSet<usize> = lost.iter().filter_map(|one| message_of(one.cure)).collect();
    for one in lost {
        let Some(at) = message_of(one.cure) else {
            continue;
        };
        let told = &plan.communications[at];
        let message = format!(
            "`{}` is lost together with what it has to announce: {}",
            told.id,
            down(plan, one, &one.faults)
        );
        let others = plan.communications.iter().enumerate();
        let mut others = others.filter(|(other, _)| !silenced.contains(other));
        let left = others.find(|(_, other)| other.audience == told.audience);
        let milder = left.is_some().then(|| found.at_most_warning());
        let place = one.needs[0].what.span;
        // The cure is written at the channel: what carries it stands in the wrong place.
        let carrier: ComponentId = one.needs[0].what.value;
        found.about(plan, carrier, place, message, |mut finding| {
            finding.severity = milder.unwrap_or(finding.severity);
            finding.notes.extend(lost_cures::chains(plan, one));
            finding.notes.extend(left.map(|(_, other)| {
                format!(
                    "`{}` tells the same audience, and is not lost with it",
                    other.id
                )
            }));
            finding
                .causes(lost_cures::causes(plan, one))
                .detail(told.id.as_str())
                .label("silent then")
                .related(told.place, format!("tells {}", told.audience))
                .help("name a channel that stands elsewhere: through = [...]")
        });
    }
    lost_cures::if_cut_short(cx, found);
}

fn message_of(cure: Cure) -> Option<usize> {
    match cure {
        Cure::Message(at) => Some(at),
        _ => None,
    }
}
