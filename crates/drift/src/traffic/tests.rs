use jurymast_import::reading::Reading;
use jurymast_terms::files::ReadLimits;

use super::*;

fn read(text: &str) -> (Option<Traffic>, Vec<String>) {
    let mut reading = Reading::new("/", ReadLimits::default());
    let file = reading.take("seen", text.to_owned());
    let traffic = read_traffic(&mut reading, file);
    let problems = reading.problems.iter();
    let problems = problems.map(|one| format!("{}: {}", one.code, one.message));
    (traffic, problems.collect())
}

#[track_caller]
fn good(text: &str) -> Traffic {
    let (traffic, problems) = read(text);
    assert_eq!(problems, Vec::<String>::new());
    traffic.unwrap()
}

/// "a -> b 12/3": calls and failed ones, `?` where the file does not say.
fn calls(traffic: &Traffic) -> Vec<String> {
    let number = |one: Option<f64>| one.map_or("?".to_owned(), |one| one.to_string());
    let calls = traffic.calls.iter().map(|one| {
        let from = one.from.as_ref().map_or("-", SeenName::shown);
        let (to, count) = (one.to.shown(), number(one.calls));
        format!("{from} -> {to} {count}/{}", number(one.errors))
    });
    calls.collect()
}

#[test]
fn jaeger_in_both_of_its_interfaces() {
    let old = good(
        r#"{"data": [{"parent": "web", "child": "cart", "callCount": 12, "source": "spans"}],
            "total": 0, "limit": 0, "offset": 0, "errors": null}"#,
    );
    let new = good(r#"{"dependencies": [{"parent": "web", "child": "cart", "callCount": "12"}]}"#);
    for one in [&old, &new] {
        assert_eq!(calls(one), ["web -> cart 12/?"]);
        assert_eq!(one.counted, CountedBy::Spans);
        assert_eq!(one.window, SeenWindow::default());
        assert!(one.shape.contains("Jaeger"));
    }
}

#[test]
fn zipkin_is_a_bare_list() {
    let traffic = good(
        r#"[{"parent": "web", "child": "cart", "callCount": 40, "errorCount": 2},
            {"parent": "cart", "child": "kafka", "callCount": 0}]"#,
    );
    assert_eq!(calls(&traffic), ["web -> cart 40/2"]);
    assert_eq!(traffic.counts.empty, 1);
}

#[test]
fn service_graph_metrics_as_text() {
    let traffic = good(
        "# TYPE traces_service_graph_request_total counter\n\
         traces_service_graph_request_total{client=\"web\",server=\"cart\",connection_type=\"\",failed=\"false\"} 90\n\
         traces_service_graph_request_total{client=\"web\",server=\"cart\",connection_type=\"\",failed=\"true\"} 10 1793491200000\n\
         shop_traces_service_graph_request_failed_total{client=\"web\",server=\"cart\",failed=\"true\"} 10\n\
         traces_service_graph_request_total{client=\"user\",server=\"web\"} 1e3\n\
         traces_service_graph_request_total{client=\"cart\",server=\"pay \\\"x\\\"\",connection_type=\"messaging_system\"} 5\n\
         go_goroutines 12\n",
    );
    assert_eq!(
        calls(&traffic),
        [
            "web -> cart 100/10",
            "- -> web 1000/0",
            "cart -> pay \"x\" 5/0"
        ]
    );
    assert!(traffic.calls[2].by_messages);
    assert_eq!(traffic.counts.other, 1);
    assert_eq!(traffic.window.from, None, "a scrape has no beginning");
}

