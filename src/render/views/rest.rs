use jurymast_engine::analysis::{RestState, why_at_rest};
use jurymast_plan::model::{ComponentId, EndReason, Level};

use crate::render::Input;

use super::{LinkView, Reference, chain, level_class, radius_words};

/// How something stands with nothing failing: `templates/parts/rest.html`.
#[derive(Clone)]
pub(in crate::render) struct RestView {
    /// "down", "degraded".
    pub(in crate::render) level: &'static str,
    pub(in crate::render) class: &'static str,
    pub(in crate::render) cause: RestCause,
    /// From the cause to what it leans on; empty of what has ended itself.
    pub(in crate::render) chain: Vec<LinkView>,
}

/// What has ended, or is served too little.
#[derive(Clone)]
pub(in crate::render) struct RestCause {
    pub(in crate::render) what: Reference,
    /// "sora-2, retired on 2026-09-24"
    pub(in crate::render) why: String,
    /// What to do, as nobody brings it back.
    pub(in crate::render) instead: Option<String>,
}

/// What one cause makes worse, with nothing failing.
#[derive(Clone)]
pub(in crate::render) struct RestGroup {
    pub(in crate::render) cause: RestCause,
    pub(in crate::render) down: Vec<Reference>,
    pub(in crate::render) degraded: Vec<Reference>,
}

impl RestCause {
    fn of(input: &Input<'_>, id: ComponentId, root: &str) -> Self {
        let plan = input.plan();
        let why = why_at_rest(plan, id);
        let (why, instead) = match plan.lost_for_good(id) {
            Some(EndReason::Retired(end)) => {
                let named = plan.component(id);
                let is_said = [&named.name, &named.id].contains(&&end.what);
                let why = match is_said {
                    true => why,
                    false => format!("{}, {why}", end.what),
                };
                let unknown = "the plan and the catalogue know no successor";
                (why, Some(end.instead(unknown)))
            }
            Some(EndReason::Expired(_)) => (why, Some("renew it".to_owned())),
            None => (why, None),
        };
        Self {
            what: Reference::to(plan, id, root),
            why,
            instead,
        }
    }
}

impl RestView {
    /// `None`: it is up.
    pub(in crate::render) fn of(input: &Input<'_>, id: ComponentId, root: &str) -> Option<Self> {
        let state = input.analysis.rest(id)?;
        Some(Self {
            level: state.level.as_str(),
            class: level_class(state.level),
            cause: RestCause::of(input, state.cause(), root),
            chain: chain(input.plan(), (&state.via, state.via_left_out), root),
        })
    }

    pub(in crate::render) fn is_down(&self) -> bool {
        self.level == Level::Down.as_str()
    }
}

impl RestGroup {
    /// Services and activities, by what makes them worse, in plan order.
    pub(in crate::render) fn all(input: &Input<'_>, root: &str) -> Vec<Self> {
        let plan = input.plan();
        let mut causes: Vec<ComponentId> = Vec::new();
        let mut groups: Vec<Self> = Vec::new();
        for state in judged_at_rest(input) {
            let cause = state.cause();
            let at = causes.iter().position(|known| *known == cause);
            let at = at.unwrap_or_else(|| {
                causes.push(cause);
                groups.push(Self {
                    cause: RestCause::of(input, cause, root),
                    down: Vec::new(),
                    degraded: Vec::new(),
                });
                groups.len() - 1
            });
            let one = Reference::to(plan, state.component, root);
            match state.level {
                Level::Down => groups[at].down.push(one),
                Level::Degraded | Level::Up => groups[at].degraded.push(one),
            }
        }
        groups
    }
}

/// The services and activities that are worse than up with nothing failing.
pub(in crate::render) fn judged_at_rest<'a>(
    input: &Input<'a>,
) -> impl Iterator<Item = &'a RestState> + use<'a> {
    let plan = input.analysis.plan;
    let all = input.analysis.worse_at_rest().iter();
    all.filter(|one| plan.component(one.component).is_judged())
}

/// How many services and activities of a tier are down with nothing failing.
pub(in crate::render) fn down_of_tier(input: &Input<'_>, tier: u8) -> usize {
    let down = judged_at_rest(input).filter(|one| {
        let of = input.plan().component(one.component).tier;
        one.level == Level::Down && of.is_some_and(|of| of.value.number() == tier)
    });
    down.count()
}

/// What the loss of each component takes with it, beside what is down already.
pub(in crate::render) struct Taken {
    /// What those lean on, near and far, that are down with nothing failing.
    behind: Vec<bool>,
}

impl Taken {
    pub(in crate::render) fn of(input: &Input<'_>) -> Self {
        let mut behind = vec![false; input.plan().components.len()];
        let down = judged_at_rest(input).filter(|one| one.level == Level::Down);
        let mut open: Vec<ComponentId> = down.map(|one| one.component).collect();
        while let Some(at) = open.pop() {
            for (to, _) in input.analysis.graph.needs(at) {
                if !std::mem::replace(&mut behind[to.index()], true) {
                    open.push(to);
                }
            }
        }
        Self { behind }
    }

    /// Whether something that is down already leans on it, so that its loss counts for less.
    pub(in crate::render) fn is_behind(&self, id: ComponentId) -> bool {
        self.behind[id.index()]
    }

    /// "3 down, 1 degraded", "nothing else", "it is down already, and 2 with it".
    pub(in crate::render) fn words(&self, input: &Input<'_>, id: ComponentId) -> String {
        if input.analysis.at_rest(id) == Level::Down {
            return match input.analysis.lost_with(id).len() {
                0 => "it is down already".to_owned(),
                with => format!("it is down already, and {with} with it"),
            };
        }
        let radius = input.analysis.fault_table().of_component(id);
        match (radius.down, radius.degraded) {
            (0, 0) if self.is_behind(id) => "nothing that is not down already".to_owned(),
            (down, degraded) => radius_words(down, degraded),
        }
    }
}
