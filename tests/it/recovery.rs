//! The order to bring things back: worked by hand, and on random plans against
//! the second reading of the failure semantics.

use std::collections::{BTreeMap, BTreeSet};

use jurymast_engine::analysis::{Recovery, Returned};
use jurymast_engine::failure::Network;
use jurymast_plan::model::{ComponentId, Plan};
use proptest::prelude::*;

use super::system::{Loaded, System, config, load, raw_parts};

fn recovery(plan: &Plan, network: &Network, lost: &[&str]) -> Recovery {
    let lost: Vec<ComponentId> = lost.iter().map(|id| plan.find(id).unwrap()).collect();
    Recovery::of(plan, network, &lost)
}

fn names<'a>(plan: &'a Plan, ids: &[ComponentId]) -> Vec<&'a str> {
    ids.iter()
        .map(|id| plan.component(*id).id.as_str())
        .collect()
}

fn waves<'a>(plan: &'a Plan, found: &Recovery) -> Vec<Vec<&'a str>> {
    let ids = |wave: &Vec<Returned>| wave.iter().map(|one| one.id).collect::<Vec<_>>();
    let waves = found.waves.iter();
    waves.map(|wave| names(plan, &ids(wave))).collect()
}

const SHOP: &str = r#"
[plan]
name = "Shop"
[service.web]
tier = 1
rto = "30m"
restart = "1m"
depends_on = ["api", { on = "search", mode = "soft" }]
[service.api]
tier = 1
rto = "20m"
restart = "2m"
depends_on = [{ on = "db", fallback = ["replica"] }, "queue"]
[service.search]
tier = 3
restart = "10m"
depends_on = ["db"]
[service.reports]
tier = 4
restart = "5m"
depends_on = ["db"]
[resource.db]
restart = "2m"
backup = { every = "1h", restore = "50m" }
[resource.replica]
restart = "12m"
[resource.queue]
restart = "3m"
[runbook.queue]
step = [
  { phase = "activation", do = "look", takes = "4m" },
  { phase = "recovery", do = "start", takes = "2m" },
  { phase = "reconstitution", do = "tidy", takes = "1h" },
]
"#;

/// db 50 + 2, replica 12, queue 4 + 2 + 3; api needs the queue and one of the two
/// stores: from minute 12 to 14; web to 15; search and reports wait for db: 52.
#[test]
fn a_total_loss_by_hand() {
    let Loaded { plan, network, .. } = load(SHOP);
    let found = Recovery::from_nothing(&plan, &network);
    assert_eq!(
        waves(&plan, &found),
        [
            vec!["db", "replica", "queue"],
            vec!["api", "search", "reports"],
            vec!["web"],
        ]
    );
    let minutes = |id: &str| {
        let at = found.returned(plan.find(id).unwrap()).unwrap();
        (at.starts.seconds() / 60, at.ready().seconds() / 60)
    };
    assert_eq!(minutes("db"), (0, 52));
    assert_eq!(minutes("queue"), (0, 9));
    assert_eq!(minutes("api"), (12, 14));
    assert_eq!(minutes("web"), (14, 15));
    assert_eq!(minutes("search"), (52, 62));
    assert_eq!(minutes("reports"), (52, 57));
    let path = found.path(plan.find("web").unwrap());
    assert_eq!(names(&plan, &path), ["replica", "api", "web"]);
    let db = found.returned(plan.find("db").unwrap()).unwrap();
    assert_eq!(names(&plan, &[db.pulled_by.unwrap()]), ["api"]);
    assert!(found.stuck.is_empty() && found.cycles.is_empty());
}

/// The database alone: it is mended for 52 minutes; api goes on with the replica
/// and has nothing to come back from.
#[test]
fn what_a_fallback_carries_need_not_come_back() {
    let Loaded { plan, network, .. } = load(SHOP);
    let found = recovery(&plan, &network, &["db"]);
    assert_eq!(
        waves(&plan, &found),
        [vec!["db"], vec!["search", "reports"]]
    );
    assert!(found.returned(plan.find("api").unwrap()).is_none());
    // What only fell restarts, and its runbook is not run.
    let found = recovery(&plan, &network, &["queue"]);
    let web = found.returned(plan.find("web").unwrap()).unwrap();
    assert_eq!(web.ready().seconds(), (9 + 2 + 1) * 60);
}

#[test]
fn a_hard_cycle_is_stuck_and_what_opens_it_is_said() {
    let Loaded { plan, network, .. } = load(
        r#"
[plan]
name = "Ring"
[service.login]
depends_on = ["directory"]
[service.directory]
depends_on = ["vault", "disk"]
[service.vault]
depends_on = ["login"]
[service.mail]
depends_on = ["login"]
[service.chat]
depends_on = [{ on = "login", fallback = ["guests"] }]
[resource.disk]
[resource.guests]
"#,
    );
    let found = Recovery::from_nothing(&plan, &network);
    assert_eq!(waves(&plan, &found), [vec!["disk", "guests"], vec!["chat"]]);
    assert_eq!(
        names(&plan, &found.stuck),
        ["login", "directory", "vault", "mail"]
    );
    let [cycle] = found.cycles.as_slice() else {
        panic!("{:?}", found.cycles);
    };
    assert_eq!(
        names(&plan, &cycle.members),
        ["login", "directory", "vault"]
    );
    assert_eq!(names(&plan, &cycle.waiting), ["mail"]);
    assert_eq!(cycle.breakers.len(), 3);
    // While nothing outside fails they stay up together.
    let found = recovery(&plan, &network, &["disk"]);
    assert_eq!(found.stuck.len(), 4, "once down, they stay down: {found:?}");
}

