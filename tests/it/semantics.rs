//! What fails with what, against a second reading of the failure semantics.

use std::collections::{BTreeMap, BTreeSet};

use jurymast_engine::analysis::Blast;
use jurymast_plan::model::Level;
use proptest::prelude::*;

use super::system::{Levels, Loaded, System, config, load, number, raw_parts};

/// One to three of the parts.
fn faults<'a>(system: &'a System, picks: &[u8]) -> BTreeSet<&'a str> {
    picks
        .iter()
        .map(|n| {
            system.parts[usize::from(*n) % system.parts.len()]
                .id
                .as_str()
        })
        .collect()
}

proptest! {
    #![proptest_config(config(700))]

    #[test]
    fn levels_are_those_of_the_semantics(
        raw in raw_parts(),
        picks in prop::collection::vec(any::<u8>(), 1..4),
        more in any::<u8>(),
    ) {
        let system = System::of(&raw);
        let toml = system.toml();
        let loaded = load(&toml);
        prop_assert_eq!(loaded.plan.components.len(), system.parts.len(), "{}", &toml);

        let faults = faults(&system, &picks);
        let expected = system.levels(&faults);
        let blast = loaded.blast(&faults);
        if system.hangs_on_order(&faults) {
            let worst = system.at_worst(&faults);
            for part in &system.parts {
                let found = number(blast.level(loaded.ids[&part.id]));
                let bounds = expected[&part.id].0..=worst[&part.id].0;
                prop_assert!(bounds.contains(&found), "{}: {found} is not of {bounds:?} when {faults:?} fail in\n{}", part.id, &toml);
            }
            // Parts add up: no one way leads to who is served too little.
            for one in &blast.affected {
                let via: Vec<&str> = one.via.iter().map(|id| loaded.name(*id)).collect();
                let is_hit = |id: &&str| faults.contains(id) || worst[*id].0 > 0;
                let starts = via.first().is_some_and(|first| faults.contains(first));
                prop_assert!(starts && via.iter().all(is_hit), "{via:?} in\n{}", &toml);
            }
            return check_single_faults(&system, &loaded);
        }
        for part in &system.parts {
            prop_assert_eq!(
                number(blast.level(loaded.ids[&part.id])),
                expected[&part.id].0,
                "{} when {:?} fail in\n{}", part.id, faults, &toml
            );
        }
        let count = |level: u8| expected
            .iter()
            .filter(|(id, (is, ..))| *is == level && !faults.contains(id.as_str()))
            .count();
        prop_assert_eq!(blast.count(Level::Down), count(2));
        prop_assert_eq!(blast.count(Level::Degraded), count(1));
        prop_assert!(blast.affected.iter().all(|one| one.level > Level::Up));

        // One more fault never makes anything better.
        let mut grown = faults.clone();
        grown.insert(&system.parts[usize::from(more) % system.parts.len()].id);
        let after = loaded.blast(&grown);
        for id in loaded.plan.ids() {
            prop_assert!(after.level(id) >= blast.level(id), "{} in\n{}", loaded.name(id), &toml);
        }

        check_chains(&system, &loaded, &faults, &expected, &blast)?;
        check_switches(&system, &loaded, &faults, &expected, &blast)?;
        check_single_faults(&system, &loaded)?;
    }
}