#[test]
fn service_graph_metrics_over_time() {
    let traffic = good(
        r#"{"status": "success", "data": {"resultType": "matrix", "result": [
            {"metric": {"__name__": "traces_service_graph_request_total", "client": "web", "server": "cart"},
             "values": [[1793491200, "100"], [1793491260, "160"], [1793491320, "40"]]}]}}"#,
    );
    // A counter that fell began anew.
    assert_eq!(calls(&traffic), ["web -> cart 100/0"]);
    assert_eq!(traffic.calls[0].per_minute, Some(60.0));
    assert_eq!(traffic.minutes(), Some(2.0));
    assert_eq!(traffic.calls[0].steps.len(), 2);
}

#[test]
fn an_expression_without_a_name_is_taken_by_its_labels() {
    let traffic = good(
        r#"{"status": "success", "data": {"resultType": "vector", "result": [
            {"metric": {"client": "web", "server": "cart"}, "value": [1793491200.5, "0.25"]},
            {"metric": {"client": "web", "server": "stock"}, "value": [1793491200.5, "0"]}]}}"#,
    );
    assert_eq!(calls(&traffic), ["web -> cart 0.25/?"]);
    assert_eq!(traffic.window.from, None);
    assert!(traffic.window.to.is_some());
}

#[test]
fn istio_counts_one_end_only() {
    let row = |reporter: &str, code: &str, count: u32| {
        format!(
            "istio_requests_total{{reporter=\"{reporter}\",source_workload=\"web-v1\",source_app=\"web\",\
             destination_workload=\"cart-v2\",destination_service_name=\"cart\",response_code=\"{code}\"}} {count}\n"
        )
    };
    for order in [["destination", "source"], ["source", "destination"]] {
        let text: String = order
            .iter()
            .map(|reporter| row(reporter, "200", 80) + &row(reporter, "503", 20))
            .collect();
        let traffic = good(&text);
        assert_eq!(calls(&traffic), ["web-v1 -> cart 100/20"]);
        assert_eq!(traffic.counted, CountedBy::Calls);
        let forms: Vec<&str> = traffic.calls[0].to.forms().collect();
        assert_eq!(forms, ["cart", "cart-v2"]);
    }
    let lone = good(&row("destination", "200", 7));
    assert_eq!(calls(&lone), ["web-v1 -> cart 7/0"]);
}

#[test]
fn gen_ai_clients_name_both_models() {
    for name in [
        "gen_ai_client_operation_duration_seconds_count",
        "gen_ai_client_inference_duration_seconds_count",
    ] {
        let traffic = good(&format!(
            "{name}{{gen_ai_system=\"openai\",gen_ai_request_model=\"a\",gen_ai_response_model=\"b\",job=\"chat\"}} 4\n"
        ));
        let call = &traffic.models[0];
        assert_eq!(
            (call.asked.as_str(), call.answered.as_deref()),
            ("a", Some("b"))
        );
        assert_eq!(call.provider.as_deref(), Some("openai"));
    }
}

#[test]
fn kiali_hands_on_from_services_to_workloads() {
    let traffic = good(
        r#"{"timestamp": 1793491200, "duration": 600, "graphType": "workload", "elements": {
            "nodes": [
              {"data": {"id": "1", "nodeType": "workload", "namespace": "shop", "workload": "web-v1", "app": "web"}},
              {"data": {"id": "2", "nodeType": "service", "namespace": "shop", "service": "cart"}},
              {"data": {"id": "3", "nodeType": "workload", "namespace": "shop", "workload": "basket-v1", "app": "basket"}},
              {"data": {"id": "4", "nodeType": "unknown", "workload": "unknown", "app": "unknown"}}],
            "edges": [
              {"data": {"id": "a", "source": "1", "target": "2", "traffic": {"protocol": "http", "rates": {"http": "2.00", "httpPercentErr": "25.0"}}}},
              {"data": {"id": "b", "source": "2", "target": "3", "traffic": {"protocol": "http", "rates": {"http": "2.00"}}}},
              {"data": {"id": "c", "source": "4", "target": "1", "traffic": {"protocol": "http", "rates": {"http": "5.00"}}}},
              {"data": {"id": "d", "source": "3", "target": "1", "traffic": {"protocol": "tcp", "rates": {"tcp": "900"}}}}]}}"#,
    );
    assert_eq!(
        calls(&traffic),
        [
            "web -> cart 1200/300",
            "- -> web 3000/0",
            "basket -> web ?/?"
        ]
    );
    assert_eq!(traffic.calls[0].per_minute, Some(120.0));
    assert!(traffic.calls[0].to.forms().any(|form| form == "basket"));
    assert_eq!(traffic.minutes(), Some(10.0));
}

