use proptest::prelude::*;

use super::lost_requirements::within;
use super::*;
use crate::failure::{EventGraph, Network, NodeInput, Propagator};
use jurymast_plan::language;
use jurymast_plan::model::{ComponentId, Level, Plan, Tier};
use jurymast_terms::files::ReadLimits;

/// Services that need each other in every way, in domains.
fn text(most: usize) -> impl Strategy<Value = String> {
    let need = (0..most, 0..most, 0..most, 0..9u8);
    let service = (0..5u8, 0..4usize, prop::collection::vec(need, 0..3), 0..8u8);
    prop::collection::vec(service, 2..most).prop_map(|services| {
        let all = services.len();
        let mut text = String::from("[plan]\nname = \"x\"\n");
        for at in 0..3 {
            let inside = if at < 2 { "in = [\"d2\"]\n" } else { "" };
            text += &format!("[domain.d{at}]\n{inside}");
        }
        for (at, (tier, domain, needs, own)) in services.into_iter().enumerate() {
            text += &format!("[service.s{at}]\n");
            if tier > 0 {
                text += &format!("tier = {tier}\n");
            }
            if own == 0 {
                text += "own_failure = false\n";
            }
            if domain < 3 {
                text += &format!("in = [\"d{domain}\"]\n");
            }
            let needs: Vec<String> = needs
                .into_iter()
                .filter_map(|need| self::need(at, all, need))
                .collect();
            text += &format!("depends_on = [{}]\n", needs.join(", "));
        }
        text
    })
}

fn need(
    at: usize,
    all: usize,
    (one, two, three, kind): (usize, usize, usize, u8),
) -> Option<String> {
    let (one, two, three) = (one % all, two % all, three % all);
    let mut used = vec![at, one, two, three];
    used.sort_unstable();
    used.dedup();
    if used.len() < 4 {
        return None;
    }
    Some(match kind {
        0 => format!("\"s{one}\""),
        1 => format!("{{ on = \"s{one}\", mode = \"soft\" }}"),
        2 | 3 => format!("{{ on = \"s{one}\", fallback = [\"s{two}\"] }}"),
        4 => format!(
            "{{ on = \"s{one}\", fallback = [{{ to = \"s{two}\", serves = \"degraded\" }}, \"s{three}\"] }}"
        ),
        5 => format!("{{ any_of = [\"s{one}\", \"s{two}\", \"s{three}\"], at_least = 2 }}"),
        6 | 7 => format!(
            "{{ on = \"s{one}\", fallback = [{{ to = \"s{two}\", needs = [\"s{three}\"] }}] }}"
        ),
        _ => format!("{{ any_of = [\"s{one}\", \"s{two}\"] }}"),
    })
}

fn plan(text: &str) -> Plan {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("p.toml"), text).unwrap();
    let file = std::path::Path::new("p.toml");
    let loaded = language::load(file, dir.path(), &ReadLimits::default()).unwrap();
    assert!(!loaded.has_errors(), "{:?}\n{text}", loaded.problems);
    loaded.plan
}

/// All that is known of single faults.
#[derive(Default)]
struct Known {
    /// By component: others that are down, and that are degraded.
    taken: Vec<(usize, usize)>,
    carried: Vec<Option<Tier>>,
    lost: Vec<LostRequirement>,
}

fn found(plan: &Plan, listed: usize, looks: usize) -> Known {
    let network = Network::of(plan);
    let events = EventGraph::of(&network);
    let faults = FaultTable::of(plan, &events).faults.into_iter();
    let tiers = CarriedTiers::of(plan, &events);
    Known {
        taken: faults.map(|one| (one.down, one.degraded)).collect(),
        carried: plan.ids().map(|id| tiers.of_component(id)).collect(),
        lost: within(plan, &network, &events, listed, looks),
    }
}

