//! Rules of a plan's own: findings as any other, and what is wrong with them.

use std::fs;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::driver::{Case, Ran, repository};

const TEAMS: &str = r#"
[[rule]]
id = "acme/second-team"
on = "service"
when = "component.tier == 1 && component.team == null"
message = "tier 1 has a team."
severity = "error"
why = "Somebody is called at night"
remedy = "name the team"
source = "Acme policy 4.2; ISO 22301, 8.4.4"

[service.cart]
tier = 1
[service.shop]
tier = 1
team = "web"
[service.old]
[team.web]
"#;

fn plan(rest: &str) -> Case {
    Case::plan(&format!("[plan]\nname = \"Acme\"\n{rest}"))
}

fn check(case: &Case, more: &[&str]) -> Ran {
    let arguments = ["check", "-f", "json"];
    case.run(arguments.iter().chain(more))
}

/// The findings of a rule, or the errors of a kind.
fn of(report: &Value, rule: &str) -> Vec<Value> {
    let all = ["errors", "findings"].into_iter();
    let all = all.flat_map(|key| report[key].as_array().unwrap());
    all.filter(|one| one["rule"] == rule).cloned().collect()
}

/// A rule with this expression over two services, one of them with an RTO.
fn asks(on: &str, when: &str) -> Case {
    let quoted = when.replace('\\', "\\\\").replace('"', "\\\"");
    plan(&format!(
        "[[rule]]\nid = \"mine\"\non = \"{on}\"\nwhen = \"{quoted}\"\nmessage = \"wrong\"\n\
         [service.a]\ntier = 1\nrto = \"4h\"\ndepends_on = [{{ on = \"db\", fallback = [{{ to = \"b\" }}] }}]\n\
         [service.b]\nteam = \"ops\"\n[resource.db]\n[team.ops]\n"
    ))
}

/// What is wrong with an expression: the message, and what stands at its place.
#[track_caller]
fn wrong(on: &str, when: &str) -> (String, String, String) {
    let case = asks(on, when);
    let ran = check(&case, &[]).exit(2);
    let report = ran.json();
    let all = of(&report, "invalid-rule");
    assert_eq!(all.len(), 1, "{when}\n{ran}");
    let text = fs::read_to_string(case.path("jurymast.toml")).unwrap();
    let at = |key: &str| usize::try_from(all[0][key].as_u64().unwrap()).unwrap();
    assert_eq!(at("line"), at("end_line"), "{when}\n{ran}");
    let line = text.lines().nth(at("line") - 1).unwrap();
    let part = line.chars().skip(at("column") - 1);
    let part = part.take(at("end_column") - at("column")).collect();
    let message = all[0]["message"].as_str().unwrap().to_owned();
    let help = all[0]["help"].as_array().unwrap().iter();
    let help: Vec<&str> = help.map(|one| one.as_str().unwrap()).collect();
    (message, part, help.join("\n"))
}

#[test]
fn what_they_find_is_a_finding_as_any_other() {
    let case = plan(TEAMS);
    let report = check(&case, &[]).exit(1).json();
    let found = of(&report, "acme/second-team");
    assert_eq!(found.len(), 1);
    let cart = &found[0];
    assert_eq!(cart["component"], "cart");
    assert_eq!(cart["severity"], "error");
    assert_eq!(cart["message"], "`cart`: tier 1 has a team");
    assert_eq!(cart["help"][0], "name the team");
    assert_eq!(cart["line"], 14);
    // Its level, its place, its choice.
    let level = plan(&format!(
        "[lint]\nrules = {{ \"acme/second-team\" = \"info\" }}\n{TEAMS}"
    ));
    assert_eq!(
        of(&check(&level, &[]).json(), "acme/second-team")[0]["severity"],
        "info"
    );
    let off = plan(&format!("[lint.per.cart]\nignore = [\"acme/*\"]\n{TEAMS}"));
    assert!(of(&check(&off, &[]).json(), "acme/second-team").is_empty());
    for (more, many) in [
        (["--select", "acme/second-team"], 1),
        (["--select", "custom"], 1),
        (["--select", "acme/*"], 1),
        (["--select", "iso-22301"], 1),
        (["--select", "people"], 0),
        (["--ignore", "custom"], 0),
    ] {
        let found = of(&check(&case, &more).json(), "acme/second-team");
        assert_eq!(found.len(), many, "{more:?}");
    }
    let unknown = case.run(["check", "--select", "acme/second-tean"]).exit(2);
    assert!(unknown.stderr.contains("`acme/second-team`"), "{unknown}");
    let none = plan("[service.a]\n")
        .run(["check", "--select", "custom"])
        .exit(2);
    assert!(none.stderr.contains("no rules of its own"), "{none}");
}

