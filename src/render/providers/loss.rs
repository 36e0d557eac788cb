//! What the loss of a provider does.

use crate::render::Input;
use crate::render::paths::UP;
use crate::render::views::{self, LinkView};
use jurymast_engine::analysis::{Blast, FallbackId, SwitchOutcome};
use jurymast_engine::failure::SwitchInput;
use jurymast_plan::model::{ComponentId, Kind, Level, Mode, SHARE_UNKNOWN};

pub(super) struct AffectedView {
    pub link: LinkView,
    pub kind: &'static str,
    pub tier: Option<u8>,
    pub level: &'static str,
    pub class: &'static str,
    /// Nobody knows whether it is that bad.
    pub unknown: bool,
    /// On what that hangs, for all of them.
    pub unknown_if: String,
    /// From the provider to what the component leans on.
    pub chain: Vec<LinkView>,
}

pub(super) struct SwitchView {
    pub component: LinkView,
    /// What is lost.
    pub primary: Vec<LinkView>,
    pub level: &'static str,
    pub class: &'static str,
    pub fallbacks: Vec<FallbackView>,
}

pub(super) struct FallbackView {
    pub link: LinkView,
    pub held: bool,
    /// Why nobody can be sure of that; empty where nothing is in doubt.
    pub doubts: Vec<String>,
    pub level: &'static str,
    pub class: &'static str,
    /// Why it is lost too; empty when it held.
    pub chain: Vec<LinkView>,
    /// What its switch needs and is lost.
    pub lost_needs: Vec<LinkView>,
    /// What these are to its switch: "its switch needs".
    pub lost_needs_are: &'static str,
    /// Why nobody knows whether it gives enough.
    pub unsure: Option<&'static str>,
}

/// What is hit, without the provider's own endpoints.
pub(super) fn affected(input: &Input, blast: &Blast) -> Vec<AffectedView> {
    let plan = input.plan();
    let shown = blast
        .affected
        .iter()
        .filter(|one| plan.component(one.id).kind() != Kind::Endpoint);
    shown
        .map(|one| {
            let component = plan.component(one.id);
            AffectedView {
                link: views::component_link(plan, one.id, UP),
                kind: views::kind_word(component.kind()),
                tier: component.tier.map(|tier| tier.value.number()),
                level: one.level.as_str(),
                class: views::level_class(one.level),
                unknown: one.is_unknown,
                unknown_if: blast.unknown_if(plan),
                chain: views::chain(plan, (&one.via, one.via_left_out), UP),
            }
        })
        .collect()
}

/// The requirements that lose their primary, where a fallback was meant to help.
pub(super) fn switches(input: &Input, blast: &Blast) -> Vec<SwitchView> {
    let meant = blast
        .switches
        .iter()
        .filter(|one| !one.fallbacks.is_empty());
    meant.map(|one| switch(input, one)).collect()
}

fn switch(input: &Input, switch: &SwitchOutcome) -> SwitchView {
    let plan = input.plan();
    let need = &plan.component(switch.component).requirements[switch.requirement];
    SwitchView {
        component: views::component_link(plan, switch.component, UP),
        primary: need
            .group
            .iter()
            .map(|member| views::component_link(plan, member.value, UP))
            .collect(),
        level: switch.with_fallback.as_str(),
        class: views::level_class(switch.with_fallback),
        fallbacks: switch
            .fallbacks
            .iter()
            .enumerate()
            .map(|(at, fallback)| FallbackView {
                link: views::component_link(plan, fallback.to, UP),
                held: fallback.level < Level::Down,
                doubts: input.analysis.doubts(FallbackId {
                    component: switch.component,
                    requirement: switch.requirement,
                    fallback: at,
                }),
                level: fallback.level.as_str(),
                class: views::level_class(fallback.level),
                unsure: fallback.is_share_unknown.then_some(SHARE_UNKNOWN),
                chain: views::chain(plan, (&fallback.lost_via, fallback.lost_via_left_out), UP),
                lost_needs_are: fallback.stuck().map_or("", |(what_for, _)| match what_for {
                    SwitchInput::Need => "its switch needs",
                    SwitchInput::Caller => "nothing calls whoever switches to it but",
                    SwitchInput::Detector => "nothing sees that it is called for but",
                }),
                lost_needs: fallback
                    .stuck()
                    .into_iter()
                    .flat_map(|(_, needs)| needs)
                    .map(|need| views::component_link(plan, need.what, UP))
                    .collect(),
            })
            .collect(),
    }
}

/// Components that lose a need which never had a fallback: those that need it to go on, or
/// those that go on without.
pub(super) fn bare(input: &Input, blast: &Blast, mode: Mode) -> Vec<LinkView> {
    let plan = input.plan();
    let none = blast
        .switches
        .iter()
        .filter(|one| one.fallbacks.is_empty() && one.primary == Level::Down);
    let none = none.filter(|one| {
        let requirements = &plan.component(one.component).requirements;
        requirements[one.requirement].mode == mode
    });
    let mut ids: Vec<ComponentId> = none.map(|one| one.component).collect();
    ids.dedup();
    ids.into_iter()
        .map(|id| views::component_link(plan, id, UP))
        .collect()
}
