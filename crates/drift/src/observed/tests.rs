use jurymast_import::reading::Reading;
use jurymast_plan::language;
use jurymast_terms::files::ReadLimits;

use crate::{Drift, Traffic, drift, read_traffic};

struct Observed {
    drift: Drift,
    traffic: Vec<Traffic>,
}

fn observe(plan: &str, files: &[&str]) -> Observed {
    let text = format!("[plan]\nname = \"Shop\"\n{plan}");
    let loaded = language::reread([("jurymast.toml".to_owned(), text.clone())]);
    assert_eq!(loaded.problems, []);
    let mut reading = Reading::new("/", ReadLimits::default());
    reading.take("jurymast.toml", text);
    let mut traffic = Vec::new();
    for (at, text) in files.iter().enumerate() {
        let file = reading.take(&format!("{at}.json"), (*text).to_owned());
        traffic.extend(read_traffic(&mut reading, file));
    }
    assert_eq!(reading.problems, []);
    assert_eq!(traffic.len(), files.len());
    Observed {
        drift: drift(&loaded.plan, None, &traffic, &reading.sources),
        traffic,
    }
}

impl Observed {
    /// "rule component detail"
    fn found(&self) -> Vec<String> {
        let found = self.drift.findings.iter().map(|one| {
            let component = one.component.as_deref().unwrap_or("-");
            format!(
                "{} {} {} {component} {}",
                one.severity, one.code, "of", one.detail
            )
        });
        found.collect()
    }

    fn codes(&self) -> Vec<&str> {
        self.drift.findings.iter().map(|one| one.code).collect()
    }
}

fn jaeger(calls: &[(&str, &str, u32)]) -> String {
    let calls = calls.iter().map(|(parent, child, count)| {
        format!("{{\"parent\": \"{parent}\", \"child\": \"{child}\", \"callCount\": {count}}}")
    });
    format!("{{\"data\": [{}]}}", calls.collect::<Vec<_>>().join(","))
}

/// A range of counters, a sample a minute: what each counted in each minute.
fn range(series: &[(&str, &str, bool, &[u32])]) -> String {
    let series = series.iter().map(|(client, server, failed, counts)| {
        let name = if *failed { "_failed" } else { "" };
        let mut sum = 0;
        let mut values = vec!["[1793491200, \"0\"]".to_owned()];
        for (at, count) in counts.iter().enumerate() {
            sum += count;
            values.push(format!("[{}, \"{sum}\"]", 1_793_491_260 + 60 * at));
        }
        format!(
            "{{\"metric\": {{\"__name__\": \"traces_service_graph_request{name}_total\", \
             \"client\": \"{client}\", \"server\": \"{server}\"}}, \"values\": [{}]}}",
            values.join(",")
        )
    });
    let series: Vec<String> = series.collect();
    format!(
        "{{\"data\": {{\"resultType\": \"matrix\", \"result\": [{}]}}}}",
        series.join(",")
    )
}

const SHOP: &str = "[service.web]\ndepends_on = [\"cart\"]\n[service.cart]\ndepends_on = [\"db\"]\n\
                    [resource.db]\n[service.stock]\n";

#[test]
fn what_agrees_is_no_finding() {
    let seen = observe(
        SHOP,
        &[&jaeger(&[
            ("web", "cart", 9),
            ("cart", "db", 4),
            ("web", "web", 3),
        ])],
    );
    assert_eq!(seen.found(), Vec::<String>::new());
    let coverage = seen.drift.coverage;
    assert_eq!(
        (coverage.seen, coverage.unseen, coverage.unknown),
        (2, 0, 0)
    );
}

#[test]
fn what_was_seen_and_is_not_said_weighs_by_its_share() {
    let text = jaeger(&[
        ("web", "cart", 990),
        ("web", "stock", 10),
        ("web", "ads", 1),
        ("cart", "db", 5_000),
        ("cart", "stock", 5),
        ("reports", "db", 70),
        ("reports", "warehouse", 70),
    ]);
    let seen = observe(SHOP, &[&text]);
    assert_eq!(
        seen.found(),
        [
            "warning undeclared-edge of web ads",
            "warning undeclared-edge of web stock",
            "warning undeclared-edge of cart stock",
            "info undeclared-edge of db from reports"
        ]
    );
    assert_eq!(seen.drift.coverage.strangers, 1);
    let names: Vec<&str> = seen
        .drift
        .unknown
        .iter()
        .map(|one| one.name.as_str())
        .collect();
    assert_eq!(names, ["ads", "reports", "warehouse"]);
    let shares = observe(
        SHOP,
        &[&jaeger(&[("web", "cart", 75), ("web", "stock", 25)])],
    );
    let finding = &shares.drift.findings[0];
    assert!(
        finding.message.ends_with(": 25% of its calls"),
        "{}",
        finding.message
    );
    assert_eq!(
        finding.severity,
        jurymast_terms::vocabulary::Severity::Error
    );
}

