use std::path::PathBuf;

use clap::Args;

use crate::publish::{self, SiteError};
use crate::render::{self, Input, RuleNote};
use crate::report::{self, Format};
use jurymast_continuity::lint::RuleChoice;
use jurymast_terms::text::Printout;

use super::args::Shared;
use super::exit::{Exit, Failure};
use super::{findings, open, terminal};

#[derive(Debug, Args)]
pub(super) struct Render {
    /// The folder to write the site to
    #[arg(short, long, value_name = "DIR", default_value = "jurymast-site")]
    out: PathBuf,
    /// Write into a folder that holds other things
    #[arg(long)]
    force: bool,
}

pub(super) fn run(args: &Render, shared: &Shared) -> Result<Exit, Failure> {
    let project = open::open_whole(shared)?;
    let analysis = project.analysis();
    let mut judged = findings::judge(&project, &analysis, &RuleChoice::default(), shared)?;
    judged.gather(&project);
    if judged.is_broken() {
        open::tell_problems(&judged.errors, judged.sources(), shared);
        return Err(Failure::error(
            "the plan cannot be judged; nothing was written",
        ));
    }
    let rules: Vec<RuleNote> = judged
        .rules
        .iter()
        .map(|rule| RuleNote {
            name: rule.name,
            summary: rule.summary.clone(),
        })
        .collect();
    let pages = render::site(&Input {
        analysis: &analysis,
        sources: judged.sources(),
        findings: &judged.findings,
        rules: &rules,
        today: project.today,
        version: env!("CARGO_PKG_VERSION"),
    })
    .map_err(|error| Failure::error(format!("cannot render the site: {error}")))?;
    let pages: Vec<(String, String)> = pages
        .into_iter()
        .map(|page| (page.path, page.text))
        .collect();
    let shown = args.out.display();
    publish::publish_site(&args.out, &pages, args.force).map_err(|error| match error {
        SiteError::NotOurs => {
            Failure::error(format!("`{shown}` holds files that `render` did not write"))
                .help("name a new folder with --out, or pass --force to write there nevertheless")
        }
        SiteError::Outside(path) => {
            Failure::error(format!("the page `{path}` would leave `{shown}`"))
        }
        SiteError::Io(error) => Failure::error(format!("cannot write `{shown}`: {error}")),
    })?;
    let outcome = judged.outcome(None);
    let look = terminal::look(shared.color);
    terminal::print_exact(&report::report(Format::Concise, &outcome, look))?;
    let mut last = Printout::new();
    last.line(format!(
        "wrote {} pages: {}",
        pages.len(),
        args.out.join("index.html").display()
    ));
    terminal::print(&last)?;
    Ok(Exit::Clean)
}
