use jurymast_engine::analysis::{Carried, SpareCapacity};
use jurymast_plan::model::{ComponentId, Plan};
use jurymast_terms::wording;

/// "checkout: 60% of 1000 requests a minute to east, west is carried, less than the 80% that
/// it accepts"
pub(super) fn carried(plan: &Plan, carried: &Carried) -> String {
    let component = plan.component(carried.component);
    let requirement = &component.requirements[carried.requirement];
    let id = |id: ComponentId| plan.component(id).id.as_str();
    let group: Vec<&str> = requirement.group.iter().map(|to| id(to.value)).collect();
    let demand = requirement.demand.unwrap_or_default();
    let asked = [demand.rpm, demand.tpm].map(|rate| rate.unwrap_or_default() as f64);
    let mbco = carried.mbco(plan).map(|mbco| mbco.value);
    let verdict = match mbco {
        Some(mbco) => match carried.is_enough(plan) {
            Some(true) => format!(", no less than its MBCO of {mbco}"),
            Some(false) => format!(", below its MBCO of {mbco}"),
            None => format!(", its MBCO is {mbco}"),
        },
        None => String::new(),
    };
    let mut text = format!(
        "{} for {}: {} of {} is carried{verdict}",
        component.id,
        wording::group(requirement.at_least, &group),
        wording::share(carried.share),
        wording::rate(asked),
    );
    if !carried.without_limit.is_empty() {
        let ids: Vec<&str> = carried.without_limit.iter().map(|at| id(*at)).collect();
        let verb = if ids.len() == 1 {
            "declares"
        } else {
            "declare"
        };
        text.push_str(&format!(", if {} can: {verb} no limit", wording::and(&ids)));
    }
    text
}

/// The same with the member whose loss leaves least.
pub(super) fn spare(plan: &Plan, spare: &SpareCapacity) -> String {
    let lost = &plan.component(spare.lost).id;
    format!("{}, with {lost} lost", carried(plan, &spare.left))
}
