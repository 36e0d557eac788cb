use crate::project::PLAN_FILE;

use super::args::{Init, PlanTemplate, Shared};
use super::exit::{Exit, Failure};
use super::{drafting, files, terminal};

const FIRST_PLAN: &str = include_str!("templates/first-plan.toml");
const CODING_ASSISTANTS: &str = include_str!("templates/coding-assistants.toml");

pub(super) fn run(args: &Init, shared: &Shared) -> Result<Exit, Failure> {
    let path = args.dir.join(PLAN_FILE);
    let next = if args.from.is_empty() {
        let (text, next) = match args.template {
            PlanTemplate::FirstPlan => (
                FIRST_PLAN,
                "next: jurymast check, then jurymast blast openai, then jurymast render",
            ),
            PlanTemplate::CodingAssistants => (
                CODING_ASSISTANTS,
                "next: strike out what nobody uses, then jurymast check, then jurymast render",
            ),
        };
        files::create(&path, text)?;
        next
    } else {
        let drafted = drafting::draft(&args.from, None, shared)?;
        files::create(&path, &drafted.draft.to_toml())?;
        drafted.tell_summary();
        "next: answer what is asked, then jurymast check, then jurymast render"
    };
    terminal::tell(&format!("wrote {}", path.display()));
    terminal::tell(next);
    Ok(Exit::Clean)
}
