use anyhow::Context as _;

use crate::cli::args::{Shared, SheetFormat};
use crate::cli::exit::{Exit, Failure};
use crate::cli::{files, open, scenarios, terminal};
use crate::render;
use jurymast_continuity::document;
use jurymast_continuity::exercise::{self, Audience, Packet, Subject};
use jurymast_contract::{self as contract, ExerciseOutput};
use jurymast_engine::simulation::{ScenarioScript, SimulationModel, simulate};
use jurymast_plan::model::Plan;

use super::args::{PacketArgs, PacketFor};

/// Writes the packet of a scenario.
pub(super) fn packet(args: &PacketArgs, shared: &Shared) -> Result<Exit, Failure> {
    let project = open::open_whole(shared)?;
    let plan = &project.plan;
    let (scenario, description) = find(plan, args.scenario.as_deref().unwrap_or_default())?;
    let timeline = simulate(&SimulationModel::of(plan), &scenario);
    let subject = Subject {
        scenario: &scenario,
        description,
        timeline: &timeline,
    };
    let packet = Packet::of(&project.analysis(), subject, project.today);
    let audience = match args.audience {
        PacketFor::All => Audience::Everyone,
        PacketFor::Facilitator => Audience::Facilitator,
        PacketFor::Participants => Audience::Participants,
    };
    let sheets = exercise::document(&packet, audience);
    let text = match args.format {
        SheetFormat::Text => document::text(&sheets).to_string(),
        SheetFormat::Markdown => document::markdown(&sheets).to_string(),
        SheetFormat::Html => {
            let version = env!("CARGO_PKG_VERSION");
            let today = project.today.to_string();
            render::document_page(&sheets, &packet.plan, &today, version)
                .context("cannot render the packet")?
        }
        SheetFormat::Json => {
            contract::write(ExerciseOutput::of(&packet, audience)).context("cannot write JSON")?
        }
    };
    match &args.out {
        Some(file) => {
            files::spare(file, &project.sources)?;
            files::write(file, &text)?;
            terminal::note(&format!("wrote {}", file.display()));
        }
        None => terminal::print_exact(&text)?,
    }
    Ok(Exit::Clean)
}

/// The one scenario of that name, and what is said of it.
pub(super) fn find<'a>(
    plan: &'a Plan,
    name: &str,
) -> Result<(ScenarioScript, Option<&'a str>), Failure> {
    let mut found = scenarios::find(plan, name)?;
    if !found.unused.is_empty() {
        let failure = Failure::error(format!(
            "nothing in the plan leans on what `{name}` strikes"
        ));
        return Err(failure.help(format!("it strikes {}", found.unused.join(", "))));
    }
    match (found.scenarios.pop(), found.scenarios.as_slice()) {
        (Some(one), []) => Ok((one, found.description)),
        (last, others) => {
            let all: Vec<&str> = others
                .iter()
                .chain(&last)
                .map(|one| one.id.as_str())
                .collect();
            let failure = Failure::error(format!("`{name}` strikes several: name one"));
            Err(failure.help(format!("one of {}", all.join(", "))))
        }
    }
}
