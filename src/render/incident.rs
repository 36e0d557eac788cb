use askama::Template;

use jurymast_continuity::incident::{Sheet, TeamContact, Verdict};

use super::frame::{Frame, rendered};
use super::paths;

#[derive(Template)]
#[template(path = "incident.html")]
struct IncidentPage<'a> {
    frame: Frame,
    sheet: &'a Sheet,
}

/// The sheet as one page that loads nothing and prints.
///
/// # Errors
/// When the template cannot be rendered.
pub fn incident(sheet: &Sheet, version: &'static str) -> Result<String, askama::Error> {
    let page = IncidentPage {
        frame: Frame::alone(&sheet.plan, &sheet.title, &sheet.shown_now, version),
        sheet,
    };
    rendered(&page)
}

impl IncidentPage<'_> {
    fn tel(&self, phone: &str) -> String {
        paths::tel(phone).unwrap_or_default()
    }

    fn level_class(&self, level: &str) -> &'static str {
        match level {
            "down" => "is-down",
            "degraded" => "is-degraded",
            _ => "is-up",
        }
    }

    fn verdict_class(&self, verdict: &Verdict) -> &'static str {
        match verdict {
            Verdict::NoHelp => "is-down",
            Verdict::WaitsForAPerson => "is-degraded",
            Verdict::ByItself => "is-up",
        }
    }

    /// Lead and alternate, with what each is called here.
    fn leads(&self) -> Vec<(&'static str, &TeamContact)> {
        let lead = self.sheet.lead.iter().map(|one| ("Lead", one));
        let alternate = self.sheet.alternate.iter();
        lead.chain(alternate.map(|one| ("If nobody answers", one)))
            .collect()
    }
}
