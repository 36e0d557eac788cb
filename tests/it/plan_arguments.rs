//! Plans, their parts, folders and standard input as arguments of `check`.

use serde_json::{Value, json};

use super::driver::Case;

const WHOLE: &str = r#"
[plan]
name = "Shop"
include = ["services/*/jurymast.toml"]
[resource.db]
"#;

const CART: &str = "[service.cart]\ntier = 1\ndepends_on = [\"db\"]\n";

/// A whole with two parts, another plan beside it, and a file that is none.
fn repository() -> Case {
    Case::new()
        .file("shop/jurymast.toml", WHOLE)
        .file("shop/services/cart/jurymast.toml", CART)
        .file("shop/services/mail/jurymast.toml", "[service.mail]\n")
        .file(
            "bank/jurymast.toml",
            "[plan]\nname = \"Bank\"\n[service.till]\n",
        )
        .file("bank/Cargo.toml", "[package]\nname = \"till\"\n")
}

fn checked(case: &Case, paths: &[&str]) -> Value {
    let arguments = ["check", "-f", "json", "--exit-zero"];
    case.run(arguments.iter().chain(paths)).exit(0).json()
}

fn plans(report: &Value) -> Vec<&str> {
    let plans = report["plans"].as_array().unwrap().iter();
    plans.map(|one| one["file"].as_str().unwrap()).collect()
}

#[test]
fn a_part_finds_its_whole_from_its_own_folder_in_every_command() {
    let case = repository();
    let part = case.again_in("shop/services/cart");
    let report = checked(&part, &[]);
    assert_eq!(report["plan"], "Shop");
    assert_eq!(plans(&report), ["../../jurymast.toml"]);
    // `db` is declared in the whole alone: the part by itself would not read.
    assert_eq!(report["errors"], json!([]));
    let named: Vec<&str> = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["rule"] == "no-owner")
        .map(|one| one["message"].as_str().unwrap())
        .collect();
    assert_eq!(named.len(), 2, "both parts are looked at: {named:?}");
    part.run(["blast", "db"]).exit(0).stdout_has("cart");
    case.run(["blast", "db", "--plan", "shop/services/cart/jurymast.toml"])
        .exit(0)
        .stdout_has("cart");
}

#[test]
fn names_of_files_stand_for_their_plans_each_once() {
    let case = repository();
    let names = [
        "shop/services/mail/jurymast.toml",
        "shop/services/cart/jurymast.toml",
        "shop/jurymast.toml",
    ];
    let report = checked(&case, &names);
    assert_eq!(plans(&report), ["shop/jurymast.toml"]);
    let alone = checked(&case, &["shop"]);
    assert_eq!(report["findings"], alone["findings"]);

    let both = checked(
        &case,
        &["shop/services/mail/jurymast.toml", "bank/jurymast.toml"],
    );
    assert_eq!(plans(&both), ["bank/jurymast.toml", "shop/jurymast.toml"]);
    assert_eq!(both["plan"], "Bank, Shop");
    let findings = both["findings"].as_array().unwrap();
    assert_eq!(
        findings.len(),
        alone["findings"].as_array().unwrap().len() + 1
    );
    for one in findings {
        let (plan, file) = (one["plan"].as_str().unwrap(), one["file"].as_str().unwrap());
        assert_eq!(plan.split('/').next(), file.split('/').next(), "{one:#}");
    }
    // The same places, whether or not another plan came first.
    for one in alone["findings"].as_array().unwrap() {
        assert!(findings.contains(one), "{one:#}");
    }
    assert_eq!(
        plans(&checked(&case, &["."])),
        plans(&both),
        "a folder of plans"
    );
}

