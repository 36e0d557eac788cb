//! `jurymast export chaostoolkit`: Chaos Toolkit itself takes the experiments and runs them.
//! Its `chaos` is that of `JURYMAST_CHAOS`, else of `target/chaostoolkit`; without one the
//! tests that need it say so and pass.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::mpsc;

use serde_json::Value;

use super::driver::{Case, repository};

const PLAN: &str = r##"
[plan]
name = "Shop"
[service.shop]
check = "true"
depends_on = [
  { on = "db", detect = "1s", fallback = [{ to = "spare", switch = "automatic", after = "1s", triggers = ["timeout"] }] },
  { any_of = ["east", "west", "north"], at_least = 2, fallback = ["spare"] },
]
[service.bare]
depends_on = [{ on = "db", fallback = ["spare", "east"] }]
[resource.db]
[resource.spare]
[resource.east]
[resource.west]
[resource.north]
"##;

fn chaos() -> Option<PathBuf> {
    let named = std::env::var_os("JURYMAST_CHAOS").map(PathBuf::from);
    let installed = repository().join("target/chaostoolkit/bin/chaos");
    let chaos = named.unwrap_or(installed);
    let ran = Command::new(&chaos).arg("--version").output();
    let found = ran.is_ok_and(|ran| ran.status.success()).then_some(chaos);
    if found.is_none() {
        let said = "skipped: no Chaos Toolkit in target/chaostoolkit";
        let _ = writeln!(std::io::stderr(), "{said}");
    }
    found
}

fn written(case: &Case) -> Vec<PathBuf> {
    let dir = case.path("drills");
    let mut all: Vec<PathBuf> = std::fs::read_dir(dir)
        .unwrap()
        .map(|one| one.unwrap().path())
        .collect();
    all.sort();
    all
}

fn exported() -> Case {
    let case = Case::plan(PLAN).may_write();
    case.run(["export", "chaostoolkit", "--out", "drills"])
        .exit(0)
        .stdout_is_empty()
        .stderr_has("wrote 4 experiments into drills");
    case
}

fn run(chaos: &Path, case: &Case, command: &[&str], proxy: &str) -> Output {
    let mut run = Command::new(chaos);
    run.arg("--no-version-check").args(command);
    run.current_dir(case.path("."))
        .env("TOXIPROXY_URL", proxy)
        .output()
        .unwrap()
}

#[test]
fn each_fallback_has_an_experiment_of_its_own() {
    let case = exported();
    let names: Vec<String> = written(&case)
        .iter()
        .map(|one| one.file_name().unwrap().to_string_lossy().into_owned())
        .collect();
    assert_eq!(
        names,
        [
            "bare-db-spare-east.json",
            "bare-db-spare.json",
            "shop-db-spare.json",
            "shop-east-west-spare.json"
        ]
    );
    let read = |name: &str| -> Value {
        serde_json::from_str(&case.read(&format!("drills/{name}"))).unwrap()
    };
    // Two of three are lost where two are needed.
    let group = read("shop-east-west-spare.json");
    assert_eq!(group["method"].as_array().unwrap().len(), 2);
    // What stands in before it is lost too: it could serve in its place.
    let second = read("bare-db-spare-east.json");
    assert_eq!(second["title"], "east serves bare without db and spare");
    assert_eq!(second["rollbacks"].as_array().unwrap().len(), 2);
    // What the plan does not say is asked for, and never taken to be so.
    let bare = read("bare-db-spare.json");
    assert_eq!(bare["configuration"]["health_url"]["key"], "HEALTH_URL");
    assert_eq!(bare["method"][0]["pauses"]["after"], "${switch_seconds}");
    assert!(read("shop-db-spare.json")["configuration"]["health_url"].is_null());
    Case::plan("[plan]\nname = \"x\"\n[service.a]\n")
        .run(["export", "chaostoolkit", "--out", "drills"])
        .exit(0)
        .stderr_has("no fallback to drill");
}

#[test]
fn chaos_toolkit_takes_them() {
    let Some(chaos) = chaos() else { return };
    let case = exported();
    for file in written(&case) {
        let shown = file.display().to_string();
        let ran = run(&chaos, &case, &["validate", &shown], "http://127.0.0.1:1");
        let said = String::from_utf8_lossy(&ran.stderr).into_owned();
        assert!(ran.status.success(), "{shown}\n{said}");
        assert!(!said.contains("WARNING"), "{shown}\n{said}");
    }
}

/// The primary is lost, looked past, and brought back, as the fault proxy sees it.
#[test]
fn a_run_loses_the_primary_and_brings_it_back() {
    let Some(chaos) = chaos() else { return };
    let case = exported();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let proxy = format!("http://{}", listener.local_addr().unwrap());
    let (told, heard) = mpsc::channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let mut lines = BufReader::new(stream.try_clone().unwrap());
            let mut first = String::new();
            let mut length = 0;
            let mut line = String::new();
            while lines.read_line(&mut line).unwrap_or(0) > 2 {
                if first.is_empty() {
                    first = line.trim().to_owned();
                }
                if let Some((_, value)) = line.to_lowercase().split_once("content-length:") {
                    length = value.trim().parse().unwrap_or(0);
                }
                line.clear();
            }
            let mut body = vec![0; length];
            lines.read_exact(&mut body).unwrap();
            let _ = told.send((first, String::from_utf8_lossy(&body).into_owned()));
            let answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}";
            let _ = stream.write_all(answer.as_bytes());
        }
    });
    let ran = run(&chaos, &case, &["run", "drills/shop-db-spare.json"], &proxy);
    let said = String::from_utf8_lossy(&ran.stderr).into_owned();
    assert!(ran.status.success(), "{said}");
    let calls: Vec<(String, String)> = heard.try_iter().collect();
    let first: Vec<&str> = calls.iter().map(|(first, _)| first.as_str()).collect();
    assert_eq!(
        first,
        [
            "POST /proxies/db/toxics HTTP/1.1",
            "DELETE /proxies/db/toxics/lost HTTP/1.1"
        ],
        "{said}"
    );
    let toxic: Value = serde_json::from_str(&calls[0].1).unwrap();
    assert_eq!(toxic["type"], "timeout");
}
