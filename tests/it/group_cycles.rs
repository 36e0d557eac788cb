//! Members of groups that hold nobody but each other are told; peers that stand on something
//! else are not.

use super::driver::Case;

fn told(services: &str) -> Vec<String> {
    let case = Case::plan(&format!(
        "[plan]\nname = \"Groups\"\n[resource.x]\n[resource.y]\n{services}"
    ));
    let all = case.findings("group-cycle").into_iter();
    all.map(|one| one["message"].as_str().unwrap().to_owned())
        .collect()
}

fn both(a: &str, b: &str) -> Vec<String> {
    told(&format!(
        "[service.a]\ndepends_on = [{a}]\n[service.b]\ndepends_on = [{b}]\n"
    ))
}

const A: &str = "{ any_of = [\"x\", \"b\"] }";

#[test]
fn who_is_left_by_each_other_alone_is_told() {
    assert_eq!(
        both(A, "{ any_of = [\"x\", \"a\"] }"),
        ["with `x` lost `a` and `b` are up by nothing but each other"]
    );
    assert_eq!(
        both(A, "{ any_of = [\"y\", \"a\"] }"),
        ["with `x` and `y` lost `a` and `b` are up by nothing but each other"]
    );
    assert_eq!(
        both(A, "\"a\""),
        ["with `x` lost `a` is up by nothing but what needs it in turn"]
    );
}

#[test]
fn who_stands_on_something_else_or_falls_is_not() {
    let none: [&str; 0] = [];
    // It goes on by what stands in.
    assert_eq!(both(A, "{ on = \"a\", fallback = [\"y\"] }"), none);
    // It falls with the same loss.
    assert_eq!(both(A, "{ any_of = [\"x\", \"a\"] }, \"x\""), none);
    // It is degraded at worst.
    assert_eq!(both(A, "{ on = \"a\", mode = \"soft\" }"), none);
    // Members of a quorum need as many of themselves, and nobody beside them.
    let members =
        ["n1", "n2", "n3"].map(|id| format!("[service.{id}]\ndepends_on = [\"quorum\"]\n"));
    let quorum =
        "[service.quorum]\ndepends_on = [{ any_of = [\"n1\", \"n2\", \"n3\"], at_least = 2 }]\n";
    assert_eq!(told(&format!("{quorum}{}", members.concat())), none);
}
