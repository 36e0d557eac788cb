use jurymast_engine::analysis::{Importance, ProbabilityBounds, TopEventProbability};
use jurymast_plan::model::{ComponentId, Kind, Level, Plan};
use jurymast_terms::text::{self, Printout};
use jurymast_terms::units::Share;
use jurymast_terms::wording;

/// Hours of a year of 365 days.
pub(super) const YEAR: f64 = 8760.0;

/// The probability for people; `list` faults at most.
pub(super) fn text(
    plan: &Plan,
    id: ComponentId,
    level: Level,
    found: &TopEventProbability,
    list: usize,
) -> Printout {
    let slo = plan.component(id).targets.slo.map(|slo| slo.value);
    let (state, beside) = match level {
        Level::Down => (
            "down",
            slo.map_or_else(String::new, |slo| hours(slo, found.chance)),
        ),
        Level::Degraded | Level::Up => ("down or degraded", String::new()),
    };
    let mut out = Printout::new();
    let line = format!("Chance of being {state}: {}{beside}", chance(found.chance));
    out.wrapped(line, 2, 4);
    let best = 1.0 - found.by_dependencies.low;
    if found.unknown.is_empty() || found.by_dependencies.low > 0.0 {
        let beside = match slo {
            Some(slo) if is_below(best, slo.value()) => {
                format!("; its SLO of {slo} is out of reach")
            }
            Some(slo) => format!("; its SLO is {slo}"),
            None => String::new(),
        };
        let best = percent(best, slo.map(Share::value));
        let line = format!("Its dependencies allow {best} at best{beside}");
        out.wrapped(line, 2, 4);
    }
    if found.load_partly_counted {
        let line = "These are bounds: of more faults at once it is not counted who is served \
                    too little once demands move";
        out.wrapped(line, 2, 4);
    } else if found.given_up && found.chance.exact().is_none() {
        let line = "These are bounds from the structure: the exact diagram passed the limits, \
                    which --time-limit and --memory-limit move";
        out.wrapped(line, 2, 4);
    }
    if !found.unknown.is_empty() {
        out.wrapped(undeclared(plan, &found.unknown, list), 2, 4);
    }
    ranking(plan, &found.importance, list, &mut out);
    out
}

/// What the columns of a ranking are; said once.
pub(super) const LEGEND: &str = "share: of the chance that goes away if this never fails (Fussell-Vesely); worth: how many \
     times likelier once this has failed (risk achievement). Ranges hold whatever the \
     availabilities are that nobody declared.";

/// Whether there is a ranking that says anything.
pub(super) fn has_ranking(found: &TopEventProbability) -> bool {
    found.importance.iter().any(says_something)
}

fn says_something(one: &Importance) -> bool {
    let is_open = (one.birnbaum.low, one.birnbaum.high) == (0.0, 1.0);
    one.birnbaum.high > 0.0 && (one.unavailability.is_some() || !is_open)
}

/// Decimal fractions miss each other by a hair.
fn is_below(value: f64, wanted: f64) -> bool {
    value < wanted - 1e-12
}

/// The hours that an objective allows, beside those to expect.
fn hours(slo: Share, chance: ProbabilityBounds) -> String {
    let verdict = if is_below(1.0 - chance.low, slo.value()) {
        ": missed"
    } else if is_below(1.0 - chance.high, slo.value()) {
        ""
    } else {
        ": met"
    };
    let allowed = significant((1.0 - slo.value()) * YEAR);
    format!("; its SLO of {slo} allows {allowed}{verdict}")
}

/// Whose availability is missing, and where to write it.
fn undeclared(plan: &Plan, unknown: &[ComponentId], list: usize) -> String {
    let id = |id: &ComponentId| plan.component(*id).id.as_str();
    let ids: Vec<&str> = unknown.iter().take(list).map(id).collect();
    let of_kind = |kind: Kind| {
        let mut all = unknown.iter();
        all.find(|id| plan.component(**id).kind() == kind).map(id)
    };
    let mut line = format!(
        "No availability is declared for {}. ",
        wording::and_more(&ids, unknown.len())
    );
    line.push_str("Write `availability = \"99.9%\"` in the table of each");
    if let Some((provider, endpoint)) = of_kind(Kind::Endpoint).and_then(|id| id.split_once('/')) {
        line.push_str(&format!(
            "; for {provider}/{endpoint}: [provider.{provider}] endpoints = [{{ id = \"{endpoint}\", \
             availability = \"99.9%\" }}]"
        ));
    }
    if let Some(model) = of_kind(Kind::Model) {
        let lineage = model.strip_prefix("model:").unwrap_or(model);
        line.push_str(&format!(
            "; for {model}: models = [{{ id = \"{lineage}\", availability = \"99.9%\" }}] of its \
             provider"
        ));
    }
    line
}

