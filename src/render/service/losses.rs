//! What the loss of each single component does to each service.

use std::cmp::Reverse;

use crate::render::Input;
use jurymast_engine::analysis::{Blast, SwitchOutcome};
use jurymast_engine::failure::SwitchInput;
use jurymast_plan::model::{ComponentId, Level, SHARE_UNKNOWN};
use jurymast_terms::wording;

use super::page::has_page;
use crate::render::views::Reference;

/// Rows of one table of losses.
const MOST_ROWS: usize = 30;
/// Steps that each loss is followed, and components that are looked at for all of
/// them. Rows are the nearest; what is further is counted.
const STEPS: usize = 64;
const LOOKS: usize = 1 << 27;
/// Losses without effect that are named.
const MOST_ABSORBED: usize = 30;

/// What each single fault does to every service nearby, each followed once.
pub(super) struct Losses {
    /// By component; empty for all but services.
    by_service: Vec<Kept>,
}

#[derive(Default)]
struct Kept {
    losses: Vec<Loss>,
    down: usize,
    degraded: usize,
    /// Once rows were cut: the last that stayed. Faults come in plan order, so
    /// nothing later that is no worse and no nearer can come before it.
    last: Option<(Reverse<Level>, usize)>,
    absorbed: Vec<(ComponentId, ComponentId)>,
}

struct Loss {
    fault: ComponentId,
    level: Level,
    /// From the fault to what the service leans on.
    via: Vec<ComponentId>,
    /// The switches on that way, the service's own last.
    switches: Vec<SwitchOutcome>,
}

/// A row: the loss of one thing.
pub(super) struct LossView {
    pub(super) fault: Reference,
    pub(super) level: &'static str,
    pub(super) class: &'static str,
    /// "Zone a → Cart store → Cart → ", the service itself left out.
    pub(super) chain: String,
    pub(super) fallbacks: Vec<String>,
}

#[derive(Default)]
pub(super) struct LossTable {
    pub(super) rows: Vec<LossView>,
    pub(super) down: usize,
    pub(super) degraded: usize,
    pub(super) cut: usize,
    /// Losses that a fallback takes over in full, and which.
    pub(super) absorbed: Vec<(Reference, Reference)>,
    pub(super) absorbed_cut: usize,
}

impl Losses {
    pub(super) fn of(input: &Input<'_>) -> Self {
        let plan = input.plan();
        let mut by_service: Vec<Kept> = Vec::new();
        by_service.resize_with(plan.components.len(), Kept::default);
        let services = plan.enumerate();
        let services: Vec<ComponentId> = services
            .filter(|(_, one)| has_page(one.kind()))
            .map(|(id, _)| id)
            .collect();
        let lone = |level| input.analysis.lone_losses(&services, level);
        let counts = lone(Level::Down).into_iter().zip(lone(Level::Degraded));
        for (id, (down, worse)) in services.iter().zip(counts) {
            let kept = &mut by_service[id.index()];
            (kept.down, kept.degraded) = (down, worse - down);
        }
        let mut near = input.analysis.near();
        // By component: the last fault that left it worse.
        let mut worse: Vec<Option<ComponentId>> = vec![None; by_service.len()];
        for (fault, component) in plan.enumerate() {
            if !component.own_failure || near.looked() > LOOKS {
                continue;
            }
            let (blast, is_all) = near.blast(fault, STEPS);
            for affected in &blast.affected {
                worse[affected.id.index()] = Some(fault);
                let is_sure = is_all || affected.level == Level::Down;
                let kept = &mut by_service[affected.id.index()];
                if is_sure
                    && has_page(plan.component(affected.id).kind())
                    && kept.wants(affected.level, affected.via.len())
                {
                    kept.keep(Loss {
                        fault,
                        level: affected.level,
                        via: affected.via.clone(),
                        switches: on_the_way(input, &blast, &affected.via, affected.id),
                    });
                }
            }
            for switch in blast.switches.iter().filter(|_| is_all) {
                let is_up = worse[switch.component.index()] != Some(fault);
                if switch.with_fallback == Level::Up && is_up {
                    let holds = switch.fallbacks.iter().find(|one| one.level == Level::Up);
                    let kept = &mut by_service[switch.component.index()].absorbed;
                    kept.extend(holds.map(|fallback| (fault, fallback.to)));
                }
            }
        }
        by_service.iter_mut().for_each(Kept::trim);
        Self { by_service }
    }

    pub(super) fn table(&self, input: &Input<'_>, service: ComponentId, root: &str) -> LossTable {
        let Kept {
            losses,
            down,
            degraded,
            last: _,
            absorbed,
        } = &self.by_service[service.index()];
        let name = |id| Reference::to(input.plan(), id, root);
        LossTable {
            rows: losses
                .iter()
                .map(|loss| loss.view(input, service, root))
                .collect(),
            down: *down,
            degraded: *degraded,
            cut: down + degraded - losses.len(),
            absorbed: absorbed
                .iter()
                .take(MOST_ABSORBED)
                .map(|(fault, to)| (name(*fault), name(*to)))
                .collect(),
            absorbed_cut: absorbed.len().saturating_sub(MOST_ABSORBED),
        }
    }
}

