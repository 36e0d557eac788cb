//! What fails with what, against a second reading of the failure semantics.
//!
//! The evaluator here works on the random structure itself, by name, by the
//! sentences of the semantics; it shares no code with the crate.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

use jurymast::analysis::{Analysis, Blast};
use jurymast::language::{self, Limits};
use jurymast::model::{ComponentId, Level, Plan};
use proptest::prelude::*;

// --- The structure -------------------------------------------------------

/// Numbers that proptest draws; `System::of` makes a valid plan of any of them.
#[derive(Debug, Clone)]
struct RawPart {
    kind: u8,
    within: Vec<u8>,
    needs: Vec<RawNeed>,
    own_failure: bool,
    mbco: bool,
    provider: u8,
    endpoint: u8,
    model: u8,
    via: Vec<u8>,
}

#[derive(Debug, Clone)]
struct RawNeed {
    group: Vec<u8>,
    at_least: u8,
    soft: bool,
    bare: bool,
    fallbacks: Vec<RawFallback>,
}

#[derive(Debug, Clone)]
struct RawFallback {
    to: u8,
    degraded: bool,
    capacity: u8,
}

fn raw_parts() -> impl Strategy<Value = Vec<RawPart>> {
    let fallback =
        (any::<u8>(), any::<bool>(), 0..6u8).prop_map(|(to, degraded, capacity)| RawFallback {
            to,
            degraded,
            capacity,
        });
    let need = (
        prop::collection::vec(any::<u8>(), 1..4),
        any::<u8>(),
        prop::bool::weighted(0.25),
        any::<bool>(),
        prop::collection::vec(fallback, 0..3),
    )
        .prop_map(|(group, at_least, soft, bare, fallbacks)| RawNeed {
            group,
            at_least,
            soft,
            bare,
            fallbacks,
        });
    let part = (
        0..10u8,
        prop::collection::vec(any::<u8>(), 0..3),
        prop::collection::vec(need, 0..3),
        prop::bool::weighted(0.85),
        any::<bool>(),
        any::<u8>(),
        0..3u8,
        0..3u8,
        prop::collection::vec(any::<u8>(), 0..2),
    )
        .prop_map(
            |(kind, within, needs, own_failure, mbco, provider, endpoint, model, via)| RawPart {
                kind,
                within,
                needs,
                own_failure,
                mbco,
                provider,
                endpoint,
                model,
                via,
            },
        );
    prop::collection::vec(part, 1..10)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Table {
    Activity,
    Service,
    Resource,
    Ai,
    Provider,
    Domain,
}

impl Table {
    fn word(self) -> &'static str {
        match self {
            Self::Activity => "activity",
            Self::Service => "service",
            Self::Resource => "resource",
            Self::Ai => "ai",
            Self::Provider => "provider",
            Self::Domain => "domain",
        }
    }
}

/// One component of the random plan; what it leans on is said by id.
#[derive(Debug, Clone)]
struct Part {
    id: String,
    /// None: the plan implies it (an endpoint, a model lineage).
    table: Option<Table>,
    within: Vec<String>,
    needs: Vec<Need>,
    own_failure: bool,
    mbco: bool,
    provider: Option<String>,
    endpoint: Option<String>,
    model: Option<String>,
    via: Vec<String>,
}

#[derive(Debug, Clone)]
struct Need {
    group: Vec<String>,
    at_least: usize,
    soft: bool,
    bare: bool,
    fallbacks: Vec<Standby>,
}

#[derive(Debug, Clone)]
struct Standby {
    to: String,
    degraded: bool,
    /// Percent of the load.
    capacity: Option<u32>,
}

const MBCO: u32 = 50;

#[derive(Debug, Clone)]
struct System {
    parts: Vec<Part>,
}