fn chance(chance: ProbabilityBounds) -> String {
    let hours = |chance: f64| format!("{} hours a year", significant(chance * YEAR));
    match chance.exact() {
        Some(exact) => format!("{}, {}", probability(exact), hours(exact)),
        None if chance.high < 1.0 => format!(
            "between {} and {}, {} to {}",
            probability(chance.low),
            probability(chance.high),
            significant(chance.low * YEAR),
            hours(chance.high)
        ),
        None if chance.low <= 0.0 => "unknown".to_owned(),
        None => format!(
            "at least {}, {}",
            probability(chance.low),
            hours(chance.low)
        ),
    }
}

/// What to fix first: the share of the chance that each fault carries.
fn ranking(plan: &Plan, importance: &[Importance], list: usize, out: &mut Printout) {
    let all: Vec<&Importance> = importance
        .iter()
        .filter(|one| says_something(one))
        .collect();
    if all.is_empty() {
        return;
    }
    let heads = ["what to fix", "share", "worth", "Birnbaum"];
    let rows = all.iter().take(list).map(|one| {
        let share = |share: f64| format!("{:.1}%", share * 100.0);
        let worth = |worth: f64| format!("{}x", significant(worth));
        [
            plan.component(one.component).id.clone(),
            range(one.fussell_vesely, share),
            range(one.risk_achievement_worth, worth),
            range(Some(one.birnbaum), significant),
        ]
    });
    let rows: Vec<[String; 4]> = rows.collect();
    let width = |column: usize| {
        let cells = rows.iter().map(|row| text::width(&row[column]));
        cells.max().unwrap_or(0).max(text::width(heads[column]))
    };
    let widths = [width(0).min(34), width(1), width(2), width(3)];
    for row in [heads.map(str::to_owned)].iter().chain(&rows) {
        let [what, share, worth, rate] = row;
        let [a, b, c, d] = widths;
        let what = text::pad(&text::elide(what, a, "~"), a);
        out.line(format!("  {what}  {share:>b$}  {worth:>c$}  {rate:>d$}"));
    }
    if all.len() > rows.len() {
        out.line(format!("  and {} more", all.len() - rows.len()));
    }
}

/// A number, or the two that it lies between.
fn range(some: Option<ProbabilityBounds>, text: impl Fn(f64) -> String) -> String {
    let Some(within) = some else {
        return "-".to_owned();
    };
    let low = text(within.low);
    if within.high.is_infinite() {
        return format!("{low} or more");
    }
    let high = text(within.high);
    if low == high {
        low
    } else {
        format!("{low} to {high}")
    }
}

/// An availability, with as many nines as it has: neither 100% nor 0% where it is not,
/// and on the side of `beside` that it is on.
fn percent(share: f64, beside: Option<f64>) -> String {
    const MOST: usize = 12;
    let least = |part: f64| (2.0 - (part * 100.0).log10().floor()).clamp(1.0, MOST as f64) as usize;
    let mut decimals = if share < 1.0 {
        least(1.0 - share).max(least(share))
    } else {
        1
    };
    loop {
        let text = format!("{:.decimals$}", share * 100.0);
        let said = text.parse::<f64>().unwrap_or(0.0) / 100.0;
        let side =
            |value: f64| beside.map(|beside| (is_below(value, beside), is_below(beside, value)));
        let is_true = (said >= 1.0) == (share >= 1.0)
            && (said <= 0.0) == (share <= 0.0)
            && side(said) == side(share);
        if is_true || decimals >= MOST {
            return format!("{}%", text.trim_end_matches('0').trim_end_matches('.'));
        }
        decimals += 1;
    }
}

/// Four significant digits, and as many more as tell it from 1.
fn probability(value: f64) -> String {
    let short = significant(value);
    if short != "1" || value >= 1.0 {
        return short;
    }
    let decimals = (1.0 - (1.0 - value).log10().floor()).clamp(4.0, 15.0) as usize;
    let text = format!("{value:.decimals$}");
    text.trim_end_matches('0').to_owned()
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
            (0.0, "0%"),
            (0.000_05, "0.005%"),
        ] {
            assert_eq!(percent(value, None), text);
        }
    }

    #[test]
    fn nothing_is_rounded_over_a_line() {
        assert_eq!(probability(0.999_95), "0.99995");
        assert_eq!(probability(0.999_5), "0.9995");
        assert_eq!(probability(1.0), "1");
        assert_eq!(percent(0.998_000_3, Some(0.998_000_1)), "99.80003%");
        assert_eq!(percent(0.999_999_999, None), "99.9999999%");
        assert_eq!(percent(1.0 - 0.001, Some(0.999)), "99.9%");
    }
}
