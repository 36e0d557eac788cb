use std::collections::HashSet;

use jurymast_terms::wording;

use jurymast_terms::vocabulary::AccountAsset;

use crate::model::{Ai, ComponentId, Level, ListedAbilities, Plan, Requirement};

use super::modality::{Modality, modality};

/// Something that the calls to one model need and another does not give.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misfit {
    /// "no tools", "context 8k of 200k"
    pub words: String,
    /// A list of models says so, whatever the plan declares.
    pub is_listed: bool,
    kind: MisfitKind,
}

impl Misfit {
    /// The calls are answered all the same, later or at a higher price.
    pub fn is_mild(&self) -> bool {
        self.kind == MisfitKind::ColdCache
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum MisfitKind {
    /// It does other work, or its vectors mean something else: no call is answered.
    OtherWork,
    /// It cannot do what the calls ask for.
    Capability,
    /// The longer calls do not fit, or the answers come too late.
    Context,
    /// What the calls are bound to is not there.
    Asset,
    /// What was kept for the calls must be made anew.
    ColdCache,
    /// It may not be called with these data.
    Residency,
}

/// What a model gives, and the list that says so: the plan's own word goes first.
fn given<T>(
    declared: Option<T>,
    ai: &Ai,
    of: fn(&ListedAbilities) -> Option<T>,
) -> Option<(T, Option<&str>)> {
    let listed = || ai.knowledge.said(of);
    declared
        .map(|one| (one, None))
        .or_else(|| listed().map(|(one, list)| (one, Some(list))))
}

type NeededFlag = (
    &'static str,
    Option<bool>,
    Option<bool>,
    fn(&ListedAbilities) -> Option<bool>,
);

/// What calls may ask for: its name, what is asked, what the plan says is given, and what a
/// list would say.
fn flags(asked: &Ai, given: &Ai) -> [NeededFlag; 4] {
    let (asked, given) = (&asked.needs, &given.needs);
    [
        ("tools", asked.tools, given.tools, |one| one.tools),
        ("vision", asked.vision, given.vision, |one| one.vision),
        (
            "structured output",
            asked.structured_output,
            given.structured_output,
            |one| one.structured_output,
        ),
        ("streaming", asked.streaming, given.streaming, |one| {
            one.streaming
        }),
    ]
}

/// Why the second cannot take the first one's calls, by what the plan declares and by what
/// saved lists of models say where it does not; empty where nothing is known against it.
pub fn misfits(plan: &Plan, asked: &Ai, to: &Ai) -> Vec<Misfit> {
    let mut found = Vec::new();
    let mut add = |kind, words: String, list: Option<&str>| {
        let by = list.map_or_else(String::new, |list| format!(" (by {list})"));
        found.push(Misfit {
            words: words + &by,
            is_listed: list.is_some(),
            kind,
        });
    };
    match (modality(plan, asked), modality(plan, to)) {
        (Some(asked), Some(given)) if asked != given => {
            let words = format!("{} in place of {}", given.as_str(), asked.as_str());
            let list = to.knowledge.said(|one| one.work).map(|(_, list)| list);
            add(MisfitKind::OtherWork, words, list);
        }
        (Some(work), Some(_)) if work.is_embeddings() => {
            if other_weights(asked, to) {
                let words = "another embedding space".to_owned();
                add(MisfitKind::OtherWork, words, None);
            }
            let numbers = |ai| given(None, ai, |one| one.dimension);
            if let (Some((asked, _)), Some((given, list))) = (numbers(asked), numbers(to))
                && asked != given
            {
                let words = format!("vectors of {given} numbers in place of {asked}");
                add(MisfitKind::OtherWork, words, list);
            }
        }
        _ => {}
    }
    let context = given(to.needs.context, to, |one| one.context);
    if let (Some(asked), Some((given, list))) = (asked.needs.context, context)
        && given < asked
    {
        let words = format!("context {} of {}", tokens(given), tokens(asked));
        add(MisfitKind::Context, words, list);
    }
    if let (Some(asked), Some(given)) = (asked.needs.latency, to.needs.latency)
        && given > asked
    {
        let words = format!("answers within {given} and not {asked}");
        add(MisfitKind::Context, words, None);
    }
    for (name, asked, declared, listed) in flags(asked, to) {
        if let (Some(true), Some((false, list))) = (asked, given(declared, to, listed)) {
            add(MisfitKind::Capability, format!("no {name}"), list);
        }
    }
    for asset in bound_to(asked) {
        if has_asset(asked, to, asset) {
            continue;
        }
        let (kind, words) = match asset {
            AccountAsset::Cache => (MisfitKind::ColdCache, "its cache is cold".to_owned()),
            other => (
                MisfitKind::Asset,
                format!("no copy of the {}", other.words()),
            ),
        };
        add(kind, words, None);
    }
    let allowed = |place: &&String| {
        let mut all = asked.residency.iter();
        !all.any(|one| one.eq_ignore_ascii_case(place))
    };
    let outside: Vec<&String> = to.residency.iter().filter(allowed).collect();
    if !asked.residency.is_empty() && !outside.is_empty() {
        let words = format!(
            "data in {} and not in {} alone",
            wording::and(&outside),
            wording::and(&asked.residency)
        );
        add(MisfitKind::Residency, words, None);
    }
    found
}

/// What of an account the calls cannot do without: what the plan says, and a fine-tune that
/// the name of the model tells.
fn bound_to(ai: &Ai) -> Vec<AccountAsset> {
    let mut all = ai.assets.clone();
    if is_fine_tune(ai) && !all.contains(&AccountAsset::FineTune) {
        all.push(AccountAsset::FineTune);
    }
    all
}

/// Whether what one is bound to is there for another: it has a copy of its own, or reaches
/// the same files at the same provider.
fn has_asset(asked: &Ai, to: &Ai, asset: AccountAsset) -> bool {
    let provider = |ai: &Ai| ai.provider.map(|at| at.value);
    let same_provider = provider(asked).is_some() && provider(asked) == provider(to);
    let is_kept_apart = matches!(asset, AccountAsset::Files | AccountAsset::VectorStore);
    to.assets.contains(&asset)
        || same_provider && is_kept_apart
        || asset == AccountAsset::FineTune && is_fine_tune(to)
}

/// Whether the name of a model says that somebody trained it for one account: OpenAI's and
/// Mistral's, Bedrock's.
fn is_fine_tune(ai: &Ai) -> bool {
    let of_bedrock = [
        ":custom-model/",
        ":imported-model/",
        ":custom-model-deployment/",
    ];
    ai.model.as_ref().is_some_and(|model| {
        let name = model.value.to_ascii_lowercase();
        name.starts_with("ft:") || of_bedrock.iter().any(|one| name.contains(one))
    })
}

/// What the first one's calls ask for and nobody says of the second, in words that follow
/// "not known to give": "tools", "a context of 200k".
pub fn undeclared(plan: &Plan, asked: &Ai, to: &Ai) -> Vec<String> {
    let mut unsaid = Vec::new();
    let needs = &asked.needs;
    let flags = flags(asked, to);
    let asks = |flag: &Option<bool>| *flag == Some(true);
    let has_needs = needs.context.is_some() || flags.iter().any(|(_, asked, ..)| asks(asked));
    if let Some(work) = modality(plan, asked).filter(|_| says_its_work(plan, asked)) {
        let is_asked = has_needs || work != Modality::Text;
        if is_asked && !says_its_work(plan, to) {
            unsaid.push(work.as_str().to_owned());
        } else if work.is_embeddings() && !is_space_known(asked, to) {
            unsaid.push("vectors of the same embedding space".to_owned());
        }
    }
    let context = given(to.needs.context, to, |one| one.context);
    if let (Some(asked), None) = (needs.context, context) {
        unsaid.push(format!("a context of {}", tokens(asked)));
    }
    if let (Some(asked), None) = (needs.latency, to.needs.latency) {
        unsaid.push(format!("answers within {asked}"));
    }
    let silent = flags.iter().filter(|(_, asked, declared, listed)| {
        asks(asked) && given(*declared, to, *listed).is_none()
    });
    unsaid.extend(silent.map(|(words, ..)| (*words).to_owned()));
    if !asked.residency.is_empty() && to.residency.is_empty() {
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
        found.filter(move |one| is_sure || one.is_listed || one.kind != MisfitKind::OtherWork)
    });
    for misfit in certain {
        if !all.contains(&misfit) {
            all.push(misfit);
        }
    }
    let by_needs = |kind| matches!(kind, MisfitKind::Capability | MisfitKind::Context);
    if all.iter().any(|one| by_needs(one.kind)) && is_first_choice(plan, to) {
        all.retain(|one| one.is_listed || !by_needs(one.kind));
    }
    let level = |one: &Misfit| match one.kind {
        MisfitKind::OtherWork | MisfitKind::Capability => Level::Down,
        MisfitKind::Context => Level::Degraded,
        MisfitKind::Asset | MisfitKind::ColdCache | MisfitKind::Residency => Level::Up,
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
