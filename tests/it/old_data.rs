//! What is made anew from a backup has old data, whatever the fault says of its own.

use super::driver::Case;

fn plan(store: &str) -> Case {
    Case::plan(&format!(
        "[plan]\nname = \"Old\"\n[service.shop]\ntier = 1\nrto = \"1h\"\nrpo = \"5m\"\n\
         depends_on = [{{ on = \"db\", detect = \"1m\" }}]\n{store}\n\
         [scenario.lost]\nfails = [{{ what = \"db\" }}]\n"
    ))
}

/// The verdicts on RTO and RPO, and the loss of data.
fn shop(case: &Case) -> [String; 3] {
    let found = case.answer(&["simulate"]);
    let all = found["scenarios"][0]["components"].as_array().unwrap();
    let shop = all.iter().find(|one| one["id"] == "shop").unwrap();
    ["rto_verdict", "rpo_verdict", "data_loss_s"].map(|key| shop[key].to_string())
}

const DAILY: &str = "backup = { every = \"24h\", restore = \"45m\", segregated = true }";

#[test]
fn a_restore_elsewhere_is_judged_by_the_age_of_its_backup() {
    // Its repair takes longer: it comes back by its backup.
    let slow = "[runbook.db]\nstep = [{ do = \"Mend it.\", takes = \"5h\" }]";
    let slow = plan(&format!("[resource.db]\n{DAILY}\n{slow}"));
    let missed = ["\"met\"", "\"missed\"", "86400"];
    assert_eq!(shop(&slow), missed);
    // It may be repaired before that, in a time that nobody says.
    let own = plan(&format!("[resource.db]\n{DAILY}"));
    let found = own.answer(&["simulate"]);
    assert_eq!(shop(&own), ["\"met\"", "\"unknown\"", "null"]);
    let because = found["scenarios"][0]["components"][0]["unknown_because"].to_string();
    assert!(because.contains("repair of db"), "{because}");
    // One as young as promised is enough either way.
    let young = DAILY.replace("24h", "5m");
    assert_eq!(
        shop(&plan(&format!("[resource.db]\n{young}"))),
        ["\"met\"", "\"met\"", "null"]
    );
}

/// What keeps no data loses none.
#[test]
fn what_keeps_no_data_is_not_judged() {
    let none = plan(&format!("[resource.db]\ndata = \"ephemeral\"\n{DAILY}"));
    assert_eq!(shop(&none)[1], "\"none\"");
}
