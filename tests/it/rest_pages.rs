//! What the site says of what is down, or degraded, on its day with nothing failing; and what
//! its numbers count.

use super::driver::Case;

/// A plan with something over, something on which that something's user leans too, and
/// something apart.
const PLAN: &str = r#"
[plan]
name = "Films"
[activity.sell]
name = "Sell films"
tier = 2
rto = "1d"
depends_on = ["studio"]
[service.studio]
name = "Studio"
tier = 2
rto = "1d"
depends_on = ["camera", "vendor"]
[service.office]
name = "Office"
tier = 1
rto = "1h"
depends_on = [{ on = "printer", fallback = [{ to = "camera", switch = "manual", after = "5m" }] }, { on = "camera", mode = "soft", degraded = "No pictures" }]
[resource.camera]
name = "Camera licence"
expires = 2026-09-24
check = "camera --licence"
[resource.printer]
check = "lpstat -p"
[provider.vendor]
name = "Vendor"
[scenario.one]
name = "Vendor gone"
fails = [{ what = "vendor", symptom = "5xx", for = "5h" }]
[scenario.two]
name = "Licence gone"
fails = [{ what = "camera", for = "5h" }]
"#;

/// The words of a page without its markup, on one line.
pub(super) fn words(page: &str) -> String {
    let main = page.split_at(page.find("<main").unwrap()).1;
    let mut text = String::new();
    for part in main.split('<').skip(1) {
        let (tag, said) = part.split_once('>').unwrap();
        let name = tag.trim_start_matches('/').split_whitespace().next();
        // These stand within a line.
        if !matches!(name, Some("a" | "b" | "span" | "code" | "strong")) {
            text.push(' ');
        }
        text.push_str(said);
    }
    let text = text.replace("&#39;", "'").replace("&#34;", "\"");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn site(plan: &str) -> Case {
    let case = Case::plan(plan).may_write();
    case.run(["render", "--out", "site"]).exit(0);
    case
}

fn page(case: &Case, path: &str) -> String {
    words(&case.read(&format!("site/{path}")))
}

const PAGES: [&str; 13] = [
    "index.html",
    "services.html",
    "activities.html",
    "services/studio.html",
    "services/office.html",
    "activities/sell.html",
    "providers.html",
    "providers/vendor.html",
    "components.html",
    "bia.html",
    "plan.html",
    "outages.html",
    "contacts.html",
];

#[test]
fn every_page_says_at_its_head_what_is_down_with_nothing_failing() {
    let case = site(PLAN);
    for path in PAGES {
        let text = page(&case, path);
        let down = "Down now, with nothing failing: Sell films, Studio.";
        let head = text.find(down).unwrap_or_else(|| panic!("{path}: {text}"));
        assert!(head < 60, "{path}: {text}");
        assert!(
            text.contains("Degraded now, with nothing failing: Office."),
            "{path}"
        );
    }
    // As the commands say.
    let gaps = case.run(["gaps"]).stdout;
    assert!(gaps.contains("sell (activity, tier 2): down without any fault"));
    // Once it is renewed, no page speaks of it.
    let well = site(&PLAN.replace("2026-09-24", "2028-09-24"));
    for path in PAGES {
        assert!(
            !page(&well, path).contains("with nothing failing"),
            "{path}"
        );
    }
}

#[test]
fn nothing_is_said_to_take_no_loss_that_is_down_already() {
    let case = site(PLAN);
    for (path, cause) in [
        (
            "services/studio.html",
            "Down now with nothing failing: Camera licence (expired on 2026-09-24). Waiting brings \
             nothing back: renew it.",
        ),
        (
            "activities/sell.html",
            "Down now with nothing failing: Camera licence (expired on 2026-09-24), by Camera \
             licence → Studio. Waiting brings nothing back: renew it.",
        ),
    ] {
        let text = page(&case, path);
        assert!(text.contains(cause), "{path}: {text}");
        for lie in [
            "no single loss of something else",
            "No single failure of something else",
            "No pair of failures",
            "If it is lost, 0 others",
        ] {
            assert!(!text.contains(lie), "{path}: {lie}");
        }
        assert!(
            text.contains("Nothing more need fail: it is down already."),
            "{path}"
        );
    }
    // Who is asked what is lost sees what is lost already.
    let studio = page(&case, "services/studio.html");
    assert!(
        studio.contains("Camera licence down now: camera --licence"),
        "{studio}"
    );
    assert!(studio.contains("Sell films (activity): cannot work without it down now"));
    // A fallback that is over helps nobody.
    let office = page(&case, "services/office.html");
    let over = "It will not help: Down now with nothing failing: Camera licence (expired on";
    assert!(office.contains(over), "{office}");
    let bia = page(&case, "bia.html");
    assert!(bia.contains("Camera licence down now by hand"), "{bia}");
}

#[test]
fn numbers_of_a_loss_say_what_they_leave_out() {
    let case = site(PLAN);
    let index = page(&case, "index.html");
    for part in [
        "Camera licence (expired on 2026-09-24): down Sell films, Studio degraded Office.",
        "No fault is needed for this",
    ] {
        assert!(index.contains(part), "{part}: {index}");
    }
    let providers = page(&case, "providers.html");
    assert!(
        providers.contains("nothing that is not down already"),
        "{providers}"
    );
    let vendor = page(&case, "providers/vendor.html");
    let said = "If it fails whole: nothing else in this plan notices that is not down already.";
    assert!(vendor.contains(said), "{vendor}");
    let components = page(&case, "components.html");
    assert!(
        components.contains("it is down already, and 2 with it"),
        "{components}"
    );
    let services = page(&case, "services.html");
    assert!(services.contains("Studio down now"), "{services}");
    assert!(page(&case, "activities.html").contains("Sell films down now"));
    let plan = page(&case, "plan.html");
    for part in [
        "Studio down now 2 1d",
        "cannot start not by this plan RTO missed",
        "Nothing goes down or gets worse that was not so before.",
        "1 service of tier 1, 1 of tier 2",
    ] {
        assert!(plan.contains(part), "{part}: {plan}");
    }
    let outages = page(&case, "outages.html");
    assert!(
        outages.contains("Down before any outage begins: Sell films, Studio"),
        "{outages}"
    );
}

/// The example of the README: the overview's advice counts one set.
#[test]
fn the_advice_of_the_overview_makes_sense_by_itself() {
    let case = Case::new().may_write();
    let plan = super::driver::repository().join("examples/chat-and-video/before");
    let plan = plan.to_str().unwrap();
    case.run(["render", "--out", "site", "--plan", plan])
        .exit(0);
    let index = page(&case, "index.html");
    let said = "These 3 changes remove 11 of the 11 single points of failure of services of tier 1 \
                and 2. 17 new ones come in: what stands in can fail too, and what is down now can be \
                taken down again once it works. 17 are left.";
    assert!(index.contains(said), "{index}");
    assert!(
        index.contains("2 of 2 (100%) 0, besides 2 down already"),
        "{index}"
    );
    let told = case.run(["advise", "--plan", plan]).exit(0).stdout;
    let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        told.contains(
            "They open 17 new, as what is down now can be taken down again once it works: "
        )
    );
    // Of what is over no record says how long it lasts; of the rest each says what it counts.
    let studio = page(&case, "services/video-studio.html");
    assert_eq!(
        studio.matches("How long this may take").count(),
        1,
        "{studio}"
    );
    let of = "the longest of the 9 recorded outages of OpenAI API that reach OpenAI API Responses \
              lasted 20h 37m 50s";
    assert!(studio.contains(of), "{studio}");
    assert!(page(&case, "services/chat-assistant.html").contains(of));
    let sheet = case
        .run(["incident", "chat-model", "--plan", plan])
        .exit(0)
        .stdout;
    let sheet = sheet.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        sheet.contains("the 9 recorded outages of OpenAI API that reach OpenAI API Responses took")
    );
    let sheet = case
        .run(["incident", "openai", "--plan", plan])
        .exit(0)
        .stdout;
    let sheet = sheet.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(sheet.contains("the 11 recorded outages of OpenAI API (whole or in part) took"));
}

