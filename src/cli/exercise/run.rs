use anyhow::Context as _;

use crate::cli::args::{Exercise, PacketFor, Shared, SheetFormat};
use crate::cli::exit::{Exit, Failure};
use crate::cli::{open, terminal};
use crate::document;
use crate::exercise::{self, Audience, Packet, Subject};
use crate::model::{self, Plan};
use crate::publish;
use crate::render;
use crate::simulation::{Machine, Scenario, simulate};
use crate::suggest;

use super::json;

pub(in crate::cli) fn run(args: &Exercise, shared: &Shared) -> Result<Exit, Failure> {
    let project = open::open_whole(shared)?;
    let plan = &project.plan;
    let declared = find(plan, &args.scenario)?;
    let scenario = Scenario::of(declared);
    let timeline = simulate(&Machine::of(plan), &scenario);
    let subject = Subject {
        scenario: &scenario,
        description: declared.description.as_deref(),
        timeline: &timeline,
    };
    let packet = Packet::of(plan, subject, project.today);
    let audience = match args.audience {
        PacketFor::All => Audience::Everyone,
        PacketFor::Facilitator => Audience::Facilitator,
        PacketFor::Participants => Audience::Participants,
    };
    let sheets = exercise::document(&packet, audience);
    let text = match args.format {
        SheetFormat::Text => document::text(&sheets),
        SheetFormat::Markdown => document::markdown(&sheets),
        SheetFormat::Html => {
            let version = env!("CARGO_PKG_VERSION");
            render::document_page(&sheets, &packet.plan, project.today, version)
                .context("cannot render the packet")?
        }
        SheetFormat::Json => json::json(&packet, audience)?,
    };
    match &args.out {
        Some(file) => {
            publish::write_file(file, text.as_bytes())
                .with_context(|| format!("cannot write `{}`", file.display()))?;
            terminal::chat(&format!("wrote {}\n", file.display()));
        }
        None => terminal::print(&text)?,
    }
    Ok(Exit::Clean)
}

fn find<'a>(plan: &'a Plan, name: &str) -> Result<&'a model::Scenario, Failure> {
    if let Some(found) = plan.scenarios.iter().find(|one| one.id == name) {
        return Ok(found);
    }
    let failure = Failure::error(format!("the plan has no scenario called `{name}`"));
    let ids: Vec<&str> = plan.scenarios.iter().map(|one| one.id.as_str()).collect();
    Err(match suggest::nearest(name, ids.iter().copied()) {
        Some(near) => failure.help(format!("did you mean `{near}`?")),
        None if ids.is_empty() => failure.help("declare one: [scenario.NAME] with `fails = [...]`"),
        None => failure.help(format!("scenarios: {}", ids.join(", "))),
    })
}