#[test]
fn what_they_find_is_accepted_held_back_and_described() {
    let waived = plan(&format!(
        "{TEAMS}\n[[waiver]]\nrule = \"acme/second-team\"\nat = \"service.cart\"\nreason = \"goes\"\nuntil = 2026-12-31\n"
    ));
    let report = check(&waived, &[]).json();
    assert_eq!(of(&report, "acme/second-team")[0]["waived"], true);
    assert!(of(&report, "unused-waiver").is_empty());
    let ignored = plan(&TEAMS.replace(
        "[service.cart]",
        "[service.cart] # jurymast: ignore[acme/second-team] until=2026-12-31 reason=\"goes\"",
    ));
    let report = check(&ignored, &[]).json();
    assert_eq!(of(&report, "acme/second-team")[0]["waived"], true);
    // One that hides nothing is a finding; of a rule that there is not, an error.
    let unused = plan(&format!(
        "{TEAMS}\n[[waiver]]\nrule = \"acme/second-team\"\nat = \"service.shop\"\nreason = \"goes\"\nuntil = 2026-12-31\n"
    ));
    assert_eq!(of(&check(&unused, &[]).json(), "unused-waiver").len(), 1);
    let case = plan(TEAMS).may_write();
    case.run(["check", "--write-baseline"]).exit(0);
    let held = check(&case, &["--baseline"]).exit(0).json();
    assert!(of(&held, "acme/second-team").is_empty());
    // An entry that matches nothing any more is stale, and not of an unknown rule.
    let text = fs::read_to_string(case.path("jurymast.toml")).unwrap();
    fs::write(
        case.path("jurymast.toml"),
        text.replace("== 1 &&", "== 4 &&"),
    )
    .unwrap();
    let stale = check(&case, &["--baseline"]).json();
    let stale = of(&stale, "stale-baseline");
    let said = |one: &&Value| {
        one["message"]
            .as_str()
            .unwrap()
            .contains("acme/second-team")
    };
    let stale = stale.iter().find(said).unwrap();
    assert!(
        stale["message"]
            .as_str()
            .unwrap()
            .contains("matches nothing any more")
    );

    let case = plan(TEAMS);
    let sarif = case.run(["check", "-f", "sarif"]).json();
    let rules = sarif["runs"][0]["tool"]["driver"]["rules"]
        .as_array()
        .unwrap();
    let own = rules
        .iter()
        .find(|rule| rule["id"] == "acme/second-team")
        .unwrap();
    assert_eq!(own["shortDescription"]["text"], "tier 1 has a team.");
    assert_eq!(own["defaultConfiguration"]["level"], "error");
    assert!(own.get("helpUri").is_none());
    let explained = case.run(["explain", "acme/second-team"]).exit(0);
    for part in [
        "# acme/second-team (error, custom)",
        "component.tier == 1",
        "at night.",
        "policy 4.2",
    ] {
        assert!(explained.stdout.contains(part), "{part}\n{explained}");
    }
    let near = case.run(["explain", "acme/second-taem"]).exit(2);
    assert!(near.stderr.contains("acme/second-team"), "{near}");
    let rules = case.run(["rules", "-f", "json"]).json();
    let own = rules["rules"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(
        (&own["name"], &own["family"]),
        (&"acme/second-team".into(), &"custom".into())
    );
    assert_eq!(own["regimes"]["iso-22301"][0], "ISO 22301, 8.4.4");
    let counted = case.run(["check", "--statistics"]);
    assert!(counted.stdout.contains("acme/second-team"), "{counted}");
}

#[test]
fn places_of_requirements_and_fallbacks() {
    let case = asks(
        "fallback",
        "fallback.to == 'b' && requirement.on == ['db'] && component.id == 'a'",
    );
    let found = of(&check(&case, &[]).json(), "mine");
    assert_eq!(found[0]["message"], "`a`, which falls back on `b`: wrong");
    assert_eq!(
        (&found[0]["line"], &found[0]["column"]),
        (&11.into(), &47.into())
    );
    let case = asks(
        "requirement",
        "requirement.mode == 'hard' && !has(requirement.detect_s)",
    );
    let found = of(&check(&case, &[]).json(), "mine");
    assert_eq!(found[0]["message"], "`a`, which needs `db`: wrong");
    let case = asks(
        "plan",
        "size(plan.components.filter(c, c.kind == 'service')) == 2 && plan.owner == null",
    );
    let found = of(&check(&case, &[]).json(), "mine");
    assert_eq!(
        (&found[0]["message"], &found[0]["line"]),
        (&"the plan: wrong".into(), &2.into())
    );
}

#[test]
fn what_cannot_be_right_is_said_at_its_place() {
    for (on, when, message, part, help) in [
        (
            "service",
            "component.tier == 1 and component.team",
            "`and` is not expected here",
            "and",
            "`&&`",
        ),
        (
            "service",
            "component.tier = 1",
            "`=` is not expected here",
            "=",
            "`==`",
        ),
        (
            "service",
            "component.tier ==",
            "ends where more must come",
            "=",
            "",
        ),
        ("service", "(component.tier == 1", "`)` is missing", "1", ""),
        (
            "service",
            "component.team == 'ops",
            "has no end",
            "'ops",
            "quotes",
        ),
        (
            "service",
            "component.in == 'x'",
            "`in` is not expected",
            "in",
            "`domains`",
        ),
        (
            "service",
            "componnet.tier == 1",
            "unknown variable `componnet`",
            "componnet",
            "`component`",
        ),
        (
            "service",
            "tier == 1",
            "unknown variable `tier`",
            "tier",
            "`component.tier`",
        ),
        (
            "service",
            "fallback.to == 'x'",
            "unknown variable `fallback`",
            "fallback",
            "",
        ),
        (
            "service",
            "'ü' == component.tire",
            "a component has no `tire`",
            "tire",
            "`tier`",
        ),
        (
            "service",
            "component.rto > 3",
            "a component has no `rto`",
            "rto",
            "`rto_s`",
        ),
        (
            "service",
            "component.needs.exists(n, n.moed == 'soft')",
            "a requirement has no `moed`",
            "moed",
            "`mode`",
        ),
        (
            "service",
            "component.tier",
            "gives a whole number",
            "component.tier",
            "component.tier == 1",
        ),
        (
            "service",
            "component.tier == '1'",
            "a whole number is never a text",
            "==",
            "",
        ),
        ("service", "component.tier < 'x'", "`<` takes no", "<", ""),
        (
            "service",
            "component.kind == 'servise'",
            "`servise` is none of its words",
            "'servise'",
            "`service`",
        ),
        (
            "fallback",
            "fallback.rung in ['drilld', 'observed']",
            "`drilld` is none of its words",
            "'drilld'",
            "`drilled`",
        ),
        (
            "fallback",
            "'5XX' in fallback.triggers",
            "`5XX` is none of its words",
            "'5XX'",
            "`5xx`",
        ),
        (
            "fallback",
            "fallback.triggers.exists(one, one == 'Timeout')",
            "`Timeout` is none of its words",
            "'Timeout'",
            "`timeout`",
        ),
        (
            "fallback",
            "fallback.triggers == ['5xx', '492']",
            "`492` is none of its words",
            "'492'",
            "`429`",
        ),
        (
            "fallback",
            "component.tier == 1 && fallback.serves == (fallback.rung == 'drilled' ? 'up' : 'Degraded')",
            "`Degraded` is none of its words",
            "'Degraded'",
            "`degraded`",
        ),
        (
            "fallback",
            "fallback.rung < 'drilled'",
            "`<` would go by the alphabet",
            "<",
            "in ['declared', 'configured']",
        ),
        (
            "fallback",
            "fallback.serves == fallback.switch",
            "no word of the one",
            "==",
            "`manual`",
        ),
        (
            "fallback",
            "fallback.kind.startsWith('Serv')",
            "none of its words has `Serv` there",
            "startsWith",
            "`service`",
        ),
        (
            "service",
            "component.team && true",
            "a text stands where true or false must",
            ".",
            "",
        ),
        (
            "service",
            "component.id.matches('a.*')",
            "unknown function `matches`",
            "matches",
            "",
        ),
        (
            "service",
            "length(component.id) > 1",
            "unknown function `length`",
            "length",
            "",
        ),
        (
            "service",
            "component.rto_s > seconds('4x')",
            "4x",
            "'4x'",
            "",
        ),
        (
            "service",
            "component == component",
            "compare what a component has",
            "==",
            "`component.id`",
        ),
        (
            "service",
            "component['id'] == 'a'",
            "named with a point",
            "[",
            "`component.id`",
        ),
        (
            "service",
            "has(component)",
            "invalid argument to has() macro",
            "component",
            "",
        ),
        (
            "service",
            "component.slo * 100 > 99.0",
            "a number with a point",
            "*",
            "2.0",
        ),
        ("service", "Foo{a: 1} == null", "no types", "{", ""),
        (
            "service",
            "1 + 1 == 2 ? 1 : 0",
            "gives a whole number",
            "1 + 1 == 2 ? 1 : 0",
            "",
        ),
        ("service", "component.?tier == 1", "", "", ""),
    ] {
        let (said, at, helped) = wrong(on, when);
        assert!(said.starts_with("rule `mine`: "), "{said}");
        assert!(said.contains(message), "{when}: {said}");
        assert!(part.is_empty() || at == part, "{when}: {at:?}\n{said}");
        assert!(helped.contains(help), "{when}: {helped:?}");
    }
}

/// The frame points into a text of several lines and with escapes.
#[test]
fn a_place_is_found_in_texts_of_several_lines() {
    let text = "[[rule]]\nid = \"mine\"\non = \"service\"\nwhen = '''\ncomponent.tier == 1\n  && component.taem == null\n'''\nmessage = \"x\"\n[service.a]\n";
    let case = plan(text);
    let ran = case.run(["check", "--color", "never"]).exit(2);
    assert!(ran.stdout.contains("jurymast.toml:8:16"), "{ran}");
    assert!(ran.stdout.contains("did you mean `team`?"), "{ran}");
}

#[test]
fn no_answer_is_no_pass() {
    let case = asks("service", "component.rto_s > seconds('2h')");
    let ran = check(&case, &[]).exit(2);
    let report = ran.json();
    let error = &of(&report, "unanswered-rule")[0];
    let message = error["message"].as_str().unwrap();
    assert!(
        message.contains("no answer for `b`: `>` takes no null and whole number"),
        "{message}"
    );
    // What could be judged is told all the same.
    assert_eq!(of(&report, "mine")[0]["component"], "a");
    let told = asks(
        "service",
        "component.rto_s == null || component.rto_s > seconds('2h')",
    );
    let report = check(&told, &[]).json();
    assert_eq!(of(&report, "mine").len(), 2);
    for (when, why) in [
        (
            "1 / (component.takes_down - component.takes_down) == 1",
            "divides by zero",
        ),
        ("component.needs[7].mode == 'hard'", "no such element"),
        (
            "component.takes_down + 9223372036854775807 > 0 && component.degrades + 9223372036854775807 + component.backups + 9223372036854775807 > 0",
            "too large",
        ),
        ("int(component.id) == 1", "cannot read"),
        ("{'a': 1}.b == 1", "no `b`"),
    ] {
        let ran = check(&asks("service", when), &[]).exit(2);
        let report = ran.json();
        let all = of(&report, "unanswered-rule");
        assert!(
            all[0]["message"].as_str().unwrap().contains(why),
            "{when}\n{ran}"
        );
    }
    // What is never reached needs no answer, as CEL has it.
    check(
        &asks("service", "component.tier == null || component.rto_s > 1"),
        &[],
    )
    .exit(0);
}

#[test]
fn names_are_their_own() {
    let rule = |id: &str| {
        format!(
            "[[rule]]\nid = \"{id}\"\non = \"service\"\nwhen = \"component.tier == 4\"\nmessage = \"x\"\n"
        )
    };
    let taken = plan(&format!("{}[service.a]\n", rule("no-owner")));
    let ran = check(&taken, &[]).exit(2);
    let report = ran.json();
    let error = &of(&report, "invalid-rule")[0];
    assert!(
        error["message"]
            .as_str()
            .unwrap()
            .contains("`no-owner` is a rule of the program")
    );
    assert_eq!(of(&report, "no-owner").len(), 1, "{ran}");
    let twice = plan(&format!("{}{}[service.a]\n", rule("mine"), rule("mine")));
    let report = check(&twice, &[]).exit(2).json();
    let error = &of(&report, "invalid-rule")[0];
    assert!(
        error["message"]
            .as_str()
            .unwrap()
            .contains("two rules are called `mine`")
    );
    assert_eq!(
        (&error["line"], &error["related"][0]["line"]),
        (&9.into(), &4.into())
    );
    for id in ["Mine", "a b", "/a", "a//b", "a-", "ä"] {
        let ran = check(&plan(&format!("{}[service.a]\n", rule(id))), &[]).exit(2);
        assert_eq!(of(&ran.json(), "invalid-id").len(), 1, "{id}\n{ran}");
    }
    // A file that two plans vendor says it once.
    let both =
        Case::plan("[plan]\nname = \"x\"\ninclude = [\"*/rules.toml\"]\n[service.a]\ntier = 4\n");
    let both = both
        .file("a/rules.toml", rule("mine"))
        .file("b/rules.toml", rule("mine"));
    assert_eq!(of(&check(&both, &[]).json(), "mine").len(), 1);
    let broken = plan(
        "[[rule]]\nid = \"mine\"\non = \"servise\"\nwhen = \"true\"\nmessage = \"x\"\n[service.a]\n",
    );
    let ran = check(&broken, &[]).exit(2);
    assert!(ran.stdout.contains("service"), "{ran}");
}

/// Whatever an expression is, the check ends, soon, with an answer or an error.
#[test]
fn no_expression_takes_long_or_breaks_the_stack() {
    let deep = |open: &str, middle: &str, close: &str, many: usize| {
        format!("{}{middle}{}", open.repeat(many), close.repeat(many))
    };
    let doubling = format!("['ab']{}.size() > 0", ".map(s, s + s)".repeat(60));
    let loops = "[1,2,3,4,5,6,7,8,9,10]";
    let nested = format!(
        "{}true{}",
        format!("{loops}.all(x, ").repeat(15),
        ")".repeat(15)
    );
    for when in [
        deep("(", "true", ")", 100_000),
        deep("[", "true", "]", 100_000),
        deep("{1:", "true", "}", 100_000),
        deep("!", "true", "", 100_000),
        deep("-", "1", "", 100_000),
        deep("true ? ", "true", " : false", 100_000),
        deep("true && ", "true", "", 100_000),
        deep("1 + ", "1 == 2", "", 66),
        deep("component.id.", "id", "", 190),
        deep("(", "true", ")", 20),
        deep("!", "true", "", 199),
        "a".repeat(3_000_000),
        doubling,
        nested,
    ] {
        let start = Instant::now();
        let ran = check(&asks("service", &when), &[]);
        assert!(matches!(ran.code, Some(0..=2)), "{}\n{ran}", &when[..60]);
        assert!(start.elapsed() < Duration::from_secs(30), "{}", &when[..60]);
    }
}

/// A loop over all components in four loops over all: 10^12 rounds and more.
#[test]
fn loops_within_loops_are_given_up() {
    let mut services = String::new();
    for at in 0..1_000 {
        services.push_str(&format!("[service.s{at}]\n"));
    }
    let when = "plan.components.all(a, plan.components.all(b, plan.components.all(c, plan.components.all(d, a.id + b.id != c.id + d.id || true))))";
    let case = plan(&format!(
        "[[rule]]\nid = \"mine\"\non = \"service\"\nwhen = \"{when}\"\nmessage = \"x\"\n{services}"
    ));
    let start = Instant::now();
    let ran = check(&case, &["--select", "mine"]).exit(2);
    let all = of(&ran.json(), "costly-rule");
    assert!(
        all[0]["message"]
            .as_str()
            .unwrap()
            .contains("1000000 steps"),
        "{all:?}"
    );
    assert!(start.elapsed() < Duration::from_secs(60));
}

/// Random texts of what CEL is made of: never a panic.
#[test]
fn no_text_makes_the_parser_panic() {
    let parts = [
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "component",
        ".tier",
        ".needs",
        "plan",
        "1",
        "1u",
        "1.5",
        "'x'",
        "\"y\"",
        "r'z'",
        "b'q'",
        "+",
        "-",
        "*",
        "/",
        "%",
        "&&",
        "||",
        "!",
        "?",
        ":",
        ",",
        " in ",
        "has(",
        "size(",
        ".map(x,",
        ".all(x,",
        ".exists_one(z,",
        "==",
        "!=",
        "<",
        ">=",
        "true",
        "null",
        "9223372036854775807",
        "9223372036854775808",
        "0x",
        "1e999",
        "'\\\\x",
        "\\",
        "'''",
        "`",
        ".?",
        "[?",
        "ü",
        "\u{1F600}",
        "\n",
        "//c",
        "seconds(",
        "'4h'",
        "@in",
        "Foo{a:1}",
        "x",
    ];
    let mut seed: u64 = 0x9E37_79B9_7F4A_7C15;
    let mut next = |below: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        usize::try_from(seed % below as u64).unwrap()
    };
    let mut rules = String::new();
    for at in 0..1_500 {
        let text: String = (0..=next(12)).map(|_| parts[next(parts.len())]).collect();
        let quoted = serde_json::to_string(&text).unwrap();
        rules.push_str(&format!(
            "[[rule]]\nid = \"r-{at}\"\non = \"component\"\nwhen = {quoted}\nmessage = \"x\"\n"
        ));
    }
    let case = plan(&format!(
        "{rules}[service.a]\ntier = 1\ndepends_on = [\"b\"]\n[resource.b]\n"
    ));
    let ran = check(&case, &[]).exit(2);
    let report = ran.json();
    let count = of(&report, "invalid-rule").len();
    assert!((1_000..1_500).contains(&count), "{count}");
}

