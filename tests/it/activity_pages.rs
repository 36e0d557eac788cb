//! What people are to do stands on the page of an activity as on that of a service.

use super::driver::Case;

const PLAN: &str = "\
[plan]
name = \"Shop\"
[team.ops]
on_call = { phone = \"+1 202 555 0100\" }
[activity.take-orders]
name = \"Take orders\"
tier = 1
rto = \"1h\"
team = \"ops\"
alternate_means = \"By telephone, on paper\"
depends_on = [\"desk\"]
[service.shop]
depends_on = [{ on = \"take-orders\", mode = \"soft\" }]
[resource.desk]
[[runbook.take-orders.step]]
phase = \"activation\"
do = \"Put the sign up\"
[[runbook.take-orders.step]]
do = \"Ring the evening shift\"
takes = \"10m\"
";

#[test]
fn the_runbook_of_an_activity_is_on_the_site() {
    let case = Case::plan(PLAN).may_write();
    case.run(["render", "--out", "site"]).exit(0);
    let page = case.read("site/activities/take-orders.html");
    for part in [
        "Put the sign up",
        "Ring the evening shift",
        "By telephone, on paper",
        "+1 202 555 0100",
        "takes this activity down",
        "<a href=\"../bia.html#activity-take-orders\">",
        "<a href=\"../activities.html\" aria-current=\"page\">Activities</a>",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    assert!(!page.contains("this service"));
    for (from, link) in [
        ("activities.html", "activities/take-orders.html"),
        ("index.html", "activities.html"),
        ("index.html", "activities/take-orders.html"),
        ("bia.html", "activities/take-orders.html"),
        ("services/shop.html", "../activities/take-orders.html"),
    ] {
        let text = case.read(&format!("site/{from}"));
        assert!(text.contains(&format!("href=\"{link}\"")), "{from}: {link}");
    }
}

/// Who goes on without is not among those without any fallback.
#[test]
fn what_can_go_on_is_told_apart_from_what_cannot() {
    let case = Case::plan(
        "[plan]\nname = \"Shop\"\n[service.chat]\ndepends_on = [{ on = \"model\", mode = \"soft\" }]\n\
         [service.bot]\ndepends_on = [\"model\"]\n\
         [ai.model]\nprovider = \"anthropic\"\nmodel = \"claude-opus-5\"\n",
    )
    .may_write();
    case.run(["render", "--out", "site"]).exit(0);
    let page = case.read("site/providers/anthropic.html");
    let after = |words: &str| {
        let from = page.find(words).unwrap_or_else(|| panic!("{words}"));
        page[from..].split("</p>").next().unwrap().to_owned()
    };
    let bare = after("Without any fallback");
    assert!(bare.contains("bot") && !bare.contains("chat"), "{bare}");
    let soft = after("Goes on without, degraded");
    assert!(soft.contains("chat") && !soft.contains("bot"), "{soft}");
}