impl System {
    fn of(raw: &[RawPart]) -> Self {
        let mut tables: Vec<Table> = raw
            .iter()
            .map(|part| match part.kind {
                0 => Table::Activity,
                1..=3 => Table::Service,
                4 | 5 => Table::Resource,
                6 | 7 => Table::Ai,
                8 => Table::Provider,
                _ => Table::Domain,
            })
            .collect();
        // An AI dependency needs a provider.
        if !tables.contains(&Table::Provider) {
            for table in &mut tables {
                if *table == Table::Ai {
                    *table = Table::Resource;
                }
            }
        }
        let id = |at: usize| format!("{}-{at}", tables[at].word());
        let all_of = |wanted: &[Table]| -> Vec<usize> {
            (0..raw.len())
                .filter(|at| wanted.contains(&tables[*at]))
                .collect()
        };
        let places = all_of(&[Table::Domain, Table::Provider]);
        let providers = all_of(&[Table::Provider]);
        let needed = all_of(&[
            Table::Activity,
            Table::Service,
            Table::Resource,
            Table::Ai,
            Table::Provider,
        ]);
        let pick = |from: &[usize], number: u8, not: usize| -> Option<String> {
            let from: Vec<usize> = from.iter().copied().filter(|at| *at != not).collect();
            (!from.is_empty()).then(|| id(from[usize::from(number) % from.len()]))
        };
        let several = |from: &[usize], numbers: &[u8], not: usize| -> Vec<String> {
            let mut out: Vec<String> = Vec::new();
            for one in numbers.iter().filter_map(|n| pick(from, *n, not)) {
                if !out.contains(&one) {
                    out.push(one);
                }
            }
            out
        };
        let mut parts: Vec<Part> = Vec::new();
        let mut implied: BTreeMap<String, Part> = BTreeMap::new();
        for (at, raw) in raw.iter().enumerate() {
            let table = tables[at];
            let needs = raw.needs.iter().filter_map(|need| {
                let group = several(&needed, &need.group, at);
                let mut fallbacks: Vec<Standby> = Vec::new();
                for raw in &need.fallbacks {
                    let Some(to) = pick(&needed, raw.to, at) else {
                        continue;
                    };
                    if !group.contains(&to) && fallbacks.iter().all(|one| one.to != to) {
                        fallbacks.push(Standby {
                            to,
                            degraded: raw.degraded,
                            capacity: [None, None, None, Some(40), Some(60), Some(100)]
                                [usize::from(raw.capacity)],
                        });
                    }
                }
                (!group.is_empty()).then(|| Need {
                    at_least: 1 + usize::from(need.at_least) % group.len(),
                    bare: need.bare && group.len() == 1 && fallbacks.is_empty() && !need.soft,
                    group,
                    soft: need.soft,
                    fallbacks,
                })
            });
            let ai = table == Table::Ai;
            let provider = ai.then(|| pick(&providers, raw.provider, at)).flatten();
            let endpoint = (ai && raw.endpoint > 0).then(|| format!("point-{}", raw.endpoint));
            let model = (ai && raw.model > 0).then(|| format!("zed-{}b", raw.model));
            parts.push(Part {
                id: id(at),
                table: Some(table),
                within: several(&places, &raw.within, at),
                needs: needs.collect(),
                own_failure: raw.own_failure,
                mbco: raw.mbco,
                via: if ai {
                    several(&needed, &raw.via, at)
                } else {
                    Vec::new()
                },
                provider: provider.clone(),
                endpoint: endpoint.clone(),
                model: model.clone(),
            });
            if let (Some(provider), Some(endpoint)) = (provider, endpoint) {
                let id = format!("{provider}/{endpoint}");
                implied.insert(id.clone(), Part::implied(id, Some(provider)));
            }
            if let Some(model) = model {
                let id = format!("model:{model}");
                implied.insert(id.clone(), Part::implied(id, None));
            }
        }
        parts.extend(implied.into_values());
        Self { parts }
    }

    fn toml(&self) -> String {
        let list = |ids: &[String]| {
            format!(
                "[{}]",
                ids.iter()
                    .map(|id| format!("\"{id}\""))
                    .collect::<Vec<_>>()
                    .join(", ")
            )
        };
        let mut out = String::from("[plan]\nname = \"Random\"\n");
        for part in &self.parts {
            let Some(table) = part.table else { continue };
            out.push_str(&format!("\n[{}.{}]\n", table.word(), part.id));
            if !part.within.is_empty() {
                out.push_str(&format!("in = {}\n", list(&part.within)));
            }
            if !part.own_failure {
                out.push_str("own_failure = false\n");
            }
            if part.mbco {
                out.push_str(&format!("mbco = \"{MBCO}%\"\n"));
            }
            for (key, value) in [
                ("provider", &part.provider),
                ("endpoint", &part.endpoint),
                ("model", &part.model),
            ] {
                if let Some(value) = value {
                    out.push_str(&format!("{key} = \"{value}\"\n"));
                }
            }
            if !part.via.is_empty() {
                out.push_str(&format!("via = {}\n", list(&part.via)));
            }
            let needs: Vec<String> = part.needs.iter().map(Need::toml).collect();
            if !needs.is_empty() {
                out.push_str(&format!("depends_on = [{}]\n", needs.join(", ")));
            }
        }
        out
    }

    fn part(&self, id: &str) -> &Part {
        self.parts.iter().find(|part| part.id == id).unwrap()
    }

    // --- The semantics, once more ----------------------------------------