/// Each example of the page finds what its first line says, and nothing else.
#[test]
fn the_page_is_true() {
    let file = repository().join("docs/custom-rules.md");
    let mut page = fs::read_to_string(&file).unwrap();
    let (before, rest) = page.split_once("anew -->\n\n").unwrap();
    let (_, after) = rest.split_once("<!-- end of facts -->").unwrap();
    let facts = jurymast_continuity::lint::fact_tables();
    let written = format!("{before}anew -->\n\n{facts}<!-- end of facts -->{after}");
    if std::env::var_os("JURYMAST_BLESS").is_some_and(|value| value == "1") {
        fs::write(&file, &written).unwrap();
        page.clone_from(&written);
    }
    assert!(page == written, "JURYMAST_BLESS=1 writes the facts anew");
    let mut ran = 0;
    for block in page.split("```toml\n# finds: ").skip(1) {
        let (wanted, rest) = block.split_once('\n').unwrap();
        let toml = rest.split("```").next().unwrap();
        let case = plan(toml);
        let report = check(&case, &["--select", "custom"]);
        let found = report.json();
        let found = found["findings"].as_array().unwrap();
        assert_eq!(found.len(), 1, "{wanted}\n{report}");
        let component = found[0]["component"].as_str().unwrap_or("the plan");
        assert_eq!(component, wanted, "{report}");
        ran += 1;
    }
    assert_eq!(ran, 5);
    // The first block is a rule alone.
    let first = page
        .split("```toml\n")
        .nth(1)
        .unwrap()
        .split("```")
        .next()
        .unwrap();
    check(
        &plan(&format!(
            "{first}[service.a]\ntier = 1\ndepends_on = [\"b\"]\n[resource.b]\n"
        )),
        &["--select", "custom"],
    )
    .exit(1);
}