#[test]
fn what_was_not_seen_is_information_and_only_of_callers_that_were() {
    let plan = "[service.web]\ndepends_on = [\"cart\", \"db\", { on = \"ads\", needed = \"start\" }, \
                { any_of = [\"a\", \"b\"] }, { on = \"stock\", fallback = [\"cart\"] }]\n\
                [service.cart]\ndepends_on = [\"db\"]\n[resource.db]\n[service.ads]\n[service.a]\n\
                [service.b]\n[service.stock]\n";
    let seen = observe(
        plan,
        &[&jaeger(&[
            ("web", "a", 1),
            ("web", "stock", 1),
            ("cart", "db", 1),
        ])],
    );
    assert_eq!(
        seen.found(),
        ["info unseen-edge of web cart", "info unseen-edge of web db"]
    );
    let coverage = seen.drift.coverage;
    assert_eq!(
        (coverage.seen, coverage.unseen, coverage.fallbacks_unseen),
        (3, 2, 1)
    );
    let notes = &seen.drift.findings[0].notes;
    assert!(
        notes.iter().any(|note| note.contains("not proven")),
        "{notes:?}"
    );
    // What no file shows at all is told once.
    let seen = observe(plan, &[&jaeger(&[("web", "a", 1), ("web", "stock", 1)])]);
    assert_eq!(
        seen.found(),
        ["info unseen-edge of cart ", "info unseen-edge of db "]
    );
    assert_eq!(seen.drift.coverage.unknown, 1);
}

#[test]
fn calls_the_other_way_are_told_once() {
    let seen = observe(
        SHOP,
        &[&jaeger(&[
            ("cart", "web", 3),
            ("cart", "db", 3_000),
            ("web", "stock", 1),
        ])],
    );
    assert_eq!(
        seen.found(),
        [
            "error undeclared-edge of web stock",
            "warning reversed-edge of cart web"
        ]
    );
}

const CHAT: &str = "[service.chat]\ndepends_on = [{ on = \"big\", fallback = [{ to = \"small\", \
                    switch = \"automatic\" }, \"rules\"] }]\n\
                    [ai.big]\nprovider = \"openai\"\nmodel = \"gpt-5.2\"\nvia = \"gateway\"\n\
                    [ai.small]\nprovider = \"mistral\"\nmodel = \"mistral-large-4\"\nvia = \"gateway\"\n\
                    [service.gateway]\n[service.rules]\n";

#[test]
fn calls_through_a_gateway_are_those_of_the_plan() {
    let through = [("chat", "gateway", 9), ("gateway", "api.openai.com", 9)];
    let seen = observe(CHAT, &[&jaeger(&through)]);
    assert_eq!(seen.found(), Vec::<String>::new());
    let past = observe(
        CHAT,
        &[&jaeger(&[("chat", "https://api.openai.com/v1", 9)])],
    );
    let finding = &past.drift.findings[0];
    assert_eq!(finding.code, "undeclared-edge");
    assert!(
        finding.notes[0].contains("goes past it"),
        "{:?}",
        finding.notes
    );
}

#[test]
fn a_proxy_or_a_queue_that_nobody_traces_stands_between() {
    let plan = "[service.web]\ndepends_on = [\"proxy\", \"jobs\"]\n[resource.proxy]\n\
                depends_on = [\"cart\"]\n[service.cart]\n[resource.jobs]\n[service.worker]\n\
                depends_on = [\"jobs\"]\n";
    let seen = observe(plan, &[&jaeger(&[("web", "cart", 5)])]);
    assert_eq!(seen.found(), ["info unseen-edge of jobs "]);
    let messages = "traces_service_graph_request_total{client=\"web\",server=\"worker\",\
                    connection_type=\"messaging_system\"} 4\n";
    let seen = observe(plan, &[messages]);
    assert!(
        !seen.codes().contains(&"undeclared-edge"),
        "{:?}",
        seen.found()
    );
    let calls = messages.replace("messaging_system", "");
    assert!(
        observe(plan, &[&calls])
            .codes()
            .contains(&"undeclared-edge")
    );
    // A queue by its kind stands between, whatever the file knows of messages.
    let queue = plan.replace(
        "[resource.jobs]",
        "[resource.jobs]\nkind = \"message queue\"",
    );
    let seen = observe(&queue, &[&calls]);
    assert_eq!(seen.found(), ["info unseen-edge of proxy "]);
}

