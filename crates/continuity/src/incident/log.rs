use jurymast_terms::units::Duration;

use super::LogLine;
use super::situation::Situation;

/// What is known to have happened, and what the plan expects, in order of time:
/// to be corrected and filled in by hand.
pub(super) fn log(here: &Situation<'_>) -> Vec<LogLine> {
    let mut lines: Vec<(Duration, String, Option<u8>)> = Vec::new();
    let since = if here.asked.since_known {
        "Lost. Who noticed, and how?"
    } else {
        "This sheet was made. Since when is it lost?"
    };
    lines.push((Duration::ZERO, since.to_owned(), None));
    for need in &here.needs {
        let requirement = here.requirement(need);
        if let Some((at, from)) = need.serves {
            let to = here.name(requirement.fallbacks[at].to.value);
            let who = here.name(need.component);
            let tier = here.component(need.component).rank();
            lines.push((from, format!("{who}: does {to} serve?"), Some(tier)));
        }
    }
    for &id in here.hit() {
        let Some(down) = here.down(id).filter(|_| here.component(id).is_critical()) else {
            continue;
        };
        let component = here.component(id);
        let targets = [
            ("RTO", component.targets.rto),
            ("MTPD", component.targets.mtpd),
        ];
        for (name, target) in targets {
            let Some(target) = target else { continue };
            let end = down.from.saturating_add(target.value);
            let what = if name == "RTO" {
                "is it back? If not: what now, and who is told?"
            } else {
                "beyond this the harm is not bearable"
            };
            let words = format!("{name} of {}: {what}", component.name);
            lines.push((end, words, Some(here.component(id).rank())));
        }
    }
    lines.sort_by_key(|(at, ..)| *at);
    let line = |(at, what, tier)| LogLine {
        at: here.clock.at(at),
        what,
        tier,
    };
    lines.into_iter().map(line).collect()
}
