use std::collections::HashSet;

use jurymast_terms::wording;

use crate::model::{Ai, ComponentId, Level, Plan, Requirement};

use super::modality::{Modality, modality};

/// Something that the calls to one model need and another does not give.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misfit {
    /// "no tools", "context 8k of 200k"
    pub words: String,
    kind: MisfitKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum MisfitKind {
    /// It does other work, or its vectors mean something else: no call is answered.
    OtherWork,
    /// By its `needs` it cannot do what the calls ask for.
    Capability,
    /// By its `needs` the longer calls do not fit.
    Context,
    /// It may not be called with these data.
    Residency,
}

/// Why the second cannot take the first one's calls, by what the plan declares; empty where
/// nothing is known against it.
pub fn misfits(plan: &Plan, asked: &Ai, given: &Ai) -> Vec<Misfit> {
    let mut found = Vec::new();
    let mut add = |kind, words: String| found.push(Misfit { words, kind });
    match (modality(plan, asked), modality(plan, given)) {
        (Some(asked), Some(given)) if asked != given => add(
            MisfitKind::OtherWork,
            format!("{} in place of {}", given.as_str(), asked.as_str()),
        ),
        (Some(work), Some(_)) if work.is_embeddings() && other_weights(asked, given) => {
            add(MisfitKind::OtherWork, "another embedding space".to_owned());
        }
        _ => {}
    }
    if let (Some(asked), Some(given)) = (asked.needs.context, given.needs.context)
        && given < asked
    {
        let words = format!("context {} of {}", tokens(given), tokens(asked));
        add(MisfitKind::Context, words);
    }
    let flags = [
        ("no tools", asked.needs.tools, given.needs.tools),
        ("no vision", asked.needs.vision, given.needs.vision),
        (
            "no structured output",
            asked.needs.structured_output,
            given.needs.structured_output,
        ),
        ("no streaming", asked.needs.streaming, given.needs.streaming),
    ];
    for (words, asked, given) in flags {
        if asked == Some(true) && given == Some(false) {
            add(MisfitKind::Capability, words.to_owned());
        }
    }
    let allowed = |place: &&String| {
        let mut all = asked.residency.iter();
        !all.any(|one| one.eq_ignore_ascii_case(place))
    };
    let outside: Vec<&String> = given.residency.iter().filter(allowed).collect();
    if !asked.residency.is_empty() && !outside.is_empty() {
        let words = format!(
            "data in {} and not in {} alone",
            wording::and(&outside),
            wording::and(&asked.residency)
        );
        add(MisfitKind::Residency, words);
    }
    found
}

/// What the first one's calls ask for and nobody says of the second, in words that follow
/// "not known to give": "tools", "a context of 200k".
pub fn undeclared(plan: &Plan, asked: &Ai, given: &Ai) -> Vec<String> {
    let mut unsaid = Vec::new();
    let needs = &asked.needs;
    let flags = [
        ("tools", needs.tools, given.needs.tools),
        ("vision", needs.vision, given.needs.vision),
        (
            "structured output",
            needs.structured_output,
            given.needs.structured_output,
        ),
        ("streaming", needs.streaming, given.needs.streaming),
    ];
    let asks = |flag: &Option<bool>| *flag == Some(true);
    let has_needs = needs.context.is_some() || flags.iter().any(|(_, asked, _)| asks(asked));
    if let Some(work) = modality(plan, asked).filter(|_| says_its_work(plan, asked)) {
        let is_asked = has_needs || work != Modality::Text;
        if is_asked && !says_its_work(plan, given) {
            unsaid.push(work.as_str().to_owned());
        } else if work.is_embeddings() && !is_space_known(asked, given) {
            unsaid.push("vectors of the same embedding space".to_owned());
        }
    }
    if let (Some(asked), None) = (needs.context, given.needs.context) {
        unsaid.push(format!("a context of {}", tokens(asked)));
    }
    let silent = flags
        .iter()
        .filter(|(_, asked, given)| asks(asked) && given.is_none());
    unsaid.extend(silent.map(|(words, ..)| (*words).to_owned()));
    if !asked.residency.is_empty() && given.residency.is_empty() {
        let places = wording::and(&asked.residency);
        unsaid.push(format!("processing in {places} alone"));
    }
    unsaid
}

