use jurymast_plan::model::{Component, ComponentId, Detail, Plan};

use super::{Call, Reference};

/// How a person sees whether one component works.
pub(in crate::render) struct HealthLinks {
    pub(in crate::render) what: Reference,
    pub(in crate::render) links: Vec<HealthLink>,
    /// A command that shows whether it works.
    pub(in crate::render) check: Option<String>,
    /// Where there is neither: whom to ask.
    pub(in crate::render) otherwise: Option<String>,
}

pub(in crate::render) struct HealthLink {
    pub(in crate::render) name: String,
    pub(in crate::render) href: String,
}

impl HealthLinks {
    pub(in crate::render) fn of(plan: &Plan, id: ComponentId, root: &str) -> Self {
        let component = plan.component(id);
        let mut links = health_links(component);
        if let Some(provider) = plan.provider_of(id)
            && let Detail::Provider(detail) = &plan.component(provider).detail
            && let Some(page) = &detail.status_page
        {
            links.push(HealthLink {
                name: format!("status page of {}", plan.component(provider).name),
                href: page.to_string(),
            });
        }
        let is_bare = links.is_empty() && component.check.is_none();
        let otherwise = is_bare.then(|| match component.team {
            Some(team) => {
                let call = Call::team(plan, team.value, root);
                format!(
                    "no check, health or status link declared; ask {}",
                    call.short()
                )
            }
            None => "no check, health or status link and no owner declared".to_owned(),
        });
        Self {
            what: Reference::to(plan, id, root),
            links,
            check: component.check.clone(),
            otherwise,
        }
    }
}

pub(in crate::render) fn health_links(component: &Component) -> Vec<HealthLink> {
    let health = component.health.iter().map(|link| HealthLink {
        name: "health".to_owned(),
        href: link.to_string(),
    });
    let named = component.links.iter().map(|link| HealthLink {
        name: link.name.clone(),
        href: link.url.to_string(),
    });
    health.chain(named).collect()
}
