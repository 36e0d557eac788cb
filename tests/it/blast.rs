//! Long chains in the answer of `blast`.

use super::driver::Case;

/// Each leans on the next; with `round` the last on the first.
fn chain(long: usize, round: bool) -> Case {
    let mut toml = String::from("[plan]\nname = \"Chain\"\n");
    for at in 0..long {
        toml.push_str(&format!("[service.s{at}]\n"));
        if round || at + 1 < long {
            toml.push_str(&format!("depends_on = [\"s{}\"]\n", (at + 1) % long));
        }
    }
    Case::plan(&toml)
}

#[test]
fn a_long_chain_is_cut_and_says_so() {
    const LONG: usize = 300;
    for round in [false, true] {
        let case = chain(LONG, round);
        let last = format!("s{}", LONG - 1);
        let found = case
            .run(["blast", &last, "--format", "json"])
            .exit(0)
            .json();
        let affected = found["affected"].as_array().unwrap();
        assert_eq!(affected.len(), LONG - 1);
        for one in affected {
            let at: usize = one["id"].as_str().unwrap()[1..].parse().unwrap();
            // Of what it leans on, from the fault on.
            let whole: Vec<String> = (at + 1..LONG).rev().map(|at| format!("s{at}")).collect();
            let via = one["via"].as_array().unwrap();
            let via: Vec<&str> = via.iter().map(|id| id.as_str().unwrap()).collect();
            if whole.len() <= 64 {
                assert_eq!(via, whole);
                assert!(one.get("via_left_out").is_none());
            } else {
                assert_eq!(via[..32], whole[..32]);
                assert_eq!(via[32..], whole[whole.len() - 32..]);
                assert_eq!(one["via_left_out"], whole.len() - 64);
            }
        }
        case.run(["blast", &last])
            .exit(0)
            .stdout_has("because of s299 -> s298 -> s297 -> s296 -> s295 -> s294 -> (287")
            .stdout_has("more) -> s6 -> s5 -> s4 -> s3 -> s2 -> s1");
    }
}

#[test]
fn a_circle_of_many_services_takes_no_more_than_its_size() {
    const LONG: usize = 20_000;
    let ran = chain(LONG, true).run(["blast", "s5"]).exit(0);
    assert!(ran.stdout.len() < 400 * LONG, "{}", ran.stdout.len());
}

/// What was down before is in no list of what falls, and is said to be down.
#[test]
fn what_was_down_before_is_told_beside_what_falls() {
    let case = Case::plan(
        "[plan]\nname = \"x\"\n[service.worker]\ndepends_on = [\"old\", \"db\"]\n[service.web]\ndepends_on = [\"db\"]\n\
         [resource.db]\n[ai.old]\nprovider = \"openai\"\nmodel = \"gpt-4-32k\"\n",
    );
    case.run(["blast", "db"])
        .exit(0)
        .stdout_has("DOWN BEFORE THIS ALREADY 2")
        .stdout_has("  old (ai): retired on ")
        .stdout_has("  worker (service)");
    let json = case.run(["blast", "db", "--format", "json"]).exit(0).json();
    assert_eq!(json["down_at_rest"], serde_json::json!(["worker", "old"]));
    case.run(["incident", "db"])
        .exit(0)
        .stdout_has("Down before this\nalready, and no part of it: worker: old retired on");
}
