const MINUTES_OF_DAY: u32 = 24 * 60;
const DAYS: u32 = 7;

/// How often a schedule of cron comes round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Interval {
    /// Always after so many minutes.
    Regular(u32),
    /// After so many at the latest.
    AtMost(u32),
}

/// The time between two runs, where it can be told: of schedules by the day of a month
/// it cannot.
pub(super) fn interval(schedule: &str) -> Option<Interval> {
    let words: Vec<&str> = schedule.split_whitespace().collect();
    let words = match words.first()? {
        zone if zone.contains("TZ=") => &words[1..],
        _ => &words,
    };
    let by_name = |minutes| Some(Interval::Regular(minutes));
    match *words {
        ["@hourly"] => by_name(60),
        ["@daily" | "@midnight"] => by_name(MINUTES_OF_DAY),
        ["@weekly"] => by_name(MINUTES_OF_DAY * DAYS),
        [minute, hour, "*" | "?", "*", weekday] => {
            let minutes = numbers(minute, 0, 59, &[])?;
            let hours = numbers(hour, 0, 23, &[])?;
            let names = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
            let mut weekdays = numbers(weekday, 0, 7, &names)?;
            for day in &mut weekdays {
                *day %= DAYS;
            }
            between(&minutes, &hours, &weekdays)
        }
        _ => None,
    }
}

fn between(minutes: &[u32], hours: &[u32], weekdays: &[u32]) -> Option<Interval> {
    let days = weekdays.iter().map(|day| day * MINUTES_OF_DAY);
    let at = days.flat_map(|day| hours.iter().map(move |hour| day + hour * 60));
    let mut at: Vec<u32> = at
        .flat_map(|hour| minutes.iter().map(move |minute| hour + minute))
        .collect();
    at.sort_unstable();
    at.dedup();
    let first = at.first()? + DAYS * MINUTES_OF_DAY;
    let gaps = at.windows(2).map(|two| two[1] - two[0]);
    let gaps: Vec<u32> = gaps.chain([first - at.last()?]).collect();
    let (least, most) = (gaps.iter().min()?, gaps.iter().max()?);
    Some(match least == most {
        true => Interval::Regular(*most),
        false => Interval::AtMost(*most),
    })
}

/// The numbers of a field: `*`, `5`, `1-5`, `*/15`, `1,3`, `mon-fri`.
fn numbers(field: &str, first: u32, last: u32, names: &[&str]) -> Option<Vec<u32>> {
    let number = |text: &str| -> Option<u32> {
        let lower = text.to_ascii_lowercase();
        let named = names.iter().position(|name| *name == lower);
        let number = named.and_then(|at| u32::try_from(at).ok());
        let number = number.or_else(|| text.parse().ok())?;
        (first..=last).contains(&number).then_some(number)
    };
    let mut all = Vec::new();
    for part in field.split(',') {
        let (range, step) = match part.split_once('/') {
            Some((range, step)) => (range, step.parse::<usize>().ok().filter(|step| *step > 0)?),
            None => (part, 1),
        };
        let (from, to) = match range.split_once('-') {
            Some((from, to)) => (number(from)?, number(to)?),
            None if matches!(range, "*" | "?") => (first, last),
            None if part.contains('/') => (number(range)?, last),
            None => (number(range)?, number(range)?),
        };
        all.extend((from..=to).step_by(step));
    }
    Some(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schedules_come_round() {
        let regular = |minutes| Some(Interval::Regular(minutes));
        let cases = [
            ("*/15 * * * *", regular(15)),
            ("* * * * *", regular(1)),
            ("0 * * * *", regular(60)),
            ("0 */6 * * *", regular(360)),
            ("30 3 * * *", regular(1440)),
            ("0 1,13 * * *", regular(720)),
            ("0 3 * * 0", regular(10080)),
            ("0 3 * * sun", regular(10080)),
            ("0 3 * * 7", regular(10080)),
            ("CRON_TZ=UTC 0 3 * * *", regular(1440)),
            ("@daily", regular(1440)),
            ("*/7 * * * *", Some(Interval::AtMost(7))),
            ("0 9 * * mon-fri", Some(Interval::AtMost(4320))),
            ("0 3 1 * *", None),
            ("@monthly", None),
            ("0 25 * * *", None),
            ("*/0 * * * *", None),
            ("", None),
        ];
        for (schedule, expected) in cases {
            assert_eq!(interval(schedule), expected, "{schedule}");
        }
    }
}
