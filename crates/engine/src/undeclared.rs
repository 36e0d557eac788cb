//! Times, and a few other facts, that a plan leaves out where an answer hangs on them.
//!
//! In:  where a run, or a repair, needed a time and found none.
//! Out: [`UndeclaredTime`], which says its key and its component.
//!
//! Such a time is unknown, not zero: what rests on it is at least what is declared,
//! and at most unknown. Undeclared `restart` and the `after` of an automatic switch
//! are zero, and are not among these.

use std::collections::BTreeSet;

use jurymast_plan::model::{ComponentId, Plan, Requirement};
use jurymast_terms::wording;

/// A time that no key of the plan gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum UndeclaredTime {
    /// `detect` of a requirement.
    Detect {
        /// Whose requirement it is.
        component: ComponentId,
        /// Index in the component's requirements.
        requirement: usize,
    },
    /// The loss of a requirement while none of what detects it is up.
    Unseen {
        /// Whose requirement it is.
        component: ComponentId,
        /// Index in the component's requirements.
        requirement: usize,
    },
    /// `detect` of whatever names a component that must be repaired.
    Notice {
        /// What must be repaired.
        component: ComponentId,
    },
    /// The loss of what must be mended while none of what detects it for anybody is up.
    UnseenLoss {
        /// What must be mended.
        component: ComponentId,
    },
    /// `after` of a switch that a person makes.
    After {
        /// Whose requirement it is.
        component: ComponentId,
        /// Index in the component's requirements.
        requirement: usize,
        /// Index in the requirement's fallbacks.
        fallback: usize,
    },
    /// `capacity` of a fallback that serves degraded.
    Capacity {
        /// Whose requirement it is.
        component: ComponentId,
        /// Index in the component's requirements.
        requirement: usize,
        /// Index in the requirement's fallbacks.
        fallback: usize,
    },
    /// `triggers` of a switch that software makes, of which nobody is sure whether it
    /// goes off on what callers see.
    Trigger {
        /// Whose requirement it is.
        component: ComponentId,
        /// Index in the component's requirements.
        requirement: usize,
        /// Index in the requirement's fallbacks.
        fallback: usize,
    },
    /// `takes` of a step of the component's runbook.
    Takes {
        /// Whose runbook it is.
        component: ComponentId,
        /// Index in the runbook's steps.
        step: usize,
    },
    /// `restore` of a backup.
    Restore {
        /// Whose data it saves.
        component: ComponentId,
        /// Index in the component's backups; `None`: it declares none.
        backup: Option<usize>,
    },
    /// When the data of a component are restored, while what each restore of a backup
    /// that survived needs is down.
    Unrestored {
        /// Whose data it is.
        component: ComponentId,
    },
    /// `every` of a backup.
    Every {
        /// Whose data it saves.
        component: ComponentId,
        /// Index in the component's backups.
        backup: usize,
    },
    /// `lag` of a replica.
    Lag {
        /// The replica.
        component: ComponentId,
    },
    /// How long a replica takes to follow again what was written while it was down.
    CatchUp {
        /// The replica.
        component: ComponentId,
    },
    /// How old a copy is that could not be made before anything happened.
    OldCopy {
        /// The replica, or whose backup it is.
        component: ComponentId,
    },
    /// Where a component is made anew from a backup that says no place.
    Place {
        /// Whose data it saves.
        component: ComponentId,
    },
    /// No step of a runbook says how a component is repaired.
    Repair {
        /// What must be repaired.
        component: ComponentId,
    },
    /// Which host answers, where a gateway picks it and one that it may use is lost.
    Host {
        /// The AI dependency.
        component: ComponentId,
        /// What is lost.
        host: ComponentId,
    },
}

impl UndeclaredTime {
    /// The component in whose table the time would stand.
    pub fn component(self) -> ComponentId {
        match self {
            Self::Detect { component, .. }
            | Self::Unseen { component, .. }
            | Self::Notice { component }
            | Self::UnseenLoss { component }
            | Self::After { component, .. }
            | Self::Capacity { component, .. }
            | Self::Trigger { component, .. }
            | Self::Takes { component, .. }
            | Self::Restore { component, .. }
            | Self::Unrestored { component }
            | Self::Every { component, .. }
            | Self::Lag { component }
            | Self::CatchUp { component }
            | Self::OldCopy { component }
            | Self::Place { component }
            | Self::Repair { component }
            | Self::Host { component, .. } => component,
        }
    }

