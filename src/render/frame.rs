use askama::Template;

use jurymast_plan::model::Level;
use jurymast_terms::text;

use super::Input;
use super::views::{LinkView, component_link, judged_at_rest, level_class};

/// One file of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Relative to the root of the site, `/` separated: `services/checkout.html`.
    pub path: String,
    /// HTML.
    pub text: String,
}

impl Page {
    /// Renders a template to the page at `path`.
    pub(super) fn of(
        path: impl Into<String>,
        template: &impl Template,
    ) -> Result<Self, askama::Error> {
        Ok(Self {
            path: path.into(),
            text: rendered(template)?,
        })
    }
}

/// The page, in which nothing of a plan hides or reorders text.
pub(super) fn rendered(template: &impl Template) -> Result<String, askama::Error> {
    Ok(text::lines(&template.render()?).into_owned())
}

/// What every page shows around its own text.
#[derive(Debug, Clone)]
pub(super) struct Frame {
    pub title: String,
    pub plan: String,
    /// The way back to the root of the site: "" or "../".
    pub root: &'static str,
    /// The day the site was made for.
    pub generated: String,
    pub version: &'static str,
    pub css: &'static str,
    pub picture_css: &'static str,
    pub here: Section,
    /// What is down, or degraded, on that day with nothing failing.
    pub rest: Option<RestBanner>,
}

/// The head of every page while something is worse than up with nothing failing.
#[derive(Debug, Clone)]
pub(super) struct RestBanner {
    pub class: &'static str,
    /// "Down now", and which.
    pub parts: Vec<(&'static str, Vec<LinkView>, usize)>,
}

impl RestBanner {
    fn of(input: &Input, root: &str) -> Option<Self> {
        const NAMES: usize = 8;
        let plan = input.plan();
        let part = |level: Level, words| {
            let all = judged_at_rest(input).filter(|one| one.level == level);
            let ids: Vec<_> = all.map(|one| one.component).collect();
            let shown = ids.iter().take(NAMES);
            let links: Vec<LinkView> = shown.map(|id| component_link(plan, *id, root)).collect();
            let more = ids.len() - links.len();
            (!links.is_empty()).then_some((words, links, more))
        };
        let down = part(Level::Down, "Down now");
        let class = match down {
            Some(_) => level_class(Level::Down),
            None => level_class(Level::Degraded),
        };
        let degraded = part(Level::Degraded, "Degraded now");
        let parts: Vec<_> = down.into_iter().chain(degraded).collect();
        (!parts.is_empty()).then_some(Self { class, parts })
    }
}

/// The entries of the navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    Overview,
    Services,
    Activities,
    Providers,
    Components,
    Outages,
    Bia,
    Plan,
    Contacts,
    Findings,
    Waived,
    /// No page of the site.
    Alone,
}

/// One entry of the navigation.
pub(super) struct NavEntry {
    pub file: &'static str,
    pub label: &'static str,
    pub current: bool,
}

const NAVIGATION: [(Section, &str, &str); 11] = [
    (Section::Overview, "index.html", "Overview"),
    (Section::Services, "services.html", "Services"),
    (Section::Activities, "activities.html", "Activities"),
    (Section::Contacts, "contacts.html", "Contacts"),
    (Section::Plan, "plan.html", "Continuity plan"),
    (Section::Bia, "bia.html", "Business impact"),
    (Section::Providers, "providers.html", "Providers"),
    (Section::Outages, "outages.html", "Recorded outages"),
    (Section::Components, "components.html", "Components"),
    (Section::Findings, "findings.html", "Findings"),
    (Section::Waived, "waived.html", "Waived risks"),
];

impl Frame {
    /// `root` is "" for pages at the root of the site and "../" one folder down.
    pub(super) fn new(
        input: &Input,
        title: impl Into<String>,
        root: &'static str,
        here: Section,
    ) -> Self {
        Self {
            title: title.into(),
            plan: input.plan().header.name.clone(),
            root,
            generated: input.today.to_string(),
            version: input.version,
            css: include_str!("../../templates/site.css"),
            picture_css: jurymast_picture::CSS,
            here,
            rest: RestBanner::of(input, root),
        }
    }

    /// Of a page that is no part of a site; it brings its own navigation.
    pub(super) fn alone(plan: &str, title: &str, generated: &str, version: &'static str) -> Self {
        Self {
            title: title.to_owned(),
            plan: plan.to_owned(),
            root: "",
            generated: generated.to_owned(),
            version,
            css: include_str!("../../templates/site.css"),
            picture_css: "",
            here: Section::Alone,
            rest: None,
        }
    }

    pub(super) fn navigation(&self) -> impl Iterator<Item = NavEntry> {
        NAVIGATION.iter().map(|&(section, file, label)| NavEntry {
            file,
            label,
            current: section == self.here,
        })
    }
}