#[test]
fn a_fallback_in_use_is_evidence_and_no_finding() {
    let seen = observe(
        CHAT,
        &[&jaeger(&[("chat", "gateway", 9), ("chat", "rules", 2)])],
    );
    assert_eq!(seen.found(), Vec::<String>::new());
    let in_use = &seen.drift.in_use;
    assert_eq!(in_use.len(), 1);
    assert_eq!(in_use[0].fallback, "rules");
    assert_eq!(
        (in_use[0].calls, in_use[0].caller.as_deref()),
        (Some(2.0), Some("chat"))
    );
    // The gateway answers for the first choice too: that it was called says nothing.
    assert!(
        observe(CHAT, &[&jaeger(&[("chat", "gateway", 9)])])
            .drift
            .in_use
            .is_empty()
    );
}

fn answers(pairs: &[(&str, &str, u32)]) -> String {
    let rows = pairs.iter().map(|(asked, answered, count)| {
        format!(
            "gen_ai_client_operation_duration_seconds_count{{gen_ai_request_model=\"{asked}\",\
             gen_ai_response_model=\"{answered}\"}} {count}\n"
        )
    });
    rows.collect()
}

#[test]
fn models_that_answer_for_others_are_fallbacks_or_substitutes() {
    let text = answers(&[
        ("gpt-5.2", "gpt-5.2-2026-02-11", 80),
        ("gpt-5.2", "gpt-4.1-mini", 20),
        ("big", "mistral-large-4", 3),
        ("big", "gpt-5.2", 3),
        ("grok-9", "grok-9", 1),
    ]);
    let seen = observe(CHAT, &[&text]);
    assert_eq!(
        seen.found(),
        [
            "warning undeclared-component of - grok-9",
            "warning other-model-answers of big gpt-5.2 gpt-4.1-mini"
        ]
    );
    assert!(seen.drift.findings[1].message.contains("20% of the calls"));
    assert_eq!(seen.drift.in_use.len(), 1);
    assert_eq!(seen.drift.in_use[0].fallback, "small");
}

const SOFT: &str =
    "[service.web]\ndepends_on = [{ on = \"ads\", mode = \"soft\" }]\n[service.ads]\n";

#[test]
fn soft_is_doubted_only_where_the_file_shows_it() {
    let calls: &[u32] = &[50; 6];
    let of = |ads: &[u32], web: &[u32]| {
        let text = range(&[
            ("user", "web", false, calls),
            ("user", "web", true, web),
            ("web", "ads", false, calls),
            ("web", "ads", true, ads),
        ]);
        observe(SOFT, &[&text]).codes() == ["hard-called-soft"]
    };
    assert!(of(&[0, 9, 9, 0, 9, 0], &[0, 9, 9, 0, 9, 0]));
    assert!(of(&[0, 9, 0, 9, 0, 9], &[0, 9, 0, 9, 0, 9]));
    assert!(
        !of(&[0, 9, 9, 0, 0, 0], &[0, 9, 9, 0, 0, 0]),
        "twice is not often"
    );
    assert!(
        !of(&[9, 0, 9, 0, 9, 0], &[9, 0, 0, 0, 9, 0]),
        "once it went well"
    );
    assert!(
        !of(&[0, 9, 9, 0, 9, 0], &[5, 9, 9, 5, 9, 5]),
        "it fails anyway"
    );
    assert!(!of(&[0, 9, 9, 0, 9, 0], &[0; 6]));
    // Sums show nothing of what followed what.
    let sums = "[{\"parent\": \"web\", \"child\": \"ads\", \"callCount\": 9, \"errorCount\": 9}]";
    assert_eq!(observe(SOFT, &[sums]).found(), Vec::<String>::new());
    let rated = r#"{"dependencySummaries": [{"serviceArn": "arn:aws:x:y:z:service/web",
                    "dependencyName": "ads", "criticality": "HARD"}]}"#;
    assert_eq!(observe(SOFT, &[rated]).codes(), ["hard-called-soft"]);
}

