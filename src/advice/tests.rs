//! The choice against all subsets of what was considered, each made in the text
//! and read again.

use proptest::prelude::*;

use crate::analysis::Analysis;
use crate::language;
use crate::source::Sources;

use super::advise::{Prepared, again};
use super::ground::texts;
use super::{Gap, Method, Wish, advise, lines};

/// Small plans: services over each other, resources in zones, models, gateways.
fn plan() -> impl Strategy<Value = String> {
    let zone = prop::sample::select(vec!["", "in = [\"zone-a\"]\n", "in = [\"zone-b\"]\n"]);
    let provider = prop::sample::select(vec!["openai", "anthropic", "mistral"]);
    (
        prop::collection::vec(
            (
                1..4u8,
                prop::collection::vec((0..11usize, 0..11usize, 0..4u8), 1..4),
            ),
            4,
        ),
        prop::collection::vec(zone, 4),
        prop::collection::vec((provider, any::<bool>()), 3),
    )
        .prop_map(|(services, zones, models)| {
            let mut text = "[plan]\nname = \"x\"\n".to_owned();
            for (at, (tier, needs)) in services.iter().enumerate() {
                let entries: Vec<String> =
                    needs.iter().filter_map(|need| entry(at, *need)).collect();
                text.push_str(&format!(
                    "[service.s{at}]\ntier = {tier}\ndepends_on = [{}]\n",
                    entries.join(", ")
                ));
            }
            for (at, zone) in zones.iter().enumerate() {
                text.push_str(&format!("[resource.r{at}]\nkind = \"compute\"\n{zone}"));
            }
            for (at, (provider, via)) in models.iter().enumerate() {
                let via = if *via { "via = \"gate\"\n" } else { "" };
                text.push_str(&format!(
                    "[ai.m{at}]\nprovider = \"{provider}\"\nmodel = \"x-{at}\"\n{via}"
                ));
            }
            text + "[service.gate]\nin = [\"zone-a\"]\n\
                    [domain.region]\n\
                    [domain.zone-a]\nkind = \"zone\"\nin = [\"region\"]\n\
                    [domain.zone-b]\nkind = \"zone\"\nin = [\"region\"]\n"
        })
}

fn name(at: usize) -> String {
    match at {
        0..4 => format!("s{at}"),
        4..8 => format!("r{}", at - 4),
        _ => format!("m{}", at - 8),
    }
}

fn entry(of: usize, (one, other, form): (usize, usize, u8)) -> Option<String> {
    if one == of || other == of {
        return None;
    }
    let (a, b) = (name(one), name(other));
    Some(match form {
        _ if one == other => format!("\"{a}\""),
        0 => format!("{{ on = \"{a}\", fallback = [\"{b}\"] }}"),
        1 => format!("{{ any_of = [\"{a}\", \"{b}\"], at_least = 2 }}"),
        2 => format!("{{ on = \"{a}\", mode = \"soft\" }}"),
        _ => format!("\"{a}\""),
    })
}

/// How many of each tier are left; fewer of a lower number comes first.
fn left(gaps: &[Gap]) -> [usize; 5] {
    let mut left = [0; 5];
    for gap in gaps {
        left[gap.tier.map_or(4, |tier| usize::from(tier) - 1)] += 1;
    }
    left
}

fn subsets(of: usize, most: usize) -> impl Iterator<Item = Vec<usize>> {
    let sets = 0..1u32 << of;
    sets.filter(move |set| set.count_ones() as usize <= most)
        .map(move |set| (0..of).filter(|at| set >> at & 1 == 1).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn no_other_set_of_as_many_changes_removes_more(text in plan(), most in 1..4usize) {
        let mut sources = Sources::default();
        sources.add("plan.toml", text.clone());
        let loaded = language::reread(texts(&sources));
        let analysis = Analysis::of(&loaded.plan);
        let today = crate::units::Date::new(2026, 11, 23).unwrap();
        let wish = Wish::critical(&loaded.plan, most, today);
        let prepared = Prepared::of(&loaded.plan, &sources, &analysis, &wish);
        prop_assume!(prepared.candidates.len() <= 9);
        let advice = advise(&loaded.plan, &sources, &analysis, &wish);
        let reread = |set: &[usize]| {
            let made: Vec<_> = set.iter().map(|at| &prepared.candidates[*at]).collect();
            let edits = lines::edits(&loaded.plan, &sources, &prepared.targets, &made);
            let asked = (wish.services.as_slice(), wish.services.as_slice());
            again(&loaded.plan, asked, lines::applied(&texts(&sources), &edits)).map(|after| after.gaps)
        };
        let mut best = (left(&prepared.gaps.all_named(&loaded.plan)), 0);
        for set in subsets(prepared.candidates.len(), most) {
            let gaps = reread(&set);
            prop_assert!(gaps.is_some(), "the lines of {:?} do not fit into\n{}", set, text);
            best = best.min((left(&gaps.unwrap()), set.len()));
        }
        prop_assert_eq!(advice.bound.method, Method::Exact);
        prop_assert_eq!((left(&advice.remaining), advice.changes.len()), best, "{}", text);
        prop_assert_eq!(&advice.opened, &Vec::new());
        let promised: usize = advice.changes.iter().map(|one| one.removes.len()).sum();
        prop_assert_eq!(advice.before.gaps - advice.after.gaps, promised);
        let removed = advice.before.gaps - advice.after.gaps;
        prop_assert!(advice.bound.at_most >= removed && advice.bound.removable >= removed);
    }
}
