use std::io;
use std::path::Path;

use jurymast_terms::files::real;
use jurymast_terms::source::Sources;

use crate::publish;

use super::exit::Failure;

/// The file that `--out` names; `None`: standard output, which `-` names as well.
pub(super) fn named(out: Option<&Path>) -> Option<&Path> {
    out.filter(|path| *path != Path::new("-"))
}

/// Writes a file that the arguments name.
pub(super) fn write(path: &Path, text: &str) -> Result<(), Failure> {
    told(path, publish::write_file(path, text.as_bytes()))
}

/// # Errors
/// The file is one that was read: it must not be written over.
pub(super) fn spare(path: &Path, read: &Sources) -> Result<(), Failure> {
    let target = real(path);
    let mut all = read.iter();
    if all.any(|(_, one)| real(Path::new(&one.path)) == target) {
        let shown = path.display();
        return Err(Failure::error(format!(
            "`{shown}` was read for this, and is not written over"
        ))
        .help("name another file for what is written"));
    }
    Ok(())
}

/// Writes a file that must not be there yet.
pub(super) fn create(path: &Path, text: &str) -> Result<(), Failure> {
    told(path, publish::create_file(path, text.as_bytes()))
}

fn told(path: &Path, written: io::Result<()>) -> Result<(), Failure> {
    let Err(error) = written else {
        return Ok(());
    };
    let shown = path.display();
    let kind = error.kind();
    if kind == io::ErrorKind::AlreadyExists {
        return Err(Failure::error(format!("`{shown}` is there already"))
            .help("edit it, or name another folder"));
    }
    let error = anyhow::Error::from(error).context(format!("cannot write `{shown}`"));
    let failed = Failure::from(error);
    Err(match kind {
        io::ErrorKind::IsADirectory => failed.help("this is a folder: name a file in it"),
        io::ErrorKind::PermissionDenied => failed.help("name a file where you may write"),
        io::ErrorKind::NotADirectory => failed.help("a file stands where a folder should be"),
        _ => failed,
    })
}
