//! Where things stand, and what copies what: words that say another thing than people
//! mean by them.

use super::driver::Case;

fn plan(text: &str) -> Case {
    Case::plan(&format!("[plan]\nname = \"x\"\n{text}"))
}

fn messages(case: &Case, rule: &str) -> Vec<String> {
    let found = case.findings(rule).into_iter();
    found
        .map(|one| one["message"].as_str().unwrap().to_owned())
        .collect()
}

const REGIONS: &str = "[domain.eu]\nkind = \"region\"\n[domain.us]\nkind = \"region\"\n\
                       [domain.eu-a]\nkind = \"zone\"\nin = [\"eu\"]\n\
                       [domain.cdn]\nkind = \"edge\"\n[domain.waf]\nkind = \"edge\"\n";

#[test]
fn two_regions_in_one_list_are_lost_with_either() {
    let case = plan(&format!("[service.shop]\nin = [\"eu\", \"us\"]\n{REGIONS}"));
    let says = "`shop` stands in `eu` and `us` at once, each a region: it is lost with either";
    assert_eq!(messages(&case, "in-two-places"), [says]);
    // The cure that it names is one.
    let text = case.run(["check"]).exit(0).stdout;
    let text: Vec<&str> = text
        .split_whitespace()
        .map(|word| word.trim_matches(['│', '╰', '├']))
        .collect();
    let cure = "replicas = { count = 2, over = [\"eu\", \"us\"] }";
    assert!(text.join(" ").contains(cure), "{text:?}");
    let cured = plan(&format!("[service.shop]\n{cure}\n{REGIONS}"));
    assert!(messages(&cured, "in-two-places").is_empty());
    let lost = cured
        .run(["blast", "eu", "--format", "json"])
        .exit(0)
        .json();
    let shop = |one: &serde_json::Value| one["id"] == "shop";
    assert!(!lost["affected"].as_array().unwrap().iter().any(shop));
}

#[test]
fn one_place_within_another_or_of_another_kind_is_no_second_one() {
    for within in [
        "[\"eu\", \"eu-a\"]",
        "[\"eu-a\", \"cdn\"]",
        "[\"cdn\", \"waf\"]",
    ] {
        let case = plan(&format!("[service.shop]\nin = {within}\n{REGIONS}"));
        assert!(messages(&case, "in-two-places").is_empty(), "{within}");
    }
}

#[test]
fn a_place_named_twice_is_told_once_for_each_list() {
    let case = plan(&format!(
        "[defaults]\nin = [\"us\", \"us\"]\n[service.a]\n[service.b]\n\
         [service.shop]\nin = [\"eu\", \"eu\"]\nreplicas = {{ count = 2, over = [\"eu-a\", \"eu-a\"] }}\n\
         [resource.db]\nbackup = {{ every = \"1d\", in = [\"us\", \"us\"] }}\n{REGIONS}"
    ));
    let text = case.check().exit(0).stdout;
    let twice = text
        .lines()
        .filter(|line| line.contains("[duplicate-member]"));
    let twice: Vec<&str> = twice.filter_map(|line| line.split('`').nth(1)).collect();
    assert_eq!(twice, ["us", "eu", "eu-a", "us"]);
}

#[test]
fn a_plan_without_any_place_says_that_shared_fate_is_not_judged() {
    let two = "[service.shop]\ndepends_on = [{ any_of = [\"a\", \"b\"] }]\n[resource.a]\n";
    let says = "nothing says where anything runs: shared fate by place is not judged";
    let case = plan(&format!("{two}[resource.b]\n"));
    assert_eq!(messages(&case, "place-undeclared"), [says]);
    for placed in [
        "[resource.b]\nin = [\"rack\"]\n[domain.rack]\n",
        "[resource.b]\nreplicas = { count = 2, over = [\"rack\", \"hall\"] }\n[domain.rack]\n[domain.hall]\n",
        "[resource.b]\n[defaults]\nin = [\"rack\"]\n[domain.rack]\n",
    ] {
        let case = plan(&format!("{two}{placed}"));
        assert!(messages(&case, "place-undeclared").is_empty(), "{placed}");
    }
    // A domain in which nothing stands is no place of anything.
    let case = plan(&format!("{two}[resource.b]\n[domain.rack]\n"));
    assert_eq!(messages(&case, "place-undeclared"), [says]);
    // One thing alone shares no place with another of one's own.
    let alone = plan("[service.shop]\ndepends_on = [\"stripe\"]\n");
    assert!(messages(&alone, "place-undeclared").is_empty());
}

#[test]
fn a_copy_beside_its_original_must_be_promoted() {
    let text = |needs: &str| {
        plan(&format!(
            "[service.shop]\ndepends_on = [{needs}]\n[resource.db]\n\
             [resource.copy]\nreplica_of = {{ of = \"db\", lag = \"10s\" }}\n\
             [resource.copy-2]\nreplica_of = {{ of = \"copy\" }}\n"
        ))
    };
    let says = |copy: &str| {
        format!("`{copy}` counts as good as `db`, which it copies: it must be promoted first")
    };
    let rule = "replica-beside-original";
    let found = |needs: &str| messages(&text(needs), rule);
    assert_eq!(found("{ any_of = [\"copy\", \"db\"] }"), [says("copy")]);
    assert_eq!(found("{ any_of = [\"db\", \"copy-2\"] }"), [says("copy-2")]);
    // All are needed; only copies; a switch.
    assert!(found("{ any_of = [\"db\", \"copy\"], at_least = 2 }").is_empty());
    assert!(found("{ on = \"db\", fallback = [\"copy\"] }").is_empty());
}

/// What `advise` proposes for data is a copy with a switch, and no finding of that rule.
#[test]
fn advice_for_data_is_a_copy_to_promote() {
    let case = plan(
        "[service.shop]\ntier = 1\nin = [\"eu\"]\ndepends_on = [\"db\"]\n\
         [resource.db]\nkind = \"database\"\ndata = \"persistent\"\nin = [\"eu-a\"]\n\
         [domain.eu]\nkind = \"region\"\n[domain.eu-a]\nkind = \"zone\"\nin = [\"eu\"]\n\
         [domain.eu-b]\nkind = \"zone\"\nin = [\"eu\"]\n",
    )
    .may_write();
    let advice = case.run(["advise", "--format", "json"]).exit(0).json();
    let edits = advice["edits"].as_array().unwrap();
    let text = edits
        .iter()
        .find(|one| one["text"].as_str().unwrap().contains("on = "));
    let text = text.unwrap()["text"].as_str().unwrap();
    assert_eq!(
        text,
        "{ on = \"db\", fallback = [{ to = \"db-eu-b\", switch = \"manual\" }] }"
    );
    assert!(!case.run(["advise"]).exit(0).stdout.contains("any_of"));
    let mut whole = case.read("jurymast.toml");
    for edit in edits.iter().rev() {
        let at = |key: &str| usize::try_from(edit[key].as_u64().unwrap()).unwrap();
        whole.replace_range(at("start")..at("end"), edit["text"].as_str().unwrap());
    }
    let after = Case::plan(&whole);
    assert!(messages(&after, "replica-beside-original").is_empty());
    let lost = after
        .run(["gaps", "shop", "--format", "json"])
        .exit(0)
        .json();
    let sets = lost["components"][0]["sets"].to_string();
    assert!(
        !sets.contains("[\"db\"]") && !sets.contains("[\"eu-a\"]"),
        "{sets}"
    );
}