/// What the second reading says is down when exactly these fail.
fn down(system: &System, faults: &BTreeSet<String>) -> BTreeSet<String> {
    let levels = system.levels(&faults.iter().map(String::as_str).collect());
    let down = levels.into_iter().filter(|(_, (level, _))| *level == 2);
    down.map(|(id, _)| id).collect()
}

/// Whether `id` would serve if exactly `waiting` were down.
fn starts(system: &System, id: &str, waiting: &BTreeSet<String>) -> bool {
    let mut others = waiting.clone();
    others.remove(id);
    !down(system, &others).contains(id)
}

proptest! {
    #![proptest_config(config(400))]

    /// Rounds: each wave is all that can start after the waves before, no more; and
    /// what is left can never start.
    #[test]
    fn waves_are_rounds(raw in raw_parts(), picks in prop::collection::vec(any::<u8>(), 1..4)) {
        let system = System::of(&raw);
        let Loaded { plan, network, .. } = load(&system.toml());
        let ids: Vec<String> = plan.components.iter().map(|one| one.id.clone()).collect();
        let lost: BTreeSet<String> = picks.iter().map(|at| ids[usize::from(*at) % ids.len()].clone()).collect();
        let lost: Vec<&str> = lost.iter().map(String::as_str).collect();
        let found = recovery(&plan, &network, &lost);
        let mut waiting = down(&system, &lost.iter().map(|id| (*id).to_owned()).collect());
        for wave in waves(&plan, &found) {
            let expected: BTreeSet<&str> = waiting.iter().filter(|id| starts(&system, id, &waiting)).map(String::as_str).collect();
            prop_assert_eq!(wave.iter().copied().collect::<BTreeSet<_>>(), expected);
            waiting.retain(|id| !wave.contains(&id.as_str()));
        }
        prop_assert!(waiting.iter().all(|id| !starts(&system, id, &waiting)));
        let stuck: BTreeSet<&str> = names(&plan, &found.stuck).into_iter().collect();
        prop_assert_eq!(stuck, waiting.iter().map(String::as_str).collect());
        // Each cycle is stuck, and is held by its own members alone.
        for cycle in &found.cycles {
            let members: BTreeSet<String> = names(&plan, &cycle.members).into_iter().map(str::to_owned).collect();
            prop_assert!(members.is_subset(&waiting));
        }
        prop_assert_eq!(found.cycles.is_empty(), waiting.is_empty());
        let held: usize = found.cycles.iter().map(|one| one.members.len() + one.waiting.len()).sum();
        prop_assert_eq!(held, waiting.len(), "each stuck one is counted once");
    }

    /// Times: a component starts at the first moment at which what is ready by then
    /// is enough for it, and not before.
    #[test]
    fn nobody_waits_without_need(raw in raw_parts(), takes in prop::collection::vec(0..4u64, 10)) {
        let system = System::of(&raw);
        let mut text = system.toml();
        // A runbook gives each of the plan's own parts its time.
        for (at, part) in system.parts.iter().enumerate() {
            if part.table.is_some() && takes[at % takes.len()] > 0 {
                text.push_str(&format!("[runbook.{}]\nstep = [{{ phase = \"recovery\", do = \"mend\", takes = \"{}m\" }}]\n", part.id, takes[at % takes.len()]));
            }
        }
        let Loaded { plan, network, .. } = load(&text);
        let found = Recovery::from_nothing(&plan, &network);
        let all: BTreeMap<String, (u64, u64)> = found
            .waves
            .iter()
            .flatten()
            .map(|one| (plan.component(one.id).id.clone(), (one.starts.seconds(), one.ready().seconds())))
            .collect();
        let stuck: BTreeSet<String> = names(&plan, &found.stuck).into_iter().map(str::to_owned).collect();
        let not_ready = |at: u64| -> BTreeSet<String> {
            let late = all.iter().filter(|(_, (_, ready))| *ready > at);
            late.map(|(id, _)| id.clone()).chain(stuck.iter().cloned()).collect()
        };
        for (id, (starts_at, _)) in &all {
            prop_assert!(starts(&system, id, &not_ready(*starts_at)), "{} at {}", id, starts_at);
            if *starts_at > 0 {
                prop_assert!(!starts(&system, id, &not_ready(starts_at - 1)), "{} before {}", id, starts_at);
            }
        }
        for (id, (starts_at, _)) in &all {
            let path = found.path(plan.find(id).unwrap());
            prop_assert_eq!(plan.component(*path.last().unwrap()).id.as_str(), id.as_str());
            if let Some(before) = path.len().checked_sub(2) {
                let before = plan.component(path[before]).id.as_str();
                prop_assert_eq!(all[before].1, *starts_at, "it starts when the last it waited for is ready");
            }
        }
    }
}
