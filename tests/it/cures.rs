//! What a plan's own words say of the way back, before anything has failed: tools
//! that go down with what they mend, calls that reach nobody, silent alarms and
//! messages, backups in the fire, restores that are too slow, fallbacks that cannot
//! do the work, things that expire.

use serde_json::Value;

use super::driver::Case;

fn findings(text: &str, rule: &str) -> Vec<Value> {
    Case::plan(&format!("[plan]\nname = \"x\"\n{text}")).findings(rule)
}

/// The findings of one rule: severity and message.
fn found(text: &str, rule: &str) -> Vec<(String, String)> {
    let text_of = |value: &Value| value.as_str().unwrap().to_owned();
    let findings = findings(text, rule).into_iter();
    findings
        .map(|one| (text_of(&one["severity"]), text_of(&one["message"])))
        .collect()
}

#[track_caller]
fn is(text: &str, rule: &str, expected: &[(&str, &str)]) {
    let found = found(text, rule);
    let found: Vec<(&str, &str)> = found.iter().map(|(a, b)| (&a[..], &b[..])).collect();
    assert_eq!(found, expected, "{rule} in:\n{text}");
}

const BACKBONE: &str = r##"
[team.network]
on_call = { channel = "#network", through = ["chat"] }
escalate_to = ["sites"]
[team.sites]
on_call = { phone = "+1 202 555 0100", through = ["desk-phones"] }
[service.web]
team = "network"
tier = 1
rto = "1h"
depends_on = ["backbone"]
[resource.backbone]
team = "network"
tier = 1
[service.remote-console]
depends_on = ["backbone"]
[service.chat]
depends_on = ["backbone"]
[service.desk-phones]
depends_on = ["backbone"]
[[runbook.backbone.step]]
do = "Announce the routes again"
needs = ["remote-console"]
takes = "10m"
[[runbook.backbone.step]]
do = "Drive there"
takes = "1h"
"##;

#[test]
fn the_tool_goes_down_with_what_it_mends() {
    let says = "the repair of `backbone` needs `remote-console`, which is down with `backbone`";
    is(BACKBONE, "shared-fate-cure", &[("error", says)]);
    let one = &findings(BACKBONE, "shared-fate-cure")[0];
    assert_eq!(one["component"], "backbone");
    // At the id in `needs`, and nowhere else.
    let line = BACKBONE.lines().position(|line| line.starts_with("needs"));
    assert_eq!(one["line"], line.unwrap() as u64 + 3);
    assert_eq!(one["column"], 10);
    let own_way = BACKBONE.replace(
        "[service.remote-console]\ndepends_on = [\"backbone\"]",
        "[service.remote-console]\ndepends_on = [{ on = \"backbone\", fallback = [\"modem\"] }]\n[resource.modem]",
    );
    is(&own_way, "shared-fate-cure", &[]);
}

#[test]
fn nobody_can_be_called() {
    let says = "team `network` cannot be called, nor anybody behind it: `chat` and `desk-phones` \
                are down with `backbone`";
    is(BACKBONE, "unreachable-on-call", &[("error", says)]);
    // Of a mobile telephone nothing is said: it may well ring.
    let mobile = BACKBONE.replace(", through = [\"desk-phones\"]", "");
    is(&mobile, "unreachable-on-call", &[]);
    let person = BACKBONE.replace(
        "escalate_to = [\"sites\"]",
        "people = [{ name = \"Ada\", phone = \"1\", through = [\"mobile\"] }]",
    ) + "[provider.mobile]\n";
    is(&person, "unreachable-on-call", &[]);
}

#[test]
fn the_key_stands_where_it_is_needed() {
    let desks = r#"
        [activity.check-in]
        tier = 1
        rto = "4h"
        depends_on = ["desks"]
        [resource.desks]
        in = ["agent"]
        [service.keys]
        in = ["agent"]
        [[runbook.desks.step]]
        do = "Read the disk's key"
        needs = ["keys"]
        takes = "15m"
        [domain.agent]
    "#;
    let says = "the repair of `desks` needs `keys`, which is down with `agent`";
    is(desks, "shared-fate-cure", &[("warning", says)]);
    // Each waits for the other: nothing brings either back.
    let both = format!("{desks}\n[[runbook.keys.step]]\ndo = \"Log in\"\nneeds = [\"desks\"]\n");
    let other = "the repair of `keys` needs `desks`, which is down with `agent`";
    let found = found(&both, "shared-fate-cure");
    let expected = [("error", says), ("warning", other)];
    for (severity, message) in expected {
        assert!(
            found.contains(&(severity.to_owned(), message.to_owned())),
            "{found:?}"
        );
    }
}

