//! What a part says of itself: limits, what an `ai` calls, its data, its runbook.

use std::fmt::Write as _;

use super::super::draw::{Draw, Word};
use super::{Table, Writer, quoted};

impl Writer<'_> {
    pub(super) fn limit(&mut self, draw: &mut Draw<'_>, table: Table) {
        let rpm = [400, 900, 1300][draw.below(3)];
        let tpm = [4000, 7000][draw.below(2)];
        let is_usual = matches!(table, Table::Resource | Table::Ai);
        // A primary and its fallback may share what is neither.
        let anywhere = self.has(Word::LimitsAnywhere);
        let may = is_usual && self.has(Word::Demand) || anywhere;
        let is_limited = draw.rarely(2);
        let has_tokens = draw.rarely(2) && self.has(Word::Tokens);
        if may && is_limited && table != Table::Activity {
            let tpm = if has_tokens {
                format!(", tpm = {tpm}")
            } else {
                String::new()
            };
            self.key("limit", &format!("{{ rpm = {rpm}{tpm} }}"));
        }
    }

    pub(super) fn ai(&mut self, part: usize, draw: &mut Draw<'_>) {
        let providers = self.all(&[Table::Provider], part);
        if let Some(provider) = draw.one(&providers) {
            self.key("provider", &format!("\"p{provider}\""));
        }
        if draw.rarely(2) {
            self.key("endpoint", "\"chat\"");
        }
        let model = draw.below(3);
        if model > 0 {
            self.key("model", &format!("\"zed-{model}\""));
        }
        let mut gateways = self.all(&[Table::Service, Table::Resource], part);
        gateways.retain(|one| self.raw.circles || *one > part);
        if draw.rarely(2)
            && self.has(Word::Via)
            && let Some(gateway) = draw.one(&gateways)
        {
            self.key("via", &quoted(&[gateway]));
        }
    }

    pub(super) fn data(&mut self, part: usize, draw: &mut Draw<'_>) {
        if draw.rarely(3) && self.has(Word::LostData) {
            self.key("data", "\"persistent\"");
        }
        let stores = self.all(&[Table::Resource], part);
        if draw.rarely(3)
            && self.has(Word::Replicas)
            && let Some(of) = draw.one(&stores)
        {
            self.key("replica_of", &format!("{{ of = \"p{of}\", lag = \"3s\" }}"));
        }
        let raw = &self.raw.parts[part].backups;
        if !self.has(Word::Backups) || raw.is_empty() {
            return;
        }
        let mut all = Vec::new();
        for bytes in raw {
            let mut draw = Draw::of(bytes);
            let mut keys = vec![format!("every = \"{}s\"", 10 + draw.below(9))];
            if let Some(restore) = self.time(&mut draw, 12) {
                keys.push(format!("restore = \"{restore}s\""));
            }
            if draw.rarely(3) {
                keys.push("segregated = true".to_owned());
            }
            let places = self.all(&[Table::Domain], part);
            if draw.rarely(3)
                && let Some(place) = draw.one(&places)
            {
                keys.push(format!("in = {}", quoted(&[place])));
            }
            if draw.rarely(4)
                && let Some(need) = draw.one(&self.useful(part))
            {
                keys.push(format!("needs = {}", quoted(&[need])));
            }
            all.push(format!("{{ {} }}", keys.join(", ")));
        }
        self.key("backup", &format!("[{}]", all.join(", ")));
    }

    pub(super) fn step(&mut self, part: usize, draw: &mut Draw<'_>) {
        writeln!(
            self.out,
            "[[runbook.p{part}.step]]\nphase = \"recovery\"\ndo = \"mend it\""
        )
        .unwrap();
        if let Some(takes) = self.time(draw, 10) {
            self.key("takes", &format!("\"{takes}s\""));
        }
        let useful = self.useful(part);
        if draw.rarely(4)
            && let Some(need) = draw.one(&useful)
        {
            self.key("needs", &quoted(&[need]));
        }
        let places = self.all(&[Table::Domain], part);
        if draw.rarely(3)
            && self.has(Word::Moves)
            && self.tables[part] != Table::Domain
            && let Some(place) = draw.one(&places)
        {
            self.key("moves_to", &quoted(&[place]));
        }
    }
}
