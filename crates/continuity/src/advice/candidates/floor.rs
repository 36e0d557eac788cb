use crate::advice::places::Target;
use crate::advice::question::{ChangeKind, Sureness};
use jurymast_plan::model::{Kind, Level};

use super::grounds::Grounds;
use super::ids::Ids;
use super::table::Table;
use super::{Candidate, How};

/// Rules, written answers or people, where AI is what is lost.
pub(super) fn propose(
    grounds: &Grounds<'_>,
    ids: &mut Ids,
    at: usize,
    target: &Target,
    found: &mut Vec<Candidate>,
) {
    let plan = grounds.plan;
    let needs_ai = |kind: Kind, lost: bool| kind == Kind::Ai || (kind == Kind::Service && lost);
    let lost_without = target.group.iter().all(|id| {
        let kind = plan.component(*id).kind();
        needs_ai(kind, grounds.analysis.floor.level(*id) == Level::Down)
    });
    let (Some(primary), true) = (target.group.first(), lost_without) else {
        return;
    };
    let primary = plan.component(*primary);
    let id = ids.fresh(plan, &format!("{}-without-ai", primary.id));
    let mut table = Table::new("resource", &id);
    table.text("name", &format!("{} without AI", primary.name));
    table.text(
        "description",
        "Rules, written answers, or a queue that people work off: to be built.",
    );
    table.like(plan, primary);
    found.push(Candidate {
        kind: ChangeKind::NonAiFloor,
        target: at,
        how: How::Degraded,
        stand_in: id,
        draft: Some(table.draft()),
        places: target.places.clone(),
        sureness: Sureness::ToBeVerified,
        why: vec!["it needs no model, no gateway and no provider".to_owned()],
        caveats: vec![
            "it serves degraded, and somebody must build it".to_owned(),
            "say where it runs (`in`), so that the plan knows what it shares".to_owned(),
        ],
    });
}
