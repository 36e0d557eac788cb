use jurymast_plan::model::Plan;
use jurymast_terms::diagnostic::{Diagnostic, Waived};
use jurymast_terms::units::Date;

/// Marks the findings that a waiver silences. A waiver counts to the end of its
/// last day; past that, its findings come back with a note.
///
/// Gives, for each waiver, whether it had a finding to silence.
pub(super) fn apply(plan: &Plan, today: Date, findings: &mut [Diagnostic]) -> Vec<bool> {
    let mut used = vec![false; plan.waivers.len()];
    for (waiver, used) in plan.waivers.iter().zip(&mut used) {
        let component = plan.component(waiver.at.value).id.as_str();
        for finding in findings.iter_mut() {
            if finding.code != waiver.rule.value || finding.component.as_deref() != Some(component)
            {
                continue;
            }
            *used = true;
            let until = waiver.until.value;
            if today <= until {
                finding.waived = Some(Waived {
                    reason: waiver.reason.clone(),
                    until,
                });
            } else {
                finding
                    .notes
                    .push(format!("the waiver for this expired on {until}"));
            }
        }
    }
    used
}