    /// The level of every component when the faults are down, in rounds from
    /// "all up"; with the round in which each reached its level.
    fn levels(&self, faults: &BTreeSet<&str>) -> Levels {
        let mut levels: Levels = self
            .parts
            .iter()
            .map(|part| (part.id.clone(), (0, 0)))
            .collect();
        for fault in faults {
            levels.insert((*fault).to_owned(), (2, 0));
        }
        for round in 1.. {
            let before = levels.clone();
            for part in &self.parts {
                let worst = part.level(&before).max(before[&part.id].0);
                if worst != before[&part.id].0 {
                    levels.insert(part.id.clone(), (worst, round));
                }
            }
            if levels == before {
                break;
            }
        }
        levels
    }
}

/// 0 up, 1 degraded, 2 down; and the round.
type Levels = BTreeMap<String, (u8, usize)>;

impl Part {
    fn implied(id: String, provider: Option<String>) -> Self {
        Self {
            id,
            table: None,
            within: Vec::new(),
            needs: Vec::new(),
            own_failure: true,
            mbco: false,
            provider,
            endpoint: None,
            model: None,
            via: Vec::new(),
        }
    }

    /// What it cannot do without: gateways, its provider's endpoint, its model's
    /// lineage, every failure domain it is in.
    fn bound(&self) -> Vec<String> {
        let mut bound = self.within.clone();
        bound.extend(self.via.iter().cloned());
        if let Some(provider) = &self.provider {
            bound.push(match &self.endpoint {
                Some(endpoint) => format!("{provider}/{endpoint}"),
                None => provider.clone(),
            });
        }
        bound.extend(self.model.iter().map(|model| format!("model:{model}")));
        bound
    }

    /// The worst of its requirements and of what it is bound to.
    fn level(&self, levels: &Levels) -> u8 {
        let bound = self.bound().into_iter().map(|id| levels[&id].0);
        let needs = self.needs.iter().map(|need| need.level(self.mbco, levels));
        bound.chain(needs).max().unwrap_or(0)
    }

    fn leans_on(&self, other: &str) -> bool {
        let mut needs = self.needs.iter();
        self.bound().iter().any(|id| id == other)
            || needs.any(|need| need.group.iter().any(|id| id == other))
    }
}

impl Need {
    /// The k-th best of the group.
    fn primary(&self, levels: &Levels) -> u8 {
        let mut group: Vec<u8> = self.group.iter().map(|id| levels[id].0).collect();
        group.sort_unstable();
        group[self.at_least - 1]
    }

    fn level(&self, mbco: bool, levels: &Levels) -> u8 {
        let standbys = self.fallbacks.iter().map(|one| one.level(mbco, levels));
        let best = standbys.fold(self.primary(levels), u8::min);
        if self.soft { best.min(1) } else { best }
    }

    fn has_alternative(&self) -> bool {
        !self.fallbacks.is_empty() || self.at_least < self.group.len()
    }

    fn toml(&self) -> String {
        if self.bare {
            return format!("\"{}\"", self.group[0]);
        }
        let mut keys = Vec::new();
        if let [one] = self.group.as_slice() {
            keys.push(format!("on = \"{one}\""));
        } else {
            keys.push(format!("any_of = {:?}", self.group));
            if self.at_least > 1 {
                keys.push(format!("at_least = {}", self.at_least));
            }
        }
        if self.soft {
            keys.push("mode = \"soft\"".to_owned());
        }
        if !self.fallbacks.is_empty() {
            let list: Vec<String> = self.fallbacks.iter().map(Standby::toml).collect();
            keys.push(format!("fallback = [{}]", list.join(", ")));
        }
        format!("{{ {} }}", keys.join(", "))
    }
}

impl Standby {
    /// The worst of its target's level, of what it serves, of its capacity.
    fn level(&self, mbco: bool, levels: &Levels) -> u8 {
        let serves = u8::from(self.degraded);
        let carries = match self.capacity {
            Some(share) if mbco && share < MBCO => 2,
            Some(share) if share < 100 => 1,
            _ => 0,
        };
        levels[&self.to].0.max(serves).max(carries)
    }

    fn toml(&self) -> String {
        if !self.degraded && self.capacity.is_none() {
            return format!("\"{}\"", self.to);
        }
        let mut keys = vec![format!("to = \"{}\"", self.to)];
        if self.degraded {
            keys.push("serves = \"degraded\"".to_owned());
        }
        if let Some(share) = self.capacity {
            keys.push(format!("capacity = \"{share}%\""));
        }
        format!("{{ {} }}", keys.join(", "))
    }
}

// --- The crate under test --------------------------------------------------