#[test]
fn a_switch_needs_the_control_plane_that_is_lost() {
    let text = r#"
        [service.shop]
        tier = 1
        depends_on = [{ on = "east", detect = "1m", fallback = [{ to = "west", after = "5m", needs = ["console"] }] }]
        [resource.east]
        in = ["region-east"]
        [resource.west]
        in = ["region-west"]
        [resource.console]
        in = ["region-east"]
        [domain.region-east]
        [domain.region-west]
    "#;
    let says = "the switch of `shop` to `west` needs `console`, which is down with `region-east`";
    is(text, "shared-fate-cure", &[("warning", says)]);
    let by_itself = text.replace("in = [\"region-east\"]\n        [domain", "[domain");
    is(&by_itself, "shared-fate-cure", &[]);
}

#[test]
fn a_status_page_on_the_platform_it_speaks_of() {
    let text = r#"
        [service.apps]
        tier = 1
        in = ["fleet"]
        [service.status-page]
        tier = 1
        in = ["fleet"]
        [domain.fleet]
        kind = "image"
        [communication.customers]
        audience = "customers"
        channel = "status page"
        through = ["status-page"]
    "#;
    let says = "`customers` is lost together with what it has to announce: `status-page` is down \
                with `fleet`";
    is(text, "silenced-communication", &[("error", says)]);
    let second = format!(
        "{text}\n[communication.mail]\naudience = \"customers\"\nthrough = [\"mailer\"]\n[provider.mailer]\n"
    );
    is(&second, "silenced-communication", &[("warning", says)]);
    let elsewhere = text.replace("through = [\"status-page\"]", "through = [\"host\"]");
    is(
        &format!("{elsewhere}\n[provider.host]\n"),
        "silenced-communication",
        &[],
    );
}

#[test]
fn alarms_on_what_they_watch() {
    let text = r#"
        [service.web]
        tier = 1
        rto = "10m"
        depends_on = [{ on = "gateway", detect = { within = "1m", by = ["alarms"] }, fallback = [{ to = "spare", after = "5m" }] }]
        [resource.gateway]
        [resource.spare]
        [service.alarms]
        depends_on = ["gateway"]
    "#;
    let says = "nobody notices when `web` loses `gateway`: `alarms` is down with `gateway`";
    is(text, "blind-detection", &[("error", says)]);
    let other = text.replace("[\"alarms\"] }", "[\"alarms\", \"outside\"] }");
    is(
        &format!("{other}\n[provider.outside]\n"),
        "blind-detection",
        &[],
    );
}

#[test]
fn one_detector_of_a_whole_file_is_one_place() {
    let text = r#"
        [defaults]
        detect = { within = "1m", by = ["alarms"] }
        [service.a]
        depends_on = [{ on = "net", fallback = ["spare"] }]
        [service.b]
        depends_on = [{ on = "net", fallback = ["spare"] }]
        [resource.net]
        [resource.spare]
        [service.alarms]
        depends_on = ["net"]
    "#;
    let says = "nobody notices 3 losses: `alarms` is down with `net`";
    is(text, "blind-detection", &[("warning", says)]);
}

const STORE: &str = r#"
[service.shop]
tier = 1
rto = "1h"
rpo = "5m"
depends_on = ["orders"]
[resource.orders]
rto = "1h"
rpo = "5m"
in = ["hall"]
backup = { every = "1d", restore = "18h" }
[domain.hall]
"#;