    /// "`detect` of chat on llm is not declared", without a full stop.
    pub fn words(self, plan: &Plan) -> String {
        let id = |id: ComponentId| plan.component(id).id.as_str();
        let on = |component: ComponentId, requirement: usize| {
            let needed = &plan.component(component).requirements[requirement];
            let group: Vec<&str> = needed.group.iter().map(|to| id(to.value)).collect();
            wording::group(needed.at_least, &group)
        };
        match self {
            Self::Detect {
                component,
                requirement,
            } => format!(
                "`detect` of {} on {} is not declared",
                id(component),
                on(component, requirement)
            ),
            Self::Unseen {
                component,
                requirement,
            } => {
                let needed = &plan.component(component).requirements[requirement];
                let by = needed.detect.iter().flat_map(|detect| &detect.by);
                let by: Vec<&str> = by.map(|at| id(at.value)).collect();
                format!(
                    "`detect` of {} on {}: nothing that would see the loss is up ({})",
                    id(component),
                    on(component, requirement),
                    by.join(", ")
                )
            }
            Self::Notice { component } => {
                format!("`detect` of what needs {} is not declared", id(component))
            }
            Self::UnseenLoss { component } => {
                let needs = plan.components.iter().flat_map(|one| &one.requirements);
                let names = |one: &&Requirement| one.group.iter().any(|to| to.value == component);
                let by = needs.filter(names).flat_map(|one| &one.detect);
                let by: BTreeSet<ComponentId> = by
                    .flat_map(|detect| &detect.by)
                    .map(|at| at.value)
                    .collect();
                let by: Vec<&str> = by.into_iter().map(id).collect();
                format!(
                    "`detect` of what needs {}: nothing that would see the loss is up ({})",
                    id(component),
                    by.join(", ")
                )
            }
            Self::After {
                component,
                requirement,
                fallback,
            } => {
                let needed = &plan.component(component).requirements[requirement];
                format!(
                    "`after` of the switch of {} to {} is not declared",
                    id(component),
                    id(needed.fallbacks[fallback].to.value)
                )
            }
            Self::Capacity {
                component,
                requirement,
                fallback,
            } => {
                let needed = &plan.component(component).requirements[requirement];
                format!(
                    "`capacity` of {}, the fallback of {}, is not declared: it serves degraded, and \
                     nobody says what share of the load",
                    id(needed.fallbacks[fallback].to.value),
                    id(component)
                )
            }
            Self::Trigger {
                component,
                requirement,
                fallback,
            } => {
                let needed = &plan.component(component).requirements[requirement];
                format!(
                    "`triggers` of the switch of {} to {} are not declared, and of its gateway it is \
                     not known whether it falls back on this",
                    id(component),
                    id(needed.fallbacks[fallback].to.value)
                )
            }
            Self::Takes { component, step } => format!(
                "`takes` of step {} of the runbook of {} is not declared",
                step + 1,
                id(component)
            ),
            Self::Restore {
                component,
                backup: Some(_),
            } => format!(
                "`restore` of the backup of {} is not declared",
                id(component)
            ),
            Self::Restore {
                component,
                backup: None,
            } => format!(
                "`backup` of {}, which loses its data, is not declared",
                id(component)
            ),
            Self::Unrestored { component } => format!(
                "no backup of {} is restored: what its restores need is down",
                id(component)
            ),
            Self::Every { component, .. } => {
                format!("`every` of the backup of {} is not declared", id(component))
            }
            Self::Lag { component } => {
                format!(
                    "`lag` of {} behind what it copies is not declared",
                    id(component)
                )
            }
            Self::CatchUp { component } => format!(
                "how long {} takes to catch up after it was down is not declared",
                id(component)
            ),
            Self::OldCopy { component } => {
                let of = plan.component(component);
                let copy = match (of.replica_of, of.copy_of) {
                    (Some(of), _) => {
                        format!("{}, the copy of {},", id(component), id(of.of.value))
                    }
                    (None, Some(whole)) => {
                        let (copy, whole) = (id(component), id(whole));
                        return format!("whether {copy}, which is left, has all data of {whole}");
                    }
                    (None, None) => format!("the backup of {}", id(component)),
                };
                format!("how old {copy} is: it could not be made before anything happens")
            }
            Self::Place { component } => format!(
                "where {} is made anew is not declared: its backup has no `in`",
                id(component)
            ),
            Self::Repair { component } => format!(
                "the repair of {} is not declared: no step of a runbook says how",
                id(component)
            ),
            Self::Host { component, host } => format!(
                "the host that answers {} is not declared: its gateway may use {}",
                id(component),
                id(host)
            ),
        }
    }
}
