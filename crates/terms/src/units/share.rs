use std::fmt;
use std::str::FromStr;

use crate::problem::Problem;

/// A part of a whole between 0 and 1: a capacity, an objective, a probability.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Share(f64);

impl Share {
    /// `None` outside 0..=1 and for NaN.
    pub fn new(value: f64) -> Option<Self> {
        (0.0..=1.0).contains(&value).then_some(Self(value))
    }

    /// From 0 to 1.
    pub fn value(self) -> f64 {
        self.0
    }
}

impl FromStr for Share {
    type Err = Problem;

    fn from_str(text: &str) -> Result<Self, Problem> {
        let number = text.strip_suffix('%').map(str::trim_end);
        number
            .and_then(hundredth)
            .and_then(Self::new)
            .ok_or_else(|| {
                Problem::new(format!(
                    "expected a share such as \"99.9%\", from 0% to 100%, found `{text}`"
                ))
            })
    }
}

/// The number nearest to a hundredth of a decimal: dividing would round twice, and 99.9%
/// would be a little more than 0.999.
fn hundredth(decimal: &str) -> Option<f64> {
    let number: f64 = decimal.parse().ok()?;
    let shifted = format!("{decimal}e-2").parse();
    Some(shifted.unwrap_or(number / 100.0))
}

impl fmt::Display for Share {
    /// A percentage without trailing zeros, at most nine decimals.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = format!("{:.9}", self.0 * 100.0);
        let text = text.trim_end_matches('0').trim_end_matches('.');
        write!(f, "{text}%")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages() {
        for text in ["99.9%", "0%", "100%", "60%", "99.999%"] {
            assert_eq!(text.parse::<Share>().unwrap().to_string(), text);
        }
        let share = |text: &str| text.parse::<Share>().unwrap().value();
        assert_eq!(
            [share("99.9%"), share("7%"), share("99.99 %")],
            [0.999, 0.07, 0.9999]
        );
        for text in ["101%", "-1%", "0.9", "NaN%", "", "%", "inf%"] {
            assert!(text.parse::<Share>().is_err(), "{text}");
        }
    }
}