#[test]
fn peaks_stand_beside_limits_and_demands() {
    let plan = "[service.web]\ndepends_on = [{ on = \"cart\", demand = { rpm = 80 } }]\n\
                [service.app]\ndepends_on = [\"cart\"]\n[service.cart]\nlimit = { rpm = 150 }\n";
    let text = range(&[
        ("web", "cart", false, &[10, 90, 20]),
        ("app", "cart", false, &[10, 70, 20]),
    ]);
    let seen = observe(plan, &[&text]);
    assert_eq!(
        seen.found(),
        [
            "warning peak-above-demand of web cart",
            "warning peak-above-limit of cart "
        ]
    );
    assert_eq!(seen.drift.peaks[0].peak, 160.0);
    // A counter that was read once says nothing of any minute.
    let scrape = "traces_service_graph_request_total{client=\"web\",server=\"cart\"} 90000\n";
    let seen = observe(plan, &[scrape]);
    assert!(seen.drift.peaks.is_empty() && seen.found().is_empty());
}

#[test]
fn several_files_are_one_view_whatever_their_order() {
    let one = jaeger(&[("web", "cart", 9), ("web", "stock", 1)]);
    let other = "[{\"parent\": \"cart\", \"child\": \"db\", \"callCount\": 9}, \
                  {\"parent\": \"web\", \"child\": \"stock\", \"callCount\": 1}]";
    let seen = observe(SHOP, &[&one, other]);
    assert_eq!(seen.found(), ["error undeclared-edge of web stock"]);
    assert_eq!(seen.drift.findings[0].related.len(), 2);
    assert_eq!(seen.traffic.len(), 2);
    let turned = observe(SHOP, &[other, &one]);
    assert_eq!(seen.found(), turned.found());
}

#[test]
fn likeness_is_said_and_several_are_none() {
    let plan = "[service.web]\ndepends_on = [\"mail-service\", \"mail-server\"]\n\
                [service.mail-service]\n[service.mail-server]\n";
    let seen = observe(plan, &[&jaeger(&[("shop/web", "mail", 2)])]);
    assert_eq!(seen.drift.like[0].component, "web");
    assert_eq!(seen.drift.unknown[0].like, ["mail-service", "mail-server"]);
    assert_eq!(
        seen.codes(),
        ["undeclared-edge", "unseen-edge", "unseen-edge"]
    );
}

/// Calls of models: who calls, what was asked, what answered, how often.
fn called(calls: &[(&str, &str, &str, u32)]) -> String {
    let rows = calls.iter().map(|(caller, asked, answered, count)| {
        format!(
            "gen_ai_client_operation_duration_seconds_count{{service_name=\"{caller}\",\
             gen_ai_request_model=\"{asked}\",gen_ai_response_model=\"{answered}\"}} {count}\n"
        )
    });
    rows.collect()
}

const ASKING: &str = "[service.web]\ndepends_on = [\"db\", { on = \"big\", fallback = [{ to = \"small\" }] }]\n\
                      [service.app]\n[resource.db]\n\
                      [ai.big]\nprovider = \"openai\"\nmodel = \"gpt-5.2\"\n\
                      [ai.small]\nprovider = \"anthropic\"\nmodel = \"claude-sonnet-5\"\n";

