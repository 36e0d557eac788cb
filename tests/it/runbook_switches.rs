//! A switch by hand that is a step of a runbook: one time for both, in every command.

use super::driver::Case;

fn plan(after: &str, step: &str) -> Case {
    let text = format!(
        "[plan]\nname = \"Switch\"\n[team.web]\non_call = {{ phone = \"+1\" }}\n[team.data]\n\
         on_call = {{ phone = \"+2\" }}\n[service.web]\nteam = \"web\"\ntier = 1\nrto = \"30m\"\n\
         depends_on = [{{ on = \"db\", detect = \"1m\", fallback = [{{ to = \"second\", \
         switch = \"manual\"{after} }}] }}]\n[provider.db]\n[resource.second]\n[runbook.web]\n\
         step = [{{ do = \"Promote it.\", switches_to = \"second\"{step} }}]\n\
         [scenario.lost]\nfails = [{{ what = \"db\", for = \"4h\" }}]\n"
    );
    Case::plan(&text)
}

fn verdicts(case: &Case) -> [(Option<u64>, String); 2] {
    let found = case.answer(&["simulate"]);
    let all = found["scenarios"][0]["components"].as_array().unwrap();
    let web = all.iter().find(|one| one["id"] == "web").unwrap();
    let sheet = case.answer(&["incident", "db"]);
    let critical = &sheet["critical"][0];
    let verdict = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    [
        (web["down_s"].as_u64(), verdict(&web["rto_verdict"])),
        (
            critical["at_least_s"].as_u64(),
            verdict(&critical["rto_verdict"]),
        ),
    ]
}

#[test]
fn what_the_step_takes_is_part_of_the_switch_once() {
    let missed = |seconds| (Some(seconds), "missed".to_owned());
    let alone = plan("", ", takes = \"40m\"");
    assert_eq!(verdicts(&alone), [missed(41 * 60), missed(41 * 60)]);
    alone
        .check()
        .stdout_has("`web` is down for 41m in scenario `lost`")
        .stdout_lacks("detection-undeclared");
    let both = plan(", after = \"5m\"", ", takes = \"40m\"");
    assert_eq!(verdicts(&both), [missed(41 * 60), missed(41 * 60)]);
    let sheet = both.run(["incident", "db"]).exit(0);
    sheet.stdout_has("switched in 40m.");
    // Both speak of the same work: what is said twice is not done twice.
    let longer = plan(", after = \"50m\"", ", takes = \"40m\"");
    assert_eq!(verdicts(&longer), [missed(51 * 60), missed(51 * 60)]);
}

#[test]
fn a_step_without_a_time_leaves_that_of_the_switch() {
    let known = plan(", after = \"5m\"", "");
    let [simulated, sheet] = verdicts(&known);
    assert_eq!(simulated, (Some(6 * 60), "met".to_owned()));
    // On the sheet it waits for somebody who has switched.
    assert_eq!(sheet, (Some(6 * 60), "unknown".to_owned()));
    let [simulated, sheet] = verdicts(&plan("", ""));
    assert_eq!(simulated, (Some(60), "unknown".to_owned()));
    assert_eq!(sheet, (Some(60), "unknown".to_owned()));
}

#[test]
fn a_packet_gives_the_switch_to_the_owner_of_the_step() {
    let case = plan("", ", takes = \"40m\", owner = \"data\"");
    let packet = case.run(["exercise", "lost"]).exit(0);
    packet.stdout_has(
        "      To: data\n      Expected: Switch to second by hand: Promote it. It takes 40m from here.",
    );
}