struct Loaded {
    plan: Plan,
    analysis: Analysis,
    ids: HashMap<String, ComponentId>,
}

fn load(toml: &str) -> Loaded {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("jurymast.toml"), toml).unwrap();
    let loaded =
        language::load(Path::new("jurymast.toml"), dir.path(), &Limits::default()).unwrap();
    assert!(!loaded.has_errors(), "{:#?}\n{toml}", loaded.problems);
    let analysis = Analysis::of(&loaded.plan);
    let ids = loaded
        .plan
        .enumerate()
        .map(|(id, component)| (component.id.clone(), id))
        .collect();
    Loaded {
        plan: loaded.plan,
        analysis,
        ids,
    }
}

impl Loaded {
    fn name(&self, id: ComponentId) -> &str {
        &self.plan.component(id).id
    }

    fn blast(&self, faults: &BTreeSet<&str>) -> Blast {
        let ids: Vec<ComponentId> = faults.iter().map(|id| self.ids[*id]).collect();
        self.analysis.blast(&self.plan, &ids)
    }
}

fn number(level: Level) -> u8 {
    match level {
        Level::Up => 0,
        Level::Degraded => 1,
        Level::Down => 2,
    }
}

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

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases: cases.max(ProptestConfig::default().cases),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
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
        for part in &system.parts {
            prop_assert_eq!(
                number(blast.level(loaded.ids[&part.id])),
                expected[&part.id].0,
                "{} when {:?} fail in\n{}", part.id, faults, &toml
            );
        }
        let count = |level: u8| expected
            .iter()
            .filter(|(id, (is, _))| *is == level && !faults.contains(id.as_str()))
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

/// Each chain starts at a fault, every element is leaned on by the next and the
/// last by the component; none is longer than the shortest derivation.
fn check_chains(
    system: &System,
    loaded: &Loaded,
    faults: &BTreeSet<&str>,
    levels: &Levels,
    blast: &Blast,
) -> Result<(), TestCaseError> {
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
        // shortest derivation; the way through hit components is never longer.
        prop_assert!(via.len() <= levels[component].1, "too long: {said}");
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
                let standbys: Vec<(String, u8)> = need
                    .fallbacks
                    .iter()
                    .map(|one| (one.to.clone(), one.level(part.mbco, levels)))
                    .collect();
                let best = standbys.iter().map(|one| one.1).fold(primary, u8::min);
                expected.insert((part.id.clone(), at), (primary, best, standbys));
            }
        }
    }
    let mut found = BTreeMap::new();
    for switch in &blast.switches {
        let standbys: Vec<(String, u8)> = switch
            .standbys
            .iter()
            .map(|one| (loaded.name(one.to).to_owned(), number(one.level)))
            .collect();
        for standby in &switch.standbys {
            let to = loaded.name(standby.to);
            let lost = levels[to].0 == 2;
            let by_another = lost && !faults.contains(to);
            prop_assert_eq!(!standby.lost_via.is_empty(), by_another, "{}", to);
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
    let mut expected = BTreeSet::new();
    for fault in &system.parts {
        let levels = system.levels(&BTreeSet::from([fault.id.as_str()]));
        let others = || levels.iter().filter(|(id, _)| **id != fault.id);
        let radius = loaded.analysis.single_faults.radius(loaded.ids[&fault.id]);
        prop_assert_eq!(
            radius.down,
            others().filter(|(_, level)| level.0 == 2).count()
        );
        prop_assert_eq!(
            radius.degraded,
            others().filter(|(_, level)| level.0 == 1).count()
        );
        for part in &system.parts {
            for (at, need) in part.needs.iter().enumerate() {
                let mut standbys = need.fallbacks.iter();
                if fault.own_failure
                    && fault.id != part.id
                    && need.has_alternative()
                    && need.primary(&levels) == 2
                    && standbys.all(|one| one.level(part.mbco, &levels) == 2)
                {
                    expected.insert((part.id.clone(), at, fault.id.clone()));
                }
            }
        }
    }
    let lost = &loaded.analysis.single_faults.lost;
    let mut found = BTreeSet::new();
    for one in lost {
        let fault = loaded.name(one.fault).to_owned();
        let component = loaded.name(one.component).to_owned();
        for chain in &one.chains {
            let first = chain.first().map(|id| loaded.name(*id));
            let by_capacity = chain.len() == 1;
            prop_assert!(first == Some(fault.as_str()) || by_capacity, "{chain:?}");
        }
        found.insert((component, one.requirement, fault));
    }
    prop_assert_eq!(found.len(), lost.len(), "a requirement is listed twice");
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
