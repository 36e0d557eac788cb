use jurymast_drift::{Coverage, Traffic};
use jurymast_terms::text::Printout;
use jurymast_terms::wording;

use super::run::ComparedPlan;

/// Names of one list that are printed.
const MOST: usize = 12;

/// What the findings rest on: files, windows, sampling, names, and what nothing is known of.
pub(super) fn beside(compared: &ComparedPlan<'_>) -> Printout {
    let mut out = Printout::new();
    configured(compared, &mut out);
    observed(compared, &mut out);
    names(compared, &mut out);
    in_use(compared, &mut out);
    peaks(compared, &mut out);
    out
}

fn configured(compared: &ComparedPlan<'_>, out: &mut Printout) {
    let Some(drawn) = compared.drawn else { return };
    out.line("CONFIGURED");
    for (file, format) in &drawn.files {
        out.line(format!("  {} ({format})", compared.sources.get(*file).path));
    }
    let drift = compared.drift;
    out.line(format!(
        "  {} compared: the files know both ends",
        counted(drift.compared, "declared need")
    ));
    if !drift.not_configured.is_empty() {
        let names = wording::up_to(MOST, &drift.not_configured);
        out.wrapped(format!("no file speaks of {names}"), 2, 4);
    }
    if !drift.gateways_not_given.is_empty() {
        let names = wording::up_to(MOST, &drift.gateways_not_given);
        out.wrapped(
            format!("not looked at: what answers behind {names}, and what stands in: the gateway's own file was not given"),
            2,
            4,
        );
    }
}

fn observed(compared: &ComparedPlan<'_>, out: &mut Printout) {
    if compared.traffic.is_empty() {
        return;
    }
    out.line("OBSERVED");
    for one in compared.traffic {
        file(compared, one, out);
    }
    let Coverage {
        seen,
        unseen,
        unknown,
        fallbacks_unseen,
        strangers,
    } = compared.drift.coverage;
    let all = seen + unseen + unknown;
    out.wrapped(
        format!(
            "{seen} of {} seen; {unseen} not seen though their callers were; \
             of {unknown} no file knows the caller",
            counted(all, "declared need")
        ),
        2,
        4,
    );
    out.line("  what was not seen is not proven to be gone");
    if fallbacks_unseen > 0 {
        let count = counted(fallbacks_unseen, "fallback");
        out.line(format!("  {count} not seen, as is to be expected of them"));
    }
    if strangers > 0 {
        let count = counted(strangers, "pair");
        out.line(format!("  {count} of which the plan knows neither"));
    }
}

fn file(compared: &ComparedPlan<'_>, one: &Traffic, out: &mut Printout) {
    let path = &compared.sources.get(one.file).path;
    out.line(format!("  {path} ({})", one.shape));
    out.wrapped(format!("window: {}", one.window.words()), 4, 6);
    out.wrapped(format!("sampling: {}", one.sampling()), 4, 6);
    let entries = one.calls.len() + one.models.len();
    let mut parts = vec![format!(
        "{} of calls",
        counted_as(entries, "entry", "entries")
    )];
    if one.counts.empty > 0 {
        parts.push(format!(
            "{} that count none or name nobody",
            one.counts.empty
        ));
    }
    if one.counts.other > 0 {
        parts.push(format!("{} of something else", one.counts.other));
    }
    out.wrapped(wording::and(&parts), 4, 6);
    if one.is_cut {
        out.line("    CUT SHORT: there are more pages");
    }
}

fn names(compared: &ComparedPlan<'_>, out: &mut Printout) {
    let drift = compared.drift;
    if !drift.like.is_empty() {
        out.line("TAKEN FOR BY LIKENESS");
        for one in drift.like.iter().take(MOST) {
            out.line(format!(
                "  {} for {}: the same {}",
                one.name, one.component, one.likeness
            ));
        }
        more(drift.like.len(), out);
    }
    if !drift.unknown.is_empty() {
        out.line("NAMES THAT THE PLAN DOES NOT KNOW");
        for one in drift.unknown.iter().take(MOST) {
            match one.like.as_slice() {
                [] => out.line(format!("  {}", one.name)),
                like => out.line(format!(
                    "  {} (not taken for {})",
                    one.name,
                    wording::or(like)
                )),
            }
        }
        more(drift.unknown.len(), out);
    }
}

fn in_use(compared: &ComparedPlan<'_>, out: &mut Printout) {
    if compared.drift.in_use.is_empty() {
        return;
    }
    out.line("FALLBACKS IN USE");
    for one in compared.drift.in_use.iter().take(MOST) {
        let caller = one.caller.as_deref().unwrap_or("who calls is not said");
        let traffic = &compared.traffic[one.file];
        let said = format!(
            "{} ({caller}): observed in {}, window: {}",
            one.fallback,
            compared.sources.get(traffic.file).path,
            traffic.window.words()
        );
        out.wrapped(&said, 2, 4);
    }
    more(compared.drift.in_use.len(), out);
}

fn peaks(compared: &ComparedPlan<'_>, out: &mut Printout) {
    if compared.drift.peaks.is_empty() {
        return;
    }
    out.line("LIMITS");
    for one in compared.drift.peaks.iter().take(MOST) {
        out.line(format!(
            "  {}: {} requests a minute declared, seen {}",
            one.component,
            one.limit,
            one.words()
        ));
    }
    more(compared.drift.peaks.len(), out);
}

fn more(count: usize, out: &mut Printout) {
    if count > MOST {
        out.line(format!("  and {} more", count - MOST));
    }
}

fn counted(count: usize, noun: &str) -> String {
    counted_as(count, noun, &format!("{noun}s"))
}

fn counted_as(count: usize, one: &str, many: &str) -> String {
    match count {
        1 => format!("1 {one}"),
        count => format!("{count} {many}"),
    }
}
