use super::{Cure, LostCures};
use crate::failure::{EventGraph, Network};
use jurymast_plan::language::reread;
use jurymast_plan::model::Plan;

/// "step repair-net: console (net) never", one line for each lost cure.
fn lost(text: &str) -> Vec<String> {
    let loaded = reread([("p.toml".to_owned(), format!("[plan]\nname = \"x\"\n{text}"))]);
    assert_eq!(loaded.problems, []);
    let plan = loaded.plan;
    let network = Network::of(&plan);
    let lost = LostCures::of(&plan, &network, &EventGraph::of(&network));
    assert!(lost.is_whole);
    let id = |id| plan.component(id).id.as_str();
    let lines = lost.lost.iter().map(|one| {
        let needs: Vec<&str> = one.needs.iter().map(|need| id(need.what.value)).collect();
        let faults: Vec<&str> = one.faults.iter().map(|fault| id(*fault)).collect();
        let never = if one.never { " never" } else { "" };
        let cure = name(&plan, one.cure);
        format!("{cure}: {} ({}){never}", needs.join(" "), faults.join(" "))
    });
    lines.collect()
}

fn name(plan: &Plan, cure: Cure) -> String {
    let id = |id| plan.component(id).id.as_str();
    match cure {
        Cure::Switch(fallback) => format!("switch {}", id(fallback.component)),
        Cure::Step { component, step } => format!("step {} {}", step + 1, id(component)),
        Cure::Restore { component, .. } => format!("restore {}", id(component)),
        Cure::Detection { component, .. } => format!("detection {}", id(component)),
        Cure::Call(team) => format!("call {}", plan.team(team).id),
        Cure::Start { component, .. } => format!("start {}", id(component)),
        Cure::Message(at) => format!("message {}", plan.communications[at].id),
        Cure::ReadingThePlan => "reading the plan".to_owned(),
    }
}

#[test]
fn a_step_that_needs_what_falls_with_it() {
    let text = r#"
        [resource.net]
        [service.console]
        depends_on = ["net"]
        [service.door]
        [[runbook.net.step]]
        do = "Set it right"
        needs = ["console"]
        [[runbook.net.step]]
        do = "Drive there"
        needs = ["door"]
        [[runbook.net.step]]
        do = "Tidy up"
        phase = "reconstitution"
        needs = ["console"]
    "#;
    assert_eq!(lost(text), ["step 1 net: console (net) never"]);
    let aside = text.replace("depends_on = [\"net\"]", "");
    assert!(lost(&aside).is_empty());
    let covered = text.replace("[\"net\"]", "[{ on = \"net\", fallback = [\"door\"] }]");
    assert!(lost(&covered).is_empty());
}

#[test]
fn each_thing_that_a_step_needs_is_told_with_its_faults() {
    let text = r#"
        [domain.site]
        [resource.net]
        in = ["site"]
        [service.console]
        depends_on = ["net"]
        [service.door]
        in = ["site"]
        [[runbook.net.step]]
        do = "Set it right"
        needs = ["console", "door"]
    "#;
    let expected = [
        "step 1 net: console (net site) never",
        "step 1 net: door (site)",
    ];
    assert_eq!(lost(text), expected);
}

#[test]
fn what_stands_beside_it_must_be_mended_first() {
    let text = r#"
        [domain.site]
        [resource.desks]
        in = ["site"]
        [service.keys]
        in = ["site"]
        [[runbook.desks.step]]
        do = "Read the key"
        needs = ["keys"]
    "#;
    assert_eq!(lost(text), ["step 1 desks: keys (site)"]);
    let each_other =
        format!("{text}\n[[runbook.keys.step]]\ndo = \"Log in\"\nneeds = [\"desks\"]\n");
    let both = [
        "step 1 keys: desks (site) never",
        "step 1 desks: keys (site) never",
    ];
    assert_eq!(lost(&each_other), both);
}

#[test]
fn a_step_for_one_loss_is_asked_of_that_loss() {
    let text = r#"
        [resource.net]
        [service.console]
        depends_on = ["net"]
        [service.web]
        depends_on = ["net"]
        [[runbook.web.step]]
        do = "Go round it"
        if_lost = ["net"]
        needs = ["console"]
    "#;
    assert_eq!(lost(text), ["step 1 web: console (net)"]);
}

