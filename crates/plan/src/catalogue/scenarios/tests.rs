use std::collections::BTreeSet;

use crate::catalogue::{End, outage, outages};
use crate::model::Level;
use jurymast_terms::units::Moment;

use super::{TargetKind, scenario, scenarios};

#[test]
fn each_scenario_strikes_says_why_so_long_and_teaches() {
    let mut ids = BTreeSet::new();
    for one in scenarios() {
        assert!(ids.insert(&one.id), "{} twice", one.id);
        assert!(
            !one.faults.is_empty() || !one.surges.is_empty(),
            "{}",
            one.id
        );
        assert!(
            one.faults.iter().all(|f| f.level != Level::Up),
            "{}",
            one.id
        );
        assert!(one.surges.iter().all(|s| s.times > 1), "{}", one.id);
        let basis = &one.basis;
        assert!(
            !basis.recorded.is_empty() || basis.assumption.is_some(),
            "{}",
            one.id
        );
        for text in [&one.name, &one.description, &one.ask, &one.lesson] {
            assert!(!text.is_empty(), "{}", one.id);
        }
        for recorded in &basis.recorded {
            assert!(outage(recorded).is_some(), "{}: {recorded}", one.id);
        }
    }
    for asked in [
        "surge",
        "bad-release",
        "region-power",
        "edge-attack",
        "account-suspended",
        "key-revoked",
        "quota-cut",
        "contract-ended",
        "model-recalled",
        "silent-quality-loss",
        "gateway-down",
        "identity-down",
        "status-page-down",
    ] {
        assert!(scenario(asked).is_some(), "{asked}");
    }
}

/// What is not assumed is as long as a stretch of the first outage it names.
#[test]
fn lengths_that_are_not_assumed_are_recorded() {
    for one in scenarios()
        .iter()
        .filter(|one| one.basis.assumption.is_none())
    {
        let first = outage(&one.basis.recorded[0]).unwrap();
        let mut bounds: Vec<(Moment, End)> = vec![(first.start, first.end)];
        bounds.extend(first.hits.iter().map(|hit| (hit.start, hit.end)));
        let known = |lasts| {
            bounds.iter().any(|(start, end)| match end {
                End::At(end) => end.since(*start) == Some(lasts),
                End::Unknown | End::Never => false,
            })
        };
        for fault in &one.faults {
            assert!(known(fault.lasts.unwrap()), "{}: {:?}", one.id, fault.lasts);
        }
    }
}

/// A kind that nothing has would never strike.
#[test]
fn kinds_are_those_of_the_catalogue() {
    let providers = || crate::catalogue::provider_ids().filter_map(crate::catalogue::provider);
    for one in scenarios() {
        for kind in one.target.kinds() {
            let known = match one.target {
                TargetKind::Provider(_) => providers().any(|provider| &provider.kind == kind),
                _ => crate::catalogue::domains().iter().any(|d| &d.kind == kind),
            };
            assert!(known, "{}: {kind}", one.id);
        }
    }
    let recorded: BTreeSet<_> = outages().iter().map(|outage| outage.cause.kind).collect();
    for one in scenarios() {
        assert!(recorded.contains(&one.cause), "{}: {:?}", one.id, one.cause);
    }
}

#[test]
fn the_whole_length_is_that_of_the_last_end() {
    let lasts = |id| scenario(id).unwrap().lasts().map(|lasts| lasts.to_string());
    assert_eq!(lasts("edge-fault").as_deref(), Some("5h 46m"));
    assert_eq!(lasts("surge").as_deref(), Some("2h"));
    assert_eq!(lasts("model-retired"), None);
}