proptest! {
    #![proptest_config(config(700))]

    /// With words of when and how long something is needed, and with what has ended: what
    /// a loss that lasts leads to, beside what is so at rest.
    #[test]
    fn lasting_losses_are_those_of_the_semantics(
        raw in raw_parts(),
        words in prop::collection::vec(0..16u8, 0..40),
        picks in prop::collection::vec(any::<u8>(), 1..4),
    ) {
        let system = System::worded(&raw, &words);
        let toml = system.toml();
        let loaded = load(&toml);
        let faults = faults(&system, &picks);
        let (rest, lost) = (system.levels(&BTreeSet::new()), system.levels(&faults));
        let expected: BTreeMap<&str, u8> = system
            .parts
            .iter()
            .map(|part| (part.id.as_str(), lost[&part.id].0))
            .filter(|(id, level)| *level > rest[*id].0 && !faults.contains(id))
            .collect();
        let ids: Vec<_> = faults.iter().map(|id| loaded.ids[*id]).collect();
        let blast = loaded.analysis().blast(&ids);
        let found: BTreeMap<&str, u8> = blast
            .affected
            .iter()
            .map(|one| (loaded.name(one.id), number(one.level)))
            .collect();
        if system.hangs_on_order(&faults) || system.hangs_on_order(&BTreeSet::new()) {
            let worst = system.at_worst(&faults);
            for (id, level) in expected {
                let told = found.get(id).is_some_and(|found| *found >= level);
                prop_assert!(told, "{id} when {:?} fail in\n{}", faults, &toml);
            }
            for (id, level) in found {
                prop_assert!(level <= worst[id].0, "{id} when {:?} fail in\n{}", faults, &toml);
            }
            return Ok(());
        }
        prop_assert_eq!(found, expected, "{:?} fail in\n{}", faults, &toml);
    }
}

/// Each chain starts at a fault, every element is leaned on by the next and the
/// last by the component; none is longer than the shortest derivation.
fn check_chains(
    system: &System,
    loaded: &Loaded,
    faults: &BTreeSet<&str>,
    levels: &Levels,
    blast: &Blast,
) -> Result<(), TestCaseError> {
    let derivations = system.derivations(faults);
    for one in &blast.affected {
        let component = loaded.name(one.id);
        let via: Vec<&str> = one.via.iter().map(|id| loaded.name(*id)).collect();
        let said = format!(
            "{component} via {via:?} when {faults:?} fail in\n{}",
            system.toml()
        );
        prop_assert!(
            via.first().is_some_and(|first| faults.contains(first)),
            "{said}"
        );
        let mut needing = via.iter().skip(1).copied().collect::<Vec<_>>();
        needing.push(component);
        for (needed, by) in via.iter().zip(&needing) {
            prop_assert!(
                system.part(by).leans_on(needed),
                "{by} does not need {needed}: {said}"
            );
            prop_assert!(levels[*needed].0 > 0, "{needed} is up: {said}");
        }
        let distinct: BTreeSet<&&str> = via.iter().collect();
        prop_assert_eq!(distinct.len(), via.len(), "repeats itself: {}", said);
        prop_assert!(!via.contains(&component), "names itself: {said}");
        // The round in which a component reached its level is the length of its
        // shortest derivation, fallbacks apart that hold each other; the way through hit
        // components is never longer.
        let (level, round, _) = derivations[component];
        let is_held = level < levels[component].0;
        prop_assert!(is_held || via.len() <= round, "too long: {said}");
        prop_assert!(
            via.len() >= distance(system, faults, levels, component),
            "{said}"
        );
    }
    Ok(())
}

/// The least count of steps from a fault to the component, through hit ones.
fn distance(system: &System, faults: &BTreeSet<&str>, levels: &Levels, to: &str) -> usize {
    let mut reached: BTreeSet<&str> = faults.iter().copied().collect();
    for steps in 0.. {
        if reached.contains(to) {
            return steps;
        }
        let next = system
            .parts
            .iter()
            .filter(|part| levels[&part.id].0 > 0 && reached.iter().any(|id| part.leans_on(id)));
        let more: Vec<&str> = next.map(|part| part.id.as_str()).collect();
        let before = reached.len();
        reached.extend(more);
        assert!(reached.len() > before, "{to} is never reached");
    }
    unreachable!()
}