#[test]
fn backups_too_rare_too_slow_untried_and_in_the_fire() {
    let expected = [
        (
            "rpo-below-backup",
            "error",
            "`orders` is saved every 1d, and `orders` may lose 5m of data at most",
        ),
        (
            "restore-above-rto",
            "error",
            "bringing `orders` back takes at least 18h; `shop` is promised back after 1h",
        ),
        (
            "untested-restore",
            "warning",
            "nobody ever restored from the backup of `orders`",
        ),
        (
            "backup-not-segregated",
            "error",
            "the backup of `orders` falls with what it saves: `hall` takes both",
        ),
    ];
    for (rule, severity, message) in expected {
        is(STORE, rule, &[(severity, message)]);
    }
    let mended = STORE.replace(
        "{ every = \"1d\", restore = \"18h\" }",
        "[{ every = \"5m\", restore = \"30m\", verified = 2026-10-01, in = [\"vault\"] }]",
    );
    for (rule, ..) in expected {
        is(&format!("{mended}[domain.vault]\n"), rule, &[]);
    }
}

#[test]
fn every_kind_of_shared_domain_counts_and_a_far_one_less() {
    let within = |domain: &str| {
        STORE.replace("restore = \"18h\"", &format!("in = [\"{domain}\"]"))
            + "[domain.cage]\nin = [\"hall\"]\n[domain.far]\nin = [\"account\"]\n[domain.account]\n"
    };
    let near = "the backup of `orders` falls with what it saves: `hall` takes both";
    is(&within("cage"), "backup-not-segregated", &[("error", near)]);
    is(&within("far"), "backup-not-segregated", &[]);
    let account = within("far").replace("[domain.hall]", "[domain.hall]\nin = [\"account\"]");
    let far = "the backup of `orders` falls with what it saves: `account` takes both";
    is(&account, "backup-not-segregated", &[("warning", far)]);
    let two = account.replace("backup = {", "backup = [{ segregated = true }, {");
    is(
        &two.replace("[\"far\"] }", "[\"far\"] }]"),
        "backup-not-segregated",
        &[],
    );
}

#[test]
fn steps_count_beside_the_restore() {
    let text = r#"
        [service.shop]
        tier = 2
        rto = "1h"
        [[runbook.shop.step]]
        do = "First"
        takes = "40m"
        [[runbook.shop.step]]
        do = "Then"
        takes = "30m"
    "#;
    let says = "bringing `shop` back takes at least 1h 10m; `shop` is promised back after 1h";
    is(text, "restore-above-rto", &[("error", says)]);
    is(&text.replace("30m", "20m"), "restore-above-rto", &[]);
}

#[test]
fn a_repair_that_nobody_timed() {
    let text = "[service.web]\nrto = \"4h\"\ndepends_on = [\"db\"]\n[resource.db]\n";
    let says = "nothing says how `web` and `db` would be repaired, nor how long it takes";
    is(text, "repair-time-undeclared", &[("info", says)]);
    let step = format!("{text}[[runbook.db.step]]\ndo = \"Restart it\"\n");
    let found = found(&step, "repair-time-undeclared");
    let says = "`takes` of step 1 of the runbook of db is not declared".to_owned();
    assert!(found.contains(&("warning".to_owned(), says)), "{found:?}");
}

#[test]
fn a_model_that_cannot_do_the_work() {
    let text = r#"
        [service.agent]
        tier = 2
        depends_on = [{ on = "main", fallback = ["small"] }]
        [ai.main]
        provider = "openai"
        model = "gpt-5.2"
        needs = { context = "200k", tools = true, vision = true, structured_output = true }
        residency = ["eu"]
        [ai.small]
        provider = "lab"
        model = "small-8k"
        needs = { context = "8k", tools = false, vision = false }
        [provider.lab]
    "#;
    let says = "`small` cannot stand in for `main`: context 8k of 200k, no tools, no vision";
    is(text, "unfit-fallback", &[("error", says)]);
    let abroad = text.replace(
        "needs = { context = \"8k\", tools = false, vision = false }",
        "residency = [\"us\"]",
    );
    let says = "`small` cannot stand in for `main`: data in us and not in eu alone";
    is(&abroad, "unfit-fallback", &[("error", says)]);
    // Nothing is known of it: that is another finding.
    is(
        &text.replace(
            "needs = { context = \"8k\", tools = false, vision = false }",
            "",
        ),
        "unfit-fallback",
        &[],
    );
    // What another caller needs of it is not all that it can do.
    let shared = format!("{text}\n[service.tags]\ndepends_on = [\"small\"]\n");
    assert_eq!(found(&shared, "unfit-fallback")[0].0, "warning");
}