#[test]
fn calls_of_models_are_held_against_who_needs_them() {
    let of = |calls: &[(&str, &str, &str, u32)]| observe(ASKING, &[&called(calls)]);
    let counts = |seen: &Observed| {
        let one = seen.drift.coverage;
        (one.seen, one.unseen, one.unknown, one.fallbacks_unseen)
    };
    let users = |seen: &Observed| -> Vec<(Option<String>, String)> {
        let all = seen.drift.in_use.iter();
        all.map(|one| (one.caller.clone(), one.fallback.clone()))
            .collect()
    };
    let web = || Some("web".to_owned());
    // Who counts calls of models knows nothing of the database.
    let first = of(&[("web", "gpt-5.2", "gpt-5.2", 100)]);
    assert_eq!(first.found(), Vec::<String>::new());
    assert_eq!((counts(&first), users(&first)), ((1, 0, 1, 1), vec![]));
    let fallback = of(&[("web", "claude-sonnet-5", "claude-sonnet-5", 100)]);
    assert_eq!(users(&fallback), [(web(), "small".to_owned())]);
    assert_eq!(counts(&fallback), (0, 1, 1, 0));
    let stood_in = of(&[("web", "gpt-5.2", "claude-sonnet-5", 100)]);
    assert_eq!(stood_in.found(), Vec::<String>::new());
    assert_eq!(users(&stood_in), [(web(), "small".to_owned())]);
    assert_eq!(counts(&stood_in), (1, 0, 1, 0));
    // A name that the plan does not have, and none at all.
    for caller in ["somebody", ""] {
        let seen = of(&[(caller, "gpt-5.2", "claude-sonnet-5", 100)]);
        assert_eq!(seen.drift.in_use.len(), 1, "{caller}");
        assert_eq!(counts(&seen), (0, 0, 2, 0), "{caller}");
    }
    let strange = of(&[
        ("web", "gpt-5.2", "gpt-5.2", 60),
        ("web", "gpt-4.1", "gpt-4.1", 40),
        ("app", "gpt-5.2", "gpt-5.2", 1),
    ]);
    assert_eq!(
        strange.found(),
        [
            "error undeclared-edge of web gpt-4.1",
            "error undeclared-edge of app big"
        ]
    );
    let message = &strange.drift.findings[0].message;
    assert!(message.ends_with("40% of its calls of models"), "{message}");
}

#[test]
fn copies_count_as_their_whole() {
    let plan = SHOP.replace("[service.web]\n", "[service.web]\nreplicas = 3\n");
    for text in [
        jaeger(&[("web", "cart", 9), ("web", "stock", 9)]),
        jaeger(&[("web/1", "cart", 9), ("web/2", "stock", 9)]),
    ] {
        let seen = observe(&plan, &[&text]);
        assert_eq!(seen.found(), ["error undeclared-edge of web stock"]);
        let coverage = seen.drift.coverage;
        assert_eq!((coverage.seen, coverage.unseen), (1, 0));
    }
}

#[test]
fn what_is_called_the_other_way_round_is_no_less_for_it() {
    let of = |back: u32| {
        let text = jaeger(&[("cart", "web", back), ("cart", "db", 1_000)]);
        observe(SHOP, &[&text]).found()
    };
    assert_eq!(of(1), ["warning reversed-edge of cart web"]);
    assert_eq!(of(100), ["error undeclared-edge of cart web"]);
}

#[test]
fn a_file_of_other_names_is_no_silence() {
    let strange = jaeger(&[("shop-window", "till", 9)]);
    let alone = observe(SHOP, &[&strange]).drift.strange;
    assert_eq!(alone.len(), 1);
    assert_eq!(
        alone[0].severity,
        jurymast_terms::diagnostic::Severity::Error
    );
    assert!(alone[0].message.contains("`shop-window` or `till`"));
    let beside = observe(SHOP, &[&strange, &jaeger(&[("web", "cart", 9)])])
        .drift
        .strange;
    assert_eq!(beside.len(), 1);
    assert_eq!(
        beside[0].severity,
        jurymast_terms::diagnostic::Severity::Warning
    );
    assert!(
        observe(SHOP, &[&jaeger(&[("web", "till", 9)])])
            .drift
            .strange
            .is_empty()
    );
}

#[test]
fn an_average_is_no_peak() {
    let plan = "[service.web]\ndepends_on = [\"cart\"]\n[service.cart]\nlimit = { rpm = 150 }\n";
    let graph = "{\"StartTime\": 1793491200, \"EndTime\": 1793494800, \"Services\": [\
                 {\"ReferenceId\": 0, \"Name\": \"web\", \"Edges\": [{\"ReferenceId\": 1, \
                 \"SummaryStatistics\": {\"TotalCount\": 96}}]}, \
                 {\"ReferenceId\": 1, \"Name\": \"cart\", \"Edges\": []}]}";
    let words = |text: &str| observe(plan, &[text]).drift.peaks[0].words();
    assert_eq!(words(graph), "1.6 on average over 1h");
    assert_eq!(
        words(&range(&[("web", "cart", false, &[10, 90])])),
        "90 at most"
    );
}
