//! What a plan leaves out without a word would be found sound: it is an error, at its
//! place. Files may include each other in any number, and each line may end as it likes.

use std::fs;
use std::process::Command;

use super::driver::{Case, repository};

const INCLUDES: &str = "[plan]\nname = \"x\"\ninclude = [\"**/*.toml\"]\n[service.a]\n";

#[cfg(unix)]
#[test]
fn a_folder_that_an_include_cannot_enter_is_an_error() {
    use std::os::unix::fs::symlink;
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("b.toml"), "[service.b]\n").unwrap();
    let linked = |to: &std::path::Path| {
        let case = Case::plan(INCLUDES);
        symlink(to, case.path("pay")).unwrap();
        case
    };
    linked(outside.path())
        .check()
        .exit(2)
        .stdout_has("jurymast.toml:3:12: error[include] `**/*.toml` leaves the plan's folder through the link `pay`");
    linked("gone".as_ref())
        .check()
        .exit(2)
        .stdout_has("jurymast.toml:3:12: error[include] the link `pay` leads nowhere");
    linked("pay".as_ref())
        .check()
        .exit(2)
        .stdout_has("jurymast.toml:3:12: error[include] cannot read `pay`");
    linked(outside.path())
        .run(["blast", "a"])
        .exit(2)
        .stdout_is_empty();
}

#[cfg(unix)]
#[test]
fn what_is_no_file_in_the_place_of_a_plan_is_no_reason_to_take_another() {
    let plan = "[plan]\nname = \"x\"\n[service.a]\n";
    let below = |make: &dyn Fn(&Case)| {
        let case = Case::plan(plan);
        fs::create_dir(case.path("below")).unwrap();
        make(&case);
        let mut command = case.command(["check"]);
        let done = command.current_dir(case.path("below")).output().unwrap();
        (
            done.status.code(),
            String::from_utf8_lossy(&done.stderr).into_owned(),
        )
    };
    for make in [
        &|case: &Case| fs::create_dir(case.path("below/jurymast.toml")).unwrap(),
        &|case: &Case| {
            let pipe = case.path("below/jurymast.toml");
            assert!(Command::new("mkfifo").arg(pipe).status().unwrap().success());
        },
        &|case: &Case| {
            std::os::unix::fs::symlink("gone", case.path("below/jurymast.toml")).unwrap();
        },
    ] as [&dyn Fn(&Case); 3]
    {
        let (code, said) = below(make);
        assert_eq!(code, Some(2), "{said}");
        assert!(said.contains("cannot read `jurymast.toml`"), "{said}");
    }
    let case = Case::plan(&plan.replace("[service", "include = [\"*.toml\"]\n[service"));
    let pipe = case.path("pipe.toml");
    assert!(Command::new("mkfifo").arg(pipe).status().unwrap().success());
    case.check()
        .exit(2)
        .stdout_has("jurymast.toml:3:12: error[include] `*.toml` matches `pipe.toml`");
}

#[test]
fn thousands_of_files_may_include_each_other_in_a_row() {
    const LAST: usize = 3_000;
    let mut case = Case::plan("[plan]\nname = \"x\"\ninclude = [\"f0.toml\"]\n");
    for at in 0..LAST {
        let next = format!("[plan]\nname = \"x\"\ninclude = [\"f{}.toml\"]\n", at + 1);
        case = case.file(&format!("f{at}.toml"), next);
    }
    case.file(
        &format!("f{LAST}.toml"),
        "[service.a]\ndepends_on = [\"b\"]\n",
    )
    .check()
    .exit(2)
    .stdout_has("f3000.toml:2:15: error[unknown-id]");
}

#[test]
fn every_example_says_the_same_whatever_ends_its_lines() {
    let mut examples = 0;
    for entry in fs::read_dir(repository().join("examples")).unwrap() {
        let folder = entry.unwrap().path();
        if !folder.join("jurymast.toml").is_file() {
            continue;
        }
        examples += 1;
        let with = |line_end: &str| {
            let mut case = Case::new();
            for (path, text) in toml_files(&folder) {
                case = case.file(&path, text.replace('\n', line_end));
            }
            case
        };
        let (unix, dos) = (with("\n"), with("\r\n"));
        for arguments in [
            &["check", "-f", "full"][..],
            &["gaps", "--count"],
            &["incident", "--all", "--now", "2026-11-24T11:00Z"],
            &["simulate"],
        ] {
            let (unix, dos) = (unix.run(arguments), dos.run(arguments));
            assert_eq!(unix.code, dos.code, "{arguments:?} {dos}");
            assert_eq!(unix.stdout, dos.stdout, "{arguments:?}");
        }
    }
    assert!(examples > 0);
}

fn toml_files(folder: &std::path::Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "toml") {
                let below = path.strip_prefix(folder).unwrap().to_str().unwrap();
                found.push((below.to_owned(), fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found
}