#[test]
fn embeddings_of_another_model_are_another_space() {
    let text = |model: &str| {
        format!(
            "[service.search]\ndepends_on = [{{ on = \"a\", fallback = [\"b\"] }}]\n\
             [ai.a]\nprovider = \"openai\"\nmodel = \"text-embedding-3-large\"\n\
             [ai.b]\nprovider = \"azure-openai\"\nmodel = \"{model}\"\nendpoint = \"embeddings\"\n"
        )
    };
    let says = "`b` cannot stand in for `a`: another embedding space";
    is(
        &text("text-embedding-3-small"),
        "unfit-fallback",
        &[("error", says)],
    );
    is(&text("text-embedding-3-large"), "unfit-fallback", &[]);
}

#[test]
fn what_expires_is_said_before_and_after() {
    let text = |day: &str| {
        format!("[service.a]\ndepends_on = [\"cert\"]\n[resource.cert]\nexpires = {day}\n")
    };
    is(
        &text("2026-11-23"),
        "expired-component",
        &[("error", "`cert` expired on 2026-11-23")],
    );
    is(&text("2026-11-24"), "expired-component", &[]);
    let soon = "`cert` expires on 2027-05-01, in 159 days";
    is(
        &text("2027-05-01"),
        "expiring-component",
        &[("warning", soon)],
    );
    is(&text("2027-06-01"), "expiring-component", &[]);
    let later = format!("{}[lint]\nretiring_within = \"365d\"\n", text("2027-06-01"));
    assert_eq!(found(&later, "expiring-component").len(), 1);
}

#[test]
fn impacts_that_contradict_each_other() {
    let text = r#"
        [activity.bia]
        mtpd = "4h"
        impact = [
          { after = "4h", level = "minimal", kind = "contract" },
          { after = "1h", level = "severe", kind = "contract" },
          { after = "1h", level = "minimal", kind = "revenue" },
        ]
    "#;
    let before = "the impact of losing `bia` is severe after 1h, before its MTPD of 4h";
    is(text, "impact-before-mtpd", &[("warning", before)]);
    let falls = "the impact of losing `bia` (contract) is severe after 1h and minimal after 4h";
    is(text, "impact-falls", &[("warning", falls)]);
}

#[test]
fn a_hold_over_that_ends_too_soon() {
    let text = |holds: &str| {
        format!(
            "[service.api]\nrto = \"1h\"\ndepends_on = [{{ on = \"names\", holds = \"{holds}\", detect = \"5m\", \
             fallback = [{{ to = \"table\", after = \"10m\" }}] }}]\n[service.names]\n[service.table]\n"
        )
    };
    let says = "`api` goes on for 10m without `names`, and `table` serves after 15m";
    is(&text("10m"), "hold-over-too-short", &[("warning", says)]);
    is(&text("20m"), "hold-over-too-short", &[]);
    // What it can do without for a while may take that much longer.
    let rto = |holds: &str| {
        format!(
            "[service.api]\nrto = \"30m\"\ndepends_on = [{{ on = \"names\"{holds} }}]\n[service.names]\nrto = \"1h\"\n"
        )
    };
    assert_eq!(found(&rto(""), "rto-below-dependency").len(), 1);
    is(&rto(", holds = \"30m\""), "rto-below-dependency", &[]);
    assert_eq!(
        found(&rto(", holds = \"20m\""), "rto-below-dependency").len(),
        1
    );
}

#[test]
fn what_is_needed_to_start_takes_down_nobody_who_runs() {
    let text = |needed: &str| {
        format!(
            "[service.web]\ntier = 1\nrto = \"30m\"\ndepends_on = [{{ on = \"images\"{needed} }}]\n\
             [resource.images]\nrto = \"2h\"\n"
        )
    };
    assert_eq!(found(&text(""), "single-point-of-failure").len(), 1);
    assert_eq!(found(&text(""), "rto-below-dependency").len(), 1);
    is(
        &text(", needed = \"start\""),
        "single-point-of-failure",
        &[],
    );
    is(&text(", needed = \"start\""), "rto-below-dependency", &[]);
}

