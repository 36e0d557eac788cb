//! What may be lost of the data of each store, and what is kept of them.

use std::collections::BTreeMap;

use jurymast_engine::restoration::{first_restored, survives};
use jurymast_plan::model::{ComponentId, Plan};
use jurymast_terms::source::At;
use jurymast_terms::units::Duration;

/// By store, the objectives for its data.
pub(super) fn promises(plan: &Plan) -> BTreeMap<ComponentId, Vec<(At<Duration>, ComponentId)>> {
    let mut promises: BTreeMap<ComponentId, Vec<(At<Duration>, ComponentId)>> = BTreeMap::new();
    for (id, component) in plan.enumerate() {
        if let Some(rpo) = component.targets.rpo {
            let stores = if component.backups.is_empty() {
                plan.stores_of(id)
            } else {
                vec![id]
            };
            for store in stores {
                promises.entry(store).or_default().push((rpo, id));
            }
        }
    }
    promises
}

/// How old the backup may be that is restored first; where it is not known which that is,
/// the newest of them.
pub(super) fn newest(plan: &Plan, store: ComponentId) -> Option<At<Duration>> {
    let component = plan.component(store);
    let all: Vec<usize> = (0..component.backups.len()).collect();
    let every = |at: usize| component.backups[at].every;
    let is_lost = |at: ComponentId| at == store;
    let age = |at: usize| every(at).map(|one| one.value);
    let first = first_restored(plan, store, &all, is_lost, age);
    let times = first.into_iter().filter_map(every);
    times.min_by_key(|every| every.value)
}

/// Whether a replica lags no further behind than that.
pub(super) fn is_copied_within(plan: &Plan, store: ComponentId, rpo: Duration) -> bool {
    let mut lags = lags(plan, store);
    lags.any(|lag| lag <= rpo)
}

/// How far its replicas may be behind, as far as that is declared.
pub(super) fn lags(plan: &Plan, store: ComponentId) -> impl Iterator<Item = Duration> {
    let follows = plan.components.iter().filter_map(|one| one.replica_of);
    let follows = follows.filter(move |one| one.of.value == store);
    follows.filter_map(|one| one.lag).map(|lag| lag.value)
}

/// The failure domains around a store with which all its backups are lost.
pub(super) fn domains_of_all_backups(plan: &Plan, store: ComponentId) -> Vec<ComponentId> {
    let component = plan.component(store);
    let takes = |domain: &ComponentId| {
        let inside = |place: ComponentId| place == *domain;
        let mut backups = component.backups.iter();
        backups.all(|one| !survives(plan, component, one, inside))
    };
    plan.domains_around(store)
        .into_iter()
        .filter(takes)
        .collect()
}
