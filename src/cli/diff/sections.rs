use jurymast_continuity::comparison::{
    DemandChange, EvidenceChange, FindingChange, GapChange, LossChange, LossSize, PlanDiff,
    SpareChange, TargetChange, TargetJudge,
};
use jurymast_continuity::document::{Block, Document, Part};
use jurymast_engine::simulation::Verdict;
use jurymast_terms::wording;

/// So many entries of a list are written out.
const MOST: usize = 25;

/// What is other between two states, by what they are called.
pub(super) fn document((old, new): (&str, &str), all: &PlanDiff) -> Document {
    let parts = [
        part("gaps-opened", "Gaps opened", &all.gaps_opened, gap),
        part(
            "targets-broken",
            "Targets broken",
            &all.targets_broken,
            target,
        ),
        part(
            "blast-grew",
            "Losses that take more with them",
            &all.blast_grew,
            loss,
        ),
        part("spare-lost", "Spare capacity lost", &all.spare_lost, spare),
        part(
            "evidence-lost",
            "Evidence gone",
            &all.evidence_lost,
            evidence,
        ),
        part(
            "targets-unknown",
            "Targets no longer known to be met",
            &all.targets_unknown,
            target,
        ),
        part("asked-less", "Asked for less", &all.asked_less, demand),
        part(
            "switched-off",
            "Not looked for any more",
            &all.switched_off,
            String::clone,
        ),
        part(
            "findings-opened",
            "New findings",
            &all.findings_opened,
            finding,
        ),
        part(
            "findings-waived",
            "Findings accepted by a waiver",
            &all.findings_waived,
            finding,
        ),
        part(
            "findings-unasked",
            "Findings gone since less is asked, not mended",
            &all.findings_unasked,
            finding,
        ),
        part("gaps-closed", "Gaps closed", &all.gaps_closed, gap),
        part("targets-met", "Targets met again", &all.targets_met, target),
        part(
            "blast-shrank",
            "Losses that take less with them",
            &all.blast_shrank,
            loss,
        ),
        part(
            "findings-closed",
            "Findings gone",
            &all.findings_closed,
            finding,
        ),
    ];
    let compared = all.gaps_compared;
    let mut subtitle = vec![format!("From {old} to {new}: {}", summary(all))];
    if !compared.is_complete || compared.order < 2 {
        let faults = match compared.order {
            1 => "one fault",
            _ => "one or two faults",
        };
        let short = match compared.is_complete {
            true => "",
            false => ", and a limit cut a list short: there may be more",
        };
        subtitle.push(format!("Gaps of {faults} were compared{short}."));
    }
    if all.is_without_scenario {
        subtitle.push(
            "No scenario of the plan judges its targets: a broken one is seen only where a rule \
             finds it."
                .to_owned(),
        );
    }
    Document {
        title: "What changes for continuity".to_owned(),
        subtitle,
        parts: parts.into_iter().flatten().collect(),
        part_per_sheet: false,
    }
}

/// "2 gaps opened, 1 closed; 1 target broken."
fn summary(all: &PlanDiff) -> String {
    if all.is_empty() {
        return "nothing that the plan answers for is other.".to_owned();
    }
    let counts = [
        (all.gaps_opened.len(), "gap opened", "gaps opened"),
        (all.gaps_closed.len(), "gap closed", "gaps closed"),
        (all.targets_broken.len(), "target broken", "targets broken"),
        (
            all.blast_grew.len(),
            "loss takes more with it",
            "losses take more with them",
        ),
        (all.findings_opened.len(), "new finding", "new findings"),
        (all.asked_less.len(), "demand lowered", "demands lowered"),
        (
            all.findings_unasked.len(),
            "finding gone since less is asked",
            "findings gone since less is asked",
        ),
    ];
    let counts = counts.into_iter().filter(|(count, ..)| *count > 0);
    let counts = counts.map(|(count, one, many)| match count {
        1 => format!("1 {one}"),
        _ => format!("{count} {many}"),
    });
    let counts: Vec<String> = counts.collect();
    match counts.is_empty() {
        true => "nothing opened, nothing broke.".to_owned(),
        false => format!("{}.", counts.join(", ")),
    }
}

fn part<T>(id: &'static str, title: &str, all: &[T], words: impl Fn(&T) -> String) -> Option<Part> {
    if all.is_empty() {
        return None;
    }
    let mut entries: Vec<String> = all.iter().take(MOST).map(words).collect();
    if all.len() > MOST {
        entries.push(format!("and {} more", all.len() - MOST));
    }
    Some(Part {
        id,
        title: format!("{title} ({})", all.len()),
        blocks: vec![Block::list(entries)],
    })
}

fn tier(tier: Option<u8>) -> String {
    tier.map_or_else(String::new, |tier| format!(" (tier {tier})"))
}

fn gap(one: &GapChange) -> String {
    let set: Vec<&str> = one.set.iter().map(String::as_str).collect();
    let with = match set.as_slice() {
        [] => "without any fault".to_owned(),
        [alone] => format!("with {alone} alone"),
        _ => format!("with {} together", wording::and(&set)),
    };
    let alone = match one.is_alone {
        true => ", which stands in this state alone",
        false => "",
    };
    format!("{}{}{alone}: down {with}", one.component, tier(one.tier))
}

fn target(one: &TargetChange) -> String {
    let word = |verdict: Verdict| verdict.as_str();
    let whose = format!("{}{}: {}", one.component, tier(one.tier), one.target);
    match &one.judge {
        TargetJudge::Scenario(scenario) => format!(
            "{whose} in {scenario}: {} before, {} now",
            one.before.map_or("not there", word),
            word(one.after)
        ),
        // The finding may stand at what holds up whoever has the target, and names both.
        TargetJudge::Rule { rule, message } => {
            format!("{} cannot be kept now ({rule}): {message}", one.target)
        }
    }
}

fn demand(one: &DemandChange) -> String {
    let now = one.after.as_deref().unwrap_or("nothing");
    format!(
        "{}: {} {} before, {now} now",
        one.component, one.demand, one.before
    )
}

fn loss(one: &LossChange) -> String {
    let words = |count: Option<LossSize>, none: &str| match count {
        None => none.to_owned(),
        Some(count) => format!(
            "{} down ({} of tier 1), {} degraded",
            count.down, count.tier_1_down, count.degraded
        ),
    };
    format!(
        "{} ({}): {} before, {} now",
        one.id,
        one.kind,
        words(one.before, "not there"),
        words(one.after, "gone")
    )
}

fn spare(one: &SpareChange) -> String {
    let on: Vec<&str> = one.on.iter().map(String::as_str).collect();
    let before = match one.before {
        Some(before) => format!("{} was carried", wording::share(before)),
        None => "not there".to_owned(),
    };
    let verdict = match one.is_enough {
        Some(true) => ", enough",
        Some(false) => ", too little",
        None => "",
    };
    format!(
        "{} for {} with one lost: {before} before, {} is carried now{verdict}",
        one.component,
        wording::and(&on),
        wording::share(one.after)
    )
}

fn evidence(one: &EvidenceChange) -> String {
    let on: Vec<&str> = one.on.iter().map(String::as_str).collect();
    format!(
        "{} for {} to {}: {} before, {} now",
        one.component,
        wording::and(&on),
        one.to,
        one.before,
        one.after
    )
}

fn finding(one: &FindingChange) -> String {
    format!("{} {}: {}", one.severity.as_str(), one.rule, one.message)
}
