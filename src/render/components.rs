use askama::Template;

use jurymast_plan::model::{BindingRole, Component, ComponentId, Detail, Kind, Retirement};

use jurymast_terms::units::Date;

use super::frame::{Frame, Section};
use super::paths::{self, HERE};
use super::views::{self, ComponentFact, LinkView, RestView, Taken, days_from};
use super::{Input, Page};

#[derive(Template)]
#[template(path = "components.html")]
struct Components {
    frame: Frame,
    groups: Vec<KindGroup>,
}

struct KindGroup {
    anchor: &'static str,
    title: &'static str,
    rows: Vec<ComponentRow>,
}

struct ComponentRow {
    anchor: String,
    name: String,
    id: String,
    /// "database", "region", "gpt-5.2".
    sort: String,
    retires: Option<(&'static str, String)>,
    now: Option<RestView>,
    facts: Vec<ComponentFact>,
    team: Option<LinkView>,
    stands: Vec<LinkView>,
    needed_by: Vec<LinkView>,
    more: usize,
    takes: String,
}

/// Names listed before "and n more".
const MOST_NAMES: usize = 12;

const GROUPS: [(Kind, &str, &str); 5] = [
    (Kind::Ai, "ai", "AI dependencies"),
    (Kind::Resource, "resources", "Resources"),
    (Kind::Domain, "domains", "Failure domains"),
    (Kind::Endpoint, "endpoints", "Endpoints"),
    (Kind::Model, "models", "Model weights"),
];

/// Everything that can fail and has no page of its own.
pub(super) fn pages(input: &Input) -> Result<Vec<Page>, askama::Error> {
    let taken = Taken::of(input);
    let rows = |kind: Kind| {
        let of = input.plan().enumerate();
        of.filter(|(_, component)| component.kind() == kind)
            .map(|(id, component)| row(input, &taken, id, component))
            .collect()
    };
    let groups = GROUPS.iter().map(|&(kind, anchor, title)| KindGroup {
        anchor,
        title,
        rows: rows(kind),
    });
    let page = Components {
        frame: Frame::new(input, "Components", HERE, Section::Components),
        groups: groups.filter(|group| !group.rows.is_empty()).collect(),
    };
    Ok(vec![Page::of("components.html", &page)?])
}

fn row(input: &Input, taken: &Taken, id: ComponentId, component: &Component) -> ComponentRow {
    let plan = input.plan();
    let link = |id: ComponentId| views::component_link(plan, id, HERE);
    let mut users: Vec<ComponentId> = Vec::new();
    for (user, _) in input.analysis.graph.needed_by(id) {
        if !users.contains(&user) {
            users.push(user);
        }
    }
    users.sort_by_key(|user| (plan.component(*user).rank(), *user));
    ComponentRow {
        anchor: paths::slug(&component.id),
        name: component.name.clone(),
        id: component.id.clone(),
        sort: sort(component),
        retires: retirement(component).map(|end| retires(end, input.today)),
        now: RestView::of(input, id, HERE),
        facts: ComponentFact::of(plan, id, input.today, HERE),
        team: component
            .team
            .map(|team| views::team_link(plan, team.value, HERE)),
        stands: component
            .bindings
            .iter()
            .filter(|binding| binding.role != BindingRole::Lineage)
            .map(|binding| link(binding.to))
            .collect(),
        more: users.len().saturating_sub(MOST_NAMES),
        needed_by: users.into_iter().take(MOST_NAMES).map(link).collect(),
        takes: taken.words(input, id),
    }
}

fn sort(component: &Component) -> String {
    match &component.detail {
        Detail::Resource(resource) => resource.kind.clone(),
        Detail::Domain(domain) => domain.kind.clone(),
        Detail::Ai(ai) => ai.model.as_ref().map(|model| model.value.clone()),
        Detail::Activity(_)
        | Detail::Service
        | Detail::Provider(_)
        | Detail::Endpoint(_)
        | Detail::Lineage(_) => None,
    }
    .unwrap_or_default()
}

fn retirement(component: &Component) -> Option<&Retirement> {
    match &component.detail {
        Detail::Ai(ai) => ai.retirement.as_ref(),
        Detail::Endpoint(endpoint) => endpoint.retirement.as_ref(),
        _ => None,
    }
}

/// "retired", "sora-2 on 2026-09-24 (60 days ago)".
fn retires(end: &Retirement, today: Date) -> (&'static str, String) {
    let word = if end.on <= today {
        "retired"
    } else {
        "retires"
    };
    (
        word,
        format!("{} on {}", end.what, days_from(end.on, today)),
    )
}
