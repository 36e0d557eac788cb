use std::collections::BTreeSet;

use crate::catalogue::{End, outage, outages};
use crate::model::{Component, Detail, Domain, Level, Origin, Provider};
use jurymast_terms::source::{FileId, Span};
use jurymast_terms::units::Moment;

use super::{TargetRole, scenario, scenarios};

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
        "credit-spent",
        "certificate-expired",
        "disk-lost",
        "data-deleted",
        "database-corrupted",
        "host-lost",
        "site-burnt",
        "account-closed",
        "wrong-configuration",
        "dns-gone",
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
fn kinds_are_those_of_the_catalogue_or_of_plans() {
    let own = [
        "zone",
        "availability-zone",
        "site",
        "building",
        "data-center",
        "data-centre",
        "campus",
        "room",
        "office",
        "rack",
        "host",
        "server",
        "machine",
        "node",
        "vm",
        "hypervisor",
        "account",
        "subscription",
        "project",
        "tenant",
        "dns",
        "database",
        "network",
    ];
    let providers = || crate::catalogue::provider_ids().filter_map(crate::catalogue::provider);
    for one in scenarios() {
        for target in &one.targets.all {
            for kind in target.kinds.iter().chain(&target.except) {
                let known = match target.what {
                    TargetRole::Provider => providers().any(|provider| &provider.kind == kind),
                    _ => crate::catalogue::domains().iter().any(|d| &d.kind == kind),
                };
                assert!(known || own.contains(&kind.as_str()), "{}: {kind}", one.id);
            }
        }
    }
    let recorded: BTreeSet<_> = outages().iter().map(|outage| outage.cause.kind).collect();
    for one in scenarios() {
        assert!(recorded.contains(&one.cause), "{}: {:?}", one.id, one.cause);
    }
}

fn id_of<'a>(plan: &'a [Component], at: &crate::model::ComponentId) -> &'a str {
    &plan[at.index()].id
}

fn bare(id: &str, detail: Detail) -> Component {
    let place = Span::start_of(FileId::ROOT);
    Component::bare(id.to_owned(), place, Origin::Plan, detail)
}

fn domain(id: &str, kind: Option<&str>) -> Component {
    let detail = Domain {
        kind: kind.map(str::to_owned),
        ..Domain::default()
    };
    bare(id, Detail::Domain(detail))
}

fn provider(id: &str, kind: &str, self_hosted: bool) -> Component {
    let detail = Provider {
        kind: Some(kind.to_owned()),
        self_hosted,
        ..Provider::default()
    };
    bare(id, Detail::Provider(Box::new(detail)))
}

#[test]
fn a_site_burns_whatever_it_is_called_and_a_law_does_not() {
    let plan = [
        domain("z", Some("zone")),
        domain("r", Some("region")),
        domain("h", Some("Data Center")),
        domain("b", Some("building")),
        domain("unsaid", None),
        domain("account", Some("account")),
        domain("law", Some("legal")),
    ];
    let burnt = scenario("site-burnt").unwrap();
    let struck: Vec<&str> = burnt
        .struck(&plan)
        .iter()
        .map(|at| id_of(&plan, at))
        .collect();
    assert_eq!(struck, ["z", "r", "h", "b", "unsaid"]);
    assert!(
        burnt
            .faults
            .iter()
            .all(|fault| fault.loses_data && fault.lasts.is_none())
    );
}

#[test]
fn nobody_loses_an_account_with_what_they_run_themselves() {
    let mut runtime = provider("vllm", "runtime", true);
    runtime.own_failure = false;
    let plan = [
        provider("stripe", "payments", false),
        provider("litellm", "gateway", true),
        runtime,
    ];
    for id in [
        "account-suspended",
        "quota-cut",
        "credit-spent",
        "account-closed",
    ] {
        let struck = scenario(id).unwrap().struck(&plan);
        let struck: Vec<&str> = struck.iter().map(|at| id_of(&plan, at)).collect();
        assert_eq!(struck, ["stripe"], "{id}");
    }
    let down = scenario("gateway-down").unwrap().struck(&plan);
    assert_eq!(down.len(), 1);
}

#[test]
fn spent_credit_shows_what_each_provider_answers() {
    let spent = scenario("credit-spent").unwrap();
    let seen = |id: &str| {
        let symptoms = spent.symptoms(&spent.faults[0], &provider(id, "lab-api", false));
        symptoms.iter().map(|one| one.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(seen("openai"), ["429"]);
    assert_eq!(seen("anthropic"), ["400", "402"]);
    assert_eq!(seen("acme"), ["402"]);
    // Known from memory only.
    assert_eq!(seen("xai"), ["402"]);
}

#[test]
fn the_whole_length_is_that_of_the_last_end() {
    let lasts = |id| scenario(id).unwrap().lasts().map(|lasts| lasts.to_string());
    assert_eq!(lasts("edge-fault").as_deref(), Some("5h 46m"));
    assert_eq!(lasts("surge").as_deref(), Some("2h"));
    assert_eq!(lasts("model-retired"), None);
}
