use std::collections::BTreeSet;

use crate::catalogue::{domain, domains, lineage, provider};
use crate::model::Level;
use jurymast_terms::units::{Date, Link};

use crate::model::Confidence;
use jurymast_terms::vocabulary::CauseKind;

use super::{End, HitRecord, Outage, OutageSubject, SharedDomain, outage, outages};

/// What a plan can name: a provider, one of its endpoints, a domain, a lineage.
fn is_known(id: &str) -> bool {
    if let Some(name) = id.strip_prefix("model:") {
        return lineage(name).is_some();
    }
    match id.split_once('/') {
        Some((owner, endpoint)) => provider(owner).is_some_and(|p| p.endpoint(endpoint).is_some()),
        None => provider(id).is_some() || domain(id).is_some(),
    }
}

#[test]
fn every_outage_says_what_was_hit_and_where_it_was_read() {
    for outage in outages() {
        let id = &outage.id;
        assert!(!outage.sources.is_empty(), "{id}");
        assert!(outage.hits.iter().any(|hit| hit.is_loss()), "{id}");
        for source in &outage.sources {
            let link = source.url.as_deref().map(str::parse::<Link>);
            assert!(link.is_none_or(|link| link.is_ok()), "{id}: {source:?}");
        }
        for text in [&outage.title, &outage.lesson, &outage.cause.text] {
            assert!(!text.is_empty(), "{id}");
        }
        for hit in &outage.hits {
            if let OutageSubject::Component(on) = &hit.what {
                assert!(is_known(on), "{id}: {on}");
            }
        }
    }
}

#[test]
fn shared_domains_are_of_the_kind_they_say() {
    for outage in outages() {
        let Some(SharedDomain {
            kind,
            domain: Some(name),
            ..
        }) = &outage.shared
        else {
            continue;
        };
        let known = domain(name).map(|domain| domain.kind.clone());
        let known = known.or_else(|| provider(name).map(|provider| provider.kind.clone()));
        assert_eq!(known.as_ref(), Some(kind), "{}", outage.id);
    }
}

#[test]
fn shared_kinds_are_few_and_known() {
    let more = ["lab", "model", "gateway", "account", "quota"];
    for outage in outages() {
        let kind = &outage.shared.as_ref().unwrap().kind;
        let known = domains().iter().any(|domain| &domain.kind == kind);
        assert!(
            known || more.contains(&kind.as_str()),
            "{}: {kind}",
            outage.id
        );
    }
}

#[test]
fn ends_come_after_starts_and_within_the_years_of_the_record() {
    let first: Date = "2023-01-01".parse().unwrap();
    let checked: Date = "2026-11-23".parse().unwrap();
    for outage in outages() {
        let id = &outage.id;
        let stretches = outage.hits.iter().map(|hit| (hit.start, hit.end));
        for (start, end) in stretches.chain([(outage.start, outage.end)]) {
            assert!(
                start.date() >= first && start.date() <= checked,
                "{id}: {start}"
            );
            if let End::At(end) = end {
                assert!(end > start && end.date() <= checked, "{id}: {end}");
            }
        }
        if let Some(said) = &outage.first_said {
            let end = match outage.end {
                End::At(end) => end,
                End::Unknown | End::Never => said.at,
            };
            let foretold = outage.cause.kind == CauseKind::Retirement;
            assert!(said.at >= outage.start || foretold, "{id}");
            assert!(said.at <= end, "{id}");
        }
    }
}

#[test]
fn the_day_in_the_id_is_that_of_the_start() {
    for outage in outages() {
        let day: Date = outage.id[outage.id.len() - 10..].parse().unwrap();
        // A day of California can begin in the next of UTC.
        let apart = day.days_until(outage.on());
        assert!((0..=1).contains(&apart), "{}: {}", outage.id, outage.on());
    }
}

#[test]
fn an_unaffected_thing_is_not_hit_at_the_same_time() {
    for outage in outages() {
        for well in outage.hits.iter().filter(|hit| hit.level == Level::Up) {
            let same = |hit: &&HitRecord| hit.is_loss() && hit.counts() && hit.what == well.what;
            assert!(!outage.hits.iter().any(|hit| same(&hit)), "{}", outage.id);
            assert!(
                well.symptoms.is_empty() && well.share.is_none(),
                "{}",
                outage.id
            );
        }
    }
}

#[test]
fn what_hits_one_thing_twice_hits_it_one_time_after_the_other() {
    for outage in outages() {
        for (at, hit) in outage.hits.iter().enumerate() {
            let again = |other: &&HitRecord| other.what == hit.what && other.models == hit.models;
            for other in outage.hits[at + 1..].iter().filter(again) {
                let apart = matches!(hit.end, End::At(end) if end <= other.start);
                assert!(apart, "{}: {}", outage.id, hit.what.name());
            }
        }
    }
}

/// Contradictory points are said in words, and none of them is a fact.
#[test]
fn what_sources_disagree_on_is_marked_and_does_not_count() {
    for outage in outages() {
        let doubtful = outage
            .hits
            .iter()
            .filter(|hit| hit.confidence == Confidence::Contradictory);
        for hit in doubtful {
            assert!(!hit.counts(), "{}", outage.id);
            let said = !outage.contradicted.is_empty() || hit.note.is_some();
            assert!(said, "{}: {}", outage.id, hit.what.name());
        }
        assert_ne!(
            outage.confidence,
            Confidence::Contradictory,
            "{}",
            outage.id
        );
    }
}

#[test]
fn shares_are_percentages() {
    for hit in outages().iter().flat_map(|outage| &outage.hits) {
        let Some(share) = &hit.share else { continue };
        let number: u32 = share.strip_suffix('%').unwrap().parse().unwrap();
        assert!((1..=100).contains(&number), "{share}");
    }
}

#[test]
fn at_least_eighteen_can_be_replayed_on_a_plan() {
    let strikes = |outage: &&&Outage| outage.strikes().is_some_and(|all| !all.is_empty());
    let usable = outages().iter().filter(strikes).count();
    assert!(usable >= 18, "{usable}");
    let causes: BTreeSet<_> = outages().iter().map(|outage| outage.cause.kind).collect();
    assert_eq!(causes.len(), 7, "every kind of cause has its example");
}

#[test]
fn sora_never_comes_back() {
    let sora = outage("openai-2026-09-24").unwrap();
    assert_eq!(sora.end, End::Never);
    assert_eq!(sora.lasted(), None);
    assert_eq!(sora.providers(), ["openai"]);
}