#[test]
fn x_ray_has_a_window_and_clients() {
    let text = r#"{"StartTime": "2026-11-01T00:00:00+00:00", "EndTime": 1793494800.0, "NextToken": "x", "Services": [
        {"ReferenceId": 0, "Name": "web", "Names": ["web"], "Root": true, "Type": "AWS::ECS::Container", "Edges": [
          {"ReferenceId": 1, "SummaryStatistics": {"OkCount": 90, "TotalCount": 120,
            "ErrorStatistics": {"ThrottleCount": 4, "OtherCount": 6, "TotalCount": 10},
            "FaultStatistics": {"OtherCount": 20, "TotalCount": 20}}}]},
        {"ReferenceId": 1, "Name": "api.openai.com", "Names": ["api.openai.com"], "Type": "remote", "Edges": []},
        {"ReferenceId": 2, "Name": "web", "Type": "client", "Edges": [{"ReferenceId": 0}]}]}"#;
    let (traffic, problems) = read(text);
    let traffic = traffic.unwrap();
    assert_eq!(
        calls(&traffic),
        ["web -> api.openai.com 120/24", "- -> web ?/?"]
    );
    assert!(
        traffic.is_cut && problems[0].starts_with("cut-short"),
        "{problems:?}"
    );
    assert_eq!(traffic.calls[0].per_minute, Some(2.0));
}

#[test]
fn resilience_hub_lists_names_without_counts() {
    let traffic = good(
        r#"{"dependencySummaries": [
            {"serviceArn": "arn:aws:resiliencehub:eu-west-1:123456789012:service/checkout",
             "dependencyName": "Stripe", "dnsName": "api.stripe.com", "criticality": "HARD",
             "queryRange": {"startTime": 1793491200, "endTime": 1793494800}},
            {"serviceArn": "arn:aws:resiliencehub:eu-west-1:123456789012:service/checkout",
             "dependencyName": "mail.example", "criticality": "UNKNOWN",
             "queryRange": {"startTime": 1793487600, "endTime": 1793491200}}]}"#,
    );
    assert_eq!(
        calls(&traffic),
        ["checkout -> Stripe ?/?", "checkout -> mail.example ?/?"]
    );
    assert_eq!(traffic.calls[0].is_hard, Some(true));
    assert_eq!(traffic.calls[1].is_hard, None);
    assert_eq!(traffic.minutes(), Some(120.0));
    assert_eq!(traffic.counted, CountedBy::LookUps);
}

#[test]
fn what_is_wrong_is_said_and_nothing_is_guessed() {
    let refused = |text: &str, code: &str, words: &str| {
        let (traffic, problems) = read(text);
        assert!(traffic.is_none(), "{text}: {traffic:?}");
        assert!(
            problems[0].starts_with(code) && problems[0].contains(words),
            "{problems:?}"
        );
    };
    refused("", "unknown-traffic", "empty");
    refused("   \n", "unknown-traffic", "empty");
    refused(
        "{\"data\": [{\"parent\": \"a\", \"chi",
        "unreadable",
        "no JSON",
    );
    refused(
        "{\"nodes\": [], \"links\": []}",
        "unknown-traffic",
        "`nodes` and `links`",
    );
    refused("[1, 2]", "unknown-traffic", "list");
    refused("\"text\"", "unknown-traffic", "no file that tells");
    refused(
        "name: compose\nservices: {}\n",
        "unknown-traffic",
        "no file that tells",
    );
    refused(
        "\u{0}\u{1}\u{2}\u{0}",
        "unknown-traffic",
        "no file that tells",
    );
    refused("up 1\n", "unknown-traffic", "such as `up`");
    refused(
        "{\"status\": \"success\", \"data\": {\"resultType\": \"scalar\", \"result\": [1, \"2\"]}}",
        "unknown-traffic",
        "`scalar`",
    );
    refused(
        "{\"status\": \"success\", \"data\": {\"resultType\": \"vector\", \"result\": []}}",
        "unknown-traffic",
        "no series",
    );
    refused(
        "{\"status\": \"error\", \"errorType\": \"bad_data\"}",
        "unknown-traffic",
        "`status`",
    );
}