/// One fault after the other.
fn one_at_a_time(plan: &Plan) -> Known {
    let network = Network::of(plan);
    let mut sweep = Propagator::new(&network);
    let mut found = Known::default();
    type Chains = Vec<Vec<ComponentId>>;
    let mut lost: Vec<(ComponentId, usize, usize, ComponentId, Chains, bool)> = Vec::new();
    for (fault, component) in plan.enumerate() {
        let outcome = sweep.run(&[(fault.0, Level::Down)]);
        let level = |node: u32| outcome.level(node);
        let (mut down, mut degraded) = (0, 0);
        let mut carries: Option<Tier> = None;
        for (id, other) in plan.enumerate() {
            let tier = other.tier.map(|tier| tier.value);
            match level(id.0) {
                Level::Down => {
                    carries = [carries, tier].into_iter().flatten().min();
                    down += usize::from(id != fault);
                }
                Level::Degraded => degraded += 1,
                Level::Up => {}
            }
            for gate in network.node(id.0).gates() {
                let gone = |input: &&NodeInput| input.level(level) == Level::Down;
                let is_asked = component.own_failure && id != fault;
                if is_asked
                    && !other.requirements[gate.requirement].has_no_alternative()
                    && gate.group_level(level) == Level::Down
                    && gate
                        .fallbacks
                        .iter()
                        .all(|one| one.level(level) == Level::Down)
                {
                    let chain = |input: &NodeInput| {
                        let chain = outcome.chain(input.node).into_iter();
                        chain.chain([input.node]).map(ComponentId).collect()
                    };
                    let chains: Chains = gate.inputs().filter(gone).map(chain).collect();
                    let distance = chains.iter().map(Vec::len).sum();
                    let mut all = gate.fallbacks.iter();
                    let stuck = all.any(|one| one.input.level(level) < Level::Down);
                    lost.push((id, gate.requirement, distance, fault, chains, stuck));
                }
            }
        }
        found.taken.push((down, degraded));
        found.carried.push(carries);
    }
    lost.sort();
    for faults in lost.chunk_by(|one, other| (one.0, one.1) == (other.0, other.1)) {
        found.lost.push(LostRequirement {
            component: faults[0].0,
            requirement: faults[0].1,
            faults: faults.iter().map(|one| one.3).collect(),
            others: 0,
            stuck: {
                let stuck = faults.iter().filter(|one| one.5);
                let mut stuck: Vec<ComponentId> = stuck.map(|one| one.3).collect();
                stuck.sort_unstable();
                stuck
            },
            chains: faults[0].4.clone(),
        });
    }
    found
}

proptest! {
    #[test]
    fn all_at_once_is_one_at_a_time(text in text(14)) {
        let plan = plan(&text);
        let (new, old) = (found(&plan, usize::MAX, usize::MAX), one_at_a_time(&plan));
        prop_assert_eq!(new.taken, old.taken);
        prop_assert_eq!(new.carried, old.carried);
        prop_assert_eq!(new.lost, old.lost);
    }

    #[test]
    fn what_is_not_listed_is_counted(text in text(14), looks in 0..60usize) {
        let plan = plan(&text);
        let old = one_at_a_time(&plan).lost;
        let few = found(&plan, 1, looks).lost;
        prop_assert_eq!(few.len(), old.len());
        for (few, old) in few.iter().zip(&old) {
            prop_assert_eq!((few.component, few.requirement), (old.component, old.requirement));
            prop_assert_eq!(few.faults.len() + few.others, old.faults.len());
            prop_assert!(few.faults.iter().all(|fault| old.faults.contains(fault)));
        }
    }
}

/// Far around a circle the chain is as long as the way.
#[test]
fn a_long_way_is_followed_to_its_end() {
    let nodes = 300;
    let mut text = String::from("[plan]\nname = \"x\"\n[service.z]\n");
    text += "depends_on = [{ on = \"s0\", fallback = [\"s1\"] }]\n";
    for at in 0..nodes {
        text += &format!(
            "[service.s{at}]\ndepends_on = [\"s{}\"]\n",
            (at + 1) % nodes
        );
    }
    let plan = plan(&text);
    let (new, old) = (found(&plan, usize::MAX, usize::MAX), one_at_a_time(&plan));
    assert_eq!(new.lost, old.lost);
    let nearest = plan.component(new.lost[0].faults[0]);
    assert_eq!(nearest.id.as_str(), "s1");
    assert_eq!(new.lost[0].faults.len(), nodes);
    let none = &found(&plan, usize::MAX, 0).lost[0];
    assert!(none.chains.is_empty() && none.faults.len() == nodes);
}