#[test]
fn copies_and_data_that_nothing_saves() {
    let text = r#"
        [resource.db]
        tier = 1
        rpo = "1m"
        backup = { every = "1m", segregated = true }
        [resource.copy]
        replica_of = { of = "db", lag = "15m" }
        [resource.notes]
        data = "persistent"
        [resource.cache]
        data = "ephemeral"
    "#;
    let lag = "`copy` may be 15m behind `db`, and `db` may lose 1m of data at most";
    is(text, "replica-lag-above-rpo", &[("error", lag)]);
    is(
        text,
        "data-without-backup",
        &[("warning", "`notes` keeps data, and nothing saves it")],
    );
    is(&text.replace("15m", "30s"), "replica-lag-above-rpo", &[]);
}

#[test]
fn undeclared_times_are_unknown_and_not_zero() {
    let text = |switch: &str| {
        format!(
            "[service.a]\nrto = \"1h\"\ndepends_on = [{{ on = \"b\", detect = \"1m\", \
             fallback = [{{ to = \"c\"{switch} }}] }}]\n[service.b]\n[service.c]\n"
        )
    };
    let says = "`a` does not say how long the switch to `c` takes";
    is(&text(""), "detection-undeclared", &[("warning", says)]);
    // Software switches at once where nothing else is said, and that is said.
    is(
        &text(", switch = \"automatic\""),
        "detection-undeclared",
        &[("info", says)],
    );
    let shown = Case::plan(&format!("[plan]\nname = \"x\"\n{}", text("")));
    shown.run(["check"]).stdout_has("no `after`: unknown");
}

#[test]
fn pages_show_what_the_way_back_needs() {
    let text = r##"
[plan]
name = "x"
[team.net]
on_call = { channel = "#net", through = ["chat", "pager"] }
people = [{ name = "Ada", phone = "+1 202 555 0100", through = ["mobile"] }]
[service.web]
team = "net"
limit = { rpm = 600 }
expires = 2027-01-31
check = "curl <web>"
depends_on = [
  { on = "db", holds = "2m", detect = { within = "1m", timeout = "15m", by = ["alarms"] }, fallback = [{ to = "copy", switch = "per-call", needs = ["console"], holds = "3h" }] },
  { on = "images", needed = "start" },
]
[service.chat]
[service.alarms]
[service.console]
[provider.pager]
expires = 2027-03-01
[provider.mobile]
[resource.images]
[resource.db]
data = "persistent"
in = ["hall"]
backup = [
  { every = "1d", restore = "6h", verified = 2026-10-01, needs = ["console"] },
  { every = "5m", in = ["vault"] },
]
[resource.copy]
replica_of = { of = "db", lag = "10s" }
[domain.hall]
[domain.vault]
[[runbook.web.step]]
do = "Start it"
needs = ["console"]
moves_to = ["vault"]
[communication.customers]
audience = "customers"
channel = "the page"
through = ["chat"]
"##;
    let case = Case::plan(text).may_write();
    case.run(["render", "--out", "site"]).exit(0);
    let has = |page: &str, parts: &[&str]| {
        let text = case.read(&format!("site/{page}"));
        for part in parts {
            assert!(text.contains(part), "{page} lacks {part}");
        }
    };
    has(
        "services/web.html",
        &[
            "<dt>Carries at most</dt><dd>600 requests/min</dd>",
            "<dt>Expires</dt><dd>2027-01-31 (in 69 days)</dd>",
            "<li><code>curl &#60;web&#62;</code> succeeds.</li>",
            "goes on for 2m without it",
            "hard, to start",
            "1m; 15m for time-outs; seen by alarms",
            "Each call that fails goes to",
            "<dt>The switch needs</dt><dd><a href=\"../services/console.html\">console</a></dd>",
            "<dt>Lasts</dt><dd>3h, counted from the switch</dd>",
            "<b>Needs:</b> <a href=\"../services/console.html\">console</a>",
            "<b>Moves it to:</b> <a href=\"../components.html#vault\">vault</a>",
            "Carried by <span>chat, or pager</span>",
            "(carried by mobile)",
            "carried by chat",
        ],
    );
    has(
        "components.html",
        &[
            "<dt>Data</dt><dd>must not be lost</dd>",
            "every 1d; bringing it back takes 6h; last tried 2026-10-01 (53 days ago); stands where \
             what it saves stands: <a href=\"components.html#hall\">hall</a>",
            "<dt>Bringing it back needs</dt><dd><a href=\"services/console.html\">console</a></dd>",
            "every 5m; how long bringing it back takes is not declared; never tried; stands in \
             <a href=\"components.html#vault\">vault</a>",
            "at most 10s behind, of <a href=\"components.html#db\">db</a>",
        ],
    );
    has("contacts.html", &["carried by mobile", "chat, or pager"]);
    has("providers/pager.html", &["2027-03-01 (in 98 days)"]);
    // The day on which pages are made says nothing of the analysis.
    let bia = case.read("site/bia.html");
    assert!(!bia.contains("Completed"), "{bia}");
}

