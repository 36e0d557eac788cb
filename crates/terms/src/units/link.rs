use std::fmt;
use std::str::FromStr;

use crate::problem::Problem;

/// A web, mail or telephone address that is safe to put into a page.
///
/// Only `http`, `https`, `mailto` and `tel` pass, so that no plan can put
/// `javascript:` or `data:` behind a link.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Link(String);

impl Link {
    /// As it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Link {
    type Err = Problem;

    fn from_str(text: &str) -> Result<Self, Problem> {
        let expected = |why: &str| {
            Problem::new(format!(
                "expected an address that starts with https://, http://, mailto: or tel:, {why}"
            ))
        };
        if text.chars().any(|c| c.is_control() || c.is_whitespace()) {
            return Err(expected("without spaces or control characters"));
        }
        let lower = text.to_ascii_lowercase();
        let rest = ["https://", "http://", "mailto:", "tel:"]
            .iter()
            .find_map(|scheme| lower.strip_prefix(scheme));
        match rest {
            Some("") => Err(expected("with something behind it")),
            Some(_) => Ok(Self(text.to_owned())),
            None => Err(expected(&format!("found `{text}`"))),
        }
    }
}

impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_known_schemes_pass() {
        for good in [
            "https://a.example/x?y=1",
            "HTTP://a.example",
            "mailto:a@b.example",
            "tel:+15550100",
        ] {
            assert!(good.parse::<Link>().is_ok(), "{good}");
        }
        for bad in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "java\tscript:alert(1)",
            " https://a.example",
            "data:text/html,x",
            "//a.example",
            "a.example",
            "https://",
        ] {
            assert!(bad.parse::<Link>().is_err(), "{bad}");
        }
    }
}
