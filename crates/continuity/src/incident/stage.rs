use std::collections::{BTreeMap, BTreeSet};

use jurymast_plan::model::TeamId;

use super::situation::Situation;
use super::{Lane, SheetStep, Stage};

/// Adds to the notes who is wanted in two lanes, and how long the longest is.
pub(super) fn stage(
    here: &Situation<'_>,
    title: impl Into<String>,
    mut notes: Vec<String>,
    lanes: Vec<Lane>,
) -> Stage {
    let lanes = once_each(lanes);
    if lanes.len() > 1 {
        let mut teams: BTreeMap<TeamId, usize> = BTreeMap::new();
        let first = lanes.iter().filter_map(|lane| lane.actions.first());
        for team in first.filter_map(|action| action.team) {
            *teams.entry(team).or_default() += 1;
        }
        let longest = lanes.iter().max_by_key(|lane| lane.seconds);
        let mut note = format!("{} lanes may run at the same time", lanes.len());
        if let Some(lane) = longest
            && let Some(takes) = &lane.takes
        {
            note.push_str(&format!("; the longest is {} ({takes})", lane.title));
        }
        notes.push(format!("{note}."));
        for (team, count) in teams.into_iter().filter(|(_, count)| *count > 1) {
            let team = &here.plan.team(team).name;
            notes.push(format!(
                "{team} has {count} lanes: share them out, or go in the order given."
            ));
        }
    }
    Stage {
        title: title.into(),
        notes,
        lanes,
    }
}

/// The same command by the same people is typed once in a stage, for all its reasons.
fn once_each(lanes: Vec<Lane>) -> Vec<Lane> {
    let mut typed: BTreeSet<(String, String)> = BTreeSet::new();
    let mut fresh = |action: &SheetStep| {
        let Some(run) = &action.run else { return true };
        typed.insert((run.clone(), action.owner.clone()))
    };
    let mut all = Vec::new();
    for lane in lanes {
        let before = lane.actions.len();
        let mut actions = lane.actions;
        actions.retain(&mut fresh);
        if actions.len() == before {
            all.push(Lane { actions, ..lane });
        } else if !actions.is_empty() {
            let fewer = Lane::new(lane.title, actions);
            all.push(Lane {
                why: lane.why,
                tier: lane.tier,
                seconds: fewer.seconds.min(lane.seconds),
                ..fewer
            });
        }
    }
    all
}