/// Three steps that need the same console are one finding, and a waiver may name the
/// fault that it is about.
#[test]
fn steps_that_need_the_same_share_a_finding() {
    let steps =
        "[[runbook.backbone.step]]\ndo = \"Look at the links\"\nneeds = [\"remote-console\"]\n";
    let text = BACKBONE.replace(
        "[[runbook.backbone.step]]\ndo = \"Drive",
        &format!("{steps}[[runbook.backbone.step]]\ndo = \"Drive"),
    );
    let says = "the repair of `backbone` needs `remote-console`, which is down with `backbone`";
    is(&text, "shared-fate-cure", &[("error", says)]);
    let waiver = |of: &str| {
        format!(
            "{text}[[waiver]]\nrule = \"shared-fate-cure\"\nat = \"backbone\"\nof = \"{of}\"\nreason = \"A modem is ordered\"\nuntil = 2027-01-31\n"
        )
    };
    let is_waived = |text: &str| {
        findings(text, "shared-fate-cure")[0]["waived"]
            .as_bool()
            .unwrap()
    };
    assert!(is_waived(&waiver("backbone")));
    assert!(!is_waived(&waiver("remote-console")));
}

/// A backup of which nobody says how often it is made keeps no promise about lost data.
#[test]
fn a_backup_without_a_time_is_found_under_an_rpo() {
    let store =
        |backup: &str| format!("[resource.db]\ntier = 1\nrpo = \"10m\"\nbackup = {{ {backup} }}\n");
    let says = "nothing says how often `db` is saved, and `db` may lose 10m of data at most";
    is(
        &store("restore = \"10m\""),
        "rpo-below-backup",
        &[("warning", says)],
    );
    is(&store("every = \"10m\""), "rpo-below-backup", &[]);
}

/// Data are lost up to the backup that is restored first, and not up to the newest.
#[test]
fn the_backup_that_is_restored_first_keeps_the_promise() {
    let store = |times: [&str; 2]| {
        format!(
            "[resource.db]\ntier = 1\nrpo = \"2h\"\nbackup = [{{ every = \"1h\", restore = \
             \"{}\" }}, {{ every = \"1d\", restore = \"{}\" }}]\n",
            times[0], times[1]
        )
    };
    let says = "`db` is saved every 1d, and `db` may lose 2h of data at most";
    is(&store(["3h", "1h"]), "rpo-below-backup", &[("error", says)]);
    is(&store(["1h", "3h"]), "rpo-below-backup", &[]);
}

/// A group is no way out of a circle where each of its members leads back.
#[test]
fn a_group_that_leads_back_by_every_member_is_a_hard_cycle() {
    let plan = |of_c: &str| {
        format!(
            "[service.a]\ndepends_on = [{{ any_of = [\"b\", \"c\"], needed = \"start\" }}]\n\
             [service.b]\ndepends_on = [\"a\"]\n[service.c]\n{of_c}"
        )
    };
    let says = "`a` and `b` need each other and cannot start from nothing";
    let back = plan("depends_on = [\"a\"]\n");
    is(&back, "hard-cycle", &[("error", says)]);
    is(&plan(""), "hard-cycle", &[]);
}

