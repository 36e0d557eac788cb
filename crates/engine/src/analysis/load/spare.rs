use std::collections::{BTreeMap, BTreeSet};

use crate::failure::{Propagation, Propagator};
use crate::load;
use crate::simulation::ServedRequirement;
use jurymast_plan::model::{ComponentId, Level, Mode, Plan};
use jurymast_terms::source::At;
use jurymast_terms::units::Share;

use super::demands::{Demands, Loads, ServedBy, asked};

/// How much of a requirement's demand is carried with the least of its members left.
#[derive(Debug, Clone)]
pub struct SpareCapacity {
    /// Whose requirement it is.
    pub component: ComponentId,
    /// Index in the component's requirements.
    pub requirement: usize,
    /// The member, or the primary, whose loss leaves least.
    pub lost: ComponentId,
    /// What is carried then.
    pub left: Carried,
}

/// How much of a requirement's demand is carried with some faults.
#[derive(Debug, Clone)]
pub struct Carried {
    /// Whose requirement it is.
    pub component: ComponentId,
    /// Index in the component's requirements.
    pub requirement: usize,
    /// From 0, nothing, to 1; where something declares no limit no more than this is known
    /// to be too much for it. `None`: nobody says what share a fallback serves.
    pub share: Option<f64>,
    /// Who carries it without a declared limit on the way; empty where all is known.
    pub without_limit: Vec<ComponentId>,
}

impl Carried {
    /// The least that who asks accepts (MBCO) of what it cannot go on without; `None`: nothing
    /// is declared, or the need is soft, and no share of it is down.
    pub fn mbco(&self, plan: &Plan) -> Option<At<Share>> {
        let component = plan.component(self.component);
        let is_hard = component.requirements[self.requirement].mode == Mode::Hard;
        component.targets.mbco.filter(|_| is_hard)
    }

    /// Whether the share is no less than that; all of it where there is none. `None`: nobody
    /// knows.
    pub fn is_enough(&self, plan: &Plan) -> Option<bool> {
        let least = self.mbco(plan).map_or(1.0, |mbco| mbco.value.value());
        self.share.map(|share| load::covers(share, least))
    }
}