/// A packet is played on a day on which something is down already.
#[test]
fn a_packet_says_what_is_down_before_it_begins() {
    let case = Case::plan(PLAN);
    let packet = case.run(["exercise", "one"]).exit(0).stdout;
    let packet = packet.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(packet.contains(
        "Down before this begins: Sell films and Studio. Degraded before this begins: Office. That \
         is no part of the exercise"
    ), "{packet}");
}

const WAIVED: &str = r#"
[plan]
name = "Waived"
[activity.watch]
name = "Watch"
depends_on = ["screen", { on = "sound", mode = "soft" }]
[service.screen]
name = "Screen service"
tier = 1
depends_on = [{ on = "first", fallback = [{ to = "second", switch = "automatic", after = "1s", tested = 2026-11-01 }] }]
[service.sound]
[resource.first]
in = ["rack", "hall"]
[resource.second]
in = ["rack", "hall"]
[domain.rack]
[domain.hall]
[[waiver]]
rule = "shared-fate-fallback"
at = "service.screen"
of = "rack"
reason = "One place for now."
until = 2027-01-31
[[waiver]]
rule = "shared-fate-fallback"
at = "service.screen"
of = "hall"
reason = "One place for now."
until = 2027-01-31
"#;

#[test]
fn one_accepted_risk_is_told_once() {
    let case = site(WAIVED);
    for path in ["plan.html", "waived.html"] {
        let text = page(&case, path);
        assert_eq!(
            text.matches("One place for now.").count(),
            1,
            "{path}: {text}"
        );
        assert!(text.contains("of rack, hall"), "{path}: {text}");
    }
}