/// What the blast says of requirements: which fallbacks held and which were lost.
fn check_switches(
    system: &System,
    loaded: &Loaded,
    faults: &BTreeSet<&str>,
    levels: &Levels,
    blast: &Blast,
) -> Result<(), TestCaseError> {
    let mut expected = BTreeMap::new();
    for part in &system.parts {
        for (at, need) in part.needs.iter().enumerate() {
            let primary = need.primary(levels);
            if primary > 0 {
                let each = need.standbys_of_full_share(part, levels);
                // Served too little is the requirement, whatever would stand in.
                let best = each.iter().copied().fold(primary, u8::min);
                let met = need.level(part, levels, levels);
                let short = if met > best { met } else { 0 };
                let names = need.fallbacks.iter().map(|one| one.to.clone());
                let each = each.into_iter().map(|level| level.max(short));
                let standbys: Vec<(String, u8)> = names.zip(each).collect();
                let best = best.max(short);
                expected.insert((part.id.clone(), at), (primary, best, standbys));
            }
        }
    }
    let mut found = BTreeMap::new();
    for switch in &blast.switches {
        let standbys: Vec<(String, u8)> = switch
            .fallbacks
            .iter()
            .map(|one| (loaded.name(one.to).to_owned(), number(one.level)))
            .collect();
        for fallback in &switch.fallbacks {
            let to = loaded.name(fallback.to);
            let lost = levels[to].0 == 2;
            let by_another = lost && !faults.contains(to);
            prop_assert_eq!(!fallback.lost_via.is_empty(), by_another, "{}", to);
        }
        found.insert(
            (loaded.name(switch.component).to_owned(), switch.requirement),
            (
                number(switch.primary),
                number(switch.with_fallback),
                standbys,
            ),
        );
    }
    prop_assert_eq!(found, expected, "{}", system.toml());
    Ok(())
}

/// The radius of every component, and every requirement with an alternative that
/// one basic fault takes whole.
fn check_single_faults(system: &System, loaded: &Loaded) -> Result<(), TestCaseError> {
    let analysis = loaded.analysis();
    let table = analysis.fault_table();
    let mut expected = BTreeSet::new();
    let mut hanging = BTreeSet::new();
    for fault in &system.parts {
        let levels = system.levels(&BTreeSet::from([fault.id.as_str()]));
        let others = || levels.iter().filter(|(id, _)| **id != fault.id);
        let radius = table.of_component(loaded.ids[&fault.id]);
        let of_level = |wanted: u8| others().filter(|(_, level)| level.0 == wanted).count();
        let faults = BTreeSet::from([fault.id.as_str()]);
        if system.hangs_on_order(&faults) || system.hangs_on_order(&BTreeSet::new()) {
            hanging.insert(fault.id.clone());
            let worst = system.at_worst(&faults);
            let others = worst.iter().filter(|(id, _)| **id != fault.id);
            let at_most = others.filter(|(_, level)| level.0 == 2).count();
            prop_assert!(
                radius.down <= at_most,
                "{} > {at_most} by {} ({worst:?}) in\n{}",
                radius.down,
                fault.id,
                system.toml()
            );
            prop_assert!(
                radius.down >= of_level(2),
                "{} in\n{}",
                fault.id,
                system.toml()
            );
            prop_assert!(
                radius.down + radius.degraded >= of_level(2) + of_level(1),
                "{} in\n{}",
                fault.id,
                system.toml()
            );
        } else {
            prop_assert_eq!(
                radius.down,
                of_level(2),
                "{} in\n{}",
                fault.id,
                system.toml()
            );
            prop_assert_eq!(
                radius.degraded,
                of_level(1),
                "{} in\n{}",
                fault.id,
                system.toml()
            );
        }
        for part in &system.parts {
            for (at, need) in part.needs.iter().enumerate() {
                // Served too little is a finding of its own.
                let mut standbys = need.standbys_of_full_share(part, &levels).into_iter();
                if fault.own_failure
                    && fault.id != part.id
                    && need.has_alternative()
                    && need.primary(&levels) == 2
                    && standbys.all(|level| level == 2)
                {
                    expected.insert((part.id.clone(), at, fault.id.clone()));
                }
            }
        }
    }
    let lost = analysis.lost_requirements();
    let mut found = BTreeSet::new();
    for one in lost {
        let faults: Vec<&str> = one.faults.iter().map(|id| loaded.name(*id)).collect();
        let component = loaded.name(one.component);
        for chain in &one.chains {
            let first = chain.first().map(|id| loaded.name(*id));
            let by_capacity = chain.len() == 1;
            prop_assert!(first == Some(faults[0]) || by_capacity, "{chain:?}");
        }
        for fault in faults {
            let is_new = found.insert((component.to_owned(), one.requirement, fault.to_owned()));
            prop_assert!(is_new, "a fault is listed twice");
        }
    }
    let (found, expected) = match hanging.is_empty() {
        true => (found, expected),
        // Nothing is missing of what hangs on it, and the rest is the same.
        false => {
            prop_assert!(expected.is_subset(&found), "{}", system.toml());
            let rest = |all: BTreeSet<(String, usize, String)>| {
                let rest = all.into_iter();
                let rest = rest.filter(|(.., fault)| !hanging.contains(fault));
                rest.collect::<BTreeSet<_>>()
            };
            (rest(found), rest(expected))
        }
    };
    prop_assert_eq!(found, expected, "{}", system.toml());
    Ok(())
}

