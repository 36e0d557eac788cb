use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

const PACKAGES: [&str; 2] = ["rustworkx==0.18.1", "igraph==1.0.0"];

/// What a graph library took and found.
pub(crate) struct Peer {
    pub(crate) name: String,
    pub(crate) seconds: f64,
    /// How many nodes it was asked, evenly spread.
    pub(crate) asked: usize,
    /// Over the nodes asked: how many others each reaches.
    pub(crate) reached: u64,
}

/// Asks the libraries what each node reaches along the edges; the slow one every
/// `every`th node only.
///
/// # Errors
/// Why they cannot be asked here.
pub(crate) fn peers(nodes: usize, edges: &[(u32, u32)], every: usize) -> Result<Vec<Peer>, String> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("peers");
    let python = python(&folder)?;
    let mut text = format!("{nodes}\n");
    for (from, to) in edges {
        let _ = writeln!(text, "{from} {to}");
    }
    let file = folder.join("edges.txt");
    std::fs::write(&file, text).map_err(|error| format!("{}: {error}", file.display()))?;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/peers/reach.py");
    let every = every.to_string();
    let told = run(Command::new(python).arg(script).arg(file).arg(every))?;
    let peers = told.lines().map(|line| peer(line).ok_or(line));
    let peers: Result<Vec<Peer>, &str> = peers.collect();
    peers.map_err(|line| format!("the peers said {line:?}"))
}

fn peer(line: &str) -> Option<Peer> {
    let mut words = line.split(' ');
    Some(Peer {
        name: words.next()?.to_owned(),
        seconds: words.next()?.parse().ok()?,
        asked: words.next()?.parse().ok()?,
        reached: words.next()?.parse().ok()?,
    })
}

/// An interpreter that has the libraries; they are installed once.
fn python(folder: &Path) -> Result<PathBuf, String> {
    let python = folder.join("venv/bin/python");
    let ready = folder.join("ready");
    let wanted = PACKAGES.join("\n");
    if std::fs::read_to_string(&ready).is_ok_and(|have| have == wanted) {
        return Ok(python);
    }
    let venv = folder.join("venv");
    run(Command::new("python3")
        .args(["-m", "venv", "--clear"])
        .arg(&venv))?;
    run(Command::new(&python)
        .args(["-m", "pip", "install", "--quiet", "--retries", "1"])
        .args(["--timeout", "15", "--disable-pip-version-check"])
        .args(PACKAGES))?;
    std::fs::write(&ready, wanted).map_err(|error| format!("{}: {error}", ready.display()))?;
    Ok(python)
}

fn run(command: &mut Command) -> Result<String, String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let done = command
        .output()
        .map_err(|error| format!("{name}: {error}"))?;
    if done.status.success() {
        return Ok(String::from_utf8_lossy(&done.stdout).into_owned());
    }
    let said = String::from_utf8_lossy(&done.stderr);
    let last = said.lines().last().unwrap_or_default();
    Err(format!("{name} failed: {last}"))
}
