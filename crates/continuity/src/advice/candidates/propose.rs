use crate::advice::places::Target;

use super::grounds::Grounds;
use super::ids::Ids;
use super::{Candidate, bypass, catalogue, existing, floor, replica};

/// Everything that could stand in for one of the targets.
pub(in crate::advice) fn propose(grounds: &Grounds<'_>, targets: &[Target]) -> Vec<Candidate> {
    let stand_ins = existing::StandIns::of(grounds);
    let elsewhere = replica::Elsewhere::of(grounds.plan);
    let mut ids = Ids::default();
    let mut found = Vec::new();
    for (at, target) in targets.iter().enumerate() {
        if grounds.clock.is_past(3) {
            break;
        }
        existing::propose(grounds, &stand_ins, at, target, &mut found);
        bypass::propose(grounds, &mut ids, at, target, &mut found);
        catalogue::propose(grounds, &mut ids, at, target, &mut found);
        replica::propose(grounds, &elsewhere, &mut ids, at, target, &mut found);
        floor::propose(grounds, &mut ids, at, target, &mut found);
    }
    found
}