// --- By hand ---------------------------------------------------------------

/// The levels that `faults` give, worked out by hand.
#[track_caller]
fn expect(toml: &str, faults: &[&str], expected: &[(&str, Level)]) {
    let loaded = load(&format!("[plan]\nname = \"x\"\n{toml}"));
    let blast = loaded.blast(&faults.iter().copied().collect());
    for (id, level) in expected {
        assert_eq!(
            blast.level(loaded.ids[*id]),
            *level,
            "{id} when {faults:?} fail"
        );
    }
}

#[test]
fn a_circle_stays_up_until_something_outside_fails() {
    let toml = r#"
        [service.a]
        depends_on = ["b"]
        [service.b]
        depends_on = ["a", "db"]
        [resource.db]
        [resource.other]
    "#;
    expect(toml, &["other"], &[("a", Level::Up), ("b", Level::Up)]);
    expect(toml, &["db"], &[("a", Level::Down), ("b", Level::Down)]);
    expect(toml, &["a"], &[("b", Level::Down), ("db", Level::Up)]);
}

#[test]
fn a_zone_is_down_with_its_region_and_takes_what_stands_in_it() {
    let toml = r#"
        [domain.region]
        [domain.zone]
        in = ["region"]
        [resource.db-a]
        in = ["zone"]
        [resource.db-b]
        [resource.db-c]
        in = ["region"]
        [service.shop]
        depends_on = [{ any_of = ["db-a", "db-b", "db-c"], at_least = 2 }]
    "#;
    expect(
        toml,
        &["zone"],
        &[("db-a", Level::Down), ("shop", Level::Up)],
    );
    expect(
        toml,
        &["region"],
        &[("zone", Level::Down), ("shop", Level::Down)],
    );
}

#[test]
fn fallbacks_serve_what_they_declare_and_soft_is_degraded_at_worst() {
    let toml = r#"
        [provider.host]
        [ai.first]
        provider = "host"
        endpoint = "chat"
        model = "zed"
        [ai.second]
        provider = "host"
        endpoint = "batch"
        model = "zed"
        [resource.people]
        [service.chat]
        depends_on = [{ on = "first", fallback = ["second", { to = "people", serves = "degraded" }] }]
        [service.titles]
        depends_on = [{ on = "first", mode = "soft" }]
    "#;
    expect(
        toml,
        &["host/chat"],
        &[
            ("first", Level::Down),
            ("chat", Level::Up),
            ("titles", Level::Degraded),
        ],
    );
    expect(
        toml,
        &["host"],
        &[("second", Level::Down), ("chat", Level::Degraded)],
    );
    expect(
        toml,
        &["model:zed"],
        &[("second", Level::Down), ("chat", Level::Degraded)],
    );
    expect(
        toml,
        &["host", "people"],
        &[("chat", Level::Down), ("titles", Level::Degraded)],
    );
}
