//! The choice against all subsets of what was considered, each made in the text
//! and read again.

use proptest::prelude::*;

use jurymast_engine::analysis::Analysis;
use jurymast_engine::failure::Network;
use jurymast_plan::language;
use jurymast_terms::source::Sources;

use super::drafted_plan::texts;
use super::prepared::{Prepared, again};
use super::single_points::SinglePointIndex;
use super::{AdviceRequest, Method, SinglePointOfFailure, advise, edits};

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
fn left(points: &[SinglePointOfFailure]) -> [usize; 5] {
    let mut left = [0; 5];
    for point in points {
        left[point.tier.map_or(4, |tier| usize::from(tier) - 1)] += 1;
    }
    left
}

fn subsets(of: usize, most: usize) -> impl Iterator<Item = Vec<usize>> {
    let sets = 0..1u32 << of;
    sets.filter(move |set| set.count_ones() as usize <= most)
        .map(move |set| (0..of).filter(|at| set >> at & 1 == 1).collect())
}

/// A ring: each of its services takes down every other.
fn ring(long: usize) -> (Sources, language::Loaded) {
    let mut text = "[plan]\nname = \"x\"\n".to_owned();
    for at in 0..long {
        let next = (at + 1) % long;
        text.push_str(&format!(
            "[service.s{at}]\ntier = {}\ndepends_on = [\"s{next}\"]\n",
            1 + at % 2
        ));
    }
    let mut sources = Sources::default();
    sources.add("plan.toml", text);
    let loaded = language::reread(texts(&sources));
    (sources, loaded)
}

#[test]
fn points_beyond_the_cap_are_counted_and_whole_services_looked_at() {
    let (_, loaded) = ring(6);
    let network = Network::lasting(&loaded.plan);
    let all: Vec<_> = loaded.plan.ids().collect();
    // Of each service there are five, and itself.
    for (most, looked_at) in [(1, 1), (6, 1), (11, 1), (12, 2), (35, 5), (36, 6)] {
        let points = SinglePointIndex::of(&loaded.plan, &network, &all, Some(most), None).unwrap();
        assert_eq!(points.looked_at.len(), looked_at, "{most}");
        assert_eq!(points.points.len(), 5 * looked_at, "{most}");
        assert_eq!(points.tally.points, 30, "{most}");
        assert_eq!(points.tally.tiers, [(Some(1), 15), (Some(2), 15)]);
        let first = points.points[0].0;
        assert_eq!(first, all[0], "tier 1 first, in plan order");
    }
}

#[test]
fn advice_within_a_budget_says_what_it_left_out_and_counts_all() {
    let (sources, loaded) = ring(60);
    let today = jurymast_terms::units::Date::new(2026, 11, 23).unwrap();
    let loaded = loaded.on(today);
    let analysis = Analysis::of(&loaded.plan);
    let request = |work| AdviceRequest {
        work,
        ..AdviceRequest::critical(&loaded.plan, 2, today)
    };
    let advice = |work| advise(&analysis, &sources, &request(work));
    let whole = advice(None);
    assert!(whole.bound.complete && !whole.bound.stopped);
    for work in [0, 1_000, 20_000, 1_000_000] {
        let some = advice(Some(work));
        assert_eq!(some.before, whole.before);
        let removed: usize = some.changes.iter().map(|one| one.removes.len()).sum();
        let looked_at = 60 - some.bound.not_looked_at;
        assert_eq!(some.remaining.len() + removed, 59 * looked_at, "{work}");
        if work <= 20_000 {
            assert!(!some.bound.complete, "{work}");
            assert!(some.bound.not_looked_at > 0, "{work}");
        }
        let again = advice(Some(work));
        assert_eq!(some.edits, again.edits);
        assert_eq!(some.bound, again.bound);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn no_other_set_of_as_many_changes_removes_more(text in plan(), most in 1..4usize) {
        let mut sources = Sources::default();
        sources.add("plan.toml", text.clone());
        let loaded = language::reread(texts(&sources));
        let today = jurymast_terms::units::Date::new(2026, 11, 23).unwrap();
        let loaded = loaded.on(today);
        let analysis = Analysis::of(&loaded.plan);
        let request = AdviceRequest::critical(&loaded.plan, most, today);
        let prepared = Prepared::of(&analysis, &sources, &request);
        prop_assume!(prepared.candidates.len() <= 9);
        let advice = advise(&analysis, &sources, &request);
        let reread = |set: &[usize]| {
            let made: Vec<_> = set.iter().map(|at| &prepared.candidates[*at]).collect();
            let edits = edits::edits(&loaded.plan, &sources, &prepared.sites, &made);
            let asked = (request.services.as_slice(), request.services.as_slice());
            again(&loaded.plan, asked, edits::applied(&texts(&sources), &edits)).map(|after| after.points)
        };
        let mut best = (left(&prepared.points.all_named(&loaded.plan)), 0);
        for set in subsets(prepared.candidates.len(), most) {
            let points = reread(&set);
            prop_assert!(points.is_some(), "the lines of {:?} do not fit into\n{}", set, text);
            best = best.min((left(&points.unwrap()), set.len()));
        }
        prop_assert_eq!(advice.bound.method, Method::Exact);
        prop_assert_eq!((left(&advice.remaining), advice.changes.len()), best, "{}", text);
        prop_assert_eq!(&advice.opened, &Vec::new());
        let promised: usize = advice.changes.iter().map(|one| one.removes.len()).sum();
        prop_assert_eq!(advice.before.points - advice.after.points, promised);
        let removed = advice.before.points - advice.after.points;
        prop_assert!(advice.bound.at_most >= removed && advice.bound.removable >= removed);
    }
}
