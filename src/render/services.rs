use askama::Template;

use jurymast_engine::analysis::SpareCapacity;
use jurymast_plan::model::{ComponentId, Kind};
use jurymast_terms::wording;

use super::frame::{Frame, Section};
use super::paths::HERE;
use super::pictures::{self, Picture};
use super::views::{self, LinkView, RestView, Taken};
use super::{Input, Page};

#[derive(Template)]
#[template(path = "services.html")]
struct Services {
    frame: Frame,
    /// "service", "services".
    noun: &'static str,
    nouns: &'static str,
    count: usize,
    tiers: Vec<TierGroup>,
    picture: Option<Picture>,
}

struct TierGroup {
    /// "tier-1", or "no-tier".
    anchor: String,
    title: String,
    rows: Vec<ServiceRow>,
}

/// One service in a table, here and on the overview.
pub(super) struct ServiceRow {
    pub link: LinkView,
    /// How it stands with nothing failing; `None`: up.
    pub now: Option<RestView>,
    pub team: Option<LinkView>,
    pub rto: String,
    /// Needs without any fallback.
    pub bare: usize,
    /// Needs whose fallbacks share a fate with them.
    pub shared: usize,
    pub takes: String,
    /// The least share of a demand that is carried with one of several lost.
    pub spare: String,
    pub floor: &'static str,
    pub floor_class: &'static str,
}

/// The lists of all services and of all activities, by tier.
pub(super) fn pages(input: &Input) -> Result<Vec<Page>, askama::Error> {
    let services = list(
        input,
        ("service", "services"),
        Frame::new(input, "Services", HERE, Section::Services),
        pictures::all_needs_of(input, Kind::Service, "What the services need"),
    );
    let activities = list(
        input,
        ("activity", "activities"),
        Frame::new(input, "Activities", HERE, Section::Activities),
        pictures::all_needs_of(input, Kind::Activity, "What the activities need"),
    );
    Ok(vec![
        Page::of("services.html", &services)?,
        Page::of("activities.html", &activities)?,
    ])
}

fn list(
    input: &Input,
    (noun, nouns): (&'static str, &'static str),
    frame: Frame,
    picture: Option<Picture>,
) -> Services {
    let plan = input.plan();
    let all = plan.enumerate();
    let all = all.filter(|(_, component)| component.kind().as_str() == noun);
    let all: Vec<ComponentId> = all.map(|(id, _)| id).collect();
    let taken = Taken::of(input);
    let tiers = (1..=5)
        .map(|rank| TierGroup {
            anchor: if rank == 5 {
                "no-tier".to_owned()
            } else {
                format!("tier-{rank}")
            },
            title: if rank == 5 {
                "Without a tier".to_owned()
            } else {
                format!("Tier {rank}")
            },
            rows: all
                .iter()
                .filter(|id| plan.component(**id).rank() == rank)
                .map(|id| row(input, &taken, *id))
                .collect(),
        })
        .filter(|group| !group.rows.is_empty())
        .collect();
    Services {
        frame,
        noun,
        nouns,
        count: all.len(),
        tiers,
        picture,
    }
}

/// "60% without east"; "-" where no demand and alternative is declared.
fn spare(input: &Input, id: ComponentId) -> String {
    let all = input.analysis.spare_capacity().iter();
    let own = all.filter(|one| one.component == id);
    // What nobody knows may be least of all.
    let share = |one: &&SpareCapacity| one.left.share.unwrap_or(-1.0);
    let least = own.min_by(|a, b| share(a).total_cmp(&share(b)));
    least.map_or_else(
        || "-".to_owned(),
        |one| {
            let lost = &input.plan().component(one.lost).name;
            let unsure = if one.left.without_limit.is_empty() {
                ""
            } else {
                ", if what declares no limit can"
            };
            format!("{} without {lost}{unsure}", wording::share(one.left.share))
        },
    )
}

/// The state of one service.
pub(super) fn row(input: &Input, taken: &Taken, id: ComponentId) -> ServiceRow {
    let component = input.plan().component(id);
    let (bare, shared) = views::gaps(input, id);
    let floor = input.analysis.floor.level(id);
    ServiceRow {
        link: views::component_link(input.plan(), id, HERE),
        now: RestView::of(input, id, HERE),
        team: component
            .team
            .map(|team| views::team_link(input.plan(), team.value, HERE)),
        rto: component
            .targets
            .rto
            .map_or_else(|| "not set".to_owned(), |rto| rto.value.to_string()),
        bare,
        shared,
        takes: taken.words(input, id),
        spare: spare(input, id),
        floor: floor.as_str(),
        floor_class: views::level_class(floor),
    }
}
