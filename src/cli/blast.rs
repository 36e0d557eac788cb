use clap::Args;

use jurymast_continuity::incident::NamedFault;
use jurymast_contract::BlastOutput;
use jurymast_engine::analysis::{Analysis, Blast, FallbackId, FallbackLevel, SwitchNeed};
use jurymast_engine::failure::SwitchInput;
use jurymast_plan::catalogue::fitness;
use jurymast_plan::model::{ComponentId, Level, Mode, Plan, SHARE_UNKNOWN};
use jurymast_terms::text::Printout;
use jurymast_terms::units::Duration;
use jurymast_terms::wording;

use super::args::{Output, OutputOnly, Shared};
use super::exit::{Exit, Failure};
use super::{blast_all, chain, load_words, named, open, terminal};

#[derive(Debug, Args)]
pub(super) struct BlastArgs {
    /// What fails, all at once: ids such as checkout, openai, openai/responses,
    /// model:gpt-5.2, aws-us-east-1
    #[arg(required_unless_present = "all", value_name = "ID")]
    ids: Vec<String>,
    /// Every component alone: how many others its loss takes down or degrades
    #[arg(long, conflicts_with = "ids")]
    all: bool,
    /// How many to show of each list under --all
    #[arg(long, value_name = "N", default_value_t = 10, requires = "all")]
    top: usize,
    #[command(flatten)]
    output: OutputOnly,
}

pub(super) fn run(args: &BlastArgs, shared: &Shared) -> Result<Exit, Failure> {
    let project = open::open_whole(shared)?;
    if args.all {
        return blast_all::run(&project, args.top, args.output.format);
    }
    let faults = named::faults(&project.plan, &args.ids)?;
    let ids: Vec<ComponentId> = faults.iter().filter_map(|fault| fault.id).collect();
    let blast = project.analysis().blast(&ids);
    match args.output.format {
        Output::Text => {
            terminal::print(&text(&project.analysis(), &faults, &blast))?;
            Ok(Exit::Clean)
        }
        Output::Json => {
            let names = faults.iter().map(|fault| fault.name.as_str()).collect();
            terminal::print_json(BlastOutput::of(&project.analysis(), names, &blast))
        }
    }
}

fn text(analysis: &Analysis<'_>, faults: &[NamedFault], blast: &Blast) -> Printout {
    let plan = analysis.plan;
    let mut out = Printout::new();
    for fault in faults {
        let line = match fault.id {
            Some(id) => {
                let component = plan.component(id);
                let before = plan.lost_for_good(id);
                let before =
                    before.map_or_else(String::new, |why| format!(": it was lost before, {why}"));
                let called = if component.name == component.id {
                    String::new()
                } else {
                    format!(", {}", component.name)
                };
                format!(
                    "{} fails ({}{called}){before}",
                    fault.name,
                    component.kind()
                )
            }
            None => format!("{} fails: nothing in this plan leans on it", fault.name),
        };
        out.wrapped(line, 0, 2);
    }
    let unknown = format!(", if {}", blast.unknown_if(plan));
    for (level, heading) in [(Level::Down, "DOWN"), (Level::Degraded, "DEGRADED")] {
        let hit: Vec<_> = blast
            .affected
            .iter()
            .filter(|one| one.level == level)
            .collect();
        out.blank();
        out.line(format!("{heading} {}", hit.len()));
        for one in hit {
            let component = plan.component(one.id);
            let tier = component
                .tier
                .map_or_else(|| "-".to_owned(), |tier| tier.value.to_string());
            let mark = format!("  {tier}  {:<9} ", component.kind().as_str());
            out.entry(&mark, &component.id, 15);
            let chain = chain::text(plan, &one.via, one.via_left_out);
            let from = if one.from > Duration::ZERO {
                format!(", from {} on", one.from)
            } else {
                String::new()
            };
            let unknown = if one.is_unknown { unknown.as_str() } else { "" };
            out.wrapped(format!("because of {chain}{from}{unknown}"), 15, 17);
        }
    }
    let before = &blast.down_at_rest;
    if !before.is_empty() {
        out.blank();
        out.line(format!("DOWN BEFORE THIS ALREADY {}", before.len()));
        for id in before {
            let why = plan.lost_for_good(*id);
            let why = why.map_or_else(String::new, |why| format!(": {why}"));
            let kind = plan.component(*id).kind();
            out.wrapped(format!("{} ({kind}){why}", plan.component(*id).id), 2, 4);
        }
    }
    if !blast.switches.is_empty() {
        out.blank();
        out.line("FALLBACKS");
        switches(analysis, blast, &mut out);
    }
    if blast.is_partly_counted {
        out.blank();
        let line = "NOT COUNTED: who is served too little once demands have moved; \
                    it would be too much work to tell.";
        out.wrapped(line, 0, 2);
    }
    let carried = analysis.carried(&blast.faults);
    if !carried.is_empty() {
        out.blank();
        out.line("LOAD");
        for one in &carried {
            out.wrapped(load_words::carried(plan, one), 2, 4);
        }
    }
    out.blank();
    out.line(format!(
        "The number in front is the tier. {} down, {} degraded, {} untouched.",
        blast.count(Level::Down),
        blast.count(Level::Degraded),
        blast.untouched(plan)
    ));
    out
}

