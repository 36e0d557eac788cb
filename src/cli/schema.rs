use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Args;

use jurymast_contract as contract;
use jurymast_plan::language;

use super::exit::{Exit, Failure};
use super::terminal;

/// What plan files are called among the schemas.
const PLAN: &str = "plan";

/// What all outputs together are called.
const OUTPUTS: &str = "outputs";

#[derive(Debug, Args)]
pub(super) struct Schema {
    /// Of what: `plan`, or the JSON that a command prints (check, blast, blast-all,
    /// gaps, simulate, incident ...), with --markdown `outputs` for all of them [default: plan]
    #[arg(value_name = "OUTPUT")]
    of: Option<String>,
    /// Compare with a file instead of printing; exit with 1 when it differs [default:
    /// the one below schemas/]
    #[arg(long, value_name = "FILE", num_args = 0..=1)]
    check: Option<Option<PathBuf>>,
    /// Print a page in Markdown instead: the plan language, or with `outputs` all that
    /// commands print as JSON
    #[arg(long, conflicts_with = "check")]
    markdown: bool,
}

pub(super) fn run(args: &Schema) -> Result<Exit, Failure> {
    if args.markdown {
        let page = match args.of.as_deref() {
            None | Some(PLAN) => language::reference(),
            Some(OUTPUTS) => contract::reference(),
            Some(other) => {
                let failure = Failure::error(format!("there is no page of `{other}`"));
                let all = format!("one of {PLAN}, {OUTPUTS}");
                return Err(failure.suggest(other, [PLAN, OUTPUTS], all));
            }
        };
        terminal::print_exact(&page)?;
        return Ok(Exit::Clean);
    }
    let name = args.of.as_deref().unwrap_or(PLAN);
    let (schema, own_file) = find(name)?;
    let Some(given) = &args.check else {
        terminal::print_exact(&schema)?;
        return Ok(Exit::Clean);
    };
    let file = given.as_deref().unwrap_or(&own_file);
    let shown = file.display();
    let there = fs::read_to_string(file).with_context(|| format!("cannot read `{shown}`"))?;
    if there == schema {
        terminal::note(&format!("{shown} is up to date"));
        return Ok(Exit::Clean);
    }
    let of = match name {
        PLAN => String::new(),
        output => format!(" {output}"),
    };
    terminal::tell(&format!(
        "{shown} is out of date; write it anew: jurymast schema{of} > {shown}"
    ));
    Ok(Exit::Findings)
}

/// The schema of that name, and the file that holds it in the project.
fn find(name: &str) -> Result<(String, PathBuf), Failure> {
    if name == PLAN {
        let file = Path::new(language::SCHEMA_FILE).to_owned();
        return Ok((language::json_schema(), file));
    }
    if let Some(output) = contract::schema(name) {
        return Ok((output.text(), output.file().into()));
    }
    let outputs = contract::schemas().iter().map(|one| one.name);
    let names: Vec<&str> = std::iter::once(PLAN).chain(outputs).collect();
    let failure = Failure::error(format!("there is no schema of `{name}`"));
    let all = format!("one of {}", names.join(", "));
    Err(failure.suggest(name, names, all))
}
