//! What fails, and who asks for more.

use std::fmt::Write as _;

use super::super::draw::{Draw, Word};
use super::super::plan::SYMPTOMS;
use super::{SEEN, Table, Writer};

impl Writer<'_> {
    pub(super) fn scenario(&mut self) {
        self.out += "[scenario.one]\nfails = [\n";
        for bytes in &self.raw.faults {
            let mut draw = Draw::of(bytes);
            let what = draw.below(self.tables.len());
            let mut keys = vec![format!("what = \"p{what}\"")];
            let at = draw.below(30);
            if at > 0 {
                keys.push(format!("at = \"{at}s\""));
            }
            let lasts = 1 + draw.below(40);
            let is_endless = draw.rarely(3) && self.has(Word::Endless);
            let is_partial = draw.rarely(4) && self.has(Word::Partial);
            if !is_endless {
                keys.push(format!("for = \"{lasts}s\""));
            }
            if is_partial {
                keys.push("level = \"degraded\"".to_owned());
            }
            if draw.rarely(2)
                && let Some(one) = draw.one(&SEEN)
            {
                keys.push(format!("symptom = \"{}\"", SYMPTOMS[one]));
            }
            if draw.rarely(3) && self.has(Word::LostData) && !is_partial {
                keys.push("loses_data = true".to_owned());
            }
            writeln!(self.out, "  {{ {} }},", keys.join(", ")).unwrap();
        }
        self.out += "]\n";
        let asking: Vec<usize> = self.all(&[Table::Service], usize::MAX);
        let surges: Vec<String> = self
            .raw
            .surges
            .iter()
            .filter_map(|bytes| {
                let mut draw = Draw::of(bytes);
                let what = draw.one(&asking)?;
                let times = ["2", "3", "5"][draw.below(3)];
                let at = 1 + draw.below(30);
                let lasts = 1 + draw.below(30);
                Some(format!(
                    "  {{ what = \"p{what}\", times = {times}, at = \"{at}s\", for = \"{lasts}s\" }},\n"
                ))
            })
            .collect();
        if self.has(Word::Surges) && self.has(Word::Demand) && !surges.is_empty() {
            writeln!(self.out, "surges = [\n{}]", surges.concat()).unwrap();
        }
    }
}
