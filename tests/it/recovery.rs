//! The order to bring things back: worked by hand, and on random plans against
//! the second reading of the failure semantics.

use std::collections::{BTreeMap, BTreeSet};

use jurymast_engine::analysis::{Recovery, Returned};
use jurymast_engine::failure::Network;
use jurymast_plan::model::{ComponentId, Plan};
use proptest::prelude::*;

use super::system::{Loaded, System, Table, config, load, raw_parts};

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
depends_on = [{ on = "api", needed = "both" }, { on = "search", mode = "soft" }]
[service.api]
tier = 1
rto = "20m"
restart = "2m"
depends_on = [{ on = "db", needed = "both", fallback = ["replica"] }, { on = "queue", needed = "both" }]
[service.search]
tier = 3
restart = "10m"
depends_on = [{ on = "db", needed = "both" }]
[service.reports]
tier = 4
restart = "5m"
depends_on = [{ on = "db", needed = "both" }]
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
/// Whatever the order of tables: `web` and `a` begin to serve in a second in which others
/// do that they lean on softly.
#[test]
fn nobody_waits_for_what_is_soft() {
    let tables = [
        "[service.web]\ndepends_on = [\"api\", { on = \"search\", mode = \"soft\" }]\n",
        "[service.api]\nrestart = \"5m\"\n",
        "[service.search]\nrestart = \"5m\"\n",
        "[service.a]\ndepends_on = [\"api\", { on = \"c\", mode = \"soft\" }]\n",
        "[service.c]\ndepends_on = [\"a\", \"d\"]\n",
        "[service.d]\nrestart = \"5m\"\n",
        "[service.host]\nrestart = \"1m\"\n\
         depends_on = [{ on = \"api\", needed = \"both\" }, { on = \"search\", mode = \"soft\", needed = \"both\" }]\n",
    ];
    let reversed: Vec<&str> = tables.iter().rev().copied().collect();
    for tables in [tables.concat(), reversed.concat()] {
        let text = format!("[plan]\nname = \"Soft\"\n{tables}");
        let Loaded { plan, network, .. } = load(&text);
        let found = recovery(&plan, &network, &["api", "search", "d"]);
        for id in ["web", "a", "host"] {
            let path = found.path(plan.find(id).unwrap());
            assert_eq!(names(&plan, &path), ["api", id], "{tables}");
        }
    }
}

