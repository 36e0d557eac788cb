use std::time::Instant;

use crate::cli::args::{Output, Shared};
use crate::cli::exit::{Exit, Failure};
use crate::cli::{named, open, terminal};
use jurymast_engine::analysis::{self, Limits, Question, Search};
use jurymast_plan::model::{ComponentId, Kind, Level, Plan};
use jurymast_terms::text::Printout;

use super::args::{GapsArgs, Reached};
use super::{json, text, words};

/// How many sets the JSON lists of each component, and of all of them.
const LISTED: usize = 10_000;
const LISTED_IN_ALL: usize = 2_000_000;

/// More components than this are told of briefly, unless more is asked for.
const MANY: usize = 500;
/// Lines of each list then, and the steps that explanations follow.
const BRIEF: (usize, usize) = (3, 64);
/// Lines of each list of a few.
const LINES: usize = 20;

pub(in crate::cli) fn run(args: &GapsArgs, shared: &Shared) -> Result<Exit, Failure> {
    let project = open::open_whole(shared)?;
    let analysis = project.analysis();
    let plan = analysis.plan;
    let components = components(plan, &args.ids)?;
    let (brief, steps) = if components.len() > MANY {
        BRIEF
    } else {
        (LINES, usize::MAX)
    };
    let list = args.list.unwrap_or(brief);
    let is_text = args.output.format == Output::Text;
    let question = Question {
        level: match args.level {
            Reached::Down => Level::Down,
            Reached::Degraded => Level::Degraded,
        },
        max_order: args.max_order,
        list: match (args.count, is_text && components.len() > MANY) {
            (true, _) => 0,
            (false, true) => (4 * list).clamp(64, LISTED),
            (false, false) => LISTED,
        },
        probability: args.probability,
    };
    let limits = Limits {
        memory: args.memory_limit,
        listed: if is_text { usize::MAX } else { LISTED_IN_ALL },
        deadline: Instant::now().checked_add(args.time_limit),
    };
    let mut search = analysis.search(&components, &question, &limits);
    let mut told = Progress::default();
    if is_text {
        let mut writer =
            text::GapsTextWriter::new(&analysis, &question, (list, steps), limits.deadline);
        let mut print = |text: Printout| terminal::print_on(&text);
        told.all(&mut search, &mut print, |gaps, at, text| {
            if at > 0 {
                text.blank();
            }
            text.append(&writer.one(gaps));
            Ok(())
        })?;
        let mut last = Printout::new();
        if let Some(line) = writer.last() {
            last.blank();
            last.wrapped(line, 0, 2);
        }
        let left = components.len() - told.components;
        if left > 0 {
            let is = |kind: Kind| {
                components
                    .iter()
                    .any(|id| plan.component(*id).kind() == kind)
            };
            let what = match (args.ids.is_empty(), is(Kind::Activity), is(Kind::Service)) {
                (false, ..) => "components",
                (true, false, _) => "services",
                (true, true, false) => "activities",
                (true, true, true) => "services and activities",
            };
            let line = words::not_looked_at(left, components.len(), what, args.time_limit);
            last.blank();
            last.wrapped(line, 0, 2);
        }
        terminal::print(&last)?;
    } else {
        let explained = args.list.unwrap_or(if steps == usize::MAX {
            usize::MAX
        } else {
            brief
        });
        let mut writer = json::GapsJsonWriter::new(
            (&analysis, &project.sources),
            &question,
            (explained, steps),
            limits.deadline,
        );
        terminal::print_json_piece(&writer.head()?)?;
        let mut print = |text: String| terminal::print_json_piece(&text);
        told.all(&mut search, &mut print, |gaps, _, text| {
            text.push_str(&writer.one(gaps)?);
            Ok(())
        })?;
        let left = components.len() - told.components;
        let is_complete = left == 0 && !told.stopped;
        terminal::print_json_piece(&writer.tail(is_complete, left)?)?;
    }
    Ok(Exit::Clean)
}

/// What was printed so far.
#[derive(Default)]
struct Progress {
    components: usize,
    /// One of them is not complete.
    stopped: bool,
}

impl Progress {
    /// Prints each answer as `write` has it, until all are there or nobody reads.
    fn all<T: Piece>(
        &mut self,
        search: &mut Search<'_>,
        print: &mut impl FnMut(T) -> Result<bool, Failure>,
        mut write: impl FnMut(&analysis::Gaps, usize, &mut T) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        while let Some(portion) = search.next_portion() {
            let mut text = T::default();
            let mut is_over = false;
            for gaps in &portion {
                write(gaps, self.components, &mut text)?;
                self.components += 1;
                self.stopped |= !gaps.reach.is_complete();
                if text.bytes() > PIECE {
                    is_over = !print(std::mem::take(&mut text))?;
                    if is_over {
                        break;
                    }
                }
            }
            if is_over || !print(text)? {
                return Ok(());
            }
        }
        Ok(())
    }
}

/// Bytes that are held back before they are printed.
const PIECE: usize = 1 << 20;

/// What is printed piece by piece: lines, or a part of a JSON text.
trait Piece: Default {
    fn bytes(&self) -> usize;
}

impl Piece for Printout {
    fn bytes(&self) -> usize {
        self.as_str().len()
    }
}

impl Piece for String {
    fn bytes(&self) -> usize {
        self.len()
    }
}

/// The components named; without a name every service and activity of tier 1 and 2 or with
/// a target and no tier, or every one of a plan that gives none of them tier 1 or 2.
fn components(plan: &Plan, names: &[String]) -> Result<Vec<ComponentId>, Failure> {
    if names.is_empty() {
        return critical(plan);
    }
    named::components(plan, names)
}

fn critical(plan: &Plan) -> Result<Vec<ComponentId>, Failure> {
    let critical = plan.critical_components();
    let Some(first) = critical.first() else {
        return Err(Failure::error("the plan has no service and no activity")
            .help("name a component: `jurymast gaps ID`"));
    };
    if !plan.component(*first).is_critical() {
        terminal::note(
            "Nothing has tier 1 or 2; these are the gaps of all services and activities.",
        );
        terminal::note("");
    }
    Ok(critical)
}
