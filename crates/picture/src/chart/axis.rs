/// Seconds between ticks, from the finest.
const STEPS: [u64; 19] = [
    1, 5, 10, 30, 60, 300, 600, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400, 172_800,
    604_800, 1_209_600, 2_592_000, 7_776_000,
];
const MOST_TICKS: u64 = 7;

/// The ticks of a clock that runs to `end`, with their words.
pub(super) fn ticks(end: u64) -> Vec<(u64, String)> {
    let fits = |step: &&u64| end / **step <= MOST_TICKS;
    let step = STEPS.iter().find(fits).copied();
    let step = step.unwrap_or_else(|| (end / MOST_TICKS).max(1));
    let all = (0..=end / step).map(|at| at * step);
    all.map(|at| (at, clock(at))).collect()
}

/// "0", "30s", "1h 30m", "2d"
fn clock(seconds: u64) -> String {
    let units = [("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1)];
    let mut left = seconds;
    let mut words = Vec::new();
    for (unit, size) in units {
        if left >= size {
            words.push(format!("{}{unit}", left / size));
            left %= size;
        }
    }
    if words.is_empty() {
        "0".to_owned()
    } else {
        words.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_few() {
        let words = |end| -> Vec<String> { ticks(end).into_iter().map(|(_, word)| word).collect() };
        assert_eq!(
            words(14 * 3_600),
            ["0", "2h", "4h", "6h", "8h", "10h", "12h", "14h"]
        );
        assert_eq!(words(100), ["0", "30s", "1m", "1m 30s"]);
        assert_eq!(words(0), ["0"]);
        for end in [1, 59, 3_599, 86_401, 40_000_000, u64::MAX] {
            assert!((1..=9).contains(&ticks(end).len()), "{end}");
        }
    }
}