#[test]
fn the_impact_analysis_tells_hard_needs_from_soft_ones() {
    let case = site(WAIVED);
    let bia = page(&case, "bia.html");
    let needs = "Services (2) It cannot work or start without: Screen service It goes on without, in \
                 part or with what stands in: sound";
    assert!(bia.contains(needs), "{bia}");
    // A kind is told apart from a name that ends with it.
    assert!(bia.contains("Screen service (service)"), "{bia}");
}

/// What takes the fallback too is nothing that one goes on without.
#[test]
fn the_impact_analysis_names_what_takes_a_fallback_too() {
    let plan = WAIVED
        .replace("in = [\"rack\", \"hall\"]", "depends_on = [\"power\"]")
        .replace("[domain.rack]\n[domain.hall]", "[resource.power]");
    let plan = &plan[..plan.find("[[waiver]]").unwrap()];
    let bia = page(&site(plan), "bia.html");
    let needs = "Resources (3) It cannot work or start without: power It goes on without, in part \
                 or with what stands in: first, second";
    assert!(bia.contains(needs), "{bia}");
}

/// What ends with a full stop gets no second one.
#[test]
fn a_sentence_of_the_plan_ends_once() {
    let plan = WAIVED.replace(
        "name = \"Waived\"",
        "name = \"Waived\"\nactivation = { stand_down_when = \"Everybody sees pictures.\" }",
    );
    let plan = page(&site(&plan), "plan.html");
    assert!(
        plan.contains("Stand down when: Everybody sees pictures. Who"),
        "{plan}"
    );
}

/// What nobody recorded the end of, and what has none, stands on the page of its provider as in
/// the list of all.
#[test]
fn a_provider_shows_outages_without_a_length() {
    let plan = "[plan]\nname = \"A\"\n[service.a]\ntier = 1\ndepends_on = [\"m\", \"openai\"]\n[ai.m]\nprovider = \"anthropic\"\nmodel = \"claude-opus-4-8\"\n";
    let case = site(plan);
    let lasted = |path: &str, day: &str| {
        let page = page(&case, path);
        let row = page.split(day).nth(1);
        let row = row.unwrap_or_else(|| panic!("no {day} in {page}"));
        row.chars().take(200).collect::<String>()
    };
    for day in ["2026-05-16", "2026-06-02"] {
        let row = lasted("providers/anthropic.html", day);
        assert!(row.contains("not recorded"), "{row}");
    }
    let row = lasted("providers/openai.html", "2026-09-29");
    assert!(row.contains("not recorded"), "{row}");
    let row = lasted("providers/openai.html", "2026-09-24");
    assert!(row.contains("for ever"), "{row}");
}

/// Before anything has happened a page says what a prepared message will tell.
#[test]
fn what_a_prepared_message_will_tell_is_said_in_words() {
    let plan = "[plan]\nname = \"x\"\n[service.shop]\ntier = 1\n[communication.customers]\naudience = \"customers\"\n\
                template = \"{impact}. More at {next}, {x} {\"\n";
    let case = Case::plan(plan).may_write();
    case.run(["render", "--out", "site"]).exit(0);
    for path in ["services/shop.html", "plan.html"] {
        let page = case.read(&format!("site/{path}"));
        let said = "[what works and what does not]. More at [when the next update comes], [x] {<";
        assert!(page.contains(said), "{path}: {page}");
    }
}
