use jurymast_import::evidence::STORE_KINDS;
use jurymast_plan::model::ComponentId;
use jurymast_terms::diagnostic::{Diagnostic, Severity};
use jurymast_terms::vocabulary::DataKind;

use super::compare::{Comparison, Sides};

/// Stores that files take for something else than the plan does, and those that keep what the
/// plan has them lose, or the other way round. What is guessed of a file is no word of it.
pub(super) fn stores(sides: &Sides<'_>, found: &mut Comparison) {
    for (drawn, declared) in sides.pairs.iter() {
        found.findings.extend(sides.store_kind(drawn, declared));
        found.findings.extend(sides.store_data(drawn, declared));
    }
}

impl Sides<'_> {
    /// What a file says for sure under a key of a component.
    fn told(&self, drawn: ComponentId, key: &str) -> Option<&str> {
        let mut keys = self.drawn.table(drawn)?.keys.iter();
        let told = keys.find(|one| one.key == key && one.doubt.is_none())?;
        told.value.text()
    }

    fn store_kind(&self, drawn: ComponentId, declared: ComponentId) -> Option<Diagnostic> {
        let component = self.plan.component(declared);
        let said = component.kind_among(&STORE_KINDS)?;
        let done = self.told(drawn, "kind")?;
        if said == done || !STORE_KINDS.contains(&done) {
            return None;
        }
        let message = format!(
            "{} is a {said} by the plan, and a {done} is configured",
            self.name(declared)
        );
        Some(self.differing_store(drawn, declared, "kind", message))
    }

    fn store_data(&self, drawn: ComponentId, declared: ComponentId) -> Option<Diagnostic> {
        let said = self.plan.component(declared).data?.value;
        let done: DataKind = self.told(drawn, "data")?.parse().ok()?;
        if said == done {
            return None;
        }
        let message = format!(
            "{} keeps {} data by the plan, and is configured to keep {done} data",
            self.name(declared),
            match said {
                DataKind::None => "no".to_owned(),
                said => said.to_string(),
            },
        );
        Some(self.differing_store(drawn, declared, "data", message))
    }

    fn differing_store(
        &self,
        drawn: ComponentId,
        declared: ComponentId,
        key: &'static str,
        message: String,
    ) -> Diagnostic {
        let rule = "differing-store";
        let finding = self
            .about(rule, Severity::Warning, declared, message)
            .detail(key)
            .help(format!(
                "look whether it is another store now, and correct `{key}`"
            ));
        match self.drawn.place(drawn) {
            Some(place) => finding.related(place, "configured here"),
            None => finding,
        }
    }
}
