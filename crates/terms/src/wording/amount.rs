/// "33.3%": a share of a whole, never more than it is.
pub fn percent(share: f64) -> String {
    decimal(share * 100.0) + "%"
}

/// "12.5%", or that nobody knows it.
pub fn share(share: Option<f64>) -> String {
    share.map_or_else(|| "an unknown share".to_owned(), percent)
}

/// "1 day", "3 days"
pub fn days(count: u64) -> String {
    let days = if count == 1 { "day" } else { "days" };
    format!("{count} {days}")
}

/// "12.5": to one decimal, never more than it is; whole numbers without one.
pub fn decimal(number: f64) -> String {
    // What sums of fractions lose must not cost a tenth.
    let tenths = (number * 10.0 + 1e-6).floor();
    let text = format!("{:.1}", tenths / 10.0);
    text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
}

/// "1000 requests and 20000 tokens a minute", of what is more than zero.
pub fn rate([requests, tokens]: [f64; 2]) -> String {
    let amounts = [(requests, "requests"), (tokens, "tokens")].into_iter();
    let named = amounts.filter(|(amount, _)| *amount > 0.0);
    let named: Vec<String> = named
        .map(|(amount, unit)| format!("{} {unit}", decimal(amount)))
        .collect();
    format!("{} a minute", super::and(&named))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_never_rounded_up() {
        assert_eq!(percent(0.6), "60%");
        assert_eq!([share(Some(0.6)), share(None)], ["60%", "an unknown share"]);
        assert_eq!([days(1), days(3)], ["1 day", "3 days"]);
        assert_eq!(percent(2.0 / 3.0), "66.6%");
        assert_eq!(percent(0.9999), "99.9%");
        assert_eq!(percent(1.0 / 3.0 * 3.0), "100%");
        assert_eq!(decimal(10.0 / 3.0), "3.3");
        assert_eq!(rate([1000.0, 0.0]), "1000 requests a minute");
        assert_eq!(rate([1.0, 2.5]), "1 requests and 2.5 tokens a minute");
    }
}
