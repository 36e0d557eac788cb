use jurymast_import::tree::Node;
use jurymast_terms::units::Moment;

/// A time as programs write it: seconds since 1970, with a fraction or without, or a date
/// and time with or without a zone. Fractions are cut off.
pub(super) fn moment(node: &Node) -> Option<Moment> {
    let text = node.text()?;
    match text.parse::<f64>() {
        Ok(seconds) => unix(seconds),
        Err(_) => moment_of_text(text),
    }
}

/// Of seconds since 1970; of so many that they are milliseconds, of these.
pub(super) fn unix(seconds: f64) -> Option<Moment> {
    const MILLISECONDS_FROM: f64 = 1e11;
    let seconds = if seconds.abs() >= MILLISECONDS_FROM {
        seconds / 1000.0
    } else {
        seconds
    };
    (seconds.is_finite() && seconds > 0.0)
        .then(|| Moment::from_unix_seconds(seconds as i64))
        .flatten()
}

fn moment_of_text(text: &str) -> Option<Moment> {
    let text = without_fraction(text);
    let zoned = text.parse().ok();
    zoned.or_else(|| format!("{text}Z").parse().ok())
}

/// `2026-11-01T10:00:00.123+00:00` without the fraction of its seconds.
fn without_fraction(text: &str) -> String {
    let Some(dot) = text.find('.') else {
        return text.to_owned();
    };
    let rest = &text[dot + 1..];
    let end = rest.find(|c: char| !c.is_ascii_digit());
    let behind = end.map_or("", |at| &rest[at..]);
    format!("{}{behind}", &text[..dot])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_in_every_usual_notation() {
        let same = "2026-11-01T10:00:00Z".parse::<Moment>().unwrap();
        for text in [
            "2026-11-01T10:00:00Z",
            "2026-11-01T10:00:00.123Z",
            "2026-11-01T11:00:00+01:00",
            "2026-11-01T10:00:00.5+00:00",
            "2026-11-01T10:00:00",
        ] {
            assert_eq!(moment_of_text(text), Some(same), "{text}");
        }
        assert_eq!(unix(1_793_527_200.4), Some(same));
        assert_eq!(unix(1_793_527_200_400.0), Some(same));
        assert_eq!(unix(f64::NAN), None);
        assert_eq!(unix(-5.0), None);
        assert_eq!(moment_of_text("yesterday"), None);
    }
}