/// A loss that takes a service down with nothing else.
pub(super) struct SinglePoint<'a> {
    pub(super) fault: ComponentId,
    /// From the fault to what the service leans on.
    pub(super) via: &'a [ComponentId],
    /// The switch nearest to the service that had a stand-in and lost it too.
    pub(super) shared: Option<&'a SwitchOutcome>,
}

impl Losses {
    /// Nearest first, as far as rows are kept.
    pub(super) fn single_points(
        &self,
        service: ComponentId,
    ) -> impl Iterator<Item = SinglePoint<'_>> {
        let losses = self.by_service[service.index()].losses.iter();
        losses
            .take_while(|loss| loss.level == Level::Down)
            .map(|loss| SinglePoint {
                fault: loss.fault,
                via: &loss.via,
                shared: loss.switches.last(),
            })
    }

    /// How many there are, kept or not.
    pub(super) fn single_point_count(&self, service: ComponentId) -> usize {
        self.by_service[service.index()].down
    }
}

impl Kept {
    /// Whether a loss may stand among the rows.
    fn wants(&self, level: Level, distance: usize) -> bool {
        level > Level::Up
            && self
                .last
                .is_none_or(|last| (Reverse(level), distance) < last)
    }

    fn keep(&mut self, loss: Loss) {
        self.losses.push(loss);
        if self.losses.len() >= 2 * MOST_ROWS {
            self.trim();
        }
    }

    /// Worst and nearest first.
    fn trim(&mut self) {
        self.losses
            .sort_by_key(|loss| (Reverse(loss.level), loss.via.len(), loss.fault));
        if self.losses.len() > MOST_ROWS {
            self.losses.truncate(MOST_ROWS);
            let last = self.losses.last();
            self.last = last.map(|loss| (Reverse(loss.level), loss.via.len()));
        }
    }
}

/// The switches that the chain passes through.
fn on_the_way(
    input: &Input<'_>,
    blast: &Blast,
    via: &[ComponentId],
    end: ComponentId,
) -> Vec<SwitchOutcome> {
    let next = via.iter().skip(1).copied().chain([end]);
    let mut found = Vec::new();
    for (from, to) in via.iter().zip(next) {
        let first = blast.switches.partition_point(|one| one.component < to);
        let own = blast.switches[first..].iter();
        found.extend(
            own.take_while(|one| one.component == to)
                .filter(|one| !one.fallbacks.is_empty())
                .filter(|one| {
                    let requirement = &input.plan().component(to).requirements[one.requirement];
                    requirement.group.iter().any(|member| member.value == *from)
                })
                .cloned(),
        );
    }
    found
}

impl Loss {
    fn view(&self, input: &Input<'_>, service: ComponentId, root: &str) -> LossView {
        let own = self.switches.iter();
        let mut chain = String::new();
        for id in &self.via {
            chain.push_str(&input.plan().component(*id).name);
            chain.push_str(" → ");
        }
        LossView {
            fault: Reference::to(input.plan(), self.fault, root),
            level: self.level.as_str(),
            class: if self.level == Level::Down {
                "is-down"
            } else {
                "is-degraded"
            },
            chain,
            fallbacks: own
                .flat_map(|switch| words(input, switch, service, self.fault))
                .collect(),
        }
    }
}

/// Which fallback holds, or why each does not.
fn words(
    input: &Input<'_>,
    switch: &SwitchOutcome,
    service: ComponentId,
    fault: ComponentId,
) -> Vec<String> {
    let name = |id: ComponentId| input.plan().component(id).name.as_str();
    let who = if switch.component == service {
        String::new()
    } else {
        format!("{}: ", name(switch.component))
    };
    let holds = (switch.with_fallback < switch.primary)
        .then(|| {
            let mut fallbacks = switch.fallbacks.iter();
            fallbacks.find(|fallback| fallback.level == switch.with_fallback)
        })
        .flatten();
    if let Some(fallback) = holds {
        let quality = if fallback.level == Level::Up {
            "in full"
        } else {
            "degraded"
        };
        return vec![format!("{who}{} stands in, {quality}", name(fallback.to))];
    }
    let lost = switch.fallbacks.iter().map(|fallback| {
        let to = name(fallback.to);
        if let Some((what_for, needs)) = fallback.stuck() {
            let needs: Vec<&str> = needs.iter().map(|need| name(need.what)).collect();
            let needs = wording::and(&needs);
            let what = match what_for {
                SwitchInput::Need => format!("the switch to {to} needs"),
                SwitchInput::Caller => format!("nothing calls whoever switches to {to} but"),
                SwitchInput::Detector => format!("nothing sees that {to} is called for but"),
            };
            return format!("{who}{what} {needs}, lost too");
        }
        match fallback.lost_via.as_slice() {
            [] if fallback.to == fault => format!("{who}{to} is what failed"),
            [] if fallback.is_share_unknown => {
                format!("{who}{to} stands in, degraded: {SHARE_UNKNOWN}")
            }
            [] if fallback.never_fires => {
                format!("{who}{to} is set off by nothing: its triggers leave out what is seen")
            }
            [] if fallback.carries_too_little => {
                format!("{who}{to} then serves too little of what is asked")
            }
            [] => format!("{who}{to} is no better ({})", fallback.level),
            via => {
                let way: Vec<&str> = via.iter().map(|id| name(*id)).collect();
                format!("{who}{to} is lost too, through {}", way.join(" → "))
            }
        }
    });
    lost.collect()
}
