use super::question::{Change, ChangeKind};

/// Names of one list that are shown.
const SHOWN: usize = 6;

impl Change {
    /// "A fallback for fraud-model: fraud-model-mistral (new), in checkout"
    pub fn title(&self) -> String {
        let on = list(&self.on);
        let what = match self.kind {
            ChangeKind::Existing if self.is_degraded => format!("A degraded fallback for {on}"),
            ChangeKind::Existing | ChangeKind::Catalogue => format!("A fallback for {on}"),
            ChangeKind::GatewayBypass => format!("A way for {on} past its gateway"),
            ChangeKind::SecondDomain if self.on.len() > 1 => format!("One more beside {on}"),
            ChangeKind::SecondDomain => format!("A second {on}"),
            ChangeKind::NonAiFloor => format!("A floor without AI for {on}"),
        };
        let mut of: Vec<String> = self.places.iter().map(|at| at.component.clone()).collect();
        of.dedup();
        let new = if self.is_new { " (new)" } else { "" };
        format!("{what}: {}{new}, in {}", self.stand_in, list(&of))
    }
}

fn list(names: &[String]) -> String {
    match names.len() {
        0..=SHOWN => names.join(", "),
        many => format!("{} and {} more", names[..SHOWN].join(", "), many - SHOWN),
    }
}
