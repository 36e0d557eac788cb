use std::collections::BTreeSet;

use jurymast_engine::simulation::{Note, Timeline, TimelineEvent};
use jurymast_plan::model::{ComponentId, Plan, Requirement};

use super::words;

/// What a requirement lost: its primary, or the fallback that stood in.
pub(super) struct Loss<'a> {
    /// Which tells of it.
    pub(super) note: &'a Note,
    /// Index in the component's requirements.
    pub(super) requirement: usize,
    /// What was lost, by name.
    pub(super) what: String,
    lost: Vec<ComponentId>,
}

impl<'a> Loss<'a> {
    /// The first of each requirement, the most critical first.
    pub(super) fn all(plan: &Plan, timeline: &'a Timeline) -> Vec<Self> {
        let mut seen = BTreeSet::new();
        let told = timeline
            .notes
            .iter()
            .filter_map(|note| Self::of(plan, note));
        let mut all: Vec<Self> = told
            .filter(|one| seen.insert((one.note.component, one.requirement)))
            .collect();
        all.sort_by_key(|one| plan.component(one.note.component).rank());
        all
    }

    fn of(plan: &Plan, note: &'a Note) -> Option<Self> {
        let needed = |at: usize| &plan.component(note.component).requirements[at];
        let (requirement, what, lost) = match note.event {
            TimelineEvent::Lost { requirement, .. } => {
                let group = needed(requirement).group.iter();
                let what = words::group(plan, needed(requirement));
                (requirement, what, group.map(|to| to.value).collect())
            }
            TimelineEvent::FallbackLost {
                requirement,
                fallback,
                ..
            } => {
                let to = needed(requirement).fallbacks[fallback].to.value;
                (requirement, words::name(plan, to).to_owned(), vec![to])
            }
            _ => return None,
        };
        Some(Self {
            note,
            requirement,
            what,
            lost,
        })
    }

    pub(super) fn needed<'p>(&self, plan: &'p Plan) -> &'p Requirement {
        &plan.component(self.note.component).requirements[self.requirement]
    }

    /// Whether anything of it is down at some time, and not only worse than usual.
    pub(super) fn is_gone(&self, timeline: &Timeline) -> bool {
        self.lost.iter().any(|id| timeline.is_ever_down(*id))
    }
}
