//! Small views that several pages show.

use std::collections::BTreeMap;

use jurymast_engine::analysis::Hangs;
use jurymast_plan::model::{ComponentId, Kind, Level, Plan, TeamId, Waiver, WaiverScope};
use jurymast_terms::units::Link;

use crate::render::{Input, paths};

use super::Reference;

/// A link to a page or an anchor, or outside.
#[derive(Debug, Clone)]
pub(in crate::render) struct LinkView {
    pub(in crate::render) href: String,
    pub(in crate::render) label: String,
}

/// How to reach somebody: `templates/parts/call.html`.
#[derive(Debug, Clone)]
pub(in crate::render) struct CallView {
    pub(in crate::render) name: String,
    /// To the team on the contacts page; empty on that page itself.
    pub(in crate::render) href: String,
    pub(in crate::render) phone: Option<ContactLink>,
    pub(in crate::render) channel: Option<String>,
    pub(in crate::render) email: Option<ContactLink>,
    pub(in crate::render) page: Option<String>,
    /// When somebody answers.
    pub(in crate::render) hours: Option<&'static str>,
    /// What carries these.
    pub(in crate::render) through: Option<String>,
}

/// A number or an address, and the link where there is a safe one.
#[derive(Debug, Clone)]
pub(in crate::render) struct ContactLink {
    pub(in crate::render) text: String,
    pub(in crate::render) href: Option<String>,
}

impl ContactLink {
    pub(in crate::render) fn phone(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            href: paths::tel(text),
        }
    }

    pub(in crate::render) fn email(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            href: paths::mailto(text),
        }
    }
}

impl CallView {
    pub(in crate::render) fn is_empty(&self) -> bool {
        self.phone.is_none()
            && self.channel.is_none()
            && self.email.is_none()
            && self.page.is_none()
    }
}

/// The team's on-call contact.
pub(in crate::render) fn call(plan: &Plan, id: TeamId, root: &str) -> CallView {
    let team = plan.team(id);
    CallView {
        name: team.name.clone(),
        href: team_href(plan, id, root),
        phone: team.on_call.phone.as_deref().map(ContactLink::phone),
        channel: team.on_call.channel.clone(),
        email: team.on_call.email.as_deref().map(ContactLink::email),
        page: team.on_call.page.as_ref().map(Link::to_string),
        hours: team.on_call.hours.map(|hours| hours.words()),
        through: super::through(plan, &team.on_call.through),
    }
}

/// `contacts.html#team-platform`
pub(in crate::render) fn team_href(plan: &Plan, id: TeamId, root: &str) -> String {
    format!(
        "{root}contacts.html#team-{}",
        paths::slug(&plan.team(id).id)
    )
}

pub(in crate::render) fn team_link(plan: &Plan, id: TeamId, root: &str) -> LinkView {
    LinkView {
        href: team_href(plan, id, root),
        label: plan.team(id).name.clone(),
    }
}

pub(in crate::render) fn component_link(plan: &Plan, id: ComponentId, root: &str) -> LinkView {
    LinkView {
        href: paths::link(plan, id, root),
        label: plan.component(id).name.clone(),
    }
}

/// Where a waiver counts: its component, or the line of its comment, with the findings.
pub(in crate::render) fn waiver_link(plan: &Plan, waiver: &Waiver, root: &str) -> LinkView {
    match &waiver.at {
        WaiverScope::Component(at) => component_link(plan, at.value, root),
        WaiverScope::Line(line) => LinkView {
            href: match line.component {
                Some(id) => paths::link(plan, id, root),
                None => format!("{root}waived.html"),
            },
            label: line.shown.clone(),
        },
    }
}

/// Waivers that say the same of one place, but for what it is about, together.
pub(in crate::render) fn alike_waivers<'a>(
    plan: &Plan,
    waivers: &[&'a Waiver],
) -> Vec<Vec<&'a Waiver>> {
    let mut at: BTreeMap<_, usize> = BTreeMap::new();
    let mut groups: Vec<Vec<&Waiver>> = Vec::new();
    for waiver in waivers {
        let place = waiver_link(plan, waiver, "");
        let said = (place.href, place.label, &waiver.rule.value, &waiver.reason);
        let known = at.entry((said, waiver.until.value)).or_insert(groups.len());
        match groups.get_mut(*known) {
            Some(group) => group.push(waiver),
            None => groups.push(vec![waiver]),
        }
    }
    groups
}

/// What waivers are about, where they say.
pub(in crate::render) fn waived_of(plan: &Plan, waivers: &[&Waiver], root: &str) -> Vec<Reference> {
    let of = waivers.iter().filter_map(|one| one.of.as_ref());
    Reference::all(plan, of.map(|at| at.value), root)
}

/// Links in the order of a chain, from the fault on; where `left_out` are missing in
/// its middle, a word without a link says so.
pub(in crate::render) fn chain(
    plan: &Plan,
    (ids, left_out): (&[ComponentId], usize),
    root: &str,
) -> Vec<LinkView> {
    let mut links: Vec<LinkView> = ids
        .iter()
        .map(|&id| component_link(plan, id, root))
        .collect();
    if left_out > 0 {
        let label = format!("({left_out} more)");
        let href = String::new();
        links.insert(ids.len() / 2, LinkView { href, label });
    }
    links
}

/// A text as a link when it is an address that is safe to put behind one.
pub(in crate::render) fn outside(text: &str) -> Option<String> {
    text.parse::<Link>().ok().map(|link| link.to_string())
}

/// The CSS class of a level's badge.
pub(in crate::render) fn level_class(level: Level) -> &'static str {
    match level {
        Level::Up => "is-up",
        Level::Degraded => "is-degraded",
        Level::Down => "is-down",
    }
}

/// A kind as people say it.
pub(in crate::render) fn kind_word(kind: Kind) -> &'static str {
    match kind {
        Kind::Activity => "activity",
        Kind::Service => "service",
        Kind::Resource => "resource",
        Kind::Ai => "AI dependency",
        Kind::Provider => "provider",
        Kind::Endpoint => "endpoint",
        Kind::Model => "model weights",
        Kind::Domain => "failure domain",
    }
}

/// "3 down, 1 degraded", or "nothing else".
pub(in crate::render) fn radius_words(down: usize, degraded: usize) -> String {
    match (down, degraded) {
        (0, 0) => "nothing else".to_owned(),
        (down, 0) => format!("{down} down"),
        (0, degraded) => format!("{degraded} degraded"),
        (down, degraded) => format!("{down} down, {degraded} degraded"),
    }
}

/// Needs that nothing stands in for, and needs that one fault takes with all
/// their fallbacks.
pub(in crate::render) fn gaps(input: &Input, id: ComponentId) -> (usize, usize) {
    let component = input.plan().component(id);
    let needs = component.requirements.iter().enumerate();
    let hard = needs.filter(|(_, need)| need.mode == jurymast_plan::model::Mode::Hard);
    let hangs = hard.map(|(at, _)| input.analysis.hangs(id, at));
    let bare = hangs.filter(|on| *on != Hangs::OnNone).count();
    let lost = input.analysis.lost_requirements();
    let from = lost.partition_point(|one| one.component < id);
    let shared = lost[from..].iter().take_while(|one| one.component == id);
    (bare, shared.count())
}

/// The component that a finding names, by id or by address (`service.checkout`).
pub(in crate::render) fn named(plan: &Plan, name: &str) -> Option<ComponentId> {
    plan.find(name).or_else(|| {
        let (_, id) = name.split_once('.')?;
        plan.find(id)
    })
}