/// Of a circle that never comes back the one that was struck is to be mended.
#[test]
fn the_first_of_a_circle_that_never_comes_back_is_the_error() {
    let plan = |fault: &str| {
        let service = |id: &str, on: &str, needed: &str| {
            format!(
                "[service.{id}]\ntier = 1\nrto = \"1h\"\ndepends_on = [{{ on = \"{on}\", needed = \
                 \"{needed}\" }}]\n"
            )
        };
        format!(
            "{}{}{}[domain.hall]\n[scenario.s]\nfails = [{{ what = \"{fault}\", for = \"10m\" }}]\n",
            service("a", "b", "both").replace("tier", "in = [\"hall\"]\ntier"),
            service("b", "a", "run"),
            service("c", "b", "run"),
        )
    };
    let says = |id: &str| format!("`{id}` never comes back in scenario `s`; its RTO is 1h");
    let [a, b, c] = ["a", "b", "c"].map(says);
    is(
        &plan("b"),
        "rto-not-achievable",
        &[("info", &a), ("error", &b), ("info", &c)],
    );
    is(
        &plan("hall"),
        "rto-not-achievable",
        &[("error", &a), ("info", &b), ("info", &c)],
    );
}

/// What is known for certain to be unable to stand in holds nothing; where the longer calls
/// do not fit it serves degraded; and what may only be somebody's needs changes nothing.
#[test]
fn an_unfit_fallback_does_not_hold() {
    let held = |given: &str, more: &str| {
        let text = format!(
            "[plan]\nname = \"x\"\n[service.agent]\n\
             depends_on = [{{ on = \"main\", fallback = [\"small\"] }}]\n\
             [ai.main]\nprovider = \"openai\"\nmodel = \"gpt-5.2\"\n\
             needs = {{ context = \"200k\", tools = true }}\n\
             [scenario.s]\nfails = [{{ what = \"main\", for = \"1h\" }}]\n\
             [ai.small]\nprovider = \"lab\"\n{given}\n[provider.lab]\n{more}"
        );
        let case = Case::plan(&text);
        let found = case
            .run(["blast", "main", "--format", "json"])
            .exit(0)
            .json();
        let text = case.run(["blast", "main"]).exit(0).stdout;
        let times = case
            .run(["simulate", "s", "--format", "json"])
            .exit(0)
            .json();
        let of_agent = times["scenarios"][0]["components"]
            .as_array()
            .unwrap()
            .iter();
        let agent = of_agent.into_iter().find(|one| one["id"] == "agent");
        let agent = agent.map(|one| (one["down_s"].clone(), one["degraded_s"].clone()));
        let level = found["requirements"][0]["with_fallback"].clone();
        let level = level.as_str().unwrap().to_owned();
        let expected = match level.as_str() {
            "down" => Some((3600.into(), 0.into())),
            "degraded" => Some((0.into(), 3600.into())),
            _ => Some((0.into(), 0.into())),
        };
        assert_eq!(agent, expected, "{text}");
        (level, text)
    };
    let (level, text) = held("needs = { tools = false }", "");
    assert_eq!(level, "down");
    assert!(
        text.contains("small cannot do the work: no tools"),
        "{text}"
    );
    let (level, _) = held("endpoint = \"embeddings\"", "");
    assert_eq!(level, "down");
    let (level, _) = held("needs = { context = \"8k\" }", "");
    assert_eq!(level, "degraded");
    for (given, more) in [
        ("", ""),
        (
            "needs = { tools = false }",
            "[service.tags]\ndepends_on = [\"small\"]\n",
        ),
    ] {
        assert_eq!(held(given, more).0, "up", "{given} {more}");
    }
}

/// A missed target of tier 1 is an error, whatever else of less weight is missed on the way
/// and in whatever order it is written.
#[test]
fn what_weighs_less_does_not_speak_for_what_weighs_more() {
    let plan = |needs: &str| {
        format!(
            "[service.a]\ntier = 1\nrto = \"1h\"\ndepends_on = [{needs}]\n\
             [service.b]\ntier = 3\nrto = \"1h\"\nin = [\"z\"]\n[service.c]\nin = [\"z\"]\n[domain.z]\n\
             [scenario.z]\nfails = [{{ what = \"z\", for = \"5h\" }}]\n"
        )
    };
    let missed = "is down for 5h in scenario `z`; its RTO is 1h";
    for needs in ["\"b\", \"c\"", "\"c\", \"b\"", "\"b\""] {
        is(
            &plan(needs),
            "rto-not-achievable",
            &[
                ("error", &format!("`a` {missed}")),
                ("warning", &format!("`b` {missed}")),
            ],
        );
    }
}