/// A copy is declared by what it copies, and is told apart from it.
#[test]
fn copies_have_the_tier_of_what_they_copy() {
    let estate = "[service.a]\ndepends_on = [\"db\"]\n[resource.db]\ntier = 1\nkind = \"database\"
        rto = \"1h\"\ndata = \"persistent\"\nbackup = { every = \"1d\" }\nreplicas = 2\n";
    let found = |on: &str, when: &str| {
        let rule = format!(
            "[[rule]]\nid = \"mine\"\non = \"{on}\"\nwhen = \"{when}\"\nmessage = \"found\"\n"
        );
        let report = check(&plan(&format!("{rule}{estate}")), &[]).json();
        let all = of(&report, "mine").into_iter();
        let all = all.map(|one| one["component"].as_str().unwrap().to_owned());
        all.collect::<Vec<_>>()
    };
    let first = "component.tier == 1 && component.sort == 'database' && component.backups == 1 \
        && component.data == 'persistent'";
    assert_eq!(found("component", first), ["db", "db/1", "db/2"]);
    assert_eq!(found("resource", first), ["db"]);
    let copies = format!("{first} && component.copy_of == 'db' && component.rto_s == null");
    assert_eq!(found("component", &copies), ["db/1", "db/2"]);
}

/// A rule that cannot be judged is said so wherever rules are used.
#[test]
fn what_is_wrong_with_an_expression_is_told_by_all_that_use_rules() {
    let wrong = plan(&TEAMS.replace("component.tier", "component.tire")).may_write();
    for arguments in [
        &["rules"][..],
        &["explain", "acme/second-team"],
        &["render", "--out", "site"],
    ] {
        let ran = wrong.run(arguments);
        assert!(ran.stderr.contains("a component has no `tire`"), "{ran}");
        assert!(ran.stderr.contains("jurymast.toml:7:"), "{ran}");
    }
    wrong.run(["rules"]).exit(0).stdout_has("acme/second-team");
    wrong.run(["render", "--out", "site"]).exit(2);
    let sides = wrong.file(
        "old/jurymast.toml",
        "[plan]\nname = \"Acme\"\n[service.cart]\n",
    );
    let ran = sides.run(["diff", "old", "jurymast.toml"]).exit(2);
    ran.stderr_has("jurymast.toml:7:")
        .stderr_has("cannot be judged");
    // Neither what falls nor how a text is laid out hangs on it.
    sides.run(["blast", "cart"]).exit(0);
    sides.run(["fmt", "--check"]);
}