impl Demands<'_> {
    /// Of every requirement with a demand and an alternative, in plan order: what is left
    /// with the worst one of its members lost, as long as it is met at all. `served` says how
    /// requirements are served with a loss that lasts, where that may be less than they ask for.
    pub(crate) fn spare(
        &self,
        mut served: impl FnMut(&[ComponentId]) -> Vec<ServedRequirement>,
    ) -> Vec<SpareCapacity> {
        let mut by_loss: BTreeMap<ComponentId, Vec<(ComponentId, usize)>> = BTreeMap::new();
        for demand in &self.all {
            let requirement = self.requirement(*demand);
            if !requirement.has_no_alternative() {
                for to in &requirement.group {
                    by_loss.entry(to.value).or_default().push(*demand);
                }
            }
        }
        if by_loss.is_empty() {
            return Vec::new();
        }
        let mut sweep = Propagator::new(self.network);
        let before = sweep.run(&[]).clone();
        let at_rest = self.at_rest(&before);
        let mut least: BTreeMap<(ComponentId, usize), SpareCapacity> = BTreeMap::new();
        for (lost, demands) in by_loss {
            let outcome = sweep.run(&[(lost.0, Level::Down)]);
            let loads = self.loads((&before, &at_rest), outcome);
            let served = served(&[lost]);
            for demand in demands {
                let left = self.carried(demand, outcome, &loads, &served);
                let is_met = self.served_by(demand, outcome) != ServedBy::Nothing;
                let known = least.get(&demand);
                if is_met && known.is_none_or(|known| left.share < known.left.share) {
                    let (component, requirement) = demand;
                    least.insert(
                        demand,
                        SpareCapacity {
                            component,
                            requirement,
                            lost,
                            left,
                        },
                    );
                }
            }
        }
        least.into_values().collect()
    }

    /// Of every requirement whose demand meets less than before, or goes elsewhere, because of
    /// some faults: what is carried of it, in plan order. `served` is how requirements are
    /// served then, where that may be less than they ask for.
    pub(crate) fn under(
        &self,
        faults: &[(u32, Level)],
        served: &[ServedRequirement],
    ) -> Vec<Carried> {
        if self.all.is_empty() {
            return Vec::new();
        }
        let mut sweep = Propagator::new(self.network);
        let at_rest = sweep.run(&[]).clone();
        let before = self.at_rest(&at_rest);
        let outcome = sweep.run(faults);
        let loads = self.loads((&at_rest, &before), outcome);
        let faulty: BTreeSet<u32> = faults.iter().map(|(node, _)| *node).collect();
        let all = self
            .all
            .iter()
            .filter(|(owner, _)| !faulty.contains(&owner.0));
        let hit = all.filter_map(|demand| {
            let now = self.carried(*demand, outcome, &loads, served);
            let then = self.carried(*demand, &at_rest, &before, &[]);
            let moved = self.placed(*demand, outcome) != self.placed(*demand, &at_rest);
            (moved || now.share < then.share).then_some(now)
        });
        hit.collect()
    }

    /// The loads with the demands moved that an outcome moves.
    fn loads(&self, (before, at_rest): (&Propagation, &Loads), outcome: &Propagation) -> Loads {
        let changed = outcome.changed().iter();
        let owners = changed.flat_map(|node| self.network.dependents(*node));
        let owners: BTreeSet<u32> = owners.copied().collect();
        let mut loads = at_rest.clone();
        for owner in owners {
            let owner = ComponentId(owner);
            let from = self.all.partition_point(|(id, _)| *id < owner);
            for demand in self.all[from..].iter().take_while(|(id, _)| *id == owner) {
                self.add(&mut loads, *demand, before, -1.0);
                self.add(&mut loads, *demand, outcome, 1.0);
            }
        }
        loads
    }

    fn carried(
        &self,
        demand: (ComponentId, usize),
        of: &Propagation,
        loads: &Loads,
        served: &[ServedRequirement],
    ) -> Carried {
        let requirement = self.requirement(demand);
        let asked = asked(requirement);
        let known = served.iter().find(|one| one.of() == demand);
        let served_by = match known.and_then(|one| one.fallback) {
            Some(used) => ServedBy::Fallback(used),
            None => self.served_by(demand, of),
        };
        let carriers = self.placed_at(demand, served_by, of);
        let share = match (known, served_by) {
            (Some(known), _) => known.share,
            (None, ServedBy::Nothing) => 0.0,
            (None, ServedBy::Fallback(used)) => {
                let fallback = &requirement.fallbacks[used];
                let capacity = fallback.capacity.map_or(1.0, |share| share.value.value());
                self.share(fallback.to.value, loads, of).min(capacity)
            }
            (None, ServedBy::Group) => {
                let shares = carriers.iter().map(|(to, _)| self.share(*to, loads, of));
                let shares: Vec<f64> = shares.collect();
                let units = [0, 1].into_iter().filter(|unit| asked[*unit] > 0.0);
                let sums = units.map(|unit| {
                    let parts = self.parts(requirement, unit, of).into_iter();
                    parts
                        .zip(&shares)
                        .map(|(part, share)| part * share)
                        .sum::<f64>()
                });
                sums.fold(1.0, f64::min)
            }
        };
        let carries = carriers.iter().filter(|(_, load)| *load != [0.0; 2]);
        let unlimited = carries.filter(|(to, _)| self.limited(*to).is_empty());
        let is_known = match (known, served_by) {
            (_, ServedBy::Fallback(used)) => {
                !requirement.is_share_unknown(&requirement.fallbacks[used])
            }
            (Some(known), _) => !known.may_be_more,
            (None, _) => true,
        };
        Carried {
            component: demand.0,
            requirement: demand.1,
            share: is_known.then_some(share),
            without_limit: unlimited.map(|(to, _)| *to).collect(),
        }
    }
}
