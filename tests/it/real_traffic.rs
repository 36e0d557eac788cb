//! `drift` beside calls that really went: small processes on loopback call each other, a real
//! Prometheus scrapes what they count, and its answers to queries are what is compared. The
//! program is taken from `JURYMAST_PROMETHEUS`, else from the path; where there is none the test
//! says so and passes.

use std::ffi::OsString;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::driver::{Case, repository};

/// Ends with the test, however that ends.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn prometheus() -> Option<OsString> {
    let program = std::env::var_os("JURYMAST_PROMETHEUS").unwrap_or_else(|| "prometheus".into());
    let ran = Command::new(&program).arg("--version").output();
    ran.is_ok_and(|ran| ran.status.success()).then_some(program)
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

fn start(command: &mut Command) -> Running {
    let quiet = command.stdout(Stdio::null()).stderr(Stdio::null());
    Running(quiet.spawn().unwrap())
}

/// The body of an answer; `None` where nobody answers yet.
fn get(port: u16, path: &str) -> Option<String> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    stream
        .set_read_timeout(Some(Duration::from_secs(10)))
        .ok()?;
    let request = format!("GET {path} HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n");
    stream.write_all(request.as_bytes()).ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    let (_, body) = answer.split_once("\r\n\r\n")?;
    Some(body.to_owned())
}

/// Asks until an answer is as it should be.
fn until(port: u16, path: &str, is_it: impl Fn(&str) -> bool) -> String {
    let started = Instant::now();
    loop {
        let answer = get(port, path);
        if let Some(answer) = answer.filter(|answer| is_it(answer)) {
            return answer;
        }
        assert!(
            started.elapsed() < Duration::from_secs(60),
            "no answer to {path}"
        );
        std::thread::sleep(Duration::from_millis(100));
    }
}

#[test]
fn what_really_flowed_is_compared_with_the_plan() {
    let Some(prometheus) = prometheus() else {
        println!("left out: no prometheus here");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let script = repository().join("tests/it/traffic_service.py");
    let service = |name: &str, port: u16, more: &[String]| {
        start(
            Command::new("python3")
                .arg(&script)
                .arg(name)
                .arg(port.to_string())
                .args(more),
        )
    };
    let [web, orders, mail, monitor] = [(); 4].map(|()| free_port());
    let _orders = service("orders", orders, &[]);
    let _mail = service("mail", mail, &["fails".to_owned()]);
    let callees = [format!("orders={orders}"), format!("mail={mail}")];
    let _web = service("web", web, &callees);
    let config = format!(
        "global: {{scrape_interval: 200ms, scrape_timeout: 200ms}}\nscrape_configs:\n  - job_name: all\n    static_configs: [{{targets: ['127.0.0.1:{web}', '127.0.0.1:{orders}', '127.0.0.1:{mail}']}}]\n"
    );
    std::fs::write(folder.path().join("prometheus.yml"), config).unwrap();
    let _monitor = start(Command::new(prometheus).current_dir(folder.path()).args([
        "--config.file=prometheus.yml".to_owned(),
        "--storage.tsdb.path=data".to_owned(),
        format!("--web.listen-address=127.0.0.1:{monitor}"),
    ]));
    until(orders, "/metrics", |_| true);
    until(mail, "/metrics", |_| true);
    until(web, "/metrics", |_| true);
    for _ in 0..20 {
        assert!(get(web, "/call").is_some());
    }
    // As docs/drift.md says how to ask: {__name__=~"traces_service_graph_request(_failed)?_total"}
    let query = "/api/v1/query?query=%7B__name__%3D~%22traces_service_graph_request(_failed)%3F_total%22%7D";
    let answer = until(monitor, query, |answer| {
        answer.matches("\"20\"").count() == 3
    });
    let plan = "[plan]\nname = \"Shop\"\n[service.web]\ndepends_on = [{ on = \"orders\" }, { on = \"stock\" }]\n[service.orders]\n[service.mail]\n[service.stock]\n";
    let case = Case::plan(plan).file("calls.json", &answer);
    let ran = case.run(["drift", "--observed", "calls.json", "--format", "json"]);
    let json = ran.exit(1).json();
    let found = json["findings"].as_array().unwrap().iter();
    let found: Vec<(String, String)> = found
        .map(|one| {
            let text = |key: &str| one[key].as_str().unwrap().to_owned();
            (text("rule"), text("message"))
        })
        .collect();
    let of = |rule: &str| {
        let mut own = found.iter().filter(|(one, _)| one == rule);
        own.next()
            .unwrap_or_else(|| panic!("no {rule} in {found:?}"))
            .1
            .clone()
    };
    assert!(of("undeclared-edge").contains("`mail`"), "{found:?}");
    assert!(of("unseen-edge").contains("`stock`"), "{found:?}");
    assert_eq!(found.len(), 2, "{found:?}");
    let text = case.run(["drift", "--observed", "calls.json"]).stdout;
    assert!(text.contains("50% of the caller's calls"), "{text}");
}
