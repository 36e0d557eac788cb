use crate::cli::exit::Failure;
use crate::cli::named;
use jurymast_engine::simulation::{InjectedFault, RepairCounted, ScenarioScript};
use jurymast_plan::model::{Level, Plan, Symptom};
use jurymast_terms::units::{Duration, Lasting};

/// One scenario of all the faults asked for, and the names of those that nothing
/// in the plan leans on.
pub(super) fn scenario(
    plan: &Plan,
    asked: &[String],
) -> Result<(ScenarioScript, Vec<String>), Failure> {
    let mut faults = Vec::new();
    let mut unused = Vec::new();
    for text in asked {
        let (name, symptom, lasts) = read(plan, text)?;
        match named::find(plan, name)? {
            Some(component) => faults.push(InjectedFault {
                component,
                at: Duration::ZERO,
                lasts,
                level: Level::Down,
                symptoms: symptom.into_iter().collect(),
                loses_data: false,
            }),
            None => unused.push(name.to_owned()),
        }
    }
    let scenario = ScenarioScript {
        id: "what-if".to_owned(),
        name: "What if".to_owned(),
        faults,
        surges: Vec::new(),
        repair: RepairCounted::All,
        starts: Duration::ZERO,
        unseen_waits: false,
        later_ends: true,
    };
    Ok((scenario, unused))
}

/// From behind, as ids may hold a colon: the time, a symptom if there is one.
fn read<'a>(plan: &Plan, text: &'a str) -> Result<(&'a str, Option<Symptom>, Lasting), Failure> {
    let no_time = |help: String| {
        let failure = Failure::error(format!("`{text}` does not say for how long"));
        Err(failure.help(help))
    };
    let (rest, time) = match text.rsplit_once(':') {
        Some((rest, time)) if !rest.trim().is_empty() => (rest, time),
        None if !text.trim().is_empty() => {
            return no_time(format!(
                "write `{text}:4h`, `{text}:429:4h` or `{text}:forever`"
            ));
        }
        _ => {
            return Err(Failure::error(format!("`{text}` does not say what fails"))
                .help("write `openai:4h`, `openai:429:4h` or `openai:forever`"));
        }
    };
    if time.parse::<Symptom>().is_ok() {
        if let Some((id, lasts)) = rest.rsplit_once(':')
            && (lasts == "forever" || lasts.parse::<Duration>().is_ok())
        {
            return no_time(format!("the time comes last: write `{id}:{time}:{lasts}`"));
        }
        return no_time(format!("write `{text}:4h` or `{text}:forever`"));
    }
    let lasts = match time {
        "forever" => Lasting::Forever,
        time => {
            let read = time.parse::<Duration>();
            let told = read.map_err(|error| Failure::error(format!("in `{text}`: {error}")))?;
            Lasting::For(told)
        }
    };
    let Some((id, seen)) = rest.rsplit_once(':').filter(|_| plan.find(rest).is_none()) else {
        return Ok((rest, None, lasts));
    };
    if let Ok(symptom) = seen.parse() {
        return Ok((id, Some(symptom), lasts));
    }
    if plan.find(id).is_none() {
        return Ok((rest, None, lasts));
    }
    named::symptom(seen, text).map(|symptom| (id, Some(symptom), lasts))
}
