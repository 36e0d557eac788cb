use super::Recovery;
use crate::failure::Network;
use jurymast_plan::language::reread;
use jurymast_plan::model::{ComponentId, Plan};

fn plan(text: &str) -> Plan {
    let loaded = reread([("p.toml".to_owned(), format!("[plan]\nname = \"x\"\n{text}"))]);
    assert_eq!(loaded.problems, []);
    loaded.plan
}

fn names(plan: &Plan, ids: impl IntoIterator<Item = ComponentId>) -> String {
    let ids = ids.into_iter().map(|id| plan.component(id).id.as_str());
    ids.collect::<Vec<_>>().join(" ")
}

/// Each as "id wave ready", by its place in the order.
fn order(plan: &Plan, lost: &[&str]) -> String {
    let lost: Vec<_> = lost.iter().map(|id| plan.find(id).unwrap()).collect();
    let recovery = Recovery::of(plan, &Network::lasting(plan), &lost);
    let waves = recovery.waves.iter().zip(1usize..);
    let all = waves.flat_map(|(members, wave)| members.iter().map(move |one| (wave, one)));
    let all =
        all.map(|(wave, one)| format!("{} {wave} {}", plan.component(one.id).id, one.ready()));
    all.collect::<Vec<_>>().join(", ")
}

#[test]
fn a_cycle_is_named_once_with_what_waits_behind_it() {
    let plan = plan(
        "[resource.power]
        [service.a]
        depends_on = [{ on = \"b\", needed = \"both\" }]
        [service.b]
        depends_on = [\"power\", \"a\"]
        [service.c]
        depends_on = [\"b\"]
        [service.d]
        depends_on = [{ on = \"e\", needed = \"start\" }, { on = \"f\", needed = \"start\" }]
        [service.e]
        depends_on = [{ on = \"d\", needed = \"start\" }]
        [service.f]
        depends_on = [{ on = \"d\", needed = \"start\" }]",
    );
    let recovery = Recovery::from_nothing(&plan, &Network::lasting(&plan));
    let cycles = recovery.cycles.iter().map(|cycle| {
        let breakers = cycle.breakers.iter().map(|one| {
            let waits_for = &plan.component(one.waits_for).id;
            format!(
                "{}.{} {waits_for}",
                plan.component(one.id).id,
                one.requirement
                    .map_or("repair".to_owned(), |at| at.to_string())
            )
        });
        (
            names(&plan, cycle.members.iter().copied()),
            names(&plan, cycle.waiting.iter().copied()),
            breakers.collect::<Vec<_>>().join(" "),
        )
    });
    let text = |a: &str, b: &str, c: &str| (a.to_owned(), b.to_owned(), c.to_owned());
    let expected = [
        text("a b", "c", "a.0 b b.1 a"),
        // With `e` started `d` lacks `f` all the same.
        text("d e", "f", ""),
    ];
    assert_eq!(cycles.collect::<Vec<_>>(), expected);
    assert_eq!(names(&plan, recovery.stuck), "a b c d e f");
}

#[test]
fn what_needs_each_other_to_run_comes_back_together() {
    let plan = plan(
        "[service.a]
        restart = \"1m\"
        depends_on = [\"b\"]
        [service.b]
        restart = \"5m\"
        depends_on = [{ on = \"a\", mode = \"soft\" }, \"c\"]
        [service.c]
        depends_on = [\"a\"]",
    );
    assert_eq!(order(&plan, &["a", "b"]), "c 1 5m, b 1 5m, a 1 5m");
    let recovery = Recovery::from_nothing(&plan, &Network::lasting(&plan));
    assert!(recovery.stuck.is_empty());
}

#[test]
fn only_what_stopped_starts_again_and_only_that_waits_in_a_later_wave() {
    let plan = plan(
        "[service.shop]
        restart = \"2m\"
        depends_on = [{ on = \"queue\", needed = \"both\" }]
        [service.queue]
        restart = \"10m\"
        depends_on = [\"disk\"]
        [service.job]
        restart = \"1h\"
        depends_on = [{ on = \"disk\", needed = \"start\" }]
        [resource.disk]
        restart = \"5m\"
        in = [\"hall\"]
        [domain.hall]",
    );
    // The queue fell and did not stop; the job did not notice.
    assert_eq!(order(&plan, &["disk"]), "disk 1 5m, queue 1 5m, shop 2 7m");
    assert_eq!(
        order(&plan, &["disk", "job"]),
        "disk 1 5m, queue 1 5m, shop 2 7m, job 2 1h 5m"
    );
    assert_eq!(
        order(&plan, &["hall"]),
        "hall 1 0s, queue 1 5m, disk 2 5m, shop 3 7m"
    );
}

#[test]
fn repair_goes_on_beside_the_wait() {
    let plan = plan(
        "[service.db]
        restart = \"1m\"
        depends_on = [{ on = \"keys\", needed = \"both\" }]
        [service.keys]
        restart = \"20m\"
        [runbook.db]
        step = [{ phase = \"recovery\", do = \"swap the disk\", takes = \"30m\" }]",
    );
    assert_eq!(order(&plan, &["db", "keys"]), "keys 1 20m, db 2 31m");
}

#[test]
fn a_repair_that_needs_what_waits_for_it_is_a_cycle() {
    let plan = plan(
        "[service.shop]
        depends_on = [\"db\"]
        [service.db]
        depends_on = [{ on = \"vault\", needed = \"start\" }]
        [service.vault]
        [runbook.vault]
        step = [{ do = \"unseal it\", takes = \"5m\", needs = [\"db\"] }]
        [resource.disk]
        backup = [{ restore = \"1h\", needs = [\"shop\"] }, { restore = \"2h\" }]",
    );
    let recovery = Recovery::from_nothing(&plan, &Network::lasting(&plan));
    let [cycle] = &recovery.cycles[..] else {
        panic!("{:?}", recovery.cycles)
    };
    assert_eq!(names(&plan, cycle.members.iter().copied()), "db vault");
    assert_eq!(names(&plan, cycle.waiting.iter().copied()), "shop");
    let by: Vec<Option<usize>> = cycle.breakers.iter().map(|one| one.requirement).collect();
    assert_eq!(by, [Some(0), None]);
    // Another backup will do.
    assert_eq!(names(&plan, recovery.stuck), "shop db vault");
}
