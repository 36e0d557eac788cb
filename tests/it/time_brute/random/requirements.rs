//! What a part needs: a group, its detection and its fallbacks.

use super::super::draw::{Draw, Word};
use super::super::plan::SYMPTOMS;
use super::{SEEN, Writer, quoted, symptoms};

impl Writer<'_> {
    pub(super) fn requirement(
        &self,
        part: usize,
        own: &[u8],
        fallbacks: &[Vec<u8>],
    ) -> Option<String> {
        let mut draw = Draw::of(own);
        let useful = self.needed(part);
        let mut group: Vec<usize> = Vec::new();
        let size = if self.has(Word::Groups) { 3 } else { 1 };
        let size = 1 + draw.below(size);
        for _ in 0..3 {
            let one = draw.one(&useful)?;
            if group.len() < size && !group.contains(&one) {
                group.push(one);
            }
        }
        let mut keys = Vec::new();
        let is_weighed = draw.rarely(3) && self.has(Word::Sharing);
        let is_even = draw.rarely(3) && self.has(Word::Sharing) && !is_weighed;
        let at_least = 1 + draw.below(group.len());
        if let [one] = group.as_slice() {
            keys.push(format!("on = \"p{one}\""));
        } else {
            let members: Vec<String> = group
                .iter()
                .enumerate()
                .map(|(at, one)| match at {
                    1 if is_weighed => format!("{{ on = \"p{one}\", weight = 2 }}"),
                    _ => format!("\"p{one}\""),
                })
                .collect();
            keys.push(format!("any_of = [{}]", members.join(", ")));
            keys.push(format!("at_least = {at_least}"));
            if is_even {
                keys.push("share = \"even\"".to_owned());
            }
        }
        let needed = ["run", "start", "both", "both"][draw.below(4)];
        let needed = if self.has(Word::Needed) {
            needed
        } else {
            "run"
        };
        if needed != "run" {
            keys.push(format!("needed = \"{needed}\""));
        }
        if draw.rarely(4) && self.has(Word::Soft) {
            keys.push("mode = \"soft\"".to_owned());
        }
        let holds = 1 + draw.below(12);
        if draw.rarely(3) && self.has(Word::Holds) {
            keys.push(format!("holds = \"{holds}s\""));
        }
        let demand = [300, 500, 800][draw.below(3)];
        let is_asking = draw.rarely(2);
        if self.has(Word::Demand) && is_asking && needed != "start" {
            let tokens = if self.has(Word::Tokens) {
                ", tpm = 5000"
            } else {
                ""
            };
            keys.push(format!("demand = {{ rpm = {demand}{tokens} }}"));
        }
        keys.extend(self.detect(part, &mut draw));
        let back = 1 + draw.below(9);
        if draw.rarely(2) && self.has(Word::FailBack) {
            keys.push(format!("fail_back = \"{back}s\""));
        }
        let mut taken = group;
        let all: Vec<String> = fallbacks
            .iter()
            .filter_map(|one| self.fallback(part, one, &mut taken))
            .collect();
        if !all.is_empty() && self.has(Word::Fallbacks) {
            keys.push(format!("fallback = [{}]", all.join(", ")));
        }
        Some(format!("{{ {} }}", keys.join(", ")))
    }

    fn detect(&self, part: usize, draw: &mut Draw<'_>) -> Option<String> {
        let within = self.time(draw, 8);
        let mut keys = Vec::new();
        keys.extend(within.map(|time| format!("within = \"{time}s\"")));
        let of_one = 1 + draw.below(12);
        if draw.rarely(2)
            && self.has(Word::DetectBySymptom)
            && let Some(one) = draw.one(&SEEN)
        {
            keys.push(format!("{:?} = \"{of_one}s\"", SYMPTOMS[one]));
        }
        let useful = self.useful(part);
        if draw.rarely(2)
            && self.has(Word::Detectors)
            && let Some(one) = draw.one(&useful)
        {
            keys.push(format!("by = {}", quoted(&[one])));
        }
        match (within, keys.len()) {
            (_, 0) => None,
            (Some(time), 1) => Some(format!("detect = \"{time}s\"")),
            _ => Some(format!("detect = {{ {} }}", keys.join(", "))),
        }
    }

    fn fallback(&self, part: usize, bytes: &[u8], taken: &mut Vec<usize>) -> Option<String> {
        let mut draw = Draw::of(bytes);
        let to = draw.one(&self.needed(part))?;
        if taken.contains(&to) {
            return None;
        }
        taken.push(to);
        let mut keys = vec![format!("to = \"p{to}\"")];
        let is_automatic = draw.rarely(2);
        let other = ["automatic", "manual", "per-call", "user"][draw.below(4)];
        let is_other = self.has(Word::Switches);
        if is_other || is_automatic {
            let switch = if is_other { other } else { "automatic" };
            keys.push(format!("switch = \"{switch}\""));
        }
        let takes_time = !draw.rarely(3);
        if let Some(after) = self.time(&mut draw, 12)
            && takes_time
        {
            keys.push(format!("after = \"{after}s\""));
        }
        let triggers = 1 + draw.below(15);
        if draw.rarely(2) && self.has(Word::Triggers) {
            keys.push(format!("triggers = {}", symptoms(triggers)));
        }
        if draw.rarely(3) && self.has(Word::Triggers) {
            keys.push("steps = \"by hand\"".to_owned());
        }
        if draw.rarely(3) && self.has(Word::Serves) {
            keys.push("serves = \"degraded\"".to_owned());
        }
        if draw.rarely(3) && self.has(Word::Serves) {
            keys.push("capacity = \"70%\"".to_owned());
        }
        let holds = 1 + draw.below(15);
        if draw.rarely(3) && self.has(Word::Holds) {
            keys.push(format!("holds = \"{holds}s\""));
        }
        if draw.rarely(3)
            && self.has(Word::SwitchNeeds)
            && let Some(need) = draw.one(&self.useful(part))
        {
            keys.push(format!("needs = {}", quoted(&[need])));
        }
        Some(format!("{{ {} }}", keys.join(", ")))
    }
}
