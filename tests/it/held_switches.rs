//! A reserve that outlasts the switch: what the switch needs may lean on whom it serves, for
//! nothing has fallen when it is made. One answer in every command.

use super::driver::Case;

/// `shop` has a reserve, and what this switch needs leans on `shop`.
fn case(holds: &str, detect: &str, switch: &str, more: &str) -> Case {
    Case::plan(&format!(
        "[plan]\nname = \"Shop\"\n\
         [team.ops]\non_call = {{ channel = \"#ops\", through = [\"console\"] }}\n\
         [service.shop]\ntier = 1\nrto = \"1h\"\nteam = \"ops\"\n\
         depends_on = [{{ on = \"main\", holds = \"{holds}\", detect = {detect}, fallback = [\
         {{ to = \"first\", {switch} }}] }}]\n\
         [service.main]\n[service.first]\n\
         [service.console]\ndepends_on = [\"shop\"{more}]\n\
         [scenario.one]\nfails = [{{ what = \"main\", for = \"9h\" }}]\n"
    ))
}

const AUTOMATIC: &str = "switch = \"automatic\", after = \"4m\", triggers = [\"5xx\", \"timeout\"]";
const RULES: [&str; 3] = ["blind-detection", "shared-fate-cure", "unreachable-on-call"];

/// Whether each command says that `shop` is there in the end.
fn answers(case: &Case) -> [bool; 4] {
    let json = |arguments: &[&str]| {
        let all = arguments.iter().copied().chain(["--format", "json"]);
        case.run(all).json()
    };
    let is_empty = |value: &serde_json::Value| value.as_array().is_none_or(Vec::is_empty);
    let of_shop = json(&["simulate", "one"]);
    let all = of_shop["scenarios"][0]["components"].as_array().unwrap();
    let shop = all.iter().find(|one| one["id"] == "shop");
    let blast = json(&["blast", "main"]);
    let gaps = json(&["gaps", "shop", "--max-order", "1"]);
    [
        shop.is_none_or(|shop| shop["down_s"] == 0),
        is_empty(&blast["affected"]),
        is_empty(&gaps["components"][0]["sets"]),
        RULES.iter().all(|rule| {
            let found = case.findings(rule);
            let is_main =
                |one: &serde_json::Value| one["message"].to_string().contains("down with `main`");
            !found.iter().any(is_main)
        }),
    ]
}

#[test]
fn what_leads_back_is_there_while_the_reserve_lasts() {
    let by = "{ within = \"1m\", by = [\"console\"] }";
    let needs = format!("{AUTOMATIC}, needs = [\"console\"]");
    let by_hand = "switch = \"manual\", after = \"4m\"";
    for (detect, switch) in [(by, AUTOMATIC), ("\"1m\"", &needs), ("\"1m\"", by_hand)] {
        let of = |holds| answers(&case(holds, detect, switch, ""));
        assert_eq!(of("3h"), [true; 4], "{detect} {switch}");
        assert_eq!(of("5m"), [true; 4], "{detect} {switch}");
    }
    // Seen in time is seen: the switch itself needs nothing of it.
    assert!(answers(&case("2m", by, AUTOMATIC, ""))[3]);
}

#[test]
fn what_falls_besides_or_too_soon_is_lost() {
    let by = "{ within = \"1m\", by = [\"console\"] }";
    let needs = format!("{AUTOMATIC}, needs = [\"console\"]");
    for (detect, switch) in [(by, AUTOMATIC), ("\"1m\"", &needs)] {
        let told = |holds: &str, more: &str| answers(&case(holds, detect, switch, more));
        // `main` takes it by another way.
        let [_, blast, gaps, check] = told("3h", ", \"main\"");
        assert!(!blast && !gaps && !check, "{detect} {switch}");
        // It is over before the loss is seen.
        let [_, blast, gaps, check] = told("30s", "");
        assert!(!blast && !gaps && !check, "{detect} {switch}");
    }
}

/// However a circle is lost, the time from when on is one that somebody can read.
#[test]
fn no_time_is_longer_than_any() {
    let by = "{ within = \"10m\", by = [\"console\"] }";
    for holds in ["30s", "5m", "3h"] {
        for more in ["", ", \"main\"", ", { on = \"main\", holds = \"1h\" }"] {
            let case = case(
                holds,
                by,
                "switch = \"manual\", needs = [\"console\"]",
                more,
            );
            for command in [
                &["blast", "main"][..],
                &["gaps", "shop"],
                &["gaps", "console"],
            ] {
                let ran = case.run(command);
                assert!(
                    !ran.stdout.contains("213503982334601"),
                    "{command:?}\n{}",
                    ran.stdout
                );
            }
            let blast = case.run(["blast", "main", "--format", "json"]).json();
            for one in blast["affected"].as_array().unwrap() {
                assert!(one["from_s"].as_u64().unwrap_or(0) < 1 << 40, "{one}");
            }
        }
    }
}

/// What sees, carries and switches stands on a battery, and `site-a` does not.
fn on_battery(holds: &str, within: &str) -> Case {
    let battery = format!("depends_on = [{{ on = \"power\", holds = \"{holds}\" }}]\n");
    Case::plan(&format!(
        "[plan]\nname = \"Shop\"\n\
         [team.ops]\non_call = {{ phone = \"+1 555 0100\", through = [\"phone\"] }}\n\
         [service.shop]\ntier = 1\nrto = \"1h\"\nteam = \"ops\"\n\
         depends_on = [{{ on = \"site-a\", detect = {{ {within}by = [\"watch\"] }}, fallback = [\
         {{ to = \"site-b\", switch = \"manual\", after = \"10m\", needs = [\"console\"] }}] }}]\n\
         [resource.site-a]\ndepends_on = [\"power\"]\n[resource.site-b]\n[resource.power]\n\
         [resource.watch]\n{battery}[resource.console]\n{battery}[resource.phone]\n{battery}"
    ))
}

#[test]
fn what_is_on_a_battery_is_there_when_it_is_needed() {
    let told = |case: &Case| {
        let of = |rule: &&str| {
            let found = case.findings(rule);
            let is_power = |one: &serde_json::Value| one["message"].to_string().contains("`power`");
            found.iter().any(is_power)
        };
        RULES.iter().filter(|rule| of(rule)).count()
    };
    let blast = |case: &Case| {
        let found = case.answer(&["blast", "power"]);
        let all = found["affected"].as_array().unwrap();
        let shop = all.iter().find(|one| one["id"] == "shop").unwrap();
        let mut switches = found["requirements"].as_array().unwrap().iter();
        let switch = switches.find(|one| one["component"] == "shop").unwrap();
        let fallback = &switch["fallbacks"][0];
        (
            shop["unknown"] == true,
            fallback["switched_before"] == true,
            fallback["lost_needs"][0]["from_s"].as_u64(),
        )
    };
    let held = on_battery("3h", "within = \"2m\", ");
    assert_eq!(told(&held), 0);
    assert_eq!(blast(&held), (true, true, Some(10_800)));
    held.run(["blast", "power"])
        .stdout_has("maybe shop for site-a: site-b: switched to by then, its switch needs console")
        .stdout_has("lost too from 3h on");
    held.run(["gaps", "shop"]).stdout_has("too, from 3h on");
    // The watch sees it in time, and the switch is too late.
    assert_eq!(told(&on_battery("11m", "within = \"2m\", ")), 2);
    // Nobody says when it is noticed.
    let open = on_battery("3h", "");
    assert_eq!(told(&open), 3);
    assert!(!blast(&open).1);
}