#[test]
fn a_switch_whose_console_is_lost_with_the_primary() {
    let text = r#"
        [domain.east]
        [resource.one]
        in = ["east"]
        [resource.two]
        [service.console]
        in = ["east"]
        [service.shop]
        depends_on = [{ on = "one", fallback = [{ to = "two", needs = ["console"] }] }]
    "#;
    assert_eq!(lost(text), ["switch shop: console (east)"]);
    let other_way = text.replace(
        "needs = [\"console\"] }",
        "needs = [\"console\"] }, \"three\"",
    );
    assert!(lost(&format!("{other_way}\n[resource.three]\n")).is_empty());
    let step = text.replace("{ to = \"two\", needs = [\"console\"] }", "\"two\"")
        + "[[runbook.shop.step]]\ndo = \"x\"\nswitches_to = \"two\"\nneeds = [\"console\"]\n";
    assert_eq!(lost(&step), ["switch shop: console (east)"]);
}

#[test]
fn a_switch_that_needs_who_waits_for_it() {
    let text = r#"
        [resource.one]
        [resource.two]
        [service.shop]
        depends_on = [{ on = "one", fallback = [{ to = "two", needs = ["console"] }] }]
        [service.console]
        depends_on = ["shop"]
    "#;
    assert_eq!(lost(text), ["switch shop: console (one) never"]);
}

#[test]
fn a_restore_needs_its_key() {
    let text = r#"
        [resource.db]
        backup = { every = "1d", segregated = true, needs = ["vault"] }
        [service.vault]
        depends_on = ["db"]
    "#;
    assert_eq!(lost(text), ["restore db: vault (db) never"]);
    let two = text.replace(
        "needs = [\"vault\"] }",
        "needs = [\"vault\"] }, { every = \"7d\", segregated = true }]",
    );
    assert!(lost(&two.replace("backup = {", "backup = [{")).is_empty());
}

#[test]
fn a_detector_that_stands_on_what_it_watches() {
    let text = r#"
        [resource.link]
        [resource.spare]
        [service.alerts]
        depends_on = ["link"]
        [service.probe]
        [service.web]
        depends_on = [{ on = "link", detect = { within = "1m", by = ["alerts"] }, fallback = ["spare"] }]
    "#;
    assert_eq!(lost(text), ["detection web: alerts (link)"]);
    assert!(lost(&text.replace("by = [\"alerts\"]", "by = [\"alerts\", \"probe\"]")).is_empty());
    let repaired = text.replace(", fallback = [\"spare\"]", "");
    assert_eq!(lost(&repaired), ["detection web: alerts (link)"]);
    let seen =
        format!("{repaired}[service.api]\ndepends_on = [{{ on = \"link\", detect = \"1m\" }}]\n");
    assert!(lost(&seen).is_empty(), "another sees it");
}

#[test]
fn nobody_can_be_called() {
    let text = r#"
        [team.net]
        on_call = { channel = "chat", through = ["chat"] }
        escalate_to = ["site"]
        [team.site]
        on_call = { phone = "1", through = ["exchange"] }
        [resource.link]
        team = "net"
        [service.chat]
        depends_on = ["link"]
        [service.exchange]
        depends_on = ["link"]
    "#;
    assert_eq!(lost(text), ["call net: chat exchange (link) never"]);
    assert!(
        lost(&text.replace("through = [\"exchange\"]", "")).is_empty(),
        "a way unknown"
    );
    let by_hand = r#"
        [team.web]
        on_call = { channel = "chat", through = ["chat"] }
        [resource.link]
        [resource.spare]
        [service.chat]
        depends_on = ["link"]
        [service.web]
        team = "web"
        depends_on = [{ on = "link", fallback = ["spare"] }]
    "#;
    assert_eq!(lost(by_hand), ["call web: chat (link) never"]);
    let by_itself = by_hand.replace("\"spare\"]", "{ to = \"spare\", switch = \"automatic\" }]");
    assert!(lost(&by_itself).is_empty());
}

#[test]
fn a_message_that_falls_with_what_it_announces() {
    let text = r#"
        [domain.fleet]
        [service.apps]
        in = ["fleet"]
        [service.page]
        in = ["fleet"]
        [service.tickets]
        depends_on = ["page"]
        [communication.customers]
        audience = "customers"
        through = ["page"]
    "#;
    assert_eq!(lost(text), ["message customers: page (fleet)"]);
    assert!(lost(&text.replace("through = [\"page\"]", "channel = \"page\"")).is_empty());
}
