use askama::Template;

use jurymast_plan::model::{Person, TeamId};

use super::frame::{Frame, Section};
use super::paths::{self, HERE};
use super::views::{self, CallView, ContactLink, LinkView};
use super::{Input, Page};

#[derive(Template)]
#[template(path = "contacts.html")]
struct Contacts {
    frame: Frame,
    teams: Vec<TeamView>,
    /// Services and activities that no team answers for.
    orphans: Vec<LinkView>,
}

struct TeamView {
    anchor: String,
    name: String,
    description: Option<String>,
    call: CallView,
    /// The teams to call next, in order.
    escalation: Vec<CallView>,
    people: Vec<PersonView>,
    links: Vec<LinkView>,
}

struct PersonView {
    name: String,
    role: Option<String>,
    phone: Option<ContactLink>,
    email: Option<ContactLink>,
    through: Option<String>,
}

/// Everybody who can be called.
pub(super) fn pages(input: &Input) -> Result<Vec<Page>, askama::Error> {
    let plan = input.plan();
    let mut answers: Vec<Vec<LinkView>> = vec![Vec::new(); plan.teams.len()];
    let mut orphans = Vec::new();
    for (id, component) in plan.enumerate() {
        let link = views::component_link(plan, id, HERE);
        match component.team {
            Some(team) => answers[team.value.index()].push(link),
            None if is_answered_for(component.kind()) => orphans.push(link),
            None => {}
        }
    }
    let teams = (0u32..).map(TeamId).zip(answers);
    let page = Contacts {
        frame: Frame::new(input, "Contacts", HERE, Section::Contacts),
        teams: teams.map(|(id, links)| team(input, id, links)).collect(),
        orphans,
    };
    Ok(vec![Page::of("contacts.html", &page)?])
}

fn is_answered_for(kind: jurymast_plan::model::Kind) -> bool {
    use jurymast_plan::model::Kind;
    matches!(kind, Kind::Service | Kind::Activity)
}

fn team(input: &Input, id: TeamId, links: Vec<LinkView>) -> TeamView {
    let team = input.plan().team(id);
    let next = team.escalate_to.iter();
    TeamView {
        anchor: format!("team-{}", paths::slug(&team.id)),
        name: team.name.clone(),
        description: team.description.clone(),
        call: CallView {
            name: "On call".to_owned(),
            href: String::new(),
            ..views::call(input.plan(), id, HERE)
        },
        escalation: next
            .map(|to| views::call(input.plan(), to.value, HERE))
            .collect(),
        people: team.people.iter().map(|one| person(input, one)).collect(),
        links,
    }
}

fn person(input: &Input, person: &Person) -> PersonView {
    let Person {
        name,
        role,
        phone,
        email,
        through,
    } = person;
    PersonView {
        name: name.clone(),
        role: role.clone(),
        phone: phone.as_deref().map(ContactLink::phone),
        email: email.as_deref().map(ContactLink::email),
        through: views::through(input.plan(), through),
    }
}
