//! `scan` of a repository beside `ripgrep` for one literal over the same tree.

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark prints, and stops when its own files are wrong"
)]

mod support;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::process::Command;

use jurymast_scan::{ScanLimits, ScanScope, Scanned, scan};
use support::{Runner, Side, is_smoke};

/// As many files as a large repository has.
const FILES: usize = 50_000;
/// In a short run.
const FEW_FILES: usize = 1_000;
/// Files of a folder.
const IN_A_FOLDER: usize = 50;
/// One file in so many calls somebody.
const CALLS: usize = 40;
/// What ripgrep looks for: as rare as what `scan` finds.
const LITERAL: &str = "api.openai.com";

fn main() {
    let files = if is_smoke() { FEW_FILES } else { FILES };
    let folder = tempfile::tempdir().unwrap();
    let bytes = write_tree(folder.path(), files);
    let found = scanned(folder.path());
    assert_eq!(found.files, files, "all files are looked at");
    let title = format!(
        "{files} files, {} MiB, {} places found",
        bytes >> 20,
        found.evidence.len()
    );
    let has_ripgrep = Command::new("rg").arg("--version").output().is_ok();
    if !has_ripgrep {
        println!("no rg here: nothing to compare with");
    }
    let mut sides = Vec::new();
    if has_ripgrep {
        sides.push(Side::new("rg, one literal", || ripgrep(folder.path())));
    }
    sides.push(Side::new("scan", || {
        black_box(scanned(folder.path()));
    }));
    Runner::new(7).compare(&title, &mut sides);
}

fn scanned(folder: &Path) -> Scanned {
    let scope = ScanScope {
        start: folder,
        base: folder,
        glob: None,
        plans: &BTreeSet::new(),
        limits: ScanLimits::default(),
    };
    scan(&scope).unwrap()
}

fn ripgrep(folder: &Path) {
    let mut command = Command::new("rg");
    let counted = command
        .args(["--hidden", "--fixed-strings", "--count", LITERAL])
        .arg(folder)
        .output()
        .unwrap();
    assert!(counted.status.success(), "rg finds the literal");
    black_box(counted);
}

/// Source such as people write, in three languages; how many bytes it is.
fn write_tree(root: &Path, files: usize) -> usize {
    let mut bytes = 0;
    for at in 0..files {
        let folder = root.join(format!("part-{}", at / IN_A_FOLDER));
        if at % IN_A_FOLDER == 0 {
            fs::create_dir_all(&folder).unwrap();
        }
        let (ending, text) = match at % 3 {
            0 => ("py", python(at)),
            1 => ("ts", script(at)),
            _ => ("yaml", settings(at)),
        };
        bytes += text.len();
        fs::write(folder.join(format!("file_{at}.{ending}")), text).unwrap();
    }
    bytes
}

fn python(at: usize) -> String {
    let mut text = String::from("import os\nimport logging\nfrom dataclasses import dataclass\n\n");
    for number in 0..60 {
        let _ = writeln!(
            text,
            "def handle_{number}(request, settings):\n    \"\"\"Answers one request of kind {at}.\"\"\"\n    \
             value = settings.get(\"limit_{number}\", {at})\n    return request.total * value + {number}\n"
        );
    }
    call(
        &mut text,
        at,
        "client = OpenAI(base_url=\"https://api.openai.com/v1\")\n",
    );
    text
}

fn script(at: usize) -> String {
    let mut text =
        String::from("import { readFile } from 'node:fs/promises';\nimport { z } from 'zod';\n\n");
    for number in 0..60 {
        let _ = writeln!(
            text,
            "export const handler{number} = async (input: Input): Promise<number> => {{\n  \
             const limit = input.limits['limit-{number}'] ?? {at};\n  return input.total * limit;\n}};\n"
        );
    }
    call(
        &mut text,
        at,
        "await fetch('https://api.openai.com/v1/responses', { method: 'POST' });\n",
    );
    text
}

fn settings(at: usize) -> String {
    let mut text = String::new();
    for number in 0..80 {
        let _ = writeln!(
            text,
            "route-{number}:\n  path: /api/{at}/{number}\n  timeout: 30s\n  labels: [one, two, three]"
        );
    }
    call(&mut text, at, "upstream: https://api.openai.com/v1\n");
    text
}

fn call(text: &mut String, at: usize, line: &str) {
    if at.is_multiple_of(CALLS) {
        text.push_str(line);
    }
}
