use crate::cli::args::Shared;
use crate::cli::baseline::{self, Applied};
use crate::cli::exit::{Exit, Failure};
use crate::cli::{files, findings, open, terminal};
use crate::report;
use jurymast_continuity::lint::Strictness;
use jurymast_terms::diagnostic::Severity;

use super::args::Check;

pub(in crate::cli) fn run(args: &Check, shared: &Shared) -> Result<Exit, Failure> {
    let project = open::open(shared)?;
    let strictness = if args.pedantic {
        Strictness::Pedantic
    } else {
        Strictness::Usual
    };
    let mut judged = findings::judge(&project, &project.analysis(), strictness, shared)?;
    let broken = judged
        .errors
        .iter()
        .any(|error| error.severity == Severity::Error);
    match baseline::apply(&args.baseline, judged.for_baseline(&project), shared)? {
        Applied::None => {}
        Applied::Held(count) => judged.baselined = Some(count),
        Applied::Written => return Ok(Exit::Clean),
    }
    judged.gather(&project);
    let outcome = judged.outcome(&project);
    for to in &args.format {
        let text = report::report(to.format, &outcome, terminal::look(shared.color));
        match &to.file {
            None => terminal::print_exact(&text)?,
            Some(file) => files::write(file, &text)?,
        }
    }
    let failed = judged
        .findings
        .iter()
        .any(|found| found.waived.is_none() && args.fail_on.reached_by(found.severity));
    Ok(if broken {
        Exit::Error
    } else if failed && !args.exit_zero {
        Exit::Findings
    } else {
        Exit::Clean
    })
}