#[test]
fn what_belongs_to_no_plan_is_said_and_never_a_pass_by_itself() {
    let case = repository();
    let ran = case.run([
        "check",
        "bank/Cargo.toml",
        "bank/jurymast.toml",
        "--exit-zero",
    ]);
    ran.exit(0)
        .stderr_has("note: `bank/Cargo.toml` belongs to no plan");
    let alone = case.run(["check", "bank/Cargo.toml"]).exit(3);
    alone
        .stdout_is_empty()
        .stderr_has("`bank/Cargo.toml` belongs to no plan");
    case.run(["check", "bank/jurymast.toml", "gone.toml"])
        .exit(3)
        .stderr_has("there is no `gone.toml`");
    case.run(["check", "shop/services"])
        .exit(1)
        .stdout_has("single-point-of-failure");
    let nothing = Case::new().file("docs/a.md", "x");
    nothing
        .run(["check", "docs"])
        .exit(3)
        .stderr_has("`docs` holds no jurymast.toml");
    // A part that the plan above does not include.
    let stray = repository().file("shop/stray.toml", "[service.stray]\n");
    stray
        .run(["check", "shop/stray.toml"])
        .exit(3)
        .stderr_has("no jurymast.toml above it includes it");
}

#[test]
fn a_broken_file_is_an_error_of_its_plan_however_it_is_named() {
    let case = repository().file("shop/services/mail/jurymast.toml", "[service.mail\n");
    for path in [
        "shop/services/mail/jurymast.toml",
        "shop/services/cart/jurymast.toml",
    ] {
        let ran = case.run(["check", "-f", "concise", path]).exit(2);
        ran.stdout_has("shop/services/mail/jurymast.toml:1:14: error[syntax]");
    }
    // One broken plan among several: the others are told too.
    let ran = case.run(["check", "-f", "concise", "shop", "bank"]).exit(2);
    ran.stdout_has("no team answers for `till`")
        .stdout_has("error[syntax]");
}

#[test]
fn a_plan_is_named_once() {
    let case = repository();
    case.run(["check", "shop", "--plan", "bank"])
        .exit(2)
        .stderr_has("named twice");
    case.run(["check", "shop", "--stdin-filename", "x.toml"])
        .exit(2)
        .stderr_has("no standard input");
    case.run(["check", "shop", "bank", "--baseline=b.json"])
        .exit(2)
        .stderr_has("one file cannot be the baseline of several plans");
}

#[test]
fn each_plan_has_its_own_baseline() {
    let case = repository().may_write();
    case.run(["check", "shop", "bank", "--write-baseline"])
        .exit(0);
    assert!(case.read("bank/jurymast-baseline.json").contains("till"));
    assert!(case.read("shop/jurymast-baseline.json").contains("cart"));
    case.run(["check", "shop", "bank", "--baseline", "--fail-on", "info"])
        .exit(0)
        .stdout_has("in the baseline");
}

#[test]
fn standard_input_is_a_plan_or_stands_in_for_a_part() {
    let case = repository();
    let text = "[plan]\nname = \"x\"\n[service.a]\n";
    let ran = case.piped(&["check", "-", "-f", "concise"], text).exit(0);
    assert!(ran.stdout.starts_with("-:3:10: warning[no-owner]"), "{ran}");

    let name = "shop/services/cart/jurymast.toml";
    let to = ["check", "-", "--stdin-filename", name, "-f", "concise"];
    let ran = case.piped(&to, "[service.cart]\ntier = 2\n").exit(0);
    // The file on disk, which has a finding of its own, is not read.
    ran.stdout_has(&format!("{name}:1:10: warning[no-owner]"))
        .stdout_lacks("no-fallback");

    // Nor need there be one: an editor has it before it is saved.
    let name = "shop/services/new/jurymast.toml";
    let to = ["check", "-", "--stdin-filename", name, "-f", "concise"];
    case.piped(&to, "[service.new]\ndepends_on = [\"carts\"]\n")
        .exit(2)
        .stdout_has("services/new/jurymast.toml:2:15: error[unknown-id]")
        .stdout_has("did you mean `cart`?");
    let name = "shop/elsewhere/new/jurymast.toml";
    case.piped(&["check", "-", "--stdin-filename", name], "[service.new]\n")
        .exit(3)
        .stderr_has("belongs to no plan");

    case.piped(&["check", "-"], "[service.a]\n")
        .exit(3)
        .stderr_has("`-` belongs to no plan");
    case.piped(&["check", "-"], b"a = \xff\n")
        .exit(2)
        .stderr_has("`standard input` is not UTF-8");
    case.piped(&["check", "-", "-f", "concise"], "[plan\n")
        .exit(2)
        .stdout_has("-:1:6: error[syntax]");
}
