//! Whatever code an error has, `explain` knows it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::driver::Case;

/// The literal codes of diagnostics that are made in the files below a folder.
fn codes_below(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            codes_below(&path, found);
            continue;
        }
        // The samples of the reports' own tests have codes that nobody meets.
        if path.extension().is_none_or(|end| end != "rs") || path.ends_with("report/sample.rs") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let text = text.split("#[cfg(test)]").next().unwrap();
        for made in text.split("Diagnostic::").skip(1) {
            let arguments = made.split_once('(').map(|(_, rest)| rest.trim_start());
            let literal = arguments.and_then(|rest| rest.strip_prefix('"'));
            found.extend(literal.and_then(|rest| Some(rest.split_once('"')?.0.to_owned())));
        }
    }
}

#[test]
fn every_code_is_explained() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = BTreeSet::new();
    codes_below(&root.join("src"), &mut found);
    for entry in fs::read_dir(root.join("crates")).unwrap() {
        let folder = entry.unwrap().path().join("src");
        if folder.is_dir() {
            codes_below(&folder, &mut found);
        }
    }
    assert!(found.len() > 40, "{found:?}");
    let case = Case::new();
    let unknown = |code: &&String| case.run(["explain", code.as_str()]).code != Some(0);
    let unknown: Vec<&String> = found.iter().filter(unknown).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}
