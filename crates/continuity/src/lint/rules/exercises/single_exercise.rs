use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use jurymast_engine::analysis::{FallbackId, Tested};
use jurymast_terms::units::Date;

/// Of fewer fallbacks one day says enough.
const FEWEST: usize = 3;

rule! {
    /// Fallbacks of which all that is known comes from one day.
    ///
    /// ## What it finds
    /// A plan of which three or more fallbacks were tried, all of them last on one and the
    /// same day: by one exercise, or by days that were written together.
    ///
    /// ## Why it matters
    /// One exercise shows one system, one team and one kind of loss. Whatever was set up for
    /// that day, was left out of it or was wrong with it, is wrong of all the evidence; and
    /// all of it grows stale at once.
    ///
    /// ## Fails
    /// ```toml
    /// [service.shop]
    /// depends_on = [
    ///   { on = "a", fallback = [{ to = "spare", tested = 2026-10-01 }] },
    ///   { on = "b", fallback = [{ to = "spare", tested = 2026-10-01 }] },
    ///   { on = "c", fallback = [{ to = "spare", tested = 2026-10-01 }] },
    /// ]
    ///
    /// [resource.a]
    /// [resource.b]
    /// [resource.c]
    /// [resource.spare]
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.shop]
    /// depends_on = [
    ///   { on = "a", fallback = [{ to = "spare", tested = 2026-10-01 }] },
    ///   { on = "b", fallback = [{ to = "spare", tested = 2026-09-12 }] },
    ///   { on = "c", fallback = [{ to = "spare", tested = 2026-10-01 }] },
    /// ]
    ///
    /// [resource.a]
    /// [resource.b]
    /// [resource.c]
    /// [resource.spare]
    /// ```
    ///
    /// ## What to do
    /// Try the fallbacks over the year, each with the loss that it is for, and write the day
    /// at each.
    ///
    /// ## False alarms
    /// A day on which all is switched, twice a year: a different day once shows the same.
    ///
    /// ## Ask
    /// What was special about that day?
    ///
    /// ## Sources
    /// ISO 22301, 8.5 (exercises over time); Regulation (EU) 2024/1774, article 25.
    "single-exercise", Exercises, Info, check,
    says &["evidence", "on", "tested"]
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    let plan = cx.plan;
    let tried = FallbackId::all(plan).filter_map(|id| {
        let Tested::Last { on, exercise, .. } = cx.analysis.tested(id, cx.today) else {
            return None;
        };
        Some((id, on, exercise))
    });
    let tried: Vec<(FallbackId, Date, Option<usize>)> = tried.collect();
    let Some(&(first, day, exercise)) = tried.first().filter(|_| tried.len() >= FEWEST) else {
        return;
    };
    if tried.iter().any(|(_, on, _)| *on != day) {
        return;
    }
    let same = exercise.filter(|at| tried.iter().all(|(_, _, other)| *other == Some(*at)));
    let message = match same {
        Some(at) => format!(
            "all {} fallbacks that were tried were tried in `{}` alone",
            tried.len(),
            plan.exercises[at].id
        ),
        None => format!(
            "all {} fallbacks that were tried were tried on one day, {day}",
            tried.len()
        ),
    };
    let place = match same {
        Some(at) => plan.exercises[at].place,
        None => first.of(plan).place,
    };
    found.general(place, message, |finding| {
        finding
            .label("all evidence comes from here")
            .help("try them over the year, each with the loss that it is for")
    });
}