#[test]
fn wrong_counts_and_series_that_stand_twice_are_not_counted() {
    let total = "traces_service_graph_request_total";
    let (traffic, problems) = read(&format!(
        "{total}{{client=\"a\",server=\"b\"}} 4\n{total}{{server=\"b\",client=\"a\"}} 5\n\
         {total}{{client=\"a\",server=\"c\"}} NaN\n{total}{{client=\"a\",server=\"d\"}} -3\n\
         {total}{{client=\"a\",server=\"e\"}} +Inf\nthis is no sample {{\n\
         {total}{{client=\"a\",server=\"f\"}} 0\n"
    ));
    assert_eq!(calls(&traffic.unwrap()), ["a -> b 4/0"]);
    let codes: Vec<&str> = problems
        .iter()
        .map(|one| one.split_once(':').unwrap().0)
        .collect();
    assert_eq!(
        codes,
        [
            "unreadable",
            "duplicate-series",
            "wrong-count",
            "wrong-count",
            "wrong-count"
        ]
    );
    let (traffic, problems) = read(r#"[{"parent": "a", "child": "b", "callCount": -1}]"#);
    assert_eq!(calls(&traffic.unwrap()), ["a -> b ?/?"]);
    assert!(problems[0].starts_with("wrong-count"));
    let (traffic, problems) = read("[]");
    assert!(traffic.is_some() && problems[0].starts_with("no-calls"));
}

/// A `user` is whoever calls from outside, unless it is a service that calls others.
#[test]
fn a_service_may_be_called_user() {
    let row = |kind: &str| {
        format!(
            "traces_service_graph_request_total{{client=\"user\",server=\"web\",connection_type=\"{kind}\"}} 2\n"
        )
    };
    assert_eq!(calls(&good(&row("virtual_node"))), ["- -> web 2/0"]);
    assert_eq!(calls(&good(&row("database"))), ["user -> web 2/0"]);
}

/// Whatever is cut off or changed: nothing panics, and a JSON text that was cut short is
/// never taken for a whole one.
#[test]
fn broken_texts_are_read_without_panic() {
    let query = r#"{"data": {"resultType": "matrix", "result": [{"metric": {"client": "a", "server": "b"}, "values": [[1793491200, "1"], [1793491260, "2"]]}]}}"#;
    let jaeger = r#"{"data": [{"parent": "a", "child": "b\u00e9", "callCount": 1}]}"#;
    let prom = "istio_requests_total{source_app=\"a\",destination_app=\"b\\\"\",response_code=\"503\"} 1 # {x=\"y\"} 1\n";
    for text in [query, jaeger, prom] {
        assert!(read(text).0.is_some(), "{text}");
        for at in (1..text.len()).filter(|at| text.is_char_boundary(*at)) {
            let (traffic, problems) = read(&text[..at]);
            assert!(!text.starts_with('{') || (traffic.is_none() && !problems.is_empty()));
            for letter in ["\u{0}", "}", "\"", "é", "[", "{"] {
                read(&format!("{}{letter}{}", &text[..at], &text[at..]));
            }
        }
    }
}
