use std::fmt::Write as _;

use jurymast_plan::model::{ComponentId, Kind, Plan};

/// The root of the site as seen from a page at the root.
pub(super) const HERE: &str = "";
/// The root of the site as seen from a page in a folder.
pub(super) const UP: &str = "../";

/// Where a component is described, relative to the root of the site:
/// `services/checkout.html`, `activities/pay.html`, `components.html#openai_responses`.
pub(super) fn place(plan: &Plan, id: ComponentId) -> String {
    let component = plan.component(id);
    let slug = slug(&component.id);
    match component.kind() {
        Kind::Service => format!("services/{slug}.html"),
        Kind::Provider => format!("providers/{slug}.html"),
        Kind::Activity => format!("activities/{slug}.html"),
        Kind::Resource | Kind::Ai | Kind::Endpoint | Kind::Model | Kind::Domain => {
            format!("components.html#{slug}")
        }
    }
}

/// The address of a component for a page whose way to the root is `root`.
pub(super) fn link(plan: &Plan, id: ComponentId, root: &str) -> String {
    format!("{root}{}", place(plan, id))
}

/// An id as a file name and an anchor; two ids never share one, also where upper
/// and lower case are the same.
pub(super) fn slug(id: &str) -> String {
    let mut out = String::with_capacity(id.len());
    for c in id.chars() {
        match c {
            'a'..='z' | '0'..='9' | '-' | '.' => out.push(c),
            '/' => out.push('_'),
            ':' => out.push('~'),
            other => {
                let _ = write!(out, "={:x}=", u32::from(other));
            }
        }
    }
    out
}

/// The `tel:` address of a number as people write it; `None` without digits.
pub(super) fn tel(phone: &str) -> Option<String> {
    let phone = phone.trim();
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    let plus = if phone.starts_with('+') { "+" } else { "" };
    (!digits.is_empty()).then(|| format!("tel:{plus}{digits}"))
}

/// The `mailto:` address of a plain mail address; `None` for anything else.
pub(super) fn mailto(email: &str) -> Option<String> {
    let (local, host) = email.split_once('@')?;
    let fits = |part: &str, more: &str| {
        let known = |c: char| c.is_ascii_alphanumeric() || more.contains(c);
        !part.is_empty() && part.chars().all(known)
    };
    (fits(local, ".+_-") && fits(host, ".-")).then(|| format!("mailto:{email}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_safe_and_never_shared() {
        let ids = [
            "a",
            "A",
            "a-b",
            "a/b",
            "a:b",
            "a--b",
            "a_b",
            "a~b",
            "a=5f=b",
            "a.b",
            "a b",
            "model:gpt-5.2",
            "../a",
            "<i>",
        ];
        let mut slugs: Vec<String> = ids.iter().map(|id| slug(id).to_lowercase()).collect();
        for one in &slugs {
            assert!(
                one.chars()
                    .all(|c| c.is_ascii_alphanumeric() || "-._~=".contains(c)),
                "{one}"
            );
        }
        slugs.sort();
        slugs.dedup();
        assert_eq!(slugs.len(), ids.len());
    }

    #[test]
    fn telephone_numbers_become_digits() {
        assert_eq!(tel("+1 202 555-0100").as_deref(), Some("tel:+12025550100"));
        assert_eq!(tel("(030) 123+4").as_deref(), Some("tel:0301234"));
        assert_eq!(tel("javascript:alert()"), None);
    }

    #[test]
    fn only_plain_addresses_get_mail() {
        assert_eq!(
            mailto("a.b+c@x.example").as_deref(),
            Some("mailto:a.b+c@x.example")
        );
        for bad in [
            "", "@", "a@", "a@b?cc=x", "a@b@c", "a b@c", "a@b\r\nx", "a&b@c",
        ] {
            assert_eq!(mailto(bad), None, "{bad}");
        }
    }
}