/// Why nobody can be sure that a fallback to this component which nothing rules out can do the work.
pub fn doubts(plan: &Plan, of: &Requirement, to: ComponentId) -> Vec<String> {
    let Some(given) = plan.component(to).ai() else {
        return Vec::new();
    };
    let (_, certain) = fitness(plan, of, to);
    let mut unsaid: Vec<String> = Vec::new();
    let mut against: Vec<String> = Vec::new();
    let members = of.group.iter();
    for asked in members.filter_map(|member| plan.component(member.value).ai()) {
        unsaid.extend(undeclared(plan, asked, given));
        against.extend(misfits(plan, asked, given).into_iter().map(|one| one.words));
    }
    against.retain(|one| !certain.contains(one));
    let mut all = Vec::new();
    for (words, mut reasons) in [("not known to give", unsaid), ("perhaps unfit:", against)] {
        let mut seen = HashSet::new();
        reasons.retain(|one| seen.insert(one.clone()));
        if !reasons.is_empty() {
            all.push(format!("{words} {}", wording::and(&reasons)));
        }
    }
    all
}

/// The best that a fallback to this component can give to the calls of what it stands in for, as far as its
/// fitness is certain, and why it is no more.
pub fn fitness(plan: &Plan, of: &Requirement, to: ComponentId) -> (Level, Vec<String>) {
    let Some(given) = plan.component(to).ai() else {
        return (Level::Up, Vec::new());
    };
    let members = of.group.iter();
    let asked = members.filter_map(|member| plan.component(member.value).ai());
    let mut all: Vec<Misfit> = Vec::new();
    let certain = asked.flat_map(|asked| {
        let is_sure = says_its_work(plan, asked) && says_its_work(plan, given);
        let found = misfits(plan, asked, given).into_iter();
        found.filter(move |one| is_sure || one.kind != MisfitKind::OtherWork)
    });
    for misfit in certain {
        if !all.contains(&misfit) {
            all.push(misfit);
        }
    }
    let by_needs = |kind| matches!(kind, MisfitKind::Capability | MisfitKind::Context);
    if all.iter().any(|one| by_needs(one.kind)) && is_first_choice(plan, to) {
        all.retain(|one| !by_needs(one.kind));
    }
    let level = |one: &Misfit| match one.kind {
        MisfitKind::OtherWork | MisfitKind::Capability => Level::Down,
        MisfitKind::Context => Level::Degraded,
        MisfitKind::Residency => Level::Up,
    };
    let worst = all.iter().map(level).max().unwrap_or_default();
    all.retain(|one| level(one) > Level::Up);
    (worst, all.into_iter().map(|one| one.words).collect())
}

/// Whether the plan says what it is called for, by its model or its endpoint, else that is
/// the usual one of its provider; and whether that is a kind of work that is known.
fn says_its_work(plan: &Plan, ai: &Ai) -> bool {
    let is_said = ai.model.is_some() || !ai.endpoint_assumed;
    is_said && modality(plan, ai).is_some_and(|work| work.is_known())
}

/// Whether it stands first in some requirement: its `needs` may then be its caller's, and
/// less than it gives.
pub fn is_first_choice(plan: &Plan, id: ComponentId) -> bool {
    let requirements = plan.components.iter().flat_map(|one| &one.requirements);
    let mut groups = requirements.flat_map(|one| &one.group);
    groups.any(|to| to.value == id)
}

/// Whether it can be told if both make vectors of one embedding space.
fn is_space_known(asked: &Ai, given: &Ai) -> bool {
    let name = |ai: &Ai| ai.model.as_ref().map(|at| at.value.to_ascii_lowercase());
    let is_same = name(asked).is_some() && name(asked) == name(given);
    is_same || asked.lineage.and(given.lineage).is_some()
}

fn other_weights(asked: &Ai, given: &Ai) -> bool {
    let both = asked.lineage.zip(given.lineage);
    both.is_some_and(|(asked, given)| asked != given)
}

/// As plans write it: "200k", "1m".
fn tokens(count: u64) -> String {
    match count {
        _ if count.is_multiple_of(1_000_000) => format!("{}m", count / 1_000_000),
        _ if count.is_multiple_of(1_000) => format!("{}k", count / 1_000),
        _ => count.to_string(),
    }
}
