use std::collections::BTreeSet;

use askama::Template;

use crate::render::frame::{Frame, Section};
use crate::render::paths::{self, HERE, UP};
use crate::render::pictures::{self, Picture};
use crate::render::views::{self, ComponentFact, LinkView, Taken};
use crate::render::{Input, Page};
use jurymast_engine::analysis::Blast;
use jurymast_plan::model::{ComponentId, Detail, Kind, Level, Mode, Provider};
use jurymast_terms::units::Link;

use super::facts::{self, DomainView, EndView, Fact, OutageView};
use super::loss::{self, AffectedView, SwitchView};

#[derive(Template)]
#[template(path = "providers.html")]
struct Providers {
    frame: Frame,
    rows: Vec<ProviderRow>,
    picture: Option<Picture>,
}

struct ProviderRow {
    link: LinkView,
    kind: String,
    users: usize,
    takes: String,
    status: Option<String>,
}

#[derive(Template)]
#[template(path = "provider.html")]
struct ProviderPage {
    frame: Frame,
    name: String,
    kind: String,
    description: Option<String>,
    note: Option<String>,
    status: Option<String>,
    links: Vec<LinkView>,
    down: usize,
    degraded: usize,
    /// Something leans on it that is down already, and so is not counted.
    is_behind: bool,
    users: Vec<UserView>,
    affected: Vec<AffectedView>,
    switches: Vec<SwitchView>,
    /// Without any fallback, and needed to go on; and what goes on without.
    bare: Vec<LinkView>,
    soft: Vec<LinkView>,
    domains: Vec<DomainView>,
    ends: Vec<EndView>,
    outages: Vec<OutageView>,
    facts: Vec<ComponentFact>,
    contract: Vec<Fact>,
    picture: Picture,
}

/// A direct way in: an AI dependency or another caller.
struct UserView {
    link: LinkView,
    kind: &'static str,
    through: Option<LinkView>,
    model: Option<String>,
    needed_by: Vec<LinkView>,
}

/// The list of providers and a page for each.
pub(in crate::render) fn pages(input: &Input) -> Result<Vec<Page>, askama::Error> {
    let mut pages = Vec::new();
    let mut rows = Vec::new();
    let taken = Taken::of(input);
    for (id, component) in input.plan().enumerate() {
        let Detail::Provider(provider) = &component.detail else {
            continue;
        };
        let blast = input.analysis.blast(&[id]);
        let users = users(input, id);
        let radius = input.analysis.fault_table().of_component(id);
        rows.push((
            (radius.down, radius.degraded),
            ProviderRow {
                link: views::component_link(input.plan(), id, HERE),
                kind: provider.kind.clone().unwrap_or_default(),
                users: users.len(),
                takes: taken.words(input, id),
                status: provider.status_page.as_ref().map(Link::to_string),
            },
        ));
        let path = paths::place(input.plan(), id);
        let page = page(input, &taken, id, provider, &blast, users);
        pages.push(Page::of(path, &page)?);
    }
    rows.sort_by_key(|(radius, _)| std::cmp::Reverse(*radius));
    let list = Providers {
        frame: Frame::new(input, "Providers", HERE, Section::Providers),
        rows: rows.into_iter().map(|(_, row)| row).collect(),
        picture: pictures::all_needs_of(input, Kind::Ai, "What the AI dependencies lean on"),
    };
    pages.push(Page::of("providers.html", &list)?);
    Ok(pages)
}

fn page(
    input: &Input,
    taken: &Taken,
    id: ComponentId,
    provider: &Provider,
    blast: &Blast,
    users: Vec<ComponentId>,
) -> ProviderPage {
    let component = input.plan().component(id);
    let mut ending = users.clone();
    let endpoints = input.analysis.graph.needed_by(id).into_iter();
    ending.extend(endpoints.map(|(id, _)| id).filter(|id| !users.contains(id)));
    let affected = loss::affected(input, blast);
    let count = |level: Level| {
        let class = views::level_class(level);
        affected.iter().filter(|one| one.class == class).count()
    };
    ProviderPage {
        frame: Frame::new(input, component.name.clone(), UP, Section::Providers),
        name: component.name.clone(),
        kind: provider.kind.clone().unwrap_or_default(),
        description: component.description.clone(),
        note: provider.note.clone(),
        status: provider.status_page.as_ref().map(Link::to_string),
        links: component
            .links
            .iter()
            .map(|link| LinkView {
                href: link.url.to_string(),
                label: link.name.clone(),
            })
            .collect(),
        is_behind: taken.is_behind(id),
        down: count(Level::Down),
        degraded: count(Level::Degraded),
        affected,
        switches: loss::switches(input, blast),
        bare: loss::bare(input, blast, Mode::Hard),
        soft: loss::bare(input, blast, Mode::Soft),
        domains: facts::domains(input, component, provider),
        ends: facts::ends(input, &ending),
        outages: facts::outages(component),
        facts: ComponentFact::of(input.plan(), id, input.today, UP),
        contract: provider
            .contract
            .as_ref()
            .map_or_else(Vec::new, facts::contract),
        picture: pictures::neighbourhood(input, id, UP),
        users: users.into_iter().map(|user| view(input, user)).collect(),
    }
}

/// Who calls the provider directly or through one of its endpoints.
fn users(input: &Input, id: ComponentId) -> Vec<ComponentId> {
    let mut found = BTreeSet::new();
    for (user, _) in input.analysis.graph.needed_by(id) {
        match input.plan().component(user).kind() {
            Kind::Endpoint => {
                let callers = input.analysis.graph.needed_by(user);
                found.extend(callers.into_iter().map(|(caller, _)| caller));
            }
            _ => {
                found.insert(user);
            }
        }
    }
    found.into_iter().collect()
}

fn view(input: &Input, id: ComponentId) -> UserView {
    let component = input.plan().component(id);
    let (through, model) = match &component.detail {
        Detail::Ai(ai) => (
            ai.endpoint,
            ai.model.as_ref().map(|model| model.value.clone()),
        ),
        _ => (None, None),
    };
    let mut needed_by: Vec<ComponentId> = Vec::new();
    for (user, _) in input.analysis.graph.needed_by(id) {
        if !needed_by.contains(&user) {
            needed_by.push(user);
        }
    }
    UserView {
        link: views::component_link(input.plan(), id, UP),
        kind: views::kind_word(component.kind()),
        through: through.map(|endpoint| views::component_link(input.plan(), endpoint, UP)),
        model,
        needed_by: needed_by
            .into_iter()
            .map(|user| views::component_link(input.plan(), user, UP))
            .collect(),
    }
}