fn switches(analysis: &Analysis<'_>, blast: &Blast, out: &mut Printout) {
    let plan = analysis.plan;
    for switch in &blast.switches {
        if blast.faults.contains(&switch.component) {
            continue;
        }
        let component = plan.component(switch.component);
        let requirement = &component.requirements[switch.requirement];
        let group: Vec<&str> = requirement
            .group
            .iter()
            .map(|to| plan.component(to.value).id.as_str())
            .collect();
        let what = wording::group(requirement.at_least, &group);
        let mut line = |verdict: &str, rest: &str| {
            let text = format!("{} for {what}: {rest}", component.id);
            out.entry(&format!("  {verdict:<6}"), text, 10);
        };
        match &requirement.degraded {
            Some(degraded) if switch.fallbacks.is_empty() => line("soft", degraded),
            _ if !switch.fallbacks.is_empty() => {}
            _ if requirement.mode == Mode::Soft => line("soft", "it can go on without"),
            _ if switch.primary < Level::Down => {}
            _ => line("none", "there is no fallback"),
        }
        for (at, fallback) in switch.fallbacks.iter().enumerate() {
            let to = &plan.component(fallback.to).id;
            let ended = plan.lost_for_good(fallback.to);
            let time = fallback.holds;
            let time = time.map_or_else(String::new, |time| format!(", for {time} only"));
            let id = FallbackId {
                component: switch.component,
                requirement: switch.requirement,
                fallback: at,
            };
            let doubts = analysis.doubts(id).into_iter();
            let doubts: String = doubts.map(|doubt| format!("; {doubt}")).collect();
            if let Some(host) = fallback.may_use_lost {
                let host = &plan.component(host).id;
                line(
                    "maybe",
                    &format!("{to}: its gateway may use {host}, which is lost"),
                );
                continue;
            }
            if fallback.is_share_unknown {
                line(
                    "maybe",
                    &format!("{to}, degraded{time}: {SHARE_UNKNOWN}{doubts}"),
                );
                continue;
            }
            let stuck = stuck(plan, fallback).filter(|_| fallback.level == Level::Down);
            if let (None, Some((outcome, why))) = (&ended, stuck) {
                line(outcome, &format!("{to}: {why}"));
                continue;
            }
            match fallback.level {
                _ if ended.is_some() => {
                    let why = ended.map_or_else(String::new, |why| why.to_string());
                    line("lost", &format!("{to}: it never held, {why}"));
                }
                Level::Down if fallback.never_fires => line(
                    "lost",
                    &format!("{to} is set off by nothing: its triggers leave out what is seen"),
                ),
                Level::Down if fallback.carries_too_little => {
                    line(
                        "lost",
                        &format!("{to} then serves too little of what is asked"),
                    );
                }
                Level::Degraded if fallback.carries_too_little => line(
                    "held",
                    &format!("{to}, degraded, as more is asked of it than it serves{time}{doubts}"),
                ),
                Level::Up => line("held", &format!("{to}{time}{doubts}")),
                Level::Degraded => line("held", &format!("{to}, degraded{time}{doubts}")),
                Level::Down if fallback.lost_via.is_empty() => {
                    let (_, unfit) = fitness(plan, requirement, fallback.to);
                    if !unfit.is_empty() && !blast.faults.contains(&fallback.to) {
                        let why = unfit.join(", ");
                        line("lost", &format!("{to} cannot do the work: {why}"));
                        continue;
                    }
                    line("lost", &format!("{to} gives too little, or failed itself"))
                }
                Level::Down => line(
                    "lost",
                    &format!(
                        "{to}, because of {}",
                        chain::text(plan, &fallback.lost_via, fallback.lost_via_left_out)
                    ),
                ),
            }
        }
    }
}

/// What of the switch to a fallback is lost, and whether it is sure that it is not made:
/// "its switch needs vpn, which is lost too"
fn stuck(plan: &Plan, fallback: &FallbackLevel) -> Option<(&'static str, String)> {
    let (what_for, lost) = fallback.stuck()?;
    let lost: Vec<String> = lost.iter().map(|need| lost_need(plan, need)).collect();
    let lost = wording::and(&lost);
    Some(match what_for {
        SwitchInput::Need if fallback.is_switched_before => (
            "maybe",
            format!("switched to by then, its switch needs {lost}"),
        ),
        SwitchInput::Caller if fallback.is_switched_before => (
            "maybe",
            format!("switched to by then, whoever does it is called by {lost}"),
        ),
        SwitchInput::Detector if fallback.is_switched_before => (
            "maybe",
            format!("switched to by then, its loss is seen by {lost}"),
        ),
        SwitchInput::Need => ("lost", format!("its switch needs {lost}")),
        SwitchInput::Caller => (
            "lost",
            format!("nothing calls whoever switches to it but {lost}"),
        ),
        SwitchInput::Detector => ("maybe", format!("nothing sees the loss but {lost}")),
    })
}

/// "vpn, which is lost too because of net", "old-vpn, which expired on 2026-01-31"
fn lost_need(plan: &Plan, need: &SwitchNeed) -> String {
    let id = &plan.component(need.what).id;
    let from = match need.from {
        Duration::ZERO => String::new(),
        from => format!(" from {from} on"),
    };
    match plan.lost_for_good(need.what) {
        Some(why) => format!("{id}, which {why}"),
        None if need.via.is_empty() => format!("{id}, which is lost too{from}"),
        None => {
            let chain = chain::text(plan, &need.via, need.via_left_out);
            format!("{id}, which is lost too{from} because of {chain}")
        }
    }
}
