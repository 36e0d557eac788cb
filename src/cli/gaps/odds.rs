use crate::analysis::{Chance, Importance, Odds};
use crate::cli::table::wrap;
use crate::model::{ComponentId, Level, Plan};
use crate::units::Share;

/// Hours of a year of 365 days.
pub(super) const YEAR: f64 = 8760.0;

/// The odds for people; `list` faults at most.
pub(super) fn text(plan: &Plan, id: ComponentId, level: Level, odds: &Odds, list: usize) -> String {
    let state = match level {
        Level::Down => "down",
        Level::Degraded | Level::Up => "down or degraded",
    };
    let mut out = wrap(
        &format!("Chance of being {state}: {}", chance(odds.chance)),
        2,
        4,
    );
    let best = Share::new(1.0 - odds.by_dependencies.low);
    let says_something = odds.unknown.is_empty() || odds.by_dependencies.low > 0.0;
    if let Some(best) = best.filter(|_| says_something) {
        let beside = match plan.component(id).targets.slo {
            Some(slo) if slo.value.value() > best.value() => {
                format!("; its SLO of {} is out of reach", slo.value)
            }
            Some(slo) => format!("; its SLO is {}", slo.value),
            None => String::new(),
        };
        let line = format!("Its dependencies allow {} at best{beside}", percent(best));
        out.push_str(&wrap(&line, 2, 4));
    }
    if odds.given_up && odds.chance.exact().is_none() {
        let line = "These are bounds from the structure: the exact diagram passed the limits, \
                    which --time-limit and --memory-limit move";
        out.push_str(&wrap(line, 2, 4));
    }
    if !odds.unknown.is_empty() {
        let ids: Vec<&str> = odds
            .unknown
            .iter()
            .take(list)
            .map(|id| plan.component(*id).id.as_str())
            .collect();
        let more = match odds.unknown.len().saturating_sub(list) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let line = format!("No availability is declared for {}{more}", ids.join(", "));
        out.push_str(&wrap(&line, 2, 4));
    }
    if !odds.importance.is_empty() {
        out.push_str(&ranking(plan, &odds.importance, list));
    }
    out
}

fn chance(chance: Chance) -> String {
    let hours = |chance: f64| format!("{} hours a year", significant(chance * YEAR));
    match chance.exact() {
        Some(exact) => format!("{}, {}", significant(exact), hours(exact)),
        None if chance.high < 1.0 => format!(
            "between {} and {}, {} to {}",
            significant(chance.low),
            significant(chance.high),
            significant(chance.low * YEAR),
            hours(chance.high)
        ),
        None if chance.low <= 0.0 => "unknown".to_owned(),
        None => format!(
            "at least {}, {}",
            significant(chance.low),
            hours(chance.low)
        ),
    }
}

/// What to fix first: the share of the chance that each fault carries.
fn ranking(plan: &Plan, importance: &[Importance], list: usize) -> String {
    let widest = |some: &[Importance]| {
        let ids = some
            .iter()
            .map(|one| plan.component(one.component).id.chars().count());
        ids.max().unwrap_or(0).clamp(10, 34)
    };
    let shown = &importance[..importance.len().min(list)];
    let width = widest(shown);
    let mut out = format!(
        "  {:<width$}  {:>10}  {:>10}  {:>10}\n",
        "what to fix", "share", "worth", "Birnbaum"
    );
    for one in shown {
        let share = one.fussell_vesely.map_or_else(
            || "unknown".to_owned(),
            |share| format!("{:.1}%", share * 100.0),
        );
        let worth = one.risk_achievement_worth.map_or_else(
            || "-".to_owned(),
            |worth| format!("{}x", significant(worth)),
        );
        out.push_str(&format!(
            "  {:<width$}  {share:>10}  {worth:>10}  {:>10}\n",
            plan.component(one.component).id,
            significant(one.birnbaum)
        ));
    }
    if importance.len() > shown.len() {
        out.push_str(&format!("  and {} more\n", importance.len() - shown.len()));
    }
    out.push_str(&wrap(
        "share: of the chance that goes away if this never fails (Fussell-Vesely); worth: how many \
         times likelier once this has failed (risk achievement)",
        2,
        4,
    ));
    out
}

/// An availability, with as many nines as it has.
fn percent(share: Share) -> String {
    let lost = 1.0 - share.value();
    if lost <= 0.0 {
        return "100%".to_owned();
    }
    let decimals = (2.0 - (lost * 100.0).log10().floor()).clamp(1.0, 9.0) as usize;
    let text = format!("{:.decimals$}", share.value() * 100.0);
    format!("{}%", text.trim_end_matches('0').trim_end_matches('.'))
}

/// Four significant digits; very small and very large numbers by powers of ten.
pub(super) fn significant(value: f64) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    let power = value.abs().log10().floor();
    if !(-4.0..7.0).contains(&power) {
        return format!("{value:.3e}");
    }
    let decimals = (3.0 - power).max(0.0) as usize;
    let text = format!("{value:.decimals$}");
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_four_digits() {
        for (value, text) in [
            (0.0, "0"),
            (0.001_342_36, "0.001342"),
            (11.756_2, "11.76"),
            (8760.0, "8760"),
            (2.169_416e-11, "2.169e-11"),
            (1.0, "1"),
        ] {
            assert_eq!(significant(value), text);
        }
        for (value, text) in [
            (0.998_7, "99.87%"),
            (0.999_99, "99.999%"),
            (1.0, "100%"),
            (0.5, "50%"),
        ] {
            assert_eq!(percent(Share::new(value).unwrap()), text);
        }
    }
}
