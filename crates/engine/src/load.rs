//! What a limit lets through, and how a group shares what is asked of it.
//!
//! In:  how a requirement shares its demand, who of its group serves, limits and loads.
//! Out: [`limited_on_the_way`], whose limits a call goes through; [`parts`], the part of the
//!      demand that each member of a group gets; [`served`] and [`served_by_copies`], the share
//!      of a load that a limit lets through; [`level`], what such a share means to who asks. Who asks what
//!      of whom, and when, is known to those who call.
//!
//! Nothing is rounded: three who each take a third take the whole. Shares that differ
//! by less than [`ROUNDING`] are the same, so that sums of parts say what the fractions say.

use jurymast_plan::model::{BindingRole, ComponentId, Demand, Level, Plan, Sharing};

/// Shares nearer to each other than this differ by what sums of fractions lose only.
pub const ROUNDING: f64 = 1e-9;

/// Who has a limit of what a call goes through: what is called, and all that it is bound to.
pub fn limited_on_the_way(plan: &Plan, to: ComponentId) -> Vec<ComponentId> {
    let mut on_the_way = vec![to];
    let mut at = 0;
    while let Some(&here) = on_the_way.get(at) {
        let bindings = plan.component(here).bindings.iter();
        for next in bindings.filter(|one| carries(one.role)).map(|one| one.to) {
            if !on_the_way.contains(&next) {
                on_the_way.push(next);
            }
        }
        at += 1;
    }
    on_the_way.retain(|id| plan.component(*id).limit.is_some());
    on_the_way
}

/// Whether a call goes through what a component is bound to. Weights carry nothing: whoever
/// hosts them does. What only may be used is not known to carry anything.
pub fn carries(role: BindingRole) -> bool {
    !matches!(role, BindingRole::Lineage | BindingRole::MayUse)
}

/// Requests, tokens.
pub fn units(demand: Demand) -> [Option<u64>; 2] {
    [demand.rpm, demand.tpm]
}

/// One member of a group as the demand finds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GroupMember {
    /// It is not down, so that it is asked.
    pub serves: bool,
    /// Its own limit in the unit of the demand; `None`: not declared.
    pub limit: Option<u64>,
}

/// The part of a demand that each member of a group gets: of those that serve in proportion
/// to their limits where all of them have one, else evenly, unless `sharing` says otherwise.
/// They come to 1; where nobody serves nothing is asked of anybody.
pub fn parts(sharing: &Sharing, members: &[GroupMember]) -> Vec<f64> {
    let by_limit = || {
        let serving = members.iter().filter(|one| one.serves);
        let all: Option<Vec<u64>> = serving.map(|one| one.limit).collect();
        all.is_some_and(|limits| limits.iter().any(|limit| *limit > 0))
    };
    let weight: Box<dyn Fn(usize) -> f64> = match sharing {
        Sharing::Weighted(weights) => {
            Box::new(|at| weights.get(at).map_or(0.0, |weight| f64::from(*weight)))
        }
        Sharing::ByLimit if by_limit() => {
            Box::new(|at| members[at].limit.unwrap_or_default() as f64)
        }
        Sharing::ByLimit | Sharing::Even => Box::new(|_| 1.0),
    };
    let weights = (0..members.len()).map(|at| if members[at].serves { weight(at) } else { 0.0 });
    let weights: Vec<f64> = weights.collect();
    let all: f64 = weights.iter().sum();
    let part = |weight: f64| if all > 0.0 { weight / all } else { 0.0 };
    weights.into_iter().map(part).collect()
}

/// The share of a load that a limit lets through: 1 for a load within it.
pub fn served(limit: u64, load: f64) -> f64 {
    let limit = limit as f64;
    if load <= limit * (1.0 + ROUNDING) {
        1.0
    } else {
        limit / load
    }
}

/// The part of what runs in several copies that is left of it; all of what runs in none.
pub fn copies_left<T>(copies: &[T], is_down: impl Fn(&T) -> bool) -> f64 {
    let left = copies.iter().filter(|copy| !is_down(copy)).count();
    match copies.len() {
        0 => 1.0,
        all => left as f64 / all as f64,
    }
}

/// The share of a load, requests and tokens, that is served within a limit of which a part is
/// left: of what is down nothing is asked.
pub fn served_by_copies(limit: Demand, load: [f64; 2], left: f64) -> f64 {
    if left == 0.0 {
        return 1.0;
    }
    let shares = units(limit).into_iter().zip(load);
    let shares = shares.filter_map(|(limit, load)| Some(served(limit?, load / left)));
    shares.fold(1.0, f64::min)
}

/// Whether a share is no less than the least that is accepted.
pub fn covers(share: f64, least: f64) -> bool {
    share >= least - ROUNDING
}

/// What a share of its demand means to who asks: less than the least acceptable capacity
/// is nothing.
pub fn level(share: f64, least: f64) -> Level {
    if !covers(share, least) {
        Level::Down
    } else if covers(share, 1.0) {
        Level::Up
    } else {
        Level::Degraded
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn members(all: &[(bool, Option<u64>)]) -> Vec<GroupMember> {
        let member = |&(serves, limit): &(bool, Option<u64>)| GroupMember { serves, limit };
        all.iter().map(member).collect()
    }

    #[test]
    fn those_that_serve_share_by_limit_or_evenly() {
        let sized = members(&[(true, Some(600)), (true, Some(200)), (false, None)]);
        assert_eq!(parts(&Sharing::ByLimit, &sized), [0.75, 0.25, 0.0]);
        assert_eq!(parts(&Sharing::Even, &sized), [0.5, 0.5, 0.0]);
        let weights = Sharing::Weighted(vec![1, 3, 4]);
        assert_eq!(parts(&weights, &sized), [0.25, 0.75, 0.0]);
        let unsized_one = members(&[(true, Some(600)), (true, None)]);
        assert_eq!(parts(&Sharing::ByLimit, &unsized_one), [0.5, 0.5]);
        let lost = members(&[(false, Some(600)), (false, None)]);
        assert_eq!(parts(&Sharing::ByLimit, &lost), [0.0, 0.0]);
    }

    #[test]
    fn thirds_come_to_a_whole() {
        let three = members(&[(true, Some(10)), (true, None), (true, None)]);
        let third = parts(&Sharing::ByLimit, &three)[0] * 10.0;
        assert_eq!(served(10, third + third + third), 1.0);
        assert!((served(10, third * 4.0) - 0.75).abs() < ROUNDING);
        assert_eq!(level(third / 10.0 * 3.0, 1.0), Level::Up);
    }

    #[test]
    fn the_least_capacity_is_met_by_itself() {
        assert_eq!(level(999.0 / 1000.0, 0.999), Level::Degraded);
        assert_eq!(level(998.0 / 1000.0, 0.999), Level::Down);
        assert_eq!(level(1.0, 1.0), Level::Up);
    }
}
