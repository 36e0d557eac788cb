use crate::document::{Block, LinkedText, ListEntry, TextSpan, Tone};

use super::document::{coloured, labelled};
use super::{Sheet, TeamContact};

pub(super) fn calls(sheet: &Sheet, numbers: &Numbers) -> Vec<Block> {
    if sheet.contacts.is_empty() {
        return vec![Block::text("No team answers for anything of this.")];
    }
    let contacts = sheet.contacts.iter();
    vec![Block::list(contacts.map(|one| contact("", one, numbers)))]
}

/// Said before anything else, where the plan's own ways lead to nobody.
pub(super) fn nobody(sheet: &Sheet) -> Option<Block> {
    let all = sheet.contacts.iter().chain(&sheet.lead);
    let mut why: Vec<&str> = all
        .clone()
        .filter_map(|one| one.unreachable.as_deref())
        .collect();
    why.dedup();
    let is_nobody = !why.is_empty() && all.clone().all(|one| !one.is_reachable);
    is_nobody.then(|| {
        Block::Notice(format!(
            "NOBODY CAN BE CALLED by what the plan says: {}. Go and find people.",
            why.join("; ")
        ))
    })
}

pub(super) fn contact(label: &str, contact: &TeamContact, numbers: &Numbers) -> ListEntry {
    let phone = contact.phone.clone().map(TextSpan::Phone);
    let channel = contact.channel.clone().map(TextSpan::Plain);
    let page = contact.page.clone().map(|url| TextSpan::Link {
        name: String::new(),
        url,
    });
    let email = contact.email.clone().map(TextSpan::Mail);
    let ways = [phone, channel, page, email].into_iter().flatten();
    let mut ways: Vec<TextSpan> = ways.collect();
    let mut text = LinkedText::default().strong(format!("{label}{}", contact.team));
    let mut more: Vec<LinkedText> = Vec::new();
    if let Some(why) = &contact.unreachable {
        let first = contact.first.strip_prefix(contact.team.as_str());
        text = numbers.linked(text, first.unwrap_or(&contact.first));
        let mut blocked = LinkedText::default()
            .badge(Tone::Bad, "WILL NOT WORK")
            .plain(format!(": {why}"));
        // Not to be tapped.
        for (at, way) in std::mem::take(&mut ways).into_iter().enumerate() {
            let between = if at == 0 { ": " } else { ", " };
            blocked = blocked.plain(format!("{between}{way}"));
        }
        more.push(blocked);
    } else if ways.is_empty() {
        text = text.plain(": no way to reach them is declared");
    }
    let plain = |text: &String| numbers.linked(LinkedText::default(), text);
    more.extend(contact.description.iter().map(plain));
    more.extend(contact.people.iter().map(plain));
    if !contact.escalation.is_empty() {
        let next = contact.escalation.join("; then ");
        more.push(numbers.linked(labelled("if nobody answers: ", ""), &next));
    }
    let warnings = contact.warnings.iter();
    more.extend(warnings.map(|one| {
        let text = LinkedText::default().badge(Tone::Warning, "warning");
        text.plain(format!(": {one}"))
    }));
    ListEntry {
        ways,
        ..coloured(Tone::Call, text, more)
    }
}

/// The telephone numbers that the sheet's texts name, the longest first.
pub(super) struct Numbers<'a>(Vec<&'a str>);

impl<'a> Numbers<'a> {
    pub(super) fn of(sheet: &'a Sheet) -> Self {
        let lost = sheet.lost.iter().flat_map(|lost| &lost.owner);
        let all = sheet.contacts.iter().chain(lost);
        let all = all.chain(&sheet.lead).chain(&sheet.alternate);
        let phones = all.flat_map(|one| &one.phones).map(String::as_str);
        let mut phones: Vec<&str> = phones.filter(|one| !one.trim().is_empty()).collect();
        phones.sort_unstable_by_key(|one| (std::cmp::Reverse(one.len()), *one));
        phones.dedup();
        Self(phones)
    }

    /// The text behind `before`, in which a number after a comma can be called.
    pub(super) fn linked(&self, mut before: LinkedText, text: &str) -> LinkedText {
        let mut rest = text;
        while let Some((comma, after)) = rest.split_once(", ") {
            before = before.plain(format!("{comma}, "));
            let ends = |one: &str| {
                let next = after.strip_prefix(one);
                next.is_some_and(|next| !next.starts_with(char::is_alphanumeric))
            };
            let number = self.0.iter().find(|one| ends(one)).copied();
            rest = after
                .strip_prefix(number.unwrap_or_default())
                .unwrap_or(after);
            before
                .spans
                .extend(number.map(|one| TextSpan::Phone(one.to_owned())));
        }
        before.plain(rest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_numbers_can_be_called_and_no_text_is_lost() {
        let numbers = Numbers(vec!["+1 202 55", "12"]);
        for (text, called) in [
            ("Ops, +1 202 55; at once", vec!["+1 202 55"]),
            ("Ops, 12; then Desk, +1 202 55", vec!["12", "+1 202 55"]),
            ("Ops, 123, 12 km", vec!["12"]),
            ("Ops 12", vec![]),
            ("", vec![]),
        ] {
            let linked = numbers.linked(labelled("owner: ", ""), text);
            assert_eq!(linked.to_string(), format!("owner: {text}"));
            let phones = linked.spans.iter().filter_map(|span| match span {
                TextSpan::Phone(number) => Some(number.as_str()),
                _ => None,
            });
            assert_eq!(phones.collect::<Vec<_>>(), called, "{text}");
        }
    }
}