#[test]
fn what_a_fallback_carries_need_not_come_back() {
    let Loaded { plan, network, .. } = load(SHOP);
    let found = recovery(&plan, &network, &["db"]);
    assert_eq!(
        waves(&plan, &found),
        [vec!["db"], vec!["search", "reports"]]
    );
    assert!(found.returned(plan.find("api").unwrap()).is_none());
    // What stopped restarts, and its runbook is not run.
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
depends_on = [{ on = "directory", needed = "both" }]
[service.directory]
depends_on = [{ on = "vault", needed = "both" }, { on = "disk", needed = "both" }]
[service.vault]
depends_on = [{ on = "login", needed = "both" }]
[service.mail]
depends_on = [{ on = "login", needed = "both" }]
[service.chat]
depends_on = [{ on = "login", needed = "both", fallback = ["guests"] }]
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

/// The hall is kept cool by what stands in it. It falls with the water, which stops
/// nothing in it: all of it serves again in the second in which the water does. Once the
/// hall itself failed, the pump must start again and waits for the hall, which waits for it.
#[test]
fn a_place_that_only_fell_stops_nothing_in_it() {
    let Loaded { plan, network, .. } = load(
        r#"
[plan]
name = "Hall"
[domain.hall]
depends_on = ["pump"]
[service.pump]
in = ["hall"]
restart = "7m"
depends_on = ["water"]
[resource.water]
restart = "2m"
"#,
    );
    let found = recovery(&plan, &network, &["water"]);
    let ready = |id: &str| {
        let returned = found.returned(plan.find(id).unwrap()).unwrap();
        (returned.stopped, returned.ready().seconds())
    };
    assert_eq!(ready("water"), (true, 120));
    assert_eq!(ready("pump"), (false, 120));
    assert_eq!(ready("hall"), (false, 120));
    let found = recovery(&plan, &network, &["hall"]);
    assert_eq!(names(&plan, &found.stuck), ["pump", "hall"]);
}

/// What the second reading says is down when exactly these fail.
fn down(system: &System, faults: &BTreeSet<String>) -> BTreeSet<String> {
    let levels = system.levels(&faults.iter().map(String::as_str).collect());
    let down = levels.into_iter().filter(|(_, (level, ..))| *level == 2);
    down.map(|(id, _)| id).collect()
}

proptest! {
    #![proptest_config(config(400))]

    /// Of plans in which all is needed to run: each is back in the first minute in which the
    /// second reading has it up, when exactly those are lost whose own work is not done.
    #[test]
    fn each_serves_as_soon_as_what_it_needs_does(
        raw in raw_parts(),
        picks in prop::collection::vec(any::<u8>(), 1..6),
        takes in prop::collection::vec(0..4u64, 10),
    ) {
        let mut system = System::of(&raw);
        // Who starts waits for its places: what they need counts at the start, then.
        let places = system.parts.iter_mut().filter(|part| matches!(part.table, Some(Table::Domain | Table::Provider)));
        places.for_each(|part| part.needs.clear());
        // What is passed on of a part hangs on the order of switches, here by when each is back.
        system.keep_parts_at_the_top();
        let mut text = system.toml();
        let mut work: BTreeMap<String, u64> = BTreeMap::new();
        // A runbook gives each of the plan's own parts its time.
        for (at, part) in system.parts.iter().enumerate() {
            let minutes = takes[at % takes.len()];
            if part.table.is_some() && minutes > 0 {
                work.insert(part.id.clone(), minutes);
                text.push_str(&format!("[runbook.{}]\nstep = [{{ phase = \"recovery\", do = \"mend\", takes = \"{minutes}m\" }}]\n", part.id));
            }
        }
        let loaded = load(&text);
        let plan = &loaded.plan;
        let ids: Vec<String> = plan.components.iter().map(|one| one.id.clone()).collect();
        let lost: BTreeSet<String> = picks.iter().map(|at| ids[usize::from(*at) % ids.len()].clone()).collect();
        let names: Vec<&str> = lost.iter().map(String::as_str).collect();
        prop_assume!(!system.hangs_on_order(&names.iter().copied().collect()));
        let numbers: Vec<ComponentId> = names.iter().map(|id| loaded.ids[*id]).collect();
        let analysis = loaded.analysis();
        let found = recovery(plan, &analysis.network_after(&numbers), &names);
        prop_assert_eq!(found.stuck.is_empty(), found.cycles.is_empty());
        prop_assume!(found.stuck.is_empty());
        let at = |minute: u64| -> BTreeSet<String> {
            let open = lost.iter().filter(|id| work.get(*id).copied().unwrap_or(0) > minute);
            down(&system, &open.cloned().collect())
        };
        // Nor what is open later, once some of it is back.
        let later = (0..4u64).map(|minute| {
            let open = lost.iter().filter(|id| work.get(*id).copied().unwrap_or(0) > minute);
            open.map(String::as_str).collect::<BTreeSet<&str>>()
        });
        prop_assume!(!later.clone().any(|open| system.hangs_on_order(&open)));
        let all = down(&system, &lost);
        let returned = found.waves.iter().flatten();
        prop_assert_eq!(returned.clone().count(), all.len());
        for one in returned {
            let (id, minute) = (&plan.component(one.id).id, one.ready().seconds() / 60);
            prop_assert!(all.contains(id));
            prop_assert!(!at(minute).contains(id), "{} at {}\n{}", id, minute, text);
            prop_assert!(minute == 0 || at(minute - 1).contains(id), "{} before {} of {:?}\n{}", id, minute, lost, text);
            let path = found.path(one.id);
            prop_assert_eq!(path.last(), Some(&one.id));
        }
    }
}
