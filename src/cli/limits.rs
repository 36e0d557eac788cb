//! Limits of time and size as arguments give them.

use std::time::Duration;

use jurymast_terms::units;

/// "90s", "5m", or seconds.
pub(super) fn time(text: &str) -> Result<Duration, String> {
    if let Ok(seconds) = text.parse() {
        return Ok(Duration::from_secs(seconds));
    }
    text.parse::<units::Duration>()
        .map(|time| Duration::from_secs(time.seconds()))
        .map_err(|_| format!("expected a time such as 90s or 5m, found `{text}`"))
}

/// How far to look ahead: "90d", or "1y" of 365 days.
pub(super) fn horizon(text: &str) -> Result<units::Duration, String> {
    let years = text
        .strip_suffix('y')
        .and_then(|years| years.parse::<u32>().ok());
    if let Some(years) = years.filter(|years| *years > 0) {
        return Ok(units::Duration::from_seconds(
            u64::from(years) * 365 * 86_400,
        ));
    }
    let time = text.parse::<units::Duration>();
    time.map_err(|_| format!("expected a time such as 90d or 1y, found `{text}`"))
}

/// Bytes, from "512MiB", "4GiB", or MiB.
pub(super) fn memory(text: &str) -> Result<usize, String> {
    let expected = || format!("expected a size such as 512MiB or 4GiB, found `{text}`");
    let end = text.find(|c: char| !c.is_ascii_digit());
    let (number, unit) = text.split_at(end.unwrap_or(text.len()));
    let shift = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "m" | "mb" | "mib" => 20,
        "k" | "kb" | "kib" => 10,
        "g" | "gb" | "gib" => 30,
        "t" | "tb" | "tib" => 40,
        _ => return Err(expected()),
    };
    let number: usize = number.parse().map_err(|_| expected())?;
    let bytes = number.checked_mul(1 << shift).ok_or_else(expected)?;
    if bytes < 1 << 20 {
        return Err(format!("expected at least 1MiB, found `{text}`"));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_take_units() {
        for (text, seconds) in [
            ("0", 0),
            ("60", 60),
            ("90s", 90),
            ("5m", 300),
            ("1h 1s", 3601),
        ] {
            assert_eq!(time(text), Ok(Duration::from_secs(seconds)), "{text}");
        }
        for (text, mib) in [("64", 64), ("512MiB", 512), ("2 GiB", 2048), ("2048k", 2)] {
            assert_eq!(memory(text), Ok(mib << 20), "{text}");
        }
        for text in [
            "",
            "soon",
            "-5",
            "5 parsecs",
            "0",
            "1k",
            "99999999999999999999",
        ] {
            assert!(memory(text).is_err(), "{text}");
        }
        for text in ["", "soon", "-5s", "1mo"] {
            assert!(time(text).is_err(), "{text}");
        }
    }
}
